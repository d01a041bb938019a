"""The only way from the core to a country: the pack that the setting names."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import import_module
from typing import cast

from django.conf import settings

from phanuek.engines.pack import CountryPack, HolidayCalendar


def pack() -> CountryPack:
    """The pack in use. Follows ``settings.COUNTRY_PACK``, so a test may name another."""
    return _load(getattr(settings, "COUNTRY_PACK", "packs.thailand"))


def holidays() -> frozenset[date]:
    """The public holidays that the country's pack knows; none where it lists none."""
    return _holidays(getattr(settings, "COUNTRY_PACK", "packs.thailand"))


@cache
def _holidays(module: str) -> frozenset[date]:
    found = _load(module)
    return frozenset(found.holidays()) if isinstance(found, HolidayCalendar) else frozenset()


@cache
def _load(module: str) -> CountryPack:
    found = import_module(module).PACK
    if not isinstance(found, CountryPack):
        raise TypeError(f"{module}.PACK does not fulfil phanuek.engines.pack.CountryPack")
    return cast(CountryPack, found)
