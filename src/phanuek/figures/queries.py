"""The figures of the loop: referrals, first answers, deliveries, income. Page, downloads, print and API call `summary`.

What is counted, and when: a referral in the fiscal year it was sent; a first answer with its referral; a delivery on its
day; income in the month it was earned, only as reported for a case after support, so that each baht stands under one
commitment. Confirmed and unconfirmed income are two figures and are never added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from django.db.models import QuerySet

from phanuek.agreements.models import Commitment
from phanuek.areas.models import Area
from phanuek.engines import rollup
from phanuek.figures import counting, dominance, protection
from phanuek.figures.counting import Line
from phanuek.figures.filters import NO_COMMITMENT, By, Filters
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.referrals.models import Referral
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

__all__ = [
    "FIGURES",
    "By",
    "Filters",
    "Row",
    "Summary",
    "behind",
    "fiscal_years",
    "labelled",
    "sees_whole",
    "summary",
]

UNDER_NONE = T("ไม่อยู่ภายใต้ภารกิจใด", "Under no commitment")
TENTH = Decimal("0.1")
# a row with a key, a label and an address
AnyRow = TypeVar("AnyRow", bound=Any)
# what is hidden with each count; each figure of money rests on its own number of cases
PROTECTED: dict[str, tuple[str, ...]] = {
    "referrals": ("referrals",),
    "answered": ("answered", "median_days"),
    "deliveries": ("deliveries",),
    "reporters": ("reporters",),
    **{name: (name,) for name in counting.AMOUNTS},
}
FIGURES = [name for names in PROTECTED.values() for name in names]


@dataclass
class Row:
    """One line. A figure that is hidden is None and named in `hidden`; money is baht, the median in days."""

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

    def hide(self, names: Iterable[str]) -> None:
        for name in names:
            setattr(self, name, None)
            self.hidden |= {name}


@dataclass(frozen=True)
class Summary:
    """The table with its total, for one reader. `too_few`: what was asked for has too few cases to be told apart."""

    by: By
    filters: Filters
    rows: list[Row]
    total: Row
    on: date
    protected: bool = field(default=True)
    too_few: bool = False

    @property
    def any_hidden(self) -> bool:
        return any(row.hidden for row in [*self.rows, self.total])

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.total.hidden


def sees_whole(filters: Filters, actor: Actor) -> bool:
    """Who may open every case that is counted may know how many there are."""
    return actor.sees_all or actor.is_system or (filters.mine and not actor.is_public)


def summary(by: By, filters: Filters, *, actor: Actor, on: date) -> Summary:
    """The figures by commitment, partner, province or fiscal year.

    Everyone gets the same figures with small counts protected; whole are those of the secretariat, and those of the
    cases that a reader may open. Raises Refused for a crossing of more things than can be protected.
    """
    if filters.mine and actor.is_public:
        raise Refused(
            T("ต้องเข้าสู่ระบบก่อน จึงดูเฉพาะเรื่องของท่านได้", "Your own cases can be counted only after signing in."),
            field="scope",
            hint=T("เข้าสู่ระบบ หรือเอาตัวเลือกนี้ออก", "Sign in, or leave this choice out."),
        )
    if sees_whole(filters, actor):
        counted = counting.lines(filters, actor)
        rows, total = _table(by, counted, filters, actor)
        return Summary(by, filters, labelled(by, rows), total, on, protected=False)
    check_can_be_shown(by, filters)
    return _protected(by, replace(filters, mine=False), on, actor)


def check_can_be_shown(by: By, filters: Filters) -> None:
    if protection.can_be_shown({by.value, *filters.things()}):
        return
    raise Refused(
        T(
            "ตัวเลขสาธารณะแยกได้ครั้งละหนึ่งตัวกรอง และไม่แยกหน่วยงานกับภารกิจพร้อมกัน เพื่อไม่ให้ย้อนรู้ข้อมูลของกลุ่มใดกลุ่มหนึ่ง",
            "Public figures take one filter at a time, and not body and commitment together, so that no single group can be recognised.",
        ),
        field=next(name for name in reversed(list(filters.things()))),
        hint=T(
            "เลือกตัวกรองเพียงหนึ่งอย่าง หรือเข้าสู่ระบบเพื่อดูเรื่องที่ท่านมีสิทธิ์",
            "Keep one filter, or sign in to see the cases that are open to you.",
        ),
    )


def _protected(by: By, filters: Filters, on: date, actor: Actor) -> Summary:
    """What is hidden follows from all cases, so all are read, and then those asked for are taken."""
    everything = counting.lines(Filters(), actor)
    asked = filters.things()
    crossed = len({by.value, *asked}) > 1
    hidden = {name: _hidden(name, everything, crossed) for name in PROTECTED}
    rows, total = _table(by, [line for line in everything if _within(line, asked)], filters, actor)
    if asked and hidden["referrals"].hides(asked):
        total.hide(FIGURES)
        return Summary(by, filters, [], total, on, too_few=True)
    names = {line.key(by.value) for line in everything}
    for name in sorted(names if by.value not in asked else names & {asked[by.value]}):
        for measure, figures in PROTECTED.items():
            if hidden[measure].hides(asked | {by.value: name}):
                # also where there is nothing: a missing row would tell
                rows.setdefault(name, Row(name, T("", ""))).hide(figures)
    for measure, figures in PROTECTED.items():
        if hidden[measure].hides(asked):
            total.hide(figures)
    return Summary(by, filters, labelled(by, rows), total, on)


def hidden_everywhere() -> dict[str, protection.Hidden]:
    """What this page hides of each measure, for who shows the same figures elsewhere."""
    everything = counting.lines(Filters(), Actor.public())
    return {name: _hidden(name, everything, crossed=True) for name in PROTECTED}


def _within(line: Line, asked: Mapping[str, str]) -> bool:
    return all(line.key(name) == value for name, value in asked.items())


def _hidden(measure: str, everything: list[Line], crossed: bool) -> protection.Hidden:
    """Cases, not deliveries or baht, are what may be too few."""
    ever: Counter[tuple[str, str, str]] = Counter()
    yearly: Counter[tuple[str, str, str, str]] = Counter()
    known: set[tuple[int, str]] = set()
    for line in everything:
        n = _cases_of(measure, line)
        if not n:
            continue
        place = (line.province, line.partner, line.commitment)
        if line.case is None:
            ever[place] += n
            yearly[(line.fiscal_year, *place)] += n
            continue
        # a case has one line a year
        yearly[(line.fiscal_year, *place)] += 1
        if (line.case, "") not in known:
            known.add((line.case, ""))
            ever[place] += 1
    if measure not in counting.AMOUNTS:
        return protection.protect(ever, yearly, crossed=crossed)
    amounts = tuple(
        (
            (line.fiscal_year, line.province, line.partner, line.commitment),
            line.enterprise or 0,
            int(line.figures[measure] * 100),
        )
        for line in everything
        if measure in line.figures
    )
    # where one enterprise's amount shows, crossings matter whatever was asked for
    crossed = crossed or bool(dominance.dominated_sums(amounts))
    return dominance.with_dominated(protection.protect(ever, yearly, crossed=crossed), amounts)


def _cases_of(measure: str, line: Line) -> int:
    if measure == "reporters":
        return int("income_confirmed" in line.figures or "income_unconfirmed" in line.figures)
    if line.case is None:
        return int(line.figures.get(measure, 0))
    return int(measure in line.figures)


# ---- the table


def _table(by: By, counted: list[Line], filters: Filters, actor: Actor) -> tuple[dict[str, Row], Row]:
    rows: dict[str, Row] = {}
    total = Row("", T("รวม", "Total"))
    cases: dict[str, set[int]] = defaultdict(set)
    for line in counted:
        row = rows.setdefault(line.key(by.value), Row(line.key(by.value), T("", "")))
        for name, value in line.figures.items():
            setattr(row, name, getattr(row, name) + value)
            setattr(total, name, getattr(total, name) + value)
        if _cases_of("reporters", line) and line.case is not None:
            cases[row.key].add(line.case)
    for key, found in cases.items():
        rows[key].reporters = len(found)
    # a case that reports in two years is still one case
    total.reporters = len(set().union(*cases.values()))
    waited = counting.waits(filters, actor, by.value)
    for key, days in waited.items():
        rows[key].median_days = _tenths(rollup.median(days))
    total.median_days = _tenths(rollup.median(day for days in waited.values() for day in days))
    return rows, total


def _tenths(days: Decimal | None) -> Decimal | None:
    """Days to one decimal, as every face shows them."""
    return None if days is None else days.quantize(TENTH, ROUND_HALF_UP)


def labelled(by: By, rows: Mapping[str, AnyRow]) -> list[AnyRow]:
    """Names and addresses, and an order that a reader expects: by name, years newest first."""
    if by == By.FISCAL_YEAR:
        for key, row in rows.items():
            row.label = T(pack().fiscal_year_label(int(key), "th"), pack().fiscal_year_label(int(key), "en"))
        return [rows[key] for key in sorted(rows, key=int, reverse=True)]
    names = _names(by, rows)
    for key, row in rows.items():
        row.label, row.url, _ = names.get(key, (UNDER_NONE, "", ""))
    return sorted(
        rows.values(),
        key=lambda row: (row.key == NO_COMMITMENT, names.get(row.key, (None, "", ""))[2], row.key),
    )


def _names(by: By, rows: Mapping[str, Any]) -> dict[str, tuple[T, str, str]]:
    """Label, address and sort key, by code."""
    if by == By.PROVINCE:
        found: Any = Area.objects.filter(code__in=rows).values_list("code", "name_th", "name_en", "sort_key")
        return {
            code: (T(th, en), f"/figures/?by=partner&province={code}", key) for code, th, en, key in found
        }
    if by == By.PARTNER:
        found = Organisation.objects.filter(code__in=rows).values_list("code", "name_th", "name_en")
        return {
            code: (T(th, en or th), f"/organisations/{code}/", pack().sort_key(th)) for code, th, en in found
        }
    found = Commitment.objects.filter(code__in=rows).values_list("code", "title_th", "title_en")
    return {code: (T(th, en or th), f"/commitments/{code}/", pack().sort_key(th)) for code, th, en in found}


def fiscal_years(on: date) -> list[int]:
    """The fiscal years for which something can have happened, newest first."""
    now = pack().fiscal_year(on)
    return list(range(now, min(counting.first_year() or now, now) - 1, -1))


def behind(filters: Filters, *, actor: Actor) -> QuerySet[Referral]:
    """The cases behind a figure that this reader may open, newest first."""
    found = counting.cases_behind(filters, actor).select_related(
        "enterprise", "offer", "provider", "province", "commitment"
    )
    return counting.with_sums(found, filters, actor).order_by("-sent_at", "-pk")
