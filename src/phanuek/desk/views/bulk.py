"""One act on many cases: each for itself, so that what cannot be done stops nothing else and says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from phanuek.desk import permissions
from phanuek.desk.forms import ACTS, MOST
from phanuek.desk.queries.items import name_of
from phanuek.desk.views.cases import DESK, TITLE, answers, bulk_form, kept_query, listed
from phanuek.organisations.actor import Actor
from phanuek.referrals import actions
from phanuek.referrals.models import Referral
from phanuek.referrals.permissions import officers_of
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class Done:
    """What became of one case; `why_not` is None where the act was done."""

    referral: Referral
    why_not: T | None

    @property
    def name(self) -> T:
        return name_of(self.referral.enterprise)


@require_POST
def bulk(request: HttpRequest) -> HttpResponseBase:
    """The act on each case chosen; those that were refused are listed with the reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_cases(actor)
    query = kept_query(QueryDict(request.POST.get("query", "")[:500]))
    request.GET = QueryDict(query)  # type: ignore[assignment]
    officers = list(officers_of(actor.acting_id)) if answers(actor) and actor.acting_id else []
    form = bulk_form(actor, officers, request.POST)
    codes = list(dict.fromkeys(request.POST.getlist("case")))
    if not codes:
        form.add_error(None, str(T("โปรดเลือกเรื่องอย่างน้อยหนึ่งเรื่อง", "Choose at least one case.")))
    elif len(codes) > MOST:
        form.add_error(
            None, str(T("เลือกได้ครั้งละไม่เกิน {n} เรื่อง", "Choose at most {n} cases at a time.").format(n=MOST))
        )
    if not form.is_valid():
        return listed(request, actor, form, 422)
    rows = (
        Referral.objects.visible_to(actor).filter(code__in=codes).select_related("enterprise").order_by("pk")
    )
    act = _act(form.cleaned_data, officers)
    done = [_try(act, actor, referral) for referral in rows]
    refused = [one for one in done if one.why_not is not None]
    label = ACTS[form.cleaned_data["act"]]
    back = f"{reverse('desk:cases')}?{query}"
    if not refused:
        words = T("{act}แล้ว {n} เรื่อง", "{act}: {n} done").format(act=label, n=len(done))
        messages.success(request, str(words))
        return redirect(back)
    context = {
        "label": label, "done": [one for one in done if one.why_not is None], "refused": refused, "back": back,
        "path": [DESK, (TITLE, back), (label, "")],
    }  # fmt: skip
    return render(request, "desk/bulk.html", context)


def _act(data: dict[str, Any], officers: list[Any]) -> Callable[[Actor, Referral], object]:
    note = data["note"].strip()
    if data["act"] == "assign":
        officer = next((p for p in officers if p.username == data["officer"]), None)
        return lambda by, referral: actions.assign(by=by, referral=referral, officer=officer)
    if data["act"] == "accept":
        return lambda by, referral: actions.accept(by=by, referral=referral, note=note)
    if data["act"] == "refuse":
        return lambda by, referral: actions.refuse(by=by, referral=referral, reason=data["reason"], note=note)
    if data["act"] == "close":
        return lambda by, referral: actions.close(by=by, referral=referral, note=note)
    return lambda by, referral: actions.add_note(by=by, referral=referral, text=note)


def _try(act: Callable[[Actor, Referral], object], by: Actor, referral: Referral) -> Done:
    """Each verb is a transaction of its own."""
    try:
        act(by, referral)
    except Refused as refusal:
        return Done(referral, refusal.text)
    except NotAllowed as refusal:
        return Done(referral, refusal.reason)
    return Done(referral, None)
