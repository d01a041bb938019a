"""Loading the country's areas: whole, quick, and the same twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import perf_counter

import pytest
from django.core.management import call_command

from phanuek.areas.actions import Loaded, load_areas
from phanuek.areas.models import Area
from phanuek.engines.pack import AreaRow
from phanuek.ui.country import pack

TODAY = date(2026, 11, 23)
FEW = tuple(r for r in pack().areas() if r.code[:2] == "10")


def test_the_whole_country_loads_in_seconds_and_again_changes_nothing(
    db: None, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    start = perf_counter()
    assert load_areas(on=TODAY) == Loaded(added=8441, changed=0, ended=0, unchanged=0)
    assert perf_counter() - start < 6
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert load_areas(on=TODAY) == Loaded(added=0, changed=0, ended=0, unchanged=8441)


def test_a_new_name_is_taken_over(db: None) -> None:
    load_areas(on=TODAY, rows=FEW)
    renamed = [replace(r, name_th="บางรักใหม่") if r.code == "1004" else r for r in FEW]
    assert load_areas(on=TODAY, rows=renamed).changed == 1
    area = Area.objects.get(code="1004")
    assert area.name_th == "บางรักใหม่"
    assert area.search_th == "บางรักใหม่"


def test_what_is_no_longer_published_ends_and_is_kept(db: None) -> None:
    load_areas(on=TODAY, rows=FEW)
    gone = [r for r in FEW if r.code != "100402"]
    assert load_areas(on=TODAY, rows=gone).ended == 1
    assert load_areas(on=date(2027, 1, 1), rows=gone).ended == 0
    area = Area.objects.get(code="100402")
    assert area.valid_to == TODAY
    assert area not in Area.objects.on(TODAY)
    assert area in Area.objects.on(date(2026, 11, 22))
    # and comes back when it is published again
    load_areas(on=TODAY, rows=FEW)
    assert Area.objects.get(code="100402").valid_to is None


def test_an_orphan_loads_nothing(db: None) -> None:
    rows = [*FEW[:1], AreaRow("999901", "subdistrict", "9999", "ก", "K")]
    with pytest.raises(ValueError, match="999901"):
        load_areas(on=TODAY, rows=rows)
    assert not Area.objects.exists()


def test_the_command_loads_and_tells(
    db: None, settings: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.COUNTRY_PACK = "packs.example"  # type: ignore[attr-defined]
    call_command("load_areas")
    call_command("load_areas")
    told = capsys.readouterr().out.splitlines()
    assert told == ["12 added, 0 changed, 0 ended, 0 unchanged", "0 added, 0 changed, 0 ended, 12 unchanged"]
