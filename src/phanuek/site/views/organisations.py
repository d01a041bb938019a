"""The parties and the other bodies."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from phanuek.agreements import queries as agreement_queries
from phanuek.agreements.models import Agreement, Party
from phanuek.figures.queries import By, Filters, summary
from phanuek.offers import queries as offer_queries
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.registry.models import Enterprise
from phanuek.site.queries import buttons
from phanuek.site.queries import offers as site_offers
from phanuek.site.queries.bodies import bodies
from phanuek.site.queries.progress import shown
from phanuek.site.queries.told import told
from phanuek.ui import clock


@login_not_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "site/organisations.html", {"bodies": bodies(clock.today())})


@login_not_required
@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """One body; a group's own organisation is shown as the group."""
    actor, on = request.actor, clock.today()  # type: ignore[attr-defined]
    found = get_object_or_404(
        Organisation.objects.select_related("parent", "province", "successor"), code=code
    )
    if found.kind == Kind.ENTERPRISE:
        return _enterprise_of(found, actor)
    signed = list(
        Party.objects.filter(organisation=found, agreement__in=Agreement.objects.visible_to(actor))
        .select_related("agreement")
        .order_by(F("agreement__signed_on").desc(nulls_last=True))
    )
    progress = shown(agreement_queries.commitments_of(found.pk, on), actor, on).values()
    offers = site_offers.lines(
        offer_queries.of_provider(found.pk).filter(published=True).order_by("name_th"), on
    )
    return render(
        request,
        "site/organisation.html",
        {
            "organisation": found,
            "children": found.children.exclude(
                kind__in=[Kind.ENTERPRISE, Kind.PRACHARATH_PROVINCIAL]
            ).order_by("name_th"),
            "signed": signed,
            "has_account": found.memberships.valid(on).exists(),
            "led": [row for row in progress if row.commitment.lead_id == found.pk],
            "joined": [row for row in progress if row.commitment.lead_id != found.pk],
            "open_offers": [line for line in offers if line.is_open],
            "other_offers": [line for line in offers if not line.is_open],
            "results": summary(By.PARTNER, Filters(partner=found.code), actor=actor, on=on),
            "buttons": buttons.of_organisation(actor, found, [party.agreement for party in signed]),
            "show_timeline": actor.sees_all or actor.acts_for(found.pk),
            "events": told(found, with_people=True) if actor.sees_all or actor.acts_for(found.pk) else [],
        },
    )


def _enterprise_of(organisation: Organisation, actor: Actor) -> HttpResponse:
    enterprise = Enterprise.objects.visible_to(actor).filter(organisation=organisation).first()
    if enterprise is None:
        raise Http404
    return redirect(enterprise.get_absolute_url())
