"""Bringing an agreement in from a file: upload, check, confirm, undo."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import actions, permissions
from phanuek.agreements.actions.importing import plan_of, why_not_undone
from phanuek.agreements.forms.importing import AgreementFileForm, ConfirmForm
from phanuek.agreements.importing.plan import Plan
from phanuek.agreements.importing.problems import NotReadable, Problem
from phanuek.agreements.models import AgreementImport
from phanuek.agreements.views.base import status_of
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

AGREEMENTS = T("บันทึกข้อตกลง", "Agreements")
TITLE = T("นำเข้าบันทึกข้อตกลง", "Import an agreement")
LATEST = 10
SCHEMAS = Path("docs") / "schemas"
FORM_FILES = {"schema": "agreement.schema.json", "example": "agreement.example.json"}


@require_http_methods(["GET", "POST"])
def agreement_import(request: HttpRequest) -> HttpResponse:
    """Takes a file and shows what it would do; what cannot be read is told at once, place by place."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_can_import(actor)
    form = AgreementFileForm(*posted(request))
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.try_agreement(by=actor, upload=form.cleaned_data["upload"]))
        except NotReadable as refusal:
            problems = refusal.problems
            form.add_error("upload", str(_count(problems)))
        except Refused as refusal:
            form.add_error("upload", str(refusal.text))
    brought = AgreementImport.objects.filter(kind=AgreementImport.Kind.AGREEMENT)
    context = {
        "form": form,
        "problems": problems,
        "file_name": form.files["upload"].name if problems else "",
        "brought": brought.select_related("attachment", "agreement")[:LATEST],
        "path": [(AGREEMENTS, "/agreements/"), (TITLE, "")],
    }
    return render(request, "agreements/import.html", context, status=status_of(form))


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """Data and files for a form: None while it is only shown; an empty post is still a post."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _count(problems: list[Problem]) -> T:
    return T(
        "ไฟล์นี้มีที่ต้องแก้ {n} แห่ง ยังไม่ได้นำเข้า", "Nothing was imported: {n} places of this file are to be mended."
    ).format(n=len(problems))


@require_http_methods(["GET", "POST"])
def agreement_import_check(request: HttpRequest, code: str) -> HttpResponse:
    """What taking the file in would do, found afresh each time; the button that does it."""
    actor, brought = _brought(request, code)
    if brought.state == AgreementImport.State.UNDONE:
        return render(request, "agreements/import_undone.html", {"brought": brought, "path": _way(brought)})
    try:
        plan = plan_of(brought)
    except NotReadable as refusal:
        context = {"brought": brought, "problems": refusal.problems, "plan": None, "path": _way(brought)}
        return render(request, "agreements/import_check.html", context)
    form = ConfirmForm(posted(request)[0], plan=plan)
    problems = plan.problems
    if request.method == "POST" and form.is_valid():
        try:
            agreement = actions.confirm_agreement(
                by=actor, brought=brought, choices=form.choices, version=form.cleaned_data["version"]
            )
        except NotReadable as refusal:
            problems = refusal.problems
            form.add_error(None, str(_count(problems)))
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("นำเข้าแล้ว", "The agreement is imported."))
            return redirect(agreement)
    context = {
        "brought": brought,
        "plan": plan,
        "problems": problems,
        "form": form,
        "may_undo": brought.state == AgreementImport.State.APPLIED and why_not_undone(brought) is None,
        "is_applied": brought.state == AgreementImport.State.APPLIED,
        "path": _way(brought),
        **_shown(plan),
    }
    return render(request, "agreements/import_check.html", context, status=status_of(form))


def _shown(plan: Plan) -> dict[str, Any]:
    """The file as tables: parties with what their bodies are here, people, sentences, clauses."""
    people = plan.told.people
    return {
        "parties": [
            {
                "row": row.values,
                "found": plan.bodies.found[row.values["organisation"]],
                "signatories": [p.values for p in people if p.values["party"] == row.values["organisation"]],
            }
            for row in plan.told.parties
        ],
        "others": [row.values for row in people if not row.values["party"]],
        "statements": [row.values for row in plan.told.statements],
        "new_bodies": plan.bodies.new,
    }


def _brought(request: HttpRequest, code: str) -> tuple[Actor, AgreementImport]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = AgreementImport.objects.visible_to(actor).select_related("attachment", "agreement")
    found = get_object_or_404(rows, code=code, kind=AgreementImport.Kind.AGREEMENT)
    permissions.check_can_import(actor)
    return actor, found


def _way(brought: AgreementImport) -> list[tuple[Any, str]]:
    return [
        (AGREEMENTS, "/agreements/"),
        (TITLE, reverse("agreements:import")),
        (brought.attachment.name, ""),
    ]


@require_http_methods(["GET", "POST"])
def agreement_import_undo(request: HttpRequest, code: str) -> HttpResponse:
    """Takes an agreement out again that was imported by mistake, while nothing hangs under it."""
    actor, brought = _brought(request, code)
    reason = why_not_undone(brought)
    if request.method == "POST":
        try:
            actions.undo_agreement(by=actor, brought=brought)
        except Refused as refusal:
            reason = refusal.text
        else:
            messages.success(request, T("ยกเลิกการนำเข้าแล้ว", "The import is undone."))
            return redirect("agreements:import")
    context = {"brought": brought, "reason": reason, "path": _way(brought)}
    return render(
        request, "agreements/import_undo.html", context, status=422 if request.method == "POST" else 200
    )


@require_safe
def agreement_form_file(request: HttpRequest, name: str) -> HttpResponse:
    """The JSON Schema of the form, and an example to start from."""
    permissions.check_can_import(request.actor)  # type: ignore[attr-defined]
    file = FORM_FILES[name]
    response = HttpResponse((settings.ROOT / SCHEMAS / file).read_bytes(), content_type="application/json")
    response["Content-Disposition"] = str(content_disposition_header(True, file))
    return response
