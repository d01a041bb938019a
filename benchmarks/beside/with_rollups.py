"""Seven roll-ups over enterprises × 120 months: our copy in DuckDB as the platform keeps it, and PostgreSQL asked in plain SQL.

Every answer of PostgreSQL is compared with ours, number by number. It has indexes by province and month and by enterprise, two
workers and room to sort in memory. Our copy keeps three small tables beside the facts (before and after of each enterprise, whom a
partner served, and incomes of a month counted in steps); two roll-ups ask them where the others ask the rows. The time to keep them
fresh is in the time of a refresh.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import duckdb
import psycopg

from benchmarks.beside.with_postgres import SETTINGS
from phanuek.batch.copy import rollups
from phanuek.batch.copy.changes import apply, fill
from phanuek.batch.copy.schema import FACT, LAYOUT, Fact
from phanuek.batch.copy.versions import Store

PLACE = Path(__file__).resolve().parents[2] / ".dev" / "bench" / "copies"
MONTHS, FIRST, NOW = 120, 2016 * 12, datetime(2026, 11, 26, tzinfo=UTC)
SIZES = {"province": 77, "sector": 12, "partner": 18, "commitment": 40}
ASKED: dict[str, dict[str, Any]] = {
    "by_province": {"first": FIRST + 108, "last": FIRST + 119},
    "by_month": {},
    "by_province_sector_month": {},
    "inequality_by_province": {"first": FIRST + 108, "last": FIRST + 119},
    "change_by_partner": {},
    "by_commitment_and_year": {"year_begins": 10},
    "months_of_province": {"province": "k7"},
}
LARGE = "by_province_sector_month"  # its lines are fetched as columns


def invent(enterprises: int) -> str:
    """Incomes log-normal in whole baht, one in twenty not known; an enterprise stays in its province, sector and partner."""

    def lot(of: str, salt: int) -> str:
        return f"((hash({of}, {salt}) % 1000003) / 1000003.0)"

    both = "e, m"
    normal = f"({' + '.join(lot(both, salt) for salt in (1, 2, 3, 4))} - 2) * 1.732"
    codes = ", ".join(f"(hash(e, {salt}) % {many})::INTEGER" for salt, many in enumerate(SIZES.values(), 11))
    return f"""
    SELECT e * {MONTHS} + m AS report, e AS enterprise, ({FIRST} + m)::INTEGER AS month,
        CASE WHEN {lot(both, 5)} >= 0.05 THEN round(exp(9 + 1.1 * {normal}))::BIGINT * 100 END AS income, NULL::BIGINT AS paid,
        {lot(both, 6)} < 0.6 AS confirmed, true AS counted, 0::TINYINT AS said,
        ({FIRST} + 24 + hash(e, 7) % 72)::INTEGER AS first, {codes}
    FROM range({enterprises}) one(e), range({MONTHS}) two(m)"""


def copy_of(enterprises: int, *, anew: bool = False) -> Store:
    """The copy, filled the first time it is asked for, or `anew`."""
    if anew:
        shutil.rmtree(PLACE, ignore_errors=True)
    store = Store(PLACE / f"{enterprises}-{LAYOUT}")
    if not store.exists():
        with store.writing(fresh=True) as link:
            for name, many in SIZES.items():
                link.execute(f"INSERT INTO keys SELECT '{name}', n, 'k' || n FROM range({many}) a(n)")
            link.execute(f"CREATE TEMP TABLE loaded ({FACT})")
            link.execute(f"INSERT INTO loaded {invent(enterprises)}")
            fill(link, "loaded", as_of=NOW)
    return store


class Ours:
    def __init__(self, enterprises: int, anew: bool) -> None:
        self.store = copy_of(enterprises, anew=anew)
        self.version = {"duckdb": duckdb.__version__, "threads": 2}

    @contextmanager
    def asking(self) -> Iterator[duckdb.DuckDBPyConnection]:
        with self.store.reading() as link:
            link.execute("SET threads = 2")
            yield link

    def ask(self, link: Any, name: str) -> Any:
        ask = rollups.run_columns if name == LARGE else rollups.run
        return ask(link, name, **ASKED[name])

    def lines(self, name: str, answer: Any) -> list[tuple[Any, ...]]:
        rows = list(zip(*(c.tolist() for c in answer.values()), strict=True)) if name == LARGE else answer
        return plain(rows)


class Postgres:
    def __init__(self, enterprises: int, url: str) -> None:
        self.link = psycopg.connect(url, autocommit=True)
        for name, value in SETTINGS.items():
            self.link.execute(f"SET {name} = {value}")
        columns = FACT.replace("TINYINT", "SMALLINT")
        self.link.execute(f"CREATE UNLOGGED TABLE fact ({columns})")
        self.link.execute("CREATE UNLOGGED TABLE keys (dimension text, number int, key text)")
        file = PLACE / f"{enterprises}.csv"
        with copy_of(enterprises).reading() as link:
            for table in ("fact", "keys"):
                link.execute(f"COPY {table} TO '{file}' (HEADER false)")
                with (
                    self.link.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy,
                    file.open("rb") as read,
                ):
                    while some := read.read(1 << 22):
                        copy.write(some)
        file.unlink()
        self.link.execute("CREATE INDEX ON fact (province, month)")
        self.link.execute("CREATE INDEX ON fact (enterprise, month)")
        self.link.execute("VACUUM ANALYZE fact")
        number = self.link.info.server_version
        self.version = {"postgresql": f"{number // 10000}.{number % 10000}", "threads": 2}

    @contextmanager
    def asking(self) -> Iterator[psycopg.Connection]:
        yield self.link

    def ask(self, link: Any, name: str) -> Any:
        return link.execute(PLAIN[name], ASKED[name]).fetchall()

    def lines(self, name: str, answer: Any) -> list[tuple[Any, ...]]:
        return plain(answer)


def plain(rows: Any) -> list[tuple[Any, ...]]:
    """Whole numbers and codes, in order, so that two engines' lines can be compared."""
    made = [tuple(v if v is None or isinstance(v, str) else int(v) for v in row) for row in rows]
    return sorted(made, key=lambda row: tuple((v is not None, str(v)) for v in row))


def refresh(enterprises: int, rows: int, batches: int = 6) -> Any:
    """A refresh of the copy as the platform does it: the next version, the changed rows in it, published. Each run has others of the
    months at random: those that were changed before lie together at the end of the table and would be found sooner."""
    place = PLACE / f"{enterprises}-refreshed"  # the others still need the copy as it was
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(copy_of(enterprises).folder, place)
    store = Store(place)
    codes = ", ".join(f"'k' || {name} AS {name}" for name in SIZES)
    names = f"report, enterprise, month, income + 100, paid, confirmed, counted, said, first, {codes}"
    with store.reading() as link:
        asked = f"SELECT {names} FROM fact ORDER BY hash(report, {{}}) LIMIT {rows}"
        drawn = [[Fact(*line) for line in link.execute(asked.format(n)).fetchall()] for n in range(batches)]
    turns = cycle(drawn)

    def run() -> None:
        facts = next(turns)
        with store.writing() as writing:
            apply(writing, facts, reports=[fact.report for fact in facts], as_of=NOW)

    return run


SUMS = "sum(income) FILTER (WHERE confirmed), sum(income) FILTER (WHERE NOT confirmed)"


def tenths(part: str, column: str = "income") -> str:
    return f"round(percentile_cont({part}) WITHIN GROUP (ORDER BY {column}) * 10)::bigint"


def key(name: str) -> str:
    return f"(SELECT key FROM keys WHERE dimension = '{name}' AND number = g.{name})"


SIDED = """
    WITH sided AS (
        SELECT enterprise, month, income, CASE WHEN month < first THEN -1 WHEN month > first THEN 1 ELSE 0 END AS side
        FROM fact WHERE income IS NOT NULL
    ), near AS (
        SELECT enterprise, income, side, row_number() OVER (PARTITION BY enterprise, side ORDER BY month * side) AS apart
        FROM sided WHERE side <> 0
    ), means AS (
        SELECT enterprise, floor(avg(income) FILTER (WHERE side < 0) + 0.5)::bigint AS b,
            floor(avg(income) FILTER (WHERE side > 0) + 0.5)::bigint AS a
        FROM near WHERE apart <= 12 GROUP BY enterprise
    ), partners AS (SELECT DISTINCT partner, enterprise FROM fact)"""
PLAIN = {
    "by_province": f"""
        WITH g AS (SELECT province, {SUMS.replace(", sum", " AS c, sum", 1)} AS u, count(income) AS n, avg(income) AS mean,
            {tenths("0.1")} AS p10, {tenths("0.5")} AS p50, {tenths("0.9")} AS p90
            FROM fact WHERE month BETWEEN %(first)s AND %(last)s GROUP BY province)
        SELECT {key("province")}, c, u, n, round(mean * 10)::bigint, p10, p50, p90 FROM g""",
    "by_month": f"SELECT month, {SUMS}, {tenths('0.5')} FROM fact GROUP BY month",
    "by_province_sector_month": f"SELECT province, sector, month, {SUMS} FROM fact GROUP BY 1, 2, 3",
    "inequality_by_province": f"""
        WITH earned AS (SELECT province AS key, sum(income)::bigint AS income FROM fact
            WHERE month BETWEEN %(first)s AND %(last)s GROUP BY province, enterprise),
        ranked AS (SELECT key, income, row_number() OVER w AS place, count(income) OVER (PARTITION BY key) AS n
            FROM earned WINDOW w AS (PARTITION BY key ORDER BY income NULLS LAST))
        SELECT key, count(income), count(*) - count(income), {tenths("0.5")}, {tenths("0.1")}, {tenths("0.9")},
            sum((2 * place - n - 1) * income::numeric), min(n) * sum(income),
            sum(greatest(0, least(5, 2 * n - 5 * (place - 1))) * income::numeric), 5 * sum(income), min(income)
        FROM ranked GROUP BY key""",
    "change_by_partner": f"""{SIDED}
        , g AS (SELECT partner, count(*) AS n, {tenths("0.5", "b")} AS b, {tenths("0.5", "a")} AS a, {tenths("0.5", "(a - b)")} AS d
            FROM partners JOIN means USING (enterprise) WHERE a IS NOT NULL AND b IS NOT NULL GROUP BY partner)
        SELECT {key("partner")}, n, b, a, d FROM g""",
    "by_commitment_and_year": f"""
        WITH g AS (SELECT commitment, (month + 13 - %(year_begins)s) / 12 AS year, {SUMS.replace(", sum", " AS c, sum", 1)} AS u,
            count(DISTINCT enterprise) AS n FROM fact GROUP BY 1, 2)
        SELECT {key("commitment")}, year, c, u, n FROM g""",
    "months_of_province": f"""
        SELECT month, {SUMS}, {tenths("0.5")} FROM fact
        WHERE province = (SELECT number FROM keys WHERE dimension = 'province' AND key = %(province)s) GROUP BY month""",
}
