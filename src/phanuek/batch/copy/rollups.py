"""Seven roll-ups over the wide table, by name. What is confirmed and what is not are two sums in each and are never added.

Three of them do not ask in the obvious way, because DuckDB would need twice as long for it over twelve million rows; the
answers are the same to the digit:

- Two sums with a filter each cost a branch a row. Grouped by `confirmed` and put side by side afterwards they cost half.
- A median a month keeps every income of the month in memory. Instead the copy keeps how many incomes lie in each step of a
  power of two; the step that holds the middle is found there, and only the incomes in it (some in a hundred) are read.
- Distinct enterprises are a bit each in a string of bits, counted at the end, instead of a set for each group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection

from phanuek.batch.copy.schema import STEP
from phanuek.engines.rollup import sql
from phanuek.engines.wording import Words, words

TWO_SUMS = "sum(s) FILTER (confirmed) AS confirmed, sum(s) FILTER (NOT confirmed) AS unconfirmed"


@dataclass(frozen=True)
class Rollup:
    """One roll-up: what it tells, the columns of its answer, and its query.

    Parameters of the query are named: `first` and `last` counted months, `province` a code, `year_begins` the month (1 to 12)
    with which the fiscal year begins. Percentiles are tenths of a satang, sums satang, fiscal years named by their last month.
    """

    name: str
    label: Words
    columns: tuple[str, ...]
    query: Callable[[DuckDBPyConnection], str]
    parameters: tuple[str, ...] = ()


def by_province(_: DuckDBPyConnection) -> str:
    p10, p50, p90 = (
        f"CAST(round(p[{place}] * 10) AS BIGINT) AS {name}"
        for place, name in ((1, "p10"), (2, "p50"), (3, "p90"))
    )
    return f"""
    WITH g AS (
        SELECT province, sum(income) FILTER (confirmed) AS confirmed, sum(income) FILTER (NOT confirmed) AS unconfirmed,
            sum(income) AS every, count(income) AS n, quantile_cont(income, [0.1, 0.5, 0.9]) AS p
        FROM fact WHERE month BETWEEN $first AND $last GROUP BY province
    )
    SELECT {_key("province")}, confirmed, unconfirmed, n, CAST(round(every * 10 / nullif(n, 0)) AS BIGINT) AS mean, {p10}, {p50}, {p90}
    FROM g ORDER BY ALL"""


def by_month(connection: DuckDBPyConnection) -> str:
    """Sums from what is kept by steps of income; of the incomes themselves only those in the step that holds the middle are read."""
    connection.execute("""
    CREATE OR REPLACE TEMP TABLE middle AS
        WITH kept AS (SELECT month, step, sum(reports) AS n FROM steps GROUP BY ALL HAVING n > 0),
        heaps AS (
            SELECT month, step, n, sum(n) OVER (PARTITION BY month ORDER BY step) AS upto, sum(n) OVER (PARTITION BY month) AS total
            FROM kept
        )
        SELECT month, min(step) AS low, max(step) AS high, any_value(total)::BIGINT AS total, min(upto - n)::BIGINT AS below
        FROM heaps WHERE upto > (total - 1) // 2 AND upto - n <= total // 2 GROUP BY month""")
    line = connection.execute("SELECT coalesce(min(low), 0), coalesce(max(high), 0) FROM middle").fetchone()
    low, high = line or (0, 0)
    return f"""
    WITH g AS (SELECT month, confirmed, sum(income) AS s FROM steps GROUP BY ALL HAVING sum(reports) > 0),
    sums AS (SELECT month, {TWO_SUMS} FROM g GROUP BY month),
    near AS (
        SELECT month, list_sort(list(income)) AS incomes FROM fact JOIN middle USING (month)
        -- the first of the two narrows what is read, the second what is sorted
        WHERE income BETWEEN {low << STEP} AND {((high + 1) << STEP) - 1} AND (income >> {STEP}) BETWEEN low AND high
        GROUP BY month
    ),
    medians AS (
        SELECT month, 5 * (incomes[(total + 1) // 2 - below]::HUGEINT + incomes[total // 2 + 1 - below]) AS p50
        FROM near JOIN middle USING (month)
    )
    SELECT month, confirmed, unconfirmed, CAST(p50 AS BIGINT) AS p50 FROM sums JOIN medians USING (month) ORDER BY month"""


def by_province_sector_month(_: DuckDBPyConnection) -> str:
    return f"""
    WITH g AS (SELECT province, sector, month, confirmed, sum(income) AS s FROM fact GROUP BY ALL)
    SELECT province, sector, month, {TWO_SUMS} FROM g GROUP BY ALL"""


def inequality_by_province(_: DuckDBPyConnection) -> str:
    rows = """SELECT province AS key, sum(income) AS income FROM fact
        WHERE month BETWEEN $first AND $last GROUP BY province, enterprise"""
    return f"SELECT * FROM ({sql.spread(rows)}) ORDER BY ALL"


def change_by_partner(_: DuckDBPyConnection) -> str:
    """From what is kept beside the facts: whom a partner served, and each one's sums before and after."""
    before, after = sql.monthly_mean("before", "before_months"), sql.monthly_mean("after", "after_months")
    percentiles = ", ".join(sql.tenths(column, "0.5") for column in ("b", "a", "a - b"))
    return f"""
    WITH of AS (SELECT partner, enterprise FROM served GROUP BY ALL HAVING sum(reports) > 0),
    pairs AS (
        SELECT partner, {before} AS b, {after} AS a FROM of JOIN sides USING (enterprise)
        WHERE before_months > 0 AND after_months > 0
    ),
    g AS (SELECT partner, count(*), {percentiles} FROM pairs GROUP BY partner)
    SELECT * REPLACE ({_key("partner")}) FROM g ORDER BY ALL"""


def by_commitment_and_year(connection: DuckDBPyConnection) -> str:
    line = connection.execute(
        "SELECT coalesce(min(enterprise), 0), coalesce(max(enterprise), 0) FROM fact"
    ).fetchone()
    low, high = line or (0, 0)
    year = "(month + 13 - $year_begins) // 12 AS year"
    # in two passes: a string of bits for each of `confirmed` would be twice as much to go through
    return f"""
    WITH g AS (SELECT commitment, {year}, confirmed, sum(income) AS s FROM fact GROUP BY ALL),
    sums AS (SELECT commitment, year, {TWO_SUMS} FROM g GROUP BY ALL),
    who AS (
        SELECT commitment, {year}, bit_count(bitstring_agg(enterprise, {low}, {high})) AS enterprises FROM fact GROUP BY ALL
    )
    SELECT {_key("commitment")}, year, confirmed, unconfirmed, enterprises
    FROM sums JOIN who USING (commitment, year) ORDER BY ALL"""


def months_of_province(_: DuckDBPyConnection) -> str:
    return f"""
    SELECT month, sum(income) FILTER (confirmed) AS confirmed, sum(income) FILTER (NOT confirmed) AS unconfirmed,
        {sql.tenths("income", "0.5")} AS p50
    FROM fact WHERE province = (SELECT number FROM keys WHERE dimension = 'province' AND key = $province)
    GROUP BY month ORDER BY month"""


def _key(name: str) -> str:
    return f"(SELECT key FROM keys WHERE dimension = '{name}' AND number = {name}) AS {name}"


SUMS = ("confirmed", "unconfirmed")
PERIOD = ("first", "last")
ROLLUPS: Mapping[str, Rollup] = {
    one.name: one
    for one in (
        Rollup(
            "by_province",
            words("รายได้ตามจังหวัด", "Income by province"),
            ("province", *SUMS, "reports", "mean", "p10", "p50", "p90"),
            by_province,
            PERIOD,
        ),
        Rollup("by_month", words("รายได้ตามเดือน", "Income by month"), ("month", *SUMS, "p50"), by_month),
        Rollup(
            "by_province_sector_month",
            words("รายได้ตามจังหวัด สาขา และเดือน", "Income by province, sector and month"),
            ("province", "sector", "month", *SUMS),
            by_province_sector_month,
        ),
        Rollup(
            "inequality_by_province",
            words("ความเหลื่อมล้ำตามจังหวัด", "Inequality by province"),
            tuple(sql.SPREAD_COLUMNS.split(", ")),
            inequality_by_province,
            PERIOD,
        ),
        Rollup(
            "change_by_partner",
            words("ก่อนและหลังการสนับสนุน ตามหน่วยงาน", "Before and after support, by partner"),
            ("partner", "enterprises", "before", "after", "change"),
            change_by_partner,
        ),
        Rollup(
            "by_commitment_and_year",
            words("รายได้ตามภารกิจและปีงบประมาณ", "Income by commitment and fiscal year"),
            ("commitment", "year", *SUMS, "enterprises"),
            by_commitment_and_year,
            ("year_begins",),
        ),
        Rollup(
            "months_of_province",
            words("รายได้รายเดือนของจังหวัดหนึ่ง", "Income of one province by month"),
            ("month", *SUMS, "p50"),
            months_of_province,
            ("province",),
        ),
    )
}


def run(connection: DuckDBPyConnection, name: str, **parameters: Any) -> list[tuple[Any, ...]]:
    """The lines of a roll-up. Raises KeyError for a name that there is not, and for a parameter that is missing."""
    rollup = ROLLUPS[name]
    return _ask(connection, rollup, parameters).fetchall()


def run_columns(connection: DuckDBPyConnection, name: str, **parameters: Any) -> dict[str, Any]:
    """As `run`, in NumPy columns: for the roll-up whose lines are hundreds of thousands."""
    rollup = ROLLUPS[name]
    found = _ask(connection, rollup, parameters).fetchnumpy()
    return dict(zip(rollup.columns, found.values(), strict=True))


def _ask(connection: DuckDBPyConnection, rollup: Rollup, parameters: Mapping[str, Any]) -> DuckDBPyConnection:
    return connection.execute(
        rollup.query(connection), {name: parameters[name] for name in rollup.parameters}
    )
