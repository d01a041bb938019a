"""Who can help: a page at a time, in the written order; what would change an answer, who changes it, where."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from phanuek.eligibility import actions as eligibility
from phanuek.eligibility import facts as eligibility_facts
from phanuek.eligibility import queries as eligibility_queries
from phanuek.engines.rules import Status
from phanuek.matching import queries
from phanuek.matching.queries.changing import Who
from phanuek.registry.models import Enterprise
from tests import cast
from tests.matching.test_pages import client_of, text
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, TODAY, World

AIM = "product_development"
EXTRA = [
    {"name": "is_community_enterprise", "type": "boolean", "kind": "identifier", "label": {"th": "จดทะเบียนเป็นวิสาหกิจชุมชน", "en": "is registered as a community enterprise"},
     "question": {"th": "จดทะเบียนวิสาหกิจชุมชนแล้วหรือไม่", "en": "Are you registered?"}, "source": "พ.ร.บ."},
    {"name": "registered_se_months", "type": "integer", "unit": {"th": "เดือน", "en": "months"}, "label": {"th": "เดือนตั้งแต่จดทะเบียน", "en": "months since registration"},
     "question": {"th": "จดทะเบียนมาแล้วกี่เดือน", "en": "How many months?"}, "source": "ใบสำคัญ"},
    {"name": "enterprise_kind", "type": "text", "kind": "profile", "label": {"th": "ประเภทของกลุ่ม", "en": "kind of group"}, "question": {"th": "กลุ่มเป็นประเภทใด", "en": "Which kind?"},
     "source": "ทะเบียน", "choices": {"occupational_group": {"th": "กลุ่มอาชีพ", "en": "occupational group"}, "cooperative": {"th": "สหกรณ์", "en": "co-operative"}}},
]  # fmt: skip


def know(group: Enterprise, name: str, value: object, **when: Any) -> None:
    eligibility.record_fact(by=SYSTEM, enterprise=group, name=name, value=value, source_th="ทดสอบ", **when)


def ways(world: World, rule: str) -> Any:
    eligibility.define_facts(by=SYSTEM, rows=EXTRA)
    offer = worlds.offer(world.bank, rule, code="asked")
    group = Enterprise.objects.get(pk=world.group.pk)
    return queries.answer_of(enterprise=group, offer=offer, on=TODAY).ways


def only(world: World, rule: str) -> Any:
    ((step,),) = ways(world, rule).sets
    return step


def test_what_the_directory_keeps_is_mended_there(world: World) -> None:
    step = only(world, "members >= 20")
    assert (step.who, step.links[0].url) == (Who.REGISTRY, f"/enterprises/{world.group.code}/edit/")


def test_what_the_group_does_it_records_itself(world: World) -> None:
    know(world.group, "keeps_accounts", False)
    step = only(world, "keeps_accounts")
    assert step.who == Who.GROUP
    assert step.links[0].url == reverse("eligibility:fact", args=[world.group.code, "keeps_accounts"])


def test_what_is_not_known_may_turn_out_right(world: World) -> None:
    step = only(world, "keeps_accounts")
    assert (step.who, step.change.kind) == (Who.GROUP, "find_out")
    assert "กลุ่มตอบเองได้" in step.said.th


def test_a_registration_names_its_body_and_the_offer_that_gives_it(world: World) -> None:
    ministry = cast.organisation("moac", name_th="กระทรวงเกษตรฯ")
    worlds.offer(
        ministry, "members >= 7", code="moac-ce-register", aims=["management"], name_th="ขึ้นทะเบียนวิสาหกิจชุมชน"
    )
    step = only(world, "is_community_enterprise")
    assert step.who == Who.AGENCY
    assert "กระทรวงเกษตรฯ" in step.said.th
    assert [link.url for link in step.links][1] == "/offers/moac-ce-register/"


def test_a_registration_whose_offer_is_not_here_still_names_where_it_is_recorded(world: World) -> None:
    step = only(world, "is_community_enterprise")
    assert [link.url for link in step.links] == [
        reverse("eligibility:fact", args=[world.group.code, "is_community_enterprise"])
    ]


@pytest.mark.parametrize(
    ("started", "rule", "day"),
    [
        (date(2024, 5, 1), "operating_years >= 3", date(2027, 5, 1)),
        (date(2024, 2, 29), "operating_years >= 3", date(2027, 3, 1)),
        (date(2024, 5, 1), "operating_years >= 2.75", date(2027, 2, 1)),
    ],
)
def test_time_brings_it_on_a_day(world: World, started: date, rule: str, day: date) -> None:
    Enterprise.objects.filter(pk=world.group.pk).update(started_on=started)
    step = only(world, rule)
    assert (step.who, step.day) == (Who.TIME, day)
    assert "ครบตามเวลาในวันที่" in step.said.th


def test_on_that_day_it_is_met(world: World) -> None:
    Enterprise.objects.filter(pk=world.group.pk).update(started_on=date(2024, 5, 1))
    step = only(world, "operating_years >= 3")
    group = Enterprise.objects.get(pk=world.group.pk)
    offer = world.bank.offers.get(code="asked")
    assert queries.answer_of(enterprise=group, offer=offer, on=step.day).status == Status.FITS


def test_time_since_a_record_counts_from_its_day(world: World) -> None:
    eligibility.define_facts(by=SYSTEM, rows=EXTRA)
    know(world.group, "registered_se_months", 4, known_on=date(2026, 10, 31))
    step = only(world, "registered_se_months >= 6")
    assert (step.who, step.day) == (Who.TIME, date(2026, 12, 31))


def test_what_cannot_be_changed_is_said_to_be_in_the_way(world: World) -> None:
    found = ways(world, "area IN ('50') AND members >= 20")
    assert found.sets == ()
    assert [(step.who, step.change.fact) for step in found.in_the_way] == [(Who.FIXED, "area")]


def test_growing_younger_is_no_way(world: World) -> None:
    Enterprise.objects.filter(pk=world.group.pk).update(started_on=date(2010, 1, 1))
    found = ways(world, "operating_years <= 5")
    assert found.sets == ()
    assert found.in_the_way[0].who == Who.FIXED


def test_another_way_is_told_where_one_is_barred(world: World) -> None:
    found = ways(world, "area IN ('50') OR members >= 20")
    assert [[step.change.fact for step in steps] for steps in found.sets] == [["members"]]


def test_the_card_says_it_with_a_button(world: World) -> None:
    worlds.offer(world.bank, "members >= 20", code="twenty")
    answer = client_of("malee").get(reverse("matching:need", args=[world.need.code]))
    said = text(answer)
    assert "เพิ่มสมาชิกอีก 8 คน" in said
    assert "แก้ไขในทะเบียนกลุ่ม" in said
    assert f'href="/enterprises/{world.group.code}/edit/"' in answer.content.decode()


def many(world: World, number: int) -> None:
    for n in range(number):
        worlds.offer(
            world.bank,
            f"members >= {n % 5} AND keeps_accounts",
            code=f"offer-{n:03}",
            first_answer_days=n % 7 + 1,
        )


def test_a_page_shows_the_first_twenty_and_more_on_asking(world: World) -> None:
    many(world, 45)
    address = reverse("matching:enterprise", args=[world.group.code]) + f"?aim={AIM}"
    first = client_of("malee").get(address)
    assert len(first.context["cards"]) == 20
    assert (first.context["help"].total, first.context["help"].more) == (46, 26)
    second = client_of("malee").get(first.context["more_url"])
    assert len(second.context["cards"]) == 40
    assert [c.answer.offer.pk for c in second.context["cards"]][:20] == [
        c.answer.offer.pk for c in first.context["cards"]
    ]
    last = client_of("malee").get(second.context["more_url"])
    assert len(last.context["cards"]) == 46
    assert last.context["more_url"] == ""


def test_more_comes_as_a_fragment_with_script(world: World) -> None:
    many(world, 25)
    address = reverse("matching:enterprise", args=[world.group.code]) + f"?aim={AIM}&shown=40"
    html = client_of("malee").get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert html.count('<article class="card"') == 26


@pytest.mark.parametrize("shown", ["0", "-1", "x", "99999", "๑๐", "9" * 50, ""])
def test_an_odd_number_of_answers_shows_the_first(world: World, shown: str) -> None:
    address = reverse("matching:enterprise", args=[world.group.code])
    assert client_of("malee").get(address, {"aim": AIM, "shown": shown}).status_code == 200


def test_an_answer_keeps_how_many_are_shown(world: World) -> None:
    many(world, 45)
    client = client_of("malee")
    data = {"fact": "keeps_accounts", "place": "top", "answer": "yes", "aim": AIM, "shown": "40"}
    answered = client.post(reverse("matching:answer", args=[world.group.code]), data)
    assert "shown=40" in answered["Location"]


def test_paging_gives_the_answers_that_all_at_once_give(world: World) -> None:
    many(world, 30)
    whole = queries.who_can_help(enterprise=world.group, aim=AIM, on=TODAY)
    part = queries.who_can_help(enterprise=world.group, aim=AIM, on=TODAY, shown=7)
    assert [a.offer.pk for a in part.answers] == [a.offer.pk for a in whole.answers][:7]
    assert (part.total, part.fits, part.unknown, part.does_not_fit) == (
        31,
        whole.fits,
        whole.unknown,
        whole.does_not_fit,
    )
    assert part.best_question == whole.best_question


def test_each_says_why_it_stands_below_the_one_before(world: World) -> None:
    worlds.offer(world.bank, "members >= 7", code="slow", first_answer_days=30)
    worlds.offer(world.bank, "keeps_accounts", code="unsure")
    found = queries.who_can_help(enterprise=world.group, aim=AIM, on=TODAY)
    assert [a.offer.code for a in found.answers] == ["weaving-credit", "slow", "unsure"]
    assert [a.lower.th if a.lower else None for a in found.answers] == [
        None, "กำหนดตอบกลับครั้งแรกช้ากว่า", "ผลการพิจารณาเงื่อนไขอยู่ในลำดับหลังกว่า",
    ]  # fmt: skip


def test_those_not_open_are_counted_and_the_wished_ones_listed_first(world: World) -> None:
    for n in range(15):
        worlds.offer(
            world.bank, code=f"closed-{n}", availability="closed", means="advice", name_th=f"ก{n:02}"
        )
    worlds.offer(world.bank, code="wished", availability="closed", means="tourism", name_th="ฮ")
    found = queries.who_can_help(enterprise=world.group, aim=AIM, means=["tourism"], on=TODAY)
    assert found.not_open_count == 16
    assert found.not_open[0].offer.code == "wished"
    assert len(found.not_open) < 16


@pytest.mark.parametrize("number", [3, 45])
def test_the_page_asks_as_much_of_the_database_for_many_offers_as_for_few(
    world: World, number: int, django_assert_max_num_queries: Any
) -> None:
    many(world, number)
    client = client_of("malee")
    address = reverse("matching:enterprise", args=[world.group.code]) + f"?aim={AIM}"
    client.get(address)
    with django_assert_max_num_queries(23):
        assert client.get(address).status_code == 200


def test_a_new_day_compiles_nothing_anew_but_a_changed_value_does(world: World) -> None:
    version = world.offer.rule.versions.get()
    words = eligibility_facts.vocabulary()
    today = eligibility_queries.compiled(version, TODAY, words)
    assert eligibility_queries.compiled(version, date(2026, 11, 24), words) is today
    assert eligibility_queries.compiled(version, date(1990, 1, 1), words) is not today


def test_nobody_is_advised_to_become_something_else(world: World) -> None:
    found = ways(world, "enterprise_kind = 'cooperative' AND members >= 20")
    assert found.sets == ()
    (step,) = found.in_the_way
    assert (step.who, step.links[0].url) == (Who.IDENTITY, f"/enterprises/{world.group.code}/edit/")
    assert "เปลี่ยน" not in step.text.th
    assert step.said.th == "ใช้กับกลุ่มประเภทอื่น ถ้าทะเบียนผิดให้แก้ทะเบียน"
