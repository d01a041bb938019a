"""A compiled rule: conditions joined by all-of and any-of; "not" has been carried down to the single conditions.

Carrying "not" down (De Morgan) keeps every answer of three-valued logic as it was, and reads better.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from phanuek.engines.rules.domains import Domain, Truth
from phanuek.engines.rules.vocabulary import Fact, Value

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Atom:
    """The fact's value lies in the domain. `basis` is the source of the dated values used."""

    fact: Fact
    domain: Domain
    basis: tuple[str, ...] = ()

    def truth(self, values: Values) -> Truth:
        value = values.get(self.fact.name)
        return None if value is None else self.domain.test(value)


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


Node = Atom | AllOf | AnyOf


def atoms(node: Node) -> Iterator[Atom]:
    """The single conditions, in the order in which they are written."""
    if isinstance(node, Atom):
        yield node
    else:
        for part in node.parts:
            yield from atoms(part)


def open_atoms(node: Node, values: Values) -> Iterator[Atom]:
    """The unanswered single conditions on which the node's answer still hangs."""
    if node.truth(values) is not None:
        return
    if isinstance(node, Atom):
        yield node
    else:
        for part in node.parts:
            yield from open_atoms(part, values)


def fact_names(node: Node) -> tuple[str, ...]:
    return tuple(dict.fromkeys(atom.fact.name for atom in atoms(node)))
