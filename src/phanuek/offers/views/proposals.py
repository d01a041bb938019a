"""Conditions on their way: the proposal that a second person decides, and every version there was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.eligibility import actions as eligibility
from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.queries import ExampleAnswer, answer_examples, version_in_force
from phanuek.engines import rules
from phanuek.offers import actions, permissions
from phanuek.offers.models import ConditionProposal, ProposalState
from phanuek.offers.queries import conditions as queries
from phanuek.offers.queries import screening
from phanuek.offers.views.offer import actor_of, context_of, offer_of
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may, why_not
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

DONE = {
    "approve": T("อนุมัติแล้ว", "Approved."),
    "reject": T("บันทึกว่าไม่อนุมัติแล้ว ผู้เสนอจะได้รับแจ้ง", "Not approved; its proposer is told."),
    "take_back": T("ถอนคืนแล้ว", "Taken back."),
}


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, code: str, proposal: str) -> HttpResponse:
    """What would change, for whom, and the buttons of who may decide. POST carries `act`: approve, reject or take_back."""
    actor, offer = actor_of(request), offer_of(request, code)
    held = get_object_or_404(offer.proposals, code=proposal)
    permissions.check_can_see_proposal(actor, held)
    problem: Refused | None = None
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act in ("approve", "reject"):
            permissions.check_can_decide(actor, held)
        else:
            permissions.check_can_take_back(actor, held)
        try:
            _act(act, actor, held, request.POST.get("why", ""))
        except Refused as refusal:
            problem = refusal
            held.refresh_from_db()
        else:
            messages.success(request, DONE[act])
            return redirect(offer if act == "approve" else held)
    context = {
        **context_of(request, offer, T("เงื่อนไขที่เสนอ", "Proposed conditions")),
        **_shown(actor, held, request.GET.get("who", "")),
        "problem": problem,
        "typed": request.POST.get("why", ""),
    }
    return render(request, "offers/conditions_proposal.html", context, status=422 if problem else 200)


def _act(act: str, actor: Actor, held: ConditionProposal, why: str) -> None:
    if act == "approve":
        actions.approve_conditions(by=actor, proposal=held, note=why)
    elif act == "reject":
        actions.reject_conditions(by=actor, proposal=held, why=why)
    elif act == "take_back":
        actions.take_back_conditions(by=actor, proposal=held)
    else:
        raise Refused(T("โปรดเลือกว่าจะทำอะไร", "Choose what to do."), field="act")


def _shown(actor: Actor, held: ConditionProposal, asked: str) -> dict[str, Any]:
    """The difference from the version it was written from; figures of today while it waits, else as they were."""
    offer, on = held.offer, clock.today()
    words = queries.with_new_facts(vocabulary(), held.new_facts)
    rule = queries.readable(held.text, held.valid_from, words)
    base = offer.rule.versions.filter(number=held.base).first()
    before = queries.readable(base.text, on, words) if base else None
    waiting = held.state == ProposalState.WAITING
    raw = held.counts.get("approved") or held.counts.get("proposed") or {}
    limited = queries.within_areas(rule, offer.areas) if rule else None
    who = None
    if waiting and limited is not None:
        now = version_in_force(offer.rule, on)
        in_force = queries.readable(now.text, on, words) if now else None
        old = queries.within_areas(in_force, offer.areas) if in_force else None
        raw = screening.count(limited, old, on)
        who = screening.who(asked, limited, old, actor, on) if asked else None
    return {
        "proposal": held,
        "differences": rules.differences(before, rule) if rule else [],
        "sides": screening.as_seen(raw, all_of_it=actor.sees_all, rule=limited),
        "who": who,
        "opens": "link" if waiting else "",
        "examples": _examples(actor, held, rule) if rule and waiting else [],
        "example_changes": held.examples,
        "waiting": waiting,
        "may_decide": waiting and may(permissions.check_can_decide, actor, held),
        "may_take_back": waiting and may(permissions.check_can_take_back, actor, held),
        "why_not": why_not(permissions.check_can_decide, actor, held) if waiting else None,
    }


def _examples(actor: Actor, held: ConditionProposal, rule: rules.Rule) -> list[ExampleAnswer]:
    try:
        planned = eligibility.planned_examples(
            rule=held.offer.rule, changes=held.examples, by=actor, words=rule.vocabulary
        )
    except Refused:
        return []
    return answer_examples(rule, planned)


@login_not_required
@require_safe
def conditions_history(request: HttpRequest, code: str) -> HttpResponse:
    """Every version with its day, who wrote and approved it and why, what it changed and for how many. For everyone who
    sees the offer; the names of people are for those who sign in."""
    actor, offer = actor_of(request), offer_of(request, code)
    found = [
        (step, screening.as_seen(step.counts, all_of_it=actor.sees_all))
        for step in queries.steps(offer, clock.today())
    ]
    context = {
        **context_of(request, offer, T("ประวัติเงื่อนไข", "History of the conditions")),
        "steps": found,
        "with_people": not actor.is_public,
        "opens": "",
        "who": None,
        "waiting": queries.waiting_of(offer),
        "may_see_waiting": may(permissions.check_can_propose, actor, offer) or actor.sees_all,
    }
    return render(request, "offers/conditions_history.html", context)
