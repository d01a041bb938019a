"""The text of an agreement as blocks: its title, clauses with hanging numbers, paragraphs. No letter is added or lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from phanuek.agreements.documents.paper import Clause, Clauses, Heading, Paragraph, Quoted

LONGEST_TITLE = 120
MOST_TITLE_LINES = 4
WIDEST_LABEL = 5.0
"""Em; a label wider than that stands at the head of its clause instead of hanging before it."""

_NUMBER = r"[0-9๐-๙]+"
_PART = re.compile(
    rf"(?P<label>{_NUMBER}(?:\.{_NUMBER})+\.?|{_NUMBER}[.)]|\({_NUMBER}\)|\([ก-ฮa-z]\)|[ก-ฮ]\.|[a-z]\))"
    r"[ \t\u00a0]+(?=\S)"
)
_CHAPTER = re.compile(r"(?:หมวด|ส่วนที่|บทที่|Part|Chapter|Title)[ \u00a0]")
_MARKS = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


@dataclass(frozen=True)
class Place:
    """Where a clause stands in a text, with its label and heading in that text's language."""

    label: str
    heading: str
    start: int
    end: int


@dataclass
class _Part:
    """A part while it is being read. Numbers of one `style` stand beside one another, of another style below."""

    label: str
    style: str
    body: list[Any] = field(default_factory=list)

    def done(self) -> Clause:
        return Clause(Quoted(self.label), "", _grouped(self.body))


def laid_out(text: str, places: Sequence[Place]) -> tuple[tuple[Quoted, ...], list[Any]]:
    """Title lines and blocks of the whole text in its own order; what stands between clauses stays between them."""
    places = sorted(places, key=lambda place: place.start)
    before = text[: places[0].start] if places else text
    title, before = _title(before, bool(places))
    blocks = _plain(before)
    run: list[Clause] = []
    hang = _room([place.label for place in places])
    for number, place in enumerate(places):
        run.append(_clause(text[place.start : place.end], place))
        is_last = number + 1 == len(places)
        between = _plain(text[place.end : len(text) if is_last else places[number + 1].start])
        if between or is_last:
            blocks += [Clauses(tuple(run), hang), *between]
            run = []
    return title, blocks


def clause_of(text: str, label: str, heading: str) -> Clauses:
    """One clause on its own."""
    return Clauses((_clause(text, Place(label, heading, 0, len(text))),), _room([label]))


def _title(text: str, clauses_follow: bool) -> tuple[tuple[Quoted, ...], str]:
    """The lines with which a text begins, up to the first empty one, where they read as a title and something follows."""
    first, _, rest = text.strip("\n").partition("\n\n")
    lines = [line.strip() for line in first.split("\n") if line.strip()]
    followed = bool(rest.strip()) or (clauses_follow and (len(lines) == 1 or text.endswith("\n\n")))
    if not followed or len(lines) > MOST_TITLE_LINES or any(len(line) > LONGEST_TITLE for line in lines):
        return (), text
    return tuple(Quoted(line) for line in lines), rest


def _plain(text: str) -> list[Any]:
    """Text outside of clauses: paragraphs that begin indented, chapter headings, numbered lists."""
    blocks: list[Any] = []
    for piece in _body(text):
        if isinstance(piece, Clauses):
            blocks.append(piece)
        elif _CHAPTER.match(piece) and len(piece) <= LONGEST_TITLE:
            blocks.append(Heading(piece))
        elif piece.startswith("(") and piece.endswith(")"):
            blocks.append(Paragraph(piece, centre=True))
        else:
            blocks.append(Paragraph(piece, indent=True))
    return blocks


def _clause(text: str, place: Place) -> Clause:
    """The clause with the label taken off its first line; a label that the text does not hold is not put in."""
    text = text.strip()
    label = re.escape(place.label.strip()).replace(r"\ ", r"\s+")
    found = re.match(rf"({label}[.:)]*)(?:[ \t\u00a0]+|(?=\n)|$)", text) if place.label.strip() else None
    if found is None:
        return Clause(Quoted(""), "", _body(text))
    first, _, rest = text[found.end() :].partition("\n")
    if place.heading and " ".join(first.split()) == " ".join(place.heading.split()):
        return Clause(Quoted(found[1]), Quoted(first.strip()), _body(rest))
    return Clause(Quoted(found[1]), "", _body(text[found.end() :]))


def _body(text: str) -> tuple[Any, ...]:
    """Paragraphs, and numbered parts nested by their numbers. A line after a part belongs to it until an empty line comes."""
    found: list[Any] = []
    open_: list[_Part] = []
    for line in text.split("\n"):
        words = line.strip()
        if not words:
            open_ = []
            continue
        match = _PART.match(words)
        if match is None:
            (open_[-1].body if open_ else found).append(Quoted(words))
            continue
        part = _Part(match["label"], _style(match["label"]), [Quoted(words[match.end() :])])
        if part.style in [above.style for above in open_]:
            while open_.pop().style != part.style:
                pass
        (open_[-1].body if open_ else found).append(part)
        open_.append(part)
    return _grouped(found)


def _style(label: str) -> str:
    """How it is numbered: ๒.๑ is "0.0", (๑) is "(0)", ก. is "a."."""
    return re.sub(r"[\u0e01-\u0e2ea-z]", "a", re.sub(_NUMBER, "0", label))


def _grouped(found: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_groups(found))


def _groups(found: Sequence[Any]) -> Iterator[Any]:
    run: list[Clause] = []
    for piece in found:
        if isinstance(piece, _Part):
            run.append(piece.done())
            continue
        if run:
            yield _parts(run)
            run = []
        yield piece
    if run:
        yield _parts(run)


def _parts(run: Sequence[Clause]) -> Clauses:
    return Clauses(tuple(run), _room([part.label for part in run]))


def _room(labels: Sequence[str]) -> float:
    """Em in which these labels hang, 0 where one is too wide. Just enough: readers that find columns by the gaps between
    words must not take the labels for one."""
    widest = max(map(_width, labels), default=0)
    return 0 if widest > WIDEST_LABEL else ceil((widest + 0.55) * 4) / 4


def _width(label: str) -> float:
    """About how wide it is, in em: the marks above and below letters take no room, spaces and stops little."""
    return sum(0.3 if char in " .()/:\u00a0" else 0.62 for char in _MARKS.sub("", label))
