"""Sets of values of one fact: what a condition asks for. Each set can answer for a value: yes, no, or not sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from phanuek.engines.rules.vocabulary import Fact, Value

# True, False, or None for "cannot say".
Truth = bool | None
Number = int | Decimal


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`; None is without end; a bound belongs to the span when its flag says so."""

    low: Number | None
    low_in: bool
    high: Number | None
    high_in: bool

    def holds(self, number: Number) -> bool:
        above = self.low is None or number > self.low or (self.low_in and number == self.low)
        return above and (self.high is None or number < self.high or (self.high_in and number == self.high))

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high

    def meet(self, other: Span) -> Span | None:
        low, low_in = _tighter(self.low, self.low_in, other.low, other.low_in, upper=False)
        high, high_in = _tighter(self.high, self.high_in, other.high, other.high_in, upper=True)
        if (
            low is not None
            and high is not None
            and (low > high or (low == high and not (low_in and high_in)))
        ):
            return None
        return Span(low, low_in, high, high_in)


def _ends_first(one: Span, other: Span) -> bool:
    if one.high is None or other.high is None:
        return one.high is not None
    return one.high < other.high or (one.high == other.high and not one.high_in)


def _tighter(
    a: Number | None, a_in: bool, b: Number | None, b_in: bool, *, upper: bool
) -> tuple[Number | None, bool]:
    if a is None:
        return b, b_in
    if b is None:
        return a, a_in
    if a == b:
        return a, a_in and b_in
    return (a, a_in) if (a < b) == upper else (b, b_in)


@dataclass(frozen=True, slots=True)
class Ordered:
    """Numbers, satang or days in a union of spans, sorted and apart. Days are counted by their ordinal."""

    spans: tuple[Span, ...]

    def test(self, value: Value) -> Truth:
        number = as_number(value)
        return any(span.holds(number) for span in self.spans)

    def opposite(self) -> Ordered:
        rest: list[Span] = []
        low: Number | None = None
        low_in = False
        for span in self.spans:
            if span.low is not None:
                rest.append(Span(low, low_in, span.low, not span.low_in))
            if span.high is None:
                return Ordered(tuple(rest))
            low, low_in = span.high, not span.high_in
        rest.append(Span(low, low_in, None, False))
        return Ordered(tuple(rest))

    def meet(self, other: Ordered) -> Ordered:
        met: list[Span] = []
        mine, theirs = 0, 0
        while mine < len(self.spans) and theirs < len(other.spans):
            both = self.spans[mine].meet(other.spans[theirs])
            if both is not None:
                met.append(both)
            if _ends_first(self.spans[mine], other.spans[theirs]):
                mine += 1
            else:
                theirs += 1
        return Ordered(tuple(met))


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the values (or, `excluded`, anything but these). Yes/no facts and texts."""

    values: tuple[str | bool, ...]
    excluded: bool = False

    def test(self, value: Value) -> Truth:
        return (value in self.values) != self.excluded

    def opposite(self) -> OneOf:
        return OneOf(self.values, not self.excluded)


@dataclass(frozen=True, slots=True)
class Within:
    """Inside (or, `excluded`, outside) areas given by codes: a code lies in every area whose code it starts with.

    When only a wider area is known (the province, where districts of it are asked for) the answer is "cannot say".
    """

    codes: tuple[str, ...]
    excluded: bool = False

    def test(self, value: Value) -> Truth:
        place = str(value)
        if place.startswith(self.codes):
            return not self.excluded
        if any(code.startswith(place) for code in self.codes):
            return None
        return self.excluded

    def opposite(self) -> Within:
        return Within(self.codes, not self.excluded)


Domain = Ordered | OneOf | Within


def as_number(value: Value) -> Number:
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, (int, Decimal)):
        return value
    raise TypeError(f"{value!r} is not a number")


def gap(one: Number, other: Number) -> Decimal:
    """How far apart two numbers are."""
    return abs(Decimal(one) - Decimal(other))


def span_from(operator: str, number: Number) -> Ordered:
    """The numbers x for which `x operator number` is true."""
    if operator == "=":
        return Ordered((Span(number, True, number, True),))
    if operator == "<>":
        return span_from("=", number).opposite()
    if operator in ("<", "<="):
        return Ordered((Span(None, False, number, operator == "<="),))
    return Ordered((Span(number, operator == ">=", None, False),))


def points(numbers: Sequence[Number]) -> Ordered:
    return Ordered(tuple(Span(number, True, number, True) for number in sorted(set(numbers))))


def between(low: Number, high: Number) -> Ordered:
    return Ordered((Span(low, True, high, True),) if low <= high else ())


def agree(domains: Sequence[Domain], value: Value) -> Truth:
    """Whether the value satisfies all of them at once."""
    answers = [domain.test(value) for domain in domains]
    return False if False in answers else None if None in answers else True


def nearest(fact: Fact, domains: Sequence[Domain], value: Value | None) -> Value | None:
    """A value that satisfies all the domains, the nearest to the present one; None when there is none to name."""
    if fact.is_ordered:
        return _nearest_number(fact, [domain for domain in domains if isinstance(domain, Ordered)], value)
    for candidate in _candidates(fact, domains):
        if agree(domains, candidate) is True:
            return candidate
    return None


def _candidates(fact: Fact, domains: Sequence[Domain]) -> list[Value]:
    if fact.type == "boolean":
        return [True, False]
    found: list[Value] = []
    for domain in domains:
        if isinstance(domain, OneOf) and not domain.excluded:
            found += domain.values
        elif isinstance(domain, Within) and not domain.excluded:
            found += domain.codes
    return found or list(fact.choices or ())


def _nearest_number(fact: Fact, domains: Sequence[Ordered], value: Value | None) -> Value | None:
    allowed = domains[0]
    for domain in domains[1:]:
        allowed = allowed.meet(domain)
    here = None if value is None else as_number(value)
    ends = [end for span in allowed.spans for end in _ends(span, whole=fact.type != "number")]
    if not ends:
        return None
    best = ends[0] if here is None else min(ends, key=lambda end: gap(end, here))
    if fact.type != "date":
        return best
    return date.fromordinal(int(best)) if date.min.toordinal() <= best <= date.max.toordinal() else None


def _ends(span: Span, *, whole: bool) -> list[Number]:
    """The outermost values that still belong to the span; for an open end the next one inside."""
    ends = [_inside(span, bound, upper) for bound, upper in ((span.low, False), (span.high, True))]
    if whole:
        ends = [_whole(end, upper) for end, upper in zip(ends, (False, True), strict=True)]
    return [end for end in ends if end is not None and span.holds(end)]


def _inside(span: Span, bound: Number | None, upper: bool) -> Number | None:
    if bound is None or span.holds(bound):
        return bound
    step: Number = Decimal("0.01")
    if span.low is not None and span.high is not None:
        step = min(step, Decimal(span.high - span.low) / 2)
    return bound - step if upper else bound + step


def _whole(number: Number | None, upper: bool) -> int | None:
    if number is None:
        return None
    floor = int(number // 1)
    return floor if upper or floor == number else floor + 1


def excluded_points(domain: Ordered) -> list[Number] | None:
    """The numbers left out, when the domain is everything but a few numbers; else None."""
    spans = domain.spans
    if len(spans) < 2 or spans[0].low is not None or spans[-1].high is not None:
        return None
    gaps = [left.high for left, right in pairwise(spans) if left.high == right.low]
    return [gap for gap in gaps if gap is not None] if len(gaps) == len(spans) - 1 else None
