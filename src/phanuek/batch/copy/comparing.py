"""Whether the copy still says what its source says: every row by a hash, and where hashes of a month and province differ, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from duckdb import DuckDBPyConnection

from phanuek.batch.copy.changes import CHUNK, Loading
from phanuek.batch.copy.schema import COLUMNS, FACT, Fact, first_day
from phanuek.batch.copy.versions import Store

EXAMPLES = 5
WHOLE = f"hash({', '.join(COLUMNS)})"


class Difference(NamedTuple):
    """Of one month and province: rows that the copy lacks, has too many, has otherwise; keys of some of them."""

    month: str
    province: str
    missing: int
    extra: int
    different: int
    examples: tuple[int, ...]


def compare(
    store: Store, facts: Iterable[Fact], progress: Callable[[int], None] = lambda done: None
) -> list[Difference]:
    """The months and provinces in which the current version differs from these facts, which are to be all there are."""
    with store.reading() as connection:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE source ({FACT})")
        connection.execute("CREATE OR REPLACE TEMP TABLE source_keys AS FROM keys")
        loading, rows, done = Loading(connection, "source", "source_keys"), iter(facts), 0
        while chunk := list(islice(rows, CHUNK)):
            loading.insert(chunk)
            done += len(chunk)
            progress(done)
        found = list(_differences(connection))
        for table in ("source", "source_keys"):
            connection.execute(f"DROP TABLE {table}")
        return found


def _differences(connection: DuckDBPyConnection) -> Iterator[Difference]:
    hashed = f"SELECT month, province, sum({WHOLE}::HUGEINT) AS h, count(*) AS n FROM {{}} GROUP BY ALL"
    months = f"""SELECT DISTINCT coalesce(a.month, b.month)
        FROM ({hashed.format("fact")}) a FULL JOIN ({hashed.format("source")}) b USING (month, province)
        WHERE a.h IS DISTINCT FROM b.h OR a.n IS DISTINCT FROM b.n"""
    lines = connection.execute(f"""
        WITH a AS (SELECT report, month, province, {WHOLE} AS h FROM fact WHERE month IN ({months})),
        b AS (SELECT report, month, province, {WHOLE} AS h FROM source WHERE month IN ({months}))
        SELECT coalesce(b.month, a.month) AS at,
            (SELECT key FROM source_keys WHERE dimension = 'province' AND number = coalesce(b.province, a.province)) AS place,
            count(*) FILTER (a.h IS NULL), count(*) FILTER (b.h IS NULL),
            count(*) FILTER (a.h IS NOT NULL AND b.h IS NOT NULL), list(report ORDER BY report)[1:{EXAMPLES}]
        FROM a FULL JOIN b USING (report) WHERE a.h IS DISTINCT FROM b.h GROUP BY ALL ORDER BY ALL
    """).fetchall()  # fmt: skip
    for month, province, missing, extra, different, examples in lines:
        yield Difference(f"{first_day(month):%Y-%m}", province, missing, extra, different, tuple(examples))
