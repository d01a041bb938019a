"""The desks of the Pracharath companies."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phanuek.desk.queries import company as queries
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.outcomes import actions as outcomes
from phanuek.outcomes.models import Trade
from phanuek.registry import actions as registry
from tests import cast
from tests.desk.pages import client_of, lead_somewhere, links, queries_of, text
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, TODAY, World


@pytest.fixture
def manager(world: World) -> Actor:
    made = cast.preecha()
    registry.add_product(
        by=SYSTEM, enterprise=world.group, name_th="ผ้าทอ", name_en="Woven cloth", business_group="processing"
    )
    registry.start_support(
        by=made,
        organisation=company_of(made),
        enterprise=world.group,
        processes=["marketing", "knowledge"],
        on=date(2026, 1, 1),
    )
    return made


@pytest.fixture
def national(world: World) -> Actor:
    return cast.member("surin", "network_manager", cast.organisation("prs-national", "pracharath_national"))


def company_of(actor: Actor) -> Organisation:
    return Organisation.objects.get(pk=actor.organisation_id)


def trade(world: World, by: Actor, community: int = 9_000, own: int = 10_500, **changes: Any) -> Trade:
    values = {"enterprise": world.group, "kind": "bought", "process": "marketing", "traded_on": TODAY,
              "to_community_baht": Decimal(community), "company_revenue_baht": Decimal(own), **changes}  # fmt: skip
    return outcomes.record_trade(by=by, company=company_of(by), **values)


def test_the_two_amounts_of_two_fiscal_years_are_kept_apart(world: World, manager: Actor) -> None:
    trade(world, manager)
    trade(world, manager, 4_000, 600, kind="sold_for", traded_on=date(2026, 9, 30))
    trade(world, manager, 1_000, 100, kind="sold_for", traded_on=date(2025, 3, 1))
    now, before, everything = queries.amounts(Trade.objects.all(), TODAY)
    assert (now.to_community_baht, now.company_revenue_baht, now.trades) == (9_000, 10_500, 1)
    assert (before.to_community_baht, before.company_revenue_baht, before.trades) == (4_000, 600, 1)
    assert (everything.to_community_baht, everything.company_revenue_baht, everything.trades) == (
        14_000,
        11_200,
        3,
    )
    words = text(client_of("preecha", "en").get("/desk/"))
    assert "9,000.00 10,500.00" in words
    for sum_of_both in ("19,500", "4,600", "25,200"):
        assert sum_of_both not in words


def test_three_business_groups_and_five_processes(world: World, manager: Actor) -> None:
    trade(world, manager)
    desk = queries.desk(company_of(manager), manager, TODAY)
    assert [(b.code, b.groups, b.trades) for b in desk.by_business_group] == [
        ("agriculture", 0, 0), ("processing", 1, 1), ("community_tourism", 0, 0)
    ]  # fmt: skip
    assert {b.code: b.groups for b in desk.by_process} == {
        "inputs": 0,
        "knowledge": 1,
        "marketing": 1,
        "communication": 0,
        "management": 0,
    }
    words = text(client_of("preecha", "th").get("/desk/"))
    for label in ("เกษตร", "แปรรูป (SME/OTOP)", "ท่องเที่ยวโดยชุมชน", "การเข้าถึงปัจจัยการผลิต", "การสื่อสารสร้างการรับรู้"):
        assert label in words


def test_groups_with_their_products_filtered(world: World, manager: Actor) -> None:
    client = client_of("preecha", "en")
    page = client.get("/desk/company/groups/")
    assert "Woven cloth" in text(page)
    assert f"/trades/new/?enterprise={world.group.code}" in links(page)
    for query, found in [("process=marketing", 1), ("process=inputs", 0), ("business_group=processing", 1), ("business_group=unstated", 0),
                         ("q=ผ้า", 1), ("q=nothing", 0), ("now=ended", 0)]:  # fmt: skip
        assert ("Woven cloth" in text(client.get(f"/desk/company/groups/?{query}"))) == bool(found), query
    assert client.get("/desk/company/groups/?process=x").status_code == 400


def test_trades_to_whom_with_both_sums(world: World, manager: Actor) -> None:
    trade(world, manager, buyer="โรงพยาบาลน่าน")
    trade(world, manager, 4_000, 600, kind="sold_for", traded_on=date(2026, 9, 30), process="communication")
    client = client_of("preecha", "en")
    words = text(client.get("/desk/company/trades/"))
    assert "โรงพยาบาลน่าน" in words
    assert "13,000 baht" in words
    assert "11,100 baht" in words
    assert "2 trades" in words
    assert "1 trade" in text(client.get("/desk/company/trades/?year=2027"))
    assert "โรงพยาบาลน่าน" not in text(client.get("/desk/company/trades/?kind=sold_for"))
    assert (
        "โรงพยาบาลน่าน" in b"".join(client.get("/desk/company/trades/?format=csv").streaming_content).decode()
    )
    assert client.get("/desk/company/trades/?format=xlsx&process=communication").status_code == 200
    assert client.get("/desk/company/trades/?year=1999").status_code == 400


def test_the_national_company_sees_every_province_and_drills_in(
    world: World, manager: Actor, national: Actor
) -> None:
    trade(world, manager)
    cast.organisation(
        "prs-50", "pracharath_provincial", province=cast.province("50", "เชียงใหม่", "Chiang Mai")
    )
    lines = queries.company_lines(national, 2027)
    assert [(line.company.code, line.groups, line.now.trades) for line in lines] == [
        ("prs-55", 1, 1),
        ("prs-50", 0, 0),
    ]
    assert lines[0].now.to_community_baht == 9_000
    client = client_of("surin", "en")
    page = client.get("/desk/")
    assert {"/desk/companies/prs-55/", "/desk/companies/prs-50/"} <= links(page)
    assert "1 of 2 companies traded" in text(page)
    assert "map-drawing" in page.content.decode()
    one = client.get("/desk/companies/prs-55/")
    assert one.status_code == 200
    assert "/trades/new/" not in links(one)
    lead_somewhere(one)
    for part in ("groups", "trades"):
        assert client.get(f"/desk/companies/prs-55/{part}/").status_code == 200
    csv = b"".join(client.get("/desk/companies/?format=csv").streaming_content).decode()
    assert "fiscal year 2026" in csv
    assert client.get("/desk/company/").status_code == 302


@pytest.mark.parametrize("path", ["", "groups/", "trades/"])
def test_a_company_is_seen_by_itself_and_the_national_one(
    world: World, manager: Actor, national: Actor, path: str
) -> None:
    cast.organisation(
        "prs-50", "pracharath_provincial", province=cast.province("50", "เชียงใหม่", "Chiang Mai")
    )
    expected = {"preecha": 404, "surin": 200, "orawan": 200, "malee": 403, "niran": 403, "somchai": 403}
    assert {
        name: client_of(name).get(f"/desk/companies/prs-50/{path}").status_code for name in expected
    } == expected
    assert client_of("preecha").get(f"/desk/companies/prs-55/{path}").status_code == 200
    assert client_of("preecha").get(f"/desk/company/{path}").status_code == 200
    assert client_of("surin").get(f"/desk/companies/baac/{path}").status_code == 404
    assert client_of("malee").get(f"/desk/company/{path}").status_code == 403


def test_an_empty_company_is_told_what_to_do(world: World) -> None:
    cast.preecha()
    page = client_of("preecha", "en").get("/desk/")
    assert "No trade is recorded yet" in text(page)
    assert "/trades/new/" in links(page)
    lead_somewhere(page)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("address", ["/desk/", "/desk/company/groups/", "/desk/company/trades/"])
def test_pages_in_both_languages(world: World, manager: Actor, address: str, language: str) -> None:
    trade(world, manager)
    page = client_of("preecha", language).get(address)
    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    lead_somewhere(page)


@pytest.mark.parametrize("address", ["/desk/", "/desk/company/groups/", "/desk/company/trades/"])
@pytest.mark.parametrize("person", ["preecha", "surin"])
def test_queries_do_not_grow_with_rows(
    world: World, manager: Actor, national: Actor, address: str, person: str
) -> None:
    if person == "surin" and address != "/desk/":
        address = address.replace("company", "companies/prs-55")
    client = client_of(person)
    trade(world, manager)
    few = queries_of(lambda: client.get(address))
    for number in range(3):
        group = worlds.group(name_th=f"กลุ่ม {number}", name_en=f"Group {number}")
        registry.add_product(
            by=SYSTEM, enterprise=group, name_th="ของ", name_en="Thing", business_group="processing"
        )
        registry.start_support(
            by=manager, organisation=company_of(manager), enterprise=group, processes=["inputs"], on=TODAY
        )
        trade(world, manager, enterprise=group)
    assert queries_of(lambda: client.get(address)) == few
    assert few <= 20
