"""Where the clauses of a text seem to begin: a suggestion that a person corrects and confirms."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST_HEADING = 80
"""Letters up to which the words after a clause's number are its heading; more than that is already its text."""

_NUMBER = r"[0-9๐-๙]+(?:[./][0-9๐-๙]+)*"
_NAMED = re.compile(
    rf"^[ \t\u00a0]*(?P<label>(?:ข้อ(?:ที่)?|มาตรา)[ \u00a0]?(?P<thai>{_NUMBER})|"
    rf"(?i:clause|article|section)[ \u00a0]+(?P<english>{_NUMBER}))(?=[\s.:)–—-]|$)[.:)–—-]*",
    re.MULTILINE,
)
_BARE = re.compile(rf"^[ \t\u00a0]*(?P<label>(?P<thai>{_NUMBER}))[.)](?=[ \t\u00a0]*\S)", re.MULTILINE)
# words with which the closing of a document begins; it belongs to no clause
_CLOSING = re.compile(
    r"^[ \t\u00a0]*(?:บันทึก(?:ข้อตกลง|ความเข้าใจ)(?:ความร่วมมือ)?(?:ฉบับ)?นี้(?:ได้)?(?:ทำ|จัดทำ)|"
    r"(?:เพื่อเป็นหลักฐาน|ทุกฝ่ายได้อ่าน|ทั้งสองฝ่ายได้อ่าน)|\(?ลงชื่อ|"
    r"(?i:in witness whereof|done at|signed (?:at|on|by)|this (?:memorandum|agreement) is (?:made|drawn up|done)))",
    re.MULTILINE,
)
_ARABIC = {0x0E50 + digit: str(digit) for digit in range(10)}


@dataclass(frozen=True, slots=True)
class Heading:
    """One clause as its heading tells it: characters ``start`` up to ``end`` of the text, without spaces at either end.

    ``number`` is the clause's number in Arabic digits with dots (ข้อ ๓/๑ → "3.1"), "" where the line holds none.
    """

    label: str
    number: str
    heading: str
    start: int
    end: int


def suggest_clauses(text: str) -> list[Heading]:
    """The clauses that the text seems to hold, in its order; none where no line looks like a heading.

    Headings are lines that begin "ข้อ ๑", "ข้อ 1.", "Clause 1" or "Article 1"; where there is none of these, "1." and "๑.".
    A line whose number does not rise ("ข้อ ๒ และข้อ ๓ ..." inside a later clause) is taken for a reference.
    """
    found = list(_NAMED.finditer(text)) or list(_BARE.finditer(text))
    kept = _rising(found)
    ends = [match.start() for match in kept[1:]] + [len(text)]
    return [
        heading_at(text, match.start(), end)
        for match, end in zip(kept, _closed(text, kept, ends), strict=True)
    ]


def heading_at(text: str, start: int, end: int) -> Heading:
    """The clause in ``text[start:end]``, with label and heading read from its first line where it tells them."""
    start, end = trimmed(text, start, end)
    line_end = text.find("\n", start, end)
    line = text[start : end if line_end < 0 else line_end]
    match = _NAMED.match(line) or _BARE.match(line)
    if match is None:
        return Heading("", "", "", start, end)
    rest = line[match.end() :].strip(" \t\u00a0")
    is_heading = line_end >= 0 and 0 < len(rest) <= LONGEST_HEADING
    return Heading(_label(match), ".".join(map(str, _order(match))), rest if is_heading else "", start, end)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without spaces and line ends at either end; empty where it holds nothing else."""
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), max(start, end - len(inside) + len(inside.rstrip()))


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends, without its line end."""
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _label(match: re.Match[str]) -> str:
    return re.sub(r"[ \u00a0]+", " ", match["label"]).strip()


def _order(match: re.Match[str]) -> tuple[int, ...]:
    groups = match.groupdict()
    number = groups.get("thai") or groups.get("english") or ""
    # more digits than any clause has are cut, so that a line of digits cannot cost time
    return tuple(int(part[:9]) for part in re.split(r"[./]", number.translate(_ARABIC)))


def _rising(found: Sequence[re.Match[str]]) -> list[re.Match[str]]:
    """The longest run of headings whose numbers rise."""
    tails: list[tuple[int, ...]] = []
    last: list[int] = []
    before: list[int] = []
    for index, match in enumerate(found):
        number = _order(match)
        length = bisect_left(tails, number)
        before.append(last[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        last[length : length + 1] = [index]
    run: list[re.Match[str]] = []
    at = last[-1] if last else -1
    while at >= 0:
        run.append(found[at])
        at = before[at]
    return run[::-1]


def _closed(text: str, kept: Sequence[re.Match[str]], ends: Sequence[int]) -> list[int]:
    """The ends, the last one before the closing words of the document where there are any."""
    if not kept:
        return []
    closing = _CLOSING.search(text, kept[-1].end())
    return [*ends[:-1], closing.start() if closing else ends[-1]]
