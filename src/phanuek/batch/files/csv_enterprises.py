"""Enterprises in a CSV file, read as a stream. A distinct cell of a column is read once and looked up from then on."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from phanuek.batch.files.cells import CellError, value_of
from phanuek.batch.files.enterprises import CODE, Block, Found, check_code, code_twice, notes_on_columns
from phanuek.batch.files.tables import CsvTable, column_missing, read_column
from phanuek.batch.problems import Problems
from phanuek.engines.rules import Fact, Value, Vocabulary

MOST_KEPT = 100_000  # distinct cells of one column that are kept from block to block
TEXTS = ("text", "area")


class CsvEnterprises:
    kind = "csv"

    def __init__(self, path: Path, vocabulary: Vocabulary, problems: Problems) -> None:
        self.path, self.vocabulary, self.problems = path, vocabulary, problems
        self.name = str(path)
        self.table = CsvTable(path, problems)
        columns = self.table.columns
        if CODE not in columns:
            column_missing(problems, self.name, CODE, columns)
        problems.stop_if_any()
        self.facts: Sequence[str] = [name for name in columns if name in vocabulary]
        self.notes = notes_on_columns(self.name, columns, vocabulary)
        self._kept: dict[str, dict[str, Value | None]] = {name: {} for name in self.facts}
        self._lines, self._hashes = array("q"), array("q")

    @property
    def done(self) -> int:
        return self.table.lines.done

    @property
    def size(self) -> int:
        return self.table.lines.size

    def blocks(self, rows: int, skip: int = 0) -> Iterator[Block]:
        start = 0
        for number, (lines, cells) in enumerate(self.table.blocks(rows)):
            columns = dict(zip(self.table.columns, zip(*cells, strict=True), strict=True))
            codes = self._codes(columns[CODE], lines)
            if number >= skip:
                yield Block(
                    start,
                    codes,
                    {name: self._column(self.vocabulary[name], columns[name], lines) for name in self.facts},
                    lines,
                )
            start += len(codes)
        self._twice()

    def find(self, code: str) -> Found | None:
        for lines, cells in self.table.blocks(1000):
            columns = dict(zip(self.table.columns, zip(*cells, strict=True), strict=True))
            codes = [cell.strip() for cell in columns[CODE]]
            if code in codes:
                at = codes.index(code)
                facts = {
                    name: self._column(self.vocabulary[name], columns[name][at : at + 1], lines[at : at + 1])
                    for name in self.facts
                }
                return Found(lines[at], {name: column[0] for name, column in facts.items()})
        return None

    def _codes(self, cells: Sequence[str], lines: Sequence[int]) -> list[str]:
        codes = [cell.strip() for cell in cells]
        for line, code in zip(lines, codes, strict=True):
            if not code or len(code) > 100 or not code.isprintable():
                check_code(self.problems, self.name, line, code)
        self._lines.extend(lines)
        self._hashes.extend(map(hash, codes))
        return codes

    def _column(self, fact: Fact, cells: Sequence[str], lines: Sequence[int]) -> list[Value | None]:
        kept = self._kept[fact.name]
        if len(kept) > MOST_KEPT:
            kept.clear()

        def wrong(line: int, error: CellError) -> None:
            self.problems.add(self.name, error.what, error.hint, row=line, place=fact.name)

        return read_column(cells, lines, lambda cell: value_of(fact, cell), kept, wrong)

    def _twice(self) -> None:
        """Codes that stand twice: found by their hashes, made sure of by reading these rows again."""
        import numpy as np

        hashes = np.frombuffer(self._hashes, dtype=np.int64)
        values, counts = np.unique(hashes, return_counts=True)
        suspects = values[counts > 1]
        if not len(suspects):
            return
        lines = set(np.frombuffer(self._lines, dtype=np.int64)[np.isin(hashes, suspects)].tolist())
        first: dict[str, int] = {}
        again = CsvTable(self.path, Problems())
        at = again.columns.index(CODE)
        for numbers, rows in again.blocks(1000):
            for line, cells in zip(numbers, rows, strict=True):
                if line in lines and (code := cells[at].strip()):
                    if code in first:
                        code_twice(self.problems, self.name, line, first[code], code)
                    first.setdefault(code, line)
