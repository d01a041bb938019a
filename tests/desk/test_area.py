"""The work of an area officer, by district."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from phanuek.areas.models import Area
from phanuek.desk.queries.area import by_district, kinds
from phanuek.desk.queries.items import Kind
from phanuek.eligibility import actions as eligibility
from phanuek.needs.models import Need
from phanuek.referrals import actions as referrals
from tests import cast
from tests.desk.pages import client_of, lead_somewhere, links, queries_of, text
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, TODAY, World


def lists(world: World, code: str = "55") -> dict[str, Kind]:
    return kinds(world.malee, code, TODAY)


def refused(world: World, need: Need | None = None, **changes: object) -> None:
    values = {} if need is None else {"need": need}
    referrals.refuse(
        by=world.niran, referral=world.send(**values, **changes), reason="no_budget", note="งบหมด"
    )


def test_each_thing_lies_in_one_list(world: World) -> None:
    said = worlds.need(checked=False)
    referrals.ask_more(by=world.niran, referral=world.send(), text="ขอบัญชี")
    found = {key: kind.section().count for key, kind in lists(world).items()}
    assert found == {
        "asked": 1,
        "transfers": 0,
        "to_check": 1,
        "refused": 0,
        "searching": 0,
        "receipts": 0,
        "to_confirm": 0,
        "consents": 0,
        "unknown": 1,
    }
    assert lists(world)["to_check"].section().items[0].act.url == f"/needs/{said.code}/check/"  # type: ignore[union-attr]


def test_a_refused_case_asks_for_another_way_until_there_is_one(world: World) -> None:
    refused(world)
    section = lists(world)["refused"].section()
    assert section.count == 1
    assert section.items[0].clock == "งบประมาณหมด"
    assert section.items[0].act.url == f"/needs/{world.need.code}/help/"  # type: ignore[union-attr]
    assert lists(world)["searching"].section().count == 0
    world.send(offer=worlds.offer(world.bank, code="second"), need=Need.objects.get(pk=world.need.pk))
    assert lists(world)["refused"].section().count == 0


def test_another_reason_is_explained_in_the_list(world: World) -> None:
    referrals.refuse(by=world.niran, referral=world.send(), reason="other", note="ปิดสาขาชั่วคราว")
    assert "ปิดสาขาชั่วคราว" in lists(world)["refused"].section().items[0].line.th


def test_support_waits_in_a_list_until_its_receipt_is_confirmed(world: World) -> None:
    sent = world.delivered()
    section = lists(world)["receipts"].section()
    assert section.items[0].url == sent.get_absolute_url()
    nan = Area.objects.get(code="55")
    assert sum(line.counts.get("receipts", 0) for line in by_district(nan, lists(world))) == 1
    referrals.confirm_delivery(by=world.malee, delivery=sent.deliveries.get())
    assert lists(world)["receipts"].section().count == 0


def test_a_refused_case_without_a_need_rests_after_ninety_days(
    world: World, clock: Callable[[datetime], None]
) -> None:
    referrals.refuse(by=world.niran, referral=world.send(need=None), reason="no_budget", note="งบหมด")
    act = lists(world)["refused"].section().items[0].act
    assert act is not None
    assert act.url == f"/enterprises/{world.group.code}/help/?aim=product_development"
    clock(datetime(2027, 3, 1, 9, 0))
    assert lists(world)["refused"].section().count == 0


def test_consents_that_end_soon_and_groups_without_facts(world: World) -> None:
    worlds.consent(world.group, world.bank, expires_on=TODAY + timedelta(days=30))
    worlds.consent(world.group, cast.organisation("gsb", "bank"), expires_on=TODAY + timedelta(days=31))
    assert lists(world)["consents"].section().count == 1
    assert lists(world)["unknown"].section().count == 1
    eligibility.record_fact(
        by=SYSTEM,
        enterprise=world.group,
        name="keeps_accounts",
        value=True,
        source_th="กลุ่มแจ้ง",
        source_en="said",
        known_on=date(2026, 1, 1),
    )
    assert lists(world)["unknown"].section().count == 0


def test_counts_by_district(world: World) -> None:
    worlds.need(checked=False)
    other = cast.subdistrict("550201", "อื่น", "Other")
    worlds.need(code="550201", area=other, checked=False)
    worlds.need(code="550201", area=other, checked=False)
    lines = by_district(Area.objects.get(code="55"), lists(world))
    assert [(line.area.code, line.counts.get("to_check", 0)) for line in lines] == [("5501", 1), ("5502", 2)]
    assert [line.total for line in lines] == [3, 2]
    below = by_district(Area.objects.get(code="5502"), lists(world, "5502"))
    assert [(line.area.code, line.total) for line in below] == [("550201", 2)]


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_officers_desk_and_a_district(world: World, language: str) -> None:
    worlds.need(checked=False)
    client = client_of("malee", language)
    home = client.get("/desk/")
    assert {
        "/needs/meeting/",
        "/needs/new/",
        "/enterprises/new/",
        "/enterprises/import/",
        "/desk/areas/5501/?what=to_check",
    } <= links(home)
    for address in ("/desk/areas/5501/", "/desk/areas/55/?what=to_check", "/desk/areas/55/?what=consents"):
        page = client.get(address)
        assert page.status_code == 200
        assert page.content.count(b"<h1") == 1
        lead_somewhere(page)


def test_a_list_as_a_file(world: World) -> None:
    said = worlds.need(checked=False)
    answer = client_of("malee", "en").get("/desk/areas/55/?what=to_check&format=csv")
    csv = b"".join(answer.streaming_content).decode()
    assert "What,Status,Details,Page" in csv
    assert said.code in csv
    assert client_of("malee").get("/desk/areas/55/?what=to_check&format=xlsx").status_code == 200


def test_who_sees_which_area(world: World) -> None:
    expected = {
        ("malee", "55"): 200, ("malee", "5501"): 200, ("malee", "50"): 404, ("malee", "550101"): 404, ("malee", "99"): 404,
        ("orawan", "50"): 200, ("niran", "55"): 403, ("somchai", "55"): 403,
    }  # fmt: skip
    assert {key: client_of(key[0]).get(f"/desk/areas/{key[1]}/").status_code for key in expected} == expected


def test_an_unknown_list_is_named(world: World) -> None:
    page = client_of("malee", "en").get("/desk/areas/55/?what=nonsense")
    assert page.status_code == 400
    assert "no work list" in text(page)


@pytest.mark.parametrize(
    "address", ["/desk/areas/55/", "/desk/areas/5501/?what=to_check", "/desk/areas/5501/?what=searching"]
)
def test_queries_do_not_grow_with_rows(world: World, address: str) -> None:
    client = client_of("malee")
    worlds.need(checked=False)
    worlds.need()
    few = queries_of(lambda: client.get(address))
    for _ in range(3):
        worlds.need(checked=False)
        worlds.need(world.group)
    assert queries_of(lambda: client.get(address)) == few
