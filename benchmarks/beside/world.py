"""What every engine is asked: typed columns with gaps, and rules as trees, in a shape that any peer can be given.

A peer gets the columns in its own best form: dates as dates, texts as texts, and an area already cut to the lengths that the rules
ask for (`area_36` also as `area_36__2`), which spares the peer the search by prefix. Answers are compared as two planes of bits,
an offer a row, an enterprise a bit: surely fits, possibly fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from benchmarks.engines_data import Column, Data, generate
from phanuek.engines.rules import Rule
from phanuek.engines.rules.domains import OneOf, Ordered, Span, Within
from phanuek.engines.rules.tree import LEAVES, AllOf, AnyOf, Atom, Node

Answer = TypeVar("Answer")
Planes = tuple[np.ndarray, np.ndarray]
DAY_ZERO = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Asked:
    """One condition for a peer: the column holds (or, `excluded`, does not hold) one of `words`, or lies in one of `spans`."""

    column: str
    type: str
    spans: tuple[Span, ...] = ()
    words: tuple[Any, ...] = ()
    excluded: bool = False


@dataclass(frozen=True)
class World:
    data: Data
    rules: dict[str, Rule]

    @property
    def columns(self) -> dict[str, Column]:
        return self.data.columns

    @property
    def rows(self) -> int:
        return self.data.rows

    @cached_property
    def offers(self) -> list[tuple[Node, ...]]:
        return [rule.conditions for rule in self.rules.values()]

    @cached_property
    def cuts(self) -> dict[str, set[int]]:
        """The lengths to which each area is cut for the peers."""
        found: dict[str, set[int]] = {}
        for leaf in {leaf for offer in self.offers for node in offer for leaf in leaves(node)}:
            if isinstance(leaf.domain, Within):
                found.setdefault(leaf.fact.name, set()).update(map(len, leaf.domain.codes))
        return found

    def peer_columns(self) -> dict[str, tuple[str, np.ndarray, np.ndarray, tuple[str, ...]]]:
        """By name: type, values, known, words (of texts and areas, whose values are places in this list); days since 1970."""
        given = {}
        for name, column in self.columns.items():
            if name not in self.cuts:
                values = column.values.astype(np.int64) if column.fact.type == "date" else column.values
                given[name] = (column.fact.type, values, column.known, column.words)
            for length in self.cuts.get(name, ()):
                words, place = np.unique([word[:length] for word in column.words], return_inverse=True)
                codes = place.astype(np.int32)[column.values]
                given[f"{name}__{length}"] = ("text", codes, column.known, tuple(map(str, words)))
        return given


def world(rows: int, offers: int, distinct: bool) -> World:
    data = generate(rows, offers, shared=not distinct)
    return World(data, data.rules())


def leaves(node: Node) -> Iterable[Atom]:
    if isinstance(node, Atom):
        yield node
    elif isinstance(node, LEAVES):
        raise TypeError("the benchmark's rules speak of one fact in each condition")
    else:
        for part in node.parts:
            yield from leaves(part)


def asked(atom: Atom) -> Asked:
    name, domain = atom.fact.name, atom.domain
    if isinstance(domain, Ordered):
        return Asked(name, atom.fact.type, spans=domain.spans)
    if isinstance(domain, OneOf):
        return Asked(name, atom.fact.type, words=domain.values, excluded=domain.excluded)
    lengths = {len(code) for code in domain.codes}
    assert len(lengths) == 1, "areas of one length in each condition"
    return Asked(f"{name}__{lengths.pop()}", "text", words=domain.codes, excluded=domain.excluded)


def fold(
    node: Node,
    leaf: Callable[[Asked], Answer],
    all_of: Callable[[list[Answer]], Answer],
    any_of: Callable[[list[Answer]], Answer],
) -> Answer:
    """The node in a peer's own words."""
    if isinstance(node, Atom):
        return leaf(asked(node))
    assert isinstance(node, (AllOf, AnyOf))
    parts = [fold(part, leaf, all_of, any_of) for part in node.parts]
    return (all_of if isinstance(node, AllOf) else any_of)(parts)


def packed(truth: np.ndarray) -> np.ndarray:
    """Yes and no as bits, the first enterprise in the lowest."""
    return np.packbits(truth, axis=-1, bitorder="little")
