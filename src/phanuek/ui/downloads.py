"""The rows of a page as files: CSV and XLSX, from the same columns and the same query."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from phanuek.ui.country import pack
from phanuek.ui.words import T, current_language

KINDS = ("text", "id", "number", "money", "percent", "date", "datetime", "bool")
SHEET = T("ข้อมูล", "Data")
YES, NO = T("ใช่", "yes"), T("ไม่ใช่", "no")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# a spreadsheet takes text that begins so for a formula (OWASP, CSV injection)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# 107041E: the Thai Buddhist calendar; the cell stays a real date
DATE_FORMATS = {"th": "[$-107041E]d mmmm yyyy", "en": "d mmmm yyyy"}
DATETIME_FORMATS = {"th": "[$-107041E]d mmm yyyy hh:mm", "en": "d mmm yyyy hh:mm"}
CELL_LIMIT = 32_767  # characters in one cell of a workbook

R = TypeVar("R", HttpResponse, StreamingHttpResponse)


@dataclass(frozen=True)
class Column:
    """One column of a file.

    ``value`` is an attribute path ("partner.code"), a key of mapping rows, or a function of the
    row. ``kind`` is one of KINDS; an "id" stays text, so that leading zeros are kept.
    """

    title: T
    value: str | Callable[[Any], Any]
    kind: str = "text"
    width: int = 0

    def of(self, row: Any) -> Any:
        """This column's value in ``row``."""
        if callable(self.value):
            return self.value(row)
        if isinstance(row, dict):
            return row.get(self.value)
        return attrgetter(self.value)(row)


def csv_response(name: str, columns: Sequence[Column], rows: Iterable[Any]) -> StreamingHttpResponse:
    """``name``.csv in the reader's language: UTF-8 with a byte-order mark, dates as YYYY-MM-DD."""
    lines = csv_lines(columns, rows, current_language())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _as_file(response, f"{name}.csv")


def csv_lines(columns: Sequence[Column], rows: Iterable[Any], language: str) -> Iterator[str]:
    """The lines of the file, made as they are read; the language does not change on the way."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def line(cells: Iterable[Any]) -> str:
        writer.writerow(cells)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    yield "\ufeff" + line(safe_text(column.title.in_language(language)) for column in columns)
    for row in rows:
        yield line(_csv_cell(column.of(row), language) for column in columns)


def _csv_cell(value: Any, language: str) -> Any:
    value = _plain(value, language)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, (int, float, Decimal)):
        return value
    return value.isoformat() if isinstance(value, date) else safe_text(str(value))


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs: a quote before what would be read as a formula."""
    return "'" + text if text.startswith(FORMULA_STARTS) else text


def _plain(value: Any, language: str) -> Any:
    """Numbers, dates and None as they are; moments in local time; the rest as text of ``language``."""
    if isinstance(value, bool):
        return (YES if value else NO).in_language(language)
    if isinstance(value, T):
        return value.in_language(language)
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(ZoneInfo(pack().timezone)).replace(tzinfo=None)
    if value is None or isinstance(value, (int, float, Decimal, date)):
        return value
    return str(value)


def xlsx_response(
    name: str,
    columns: Sequence[Column],
    rows: Iterable[Any],
    *,
    sheet: T = SHEET,
    notes: Sequence[T] = (),
) -> HttpResponse:
    """``name``.xlsx in the reader's language; ``notes`` (source, day, filters) on a second sheet."""
    content = xlsx_bytes(columns, rows, current_language(), sheet=sheet, notes=notes)
    return _as_file(HttpResponse(content, content_type=XLSX_TYPE), f"{name}.xlsx")


def xlsx_bytes(
    columns: Sequence[Column],
    rows: Iterable[Any],
    language: str,
    *,
    sheet: T = SHEET,
    notes: Sequence[T] = (),
) -> bytes:
    """The workbook: real dates shown in the reader's era, ids as text, no formulas."""
    target = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    formats = _formats(book, language)
    page = book.add_worksheet(sheet.in_language(language)[:31])
    page.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        page.set_column(at, at, column.width or _width(column, language))
        page.write_string(0, at, column.title.in_language(language), formats["head"])
    last = 0
    for last, row in enumerate(rows, start=1):
        for at, column in enumerate(columns):
            _write(page, last, at, _plain(column.of(row), language), column.kind, formats)
    if columns:
        page.autofilter(0, 0, last, len(columns) - 1)
    if notes:
        about = book.add_worksheet({"th": "ที่มา", "en": "About"}[language])
        about.set_column(0, 0, 100)
        for line, note in enumerate(notes):
            about.write_string(line, 0, note.in_language(language), formats["text"])
    book.close()
    return target.getvalue()


def _formats(book: Any, language: str) -> dict[str, Any]:
    font = {"font_name": "Sarabun", "font_size": 11, "valign": "top"}
    made = {
        "text": {"text_wrap": True},
        "id": {"num_format": "@"},
        "number": {"num_format": "#,##0.##"},
        "whole": {"num_format": "#,##0"},
        "money": {"num_format": "#,##0.00"},
        "percent": {"num_format": "0.0%"},
        "date": {"num_format": DATE_FORMATS[language], "align": "left"},
        "datetime": {"num_format": DATETIME_FORMATS[language], "align": "left"},
        "head": {"bold": True, "bg_color": "#E6EBF7", "bottom": 2, "text_wrap": True},
    }
    return {name: book.add_format({**font, **extra}) for name, extra in made.items()}


def _width(column: Column, language: str) -> int:
    usual = {"date": 20, "datetime": 22, "money": 16, "number": 12, "id": 18}.get(column.kind, 30)
    return max(usual, min(len(column.title.in_language(language)) + 2, 40))


def _write(page: Any, row: int, at: int, value: Any, kind: str, formats: dict[str, Any]) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        page.write_datetime(row, at, value, formats["datetime"])
    elif isinstance(value, date):
        page.write_datetime(row, at, datetime(value.year, value.month, value.day), formats["date"])
    elif isinstance(value, (int, float, Decimal)) and kind not in ("id", "text"):
        whole = kind == "number" and value == int(value)
        page.write_number(
            row, at, value, formats["whole" if whole else kind if kind in formats else "number"]
        )
    else:
        # "id" and the sheet's own type for text: never parsed, so no formula and no lost zero
        page.write_string(row, at, str(value)[:CELL_LIMIT], formats["id" if kind == "id" else "text"])


def _as_file(response: R, filename: str) -> R:
    response["Content-Disposition"] = str(content_disposition_header(True, filename))
    return response
