"""The copy says what the figures page says; what changes reaches it, whatever writes."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb")

from phanuek.figures import copy, queries
from phanuek.figures.queries import By, Filters
from phanuek.organisations.actor import Actor
from tests.figures import world

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
EVER = (date(2015, 1, 1), date(2030, 12, 1))


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize("by", list(By))
def test_totals_are_those_of_the_figures_page(by: By) -> None:
    world.six_cases()
    copy.rebuild()
    shown = {row.key: row for row in queries.summary(by, Filters(), actor=Actor.system("tests"), on=ON).rows}
    rows = copy.measures(by.value, months=EVER)
    assert {row.key for row in rows} == {key for key, row in shown.items() if row.reporters}
    for row in rows:
        page = shown[row.key]
        assert (row.sum_confirmed, row.sum_unconfirmed) == (page.income_confirmed, page.income_unconfirmed)
        assert (row.paid_confirmed, row.paid_unconfirmed) == (page.paid_confirmed, page.paid_unconfirmed)
