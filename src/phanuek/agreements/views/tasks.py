"""Tasks of an agreement: the list, and how each ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import actions, permissions
from phanuek.agreements.forms.minutes import NoteForm, TaskForm
from phanuek.agreements.models import Agreement, Meeting, Task
from phanuek.agreements.queries import meetings as reads
from phanuek.agreements.states import TaskState
from phanuek.agreements.views.base import way_up
from phanuek.agreements.views.convening import small_form
from phanuek.agreements.views.meetings import MEETINGS, meeting_of
from phanuek.agreements.views.minutes import for_writing, task_choices
from phanuek.organisations.actor import Actor
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, downloads
from phanuek.ui.downloads import Column
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

TASKS = T("งานที่มอบหมาย", "Tasks")
SHOWN = {
    "open": T("ต้องดำเนินการ", "To be done"),
    "overdue": T("เลยกำหนด", "Overdue"),
    "closed": T("ปิดแล้ว", "Closed"),
    "all": T("ทั้งหมด", "All"),
}
COLUMNS = [
    Column(T("งาน", "Task"), lambda task: T(task.title_th, task.title_en or task.title_th)),
    Column(T("รหัส", "Code"), "code", "id"),
    Column(
        T("หน่วยงานที่รับผิดชอบ", "Body"),
        lambda task: T(task.owner.name_th, task.owner.name_en or task.owner.name_th),
    ),
    Column(T("กำหนดเสร็จ", "Due"), "due_on", "date"),
    Column(T("สถานะ", "State"), lambda task: T.of(TaskState(task.state).label)),
    Column(T("ปิดเมื่อ", "Closed"), "closed_on", "date"),
    Column(T("ผลหรือเหตุผล", "Result or reason"), "closed_note"),
    Column(T("การประชุมครั้งที่", "Meeting"), "decision.meeting.number", "id"),
    Column(T("มติข้อ", "Decision"), "decision.number", "number"),
    Column(T("ที่มา", "Origin"), lambda task: T.of(Provenance(task.decision.meeting.provenance).label)),
]


@login_not_required
@require_safe
def tasks(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the meetings of an agreement asked for, the earliest due first; `format=xlsx|csv` gives the rows as a file."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    on, show = clock.today(), request.GET.get("show", "open")
    show = show if show in SHOWN else "open"
    rows = _filtered(agreement, show, on)
    asked = request.GET.get("format", "")
    if asked in ("csv", "xlsx"):
        make = downloads.csv_response if asked == "csv" else downloads.xlsx_response
        return make(f"phanuek-tasks-{agreement.code}-{on.isoformat()}", COLUMNS, rows)
    page = paginate(request, rows)
    for task in page:
        task.decision.meeting.agreement = agreement
    context = {
        "agreement": agreement,
        "tasks": page,
        "tabs": [(key, label, key == show) for key, label in SHOWN.items()],
        "on": on,
        "path": [
            *way_up(agreement)[:-1],
            (MEETINGS, f"{agreement.get_absolute_url()}meetings/"),
            (TASKS, ""),
        ],
    }
    return render(request, "agreements/meeting_tasks.html", context)


def _filtered(agreement: Agreement, show: str, on: Any) -> Any:
    rows = reads.tasks_of_agreement(agreement).order_by("due_on", "pk")
    if show == "open":
        return rows.open()  # type: ignore[attr-defined]
    if show == "overdue":
        return rows.overdue(on)  # type: ignore[attr-defined]
    return rows.exclude(state=TaskState.OPEN) if show == "closed" else rows


# -- written with the minutes


@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, code: str, meeting: str, number: int) -> HttpResponse:
    """One more task of a decision."""
    found = for_writing(request, code, meeting)
    decision = get_object_or_404(found.decisions.select_related("meeting"), number=number)
    form = TaskForm(
        request.POST if request.method == "POST" else None, **task_choices(request, found.agreement)
    )
    if request.method == "POST" and form.is_valid():
        try:
            line = actions.TaskLine(**form.own())
            actions.add_tasks(by=request.actor, decision=decision, lines=[line])  # type: ignore[attr-defined]
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("มอบหมายงานแล้ว", "The task is given."))
            return redirect(found)
    title = T("มอบหมายงานตามมติข้อ {n}", "A task of decision {n}").format(n=number)
    intro = T(decision.text_th, decision.text_en or decision.text_th)
    return small_form(request, found, form, title, intro=intro)


@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, code: str, meeting: str, task: str) -> HttpResponse:
    found = for_writing(request, code, meeting)
    row = _task_of(found, task)
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        initial=TaskForm.initial_of(row),
        **task_choices(request, found.agreement),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_task(
                by=request.actor,  # type: ignore[attr-defined]
                task=row,
                version=form.cleaned_data["version"] or 0,
                **form.own(),
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(found)
    return small_form(request, found, form, T("แก้ไขงาน", "Edit the task"))


# -- how it ends


@require_http_methods(["GET", "POST"])
def task_done(request: HttpRequest, code: str, meeting: str, task: str) -> HttpResponse:
    """Its owner, or the secretariat, says what was done."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _task_of(meeting_of(actor, code, meeting), task)
    permissions.check_can_finish_task(actor, row)
    return _end(
        request, row, T("แจ้งว่าทำเสร็จแล้ว", "Say that it is done"), T("ทำอะไรไปแล้ว", "What was done"),
        lambda version, note: actions.finish_task(by=actor, task=row, version=version, note=note),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def task_cancel(request: HttpRequest, code: str, meeting: str, task: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _task_of(meeting_of(actor, code, meeting), task)
    permissions.check_can_manage(actor)
    return _end(
        request, row, T("ไม่ต้องดำเนินการแล้ว", "No longer needed"), T("เหตุผล", "Why"),
        lambda version, note: actions.cancel_task(by=actor, task=row, version=version, why=note),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def task_reopen(request: HttpRequest, code: str, meeting: str, task: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = _task_of(meeting_of(actor, code, meeting), task)
    permissions.check_can_reopen_task(actor, row)
    return _end(
        request, row, T("เปิดงานอีกครั้ง", "Open it again"), T("เหตุผล", "Why"),
        lambda version, note: actions.reopen_task(by=actor, task=row, version=version, why=note),
    )  # fmt: skip


def _task_of(meeting: Meeting, code: str) -> Task:
    rows = Task.objects.filter(decision__meeting=meeting).select_related(
        "decision__meeting__agreement", "owner"
    )
    return get_object_or_404(rows, code=code)


def _end(
    request: HttpRequest, task: Task, title: T, label: T, act: Callable[[int, str], Task]
) -> HttpResponse:
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        initial={"version": task.version},
        label=label,
        help_text=T("แสดงต่อสาธารณะ โปรดไม่ระบุข้อมูลส่วนบุคคล", "Shown to the public: name no persons."),
    )
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data["version"], form.cleaned_data["note"])
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกสถานะของงานแล้ว", "The state of the task is recorded."))
            return redirect(f"{task.decision.meeting.get_absolute_url()}#{task.code}")
    intro = T(task.title_th, task.title_en or task.title_th)
    return small_form(request, task.decision.meeting, form, title, intro=intro, submit=title)
