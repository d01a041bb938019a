"""Everything the pages of one commitment show of this room: plan, status, claims, activities, words on the work, people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.models import (
    Activity,
    ClauseSpan,
    Commitment,
    Measure,
    Responsible,
    StatusOverride,
    Update,
)
from phanuek.agreements.queries import claims
from phanuek.agreements.queries.clauses import span_of
from phanuek.agreements.queries.progress import PeriodLine, Progress, progress, unit_of
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.timeline import queries as timeline
from phanuek.ui import clock
from phanuek.ui.words import T

LATEST = 5


@dataclass(frozen=True)
class ActivityLine:
    """An activity with where it stands, and who may change it."""

    activity: Activity
    tag: str
    status: T
    may_change: bool


@dataclass(frozen=True)
class UpdateLine:
    """A word on how the work goes, and whether the reader may take it away."""

    update: Update
    may_remove: bool


@dataclass(frozen=True)
class OverrideLine:
    """A word on the status, past or present, and whose it was."""

    override: StatusOverride
    said_by: T


@dataclass(frozen=True)
class HandOver:
    """Another body took the lead; the reason only for those who may read notes."""

    on: Any
    was: T
    now: T
    why: str


@dataclass(frozen=True)
class CommitmentDetail:
    """`shows_results` says whether the results of single periods may be told to this reader: those of cases are few."""

    commitment: Commitment
    progress: Progress
    unit: T
    span: ClauseSpan | None
    shows_results: bool
    said_by: T | None
    overrides: list[OverrideLine]
    hand_overs: list[HandOver]
    claims: list[claims.ClaimLine]
    activities: list[ActivityLine]
    updates: list[UpdateLine]
    responsibles: list[Responsible]
    sees_responsibles: bool
    may_work: bool
    may_claim: bool
    may_say_status: bool
    may_hand_over: bool

    @property
    def periods(self) -> tuple[PeriodLine, ...]:
        return self.progress.periods

    @property
    def waiting_claims(self) -> int:
        return sum(1 for line in self.claims if line.claim.state == "submitted")


def detail(
    commitment: Commitment, actor: Actor, on: date | None = None, done: Progress | None = None
) -> CommitmentDetail:
    """For the pages of one commitment and the fragments on its public page; `done` where it was worked out already."""
    day = on or clock.today()
    done = done or progress(commitment, day)
    whole = may(permissions.check_can_see_responsible, actor, commitment)
    works = not actor.is_public and works_for(actor, commitment) is not None
    said = list(commitment.overrides.all())
    moves = timeline.of(commitment, with_people=whole, verbs="commitment.handed_over")
    codes = {row.by_organisation for row in said} | {
        code for e in moves for code in (e["facts"]["from"], e["facts"]["to"])
    }
    names = claims.names_of(codes)
    return CommitmentDetail(
        commitment=commitment,
        progress=done,
        unit=unit_of(commitment),
        span=span_of(commitment),
        shows_results=whole or commitment.measure == Measure.CLAIMED,
        said_by=names.get(done.override.by_organisation, T("ระบบ", "the system")) if done.override else None,
        overrides=[
            OverrideLine(row, names.get(row.by_organisation, T("ระบบ", "the system"))) for row in said
        ],
        hand_overs=[
            HandOver(e["at"], names[e["facts"]["from"]], names[e["facts"]["to"]], e["note"]) for e in moves
        ],
        claims=claims.lines(claims.of_commitment(commitment, actor), actor),
        activities=activity_lines(commitment, actor, day),
        updates=update_lines(commitment, actor),
        responsibles=list(commitment.responsibles.select_related("person")) if whole else [],
        sees_responsibles=whole,
        may_work=works,
        may_claim=works and commitment.measure == Measure.CLAIMED and commitment.ended_on is None,
        may_say_status=may(permissions.check_can_say_status, actor, commitment),
        may_hand_over=may(permissions.check_can_hand_over, actor, commitment),
    )


def works_for(actor: Actor, commitment: Commitment) -> Any:
    """The bodies of the commitment in whose name the actor may write, None when there is none."""
    bodies = [commitment.lead, *commitment.collaborators.all()]
    found = [body for body in bodies if may(permissions.check_can_work_for, actor, commitment, body)]
    return found or None


def activity_lines(commitment: Commitment, actor: Actor, on: date) -> list[ActivityLine]:
    """Those under way first, then what is done, then what was cancelled."""
    rows = commitment.activities.select_related("organisation", "area__parent__parent")
    lines = [
        ActivityLine(
            row,
            *activity_status(row, on),
            may(permissions.check_can_work_for, actor, commitment, row.organisation),
        )
        for row in rows
    ]
    return sorted(
        lines, key=lambda line: (line.activity.cancelled_on is not None, line.activity.done_on is not None)
    )


def activity_status(row: Activity, on: date) -> tuple[str, T]:
    """The tag and word for where an activity stands."""
    if row.cancelled_on is not None:
        return "plain", T("ยกเลิก", "Cancelled")
    if row.done_on is not None:
        return "ok", T("เสร็จแล้ว", "Done")
    if row.due_on is not None and row.due_on < on:
        return "danger", T("เลยกำหนด", "Overdue")
    if row.starts_on is not None and row.starts_on > on:
        return "wait", T("ยังไม่เริ่ม", "Not started")
    return "info", T("กำลังดำเนินการ", "Under way")


def update_lines(commitment: Commitment, actor: Actor) -> list[UpdateLine]:
    rows = commitment.updates.select_related("organisation")
    return [
        UpdateLine(row, may(permissions.check_can_work_for, actor, commitment, row.organisation))
        for row in rows
    ]
