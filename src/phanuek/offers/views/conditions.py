"""The editor of conditions: rows, questions in words, rule text; what they say, and how they answer for a group."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.consent.models import Consent
from phanuek.eligibility.facts import facts_of, vocabulary
from phanuek.engines import rules
from phanuek.offers import actions, permissions
from phanuek.offers.forms import ConditionsForm
from phanuek.offers.forms.conditions import starting_values
from phanuek.offers.views.offer import actor_of, context_of, offer_of
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.registry.queries import search
from phanuek.ui import clock
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

MOST_FOUND = 8


@dataclass(frozen=True)
class Trial:
    """The conditions as typed, tried on a group: a verdict, or the groups that the text may mean."""

    text: str
    enterprise: Enterprise | None = None
    verdict: rules.Verdict | None = None
    others: tuple[Enterprise, ...] = ()


@require_http_methods(["GET", "POST"])
def edit_conditions(request: HttpRequest, code: str) -> HttpResponse:
    """Save makes a new version. Another row, other value boxes, a preview and a trial come back with nothing saved or lost."""
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_edit(actor, offer)
    newest = offer.rule.versions.order_by("-number").first()
    sent = request.POST if request.method == "POST" else None
    words = vocabulary()
    form = ConditionsForm(
        offer_code=offer.code, words=words, text=newest.text if newest else "", initial=starting_values(newest), data=sent,
        more=sent is not None and "add" in sent,
    )  # fmt: skip
    conflict: Conflict | None = None
    trial: Trial | None = None
    status = 200
    if sent is not None and "save" in sent:
        if form.is_valid():
            try:
                _save(actor, offer, form)
            except Conflict as found:
                conflict = found
            except Refused as refusal:
                form.main.add_error(None, str(refusal.text))
            else:
                messages.success(request, T("บันทึกเงื่อนไขแล้ว", "The conditions are saved."))
                return redirect(offer)
        status = 422
    elif sent is not None:
        preview = form.in_words  # reads everything, so that errors stand at their place
        if "try" in sent:
            trial = _try(actor, form)
        elif "preview" not in sent or not preview:
            form.unjudged()
    context = {
        **context_of(request, offer, T("เงื่อนไขของมาตรการ", "Conditions of the offer")),
        "conditions": form,
        "preview": form.in_words if sent is not None else _said(form, words, newest),
        "trial": trial,
        "may_try": _tryable(actor).exists(),
        "conflict": conflict,
        "theirs": _in_words(conflict.theirs["rule_text"], words) if conflict else [],
    }
    return render(request, "offers/conditions.html", context, status=status)


def _save(actor: Actor, offer: Any, form: ConditionsForm) -> None:
    values = {
        name: form.main.cleaned_data[name] for name in ("source", "note_th", "note_en", "valid_from", "seen")
    }
    actions.set_conditions(by=actor, offer=offer, text=form.text, new_facts=form.new_facts, **values)


def _said(form: ConditionsForm, words: rules.Vocabulary, newest: Any) -> list[T]:
    return _in_words(newest.text, words) if newest and newest.text else []


def _in_words(text: str, words: rules.Vocabulary) -> list[T]:
    """A stored rule's conditions; its text itself where it no longer reads."""
    from phanuek.eligibility.queries import NO_CONDITIONS, parameters

    try:
        rule = rules.compile(text or NO_CONDITIONS, words, clock.today(), parameters())
    except rules.RuleError:
        return [T(text, text)]
    return [T.of(condition.text) for condition in rules.evaluate(rule, {}).conditions]


def _tryable(actor: Actor) -> QuerySet[Enterprise]:
    """Groups whose facts the actor may see: those one works with, and those that allowed one's body to be given them."""
    workable = Enterprise.objects.workable_by(actor).values("pk")
    allowed = (
        Consent.objects.valid(clock.today()).filter(recipient=actor.organisation_id).values("enterprise")
    )
    return Enterprise.objects.filter(Q(pk__in=workable) | Q(pk__in=allowed))


def _try(actor: Actor, form: ConditionsForm) -> Trial | None:
    text = form.main.cleaned_data.get("enterprise", "").strip() if form.main.is_valid() else ""
    if form.compiled is None or not text:
        return None
    tryable = _tryable(actor).select_related("subdistrict__parent__parent", "organisation")
    group = tryable.filter(code=text).first()
    if group is None:
        found = list(search(text, actor=actor).filter(pk__in=tryable.values("pk"))[:MOST_FOUND])
        if len(found) != 1:
            return Trial(text, others=tuple(found))
        group = found[0]
    return Trial(text, group, rules.evaluate(form.compiled, facts_of(group, clock.today())))
