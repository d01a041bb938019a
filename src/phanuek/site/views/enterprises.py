"""One enterprise: what is public for everyone, the rest for those who work with it."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phanuek.consent import actions as consent
from phanuek.consent import queries as consents
from phanuek.eligibility import facts as eligibility
from phanuek.needs.models import Need
from phanuek.organisations.actor import Actor
from phanuek.outcomes import queries as outcomes
from phanuek.referrals import queries as referrals
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.registry import queries as registry
from phanuek.registry.models import Enterprise
from phanuek.site.queries import buttons
from phanuek.site.queries.told import told
from phanuek.ui import clock

SHOWN = 8


@login_not_required
@require_safe
def enterprise(request: HttpRequest, code: str) -> HttpResponse:
    actor, on = request.actor, clock.today()  # type: ignore[attr-defined]
    rows = Enterprise.objects.visible_to(actor).select_related(
        "subdistrict__parent__parent", "organisation", "registered_by"
    )
    found = get_object_or_404(rows.prefetch_related("products", "identifiers"), code=code)
    works = Enterprise.objects.workable_by(actor).filter(pk=found.pk).exists()
    context: dict[str, Any] = {
        "enterprise": found,
        "products": found.products.all(),
        "identifiers": registry.shown_identifiers(found, personal=works),
        "works": works,
        "buttons": [
            *(buttons.of_enterprise(actor, found) if works else []),
            *buttons.of_support(actor, found),
        ],
        # who does not work with it may still have a case with it
        "referrals": [] if actor.is_public else _cases(found, actor),
    }
    if works:
        context |= _for_workers(found, actor, on)
        context["contact_shown"] = request.GET.get("show") == "contact"
        if context["contact_shown"]:
            consent.log_look(
                by=actor, enterprise=found, what="contact", purpose=f"page:{found.get_absolute_url()}"
            )
    return render(request, "site/enterprise.html", context)


def _cases(enterprise: Enterprise, actor: Actor) -> list[tuple[Referral, str]]:
    found = referrals.of_enterprise(enterprise.pk, actor)[:SHOWN]
    return [(row, referrals.TAGS[ReferralState(row.state)]) for row in found]


def _for_workers(enterprise: Enterprise, actor: Actor, on: date) -> dict[str, Any]:
    known = eligibility.known_facts([enterprise], on)[enterprise.pk]
    words = eligibility.vocabulary()
    facts = [
        (words[name], eligibility.value_in_words(words[name], fact.value), fact.source)
        for name, fact in known.items()
        if name in words
    ]
    supports = registry.supports_of(enterprise)
    return {
        "facts": facts[:SHOWN],
        "facts_more": max(0, len(facts) - SHOWN),
        "may_record_facts": buttons.may_record_facts(actor, enterprise),
        "needs": Need.objects.visible_to(actor).filter(enterprise=enterprise)[:SHOWN],
        "comparison": outcomes.of_enterprise(enterprise, actor),
        "consents": [
            (row, row.revoked_on is None and (row.expires_on is None or row.expires_on > on))
            for row in consents.given(enterprise)[:SHOWN]
        ],
        "supports": supports,
        "events": told(enterprise, with_people=True),
    }
