"""Which further counts must be hidden so that the small ones cannot be worked out from sums.

A table with totals is a circuit: every count is a flow, each row or column a joint where as much comes in as goes out,
and the grand total closes the ring. A reader knows the shown counts, that all balances, and that a hidden count is a
whole number from 1 (zeros are never hidden). A hidden count is safe when another amount could flow there without
touching anything shown: when it lies on a ring of hidden counts along which something can be added or taken away.
This is exact, for lists and for tables of two dimensions with their totals.

Safe here means "more than one value is possible", not "many are".
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import count

# A group of fewer is not shown (the platform's rule for public figures).
THRESHOLD = 5


@dataclass(frozen=True)
class Wire:
    name: Hashable
    start: Hashable
    end: Hashable
    amount: int


@dataclass
class Circuit:
    wires: list[Wire] = field(default_factory=list)

    def add(self, name: Hashable, start: Hashable, end: Hashable, amount: int) -> None:
        self.wires.append(Wire(name, start, end, amount))


def protect(circuit: Circuit, threshold: int = THRESHOLD) -> set[Hashable]:
    """The names of all counts to hide: those from 1 to below the threshold, and what keeps them from being found."""
    hidden = {wire.name for wire in circuit.wires if 0 < wire.amount < threshold}
    joints = _joints(circuit)
    for wire in circuit.wires:
        if wire.name in hidden:
            hidden |= _cheapest_ring(joints, wire, hidden)
    return hidden


@dataclass(frozen=True)
class _Step:
    wire: Wire
    to: Hashable


def _joints(circuit: Circuit) -> dict[Hashable, list[_Step]]:
    """From each joint, the ways on: along a wire (more flows), or against it (less flows) while at least 1 remains."""
    joints: dict[Hashable, list[_Step]] = {}
    for wire in circuit.wires:
        if wire.amount < 1:
            continue
        joints.setdefault(wire.start, []).append(_Step(wire, wire.end))
        joints.setdefault(wire.end, [])
        if wire.amount > 1:
            joints[wire.end].append(_Step(wire, wire.start))
    return joints


def _cheapest_ring(joints: dict[Hashable, list[_Step]], wire: Wire, hidden: set[Hashable]) -> set[Hashable]:
    """The names on the ring through the wire that hides least: more through the wire, or, where it can, less."""
    ways = [_way(joints, wire.end, wire.start, wire, hidden)]
    if wire.amount > 1:
        ways.append(_way(joints, wire.start, wire.end, wire, hidden))
    found = [way for way in ways if way is not None]
    return min(found, key=lambda way: way[0])[1] if found else set()


def _way(
    joints: dict[Hashable, list[_Step]], start: Hashable, goal: Hashable, without: Wire, hidden: set[Hashable]
) -> tuple[int, set[Hashable]] | None:
    """The cheapest way between two joints; a wire costs nothing when it is hidden anyway, else what it would hide."""
    order = count()
    best: dict[Hashable, int] = {start: 0}
    came: dict[Hashable, tuple[Hashable, Wire]] = {}
    queue = [(0, next(order), start)]
    while queue:
        cost, _, joint = heapq.heappop(queue)
        if joint == goal:
            return cost, {wire.name for wire in _back(came, start, goal)}
        if cost > best[joint]:
            continue
        for step in joints[joint]:
            if step.wire is without:
                continue
            further = cost + (0 if step.wire.name in hidden else step.wire.amount)
            if further < best.get(step.to, further + 1):
                best[step.to] = further
                came[step.to] = (joint, step.wire)
                heapq.heappush(queue, (further, next(order), step.to))
    return None


def _back(came: dict[Hashable, tuple[Hashable, Wire]], start: Hashable, goal: Hashable) -> Iterator[Wire]:
    joint = goal
    while joint != start:
        joint, wire = came[joint]
        yield wire
