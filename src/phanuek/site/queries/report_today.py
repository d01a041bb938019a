"""What a closed report would say today, for the reader who asks: results whole for the secretariat and the leads, else with
small changes kept back."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from phanuek.agreements.models import Commitment, Measure, PeriodReport, Posting
from phanuek.agreements.queries.report_content import content
from phanuek.agreements.queries.report_differences import Difference, differences
from phanuek.agreements.queries.reports import FIGURES, Results, results
from phanuek.engines.secrecy import THRESHOLD
from phanuek.figures.progress import SAME_AS
from phanuek.organisations.actor import Actor
from phanuek.site.queries.report import cases_of, told
from phanuek.timeline.models import Event, subject_key

LEDGER_VERBS = ("commitment.result_posted", "commitment.result_withdrawn")


def since(report: PeriodReport, actor: Actor, on: date, now: datetime) -> list[Difference]:
    """The differences between what was frozen and what is known now; empty when there are none."""
    rows = {row.code: row for row in report.agreement.commitments.all()}
    public = told(report, on)
    whole = results(report.agreement, report.starts_on, report.ends_on)
    frozen = {row["code"]: row for row in report.content["commitments"]}
    moved = _moved_cases(report, list(rows.values()))
    few: set[tuple[str, str]] = set()
    values: dict[int, Results] = {}
    for code, row in rows.items():
        sees_whole = actor.sees_all or actor.is_system or actor.acts_for(row.lead_id)
        then = frozen.get(code)
        if then is None:
            values[row.pk] = whole[row.pk] if sees_whole else public[row.pk]
            continue
        made: dict[str, Decimal | None] = {}
        for name in FIGURES:
            exact = getattr(whole[row.pk], name)
            if then[name] is None:
                # kept back when it was closed: what it would be today is told by today's rule
                made[name] = getattr(public[row.pk], name)
                continue
            before = Decimal(then[name])
            made[name] = exact
            if exact != before and not sees_whole and _is_small(row, name, before, exact, moved):
                few.add((code, name))
                made[name] = before
        values[row.pk] = replace(whole[row.pk], **made)
    today = content(report, values, at=now, by=None)
    return differences(report.content, today, few, THRESHOLD)


def _is_small(
    row: Commitment, name: str, before: Decimal, exact: Decimal, moved: dict[tuple[int, str], set[str]]
) -> bool:
    """Whether the change could point to a few cases."""
    if row.measure == Measure.CLAIMED:
        return False  # each approved claim is public by itself
    if row.measure not in SAME_AS:
        return abs(exact - before) < THRESHOLD
    return len(moved[row.pk, name.removesuffix("_in_period")]) < THRESHOLD


def _moved_cases(report: PeriodReport, rows: list[Commitment]) -> dict[tuple[int, str], set[str]]:
    """The cases whose results of the period were credited or taken back after it was closed. The ledger tells what is there,
    the timeline what was taken back."""
    subjects = {subject_key(row): row for row in rows}
    events = Event.objects.filter(subject__in=subjects, verb__in=LEDGER_VERBS, at__gt=report.closed_at)
    touched: dict[tuple[int, str], set[str]] = defaultdict(set)
    for subject, verb, facts in events.values_list("subject", "verb", "facts"):
        row = subjects[subject]
        if facts.get("measure") == row.measure and verb == LEDGER_VERBS[1]:
            touched[row.pk, _name(facts)].add(facts["reference"])
    late = Posting.objects.filter(commitment__in=rows, on__lte=report.ends_on, posted_at__gt=report.closed_at)
    for pk, measure, confirmed, reference in late.values_list(
        "commitment", "measure", "confirmed", "reference"
    ):
        if measure == next(row.measure for row in rows if row.pk == pk):
            touched[pk, "confirmed" if confirmed else "unconfirmed"].add(reference)
    cases = cases_of({reference for found in touched.values() for reference in found})
    return defaultdict(set, {key: {cases.get(one, one) for one in found} for key, found in touched.items()})


def _name(facts: dict[str, Any]) -> str:
    return "confirmed" if facts.get("confirmed") else "unconfirmed"
