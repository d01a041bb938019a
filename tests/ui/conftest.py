"""The room alone: its own addresses and navigation, whatever the rooms above it do."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_pages(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.ui.urls"  # type: ignore[attr-defined]
    settings.PHANUEK_NAV_BUILDER = ""  # type: ignore[attr-defined]
    settings.LOGIN_URL = "/accounts/login/"  # type: ignore[attr-defined]
