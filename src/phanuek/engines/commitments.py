"""Plan and silence of a commitment: what should be there by a day, since when nothing was heard, whom to tell.

Days are whole days and always passed in. Amounts are in the commitment's own unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum
from itertools import combinations

NOTHING = Decimal(0)

# -- the plan ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """What is to be reached from the first to the last day, both counted; not the sum since the beginning."""

    starts_on: date
    ends_on: date
    target: Decimal


class PlanFault(StrEnum):
    ENDS_BEFORE_START = "ends_before_start"
    OVERLAP = "overlap"
    OUTSIDE_TERM = "outside_term"
    SUM_DIFFERS = "sum_differs"


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """``periods`` are places in the list that was checked; for SUM_DIFFERS ``planned`` is what the periods add up to."""

    fault: PlanFault
    periods: tuple[int, ...] = ()
    planned: Decimal | None = None


def expected(
    on: date,
    *,
    target: Decimal | None,
    starts_on: date | None,
    due_on: date | None,
    periods: Sequence[Period] = (),
) -> Decimal | None:
    """What the plan would have brought by the end of day ``on``; None where target or dates are not stated.

    Ended periods count in full, the running one by its even share, rounded down to whole units. Without periods the
    target is spread evenly from start to due day, on which it is due whole. Never falls as days go by, never above
    the target.
    """
    if target is not None and due_on is not None and on >= due_on:
        return target
    if periods:
        planned = sum((_share(on, p.starts_on, p.ends_on, p.target) for p in periods), NOTHING)
        return planned if target is None else min(planned, target)
    if target is None or starts_on is None or due_on is None:
        return None
    return _share(on, starts_on, due_on, target)


def _share(on: date, first: date, last: date, amount: Decimal) -> Decimal:
    if on >= last:
        return amount
    if on <= first:
        return NOTHING
    return (amount * (on - first).days / (last - first).days).quantize(Decimal(1), ROUND_FLOOR)


def check_periods(
    target: Decimal | None, starts_on: date | None, due_on: date | None, periods: Sequence[Period]
) -> list[PlanProblem]:
    """What is wrong with a plan by periods; empty when nothing is. Gaps between periods are allowed."""
    problems = [
        PlanProblem(PlanFault.ENDS_BEFORE_START, (n,))
        for n, period in enumerate(periods)
        if period.ends_on < period.starts_on
    ]
    problems += [
        PlanProblem(PlanFault.OVERLAP, (m, n))
        for (m, one), (n, other) in combinations(enumerate(periods), 2)
        if max(one.starts_on, other.starts_on) <= min(one.ends_on, other.ends_on)
    ]
    problems += [
        PlanProblem(PlanFault.OUTSIDE_TERM, (n,))
        for n, period in enumerate(periods)
        if (starts_on is not None and period.starts_on < starts_on)
        or (due_on is not None and period.ends_on > due_on)
    ]
    planned = sum((period.target for period in periods), NOTHING)
    if periods and target is not None and planned != target:
        problems.append(PlanProblem(PlanFault.SUM_DIFFERS, tuple(range(len(periods))), planned))
    return problems


# -- silence -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class QuietAnswer:
    """``since`` is the day the silence is counted from, None (and no days) where neither day is known."""

    is_quiet: bool
    days_silent: int | None
    since: date | None


def quiet_since(
    on: date, *, last_sign: date | None, starts_on: date | None, allowed_days: int
) -> QuietAnswer:
    """Whether nothing was heard for more than ``allowed_days`` since the start or the last sign of life, the later one.

    A sign of life is a posting, a claim, an update, an edit; the day the commitment was recorded is the first one, so
    pass it where there is no other. No due day is needed: silence is late even where nobody ever set one.
    """
    known = [day for day in (last_sign, starts_on) if day is not None]
    if not known:
        return QuietAnswer(False, None, None)
    since = max(known)
    days = max((on - since).days, 0)
    return QuietAnswer(days > allowed_days, days, since)


# -- reminders and escalation ------------------------------------------------------------------------------------


class Basis(StrEnum):
    """What the days of a rung are counted from."""

    DUE = "due"
    SILENCE = "silence"


class Whom(StrEnum):
    RESPONSIBLE = "responsible"
    DEPUTY = "deputy"
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True)
class Rung:
    """On the day ``days`` after the due day (before it when below zero), or of silence, ``whom`` is told ``kind``."""

    basis: Basis
    days: int
    kind: str
    whom: Whom


@dataclass(frozen=True, slots=True)
class Step:
    """One message that is due. ``key`` is the same every day, so that who has sent it once does not send it again.

    It names the day counted from: a new due day or a new silence is a new occasion. Within one commitment it is unique.
    """

    kind: str
    since_day: date
    whom: Whom
    key: str


STANDARD_LADDER = (
    Rung(Basis.DUE, -30, "remind", Whom.RESPONSIBLE),
    Rung(Basis.DUE, -7, "remind", Whom.RESPONSIBLE),
    Rung(Basis.DUE, 0, "due", Whom.RESPONSIBLE),
    Rung(Basis.DUE, 7, "overdue", Whom.RESPONSIBLE),
    Rung(Basis.DUE, 14, "overdue", Whom.DEPUTY),
    Rung(Basis.DUE, 30, "overdue", Whom.SECRETARIAT),
    Rung(Basis.SILENCE, 60, "quiet", Whom.RESPONSIBLE),
    Rung(Basis.SILENCE, 90, "quiet", Whom.DEPUTY),
    Rung(Basis.SILENCE, 120, "quiet", Whom.SECRETARIAT),
)


def ladder(
    on: date,
    *,
    due_on: date | None,
    last_sign: date | None,
    done: bool,
    steps: Sequence[Rung] = STANDARD_LADDER,
) -> list[Step]:
    """The reminders and escalations due on a day, earliest first; none when the commitment is done.

    ``last_sign`` is the day silence counts from (`quiet_since`). Of the rungs reached on one basis each person gets
    the latest only: whoever starts late, or missed some days, is not told first that thirty days are left.
    """
    if done:
        return []
    from_day = {Basis.DUE: due_on, Basis.SILENCE: last_sign}
    reached: dict[tuple[Basis, Whom], Step] = {}
    for rung in sorted(steps, key=lambda rung: rung.days):
        start = from_day[rung.basis]
        if start is not None and (on - start).days >= rung.days:
            reached[rung.basis, rung.whom] = _step(rung, start)
    return sorted(reached.values(), key=lambda step: (step.since_day, step.key))


def _step(rung: Rung, start: date) -> Step:
    key = f"{rung.basis}:{start.isoformat()}:{rung.days:+d}:{rung.kind}:{rung.whom}"
    return Step(rung.kind, start + timedelta(days=rung.days), rung.whom, key)
