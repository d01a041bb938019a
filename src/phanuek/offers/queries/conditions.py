"""Conditions of an offer: ready for the engine, through their versions, and on their way to be approved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from phanuek.consent.models import Consent, Purpose
from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.models import RuleVersion
from phanuek.eligibility.queries import NO_CONDITIONS, parameters, version_in_force
from phanuek.engines import rules
from phanuek.engines.rules import Difference
from phanuek.offers.models import ConditionProposal, Offer, ProposalState
from phanuek.offers.permissions import officers
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise


@lru_cache(maxsize=4096)
def _with_area(rule: rules.Rule, codes: tuple[str, ...]) -> rules.Rule:
    listed = ", ".join(f"'{code}'" for code in codes)
    area = rules.compile(f"area IN ({listed})", rule.vocabulary, on=rule.on)
    return rules.Rule(
        f"({rule.text}) AND {area.text}", rule.vocabulary, rule.on, rule.conditions + area.conditions
    )


def within_areas(rule: rules.Rule, codes: Iterable[object]) -> rules.Rule:
    """The rule, and that the group lies in these provinces (of the offer): unless the rule itself speaks of the place."""
    codes = tuple(sorted(str(code) for code in codes))
    if codes and "area" in rule.vocabulary and "area" not in rule.facts:
        return _with_area(rule, codes)
    return rule


def compile_text(text: str, on: date, words: rules.Vocabulary | None = None) -> rules.Rule:
    """A rule's text with the values in force on a day; empty text has no conditions. Raises RuleError."""
    return rules.compile(text or NO_CONDITIONS, vocabulary() if words is None else words, on, parameters())


def readable(text: str, on: date, words: rules.Vocabulary | None = None) -> rules.Rule | None:
    """As `compile_text`; None where it no longer reads."""
    try:
        return compile_text(text, on, words)
    except rules.RuleError:
        return None


def with_new_facts(words: rules.Vocabulary, new_facts: Iterable[Mapping[str, Any]]) -> rules.Vocabulary:
    """The vocabulary with the yes/no facts that a proposal would add."""
    fresh = [
        rules.Fact(name=f["name"], type="boolean", label=f["label"], question=f.get("question") or f["label"])
        for f in new_facts
        if f["name"] not in words
    ]
    return rules.Vocabulary([*words.values(), *fresh]) if fresh else words


def groups_seen_by(actor: Actor, on: date) -> QuerySet[Enterprise]:
    """Groups whose facts the actor may see: those one works with, and those that allowed one's body to be given them."""
    workable = Enterprise.objects.workable_by(actor).values("pk")
    allowed = Consent.objects.valid(on).filter(recipient=actor.organisation_id, purpose=Purpose.REFERRAL)
    return Enterprise.objects.filter(Q(pk__in=workable) | Q(pk__in=allowed.values("enterprise")))


def waiting_of(offer: Offer) -> ConditionProposal | None:
    """The one proposal that waits for approval."""
    return offer.proposals.filter(state=ProposalState.WAITING).first()


def waiting_for(actor: Actor, on: date) -> QuerySet[ConditionProposal]:
    """Proposals that the actor may decide on, the oldest first."""
    rows = ConditionProposal.objects.filter(state=ProposalState.WAITING).select_related("offer__provider")
    rows = rows.order_by("proposed_at", "pk")
    if not actor.may(Permission.MANAGE_OWN_OFFERS) or actor.person_id is None:
        return rows.none()
    others = officers(on).filter(organisation=OuterRef("offer__provider"))
    others = others.exclude(person=OuterRef("proposed_by_id"))
    mine = Q(offer__provider=actor.acting_id)
    if actor.sees_all:
        mine |= ~Exists(others)
    return rows.filter(mine, Q(proposed_by_id=None) | ~Q(proposed_by_id=actor.person_id))


@dataclass(frozen=True)
class Step:
    """One version, who wrote and approved it and why, and what it changed."""

    version: RuleVersion
    state: str
    differences: Sequence[Difference]
    readable: bool
    proposal: ConditionProposal | None
    body: Organisation | None
    counts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def changed(self) -> list[Difference]:
        return [d for d in self.differences if d.kind != "same"]

    @property
    def same(self) -> list[Difference]:
        return [d for d in self.differences if d.kind == "same"]


def steps(offer: Offer, on: date) -> list[Step]:
    """Every version of the offer's conditions, newest first."""
    versions = list(offer.rule.versions.order_by("number"))
    now = version_in_force(offer.rule, on)
    proposals: dict[int | None, ConditionProposal] = {}
    for proposal in offer.proposals.filter(version__isnull=False).order_by("decided_at", "pk"):
        # a later one that changed the examples only names the same version
        proposals.setdefault(proposal.version_id, proposal)
    codes = {v.organisation_code for v in versions} | {p.organisation_code for p in proposals.values()}
    bodies = {body.code: body for body in Organisation.objects.filter(code__in=codes)}
    words = vocabulary()
    found, before = [], None
    for version in versions:
        rule = readable(version.text, version.valid_from, words)
        found_by = proposals.get(version.pk)
        made_by = found_by.organisation_code if found_by else version.organisation_code
        found.append(
            Step(
                version=version,
                state=_state(version, now, on),
                differences=rules.differences(before, rule) if rule else [],
                readable=rule is not None,
                proposal=found_by,
                body=bodies.get(made_by),
                counts=(found_by.counts.get("approved") or {}) if found_by else {},
            )
        )
        before = rule or before
    return found[::-1]


def _state(version: RuleVersion, now: RuleVersion | None, on: date) -> str:
    """now, ahead or past."""
    if now is not None and version.pk == now.pk:
        return "now"
    return "ahead" if version.valid_from > on else "past"
