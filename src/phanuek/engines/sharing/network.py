"""The round as a flow, and the prices that prove its best answer.

Every applicant sends as many places as it may have: along its pairs (through its category where that has a limit) to offers and on
to the root, and what it does not get to its area, where an area that is served less costs more, the cost of each further tenth
rising. A place reserved for a group is an arc of its own before the offer. So the optimum of the flow is the optimum of the round
and always whole. Shortest ways in what is left of the flow then give the prices: what one more place would add.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phanuek.engines.sharing.model import RoundError
from phanuek.engines.sharing.problem import Problem

if TYPE_CHECKING:
    from phanuek.engines.sharing.columns import Flags, Numbers

ROOT = 0
MOST_COST = 2**61  # OR-Tools multiplies costs by the number of nodes


class SolverMissing(RuntimeError):
    """OR-Tools is an extra: `pip install '.[sharing]'` in the folder of the source."""


def solver() -> Any:
    try:
        from ortools.graph.python import min_cost_flow
    except ImportError as error:
        raise SolverMissing(
            "OR-Tools is not installed: pip install '.[sharing]' in the folder of the source"
        ) from error
    return min_cost_flow


@dataclass(frozen=True)
class Joints:
    """Numbers of the nodes that are not applicants: the root, offers, areas, reserved shares. `door[o, g]` is where an applicant
    of group g comes to offer o: the group's share, or the offer itself."""

    offers: int
    areas: int
    door: Numbers
    count: int

    @classmethod
    def of(cls, problem: Problem) -> Joints:
        import numpy as np

        offers, groups = problem.reserved.shape
        door = np.repeat(1 + np.arange(offers), groups).reshape(offers, groups)
        first = 1 + offers + len(problem.areas)
        shares = np.flatnonzero(problem.reserved.ravel())
        door.ravel()[shares] = first + np.arange(len(shares))
        return cls(offers, len(problem.areas), door, first + len(shares))

    @property
    def offer(self) -> slice:
        return slice(1, 1 + self.offers)

    @property
    def area(self) -> slice:
        return slice(1 + self.offers, 1 + self.offers + self.areas)


@dataclass(frozen=True)
class Network:
    """Arcs as columns: first the `pairs` of the round, in their order, then one arc from each of `people` to its area (what it does
    not get), then the others. Nodes: joints, then applicants, then their categories. `supply` is what each node sends, `most` what
    all areas are worth when none misses anything: the flow's worth is `most` less its cost.

    The cost of an arc is `points` and, where `reserved` is 1 or −1, the weight of a reserved place that is missed or filled."""

    joints: Joints
    pairs: int
    people: int
    nodes: int
    tail: Numbers
    head: Numbers
    capacity: Numbers
    points: Numbers
    reserved: Numbers
    weight: int
    supply: Numbers
    most: int

    @property
    def cost(self) -> Numbers:
        return self.points + self.reserved * self.weight

    @property
    def home(self) -> slice:
        """The arcs from applicants to their areas."""
        return slice(self.pairs, self.pairs + self.people)


def build(problem: Problem) -> Network:
    """Costs are points, negative since the solver looks for the least."""
    import numpy as np

    joints, people = Joints.of(problem), len(problem.limits)
    person, columns = joints.count + np.arange(people), problem.columns
    tails, kinds, nodes = _kinds(problem, joints)
    area = 1 + joints.offers + columns.person_area
    rest = np.array([*_shares(problem, joints), *_areas(problem, joints)], dtype=np.int64).reshape(-1, 5).T
    parts: list[tuple[Any, ...]] = [
        (tails, joints.door[problem.pair_offer, problem.pair_group], np.ones(len(tails)), -problem.values, np.zeros(len(tails))),
        (person, area, problem.limits, np.zeros(people), np.zeros(people)),
        (1 + np.arange(joints.offers), np.full(joints.offers, ROOT), columns.units, np.zeros(joints.offers), np.zeros(joints.offers)),
        kinds, tuple(rest),
    ]  # fmt: skip
    tail, head, capacity, points, reserved = (
        np.concatenate([np.asarray(part[at]).astype(np.int64) for part in parts]) for at in range(5)
    )
    supply = np.zeros(nodes, dtype=np.int64)
    supply[person] = problem.limits
    # what an area may never get stays there: no arc could take it back
    supply[joints.area] = [area.most - area.asked for area in problem.areas]
    supply[ROOT] = -supply.sum()
    missed = np.maximum(rest[3] + rest[4] * problem.weight, 0)
    most = int((rest[2] * missed).sum())
    return Network(
        joints,
        len(tails),
        people,
        nodes,
        tail,
        head,
        capacity,
        points,
        reserved,
        problem.weight,
        supply,
        most,
    )


def starts(problem: Problem, joints: Joints) -> Numbers:
    """The node where each pair starts: its applicant, or the applicant's category."""
    return _kinds(problem, joints)[0]


def _kinds(problem: Problem, joints: Joints) -> tuple[Numbers, tuple[Numbers, ...], int]:
    """Where each pair starts, the arcs from applicants to their categories, and the number of nodes."""
    import numpy as np

    first = joints.count
    person = first + problem.pair_person
    nodes = first + len(problem.limits)
    nothing = np.zeros(0, dtype=np.int64)
    if problem.per_category is None:
        return person, (nothing,) * 5, nodes
    count = max(1, len(problem.columns.categories))
    keys, at = np.unique(
        problem.pair_person * count + problem.columns.category[problem.pair_offer], return_inverse=True
    )
    limit = np.full(len(keys), problem.per_category, dtype=np.int64)
    arcs = (
        first + keys // count,
        nodes + np.arange(len(keys)),
        limit,
        np.zeros_like(keys),
        np.zeros_like(keys),
    )
    return nodes + at, arcs, nodes + len(keys)


def _shares(problem: Problem, joints: Joints) -> list[tuple[int, int, int, int, int]]:
    import numpy as np

    arcs = []
    for offer, group in np.argwhere(problem.reserved > 0).tolist():
        node, places = int(joints.door[offer, group]), int(problem.reserved[offer, group])
        arcs.append((node, 1 + offer, places, 0, -1))
        # one more than the offer has: the offer's own arc limits it
        arcs.append((node, 1 + offer, int(problem.columns.units[offer]) + 1, 0, 0))
    return arcs


def _areas(problem: Problem, joints: Joints) -> list[tuple[int, int, int, int, int]]:
    """One arc for each reward that is missed when a place is not given; the least share, which comes first, costs the weight
    besides."""
    arcs = []
    for at, area in enumerate(problem.areas):
        node, least = 1 + joints.offers + at, area.least
        for places, reward in area.slices:
            first = min(places, least)
            least -= first
            arcs.append((node, ROOT, first, reward, 1))
            arcs.append((node, ROOT, places - first, reward, 0))
    return [arc for arc in arcs if arc[2]]


def check_size(network: Network, largest: int) -> None:
    """RoundError where sums of such costs would leave the whole numbers that the solver counts in."""
    if largest * (network.nodes + 2) > MOST_COST:
        raise RoundError(
            "rule", "คะแนนสูงเกินกว่าจะคำนวณได้แม่นยำ", "The points are too large to be worked out exactly."
        )


def best_flow(network: Network, cost: Numbers, *, held: Numbers | None = None, free: Flags | None = None) -> Numbers:  # fmt: skip
    """The flow of least cost. Arcs that are not `free` are held at `held` (none given: at nothing)."""
    import numpy as np

    check_size(network, int(np.abs(cost).max(initial=0)))
    found = np.zeros(len(cost), dtype=np.int64) if held is None else held.copy()
    arcs = np.arange(len(cost)) if free is None else np.flatnonzero(free)
    found[arcs] = 0
    supply = network.supply.copy()
    kept = np.flatnonzero(found)
    np.subtract.at(supply, network.tail[kept], found[kept])
    np.add.at(supply, network.head[kept], found[kept])
    used = supply != 0
    used[network.tail[arcs]] = True
    used[network.head[arcs]] = True
    number = np.cumsum(used, dtype=np.int32) - 1  # only the nodes that matter
    flow = solver().SimpleMinCostFlow()
    told = flow.add_arcs_with_capacity_and_unit_cost(
        number[network.tail[arcs]].astype(np.int32), number[network.head[arcs]].astype(np.int32),
        network.capacity[arcs], cost[arcs],
    )  # fmt: skip
    nodes = np.flatnonzero(used)
    flow.set_nodes_supplies(np.arange(len(nodes), dtype=np.int32), supply[nodes])
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow ended with status {status}")
    found[arcs] = flow.flows(told)
    return found


@dataclass(frozen=True)
class Ways:
    """`length[node]`: the shortest way from the root to the node in what is left of the flow. Nodes that no way reaches have
    numbers that keep the prices right all the same (no arc is shorter than the difference of its ends), and say so."""

    length: Numbers
    reached: Flags

    def reduced(self, network: Network, cost: Numbers, arcs: slice = slice(None)) -> Numbers:
        """What each arc costs at these prices: below nothing only where it is full, above only where it is empty."""
        found: Numbers = cost[arcs] + self.length[network.tail[arcs]] - self.length[network.head[arcs]]
        return found


def ways_of(network: Network, flow: Numbers, cost: Numbers, *, free: Flags | None = None, everywhere: bool = False) -> Ways:  # fmt: skip
    """Shortest ways from the root (Bellman and Ford, from the nodes that became nearer only). `everywhere` starts at every node
    at once, for prices alone."""
    import numpy as np

    ahead, undo = flow < network.capacity, flow > 0
    if free is not None:
        ahead, undo = ahead & free, undo & free
    steps = _Steps.of(network, ahead, undo, cost)
    never = np.iinfo(np.int64).max // 4
    length = np.full(network.nodes, never, dtype=np.int64)
    if everywhere:
        length[:] = 0
        return Ways(steps.relax(length, np.arange(network.nodes)), np.ones(network.nodes, dtype=bool))
    length[ROOT] = 0
    length = steps.relax(length, np.array([ROOT]))
    reached = length < never
    if not reached.all():
        lost = ~reached
        length[lost] = 0
        length = steps.relax(length, np.flatnonzero(lost), within=lost)
        out = lost[steps.tail] & reached[steps.head]
        missing = length[steps.head[out]] - steps.length[out] - length[steps.tail[out]]
        length[lost] += max(0, int(missing.max(initial=0)))
    return Ways(length, reached)


@dataclass(frozen=True)
class _Steps:
    """What is left of a flow, by the node where each step starts."""

    tail: Numbers
    head: Numbers
    length: Numbers
    first: Numbers

    @classmethod
    def of(cls, network: Network, ahead: Flags, undo: Flags, cost: Numbers) -> _Steps:
        import numpy as np

        tail = np.concatenate([network.tail[ahead], network.head[undo]])
        head = np.concatenate([network.head[ahead], network.tail[undo]])
        length = np.concatenate([cost[ahead], -cost[undo]])
        order = np.argsort(tail.astype(np.int32), kind="stable")
        first = np.concatenate([[0], np.cumsum(np.bincount(tail, minlength=network.nodes))])
        return cls(tail[order], head[order], length[order], first)

    def relax(self, way: Numbers, start: Numbers, *, within: Flags | None = None) -> Numbers:
        import numpy as np

        nodes, turns = start, 0
        while len(nodes):
            count = self.first[nodes + 1] - self.first[nodes]
            steps = np.repeat(self.first[nodes] - np.cumsum(count) + count, count) + np.arange(count.sum())
            heads = self.head[steps]
            reach = way[self.tail[steps]] + self.length[steps]
            nearer = reach < way[heads]
            if within is not None:
                nearer &= within[heads]
            heads = heads[nearer]
            np.minimum.at(way, heads, reach[nearer])
            nodes = np.unique(heads)
            turns += 1
            if turns > len(way) + 2:
                raise RuntimeError("the flow was not the best one")
        return way
