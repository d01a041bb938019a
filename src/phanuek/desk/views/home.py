"""The desk of whoever is signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.areas.queries import by_code
from phanuek.desk.queries import group as groups
from phanuek.desk.queries import partner as partners
from phanuek.desk.views.area import render_area
from phanuek.desk.views.company import companies, company
from phanuek.desk.views.secretariat import whole
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui import clock


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What waits for this person in the role they act in now."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = DESKS.get(actor.role)
    return page(request) if page else render(request, "desk/nobody.html")


def _partner(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    body = Organisation.objects.get(pk=actor.acting_id)
    return render(
        request, "desk/partner.html", {"desk": partners.desk(body, actor, clock.today()), "own": True}
    )


def _area(request: HttpRequest) -> HttpResponseBase:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    area = by_code(actor.area_code)
    return render_area(request, area) if area else render(request, "desk/nobody.html")


def _group(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    enterprise = groups.enterprise_of(actor)
    if enterprise is None:
        return render(request, "desk/nobody.html")
    return render(request, "desk/group.html", {"desk": groups.desk(enterprise, actor, clock.today())})


DESKS: dict[str, Callable[[HttpRequest], HttpResponseBase]] = {
    "secretariat": whole,
    "partner_officer": _partner,
    "area_officer": _area,
    "company_manager": company,
    "network_manager": companies,
    "group_leader": _group,
}
