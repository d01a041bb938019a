"""Meetings of the body that follows an agreement up: planned, cancelled, held, and who came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import name_of
from phanuek.agreements.models import AgendaItem, Agreement, Attendance, Commitment, Meeting
from phanuek.agreements.queries.meetings import parties_on
from phanuek.agreements.states import MEETING_TRANSITIONS, MeetingState, Presence
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.forms import THAI_DIGITS
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T, pick

EDITABLE = frozenset(
    {
        "number",
        "title_th",
        "title_en",
        "held_on",
        "starts_at",
        "venue_th",
        "venue_en",
        "chair",
        "agenda_lines",
    }
)
CAME = frozenset({Presence.PRESENT, Presence.REPRESENTED})


@dataclass(frozen=True)
class AgendaLine:
    """A point of an agenda; `commitment` where it is about one."""

    title_th: str
    title_en: str = ""
    commitment: Commitment | None = None

    def __str__(self) -> str:
        return str(pick(self.title_th, self.title_en or self.title_th))


@dataclass(frozen=True)
class AttendanceLine:
    """Whether a body came, and who came for it."""

    organisation: Organisation
    presence: str
    person: str = ""
    position: str = ""


@transaction.atomic
def plan_meeting(
    *,
    by: Actor,
    agreement: Agreement,
    number: str,
    title_th: str,
    held_on: date,
    title_en: str = "",
    starts_at: time | None = None,
    venue_th: str = "",
    venue_en: str = "",
    chair: str = "",
    agenda: Sequence[AgendaLine] = (),
    provenance: str = Provenance.ADDED,
) -> Meeting:
    """A meeting with its agenda, in the order given. Raises Refused where the number is taken or the agenda is empty."""
    permissions.check_can_manage(by)
    # two planned at once would both find the number free
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    meeting = Meeting(
        code=new_code("m"), agreement=agreement, number=_plain(number), title_th=title_th.strip(), title_en=title_en.strip(),
        held_on=held_on, starts_at=starts_at, venue_th=venue_th.strip(), venue_en=venue_en.strip(), chair=chair.strip(),
        provenance=provenance, provenance_by=name_of(by), provenance_on=clock.today(),
    )  # fmt: skip
    _check(meeting, agenda)
    meeting.save(force_insert=True)
    _write_agenda(meeting, agenda)
    timeline.record(
        "meeting.planned", about=meeting, by=by, also=[agreement],
        facts={"meeting": meeting.code, "number": meeting.number, "on": held_on.isoformat()},
    )  # fmt: skip
    return meeting


@transaction.atomic
def edit_meeting(*, by: Actor, meeting: Meeting, version: int, **changes: Any) -> Meeting:
    """Changes a planned meeting; `agenda_lines` replaces its agenda. `version` is the one the editor saw, else Conflict."""
    permissions.check_can_manage(by)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    Agreement.objects.select_for_update().get(pk=meeting.agreement_id)
    row = hold_row(meeting)
    check_state(row, MeetingState.PLANNED)
    before: Any = row
    before.agenda_lines = tuple(lines_of(row))
    if "agenda_lines" in changes:
        changes["agenda_lines"] = tuple(changes["agenda_lines"])
    if "number" in changes:
        changes["number"] = _plain(changes["number"])
    changed = versions.apply(row, version=version, changes=changes)
    if not changed:
        return row
    _check(row, before.agenda_lines)
    row.save()
    if "agenda_lines" in changed:
        row.agenda.all().delete()
        _write_agenda(row, before.agenda_lines)
    timeline.record("meeting.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


@transaction.atomic
def cancel_meeting(*, by: Actor, meeting: Meeting, version: int, why: str) -> Meeting:
    """It will not take place; the reason is public."""
    permissions.check_can_manage(by)
    row = hold_row(meeting)
    move(row, MeetingState.CANCELLED, version)
    if not why.strip():
        raise Refused(
            T("โปรดบอกเหตุที่ยกเลิก เพราะผู้ได้รับเชิญจะได้อ่าน", "Say why: those who were invited will read it."),
            field="why",
        )
    row.cancelled_why = why.strip()
    row.save()
    timeline.record(
        "meeting.cancelled",
        about=row,
        by=by,
        also=[row.agreement],
        facts={"meeting": row.code},
        note=why.strip(),
    )
    return row


@transaction.atomic
def hold_meeting(
    *, by: Actor, meeting: Meeting, version: int, attendance: Sequence[AttendanceLine], chair: str = ""
) -> Meeting:
    """It took place; every party of that day is accounted for. From now on its minutes are written."""
    permissions.check_can_manage(by)
    row = hold_row(meeting)
    move(row, MeetingState.HELD, version)
    if row.held_on > clock.today():
        raise Refused(
            T("ยังไม่ถึงวันประชุม", "The day of the meeting has not come."),
            hint=T(
                "หากประชุมไปแล้วก่อนกำหนด ให้แก้ไขวันประชุมก่อน", "If it took place earlier, change its day first."
            ),
        )
    row.chair = chair.strip() or row.chair
    row.save()
    _write_attendance(row, attendance)
    timeline.record(
        "meeting.held", about=row, by=by, also=[row.agreement],
        facts={"meeting": row.code, "present": sum(line.presence in CAME for line in attendance)},
    )  # fmt: skip
    return row


@transaction.atomic
def correct_attendance(
    *, by: Actor, meeting: Meeting, version: int, attendance: Sequence[AttendanceLine], chair: str = ""
) -> Meeting:
    """Who came, told anew while the minutes are not adopted."""
    permissions.check_can_manage(by)
    row = hold_row(meeting)
    check_state(row, MeetingState.HELD)
    check_version(row, version)
    row.chair = chair.strip() or row.chair
    row.version += 1
    row.save()
    row.attendance.all().delete()
    _write_attendance(row, attendance)
    timeline.record("meeting.edited", about=row, by=by, facts={"fields": ["attendance"]})
    return row


CORRECTION = T("หากต้องแก้ไข ให้เป็นมติของการประชุมครั้งต่อไป", "A correction is a decision of a later meeting.")
WHY_NOT = {
    MeetingState.PLANNED: T(
        "การประชุมนี้ยังไม่ได้บันทึกว่าประชุมแล้ว โปรดบันทึกผู้เข้าประชุมก่อน",
        "This meeting is only planned; record first who came.",
    ),
    MeetingState.HELD: T(
        "การประชุมนี้ประชุมแล้ว แก้ไขได้เฉพาะรายงาน ผู้เข้าประชุม และมติ",
        "This meeting was held: only its minutes, attendance and decisions can still be changed.",
    ),
    MeetingState.CLOSED: T(
        "การประชุมนี้รับรองรายงานแล้ว จึงแก้ไขไม่ได้", "The minutes of this meeting are adopted and cannot be changed."
    ),
    MeetingState.CANCELLED: T("การประชุมนี้ยกเลิกแล้ว", "This meeting was cancelled."),
}


def hold_row(meeting: Meeting) -> Meeting:
    """The row under lock, so that of two acts at once the second meets what the first left."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("agreement").get(pk=meeting.pk)


def check_state(meeting: Meeting, *wanted: MeetingState) -> None:
    """Refused, saying why, unless the meeting is in one of these states."""
    state = MeetingState(meeting.state)
    if state not in wanted:
        raise Refused(WHY_NOT[state], hint=CORRECTION if state == MeetingState.CLOSED else None)


def check_version(row: versions.Versioned, version: int) -> None:
    """Conflict when another act came between; for acts that compare no fields."""
    if row.version != version:
        raise Conflict(yours={}, theirs={}, version=row.version)


def lines_of(meeting: Meeting) -> Iterable[AgendaLine]:
    return (
        AgendaLine(item.title_th, item.title_en, item.commitment)
        for item in meeting.agenda.select_related("commitment").order_by("order")
    )


def move(row: Meeting, to: MeetingState, version: int) -> None:
    """To another state, where the table of states has a way there. Does not save."""
    state = MeetingState(row.state)
    if to not in MEETING_TRANSITIONS[state]:
        raise Refused(WHY_NOT[state], hint=CORRECTION if state == MeetingState.CLOSED else None)
    check_version(row, version)
    row.state = to
    row.version += 1


def _plain(number: str) -> str:
    """๑/๒๕๖๙ and 1/2569 are one number."""
    return "".join(number.translate(THAI_DIGITS).split())


def _check(meeting: Meeting, agenda: Sequence[AgendaLine]) -> None:
    if not meeting.title_th:
        raise Refused(T("โปรดตั้งชื่อการประชุม", "Give the meeting a name."), field="title_th")
    if not meeting.number:
        raise Refused(
            T("โปรดระบุครั้งที่ประชุม เช่น 1/2569", "Say which meeting it is, such as 1/2569."), field="number"
        )
    others = Meeting.objects.filter(agreement=meeting.agreement_id, number=meeting.number)
    if others.exclude(pk=meeting.pk).exists():
        raise Refused(
            T("มีการประชุมครั้งที่ {number} อยู่แล้ว", "There is a meeting {number} already.").format(
                number=meeting.number
            ),
            field="number",
            hint=T("ใช้เลขครั้งถัดไป หรือแก้ไขการประชุมเดิม", "Take the next number, or edit that meeting."),
        )
    if not agenda:
        raise Refused(T("โปรดใส่ระเบียบวาระอย่างน้อยหนึ่งเรื่อง", "Put at least one point on the agenda."))
    for line in agenda:
        if not line.title_th.strip():
            raise Refused(T("มีวาระที่ยังไม่มีชื่อเรื่อง", "A point of the agenda has no title."))
        if line.commitment is not None and line.commitment.agreement_id != meeting.agreement_id:
            raise Refused(
                T(
                    "ภารกิจในวาระ “{title}” เป็นของบันทึกข้อตกลงอื่น",
                    "The commitment of the point “{title}” belongs to another agreement.",
                ).format(title=line.title_th)
            )


def _write_agenda(meeting: Meeting, agenda: Sequence[AgendaLine]) -> None:
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=meeting,
            order=order,
            title_th=line.title_th.strip(),
            title_en=line.title_en.strip(),
            commitment=line.commitment,
        )
        for order, line in enumerate(agenda, start=1)
    )


def _write_attendance(meeting: Meeting, attendance: Sequence[AttendanceLine]) -> None:
    told = {line.organisation.pk for line in attendance}
    if len(told) != len(attendance):
        raise Refused(T("มีหน่วยงานที่บันทึกการเข้าประชุมไว้สองครั้ง", "A body is listed twice."))
    missing = [party for party in parties_on(meeting) if party.organisation_id not in told]
    if missing:
        raise Refused(
            T("ยังไม่ได้บันทึกการเข้าประชุมของ {names}", "Say whether these came: {names}.").format(
                names=", ".join(party.name_as_printed for party in missing)
            )
        )
    if not any(line.presence in CAME for line in attendance):
        raise Refused(
            T("ไม่มีภาคีใดเข้าประชุม จึงยังไม่นับว่าได้ประชุม", "Nobody came, so no meeting was held."),
            hint=T("ยกเลิกการประชุม หรือแก้ไขวันประชุม", "Cancel it, or change its day."),
        )
    for line in attendance:
        if line.presence == Presence.REPRESENTED and not line.person.strip():
            raise Refused(
                T("โปรดบอกชื่อผู้แทนของ {name}", "Say who represented {name}.").format(
                    name=T(line.organisation.name_th, line.organisation.name_en or line.organisation.name_th)
                ),
                field=f"person_{line.organisation.code}",
            )
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            organisation=line.organisation,
            presence=Presence(line.presence),
            person=line.person.strip() if line.presence in CAME else "",
            position=line.position.strip() if line.presence in CAME else "",
        )
        for line in attendance
    )
