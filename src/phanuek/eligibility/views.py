from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from phanuek.eligibility import actions, permissions, queries
from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.facts.shown import known_lines, said
from phanuek.eligibility.forms import AnswerForm, as_answer
from phanuek.engines.rules import Known
from phanuek.organisations.permissions import may
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

TITLE = T("ข้อมูลประกอบการพิจารณา", "What is known of the group")
ASKED_FIRST = 10


def _enterprise(request: HttpRequest, code: str) -> Enterprise:
    rows = Enterprise.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    return get_object_or_404(rows, code=code)


def _path(enterprise: Enterprise, *more: tuple[Any, str]) -> list[tuple[Any, str]]:
    name = T(enterprise.name_th, enterprise.name_en or enterprise.name_th)
    up = [
        (T("ทำเนียบกิจการ", "Directory"), reverse("registry:directory")),
        (name, enterprise.get_absolute_url()),
    ]
    return [*up, *more]


@require_safe
def facts(request: HttpRequest, code: str) -> HttpResponse:
    """What is known with its source, and what open offers still ask, most telling first."""
    actor, enterprise, today = request.actor, _enterprise(request, code), clock.today()  # type: ignore[attr-defined]
    permissions.check_can_see(actor, enterprise)
    may_record = may(permissions.check_can_record, actor, enterprise)
    lines, known = known_lines(enterprise, today, sensitive=may_record)
    values = {name: Known(fact.value, str(fact.source)) for name, fact in known.items()}
    words = vocabulary()
    asked = [
        {"fact": words[q.fact], "decides": q.decides}
        for q in queries.questions_for(enterprise, values, today)
        if q.fact in words
    ]
    named = {line["fact"].name for line in asked}
    return render(
        request,
        "eligibility/facts.html",
        {
            "enterprise": enterprise,
            "lines": lines,
            "asked_in_all": len(asked),
            "asked": asked[:ASKED_FIRST],
            "asked_later": asked[ASKED_FIRST:],
            "others": [fact for name, fact in words.items() if name not in known and name not in named],
            "may_record": may_record,
            "path": _path(enterprise, (TITLE, "")),
        },
    )


def fact(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One fact: its question, what was said before, and the form to record it."""
    actor, enterprise, today = request.actor, _enterprise(request, code), clock.today()  # type: ignore[attr-defined]
    permissions.check_can_see(actor, enterprise)
    asked = vocabulary().get(name)
    if asked is None:
        raise Http404
    if request.method == "POST":
        permissions.check_can_record(actor, enterprise)
    may_record = may(permissions.check_can_record, actor, enterprise)
    lines, known = known_lines(enterprise, today, sensitive=may_record)
    initial: dict[str, Any] = {"known_on": today}
    if name in known and asked.type in ("boolean", "text") and may_record:
        initial["answer"] = as_answer(known[name].value)
    form = AnswerForm(request.POST if request.method == "POST" else None, fact=asked, initial=initial)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["answer"] is None and name not in known:
            messages.info(request, T("ยังไม่ทราบเช่นเดิม จึงไม่ได้บันทึก", "Still not known: nothing was recorded."))
            return redirect("eligibility:facts", code=enterprise.code)
        try:
            actions.record_fact(by=actor, enterprise=enterprise, name=name, **form.told())
        except Refused as refusal:
            if refusal.field == name:
                refusal.field = "answer"
            refusal.add_to(form)
        else:
            messages.success(
                request, T("บันทึกแล้ว: {label}", "Recorded: {label}").format(label=T.of(asked.title))
            )
            return redirect("eligibility:facts", code=enterprise.code)
    shown = may_record or not asked.sensitive
    context = {
        "enterprise": enterprise,
        "fact": asked,
        "title": T.of(asked.title),
        "line": next((line for line in lines if line.name == name), None),
        "history": said(asked, queries.history(enterprise, name)) if shown else [],
        "form": form,
        "may_record": may_record,
        "path": _path(
            enterprise, (TITLE, reverse("eligibility:facts", args=[code])), (T.of(asked.title), "")
        ),
    }
    return render(request, "eligibility/fact.html", context)
