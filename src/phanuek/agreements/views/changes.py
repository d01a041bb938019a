"""The clauses of a draft amendment: other words, a new clause, one taken out, a change given up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions import changes as verbs
from phanuek.agreements.forms.amendments import AddedClauseForm, ChangeForm, SeenForm
from phanuek.agreements.models import Amendment, ClauseChange, ClauseSpan
from phanuek.agreements.views.amendments import amendment_of, way_to
from phanuek.agreements.views.base import status_of, words_of
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T


@require_http_methods(["GET", "POST"])
def clause_change(request: HttpRequest, code: str, amendment: str, clause: str) -> HttpResponse:
    """One clause of the base, or one that the amendment adds, as it shall read."""
    actor, found = _draft(request, code, amendment)
    span, change = _place(found, clause)
    if span is None:
        assert change is not None
        return _added(request, actor, found, change)
    sent = request.method == "POST"
    form = ChangeForm.of(span, change, request.POST if sent else None)
    if sent and form.is_valid():
        try:
            verbs.change_clause(by=actor, amendment=found, clause=span.clause, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกข้อความใหม่แล้ว", "The new words are saved."))
            return redirect(f"{found.get_absolute_url()}#diff-{span.clause.code}")
    title = T("แก้ “{label}”", "Change “{label}”").format(label=span.label)
    context = _context(found, title, form) | {"span": span, "change": change}
    return render(request, "agreements/amendment_clause.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def clause_add(request: HttpRequest, code: str, amendment: str) -> HttpResponse:
    """A new clause, behind the one that `?after=` names."""
    actor, found = _draft(request, code, amendment)
    return _added(request, actor, found, None)


@require_http_methods(["GET", "POST"])
def clause_repeal(request: HttpRequest, code: str, amendment: str, clause: str) -> HttpResponse:
    """A clause is to go."""
    actor, found = _draft(request, code, amendment)
    span, change = _place(found, clause)
    if span is None:
        raise Http404
    form = SeenForm(
        request.POST if request.method == "POST" else None,
        initial={"version": change.version if change else 0},
    )
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or 0
        try:
            verbs.repeal_clause(by=actor, amendment=found, clause=span.clause, version=seen)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("เสนอยกเลิกข้อนี้แล้ว", "The clause is to be taken out."))
            return redirect(f"{found.get_absolute_url()}#diff-{span.clause.code}")
    title = T("ยกเลิก “{label}”", "Take out “{label}”").format(label=span.label)
    under = list(span.clause.commitments.select_related("lead"))
    context = _context(found, title, form) | {
        "span": span,
        "change": None,
        "under": under,
        "submit": T("ยกเลิกข้อนี้", "Take this clause out"),
    }
    return render(request, "agreements/amendment_clause.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def change_drop(request: HttpRequest, code: str, amendment: str, clause: str) -> HttpResponse:
    """The clause stays as it is."""
    actor, found = _draft(request, code, amendment)
    span, change = _place(found, clause)
    if change is None:
        raise Http404
    form = SeenForm(request.POST if request.method == "POST" else None, initial={"version": change.version})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.drop_change(by=actor, change=change, version=form.cleaned_data["version"])
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request, T("เลิกแก้ข้อนี้แล้ว ข้อความคงเดิม", "The change is given up; the words stay as they are.")
            )
            return redirect(found)
    title = T("เลิกแก้ “{label}”", "Give up the change of “{label}”").format(
        label=span.label if span else T(change.label_th, change.label_en or change.label_th)
    )
    context = _context(found, title, form) | {
        "span": None,
        "change": change,
        "submit": T("เลิกแก้ข้อนี้", "Give it up"),
    }
    return render(request, "agreements/amendment_clause.html", context, status=status_of(form))


def _added(request: HttpRequest, actor: Actor, found: Amendment, change: ClauseChange | None) -> HttpResponse:
    sent = request.method == "POST"
    spans = list(found.base.spans.select_related("clause", "version")) if found.base else []
    initial: dict[str, Any] = {"after": request.GET.get("after", spans[-1].clause.code if spans else "")}
    if change is not None:
        names = ("text_th", "text_en", "label_th", "label_en", "version")
        initial = {name: getattr(change, name) for name in names} | {
            "after": change.after.code if change.after else ""
        }
    form = AddedClauseForm(request.POST if sent else None, initial=initial, spans=spans)
    if sent and form.is_valid():
        try:
            if change is None:
                saved = verbs.add_clause(by=actor, amendment=found, **form.values())
            else:
                saved = verbs.edit_added_clause(
                    by=actor, change=change, version=form.cleaned_data["version"] or 0, **form.values()
                )
        except Refused as refusal:
            refusal.add_to(form)
            if isinstance(refusal, Conflict):
                refusal.yours.pop("after", None)
        else:
            messages.success(request, T("บันทึกข้อใหม่แล้ว", "The new clause is saved."))
            return redirect(f"{found.get_absolute_url()}#diff-{saved.code}")
    title = T("เพิ่มข้อใหม่", "Add a clause") if change is None else T("แก้ข้อใหม่", "Change the new clause")
    context = _context(found, title, form) | {"span": None, "change": None}
    return render(request, "agreements/amendment_clause.html", context, status=status_of(form))


def _draft(request: HttpRequest, code: str, amendment: str) -> tuple[Actor, Amendment]:
    actor, found = amendment_of(request, code, amendment)
    permissions.check_can_edit_amendment(actor, found)
    return actor, found


def _place(found: Amendment, code: str) -> tuple[ClauseSpan | None, ClauseChange | None]:
    """Where the clause stands in the base, and the change of it; 404 where there is neither."""
    span = (
        found.base.spans.select_related("clause", "version").filter(clause__code=code).first()
        if found.base
        else None
    )
    change = found.changes.select_related("clause", "after", "amendment__agreement").filter(code=code).first()
    if span is None and change is None:
        raise Http404
    return span, change


def _context(found: Amendment, title: T, form: Any) -> dict[str, Any]:
    return {
        "agreement": found.agreement,
        "amendment": found,
        "title": title,
        "form": form,
        "under": [],
        "submit": T("บันทึก", "Save"),
        "path": [*way_to(found)[:-1], (words_of(found, "title"), found.get_absolute_url()), (title, "")],
        "cancel": found.get_absolute_url(),
    }
