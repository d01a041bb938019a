"""Candidates of an offer: in which order, why, who sees whom, and a group's own place."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phanuek.eligibility import actions as eligibility
from phanuek.engines.rules import Status
from phanuek.matching.models import Exposure
from phanuek.matching.queries import candidates as queries
from phanuek.matching.ranking import CANDIDATES, OFFERS
from phanuek.people.models import Person
from phanuek.registry.models import Enterprise
from tests import cast
from tests.matching.test_pages import client_of, text
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, TODAY, World


def groups(many: int, **changes: Any) -> list[Enterprise]:
    return [worlds.group(name_th=f"กลุ่มที่ {n}", name_en=f"Group {n}", **changes) for n in range(many)]


def order(world: World, **limits: Any) -> list[int]:
    return [one.row.key for one in queries.board(world.offer, TODAY, **limits).placed]


def sells(group: Enterprise, satang: int) -> None:
    eligibility.record_fact(by=SYSTEM, enterprise=group, name="yearly_sales", value=satang, source_th="ทดสอบ")


def seen(group: Enterprise, world: World, days: int) -> None:
    Exposure.objects.bulk_create(
        Exposure(enterprise=group, offer=world.offer, province_id="55", on=TODAY - timedelta(days=n), shown=1)
        for n in range(1, days + 1)
    )


def test_those_that_fit_stand_before_those_that_cannot_be_said(world: World) -> None:
    unsure = worlds.group(name_th="กลุ่มไม่ทราบสมาชิก", members=None)
    small = worlds.group(name_th="กลุ่มเล็ก", members=3)
    found = queries.board(world.offer, TODAY)
    assert [one.row.key for one in found.placed] == [world.group.pk, unsure.pk]
    assert small.pk not in order(world)
    assert (found.fits, found.unknown, found.does_not_fit) == (1, 1, 1)


def test_the_one_helped_less_stands_first(world: World) -> None:
    other = worlds.group(name_th="กลุ่มอื่น")
    world.accepted()
    assert order(world) == [other.pk, world.group.pk]
    rows = queries.explained(queries.board(world.offer, TODAY).placed, 0, 2)
    assert "ได้รับการสนับสนุนมากครั้งกว่า" in rows[1][1].th


def test_a_case_that_was_refused_is_no_help(world: World) -> None:
    from phanuek.referrals import actions as referrals

    referrals.refuse(by=world.niran, referral=world.send(), reason="no_budget", note="หมด")
    assert queries.board(world.offer, TODAY).placed[0].row.served == 0


def test_the_poorer_stands_first_and_the_unknown_in_the_middle(world: World) -> None:
    poor, unknown, rich = groups(3)
    sells(poor, 100_000)
    sells(rich, 90_000_000)
    sells(world.group, 5_000_000)
    found = order(world)
    assert found.index(poor.pk) < found.index(unknown.pk) < found.index(rich.pk)


def test_every_fourth_place_is_kept_for_the_one_shown_least(world: World) -> None:
    made = [world.group, *groups(9)]
    for at, group in enumerate(made[:-1]):
        sells(group, (at + 1) * 1_000_000)
        seen(group, world, 5)
    sells(made[-1], 900_000_000)
    found = queries.board(world.offer, TODAY)
    assert found.placed[3].row.key == made[-1].pk
    assert found.placed[3].kept
    assert "แสดง 0 วัน" in queries.explained(found.placed, 3, 4)[0][1].th


def test_equal_groups_change_places_from_day_to_day(world: World) -> None:
    groups(6)
    days = {
        tuple(one.row.key for one in queries.board(world.offer, TODAY + timedelta(days=n)).placed)
        for n in range(5)
    }
    assert len(days) > 1
    assert order(world) == order(world)


def test_an_officer_sees_the_groups_of_the_area(world: World) -> None:
    far = worlds.group("500101", name_th="กลุ่มเชียงใหม่")
    said = text(client_of("malee").get(reverse("matching:candidates", args=[world.offer.code])))
    assert world.group.name_th in said
    assert far.name_th not in said
    whole = text(client_of("orawan").get(reverse("matching:candidates", args=[world.offer.code])))
    assert far.name_th in whole


def test_the_body_sees_names_by_consent_and_the_others_as_numbers(world: World) -> None:
    groups(6)
    address = reverse("matching:candidates", args=[world.offer.code])
    said = text(client_of("niran").get(address))
    assert world.group.name_th not in said
    assert "น่าน" in said
    worlds.consent(world.group, world.bank)
    said = text(client_of("niran").get(address))
    assert world.group.name_th in said
    assert "กลุ่มที่ 3" not in said


def test_small_numbers_of_others_are_not_told(world: World) -> None:
    said = text(client_of("niran").get(reverse("matching:candidates", args=[world.offer.code])))
    assert "น้อยกว่า 5" in said


@pytest.mark.parametrize(
    ("who", "status"), {"anan": 200, "kanya": 403, "wanida": 403, "somchai": 403, "surin": 403}.items()
)
def test_who_sees_the_list(world: World, who: str, status: int) -> None:
    worlds.strangers()
    address = reverse("matching:candidates", args=[world.offer.code])
    answer = client_of(who).get(address)
    assert answer.status_code == status
    # a group leader reads for whom they act
    assert who == "somchai" or world.group.name_th not in answer.content.decode()


def test_a_group_sees_its_own_place_and_why(world: World) -> None:
    first, *_ = [worlds.group(name_th=f"กลุ่มยากจน {n}") for n in range(5)]
    sells(first, 1_000)
    sells(world.group, 900_000_000)
    seen(world.group, world, 3)
    address = reverse("matching:standing", args=[world.group.code, world.offer.code])
    said = text(client_of("somchai").get(address))
    assert "ลำดับที่ 6 จาก 6" in said
    assert "ยอดขายต่อสมาชิกสูงกว่า" in said
    assert first.name_th not in said
    assert (
        client_of("somchai")
        .get(reverse("matching:standing", args=[first.code, world.offer.code]))
        .status_code
        == 403
    )


def test_a_list_of_few_tells_no_place(world: World) -> None:
    worlds.group(name_th="กลุ่มเดียวที่เหลือ")
    said = text(
        client_of("somchai").get(reverse("matching:standing", args=[world.group.code, world.offer.code]))
    )
    assert "รายชื่อมีน้อยกว่า 5 กลุ่ม" in said
    assert "ลำดับที่ 1" not in said


def test_where_a_condition_is_sensitive_the_body_gets_no_numbers(world: World) -> None:
    offer = worlds.offer(world.bank, "has_disability_members OR members >= 7", code="inclusive")
    groups(8)
    said = text(client_of("niran").get(reverse("matching:candidates", args=[offer.code])))
    assert "จึงไม่แสดงจำนวนกลุ่มอื่น" in said
    assert "กลุ่มอื่น เป็นจำนวน" not in said


def test_a_group_that_does_not_fit_is_told_what_would_change_it(world: World) -> None:
    Enterprise.objects.filter(pk=world.group.pk).update(members=2)
    said = text(
        client_of("somchai").get(reverse("matching:standing", args=[world.group.code, world.offer.code]))
    )
    assert "ไม่เข้าเงื่อนไขในขณะนี้" in said


def test_those_ahead_are_all_counted_each_for_one_reason(world: World) -> None:
    for at, group in enumerate(groups(11)):
        sells(group, at * 1_000_000)
        seen(group, world, at % 3)
    sells(world.group, 5_500_000)
    found = queries.position(world.offer, world.group, TODAY)
    assert found.place is not None
    assert sum(one.groups for one in found.ahead) == found.place - 1


def test_the_rule_is_printed_from_what_applies_it() -> None:
    said = text(Client().get(reverse("matching:ranking")))
    for line in (*OFFERS.lines, *CANDIDATES.lines):
        assert line.title.th in said
    assert f"ฉบับที่ {OFFERS.version}" in said
    assert "ทุก 4 ลำดับ กันไว้ 1 ลำดับ" in said


def test_queries_do_not_grow_with_candidates(world: World, django_assert_max_num_queries: Any) -> None:
    groups(25)
    client = client_of("orawan")
    address = reverse("matching:candidates", args=[world.offer.code])
    client.get(address)
    with django_assert_max_num_queries(34):
        assert client.get(address).status_code == 200


def test_a_closed_group_is_no_candidate(world: World) -> None:
    Enterprise.objects.filter(pk=world.group.pk).update(active=False)
    assert order(world) == []
    assert queries.board(world.offer, TODAY).counts.get(Status.FITS, 0) == 0


def test_an_officer_without_groups_sees_an_empty_list(world: World) -> None:
    cast.member("duang", "area_officer", cast.organisation("cdd"), cast.province("50"))
    assert Person.objects.filter(username="duang").exists()
    said = text(client_of("duang").get(reverse("matching:candidates", args=[world.offer.code])))
    assert "ยังไม่มีกลุ่มในพื้นที่นี้" in said
