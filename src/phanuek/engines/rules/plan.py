"""Many rules made ready to be asked together: each distinct condition is kept once, whoever asks it.

A plan is a numbered list of nodes. Leaves are conditions on one fact, gathered by fact under a `Ruler` with all cuts of
the fact, or on two facts (`pairs`); joins are an OR or AND of earlier nodes; a rule is the AND of its conditions. Rules come
and go one by one: a node stays as long as something asks it, and its number is given away again afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.columns import Array, float_bounds, whole_bounds
from phanuek.engines.rules.explaining import Explainer
from phanuek.engines.rules.intervals import Cut, Runs, runs_of
from phanuek.engines.rules.probe import FIRST_CUT, KNOWN, Lists, Probe
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.tree import AllOf, Atom, Compared, Leaf, Node, Ratio
from phanuek.engines.rules.vocabulary import Fact

Key = TypeVar("Key", bound=Hashable)


class Rungs(NamedTuple):
    """A leaf on its ruler: it holds for a value that stands on or above an odd number of the `sure` rungs; when on or above an
    odd number of the `maybe` rungs it cannot be said."""

    sure: tuple[int, ...]
    maybe: tuple[int, ...] = ()


@dataclass(eq=False)
class Ruler:
    """All conditions on one fact, and the cuts of them all in order."""

    fact: Fact
    leaves: dict[int, Runs] = field(default_factory=dict)

    @cached_property
    def cuts(self) -> list[Cut]:
        return sorted({cut for runs in self.leaves.values() for cut in (*runs.cuts, *runs.maybe)})

    @cached_property
    def rungs(self) -> dict[int, Rungs]:
        """Each leaf in the rungs of this ruler."""
        at = {cut: rung for rung, cut in enumerate(self.cuts, FIRST_CUT)}
        return {
            node: Rungs(
                ((KNOWN,) if runs.from_start else ()) + tuple(at[cut] for cut in runs.cuts),
                tuple(at[cut] for cut in runs.maybe),
            )
            for node, runs in self.leaves.items()
        }

    @cached_property
    def laid_out(self) -> tuple[Lists, Lists]:
        """The leaves with their `sure` rungs (one that nobody reaches where there are none), and those with `maybe` rungs."""
        never = (FIRST_CUT + len(self.cuts),)
        sure = Lists.of({node: rungs.sure or never for node, rungs in self.rungs.items()})
        return sure, Lists.of({node: rungs.maybe for node, rungs in self.rungs.items() if rungs.maybe})

    @cached_property
    def _bounds(self) -> dict[str, Array]:
        return {}

    def bounds(self, kind: str) -> Array:
        """The cuts as the numbers of a "whole" or "floating" column."""
        if kind not in self._bounds:
            self._bounds[kind] = (whole_bounds if kind == "whole" else float_bounds)(self.cuts)
        return self._bounds[kind]

    def part(self, nodes: Collection[int]) -> Ruler:
        """A ruler of some of its leaves."""
        return Ruler(self.fact, {node: runs for node, runs in self.leaves.items() if node in nodes})

    def put(self, node: int, runs: Runs | None) -> None:
        if runs is None:
            del self.leaves[node]
        else:
            self.leaves[node] = runs
        for kept in ("cuts", "rungs", "laid_out", "_bounds"):
            self.__dict__.pop(kept, None)


class Join(NamedTuple):
    """OR of nodes, or AND (`every`)."""

    every: bool
    parts: tuple[int, ...]


class Asked(NamedTuple):
    rule: Rule
    conditions: tuple[int, ...]


class Plan(Generic[Key]):
    """The rules by key in the order in which they were first set."""

    def __init__(self) -> None:
        self.rules: dict[Key, Asked] = {}
        self.rulers: dict[tuple[str, str], Ruler] = {}
        self.pairs: dict[int, Compared | Ratio] = {}
        self.joins: dict[int, Join] = {}
        self.size = 0  # all numbers of nodes are below
        self._numbers: dict[object, int] = {}
        self._names: dict[int, object] = {}
        self._holders: dict[int, int] = {}
        self._free: list[int] = []

    @classmethod
    def of(cls, rules: Mapping[Key, Rule] | Sequence[Rule]) -> Plan[Key]:
        """Of rules by key, or of a list: then their keys are their places."""
        plan = cls()
        named: Mapping[Any, Rule] = rules if isinstance(rules, Mapping) else dict(enumerate(rules))
        for key, rule in named.items():
            plan.put(key, rule)
        return plan

    def __len__(self) -> int:
        return len(self.rules)

    def put(self, key: Key, rule: Rule) -> list[int]:
        """Add a rule, or write it anew; the numbers of the nodes that nobody asked before, parts before their joins."""
        made: list[int] = []
        conditions = tuple(self._number_of(node, made) for node in rule.conditions)
        self._hold(conditions)
        before = self.rules.get(key)
        self.rules[key] = Asked(rule, conditions)
        if before is not None:
            self._release(before.conditions)
        self._forget()
        return made

    def remove(self, key: Key) -> None:
        self._release(self.rules.pop(key).conditions)
        self._forget()

    def number_of(self, node: Node) -> int:
        """The number of a condition, or of a part of one, that some rule asks."""
        return self._number_of(node, [])

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """All facts that the rules ask for."""
        pairs = (fact for leaf in self.pairs.values() for fact in leaf.facts)
        return {fact.name: fact for fact in (*(ruler.fact for ruler in self.rulers.values()), *pairs)}

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        return tuple(self.rules)

    @cached_property
    def shape(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """All conditions of all rules in one row, and where each rule begins in it (one more: where it ends)."""
        lists = [asked.conditions for asked in self.rules.values()]
        starts = np.zeros(len(lists) + 1, np.int64)
        np.cumsum([len(conditions) for conditions in lists], out=starts[1:])
        return np.array([node for conditions in lists for node in conditions], np.int64), starts

    @cached_property
    def probe(self) -> Probe:
        """The plan laid out for one enterprise at a time."""
        return Probe.of(self)

    @cached_property
    def explainer(self) -> Explainer:
        """The texts of the plan's conditions, ready to be sent."""
        return Explainer(self)

    def _forget(self) -> None:
        for kept in ("facts", "keys", "shape", "probe", "explainer"):
            self.__dict__.pop(kept, None)

    def _number_of(self, node: Node, made: list[int]) -> int:
        name: object
        if isinstance(node, (Atom, Compared, Ratio)):
            name = _leaf_name(node)
        else:
            parts = tuple(sorted({self._number_of(part, made) for part in node.parts}))
            if len(parts) == 1:
                return parts[0]
            name = Join(isinstance(node, AllOf), parts)
        number = self._numbers.get(name)
        if number is None:
            number = self._new(name)
            made.append(number)
            if isinstance(node, Atom):
                ruler = self.rulers.setdefault((node.fact.name, node.fact.type), Ruler(node.fact))
                ruler.put(number, runs_of(node.domain))
            elif isinstance(node, (Compared, Ratio)):
                self.pairs[number] = node
            elif isinstance(name, Join):
                self.joins[number] = name
                self._hold(name.parts)
        return number

    def _new(self, name: object) -> int:
        number = self._free.pop() if self._free else self.size
        self.size = max(self.size, number + 1)
        self._numbers[name], self._names[number], self._holders[number] = number, name, 0
        return number

    def _hold(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._holders[number] += 1

    def _release(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._holders[number] -= 1
            if not self._holders[number]:
                self._end(number)

    def _end(self, number: int) -> None:
        name = self._names.pop(number)
        del self._numbers[name], self._holders[number]
        self._free.append(number)
        if isinstance(name, Join):
            self._release(self.joins.pop(number).parts)
        elif self.pairs.pop(number, None) is None:
            kind = cast(tuple[str, str, object], name)[:2]
            self.rulers[kind].put(number, None)
            if not self.rulers[kind].leaves:
                del self.rulers[kind]


def _leaf_name(leaf: Leaf) -> tuple[object, ...]:
    """The same for conditions that mean the same, whatever their source."""
    if isinstance(leaf, Atom):
        return leaf.fact.name, leaf.fact.type, leaf.domain
    both = (leaf.left.name, leaf.left.type, leaf.right.name, leaf.right.type)
    return (*both, leaf.operator if isinstance(leaf, Compared) else leaf.domain)
