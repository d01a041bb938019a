"""Meetings of an agreement: the list, one meeting on screen and on paper, planning, holding, cancelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phanuek.agreements import permissions
from phanuek.agreements.models import Agreement, Meeting
from phanuek.agreements.queries import meetings as reads
from phanuek.agreements.states import MeetingState
from phanuek.agreements.views.base import way_up
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.ui import clock
from phanuek.ui.words import T

MEETINGS = T("การประชุม", "Meetings")
ROWS = 4


@login_not_required
@require_safe
def meetings(request: HttpRequest, code: str) -> HttpResponse:
    """All meetings, the next first, and what was asked for and is not done."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    on = clock.today()
    context = {
        "agreement": agreement,
        "lists": reads.list_page(agreement, on),
        "on": on,
        "may_plan": may(permissions.check_can_manage, actor),
        "path": way_up(agreement, MEETINGS),
    }
    return render(request, "agreements/meetings.html", context)


@login_not_required
@require_safe
def meeting(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    """One meeting: agenda, who was there, decisions, tasks. Names and minutes for members only."""
    return _show(request, code, meeting, "agreements/meeting.html")


@login_not_required
@require_safe
def meeting_print(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    """The same as a sheet to be printed and signed."""
    return _show(request, code, meeting, "agreements/meeting_print.html")


def _show(request: HttpRequest, code: str, meeting: str, template: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = meeting_of(actor, code, meeting)
    context = {
        "agreement": found.agreement,
        "meeting": found,
        "page": reads.page(found, actor),
        "on": clock.today(),
        "buttons": _buttons(actor, found),
        "may_write": found.state == MeetingState.HELD and may(permissions.check_can_manage, actor),
        "may_manage": may(permissions.check_can_manage, actor),
        "acting_id": actor.acting_id,
        "path": way_to(found),
    }
    return render(request, template, context)


def meeting_of(actor: Actor, code: str, meeting: str) -> Meeting:
    """The meeting as far as the reader may see it, else 404."""
    rows = Meeting.objects.visible_to(actor).select_related("agreement", "minutes")
    return get_object_or_404(rows, agreement__code=code, code=meeting)


def way_to(meeting: Meeting, last: T | None = None) -> list[tuple[Any, str]]:
    """Agreements › agreement › meetings › this one › `last`."""
    own = T("ครั้งที่ {n}", "No. {n}").format(n=meeting.number)
    way = [
        *way_up(meeting.agreement)[:-1],
        (MEETINGS, f"{meeting.agreement.get_absolute_url()}meetings/"),
        (own, meeting.get_absolute_url()),
    ]
    return [*way, (last, "")] if last else way


@dataclass(frozen=True)
class Button:
    """One way on; `part` is the end of the address."""

    label: T
    part: str
    primary: bool = False


BUTTONS = {
    MeetingState.PLANNED: [
        Button(T("บันทึกผู้เข้าประชุม", "Record who came"), "hold/", primary=True),
        Button(T("แก้ไข", "Edit"), "edit/"),
        Button(T("ยกเลิกการประชุม", "Cancel the meeting"), "cancel/"),
    ],
    MeetingState.HELD: [
        Button(T("เขียนรายงาน", "Write the minutes"), "minutes/", primary=True),
        Button(T("เพิ่มมติ", "Add a decision"), "decisions/new/"),
        Button(T("แก้ไขผู้เข้าประชุม", "Correct the attendance"), "attendance/"),
        Button(T("รับรองรายงาน", "Adopt the minutes"), "adopt/"),
    ],
    MeetingState.CLOSED: [],
    MeetingState.CANCELLED: [],
}


def _buttons(actor: Actor, meeting: Meeting) -> list[Button]:
    if not may(permissions.check_can_manage, actor):
        return []
    state = MeetingState(meeting.state)
    if state == MeetingState.PLANNED and meeting.held_on > clock.today():
        return BUTTONS[state][1:]
    if state == MeetingState.CLOSED and meeting.minutes is None:
        return [Button(T("แนบรายงานฉบับลงนาม", "Attach the signed minutes"), "file/")]
    return BUTTONS[state]
