"""Which missing facts are worth asking for first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from phanuek.engines.rules.evaluation import Status, status_of
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.tree import AllOf, open_atoms, open_facts
from phanuek.engines.rules.vocabulary import known_values


class Question(NamedTuple):
    """A fact to ask for, and how many of the rules that cannot be answered yet hang on it.

    `settles` of these hang on nothing else: whatever the answer (a wider area and a divisor of 0 apart), it decides them.
    """

    fact: str
    decides: int
    settles: int = 0


def questions(rules: Iterable[Rule] | Mapping[str, Rule], facts: Mapping[str, object]) -> list[Question]:
    """The unknown facts, the most telling first.

    A fact counts for a rule when the rule's answer is "cannot say yet" and still hangs on it: not where something
    known has already settled that part. Ties: first what settles more rules alone, then the order of writing.
    """
    hangs: dict[str, int] = {}
    alone: dict[str, int] = {}
    for rule in rules.values() if isinstance(rules, Mapping) else rules:
        names = _still_open(rule, facts)
        for name in names:
            hangs[name] = hangs.get(name, 0) + 1
            alone[name] = alone.get(name, 0) + (len(names) == 1)
    order = sorted(hangs, key=lambda name: (-hangs[name], -alone[name]))
    return [Question(name, hangs[name], alone[name]) for name in order]


def _still_open(rule: Rule, facts: Mapping[str, object]) -> list[str]:
    if status_of(rule, facts) != Status.UNKNOWN:
        return []
    values = known_values(rule.facts, rule.vocabulary, facts)
    leaves = open_atoms(AllOf(rule.conditions), values)
    return list(dict.fromkeys(fact.name for leaf in leaves for fact in open_facts(leaf, values)))
