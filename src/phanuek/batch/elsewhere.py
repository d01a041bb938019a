"""`phanuek screen --engine …`: the same checked rows handed to DuckDB, PostgreSQL or Spark.

The file is read and checked here as for the engine in memory, so that the same mistakes are told in the same words. It is then handed
over as typed Parquet: the file itself where its columns already are of the facts' own types, else a copy of the facts alone. Only
Spark, the road past one machine, checks a file of such columns itself, where its rows are read.
"""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from phanuek.batch.files.answers import ANSWERS, OutFolder
from phanuek.batch.files.duck import connect, literal, quoted
from phanuek.batch.files.enterprises import CODE, Block
from phanuek.batch.files.parquet_enterprises import WHOLE
from phanuek.batch.problems import Problems, WrongInput, shown
from phanuek.batch.progress import Progress
from phanuek.engines.rules import Counts, Fact
from phanuek.engines.wording import words

if TYPE_CHECKING:
    from phanuek.batch.screen import Asked, Inputs

BLOCK = 65_536
CHECKING = words("กำลังตรวจไฟล์", "checking the file")
ASKING = words("กำลังตรวจสอบ", "screening")
NUMBERS = ("integer", "money", "number")
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
OWN = {
    "boolean": ("BOOLEAN",), "integer": (*_WHOLE, "DOUBLE"), "money": (*_WHOLE, "DOUBLE"), "number": (*_WHOLE, "DOUBLE"),
    "text": ("VARCHAR",), "date": ("DATE",), "area": ("VARCHAR",),
}  # fmt: skip
WRITTEN = {
    "boolean": "BOOLEAN", "integer": "BIGINT", "money": "BIGINT", "number": "DOUBLE", "text": "VARCHAR", "date": "DATE", "area": "VARCHAR",
}  # fmt: skip
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")


def screen_elsewhere(asked: Asked, inputs: Inputs, folder: OutFolder, progress: Progress) -> tuple[Mapping[str, Counts], int]:  # fmt: skip
    """The counts of each offer and the number of enterprises; the answers stand in the unfinished folder."""
    from phanuek.batch.runners import Job, RunnerError, find

    try:
        runner = find(
            asked.engine,
            database=asked.database,
            master=asked.master,
            memory=asked.memory,
            threads=asked.threads,
        )
        shutil.rmtree(folder.work / "engine", ignore_errors=True)  # of a run that was broken off
        rows = _typed_rows(asked, inputs, folder, progress)
        job = Job(rows, inputs.vocabulary, inputs.rules, folder.work / "engine", CODE)
        result = runner.screen(job, lambda done, whole: progress.tell(ASKING, done, whole))
        _take(result.answers, folder.work / ANSWERS, asked)
    except RunnerError as error:
        for one in (error, *error.others):
            inputs.problems.add(
                str(asked.enterprises) if one.column else f"--engine {asked.engine}", words(one.message_th, one.message_en),
                row=one.row, place=one.column or "",
            )  # fmt: skip
        inputs.problems.stop()
    progress.clear()
    return result.counts, result.enterprises


def _typed_rows(asked: Asked, inputs: Inputs, folder: OutFolder, progress: Progress) -> Path:
    """Every row is checked; the path of a Parquet file (or a folder of them) that holds them in the facts' own types."""
    table = inputs.table
    if on_the_workers(asked, inputs):
        return asked.enterprises.absolute()
    as_it_is = is_ready(inputs)
    copy = None if as_it_is else _Copy(asked, inputs, folder.work)
    for block in table.blocks(BLOCK):
        progress.tell(CHECKING, table.done, table.size)
        if copy is not None and not inputs.problems:
            copy.add(block)
    inputs.problems.stop_if_any()
    return asked.enterprises.absolute() if copy is None else copy.written()


def is_ready(inputs: Inputs) -> bool:
    """Whether the file is Parquet that other engines read as it is."""
    types: Mapping[str, str] = getattr(inputs.table, "types", {})
    return types.get(CODE) == "VARCHAR" and all(
        _is_own(inputs.vocabulary[name], types[name]) for name in inputs.table.facts
    )


def on_the_workers(asked: Asked, inputs: Inputs) -> bool:
    """Whether the rows are never read here: Spark's workers read them, and check them as well."""
    return asked.engine == "spark" and is_ready(inputs)


def _is_own(fact: Fact, kind: str) -> bool:
    """Whether the other engines read a column of this type as it is, every value exactly."""
    return kind in OWN[fact.type] or (fact.type in NUMBERS and _is_short_decimal(fact, kind))


def _is_short_decimal(fact: Fact, kind: str) -> bool:
    """Its smallest units fit into 64 bits; decimals of a whole number (or of money) are another matter."""
    found = _DECIMAL.fullmatch(kind)
    return found is not None and int(found[1]) <= 18 and (fact.type == "number" or found[2] == "0")


def _written(fact: Fact, kind: str) -> str:
    """The type of the copy's column, which holds whatever the file's column can hold, or else refuses it."""
    if fact.type == "number" and kind in WHOLE:
        return "BIGINT"
    return kind if fact.type in NUMBERS and _is_short_decimal(fact, kind) else WRITTEN[fact.type]


class _Copy:
    """The rows as Parquet, by way of a DuckDB table on disk."""

    def __init__(self, asked: Asked, inputs: Inputs, work: Path) -> None:
        self.facts: list[Fact] = [inputs.vocabulary[name] for name in inputs.table.facts]
        types: Mapping[str, str] = getattr(inputs.table, "types", {})
        self.types = {CODE: "VARCHAR"} | {
            fact.name: _written(fact, types.get(fact.name, "")) for fact in self.facts
        }
        self.problems: Problems = inputs.problems
        self.name, self.engine = inputs.table.name, asked.engine
        self.file = work / "enterprises.parquet"
        self.place = work / "enterprises.duckdb"
        self.place.unlink(missing_ok=True)
        self.database = connect(
            str(work), str(self.place), memory=asked.memory, threads=asked.threads, scratch=work / "scratch"
        )
        columns = ", ".join(f"{quoted(name)} {kind}" for name, kind in self.types.items())
        self.database.execute(f"CREATE TABLE rows({columns})")

    def add(self, block: Block) -> None:
        columns: dict[str, Any] = {CODE: list(block.codes)}
        for fact in self.facts:
            column = block.columns[fact.name]
            columns[fact.name] = (
                self._plain(fact, column, block) if isinstance(column, list) else column.tolist()
            )
        if self.problems:
            return
        lists = ", ".join(
            f"unnest(CAST(${at} AS {self.types[name]}[]))" for at, name in enumerate(columns, 1)
        )
        self.database.execute(f"INSERT INTO rows SELECT {lists}", list(columns.values()))

    def _plain(self, fact: Fact, column: list[Any], block: Block) -> list[Any]:
        """What a typed column can hold exactly; else a problem."""
        if fact.type not in NUMBERS:
            return column
        held = _HELD[self.types[fact.name].partition("(")[0]]
        found = [None if value is None else held(value) for value in column]
        for at, (value, plain) in enumerate(zip(column, found, strict=True)):
            if value is not None and plain is None:
                said = shown(value)
                self.problems.add(
                    block.file or self.name, words(f"“{said}” มีหลักมากกว่าที่ {self.engine} เก็บได้", f"“{said}” has more digits than {self.engine} can hold"),
                    words("ใช้ --engine memory", "use --engine memory"), row=block.line(at), place=fact.name,
                )  # fmt: skip
        return found

    def written(self) -> Path:
        self.database.execute(
            f"COPY rows TO {literal(str(self.file))} (FORMAT parquet, ROW_GROUP_SIZE 12288)"
        )
        self.database.close()
        self.place.unlink(missing_ok=True)
        return self.file


def _as_double(value: int | Decimal) -> float | None:
    """The double that is read as this number: the one whose shortest text it is."""
    try:
        plain = float(value)
    except OverflowError:
        return None
    return plain if math.isfinite(plain) and Decimal(repr(plain)) == value else None


def _as_whole(value: int | Decimal) -> int | None:
    return int(value) if -(2**63) <= value < 2**63 else None


def _as_decimal(value: int | Decimal) -> str:
    """Written out: from a list of whole numbers and decimals DuckDB would make doubles."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


_HELD: dict[str, Callable[[int | Decimal], float | int | str | None]] = {
    "DOUBLE": _as_double,
    "BIGINT": _as_whole,
    "DECIMAL": _as_decimal,
}


def _take(answers: Path, target: Path, asked: Asked) -> None:
    """Spark leaves a folder of parts; they become one file, in order of their names."""
    if not answers.is_dir():
        answers.replace(target)
        return
    parts = sorted(str(part) for part in answers.rglob("*.parquet"))
    if not parts:
        raise WrongInput([])
    database = connect(str(target), memory=asked.memory, threads=asked.threads)
    listed = ", ".join(map(literal, parts))
    database.execute(
        f"COPY (SELECT enterprise, offer, status FROM read_parquet([{listed}], hive_partitioning=false)) TO {literal(str(target))} (FORMAT parquet, COMPRESSION zstd)"
    )
    database.close()
    shutil.rmtree(answers)
