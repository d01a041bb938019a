"""Minutes of a meeting: what was said, what was decided, the signed copy, and their adoption, after which nothing changes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.meetings import CORRECTION, check_state, check_version, hold_row, move
from phanuek.agreements.actions.tasks import TaskLine, add_tasks
from phanuek.agreements.models import AgendaItem, Decision, Meeting
from phanuek.agreements.states import MeetingState, TaskState
from phanuek.files import actions as files
from phanuek.files import checks
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock, versions
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SIGNED_MINUTES = frozenset({checks.PDF, checks.PNG, checks.JPEG})


@transaction.atomic
def write_minutes(
    *, by: Actor, meeting: Meeting, version: int, said: Mapping[int, tuple[str, str]]
) -> Meeting:
    """What was said on each point, by its place in the agenda, in Thai and in English."""
    permissions.check_can_manage(by)
    row = hold_row(meeting)
    check_state(row, MeetingState.HELD)
    items = {item.order: item for item in row.agenda.all()}
    target: Any = row
    changes: dict[str, str] = {}
    for order, words in said.items():
        for language, text in zip(("th", "en"), words, strict=True):
            setattr(target, f"said_{language}_{order}", getattr(items[order], f"said_{language}"))
            changes[f"said_{language}_{order}"] = text.strip()
    changed = versions.apply(row, version=version, changes=changes)
    if not changed:
        return row
    for order in sorted(said):
        item = items[order]
        item.said_th, item.said_en = changes[f"said_th_{order}"], changes[f"said_en_{order}"]
        item.save(update_fields=["said_th", "said_en"])
    row.save(update_fields=["version"])
    timeline.record("meeting.minutes_written", about=row, by=by, facts={"points": sorted(said)})
    return row


@transaction.atomic
def adopt_minutes(
    *, by: Actor, meeting: Meeting, version: int, upload: UploadedFile | None = None
) -> Meeting:
    """Closes the meeting: nothing in it is changed any more. Its tasks live on. `upload` is the signed copy, where there is one."""
    permissions.check_can_manage(by)
    row = hold_row(meeting)
    move(row, MeetingState.CLOSED, version)
    if upload is None and row.minutes_id is None and row.agenda.filter(said_th="").exists():
        raise Refused(
            T(
                "ยังรับรองไม่ได้ เพราะบางวาระยังไม่มีบันทึก และยังไม่ได้แนบรายงานฉบับลงนาม",
                "It cannot be adopted yet: some points have no minutes, and no signed copy is attached.",
            ),
            hint=T(
                "เขียนรายงานให้ครบทุกวาระ หรือแนบไฟล์รายงานที่ลงนามแล้ว",
                "Write the minutes of every point, or attach the signed copy.",
            ),
        )
    row.adopted_at = clock.now()
    row.save()
    timeline.record("meeting.closed", about=row, by=by, also=[row.agreement], facts={"meeting": row.code})
    return keep_signed_minutes(by=by, meeting=row, upload=upload) if upload else row


@transaction.atomic
def keep_signed_minutes(*, by: Actor, meeting: Meeting, upload: UploadedFile) -> Meeting:
    """The signed minutes as a file: replaced while they are being written, added once after they were adopted."""
    permissions.check_can_manage(by)
    row = hold_row(meeting)
    check_state(row, MeetingState.HELD, MeetingState.CLOSED)
    if row.state == MeetingState.CLOSED and row.minutes_id is not None:
        raise Refused(
            T(
                "การประชุมนี้มีรายงานฉบับลงนามแล้ว จึงเปลี่ยนไฟล์ไม่ได้",
                "The signed minutes of this meeting are there already and cannot be replaced.",
            ),
            field="upload",
            hint=CORRECTION,
        )
    row.minutes = files.keep(upload, by=by, accept=SIGNED_MINUTES)
    row.save(update_fields=["minutes"])
    timeline.record("meeting.file_added", about=row, by=by, facts={"sha256": row.minutes.sha256})
    return row


@transaction.atomic
def add_decision(
    *,
    by: Actor,
    meeting: Meeting,
    text_th: str,
    text_en: str = "",
    agenda_item: AgendaItem | None = None,
    tasks: Sequence[TaskLine] = (),
) -> Decision:
    """What the meeting decided, numbered in the order in which it is written down, with the tasks that follow from it."""
    permissions.check_can_manage(by)
    row = hold_row(meeting)
    check_state(row, MeetingState.HELD)
    last = row.decisions.order_by("-number").values_list("number", flat=True).first() or 0
    decision = Decision(
        meeting=row,
        number=last + 1,
        text_th=text_th.strip(),
        text_en=text_en.strip(),
        agenda_item=agenda_item,
    )
    _check_decision(decision)
    decision.save(force_insert=True)
    timeline.record("meeting.decided", about=row, by=by, facts={"decision": decision.number})
    add_tasks(by=by, decision=decision, lines=tasks)
    return decision


@transaction.atomic
def edit_decision(
    *,
    by: Actor,
    decision: Decision,
    version: int,
    text_th: str,
    text_en: str,
    agenda_item: AgendaItem | None,
) -> Decision:
    """Other words for a decision while the minutes are not adopted; `version` is the one the editor saw, else Conflict."""
    permissions.check_can_manage(by)
    meeting = hold_row(decision.meeting)
    check_state(meeting, MeetingState.HELD)
    row = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    row.meeting = meeting
    changes = {"text_th": text_th.strip(), "text_en": text_en.strip(), "agenda_item": agenda_item}
    if not versions.apply(row, version=version, changes=changes):
        return row
    _check_decision(row)
    row.save()
    timeline.record("meeting.edited", about=meeting, by=by, facts={"decision": row.number})
    return row


@transaction.atomic
def remove_decision(*, by: Actor, decision: Decision, version: int, why: str) -> None:
    """Takes out one that was written down by mistake, with its tasks; those after it move up. Only before adoption."""
    permissions.check_can_manage(by)
    meeting = hold_row(decision.meeting)
    check_state(meeting, MeetingState.HELD)
    check_version(Decision.objects.get(pk=decision.pk), version)
    if not why.strip():
        raise Refused(T("โปรดบอกเหตุที่ลบ", "Say why it is taken out."), field="note")
    if decision.tasks.exclude(state=TaskState.OPEN).exists():
        raise Refused(
            T(
                "มติข้อ {n} มีงานที่ปิดไปแล้ว จึงลบไม่ได้ แก้ไขข้อความแทนได้",
                "A task of decision {n} is closed already, so it cannot be removed; its words can be changed.",
            ).format(n=decision.number)
        )
    number = decision.number
    decision.delete()
    for later in meeting.decisions.filter(number__gt=number).order_by("number"):
        later.number -= 1
        later.save(update_fields=["number"])
    timeline.record(
        "meeting.edited", about=meeting, by=by, facts={"decision_removed": number}, note=why.strip()
    )


def _check_decision(decision: Decision) -> None:
    if not decision.text_th:
        raise Refused(T("โปรดเขียนมติเป็นภาษาไทย", "Write the decision down in Thai."), field="text_th")
    if decision.agenda_item is not None and decision.agenda_item.meeting_id != decision.meeting_id:
        raise Refused(
            T("วาระนี้เป็นของการประชุมครั้งอื่น", "That point belongs to another meeting."), field="agenda_item"
        )
