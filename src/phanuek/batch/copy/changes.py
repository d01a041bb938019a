"""Rows into the copy. What comes is always the current row of the source, never a difference: applying the same keys twice,
or in another order, ends in the same copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection

from phanuek.batch.copy.schema import COLUMNS, DIMENSIONS, NONE, Fact
from phanuek.engines.rollup import sql

CHUNK = 200_000
# changed rows are appended out of order; past a fifth of the table it is put in order again
UNSORTED = 5
TYPES = {"BIGINT": np.int64, "INTEGER": np.int32, "TINYINT": np.int8, "BOOLEAN": np.bool_}
NAMES = ", ".join(COLUMNS)


def load(connection: DuckDBPyConnection, facts: Iterable[Fact], *, as_of: datetime) -> Iterator[int]:
    """Fill an empty copy; yields how many rows are in after each chunk. The copy is whole when the iterator ends."""
    loading, done = Loading(connection), 0
    rows = iter(facts)
    while chunk := list(islice(rows, CHUNK)):
        loading.insert(chunk)
        done += len(chunk)
        yield done
    finish(connection, as_of=as_of)


def finish(connection: DuckDBPyConnection, *, as_of: datetime) -> None:
    """Put the facts in order and work out what is kept beside them."""
    _sort(connection)
    connection.execute("DELETE FROM sides")
    connection.execute(f"INSERT INTO sides {sql.sides('fact')}")
    connection.execute("UPDATE state SET as_of = ?, changed = 0", [as_of])


def apply(
    connection: DuckDBPyConnection,
    facts: Iterable[Fact],
    *,
    reports: Collection[int],
    enterprises: Collection[int] = (),
    as_of: datetime,
) -> None:
    """Put the current rows in place of those before, in one transaction.

    `reports` and `enterprises` are the keys that may have changed: the rows of these reports, and all rows of these
    enterprises, leave the copy; `facts` are the rows that the source has for them now.
    """
    connection.execute("BEGIN")
    try:
        _take_out(connection, reports, enterprises)
        rows = list(facts)
        Loading(connection).insert(rows)
        _note_touched(connection, (row.enterprise for row in rows))
        connection.execute("DELETE FROM sides WHERE enterprise IN (SELECT enterprise FROM touched)")
        of_these = "(SELECT * FROM fact WHERE enterprise IN (SELECT enterprise FROM touched))"
        connection.execute(f"INSERT INTO sides {sql.sides(of_these)}")
        connection.execute("UPDATE state SET as_of = ?, changed = changed + ?", [as_of, len(rows)])
        if _is_unsorted(connection):
            _sort(connection)
            connection.execute("UPDATE state SET changed = 0")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _take_out(connection: DuckDBPyConnection, reports: Collection[int], enterprises: Collection[int]) -> None:
    connection.execute("CREATE OR REPLACE TEMP TABLE touched (enterprise BIGINT)")
    connection.execute("CREATE OR REPLACE TEMP TABLE asked (report BIGINT)")
    _note_touched(connection, enterprises)
    if enterprises:
        connection.execute("DELETE FROM fact WHERE enterprise IN (SELECT enterprise FROM touched)")
    if reports:
        _insert(connection, "asked", {"report": np.fromiter(reports, np.int64)})
        # a report that moved to another enterprise leaves its mark on both
        connection.execute(
            "INSERT INTO touched SELECT DISTINCT enterprise FROM fact WHERE report IN (SELECT report FROM asked)"
        )
        connection.execute("DELETE FROM fact WHERE report IN (SELECT report FROM asked)")


def _note_touched(connection: DuckDBPyConnection, enterprises: Iterable[int]) -> None:
    _insert(connection, "touched", {"enterprise": np.fromiter(set(enterprises), np.int64)})


def _is_unsorted(connection: DuckDBPyConnection) -> bool:
    line = connection.execute("SELECT changed, (SELECT count(*) FROM fact) FROM state").fetchone()
    return line is not None and line[0] > CHUNK and line[0] * UNSORTED > line[1]


def _sort(connection: DuckDBPyConnection) -> None:
    """By month, then province: a roll-up of a year or a province then reads little, and its columns shrink."""
    connection.execute("CREATE TABLE sorted AS FROM fact ORDER BY month, province, enterprise")
    connection.execute("DROP TABLE fact")
    connection.execute("ALTER TABLE sorted RENAME TO fact")


class Loading:
    """Turns facts into columns of a table; knows the numbers of the keys, and adds those that are new."""

    def __init__(self, connection: DuckDBPyConnection, table: str = "fact", keys: str = "keys") -> None:
        self.connection, self.table, self.keys = connection, table, keys
        self.numbers: dict[str, dict[str, int]] = {name: {} for name in DIMENSIONS}
        for name, number, key in connection.execute(f"SELECT dimension, number, key FROM {keys}").fetchall():
            self.numbers[name][key] = number

    def insert(self, facts: list[Fact]) -> None:
        if not facts:
            return
        columns = dict(zip(COLUMNS, zip(*facts, strict=True), strict=True))
        for name in DIMENSIONS:
            columns[name] = self._numbered(name, columns[name])
        arrays = {
            name: np.array(columns[name], TYPES[kind])
            if None not in columns[name]
            else _with_gaps(columns[name], TYPES[kind])
            for name, kind in COLUMNS.items()
        }
        _insert(self.connection, self.table, arrays)

    def _numbered(self, name: str, keys: tuple[Any, ...]) -> tuple[int, ...]:
        numbers = self.numbers[name]
        for key in dict.fromkeys(keys):
            if (key or NONE) not in numbers:
                numbers[key or NONE] = len(numbers)
                self.connection.execute(
                    f"INSERT INTO {self.keys} VALUES (?, ?, ?)", [name, numbers[key or NONE], key or NONE]
                )
        return tuple(numbers[key or NONE] for key in keys)


def _with_gaps(values: tuple[Any, ...], kind: Any) -> Any:
    return np.ma.MaskedArray(
        np.array([0 if value is None else value for value in values], kind),
        mask=[value is None for value in values],
    )


def _insert(connection: DuckDBPyConnection, table: str, arrays: dict[str, Any]) -> None:
    connection.register("incoming", arrays)
    connection.execute(f"INSERT INTO {table} SELECT {', '.join(arrays)} FROM incoming")
    connection.unregister("incoming")
