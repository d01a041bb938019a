import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phanuek.organisations.models import Organisation
from phanuek.outcomes import actions
from phanuek.outcomes.models import IncomeReport, Trade
from phanuek.people.models import Person
from phanuek.registry import actions as registry
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import World

JUNE = date(2026, 6, 1)


def client_of(name: str, language: str = "th") -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=name))
    client.cookies["lang"] = language
    return client


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def income(world: World) -> str:
    return reverse("outcomes:income", args=[world.group.code])


def report(world: World, month: date = JUNE, baht: int = 20_000) -> IncomeReport:
    return actions.report(by=world.somchai, enterprise=world.group, month=month, income_baht=Decimal(baht))


@pytest.mark.parametrize(
    ("language", "words"), [("th", ["มิถุนายน 2569", "รอยืนยัน"]), ("en", ["June 2026", "Unconfirmed"])]
)
def test_months_with_what_they_were_before(world: World, language: str, words: list[str]) -> None:
    report(world, baht=20_000)
    report(world, baht=25_000)
    said = text(client_of("malee", language).get(income(world)))
    for word in [*words, "25,000.00", "20,000"]:
        assert word in said


def test_a_month_is_reported_and_reported_anew(world: World) -> None:
    client = client_of("somchai")
    data = {"month": "2026-06", "income_baht": "๒๐,๐๐๐ บาท", "paid_to_producers_baht": "8,000"}
    assert client.post(income(world), data).status_code == 302
    made = IncomeReport.objects.get()
    assert (made.month, made.income_baht, made.paid_to_producers_baht) == (JUNE, 20_000, 8_000)
    response = client.post(income(world), {**data, "income_baht": "21000"}, follow=True)
    assert "แทนรายงานเดิมแล้ว" in text(response)
    assert IncomeReport.objects.current().get().income_baht == 21_000


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"month": ""}, "กรุณาเลือก"),
        ({"month": "2026-12"}, "กรุณาเลือกจากรายการ"),
        ({"month": "June"}, "กรุณาเลือกจากรายการ"),
        ({"income_baht": ""}, "กรุณากรอก"),
        ({"income_baht": "มาก"}, "ตัวเลข"),
        ({"income_baht": "-5"}, "ต้องไม่น้อยกว่า 0"),
        ({"paid_to_producers_baht": "9" * 20}, "สูงเกินกว่า"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    world: World, changes: dict[str, str], problem: str
) -> None:
    data = {"month": "2026-06", "income_baht": "20000", "paid_to_producers_baht": "7777", **changes}
    response = client_of("somchai").post(income(world), data)
    assert response.status_code == 422
    assert problem in text(response)
    assert data["paid_to_producers_baht"] in response.content.decode()
    assert not IncomeReport.objects.exists()


STATUS = {
    "anan": 403,
    "kanya": 403,
    "wanida": 403,
    "surin": 403,
    "boonmee": 403,
    "niran": 403,
    "malee": 200,
    "somchai": 200,
    "orawan": 200,
}


@pytest.mark.parametrize(("who", "status"), STATUS.items())
def test_who_sees_income(world: World, who: str, status: int) -> None:
    worlds.strangers()
    mine = report(world)
    client = client_of(who)
    assert client.get(income(world)).status_code == status
    if status == 403:
        assert client.post(income(world), {"month": "2026-07", "income_baht": "1"}).status_code == 403
        assert client.get(reverse("outcomes:confirm", args=[mine.code])).status_code == 404
    assert IncomeReport.objects.count() == 1


def test_nothing_without_signing_in(world: World) -> None:
    mine, case = report(world), world.delivered()
    for address in (
        income(world), reverse("outcomes:confirm", args=[mine.code]), reverse("outcomes:outcome", args=[case.code]),
        reverse("outcomes:trade_new"),
    ):  # fmt: skip
        assert "/accounts/login/" in Client().get(address)["Location"]


def test_the_provider_sees_the_months_of_its_own_case_and_confirms(world: World) -> None:
    case = world.delivered()
    actions.report(
        by=world.malee, enterprise=world.group, month=JUNE, income_baht=10_000, referral=case, phase="before"
    )
    report(world, date(2026, 5, 1), baht=77_777)
    client = client_of("niran")
    said = text(client.get(income(world)))
    assert "10,000.00" in said
    assert "77,777" not in said
    mine = IncomeReport.objects.get(referral=case)
    page = reverse("outcomes:confirm", args=[mine.code])
    assert page in client.get(income(world)).content.decode()
    assert "หน่วยงาน cdd" in text(client.get(page))
    assert client.post(page, {"how": " "}).status_code == 422
    assert client.post(page, {"how": "ใบเสร็จ"}).status_code == 302
    mine.refresh_from_db()
    assert mine.confirmed_by == world.bank


def test_ones_own_report_cannot_be_confirmed(world: World) -> None:
    actions.report(by=world.malee, enterprise=world.group, month=JUNE, income_baht=1)
    mine = IncomeReport.objects.get()
    client = client_of("malee")
    response = client.get(reverse("outcomes:confirm", args=[mine.code]))
    assert response.status_code == 403
    assert "หน่วยงานอื่น" in text(response)
    assert reverse("outcomes:confirm", args=[mine.code]) not in client.get(income(world)).content.decode()


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_outcome_of_a_case(world: World, language: str) -> None:
    case = world.delivered()
    client, page = client_of("malee", language), reverse("outcomes:outcome", args=[case.code])
    assert client.get(page).status_code == 200
    data = {
        "before_month": "2026-05",
        "before_income": "10000",
        "after_month": "2026-05",
        "after_income": "15000",
        "after_paid": "",
    }
    response = client.post(page, data)
    assert response.status_code == 422
    assert 'value="15000"' in response.content.decode()
    assert client.post(page, {**data, "after_month": "2026-10"})["Location"] == case.get_absolute_url()
    assert {(r.phase, r.income_baht) for r in case.income_reports.all()} == {
        ("before", 10_000),
        ("after", 15_000),
    }
    html = client.get(page).content.decode()
    assert 'value="15000.00"' in html
    assert 'value="2026-10" selected' in html


def test_an_outcome_before_support_is_not_asked_for(world: World) -> None:
    case = world.send()
    response = client_of("malee").get(reverse("outcomes:outcome", args=[case.code]))
    assert response.status_code == 403
    assert "หลังจากมีการให้การสนับสนุนแล้ว" in text(response)
    assert client_of("niran").get(reverse("outcomes:outcome", args=[case.code])).status_code == 403
    worlds.strangers()
    assert client_of("kanya").get(reverse("outcomes:outcome", args=[case.code])).status_code == 404


@pytest.fixture
def trading(world: World) -> World:
    manager = cast.preecha()
    company = Organisation.objects.get(pk=manager.organisation_id)
    registry.start_support(
        by=manager, organisation=company, enterprise=world.group, processes=["marketing"], on=date(2026, 1, 1)
    )
    return world


def traded(world: World, **changes: Any) -> dict[str, Any]:
    return {"enterprise": world.group.code, "kind": "bought", "process": "marketing", "buyer": "โรงพยาบาลน่าน", "traded_on": "23/11/2569",
            "to_community_baht": "9,000", "company_revenue_baht": "10,500", **changes}  # fmt: skip


@pytest.mark.parametrize("language", ["th", "en"])
def test_trade_first_the_group_then_two_amounts(trading: World, language: str) -> None:
    client, page = client_of("preecha", language), reverse("outcomes:trade_new")
    name = trading.group.name_th if language == "th" else trading.group.name_en
    assert name in text(client.get(page))
    form = text(client.get(f"{page}?enterprise={trading.group.code}"))
    assert ("เงินที่ถึงชุมชน" if language == "th" else "Money that reached the community") in form
    assert client.post(page, traded(trading)).status_code == 302
    made = Trade.objects.get()
    assert (made.to_community_baht, made.company_revenue_baht, made.traded_on) == (
        9_000,
        10_500,
        worlds.TODAY,
    )


def test_odd_amounts_are_asked_about_once(trading: World) -> None:
    client, page = client_of("preecha"), reverse("outcomes:trade_new")
    data = traded(trading, kind="sold_for", to_community_baht="450", company_revenue_baht="9000")
    response = client.post(page, data)
    assert response.status_code == 422
    assert "ค่าดำเนินการของบริษัทสูงกว่า" in text(response)
    assert 'value="9000"' in response.content.decode()
    assert not Trade.objects.exists()
    assert client.post(page, {**data, "sure": "yes"}).status_code == 302
    assert Trade.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"kind": ""}, "กรุณาเลือก"),
        ({"process": "luck"}, "กรุณาเลือกจากรายการ"),
        ({"product": "p-none"}, "กรุณาเลือกจากรายการ"),
        ({"quantity": "3"}, "โปรดระบุหน่วยนับ"),
        ({"traded_on": "24/11/2569"}, "อนาคต"),
        ({"to_community_baht": ""}, "กรุณากรอก"),
        ({"company_revenue_baht": "-1"}, "ต้องไม่น้อยกว่า 0"),
    ],
)
def test_a_trade_with_a_mistake_keeps_what_was_typed(
    trading: World, changes: dict[str, str], problem: str
) -> None:
    response = client_of("preecha").post(reverse("outcomes:trade_new"), traded(trading, **changes))
    assert response.status_code == 422
    assert problem in text(response)
    assert "โรงพยาบาลน่าน" in response.content.decode()
    assert not Trade.objects.exists()


@pytest.mark.parametrize("who", ["malee", "niran", "somchai", "orawan", "kanya"])
def test_only_companies_record_trade(trading: World, who: str) -> None:
    worlds.strangers()
    client = client_of(who)
    assert client.get(reverse("outcomes:trade_new")).status_code == 403
    assert client.post(reverse("outcomes:trade_new"), traded(trading)).status_code == 403


def test_a_company_elsewhere_does_not_trade_with_this_group(trading: World) -> None:
    worlds.strangers()
    response = client_of("boonmee").post(reverse("outcomes:trade_new"), traded(trading))
    assert response.status_code == 403
    assert not Trade.objects.exists()


def test_a_company_without_groups_is_told_what_to_do(world: World) -> None:
    cast.preecha()
    assert "โปรดเพิ่มกลุ่มก่อน" in text(client_of("preecha").get(reverse("outcomes:trade_new")))


def test_queries_do_not_grow_with_months(world: World, django_assert_max_num_queries: Any) -> None:
    for month in range(1, 11):
        report(world, date(2026, month, 1))
        report(world, date(2026, month, 1), baht=1)
    client = client_of("malee")
    with django_assert_max_num_queries(20):
        client.get(income(world))


def test_a_saved_trade_is_shown_with_the_way_back(trading: World) -> None:
    client = client_of("preecha")
    page = client.post(reverse("outcomes:trade_new"), traded(trading), follow=True)
    assert "รายการที่บันทึกแล้ว" in text(page)
    assert f'href="{trading.group.get_absolute_url()}"' in page.content.decode()


def test_no_more_is_paid_on_than_came_in(world: World) -> None:
    data = {"month": "2026-06", "income_baht": "100", "paid_to_producers_baht": "200"}
    page = client_of("somchai").post(reverse("outcomes:income", args=[world.group.code]), data)
    assert page.status_code == 422
    assert "ต้องไม่เกินรายได้" in text(page)
