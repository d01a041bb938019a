"""The editor of conditions: rows, questions in words, rule text; what they say, whom they touch, and how they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.consent import actions as consents
from phanuek.eligibility import actions as eligibility
from phanuek.eligibility.facts import as_stored, facts_of, vocabulary
from phanuek.eligibility.models import RuleVersion
from phanuek.eligibility.queries import ExampleAnswer, answer_examples, version_in_force
from phanuek.engines import rules
from phanuek.offers import actions, permissions
from phanuek.offers.forms import ConditionsForm
from phanuek.offers.forms.conditions import starting_values
from phanuek.offers.models import Offer
from phanuek.offers.queries import conditions as queries
from phanuek.offers.queries import screening
from phanuek.offers.views.offer import actor_of, context_of, offer_of
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.registry.models import Enterprise
from phanuek.registry.queries import search
from phanuek.ui import clock
from phanuek.ui.formats import be_date
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

MOST_FOUND = 8
# buttons that only change what the form shows: nothing is worked out or judged
BOXES = ("add", "refresh")


@dataclass(frozen=True)
class Trial:
    """The conditions as typed, tried on a group: a verdict, or the groups that the text may mean."""

    text: str
    enterprise: Enterprise | None = None
    verdict: rules.Verdict | None = None
    others: tuple[Enterprise, ...] = ()


@require_http_methods(["GET", "POST"])
def edit_conditions(request: HttpRequest, code: str) -> HttpResponse:
    """Save makes a proposal (or the first version). Everything else shows what was typed, with nothing saved or lost."""
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_propose(actor, offer)
    editor = Editor(actor, offer, request.POST if request.method == "POST" else None)
    if editor.pressed("save"):
        saved = editor.save(request)
        if saved is not None:
            return saved
    else:
        editor.show()
    context = {
        **context_of(request, offer, T("เงื่อนไขของมาตรการ", "Conditions of the offer")),
        **editor.context(),
    }
    status = 422 if editor.pressed("save") else 200
    return render(request, "offers/conditions.html", context, status=status)


class Editor:
    """One request to the editor: what was typed, which button was pressed, and what the page shows for it."""

    def __init__(self, actor: Actor, offer: Offer, sent: Any) -> None:
        self.actor, self.offer, self.sent, self.on = actor, offer, sent, clock.today()
        self.newest = offer.rule.versions.order_by("-number").first()
        self.alone = may(permissions.check_can_set_alone, actor, offer)
        self.words = vocabulary()
        self.form = ConditionsForm(
            offer_code=offer.code, words=self.words, text=self.newest.text if self.newest else "", data=sent,
            initial=starting_values(self.newest), more=self.pressed("add"), examples=list(offer.rule.examples.all()),
            alone=self.alone,
        )  # fmt: skip
        self.conflict: Conflict | None = None
        self.trial: Trial | None = None
        self.example_error: T | None = None

    def pressed(self, *names: str) -> bool:
        return self.sent is not None and any(name in self.sent for name in names)

    def save(self, request: HttpRequest) -> HttpResponseRedirect | None:
        """Back to the offer, or to the proposal; None when something is wrong, told in the form."""
        if not self.form.is_valid():
            return None
        values = {
            n: self.form.main.cleaned_data[n]
            for n in ("source", "note_th", "note_en", "valid_from", "seen", "reason")
        }
        values |= {
            "text": self.form.text,
            "new_facts": self.form.new_facts,
            "examples": self.form.example_changes,
        }
        try:
            if self.alone:
                actions.set_conditions(by=self.actor, offer=self.offer, **values)
                messages.success(request, T("บันทึกเงื่อนไขแล้ว", "The conditions are saved."))
                return redirect(self.offer)
            proposal = actions.propose_conditions(by=self.actor, offer=self.offer, **values)
        except Conflict as found:
            self.conflict = found
        except Refused as refusal:
            self._refused(refusal)
        else:
            messages.success(
                request,
                T("เสนอเงื่อนไขแล้ว รอผู้อนุมัติอีกคน เงื่อนไขเดิมยังใช้อยู่",
                  "Proposed: a second person approves it. Until then the conditions stay as they are."),
            )  # fmt: skip
            return redirect(proposal)
        return None

    def _refused(self, refusal: Refused) -> None:
        if refusal.field == "examples":
            self.example_error = refusal.text
        refusal.add_to(self.form.main)

    def show(self) -> None:
        """What the button asked for; errors stand at their place, except where only boxes change."""
        if self.sent is None:
            return
        ready = self.form.compiled is not None
        if self.pressed("try", "keep_tried"):
            self.trial = _try(self.actor, self.form, self.offer)
        if self.pressed("keep_tried") and self.trial and self.trial.verdict:
            self.form.added.append(self._from_trial(self.trial))
        if self.pressed("keep_new") and self.form.new_example.is_valid():
            self.form.added.append(self.form.new_example.example)
        if self.pressed("drop"):
            self._drop(self.sent["drop"])
        if self.pressed(*BOXES) or not (ready or self.pressed("preview")):
            self.form.unjudged()

    def _drop(self, place: str) -> None:
        if place.isascii() and place.isdigit() and int(place[:4]) < len(self.form.added):
            del self.form.added[int(place[:4])]

    def _from_trial(self, trial: Trial) -> dict[str, Any]:
        """The facts that the rule asked of the group, and the answer it got; the group itself is not named."""
        assert trial.enterprise is not None
        assert trial.verdict is not None
        assert self.form.compiled is not None
        known = facts_of(trial.enterprise, self.on)
        asked = {name: known[name].value for name in self.form.compiled.facts if name in known}
        return {
            "name_th": f"เหมือนกลุ่มที่ลองเมื่อ {be_date(self.on, 'short')}",
            "name_en": f"As the group tried on {self.on.isoformat()}",
            "facts": {name: as_stored(value) for name, value in asked.items()},
            "expected": trial.verdict.status.value,
        }

    @property
    def rule(self) -> rules.Rule | None:
        """As typed, within the offer's provinces."""
        return queries.within_areas(self.form.rule, self.offer.areas) if self.form.rule else None

    @property
    def in_force(self) -> rules.Rule | None:
        version = version_in_force(self.offer.rule, self.on)
        rule = queries.readable(version.text, self.on, self.words) if version else None
        return queries.within_areas(rule, self.offer.areas) if rule else None

    def _sides(self) -> tuple[screening.Sides | None, screening.Who | None]:
        """Worked out when somebody types or presses; the first look at the page asks for it when it is there."""
        rule = self.rule
        if self.sent is None or rule is None or self.pressed(*BOXES):
            return None, None
        old = self.in_force
        raw = screening.count(rule, old, self.on)
        sides = screening.as_seen(raw, all_of_it=self.actor.sees_all, rule=rule)
        who = screening.who(self.sent["who"], rule, old, self.actor, self.on) if self.pressed("who") else None
        return sides, who

    def _examples(self) -> tuple[dict[str, ExampleAnswer], list[ExampleAnswer]]:
        """How the conditions as typed answer the kept examples (by code) and those that are to be added."""
        rule = self.form.rule
        if rule is None or not (self.form.kept or self.form.added):
            return {}, []
        kept = {a.example.code: a for a in answer_examples(rule, [form.example for form in self.form.kept])}
        added = [{**row, "act": "add"} for row in self.form.added]
        try:
            planned = eligibility.planned_examples(
                rule=self.offer.rule, changes=added, by=self.actor, words=rule.vocabulary
            )
        except Refused as refusal:
            self.example_error = self.example_error or refusal.text
            return kept, []
        return kept, answer_examples(rule, [row for row in planned if row.pk is None])

    def context(self) -> dict[str, Any]:
        sides, who = self._sides()
        kept, added = self._examples()
        return {
            "conditions": self.form,
            "preview": self.form.in_words if self.sent is not None else in_words_of(self.newest, self.words),
            "sides": sides,
            "who": who,
            "opens": "form",
            "kept": [(form, kept.get(form.example.code)) for form in self.form.kept],
            "added": added,
            "example_error": self.example_error,
            "by_hand": self.pressed("keep_new", "hand"),
            "trial": self.trial,
            "kept_tried": self.pressed("keep_tried") and self.trial is not None,
            "may_try": queries.groups_seen_by(self.actor, self.on).exists(),
            "alone": self.alone,
            "waiting": queries.waiting_of(self.offer),
            "history": self.offer.rule.versions.count(),
            "conflict": self.conflict,
            "theirs": in_words(self.conflict.theirs["rule_text"], self.words) if self.conflict else [],
        }


def in_words_of(version: RuleVersion | None, words: rules.Vocabulary) -> Sequence[T]:
    return in_words(version.text, words) if version and version.text else []


def in_words(text: str, words: rules.Vocabulary) -> Sequence[T]:
    """A stored rule's conditions; its text itself where it no longer reads."""
    rule = queries.readable(text, clock.today(), words)
    if rule is None:
        return [T(text, text)]
    return [T.of(condition.text) for condition in rules.evaluate(rule, {}).conditions]


def _try(actor: Actor, form: ConditionsForm, offer: Offer) -> Trial | None:
    text = form.main.cleaned_data.get("enterprise", "").strip() if form.main.is_valid() else ""
    if form.compiled is None or not text:
        return None
    tryable = queries.groups_seen_by(actor, clock.today())
    tryable = tryable.select_related("subdistrict__parent__parent", "organisation")
    group = tryable.filter(code=text).first()
    if group is None:
        found = list(search(text, actor=actor).filter(pk__in=tryable.values("pk"))[:MOST_FOUND])
        if len(found) != 1:
            return Trial(text, others=tuple(found))
        group = found[0]
    consents.log_look(by=actor, enterprise=group, what="facts", purpose=f"conditions:{offer.code}"[:60])
    return Trial(text, group, rules.evaluate(form.compiled, facts_of(group, clock.today())))
