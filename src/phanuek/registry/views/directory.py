from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.areas import queries as areas
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.organisations.roles import Permission
from phanuek.registry import permissions
from phanuek.registry.forms import FilterForm
from phanuek.registry.models import Enterprise, Relation
from phanuek.registry.queries import find
from phanuek.ui.paging import paginate


def _supportable(actor: Actor, page: Iterable[Enterprise]) -> set[int]:
    """Those on the page that the reader's own company could take up."""
    if actor.is_system or not actor.may(Permission.SUPPORT_GROUPS):
        return set()
    near = {enterprise.pk for enterprise in page if actor.covers(enterprise.subdistrict_id)}
    supported = Relation.objects.filter(
        organisation=actor.organisation_id, ended_on=None, enterprise__in=near
    )
    return near - set(supported.values_list("enterprise", flat=True))


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every active enterprise, searched and filtered; public fields only."""
    actor = request.actor  # type: ignore[attr-defined]
    form = FilterForm(request.GET, areas.province_choices())
    wanted = form.wanted()
    filters = {"kind": wanted["kind"], "province": wanted["province"], "business_group": wanted["group"]}
    found = find(wanted["q"], actor=actor, **filters)
    page = paginate(request, found.rows.prefetch_related("products"))
    return render(
        request,
        "registry/directory.html",
        {
            "form": form,
            "query": wanted["q"],
            "filtered": any(filters.values()),
            "found": found,
            "page": page,
            "supportable": _supportable(actor, page),
            "may_register": may(permissions.check_can_register, actor),
            "may_import": may(permissions.check_can_import, actor),
        },
    )
