"""Reports of a period: everyone reads the closed ones, the secretariat writes and closes them. They stand here because what
everyone may read of the results is known to the figures, which come after the agreements."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import actions, permissions
from phanuek.agreements.actions.reports import check_can_close, check_open
from phanuek.agreements.forms.reports import CloseReportForm, EditReportForm, NewReportForm
from phanuek.agreements.models import Agreement, PeriodReport
from phanuek.agreements.queries import reports as reads
from phanuek.agreements.states import ReportState
from phanuek.agreements.views.base import status_of, way_up
from phanuek.files import checks
from phanuek.files.views import serve
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.site import closing
from phanuek.site.queries.report_today import since
from phanuek.site.report_columns import COLUMNS, notes
from phanuek.site.report_word import as_docx
from phanuek.ui import clock, downloads
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, current_language

REPORTS = T("รายงาน", "Reports")


@login_not_required
@require_safe
def reports(request: HttpRequest, code: str) -> HttpResponse:
    """Closed reports, the latest period first; the secretariat sees those being written too."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    context = {
        "agreement": agreement,
        "reports": reads.list_page(agreement, actor),
        "may_open": may(permissions.check_can_manage, actor),
        "path": way_up(agreement, REPORTS),
    }
    return render(request, "agreements/reports.html", context)


@login_not_required
@require_safe
def report(request: HttpRequest, code: str, report: str) -> HttpResponse:
    """A closed report is shown from what was frozen alone, with what differs today beside it; an open one as it would be
    frozen now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _report_of(actor, code, report)
    closed, on = found.state == ReportState.CLOSED, clock.today()
    said = found.content if closed else closing.composed(found, actor)
    context = {
        "agreement": found.agreement,
        "report": found,
        "content": reads.readable(said),
        "closed": closed,
        "differences": since(found, actor, clock.now()) if closed else [],
        "on": on,
        "may_write": not closed and may(permissions.check_can_manage, actor),
        "path": _way_to(found),
    }
    return render(request, "agreements/report.html", context)


def _report_of(actor: Actor, code: str, report: str, *, closed: bool = False) -> PeriodReport:
    rows = PeriodReport.objects.visible_to(actor).select_related("agreement", "pdf_th", "pdf_en")
    if closed:
        rows = rows.filter(state=ReportState.CLOSED)
    return get_object_or_404(rows, agreement__code=code, code=report)


def _way_to(report: PeriodReport, last: T | None = None) -> list[tuple[Any, str]]:
    title = T(report.title_th, report.title_en or report.title_th)
    way = [
        *way_up(report.agreement)[:-1],
        (REPORTS, f"{report.agreement.get_absolute_url()}reports/"),
        (title, report.get_absolute_url()),
    ]
    return [*way, (last, "")] if last else way


# -- writing


@require_http_methods(["GET", "POST"])
def report_new(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    permissions.check_can_manage(actor)
    form = NewReportForm(
        request.POST if request.method == "POST" else None, periods=reads.periods(clock.today())
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_report(by=actor, agreement=agreement, **form.own())
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request, T("เปิดรายงานแล้ว เขียนบทสรุปได้เลย", "The report is open: write its summary.")
            )
            return redirect(f"{made.get_absolute_url()}edit/")
    title = T("เปิดรายงานงวดใหม่", "Open a report")
    context = {
        "title": title,
        "intro": "",
        "form": form,
        "submit": T("เปิดรายงาน", "Open it"),
        "cancel": f"{agreement.get_absolute_url()}reports/",
        "path": [*way_up(agreement)[:-1], (REPORTS, f"{agreement.get_absolute_url()}reports/"), (title, "")],
    }
    return render(request, "ui/form_page.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def report_edit(request: HttpRequest, code: str, report: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _report_of(actor, code, report)
    permissions.check_can_manage(actor)
    check_open(found)
    form = EditReportForm(
        request.POST if request.method == "POST" else None, initial=EditReportForm.initial_of(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_report(by=actor, report=found, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกรายงานแล้ว", "The report is saved."))
            return redirect(found)
    title = T("เขียนรายงาน", "Write the report")
    return _form_page(request, found, form, title)


@require_http_methods(["GET", "POST"])
def report_close(request: HttpRequest, code: str, report: str) -> HttpResponse:
    """Freezes content and PDFs in both languages; says first that nothing changes afterwards."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _report_of(actor, code, report)
    permissions.check_can_manage(actor)
    check_can_close(found)
    form = CloseReportForm(
        request.POST if request.method == "POST" else None, initial={"version": found.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            closing.close(by=actor, report=found, version=form.cleaned_data["version"])
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request, T("ปิดงวดแล้ว รายงานนี้ไม่เปลี่ยนอีก", "The report is closed and will not change.")
            )
            return redirect(found)
    title = T("ปิดงวดรายงาน", "Close the report")
    intro = T(
        "เมื่อปิดแล้ว เนื้อหา ตัวเลข และไฟล์ PDF ทั้งสองภาษาจะคงเดิมตลอดไป ทุกคนอ่านได้ แก้ไขหรือเปิดใหม่ไม่ได้",
        "Once closed, its content, figures and PDFs in both languages stay as they are for ever, for everyone to read. It cannot be edited or reopened.",
    )
    more = {
        "intro": intro,
        "submit": title,
        "size": closing.size_of(closing.composed(found, actor)),
        "warnings": closing.forgotten(found),
    }
    return _form_page(request, found, form, title, template="agreements/report_close.html", **more)


def _form_page(
    request: HttpRequest,
    report: PeriodReport,
    form: Any,
    title: T,
    *,
    template: str = "ui/form_page.html",
    **more: Any,
) -> HttpResponse:
    context = {
        "title": title,
        "intro": "",
        "form": form,
        "submit": None,
        "cancel": report.get_absolute_url(),
        "path": _way_to(report, title),
        **more,
    }
    return render(request, template, context, status=status_of(form))


# -- files of a closed report


@login_not_required
@require_safe
def report_pdf(request: HttpRequest, code: str, report: str) -> FileResponse:
    """The PDF that was made when it was closed, in the reader's language."""
    found = _report_of(request.actor, code, report, closed=True)  # type: ignore[attr-defined]
    kept = found.pdf_en if current_language() == "en" else found.pdf_th
    if kept is None:
        raise Http404
    return serve(kept)


@login_not_required
@require_safe
def report_docx(request: HttpRequest, code: str, report: str) -> HttpResponse:
    """The frozen content as Word."""
    found = _report_of(request.actor, code, report, closed=True)  # type: ignore[attr-defined]
    language = current_language()
    response = HttpResponse(as_docx(found.content, language), content_type=checks.DOCX)
    response["Content-Disposition"] = f'attachment; filename="{found.code}-{language}.docx"'
    return response


@login_not_required
@require_safe
def report_json(request: HttpRequest, code: str, report: str) -> HttpResponse:
    """The frozen content to the byte: its SHA-256 is the one that the page and the PDF name."""
    found = _report_of(request.actor, code, report, closed=True)  # type: ignore[attr-defined]
    response = HttpResponse(reads.canonical(found.content), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.json"'
    return response


@login_not_required
@require_safe
def report_figures(request: HttpRequest, code: str, report: str, kind: str) -> HttpResponseBase:
    """The figures of the commitments as CSV or XLSX, from the frozen content."""
    found = _report_of(request.actor, code, report, closed=True)  # type: ignore[attr-defined]
    told = reads.readable(found.content)
    name = f"phanuek-{found.code}"
    if kind == "csv":
        return downloads.csv_response(name, COLUMNS, told["commitments"])
    return downloads.xlsx_response(
        name, COLUMNS, told["commitments"], notes=notes(told, found.content_sha256)
    )
