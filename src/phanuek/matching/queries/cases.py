"""How often groups were sent and helped. Cases lie in a later room, which says at start-up how to count them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from phanuek.areas.models import Area

YEAR = timedelta(days=365)


class Cases(NamedTuple):
    """By enterprise's key: how many cases were sent, and how many of them a body accepted and did not end with nothing."""

    sent: Mapping[int, int]
    helped: Mapping[int, int]


Counter = Callable[[date], Cases]
_counters: list[Counter] = []


def ask_for_cases(counter: Counter) -> None:
    """Registers the function that counts the cases sent since a day."""
    if counter not in _counters:
        _counters.append(counter)


def cases_since(since: date) -> Cases:
    """Everybody's cases since a day; none when no room counts them."""
    for counter in _counters:
        return counter(since)
    return Cases({}, {})


_provinces: dict[str, str] = {}


def province_of(code: str) -> str:
    """The province of an area by its code; read for all areas once, and again for a code that is new."""
    if code not in _provinces:
        _provinces.update(Area.objects.values_list("code", "province_code"))
    return _provinces.get(code, "") or code
