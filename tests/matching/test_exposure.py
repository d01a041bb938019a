"""Who was shown: counted once a day for each person and page, published by province without small numbers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phanuek.matching.models import Exposure
from phanuek.matching.queries import exposure as queries
from phanuek.matching.queries.candidates import shown_days
from tests.conftest import NOW
from tests.matching.test_pages import client_of, text
from tests.referrals import world as worlds
from tests.referrals.world import TODAY, World


def look(world: World, who: str = "malee", page: int = 1) -> Any:
    address = reverse("matching:candidates", args=[world.offer.code])
    return client_of(who).get(f"{address}?page={page}")


def row(world: World) -> Exposure:
    return Exposure.objects.get(enterprise=world.group, offer=world.offer)


def test_a_page_looked_at_counts_once_a_day_for_each_person(world: World, clock: Any) -> None:
    look(world)
    look(world)
    assert (row(world).shown, row(world).best_position, row(world).province_id) == (1, 1, "55")
    look(world, "orawan")
    assert row(world).shown == 2
    clock(NOW + timedelta(days=1))
    look(world)
    assert Exposure.objects.filter(enterprise=world.group).count() == 2


def test_looking_again_writes_nothing(world: World) -> None:
    look(world)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        look(world)
    written = [
        q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE")) and "matching_" in q["sql"]
    ]
    assert written == []


def test_all_rows_of_a_page_are_counted_in_one_statement(world: World) -> None:
    for n in range(24):
        worlds.group(name_th=f"กลุ่มที่ {n}")
    with CaptureQueriesContext(connection) as asked:
        look(world)
    statements = [q["sql"] for q in asked if "INSERT INTO matching_exposure" in q["sql"]]
    assert len(statements) == 1
    assert Exposure.objects.count() == 20
    look(world, page=2)
    assert Exposure.objects.count() == 25
    assert Exposure.objects.filter(as_newcomer=True).count() == 6


def test_the_best_place_and_a_kept_place_stay(world: World) -> None:
    Exposure.objects.create(
        enterprise=world.group,
        offer=world.offer,
        province_id="55",
        on=TODAY,
        shown=3,
        best_position=9,
        as_newcomer=True,
    )
    look(world)
    assert (row(world).shown, row(world).best_position, row(world).as_newcomer) == (4, 1, True)


def test_a_stranger_who_may_not_look_counts_for_nobody(world: World) -> None:
    worlds.strangers()
    look(world, "kanya")
    look(world, "somchai")
    assert not Exposure.objects.exists()


def test_the_published_page_hides_small_numbers(world: World) -> None:
    look(world)
    said = text(Client().get(reverse("matching:exposure")))
    assert "ไม่แสดง" in said
    assert "น่าน" in said
    found = queries.report(TODAY)
    assert [(line.code, line.fit, line.shown) for line in found.lines] == [("55", None, None)]
    assert found.kept_share is None


def test_numbers_from_five_on_are_told(world: World) -> None:
    for n in range(7):
        worlds.group(name_th=f"กลุ่มที่ {n}")
    look(world)
    found = queries.report(TODAY)
    assert [(line.fit, line.shown, line.sent) for line in found.lines] == [(8, 8, 0)]
    assert (found.places, found.kept) == (8, 2)
    assert found.spread == 0
    assert "25%" in text(Client().get(reverse("matching:exposure")))


def test_a_small_province_hides_another_so_that_it_cannot_be_worked_out(world: World) -> None:
    for n in range(7):
        worlds.group(name_th=f"น่าน {n}")
        worlds.group("500101", name_th=f"เชียงใหม่ {n}")
    worlds.group("560101", name_th="พะเยา")
    found = {line.code: line.fit for line in queries.report(TODAY).lines}
    assert found["56"] is None
    assert sum(value is None for value in found.values()) >= 2
    assert queries.report(TODAY, open_numbers=True).total.fit == 16


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_same_rows_as_a_file(world: World, form: str) -> None:
    answer = Client().get(reverse("matching:exposure") + f"?format={form}")
    assert answer.status_code == 200
    if form == "csv":
        assert "ไม่แสดง" in answer.getvalue().decode()
    assert Client().get(reverse("matching:exposure") + "?format=exe").status_code in (400, 422)


def test_the_groups_behind_a_number_are_for_officers_of_the_place(world: World) -> None:
    worlds.strangers()
    look(world)
    address = reverse("matching:exposure_province", args=["55"])
    assert world.group.name_th in text(client_of("malee").get(address))
    assert world.group.name_th in text(client_of("orawan").get(address))
    for who in ("anan", "kanya", "niran", "wanida"):
        assert client_of(who).get(address).status_code == 403
    assert client_of("orawan").get(reverse("matching:exposure_province", args=["99"])).status_code == 404


def test_what_was_shown_more_than_a_year_ago_no_longer_counts(world: World) -> None:
    Exposure.objects.create(
        enterprise=world.group, offer=world.offer, province_id="55", on=TODAY - timedelta(days=366), shown=1
    )
    assert shown_days(TODAY) == {}
