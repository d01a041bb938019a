"""The one clock: every room asks here what time it is, so a test or the demo world can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from phanuek.ui import country

# One for the process, not per thread: a browser test sets it and the server's thread must see it.
_set: datetime | None = None


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _set if _set is not None else timezone.now()


def today() -> date:
    """The day it is in the country, whatever the server's own time zone."""
    return now().astimezone(ZoneInfo(country.pack().timezone)).date()


def set_now(moment: datetime | None) -> None:
    """Stop the clock at ``moment`` (aware), or let it run again with None."""
    global _set
    if moment is not None and timezone.is_naive(moment):
        raise ValueError("the clock needs an aware datetime")
    _set = moment


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at ``moment`` for a block, then put back what was set before."""
    before = _set
    set_now(moment)
    try:
        yield
    finally:
        set_now(before)
