"""Keeping the copy fresh: the rows that the outbox names are read as they are now, put into the next version, and only when
that stands are the rows of the outbox taken away.

Killed in between, the same rows are read and put in once more, with the same end. A row of the outbox goes by its own number,
never by "up to": on PostgreSQL a transaction that began earlier may bring a lower number later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection as database

from phanuek.figures import triggers
from phanuek.figures.copy import source
from phanuek.figures.copy.store import NotReady, ready, store
from phanuek.figures.models import ChangedRow
from phanuek.ui import clock

# of one version: what a command puts in, and what a page waits for
MOST, MOST_FOR_A_PAGE = 200_000, 20_000
# so few reports that a page may build the copy itself: some seconds
SMALL = 100_000
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Difference:
    """A month of a province in which copy and database differ in reports or deliveries, and the keys of some of them."""

    what: str
    month: str
    province: str
    missing: int
    extra: int
    different: int
    examples: tuple[int, ...]


class TriggersMissing(Exception):
    """Changes were not noted: the copy cannot be made fresh by rows."""


def refresh(limit: int = MOST, *, wait: bool = True) -> int:
    """Put in what changed, at most `limit` rows of the outbox; returns how many were taken.

    Raises NotReady without a copy, TriggersMissing when the database does not note what changes, and CopyBusy when another
    process is at it and it is not to wait. To be called outside of a transaction: what it reads must be committed.
    """
    with ready() as versions:
        versions.current()  # without a copy nothing is to be taken away
        if not ChangedRow.objects.exists():
            return 0
        gone = triggers.missing(database)
        if gone:
            raise TriggersMissing(", ".join(gone))
        with versions.writing(wait=wait) as copy:
            from phanuek.batch.copy import changes
            from phanuek.figures import income_kept

            now, what = clock.now(), source.noted(limit)
            changes.apply(
                copy,
                source.facts_of(what),
                source.given_of(what),
                reports=what.reports,
                deliveries=what.deliveries,
                enterprises=what.enterprises,
                as_of=now,
            )
            income_kept.prepare(copy)
        _take_away(what.rows)
        return len(what.rows)


def rebuild(progress: Progress = lambda done: None) -> int:
    """Build the copy anew from the whole database; returns how many reports it holds. Raises NotReady without DuckDB."""
    from_now, done = list(ChangedRow.objects.values_list("pk", flat=True)), 0
    with store().writing(fresh=True) as copy:
        from phanuek.batch.copy import changes
        from phanuek.figures import income_kept

        for done in changes.load(copy, source.all_facts(), source.all_given(), as_of=clock.now()):
            progress(done)
        income_kept.prepare(copy)
    _take_away(from_now)
    return done


def keep() -> int:
    """For the daily work and for commands: put in everything that is outstanding, and the copy in order. Nothing without a copy."""
    try:
        with ready() as versions:
            versions.current()
            taken = 0
            while some := refresh():
                taken += some
            from phanuek.batch.copy import changes
            from phanuek.figures import income_kept

            if changes.tidy(versions):
                income_kept.hidden()
            return taken
    except NotReady:
        return 0


def fresh(limit: int = MOST_FOR_A_PAGE) -> datetime | None:
    """For a page: put in what is outstanding, unless another process is at it; build a small copy that is not there yet,
    or is of another layout. Returns as of when the copy stands. Raises NotReady."""
    from phanuek.figures.copy.reading import state

    store()  # without DuckDB it says so
    from phanuek.batch.copy.versions import CopyBusy

    try:
        refresh(limit, wait=False)
        return state().as_of
    except (CopyBusy, TriggersMissing):
        pass  # the page says as of when it stands
    except NotReady:
        from phanuek.outcomes.models import IncomeReport

        if IncomeReport.objects.all()[SMALL : SMALL + 1].exists():
            raise
        rebuild()
    return state().as_of


def compare(progress: Progress = lambda done: None) -> list[Difference]:
    """Every row of the copy against the database, after putting in what is outstanding; empty when they say the same.

    What changes while it reads is put in and looked at once more.
    """
    found: list[Difference] = []
    for _ in range(3):
        while refresh():
            pass
        found = list(_differences(progress))
        if not found or not ChangedRow.objects.exists():
            return found
    return found


def _differences(progress: Progress) -> Iterator[Difference]:
    from phanuek.batch.copy import comparing

    with ready() as versions:
        for one in comparing.compare(versions, source.all_facts(), source.all_given(), progress):
            yield Difference(*one)


def _take_away(rows: list[int]) -> None:
    for start in range(0, len(rows), source.BOUND):
        ChangedRow.objects.filter(pk__in=rows[start : start + source.BOUND]).delete()
