"""Every condition on one fact as stretches of the fact's sorted values.

Numbers and days are sorted by size, texts and area codes letter by letter; then `x >= 5`, `x IN (1, 3)`, `kind <> 'a'` and
`area IN ('50')` are all unions of stretches (the codes that begin with 50 stand together). A stretch begins and ends at a
cut; a value has reached a cut or not, and lies in the union when it has reached an odd number of the cuts. So one number,
how many of all cuts a value has reached, answers every condition on its fact.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from phanuek.engines.rules.domains import Domain, OneOf, Ordered, Within

# (value, above): reached by values > value, and by the value itself unless `above`.
Cut = tuple[Any, bool]
LAST_LETTER = chr(0x10FFFF)


class Runs(NamedTuple):
    """Where a condition holds: `cuts` in rising order, the first stretch from the least value on when `from_start`.

    `maybe` are the cuts of the values for which the answer is "cannot say" (a wider area than the one asked for).
    """

    from_start: bool
    cuts: tuple[Cut, ...]
    maybe: tuple[Cut, ...] = ()


def runs_of(domain: Domain) -> Runs:
    """The stretches of values that lie in the domain."""
    if isinstance(domain, Ordered):
        return _ordered(domain)
    if isinstance(domain, OneOf):
        return _listed(domain)
    return _within(domain)


def _ordered(domain: Ordered) -> Runs:
    cuts: list[Cut] = []
    from_start = False
    for span in domain.spans:
        if span.low is None:
            from_start = True
        else:
            cuts.append((span.low, not span.low_in))
        if span.high is not None:
            cuts.append((span.high, span.high_in))
    return Runs(from_start, tuple(cuts))


def _listed(domain: OneOf) -> Runs:
    points = [cut for value in sorted(set(domain.values)) for cut in ((value, False), (value, True))]
    return Runs(domain.excluded, tuple(points))


def _within(domain: Within) -> Runs:
    """The codes that begin with one asked for stand together; the wider places are single values outside of these."""
    widest: list[str] = []
    for code in sorted(domain.codes):  # a code stands right after the wider ones that hold it
        if not (widest and code.startswith(widest[-1])):
            widest.append(code)
    inside = [cut for code in widest for cut in ((code, False), *_after_all(code))]
    wider = {code[:length] for code in domain.codes for length in range(1, len(code))}
    doubtful = sorted(place for place in wider if not place.startswith(tuple(domain.codes)))
    maybe = tuple(cut for place in doubtful for cut in ((place, False), (place, True)))
    cuts = sorted([*inside, *maybe]) if domain.excluded else inside
    return Runs(domain.excluded, tuple(cuts), maybe)


def _after_all(prefix: str) -> list[Cut]:
    """The cut after every text that begins with the prefix; none when nothing stands after these."""
    short = prefix.rstrip(LAST_LETTER)
    return [(short[:-1] + chr(ord(short[-1]) + 1), False)] if short else []
