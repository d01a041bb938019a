"""Keeping an answer as it was given."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from phanuek.eligibility import facts as eligibility_facts
from phanuek.eligibility.facts import KnownFact
from phanuek.engines import rules
from phanuek.engines.rules import Known
from phanuek.matching import permissions, queries
from phanuek.matching.models import Assessment
from phanuek.matching.queries.recomputed import basis_of
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.codes import new_code


@transaction.atomic
def assess(*, by: Actor, enterprise: Enterprise, offer: Offer, on: date) -> Assessment:
    """Stores today's answer with the rule version, the facts it used, every reason and the words it was answered in, so
    that the decision can be shown and worked out again later, whatever has changed since. It stands on no timeline of its own: the referral that holds it does."""
    permissions.check_can_assess(by, enterprise)
    facts = eligibility_facts.known_facts([enterprise], on)[enterprise.pk]
    known = {name: Known(fact.value, str(fact.source)) for name, fact in facts.items()}
    version = queries.rules_of([offer], on).get(offer.pk)
    basis: dict[str, Any] = {}
    if version is None:
        verdict, used = queries.NO_CONDITIONS_KNOWN, frozenset[str]()
    else:
        rule = queries.compiled_rule(offer, version, on)
        verdict, used = rules.evaluate(rule, known), frozenset(rule.facts)
        basis = basis_of(version, rule, offer.areas, known)
    return Assessment.objects.create(
        code=new_code("a"), enterprise=enterprise, offer=offer, rule_version=version, status=verdict.status.value,
        conditions=verdict.as_json()["conditions"], facts={name: _plain(facts[name]) for name in used if name in facts},
        basis=basis, made_at=clock.now(),
    )  # fmt: skip


def _plain(known: KnownFact) -> dict[str, Any]:
    """Value and source as JSON holds them."""
    value: Any = known.value
    if isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, Decimal):
        value = str(value)
    return {"value": value, "source": known.source.as_dict()}
