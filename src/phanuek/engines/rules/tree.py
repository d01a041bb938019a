"""A compiled rule: conditions joined by all-of and any-of; "not" has been carried down to the single conditions.

Carrying "not" down (De Morgan) keeps every answer of three-valued logic as it was, and reads better.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from phanuek.engines.rules.domains import Domain, Ordered, Truth, as_number
from phanuek.engines.rules.vocabulary import Fact, Value

Values = Mapping[str, Value]
Operator = Literal["=", "<>", "<", "<=", ">", ">="]
# The same comparison read from the other side, and the one that is true where this one is not.
FLIPPED: dict[Operator, Operator] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
OPPOSITE: dict[Operator, Operator] = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True)
class Atom:
    """The fact's value lies in the domain. `basis` is the source of the dated values used; `years` is what was asked in
    whole years, where the domain of days was worked out from them."""

    fact: Fact
    domain: Domain
    basis: tuple[str, ...] = ()
    years: Ordered | None = field(default=None, compare=False)

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.fact,)

    def truth(self, values: Values) -> Truth:
        value = values.get(self.fact.name)
        return None if value is None else self.domain.test(value)

    def opposite(self) -> Atom:
        years = None if self.years is None else self.years.opposite()
        return Atom(self.fact, self.domain.opposite(), self.basis, years)


@dataclass(frozen=True)
class Compared:
    """Two facts of one enterprise compared with each other, both ordered and of kinds that go together."""

    left: Fact
    operator: Operator
    right: Fact
    basis: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.left, self.right)

    def truth(self, values: Values) -> Truth:
        both = _both(self, values)
        if both is None:
            return None
        one, other = both
        if self.operator in ("=", "<>"):
            return (one == other) == (self.operator == "=")
        if self.operator in ("<", "<="):
            return one < other or (self.operator == "<=" and one == other)
        return one > other or (self.operator == ">=" and one == other)

    def opposite(self) -> Compared:
        return Compared(self.left, OPPOSITE[self.operator], self.right, self.basis)


@dataclass(frozen=True)
class Ratio:
    """One fact divided by another lies in the domain, worked out exactly. Divided by nothing: cannot say."""

    left: Fact
    right: Fact
    domain: Ordered
    basis: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (self.left, self.right)

    def truth(self, values: Values) -> Truth:
        both = _both(self, values)
        if both is None or both[1] == 0:
            return None
        share = both[0] / both[1]
        return any(
            (span.low is None or share > Fraction(span.low) or (span.low_in and share == Fraction(span.low)))
            and (span.high is None or share < Fraction(span.high) or (span.high_in and share == Fraction(span.high)))
            for span in self.domain.spans
        )  # fmt: skip

    def opposite(self) -> Ratio:
        return Ratio(self.left, self.right, self.domain.opposite(), self.basis)


def _both(leaf: Compared | Ratio, values: Values) -> tuple[Fraction, Fraction] | None:
    one, other = values.get(leaf.left.name), values.get(leaf.right.name)
    if one is None or other is None:
        return None
    return Fraction(as_number(one)), Fraction(as_number(other))


@dataclass(frozen=True)
class AllOf:
    parts: tuple[Node, ...]

    def truth(self, values: Values) -> Truth:
        answers = [part.truth(values) for part in self.parts]
        return False if False in answers else None if None in answers else True


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Node, ...]

    def truth(self, values: Values) -> Truth:
        answers = [part.truth(values) for part in self.parts]
        return True if True in answers else None if None in answers else False


Leaf = Atom | Compared | Ratio
LEAVES = (Atom, Compared, Ratio)  # for isinstance
Node = Leaf | AllOf | AnyOf


def atoms(node: Node) -> Iterator[Leaf]:
    """The single conditions, in the order in which they are written."""
    if isinstance(node, LEAVES):
        yield node
    else:
        for part in node.parts:
            yield from atoms(part)


def open_atoms(node: Node, values: Values) -> Iterator[Leaf]:
    """The unanswered single conditions on which the node's answer still hangs."""
    if node.truth(values) is not None:
        return
    if isinstance(node, LEAVES):
        yield node
    else:
        for part in node.parts:
            yield from open_atoms(part, values)


def open_facts(leaf: Leaf, values: Values) -> tuple[Fact, ...]:
    """What must become known, or better known, to answer an unanswered condition: what has no value, else the divisor that is
    nothing or the place that is known too coarsely."""
    missing = tuple(fact for fact in leaf.facts if values.get(fact.name) is None)
    return missing or leaf.facts[-1:]


def fact_names(node: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.name for atom in atoms(node) for fact in atom.facts))
