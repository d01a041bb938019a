"""How far commitments have come: sums of the ledger, the plan, and the status that follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from phanuek.agreements.models import Commitment, Measure, Party, PeriodTarget, Posting, StatusOverride
from phanuek.agreements.queries.signs import NOT_KNOWN, Quiet, codes_of_leads, last_signs, quiet
from phanuek.agreements.states import EndedHow, ProgressStatus
from phanuek.engines import commitments as engine
from phanuek.ui import clock
from phanuek.ui.words import T

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Totals:
    """Sums of the ledger, confirmed and unconfirmed apart, in the measure's own unit."""

    confirmed: Decimal = NOTHING
    unconfirmed: Decimal = NOTHING


@dataclass(frozen=True)
class PeriodLine:
    """One part of the plan with the results whose day lies in it."""

    starts_on: date
    ends_on: date
    target: Decimal
    confirmed: Decimal
    unconfirmed: Decimal


@dataclass(frozen=True)
class Progress:
    """How far a commitment has come on a day.

    `expected_by_now` is what the plan by periods, else the target's even share of the time gone between start and due day,
    would have brought, rounded down; None where target or dates are not stated. Only confirmed results count for the status.
    `status` and `reason` are a person's word while an `override` is in force; what follows from the facts is always in
    `computed` and `computed_reason`.
    """

    commitment: Commitment
    on: date
    confirmed: Decimal
    unconfirmed: Decimal
    target: Decimal | None
    expected_by_now: Decimal | None
    status: ProgressStatus
    reason: T
    computed: ProgressStatus
    computed_reason: T
    periods: tuple[PeriodLine, ...] = ()
    override: StatusOverride | None = None
    quiet: Quiet = NOT_KNOWN
    withdrawn_on: date | None = None

    @property
    def tag(self) -> str:
        return self.status.tag

    @property
    def baseline(self) -> Decimal | None:
        return self.commitment.baseline

    @property
    def ended(self) -> bool:
        """Closed short of its target."""
        return self.commitment.ended_on is not None and self.commitment.ended_on <= self.on

    @property
    def is_over(self) -> bool:
        """Nothing more is waited for: reached, or closed."""
        return self.ended or self.computed == ProgressStatus.DONE


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
    return progress_many([commitment], on)[commitment.pk]


def progress_many(
    commitments: Iterable[Commitment], on: date | None = None, *, sums: Mapping[int, Totals] | None = None
) -> dict[int, Progress]:
    """By the commitment's key; six queries however many there are. `sums` stand in place of the whole ledger's: a report
    counts up to the end of its period."""
    rows, day = list(commitments), on or clock.today()
    totals = ledger_totals(rows) if sums is None else sums
    plans, said = period_lines(rows), overrides_in_force(rows, day)
    leads = codes_of_leads(rows)
    signs = last_signs({c.code: leads[c.pk][1] for c in rows if c.pk in leads})
    left = _withdrawn(rows, leads, day)
    answer = {}
    for c in rows:
        own, periods = totals.get(c.pk, Totals()), plans.get(c.pk, ())
        expected = expected_by(c, day, periods)
        computed, why = _status(c, own, expected, day)
        answer[c.pk] = _with_word(
            Progress(
                c, day, own.confirmed, own.unconfirmed, c.target, expected, computed, why, computed, why, periods,
                said.get(c.pk), quiet(c, signs.get(c.code), day), left.get(c.pk),
            )
        )  # fmt: skip
    return {pk: _spoken_for(done) for pk, done in answer.items()}


def judged_by_confirmed(done: Progress) -> Progress:
    """The same with status and reason told from confirmed results alone, for readers who may not know the others."""
    computed, why = _status(done.commitment, Totals(done.confirmed), done.expected_by_now, done.on)
    return _with_word(replace(done, status=computed, reason=why, computed=computed, computed_reason=why))


def _with_word(done: Progress) -> Progress:
    """A person's word in place of the computed status; that a commitment is closed or its target reached stands above it."""
    if done.override is None or done.is_over:
        return replace(done, override=None)
    reason = T(done.override.reason_th, done.override.reason_en or done.override.reason_th)
    return replace(done, status=ProgressStatus(done.override.status), reason=reason)


def _spoken_for(done: Progress) -> Progress:
    """Of what is over nothing more need be heard."""
    return replace(done, quiet=replace(done.quiet, is_quiet=False)) if done.is_over else done


def expected_by(commitment: Commitment, on: date, periods: Iterable[PeriodLine] = ()) -> Decimal | None:
    """What the plan would have brought by that day; None where target or a date is missing."""
    return engine.expected(
        on,
        target=None if commitment.target is None else Decimal(commitment.target),
        starts_on=commitment.starts_on,
        due_on=commitment.due_on,
        periods=[engine.Period(p.starts_on, p.ends_on, p.target) for p in periods],
    )


def period_lines(commitments: Iterable[Commitment]) -> dict[int, tuple[PeriodLine, ...]]:
    """The plan of each commitment by its key, with the results of its own measure within each period; one query."""
    lines: dict[int, tuple[PeriodLine, ...]] = {}
    rows = (
        PeriodTarget.objects.filter(commitment__in=[c.pk for c in commitments])
        .annotate(sure=_within(confirmed=True), waiting=_within(confirmed=False))
        .order_by("commitment", "starts_on")
    )
    for row in rows:
        line = PeriodLine(row.starts_on, row.ends_on, row.target, row.sure, row.waiting)
        lines[row.commitment_id] = (*lines.get(row.commitment_id, ()), line)
    return lines


def _within(*, confirmed: bool) -> Coalesce:
    rows = Posting.objects.filter(
        commitment=OuterRef("commitment"), measure=OuterRef("commitment__measure"), confirmed=confirmed,
        on__range=(OuterRef("starts_on"), OuterRef("ends_on")),
    )  # fmt: skip
    total = rows.order_by().values("commitment").annotate(total=Sum("quantity")).values("total")
    kind = DecimalField(max_digits=16, decimal_places=2)
    return Coalesce(Subquery(total, output_field=kind), NOTHING, output_field=kind)


def overrides_in_force(commitments: Iterable[Commitment], on: date) -> dict[int, StatusOverride]:
    """The latest word on each commitment that counts on that day, by its key; one query."""
    rows = StatusOverride.objects.filter(
        Q(lifted_on=None) | Q(lifted_on__gt=on),
        commitment__in=[c.pk for c in commitments], starts_on__lte=on, ends_on__gte=on,
    )  # fmt: skip
    return {row.commitment_id: row for row in rows.order_by("starts_on", "pk")}


def _withdrawn(
    rows: list[Commitment], leads: dict[int, tuple[int, str, int | None]], on: date
) -> dict[int, date]:
    """Since when the lead (else the body above it, by which it takes part) is no longer a party; one query."""
    parties = Party.objects.filter(agreement__in={c.agreement_id for c in rows}).order_by()
    left = {
        (agreement, body): day
        for agreement, body, day in parties.filter(
            Q(withdrawn_on__lte=on) | Q(organisation__in={lead for lead, _, _ in leads.values()})
        ).values_list("agreement", "organisation", "withdrawn_on")
    }
    found = {}
    for c in rows:
        lead, _, above = leads.get(c.pk, (c.lead_id, "", None))
        own = (c.agreement_id, lead)
        day = left[own] if own in left else left.get((c.agreement_id, above)) if above else None
        if day is not None and day <= on:
            found[c.pk] = day
    return found


def _status(
    commitment: Commitment, totals: Totals, expected: Decimal | None, on: date
) -> tuple[ProgressStatus, T]:
    target = commitment.target
    if target is not None and totals.confirmed >= target:
        return ProgressStatus.DONE, T("ผลที่ยืนยันแล้วถึงเป้าหมาย", "Confirmed results reach the target")
    if commitment.ended_on is not None and commitment.ended_on <= on:
        return ProgressStatus.ENDED, _how_it_ended(commitment)
    if target is None:
        return ProgressStatus.CANNOT_SAY, T("ไม่ได้ระบุเป้าหมาย", "No target is stated")
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


def _how_it_ended(commitment: Commitment) -> T:
    how = T.of(EndedHow(commitment.ended_how).label)
    why = T(commitment.ended_why_th, commitment.ended_why_en or commitment.ended_why_th)
    return T("{how}: {why}", "{how}: {why}").format(how=how, why=why)


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
