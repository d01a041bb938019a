"""What cases hold of an offer: taken, handed over, given back, used, returned, confirmed.

The room that runs the case has asked whether the person may; here the ledger moves. An offer without a stated capacity or budget
counts what it gives and refuses nothing.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from phanuek.offers import permissions
from phanuek.offers.actions.book import Book, holds_anything, money, places
from phanuek.offers.models import Holding, Offer
from phanuek.offers.states import Account
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline


@transaction.atomic
def take_place(
    *, by: Actor, offer: Offer, reference: str, units: int = 1, baht: Decimal | None = None
) -> Holding:
    """Reserves places and money for what `reference` names. The same reference again holds what it held: nothing is taken
    twice. Refused when fewer are free."""
    permissions.check_can_take_place(by)
    units, amount = _something(units, baht)
    book = Book.of(offer, by)
    held = book.holding(reference) or Holding(offer=book.row, reference=reference)
    if holds_anything(held):
        return held
    book.reserve(units, amount, reference)
    held.reserved, held.reserved_baht = units, amount
    held.save()
    book.write()
    timeline.record("offer.place_taken", about=book.row, by=by, facts=_facts(reference, units, amount))
    return held


@transaction.atomic
def take_places(
    *, by: Actor, offer: Offer, references: Sequence[str], baht: Mapping[str, Decimal] | None = None
) -> int:
    """As `take_place`, one unit each and the baht named for it, for many references; those that hold something already keep
    it. Told once on the timeline; returns how many took. Refused, all of them, when there are not enough."""
    permissions.check_can_take_place(by)
    book = Book.of(offer, by)
    there = book.holdings(references)
    wanted = [r for r in dict.fromkeys(references) if r not in there or not holds_anything(there[r])]
    if not wanted:
        return 0
    amounts = {reference: money((baht or {}).get(reference)) for reference in wanted}
    total = sum(amounts.values(), Decimal(0))
    book.check_free(len(wanted), total)
    for reference in wanted:
        book.reserve(1, amounts[reference], reference)
        held = there.setdefault(reference, Holding(offer=book.row, reference=reference))
        held.reserved, held.reserved_baht = 1, amounts[reference]
    fresh = [there[r] for r in wanted if there[r].pk is None]
    Holding.objects.bulk_update(
        [there[r] for r in wanted if there[r].pk is not None], ["reserved", "reserved_baht"], batch_size=500
    )
    Holding.objects.bulk_create(fresh, batch_size=500)
    book.write()
    facts = {"places": len(wanted), "baht": str(total)}
    timeline.record("offer.place_taken", about=book.row, by=by, facts=facts)
    return len(wanted)


@transaction.atomic
def hand_over_place(*, by: Actor, offer: Offer, reference: str, to: str) -> Holding | None:
    """What `reference` has reserved is from now on reserved for `to`: an allotted or offered place becomes a case's place.
    None when nothing is reserved for it. No place is free for a moment in between. When `to` holds something already it
    keeps that, and what was handed over is free again."""
    permissions.check_can_take_place(by)
    book = Book.of(offer, by)
    held = book.holding(reference)
    if held is None or not (held.reserved or held.reserved_baht):
        return None
    if reference == to:
        return held
    units, amount = held.reserved, held.reserved_baht
    new = book.holding(to) or Holding(offer=book.row, reference=to)
    book.release(Account.RESERVED, units, amount, reference)
    if not holds_anything(new):
        book.reserve(units, amount, to)
        new.reserved, new.reserved_baht = units, amount
        new.save()
    held.reserved, held.reserved_baht = 0, Decimal(0)
    held.save()
    book.write()
    timeline.record(
        "offer.place_handed_over", about=book.row, by=by, facts={**_facts(reference, units, amount), "to": to}
    )
    return new


@transaction.atomic
def give_back_place(*, by: Actor, offer: Offer, reference: str, why: str = "") -> Holding | None:
    """Frees what `reference` has reserved and not used; None when it has nothing reserved. It may take a place anew later."""
    permissions.check_can_take_place(by)
    book = Book.of(offer, by)
    held = book.holding(reference)
    if held is None or not (held.reserved or held.reserved_baht):
        return None
    units, amount = held.reserved, held.reserved_baht
    book.release(Account.RESERVED, units, amount, reference, why)
    held.reserved, held.reserved_baht = 0, Decimal(0)
    held.save()
    book.write()
    timeline.record("offer.place_given_back", about=book.row, by=by, facts=_facts(reference, units, amount))
    return held


@transaction.atomic
def use_place(
    *, by: Actor, offer: Offer, reference: str, units: int = 1, baht: Decimal | None = None
) -> Holding | None:
    """So much was really given to `reference`: of the places that it reserved, no more than those (a second delivery takes no
    second place); money beyond what it reserved is drawn on what is free, and Refused at `baht` when that is too little.
    None when it holds nothing and never did."""
    permissions.check_can_take_place(by)
    book = Book.of(offer, by)
    held = book.holding(reference)
    if held is None:
        return None
    given, amount = min(places(units), held.reserved), money(baht)
    if not given and not amount:
        return held
    beyond = max(amount - held.reserved_baht, Decimal(0))
    book.reserve(0, beyond, reference)
    book.move(Account.RESERVED, Account.USED, units=given, baht=amount, reference=reference)
    held.reserved, held.used = held.reserved - given, held.used + given
    held.reserved_baht, held.used_baht = held.reserved_baht + beyond - amount, held.used_baht + amount
    held.save()
    book.write()
    timeline.record("offer.place_used", about=book.row, by=by, facts=_facts(reference, given, amount))
    return held


@transaction.atomic
def return_used(
    *, by: Actor, offer: Offer, reference: str, units: int = 1, baht: Decimal | None = None, why: str = ""
) -> Holding | None:
    """What was given came back, up to what was used: it is free again for others. None when `reference` used nothing. What
    was confirmed and came back is no longer confirmed as used."""
    permissions.check_can_take_place(by)
    book = Book.of(offer, by)
    held = book.holding(reference)
    if held is None or not (held.used or held.used_baht):
        return None
    back, amount = min(places(units), held.used), min(money(baht), held.used_baht)
    if back or amount:
        book.release(Account.USED, back, amount, reference, why)
        held.used, held.used_baht = held.used - back, held.used_baht - amount
        held.confirmed = min(held.confirmed, held.used)
        held.confirmed_baht = min(held.confirmed_baht, held.used_baht)
        held.save()
        book.write()
        timeline.record("offer.place_returned", about=book.row, by=by, facts=_facts(reference, back, amount))
    return held


@transaction.atomic
def confirm_used(
    *, by: Actor, offer: Offer, reference: str, units: int = 1, baht: Decimal | None = None
) -> Holding | None:
    """The receiving side says that so much of what was used came: up to what is used and not confirmed yet. Nothing moves
    in the ledger; None when `reference` used nothing."""
    permissions.check_can_take_place(by)
    book = Book.of(offer, by)
    held = book.holding(reference)
    if held is None or not (held.used or held.used_baht):
        return None
    held.confirmed = min(held.confirmed + places(units), held.used)
    held.confirmed_baht = min(held.confirmed_baht + money(baht), held.used_baht)
    held.save()
    return held


def _something(units: int, baht: Decimal | None) -> tuple[int, Decimal]:
    units, amount = places(units), money(baht)
    if not units and not amount:
        raise ValueError("nothing is asked for")
    return units, amount


def _facts(reference: str, units: int, amount: Decimal) -> dict[str, str | int]:
    return {"reference": reference, "units": units, "baht": str(amount)}
