"""Enterprises in a CSV file, read as a stream. A distinct cell of a column is read once and looked up from then on."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from phanuek.batch.files.cells import CellError, value_of
from phanuek.batch.files.enterprises import CODE, Block, Found, check_code, code_twice, notes_on_columns
from phanuek.batch.files.tables import CsvTable, column_missing, read_column
from phanuek.batch.problems import Problems
from phanuek.engines.rules import Fact, Value, Vocabulary

MOST_KEPT = 100_000  # distinct cells of one column that are kept from block to block
TEXTS = ("text", "area")
Rows = list[tuple[int, list[str]]]


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
        stream = iter(self.table)
        start = number = 0
        while block := list(islice(stream, rows)):
            codes = self._codes(block)
            if number >= skip:
                yield Block(start, codes, self._columns(block))
            start, number = start + len(block), number + 1
        self._twice()

    def find(self, code: str) -> Found | None:
        at = self.table.columns.index(CODE)
        for line, cells in self.table:
            if cells[at].strip() == code:
                found = {name: column[0] for name, column in self._columns([(line, cells)]).items()}
                return Found(line, found)
        return None

    def _codes(self, block: Rows) -> list[str]:
        at = self.table.columns.index(CODE)
        codes = [cells[at].strip() for _, cells in block]
        for (line, _), code in zip(block, codes, strict=True):
            if not code or len(code) > 100 or not code.isprintable():
                check_code(self.problems, self.name, line, code)
        self._lines.extend(line for line, _ in block)
        self._hashes.extend(map(hash, codes))
        return codes

    def _columns(self, block: Rows) -> dict[str, list[Value | None]]:
        lines = [line for line, _ in block]
        by_column = dict(
            zip(self.table.columns, zip(*(cells for _, cells in block), strict=True), strict=True)
        )
        return {name: self._column(self.vocabulary[name], by_column[name], lines) for name in self.facts}

    def _column(self, fact: Fact, cells: Sequence[str], lines: list[int]) -> list[Value | None]:
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
        for line, cells in again:
            if line in lines and (code := cells[at].strip()):
                if code in first:
                    code_twice(self.problems, self.name, line, first[code], code)
                else:
                    first[code] = line
