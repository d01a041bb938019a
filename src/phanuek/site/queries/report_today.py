"""What a closed report would say today. What it keeps back is not compared; changes of few cases are told without their size,
except to the secretariat and the body that leads the commitment."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import F

from phanuek.agreements.models import Commitment, Measure, PeriodReport, Posting
from phanuek.agreements.queries.report_content import content
from phanuek.agreements.queries.report_differences import Difference, differences
from phanuek.agreements.queries.reports import FIGURES, Results, results
from phanuek.engines.secrecy import THRESHOLD
from phanuek.figures.progress import SAME_AS
from phanuek.organisations.actor import Actor
from phanuek.site.queries.report import cases_of
from phanuek.timeline.models import Event, subject_key

NOT_COMPARED = Results(None, None, None, None)


def since(report: PeriodReport, actor: Actor, now: datetime) -> list[Difference]:
    """The differences between what was frozen and what is known now; empty when there are none."""
    found = _Today(report, actor)
    today = content(report, found.results, at=now, by=None)
    return differences(report.content, today, found.few, THRESHOLD)


class _Today:
    """The results of the period as known now. `few`: those of which only so much is told that they changed."""

    def __init__(self, report: PeriodReport, actor: Actor) -> None:
        self.report, self.actor = report, actor
        self.few: set[tuple[str, str]] = set()
        self.rows = list(report.agreement.commitments.all())
        whole = results(report.agreement, report.starts_on, report.ends_on)
        frozen = {row["code"]: row for row in report.content["commitments"]}
        self.exact = {row.pk: whole[row.pk] for row in self.rows}
        self.results = {
            row.pk: self._of(row, frozen[row.code]) if row.code in frozen else NOT_COMPARED
            for row in self.rows
        }

    def _of(self, row: Commitment, frozen: dict[str, str | None]) -> Results:
        values: dict[str, Decimal | None] = {}
        for name in FIGURES:
            before, exact = frozen[name], getattr(self.exact[row.pk], name)
            if before is None:
                values[name] = None
            elif exact != Decimal(before) and self._is_small(row, name, exact - Decimal(before)):
                self.few.add((row.code, name))
                values[name] = Decimal(before)
            else:
                values[name] = exact
        return Results(**values)

    def _is_small(self, row: Commitment, name: str, change: Decimal) -> bool:
        """Whether the change could point to a few cases, for this reader."""
        if self.actor.sees_all or self.actor.is_system or self.actor.acts_for(row.lead_id):
            return False
        if row.measure == Measure.CLAIMED:
            return False  # each approved claim is public by itself
        if row.measure not in SAME_AS:
            return abs(change) < THRESHOLD
        return len(self._moved[row.pk, name.removesuffix("_in_period")]) < THRESHOLD

    @cached_property
    def _moved(self) -> dict[tuple[int, str], set[str]]:
        """The cases whose results up to the end of the period were credited or taken back after it was closed: the ledger tells
        what is there, the timeline what was taken back."""
        touched: dict[tuple[int, str], set[str]] = defaultdict(set)
        late = Posting.objects.filter(
            commitment__in=self.rows, measure=F("commitment__measure"), on__lte=self.report.ends_on,
            posted_at__gt=self.report.closed_at,
        )  # fmt: skip
        for pk, confirmed, reference in late.values_list("commitment", "confirmed", "reference"):
            touched[pk, _name(confirmed)].add(reference)
        subjects = {subject_key(row): row for row in self.rows}
        gone = Event.objects.filter(
            subject__in=subjects, verb="commitment.result_withdrawn", at__gt=self.report.closed_at
        )
        for subject, facts in gone.values_list("subject", "facts"):
            row = subjects[subject]
            if facts.get("measure") == row.measure:
                touched[row.pk, _name(bool(facts.get("confirmed")))].add(facts["reference"])
        cases = cases_of({reference for found in touched.values() for reference in found})
        return defaultdict(
            set, {key: {cases.get(one, one) for one in found} for key, found in touched.items()}
        )


def _name(confirmed: bool) -> str:
    return "confirmed" if confirmed else "unconfirmed"
