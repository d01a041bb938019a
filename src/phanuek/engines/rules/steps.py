"""From a way of meeting a rule to the facts to change: each with the nearest value that will do.

What is asked of single facts is settled one by one. Where facts are bound to each other it is open which of them gives
way; the smallest choices are tried, first those that change one fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from phanuek.engines.rules.advice import Kind, advice
from phanuek.engines.rules.domains import Domain, agree, as_number, nearest
from phanuek.engines.rules.linked import Pair, left_open, solve
from phanuek.engines.rules.sentences import condition_text
from phanuek.engines.rules.vocabulary import Fact, Value
from phanuek.engines.rules.ways import Way, Ways, only_excludes
from phanuek.engines.wording import Words, words

# Among how many bound facts it is tried which of them give way.
MOST_BOUND = 8


@dataclass(frozen=True)
class Change:
    """One fact to change: `before` is its present value (None: not known yet), `value` the nearest that will do.

    Of several areas or codes that will do, `value` is the first; `text` tells all. It is None where no one value can be named:
    the fact is bound to another that is not known either, anything but some text will do and no choices are given, or a part of
    an area is left out. `type` and `label` are those of the fact; money is in satang.
    `kind` "find_out" marks a fact that is unknown: it may already be right. `possible` is False for a fact that nobody can
    change.
    """

    fact: str
    kind: Kind
    before: Value | None
    value: Value | None
    text: Words
    possible: bool = True
    type: str = ""
    label: Words = field(default_factory=dict, hash=False)

    def as_json(self) -> dict[str, Any]:
        """Ready for JSON: days as 2025-11-30, numbers that are not whole as text, so that nothing is lost."""
        return {
            "fact": self.fact,
            "type": self.type,
            "label": self.label,
            "kind": self.kind,
            "before": plain(self.before),
            "value": plain(self.value),
            "text": self.text,
            "possible": self.possible,
        }


def plain(value: Value | None) -> bool | int | str | None:
    """A value as JSON holds it without loss."""
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


Steps = tuple[Change, ...]


def steps_of(ways: Ways, way: Way) -> Iterator[Steps]:
    """The smallest sets of changes that follow the way; none when it leads nowhere."""
    needed = [name for name, domains in way.asks.items() if not _is_met(domains, ways.values.get(name))]
    pairs = _touched(way.pairs, needed, ways.values)
    bound = [name for name in ways.rule.facts if any(name in _names(pair) for pair in pairs)]
    single: list[Change] = []
    for name in ways.rule.facts:
        if name in needed and name not in bound:
            step = _single(ways.rule.vocabulary[name], way.asks[name], ways.values.get(name))
            if step is None:
                return
            single.append(step)
    if not bound:
        yield tuple(single)
        return
    order = {name: place for place, name in enumerate(ways.rule.facts)}
    groups = [list(_bound_steps(ways, way, group, needed)) for group in _groups(pairs)]
    for steps in product(*groups):
        together = [*single, *(step for some in steps for step in some)]
        yield tuple(sorted(together, key=lambda step: order[step.fact]))


def _groups(pairs: tuple[Pair, ...]) -> list[tuple[Pair, ...]]:
    """The pairs that are bound to each other through a common fact, apart from those that are not."""
    groups: list[tuple[Pair, ...]] = []
    for pair in pairs:
        touching = [group for group in groups if any(set(_names(pair)) & set(_names(one)) for one in group)]
        groups = [group for group in groups if group not in touching]
        groups.append((*(one for group in touching for one in group), pair))
    return groups


def _is_met(domains: tuple[Domain, ...], value: Value | None) -> bool:
    return value is not None and agree(domains, value) is True


def _names(pair: Pair) -> tuple[str, ...]:
    return tuple(fact.name for fact in pair.facts)


def _touched(pairs: tuple[Pair, ...], needed: list[str], values: Mapping[str, Value]) -> tuple[Pair, ...]:
    """The pairs that are not met, or that a change could break, and those bound to them in turn."""
    moving = set(needed)
    for pair in pairs:
        if not pair.truth(values):
            moving.update(_names(pair))
    while True:
        found = tuple(pair for pair in pairs if moving & set(_names(pair)))
        more = {name for pair in found for name in _names(pair)}
        if more <= moving:
            return found
        moving |= more


def _bound_steps(ways: Ways, way: Way, pairs: tuple[Pair, ...], needed: list[str]) -> Iterator[Steps]:
    """The smallest choices of facts that can give way so that all these pairs are met."""
    bound = [name for name in ways.rule.facts if any(name in _names(pair) for pair in pairs)]
    must = frozenset(name for name in bound if name in needed or name not in ways.values)
    may = [name for name in bound if name not in must and ways.may_change(name)][:MOST_BOUND]
    if not all(ways.may_change(name) for name in must):
        return
    found: list[frozenset[str]] = []
    for size in range(len(may) + 1):
        for more in combinations(may, size):
            names = must | set(more)
            if any(one <= names for one in found):
                continue
            facts = {name: ways.rule.vocabulary[name] for name in bound if name in names}
            values = solve(facts, way.asks, pairs, ways.values, ways.budget) if facts else None
            if values is not None:
                found.append(names)
                yield tuple(_linked(facts[name], way, pairs, ways.values, values) for name in facts)


def _single(fact: Fact, domains: tuple[Domain, ...], value: Value | None) -> Change | None:
    target = nearest(fact, domains, value)
    if target is None and not only_excludes(fact, domains):
        return None
    return _change(fact, domains, value, target)


def _linked(
    fact: Fact, way: Way, pairs: tuple[Pair, ...], before: Mapping[str, Value], after: Mapping[str, Value]
) -> Change:
    """The change of a bound fact, said by what the others leave open for it once they are changed."""
    domains = way.asks.get(fact.name, ())
    said: list[Words] = []
    for pair in pairs:
        if fact.name in _names(pair):
            other = next((one.name for one in pair.facts if one.name != fact.name), fact.name)
            if other not in before:
                said.append(condition_text(pair))
            else:
                domains += (left_open(pair, fact, after.get(other, before[other])),)
    bound = words(" และ ".join(text["th"] for text in said), " and ".join(text["en"] for text in said))
    value = before.get(fact.name)
    # two numbers of which neither is known: whatever were named would be invented
    target = None if said and value is None else after[fact.name]
    return _change(fact, domains, value, target, bound if said else None)


def _change(
    fact: Fact,
    domains: tuple[Domain, ...],
    value: Value | None,
    target: Value | None,
    bound: Words | None = None,
) -> Change:
    unsure = value is None or (bound is None and agree(domains, value) is None)
    kind: Kind = "find_out" if unsure else "set"
    if not unsure and fact.is_ordered and fact.type != "date" and target is not None and value is not None:
        kind = "raise" if as_number(target) > as_number(value) else "lower"
    possible = not fact.fixed or unsure
    text = advice(fact, domains, kind, value, target, bound)
    return Change(fact.name, kind, value, target, text, possible, fact.type, fact.title)
