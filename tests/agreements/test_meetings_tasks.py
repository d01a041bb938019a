"""Tasks that decisions give, and what the next meeting is offered."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Meeting, Task
from phanuek.agreements.queries import meetings as reads
from phanuek.agreements.states import MeetingState, TaskState
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.meeting import HELD_ON, SYSTEM, a_task, held, planned, verbs

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb", "depa")


# -- tasks


def test_a_task_is_not_due_before_its_meeting(agreement: Agreement) -> None:
    meeting = held(agreement)
    with pytest.raises(Refused) as refusal:
        a_task(meeting, due_on=HELD_ON - timedelta(days=1))
    assert refusal.value.field == "due_on"
    assert "2 พ.ย. 2569" in refusal.value.message.th
    assert meeting.decisions.count() == 0
    a_task(meeting, due_on=HELD_ON)


def test_its_owner_says_that_it_is_done(agreement: Agreement) -> None:
    task = a_task(closed_with_task := held(agreement))
    niran = cast.niran()
    with pytest.raises(Refused) as refusal:
        actions.finish_task(by=niran, task=task, version=1, note="")
    assert refusal.value.field == "note"
    done = actions.finish_task(by=niran, task=task, version=1, note="ส่งแล้ว 12 กลุ่ม")
    assert (done.state, done.closed_on, done.on_behalf) == (TaskState.DONE, TODAY, False)
    assert closed_with_task.state == MeetingState.HELD
    with pytest.raises(Refused, match="เสร็จแล้ว"):
        actions.finish_task(by=niran, task=task, version=2, note="อีกครั้ง")
    opened = actions.reopen_task(by=niran, task=task_of(task), version=2, why="ยังขาดสองกลุ่ม")
    assert (opened.state, opened.closed_on, opened.closed_note) == (TaskState.OPEN, None, "")
    assert verbs(task) == ["task.reopened", "task.done", "task.given"]


def task_of(task: Task) -> Task:
    return Task.objects.get(pk=task.pk)


def test_the_secretariat_closes_for_a_body_without_an_account(agreement: Agreement) -> None:
    task = a_task(held(agreement), owner="gsb")
    done = actions.finish_task(by=cast.orawan(), task=task, version=1, note="แจ้งทางโทรศัพท์")
    assert done.on_behalf
    event = timeline.of(task, with_people=True)[0]
    assert (event["organisation"], event["on_behalf_of"]) == ("osep", "gsb")


def test_only_the_secretariat_drops_a_task(agreement: Agreement) -> None:
    task = a_task(held(agreement))
    niran, orawan = cast.niran(), cast.orawan()
    with pytest.raises(NotAllowed):
        actions.cancel_task(by=niran, task=task, version=1, why="ไม่ว่าง")
    actions.cancel_task(by=orawan, task=task, version=1, why="รวมกับงานอื่น")
    with pytest.raises(NotAllowed):
        actions.reopen_task(by=niran, task=task_of(task), version=2, why="x")
    actions.reopen_task(by=orawan, task=task_of(task), version=2, why="ต้องทำแยก")


def test_another_bodys_officer_closes_nothing(agreement: Agreement) -> None:
    task = a_task(held(agreement))
    for by in (cast.niran("gsb"), cast.malee(), Actor.public()):
        with pytest.raises(NotAllowed):
            actions.finish_task(by=by, task=task, version=1, note="เสร็จ")


def test_two_who_close_at_once(agreement: Agreement) -> None:
    task = a_task(held(agreement))
    actions.edit_task(by=SYSTEM, task=task, version=1, title_th="ส่งรายชื่อภายในเดือน")
    with pytest.raises(Conflict):
        actions.finish_task(by=cast.niran(), task=task, version=1, note="ส่งแล้ว")


# -- what is still open


def test_the_next_meeting_is_offered_what_is_open(agreement: Agreement) -> None:
    bank = cast.organisation("baac")
    behind = actions.add_commitment(
        by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields(starts_on=date(2026, 1, 1), target=100)
    )
    done = actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields(target=1))
    actions.post_result(
        by=SYSTEM, commitment=done, measure="referrals", quantity=1, confirmed=True, reference="r:1", on=TODAY
    )
    late = a_task(held(agreement), due_on=date(2026, 11, 10))
    offered = reads.proposals(agreement, TODAY)
    assert [p.key for p in offered] == [f"task:{late.code}", f"commitment:{behind.code}"]
    assert "เลยกำหนดตั้งแต่ 10 พ.ย. 2569" in offered[0].why.th


def test_a_commitment_nobody_spoke_of_is_offered_too(agreement: Agreement, clock: Any) -> None:
    bank = cast.organisation("baac")
    silent = actions.add_commitment(
        by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields(target=None, due_on=None)
    )
    assert reads.proposals(agreement, TODAY) == []
    clock(datetime(2027, 3, 1, 9))
    (offered,) = reads.proposals(agreement, date(2027, 3, 1))
    assert offered.key == f"commitment:{silent.code}"
    assert "98 วัน" in offered.why.th


def test_the_tasks_of_a_body_and_what_is_late(agreement: Agreement) -> None:
    meeting = held(agreement)
    later, late = a_task(meeting), a_task(meeting, due_on=date(2026, 11, 10))
    a_task(meeting, owner="gsb")
    assert list(reads.tasks_of(cast.organisation("baac"))) == [late, later]
    assert list(reads.overdue_tasks(TODAY)) == [late]
    lists = reads.list_page(agreement, TODAY)
    assert [(m.decision_count, m.open_count, m.late_count) for m in lists.past] == [(3, 3, 1)]


def test_who_sees_the_people(agreement: Agreement) -> None:
    assert reads.sees_people(cast.orawan(), agreement)
    assert reads.sees_people(cast.niran(), agreement)
    for actor in (
        Actor.public(),
        cast.malee(),
        cast.member("other", "partner_officer", cast.organisation("x")),
    ):
        assert not reads.sees_people(actor, agreement)


def test_a_draft_agreements_meetings_are_its_parties(agreement: Agreement) -> None:
    draft = an_agreement("baac", code="draft", stage="draft", signed_on=None)
    planned(draft)
    assert Meeting.objects.visible_to(Actor.public()).count() == 0
    assert Meeting.objects.visible_to(cast.niran()).count() == 1
