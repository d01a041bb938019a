"""Support from both sides: parts, sessions, what comes back, and what is said of it by whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from phanuek.agreements.models import Measure, Posting
from phanuek.offers.models import CapacityBalance, Holding
from phanuek.referrals import actions, queries
from phanuek.referrals.forms import read_session
from phanuek.referrals.models import Delivery, Referral
from phanuek.ui.problems import NotAllowed, Refused
from tests.referrals import world as worlds
from tests.referrals.test_pages import client_of, pdf, text
from tests.referrals.world import TODAY, World


def deliver(world: World, case: Referral, **changes: Any) -> Delivery:
    fields = {"kind": "grant", "what": "เงินอุดหนุน", "delivered_on": TODAY, **changes}
    return actions.record_delivery(by=world.niran, referral=case, **fields)


def credited(world: World, *, confirmed: bool) -> int:
    return Posting.objects.filter(
        commitment=world.commitment, measure=Measure.DELIVERIES, confirmed=confirmed
    ).count()


def balance(world: World) -> CapacityBalance:
    return CapacityBalance.objects.get(offer=world.offer)


# -- what is given


def test_a_place_is_used_once_whatever_the_number_of_parts(world: World) -> None:
    case = world.accepted()
    deliver(world, case, completeness="part", amount_baht=Decimal(1000))
    deliver(world, case, completeness="part", amount_baht=Decimal(500))
    deliver(world, case, completeness="repeated", amount_baht=Decimal(500))
    assert (balance(world).reserved, balance(world).used, balance(world).used_baht) == (0, 1, 2000)


def test_more_follows_until_the_last_part(world: World) -> None:
    case = world.accepted(requested_baht=Decimal(3000))
    deliver(world, case, completeness="part", amount_baht=Decimal(1000))
    case.refresh_from_db()
    assert case.state == "delivered"
    found = queries.case(case.code, world.niran)
    assert found is not None
    assert (found.remaining.more_follows, found.remaining.baht) == (True, Decimal(2000))
    page = text(client_of("niran").get(case.get_absolute_url()))
    assert "ยังมีต่อ" in page
    assert "2,000" in page
    deliver(world, case, amount_baht=Decimal(2000))
    found = queries.case(case.code, world.niran)
    assert found is not None
    assert (found.remaining.more_follows, found.remaining.baht) == (False, Decimal(0))


def test_knowledge_has_sessions_attendance_and_what_was_learnt(world: World) -> None:
    case = world.accepted()
    data = {"kind": "training", "what": "อบรมการตั้งราคา", "delivered_on": "23/11/2569", "completeness": "whole",
            "sessions": "23/11/2569, 3 ชม., การตั้งราคา, 12 คน\n๒๓/๑๑/๒๕๖๙, บัญชี, ครั้งแรก\n",
            "attendance": "สมศรี\nสมหมาย, ไม่มา", "learnt": "คิดต้นทุนเองได้",
            "evidence": [pdf("ภาพ.pdf"), pdf("ใบเซ็นชื่อ.pdf")]}  # fmt: skip
    answer = client_of("niran").post(reverse("referrals:deliver", args=[case.code]), data)
    assert answer.status_code == 302, text(answer)
    delivery = case.deliveries.get()
    assert [(s.hours, s.topic, s.attended) for s in delivery.sessions.all()] == [
        (3, "การตั้งราคา", 12), (None, "บัญชี, ครั้งแรก", None),
    ]  # fmt: skip
    assert {f.attachment.name for f in delivery.files.all()} == {"ภาพ.pdf", "ใบเซ็นชื่อ.pdf"}
    page = text(client_of("somchai").get(case.get_absolute_url()))
    for shown in ("จัด 2 ครั้ง", "คิดต้นทุนเองได้", "ผู้เข้าอบรม 1 จาก 2 คน", "ใบเซ็นชื่อ.pdf"):
        assert shown in page


@pytest.mark.parametrize(
    "line", ["", "อบรม", "23/11/2569", "23/11/2569, 3", "24/11/2569, 3, ก", "23/11/2569, 30, ก, 2"]
)
def test_a_line_that_is_no_session_says_which(world: World, line: str) -> None:
    case = world.accepted()
    data = {
        "kind": "advice",
        "what": "ก",
        "delivered_on": "23/11/2569",
        "sessions": f"23/11/2569, 2, ก, 1\n{line or ','}",
    }
    answer = client_of("niran").post(reverse("referrals:deliver", args=[case.code]), data)
    assert answer.status_code == 422
    assert "บรรทัดที่ 2" in text(answer)
    assert not case.deliveries.exists()


def test_sessions_read_as_people_write_them() -> None:
    assert read_session("23/11/2569\t3\tการตลาด\t12", 1) == (date(2026, 11, 23), 3, "การตลาด", 12)
    assert read_session("23 พ.ย. 2569 | การตลาด", 1) == (date(2026, 11, 23), None, "การตลาด", None)


def test_too_many_files_are_told_at_their_field(world: World) -> None:
    case = world.accepted()
    data = {
        "kind": "advice",
        "what": "ก",
        "delivered_on": "23/11/2569",
        "evidence": [pdf(f"{n}.pdf") for n in range(6)],
    }
    answer = client_of("niran").post(reverse("referrals:deliver", args=[case.code]), data)
    assert answer.status_code == 422
    assert "ไม่เกิน 5 ไฟล์" in text(answer)


def test_a_budget_is_not_passed_by_a_delivery(world: World) -> None:
    from phanuek.offers import actions as offers

    offers.edit(by=worlds.SYSTEM, offer=world.offer, version=world.offer.version, budget_baht=Decimal(1000))
    case = world.accepted()
    with pytest.raises(Refused) as refusal:
        deliver(world, case, amount_baht=Decimal(1001))
    assert refusal.value.field == "amount_baht"
    assert not case.deliveries.exists()
    deliver(world, case, amount_baht=Decimal(1000))
    assert (balance(world).opened_baht, balance(world).used_baht) == (0, 1000)


# -- what both sides say


def test_only_another_bodys_whole_yes_confirms(world: World) -> None:
    case = world.accepted()
    first, second, third, fourth = (deliver(world, case, what=f"รุ่น {n}") for n in range(4))
    assert (credited(world, confirmed=False), credited(world, confirmed=True)) == (4, 0)
    actions.answer_delivery(by=world.somchai, delivery=first, received="yes")
    actions.answer_delivery(by=world.somchai, delivery=second, received="part", note="ขาดหนึ่งชิ้น")
    actions.answer_delivery(by=world.malee, delivery=third, received="no", note="ไม่มีใครมา")
    assert (credited(world, confirmed=False), credited(world, confirmed=True)) == (3, 1)
    found = queries.tally(case.deliveries.all())
    assert (found.confirmed, found.in_part, found.disputed, found.waiting, found.recorded) == (1, 1, 1, 1, 4)
    assert list(queries.disputed(world.orawan)) == [third]
    assert list(queries.disputed(world.niran)) == [third]
    assert fourth.confirmed_by is None
    page = text(client_of("orawan").get(case.get_absolute_url()))
    assert "สองฝ่ายบอกไม่ตรงกัน" in page
    assert "หน่วยงานบันทึกว่าให้แล้ว แต่ฝ่ายผู้รับบอกว่าไม่ได้รับ" in page


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_see_no_dispute_and_say_nothing(world: World, who: str) -> None:
    case = world.accepted()
    delivery = deliver(world, case)
    actions.answer_delivery(by=world.somchai, delivery=delivery, received="no", note="ไม่ได้รับ")
    stranger = worlds.strangers()[who]
    assert not queries.disputed(stranger).exists()
    for received in ("yes", "no"):
        with pytest.raises(NotAllowed):
            actions.answer_delivery(by=stranger, delivery=delivery, received=received, note="x")
    with pytest.raises(NotAllowed):
        actions.report_receipt(by=stranger, referral=case, kind="goods", what="x", delivered_on=TODAY)
    with pytest.raises(NotAllowed):
        actions.return_delivery(by=stranger, delivery=delivery, returned_on=TODAY, why="x")
    with pytest.raises(NotAllowed):
        actions.add_files(by=stranger, referral=case, uploads=[pdf()])


def test_a_no_needs_words_and_an_answer_from_the_list(world: World) -> None:
    delivery = deliver(world, world.accepted())
    for received, note in (("no", " "), ("part", ""), ("perhaps", "x"), ("", "")):
        with pytest.raises(Refused):
            actions.answer_delivery(by=world.somchai, delivery=delivery, received=received, note=note)


def test_the_page_takes_one_button_or_a_word(world: World) -> None:
    case = world.accepted()
    first, second = deliver(world, case, what="ก"), deliver(world, case, what="ข")
    one, two = (reverse("referrals:confirm_delivery", args=[case.code, d.code]) for d in (first, second))
    assert client_of("somchai").post(one, {"received": "yes"}).status_code == 302
    client = client_of("somchai")
    assert "ได้รับบางส่วน" in text(client.get(two))
    assert client.post(two, {"received": "no", "note": ""}).status_code == 422
    assert client.post(two, {"received": "no", "note": "ยังไม่มา"}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.received, second.received) == ("yes", "no")
    assert client_of("niran").post(two).status_code == 403


# -- the group first


def test_what_the_group_reports_first_counts_when_the_body_confirms(world: World) -> None:
    case = world.accepted()
    page = reverse("referrals:report_receipt", args=[case.code])
    data = {"kind": "goods", "what": "กี่ทอผ้า", "quantity": "2", "unit": "หลัง", "delivered_on": "23/11/2569"}
    assert client_of("niran").post(page, data).status_code == 403
    assert client_of("somchai").post(page, data).status_code == 302
    delivery = case.deliveries.get()
    case.refresh_from_db()
    assert (case.state, delivery.received, delivery.reported_by_receiver) == ("accepted", "yes", True)
    assert (credited(world, confirmed=False), credited(world, confirmed=True), balance(world).used) == (
        0,
        0,
        0,
    )
    with pytest.raises(NotAllowed):
        actions.answer_delivery(by=world.somchai, delivery=delivery, received="yes")
    with pytest.raises(NotAllowed):
        actions.answer_delivery(by=world.malee, delivery=delivery, received="yes")
    answer = reverse("referrals:confirm_delivery", args=[case.code, delivery.code])
    assert client_of("niran").post(answer, {"received": "yes"}).status_code == 302
    case.refresh_from_db()
    delivery.refresh_from_db()
    assert (case.state, delivery.confirmed_by) == ("delivered", world.bank)
    assert (credited(world, confirmed=False), credited(world, confirmed=True), balance(world).used) == (
        0,
        1,
        1,
    )


def test_a_body_that_denies_it_stands_against_the_group(world: World) -> None:
    case = world.accepted()
    delivery = actions.report_receipt(
        by=world.somchai, referral=case, kind="goods", what="กี่", delivered_on=TODAY
    )
    actions.answer_delivery(by=world.niran, delivery=delivery, received="no", note="ยังไม่ได้ให้")
    delivery.refresh_from_db()
    assert (delivery.received, delivery.denied) == ("yes", True)
    assert list(queries.disputed(world.orawan)) == [delivery]
    case.refresh_from_db()
    assert case.state == "accepted"
    assert "หน่วยงานบอกว่าไม่ได้ให้" in text(client_of("somchai").get(case.get_absolute_url()))
    with pytest.raises((Refused, NotAllowed)):
        actions.return_delivery(by=world.niran, delivery=delivery, returned_on=TODAY, why="x")


# -- what comes back


def test_what_comes_back_frees_money_then_the_place_and_the_credit(world: World) -> None:
    case = world.accepted()
    delivery = deliver(world, case, amount_baht=Decimal(1000), quantity=Decimal(4), unit="ชิ้น")
    actions.return_delivery(
        by=world.niran,
        delivery=delivery,
        returned_on=TODAY,
        why="ชำรุด",
        quantity=Decimal(1),
        baht=Decimal(250),
    )
    assert (balance(world).used, balance(world).used_baht, credited(world, confirmed=False)) == (1, 750, 1)
    for wrong in ({"quantity": Decimal(4)}, {"baht": Decimal(751)}, {"baht": Decimal(-1)}):
        with pytest.raises(Refused):
            actions.return_delivery(by=world.niran, delivery=delivery, returned_on=TODAY, why="x", **wrong)
    actions.return_delivery(by=world.niran, delivery=delivery, returned_on=TODAY, why="ปิดโครงการ")
    delivery.refresh_from_db()
    assert (delivery.returned_quantity, delivery.returned_baht) == (4, 1000)
    assert (balance(world).used, balance(world).used_baht, credited(world, confirmed=False)) == (0, 0, 0)
    with pytest.raises(Refused, match="ไม่มีสิ่งที่คืนได้"):
        actions.return_delivery(by=world.niran, delivery=delivery, returned_on=TODAY, why="อีก")
    page = text(client_of("somchai").get(case.get_absolute_url()))
    assert "มีการคืน" in page
    assert "ปิดโครงการ" in page


def test_the_place_stays_used_while_another_delivery_stays(world: World) -> None:
    case = world.accepted()
    first, _ = deliver(world, case), deliver(world, case, completeness="repeated")
    actions.return_delivery(by=world.niran, delivery=first, returned_on=TODAY, why="x")
    assert (balance(world).used, credited(world, confirmed=False)) == (1, 1)


def test_after_everything_came_back_a_place_is_taken_anew(world: World) -> None:
    case = world.accepted()
    actions.return_delivery(by=world.niran, delivery=deliver(world, case), returned_on=TODAY, why="x")
    assert Holding.objects.get(reference=f"referral:{case.code}").used == 0
    deliver(world, case)
    assert (balance(world).used, balance(world).opened) == (1, 1)


def test_a_return_has_its_page_and_its_day(world: World) -> None:
    case = world.accepted()
    delivery = deliver(world, case, amount_baht=Decimal(1000))
    page = reverse("referrals:return_delivery", args=[case.code, delivery.code])
    client = client_of("niran")
    assert client.get(page).status_code == 200
    assert client_of("somchai").get(page).status_code == 403
    for day, words in (("24/11/2569", "อนาคต"), ("22/11/2569", "ระหว่างวันที่ให้")):
        assert words in text(client.post(page, {"returned_on": day, "why": "x"}))
    assert client.post(page, {"returned_on": "23/11/2569", "why": "ชำรุด", "baht": "400"}).status_code == 302
    delivery.refresh_from_db()
    assert delivery.returned_baht == 400


class Ledger(TestCase):
    """Whatever is given, answered and returned, in whatever order, the ledgers equal the deliveries."""

    @settings(max_examples=15)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["give", "yes", "no", "some", "all"]), st.integers(0, 3), st.integers(1, 900)
            ),
            max_size=10,
        )
    )
    def test_ledgers_equal_the_deliveries(self, acts: list[tuple[str, int, int]]) -> None:
        from phanuek.ui import clock
        from tests.conftest import NOW

        clock.set_now(NOW)
        world = worlds.build()
        case = world.accepted()
        for act, which, baht in acts:
            rows = list(Delivery.objects.order_by("pk"))
            try:
                if act == "give":
                    deliver(world, case, amount_baht=Decimal(baht))
                elif rows:
                    one = rows[which % len(rows)]
                    if act in ("yes", "no"):
                        actions.answer_delivery(by=world.somchai, delivery=one, received=act, note="x")
                    else:
                        part = {"baht": Decimal(baht)} if act == "some" else {}
                        actions.return_delivery(
                            by=world.niran, delivery=one, returned_on=TODAY, why="x", **part
                        )
            except Refused:
                pass
        rows = list(Delivery.objects.all())
        kept = [one for one in rows if not (one.returned_on and one.returned_baht == one.amount_baht)]
        stays = sum((one.amount_baht or 0) - (one.returned_baht or 0) for one in rows)
        assert balance(world).used_baht == stays
        assert balance(world).used == bool(kept)
        assert credited(world, confirmed=True) == sum(one.confirmed_by_id is not None for one in kept)
        assert credited(world, confirmed=False) == sum(one.confirmed_by_id is None for one in kept)
        assert all(value >= 0 for value in (balance(world).opened, balance(world).reserved))


def test_a_limit_is_said_before_it_is_typed(world: World) -> None:
    from phanuek.offers.models import Limit

    Limit.objects.create(offer=world.offer, per_request_baht=Decimal(50_000))
    case = world.accepted()
    page = text(client_of("niran").get(reverse("referrals:deliver", args=[case.code])))
    assert "คำขอละไม่เกิน 50,000" in page
