"""The measures of `measures` as DuckDB says them, without a digit lost.

Sums of whole numbers are exact there (HUGEINT). Gini and the share of the poorest are fetched as numerator and denominator
and divided here. A percentile comes as a floating-point number, but a tenth, half and nine tenths of a step between two whole
numbers is a whole number of tenths: rounded to tenths it is exact again, while incomes stay under 10^13 satang.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from phanuek.engines.rollup.measures import Spread

SPREAD_COLUMNS = "key, enterprises, unknown, median, p10, p90, gini, gini_of, poorest, poorest_of, least"


def tenths(column: str, part: str) -> str:
    """A percentile (part "0.1", "0.5" or "0.9") in tenths of the column's unit, as a whole number."""
    return f"CAST(round(quantile_cont({column}, {part}) * 10) AS BIGINT)"


def monthly_mean(total: str, months: str) -> str:
    """`measures.monthly_mean`: half a satang goes up. DuckDB's // cuts towards zero, so what is below nothing needs a step."""
    top, bottom = f"(2 * {total} + {months})", f"(2 * {months})"
    return (
        f"CASE WHEN {months} > 0 THEN CAST({top} // {bottom}"
        f" - CASE WHEN {top} < 0 AND {top} % {bottom} <> 0 THEN 1 ELSE 0 END AS BIGINT) END"
    )


def spread(rows: str) -> str:
    """A query of SPREAD_COLUMNS, one line for each key, from a query or table of (key, income): one row an enterprise."""
    return f"""
    WITH ranked AS (
        SELECT key, income, row_number() OVER w AS place, count(income) OVER (PARTITION BY key) AS n
        FROM ({rows}) WINDOW w AS (PARTITION BY key ORDER BY income NULLS LAST)
    )
    SELECT key, count(income), count(*) - count(income),
        {tenths("income", "0.5")}, {tenths("income", "0.1")}, {tenths("income", "0.9")},
        sum((2 * place - n - 1) * income::HUGEINT), any_value(n) * sum(income),
        sum(greatest(0, least(5, 2 * n - 5 * (place - 1))) * income::HUGEINT), 5 * sum(income), min(income)
    FROM ranked GROUP BY key"""


def read_spread(line: Sequence[Any]) -> tuple[Any, Spread]:
    """A line of SPREAD_COLUMNS as (key, measures)."""
    key, n, unknown, *percentiles, gini, gini_of, poorest, poorest_of, least = line
    shared = n > 0 and least >= 0 and poorest_of > 0
    median, p10, p90 = (None if value is None else Fraction(value, 10) for value in percentiles)
    return key, Spread(
        enterprises=n,
        unknown=unknown,
        median=median,
        p10=p10,
        p90=p90,
        gini=Fraction(gini, gini_of) if shared else None,
        bottom40=Fraction(poorest, poorest_of) if shared else None,
    )


def sides(fact: str, window: int = 12) -> str:
    """`measures.sides` of every enterprise of a table of (enterprise, month, income, said, first) that has a month on a side:
    a query of (enterprise, before, before_months, after, after_months, reach_from, reach_to).

    The last two are the furthest months that count by their distance from the first delivery, once there are `window` of
    them: what changes beyond changes nothing here.
    """
    sums, counts, reaches = [], [], []
    for sign, nearest, furthest in (("<", "max", "min"), (">", "min", "max")):
        near = f"said = 0 AND month {sign} first"
        # the nearest months by a heap of twelve, not by ranking all months of an enterprise: a third of the time
        sums.append(
            f"coalesce(sum(income) FILTER (said {sign} 0), 0)"
            f" + coalesce(list_sum({nearest}_by(income, month, {window}) FILTER ({near})), 0)"
        )
        counts.append(f"count(*) FILTER (said {sign} 0) + least({window}, count(*) FILTER ({near}))")
        reaches.append(
            f"CASE WHEN count(*) FILTER ({near}) >= {window}"
            f" THEN list_{furthest}({nearest}(month, {window}) FILTER ({near})) END"
        )
    return f"""
    SELECT enterprise, {sums[0]}, {counts[0]}, {sums[1]}, {counts[1]}, {", ".join(reaches)}
    FROM {fact} WHERE income IS NOT NULL GROUP BY enterprise HAVING {counts[0]} + {counts[1]} > 0"""
