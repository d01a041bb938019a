"""Reminders and their escalation: each step once, to whom it belongs, and an end to it."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from phanuek.agreements import actions
from phanuek.agreements.actions import Contact
from phanuek.agreements.models import Agreement, Commitment, Party
from phanuek.agreements.notifications import DAILY, remind
from phanuek.messages.models import Message
from phanuek.organisations import actions as organisations
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.people.models import Person
from tests import cast
from tests.agreements.claiming import Team, submitted, team

pytestmark = pytest.mark.django_db
TODAY, DUE = date(2026, 11, 23), date(2027, 6, 30)
SOMJAI = "somjai@example.go.th"


def a_team(**changes: Any) -> Team:
    """The lead's Nida answers for it, somebody without an account stands in."""
    world = team(due_on=DUE, **changes)
    nida = Person.objects.get(username="nida")
    actions.edit_commitment(
        by=world.lead, commitment=world.commitment, version=1,
        responsible=Contact(person=nida), deputy=Contact(name="สมใจ", email=SOMJAI),
    )  # fmt: skip
    return world


@pytest.fixture
def days(clock: Callable[[datetime], None]) -> Callable[..., list[date]]:
    """Lets days go by with the daily work on each; the days on which something was sent."""

    def run(first: date, last: date) -> list[date]:
        sent = []
        for n in range((last - first).days + 1):
            day = first + timedelta(days=n)
            clock(datetime(day.year, day.month, day.day, 6))
            if any(work(day) for work in DAILY):
                sent.append(day)
        return sent

    return run


def told() -> list[tuple[str, str, str]]:
    """Whom, of what, when: in order."""
    rows = Message.objects.filter(topic="agreements.commitments").order_by("pk").select_related("person")
    return [
        (
            row.person.username if row.person else row.address,
            row.subject_th.split(":")[0],
            row.created_at.date().isoformat(),
        )
        for row in rows
    ]


def test_over_a_year_each_step_is_told_once_to_whom_it_belongs(days: Callable[..., list[date]]) -> None:
    a_team()
    days(TODAY, TODAY + timedelta(days=365))
    silent = "ภารกิจไม่มีความเคลื่อนไหวมา"
    assert told() == [
        ("nida", f"{silent} 60 วัน", "2027-01-21"),
        (SOMJAI, f"{silent} 90 วัน", "2027-02-20"),
        ("orawan", f"{silent} 120 วัน", "2027-03-22"),
        ("nida", "ภารกิจครบกำหนดในอีก 30 วัน", "2027-05-30"),
        ("nida", "ภารกิจครบกำหนดในอีก 7 วัน", "2027-06-22"),
        ("nida", "ภารกิจครบกำหนดวันนี้", "2027-06-29"),
        ("nida", "ภารกิจเลยกำหนด 7 วัน", "2027-07-06"),
        (SOMJAI, "ภารกิจเลยกำหนด 14 วัน", "2027-07-13"),
        ("orawan", "ภารกิจเลยกำหนด 30 วัน", "2027-07-29"),
    ]
    assert max(Counter(Message.objects.values_list("key", flat=True)).values()) == 1


def test_a_sign_of_life_begins_the_silence_anew(
    days: Callable[..., list[date]], clock: Callable[[datetime], None]
) -> None:
    world = a_team()
    days(TODAY, TODAY + timedelta(days=70))
    submitted(world)
    assert days(TODAY + timedelta(days=71), TODAY + timedelta(days=140)) == [TODAY + timedelta(days=130)]
    assert [whom for whom, _, _ in told()] == ["nida", "nida"]


def test_days_that_were_missed_bring_the_latest_step_only(days: Callable[..., list[date]]) -> None:
    a_team()
    days(date(2027, 7, 10), date(2027, 7, 10))
    assert [(whom, what) for whom, what, _ in told()] == [
        ("nida", "ภารกิจไม่มีความเคลื่อนไหวมา 229 วัน"),
        (SOMJAI, "ภารกิจไม่มีความเคลื่อนไหวมา 229 วัน"),
        ("orawan", "ภารกิจไม่มีความเคลื่อนไหวมา 229 วัน"),
        ("nida", "ภารกิจเลยกำหนด 10 วัน"),
    ]


def test_a_commitment_that_allows_less_silence_is_asked_after_sooner(days: Callable[..., list[date]]) -> None:
    a_team(quiet_after_days=30)
    assert days(TODAY, TODAY + timedelta(days=41)) == [TODAY + timedelta(days=n) for n in (20, 30, 40)]


@pytest.mark.parametrize("how", ["reached", "closed", "spoken for", "left", "terminated"])
def test_it_stops(days: Callable[..., list[date]], how: str) -> None:
    world = a_team(target=10)
    if how == "reached":
        actions.approve_claim(by=world.partner, claim=submitted(world), version=1)
    elif how == "closed":
        actions.end_commitment(by=world.lead, commitment=world.commitment, how="given_up", reason_th="งบหมด")
    elif how == "spoken for":
        word = {"status": "on_plan", "reason_th": "รออนุมัติงบ", "ends_on": TODAY + timedelta(days=150)}
        actions.set_override(by=world.lead, commitment=world.commitment, **word)
    elif how == "left":
        Party.objects.filter(organisation=world.body).update(withdrawn_on=TODAY)
    else:
        Agreement.objects.update(terminated_on=TODAY)
    assert days(TODAY, TODAY + timedelta(days=150)) == []
    if how == "spoken for":
        assert days(TODAY + timedelta(days=151), TODAY + timedelta(days=151)) != []


def commitment_of(lead: str, **fields: Any) -> Commitment:
    agreement = Agreement.objects.get()
    row = actions.add_commitment(
        by=Actor.system("tests"), agreement=agreement, lead=cast.organisation(lead), title_th="ภารกิจ", measure="claimed",
        due_on=TODAY, provenance_why="มติ", **fields,
    )  # fmt: skip
    return row


def recipients(row: Commitment) -> set[str]:
    rows = Message.objects.filter(about=f"commitment:{row.code}").select_related("person")
    return {m.person.username if m.person else m.address for m in rows}


def test_where_nobody_is_named_the_leads_officers_are_told() -> None:
    team()
    row = commitment_of("baac")
    remind(TODAY)
    assert recipients(row) == {"niran", "nida"}


def test_a_body_without_an_account_is_told_by_mail_else_the_secretariat_is() -> None:
    team()
    named = commitment_of("dip", responsible=Contact(name="สมใจ", email=SOMJAI))
    nobody = commitment_of("dip")
    remind(TODAY)
    assert recipients(named) == {SOMJAI}
    assert recipients(nobody) == {"orawan"}
    told = Message.objects.get(about=f"commitment:{nobody.code}")
    assert "แจ้งฝ่ายเลขานุการแทน" in told.body_th
    assert "Please contact it" in told.body_en


def test_whoever_stands_in_for_several_is_told_the_latest_step_alone() -> None:
    team()
    row = commitment_of("dip")
    later = TODAY + timedelta(days=45)
    remind(later)
    told = Message.objects.filter(about=f"commitment:{row.code}")
    assert [(m.person.username, m.subject_th.split(":")[0]) for m in told] == [
        ("orawan", "ภารกิจเลยกำหนด 45 วัน")
    ]
    assert remind(later) == remind(later + timedelta(days=1)) == []


def test_whoever_left_the_body_is_not_told_any_more() -> None:
    world = a_team()
    gone = Membership.objects.get(person__username="nida")
    organisations.end_membership(by=world.secretariat, membership=gone, on=TODAY)
    Commitment.objects.update(due_on=TODAY)
    remind(TODAY)
    assert recipients(world.commitment) == {"niran"}


def test_the_command_prints_what_it_sent_and_sends_nothing_twice() -> None:
    world = a_team()
    Commitment.objects.update(due_on=TODAY)
    first, second = StringIO(), StringIO()
    call_command("daily", stdout=first)
    call_command("daily", stdout=second)
    assert first.getvalue().splitlines() == [
        f"due (responsible): {world.commitment.code}, to 1",
        "2026-11-23: 1 messages",
    ]
    assert second.getvalue() == "2026-11-23: 0 messages\n"
    assert "nida" not in first.getvalue().lower()


def test_a_quiet_day_costs_a_fixed_number_of_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    world = a_team()
    for _ in range(5):
        commitment_of("baac", responsible=Contact(name="สมใจ", email=SOMJAI))
    remind(TODAY)
    with django_assert_num_queries(11):
        assert remind(TODAY) == []
    assert recipients(world.commitment) == set()
