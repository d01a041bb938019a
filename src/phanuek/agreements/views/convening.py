"""Planning a meeting, changing, cancelling and holding it: for the secretariat."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import actions, permissions
from phanuek.agreements.actions.meetings import check_state
from phanuek.agreements.forms.meetings import (
    MOST_POINTS,
    AgendaFormSet,
    AttendanceForm,
    MeetingForm,
    agenda_lines,
)
from phanuek.agreements.forms.minutes import NoteForm
from phanuek.agreements.models import Agreement, Meeting
from phanuek.agreements.queries import meetings as reads
from phanuek.agreements.states import MeetingState
from phanuek.agreements.views.base import status_of, way_up
from phanuek.agreements.views.meetings import MEETINGS, meeting_of, way_to
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

ROWS = 4


@require_http_methods(["GET", "POST"])
def meeting_new(request: HttpRequest, code: str) -> HttpResponse:
    """A meeting with its agenda; what is still open is offered."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    permissions.check_can_manage(actor)
    on = clock.today()
    initial = {"number": reads.next_number(agreement, on), "title_th": FOLLOW_UP.th, "title_en": FOLLOW_UP.en}
    form = MeetingForm(_sent(request), proposals=reads.proposals(agreement, on), initial=initial)
    rows = _rows(request, agreement, [{}] * ROWS)
    if _wants_more(request, form, rows):
        return _form_page(request, agreement, None, form, rows)
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            made = actions.plan_meeting(
                by=actor, agreement=agreement, agenda=[*agenda_lines(rows), *form.taken_up()], **form.own()
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกนัดประชุมแล้ว", "The meeting is planned."))
            return redirect(made)
    return _form_page(request, agreement, None, form, rows)


FOLLOW_UP = T("ประชุมติดตามผลการดำเนินงาน", "Follow-up meeting")


@require_http_methods(["GET", "POST"])
def meeting_edit(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = meeting_of(actor, code, meeting)
    permissions.check_can_manage(actor)
    check_state(found, MeetingState.PLANNED)
    names = (
        "number",
        "title_th",
        "title_en",
        "held_on",
        "starts_at",
        "venue_th",
        "venue_en",
        "chair",
        "version",
    )
    form = MeetingForm(
        _sent(request),
        proposals=reads.proposals(found.agreement, clock.today()),
        initial={name: getattr(found, name) for name in names},
    )
    points = found.agenda.select_related("commitment").order_by("order")
    initial = [
        {"place": i.order, "title_th": i.title_th, "title_en": i.title_en, "commitment": i.commitment}
        for i in points
    ]
    rows = _rows(request, found.agreement, [*initial, {}, {}])
    if _wants_more(request, form, rows):
        return _form_page(request, found.agreement, found, form, rows)
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        agenda = [*agenda_lines(rows), *form.taken_up()]
        try:
            actions.edit_meeting(
                by=actor, meeting=found, version=form.cleaned_data["version"] or 0, agenda_lines=agenda, **form.own()
            )  # fmt: skip
        except Conflict as conflict:
            _name_the_agenda(conflict).add_to(form)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(found)
    return _form_page(request, found.agreement, found, form, rows)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _rows(request: HttpRequest, agreement: Agreement, initial: list[dict[str, Any]]) -> Any:
    commitments = {c.code: c for c in agreement.commitments.order_by("code")}
    data = more_rows(request.POST, "point", MOST_POINTS) if "more" in request.POST else _sent(request)
    return AgendaFormSet(data, prefix="point", initial=initial, form_kwargs={"commitments": commitments})


def more_rows(sent: QueryDict, prefix: str, most: int) -> QueryDict:
    """What was typed, with two more rows."""
    data = sent.copy()
    typed = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    data[f"{prefix}-TOTAL_FORMS"] = str(min(count + 2, most))
    data.setdefault(f"{prefix}-INITIAL_FORMS", "0")
    return data


def _wants_more(request: HttpRequest, form: Any, rows: Any) -> bool:
    """Whether only more rows are asked for: nothing is judged then."""
    if request.method != "POST" or "more" not in request.POST:
        return False
    for one in (form, *rows):
        one.errors.clear()
    return True


def _name_the_agenda(conflict: Conflict) -> Conflict:
    """The agenda is no field of the form; its label is said here."""
    for versions in (conflict.yours, conflict.theirs):
        if "agenda_lines" in versions:
            versions[T("ระเบียบวาระ", "Agenda")] = versions.pop("agenda_lines")  # type: ignore[index]
    return conflict


def _form_page(
    request: HttpRequest, agreement: Agreement, found: Meeting | None, form: MeetingForm, rows: Any
) -> HttpResponse:
    title = T("แก้ไขการประชุม", "Edit the meeting") if found else T("นัดประชุม", "Plan a meeting")
    context = {
        "title": title,
        "intro": "",
        "form": form,
        "rows": rows,
        "may_add": len(rows.forms) < MOST_POINTS,
        "submit": None if found else T("บันทึกนัดประชุม", "Plan it"),
        "cancel": found.get_absolute_url() if found else f"{agreement.get_absolute_url()}meetings/",
        "path": way_to(found, title) if found else [*way_up(agreement, MEETINGS)[:-1], *_in_list(agreement, title)],
    }  # fmt: skip
    failed = form.is_bound and (form.errors or rows.total_error_count())
    return render(request, "agreements/meeting_form.html", context, status=422 if failed else 200)


def _in_list(agreement: Agreement, title: T) -> list[tuple[Any, str]]:
    return [(MEETINGS, f"{agreement.get_absolute_url()}meetings/"), (title, "")]


# -- cancelling and holding


@require_http_methods(["GET", "POST"])
def meeting_cancel(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = meeting_of(actor, code, meeting)
    permissions.check_can_manage(actor)
    check_state(found, MeetingState.PLANNED)
    form = NoteForm(
        _sent(request),
        initial={"version": found.version},
        label=T("เหตุที่ยกเลิก", "Why it is cancelled"),
        help_text=T("แสดงต่อสาธารณะ", "Shown to the public."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel_meeting(
                by=actor,
                meeting=found,
                version=form.cleaned_data["version"],
                why=form.cleaned_data["note"],
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("ยกเลิกการประชุมแล้ว", "The meeting is cancelled."))
            return redirect(found)
    title = T("ยกเลิกการประชุม", "Cancel the meeting")
    return small_form(request, found, form, title, submit=title)


def small_form(
    request: HttpRequest, meeting: Meeting, form: Any, title: T, *, intro: Any = "", submit: T | None = None
) -> HttpResponse:
    """A form page of one meeting."""
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "submit": submit,
        "cancel": meeting.get_absolute_url(),
        "path": way_to(meeting, title),
    }
    return render(request, "ui/form_page.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def meeting_hold(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    """It took place: who came."""
    return _attendance(request, code, meeting, MeetingState.PLANNED)


@require_http_methods(["GET", "POST"])
def meeting_attendance(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    """Who came, corrected."""
    return _attendance(request, code, meeting, MeetingState.HELD)


def _attendance(request: HttpRequest, code: str, meeting: str, state: MeetingState) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = meeting_of(actor, code, meeting)
    permissions.check_can_manage(actor)
    check_state(found, state)
    parties: list[Organisation] = [party.organisation for party in reads.parties_on(found)]
    known = {body.pk for body in parties}
    others = [b for b in reads.can_be_asked(found.agreement) if b.pk not in known]
    form = AttendanceForm(
        _sent(request),
        parties=parties,
        others=others,
        initial=AttendanceForm.initial_of(found, list(found.attendance.select_related("organisation"))),
    )
    if request.method == "POST" and form.is_valid():
        save = actions.hold_meeting if state == MeetingState.PLANNED else actions.correct_attendance
        try:
            save(
                by=actor, meeting=found, version=form.cleaned_data["version"], attendance=form.lines(),
                chair=form.cleaned_data["chair"],
            )  # fmt: skip
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกผู้เข้าประชุมแล้ว", "The attendance is recorded."))
            return redirect(found)
    title = T("ผู้เข้าประชุม", "Attendance")
    context = {
        "title": title,
        "intro": T(
            "ชื่อบุคคลแสดงเฉพาะแก่ภาคีและฝ่ายเลขานุการ สาธารณะเห็นเพียงว่าหน่วยงานใดเข้าประชุม",
            "Names are shown to the parties and the secretariat only; the public reads which bodies came.",
        ),
        "form": form,
        "submit": None,
        "cancel": found.get_absolute_url(),
        "path": way_to(found, title),
    }
    return render(request, "agreements/meeting_attendance.html", context, status=status_of(form))
