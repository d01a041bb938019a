"""An offer's ledger, held: what the verbs on places and money write into, entry by entry.

The offer's row is locked first and its balance after it, so that of two who want the last place one gets it. A verb that also
holds a case, a round or a line of a waiting list locks that before the offer; commitments, needs and timelines of other things
come after it. Everybody keeps to this one order, so nobody waits in a circle.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from phanuek.offers.actions.base import locked
from phanuek.offers.models import CapacityBalance, CapacityEntry, Holding, Offer
from phanuek.offers.states import MOVES, Account
from phanuek.organisations.actor import Actor
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

ZERO = Decimal(0)
SATANG = Decimal("0.01")
OUTSIDE = ""
LONGEST_WHY = 300


@dataclass
class Book:
    """The held row with its balance. `move` works in memory; `write` stores balance and entries at once."""

    row: Offer
    by: Actor
    balance: CapacityBalance
    entries: list[CapacityEntry] = field(default_factory=list)

    @classmethod
    def of(cls, offer: Offer, by: Actor) -> "Book":
        """Locks the offer until the transaction ends."""
        return cls.held(locked(offer), by)

    @classmethod
    def held(cls, row: Offer, by: Actor) -> "Book":
        """For a row that the caller has locked already."""
        balance, _ = CapacityBalance.objects.select_for_update().get_or_create(offer=row)
        return cls(row, by, balance)

    def move(
        self, source: str, target: str, *, units: int = 0, baht: Decimal = ZERO, reference: str = "", why: str = ""
    ) -> None:  # fmt: skip
        """One entry; nothing when nothing moves. Whether there is enough is for the verb to have asked."""
        if target not in MOVES[source]:
            raise ValueError(f"nothing moves from {source or 'outside'} to {target or 'outside'}")
        if units < 0 or baht < 0:
            raise ValueError("an entry moves forward; the way back is an entry of its own")
        if not units and not baht:
            return
        for account, sign in ((source, -1), (target, 1)):
            if account:
                self.add(str(account), sign * units, sign * baht)
        self.entries.append(
            CapacityEntry(
                offer=self.row, source=source, target=target, units=units, baht=baht, reference=reference,
                at=clock.now(), organisation_code=self.by.acting_code, why=why.strip()[:LONGEST_WHY],
            )
        )  # fmt: skip

    def add(self, account: str, units: int, baht: Decimal) -> None:
        setattr(self.balance, account, getattr(self.balance, account) + units)
        money = f"{account}_baht"
        setattr(self.balance, money, getattr(self.balance, money) + baht)

    def write(self) -> None:
        if self.entries:
            self.balance.save()
            CapacityEntry.objects.bulk_create(self.entries, batch_size=500)
            self.entries = []

    # ---- places and money are counted each on their own

    @property
    def counts_places(self) -> bool:
        return self.row.capacity is not None

    @property
    def counts_money(self) -> bool:
        return self.row.budget_baht is not None

    def parts(self, units: int, baht: Decimal) -> list[tuple[str, int, Decimal]]:
        """Where free places and free money stand: opened, or outside where they are not counted."""
        place = Account.OPENED if self.counts_places else OUTSIDE
        purse = Account.OPENED if self.counts_money else OUTSIDE
        return [(place, units, baht)] if place == purse else [(place, units, ZERO), (purse, 0, baht)]

    def reserve(self, units: int, baht: Decimal, reference: str, why: str = "") -> None:
        """From what is free to reserved; Refused when fewer places or less money are free."""
        self.check_free(units, baht)
        for free, part, money in self.parts(units, baht):
            self.move(free, Account.RESERVED, units=part, baht=money, reference=reference, why=why)

    def release(self, source: str, units: int, baht: Decimal, reference: str, why: str = "") -> None:
        """From reserved or used back to what is free."""
        for free, part, money in self.parts(units, baht):
            self.move(source, free, units=part, baht=money, reference=reference, why=why)

    def check_free(self, units: int, baht: Decimal) -> None:
        if self.counts_places and units > self.balance.opened:
            raise self._full()
        if self.counts_money and baht > self.balance.opened_baht:
            raise Refused(
                T("งบประมาณของมาตรการนี้เหลือ {n} บาท ไม่พอสำหรับเรื่องนี้",
                  "Only {n} baht of this offer are left, too little for this case.")
                .format(n=said(self.balance.opened_baht)),
                field="baht",
                hint=T("ลดจำนวนเงิน หรือเพิ่มวงเงินที่หน้าจำนวนที่และวงเงินของมาตรการ",
                       "Lower the amount, or open more money on the offer's page of places and money."),
            )  # fmt: skip

    def _full(self) -> Refused:
        left = self.balance.opened
        return Refused(
            T("มาตรการนี้เหลือเพียง {n} ที่", "This offer has only {n} places left.").format(n=left)
            if left
            else T("มาตรการนี้เต็มแล้ว ({n} ที่)", "This offer is full ({n} places).").format(n=self.row.capacity),
            hint=T("เพิ่มจำนวนที่ในหน้ามาตรการ หรือรอผู้อื่นคืนที่",
                   "Add places on the offer's page, or wait for one to be given back."),
        )  # fmt: skip

    # ---- what cases hold

    def holding(self, reference: str) -> Holding | None:
        return Holding.objects.filter(offer=self.row, reference=reference).first()

    def holdings(self, references: Iterable[str]) -> dict[str, Holding]:
        wanted, found = list(references), {}
        for start in range(0, len(wanted), 500):
            for one in Holding.objects.filter(offer=self.row, reference__in=wanted[start : start + 500]):
                found[one.reference] = one
        return found


def holds_anything(held: Holding) -> bool:
    return bool(held.reserved or held.used or held.reserved_baht or held.used_baht)


def money(baht: Decimal | int | None) -> Decimal:
    """Whole satang, not negative; None is nothing."""
    amount = Decimal(baht or 0)
    if amount < 0 or amount != amount.quantize(SATANG):
        raise ValueError(f"not an amount of baht: {baht}")
    return amount.quantize(SATANG)


def places(units: int) -> int:
    if units < 0:
        raise ValueError(f"not a number of places: {units}")
    return units


def said(amount: Decimal) -> str:
    """An amount as a sentence shows it; satang only where there are some."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
