from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.areas import queries as areas
from phanuek.organisations.permissions import may
from phanuek.registry import permissions
from phanuek.registry.forms import FilterForm
from phanuek.registry.queries import find
from phanuek.ui.paging import paginate


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
            "may_register": may(permissions.check_can_register, actor),
            "may_import": may(permissions.check_can_import, actor),
        },
    )
