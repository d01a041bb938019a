"""Facts bound to each other by a comparison or a ratio: what the value of one leaves open for the other.

With one of the two known the condition is a plain demand on the other, worked out exactly: whole numbers, satang and
days are rounded inward. A few facts that must change together are tried at the ends of what is left open for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache

from phanuek.engines.rules.domains import Domain, Number, Ordered, Span, as_number, gap, nearest, span_from
from phanuek.engines.rules.tree import FLIPPED, Compared, Ratio
from phanuek.engines.rules.vocabulary import Fact, Value

Pair = Compared | Ratio
Demands = Mapping[str, tuple[Domain, ...]]
# How many values of a fact are tried when several facts must change together, and how far they are followed.
MOST_TRIED = 40
_MOST_OF = {2: MOST_TRIED, 3: 16, 4: 8}  # by how many facts must still be settled
_NONE = Ordered(())
_FINE = (2, 6, 12, 24)


@dataclass
class Budget:
    """How many more values may be tried: a rule that binds many facts at odds must not keep anyone waiting."""

    left: int = 3000


def left_open(pair: Pair, fact: Fact, other: Value) -> Ordered:
    """The values of one fact of the pair that meet it while the other has this value.

    A divisor is kept above nothing: what is divided by counts something, and less than none of it is no way out.
    """
    is_left = fact.name == pair.left.name
    if pair.left.name == pair.right.name:
        return _with_itself(pair)
    if isinstance(pair, Compared):
        operator = pair.operator if is_left else FLIPPED[pair.operator]
        return span_from(operator, as_number(other))
    known = Fraction(as_number(other))
    if is_left:
        return _fitted(fact, _dividends(pair, known)) if known else _NONE
    return _fitted(fact, _divisors(pair, known))


def _with_itself(pair: Pair) -> Ordered:
    everything = _NONE.opposite()
    if isinstance(pair, Compared):
        return everything if "=" in pair.operator else _NONE
    return span_from("<>", 0) if pair.domain.test(1) else _NONE


Bounds = tuple[Fraction | None, bool, Fraction | None, bool]


def _dividends(pair: Ratio, divisor: Fraction) -> list[Bounds]:
    found: list[Bounds] = []
    for span in pair.domain.spans:
        low = None if span.low is None else Fraction(span.low) * divisor
        high = None if span.high is None else Fraction(span.high) * divisor
        found.append(
            (low, span.low_in, high, span.high_in) if divisor > 0 else (high, span.high_in, low, span.low_in)
        )
    return found if divisor > 0 else found[::-1]


def _divisors(pair: Ratio, dividend: Fraction) -> list[Bounds]:
    """Where dividend / d lies in the domain, d above nothing: the span is turned round, its end at nothing goes to infinity."""
    if dividend == 0:
        return [(Fraction(0), False, None, False)] if pair.domain.test(0) else []
    found: list[Bounds] = []
    for span in pair.domain.spans:
        ends = [(span.low, span.low_in), (span.high, span.high_in)]
        if dividend < 0:  # as if both were turned: -low and -high change places
            ends = [(None if end is None else -end, closed) for end, closed in ends[::-1]]
        (low, low_in), (high, high_in) = ends
        size = abs(dividend)
        if high is not None and high <= 0:
            continue
        least, least_in = (Fraction(0), False) if high is None else (size / Fraction(high), high_in)
        most = None if low is None or low <= 0 else size / Fraction(low)
        found.append((least, least_in, most, low_in and most is not None))
    return found[::-1] if dividend > 0 else found


def _fitted(fact: Fact, bounds: list[Bounds]) -> Ordered:
    """The spans in numbers that the fact can have."""
    spans = []
    for low, low_in, high, high_in in bounds:
        for digits in (0,) if fact.type in ("integer", "money") else _FINE:
            span = _rounded(low, low_in, high, high_in, digits)
            if span is not None:
                spans.append(span)
                break
    return Ordered(tuple(spans))


def _rounded(
    low: Fraction | None, low_in: bool, high: Fraction | None, high_in: bool, digits: int
) -> Span | None:
    """The span with bounds of so many decimals, rounded inward; None when nothing of it is left."""
    scale = 10**digits
    least = most = None
    if low is not None:
        least = -(-low * scale // 1)
        if least == low * scale and not low_in:
            least, low_in = (least + 1, True) if digits == 0 else (least, False)
        else:
            low_in = True
    if high is not None:
        most = high * scale // 1
        if most == high * scale and not high_in:
            most, high_in = (most - 1, True) if digits == 0 else (most, False)
        else:
            high_in = True
    if (
        least is not None
        and most is not None
        and (least > most or (least == most and not (low_in and high_in)))
    ):
        return None
    return Span(_number(least, digits), low_in, _number(most, digits), high_in)


def _number(scaled: int | None, digits: int) -> Number | None:
    if scaled is None or digits == 0:
        return scaled
    whole, rest = divmod(scaled, 10**digits)
    return whole if not rest else Decimal(scaled).scaleb(-digits, Context(prec=len(str(scaled)) + digits + 1))


def solve(
    facts: Mapping[str, Fact],
    demands: Demands,
    pairs: tuple[Pair, ...],
    values: Mapping[str, Value],
    budget: Budget,
) -> dict[str, Value] | None:
    """Values for the facts that meet their demands and the pairs, all other facts keeping theirs; None when none is found.

    The nearest to the present ones; with one fact the answer is exact, with more the ends of what is left open are tried.
    """
    name = next(iter(facts))
    if len(facts) == 1:
        budget.left -= 1
        asked = _all_demands(facts[name], demands, pairs, values)
        near = nearest(facts[name], asked, values.get(name))
        if near is None and all(domain == _NONE.opposite() for domain in asked):
            near = values.get(name, date(2000, 1, 1) if facts[name].type == "date" else 1)
        # a pair of facts that keep their values is not met by changing another
        return None if near is None or not _meets({**values, name: near}, pairs) else {name: near}
    rest = {other: fact for other, fact in facts.items() if other != name}
    known = {other: value for other, value in values.items() if other not in facts}
    found: list[dict[str, Value]] = []
    for tried in _tries(facts, demands, pairs, values)[name][: _MOST_OF.get(len(facts), 4)]:
        if budget.left <= 0:
            break
        if not _may_meet({**known, name: tried}, pairs):
            continue
        others = solve(rest, demands, pairs, {**_before(rest, values), **known, name: tried}, budget)
        if others is not None and _meets({**known, **others, name: tried}, pairs):
            found.append({name: tried, **others})
            if len(facts) > 2:
                break
    return min(found, key=lambda one: _distance(one, values), default=None)


def _distance(after: Mapping[str, Value], before: Mapping[str, Value]) -> Decimal:
    return sum(
        (gap(as_number(value), as_number(before[name])) for name, value in after.items() if name in before),
        Decimal(),
    )


def _may_meet(values: Mapping[str, Value], pairs: tuple[Pair, ...]) -> bool:
    """Whether the pairs of which both values are settled are met."""
    return all(pair.truth(values) for pair in pairs if pair.left.name in values and pair.right.name in values)


def _before(rest: Mapping[str, Fact], values: Mapping[str, Value]) -> dict[str, Value]:
    return {name: values[name] for name in rest if name in values}


def _meets(values: Mapping[str, Value], pairs: tuple[Pair, ...]) -> bool:
    return all(pair.truth(values) for pair in pairs)


def _all_demands(
    fact: Fact, demands: Demands, pairs: tuple[Pair, ...], values: Mapping[str, Value]
) -> list[Domain]:
    asked: list[Domain] = list(demands.get(fact.name, ()))
    for pair in pairs:
        if fact.name not in (pair.left.name, pair.right.name):
            continue
        other = pair.right if fact.name == pair.left.name else pair.left
        value = values.get(other.name)
        if pair.left.name == pair.right.name:
            asked.append(_with_itself(pair))
        else:
            asked.append(_NONE if value is None else left_open(pair, fact, value))
    return asked or [_NONE.opposite()]


def _tries(
    facts: Mapping[str, Fact], demands: Demands, pairs: tuple[Pair, ...], values: Mapping[str, Value]
) -> dict[str, list[Value]]:
    """For each fact the values worth trying: the ends of what its demands and the values tried for the others leave open."""
    tries = {
        name: list(_starts(fact, demands.get(name, ()), values.get(name))) for name, fact in facts.items()
    }
    for _ in facts:
        for pair in pairs:
            for fact, other in ((pair.left, pair.right), (pair.right, pair.left)):
                if fact.name in facts and fact.name != other.name:
                    sources = tries[other.name] if other.name in facts else _kept(values.get(other.name))
                    found = _ends_of(fact, demands.get(fact.name, ()), pair, sources)
                    tries[fact.name] = list(dict.fromkeys([*tries[fact.name], *found]))[:MOST_TRIED]
    return tries


def _kept(value: Value | None) -> list[Value]:
    return [] if value is None else [value]


def _starts(fact: Fact, asked: tuple[Domain, ...], value: Value | None) -> Iterator[Value]:
    everything: tuple[Domain, ...] = (*asked, _NONE.opposite())
    for wanted in (value, None):
        found = nearest(fact, everything, wanted)
        if found is not None:
            yield found
    if isinstance(value, (int, date)):
        yield from (near for near in _beside(value) if all(domain.test(near) for domain in asked))
    # with nothing to hold on to: the small numbers
    if fact.type != "date":
        for number in (1, 0, 2, 3, 5, 10, 100):
            if all(domain.test(number) for domain in asked):
                yield number
    elif value is not None:
        yield value


def _beside(value: int | date) -> list[Value]:
    if isinstance(value, date):
        return [
            date.fromordinal(min(max(value.toordinal() + step, 1), date.max.toordinal())) for step in (1, -1)
        ]
    return [value + 1, value - 1]


def _ends_of(fact: Fact, asked: tuple[Domain, ...], pair: Pair, sources: list[Value]) -> list[Value]:
    found = []
    for other in sources[:MOST_TRIED]:
        end = nearest(fact, (*asked, left_open(pair, fact, other)), other)
        if end is not None:
            found.append(end)
    if isinstance(pair, Ratio):
        found += _multiples(fact, asked, pair)
    return found


def _multiples(fact: Fact, asked: tuple[Domain, ...], pair: Ratio) -> list[Value]:
    """The least whole numbers of which the ratio can be made (7 and 20 for 0.35), and as many times these as are asked for."""
    found: list[Value] = []
    for share in _simplest(pair.domain):
        part = share.numerator if fact.name == pair.left.name else share.denominator
        first = nearest(fact, asked, None) if asked else None
        times = 1 if first is None or part == 0 else max(1, -(-int(as_number(first)) // abs(part)))
        found += [
            number
            for number in (part, part * times, part * (times - 1))
            if all(d.test(number) for d in asked)
        ]
    return found


@lru_cache(maxsize=256)
def _simplest(domain: Ordered, most: int = 1000) -> tuple[Fraction, ...]:
    """In each span the share with the least divisor, and the ends of the span."""
    found: list[Fraction] = []
    for span in domain.spans:
        low, high = (None if end is None else Fraction(end) for end in (span.low, span.high))
        for divisor in range(1, most):
            # the whole dividends around the ends of the span
            around = [end * divisor // 1 for end in (low, high) if end is not None] or [1]
            near = [Fraction(whole + more, divisor) for whole in around for more in (0, 1, -1)]
            share = next((one for one in near if _lies_in(one, span)), None)
            if share is not None:
                found.append(share)
                break
        found += [end for end in (low, high) if end is not None]
    return tuple(dict.fromkeys(found))


def _lies_in(share: Fraction, span: Span) -> bool:
    above = span.low is None or share > span.low or (span.low_in and share == Fraction(span.low))
    return above and (
        span.high is None or share < span.high or (span.high_in and share == Fraction(span.high))
    )
