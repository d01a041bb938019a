"""Tasks: what a decision asks of one body by a day, and how they end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import acting_for
from phanuek.agreements.actions.meetings import check_state, check_version, hold_row
from phanuek.agreements.models import Commitment, Decision, Task
from phanuek.agreements.states import TASK_TRANSITIONS, MeetingState, TaskState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset({"title_th", "title_en", "owner", "owner_name", "commitment", "due_on"})


@dataclass(frozen=True)
class TaskLine:
    """A task before it is given; `owner_name` is the person in charge, where the meeting named one."""

    title_th: str
    owner: Organisation
    due_on: date
    title_en: str = ""
    owner_name: str = ""
    commitment: Commitment | None = None


@transaction.atomic
def add_tasks(*, by: Actor, decision: Decision, lines: Iterable[TaskLine]) -> Sequence[Task]:
    """The tasks of a decision, given while the minutes are written."""
    permissions.check_can_manage(by)
    meeting = hold_row(decision.meeting)
    check_state(meeting, MeetingState.HELD)
    made = []
    for line in lines:
        task = Task(
            code=new_code("k"), decision=decision, title_th=line.title_th.strip(), title_en=line.title_en.strip(),
            owner=line.owner, owner_name=line.owner_name.strip(), commitment=line.commitment, due_on=line.due_on,
        )  # fmt: skip
        _check(task)
        task.save(force_insert=True)
        made.append(task)
    timeline.record_many(
        [timeline.Entry("task.given", task, {"due": task.due_on.isoformat()}) for task in made], by=by
    )
    return made


@transaction.atomic
def edit_task(*, by: Actor, task: Task, version: int, **changes: Any) -> Task:
    """Changes a task while the minutes are not adopted; `version` is the one the editor saw, else Conflict."""
    permissions.check_can_manage(by)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    check_state(hold_row(task.decision.meeting), MeetingState.HELD)
    row = _hold(task)
    changed = versions.apply(row, version=version, changes=changes)
    if not changed:
        return row
    _check(row)
    row.save()
    timeline.record("task.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


@transaction.atomic
def finish_task(*, by: Actor, task: Task, version: int, note: str) -> Task:
    """Done, said by an officer of its owner, or by the secretariat; `note` tells what was done."""
    permissions.check_can_finish_task(by, task)
    if not note.strip():
        raise Refused(T("โปรดบอกสั้น ๆ ว่าทำอะไรแล้ว", "Say in a few words what was done."), field="note")
    return _close(by, task, version, TaskState.DONE, note, "task.done")


@transaction.atomic
def cancel_task(*, by: Actor, task: Task, version: int, why: str) -> Task:
    """No longer needed, said by the secretariat: what a meeting asked for is not dropped by the one who was asked."""
    permissions.check_can_manage(by)
    if not why.strip():
        raise Refused(T("โปรดบอกเหตุที่ไม่ต้องทำแล้ว", "Say why it is no longer needed."), field="note")
    return _close(by, task, version, TaskState.CANCELLED, why, "task.cancelled")


@transaction.atomic
def reopen_task(*, by: Actor, task: Task, version: int, why: str) -> Task:
    """To be done after all: a finished one by its owner or the secretariat, a cancelled one by the secretariat."""
    permissions.check_can_reopen_task(by, task)
    if not why.strip():
        raise Refused(T("โปรดบอกเหตุที่เปิดงานอีกครั้ง", "Say why it is opened again."), field="note")
    by = acting_for(by, task.owner)
    row = _moved(task, version, TaskState.OPEN)
    row.closed_on, row.closed_note, row.on_behalf = None, "", False
    row.save()
    timeline.record("task.reopened", about=row, by=by, note=why.strip())
    return row


def _close(by: Actor, task: Task, version: int, to: TaskState, note: str, verb: str) -> Task:
    by = acting_for(by, task.owner)
    row = _moved(task, version, to)
    row.closed_on, row.closed_note = clock.today(), note.strip()
    row.on_behalf = by.on_behalf_of_id is not None
    row.save()
    timeline.record(verb, about=row, by=by, note=note.strip())
    return row


def _moved(task: Task, version: int, to: TaskState) -> Task:
    """The row under lock in its new state, not saved. Refused where there is no way, Conflict where another came first."""
    row = _hold(task)
    state = TaskState(row.state)
    if to not in TASK_TRANSITIONS[state]:
        raise Refused(
            T("งานนี้อยู่ในสถานะ “{state}” แล้ว", "This task is “{state}” already.").format(
                state=T.of(state.label)
            ),
            hint=T("กลับไปที่หน้าการประชุมเพื่อดูสถานะปัจจุบัน", "See where it stands on the page of the meeting."),
        )
    check_version(row, version)
    row.state = to
    row.version += 1
    return row


def _hold(task: Task) -> Task:
    found = Task.objects.select_for_update(of=("self",)).select_related(
        "decision__meeting", "owner", "commitment"
    )
    return found.get(pk=task.pk)


def _check(task: Task) -> None:
    meeting = task.decision.meeting
    if not task.title_th.strip():
        raise Refused(T("โปรดบอกว่าต้องทำอะไร", "Say what is to be done."), field="title_th")
    if task.due_on < meeting.held_on:
        held = T(*(pack().format_date(meeting.held_on, language, "short") for language in ("th", "en")))
        raise Refused(
            T(
                "กำหนดเสร็จของ “{title}” มาก่อนวันประชุม ({day})", "“{title}” is due before the meeting ({day})."
            ).format(title=T(task.title_th, task.title_en or task.title_th), day=held),
            field="due_on",
            hint=T("ใส่วันประชุมหรือหลังจากนั้น", "Give the day of the meeting or a later one."),
        )
    if task.commitment is not None and task.commitment.agreement_id != meeting.agreement_id:
        raise Refused(
            T("ภารกิจนี้เป็นของบันทึกข้อตกลงอื่น", "That commitment belongs to another agreement."), field="commitment"
        )
