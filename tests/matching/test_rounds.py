"""A round as an act: prepared, opened, applied for, closed, worked out, read by another, published."""

from __future__ import annotations

import pytest

from phanuek.consent.models import Consent
from phanuek.eligibility import actions as eligibility
from phanuek.engines import sharing
from phanuek.matching import actions, notifications
from phanuek.matching.actions import rounds, sharing_out
from phanuek.matching.models import Allocation, Application, Round
from phanuek.matching.queries import round_rule
from phanuek.matching.queries import rounds as queries
from phanuek.matching.states import RoundState
from phanuek.messages.models import Message
from phanuek.offers import queries as offers
from phanuek.offers.models import CapacityBalance, Holding
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.matching import round_world as world
from tests.matching.round_world import (
    SEED,
    SYSTEM,
    applied,
    closed,
    groups,
    opened,
    prepared,
    published,
    solved,
)
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    worlds.define_vocabulary()
    return {"niran": cast.niran(), "other": world.second(), "orawan": cast.orawan(), "malee": cast.malee()}


def test_a_round_from_opening_to_places(people, clock):
    row = opened(people["niran"])
    assert offers.places_left(world.offer_of(row)) == 3, "two of five are reserved for the round"
    asked = [applied(row, group) for group in groups(4)]
    row = published(clock, row, people["niran"], people["other"])
    assert row.state == RoundState.PUBLISHED
    won = Application.objects.filter(allocation__units=1)
    assert won.count() == 2
    held = set(Holding.objects.filter(reserved__gt=0).values_list("reference", flat=True))
    assert held == {f"allocation:{one.code}" for one in won}
    assert offers.places_left(world.offer_of(row)) == 3
    assert Allocation.objects.count() == len(asked)
    told = [event["verb"] for event in timeline.of(row, with_people=True)]
    assert {
        "round.opened",
        "round.applied",
        "round.closed",
        "round.seed_read",
        "round.solved",
        "round.published",
    } <= set(told)


def test_every_applicant_reads_why_and_what_would_have_changed_it(people, clock):
    row = opened(people["niran"], units=1)
    large, small = groups(1, members=12)[0], groups(1, members=7)[0]
    first, second = applied(row, large), applied(row, small)
    published(clock, row, people["niran"], people["other"])
    winner, loser = (Allocation.objects.get(application=one) for one in (first, second))
    assert (winner.units, loser.units) == (1, 0)
    said = " ".join(reason["en"] for reason in loser.reasons)
    assert "120 points" in said
    assert "With 170 points" in said
    assert Application.objects.get(pk=first.pk).score == 170


def test_messages_tell_the_group_once(people, clock):
    row = opened(people["niran"])
    group = worlds.group(leader="somchai")
    applied(row, group)
    row = published(clock, row, people["niran"], people["other"])
    told = Message.objects.filter(topic="matching.rounds", person__username="somchai")
    assert told.count() == 1
    assert "170" in told.get().body_th
    assert notifications.rounds.tell_results(row) == 0


def test_what_does_not_fit_is_refused_with_its_reason(people):
    row = opened(people["niran"])
    with pytest.raises(Refused) as caught:
        applied(row, worlds.group(members=3))
    assert "members" in caught.value.text.en
    assert Application.objects.count() == 0


def test_what_cannot_be_said_is_taken_and_settled_at_closing(people, clock):
    """One tells its members before the closing day, one turns out too small, one never says."""
    row = opened(people["niran"], units=3, rule={"unknown": "left_out"})
    three = [worlds.group(members=None, name_th=f"กลุ่ม {n}") for n in range(3)]
    asked = [applied(row, group) for group in three]
    assert {a.assessment.status for a in asked} == {"unknown"}
    assert queries.undecided(row) == 3
    for group, members in zip(three, (9, 2), strict=False):
        eligibility.record_fact(
            by=SYSTEM,
            enterprise=group,
            name="members",
            value=members,
            source_th="กลุ่ม",
        )
    published(clock, row, people["niran"], people["other"])
    units = [Allocation.objects.get(application=a).units for a in asked]
    assert units == [1, 0, 0]
    assert "could not be decided" in Allocation.objects.get(application=asked[2]).reasons[0]["en"]
    assert "did not fit" in Allocation.objects.get(application=asked[1]).reasons[0]["en"]


def test_applying_needs_consent_for_the_round(people):
    row = opened(people["niran"])
    group = worlds.group()
    with pytest.raises(Refused) as caught:
        applied(row, group, given_by="")
    assert caught.value.field == "given_by"
    applied(row, group)
    assert Consent.objects.get(enterprise=group).purpose == "round"


def test_one_application_an_offer_and_withdrawing_frees_it(people):
    row = opened(people["niran"])
    group = worlds.group()
    first = applied(row, group)
    with pytest.raises(Refused):
        applied(row, group)
    actions.applying.withdraw(by=SYSTEM, application=first)
    with pytest.raises(Refused):
        actions.applying.withdraw(by=SYSTEM, application=first)
    assert applied(row, group).pk != first.pk


def test_who_may_apply_for_a_group(people):
    row = opened(people["niran"])
    group = worlds.group(leader="somchai")
    strangers = worlds.strangers()
    for name, actor in strangers.items():
        with pytest.raises(NotAllowed):
            applied(row, group, by=actor)
        assert name
    leader = Actor.of(group.organisation.memberships.get())
    mine = applied(row, group, by=leader, method="online", given_by="สมชาย")
    assert mine.sender_id == group.organisation_id
    with pytest.raises(NotAllowed):
        actions.applying.withdraw(by=strangers["another group"], application=mine)
    actions.applying.withdraw(by=people["malee"], application=mine)


def test_only_the_body_and_the_secretariat_run_it(people):
    row = prepared(people["niran"])
    for actor in (people["malee"], worlds.strangers()["another bank"], cast.DAO):
        for act in (
            lambda by: rounds.edit(by=by, round=row, version=row.version, title_th="x"),
            lambda by: rounds.set_rule(by=by, round=row, version=row.version, rule=world.RULE),
            lambda by: rounds.add_offer(by=by, round=row, offer=world.offer_of(row), units=1),
            lambda by: rounds.remove_offer(by=by, round=row, offer=world.offer_of(row)),
            lambda by: rounds.open(by=by, round=row),
            lambda by: rounds.cancel(by=by, round=row, why="ทดสอบ"),
            lambda by: sharing_out.close(by=by, round=row),
            lambda by: sharing_out.begin(by=by, round=row, seed="1"),
            lambda by: sharing_out.publish(by=by, round=row, seed="1"),
        ):
            with pytest.raises(NotAllowed):
                act(actor)
    assert not Round.objects.visible_to(people["malee"]).exists()
    assert rounds.open(by=people["orawan"], round=row).state == RoundState.OPEN
    assert Round.objects.visible_to(cast.DAO).exists()


def test_another_bodys_offer_is_the_secretariats_to_bring(people):
    row = prepared(people["niran"])
    theirs = worlds.offer(cast.organisation("gsb", "bank"), code="gsb-loan")
    with pytest.raises(NotAllowed):
        rounds.add_offer(by=people["niran"], round=row, offer=theirs, units=1)
    rounds.add_offer(by=people["orawan"], round=row, offer=theirs, units=1)


def test_opening_fixes_the_rule_and_needs_free_places(people):
    row = prepared(people["niran"], units=9)
    with pytest.raises(Refused):
        rounds.open(by=people["niran"], round=row)
    assert Round.objects.get(pk=row.pk).state == RoundState.DRAFT
    assert not Holding.objects.filter(reserved__gt=0).exists()
    rounds.add_offer(by=people["niran"], round=row, offer=world.offer_of(row), units=5)
    row = rounds.open(by=people["niran"], round=row)
    assert row.rule_version == round_rule.fingerprint(world.RULE)
    with pytest.raises(NotAllowed):
        rounds.set_rule(by=people["niran"], round=row, version=row.version, rule=world.RULE)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"seed_source_th": ""}, "seed_source_th"),
        ({"seed_on": "2026-11-30"}, "seed_on"),
        ({"base": 0, "first_wish": 0, "criteria": []}, "base"),
        ({"base": 2000}, "base"),
        ({"criteria": [{"fact": "nothing", "op": ">=", "value": "1", "points": 5}]}, "criterion_1_value"),
        ({"criteria": [{"fact": "members", "op": ">=", "value": "many", "points": 5}]}, "criterion_1_value"),
        ({"groups": [{"fact": "keeps_accounts", "points": 0, "reserved_percent": 70},
                     {"fact": "has_disability_members", "points": 0, "reserved_percent": 70}]}, "group_1_reserved"),
    ],
)  # fmt: skip
def test_a_rule_that_says_too_little_is_refused_at_its_field(people, change, field):
    with pytest.raises(Refused) as caught:
        prepared(people["niran"], rule=change)
    assert caught.value.field == field


def test_two_who_edit_notice_each_other(people):
    row = prepared(people["niran"])
    rounds.edit(by=people["niran"], round=row, version=row.version, title_th="ชื่อใหม่")
    with pytest.raises(Conflict):
        rounds.edit(by=people["other"], round=row, version=row.version, title_th="อีกชื่อ")


def test_it_does_not_close_before_its_last_day_is_over(people):
    row = opened(people["niran"])
    with pytest.raises(Refused):
        sharing_out.close(by=people["niran"], round=row)


def test_the_seed_is_read_once_on_its_day_and_stays(people, clock):
    row = opened(people["niran"])
    applied(row, worlds.group())
    row = closed(clock, row, people["niran"])
    with pytest.raises(Refused):
        sharing_out.begin(by=people["niran"], round=row, seed=SEED)
    clock(world.KNOWN)
    with pytest.raises(Refused):
        sharing_out.begin(by=people["niran"], round=row, seed=" ")
    row = sharing_out.work_out(
        by=people["niran"], round=sharing_out.begin(by=people["niran"], round=row, seed="๘๒๐ ๘๖๖")
    )
    assert row.seed == SEED
    first = row.result
    row = sharing_out.take_back(by=people["niran"], round=row, why="ตรวจซ้ำอีกครั้ง")
    again = sharing_out.begin(by=people["niran"], round=row, seed="111111")
    assert again.seed == SEED, "nobody rolls again"
    assert sharing_out.work_out(by=people["niran"], round=again).result == first


def test_whoever_worked_it_out_does_not_publish_it_and_both_read_the_seed(people, clock):
    row = solved(clock, opened(people["niran"]), people["niran"])
    with pytest.raises(NotAllowed):
        sharing_out.publish(by=people["niran"], round=row, seed=SEED)
    with pytest.raises(Refused):
        sharing_out.publish(by=people["other"], round=row, seed="820867")
    assert sharing_out.publish(by=people["other"], round=row, seed=SEED).state == RoundState.PUBLISHED


def test_published_is_for_good_and_a_mistake_is_another_round(people, clock):
    row = published(clock, opened(people["niran"]), people["niran"], people["other"])
    for act in (
        lambda: rounds.cancel(by=people["orawan"], round=row, why="ผิดพลาด"),
        lambda: sharing_out.take_back(by=people["orawan"], round=row, why="ผิดพลาด"),
        lambda: rounds.edit(by=people["orawan"], round=row, version=row.version, title_th="x"),
        lambda: sharing_out.publish(by=people["orawan"], round=row, seed=SEED),
    ):
        with pytest.raises(NotAllowed):
            act()
    later = rounds.create(
        by=people["niran"],
        owner=row.owner,
        title_th="รอบแก้ไข",
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        corrects=row,
    )
    assert later.corrects == row
    with pytest.raises(Refused):
        rounds.create(by=people["niran"], owner=row.owner, title_th="x", opens_on=row.opens_on, closes_on=row.closes_on, corrects=later)  # fmt: skip


def test_cancelling_frees_the_places(people):
    row = rounds.cancel(by=people["niran"], round=opened(people["niran"]), why="งบประมาณถูกโอน")
    assert row.state == RoundState.CANCELLED
    assert CapacityBalance.objects.get().reserved == 0


def test_an_application_that_changes_after_closing_stops_the_result(people, clock):
    row = opened(people["niran"])
    asked = applied(row, worlds.group())
    row = closed(clock, row, people["niran"])
    Application.objects.filter(pk=asked.pk).update(score=999)
    clock(world.KNOWN)
    row = sharing_out.begin(by=people["niran"], round=row, seed=SEED)
    with pytest.raises(Refused):
        sharing_out.work_out(by=people["niran"], round=row)


def test_a_try_that_fails_says_why_and_can_be_made_again(people, clock, monkeypatch):
    row = opened(people["niran"])
    applied(row, worlds.group())
    row = closed(clock, row, people["niran"])
    clock(world.KNOWN)

    def missing(*_):
        raise sharing.SolverMissing

    with monkeypatch.context() as patch:
        patch.setattr(sharing, "allocate", missing)
        row = sharing_out.work_out(
            by=people["niran"], round=sharing_out.begin(by=people["niran"], round=row, seed=SEED)
        )
    assert "OR-Tools" in row.failed_why["en"]
    assert (row.state, row.progress) == (RoundState.CLOSED, None)
    row = sharing_out.begin(by=people["niran"], round=row)
    with monkeypatch.context() as patch:
        patch.setattr(sharing, "allocate", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sharing_out.work_out(by=people["niran"], round=row)
    assert Round.objects.get(pk=row.pk).progress is None
    row = sharing_out.work_out(by=people["niran"], round=sharing_out.begin(by=people["niran"], round=row))
    assert (row.state, row.failed_why) == (RoundState.SOLVED, None)


def test_two_do_not_work_it_out_at_once(people, clock):
    row = closed(clock, opened(people["niran"]), people["niran"])
    clock(world.KNOWN)
    row = sharing_out.begin(by=people["niran"], round=row, seed=SEED)
    with pytest.raises(Refused):
        sharing_out.begin(by=people["other"], round=row)
    clock(world.KNOWN.replace(hour=10))
    sharing_out.begin(by=people["other"], round=row)
