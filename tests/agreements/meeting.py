"""A meeting for the tests, as it is planned and as it is held."""

from datetime import date
from typing import Any

from phanuek.agreements import actions
from phanuek.agreements.actions import AgendaLine, AttendanceLine, TaskLine
from phanuek.agreements.models import Agreement, Meeting, Task
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import queries as timeline
from tests import cast

SYSTEM = Actor.system("tests")
HELD_ON = date(2026, 11, 2)


def planned(agreement: Agreement, by: Actor = SYSTEM, **changes: Any) -> Meeting:
    values = {
        "number": "1/2569", "title_th": "ประชุมติดตามผล", "title_en": "Follow-up meeting", "held_on": HELD_ON,
        "venue_th": "ห้องประชุม 1", "venue_en": "Meeting room 1",
        "agenda": [AgendaLine("รับรองรายงานครั้งก่อน", "Minutes of the last meeting"), AgendaLine("ติดตามงาน", "Work under way")],
    }  # fmt: skip
    return actions.plan_meeting(by=by, agreement=agreement, **{**values, **changes})


def everyone(agreement: Agreement, presence: str = "present") -> list[AttendanceLine]:
    bodies = Organisation.objects.filter(parties__agreement=agreement).order_by("parties__order")
    return [AttendanceLine(body, presence, f"นายผู้แทน {body.code}", "ผู้อำนวยการ") for body in bodies]


def held(agreement: Agreement, by: Actor = SYSTEM, **changes: Any) -> Meeting:
    meeting = planned(agreement, by, **changes)
    return actions.hold_meeting(
        by=by, meeting=meeting, version=meeting.version, attendance=everyone(agreement)
    )


def closed(agreement: Agreement, by: Actor = SYSTEM, **changes: Any) -> Meeting:
    meeting = held(agreement, by, **changes)
    said = {item.order: ("ที่ประชุมรับทราบ", "Noted") for item in meeting.agenda.all()}
    meeting = actions.write_minutes(by=by, meeting=meeting, version=meeting.version, said=said)
    return actions.adopt_minutes(by=by, meeting=meeting, version=meeting.version)


def a_task(meeting: Meeting, owner: str = "baac", **changes: Any) -> Task:
    line = {
        "title_th": "ส่งรายชื่อกลุ่ม",
        "owner": cast.organisation(owner),
        "due_on": date(2026, 11, 30),
        **changes,
    }
    decision = actions.add_decision(by=SYSTEM, meeting=meeting, text_th="ให้เร่งรัด", tasks=[TaskLine(**line)])
    return decision.tasks.get()


def verbs(about: Any) -> list[str]:
    return [event["verb"] for event in timeline.of(about, with_people=True)]
