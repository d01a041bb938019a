"""A refusal: what it says, who may question it until when, and who answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.organisations.actor import Actor
from phanuek.referrals import actions, queries
from phanuek.referrals.models import Appeal, Referral
from phanuek.referrals.states import AppealState, ReferralState
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.clocked import go_to, now, run_on, told
from tests.referrals.world import TODAY, World

S = ReferralState


def refused(world: World, **changes: Any) -> Referral:
    values: dict[str, Any] = {"reason": "no_budget", "note": "งบปีนี้หมดแล้ว", **changes}
    return actions.refuse(by=world.niran, referral=world.send(), **values)


def appealed(world: World) -> Referral:
    return actions.appeal(by=world.somchai, referral=refused(world), text="มีงบเพิ่มแล้ว").referral


def colleague(world: World, name: str = "busaba") -> Actor:
    return cast.member(name, "partner_officer", world.bank)


def test_a_refusal_names_the_conditions_and_another_offer(world: World) -> None:
    eligibility_rule = worlds.offer(world.bank, "members >= 7 AND keeps_accounts", code="accounts")
    other = worlds.offer(world.bank, code="other")
    referral = world.send(offer=eligibility_rule)
    numbers = [
        n
        for n, c in enumerate(referral.assessment.conditions)
        if "keeps_accounts" in str(c) or c["status"] == "unknown"
    ]
    referral = actions.refuse(
        by=world.niran,
        referral=referral,
        reason="condition_not_met",
        note="",
        conditions=numbers,
        alternative=other,
    )
    assert len(referral.refusal_conditions) == 1
    assert referral.alternative == other
    body = told("somchai")[-1].body_th
    assert "เงื่อนไขที่ไม่ผ่าน" in body
    assert "other" in body
    assert "ขอทบทวนได้ถึงวันที่" in body


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "magic"}, "reason"),
        ({"reason": "other", "note": " "}, "note"),
        ({"reason": "condition_not_met", "note": ""}, "conditions"),
        ({"reason": "condition_not_met", "conditions": [99]}, "conditions"),
        ({"reason": "condition_not_met", "conditions": [-1]}, "conditions"),
    ],
)
def test_a_refusal_that_says_too_little_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        refused(world, **changes)
    assert refusal.value.field == field
    assert Referral.objects.get().state == S.SENT


@pytest.mark.parametrize("which", ["same", "closed"])
def test_what_is_suggested_is_open_and_another(world: World, which: str) -> None:
    other = world.offer if which == "same" else worlds.offer(world.bank, code="shut", availability="closed")
    with pytest.raises(Refused) as refusal:
        refused(world, alternative=other)
    assert refusal.value.field == "alternative"


@pytest.mark.parametrize("who", ["somchai", "malee"])
def test_group_or_sender_appeal_and_the_case_lives_again(world: World, who: str) -> None:
    referral = refused(world)
    assert Need.objects.get(pk=world.need.pk).state == NeedState.CHECKED
    colleague(world)
    made = actions.appeal(by=getattr(world, who), referral=referral, text=" มีงบเพิ่มแล้ว ")
    assert (made.text, made.state, made.refused_by_id) == (
        "มีงบเพิ่มแล้ว",
        AppealState.WAITING,
        world.niran.person_id,
    )
    assert made.due_on == now(referral).step_due == date(2026, 12, 16)  # fifteen working days, two holidays
    assert now(referral).state == S.APPEALED
    assert Need.objects.get(pk=world.need.pk).state == NeedState.REFERRED
    assert "มีการขอทบทวนผล" in told("busaba")[-1].subject_th


def test_until_the_last_day_and_no_longer(world: World, clock: Any) -> None:
    referral = refused(world)
    assert referral.appeal_until == date(2026, 12, 16)
    go_to(date(2026, 12, 17))
    with pytest.raises(Refused, match="พ้นกำหนดขอทบทวน") as refusal:
        actions.appeal(by=world.somchai, referral=referral, text="ช้าไป")
    assert "ยื่นใหม่" in str(refusal.value)
    go_to(date(2026, 12, 16), hour=23)
    assert actions.appeal(by=world.somchai, referral=referral, text="ทันพอดี").referral.state == S.APPEALED


@pytest.mark.parametrize("who", [*worlds.STRANGERS, "niran"])
def test_nobody_else_appeals(world: World, who: str) -> None:
    referral = refused(world)
    people = {**worlds.strangers(), "niran": world.niran}
    with pytest.raises(NotAllowed):
        actions.appeal(by=people[who], referral=referral, text="ขอทบทวน")


def test_an_appeal_needs_words_and_a_refusal(world: World) -> None:
    with pytest.raises(Refused):
        actions.appeal(by=world.somchai, referral=refused(world), text="  ")
    with pytest.raises(NotAllowed):
        actions.appeal(
            by=world.somchai,
            referral=world.send(enterprise=worlds.group(name_th="อื่น"), need=None, by=world.malee),
            text="ก",
        )


def test_who_refused_does_not_answer_and_another_of_the_body_does(world: World) -> None:
    referral = appealed(world)
    other = colleague(world)
    with pytest.raises(NotAllowed, match="ผู้อื่นตอบ"):
        actions.decide_appeal(by=world.niran, referral=referral, upheld=True, why="ก")
    for verb in (
        lambda: actions.accept(by=other, referral=referral),
        lambda: actions.refuse(by=world.niran, referral=referral, reason="no_budget", note=""),
    ):
        with pytest.raises(NotAllowed):
            verb()
    with pytest.raises(NotAllowed):
        actions.decide_appeal(by=world.orawan, referral=referral, upheld=True, why="ก")
    actions.decide_appeal(by=other, referral=referral, upheld=True, why="ได้งบเพิ่ม")
    case = now(referral)
    assert (case.state, case.owner, case.step_due) == (S.SENT, "provider", date(2026, 11, 30))
    assert case.refusal_reason  # as history
    assert not queries.case(case.code, world.somchai).is_refused  # type: ignore[union-attr]
    assert actions.accept(by=world.niran, referral=case).state == S.ACCEPTED


def test_the_body_above_answers_and_else_the_secretariat(world: World) -> None:
    referral = appealed(world)
    actions.decide_appeal(by=world.orawan, referral=referral, upheld=False, why="ยืนยันตามเดิม")
    assert now(referral).state == S.REFUSED
    second = world.send(offer=worlds.offer(world.bank, code="second"), need=None)
    actions.refuse(by=world.niran, referral=second, reason="no_budget", note="")
    actions.appeal(by=world.somchai, referral=second, text="ขอทบทวน")
    above = cast.organisation("mof", "ministry")
    world.bank.parent = above
    world.bank.save()
    suda = cast.member("suda", "partner_officer", above)
    with pytest.raises(NotAllowed):
        actions.decide_appeal(by=world.orawan, referral=second, upheld=True, why="ก")
    assert queries.case(second.code, suda) is not None
    actions.decide_appeal(by=suda, referral=second, upheld=True, why="เข้าเงื่อนไข")
    made = Appeal.objects.get(referral=second)
    assert (made.decided_by_id, made.decided_by_body) == (suda.person_id, above)


def test_rejected_the_refusal_stands_for_good(world: World) -> None:
    referral = appealed(world)
    actions.decide_appeal(by=colleague(world), referral=referral, upheld=False, why="งบหมดจริง")
    case = now(referral)
    assert (case.state, case.appeal_until, case.refusal_reason) == (S.REFUSED, None, "no_budget")
    assert Need.objects.get(pk=world.need.pk).state == NeedState.CHECKED
    with pytest.raises(Refused, match="ทบทวนแล้ว"):
        actions.appeal(by=world.somchai, referral=case, text="อีกครั้ง")
    assert "งบหมดจริง" in told("somchai")[-1].body_th


@pytest.mark.parametrize("who", [*worlds.STRANGERS, "somchai", "malee"])
def test_nobody_else_answers(world: World, who: str) -> None:
    referral = appealed(world)
    people = {**worlds.strangers(), "somchai": world.somchai, "malee": world.malee}
    with pytest.raises(NotAllowed):
        actions.decide_appeal(by=people[who], referral=referral, upheld=True, why="ก")


def test_the_database_keeps_the_two_apart(world: World) -> None:
    appealed(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.update(decided_by_id=world.niran.person_id)


def test_an_unanswered_appeal_ends_and_a_withdrawn_one_too(world: World, clock: Any) -> None:
    referral = appealed(world)
    run_on(TODAY + timedelta(days=60))
    assert Appeal.objects.get().state == AppealState.LAPSED
    assert now(referral).closing_reason == "no_answer"
    go_to(TODAY)
    again = world.send(offer=worlds.offer(world.bank, code="again"), need=None)
    actions.refuse(by=world.niran, referral=again, reason="no_budget", note="")
    actions.appeal(by=world.malee, referral=again, text="ขอทบทวน")
    actions.withdraw(by=world.malee, referral=again, why="ไม่ต้องการแล้ว")
    assert Appeal.objects.get(referral=again).state == AppealState.TAKEN_BACK


def test_while_another_case_is_open_no_appeal_brings_a_second_one(world: World) -> None:
    referral = refused(world)
    newer = world.send(previous=referral)
    with pytest.raises(Refused, match=newer.code):
        actions.appeal(by=world.somchai, referral=referral, text="ขอทบทวน")


def test_the_group_asks_for_what_was_suggested(world: World) -> None:
    other = worlds.offer(world.bank, code="other")
    referral = refused(world, alternative=other)
    with pytest.raises(NotAllowed):
        actions.wish_alternative(by=world.malee, referral=referral)
    actions.wish_alternative(by=world.somchai, referral=referral)
    assert "กลุ่มขอให้ส่งเรื่อง" in told("malee")[-1].subject_th
    with pytest.raises(Refused, match="แจ้งขอไว้แล้ว"):
        actions.wish_alternative(by=world.somchai, referral=referral)
