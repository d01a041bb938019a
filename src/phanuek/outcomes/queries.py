"""Before and after, and what a Pracharath company moved."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Min, QuerySet, Sum

from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.outcomes.models import IncomeReport, Trade
from phanuek.referrals.models import Delivery, Referral
from phanuek.registry.models import BusinessGroup, Enterprise, Process
from phanuek.ui.formats import percent
from phanuek.ui.words import T

NOTHING = Decimal(0)
SATANG = Decimal("0.01")
HALF_A_PERCENT = Decimal("0.005")


@dataclass(frozen=True)
class Side:
    """The months reported on one side of the support. `mean_baht` is None without any; `confirmed` of `months` are confirmed."""

    months: int = 0
    confirmed: int = 0
    total_baht: Decimal = NOTHING

    @property
    def mean_baht(self) -> Decimal | None:
        """Mean income per reported month."""
        return (self.total_baht / self.months).quantize(SATANG, ROUND_HALF_UP) if self.months else None


@dataclass(frozen=True)
class Comparison:
    """Mean monthly income before and after. It compares months; it does not say that the support is the cause."""

    before: Side = field(default_factory=Side)
    after: Side = field(default_factory=Side)
    paid_to_producers_baht: Decimal | None = None

    @property
    def change_baht(self) -> Decimal | None:
        """Of the monthly mean; None while one side has no month."""
        if self.before.mean_baht is None or self.after.mean_baht is None:
            return None
        return self.after.mean_baht - self.before.mean_baht

    @property
    def change_share(self) -> Decimal | None:
        """The change as a share of the mean before; None where that is not known or nil."""
        if self.change_baht is None or not self.before.mean_baht:
            return None
        return self.change_baht / self.before.mean_baht

    @property
    def change_words(self) -> str:
        """The share in words; a change that rounds to nothing has no sign."""
        if self.change_share is None:
            return ""
        if abs(self.change_share) < HALF_A_PERCENT:
            return str(T("แทบไม่เปลี่ยน", "hardly any change"))
        return percent(self.change_share)


def _side(reports: Iterable[IncomeReport]) -> Side:
    rows = list(reports)
    return Side(
        len(rows),
        sum(row.confirmed_by_id is not None for row in rows),
        sum((row.income_baht for row in rows), NOTHING),
    )


def _compare(before: list[IncomeReport], after: list[IncomeReport]) -> Comparison:
    paid = [row.paid_to_producers_baht for row in after if row.paid_to_producers_baht is not None]
    return Comparison(_side(before), _side(after), sum(paid, NOTHING) if paid else None)


def of_referral(referral: Referral, actor: Actor) -> Comparison:
    """From the months reported for this case, by what the reporter said: before or after. Only what the actor may see."""
    rows = list(IncomeReport.objects.visible_to(actor).current().filter(referral=referral))
    return _compare(_said(rows, IncomeReport.Phase.BEFORE), _said(rows, IncomeReport.Phase.AFTER))


def _said(rows: Iterable[IncomeReport], phase: IncomeReport.Phase) -> list[IncomeReport]:
    return [row for row in rows if row.phase == phase]


def of_enterprise(enterprise: Enterprise, actor: Actor, *, months: int = 12) -> Comparison:
    """The reports that the actor may see. What a reporter called before or after counts as that; the other months count
    by the month of the first delivery, up to `months` on each side, and that month itself on neither."""
    seen = IncomeReport.objects.visible_to(actor).current().filter(enterprise=enterprise)
    rows = list(seen.order_by("month"))
    before, after = _said(rows, IncomeReport.Phase.BEFORE), _said(rows, IncomeReport.Phase.AFTER)
    given = Delivery.objects.filter(referral__enterprise=enterprise)
    first = given.aggregate(first=Min("delivered_on"))["first"]
    if first is not None:
        pivot, other = first.replace(day=1), [row for row in rows if not row.phase]
        before += [row for row in other if row.month < pivot][-months:]
        after += [row for row in other if row.month > pivot][:months]
    return _compare(before, after)


@dataclass(frozen=True)
class MonthLine:
    """A month as the page shows it: the report in force and those that it replaced, newest first."""

    report: IncomeReport
    earlier: list[IncomeReport]


def months_of(enterprise: Enterprise, actor: Actor) -> list[MonthLine]:
    """Every month the actor may see, newest first, with what was reported before a correction."""
    rows = IncomeReport.objects.visible_to(actor).filter(enterprise=enterprise)
    rows = rows.select_related("reported_by", "confirmed_by", "referral__offer").order_by(
        "-month", "-reported_at", "-pk"
    )
    current: dict[date, IncomeReport] = {}
    replaced: dict[date, list[IncomeReport]] = {}
    for row in rows:
        if row.replaced_by_id is None:
            current[row.month] = row
        else:
            replaced.setdefault(row.month, []).append(row)
    return [MonthLine(row, replaced.get(month, [])) for month, row in current.items()]


def to_confirm(actor: Actor) -> QuerySet[IncomeReport]:
    """Reports in force that wait for a confirmation the actor's body could give, oldest first."""
    found = IncomeReport.objects.visible_to(actor).current().filter(confirmed_by=None)
    return (
        found.exclude(reported_by=actor.acting_id)
        .select_related("enterprise", "reported_by", "referral")
        .order_by("month", "pk")
    )


def income_result_of(commitment_id: int) -> dict[bool, Decimal]:
    """Income after support under a commitment, recomputed from the reports: {confirmed?: baht}. The ledger must agree."""
    rows = IncomeReport.objects.current().filter(
        referral__commitment=commitment_id, phase=IncomeReport.Phase.AFTER
    )
    confirmed = rows.confirmed().aggregate(baht=Sum("income_baht"))["baht"] or NOTHING
    everything = rows.aggregate(baht=Sum("income_baht"))["baht"] or NOTHING
    return {True: confirmed, False: everything - confirmed}


@dataclass(frozen=True)
class TradeLine:
    """One row of a breakdown."""

    code: str
    label: T
    trades: int
    groups: int
    to_community_baht: Decimal
    company_revenue_baht: Decimal


@dataclass(frozen=True)
class CompanySummary:
    """What reached communities and what the company took in for itself: two numbers that are never added up."""

    trades: int
    groups: int
    to_community_baht: Decimal
    company_revenue_baht: Decimal
    by_business_group: list[TradeLine]
    by_process: list[TradeLine]
    by_kind: list[TradeLine]
    by_province: list[TradeLine]


def company_summary(
    company: Organisation, period: tuple[date, date], *, actor: Actor | None = None
) -> CompanySummary:
    """Sums of a company's trade from the first to the last day. The national company's covers every company, per province.

    `actor` limits the rows to those they may see.
    """
    rows = Trade.objects.all() if actor is None else Trade.objects.visible_to(actor)
    rows = rows.filter(traded_on__range=period)
    national = company.kind == Kind.PRACHARATH_NATIONAL
    if not national:
        rows = rows.filter(company=company)
    total = rows.order_by().aggregate(
        trades=Count("pk"), groups=Count("enterprise", distinct=True), reached=Sum("to_community_baht"),
        own=Sum("company_revenue_baht"),
    )  # fmt: skip
    return CompanySummary(
        trades=total["trades"], groups=total["groups"], to_community_baht=total["reached"] or NOTHING,
        company_revenue_baht=total["own"] or NOTHING,
        by_business_group=_lines(rows, "business_group", {c.value: T.of(c.label) for c in BusinessGroup}),
        by_process=_lines(rows, "process", {c.value: T.of(c.label) for c in Process}),
        by_kind=_lines(rows, "kind", {c.value: T.of(c.label) for c in Trade.Kind}),
        by_province=_by_province(rows) if national else [],
    )  # fmt: skip


def _lines(rows: QuerySet[Trade], name: str, labels: dict[str, T]) -> list[TradeLine]:
    found = {row[name]: row for row in _sums(rows, name)}
    return [_line(code, label, found[code]) for code, label in labels.items() if code in found]


def _by_province(rows: QuerySet[Trade]) -> list[TradeLine]:
    names = ("enterprise__subdistrict__province_code",)
    found = {row[names[0]]: row for row in _sums(rows, *names)}
    provinces = Area.objects.filter(code__in=found).order_by("sort_key")
    return [
        _line(area.code, T(area.name_th, area.name_en or area.name_th), found[area.code])
        for area in provinces
    ]


def _sums(rows: QuerySet[Trade], *names: str) -> Iterable[dict[str, object]]:
    return rows.order_by().values(*names).annotate(
        trades=Count("pk"), groups=Count("enterprise", distinct=True), reached=Sum("to_community_baht"),
        own=Sum("company_revenue_baht"),
    )  # fmt: skip


def _line(code: str, label: T, row: dict[str, object]) -> TradeLine:
    return TradeLine(code, label, row["trades"], row["groups"], row["reached"], row["own"])  # type: ignore[arg-type]


def doubts(kind: str, to_community_baht: Decimal, company_revenue_baht: Decimal) -> list[T]:
    """What looks odd about the two amounts of a trade; whoever enters them is asked to look again, nothing is refused."""
    found = []
    if to_community_baht == company_revenue_baht and to_community_baht:
        found.append(
            T(
                "สองช่องเป็นจำนวนเดียวกัน โปรดตรวจว่าไม่ได้กรอกยอดเดียวกันซ้ำ",
                "Both amounts are the same; check that one figure was not entered twice.",
            )
        )
    if not to_community_baht:
        found.append(
            T(
                "เงินที่ถึงชุมชนเป็นศูนย์ ถ้าเป็นเช่นนั้นจริง โปรดยืนยัน",
                "No money reached the community; confirm if that is so.",
            )
        )
    if kind == Trade.Kind.SOLD_FOR and company_revenue_baht > to_community_baht:
        found.append(
            T(
                "ค่าดำเนินการของบริษัทสูงกว่าเงินที่ส่งให้กลุ่ม ถ้ากรอกยอดขายรวมไว้ โปรดกรอกเฉพาะส่วนที่บริษัทได้รับ",
                "The company's share is larger than what went to the group. If this is the whole sale, enter only the company's share.",
            )
        )
    if kind == Trade.Kind.BOUGHT and to_community_baht and company_revenue_baht > 5 * to_community_baht:
        found.append(
            T(
                "รายได้ของบริษัทสูงกว่าห้าเท่าของเงินที่จ่ายให้กลุ่ม โปรดตรวจตัวเลขอีกครั้ง",
                "The company took in more than five times what it paid the group; check the figures.",
            )
        )
    return found
