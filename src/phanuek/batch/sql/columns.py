"""How the facts lie in the table that is asked.

Exact numbers lie as whole numbers of their smallest unit (12.50 in a column of two decimals is 1250), so that nothing is
ever rounded; floats stay floats. Where two facts are compared or divided a float is also needed as the decimal number
that its shortest text writes: digits × 10^power, in two columns beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from phanuek.engines.rules import Fact, Rule
from phanuek.engines.rules.tree import AllOf, Atom, atoms

Kind = Literal["boolean", "whole", "float", "date", "text"]


@dataclass(frozen=True)
class Column:
    """The column of a fact. `scale`: a whole number stands for itself divided by 10^scale."""

    fact: Fact
    kind: Kind
    scale: int = 0

    @property
    def name(self) -> str:
        return self.fact.name

    # No fact can have these names, in capitals or not.
    @property
    def digits(self) -> str:
        return f"{self.name}#digits"

    @property
    def power(self) -> str:
        return f"{self.name}#power"


def used_facts(rules: Iterable[Rule]) -> tuple[str, ...]:
    """The facts that the rules speak of, each once."""
    return tuple(dict.fromkeys(name for rule in rules for name in rule.facts))


def paired_facts(rules: Iterable[Rule]) -> frozenset[str]:
    """The facts that some rule compares with another fact, or divides."""
    return frozenset(
        fact.name
        for rule in rules
        for leaf in atoms(AllOf(rule.conditions))
        if not isinstance(leaf, Atom)
        for fact in leaf.facts
    )
