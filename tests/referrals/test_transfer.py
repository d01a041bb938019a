"""A case passed to another offer, with or without the group's consent to whoever gets it."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from phanuek.agreements.queries import ledger_total
from phanuek.consent.models import Consent
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.referrals import actions, queries
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.clocked import now, run_on, told
from tests.referrals.world import TODAY, World

S = ReferralState
WHY = "หน่วยงานนั้นดูแลเรื่องนี้โดยตรง"


@pytest.fixture
def target(world: World) -> Offer:
    body = cast.organisation("exim", "bank")
    cast.member("wichai", "partner_officer", body)
    return worlds.offer(body, code="saving-credit")


def agree(world: World, referral: Referral, **changes: Any) -> Referral:
    values: dict[str, Any] = {"method": "spoken", "given_by": "สมศรี ตัวอย่าง", "given_on": TODAY, **changes}
    return actions.confirm_transfer(by=values.pop("by", world.malee), referral=referral, **values)


@pytest.mark.parametrize("before", ["sent", "more_asked", "accepted"])
def test_with_consent_it_goes_at_once_with_what_was_typed(world: World, target: Offer, before: str) -> None:
    worlds.consent(world.group, target.provider)
    referral = world.send(note="โทรช่วงเย็น", requested_baht=Decimal(50_000))
    if before == "more_asked":
        referral = actions.ask_more(by=world.niran, referral=referral, text="ขอบัญชี")
    if before == "accepted":
        referral = actions.accept(by=world.niran, referral=referral)
    made = actions.transfer(by=world.niran, referral=referral, to=target, why=WHY)
    old = now(referral)
    assert (old.state, old.owner, old.transfer_to) == (S.TRANSFERRED, "", target)
    assert (made.state, made.previous, made.sender, made.provider) == (
        S.SENT,
        old,
        old.sender,
        target.provider,
    )
    assert (made.note, made.requested_baht, made.need) == ("โทรช่วงเย็น", Decimal(50_000), old.need)
    assert not made.letters.exists()  # what was said with the first body stays there
    assert offer_queries.places_left(world.offer) == 2
    assert ledger_total(world.commitment).confirmed == queries.accepted_referrals(world.commitment.pk) == 0
    assert Need.objects.get(pk=world.need.pk).state == NeedState.REFERRED
    assert "ส่งเรื่องแล้ว" in told("wichai")[-1].subject_th
    assert any("โอนเรื่องแล้ว" in message.subject_th for message in told("somchai"))


def test_without_consent_the_group_is_asked(world: World, target: Offer) -> None:
    referral = actions.transfer(by=world.niran, referral=world.accepted(), to=target, why=WHY)
    assert (referral.state, referral.owner) == (S.TRANSFER_ASKED, "sender")
    assert offer_queries.places_left(world.offer) == 2
    assert not told("wichai")
    made = agree(world, referral)
    assert now(referral).state == S.TRANSFERRED
    assert made.consent.recipient == target.provider
    assert told("wichai")


def test_the_group_agrees_by_itself(world: World, target: Offer) -> None:
    referral = actions.transfer(by=world.niran, referral=world.send(), to=target, why=WHY)
    made = agree(world, referral, by=world.somchai, method="online")
    assert (made.consent.method, made.sender) == ("online", referral.sender)


def test_declined_it_is_the_first_bodys_turn_again(world: World, target: Offer) -> None:
    referral = actions.transfer(by=world.niran, referral=world.send(), to=target, why=WHY)
    actions.decline_transfer(by=world.somchai, referral=referral, why="ไม่สะดวกเดินทาง")
    case = now(referral)
    assert (case.state, case.owner, case.transfer_to) == (S.SENT, "provider", None)
    assert not Consent.objects.filter(recipient=target.provider).exists()
    assert actions.accept(by=world.niran, referral=case).state == S.ACCEPTED


def test_unanswered_it_closes(world: World, target: Offer, clock: Any) -> None:
    referral = actions.transfer(by=world.niran, referral=world.send(), to=target, why=WHY)
    run_on(TODAY + timedelta(days=30))
    assert now(referral).closing_reason == "no_consent"


@pytest.mark.parametrize("which", ["same", "closed", "full", "does not fit", "open case"])
def test_where_it_cannot_go(world: World, target: Offer, which: str) -> None:
    referral = world.send()
    if which == "same":
        target = world.offer
    elif which == "closed":
        target = worlds.offer(target.provider, code="shut", availability="closed")
    elif which == "full":
        target = worlds.offer(target.provider, code="full", capacity=0)
    elif which == "does not fit":
        target = worlds.offer(target.provider, "members >= 50", code="large")
        worlds.consent(world.group, target.provider)
    else:
        world.send(offer=target, need=None)
    with pytest.raises(Refused):
        actions.transfer(by=world.niran, referral=referral, to=target, why=WHY)
    assert now(referral).state == S.SENT


@pytest.mark.parametrize("who", [*worlds.STRANGERS, "somchai", "malee"])
def test_only_the_provider_proposes(world: World, target: Offer, who: str) -> None:
    referral = world.send()
    people = {**worlds.strangers(), "somchai": world.somchai, "malee": world.malee}
    with pytest.raises(NotAllowed):
        actions.transfer(by=people[who], referral=referral, to=target, why=WHY)


@pytest.mark.parametrize("who", ["niran", "wichai", "public"])
def test_only_the_senders_side_and_the_group_answer(world: World, target: Offer, who: str) -> None:
    referral = actions.transfer(by=world.niran, referral=world.send(), to=target, why=WHY)
    by = Actor.public() if who == "public" else Actor.of(Membership.objects.get(person__username=who))
    with pytest.raises(NotAllowed):
        agree(world, referral, by=by)
    with pytest.raises(NotAllowed):
        actions.decline_transfer(by=by, referral=referral, why="ก")


def test_a_refused_consent_passes_nothing_on(world: World, target: Offer) -> None:
    referral = actions.transfer(by=world.niran, referral=world.send(), to=target, why=WHY)
    for changes in ({"given_on": TODAY + timedelta(days=1)}, {"given_by": " "}, {"method": "signed"}):
        with pytest.raises(Refused):
            agree(world, referral, **changes)
    assert now(referral).state == S.TRANSFER_ASKED
    assert not Consent.objects.filter(recipient=target.provider).exists()
    assert Referral.objects.count() == 1
