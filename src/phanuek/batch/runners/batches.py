"""Offers in groups that one query can carry: an engine plans a query before it runs it, and a very long one takes it
longer to plan than to run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phanuek.batch.sql import Column, Dialect, condition
from phanuek.engines.rules import Rule


@dataclass(frozen=True)
class Batch:
    """`first` is the place of the first offer among all; `conditions` are those of this one and of those after it."""

    first: int
    conditions: tuple[str, ...]

    @property
    def past(self) -> int:
        return self.first + len(self.conditions)


def batches(
    rules: Mapping[str, Rule], columns: Mapping[str, Column], dialect: Dialect, *, offers: int, letters: int
) -> Iterator[Batch]:
    """At most so many offers together, and no more after so many letters of SQL."""
    first, kept, size = 0, list[str](), 0
    for rule in rules.values():
        written = condition(rule, columns, dialect)
        if kept and (len(kept) == offers or size + len(written) > letters):
            yield Batch(first, tuple(kept))
            first, kept, size = first + len(kept), [], 0
        kept.append(written)
        size += len(written)
    if kept:
        yield Batch(first, tuple(kept))
