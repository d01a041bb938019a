"""A case that ended goes on again, or is applied for anew with what was typed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements.queries import ledger_total
from phanuek.consent import actions as consents
from phanuek.files import actions as files
from phanuek.matching.models import Allocation, Application, Round
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.offers import actions as offers
from phanuek.offers import queries as offer_queries
from phanuek.referrals import actions, queries
from phanuek.referrals.models import CaseFile, Referral
from phanuek.referrals.states import FileKind, ReferralState
from phanuek.ui import clock as platform_clock
from phanuek.ui.problems import NotAllowed, Refused
from tests.referrals import world as worlds
from tests.referrals.clocked import go_to, now, run_on
from tests.referrals.test_answering import put
from tests.referrals.world import SYSTEM, TODAY, World

S = ReferralState
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("unanswered", S.SENT),
        ("withdrawn", S.SENT),
        ("accepted, withdrawn", S.ACCEPTED),
        ("nothing delivered", S.ACCEPTED),
        ("closed", S.DELIVERED),
    ],
)
def test_it_goes_on_where_it_stood(world: World, clock: Any, before: str, after: S) -> None:
    if before == "unanswered":
        referral = world.send()
        run_on(TODAY + timedelta(days=60))
    elif before == "withdrawn":
        referral = put(world, S.WITHDRAWN)
    elif before == "accepted, withdrawn":
        referral = actions.withdraw(by=world.malee, referral=world.accepted(), why="เปลี่ยนใจ")
    elif before == "nothing delivered":
        referral = actions.close(by=world.niran, referral=world.accepted(), note="ติดต่อไม่ได้")
    else:
        referral = put(world, S.CLOSED)
    case = actions.reopen(by=world.malee, referral=referral, why="กลุ่มพร้อมแล้ว")
    assert (case.state, case.closing_reason, case.closed_at) == (after, "", None)
    assert case.step_due is not None
    assert offer_queries.places_left(world.offer) == (2 if after == S.SENT else 1)
    accepted = 0 if after == S.SENT else 1
    assert (
        ledger_total(world.commitment).confirmed
        == queries.accepted_referrals(world.commitment.pk)
        == accepted
    )
    if after == S.SENT:
        assert Need.objects.get(pk=world.need.pk).state == NeedState.REFERRED
        assert case.first_answer_due == case.step_due


def test_not_when_its_place_went_to_others(world: World) -> None:
    referral = actions.close(by=world.niran, referral=world.accepted(), note="ติดต่อไม่ได้")
    for number in range(2):
        world.accepted(enterprise=worlds.group(name_th=f"กลุ่ม {number}"), need=None)
    with pytest.raises(Refused, match="ไม่มีที่เหลือ"):
        actions.reopen(by=world.malee, referral=referral, why="พร้อมแล้ว")
    assert now(referral).state == S.CLOSED


def test_within_a_year(world: World, clock: Any) -> None:
    referral = put(world, S.WITHDRAWN)
    go_to(TODAY + timedelta(days=365))
    assert actions.reopen(by=world.niran, referral=referral, why="ก").state == S.SENT
    actions.withdraw(by=world.malee, referral=referral, why="ก")
    go_to(platform_clock.today() + timedelta(days=367))
    with pytest.raises(NotAllowed, match="หนึ่งปี"):
        actions.reopen(by=world.malee, referral=referral, why="ก")


@pytest.mark.parametrize("state", [s for s in S if s not in (S.CLOSED, S.WITHDRAWN)])
def test_only_what_was_closed_or_withdrawn(world: World, state: S) -> None:
    with pytest.raises(NotAllowed):
        actions.reopen(by=world.malee, referral=put(world, state), why="ก")


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_reopen_nothing(world: World, who: str) -> None:
    referral = put(world, S.WITHDRAWN)
    with pytest.raises(NotAllowed):
        actions.reopen(by=worlds.strangers()[who], referral=referral, why="ก")


def test_not_without_words_consent_or_beside_an_open_case(world: World) -> None:
    referral = put(world, S.WITHDRAWN)
    with pytest.raises(Refused):
        actions.reopen(by=world.malee, referral=referral, why=" ")
    newer = world.send(previous=referral)
    with pytest.raises(Refused, match=newer.code):
        actions.reopen(by=world.malee, referral=referral, why="ก")
    actions.withdraw(by=world.malee, referral=newer, why="ก")
    consents.revoke(by=SYSTEM, consent=referral.consent, on=TODAY)
    with pytest.raises(Refused, match="ความยินยอม"):
        actions.reopen(by=world.malee, referral=referral, why="ก")


def test_applying_again_keeps_what_was_typed(world: World) -> None:
    referral = world.send(note="โทรช่วงเย็น", requested_baht=Decimal(50_000))
    kept = files.keep(SimpleUploadedFile("บัญชี.pdf", PDF, "application/pdf"), by=world.malee)
    for kind in (FileKind.APPLICATION, FileKind.ANSWER):
        CaseFile.objects.create(
            referral=referral,
            attachment=kept,
            kind=kind,
            added_at=referral.sent_at,
            organisation=referral.sender,
        )
    actions.refuse(by=world.niran, referral=referral, reason="no_budget", note="")
    again = world.send(note=referral.note, requested_baht=referral.requested_baht, previous=referral)
    assert again.previous == referral
    assert [(file.attachment, file.kind) for file in again.files.all()] == [(kept, FileKind.APPLICATION)]


def test_never_after_a_case_of_another_group(world: World) -> None:
    referral = put(world, S.WITHDRAWN)
    with pytest.raises(Refused):
        world.send(enterprise=worlds.group(name_th="กลุ่มอื่น"), need=None, previous=referral)
    assert Referral.objects.count() == 1


def test_accepting_uses_the_place_kept_for_the_group(world: World) -> None:
    """The last place is kept for it by a published round."""
    small = worlds.offer(world.bank, code="small", capacity=1)
    held = Round.objects.create(
        code="round-1",
        title_th="รอบ",
        owner=world.bank,
        opens_on=TODAY,
        closes_on=TODAY,
        state="published",
    )
    won = Application.objects.create(
        code="ap-1", round=held, enterprise=world.group, offer=small, applied_at=platform_clock.now()
    )
    Allocation.objects.create(application=won, units=1)
    referral = world.send(offer=small)
    offers.take_place(by=SYSTEM, offer=small, reference=f"allocation:{won.code}")
    assert offer_queries.places_left(small) == 0
    assert actions.accept(by=world.niran, referral=referral).state == S.ACCEPTED
    balance = offer_queries.balance(small)
    assert (balance.reserved, balance.opened) == (1, 0)
