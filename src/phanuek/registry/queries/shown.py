"""What a page shows of one enterprise."""

from __future__ import annotations

from typing import NamedTuple

from phanuek.registry.models import Enterprise, Identifier, Process, Relation
from phanuek.ui.country import pack
from phanuek.ui.words import T


class ShownIdentifier(NamedTuple):
    scheme: str
    label: T
    text: str


def shown_identifiers(enterprise: Enterprise, *, personal: bool = False) -> list[ShownIdentifier]:
    """Its numbers as they may be printed; a citizen number only when asked for, and then masked."""
    shown = []
    for identifier in enterprise.identifiers.all():
        if identifier.scheme == Identifier.Scheme.CITIZEN and not personal:
            continue
        known = identifier.scheme in pack().identifier_schemes
        text = pack().mask_identifier(identifier.scheme, identifier.value) if known else identifier.value
        shown.append(ShownIdentifier(identifier.scheme, Identifier.Scheme(identifier.scheme).label, text))
    order = list(Identifier.Scheme)
    return sorted(shown, key=lambda s: order.index(Identifier.Scheme(s.scheme)))


class Support(NamedTuple):
    relation: Relation
    processes: list[T]


def supports_of(enterprise: Enterprise) -> list[Support]:
    """Who supports it, those that go on first."""
    rows = enterprise.relations.select_related("organisation").order_by("ended_on", "-started_on")
    open_first = sorted(rows, key=lambda r: r.ended_on is not None)
    return [Support(r, [Process(p).label for p in r.processes if p in Process.values]) for r in open_first]
