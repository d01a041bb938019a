"""What asks for attention: commitments overdue, gone quiet, behind, due soon, or with something missing."""

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from phanuek.agreements.models import Activity, Claim, Commitment, Posting, Update
from phanuek.agreements.queries.progress import Progress, progress_many
from phanuek.agreements.states import ClaimState, Concern, ProgressStatus, Stage
from phanuek.ui import clock
from phanuek.ui.words import T

SOON_DAYS = 30


@dataclass(frozen=True)
class AttentionLine:
    """A commitment with everything that concerns it, the most pressing first."""

    progress: Progress
    concerns: tuple[Concern, ...]

    @property
    def commitment(self) -> Commitment:
        return self.progress.commitment

    @property
    def worst(self) -> Concern:
        return self.concerns[0]

    @property
    def days_to_due(self) -> int | None:
        due = self.commitment.due_on
        return None if due is None else (due - self.progress.on).days

    @property
    def clock(self) -> T:
        """The worst concern with its number of days, where it has one."""
        word, days = T.of(self.worst.label), self.days_to_due
        if self.worst == Concern.OVERDUE and days is not None:
            return T("เลยกำหนด {n} วัน", "{n} days overdue").format(n=f"{-days:,}")
        if self.worst == Concern.DUE_SOON and days is not None:
            if days == 0:
                return T("ครบกำหนดวันนี้", "Due today")
            return T("ครบกำหนดใน {n} วัน", "Due in {n} days").format(n=days)
        if self.worst == Concern.QUIET:
            return T("เงียบมา {n} วัน", "Quiet for {n} days").format(n=f"{self.progress.quiet.days_silent:,}")
        return word

    @property
    def others(self) -> T:
        """The other concerns in words, empty when there is one only."""
        labels = [T.of(concern.label) for concern in self.concerns[1:]]
        return T(" · ".join(x.th for x in labels), " · ".join(x.en for x in labels))


@dataclass(frozen=True)
class Attention:
    """The lines, the most pressing first, and how many commitments were looked at."""

    lines: list[AttentionLine]
    looked_at: int

    @cached_property
    def counts(self) -> dict[Concern, int]:
        """How many commitments each concern touches; one with two concerns counts at both."""
        found = Counter(concern for line in self.lines for concern in line.concerns)
        return {concern: found[concern] for concern in Concern if found[concern]}

    @cached_property
    def by_body(self) -> dict[str, int]:
        """How many commitments of each lead (by its code) ask for attention."""
        return dict(Counter(line.commitment.lead.code for line in self.lines))

    def of(self, concern: str) -> list[AttentionLine]:
        """The lines that have one concern, or all when it is empty."""
        return [line for line in self.lines if not concern or concern in line.concerns]


def attention(on: date | None = None, *, lead: int | None = None, busy: Container[int] = ()) -> Attention:
    """Of all commitments that are still to be kept, or of those one body leads; seven queries however many there are.

    `busy` holds the keys of those under which a later room has something (an offer, say): they are not without work.
    """
    day = on or clock.today()
    rows = list(still_to_be_kept(day).filter(lead=lead) if lead else still_to_be_kept(day))
    done = progress_many(rows, day)
    lines = []
    for row in rows:
        found = concerns_of(done[row.pk], has_work=row.has_work or row.pk in busy)
        if found:
            lines.append(AttentionLine(done[row.pk], found))
    return Attention(sorted(lines, key=_urgency), len(rows))


def still_to_be_kept(on: date) -> QuerySet[Commitment]:
    """Not closed, under an agreement that was or is being signed and not terminated; each with `has_work`."""
    live = Q(agreement__terminated_on=None) | Q(agreement__terminated_on__gt=on)
    return (
        Commitment.objects.exclude(agreement__stage=Stage.DRAFT)
        .filter(live, Q(ended_on=None) | Q(ended_on__gt=on))
        .select_related("lead", "agreement", "statement", "clause")
        .annotate(has_work=_has_work())
        .order_by("code")
    )


def _has_work() -> Q:
    here = OuterRef("pk")
    dead = [ClaimState.REFUSED, ClaimState.TAKEN_BACK]
    return Q(
        Exists(Posting.objects.filter(commitment=here))
        | Exists(Claim.objects.filter(commitment=here).exclude(state__in=dead))
        | Exists(Activity.objects.filter(commitment=here, cancelled_on=None))
        | Exists(Update.objects.filter(commitment=here))
    )


def concerns_of(done: Progress, *, has_work: bool) -> tuple[Concern, ...]:
    """What concerns one commitment. A person's word on its status stands in place of being late or behind."""
    row, reached = done.commitment, done.computed == ProgressStatus.DONE
    late = row.due_on is not None and row.due_on < done.on
    judged = not reached and done.override is None
    holds = {
        Concern.OVERDUE: judged and late,
        Concern.WITHDRAWN: done.withdrawn_on is not None and not reached,
        Concern.QUIET: done.quiet.is_quiet,
        Concern.BEHIND: judged and not late and done.computed == ProgressStatus.BEHIND,
        Concern.DUE_SOON: judged
        and not late
        and row.due_on is not None
        and (row.due_on - done.on).days <= SOON_DAYS,
        Concern.NOTHING_UNDER_IT: not has_work,
        Concern.NO_TARGET: row.target is None,
        Concern.NO_ORIGIN: row.clause_id is None and row.statement_id is None,
        Concern.SAID_OTHERWISE: done.override is not None,
    }
    return tuple(concern for concern in Concern if holds[concern])


def _urgency(line: AttentionLine) -> tuple[int, date, str]:
    return (
        list(Concern).index(line.worst),
        line.commitment.due_on or date.max,
        line.commitment.code,
    )
