"""Rows into the copy. What comes is always the current row of the source, never a difference: applying the same keys twice,
or in another order, ends in the same copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection

from phanuek.batch.copy.schema import (
    COLUMNS,
    DIMENSIONS,
    FACT,
    GIVEN_COLUMNS,
    NONE,
    Fact,
    Given,
    served,
    steps,
)
from phanuek.batch.copy.versions import Store
from phanuek.engines.rollup import sql

CHUNK = 200_000
# changed rows are appended out of order; past a fifth of the table it is put in order again
UNSORTED = 5
TYPES = {"BIGINT": np.int64, "INTEGER": np.int32, "TINYINT": np.int8, "BOOLEAN": np.bool_}
NAMES = ", ".join(COLUMNS)
# what is kept beside the facts is worked out from these; each column more is read of every row
KEPT = ", ".join(name for name in COLUMNS if name not in {"report", "paid"})


def load(
    connection: DuckDBPyConnection, facts: Iterable[Fact], given: Iterable[Given] = (), *, as_of: datetime
) -> Iterator[int]:
    """Fill an empty copy; yields how many reports are in after each chunk. The copy is whole when the iterator ends."""
    connection.execute(f"CREATE TEMP TABLE loaded ({FACT})")
    yield from Loading(connection, "loaded").pour(facts)
    for _ in Loading(connection, "deliveries", columns=GIVEN_COLUMNS).pour(given):
        pass
    fill(connection, "loaded", as_of=as_of)
    connection.execute("DROP TABLE loaded")


def fill(connection: DuckDBPyConnection, table: str, *, as_of: datetime) -> None:
    """Fill an empty copy from a table of facts. They are put in order by month, then province: a roll-up of a year or a
    province then reads little, and the columns shrink."""
    connection.execute(f"INSERT INTO fact FROM {table} ORDER BY month, province, enterprise")
    connection.execute(f"INSERT INTO sides {sql.sides('fact')}")
    connection.execute(f"INSERT INTO served {served('fact')}")
    connection.execute(f"INSERT INTO steps {steps('fact')}")
    connection.execute("UPDATE state SET as_of = ?, changed = 0", [as_of])


def tidy(store: Store) -> bool:
    """A new version in good order, once a fifth of the rows was put in out of order; says whether that was so."""
    with store.reading() as connection:
        line = connection.execute("SELECT changed, (SELECT count(*) FROM fact) FROM state").fetchone()
    if line is None or line[0] <= CHUNK or line[0] * UNSORTED <= line[1]:
        return False
    with store.writing(fresh=True) as connection:
        connection.execute(f"ATTACH '{store.current()}' AS before (READ_ONLY)")
        connection.execute("INSERT INTO keys FROM before.keys")
        connection.execute("INSERT INTO deliveries FROM before.deliveries")
        as_of = connection.execute("SELECT as_of FROM before.state").fetchall()[0][0]
        fill(connection, "before.fact", as_of=as_of)
        connection.execute("DETACH before")
    return True


def apply(
    connection: DuckDBPyConnection,
    facts: Iterable[Fact],
    given: Iterable[Given] = (),
    *,
    reports: Collection[int],
    deliveries: Collection[int] = (),
    enterprises: Collection[int] = (),
    as_of: datetime,
) -> None:
    """Put the current rows in place of those before, in one transaction.

    `reports`, `deliveries` and `enterprises` are the keys that may have changed: the rows of these reports and deliveries, and
    all rows of these enterprises, leave the copy; `facts` and `given` are the rows that the source has for them now.
    """
    connection.execute("BEGIN")
    try:
        rows = list(facts)
        connection.execute(f"CREATE OR REPLACE TEMP TABLE moved ({FACT}, sign TINYINT)")
        _take_out(connection, "enterprise", enterprises)
        _take_out(connection, "report", reports)
        Loading(connection, "moved").insert(rows)
        connection.execute(f"INSERT INTO fact SELECT {NAMES} FROM moved WHERE sign IS NULL")
        counts, sums = "sum(coalesce(sign, 1))", "sum(coalesce(sign, 1) * income)"
        connection.execute(f"INSERT INTO served {served('moved', counts)}")
        connection.execute(f"INSERT INTO steps {steps('moved', counts, sums)}")
        _mend_sides(connection, enterprises)
        _put_given(connection, list(given), deliveries, enterprises)
        connection.execute("UPDATE state SET as_of = ?, changed = changed + ?", [as_of, len(rows)])
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _take_out(connection: DuckDBPyConnection, column: str, keys: Collection[int]) -> None:
    """Out of the facts, and into `moved` with a minus. Found first and deleted by their places: DELETE ... RETURNING would
    read every column of the table, with one thread."""
    if not keys:
        return
    connection.execute("CREATE OR REPLACE TEMP TABLE asked (key BIGINT)")
    _insert(connection, "asked", {"key": np.fromiter(keys, np.int64)})
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE gone AS SELECT rowid AS place, {KEPT} FROM fact WHERE {column} IN (FROM asked)"
    )
    connection.execute("DELETE FROM fact WHERE rowid IN (SELECT place FROM gone)")
    connection.execute(f"INSERT INTO moved ({KEPT}, sign) SELECT {KEPT}, -1 FROM gone")


def _mend_sides(connection: DuckDBPyConnection, enterprises: Collection[int]) -> None:
    """Work out before and after anew for those enterprises for which a moved row can matter: not where only what another table
    says of it changed, as when it is confirmed."""
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE touched AS
        WITH other AS (
            SELECT enterprise, month, said, first FROM moved
            GROUP BY enterprise, month, said, first, income HAVING sum(coalesce(sign, 1)) <> 0
        )
        SELECT DISTINCT enterprise FROM other LEFT JOIN sides USING (enterprise)
        WHERE said <> 0 OR (month < first AND (reach_from IS NULL OR month >= reach_from))
            OR (month > first AND (reach_to IS NULL OR month <= reach_to))""")
    _insert(connection, "touched", {"enterprise": np.fromiter(enterprises, np.int64)})
    connection.execute("DELETE FROM sides WHERE enterprise IN (FROM touched)")
    theirs = "(SELECT enterprise, month, income, said, first FROM fact WHERE enterprise IN (FROM touched))"
    connection.execute(f"INSERT INTO sides {sql.sides(theirs)}")


def _put_given(
    connection: DuckDBPyConnection,
    given: list[Given],
    deliveries: Collection[int],
    enterprises: Collection[int],
) -> None:
    for column, keys in (("delivery", deliveries), ("enterprise", enterprises)):
        if keys:
            connection.execute("CREATE OR REPLACE TEMP TABLE asked (key BIGINT)")
            _insert(connection, "asked", {"key": np.fromiter(keys, np.int64)})
            connection.execute(f"DELETE FROM deliveries WHERE {column} IN (FROM asked)")
    Loading(connection, "deliveries", columns=GIVEN_COLUMNS).insert(given)


class Loading:
    """Turns rows into columns of a table; knows the numbers of the keys, and adds those that are new.

    One at a time for one table of keys: what another adds later, it does not know."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        table: str = "fact",
        keys: str = "keys",
        columns: Mapping[str, str] = COLUMNS,
    ) -> None:
        self.connection, self.table, self.keys, self.columns = connection, table, keys, columns
        self.numbers: dict[str, dict[str, int]] = {name: {} for name in DIMENSIONS}
        for name, number, key in connection.execute(f"SELECT dimension, number, key FROM {keys}").fetchall():
            self.numbers[name][key] = number

    def pour(self, rows: Iterable[Fact] | Iterable[Given]) -> Iterator[int]:
        """All of them, in chunks; yields how many are in after each."""
        left: Iterator[Any] = iter(rows)
        done = 0
        while chunk := list(islice(left, CHUNK)):
            self.insert(chunk)
            done += len(chunk)
            yield done

    def insert(self, rows: Sequence[Fact] | Sequence[Given]) -> None:
        if not rows:
            return
        columns: dict[str, Any] = dict(zip(self.columns, zip(*rows, strict=True), strict=True))
        for name in DIMENSIONS:
            columns[name] = self._numbered(name, columns[name])
        arrays = {
            name: np.array(columns[name], TYPES[kind])
            if None not in columns[name]
            else _with_gaps(columns[name], TYPES[kind])
            for name, kind in self.columns.items()
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
    names = ", ".join(arrays)
    connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming")
    connection.unregister("incoming")
