"""Income of groups and how it spreads. Page, downloads, print and API call `summary`; the figures come from the copy.

Everyone gets the same figures, by one thing and one fiscal year at a time, protected (`income_protection`), and of what tells
about single enterprises only rounded values. Whole are those of who may open every report that is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import QuerySet

from phanuek.engines.secrecy import LEAST
from phanuek.figures import copy, counting, income_kept, income_protection, queries
from phanuek.figures.filters import By, Filters
from phanuek.figures.income_protection import CONFIRMED, COUNT, DIMENSIONS, UNCONFIRMED
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.outcomes.models import IncomeReport
from phanuek.registry.models import BusinessGroup
from phanuek.ui.formats import be_date
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, in_language

if TYPE_CHECKING:
    from phanuek.figures.copy import MeasureRow

NO_SECTOR = T("ไม่ได้ระบุกลุ่มงาน", "Sector not stated")
TOTAL = T("รวม", "Total")
NONE = "none"
SPREAD = ("median", "p10", "p90", "gini", "bottom40")
CHANGE = ("before_median", "after_median")
NAMES = ("enterprises", "reports", "sum_confirmed", "sum_unconfirmed", *SPREAD, *CHANGE)
# what is hidden with each of the three figures that are protected
WITH = {COUNT: ("enterprises", "reports"), CONFIRMED: (CONFIRMED,), UNCONFIRMED: (UNCONFIRMED,)}
HUNDRED, HUNDREDTH, THOUSANDTH = Decimal(100), Decimal("0.01"), Decimal("0.001")


class IncomeBy(models.TextChoices):
    """What the rows of the table are."""

    PROVINCE = "province", T("จังหวัด", "Province")
    SECTOR = "sector", T("กลุ่มงาน", "Sector")
    PARTNER = "partner", T("หน่วยงาน", "Partner")
    COMMITMENT = "commitment", T("ภารกิจ", "Commitment")
    MONTH = "month", T("เดือน", "Month")
    FISCAL_YEAR = "fiscal_year", T("ปีงบประมาณ", "Fiscal year")


@dataclass(frozen=True)
class IncomeFilters:
    """The filters of the page of results (without `mine`), and the sector and the month ("2026-10") of a report."""

    cases: Filters = field(default_factory=Filters)
    sector: str = ""
    month: str = ""

    def as_parameters(self) -> dict[str, str]:
        own = {"sector": self.sector, "month": self.month}
        return self.cases.things() | {name: value for name, value in own.items() if value}

    def where(self) -> dict[str, str]:
        """What of the copy counts, by its dimensions."""
        return {name: value for name, value in self.as_parameters().items() if name in DIMENSIONS}

    def months(self, known: tuple[date, date]) -> tuple[date, date]:
        """First and last month that count, of those for which there is something."""
        if self.month:
            return month_of(self.month), month_of(self.month)
        return self.cases.days() or known


@dataclass
class IncomeRow:
    """One line. Money is baht; median and percentiles baht a month; Gini and the share of the bottom 40 % fractions of 1.
    A figure that is hidden is None and named in `hidden`; one that is None without that cannot be said."""

    key: str
    label: T
    url: str = ""
    enterprises: int | None = 0
    reports: int | None = 0
    sum_confirmed: Decimal | None = Decimal(0)
    sum_unconfirmed: Decimal | None = Decimal(0)
    median: Decimal | None = None
    p10: Decimal | None = None
    p90: Decimal | None = None
    gini: Decimal | None = None
    bottom40: Decimal | None = None
    before_median: Decimal | None = None
    after_median: Decimal | None = None
    hidden: frozenset[str] = frozenset()

    def hide(self, names: Iterable[str]) -> None:
        for name in names:
            setattr(self, name, None)
            self.hidden |= {name}


@dataclass(frozen=True)
class IncomeSummary:
    """The table with its total, for one reader; `as_of`: the database as it stood when the copy was made fresh."""

    by: IncomeBy
    filters: IncomeFilters
    rows: list[IncomeRow]
    total: IncomeRow
    as_of: datetime | None
    protected: bool = field(default=True)

    @property
    def any_hidden(self) -> bool:
        return any(row.hidden for row in [*self.rows, self.total])

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.total.hidden


def sees_whole(filters: IncomeFilters, actor: Actor) -> bool:
    """The secretariat; and a body of the cases that were sent to it, whose reports it may open one by one."""
    if actor.sees_all or actor.is_system:
        return True
    partner = filters.cases.partner
    return may_narrow(actor) and bool(partner) and partner == actor.organisation_code


def may_narrow(actor: Actor) -> bool:
    """Who has some figures whole, to be narrowed by more than the fiscal year."""
    if actor.sees_all or actor.is_system:
        return True
    return bool(actor.role) and not actor.may(Permission.REGISTER_ENTERPRISE)


def summary(by: IncomeBy, filters: IncomeFilters, *, actor: Actor) -> IncomeSummary:
    """The measures of income by province, sector, partner, commitment, month or fiscal year.

    Raises Refused for a crossing of more than a fiscal year by a reader who may not see all of it, and `copy.NotReady` where
    there is no copy to read.
    """
    whole = sees_whole(filters, actor)
    if not whole:
        _check_can_be_shown(by, filters)
    as_of = copy.fresh()
    while True:
        known = income_kept.hidden()
        rows, total = _measured(by, filters, known)
        if known is income_kept.hidden():
            break  # else another version of the copy was published in between
    if not whole and known.months is not None:
        _protect(by, filters, rows, total, known)
    return IncomeSummary(by, filters, _labelled(by, rows), total, as_of, not whole)


def _measured(
    by: IncomeBy, filters: IncomeFilters, known: income_protection.Hidden
) -> tuple[dict[str, IncomeRow], IncomeRow]:
    if known.months is None:
        return {}, IncomeRow("", TOTAL)
    months, where = filters.months(known.months), filters.where()
    rows = {row.key: _row(row) for row in copy.measures(by.value, months=months, where=where)}
    found = copy.measures("total", months=months, where=where)
    total = _row(found[0]) if found else IncomeRow("", TOTAL)
    total.label = TOTAL
    return rows, total


def month_of(text: str) -> date:
    """The first day of "2026-10"."""
    return date(int(text[:4]), int(text[5:7]), 1)


def _check_can_be_shown(by: IncomeBy, filters: IncomeFilters) -> None:
    """One thing and one fiscal year: what of it is hidden was worked out for these tables together."""
    asked = [name for name in filters.as_parameters() if name != "fiscal_year"]
    if not asked:
        return
    raise Refused(
        T(
            "ตัวเลขรายได้สำหรับทุกคนเลือกได้เฉพาะปีงบประมาณ เพื่อไม่ให้ย้อนรู้รายได้ของกลุ่มใดกลุ่มหนึ่ง",
            "Everyone's figures of income can be filtered by fiscal year only, so that no single group's income can be worked out.",
        ),
        field=asked[-1],
        hint=T(
            "ล้างตัวกรองอื่น แล้วดูเป็นแถวในตารางแทน หรือเข้าสู่ระบบ หน่วยงานดูเรื่องที่ส่งถึงตนได้เต็มโดยเลือกหน่วยงานของตน",
            "Clear the other filters and look at the rows instead, or sign in: a body sees its own cases whole by choosing itself.",
        ),
    )


def _row(measured: MeasureRow) -> IncomeRow:
    row = IncomeRow(measured.key, T("", ""), **{name: getattr(measured, name) for name in NAMES})
    _round_shares(row, THOUSANDTH)
    return row


# ---- what everyone may see


def _protect(
    by: IncomeBy,
    filters: IncomeFilters,
    rows: dict[str, IncomeRow],
    total: IncomeRow,
    known: income_protection.Hidden,
) -> None:
    year = filters.cases.fiscal_year
    # also where there is nothing in this year: a missing row would tell
    for key in known.keys[by.value] if by.value in DIMENSIONS else rows:
        hidden = {m for m in WITH if known.hides(m, by.value, key, year)}
        if hidden and key not in rows:
            rows[key] = IncomeRow(key, T("", ""))
        if key in rows:
            _hide(rows[key], hidden)
    _hide(total, {m for m in WITH if known.hides(m, year=year)})


def _hide(row: IncomeRow, measures: set[str]) -> None:
    few = row.enterprises or 0
    for measure in measures:
        row.hide(WITH[measure])
    gone = set(SPREAD + CHANGE) if measures else {name for name in SPREAD if few < LEAST[name]}
    if few < LEAST["before_after"]:
        gone |= set(CHANGE)
    # of nobody nothing is hidden: it cannot be said
    row.hide(gone if few or measures else ())
    _round(row)


def _round(row: IncomeRow) -> None:
    """A percentile is the income of somebody: it is told to the hundred baht, shares to the hundredth."""
    for name in ("median", "p10", "p90", *CHANGE):
        value = getattr(row, name)
        if value is not None:
            setattr(row, name, (value / HUNDRED).quantize(Decimal(1), ROUND_HALF_EVEN) * HUNDRED)
    _round_shares(row, HUNDREDTH)


def _round_shares(row: IncomeRow, to: Decimal) -> None:
    for name in ("gini", "bottom40"):
        value = getattr(row, name)
        if value is not None:
            setattr(row, name, value.quantize(to, ROUND_HALF_EVEN))


# ---- names, and what is behind a figure


def _labelled(by: IncomeBy, rows: dict[str, IncomeRow]) -> list[IncomeRow]:
    """Names and addresses, and an order that a reader expects: by name, the newest first."""
    if by == IncomeBy.MONTH:
        for key, row in rows.items():
            row.label = month_label(key)
        return [rows[key] for key in sorted(rows, reverse=True)]
    if by == IncomeBy.SECTOR:
        order = [*BusinessGroup.values, NONE]
        for key, row in rows.items():
            row.label = sector_label(key)
        return sorted(rows.values(), key=lambda row: order.index(row.key) if row.key in order else len(order))
    return queries.labelled(By(by.value), rows)


def month_label(key: str) -> T:
    with in_language("th"):
        thai = be_date(month_of(key), "month")
    with in_language("en"):
        return T(thai, be_date(month_of(key), "month"))


def sector_label(key: str) -> T:
    return T.of(BusinessGroup(key).label) if key in BusinessGroup.values else NO_SECTOR


def behind(filters: IncomeFilters, *, actor: Actor) -> QuerySet[IncomeReport]:
    """The reports behind a figure that this reader may open, newest first."""
    cases = filters.cases if actor.sees_all or actor.is_system else replace(filters.cases, mine=True)
    found = counting.income_earned(cases, actor)
    if filters.sector:
        found = found.filter(enterprise__business_group="" if filters.sector == NONE else filters.sector)
    if filters.month:
        found = found.filter(month=month_of(filters.month))
    return found.select_related("enterprise", "referral__provider", "confirmed_by").order_by("-month", "-pk")
