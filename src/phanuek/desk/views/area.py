"""The desk of a province or a district."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from phanuek.areas.models import Area, Level
from phanuek.areas.queries import by_code
from phanuek.desk import permissions
from phanuek.desk.queries.area import by_district, kinds
from phanuek.desk.views.waiting import render_kind
from phanuek.organisations.actor import Actor
from phanuek.ui import clock
from phanuek.ui.words import T


@require_safe
def area(request: HttpRequest, code: str) -> HttpResponseBase:
    """?what= one work list in full."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_area(actor)
    found = by_code(code)
    if found is None or found.level == Level.SUBDISTRICT or not actor.covers(found.code):
        raise Http404
    return render_list(request, found) if request.GET.get("what") else render_area(request, found)


def render_area(request: HttpRequest, found: Area) -> HttpResponseBase:
    """All work lists of the area, the first of each, and how much waits in each part of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lists = kinds(actor, found.code, clock.today())
    sections = [kind.section() for kind in lists.values()]
    lines = by_district(found, lists) if found.level == Level.PROVINCE else []
    context = {
        "area": found,
        "sections": sections,
        "urgent": sum(section.count for section in sections if section.urgent),
        "total": sum(section.count for section in sections),
        "districts": [line for line in lines if line.total],
        "quiet_districts": [line for line in lines if not line.total],
        "heads": [(kind.key, kind.head) for kind in lists.values()],
        "own": found.code == actor.area_code,
        "path": _path(found, actor),
    }
    return render(request, "desk/area.html", context)


def _path(found: Area, actor: Actor) -> list[tuple[object, str]]:
    above = [a for a in found.path()[:-1] if actor.covers(a.code)]
    return [
        (T("โต๊ะทำงาน", "My desk"), "/desk/"),
        *((a.sign, reverse("desk:area", args=[a.code])) for a in above if a.code != actor.area_code),
        (found.sign, ""),
    ]


def render_list(request: HttpRequest, found: Area) -> HttpResponseBase:
    """One work list of the area."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lists = list(kinds(actor, found.code, clock.today()).values())
    back = _desk_of(found, actor)
    path = [*_path(found, actor)[:-1], (found.sign, back)]
    return render_kind(request, lists, of=found.sign, code=found.code, path=path, back=back)


def _desk_of(found: Area, actor: Actor) -> str:
    return "/desk/" if found.code == actor.area_code else reverse("desk:area", args=[found.code])
