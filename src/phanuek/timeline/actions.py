"""Recording. Always called inside the action whose effect it records, in the same transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Max

from phanuek.timeline import registry
from phanuek.timeline.models import GENESIS, Event, subject_key
from phanuek.ui import clock


class By(Protocol):
    """Who acts; `organisations.Actor` is one."""

    @property
    def person_id(self) -> int | None: ...
    @property
    def person_name(self) -> str: ...
    @property
    def organisation_code(self) -> str: ...
    @property
    def on_behalf_of_code(self) -> str: ...


class Subject(Protocol):
    """What can have a timeline: anything with a code of its own."""

    @property
    def code(self) -> str: ...


@dataclass(frozen=True)
class Entry:
    """One event to be recorded in bulk; `at` defaults to now."""

    verb: str
    about: Any
    facts: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    at: datetime | None = None


def record(
    verb: str,
    *,
    about: Any,
    by: By,
    also: Iterable[Any] = (),
    facts: Mapping[str, Any] | None = None,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Writes the event on the timeline of `about` and of everything in `also` that it touched.

    `facts` holds plain values (codes, states, amounts as text), never personal data; what a person wrote goes in `note`.
    """
    record_many([Entry(verb, subject, facts or {}, note, at) for subject in [about, *also]], by=by)


@transaction.atomic
def record_many(entries: Iterable[Entry], *, by: By) -> None:
    """As `record`, for thousands of subjects in a handful of queries."""
    entries = list(entries)
    for verb in {entry.verb for entry in entries}:
        registry.label(verb)
    # done by a signed link instead of an account: part of what the chain keeps
    by_link = {"by_link": link} if (link := getattr(by, "by_link", "")) else {}
    keys = {subject_key(entry.about) for entry in entries}
    _hold(keys)
    heads = _heads(keys)
    rows = []
    for entry in entries:
        key = subject_key(entry.about)
        number, previous = heads.get(key, (0, GENESIS))
        event = Event(
            subject=key,
            number=number + 1,
            verb=entry.verb,
            at=entry.at or clock.now(),
            organisation_code=by.organisation_code,
            on_behalf_of_code=by.on_behalf_of_code,
            facts={**entry.facts, **by_link},
            previous=previous,
            person_id=by.person_id,
            person_name=by.person_name,
            note=entry.note,
        )
        event.digest = event.compute_digest()
        heads[key] = (event.number, event.digest)
        rows.append(event)
    Event.objects.bulk_create(rows, batch_size=500)


# more subjects than this in one call hold every chain at once: a lock for each would fill the server's table of locks
MANY = 200
EVERY_CHAIN = 0x7068616E


def _hold(keys: set[str]) -> None:
    """Until the transaction ends nobody else continues these chains: of two who read the same last number, one would fail.
    SQLite has one writer at a time anyway.

    Taken from the end of the alphabet, which is the order in which verbs come to their subjects (referral, offer, need,
    enterprise), so that two of them do not wait for each other.
    """
    if connection.vendor != "postgresql" or not keys:
        return
    few = len(keys) <= MANY
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{'_shared' if few else ''}(%s)", [EVERY_CHAIN])
        if few:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(key, 0)) FROM unnest(%s::text[]) AS subject(key)",
                [sorted(keys, reverse=True)],
            )


def _heads(keys: set[str]) -> dict[str, tuple[int, str]]:
    """The last number and digest of each subject's chain."""
    heads: dict[str, tuple[int, str]] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        part = ordered[start : start + 500]
        last = dict(
            Event.objects.filter(subject__in=part).order_by().values_list("subject").annotate(Max("number"))
        )
        found = Event.objects.filter(subject__in=part, number__in=set(last.values())).order_by()
        for subject, number, digest in found.values_list("subject", "number", "digest"):
            if last[subject] == number:
                heads[subject] = (number, digest)
    return heads
