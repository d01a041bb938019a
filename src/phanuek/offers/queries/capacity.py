"""Places and money of offers, read from their balance."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from phanuek.offers.models import CapacityBalance, Offer


def with_places(offers: "QuerySet[Offer]") -> "QuerySet[Offer]":
    """Each offer with `places_taken`, and `places_left` (None where no capacity is stated)."""
    taken = Coalesce(F("balance__reserved"), 0) + Coalesce(F("balance__used"), 0)
    return offers.annotate(places_taken=taken).annotate(places_left=F("capacity") - F("places_taken"))


def balance(offer: Offer) -> CapacityBalance:
    """What stands in each account; zeros when nothing has moved yet."""
    return CapacityBalance.objects.filter(offer=offer).first() or CapacityBalance(offer=offer)


def places_taken(offer: Offer) -> int:
    stands = balance(offer)
    return stands.reserved + stands.used


def places_left(offer: Offer) -> int | None:
    """None where no capacity is stated. Read from the balance unless the row came through `with_places`."""
    if offer.capacity is None:
        return None
    known: int | None = offer.__dict__.get("places_left")
    return known if known is not None else offer.capacity - places_taken(offer)
