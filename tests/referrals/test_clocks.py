"""Cases in every state while a year goes by: whose turn it is, who is told on which day, and how each ends."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from phanuek.messages.models import Message, Outgoing
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.offers import queries as offer_queries
from phanuek.people.models import Person
from phanuek.referrals import actions, queries
from phanuek.referrals.models import Referral
from phanuek.referrals.states import OPEN_STATES, OWNER, ClosingReason, ReferralState, Side
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.clocked import go_to, now, run_on, run_until, told
from tests.referrals.test_answering import deliver, put
from tests.referrals.world import TODAY, World

S = ReferralState
REMINDERS, LATE = "referrals.reminders", "referrals.late"
OPEN = sorted(OPEN_STATES)


@pytest.mark.parametrize("state", list(S))
def test_one_owner_and_one_clock_exactly_while_it_is_open(world: World, state: S) -> None:
    referral = now(put(world, state))
    assert referral.owner == OWNER[state]
    assert bool(referral.owner) == (state in OPEN_STATES)
    assert (referral.step_due is not None) == (referral.step_ends is not None) == (state in OPEN_STATES)
    assert (referral.closed_at is None) == (state in OPEN_STATES)
    assert (queries.turn(referral) is None) == (state not in OPEN_STATES)


@pytest.mark.parametrize(
    ("state", "days", "reason"),
    [
        (S.SENT, 60, ClosingReason.NO_ANSWER),
        (S.MORE_ASKED, 45, ClosingReason.NOTHING_GIVEN),
        (S.ACCEPTED, 365, ClosingReason.NO_DELIVERY),
        (S.DELIVERED, 60, ClosingReason.NOT_CONFIRMED),
        (S.APPEALED, 60, ClosingReason.NO_ANSWER),
        (S.TRANSFER_ASKED, 30, ClosingReason.NO_CONSENT),
    ],
)
def test_what_nobody_acts_on_closes_on_its_day_with_its_reason(
    world: World, clock: Any, state: S, days: int, reason: ClosingReason
) -> None:
    referral = put(world, state)
    last = TODAY + timedelta(days=days)
    assert now(referral).step_ends == last
    run_on(last - timedelta(days=1))
    assert now(referral).state == state
    run_on(last)
    ended = now(referral)
    assert (ended.state, ended.closing_reason, ended.owner) == (S.CLOSED, reason, "")
    given = state == S.DELIVERED
    assert Need.objects.get(pk=world.need.pk).state == (NeedState.ANSWERED if given else NeedState.CHECKED)
    assert offer_queries.places_left(world.offer) == (1 if given else 2)
    for name in ("niran", "malee", "somchai"):
        assert told(name)[-1].key.startswith(f"case:{referral.code}:closed"), name
        assert str(reason.label) in told(name)[-1].body_th


def test_a_confirmed_delivery_closes_as_done_and_the_provider_is_reminded(world: World, clock: Any) -> None:
    referral = world.accepted()
    actions.confirm_delivery(by=world.somchai, delivery=deliver(world, referral))
    run_until(TODAY, TODAY + timedelta(days=59))
    assert told("niran", topic=REMINDERS)
    assert not told("somchai", topic=REMINDERS)[:-1]  # only that it closes soon
    run_on(TODAY + timedelta(days=60))
    assert now(referral).closing_reason == ClosingReason.DONE


def test_while_more_is_to_follow_it_stays_the_providers_turn(world: World, clock: Any) -> None:
    referral = world.accepted()
    part = deliver(world, referral, completeness="part")
    case = now(referral)
    assert (case.state, case.owner, case.step_ends) == (
        S.DELIVERED,
        Side.PROVIDER,
        TODAY + timedelta(days=365),
    )
    turn = queries.turn(case)
    assert turn is not None
    assert turn.side == Side.PROVIDER
    actions.confirm_delivery(by=world.somchai, delivery=part)
    run_until(TODAY, TODAY + timedelta(days=120))
    assert now(referral).state == S.DELIVERED
    assert told("niran", topic=REMINDERS)
    assert not told("somchai", topic=REMINDERS)
    run_on(TODAY + timedelta(days=365))
    assert now(referral).closing_reason == ClosingReason.NO_MORE


def test_the_last_part_hands_the_turn_to_the_group(world: World, clock: Any) -> None:
    referral = world.accepted()
    deliver(world, referral, completeness="part")
    deliver(world, referral)
    case = now(referral)
    assert (case.owner, case.step_ends) == (Side.GROUP, TODAY + timedelta(days=60))


def test_the_days_of_an_unanswered_case(world: World, clock: Any) -> None:
    """Five working days from Monday 23 November; the secretariat after five more; the end on the sixtieth day."""
    world.send()
    happened = run_until(TODAY, TODAY + timedelta(days=70))
    assert {day: [one.kind for one in sent] for day, sent in happened.items()} == {
        date(2026, 11, 26): ["half (owner)"],
        date(2026, 11, 30): ["due (owner)"],
        date(2026, 12, 8): ["late (above)"],  # the seventh is a holiday
        date(2027, 1, 15): ["warn (owner)", "warn (others)"],
        date(2027, 1, 22): ["closed"],
    }
    assert len(told("niran", topic=REMINDERS)) == 3
    assert len(told("orawan", topic=LATE)) == 1
    assert len(told("malee", topic=REMINDERS)) == len(told("somchai", topic=REMINDERS)) == 1


def test_after_a_month_without_the_machine_each_gets_one_message(world: World, clock: Any) -> None:
    for number in range(3):
        world.send(enterprise=worlds.group(name_th=f"กลุ่ม {number}"), need=None)
    Message.objects.all().delete()
    run_on(TODAY + timedelta(days=31))
    assert len(told("niran")) == len(told("orawan")) == 3
    run_on(TODAY + timedelta(days=31))
    assert Message.objects.count() == 6
    run_on(TODAY + timedelta(days=400))
    assert set(Referral.objects.values_list("state", flat=True)) == {S.CLOSED}
    assert len(told("niran")) == 6


def test_a_year_goes_by_and_nothing_stays_open(world: World, clock: Any) -> None:
    """A case in every state, a run on every day: nobody is told the same twice, whose turn it is stands in the row each day."""
    several = worlds.offer(world.bank, code="several", commitment=world.commitment)
    cases = []
    for number, state in enumerate(S):
        case = World(
            **{
                **world.__dict__,
                "group": worlds.group(name_th=f"กลุ่มที่ {number}"),
                "need": None,
                "offer": several,
            }
        )
        cases.append(now(put(case, state)))
    day = TODAY
    while day <= TODAY + timedelta(days=366):
        run_on(day)
        for referral in Referral.objects.all():
            assert referral.owner == OWNER[S(referral.state)]
            assert (referral.step_ends is None) or referral.step_ends > day
        day += timedelta(days=1)
    ended = Referral.objects.all()
    assert not ended.filter(state__in=OPEN_STATES).exists()
    assert not ended.filter(state=S.CLOSED, closing_reason="").exists()
    keys = list(Message.objects.values_list("key", "person", "address"))
    assert len(keys) == len(set(keys))
    assert Outgoing.objects.count() == Message.objects.count()


def test_a_change_of_state_starts_a_new_clock(world: World, clock: Any) -> None:
    referral = actions.ask_more(by=world.niran, referral=world.send(), text="ขอบัญชี")
    run_on(TODAY + timedelta(days=30))
    assert told("malee", topic=REMINDERS)
    referral = actions.give_more(by=world.malee, referral=referral, text="แนบแล้ว")
    assert (referral.owner, referral.step_due) == (Side.PROVIDER, date(2026, 12, 30))
    run_on(TODAY + timedelta(days=46))
    assert now(referral).state == S.SENT


def test_late_cases_climb_to_the_body_above_where_it_has_people(world: World, clock: Any) -> None:
    above = cast.organisation("mof", "ministry")
    world.bank.parent = above
    world.bank.save()
    minister = cast.member("suda", "partner_officer", above)
    referral = world.send()
    assert not Referral.objects.visible_to(minister).exists()
    run_on(TODAY + timedelta(days=20))
    assert [message.topic for message in told("suda")] == [LATE]
    assert not told("orawan", topic=LATE)
    assert list(Referral.objects.visible_to(minister)) == [referral]
    actions.accept(by=world.niran, referral=referral)
    assert not Referral.objects.visible_to(minister).exists()


def test_bodies_and_groups_without_account_are_told_by_mail(world: World, clock: Any) -> None:
    office = cast.organisation("thaipost", "state_enterprise", contact_email="desk@thaipost.example")
    group = worlds.group(name_th="กลุ่มไม่มีบัญชี", contact_email="group@weavers.example")
    world.send(enterprise=group, offer=worlds.offer(office, code="parcels"), need=None)
    to = set(Message.objects.exclude(address="").values_list("address", flat=True))
    assert to == {"desk@thaipost.example", "group@weavers.example"}


def test_a_body_nobody_can_reach_is_the_secretariats_to_remind(world: World, clock: Any) -> None:
    silent = cast.organisation("silent", "state_enterprise")
    world.send(offer=worlds.offer(silent, code="parcels"), need=None)
    run_on(TODAY + timedelta(days=30))
    assert told("orawan", topic=REMINDERS)


def test_the_officer_who_has_it_is_reminded_alone(world: World, clock: Any) -> None:
    other = cast.member("busaba", "partner_officer", world.bank)
    referral = world.send()
    assert told("busaba")
    actions.assign(by=world.niran, referral=referral, officer=Person.objects.get(pk=other.person_id))
    before = len(told("niran"))
    run_on(TODAY + timedelta(days=7))
    assert told("busaba", topic=REMINDERS)
    assert len(told("niran")) == before


def test_daily_runs_the_clock(world: World, clock: Any, capsys: Any) -> None:
    referral = world.send()
    run_on(TODAY)
    go_to(TODAY + timedelta(days=60))
    call_command("daily")
    assert now(referral).state == S.CLOSED
    assert f"closed: {referral.code}" in capsys.readouterr().out
    call_command("daily")
    assert f"closed: {referral.code}" not in capsys.readouterr().out


def test_the_number_of_queries_does_not_grow_with_what_is_not_due(
    world: World, clock: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        world.send(enterprise=worlds.group(name_th=f"กลุ่ม {number}"), need=None)
    run_on(TODAY + timedelta(days=7))
    with django_assert_max_num_queries(6):
        actions.run_clocks(TODAY + timedelta(days=7))
