from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from phanuek.registry import actions, permissions
from phanuek.registry.forms import UploadForm
from phanuek.registry.importing import reading, writing
from phanuek.registry.importing.columns import COLUMNS, is_ours
from phanuek.registry.importing.judging import VERDICTS, Verdict
from phanuek.registry.models import ImportBatch
from phanuek.registry.views.enterprises import DIRECTORY, posted
from phanuek.ui.downloads import XLSX_TYPE
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, current_language

TITLE = T("นำเข้ารายชื่อผู้ผลิต", "Import a list of producers")
LATEST = 10
ORDER = (Verdict.ERROR, Verdict.LOOK_ALIKE, Verdict.NEW, Verdict.SAME)
# the row's mark and colour: a word always stands beside it
TAGS = {Verdict.NEW: "ok", Verdict.SAME: "info", Verdict.LOOK_ALIKE: "warn", Verdict.ERROR: "danger"}


def upload(request: HttpRequest) -> HttpResponse:
    """Takes a list and shows what is in it; nothing is registered yet."""
    actor = request.actor  # type: ignore[attr-defined]
    permissions.check_can_import(actor)
    form = UploadForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.try_import(by=actor, upload=form.cleaned_data["upload"])
        except Refused as refusal:
            form.add_error("upload", str(refusal.text))
        else:
            return redirect(made)
    batches = ImportBatch.objects.visible_to(actor).select_related("attachment").defer("rows")[:LATEST]
    context = {"form": form, "batches": batches, "columns": COLUMNS, "most_rows": reading.MOST_ROWS,
               "path": [(DIRECTORY, reverse("registry:directory")), (TITLE, "")]}  # fmt: skip
    return render(request, "registry/import.html", context)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty list with column help, in the reader's language."""
    permissions.check_can_import(request.actor)  # type: ignore[attr-defined]
    return _workbook(writing.template(current_language()), "phanuek-producers.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    return response


def get_batch(request: HttpRequest, code: str) -> ImportBatch:
    rows = ImportBatch.objects.visible_to(request.actor).select_related("attachment")  # type: ignore[attr-defined]
    return get_object_or_404(rows, code=code)


def batch(request: HttpRequest, code: str) -> HttpResponse:
    """The dry run: every bad cell, what is new, what is there already, what may be; and the button that imports."""
    actor, found = request.actor, get_batch(request, code)  # type: ignore[attr-defined]
    if request.method == "POST":
        also = [
            int(number)
            for number in request.POST.getlist("also")
            if number.isascii() and number.isdigit() and len(number) < 8
        ]
        done = actions.apply_import(by=actor, batch=found, also=also)
        imported = done.counts.get("imported", 0)
        messages.success(request, T("นำเข้าแล้ว {n} ราย", "{n} imported.").format(n=f"{imported:,}"))
        return redirect(found)
    shown = request.GET.get("show", "")
    shown = shown if shown in {v.value for v in Verdict} else _most_telling(found)
    rows = [_shown(row) for row in found.rows if row["verdict"] == shown]
    counts = [
        {"verdict": v.value, "label": VERDICTS[v], "n": found.counts.get(v.value, 0), "current": v == shown}
        for v in ORDER
    ]
    context = {
        "batch": found,
        "is_applied": found.state == ImportBatch.State.APPLIED,
        "shown": shown,
        # ticks live on one page: those to decide on stand together
        "page": paginate(request, rows, 500 if shown == Verdict.LOOK_ALIKE else 50),
        "counts": counts,
        "unknown_columns": [
            c["header"] for c in found.columns if c["header"] and not c["column"] and not is_ours(c["header"])
        ],
        "applied_before": _applied_before(found),
        "path": [
            (DIRECTORY, reverse("registry:directory")),
            (TITLE, reverse("registry:import")),
            (found.attachment.name, ""),
        ],
    }
    return render(request, "registry/import_batch.html", context)


def _most_telling(found: ImportBatch) -> str:
    """What wants a person's eye first."""
    return next((v.value for v in ORDER if found.counts.get(v.value)), Verdict.NEW.value)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "tag": TAGS[Verdict(row["verdict"])],
        "word": VERDICTS[row["verdict"]],
        "imported": row.get("imported", ""),
    }


def _applied_before(found: ImportBatch) -> ImportBatch | None:
    """The same file, imported before by the same organisation."""
    same = ImportBatch.objects.filter(
        attachment__sha256=found.attachment.sha256,
        organisation=found.organisation_id,
        state=ImportBatch.State.APPLIED,
    )
    return same.exclude(pk=found.pk).defer("rows").first()


@require_safe
def marked(request: HttpRequest, code: str) -> HttpResponse:
    """A copy of the list with the reasons beside the cells."""
    found = get_batch(request, code)
    with found.attachment.file.open("rb") as stored:
        sheet = reading.read(stored, found.attachment.size)
    content = writing.marked_copy(sheet, found.rows, current_language())
    return _workbook(content, found.attachment.name.rsplit(".", 1)[0] + "-checked.xlsx")
