"""The measures of income by province, sector, partner, commitment or period, from the copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from duckdb import DuckDBPyConnection

from phanuek.batch.copy.schema import DIMENSIONS
from phanuek.engines.rollup import sql
from phanuek.engines.rollup.measures import Spread

SATANG, SHARE = Decimal("0.01"), Decimal("0.0001")
TOTAL = ""


@dataclass(frozen=True)
class MeasureRow:
    """What `engines.rollup.definitions` defines, of one group; money is baht, shares are fractions of 1, None: cannot be said.

    Nothing here is protected: who shows it hides what is too small.
    """

    key: str
    enterprises: int
    reports: int
    sum_confirmed: Decimal
    sum_unconfirmed: Decimal
    median: Decimal | None
    p10: Decimal | None
    p90: Decimal | None
    gini: Decimal | None
    bottom40: Decimal | None
    before_median: Decimal | None
    after_median: Decimal | None
    change_median: Decimal | None = None
    both_sides: int = 0
    reports_confirmed: int = 0
    paid_confirmed: Decimal = Decimal(0)
    paid_unconfirmed: Decimal = Decimal(0)


@dataclass(frozen=True)
class Period:
    """A stretch of counted months, both ends included, and what it is called."""

    key: str
    first: int
    last: int


def measures(
    connection: DuckDBPyConnection,
    by: str,
    *,
    months: tuple[int, int],
    where: Mapping[str, str] | None = None,
    periods: Sequence[Period] = (),
) -> list[MeasureRow]:
    """One row for each key that has a counted report in the months (both ends included), in the order of the keys.

    `by` is a dimension, "total" (one row under the key ""), or "period": then each of `periods` is a row, by its key.
    `where` keeps what has these codes. Raises ValueError for a dimension that there is not.
    """
    _make_earned(connection, by, months, where or {}, periods)
    found = {
        line[0]: line[1:]
        for line in connection.execute("""
            SELECT key, count(DISTINCT enterprise), sum(reports), sum(reports_confirmed), sum(confirmed), sum(unconfirmed),
                sum(paid_confirmed), sum(paid_unconfirmed)
            FROM earned GROUP BY key""").fetchall()
    }  # fmt: skip
    income = sql.monthly_mean("(confirmed + unconfirmed)", "stated")
    spreads = dict(
        sql.read_spread(line)
        for line in connection.execute(sql.spread(f"SELECT key, {income} AS income FROM earned")).fetchall()
    )
    sides = {line[0]: line[1:] for line in connection.execute(_change()).fetchall()}
    connection.execute("DROP TABLE earned")
    return [
        _row(key, found[key], spreads[key], sides.get(key, (0, None, None, None))) for key in sorted(found)
    ]


def _make_earned(
    connection: DuckDBPyConnection,
    by: str,
    months: tuple[int, int],
    where: Mapping[str, str],
    periods: Sequence[Period],
) -> None:
    """A temporary table of one row for each group and enterprise: what it earned there in those months."""
    key, rows, values = asked("fact", by, months, where, periods)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE earned AS
        SELECT {key} AS key, enterprise, count(*) AS reports, count(income) AS stated,
            count(income) FILTER (confirmed) AS reports_confirmed,
            {_two_sums("income", "")}, {_two_sums("paid", "paid_")}
        FROM {rows} AND counted GROUP BY ALL""",
        values,
    )


def asked(
    table: str,
    by: str,
    months: tuple[int, int],
    where: Mapping[str, str],
    periods: Sequence[Period],
) -> tuple[str, str, list[Any]]:
    """The key of each row, what comes after FROM with its conditions, and the values for both. Raises ValueError for a
    dimension that there is not."""
    for name in [*where, *([by] if by not in {"period", "total"} else [])]:
        if name not in DIMENSIONS:
            raise ValueError(f"the copy has no dimension {name!r}; it has {', '.join(DIMENSIONS)}")
    key, joined, values = "''", "", []
    if by == "period":
        key, rows = "period.key", ", ".join(["(?, ?, ?)"] * len(periods)) or "('', 1, 0)"
        joined = (
            f"JOIN (VALUES {rows}) period(key, first, last) ON month BETWEEN period.first AND period.last"
        )
        values += [value for one in periods for value in (one.key, one.first, one.last)]
    elif by != "total":
        key, joined = "keys.key", f"JOIN keys ON keys.dimension = '{by}' AND keys.number = {table}.{by}"
    conditions = ["month BETWEEN ? AND ?"]
    values += months
    for name, code in where.items():
        conditions.append(f"{name} = (SELECT number FROM keys WHERE dimension = '{name}' AND key = ?)")
        values.append(code)
    return key, f"{table} {joined} WHERE {' AND '.join(conditions)}", values


def _two_sums(column: str, prefix: str) -> str:
    """What is confirmed and what is not, each by itself."""
    return (
        f"coalesce(sum({column}) FILTER (confirmed), 0) AS {prefix}confirmed, "
        f"coalesce(sum({column}) FILTER (NOT confirmed), 0) AS {prefix}unconfirmed"
    )


def _change() -> str:
    """Before and after of the enterprises of each group that have months on both sides: (key, n, before, after, change)."""
    before, after = sql.monthly_mean("before", "before_months"), sql.monthly_mean("after", "after_months")
    percentiles = ", ".join(sql.tenths(column, "0.5") for column in ("before", "after", "after - before"))
    return f"""
    WITH pairs AS (
        SELECT key, {before} AS before, {after} AS after FROM earned JOIN sides USING (enterprise)
        WHERE before_months > 0 AND after_months > 0
    ) SELECT key, count(*), {percentiles} FROM pairs GROUP BY key"""


def _row(key: str, found: Sequence[Any], spread: Spread, sides: Sequence[Any]) -> MeasureRow:
    enterprises, reports, reports_confirmed, *sums = found
    confirmed, unconfirmed, paid, paid_unconfirmed = (_baht(Fraction(int(amount))) for amount in sums)
    pairs, before, after, change = sides
    before, after, change = (
        None if tenths is None else _baht(Fraction(tenths, 10)) for tenths in (before, after, change)
    )
    median, p10, p90 = (
        None if value is None else _baht(value) for value in (spread.median, spread.p10, spread.p90)
    )
    return MeasureRow(
        key, int(enterprises), int(reports), confirmed, unconfirmed, median, p10, p90,
        _share(spread.gini), _share(spread.bottom40), before, after, change, int(pairs), int(reports_confirmed),
        paid, paid_unconfirmed,
    )  # fmt: skip


def _baht(satang: Fraction) -> Decimal:
    """To the satang, half a satang away from nothing."""
    return (Decimal(satang.numerator) / Decimal(satang.denominator) / 100).quantize(SATANG, ROUND_HALF_UP)


def _share(part: Fraction | None) -> Decimal | None:
    """To four places: a hundredth of a per cent."""
    if part is None:
        return None
    return (Decimal(part.numerator) / Decimal(part.denominator)).quantize(SHARE, ROUND_HALF_UP)
