from __future__ import annotations

from datetime import date

import pytest

from phanuek.areas.actions import load_areas
from phanuek.ui.country import pack

# Bangkok, two neighbours in the north, one in the south: enough to tell apart, quick to load
SOME = ("10", "50", "51", "84")


@pytest.fixture
def areas(db: None) -> None:
    load_areas(on=date(2026, 11, 23), rows=(r for r in pack().areas() if r.code[:2] in SOME))


@pytest.fixture
def vellin(db: None, settings: pytest.FixtureRequest) -> None:
    """The room in the invented country."""
    settings.COUNTRY_PACK = "packs.example"  # type: ignore[attr-defined]
    load_areas(on=date(2026, 11, 23))
