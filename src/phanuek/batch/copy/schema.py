"""The tables of the copy. Every dimension stands on the fact itself as a small number; what the numbers mean is in `keys`."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from duckdb import DuckDBPyConnection

# a copy of another layout is rebuilt, never changed in place
LAYOUT = 3
DIMENSIONS = ("province", "sector", "partner", "commitment")
NONE = "none"


class Fact(NamedTuple):
    """A month's income of an enterprise, as it is reported now. Months are counted (`month_number`), money is satang.

    `report` and `enterprise` are the keys of the source; `counted`: reported for a case after its support, which is what
    the figures add up; `said`: -1 before the support and 1 after, in the reporter's own words, else 0; `first`: the month of
    the enterprise's first delivery; the dimensions are codes, "none" where there is none.
    """

    report: int
    enterprise: int
    month: int
    income: int | None
    paid: int | None
    confirmed: bool
    counted: bool
    said: int
    first: int | None
    province: str
    sector: str
    partner: str
    commitment: str


class Given(NamedTuple):
    """A delivery, as it is recorded now. `amount` is satang given and not given back, None where none was recorded;
    `confirmed`: by another body than the one that recorded it. Quantities have units of their own and are never added up."""

    delivery: int
    enterprise: int
    month: int
    amount: int | None
    confirmed: bool
    province: str
    sector: str
    partner: str
    commitment: str


COLUMNS = {
    "report": "BIGINT",
    "enterprise": "BIGINT",
    "month": "INTEGER",
    "income": "BIGINT",
    "paid": "BIGINT",
    "confirmed": "BOOLEAN",
    "counted": "BOOLEAN",
    "said": "TINYINT",
    "first": "INTEGER",
    **dict.fromkeys(DIMENSIONS, "INTEGER"),
}
FACT = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
GIVEN_COLUMNS = {
    "delivery": "BIGINT",
    "enterprise": "BIGINT",
    "month": "INTEGER",
    "amount": "BIGINT",
    "confirmed": "BOOLEAN",
    **dict.fromkeys(DIMENSIONS, "INTEGER"),
}
GIVEN = ", ".join(f"{name} {kind}" for name, kind in GIVEN_COLUMNS.items())
# kept beside the facts, and always what a query over them says: what each enterprise earned before and after its support...
SIDES = (
    "enterprise BIGINT, before HUGEINT, before_months BIGINT, after HUGEINT, after_months BIGINT, "
    "reach_from INTEGER, reach_to INTEGER"
)
# ...and where it is served: counts of reports to be added up, since a change adds a line and rewrites none
SERVED = "enterprise BIGINT, " + ", ".join(f"{name} INTEGER" for name in DIMENSIONS) + ", reports BIGINT"
# ...and how many known incomes a month has, and what they come to, by confirmed and by steps of 2^STEP satang (655.36 baht); so too
STEPS = "month INTEGER, confirmed BOOLEAN, step BIGINT, reports BIGINT, income HUGEINT"
STEP = 16
READABLE = f"""
    CREATE VIEW reports AS SELECT report, enterprise, make_date(month // 12, month % 12 + 1, 1) AS month,
        income / 100 AS income_baht, paid / 100 AS paid_to_producers_baht, confirmed, counted, {
    ", ".join(
        f"(SELECT key FROM keys WHERE dimension = '{name}' AND number = {name}) AS {name}"
        for name in DIMENSIONS
    )
} FROM fact"""


def create(connection: DuckDBPyConnection) -> None:
    """Empty tables in an empty file."""
    for statement in (
        f"CREATE TABLE fact ({FACT})",
        f"CREATE TABLE deliveries ({GIVEN})",
        f"CREATE TABLE sides ({SIDES})",
        f"CREATE TABLE served ({SERVED})",
        f"CREATE TABLE steps ({STEPS})",
        "CREATE TABLE keys (dimension VARCHAR, number INTEGER, key VARCHAR)",
        "CREATE TABLE state (layout INTEGER, as_of TIMESTAMPTZ, changed BIGINT)",
        f"INSERT INTO state VALUES ({LAYOUT}, NULL, 0)",
        READABLE,
    ):
        connection.execute(statement)


def served(facts: str, reports: str = "count(*)") -> str:
    """The query of `served` over some facts."""
    return f"SELECT enterprise, {', '.join(DIMENSIONS)}, {reports} FROM {facts} WHERE counted GROUP BY ALL"


def steps(facts: str, reports: str = "count(*)", income: str = "sum(income)") -> str:
    """The query of `steps` over some facts."""
    return (
        f"SELECT month, confirmed, income >> {STEP}, {reports}, {income} FROM {facts}"
        " WHERE income IS NOT NULL GROUP BY ALL"
    )


def month_number(day: date) -> int:
    """Months counted since the year nought, so that they can be subtracted: December 2026 is 2026 · 12 + 11."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a counted month."""
    return date(month // 12, month % 12 + 1, 1)
