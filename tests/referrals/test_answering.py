from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phanuek.agreements.models import Measure, Posting
from phanuek.agreements.queries import ledger_total
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import actions, permissions, queries
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.states import TRANSITIONS, ReferralState, RefusalReason
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import TODAY, World

S = ReferralState


def put(world: World, state: S) -> Referral:
    """A case brought to a state by its verbs."""
    referral = world.send()
    if state == S.MORE_ASKED:
        return actions.ask_more(by=world.niran, referral=referral, text="ขอข้อมูล")
    if state == S.REFUSED:
        return actions.refuse(by=world.niran, referral=referral, reason="no_budget", note="")
    if state == S.WITHDRAWN:
        return actions.withdraw(by=world.malee, referral=referral, why="เปลี่ยนใจ")
    if state == S.APPEALED:
        referral = actions.refuse(by=world.niran, referral=referral, reason="no_budget", note="")
        return actions.appeal(by=world.malee, referral=referral, text="ขอให้ทบทวน").referral
    if state in (S.TRANSFER_ASKED, S.TRANSFERRED):
        return moved(world, referral, state)
    if state in (S.ACCEPTED, S.DELIVERED, S.CLOSED):
        referral = actions.accept(by=world.niran, referral=referral)
    if state in (S.DELIVERED, S.CLOSED):
        deliver(world, referral)
        referral = Referral.objects.get(pk=referral.pk)
    if state == S.CLOSED:
        referral = actions.close(by=world.niran, referral=referral)
    return referral


def moved(world: World, referral: Referral, state: S) -> Referral:
    """Passed on to a body that the group consented to, or not yet."""
    other = cast.organisation("gsb-other", "bank")
    target = Offer.objects.filter(code="other-credit").first() or worlds.offer(other, code="other-credit")
    if state == S.TRANSFERRED:
        worlds.consent(world.group, other)
    actions.transfer(by=world.niran, referral=referral, to=target, why="หน่วยงานนั้นดูแลเรื่องนี้")
    return Referral.objects.get(pk=referral.pk)


def deliver(world: World, referral: Referral, **changes: Any) -> Delivery:
    values = {"kind": "advice", "what": "ให้คำปรึกษาการออกแบบ", "delivered_on": TODAY, **changes}
    return actions.record_delivery(by=values.pop("by", world.niran), referral=referral, **values)


VERBS: dict[S, Callable[[World, Referral], object]] = {
    S.MORE_ASKED: lambda w, r: actions.ask_more(by=w.niran, referral=r, text="ขอข้อมูล"),
    S.ACCEPTED: lambda w, r: actions.accept(by=w.niran, referral=r),
    S.REFUSED: lambda w, r: actions.refuse(by=w.niran, referral=r, reason="no_budget", note=""),
    S.WITHDRAWN: lambda w, r: actions.withdraw(by=w.malee, referral=r, why="เปลี่ยนใจ"),
    S.CLOSED: lambda w, r: actions.close(by=w.niran, referral=r, note="ปิด"),
    S.SENT: lambda w, r: actions.give_more(by=w.malee, referral=r, text="คำตอบ"),
    S.DELIVERED: lambda w, r: deliver(w, r),
}


# states that verbs here lead to; SENT is reached by answering a question, CLOSED by a person once it was taken up; a refusal
# that is appealed is answered by other verbs (test_appeal)
ALL = list(S)
ONLY_FROM = {
    S.SENT: {S.MORE_ASKED}, S.CLOSED: {S.ACCEPTED, S.DELIVERED}, S.REFUSED: {S.SENT, S.MORE_ASKED},
    S.MORE_ASKED: {S.SENT},
}  # fmt: skip


@pytest.mark.parametrize("to", list(VERBS))
@pytest.mark.parametrize("state", ALL)
def test_each_way_in_the_table_and_no_other(world: World, state: S, to: S) -> None:
    referral = put(world, state)
    allowed = to in TRANSITIONS[state] or (state, to) == (S.DELIVERED, S.DELIVERED)
    allowed = allowed and state in ONLY_FROM.get(to, ALL)
    if allowed:
        VERBS[to](world, referral)
        assert Referral.objects.get(pk=referral.pk).state == to
        return
    with pytest.raises(NotAllowed) as refusal:
        VERBS[to](world, referral)
    assert str(state.label) in str(refusal.value.reason)
    assert Referral.objects.get(pk=referral.pk).state == state


@pytest.mark.parametrize("who", [*worlds.STRANGERS, "sender", "group"])
def test_only_the_provider_answers(world: World, who: str) -> None:
    referral = world.send()
    people = {**worlds.strangers(), "sender": world.malee, "group": world.somchai}
    for to in (S.MORE_ASKED, S.ACCEPTED, S.REFUSED, S.CLOSED, S.DELIVERED):
        other = World(**{**world.__dict__, "niran": people[who]})
        with pytest.raises(NotAllowed):
            VERBS[to](other, referral)
    assert Referral.objects.get(pk=referral.pk).state == S.SENT


def test_the_secretariat_answers_only_for_a_body_without_account(world: World) -> None:
    referral = world.send()
    with pytest.raises(NotAllowed, match="มีเจ้าหน้าที่ในระบบแล้ว"):
        permissions.as_provider(world.orawan, referral)
    with pytest.raises(NotAllowed):
        actions.accept(by=world.orawan, referral=referral)
    silent = cast.organisation("thaipost", "state_enterprise")
    theirs = world.send(offer=worlds.offer(silent, code="parcels"), need=None)
    acting = permissions.as_provider(world.orawan, theirs)
    accepted = actions.accept(by=acting, referral=theirs)
    assert accepted.state == S.ACCEPTED
    delivery = deliver(world, accepted, by=acting)
    assert delivery.on_behalf
    assert delivery.recorded_by == silent
    assert not deliver(world, actions.accept(by=world.niran, referral=referral)).on_behalf


def test_the_first_answer_counts_once(world: World, clock: Any) -> None:
    referral = actions.ask_more(by=world.niran, referral=world.send(), text="ขอข้อมูล")
    first = referral.first_answer_at
    assert first is not None
    referral = actions.give_more(by=world.malee, referral=referral, text="คำตอบ")
    clock(first + timedelta(days=2))
    assert actions.accept(by=world.niran, referral=referral).first_answer_at == first


def test_accepting_takes_a_place_and_withdrawing_gives_it_back(world: World) -> None:
    referral = world.accepted()
    assert offer_queries.places_left(world.offer) == 1
    assert ledger_total(world.commitment).confirmed == 1
    actions.withdraw(by=world.malee, referral=referral, why="กลุ่มเลิก")
    assert offer_queries.places_left(world.offer) == 2
    assert ledger_total(world.commitment).confirmed == 0


def test_the_last_place_is_given_once(world: World) -> None:
    small = worlds.offer(world.bank, code="small", capacity=1)
    first = world.send(offer=small, need=None)
    second = world.send(offer=small, need=None, enterprise=worlds.group(name_th="กลุ่มสอง"))
    actions.accept(by=world.niran, referral=first)
    with pytest.raises(Refused):
        actions.accept(by=world.niran, referral=second)
    assert Referral.objects.get(pk=second.pk).state == S.SENT


def test_two_people_answer_at_once_and_the_second_is_told(world: World) -> None:
    mine = world.send()
    theirs = Referral.objects.get(pk=mine.pk)
    actions.accept(by=world.niran, referral=mine)
    with pytest.raises(NotAllowed, match="รับเรื่องแล้ว"):
        actions.refuse(by=world.niran, referral=theirs, reason="no_budget", note="")
    assert Referral.objects.get(pk=mine.pk).state == S.ACCEPTED
    assert Posting.objects.filter(measure=Measure.REFERRALS).count() == 1


def test_a_refusal_has_a_reason_from_the_list(world: World) -> None:
    referral = world.send()
    for reason, note, field in (("", "", "reason"), ("because", "", "reason"), ("other", "  ", "note")):
        with pytest.raises(Refused) as refusal:
            actions.refuse(by=world.niran, referral=referral, reason=reason, note=note)
        assert refusal.value.field == field
    referral = actions.refuse(
        by=world.niran, referral=referral, reason=RefusalReason.OTHER, note=" อยู่ระหว่างปรับมาตรการ "
    )
    assert referral.refusal_note == "อยู่ระหว่างปรับมาตรการ"
    assert Need.objects.get(pk=world.need.pk).state == NeedState.CHECKED


def test_the_database_keeps_reason_and_refusal_together(world: World) -> None:
    referral = world.send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(state="refused")


def test_a_delivery_is_credited_unconfirmed_and_answers_the_need(world: World) -> None:
    reached = worlds.commitment(world.bank, Measure.DELIVERIES, "give-advice")
    offer = worlds.offer(world.bank, code="advice", commitment=reached)
    referral = actions.accept(by=world.niran, referral=world.send(offer=offer))
    delivery = deliver(world, referral, amount_baht=Decimal(50_000), quantity=Decimal(3), unit="ชั่วโมง")
    assert (ledger_total(reached).confirmed, ledger_total(reached).unconfirmed) == (0, 1)
    assert Need.objects.get(pk=world.need.pk).state == NeedState.ANSWERED
    actions.confirm_delivery(by=world.somchai, delivery=delivery)
    assert (ledger_total(reached).confirmed, ledger_total(reached).unconfirmed) == (1, 0)
    with pytest.raises(Refused):
        actions.confirm_delivery(by=world.malee, delivery=delivery)


def test_people_trained_are_those_who_came(world: World) -> None:
    trained = worlds.commitment(world.bank, Measure.PEOPLE_TRAINED, "train")
    offer = worlds.offer(world.bank, code="course", commitment=trained)
    referral = actions.accept(by=world.niran, referral=world.send(offer=offer))
    delivery = deliver(
        world, referral, kind="training",
        attendance=[("สมศรี  ใจดี", True), ("สมหมาย", False), ("มาลี", True), ("สมหมาย", True), (" ", True)],
    )  # fmt: skip
    assert {(a.name, a.attended) for a in delivery.attendance.all()} == {
        ("สมศรี ใจดี", True),
        ("สมหมาย", True),
        ("มาลี", True),
    }
    assert ledger_total(trained).unconfirmed == 3
    deliver(world, referral, kind="training", quantity=Decimal(8), unit="คน")
    assert ledger_total(trained).unconfirmed == 11


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "magic"}, "kind"),
        ({"what": " "}, "what"),
        ({"delivered_on": TODAY + timedelta(days=1)}, "delivered_on"),
        ({"delivered_on": TODAY - timedelta(days=1)}, "delivered_on"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"amount_baht": Decimal(-1)}, "amount_baht"),
    ],
)
def test_a_delivery_that_cannot_be_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    referral = world.accepted()
    with pytest.raises(Refused) as refusal:
        deliver(world, referral, **changes)
    assert refusal.value.field == field
    assert not Delivery.objects.exists()
    assert Referral.objects.get(pk=referral.pk).state == S.ACCEPTED


def test_nobody_confirms_their_own_delivery(world: World) -> None:
    delivery = deliver(world, world.accepted())
    with pytest.raises(NotAllowed):
        actions.confirm_delivery(by=world.niran, delivery=delivery)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(confirmed_by=world.bank)
    silent = cast.organisation("thaipost", "state_enterprise")
    theirs = world.send(offer=worlds.offer(silent, code="parcels"), need=None)
    acting = permissions.as_provider(world.orawan, theirs)
    entered = deliver(world, actions.accept(by=acting, referral=theirs), by=acting)
    with pytest.raises(NotAllowed, match="ฝ่ายเลขานุการ"):
        actions.confirm_delivery(by=world.orawan, delivery=entered)


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_confirm_no_delivery(world: World, who: str) -> None:
    delivery = deliver(world, world.accepted())
    with pytest.raises(NotAllowed):
        actions.confirm_delivery(by=worlds.strangers()[who], delivery=delivery)


def test_closing_without_support_says_why_and_frees_the_place(world: World) -> None:
    referral = world.accepted()
    with pytest.raises(Refused) as refusal:
        actions.close(by=world.niran, referral=referral)
    assert refusal.value.field == "note"
    actions.close(by=world.niran, referral=referral, note="กลุ่มติดต่อไม่ได้")
    assert offer_queries.places_left(world.offer) == 2
    assert Need.objects.get(pk=world.need.pk).state == NeedState.CHECKED


def test_closing_after_support_keeps_the_place(world: World) -> None:
    actions.close(by=world.niran, referral=world.delivered())
    assert offer_queries.places_left(world.offer) == 1
    assert Need.objects.get(pk=world.need.pk).state == NeedState.ANSWERED


def test_the_ledger_equals_the_cases(world: World) -> None:
    """Whatever way cases go, what is credited can be recomputed from them."""
    several = worlds.offer(world.bank, code="several", commitment=world.commitment)
    for number, state in enumerate(S):
        case = World(
            **{
                **world.__dict__,
                "group": worlds.group(name_th=f"กลุ่มที่ {number}"),
                "need": None,
                "offer": several,
            }
        )
        put(case, state)
    assert ledger_total(world.commitment).confirmed == queries.accepted_referrals(world.commitment.pk) == 3


def test_a_sender_that_is_the_provider_confirms_nothing(world: World) -> None:
    """Two bodies attest an accepted referral; one and the same does not count as two."""
    cdd = cast.organisation("cdd")
    own = worlds.commitment(cdd, code="own")
    offer = worlds.offer(cdd, code="own-course", commitment=own)
    referral = world.send(offer=offer, need=None)
    officer: Actor = cast.member("nipa", "partner_officer", cdd)
    actions.accept(by=officer, referral=referral)
    assert (ledger_total(own).confirmed, ledger_total(own).unconfirmed) == (0, 1)


def test_overdue_is_after_the_day(world: World, clock: Any) -> None:
    referral = world.send()
    assert referral.first_answer_due == date(2026, 11, 30)
    assert not queries.is_overdue(referral, date(2026, 11, 30))
    assert queries.is_overdue(referral, date(2026, 12, 1))
    assert not queries.is_overdue(actions.accept(by=world.niran, referral=referral), date(2026, 12, 1))
