"""The figures of the loop: referrals, first answers, deliveries, income. Page, downloads, print and API call `summary`.

What is counted, and when: a referral in the fiscal year it was sent; a first answer with its referral; a delivery on its
day; income in the month it was earned, only as reported for a case after support, so that each baht stands under one
commitment. Confirmed and unconfirmed income are two figures and are never added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, F, Q, QuerySet, Sum

from phanuek.agreements.models import Commitment
from phanuek.areas.models import Area
from phanuek.engines import rollup
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Delivery, Referral
from phanuek.ui.country import pack
from phanuek.ui.words import T

NO_COMMITMENT = T("ไม่อยู่ภายใต้ภารกิจใด", "Under no commitment")


class By(models.TextChoices):
    """What the rows of the table are."""

    COMMITMENT = "commitment", T("ภารกิจ", "Commitment")
    PARTNER = "partner", T("หน่วยงาน", "Partner")
    PROVINCE = "province", T("จังหวัด", "Province")
    FISCAL_YEAR = "fiscal_year", T("ปีงบประมาณ", "Fiscal year")


# from a referral to the thing that a row stands for
PATHS = {By.COMMITMENT: "commitment__code", By.PARTNER: "provider__code", By.PROVINCE: "province__code"}


@dataclass(frozen=True)
class Filters:
    """Which cases count. Codes as in addresses; the fiscal year is named by the Gregorian year in which it ends."""

    fiscal_year: int | None = None
    province: str = ""
    partner: str = ""
    commitment: str = ""

    def cases(self, prefix: str = "") -> Q:
        """The condition on a referral, reached through `prefix`; the year is asked of each thing's own day."""
        wanted = {
            "province__code": self.province,
            "provider__code": self.partner,
            "commitment__code": self.commitment,
        }
        return Q(**{prefix + path: value for path, value in wanted.items() if value})

    def days(self) -> tuple[date, date] | None:
        """First and last day of the fiscal year, where one is asked for."""
        return pack().fiscal_year_range(self.fiscal_year) if self.fiscal_year else None

    def as_parameters(self) -> dict[str, str]:
        """As query parameters, empty ones left out."""
        values = {"fiscal_year": self.fiscal_year, "province": self.province, "partner": self.partner, "commitment": self.commitment}
        return {name: str(value) for name, value in values.items() if value}


@dataclass
class Row:
    """One line. A figure that is hidden is None and named in `hidden`."""

    key: str
    label: T
    url: str = ""
    referrals: int | None = 0
    answered: int | None = 0
    median_days: Decimal | None = None
    deliveries: int | None = 0
    reporters: int | None = 0
    income_confirmed: Decimal | None = Decimal(0)
    income_unconfirmed: Decimal | None = Decimal(0)
    paid_confirmed: Decimal | None = Decimal(0)
    paid_unconfirmed: Decimal | None = Decimal(0)
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Summary:
    """The table with its total, for one reader."""

    by: By
    filters: Filters
    rows: list[Row]
    total: Row
    on: date
    protected: bool = field(default=True)

    @property
    def any_hidden(self) -> bool:
        return any(row.hidden for row in [*self.rows, self.total])


# a small count hides itself and what belongs to it
PROTECTED: dict[str, list[str]] = {
    "referrals": [],
    "answered": ["median_days"],
    "deliveries": [],
    "reporters": ["income_confirmed", "income_unconfirmed", "paid_confirmed", "paid_unconfirmed"],
}
FIGURES = [name for count, others in PROTECTED.items() for name in [count, *others]]


def summary(by: By, filters: Filters, *, actor: Actor, on: date) -> Summary:
    """The figures by commitment, partner, province or fiscal year.

    Everyone gets the same figures, with counts under 5 protected; the secretariat sees them whole.
    """
    rows: dict[str, Row] = {}
    waits: dict[str, list[Decimal]] = defaultdict(list)
    _count_referrals(by, filters, rows, waits)
    _count_deliveries(by, filters, rows)
    _sum_income(by, filters, rows)
    total = _total(rows.values(), [wait for some in waits.values() for wait in some])
    for key, row in rows.items():
        row.median_days = rollup.median(waits[key])
    ordered = _labelled(by, rows)
    if actor.sees_all or actor.is_system:
        return Summary(by, filters, ordered, total, on, protected=False)
    protect(ordered, total)
    return Summary(by, filters, ordered, total, on)


def _row(rows: dict[str, Row], key: str) -> Row:
    return rows.setdefault(key, Row(key, T("", "")))


def _local_day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(pack().timezone)).date()


def _year_key(day: date) -> str:
    return str(pack().fiscal_year(day))


def _in_days(filters: Filters, path: str) -> Q:
    days = filters.days()
    return Q(**{f"{path}__range": days}) if days else Q()


def _key_path(by: By, prefix: str = "") -> str:
    return prefix + PATHS[by]


def referrals_of(filters: Filters) -> QuerySet[Referral]:
    """The referrals that the filters name, by the day they were sent."""
    return Referral.objects.filter(filters.cases(), _in_days(filters, "sent_at__date"))


def _count_referrals(by: By, filters: Filters, rows: dict[str, Row], waits: dict[str, list[Decimal]]) -> None:
    found = referrals_of(filters).order_by()
    path = None if by == By.FISCAL_YEAR else _key_path(by)
    for sent, answered, *rest in found.values_list("sent_at", "first_answer_at", *([path] if path else [])):
        key = rest[0] or "" if path else _year_key(_local_day(sent))
        row = _row(rows, key)
        row.referrals = (row.referrals or 0) + 1
        if answered is not None:
            row.answered = (row.answered or 0) + 1
            # days with a fraction, exact to the second
            waits[key].append(Decimal(int((answered - sent).total_seconds())) / 86_400)


def _count_deliveries(by: By, filters: Filters, rows: dict[str, Row]) -> None:
    found = Delivery.objects.filter(filters.cases("referral__"), _in_days(filters, "delivered_on")).order_by()
    path = "delivered_on" if by == By.FISCAL_YEAR else _key_path(by, "referral__")
    for value, count in found.values_list(path).annotate(Count("pk")):
        row = _row(rows, _year_key(value) if by == By.FISCAL_YEAR else value or "")
        row.deliveries = (row.deliveries or 0) + count


def income_of(filters: Filters) -> QuerySet[IncomeReport]:
    """The reports that count as income under a case: current ones, of months after support began."""
    return IncomeReport.objects.current().filter(
        filters.cases("referral__"), _in_days(filters, "month"), referral__isnull=False, phase=IncomeReport.Phase.AFTER
    )


def _sum_income(by: By, filters: Filters, rows: dict[str, Row]) -> None:
    path = "month" if by == By.FISCAL_YEAR else _key_path(by, "referral__")
    grouped = (
        income_of(filters)
        .order_by()
        .values_list(path, "referral_id")
        .annotate(
            Sum("income_baht", filter=Q(confirmed_by__isnull=False)),
            Sum("income_baht", filter=Q(confirmed_by=None)),
            Sum("paid_to_producers_baht", filter=Q(confirmed_by__isnull=False)),
            Sum("paid_to_producers_baht", filter=Q(confirmed_by=None)),
        )
    )
    cases: dict[str, set[int]] = defaultdict(set)
    for value, case, confirmed, unconfirmed, paid, paid_waiting in grouped:
        key = _year_key(value) if by == By.FISCAL_YEAR else value or ""
        row = _row(rows, key)
        cases[key].add(case)
        row.income_confirmed = (row.income_confirmed or Decimal(0)) + (confirmed or Decimal(0))
        row.income_unconfirmed = (row.income_unconfirmed or Decimal(0)) + (unconfirmed or Decimal(0))
        row.paid_confirmed = (row.paid_confirmed or Decimal(0)) + (paid or Decimal(0))
        row.paid_unconfirmed = (row.paid_unconfirmed or Decimal(0)) + (paid_waiting or Decimal(0))
    for key, found in cases.items():
        _row(rows, key).reporters = len(found)


def _total(rows: Iterable[Row], waits: list[Decimal]) -> Row:
    total = Row("", T("รวม", "Total"))
    for row in rows:
        for name in FIGURES:
            if name != "median_days":
                setattr(total, name, getattr(total, name) + getattr(row, name))
    total.median_days = rollup.median(waits)
    return total


def protect(rows: list[Row], total: Row) -> None:
    """Hides counts under 5, and as many more as keep them from being worked out from the rest."""
    for count, others in PROTECTED.items():
        given = [{"count": getattr(row, count)} for row in rows]
        shown = rollup.suppress(given, "count", total={"count": getattr(total, count)})
        for row, result in zip([*rows, total], [*shown.rows, shown.total], strict=True):
            if result is not None and result["hidden"]:
                for name in [count, *others]:
                    setattr(row, name, None)
                row.hidden |= {count, *others}


def _labelled(by: By, rows: dict[str, Row]) -> list[Row]:
    """Names and addresses, and an order that a reader expects: by name, years newest first."""
    if by == By.FISCAL_YEAR:
        for key, row in rows.items():
            year = int(key)
            row.label = T(pack().fiscal_year_label(year, "th"), pack().fiscal_year_label(year, "en"))
        return [rows[key] for key in sorted(rows, key=int, reverse=True)]
    names = _names(by, rows)
    for key, row in rows.items():
        row.label, row.url, _ = names.get(key, (NO_COMMITMENT, "", ""))
    return sorted(rows.values(), key=lambda row: (row.key == "", names.get(row.key, (None, "", ""))[2]))


def _names(by: By, rows: Mapping[str, Row]) -> dict[str, tuple[T, str, str]]:
    """Label, address and sort key, by code."""
    if by == By.PROVINCE:
        found: Iterable[Any] = Area.objects.filter(code__in=rows).values_list("code", "name_th", "name_en", "sort_key")
        return {code: (T(th, en), f"/figures/?by=partner&province={code}", key) for code, th, en, key in found}
    if by == By.PARTNER:
        found = Organisation.objects.filter(code__in=rows).values_list("code", "name_th", "name_en")
        return {code: (T(th, en or th), f"/organisations/{code}/", pack().sort_key(th)) for code, th, en in found}
    found = Commitment.objects.filter(code__in=rows).values_list("code", "title_th", "title_en")
    return {code: (T(th, en or th), f"/commitments/{code}/", pack().sort_key(th)) for code, th, en in found}


def fiscal_years(on: date) -> list[int]:
    """The fiscal years for which something can have happened, newest first."""
    first = Referral.objects.order_by("sent_at").values_list("sent_at", flat=True).first()
    start = pack().fiscal_year(_local_day(first)) if first else pack().fiscal_year(on)
    return list(range(pack().fiscal_year(on), start - 1, -1))


def behind(filters: Filters, *, actor: Actor) -> QuerySet[Referral]:
    """The cases behind a figure that this reader may open, newest first."""
    return (
        referrals_of(filters)
        .filter(pk__in=Referral.objects.visible_to(actor).values("pk"))
        .select_related("enterprise", "offer", "provider", "province", "commitment")
        .annotate(income=Sum("income_reports__income_baht", filter=Q(
            income_reports__replaced_by=None, income_reports__phase="after", income_reports__confirmed_by__isnull=False)))
        .annotate(waiting=F("first_answer_at") - F("sent_at"))
        .order_by("-sent_at", "-pk")
    )
