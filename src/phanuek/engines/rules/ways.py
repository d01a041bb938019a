"""The ways of meeting a rule: what each asks of single facts, and which conditions on two facts it has to keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from phanuek.engines.rules.domains import Domain, OneOf, Ordered, Within, agree, nearest
from phanuek.engines.rules.linked import Budget, Pair
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.tree import AllOf, Atom, Compared, Node, Ratio
from phanuek.engines.rules.vocabulary import Fact, Value


class Way(NamedTuple):
    """For each fact all that is asked of it, and the pairs of facts that must go together."""

    asks: dict[str, tuple[Domain, ...]]
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Ways:
    """All ways of meeting a node, cheapest first: those of any-of side by side, those of all-of combined.

    `allowed` are the facts that may change (None: all); known facts that are `fixed` may not, unless `impossible`; `cut` is no longer empty when ways were left out for their number.
    """

    rule: Rule
    values: Mapping[str, Value]
    most: int
    allowed: frozenset[str] | None = None
    impossible: bool = False
    cut: list[bool] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)

    def of(self, node: Node) -> list[Way]:
        if isinstance(node, Atom):
            return self._kept([Way({node.fact.name: (node.domain,)})])
        if isinstance(node, (Compared, Ratio)):
            return self._kept([Way({}, (node,))])
        if not isinstance(node, AllOf):
            return self._kept([way for part in node.parts for way in self.of(part)])
        ways: list[Way] = [Way({})]
        for part in node.parts:
            further = self.of(part)
            ways = self._kept([_together(way, other) for way in ways for other in further])
        return ways

    def may_change(self, name: str, domains: tuple[Domain, ...] = ()) -> bool:
        """Whether the fact may change, or be found out better: a place known coarsely."""
        if self.allowed is not None and name not in self.allowed:
            return False
        if self.impossible or not self.rule.vocabulary[name].fixed or name not in self.values:
            return True
        return agree(domains, self.values[name]) is None

    def _kept(self, ways: list[Way]) -> list[Way]:
        costs = [self._cost(way) for way in ways]
        possible = [(cost, place) for place, cost in enumerate(costs) if cost is not None]
        if len(possible) > self.most:
            self.cut.append(True)
        return [ways[place] for _, place in sorted(possible)[: self.most]]

    def _cost(self, way: Way) -> int | None:
        """How many facts it changes at least, an unknown counting less; None when a fact is asked for two things at odds."""
        if way.pairs and _at_odds(way.pairs):
            return None
        cost = 0
        changed = set()
        for name, domains in way.asks.items():
            value = self.values.get(name)
            if value is not None and agree(domains, value) is True:
                continue
            if not self.may_change(name, domains) or not can_be_met(self.rule.vocabulary[name], domains):
                return None
            changed.add(name)
            cost += 10 if value is not None else 9
        for pair in way.pairs:
            names = {fact.name for fact in pair.facts}
            if names & changed or pair.truth(self.values):
                continue
            free = [name for name in names if self.may_change(name)]
            unknown = [name for name in names if name not in self.values]
            if not free or not set(unknown) <= set(free):
                return None
            cost += 9 * len(unknown) or 10
            changed |= set(unknown)
        return cost


def _together(way: Way, other: Way) -> Way:
    joined = dict(way.asks)
    for name, domains in other.asks.items():
        joined[name] = _merged(joined.get(name, ()), domains)
    pairs = tuple(dict.fromkeys(way.pairs + other.pairs)) if other.pairs else way.pairs
    return Way(joined, pairs)


def _at_odds(pairs: tuple[Pair, ...]) -> bool:
    """Whether two of the pairs ask opposite things of the same two facts."""
    ratios: dict[tuple[str, str], Ordered] = {}
    for pair in pairs:
        if isinstance(pair, Compared):
            if pair.opposite() in pairs:
                return True
            continue
        names = pair.left.name, pair.right.name
        ratios[names] = ratios[names].meet(pair.domain) if names in ratios else pair.domain
        if not ratios[names].spans:
            return True
    return False


def _merged(ours: tuple[Domain, ...], theirs: tuple[Domain, ...]) -> tuple[Domain, ...]:
    """Both demands on a fact; those on numbers become one, so that long rules stay cheap."""
    if len(ours) == len(theirs) == 1 and isinstance(ours[0], Ordered) and isinstance(theirs[0], Ordered):
        return (ours[0].meet(theirs[0]),)
    return ours + tuple(domain for domain in theirs if domain not in ours)


def can_be_met(fact: Fact, domains: tuple[Domain, ...]) -> bool:
    return nearest(fact, domains, None) is not None or only_excludes(fact, domains)


def only_excludes(fact: Fact, domains: tuple[Domain, ...]) -> bool:
    if fact.type == "area" and _place_remains(domains):
        return True
    free = fact.type in ("text", "area") and not fact.choices
    return free and all(isinstance(domain, (OneOf, Within)) and domain.excluded for domain in domains)


def _place_remains(domains: tuple[Domain, ...]) -> bool:
    """Whether some asked area is not left out as a whole: the province without one of its districts."""
    within = [domain for domain in domains if isinstance(domain, Within)]
    asked = [domain.codes for domain in within if not domain.excluded]
    left_out = tuple(code for domain in within if domain.excluded for code in domain.codes)
    return len(within) == len(domains) and any(
        all(code.startswith(codes) for codes in asked) and not code.startswith(left_out)
        for codes in asked
        for code in codes
    )
