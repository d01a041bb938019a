"""Places and money, moved from account to account: promised → opened → reserved → used, or lapsed.

Each verb holds the offer's row, so that of two who want the last place one gets it. The database itself refuses a balance
below zero. An offer without a stated capacity counts what it gives and refuses nothing.
"""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from phanuek.offers import permissions
from phanuek.offers.actions.base import locked
from phanuek.offers.models import CapacityBalance, CapacityEntry, Holding, Offer
from phanuek.offers.states import MOVES, Account
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

ZERO = Decimal(0)


@transaction.atomic
def take_place(
    *, by: Actor, offer: Offer, reference: str, units: int = 1, baht: Decimal | None = None
) -> Holding:
    """Reserves places and money for what `reference` names. The same reference again holds what it held: nothing is taken
    twice. Refused when fewer are free."""
    permissions.check_can_take_place(by)
    row = locked(offer)
    held, _ = Holding.objects.get_or_create(offer=row, reference=reference)
    if held.reserved or held.used:
        return held
    balance = balance_of(row)
    _check_free(row, balance, units, baht or ZERO)
    for free, part, money in _parts(row, units, baht or ZERO):
        move(row, free, Account.RESERVED, units=part, baht=money, by=by, reference=reference)
    held.reserved, held.reserved_baht = units, baht or ZERO
    held.save(update_fields=["reserved", "reserved_baht"])
    timeline.record("offer.place_taken", about=row, by=by, facts={"reference": reference, "units": units})
    return held


@transaction.atomic
def take_places(*, by: Actor, offer: Offer, references: Sequence[str]) -> int:
    """As `take_place`, one unit each, for many references that hold none yet; told once on the timeline. Refused, all of
    them, when there are not enough."""
    permissions.check_can_take_place(by)
    row = locked(offer)
    if not references:
        return 0
    _check_free(row, balance_of(row), len(references), ZERO)
    at, source = clock.now(), _parts(row, 1, ZERO)[0][0]
    CapacityEntry.objects.bulk_create(
        CapacityEntry(
            offer=row, source=source, target=Account.RESERVED, units=1, reference=reference, at=at,
            organisation_code=by.acting_code,
        )
        for reference in references
    )  # fmt: skip
    Holding.objects.bulk_create(
        Holding(offer=row, reference=reference, reserved=1) for reference in references
    )
    _shift(row, source, Account.RESERVED, len(references), ZERO)
    timeline.record("offer.place_taken", about=row, by=by, facts={"places": len(references)})
    return len(references)


@transaction.atomic
def hand_over_place(*, by: Actor, offer: Offer, reference: str, to: str) -> Holding | None:
    """What `reference` has reserved is from now on reserved for `to`: an allotted or offered place becomes a case's place.
    None when nothing is reserved for it. No place is free for a moment in between."""
    permissions.check_can_take_place(by)
    row = locked(offer)
    held = Holding.objects.filter(offer=row, reference=reference, reserved__gt=0).first()
    if held is None:
        return None
    units, baht = held.reserved, held.reserved_baht
    give_back_place(by=by, offer=row, reference=reference)
    return take_place(by=by, offer=row, reference=to, units=units, baht=baht)


@transaction.atomic
def give_back_place(*, by: Actor, offer: Offer, reference: str) -> Holding | None:
    """Frees what `reference` has reserved and not used; None when it has nothing reserved."""
    permissions.check_can_take_place(by)
    row = locked(offer)
    held = Holding.objects.filter(offer=row, reference=reference).first()
    if held is None or not (held.reserved or held.reserved_baht):
        return None
    for free, units, money in _parts(row, held.reserved, held.reserved_baht):
        move(row, Account.RESERVED, free, units=units, baht=money, by=by, reference=reference)
    held.reserved, held.reserved_baht = 0, ZERO
    held.save(update_fields=["reserved", "reserved_baht"])
    timeline.record("offer.place_given_back", about=row, by=by, facts={"reference": reference})
    return held


@transaction.atomic
def use_place(
    *, by: Actor, offer: Offer, reference: str, units: int = 1, baht: Decimal | None = None
) -> Holding | None:
    """Of what `reference` reserved, so much was really given: up to what is reserved. None when it holds nothing."""
    permissions.check_can_take_place(by)
    row = locked(offer)
    held = Holding.objects.filter(offer=row, reference=reference).first()
    if held is None:
        return None
    units, money = min(units, held.reserved), min(baht or ZERO, held.reserved_baht)
    if units or money:
        move(row, Account.RESERVED, Account.USED, units=units, baht=money, by=by, reference=reference)
        held.reserved, held.used = held.reserved - units, held.used + units
        held.reserved_baht, held.used_baht = held.reserved_baht - money, held.used_baht + money
        held.save()
        timeline.record("offer.place_used", about=row, by=by, facts={"reference": reference, "units": units})
    return held


@transaction.atomic
def return_used(
    *, by: Actor, offer: Offer, reference: str, units: int = 1, baht: Decimal | None = None
) -> Holding | None:
    """What was given came back: it is free again for others. None when `reference` used nothing."""
    permissions.check_can_take_place(by)
    row = locked(offer)
    held = Holding.objects.filter(offer=row, reference=reference).first()
    if held is None or not (held.used or held.used_baht):
        return None
    units, money = min(units, held.used), min(baht or ZERO, held.used_baht)
    if units or money:
        for free, part, back in _parts(row, units, money):
            move(row, Account.USED, free, units=part, baht=back, by=by, reference=reference)
        held.used, held.used_baht = held.used - units, held.used_baht - money
        held.save()
        timeline.record(
            "offer.place_returned", about=row, by=by, facts={"reference": reference, "units": units}
        )
    return held


def set_capacity(
    row: Offer, by: Actor, *, capacity: int | None, budget: Decimal | None, why: str = ""
) -> None:
    """Brings the ledger to what the offer opens in all (None: not counted). Called with the row held, by the verbs that
    write the offer. Refused at its field when more is reserved or used than there would be."""
    balance = balance_of(row)
    taken, taken_baht = balance.reserved + balance.used, balance.reserved_baht + balance.used_baht
    if capacity is not None and capacity < taken:
        raise Refused(
            T("มีผู้ใช้ที่ไปแล้ว {n} ที่ จำนวนที่จึงต้องไม่น้อยกว่านี้", "{n} places are taken already; there cannot be fewer.")
            .format(n=taken),
            field="capacity",
        )  # fmt: skip
    if budget is not None and budget < taken_baht:
        raise Refused(
            T("กันหรือใช้งบประมาณไปแล้ว {n} บาท วงเงินจึงต้องไม่น้อยกว่านี้",
              "{n} baht are reserved or used already; there cannot be less.").format(n=f"{taken_baht:,.0f}"),
            field="budget_baht",
        )  # fmt: skip
    units = (capacity - taken if capacity is not None else 0) - balance.opened
    money = (budget - taken_baht if budget is not None else ZERO) - balance.opened_baht
    for source, target, u, m in (
        ("", Account.OPENED, max(units, 0), max(money, ZERO)),
        (Account.OPENED, "", max(-units, 0), max(-money, ZERO)),
    ):
        if u or m:
            move(row, source, target, units=u, baht=m, by=by, why=why)


def move(
    row: Offer, source: str, target: str, *, units: int = 0, baht: Decimal = ZERO, by: Actor, reference: str = "",
    why: str = "",
) -> CapacityEntry | None:  # fmt: skip
    """Writes one entry and shifts the balance. The row is held and the amounts are checked by the caller."""
    if target not in MOVES[source]:
        raise ValueError(f"nothing moves from {source or 'outside'} to {target or 'outside'}")
    if not units and not baht:
        return None
    _shift(row, source, target, units, baht)
    return CapacityEntry.objects.create(
        offer=row, source=source, target=target, units=units, baht=baht, reference=reference, at=clock.now(),
        organisation_code=by.acting_code, why=why.strip()[:300],
    )  # fmt: skip


def balance_of(row: Offer) -> CapacityBalance:
    balance, _ = CapacityBalance.objects.select_for_update().get_or_create(offer=row)
    return balance


def _shift(row: Offer, source: str, target: str, units: int, baht: Decimal) -> None:
    balance = balance_of(row)
    for account, sign in ((source, -1), (target, 1)):
        if account:
            name = str(account)
            setattr(balance, name, getattr(balance, name) + sign * units)
            setattr(balance, f"{name}_baht", getattr(balance, f"{name}_baht") + sign * baht)
    balance.save()


def _parts(row: Offer, units: int, baht: Decimal) -> list[tuple[str, int, Decimal]]:
    """Where places and money come from and go back to: the opened ones, or outside where they are not counted."""
    place = Account.OPENED if row.capacity is not None else ""
    purse = Account.OPENED if row.budget_baht is not None else ""
    return [(place, units, baht)] if place == purse else [(place, units, ZERO), (purse, 0, baht)]


def _check_free(row: Offer, balance: CapacityBalance, units: int, baht: Decimal) -> None:
    if row.capacity is not None and units > balance.opened:
        raise Refused(
            T("มาตรการนี้เต็มแล้ว ({n} ที่)", "This offer is full ({n} places).").format(n=row.capacity)
            if not balance.opened
            else T("มาตรการนี้เหลือเพียง {n} ที่", "This offer has only {n} places left.").format(n=balance.opened),
            hint=T("เพิ่มจำนวนที่ในหน้ามาตรการ หรือรอผู้อื่นคืนที่",
                   "Add places on the offer's page, or wait for one to be given back."),
        )  # fmt: skip
    if row.budget_baht is not None and baht > balance.opened_baht:
        raise Refused(
            T("งบประมาณของมาตรการนี้เหลือ {n} บาท ไม่พอสำหรับเรื่องนี้", "Only {n} baht are left, too little for this case.")
            .format(n=f"{balance.opened_baht:,.0f}"),
            field="baht",
        )  # fmt: skip
