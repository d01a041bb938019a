"""What DuckDB does for a runner: reads and checks the file of enterprises, and puts the answers together.

The file is first read into one of our own: checked, each column in the form that the conditions are written for, and in
row groups small enough that every processor has some (DuckDB shares work out by row group). Everything half made lies in
one folder that is gone afterwards.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from phanuek.batch.files.folders import parquet_files
from phanuek.batch.runners.job import Counts, Job, Result, RunnerError
from phanuek.batch.runners.reading import (
    Reading,
    checks,
    code_reading,
    known_types,
    readings,
    refuse_twice,
    refuse_wrong,
)
from phanuek.batch.sql import DUCKDB, Column, paired_facts, used_facts
from phanuek.engines.rules import Status

# No fact can have these names.
ROW, CODE = "#row", "#code"
ANSWERS = "answers.parquet"
_SMALLEST_GROUP, _LARGEST_GROUP = 2048, 122_880


def duckdb_module() -> ModuleType:
    try:
        import duckdb
    except ImportError:
        raise RunnerError(
            "ไม่มีแพ็กเกจ duckdb ติดตั้งจากโฟลเดอร์ซอร์สโค้ดด้วย pip install '.[figures]'",
            "the package duckdb is not installed; install it from the folder of the source with pip install '.[figures]'",
        ) from None
    return duckdb


@contextlib.contextmanager
def workshop(job: Job, memory: str | None = None, threads: int | None = None) -> Iterator[Workshop]:
    """A DuckDB of its own with a folder for what is half made, gone afterwards."""
    duckdb = duckdb_module()
    job.out.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".screen-", dir=job.out))
    settings: dict[str, Any] = {
        "temp_directory": str(folder / "spilled"),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if memory:
        settings["memory_limit"] = memory
    if threads:
        settings["threads"] = threads
    try:
        with duckdb.connect(config=settings) as database:
            # the bar would be printed between the lines of the caller
            database.execute("SET enable_progress_bar = false")
            yield Workshop(database, folder)
    except duckdb.Error as error:
        said = " ".join(str(error).split())[:300]
        raise RunnerError(f"DuckDB แจ้งว่า {said}", f"DuckDB says: {said}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Workshop:
    database: Any
    folder: Path

    @property
    def table(self) -> str:
        """The enterprises as the conditions need them."""
        return f"read_parquet({found_in(self.folder / 'enterprises.parquet')})"

    def part(self, number: int) -> Path:
        return self.folder / f"part-{number}.parquet"

    def ask(self, query: str, *, into: Path, options: str = "") -> None:
        self.database.execute(
            f"COPY ({query}) TO {literal(into)} (FORMAT parquet, COMPRESSION zstd{options})"
        )

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.database.execute(query).fetchall()
        return found

    def stream(self, query: str, rows: int = 10_000) -> Iterator[list[Any]]:
        """The only column of a query, so many rows at a time."""
        found = self.database.execute(query)
        while lines := found.fetchmany(rows):
            yield [line for (line,) in lines]

    def columns(self) -> set[str]:
        """The names of the columns of `table`."""
        return {name for (name,) in self.rows(f"SELECT column_name FROM (DESCRIBE FROM {self.table})")}

    def load(self, job: Job) -> dict[str, Column]:
        """Check the file and read what the rules need of it; returns the columns there are."""
        place = job.enterprises
        files = parquet_files(place) if place.is_dir() else [place]
        source = f"read_parquet([{', '.join(map(found_in, files))}], hive_partitioning=false)"
        types = dict(self.rows(f"SELECT column_name, column_type FROM (DESCRIBE FROM {source})"))
        code = code_reading(types, job.code_column, DUCKDB)
        used = used_facts(job.rules.values())

        def is_empty(name: str) -> bool:
            return not self.rows(f'SELECT 1 FROM {source} WHERE "{name}" IS NOT NULL LIMIT 1')

        known = known_types(types, used, job.vocabulary, DUCKDB, is_empty)
        found = readings(known, job.vocabulary, used, DUCKDB)
        count = self._check(source, code, job, found)
        paired = paired_facts(job.rules.values())
        wanted = [f'{code} AS "{CODE}"', f'row_number() OVER () AS "{ROW}"']
        for name, reading in found.items():
            wanted.append(f'{reading.sql} AS "{name}"')
            if reading.column.kind == "float" and name in paired:
                wanted += _written(reading)
        (threads,) = self.rows("SELECT current_setting('threads')")[0]
        group = min(max(count // (4 * threads), _SMALLEST_GROUP), _LARGEST_GROUP)
        into = self.folder / "enterprises.parquet"
        self.ask(f"SELECT {', '.join(wanted)} FROM {source}", into=into, options=f", ROW_GROUP_SIZE {group}")
        return {name: reading.column for name, reading in found.items()}

    def _check(self, source: str, code: str, job: Job, found: Mapping[str, Reading]) -> int:
        """How many rows there are; RunnerError names the first cell that holds no value of its fact."""
        checked = checks(found, code, job.code_column)
        asked = ", ".join(f'min(CASE WHEN {check.wrong} THEN "{ROW}" END)' for check in checked)
        numbered = f'(SELECT *, row_number() OVER () AS "{ROW}" FROM {source})'
        rows, codes, *wrong = self.rows(f"SELECT count(*), count(DISTINCT {code}), {asked} FROM {numbered}")[
            0
        ]
        refuse_wrong(checked, wrong)
        if codes < rows:
            twice = (
                f'SELECT {code} FROM {numbered} GROUP BY 1 HAVING count(*) > 1 ORDER BY min("{ROW}") LIMIT 1'
            )
            refuse_twice(self.rows(twice)[0][0], job.code_column)
        return int(rows)

    def finish(self, job: Job) -> Result:
        """The answers of all parts in one file, in the order of the rows and of the offers."""
        self.database.execute(
            "CREATE TEMP TABLE offers AS SELECT unnest(range(len($1))) AS place, unnest($1::VARCHAR[]) AS name",
            [list(job.rules)],
        )
        parts = f"read_parquet({found_in(self.folder, 'part-*.parquet')})" if job.rules else _NO_ANSWERS
        statuses = f"CASE answer WHEN 1 THEN '{Status.FITS}' ELSE '{Status.UNKNOWN}' END"
        made = self.folder / ANSWERS
        self.ask(
            f'SELECT "{CODE}" AS enterprise, name AS offer, {statuses} AS status '
            f'FROM {parts} JOIN offers ON place = offer ORDER BY "{ROW}", place',
            into=made,
        )
        (enterprises,) = self.rows(f"SELECT count(*) FROM {self.table}")[0]
        counted = {
            place: (fits, unknown)
            for place, fits, unknown in self.rows(
                "SELECT offer, count(*) FILTER (answer = 1), count(*) FILTER (answer = 2) "
                f"FROM {parts} GROUP BY offer"
            )
        }
        made.replace(job.out / ANSWERS)
        return Result(job.out / ANSWERS, counts_of(job, counted, enterprises), enterprises)


_NO_ANSWERS = f'(SELECT 0 AS "{ROW}", \'\' AS "{CODE}", 0 AS offer, 0 AS answer WHERE FALSE)'


def counts_of(job: Job, counted: Mapping[int, tuple[int, int]], enterprises: int) -> dict[str, Counts]:
    """The three counts of each offer, from those that fit and are unknown by the offer's place."""
    found = {name: counted.get(place, (0, 0)) for place, name in enumerate(job.rules)}
    return {
        name: Counts(fits, unknown, enterprises - fits - unknown) for name, (fits, unknown) in found.items()
    }


def _written(reading: Reading) -> list[str]:
    """A float's shortest text taken apart: digits without the point, and the power of ten they are to be taken times."""
    text = f"CAST(abs({reading.sql}) AS VARCHAR)"
    number, power = (f"split_part({text}, 'e', {part})" for part in (1, 2))
    sign = f"CASE WHEN {reading.sql} < 0 THEN -1 ELSE 1 END"
    return [
        f"CAST(replace({number}, '.', '') AS BIGINT) * {sign} AS \"{reading.column.digits}\"",
        f"coalesce(TRY_CAST({power} AS INTEGER), 0) - CAST(length(split_part({number}, '.', 2)) AS INTEGER) "
        f'AS "{reading.column.power}"',
    ]


def found_in(place: Path, pattern: str = "") -> str:
    """The files of a folder (or the file itself) as DuckDB's functions read them: every name is a pattern to them."""
    return literal(re.sub(r"([*?[])", r"[\1]", str(place.absolute())) + ("/" + pattern if pattern else ""))


def literal(value: object) -> str:
    """A text in DuckDB's SQL."""
    return DUCKDB.text(str(value))
