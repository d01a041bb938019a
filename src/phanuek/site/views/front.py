"""The first page, and what Phanuek is."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.agreements import queries as agreements
from phanuek.agreements.models import Agreement
from phanuek.engines.secrecy import THRESHOLD
from phanuek.figures.queries import By, Filters, summary
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.site.queries import maps
from phanuek.ui import clock


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The same for everyone, so its figures are those of a stranger."""
    on, public = clock.today(), Actor.public()
    agreement = Agreement.objects.main()
    return render(
        request,
        "site/home.html",
        {
            "page": agreements.page(agreement, on) if agreement else None,
            "total": summary(By.PARTNER, Filters(), actor=public, on=on).total,
            "open_offers": Offer.objects.open(on).count(),
            "waiting": maps.waiting(public),
            "on": on,
        },
    )


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "site/about.html", {"agreement": Agreement.objects.main(), "threshold": THRESHOLD})
