"""Whole years since a day, turned into a plain comparison of dates.

f + n years falls on the same day of the month, and 29 February on 28 February where there is none, as in a database
(`date + interval`). So "at least n years since f" is "f on or before the last day from which n years have passed".
"""

from __future__ import annotations

from datetime import date

from phanuek.engines.rules.domains import Ordered, span_from

MOST_YEARS = 500


def last_day_before(years: int, on: date) -> date:
    """The last day f with f + years on or before `on`; ValueError when the calendar has none."""
    try:
        day = on.replace(year=on.year - years)
    except ValueError:
        if (on.month, on.day) != (2, 29):
            raise
        return date(on.year - years, 2, 28)
    is_eve = (day.month, day.day) == (2, 28)
    # from 29 February the years are full on 28 February already
    return day if not is_eve or _is_leap(on.year) or not _is_leap(day.year) else date(day.year, 2, 29)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def since(operator: str, years: int, on: date) -> Ordered:
    """The days f for which `YEARS_SINCE(f) operator years` is true on the day; ValueError when no calendar reaches them."""
    full = last_day_before(years, on).toordinal()
    if operator in (">=", "<"):
        return span_from("<=" if operator == ">=" else ">", full)
    more = last_day_before(years + 1, on).toordinal()
    if operator in (">", "<="):
        return span_from("<=" if operator == ">" else ">", more)
    exactly = span_from(">", more).meet(span_from("<=", full))
    return exactly if operator == "=" else exactly.opposite()


def since_between(low: int, high: int, on: date) -> Ordered:
    return since(">=", low, on).meet(since("<=", high, on))
