"""The clock of a step that somebody must take: by when, whom to remind and when, and when it ends by itself.

Days are whole days and always passed in. A rule is dated: a step runs by the rule in force on the day it began, so a change of
the rule moves no clock that runs. Working days are Monday to Friday without the holidays passed in.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

NONE: frozenset[date] = frozenset()
SATURDAY = 5


def working_days_after(day: date, number: int, holidays: Collection[date] = NONE) -> date:
    """The day that many working days later; ``number`` 0 is the day itself. Ends on a working day otherwise."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays)
    return day


def is_working_day(day: date, holidays: Collection[date] = NONE) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


class Kind(StrEnum):
    """What happens on a day of a step."""

    HALF = "half"
    DUE = "due"
    AGAIN = "again"
    LATE = "late"
    WARN = "warn"
    END = "end"


class Whom(StrEnum):
    """Whose turn it is, the body above them, and the others whom the case concerns."""

    OWNER = "owner"
    ABOVE = "above"
    OTHERS = "others"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Rule:
    """How the clock of one kind of step runs, from a day on.

    ``due_days`` are working days when ``working``, else calendar days. It ends ``end_days`` calendar days after it began, and
    never earlier than ``grace_days`` after the day on which it was due. ``again_days``: after the due day the owner is reminded
    every so many days; None for once only. ``above_days`` working days after the due day the body above is told.
    """

    step: str
    since: date
    due_days: int
    working: bool
    end_days: int
    grace_days: int = 14
    above_days: int = 5
    warn_days: int = 7
    again_days: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step under way: since when, by when, and on which day it ends by itself."""

    name: str
    since: date
    due: date
    ends: date


@dataclass(frozen=True, slots=True)
class Rung:
    """Something to be done on ``on``. ``key`` is the same every day and names the rung within its step."""

    kind: Kind
    whom: Whom
    on: date
    key: str


FIRST = date(2021, 1, 1)
STANDARD: tuple[Rule, ...] = (
    Rule("sent", FIRST, due_days=15, working=True, end_days=60),
    Rule("more_asked", FIRST, due_days=14, working=True, end_days=45),
    Rule("accepted", FIRST, due_days=90, working=False, end_days=365, again_days=30),
    Rule("delivered", FIRST, due_days=30, working=False, end_days=60),
    Rule("appealed", FIRST, due_days=15, working=True, end_days=60),
    Rule("transfer", FIRST, due_days=14, working=False, end_days=30),
)


def rule_of(step: str, on: date, rules: Sequence[Rule] = STANDARD) -> Rule:
    """The rule for a kind of step in force on a day; the earliest where the day lies before all. KeyError for no such step."""
    found = sorted((rule for rule in rules if rule.step == step), key=lambda rule: rule.since)
    if not found:
        raise KeyError(step)
    return next((rule for rule in reversed(found) if rule.since <= on), found[0])


def start(rule: Rule, on: date, *, due_days: int | None = None, holidays: Collection[date] = NONE) -> Step:
    """A step that begins on a day; ``due_days`` where this one has its own number of days."""
    days = rule.due_days if due_days is None else due_days
    due = working_days_after(on, days, holidays) if rule.working else on + timedelta(days=days)
    ends = max(on + timedelta(days=rule.end_days), due + timedelta(days=rule.grace_days))
    return Step(rule.step, on, due, ends)


def ladder(step: Step, rule: Rule, holidays: Collection[date] = NONE) -> list[Rung]:
    """Everything that will happen while nobody acts, earliest first, the end last."""
    days: list[tuple[Kind, Whom, date]] = []
    half = step.since + (step.due - step.since) // 2
    if step.since < half < step.due:
        days.append((Kind.HALF, Whom.OWNER, half))
    days.append((Kind.DUE, Whom.OWNER, step.due))
    days.append((Kind.LATE, Whom.ABOVE, working_days_after(step.due, rule.above_days, holidays)))
    if rule.again_days:
        again = step.due + timedelta(days=rule.again_days)
        while again < step.ends:
            days.append((Kind.AGAIN, Whom.OWNER, again))
            again += timedelta(days=rule.again_days)
    warn = max(step.ends - timedelta(days=rule.warn_days), step.due)
    days += [(Kind.WARN, Whom.OWNER, warn), (Kind.WARN, Whom.OTHERS, warn)]
    kept = [(kind, whom, on) for kind, whom, on in days if on < step.ends]
    kept.append((Kind.END, Whom.CLOCK, step.ends))
    kept.sort(key=lambda one: one[2])
    return [Rung(kind, whom, on, f"{kind}:{on.isoformat()}") for kind, whom, on in kept]


def reached(
    step: Step,
    rule: Rule,
    on: date,
    *,
    holidays: Collection[date] = NONE,
    told: Mapping[Whom, Collection[str]] | None = None,
) -> list[Rung]:
    """What is to be done on a day: the end alone once it is reached, else for each reader the latest rung reached.

    Days that were missed are made up by one message, not by one for each. ``told`` holds the keys already told to each reader:
    a rung among them is left out.
    """
    rungs = [rung for rung in ladder(step, rule, holidays) if rung.on <= on]
    if rungs and rungs[-1].kind == Kind.END:
        return rungs[-1:]
    latest = {rung.whom: rung for rung in rungs}
    return [rung for whom, rung in latest.items() if not told or rung.key not in told.get(whom, ())]


def read_rules(rows: Sequence[Mapping[str, object]]) -> tuple[Rule, ...]:
    """Rules as a country writes them: ``step``, ``from`` (ISO day) and the fields of `Rule`. The standard ones stay for steps
    that it does not name. ValueError names the row that cannot be read."""
    found = []
    for number, row in enumerate(rows, start=1):
        try:
            fields = {name: value for name, value in row.items() if name not in ("from", "source")}
            found.append(Rule(since=date.fromisoformat(str(row["from"])), **fields))  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError) as problem:
            raise ValueError(f"row {number}: {problem}") from problem
    named = {rule.step for rule in found}
    return (*found, *(rule for rule in STANDARD if rule.step not in named))
