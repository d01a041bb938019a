"""The sheets of an XLSX file as rows, with what a spreadsheet hides: merged cells, formulas without a result, hidden sheets."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import openpyxl
from openpyxl.utils import range_boundaries

from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_SHEETS = 5
MOST_COLUMNS = 60
# 5,000 rows of 20 columns unpack to some 5 MB; far more is a bomb, or another kind of file
MOST_UNPACKED = 40 * 1024 * 1024
SAVE_AGAIN = T(
    "เปิดด้วยโปรแกรมตารางคำนวณแล้วบันทึกใหม่เป็น .xlsx หรือ .csv",
    "Open it in a spreadsheet program and save it again as .xlsx or .csv.",
)
# stand in place of a cell whose value the file does not hold; `cells.faults` says so in words
NO_RESULT = "#FORMULA"
MERGED = "#MERGED "
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"")
_CELL = re.compile(rb"<c\b[^>]*\br=\"([A-Z]{1,3})([0-9]{1,7})\"[^>]*>((?:(?!</c>).){0,4000})</c>", re.S)
_RESULT = re.compile(rb"<v>[^<]+</v>|<is>")


@dataclass(frozen=True)
class Table:
    """One sheet. `rows` holds raw values; `is_hidden`: nobody sees it in the spreadsheet program."""

    rows: Iterable[Iterable[Any]]
    title: str = ""
    is_hidden: bool = False


def tables(stream: IO[bytes], most_rows: int) -> Iterator[Table]:
    """The first sheets, those that are seen before hidden ones. Refused when the workbook is damaged, locked or a bomb."""
    try:
        _check_size(stream)
        # openpyxl warns of extensions it leaves aside; values are all we want
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            found = [_table(sheet, stream, most_rows) for sheet in book.worksheets[:MOST_SHEETS]]
    except Refused:
        raise
    except (
        Exception
    ) as error:  # a broken or hostile workbook fails in many ways, each means the same to its owner
        raise Refused(
            T(
                "เปิดไฟล์ตารางคำนวณนี้ไม่ได้ ไฟล์อาจเสียหายหรือใส่รหัสผ่านไว้",
                "This workbook cannot be opened; it may be damaged or locked.",
            ),
            field="upload",
            hint=SAVE_AGAIN,
        ) from error
    yield from sorted(found, key=lambda table: table.is_hidden)


def _check_size(stream: IO[bytes]) -> None:
    with zipfile.ZipFile(stream) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    stream.seek(0)
    if unpacked > MOST_UNPACKED:
        raise Refused(
            T(
                "ไฟล์นี้ขยายแล้วใหญ่เกินกว่ารายชื่อ จึงไม่รับไว้",
                "This file unpacks to far more than a list and is not accepted.",
            ),
            field="upload",
            hint=T("คัดลอกเฉพาะรายชื่อไปไว้ในไฟล์ใหม่", "Copy the list alone into a new file."),
        )


def _table(sheet: Any, stream: IO[bytes], most_rows: int) -> Table:
    rows = [list(row) for row in sheet.iter_rows(max_row=most_rows, max_col=MOST_COLUMNS, values_only=True)]
    path = getattr(sheet, "_worksheet_path", "")
    with zipfile.ZipFile(stream) as archive:
        drawn = archive.read(path) if path else b""
    if b"<f" in drawn:
        _mark_formulas(rows, drawn)
    for found in _MERGE.findall(drawn):
        _mark_merged(rows, found.decode())
    return Table(rows, sheet.title, sheet.sheet_state != "visible")


def _mark_formulas(rows: list[list[Any]], drawn: bytes) -> None:
    """A formula whose result the writing program did not store reads as empty: it would be taken for an empty cell."""
    for letters, number, body in _CELL.findall(drawn):
        if b"<f" in body and not _RESULT.search(body):
            at, _, row, _ = range_boundaries(f"{letters.decode()}{number.decode()}")
            _put(rows, row - 1, at - 1, NO_RESULT)


def _mark_merged(rows: list[list[Any]], ref: str) -> None:
    """Of merged cells only the first holds the value; the others look empty to a program, and filled to a person."""
    left, top, right, bottom = range_boundaries(ref)
    first = ref.split(":")[0]
    if not (top <= len(rows) and left <= len(rows[top - 1]) and rows[top - 1][left - 1] not in (None, "")):
        return
    for row in range(top - 1, min(bottom, len(rows))):
        for at in range(left - 1, min(right, MOST_COLUMNS)):
            if (row, at) != (top - 1, left - 1):
                _put(rows, row, at, f"{MERGED}{first}")


def _put(rows: list[list[Any]], row: int, at: int, mark: str) -> None:
    if row < len(rows) and at < len(rows[row]) and rows[row][at] in (None, ""):
        rows[row][at] = mark
