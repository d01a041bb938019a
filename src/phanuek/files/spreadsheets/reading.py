"""A spreadsheet or a text table as rows of text, under a header we know."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from openpyxl.utils import get_column_letter

from phanuek.files import checks
from phanuek.files.spreadsheets.columns import Column, Layout, is_ours
from phanuek.files.spreadsheets.workbook import MERGED, MOST_COLUMNS, NO_RESULT, SAVE_AGAIN, Table, tables
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

ACCEPTED = frozenset({checks.XLSX, checks.CSV})
HEADER_WITHIN = 15  # title lines may stand above the header
LONGEST_CELL = 4000


@dataclass(frozen=True)
class Header:
    """One column of the file: where it stands, what it says, and which of ours it is."""

    at: int
    letter: str
    text: str
    column: Column | None


@dataclass(frozen=True)
class Sheet:
    """The table of a file. `rows` pairs the number a reader sees at the left edge with the cells as text; `title` is the name of
    the sheet, where there is one."""

    header_row: int
    headers: tuple[Header, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    title: str = ""

    @property
    def known(self) -> dict[str, Header]:
        """Our columns that the file has; of two alike the first counts."""
        found: dict[str, Header] = {}
        for header in self.headers:
            if header.column is not None:
                found.setdefault(header.column.key, header)
        return found

    @property
    def unknown(self) -> list[Header]:
        """Columns that are read past."""
        return [h for h in self.headers if h.text and h.column is None and not is_ours(h.text)]


def read(stream: IO[bytes], size: int, layout: Layout) -> Sheet:
    """The file's first table with a header we know. Refused with what is wrong with the file as a whole."""
    kind = checks.check(stream, size, accept=ACCEPTED)
    stream.seek(0)
    # a single far cell would otherwise be filled up with a million empty rows before it
    most = layout.most_rows + HEADER_WITHIN + 1000
    found = _csv_tables(stream.read()) if kind == checks.CSV else tables(stream, most)
    seen: list[str] = []
    for table in found:
        sheet = _sheet(table, layout, seen)
        if sheet is not None and table.is_hidden:
            raise Refused(
                T("ตารางอยู่ในแผ่นงานที่ซ่อนไว้ “{title}”", "The table is on a hidden sheet, “{title}”.").format(
                    title=table.title
                ),
                field="upload",
                hint=T("เลิกซ่อนแผ่นงานแล้วแนบไฟล์อีกครั้ง", "Show the sheet and attach the file again."),
            )
        if sheet is not None:
            return _complete(sheet, layout)
    raise Refused(
        T("ไม่พบแถวหัวตารางที่ระบบรู้จัก{found}", "No header row that we know was found{found}.").format(
            found=T(" (พบ: {text})", " (found: {text})").format(text=", ".join(seen[:6])) if seen else ""
        ),
        field="upload",
        hint=layout.header_hint,
    )


def _complete(sheet: Sheet, layout: Layout) -> Sheet:
    missing = [c for c in layout.columns if c.required and c.key not in sheet.known]
    if missing:
        raise Refused(
            T("ขาดคอลัมน์ที่จำเป็น: {names_th}", "Columns are missing: {names_en}.").format(
                names_th=", ".join(c.title.th for c in missing),
                names_en=", ".join(c.title.en for c in missing),
            ),
            field="upload",
            hint=T("เพิ่มคอลัมน์แล้วแนบไฟล์อีกครั้ง", "Add them and attach the file again."),
        )
    if not sheet.rows:
        raise Refused(layout.nothing, field="upload")
    if len(sheet.rows) > layout.most_rows:
        raise Refused(
            T("มีมากกว่า {most} แถว", "There are more than {most} rows.").format(most=f"{layout.most_rows:,}"),
            field="upload",
            hint=T("โปรดแบ่งเป็นหลายไฟล์", "Please divide the list into several files."),
        )
    return sheet


def _sheet(table: Table, layout: Layout, seen: list[str]) -> Sheet | None:
    """The table once a header row is met; what the first rows said is added to `seen`."""
    headers: tuple[Header, ...] = ()
    header_row = 0
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in enumerate(table.rows, start=1):
        texts = tuple(cell_text(cell) for cell in cells)
        if not headers:
            texts = tuple("" if stands_for_nothing(text) else text for text in texts)
            headers, header_row = _headers(texts, layout), number
            if not headers and number <= HEADER_WITHIN:
                seen.extend(text for text in texts if text and text not in seen)
            if not headers and number >= HEADER_WITHIN:
                return None
        elif any(text and not text.startswith(MERGED) for text in texts):
            rows.append((number, texts))
            if len(rows) > layout.most_rows:
                break
    return Sheet(header_row, headers, tuple(rows), table.title) if headers else None


def _headers(texts: tuple[str, ...], layout: Layout) -> tuple[Header, ...]:
    made = [
        Header(at, get_column_letter(at + 1), text, layout.column_of(text)) for at, text in enumerate(texts)
    ]
    while made and not made[-1].text:
        made.pop()
    known = {header.column.key for header in made if header.column}
    return tuple(made) if layout.anchor in known and len(known) >= 2 else ()


def stands_for_nothing(text: str) -> bool:
    """Whether it is our own mark for a cell that looks filled to a person and is empty in the file."""
    return text == NO_RESULT or text.startswith(MERGED)


def cell_text(value: Any) -> str:
    """A cell as a person would have typed it: days as YYYY-MM-DD, whole numbers without ".0"."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return str(value).strip()[:LONGEST_CELL]


def _csv_tables(content: bytes) -> Iterator[Table]:
    text = _decoded(content)
    # title lines above the header hold no delimiter: the line with the most tells
    head = text.splitlines()[:HEADER_WITHIN]
    delimiter = max(",;\t|", key=lambda mark: max((line.count(mark) for line in head), default=0))
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        yield Table([row[:MOST_COLUMNS] for row in rows])
    except csv.Error as error:
        raise Refused(
            T("อ่านไฟล์ข้อความนี้เป็นตารางไม่ได้", "This text cannot be read as a table."),
            field="upload",
            hint=SAVE_AGAIN,
        ) from error


def _decoded(content: bytes) -> str:
    """UTF-8, else the Thai code page that older spreadsheets write (TIS-620 and its extension)."""
    for encoding in ("utf-8-sig", "cp874", "tis-620"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        T("อ่านรหัสอักษรของไฟล์นี้ไม่ได้", "The characters of this file cannot be read."),
        field="upload",
        hint=SAVE_AGAIN,
    )
