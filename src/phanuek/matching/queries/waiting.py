"""Where a group stands in a queue, and how long it may take, told from what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from phanuek.matching.models import Draw, DrawEntry, WaitingPlace
from phanuek.matching.states import DrawState, WaitingState
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Holding, Offer
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.ui import clock

OPEN = [WaitingState.WAITING, WaitingState.OFFERED]
# fewer places offered than this in a year say nothing about how fast a queue moves
FEWEST_OFFERED = 3
LOOK_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Estimate:
    """Months until one's turn, if the queue moves as in the last year; `offered` places is what it is worked out from."""

    months: float
    offered: int


@dataclass(frozen=True)
class Standing:
    """A place with where it stands."""

    place: WaitingPlace
    ahead: int
    estimate: Estimate | None

    @property
    def number(self) -> int:
        return self.ahead + 1


def ahead_of(place: WaitingPlace) -> int:
    """How many wait or answer before this one."""
    return WaitingPlace.objects.filter(offer=place.offer_id, state__in=OPEN, number__lt=place.number).count()


def standing(place: WaitingPlace) -> Standing:
    ahead = ahead_of(place) if place.state == WaitingState.WAITING else 0
    return Standing(
        place, ahead, estimate(place.offer, ahead + 1) if place.state == WaitingState.WAITING else None
    )


def estimate(offer: Offer, number: int) -> Estimate | None:
    """None while fewer than `FEWEST_OFFERED` places came free in the last year."""
    since = clock.now() - LOOK_BACK
    offered = WaitingPlace.objects.filter(offer=offer, offered_at__gte=since).count()
    if offered < FEWEST_OFFERED:
        return None
    return Estimate(round(number * 12 / offered, 1), offered)


def queue_of(offer: Offer) -> list[WaitingPlace]:
    """Who waits or answers now, in order."""
    rows = WaitingPlace.objects.filter(offer=offer, state__in=OPEN)
    return list(rows.select_related("enterprise", "draw").order_by("number"))


def length(offer: Offer) -> int:
    return WaitingPlace.objects.filter(offer=offer, state__in=OPEN).count()


def mine(actor: Actor) -> QuerySet[WaitingPlace]:
    """Places the actor may see; those that need an answer first."""
    rows = WaitingPlace.objects.visible_to(actor).select_related(
        "offer__provider", "enterprise__organisation", "draw"
    )
    return rows.order_by("offered_until", "offer", "number")


def open_place(offer: Offer, enterprise: Enterprise) -> WaitingPlace | None:
    return WaitingPlace.objects.filter(offer=offer, enterprise=enterprise, state__in=OPEN).first()


def is_full(offer: Offer) -> bool:
    """No place is free for one who does not wait yet: none is left, or others wait for the ones that are."""
    if offer.capacity is None:
        return False
    return (
        offer_queries.places_left(offer) == 0
        or WaitingPlace.objects.filter(offer=offer, state=WaitingState.WAITING).exists()
    )


@dataclass(frozen=True)
class Turn:
    """What a full offer means for one group: a place is kept for it, it waits (the code of its place), a draw is open that it
    may enter (its code), or a draw's list is closed and its result not known yet (its code)."""

    kept: bool = False
    waits: str = ""
    draw: str = ""
    sealed: str = ""


def turns(enterprise: Enterprise, offers: Iterable[int]) -> dict[int, Turn]:
    """By the key of each of these offers; no query where there are none."""
    wanted = list(offers)
    if not wanted:
        return {}
    rows = WaitingPlace.objects.filter(
        enterprise=enterprise, offer__in=wanted, state__in=[*OPEN, WaitingState.TAKEN]
    )
    places = list(rows.order_by("pk"))
    won = DrawEntry.objects.filter(enterprise=enterprise, draw__offer__in=wanted, place__isnull=False)
    references = {place.reference for place in places} | {
        entry.reference for entry in won.select_related("draw")
    }
    held = Holding.objects.filter(offer__in=wanted, reference__in=references, reserved__gt=0)
    kept = set(held.values_list("offer", flat=True)) if references else set()
    waits = {place.offer_id: place.code for place in places if place.state in OPEN}
    draws = Draw.objects.filter(offer__in=wanted, state__in=[DrawState.ANNOUNCED, DrawState.SEALED])
    now, entered, closed = clock.now(), {}, {}
    for draw in draws:
        still_open = draw.state == DrawState.ANNOUNCED and draw.closes_at > now
        (entered if still_open else closed)[draw.offer_id] = draw.code
    return {pk: Turn(pk in kept, waits.get(pk, ""), entered.get(pk, ""), closed.get(pk, "")) for pk in wanted}
