"""Whether the copy still says what its source says: every row by a hash, and where hashes of a month and province differ, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from phanuek.batch.copy.changes import Loading
from phanuek.batch.copy.schema import COLUMNS, FACT, GIVEN, GIVEN_COLUMNS, Fact, Given, first_day
from phanuek.batch.copy.versions import Store

EXAMPLES = 5


class Difference(NamedTuple):
    """Of one month and province: rows (`what`: "reports", "deliveries") that the copy lacks, has too many, has otherwise; keys
    of some of them."""

    what: str
    month: str
    province: str
    missing: int
    extra: int
    different: int
    examples: tuple[int, ...]


def compare(
    store: Store,
    facts: Iterable[Fact],
    given: Iterable[Given] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> list[Difference]:
    """The months and provinces in which the current version differs from these rows, which are to be all there are."""
    with store.reading() as connection:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE source ({FACT})")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE source_given ({GIVEN})")
        connection.execute("CREATE OR REPLACE TEMP TABLE source_keys AS FROM keys")
        for done in Loading(connection, "source", "source_keys").pour(facts):
            progress(done)
        for _ in Loading(connection, "source_given", "source_keys", GIVEN_COLUMNS).pour(given):
            pass
        found = [
            *_differences(connection, "reports", "fact", "source", list(COLUMNS)),
            *_differences(connection, "deliveries", "deliveries", "source_given", list(GIVEN_COLUMNS)),
        ]
        for table in ("source", "source_given", "source_keys"):
            connection.execute(f"DROP TABLE {table}")
        return found


def _differences(
    connection: DuckDBPyConnection, what: str, table: str, source: str, columns: list[str]
) -> Iterator[Difference]:
    """The first of the columns is the key of the source."""
    key, whole = columns[0], f"hash({', '.join(columns)})"
    hashed = f"SELECT month, province, sum({whole}::HUGEINT) AS h, count(*) AS n FROM {{}} GROUP BY ALL"
    months = f"""SELECT DISTINCT coalesce(a.month, b.month)
        FROM ({hashed.format(table)}) a FULL JOIN ({hashed.format(source)}) b USING (month, province)
        WHERE a.h IS DISTINCT FROM b.h OR a.n IS DISTINCT FROM b.n"""
    lines = connection.execute(f"""
        WITH a AS (SELECT {key}, month, province, {whole} AS h FROM {table} WHERE month IN ({months})),
        b AS (SELECT {key}, month, province, {whole} AS h FROM {source} WHERE month IN ({months}))
        SELECT coalesce(b.month, a.month) AS at,
            (SELECT key FROM source_keys WHERE dimension = 'province' AND number = coalesce(b.province, a.province)) AS place,
            count(*) FILTER (a.h IS NULL), count(*) FILTER (b.h IS NULL),
            count(*) FILTER (a.h IS NOT NULL AND b.h IS NOT NULL), list({key} ORDER BY {key})[1:{EXAMPLES}]
        FROM a FULL JOIN b USING ({key}) WHERE a.h IS DISTINCT FROM b.h GROUP BY ALL ORDER BY ALL
    """).fetchall()  # fmt: skip
    for month, province, missing, extra, different, examples in lines:
        yield Difference(
            what, f"{first_day(month):%Y-%m}", province, missing, extra, different, tuple(examples)
        )
