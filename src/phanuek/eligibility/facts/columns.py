"""What is known of every active enterprise, as columns: for questions about all of them at once.

The table belongs to a stamp of the data and is read once per process; a column of records is read when a rule first asks
for it. What it says of one enterprise is what `facts_of` says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Sum, TextField
from django.db.models.functions import Cast

from phanuek.eligibility.facts.known import PROFILE, profile_facts
from phanuek.eligibility.facts.words import vocabulary, vocabulary_stamp
from phanuek.eligibility.models import FactRecord
from phanuek.engines.rules import FactError, Screener, Value, Vocabulary, check_value
from phanuek.registry.models import Enterprise, Identifier

PROFILE_FIELDS = (
    "kind", "subdistrict", "legal_form", "members", "business_group", "started_on",
)  # fmt: skip
Column = list[Value | None]


class Columns(Mapping[str, Column]):
    """A column by fact name, one place for each of `keys` (the enterprises' primary keys, ascending)."""

    def __init__(self, on: date, words: Vocabulary) -> None:
        self.on, self.words = on, words
        self._profile: dict[str, Column] = {}
        self.keys_in_order: list[int] = []
        self._read_profile()
        self._row = {pk: row for row, pk in enumerate(self.keys_in_order)}
        self._kept: dict[str, Column] = {}
        self.screener = Screener(self, len(self.keys_in_order))

    def _read_profile(self) -> None:
        numbers: dict[int, set[str]] = {}
        for pk, scheme in Identifier.objects.values_list("enterprise", "scheme").iterator(chunk_size=5000):
            numbers.setdefault(pk, set()).add(scheme)
        rows = Enterprise.objects.filter(active=True).order_by("pk").only("pk", *PROFILE_FIELDS)
        for row, enterprise in enumerate(rows.iterator(chunk_size=5000)):
            self.keys_in_order.append(enterprise.pk)
            for name, known in profile_facts(
                enterprise, frozenset(numbers.get(enterprise.pk, ())), self.on
            ).items():
                column = self._profile.setdefault(name, [])
                column.extend([None] * (row - len(column)))
                column.append(known.value)
        for column in self._profile.values():
            column.extend([None] * (len(self.keys_in_order) - len(column)))

    def __getitem__(self, name: str) -> Column:
        if name not in self._kept:
            if name not in self.words:
                raise KeyError(name)
            self._kept[name] = self._column(name)
        return self._kept[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    def _column(self, name: str) -> Column:
        """The newest record that holds on the day; what the registry says stands before it, null withdraws."""
        column: Column = [None] * len(self.keys_in_order)
        read: dict[str | None, Value | None] = {}
        rows = FactRecord.objects.filter(name=name, known_on__lte=self.on).order_by("known_on", "pk")
        rows = rows.annotate(written=Cast("value", TextField()))
        for pk, written in rows.values_list("enterprise", "written").iterator(chunk_size=5000):
            at = self._row.get(pk)
            if at is not None:
                if written not in read:
                    read[written] = self._value(name, written)
                column[at] = read[written]
        if name in PROFILE and name in self._profile:
            own = self._profile[name]
            return [known if known is not None else column[row] for row, known in enumerate(own)]
        return column

    def _value(self, name: str, written: str | None) -> Value | None:
        value: Any = None if written is None else json.loads(written)
        try:
            return None if value is None else check_value(self.words[name], value)
        except FactError:
            return None


Stamp = tuple[object, ...]
_kept: tuple[Stamp, Columns] | None = None


def stamp(on: date) -> Stamp:
    """What differs whenever a column could: a handful of aggregates that read no facts."""
    groups = Enterprise.objects.aggregate(
        rows=Count("pk"), last=Max("pk"), edits=Sum("version"), first_code=Min("code"), last_code=Max("code")
    )
    active = Enterprise.objects.filter(active=True).count()
    numbers = Identifier.objects.aggregate(rows=Count("pk"), last=Max("pk"))
    newest = (
        FactRecord.objects.order_by("-pk")
        .annotate(written=Cast("value", TextField()))
        .values_list("pk", "enterprise", "name", "written")
        .first()
    )
    return (on, vocabulary_stamp(), *groups.values(), active, *numbers.values(), newest)


def columns(on: date) -> Columns:
    """The table of the day, kept until something changes."""
    global _kept
    now = stamp(on)
    kept = _kept
    if kept is None or kept[0] != now:
        kept = (now, Columns(on, vocabulary()))
        _kept = kept
    return kept[1]
