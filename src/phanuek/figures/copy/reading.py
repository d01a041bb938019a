"""What the copy says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from phanuek.figures.copy.store import ready, store
from phanuek.figures.models import ChangedRow
from phanuek.ui.country import pack

if TYPE_CHECKING:
    from phanuek.batch.copy.delivering import DeliveryRow
    from phanuek.batch.copy.measuring import MeasureRow, Period
else:
    MeasureRow = DeliveryRow = Any  # their modules need DuckDB, which need not be installed

DIMENSIONS = ("province", "sector", "partner", "commitment")
BY = (*DIMENSIONS, "month", "fiscal_year", "total")
AnyRow = TypeVar("AnyRow")


@dataclass(frozen=True)
class State:
    """How fresh the copy is: it says what the database said at `as_of`, but for `waiting` rows noted since."""

    as_of: datetime | None
    waiting: int


def state() -> State:
    """Raises NotReady."""
    with ready() as versions, versions.reading() as connection:
        line = connection.execute("SELECT as_of FROM state").fetchone()
    return State(line[0] if line else None, ChangedRow.objects.count())


def measures(
    by: str, *, months: tuple[date, date], where: Mapping[str, str] | None = None
) -> list[MeasureRow]:
    """The measures of `engines.rollup.definitions`, one row for each key with a counted report, in the order of the keys.

    `by`: "province", "sector", "partner", "commitment" (keys are codes, "none" where there is none), "month" (keys as
    "2026-10"), "fiscal_year" (keys as "2027", the year in which it ends), or "total" (one row under ""). `months`: days in
    the first and the last month that count. `where`: codes by province, sector, partner, commitment. What counts is what
    `counting.income_earned` counts: current reports, of months after support under a case. Nothing here is protected.
    Raises NotReady, and ValueError for a dimension that there is not.
    """
    store()  # without DuckDB it says so
    from phanuek.batch.copy import measuring

    return _asked(measuring.measures, by, months, where)


def deliveries(
    by: str, *, months: tuple[date, date], where: Mapping[str, str] | None = None
) -> list[DeliveryRow]:
    """What was delivered, as `engines.rollup.definitions.DELIVERIES` says, one row for each key with a delivery; asked and
    keyed as `measures` is. What counts is what `counting.deliveries_made` counts: every delivery, on its day. Nothing here is
    protected: counts this small must not be shown to everyone as they are. Raises NotReady, and ValueError for a dimension
    that there is not.
    """
    store()
    from phanuek.batch.copy import delivering

    return _asked(delivering.deliveries, by, months, where)


def _asked(
    query: Callable[..., list[AnyRow]], by: str, months: tuple[date, date], where: Mapping[str, str] | None
) -> list[AnyRow]:
    from phanuek.batch.copy.schema import month_number

    first, last = (month_number(day) for day in months)
    periods = {"month": _months, "fiscal_year": _years}.get(by)
    with ready() as versions, versions.reading() as connection:
        return query(
            connection,
            "period" if periods else by,
            months=(first, last),
            where=where,
            periods=periods(*months) if periods else (),
        )


def _months(first: date, last: date) -> list[Period]:
    from phanuek.batch.copy.measuring import Period
    from phanuek.batch.copy.schema import first_day, month_number

    numbers = range(month_number(first), month_number(last) + 1)
    return [Period(f"{first_day(n):%Y-%m}", n, n) for n in numbers]


def _years(first: date, last: date) -> list[Period]:
    from phanuek.batch.copy.measuring import Period
    from phanuek.batch.copy.schema import month_number

    years = range(pack().fiscal_year(first), pack().fiscal_year(last) + 1)
    ranges = ((year, pack().fiscal_year_range(year)) for year in years)
    return [Period(str(year), month_number(begin), month_number(end)) for year, (begin, end) in ranges]
