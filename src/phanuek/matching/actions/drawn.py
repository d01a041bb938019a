"""What a result means for places and the queue of an offer, and what is undone when it is set aside."""

from collections.abc import Sequence

from phanuek.matching.actions import queue
from phanuek.matching.models import Draw, DrawEntry, WaitingPlace
from phanuek.matching.states import DrawState, WaitingState
from phanuek.offers import actions as offers
from phanuek.offers.models import Holding
from phanuek.organisations.actor import Actor


def give_places(*, by: Actor, draw: Draw, ordered: Sequence[DrawEntry]) -> None:
    """One place for each of the first, as many as were announced and are there; the rest wait in the drawn order. Called with
    the draw held."""
    offer = draw.offer
    assert offer is not None  # the caller asks
    offers.give_back_place(by=by, offer=offer, reference=f"draw:{draw.code}")
    there = queue.free(offer)
    number = draw.places if there is None else min(draw.places, there)
    offers.take_places(by=by, offer=offer, references=[entry.reference for entry in ordered[:number]])
    queue.append(by=by, offer=offer, enterprises=[entry.enterprise for entry in ordered[number:]], draw=draw)
    queue.pass_on(by=by, offer=offer)


def set_aside(*, by: Actor, first: Draw) -> None:
    """The places that winners have not used yet are free again, and who waits because of that draw waits no longer. Cases
    that began stay. Everything stays on record."""
    if first.offer is None or first.state != DrawState.DRAWN:
        return
    held = Holding.objects.filter(
        offer=first.offer, reference__startswith=f"draw:{first.code}:", reserved__gt=0
    )
    for reference in held.values_list("reference", flat=True):
        offers.give_back_place(by=by, offer=first.offer, reference=reference)
    waiting = [WaitingState.WAITING, WaitingState.OFFERED]
    for place in WaitingPlace.objects.filter(draw=first, state__in=waiting).select_related(
        "enterprise", "offer"
    ):
        queue.end(by=by, place=place, state=WaitingState.LEFT, why="draw_replaced")
