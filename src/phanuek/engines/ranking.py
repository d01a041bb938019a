"""An order by written criteria, in which every few places one is kept for those shown least.

Nothing here is random: where all criteria are equal a hash of the day decides, so that an order can be worked out again, and
another day brings others forward.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")
# one of this many places is kept for those shown least
KEPT_EVERY = 4


@dataclass(frozen=True)
class Criterion(Generic[Row]):
    """One line of a rule: rows with the smaller key stand first."""

    code: str
    key: Callable[[Row], Any]


@dataclass(frozen=True)
class Placed(Generic[Row]):
    """A row in its place, counted from 1; `kept` says that it stands there because it was shown least."""

    row: Row
    place: int
    kept: bool = False


def by_criteria(rows: Sequence[Row], criteria: Sequence[Criterion[Row]]) -> list[Row]:
    """In the order of the criteria, the first deciding before the next."""
    ordered = list(rows)
    # sorting keeps the order of equals: by the last criterion first is the same as by all of them, and faster
    for criterion in reversed(criteria):
        ordered.sort(key=criterion.key)
    return ordered


def deciding(first: Row, second: Row, criteria: Sequence[Criterion[Row]]) -> Criterion[Row] | None:
    """The criterion by which the two are told apart; None when they are equal in all."""
    return next((c for c in criteria if c.key(first) != c.key(second)), None)


def lot(*parts: object) -> str:
    """The same for the same parts, and without pattern from one to the next."""
    return sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def with_kept_places(
    rows: Sequence[Row],
    *,
    tier: Callable[[Row], Hashable],
    shown: Callable[[Row], Any],
    every: int = KEPT_EVERY,
) -> list[Placed[Row]]:
    """Rows in order, every `every`-th place given to the one of its tier that has the smallest `shown`.

    `rows` are in order and their tiers lie together; a kept place never lifts a row over a better tier. So among any `every`
    places that follow each other one is kept, and whoever was shown least comes before all others within `every` places.
    """
    placed: list[Placed[Row]] = []
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and tier(rows[end]) == tier(rows[start]):
            end += 1
        placed += _tier(rows[start:end], start, shown, every)
        start = end
    return placed


def _tier(rows: Sequence[Row], before: int, shown: Callable[[Row], Any], every: int) -> list[Placed[Row]]:
    in_order = iter(range(len(rows)))
    least = iter(sorted(range(len(rows)), key=lambda at: shown(rows[at])))
    done: set[int] = set()
    placed: list[Placed[Row]] = []
    for place in range(before + 1, before + len(rows) + 1):
        kept = place % every == 0
        at = next(at for at in (least if kept else in_order) if at not in done)
        done.add(at)
        placed.append(Placed(rows[at], place, kept))
    return placed


def gini(amounts: Sequence[int]) -> Fraction | None:
    """How unevenly whole amounts from 0 are spread: 0 is the same for each, near 1 all with one. None where there is nothing."""
    total = sum(amounts)
    if not total:
        return None
    ranked = sum(place * amount for place, amount in enumerate(sorted(amounts), start=1))
    many = len(amounts)
    return Fraction(2 * ranked, many * total) - Fraction(many + 1, many)
