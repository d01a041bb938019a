"""A text cut into words without losing a character, for showing and merging what an amendment changes.

Thai is cut by the dictionary, as ``words`` does, but nothing is normalised. What a reader takes as one thing stays
one token: a number (1,500 · ๓.๒), a day (๓๐ กันยายน ๒๕๖๔ · 30/09/2564), an abbreviation (พ.ศ. · อบต.), a word with
its ๆ or ฯ. So two amendments of one date meet in one word and can never be mixed into a third date.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import nlpo3

from packs.thailand import dates, text

_LETTER = "ก-ฺเ-๎"
_FOLLOWING = "ะาำๅ"
_LEADING = "เแโใไ"
_DAY = (
    r"\d{1,2}[ \u00a0]*(?:"
    + "|".join(re.escape(month) for month in (*dates.MONTHS_TH, *dates.SHORT_TH, *dates.MONTHS_EN))
    + r")(?:[ \u00a0]*(?:[พค]\.ศ\.)?[ \u00a0]*\d{4}(?!\d))?"
)
_ABBREVIATION = rf"(?:[ก-ฮ]\.){{2,}}|(?<![{_LETTER}])(?:(?:มี|มิ|เม|[ก-ฮ]{{1,4}})\.)+"
_FOREIGN = r"[^\W\d_ก-๛]"
_PIECE = re.compile(
    rf"(?P<day>{_DAY})"
    r"|(?P<number>\d+(?:[.,/:-]\d+)*)"
    rf"|(?P<abbreviation>{_ABBREVIATION})"
    rf"|(?P<thai>(?:(?!(?:[ก-ฮ]\.){{2}})[{_LETTER}])+)"
    rf"|(?P<foreign>{_FOREIGN}[^\W_ก-๛]*(?:['’]{_FOREIGN}+)*)"
    r"|(?P<line>[\r\n]+)"
    r"|(?P<space>[^\S\r\n]+)"
    r"|(?P<other>(?P<one>.)(?P=one)*)",
    re.DOTALL,
)


def tokens(source: str) -> list[str]:
    """Words, numbers, spaces and punctuation in order; joined they are ``source``, to the character."""
    return list(_whole(_pieces(source)))


def _pieces(source: str) -> Iterator[str]:
    for found in _PIECE.finditer(source):
        if found.lastgroup == "thai":
            yield from nlpo3.segment(found[0], text.dictionary())
        else:
            yield found[0]


def _whole(pieces: Iterable[str]) -> Iterator[str]:
    """No piece begins or ends inside a syllable: marks and vowels stay with their consonant, ๆ and ฯ with the word."""
    held = ""
    for piece in pieces:
        if held and _belongs(held[-1], piece):
            held += piece
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _belongs(before: str, piece: str) -> bool:
    first = piece[0]
    if unicodedata.category(first).startswith("M"):
        return True
    if not "ก" <= before <= "๎":
        return False
    return first in _FOLLOWING or piece in ("ๆ", "ฯ") or (before in _LEADING and "ก" <= first <= "๎")
