"""A period report as everyone may read it. What it holds is frozen and stands beside the figures and beside earlier reports,
so a result is told only where no few cases follow from it by subtraction (docs/adr/0037-closed-reports.md)."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F

from phanuek.agreements.models import Commitment, Measure, PeriodReport, Posting
from phanuek.agreements.queries import progress_many
from phanuek.agreements.queries.reports import Results, results
from phanuek.agreements.states import ReportState
from phanuek.engines.secrecy import THRESHOLD
from phanuek.figures.filters import By, Filters
from phanuek.figures.progress import SAME_AS, public_results
from phanuek.figures.queries import fiscal_years, summary
from phanuek.organisations.actor import Actor
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Delivery
from phanuek.ui.country import pack

EVER = date.min


@dataclass
class Ledger:
    """The postings of one commitment, confirmed or not: on which day which case brought how much."""

    entries: list[tuple[date, str, Decimal]] = field(default_factory=list)

    def size(self, after: date, to: date, *, by_case: bool) -> Decimal:
        """How many lie after one day and up to another: cases where a posting belongs to one, else what is counted."""
        inside = [(case, n) for on, case, n in self.entries if after < on <= to]
        return (
            Decimal(len({case for case, _ in inside})) if by_case else sum((n for _, n in inside), Decimal(0))
        )


def told(report: PeriodReport, on: date) -> dict[int, Results]:
    """The results of a period that everyone may read on that day, by the commitment's key."""
    whole = results(report.agreement, report.starts_on, report.ends_on)
    rows = list(report.agreement.commitments.select_related("lead", "agreement"))
    live = public_results(progress_many(rows, on).values(), on)
    ledgers = _ledgers(rows)
    published = _published(report)
    hidden_years = _hidden_years(rows, on)
    found = {}
    for row in rows:
        values: dict[str, Decimal | None] = {}
        for name, is_public in zip(("confirmed", "unconfirmed"), live[row.pk], strict=True):
            judge = _Judge(
                ledgers[row.pk, name], published[row.code, name], hidden_years[row.code, name], row, report
            )
            known = is_public is not None or row.measure == Measure.CLAIMED
            in_all = known and judge.may_tell(report.ends_on)
            in_period = in_all and judge.may_tell_period()
            values[name] = getattr(whole[row.pk], name) if in_all else None
            values[f"{name}_in_period"] = getattr(whole[row.pk], f"{name}_in_period") if in_period else None
        found[row.pk] = replace(whole[row.pk], **values)
    return found


@dataclass
class _Judge:
    """Whether sums up to a day may be told, beside those that are told already (`known`: their days)."""

    ledger: Ledger
    known: frozenset[date]
    hidden_years: frozenset[int]
    row: Commitment
    report: PeriodReport

    def may_tell(self, day: date, *, also: Iterable[date] = ()) -> bool:
        """No few cases between this day and the next days told before and after it; the page of today tells the last."""
        if self.row.measure == Measure.CLAIMED:
            return True  # each approved claim is public by itself, and stands in the report too
        days = sorted({EVER, *self.known, *also, date.max})
        at = bisect_left(days, day)
        gaps = [] if days[at] == day else [(days[at - 1], day), (day, days[at])]
        by_case = self.row.measure in SAME_AS
        if any(0 < self.ledger.size(*gap, by_case=by_case) < THRESHOLD for gap in gaps):
            return False
        return not self._parts_hidden_years(day)

    def may_tell_period(self) -> bool:
        """What lies within it, given that the sum up to its end is told."""
        first, last = self.report.starts_on, self.report.ends_on
        touched = set(range(pack().fiscal_year(first), pack().fiscal_year(last) + 1))
        if touched & self.hidden_years:
            return False
        return self.may_tell(first - timedelta(days=1), also=[last])

    def _parts_hidden_years(self, day: date) -> bool:
        """Whether it ends a fiscal year between years whose figures are kept back: then it would tell what they hold."""
        year = pack().fiscal_year(day)
        if day != pack().fiscal_year_range(year)[1]:
            return False
        before = {hidden for hidden in self.hidden_years if hidden <= year}
        return bool(before) and before != self.hidden_years


def _ledgers(rows: list[Commitment]) -> dict[tuple[int, str], Ledger]:
    postings = Posting.objects.filter(
        commitment__in=[row.pk for row in rows], measure=F("commitment__measure")
    )
    found = list(postings.order_by().values_list("commitment", "confirmed", "on", "reference", "quantity"))
    cases = cases_of({reference for *_, reference, _ in found})
    made: dict[tuple[int, str], Ledger] = defaultdict(Ledger)
    for pk, confirmed, on, reference, quantity in found:
        name = "confirmed" if confirmed else "unconfirmed"
        made[pk, name].entries.append((on, cases.get(reference, reference), quantity))
    return made


def cases_of(references: set[str]) -> dict[str, str]:
    """The case each posting belongs to: forty deliveries to three groups are three."""
    codes: dict[str, set[str]] = defaultdict(set)
    for reference in references:
        kind, _, code = reference.partition(":")
        codes[kind].add(code)
    found: dict[str, str] = {}
    for kind, rows in (("delivery", Delivery.objects), ("income", IncomeReport.objects)):
        wanted = sorted(codes[kind])
        for start in range(0, len(wanted), 500):
            part: Any = rows.filter(code__in=wanted[start : start + 500], referral__isnull=False)
            found |= {
                f"{kind}:{code}": f"referral:{case}"
                for code, case in part.values_list("code", "referral__code")
            }
    return found


def _published(report: PeriodReport) -> dict[tuple[str, str], frozenset[date]]:
    """The days up to which closed reports tell a commitment's sum, by its code: the end of each, and the day before its period
    where what lies within is told too."""
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    closed = report.agreement.reports.filter(state=ReportState.CLOSED).exclude(pk=report.pk)
    for content in closed.values_list("content", flat=True):
        first = date.fromisoformat(content["report"]["starts_on"])
        last = date.fromisoformat(content["report"]["ends_on"])
        for row in content["commitments"]:
            for name in ("confirmed", "unconfirmed"):
                if row[name] is not None:
                    days[row["code"], name].add(last)
                    if row[f"{name}_in_period"] is not None:
                        days[row["code"], name].add(first - timedelta(days=1))
    return defaultdict(frozenset, {key: frozenset(found) for key, found in days.items()})


def _hidden_years(rows: list[Commitment], on: date) -> dict[tuple[str, str], frozenset[int]]:
    """The fiscal years for which the public figures keep a commitment's result back, by its code."""
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    counted = {row.code: SAME_AS[Measure(row.measure)] for row in rows if row.measure in SAME_AS}
    for year in fiscal_years(on) if counted else ():
        table = summary(By.COMMITMENT, Filters(fiscal_year=year), actor=Actor.public(), on=on)
        for line in table.rows:
            for name, figure in zip(("confirmed", "unconfirmed"), counted.get(line.key, ()), strict=False):
                if figure in line.hidden:
                    found[line.key, name].add(year)
        if table.too_few:
            for code in counted:
                found[code, "confirmed"].add(year)
                found[code, "unconfirmed"].add(year)
    return defaultdict(frozenset, {key: frozenset(years) for key, years in found.items()})
