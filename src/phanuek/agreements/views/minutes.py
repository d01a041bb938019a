"""Minutes of a meeting: what was said, decisions, adoption, the signed copy."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import actions, permissions
from phanuek.agreements.actions.meetings import check_state
from phanuek.agreements.forms.minutes import (
    MOST_TASKS,
    AdoptForm,
    DecisionForm,
    MinutesForm,
    NoteForm,
    TaskFormSet,
    UploadForm,
)
from phanuek.agreements.models import Agreement, Meeting
from phanuek.agreements.queries import meetings as reads
from phanuek.agreements.states import MeetingState
from phanuek.agreements.views.base import status_of
from phanuek.agreements.views.convening import more_rows, small_form
from phanuek.agreements.views.meetings import meeting_of, way_to
from phanuek.files.views import serve
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

TASK_ROWS = 2


def for_writing(request: HttpRequest, code: str, meeting: str) -> Meeting:
    """A meeting whose minutes are being written, for the secretariat: 404, 403 or a reason otherwise."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = meeting_of(actor, code, meeting)
    permissions.check_can_manage(actor)
    check_state(found, MeetingState.HELD)
    return found


@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    found = for_writing(request, code, meeting)
    form = MinutesForm(
        request.POST if request.method == "POST" else None,
        items=list(found.agenda.order_by("order")),
        initial={"version": found.version},
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_minutes(
                by=request.actor,  # type: ignore[attr-defined]
                meeting=found,
                version=form.cleaned_data["version"],
                said=form.said(),
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกรายงานแล้ว", "The minutes are saved."))
            return redirect(found)
    title = T("รายงานการประชุม", "Minutes")
    context = {
        "title": title,
        "intro": T(
            "เขียนสั้น ๆ ทีละวาระ มติเขียนแยกในหน้า “เพิ่มมติ” แสดงเฉพาะแก่ภาคีและฝ่ายเลขานุการ",
            "A few words on each point; decisions are written by themselves. Shown to the parties and the secretariat only.",
        ),
        "form": form,
        "submit": None,
        "cancel": found.get_absolute_url(),
        "path": way_to(found, title),
    }
    return render(request, "agreements/meeting_minutes.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    """Closes the meeting for good; says so before."""
    found = for_writing(request, code, meeting)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = AdoptForm(*sent, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.adopt_minutes(
                by=request.actor,  # type: ignore[attr-defined]
                meeting=found,
                version=form.cleaned_data["version"],
                upload=form.cleaned_data["upload"],
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("รับรองรายงานการประชุมแล้ว", "The minutes are adopted."))
            return redirect(found)
    intro = T(
        "เมื่อรับรองแล้วแก้ไขไม่ได้อีก การแก้ไขให้เป็นมติของการประชุมครั้งต่อไป งานที่มอบหมายยังแจ้งผลได้ตามปกติ",
        "Once adopted nothing changes: a correction is a decision of a later meeting. Tasks are closed as before.",
    )
    title = T("รับรองรายงานการประชุม", "Adopt the minutes")
    return small_form(request, found, form, title, intro=intro, submit=title)


@require_http_methods(["GET", "POST"])
def signed_file(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    """Attaching the signed copy."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = meeting_of(actor, code, meeting)
    permissions.check_can_manage(actor)
    check_state(found, MeetingState.HELD, MeetingState.CLOSED)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_signed_minutes(by=actor, meeting=found, upload=form.cleaned_data["upload"])
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("แนบไฟล์แล้ว", "The file is attached."))
            return redirect(found)
    title = T("แนบรายงานการประชุมฉบับลงนาม", "Attach the signed minutes")
    return small_form(request, found, form, title)


@require_safe
def signed_minutes(request: HttpRequest, code: str, meeting: str) -> FileResponse:
    """The signed copy, which names people: for members of the parties and the secretariat."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = meeting_of(actor, code, meeting)
    if not reads.sees_people(actor, found.agreement):
        raise NotAllowed(
            T(
                "รายงานการประชุมมีชื่อบุคคล จึงเปิดได้เฉพาะภาคีและฝ่ายเลขานุการ",
                "The minutes name people: they are open to the parties and the secretariat.",
            )
        )
    if found.minutes is None:
        raise Http404
    return serve(found.minutes)


# -- decisions


@require_http_methods(["GET", "POST"])
def decision_new(request: HttpRequest, code: str, meeting: str) -> HttpResponse:
    """A decision with the tasks that follow from it."""
    found = for_writing(request, code, meeting)
    posted = request.method == "POST"
    adding = posted and "more" in request.POST
    form = DecisionForm(request.POST if posted else None, meeting=found)
    data = more_rows(request.POST, "task", MOST_TASKS) if adding else request.POST if posted else None
    rows = TaskFormSet(data, prefix="task", form_kwargs=task_choices(request, found.agreement))
    rows.extra = TASK_ROWS
    if adding:
        for one in (form, *rows):
            one.errors.clear()
    elif posted and all([form.is_valid(), rows.is_valid()]):
        try:
            actions.add_decision(
                by=request.actor,  # type: ignore[attr-defined]
                meeting=found,
                tasks=[row.line for row in rows if not row.is_empty],
                **{k: v for k, v in form.cleaned_data.items() if k != "version"},
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกมติแล้ว", "The decision is recorded."))
            return redirect(found)
    title = T("เพิ่มมติ", "Add a decision")
    context = {
        "title": title,
        "intro": "",
        "form": form,
        "rows": rows,
        "may_add": len(rows.forms) < MOST_TASKS,
        "submit": T("บันทึกมติ", "Record the decision"),
        "cancel": found.get_absolute_url(),
        "path": way_to(found, title),
    }
    failed = form.is_bound and not adding and (form.errors or rows.total_error_count())
    return render(request, "agreements/meeting_decision.html", context, status=422 if failed else 200)


def task_choices(request: HttpRequest, agreement: Agreement) -> dict[str, Any]:
    """What the forms of tasks offer, read once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return {
        "owners": {body.code: body for body in reads.can_be_asked(agreement, actor.organisation_id)},
        "commitments": {c.code: c for c in agreement.commitments.order_by("code")},
    }


@require_http_methods(["GET", "POST"])
def decision_edit(request: HttpRequest, code: str, meeting: str, number: int) -> HttpResponse:
    found = for_writing(request, code, meeting)
    decision = get_object_or_404(found.decisions.select_related("meeting", "agenda_item"), number=number)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        meeting=found,
        initial=DecisionForm.initial_of(decision),
    )
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        try:
            actions.edit_decision(by=request.actor, decision=decision, **values)  # type: ignore[attr-defined]
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(found)
    return small_form(request, found, form, T("แก้ไขมติ", "Edit the decision"))


@require_http_methods(["GET", "POST"])
def decision_remove(request: HttpRequest, code: str, meeting: str, number: int) -> HttpResponse:
    """Takes out a decision written down by mistake; asks why, for the timeline."""
    found = for_writing(request, code, meeting)
    decision = get_object_or_404(found.decisions.select_related("meeting"), number=number)
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        initial={"version": decision.version},
        label=T("เหตุที่ลบ", "Why it is taken out"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_decision(
                by=request.actor,  # type: ignore[attr-defined]
                decision=decision,
                version=form.cleaned_data["version"],
                why=form.cleaned_data["note"],
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("ลบมติแล้ว", "The decision is taken out."))
            return redirect(found)
    title = T("ลบมติข้อ {n}", "Take out decision {n}").format(n=number)
    intro = T(decision.text_th, decision.text_en or decision.text_th)
    return small_form(request, found, form, title, intro=intro, submit=T("ลบมติ", "Take it out"))
