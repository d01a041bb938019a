"""The only way from the core to a country: the pack that the setting names."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import cast

from django.conf import settings

from phanuek.engines.pack import CountryPack


def pack() -> CountryPack:
    """The pack in use. Follows ``settings.COUNTRY_PACK``, so a test may name another."""
    return _load(getattr(settings, "COUNTRY_PACK", "packs.thailand"))


@cache
def _load(module: str) -> CountryPack:
    found = import_module(module).PACK
    if not isinstance(found, CountryPack):
        raise TypeError(f"{module}.PACK does not fulfil phanuek.engines.pack.CountryPack")
    return cast(CountryPack, found)
