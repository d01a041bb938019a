"""Bringing commitments in from a spreadsheet: template, upload, check, confirm, the copy with reasons."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import actions, permissions
from phanuek.agreements.forms.importing import ListFileForm
from phanuek.agreements.importing.lists import writing
from phanuek.agreements.importing.lists.columns import COLUMNS, LAYOUT
from phanuek.agreements.importing.lists.judging import VERDICTS, Verdict
from phanuek.agreements.models import Agreement, AgreementImport
from phanuek.agreements.views.base import status_of, way_up
from phanuek.agreements.views.importing import posted
from phanuek.files.spreadsheets import reading
from phanuek.organisations.actor import Actor
from phanuek.ui.downloads import XLSX_TYPE
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, current_language

TITLE = T("นำเข้าภารกิจจากตาราง", "Import commitments from a list")
LATEST = 10
ORDER = (Verdict.ERROR, Verdict.NEW, Verdict.CHANGED, Verdict.SAME)
# the row's mark and colour: a word always stands beside it
TAGS = {Verdict.NEW: "ok", Verdict.CHANGED: "info", Verdict.SAME: "plain", Verdict.ERROR: "danger"}


@require_http_methods(["GET", "POST"])
def commitments_import(request: HttpRequest, code: str) -> HttpResponse:
    """Takes a list and shows what each row would do; nothing is added yet."""
    actor, agreement = _agreement(request, code)
    form = ListFileForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["upload"]
            return redirect(actions.try_commitments(by=actor, agreement=agreement, upload=upload))
        except Refused as refusal:
            form.add_error("upload", str(refusal.text))
    brought = _visible(actor).filter(agreement=agreement)
    context = {
        "form": form,
        "agreement": agreement,
        "brought": brought.select_related("attachment").defer("rows")[:LATEST],
        "columns": COLUMNS,
        "path": way_up(agreement, TITLE),
    }
    return render(request, "agreements/import_list.html", context, status=status_of(form))


@require_safe
def commitments_template(request: HttpRequest, code: str) -> HttpResponse:
    """The empty list with the parties and clauses of this agreement, in the reader's language."""
    _, agreement = _agreement(request, code)
    return _workbook(
        writing.template(agreement, current_language()), f"phanuek-commitments-{agreement.code}.xlsx"
    )


def _agreement(request: HttpRequest, code: str) -> tuple[Actor, Agreement]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    permissions.check_can_import_commitments(actor, agreement)
    return actor, agreement


def _visible(actor: Actor) -> Any:
    return AgreementImport.objects.visible_to(actor).filter(kind=AgreementImport.Kind.COMMITMENTS)


def _brought(request: HttpRequest, code: str, batch: str) -> AgreementImport:
    rows = _visible(request.actor).select_related("attachment", "agreement")  # type: ignore[attr-defined]
    return get_object_or_404(rows, code=batch, agreement__code=code)


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


@require_http_methods(["GET", "POST"])
def commitments_import_check(request: HttpRequest, code: str, batch: str) -> HttpResponse:
    """The dry run: every bad cell, what is new, what would change and how; and the button that does it."""
    found = _brought(request, code, batch)
    actor, agreement = _agreement(request, code)
    if request.method == "POST":
        done = actions.confirm_commitments(by=actor, brought=found)
        messages.success(
            request, T("นำเข้าแล้ว {n} ภารกิจ", "{n} commitments imported.").format(n=f"{done.counts.get('imported', 0):,}")
        )  # fmt: skip
        return redirect(found)
    shown = request.GET.get("show", "")
    shown = shown if shown in {v.value for v in Verdict} else _most_telling(found)
    rows = [
        {**row, "tag": TAGS[Verdict(row["verdict"])], "word": VERDICTS[row["verdict"]]}
        for row in found.rows
        if row["verdict"] == shown
    ]
    context = {
        "brought": found,
        "agreement": agreement,
        "is_applied": found.state == AgreementImport.State.APPLIED,
        "shown": shown,
        "page": paginate(request, rows, 50),
        "counts": [
            {
                "verdict": v.value,
                "label": VERDICTS[v],
                "n": found.counts.get(v.value, 0),
                "current": v == shown,
            }
            for v in ORDER
        ],
        "to_write": found.counts.get("new", 0) + found.counts.get("changed", 0),
        "applied_before": _applied_before(found),
        "path": [
            *way_up(agreement)[:-1],
            (TITLE, reverse("agreements:commitments_import", args=[agreement.code])),
            (found.attachment.name, ""),
        ],
    }
    return render(request, "agreements/import_list_check.html", context)


def _most_telling(found: AgreementImport) -> str:
    """What wants a person's eye first."""
    return next((v.value for v in ORDER if found.counts.get(v.value)), Verdict.NEW.value)


def _applied_before(found: AgreementImport) -> AgreementImport | None:
    """The same file, taken in before for the same agreement."""
    same = AgreementImport.objects.filter(
        attachment__sha256=found.attachment.sha256,
        agreement=found.agreement_id,
        organisation=found.organisation_id,
        kind=found.kind,
        state=AgreementImport.State.APPLIED,
    )
    return same.exclude(pk=found.pk).defer("rows").first()


@require_safe
def commitments_marked(request: HttpRequest, code: str, batch: str) -> HttpResponse:
    """A copy of the list with the reasons beside the cells."""
    found = _brought(request, code, batch)
    with found.attachment.file.open("rb") as kept:
        sheet = reading.read(kept, found.attachment.size, LAYOUT)
    content = writing.marked_copy(sheet, found.rows, current_language())
    return _workbook(content, found.attachment.name.rsplit(".", 1)[0] + "-checked.xlsx")
