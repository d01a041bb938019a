"""The timeline of a thing, with bodies by their names."""

from typing import Any

from phanuek.organisations.models import Organisation
from phanuek.timeline import queries as timeline
from phanuek.ui.words import T


def told(about: Any, *, with_people: bool, limit: int = 30) -> list[dict[str, Any]]:
    """What happened, newest first; names of people and their notes only where the reader may see them."""
    events = timeline.of(about, with_people=with_people, limit=limit)
    codes = {event[field] for event in events for field in ("organisation", "on_behalf_of") if event[field]}
    names = names_of(codes)
    for event in events:
        for name in ("organisation", "on_behalf_of"):
            event[name] = names.get(event[name], event[name])
    return events


def names_of(codes: set[str]) -> dict[str, T]:
    """Names of bodies by code."""
    if not codes:
        return {}
    found = Organisation.objects.filter(code__in=codes).values_list("code", "name_th", "name_en")
    return {code: T(th, en or th) for code, th, en in found}


def name_of(organisation: Organisation) -> T:
    return T(organisation.name_th, organisation.name_en or organisation.name_th)
