"""A rule text cut into marks: words, numbers, texts in quotes and signs, each with its place.

Nothing is judged here but what cannot be cut: a quote that is not closed, and a comment.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from phanuek.engines.rules.errors import ErrorKind, RuleError

MarkKind = Literal["word", "number", "text", "sign"]
# Thai vowels and tone marks are letters of a word here; for Python's \w they are not.
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_MARK = re.compile(
    rf"""
      (?P<space>[\s\ufeff\u200b]+)
    | (?P<word>(?!\d)[\w{_THAI}][\w{_THAI}]*)
    | (?P<number>[0-9][0-9A-Za-z_.]*|\.[0-9][0-9A-Za-z_.]*)
    | (?P<text>'(?:[^']|'')*+')
    | (?P<open>')
    | (?P<comment>--|/\*)
    | (?P<sign><=|>=|<>|!=|==|=>|=<|><|::|\|\||&&|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Mark(NamedTuple):
    """`text` is what is written (of a text in quotes: what is between them), from `start` up to `end`."""

    kind: MarkKind
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The word or sign in small letters; nothing for numbers and texts."""
        return self.text.lower() if self.kind in ("word", "sign") else ""


def marks(text: str) -> list[Mark]:
    """The marks of the text in order, without the spaces between them."""
    found: list[Mark] = []
    for match in _MARK.finditer(text):
        kind, start = match.lastgroup, match.start()
        if kind == "space":
            continue
        if kind == "open":
            raise RuleError(
                f"เครื่องหมาย ' ที่ตำแหน่ง {start + 1} ไม่มีคู่ปิด",
                f"the quote at character {start + 1} is not closed",
                start,
                kind=ErrorKind.OPEN_QUOTE,
            )
        if kind == "comment":
            raise RuleError(
                "ใส่หมายเหตุในเงื่อนไขไม่ได้", "a rule cannot hold a comment", start, kind=ErrorKind.COMMENT
            )
        found.append(_mark(kind, match[0], start, match.end()))
    return found


def _mark(kind: str | None, written: str, start: int, end: int) -> Mark:
    if kind == "text":
        return Mark("text", written[1:-1].replace("''", "'"), start, end)
    return Mark("word" if kind == "word" else "number" if kind == "number" else "sign", written, start, end)
