"""Tasks of meetings are reminded of before, on and after their day, each step once, and no more once they are done."""

from datetime import date, timedelta

import pytest

from phanuek.agreements import actions
from phanuek.agreements.actions import TaskLine
from phanuek.agreements.models import Task
from phanuek.agreements.notifications import remind_of_tasks
from phanuek.messages.models import Message
from tests import cast
from tests.agreements import meeting
from tests.agreements.agreement import an_agreement

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 10)


def given(owner: str) -> Task:
    made = meeting.held(an_agreement("baac", "gsb"))
    decision = actions.add_decision(
        by=meeting.SYSTEM,
        meeting=made,
        text_th="ให้รายงานผลการพิจารณา",
        tasks=[TaskLine(title_th="ส่งรายงาน", owner=cast.organisation(owner), due_on=DUE)],
    )
    return decision.tasks.get()


def told(first: date, days: int) -> list[tuple[date, str]]:
    """Each message of a run of days, with the day on which it left and who got it."""
    found = []
    for n in range(days):
        day, before = first + timedelta(days=n), set(Message.objects.values_list("pk", flat=True))
        remind_of_tasks(day)
        fresh = Message.objects.exclude(pk__in=before).select_related("person")
        found += [(day, one.person.username) for one in fresh if one.person]
    return found


def test_the_owner_is_told_before_on_and_after_the_day_and_then_the_secretariat() -> None:
    cast.niran()
    cast.orawan()
    given("baac")
    assert told(date(2026, 11, 23), 60) == [
        (DUE - timedelta(days=7), "niran"),
        (DUE, "niran"),
        (DUE + timedelta(days=7), "niran"),
        (DUE + timedelta(days=14), "orawan"),
    ]
    assert remind_of_tasks(DUE + timedelta(days=90)) == []


def test_for_a_body_without_an_account_the_secretariat_is_told_and_reads_why() -> None:
    cast.orawan()
    given("gsb")
    remind_of_tasks(DUE)
    (message,) = Message.objects.all()
    assert message.person is not None
    assert message.person.username == "orawan"
    assert "ยังไม่มีผู้ใช้งาน" in message.body_th
    assert "no account" in message.body_en


def test_a_task_that_is_done_is_left_alone() -> None:
    niran = cast.niran()
    task = given("baac")
    actions.finish_task(by=niran, task=task, version=task.version, note="ส่งแล้ว")
    assert told(DUE - timedelta(days=10), 40) == []
