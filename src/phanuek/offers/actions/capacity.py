"""What a partner makes available: promised, opened, closed back, lapsed, restored.

`Offer.capacity` and `Offer.budget_baht` are what is open, reserved and used together; empty where nobody counts them. Whatever
changes one side here changes the other. A mistake is set right by a move the other way with its reason, never by deleting.
"""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum

from phanuek.agreements.notifications import Sent
from phanuek.offers import permissions
from phanuek.offers.actions.book import OUTSIDE, ZERO, Book, money, places, said
from phanuek.offers.models import CapacityBalance, CapacityEntry, Offer
from phanuek.offers.states import Account
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_UNITS = 10_000_000


@transaction.atomic
def promise(
    *, by: Actor, offer: Offer, units: int = 0, baht: Decimal | None = None, why: str = ""
) -> CapacityBalance:
    """The provider promises places or money under the commitment that the offer is drawn on. They are open to nobody yet."""
    book, units, amount = _asked(by, offer, units, baht)
    if book.row.commitment_id is None:
        raise Refused(
            T("มาตรการนี้ไม่ได้อยู่ภายใต้ภารกิจใด จึงยังรับปากไม่ได้", "This offer is drawn on no commitment, so nothing can be promised."),
            hint=T("เลือกภารกิจในหน้าแก้ไขมาตรการก่อน หรือเปิดจำนวนที่โดยตรง",
                   "Choose its commitment on the page that edits the offer, or open places directly."),
        )  # fmt: skip
    if book.balance.promised + units > MOST_UNITS:
        raise Refused(
            T("จำนวนที่มากเกินไป โปรดตรวจสอบ", "That is too many places; please check."), field="units"
        )
    book.move(OUTSIDE, Account.PROMISED, units=units, baht=amount, why=why)
    return _done(book, "offer.promised", units, amount, why)


@transaction.atomic
def take_back_promise(
    *, by: Actor, offer: Offer, why: str, units: int = 0, baht: Decimal | None = None
) -> CapacityBalance:
    """What was promised and not opened is no longer promised; says why. The figure of the commitment shows it as taken back."""
    book, units, amount = _asked(by, offer, units, baht)
    _check_why(why)
    _check_has(book, Account.PROMISED, units, amount)
    book.move(Account.PROMISED, OUTSIDE, units=units, baht=amount, why=why)
    return _done(book, "offer.promise_taken_back", units, amount, why)


@transaction.atomic
def open_places(
    *, by: Actor, offer: Offer, units: int = 0, baht: Decimal | None = None, why: str = ""
) -> CapacityBalance:
    """Opens what was promised, so that people can ask for it. From now on it is counted, if it was not before. Refused when
    less is promised: then promise more first."""
    book, units, amount = _asked(by, offer, units, baht)
    _check_has(book, Account.PROMISED, units, amount)
    book.move(Account.PROMISED, Account.OPENED, units=units, baht=amount, why=why)
    _write_totals(book, counts_places=units > 0, counts_money=amount > 0)
    return _done(book, "offer.places_opened", units, amount, why)


@transaction.atomic
def close_places(
    *, by: Actor, offer: Offer, why: str, units: int = 0, baht: Decimal | None = None
) -> CapacityBalance:
    """Takes back what is open and nobody holds; says why. What was opened beyond the promise goes first, the rest is promised
    again and still owed."""
    book, units, amount = _asked(by, offer, units, baht)
    _check_why(why)
    _check_has(book, Account.OPENED, units, amount)
    _withdraw(book, units, amount, why)
    _write_totals(book)
    return _done(book, "offer.places_closed", units, amount, why)


@transaction.atomic
def lapse(*, by: Actor, offer: Offer, on: date) -> CapacityBalance | None:
    """What is still open or promised once its time is over lapses; what is reserved stays. None when nothing is over yet.

    Open places lapse the day after the offer's closing day, or, where none is stated, after the commitment's due day; a
    promise the day after whichever of the two comes first.
    """
    permissions.check_can_edit(by, offer)
    book = Book.of(offer, by)
    opened, promised = _over(book.row, on)
    balance = book.balance
    if opened:
        book.move(Account.OPENED, Account.LAPSED, units=balance.opened, baht=balance.opened_baht)
    if promised:
        book.move(Account.PROMISED, Account.LAPSED, units=balance.promised, baht=balance.promised_baht)
    if not book.entries:
        return None
    units = sum(entry.units for entry in book.entries)
    amount = sum((entry.baht for entry in book.entries), ZERO)
    _write_totals(book)
    return _done(book, "offer.places_lapsed", units, amount, "")


def lapse_ended(on: date) -> list[Sent]:
    """Every offer whose time is over on that day, each in a transaction of its own; for `manage.py daily`. What was given back
    after the end lapses on the next run; a second run on a day moves nothing."""
    by = Actor.system("offers")
    stands = Q(balance__opened__gt=0) | Q(balance__opened_baht__gt=0)
    stands |= Q(balance__promised__gt=0) | Q(balance__promised_baht__gt=0)
    over = Q(closes_on__lt=on) | Q(commitment__due_on__lt=on)
    rows = Offer.objects.filter(stands, over).select_related("provider").order_by("pk")
    return [Sent("offers.lapsed", offer.code, 0) for offer in rows if lapse(by=by, offer=offer, on=on)]


@transaction.atomic
def restore(
    *, by: Actor, offer: Offer, why: str, units: int = 0, baht: Decimal | None = None
) -> CapacityBalance:
    """The way back of a lapse, once the window stands open again: lapsed places are open as before. Says why."""
    book, units, amount = _asked(by, offer, units, baht)
    _check_why(why)
    _check_has(book, Account.LAPSED, units, amount)
    if _over(book.row, clock.today())[0]:
        raise Refused(
            T("ช่วงเวลารับผ่านไปแล้ว ที่ที่พ้นกำหนดจึงยังเปิดอีกไม่ได้", "Its window has passed, so lapsed places cannot be opened again."),
            hint=T("เลื่อนวันปิดรับในหน้าแก้ไขมาตรการก่อน", "Move its closing day first."),
        )  # fmt: skip
    book.move(Account.LAPSED, Account.OPENED, units=units, baht=amount, why=why)
    _write_totals(book, counts_places=units > 0, counts_money=amount > 0)
    return _done(book, "offer.places_restored", units, amount, why)


def set_capacity(
    row: Offer, by: Actor, *, capacity: int | None, budget: Decimal | None, why: str = ""
) -> None:
    """Brings the ledger to what the offer holds open in all (None: not counted). Called with the row held, by the verbs that
    write the offer. More is drawn on what is promised, then opened beyond it. Refused at its field when more is reserved or
    used than there would be."""
    book = Book.held(row, by)
    balance = book.balance
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
              "{n} baht are reserved or used already; there cannot be less.").format(n=said(taken_baht)),
            field="budget_baht",
        )  # fmt: skip
    units = (capacity - taken if capacity is not None else 0) - balance.opened
    amount = (money(budget) - taken_baht if budget is not None else ZERO) - balance.opened_baht
    _withdraw(book, max(-units, 0), max(-amount, ZERO), why)
    more, more_baht = max(units, 0), max(amount, ZERO)
    owed, owed_baht = min(more, balance.promised), min(more_baht, balance.promised_baht)
    book.move(Account.PROMISED, Account.OPENED, units=owed, baht=owed_baht, why=why)
    book.move(OUTSIDE, Account.OPENED, units=more - owed, baht=more_baht - owed_baht, why=why)
    book.write()


def _withdraw(book: Book, units: int, amount: Decimal, why: str) -> None:
    """Out of what is open: what was opened beyond the promise leaves the ledger, the rest is promised again."""
    if not units and not amount:
        return
    beyond, beyond_baht = _beyond(book)
    out, out_baht = min(units, beyond), min(amount, beyond_baht)
    book.move(Account.OPENED, OUTSIDE, units=out, baht=out_baht, why=why)
    book.move(Account.OPENED, Account.PROMISED, units=units - out, baht=amount - out_baht, why=why)


def _beyond(book: Book) -> tuple[int, Decimal]:
    """How much of what the offer holds open did not come from the promise: all of it where nothing was promised. What lapsed
    or came back from lapsing counts as the promise's own."""
    owed, owed_baht = 0, ZERO
    rows = CapacityEntry.objects.filter(offer=book.row).order_by().values_list("source", "target")
    for source, target, units, baht in rows.annotate(u=Sum("units"), b=Sum("baht")):
        sign = {
            (Account.PROMISED, Account.OPENED): 1, (Account.OPENED, Account.PROMISED): -1,
            (Account.LAPSED, Account.OPENED): 1, (Account.OPENED, Account.LAPSED): -1,
        }.get((source, target), 0)  # fmt: skip
        owed, owed_baht = owed + sign * units, owed_baht + sign * baht
    b = book.balance
    return (
        max(b.opened + b.reserved + b.used - max(owed, 0), 0),
        max(b.opened_baht + b.reserved_baht + b.used_baht - max(owed_baht, ZERO), ZERO),
    )


def _over(row: Offer, on: date) -> tuple[bool, bool]:
    """Whether open places, and whether promises, are past their time."""
    due = row.commitment.due_on if row.commitment is not None else None
    ends = row.closes_on or due
    promise_ends = min((day for day in (row.closes_on, due) if day is not None), default=None)
    return ends is not None and ends < on, promise_ends is not None and promise_ends < on


def _asked(by: Actor, offer: Offer, units: int, baht: Decimal | None) -> tuple[Book, int, Decimal]:
    """Permission, then the held ledger in the provider's name and the amounts; Refused when nothing is asked."""
    permissions.check_can_edit(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    units, amount = places(units), money(baht)
    if not units and not amount:
        raise Refused(
            T("โปรดใส่จำนวนที่ หรือจำนวนเงิน อย่างน้อยหนึ่งช่อง", "Enter a number of places or an amount of money."),
            field="units",
        )
    return Book.of(offer, by), units, amount


def _check_why(why: str) -> None:
    if not why.strip():
        raise Refused(
            T("โปรดบอกเหตุผล ผู้ที่เกี่ยวข้องจะเห็นเหตุผลนี้", "Say why; those concerned will read it."), field="why"
        )


def _check_has(book: Book, account: Account, units: int, amount: Decimal) -> None:
    has, has_baht = getattr(book.balance, account), getattr(book.balance, f"{account}_baht")
    name = T.of(account.label)
    if units > has:
        raise Refused(
            T("มี{name} {n} ที่ น้อยกว่าที่ใส่", "{name}: only {n} places, fewer than asked.").format(name=name, n=has),
            field="units",
        )  # fmt: skip
    if amount > has_baht:
        raise Refused(
            T("มี{name} {n} บาท น้อยกว่าที่ใส่", "{name}: only {n} baht, less than asked.")
            .format(name=name, n=said(has_baht)),
            field="baht",
        )  # fmt: skip


def _write_totals(book: Book, *, counts_places: bool = False, counts_money: bool = False) -> None:
    """What the offer says it holds, from what stands in the ledger; what is not counted stays so unless it is from now on."""
    row, b = book.row, book.balance
    if book.counts_places or counts_places:
        row.capacity = b.opened + b.reserved + b.used
    if book.counts_money or counts_money:
        row.budget_baht = b.opened_baht + b.reserved_baht + b.used_baht
    row.version += 1
    row.save(update_fields=["capacity", "budget_baht", "version"])


def _done(book: Book, verb: str, units: int, amount: Decimal, why: str) -> CapacityBalance:
    book.write()
    facts = {"units": units, "baht": str(amount)}
    timeline.record(verb, about=book.row, by=book.by, facts=facts, note=why.strip())
    return book.balance
