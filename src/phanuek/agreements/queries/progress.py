"""How far commitments have come: sums of the ledger, the plan, and the status that follows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from django.db.models import Sum

from phanuek.agreements.models import Commitment, Measure, Posting
from phanuek.agreements.states import ProgressStatus
from phanuek.ui import clock
from phanuek.ui.words import T

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Totals:
    """Sums of the ledger, confirmed and unconfirmed apart, in the measure's own unit."""

    confirmed: Decimal = NOTHING
    unconfirmed: Decimal = NOTHING


@dataclass(frozen=True)
class Progress:
    """How far a commitment has come on a day.

    `expected_by_now` is the target's even share of the time gone between start and due day, rounded down; None where
    target or dates are not stated. Only confirmed results count for the status.
    """

    commitment: Commitment
    on: date
    confirmed: Decimal
    unconfirmed: Decimal
    target: Decimal | None
    expected_by_now: Decimal | None
    status: ProgressStatus
    reason: T

    @property
    def tag(self) -> str:
        return self.status.tag


def ledger_total(commitment: Commitment, measure: str = "") -> Totals:
    """The sums recomputed from the postings; `measure` defaults to the one the commitment is counted in."""
    rows = Posting.objects.filter(commitment=commitment, measure=measure or commitment.measure)
    sums = dict(rows.order_by().values_list("confirmed").annotate(Sum("quantity")))
    return Totals(sums.get(True, NOTHING), sums.get(False, NOTHING))


def ledger_totals(commitments: Iterable[Commitment]) -> dict[int, Totals]:
    """As `ledger_total` of each commitment's own measure, by its key, in one query."""
    measures = {c.pk: c.measure for c in commitments}
    sums: dict[int, dict[bool, Decimal]] = {}
    rows = Posting.objects.filter(commitment__in=measures).values_list("commitment", "measure", "confirmed")
    for pk, measure, confirmed, quantity in rows.annotate(Sum("quantity")).order_by():
        if measure == measures[pk]:
            sums.setdefault(pk, {})[confirmed] = quantity
    return {pk: Totals(found.get(True, NOTHING), found.get(False, NOTHING)) for pk, found in sums.items()}


def progress(commitment: Commitment, on: date | None = None) -> Progress:
    return _progress(commitment, ledger_total(commitment), on or clock.today())


def progress_many(commitments: Iterable[Commitment], on: date | None = None) -> dict[int, Progress]:
    """By the commitment's key; one query however many there are."""
    rows, day = list(commitments), on or clock.today()
    totals = ledger_totals(rows)
    return {c.pk: _progress(c, totals.get(c.pk, Totals()), day) for c in rows}


def judged_by_confirmed(done: Progress) -> Progress:
    """The same with status and reason told from confirmed results alone, for readers who may not know the others."""
    status, reason = _status(done.commitment, Totals(done.confirmed), done.expected_by_now, done.on)
    return replace(done, status=status, reason=reason)


def expected_by(commitment: Commitment, on: date) -> Decimal | None:
    """What an even pace would have brought by that day; None where target or a date is missing."""
    if commitment.target is None or commitment.starts_on is None or commitment.due_on is None:
        return None
    if on >= commitment.due_on:
        return Decimal(commitment.target)
    if on <= commitment.starts_on:
        return NOTHING
    gone, whole = (on - commitment.starts_on).days, (commitment.due_on - commitment.starts_on).days
    return (Decimal(commitment.target) * gone / whole).quantize(Decimal(1), ROUND_FLOOR)


def _progress(commitment: Commitment, totals: Totals, on: date) -> Progress:
    expected = expected_by(commitment, on)
    status, reason = _status(commitment, totals, expected, on)
    return Progress(
        commitment, on, totals.confirmed, totals.unconfirmed, commitment.target, expected, status, reason
    )


def _status(
    commitment: Commitment, totals: Totals, expected: Decimal | None, on: date
) -> tuple[ProgressStatus, T]:
    target = commitment.target
    if target is None:
        return ProgressStatus.CANNOT_SAY, T("ไม่ได้ระบุเป้าหมาย", "No target is stated")
    if totals.confirmed >= target:
        return ProgressStatus.DONE, T("ผลที่ยืนยันแล้วถึงเป้าหมาย", "Confirmed results reach the target")
    if commitment.starts_on is not None and on < commitment.starts_on:
        return ProgressStatus.NOT_STARTED, T("ยังไม่ถึงวันเริ่ม", "The starting day has not come")
    if commitment.due_on is not None and on >= commitment.due_on:
        return ProgressStatus.BEHIND, T(
            "ครบกำหนดแล้วแต่ผลที่ยืนยันแล้วยังไม่ถึงเป้าหมาย",
            "The due day has come and confirmed results are below the target",
        )
    if expected is None:
        return ProgressStatus.CANNOT_SAY, _missing_dates(commitment)
    if totals.confirmed >= expected:
        if not totals.confirmed and not totals.unconfirmed:
            return ProgressStatus.NOT_STARTED, T("ยังไม่มีผลบันทึกไว้", "No result is recorded yet")
        return ProgressStatus.ON_PLAN, T(
            "ผลที่ยืนยันแล้วไม่ต่ำกว่าที่ควรได้ถึงวันนี้", "Confirmed results are at the pace expected today"
        )
    if totals.confirmed + totals.unconfirmed >= expected:
        return ProgressStatus.BEHIND, T(
            "ผลที่ยืนยันแล้วยังไม่พอ แต่หากผลที่รอยืนยันได้รับการยืนยันจะเป็นไปตามแผน",
            "Confirmed results fall short; with those waiting to be confirmed it would be on plan",
        )
    return ProgressStatus.BEHIND, T("ผลยังต่ำกว่าที่ควรได้ถึงวันนี้", "Results are below the pace expected today")


def _missing_dates(commitment: Commitment) -> T:
    if commitment.starts_on is None and commitment.due_on is None:
        return T("ไม่ได้ระบุวันเริ่มและวันครบกำหนด", "Neither the start nor the due day is stated")
    if commitment.starts_on is None:
        return T("ไม่ได้ระบุวันเริ่ม", "The start is not stated")
    return T("ไม่ได้ระบุวันครบกำหนด", "The due day is not stated")


def unit_of(commitment: Commitment) -> T:
    """The commitment's own unit, or its measure's usual one."""
    if commitment.unit_th or commitment.unit_en:
        return T(commitment.unit_th or commitment.unit_en, commitment.unit_en or commitment.unit_th)
    return USUAL_UNITS[Measure(commitment.measure)]


USUAL_UNITS = {
    Measure.REFERRALS: T("เรื่อง", "referrals"),
    Measure.DELIVERIES: T("ครั้ง", "deliveries"),
    Measure.PEOPLE_TRAINED: T("คน", "people"),
    Measure.INCOME_CONFIRMED_BAHT: T("บาท", "baht"),
    Measure.CLAIMED: T("หน่วย", "units"),
}
