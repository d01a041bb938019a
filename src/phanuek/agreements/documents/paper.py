"""A document before it is set: one list of blocks, from which PDF and Word are made alike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from phanuek.engines.redline import Piece
from phanuek.timeline import queries as timeline
from phanuek.ui import clock, components
from phanuek.ui.country import pack
from phanuek.ui.documents import digits, pdf, word
from phanuek.ui.formats import be_date
from phanuek.ui.words import T

HERE = Path(__file__).parent
_THAI = r"[\u0e01-\u0e2e]"


class Quoted(str):
    """Words of a text, a source or a printed name: set letter by letter, so their digits stay as they are."""

    def __html__(self) -> str:
        """With what is read as one thing, such as a day with its year, on one line."""
        pieces = [
            format_html('<span class="nowrap">{}</span>', token)
            if _has_space_inside(token)
            else escape(token)
            for token in pack().tokens(str(self))
        ]
        return format_html('<span class="{}">{}</span>', digits.KEEP, mark_safe("".join(pieces)))


class Line(str):
    """Several texts on one line, each with its own digits."""

    parts: tuple[Any, ...]

    def __new__(cls, *parts: Any) -> Line:
        told = tuple(part for part in parts if part is not None and str(part))
        made = super().__new__(cls, " ".join(map(str, told)))
        made.parts = told
        return made

    def __html__(self) -> str:
        return format_html_join(" ", "{}", ((part,) for part in self.parts))


class Code(Quoted):
    """A checksum or an address: may break anywhere."""

    def __html__(self) -> str:
        return format_html("<code>{}</code>", str(self))


@dataclass(frozen=True)
class Heading:
    text: Any
    level: int = 2
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Paragraph:
    text: Any
    indent: bool = False
    centre: bool = False
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Clause:
    """A numbered clause or a numbered part of one; `body` holds its paragraphs and `Clauses` in their order.

    `label` hangs before the text. `heading` is the rest of its first line, where that is a heading.
    """

    label: str
    heading: str = ""
    body: tuple[Any, ...] = ()

    @property
    def first(self) -> str:
        """The first paragraph, which stays with the heading; "" where the clause begins with parts."""
        return self.body[0] if self.body and isinstance(self.body[0], str) else ""

    @property
    def rest(self) -> tuple[Any, ...]:
        return self.body[1:] if self.first else self.body


@dataclass(frozen=True)
class Clauses:
    """Clauses that follow one another. `hang` is the room in which their labels hang, in em; with 0 they stand at the head."""

    items: tuple[Clause, ...]
    hang: float
    kind: ClassVar[str] = "clauses"

    @property
    def css(self) -> str:
        return f"hang-{self.hang * 100:.0f}"


@dataclass(frozen=True)
class Facts:
    """(label, value) without lines."""

    rows: tuple[tuple[Any, Any], ...]
    kind: ClassVar[str] = "facts"

    @property
    def shown(self) -> list[tuple[Any, tuple[Any, ...]]]:
        return [(label, lines_of(value)) for label, value in self.rows]


@dataclass(frozen=True)
class Table:
    """A cell that is a tuple has its parts on lines of their own. `widths` in centimetres, 16 together."""

    head: tuple[Any, ...]
    rows: tuple[tuple[Any, ...], ...]
    numbers: tuple[int, ...] = ()
    widths: tuple[float, ...] = ()
    kind: ClassVar[str] = "table"

    @property
    def shown(self) -> list[list[tuple[Any, ...]]]:
        return [[lines_of(value) for value in row] for row in self.rows]


@dataclass(frozen=True)
class Items:
    rows: tuple[Any, ...]
    kind: ClassVar[str] = "items"

    @property
    def shown(self) -> list[tuple[Any, ...]]:
        return [lines_of(row) for row in self.rows]


@dataclass(frozen=True)
class Missing:
    """What no source states."""

    rows: tuple[Any, ...]
    kind: ClassVar[str] = "missing"


@dataclass(frozen=True)
class Note:
    text: Any
    kind: ClassVar[str] = "note"

    @property
    def lines(self) -> tuple[Any, ...]:
        return lines_of(self.text)


@dataclass(frozen=True)
class Comparison:
    """Words as they are and as they are to be, line by line; what differs is marked."""

    before: tuple[tuple[Piece, ...], ...]
    after: tuple[tuple[Piece, ...], ...]
    kind: ClassVar[str] = "comparison"


@dataclass(frozen=True)
class People:
    """Who signs: mappings as `signature_grid` takes them. A second list of one document has a `group` of small Latin letters."""

    people: tuple[Mapping[str, Any], ...]
    group: str = ""
    kind: ClassVar[str] = "people"


@dataclass(frozen=True)
class Together:
    """Blocks between which no page ends."""

    blocks: tuple[Any, ...]
    small: bool = False
    kind: ClassVar[str] = "together"


@dataclass(frozen=True)
class NewPage:
    kind: ClassVar[str] = "new-page"


@dataclass(frozen=True)
class Address:
    """The public page, as a QR code and in letters."""

    address: str
    words: Any = None
    kind: ClassVar[str] = "address"


@dataclass(frozen=True)
class Paper:
    """One document in one language. `title` is that of the file, `name` its file name without an ending, `heading` stands
    on top of the first page, `foot` on every page; `as_of` is the moment of which it speaks."""

    title: str
    name: str
    language: str
    as_of: datetime
    heading: tuple[Any, ...]
    blocks: tuple[Any, ...]
    foot: tuple[Any, ...] = ()
    under: tuple[Any, ...] = field(default=())
    """Small lines under the heading."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that is in it and of the code that sets it: the same fingerprint, the same bytes."""
        return hashlib.sha256(f"{_hand()}\n{self!r}".encode()).hexdigest()


@cache
def _hand() -> str:
    """Digest of what decides how a document looks, so that a copy kept from before an update is never given out."""
    theirs = Path(pdf.__file__).parent
    ours = [HERE, HERE.parent / "templates" / "agreements" / "documents"]
    frame = theirs.parent / "templates" / "ui" / "documents"
    files = [*theirs.glob("*.py"), Path(word.__file__), pdf.STYLE, *frame.glob("*.html")]
    files += [path for folder in ours for path in folder.iterdir() if path.is_file()]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(set(files)))).hexdigest()


def words_of(row: Any, name: str) -> T:
    """`name_th` and `name_en` of a row as one text, the Thai where the English is empty."""
    thai, english = getattr(row, f"{name}_th"), getattr(row, f"{name}_en")
    return T(thai, english or thai)


def _has_space_inside(token: str) -> bool:
    return " " in token and bool(token.strip())


def lines_of(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def quoted(text: Any) -> Quoted:
    """The words as they read in the language in force."""
    return Quoted(str(text))


def day(value: Any, style: str = "long") -> str:
    """A day in words; what is not known is said to be not stated."""
    return be_date(value, style) if value else str(components.NOT_STATED)


def or_not_stated(value: Any) -> Any:
    return components.NOT_STATED if value is None or str(value) == "" else value


def origin(row: Any) -> dict[str, Any]:
    """What `components.provenance` tells of a row; a reason that was stored in both languages is told in one."""
    told = {f"provenance{name}": getattr(row, f"provenance{name}") for name in ("", "_source", "_by", "_on")}
    thai, _, english = row.provenance_why.partition(" / ")
    both = english and re.search(_THAI, thai) and not re.search(_THAI + "{4}", english)
    why = T(thai, english) if both else row.provenance_why
    return components.provenance({**told, "provenance_why": why})


def where_from(row: Any) -> T:
    """Where a row comes from, in one line: reported, in the text, added by whom when and why, or demonstration."""
    found = origin(row)
    return joined([found[name] for name in ("label", "note", "source", "link")])


def changed_at(*subjects: Any) -> datetime:
    """When something last happened to any of these, so that a document made twice in between is the same file."""
    found = [event["at"] for row in subjects for event in timeline.of(row, with_people=False, limit=1)]
    return max(found) if found else clock.now().replace(hour=0, minute=0, second=0, microsecond=0)


def joined(parts: Sequence[Any], separator: str = " ") -> T:
    """Non-empty texts in one line, in both languages."""
    told = [T.of(part) for part in parts if part is not None and str(part)]
    return T(separator.join(part.th for part in told), separator.join(part.en for part in told))
