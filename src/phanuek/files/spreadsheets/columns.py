"""The columns a list may have, under their Thai and English headers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from phanuek.ui.country import pack
from phanuek.ui.words import T

REASON_PREFIX = T("ตรวจ: {header}", "Check: {header}")
RESULT = T("ผลตรวจ", "Result")
FROM_LIST = T("เลือกจากรายการ", "Choose from the list")


@dataclass(frozen=True)
class Column:
    """One column: its header, what to write in it, an example, and other headers that mean the same."""

    key: str
    title: T
    help: T
    example: T
    required: bool = False
    aliases: tuple[str, ...] = ()
    longest: int = 300
    choices: tuple[tuple[str, T], ...] = field(default=())


@dataclass(frozen=True)
class Layout:
    """A kind of list. The header row is known by the column `anchor`; the words are those of the list's own trade."""

    columns: tuple[Column, ...]
    anchor: str
    most_rows: int
    header_hint: T
    nothing: T
    list_name: T

    def column_of(self, header: str) -> Column | None:
        """The column that a header means, whatever stands in brackets behind it."""
        known = self._by_header()
        return known.get(plain(header)) or known.get(plain(header.split("(")[0]))

    def by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def _by_header(self) -> dict[str, Column]:
        key = (pack().code, self.columns)
        if key not in _headers:
            _headers[key] = {
                plain(name): column
                for column in self.columns
                for name in (column.key, column.title.th, column.title.en, *column.aliases)
            }
        return _headers[key]


_headers: dict[tuple[str, tuple[Column, ...]], dict[str, Column]] = {}


def choices_of(choices: Iterable[tuple[str, T]]) -> tuple[tuple[str, T], ...]:
    return tuple((str(value), T.of(label)) for value, label in choices)


def plain(text: str) -> str:
    """A header or a choice as it is compared: no marks, no blanks, no case."""
    return pack().normalise(text).replace(" ", "")


def is_ours(header: str) -> bool:
    """Whether we wrote this column ourselves, in a copy with reasons that now comes back mended."""
    text = header.strip()
    marks = [REASON_PREFIX.in_language(lang).format(header="").strip() for lang in ("th", "en")]
    return any(text.startswith(mark) for mark in marks) or text in (RESULT.th, RESULT.en)
