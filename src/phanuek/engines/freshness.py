"""How far one may rely on something that has to be checked now and then: it is fresh, then fades, then is hidden.

The days follow from the last check alone, so that whoever asks, a page, a list or the daily timer, gets the same answer.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

CHECK_WITHIN_DAYS = 90  # from one check to the next, where no other day was set
HIDDEN_AFTER_DAYS = 30  # from fading to being hidden
TOLD_BEFORE_DAYS = 14  # the owner is told so long before each of the two


class Stage(StrEnum):
    """How far one may rely on it."""

    FRESH = "fresh"
    FADING = "fading"
    HIDDEN = "hidden"


class Notice(StrEnum):
    """What its owner is told, in this order."""

    FADES_SOON = "fades_soon"
    FADES = "fades"
    HIDES_SOON = "hides_soon"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Freshness:
    """`known_on`: the day for which it was last known to be right. `due_on`: the last day on which a check is in time."""

    stage: Stage
    known_on: date
    due_on: date

    @property
    def fades_on(self) -> date:
        return self.due_on + timedelta(days=1)

    @property
    def hides_on(self) -> date:
        return self.fades_on + timedelta(days=HIDDEN_AFTER_DAYS)


def freshness(
    *, checked_on: date | None, source_on: date | None, added_on: date, next_check_on: date | None, on: date
) -> Freshness:
    """Of the last check; never checked, of the day that its source speaks of, else of the day it was added.

    A day set for the next check counts instead of the 90 days, unless a check came on it or after it.
    """
    known_on = checked_on or source_on or added_on
    planned = next_check_on is not None and next_check_on > known_on
    due_on = (
        next_check_on
        if planned and next_check_on is not None
        else known_on + timedelta(days=CHECK_WITHIN_DAYS)
    )
    found = Freshness(Stage.FRESH, known_on, due_on)
    if on >= found.hides_on:
        return Freshness(Stage.HIDDEN, known_on, due_on)
    return Freshness(Stage.FADING, known_on, due_on) if on >= found.fades_on else found


def latest_notice(found: Freshness, on: date) -> tuple[Notice, date] | None:
    """The last notice whose day has come, with that day; earlier ones that nobody was told of are overtaken by it.
    None while nothing is to be told."""
    before = timedelta(days=TOLD_BEFORE_DAYS)
    days = (
        (Notice.HIDDEN, found.hides_on),
        (Notice.HIDES_SOON, found.hides_on - before),
        (Notice.FADES, found.fades_on),
        (Notice.FADES_SOON, found.fades_on - before),
    )
    # a next check set for a near day leaves no time for a warning: what would fall before the last check is left out
    return next(((notice, day) for notice, day in days if day <= on and day > found.known_on), None)
