"""Enterprises in a folder of Parquet files: read one file after another, each told by its own name and rows.

All must have the same columns, for a column that is missing in one of them is more often a slip than a fact nobody knows there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from phanuek.batch.files.duck import connect, literal
from phanuek.batch.files.enterprises import CODE, Block, Found, notes_on_columns
from phanuek.batch.files.parquet_enterprises import ROW, ParquetEnterprises
from phanuek.batch.problems import Problems, shown
from phanuek.engines.rules import Vocabulary
from phanuek.engines.wording import words


class ParquetFolder:
    kind = "parquet"

    def __init__(
        self, path: Path, files: list[Path], vocabulary: Vocabulary, problems: Problems, *, memory: str, threads: int
    ) -> None:  # fmt: skip
        self.path, self.problems = path, problems
        self.name = str(path)
        self.database = connect(self.name, memory=memory, threads=threads)
        self.parts = [
            ParquetEnterprises(
                file, vocabulary, problems, memory=memory, threads=threads, database=self.database
            )
            for file in files
        ]
        first = self.parts[0]
        for part in self.parts[1:]:
            if part.types != first.types:
                self._other_columns(part, first)
        problems.stop_if_any()
        self.types, self.facts = first.types, first.facts
        self.notes = notes_on_columns(self.name, list(self.types), vocabulary)
        self.size, self.done = sum(part.size for part in self.parts), 0

    def blocks(self, rows: int, skip: int = 0) -> Iterator[Block]:
        self._twice()
        before = 0
        for part in self.parts:
            own = -(-part.size // rows)
            for block in part.blocks(rows, skip=min(skip, own)):
                self.done = before + part.done
                yield replace(block, file=part.name)
            skip -= min(skip, own)
            before += part.size
            self.done = before

    def find(self, code: str) -> Found | None:
        return next((found for part in self.parts if (found := part.find(code)) is not None), None)

    def _other_columns(self, part: ParquetEnterprises, first: ParquetEnterprises) -> None:
        differ = {name for name, _ in part.types.items() ^ first.types.items()}
        some = ", ".join(shown(name) for name in sorted(differ)[:5])
        self.problems.add(
            part.name,
            words(f"คอลัมน์ไม่เหมือนใน {first.name}: {some}", f"its columns are not those of {first.name}: {some}"),
            words("ทุกไฟล์ในโฟลเดอร์ต้องมีคอลัมน์และชนิดเดียวกัน", "all files of the folder must have the same columns, of the same types"),
        )  # fmt: skip

    def _twice(self) -> None:
        """Codes that stand twice, in one file or in two."""
        every = " UNION ALL ".join(
            f"SELECT CAST({CODE} AS VARCHAR) AS code, {at} AS part, {ROW} + 1 AS line "
            f"FROM read_parquet({literal(part.place)}, hive_partitioning=false, {ROW}=true)"
            for at, part in enumerate(self.parts)
        )
        twice = (
            f"SELECT code, list((part, line) ORDER BY part, line)[:50] FROM ({every}) WHERE code <> '' "
            "GROUP BY code HAVING count(*) > 1 ORDER BY min((part, line)) LIMIT 200"
        )
        for code, places in self.parts[0].ask(twice):
            (part, line), *others = places
            where = f"{self.parts[part].name}:{line}"
            for other, row in others:
                self.problems.add(
                    self.parts[other].name, words(f"รหัส “{shown(code)}” ซ้ำกับ {where}", f"the code “{shown(code)}” stands also in {where}"),
                    words("เก็บไว้แถวเดียว", "keep one of the two"), row=row, place=CODE,
                )  # fmt: skip
