"""Meetings: what may be done when, by whom, and what each act leaves behind."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements import actions
from phanuek.agreements.actions import AgendaLine, AttendanceLine
from phanuek.agreements.models import Agreement, Attendance, Meeting
from phanuek.agreements.queries import meetings as reads
from phanuek.agreements.states import MeetingState
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.meeting import HELD_ON, SYSTEM, a_task, closed, everyone, held, planned, verbs
from tests.house.pdf import PDF

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb", "depa")


# -- planning


def test_a_meeting_is_planned_with_its_agenda_in_order(agreement: Agreement) -> None:
    by = cast.orawan()
    meeting = planned(agreement, by, starts_at=time(13, 30), number=" ๑/๒๕๖๙ ")
    assert meeting.number == "1/2569"
    assert [item.title_th for item in meeting.agenda.all()] == ["รับรองรายงานครั้งก่อน", "ติดตามงาน"]
    assert meeting.provenance_by == "หน่วยงาน osep"
    assert verbs(meeting) == verbs(agreement) == ["meeting.planned"]
    assert timeline.broken_link(agreement) is None


def test_a_number_is_given_once_in_an_agreement(agreement: Agreement) -> None:
    planned(agreement)
    with pytest.raises(Refused) as refusal:
        planned(agreement, number="๑/๒๕๖๙")
    assert refusal.value.field == "number"
    assert "1/2569" in str(refusal.value)
    other = an_agreement("baac", code="mou-2")
    assert planned(other).number == "1/2569"
    assert reads.next_number(agreement, TODAY) == "2/2569"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_th": " "}, "title_th"),
        ({"number": ""}, "number"),
        ({"agenda": []}, None),
        ({"agenda": [AgendaLine("  ")]}, None),
    ],
)
def test_what_is_missing_is_said(agreement: Agreement, changes: dict[str, Any], field: str | None) -> None:
    with pytest.raises(Refused) as refusal:
        planned(agreement, **changes)
    assert refusal.value.field == field
    assert Meeting.objects.count() == 0


def test_a_commitment_of_another_agreement_is_no_point_of_this_one(agreement: Agreement) -> None:
    other = an_agreement("baac", code="mou-2")
    commitment = actions.add_commitment(
        by=SYSTEM, agreement=other, lead=cast.organisation("baac"), **commitment_fields()
    )
    with pytest.raises(Refused, match="บันทึกข้อตกลงอื่น"):
        planned(agreement, agenda=[AgendaLine("ติดตาม", "", commitment)])


@pytest.mark.parametrize("who", [cast.niran, cast.malee, cast.preecha, Actor.public])
def test_only_the_secretariat_runs_meetings(agreement: Agreement, who: Any) -> None:
    by = who()
    with pytest.raises(NotAllowed):
        planned(agreement, by)
    meeting = held(agreement)
    for act in (
        lambda: actions.edit_meeting(by=by, meeting=meeting, version=1, title_th="x"),
        lambda: actions.cancel_meeting(by=by, meeting=meeting, version=1, why="x"),
        lambda: actions.hold_meeting(by=by, meeting=meeting, version=1, attendance=[]),
        lambda: actions.correct_attendance(by=by, meeting=meeting, version=1, attendance=[]),
        lambda: actions.write_minutes(by=by, meeting=meeting, version=1, said={}),
        lambda: actions.add_decision(by=by, meeting=meeting, text_th="x"),
        lambda: actions.adopt_minutes(by=by, meeting=meeting, version=1),
        lambda: actions.keep_signed_minutes(by=by, meeting=meeting, upload=SimpleUploadedFile("a.pdf", PDF)),
    ):
        with pytest.raises(NotAllowed):
            act()


# -- editing and cancelling


def test_two_editors_see_each_other_also_in_the_agenda(agreement: Agreement) -> None:
    meeting = planned(agreement)
    first = actions.edit_meeting(
        by=SYSTEM, meeting=meeting, version=1, agenda_lines=[AgendaLine("เรื่องเดียว")], venue_th="ห้อง 2"
    )
    assert first.version == 2
    with pytest.raises(Conflict) as conflict:
        actions.edit_meeting(
            by=SYSTEM, meeting=meeting, version=1, agenda_lines=[AgendaLine("อีกเรื่อง")], venue_th="ห้อง 2"
        )
    assert set(conflict.value.yours) == {"agenda_lines"}
    assert [item.title_th for item in meeting.agenda.all()] == ["เรื่องเดียว"]
    same = actions.edit_meeting(by=SYSTEM, meeting=meeting, version=1, agenda_lines=[AgendaLine("เรื่องเดียว")])
    assert same.version == 2


def test_a_meeting_is_cancelled_with_a_reason_and_then_left_alone(agreement: Agreement) -> None:
    meeting = planned(agreement)
    with pytest.raises(Refused) as refusal:
        actions.cancel_meeting(by=SYSTEM, meeting=meeting, version=1, why=" ")
    assert refusal.value.field == "why"
    gone = actions.cancel_meeting(by=SYSTEM, meeting=meeting, version=1, why="ประธานติดราชการ")
    assert gone.state == MeetingState.CANCELLED
    assert gone.cancelled_why == "ประธานติดราชการ"
    for act in (
        lambda: actions.cancel_meeting(by=SYSTEM, meeting=meeting, version=2, why="อีก"),
        lambda: actions.edit_meeting(by=SYSTEM, meeting=meeting, version=2, title_th="x"),
        lambda: actions.hold_meeting(by=SYSTEM, meeting=meeting, version=2, attendance=everyone(agreement)),
    ):
        with pytest.raises(Refused, match="ยกเลิกแล้ว"):
            act()


# -- holding


def test_holding_tells_of_every_party(agreement: Agreement) -> None:
    meeting = planned(agreement)
    lines = everyone(agreement)
    lines[1] = AttendanceLine(lines[1].organisation, "represented", "นางตัวแทน", "นักวิชาการ")
    lines[2] = AttendanceLine(lines[2].organisation, "apologies", "ไม่ควรเก็บ")
    actions.hold_meeting(by=SYSTEM, meeting=meeting, version=1, attendance=lines, chair="นายประธาน")
    meeting.refresh_from_db()
    page = reads.page(meeting, cast.orawan())
    assert (page.present, page.party_count) == (2, 3)
    assert [line.organisation.code for line in page.attendance] == ["baac", "gsb", "depa"]
    assert page.attendance[2].person == ""  # who did not come is not named
    assert meeting.chair == "นายประธาน"


def test_a_party_left_out_is_named(agreement: Agreement) -> None:
    meeting = planned(agreement)
    with pytest.raises(Refused, match="หน่วยงาน depa"):
        actions.hold_meeting(by=SYSTEM, meeting=meeting, version=1, attendance=everyone(agreement)[:2])
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.PLANNED
    assert Attendance.objects.count() == 0


def test_who_left_before_is_not_asked_about(agreement: Agreement) -> None:
    party = agreement.parties.get(organisation__code="depa")
    party.withdrawn_on = HELD_ON
    party.save()
    meeting = planned(agreement)
    actions.hold_meeting(by=SYSTEM, meeting=meeting, version=1, attendance=everyone(agreement)[:2])
    assert reads.page(meeting, Actor.public()).party_count == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: [*lines, lines[0]], "สองครั้ง"),
        (lambda lines: [AttendanceLine(one.organisation, "absent") for one in lines], "ไม่มีภาคีใด"),
        (lambda lines: [AttendanceLine(lines[0].organisation, "represented"), *lines[1:]], "ชื่อผู้แทน"),
    ],
)
def test_what_cannot_be_is_refused(agreement: Agreement, change: Any, words: str) -> None:
    meeting = planned(agreement)
    with pytest.raises(Refused, match=words):
        actions.hold_meeting(by=SYSTEM, meeting=meeting, version=1, attendance=change(everyone(agreement)))


def test_a_meeting_to_come_has_not_been_held(agreement: Agreement) -> None:
    meeting = planned(agreement, held_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="ยังไม่ถึงวันประชุม"):
        actions.hold_meeting(by=SYSTEM, meeting=meeting, version=1, attendance=everyone(agreement))
    today = planned(agreement, held_on=TODAY, number="2/2569")
    actions.hold_meeting(by=SYSTEM, meeting=today, version=1, attendance=everyone(agreement))


def test_attendance_is_corrected_until_adoption(agreement: Agreement) -> None:
    meeting = held(agreement)
    lines = [AttendanceLine(line.organisation, "present") for line in everyone(agreement)]
    lines[0] = AttendanceLine(lines[0].organisation, "absent")
    changed = actions.correct_attendance(by=SYSTEM, meeting=meeting, version=2, attendance=lines)
    assert reads.page(changed, Actor.public()).present == 2
    with pytest.raises(Conflict):
        actions.correct_attendance(by=SYSTEM, meeting=meeting, version=2, attendance=lines)


# -- minutes and decisions


def test_minutes_of_two_writers(agreement: Agreement) -> None:
    meeting = held(agreement)
    actions.write_minutes(by=SYSTEM, meeting=meeting, version=2, said={1: ("รับรอง", ""), 2: ("", "")})
    with pytest.raises(Conflict) as conflict:
        actions.write_minutes(by=SYSTEM, meeting=meeting, version=2, said={1: ("อีกแบบ", "")})
    assert conflict.value.theirs == {"said_th_1": "รับรอง"}
    assert meeting.agenda.get(order=1).said_th == "รับรอง"


def test_decisions_are_numbered_and_closed_up(agreement: Agreement) -> None:
    meeting = held(agreement)
    made = [actions.add_decision(by=SYSTEM, meeting=meeting, text_th=f"มติ {n}") for n in "กขค"]
    assert [d.number for d in made] == [1, 2, 3]
    actions.remove_decision(by=SYSTEM, decision=made[0], version=1, why="ซ้ำ")
    assert list(meeting.decisions.values_list("number", "text_th")) == [(1, "มติ ข"), (2, "มติ ค")]
    edited = actions.edit_decision(
        by=SYSTEM,
        decision=made[1],
        version=1,
        text_th="มติใหม่",
        text_en="",
        agenda_item=meeting.agenda.first(),
    )
    assert edited.version == 2
    with pytest.raises(Conflict):
        actions.edit_decision(
            by=SYSTEM, decision=made[1], version=1, text_th="อื่น", text_en="", agenda_item=None
        )


def test_a_decision_on_a_point_of_another_meeting_is_refused(agreement: Agreement) -> None:
    one, two = held(agreement), held(agreement, number="2/2569")
    with pytest.raises(Refused) as refusal:
        actions.add_decision(by=SYSTEM, meeting=one, text_th="มติ", agenda_item=two.agenda.first())
    assert refusal.value.field == "agenda_item"


def test_nothing_changes_after_adoption(agreement: Agreement) -> None:
    meeting = held(agreement)
    task = a_task(meeting)
    with pytest.raises(Refused, match="ยังไม่มีบันทึก"):
        actions.adopt_minutes(by=SYSTEM, meeting=meeting, version=2)
    said = {1: ("รับรอง", "Adopted"), 2: ("รับทราบ", "Noted")}
    meeting = actions.write_minutes(by=SYSTEM, meeting=meeting, version=2, said=said)
    meeting = actions.adopt_minutes(by=SYSTEM, meeting=meeting, version=3)
    assert meeting.adopted_at is not None
    assert "meeting.closed" in verbs(agreement)
    for act in (
        lambda: actions.edit_meeting(by=SYSTEM, meeting=meeting, version=4, title_th="x"),
        lambda: actions.write_minutes(by=SYSTEM, meeting=meeting, version=4, said={1: ("x", "")}),
        lambda: actions.correct_attendance(by=SYSTEM, meeting=meeting, version=4, attendance=[]),
        lambda: actions.add_decision(by=SYSTEM, meeting=meeting, text_th="x"),
        lambda: actions.edit_decision(
            by=SYSTEM, decision=task.decision, version=1, text_th="x", text_en="", agenda_item=None
        ),
        lambda: actions.remove_decision(by=SYSTEM, decision=task.decision, version=1, why="x"),
        lambda: actions.edit_task(by=SYSTEM, task=task, version=1, title_th="x"),
        lambda: actions.adopt_minutes(by=SYSTEM, meeting=meeting, version=4),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert "การประชุมครั้งต่อไป" in refusal.value.text.th


def test_a_signed_copy_stands_for_minutes_and_is_added_once(agreement: Agreement) -> None:
    meeting = held(agreement)
    upload = SimpleUploadedFile("รายงาน.pdf", PDF, "application/pdf")
    meeting = actions.adopt_minutes(by=SYSTEM, meeting=meeting, version=2, upload=upload)
    assert meeting.minutes is not None
    with pytest.raises(Refused, match="เปลี่ยนไฟล์ไม่ได้"):
        actions.keep_signed_minutes(by=SYSTEM, meeting=meeting, upload=SimpleUploadedFile("b.pdf", PDF))
    later = closed(agreement, number="2/2569")
    with pytest.raises(Refused, match="ไม่ใช่ชนิดที่รับ"):
        actions.keep_signed_minutes(by=SYSTEM, meeting=later, upload=SimpleUploadedFile("b.pdf", b"MZ"))
    actions.keep_signed_minutes(by=SYSTEM, meeting=later, upload=SimpleUploadedFile("b.pdf", PDF))


def test_minutes_that_changed_since_they_were_read_are_not_adopted(agreement: Agreement) -> None:
    meeting = held(agreement)
    actions.write_minutes(by=SYSTEM, meeting=meeting, version=2, said={1: ("ก", ""), 2: ("ข", "")})
    with pytest.raises(Conflict):
        actions.adopt_minutes(by=SYSTEM, meeting=meeting, version=2)
