"""A condition on an ordered fact as closed ranges of the values that its column can hold.

A column can hold only certain numbers, as the rungs of a ladder: whole numbers of its smallest unit, or floats. Every
bound of a rule, however it is written, falls on a rung or between two, so `x < 6.5` of whole numbers is `x <= 6`, and of
floats it is `x <=` the last float whose shortest decimal text is below 6.5. Nothing is compared across types.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from sys import float_info
from typing import Protocol, TypeVar

from phanuek.engines.rules.bounds import LEAST, MOST, float_bound
from phanuek.engines.rules.domains import Number, Ordered, Span

Rung = TypeVar("Rung", int, float)  # a whole number, or a float


class Ladder(Protocol[Rung]):
    @property
    def first(self) -> Rung: ...

    @property
    def last(self) -> Rung: ...

    def reach(self, number: Number, *, above: bool) -> Rung | None:
        """The first rung that is not below the number, or (`above`) that is above it; None where there is none."""

    def before(self, rung: Rung) -> Rung | None:
        """The rung before; None before the first."""


@dataclass(frozen=True)
class Whole:
    """Whole numbers between two ends, each standing for itself divided by 10^scale."""

    first: int = LEAST
    last: int = MOST
    scale: int = 0

    def reach(self, number: Number, *, above: bool) -> int | None:
        units = Fraction(number) * 10**self.scale
        rung = math.floor(units) + 1 if above else math.ceil(units)
        return None if rung > self.last else max(rung, self.first)

    def before(self, rung: int) -> int | None:
        return None if rung == self.first else rung - 1


@dataclass(frozen=True)
class Floats:
    """The finite floats, each read as the number that its shortest decimal text writes (0.3 is three tenths)."""

    first: float = -float_info.max
    last: float = float_info.max

    def reach(self, number: Number, *, above: bool) -> float | None:
        rung = float_bound(number, above=above)
        return None if rung > self.last else max(rung, self.first)

    def before(self, rung: float) -> float | None:
        return None if rung == self.first else math.nextafter(rung, -math.inf)


def ranges(domain: Ordered, ladder: Ladder[Rung]) -> list[tuple[Rung, Rung]]:
    """The rungs of the domain as closed ranges, sorted and apart."""
    found: list[tuple[Rung, Rung]] = []
    for span in domain.spans:
        ends = _closed(span, ladder)
        if ends is None:
            continue
        if found and ladder.before(ends[0]) == found[-1][1]:  # nothing lies between
            found[-1] = (found[-1][0], ends[1])
        else:
            found.append(ends)
    return found


def _closed(span: Span, ladder: Ladder[Rung]) -> tuple[Rung, Rung] | None:
    low: Rung | None = ladder.first
    if span.low is not None:
        low = ladder.reach(span.low, above=not span.low_in)
    high: Rung | None = ladder.last
    if span.high is not None:
        past = ladder.reach(span.high, above=span.high_in)
        high = ladder.last if past is None else ladder.before(past)
    return None if low is None or high is None or low > high else (low, high)


def gaps(found: list[tuple[Rung, Rung]], ladder: Ladder[Rung]) -> list[Rung] | None:
    """The rungs left out, when the ranges are everything but single rungs; else None."""
    if len(found) < 2 or found[0][0] != ladder.first or found[-1][1] != ladder.last:
        return None
    left_out = [ladder.before(after[0]) for after in found[1:]]
    single = [
        gap
        for gap, (_, end) in zip(left_out, found, strict=False)
        if gap is not None and ladder.before(gap) == end
    ]
    return single if len(single) == len(left_out) else None
