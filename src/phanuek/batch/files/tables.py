"""A CSV file as a header and rows, read as a stream: commas, quoted cells, any line end, columns in any order."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice
from pathlib import Path
from typing import TypeVar

from phanuek.batch.files.cells import CellError
from phanuek.batch.files.text import Lines
from phanuek.batch.problems import Problems, shown, stop
from phanuek.engines.wording import words

MOST_COLUMNS = 20_000

Value = TypeVar("Value")


class CsvTable:
    """`columns` are the names of the header; each row then has as many cells.

    A row with too few or too many cells is added to `problems` and left out. Lines count as in an editor, from 1; a row that
    runs over several lines has the number of its first.
    """

    def __init__(self, path: Path, problems: Problems) -> None:
        self.name = str(path)
        self.problems = problems
        self.lines = Lines(path)
        self._reader = csv.reader(self.lines, strict=True)
        self._line = 1  # of the next record
        header: list[str] = []
        while not header:
            line, found = self._line, self._next(1)
            if not found:
                stop(self.name, words("ไฟล์ไม่มีข้อมูล", "there is nothing in the file"))
            header = found[0]
        self.columns = self._header(line, header)

    def _header(self, line: int, cells: Sequence[str]) -> list[str]:
        names = [cell.strip() for cell in cells]
        if len(names) > MOST_COLUMNS:
            stop(
                self.name, words("มีคอลัมน์มากเกินไป", f"there are more than {MOST_COLUMNS:,} columns"), row=line
            )
        if len(names) == 1 and any(mark in names[0] for mark in ";\t|"):
            stop(
                self.name, words("คอลัมน์ไม่ได้คั่นด้วยจุลภาค", "the columns are not separated by commas"),
                words("บันทึกเป็น CSV ที่คั่นด้วยจุลภาค", "save it as CSV with commas"), row=line,
            )  # fmt: skip
        for at, name in enumerate(names):
            if not name:
                self.problems.add(
                    self.name, words(f"คอลัมน์ที่ {at + 1} ไม่มีชื่อ", f"column {at + 1} has no name"),
                    words("ตั้งชื่อ หรือลบคอลัมน์นี้", "name it or take it out"), row=line,
                )  # fmt: skip
        for name in sorted({name for name in names if name and names.count(name) > 1}):
            self.problems.add(
                self.name, words("มีคอลัมน์ชื่อนี้ซ้ำกัน", "the column stands there twice"), words("เก็บไว้คอลัมน์เดียว", "keep one of them"),
                row=line, place=name,
            )  # fmt: skip
        return names

    def blocks(self, size: int) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """The rows, so many at a time, with the line of each."""
        wanted = len(self.columns)
        while True:
            first, rows = self._line, self._next(size)
            if not rows:
                return
            lines: Sequence[int] = range(first, first + len(rows))
            if self._line - first != len(rows):  # cells that run over several lines
                lines = list(accumulate(map(_lines_of, rows[:-1]), initial=first))
            if any(len(row) != wanted for row in rows):
                kept = [
                    (line, row)
                    for line, row in zip(lines, rows, strict=True)
                    if row and self._fits(line, row)
                ]
                lines, rows = [line for line, _ in kept], [row for _, row in kept]
            if rows:
                yield lines, rows

    def _fits(self, line: int, row: list[str]) -> bool:
        wanted = len(self.columns)
        if len(row) < wanted:
            hint = words(
                "เติมช่องที่ขาด (ไม่ทราบค่าให้เว้นว่างระหว่างจุลภาค)",
                "add the cells that are missing, empty where nothing is known",
            )
        else:
            hint = words("ช่องที่มีจุลภาคต้องอยู่ในเครื่องหมายคำพูด", "put cells that hold a comma in quotes")
        if len(row) != wanted:
            self.problems.add(
                self.name, words(f"แถวนี้มี {len(row)} ช่อง แต่หัวตารางมี {wanted}", f"this row has {len(row)} cells, the header has {wanted}"),
                hint, row=line,
            )  # fmt: skip
        return len(row) == wanted

    def _next(self, size: int) -> list[list[str]]:
        """At most so many records, blank lines among them; `_line` is then the line of the next."""
        rows: list[list[str]] = []
        try:
            rows.extend(islice(self._reader, size))
        except csv.Error as error:
            if "field larger" in str(error):
                what = words("มีช่องยาวเกิน 131,072 ตัวอักษร", "a cell is longer than 131,072 characters")
            else:
                what = words("อ่านแถวนี้เป็น CSV ไม่ได้", f"this row is not CSV ({error})")
            self.problems.add(
                self.name, what, words("ตรวจเครื่องหมายคำพูดตั้งแต่แถวนี้ไป", "check the quotes from this row on"),
                row=self._line + sum(map(_lines_of, rows)),
            )  # fmt: skip
            self.problems.stop()
        self._line = self._reader.line_num + 1
        return rows


def _lines_of(row: list[str]) -> int:
    return 1 + sum(cell.count("\n") for cell in row)


def column_missing(
    problems: Problems, file: str, name: str, columns: Sequence[str], row: int | None = 1
) -> None:
    """Adds the problem, with the column that may have been meant."""
    near = difflib.get_close_matches(name, columns, n=1, cutoff=0.6)
    there = ", ".join(shown(column, 30) for column in columns[:8])
    hint = words(f"เพิ่มคอลัมน์นี้ (ที่มี: {there})", f"add it (there are: {there})")
    if near:
        hint = words(f"เปลี่ยนชื่อ “{shown(near[0])}” เป็น “{name}”", f"rename “{shown(near[0])}” to “{name}”")
    problems.add(file, words("ไม่มีคอลัมน์นี้", "this column is missing"), hint, row=row, place=name)


def read_column(
    cells: Sequence[str], rows: Sequence[int], read: Callable[[str], Value], kept: dict[str, Value], wrong: Callable[[int, CellError], None]
) -> list[Value | None]:  # fmt: skip
    """The values of a column. Each distinct cell is read once and `kept`; `wrong` is told each row whose cell cannot be read, and
    its value is None."""
    errors: dict[str, CellError] = {}
    for cell in set(cells).difference(kept):
        try:
            kept[cell] = read(cell)
        except CellError as error:
            errors[cell] = error
    if not errors:
        return [kept[cell] for cell in cells]
    for row, cell in zip(rows, cells, strict=True):
        if cell in errors:
            wrong(row, errors[cell])
    return [kept.get(cell) for cell in cells]
