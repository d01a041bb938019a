"""The round as a flow, and the prices that prove its best answer.

Places flow root → area → applicant (→ applicant's category) → offer → root. An area is served through arcs whose reward falls,
a place reserved for a group is an arc of its own before the offer, so the optimum of the flow is the optimum of the round and
always whole. Shortest ways in what is left of the flow then give the prices: what one more place would add.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from phanuek.engines.sharing.model import RoundError
from phanuek.engines.sharing.problem import Problem

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[np.int64]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]

ROOT = 0
MOST_COST = 2**61  # OR-Tools multiplies costs by the number of nodes


class SolverMissing(RuntimeError):
    """OR-Tools is an extra: `pip install phanuek[sharing]`."""


def solver() -> Any:
    try:
        from ortools.graph.python import min_cost_flow
    except ImportError as error:
        raise SolverMissing("OR-Tools is not installed: pip install 'phanuek[sharing]'") from error
    return min_cost_flow


@dataclass
class Network:
    """Arcs as columns; the first `pairs` of them are the pairs of the round, in their order."""

    pairs: int
    nodes: int
    tail: Numbers
    head: Numbers
    capacity: Numbers
    cost: Numbers
    area_node: list[int]
    person_node: list[int]
    place_node: dict[tuple[int, str], int] = field(default_factory=dict)
    offer_node: list[int] = field(default_factory=list)

    def door(self, offer: int, group: str) -> int:
        """The node by which an applicant of the group comes to the offer."""
        return self.place_node.get((offer, group), self.offer_node[offer])


def build(problem: Problem) -> Network:
    """Costs are points, negative since the solver looks for the least."""
    import numpy as np

    count = 1 + len(problem.areas)
    area_node = list(range(1, count))
    person_node = list(range(count, count + len(problem.limits)))
    count += len(problem.limits)
    offer_node = list(range(count, count + len(problem.reserved)))
    count += len(problem.reserved)
    place_node: dict[tuple[int, str], int] = {}
    rest: list[tuple[int, int, int, int]] = []
    for at, groups in enumerate(problem.reserved):
        units = problem.round.offers[at].units
        rest.append((offer_node[at], ROOT, units, 0))
        for group, places in groups.items():
            place_node[at, group] = count
            rest.append((count, offer_node[at], places, -problem.weight))
            rest.append((count, offer_node[at], units + 1, 0))  # the offer's own arc limits it
            count += 1
    for at, area in enumerate(problem.areas):
        rest.extend(_area_arcs(area_node[at], area.least, area.slices, problem.weight))
    for at, limit in enumerate(problem.limits):
        rest.append((area_node[problem.person_area[at]], person_node[at], limit, 0))
    tails = [person_node[person] for person in problem.pair_person]
    if problem.per_category is not None:
        kinds: dict[tuple[int, str], int] = {}
        for at, (person, offer) in enumerate(zip(problem.pair_person, problem.pair_offer, strict=True)):
            key = (person, problem.round.offers[offer].category)
            if key not in kinds:
                kinds[key] = count
                rest.append((person_node[person], count, problem.per_category, 0))
                count += 1
            tails[at] = kinds[key]
    heads = [
        place_node.get((offer, problem.person_group[person]), offer_node[offer])
        for person, offer in zip(problem.pair_person, problem.pair_offer, strict=True)
    ]
    more = np.array(rest, dtype=np.int64).reshape(-1, 4).T
    return Network(
        pairs=len(heads), nodes=count,
        tail=np.concatenate([np.array(tails, dtype=np.int64), more[0]]),
        head=np.concatenate([np.array(heads, dtype=np.int64), more[1]]),
        capacity=np.concatenate([np.ones(len(heads), dtype=np.int64), more[2]]),
        cost=np.concatenate([-np.array(problem.values, dtype=np.int64), more[3]]),
        area_node=area_node, person_node=person_node, place_node=place_node, offer_node=offer_node,
    )  # fmt: skip


def _area_arcs(
    node: int, least: int, slices: tuple[tuple[int, int], ...], weight: int
) -> list[tuple[int, int, int, int]]:
    """One arc for each reward, the least share first: its places count the weight besides."""
    arcs = []
    for places, reward in slices:
        first = min(places, least)
        least -= first
        arcs.append((ROOT, node, first, -reward - weight))
        arcs.append((ROOT, node, places - first, -reward))
    return [arc for arc in arcs if arc[2]]


def best_flow(network: Network, cost: Numbers, *, fixed: Numbers | None = None) -> Numbers:
    """The flow of least cost; `fixed` (−1 free, else the flow itself) holds some arcs as they are."""
    import numpy as np

    if int(np.abs(cost).max(initial=0)) * (network.nodes + 2) > MOST_COST:
        raise RoundError(
            "rule", "คะแนนสูงเกินกว่าจะคำนวณได้แม่นยำ", "The points are too large to be worked out exactly."
        )
    flow = solver().SimpleMinCostFlow()
    free = np.arange(len(cost)) if fixed is None else np.flatnonzero(fixed < 0)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        network.tail[free].astype(np.int32),
        network.head[free].astype(np.int32),
        network.capacity[free],
        cost[free],
    )
    supply = np.zeros(network.nodes, dtype=np.int64)
    found = np.zeros(len(cost), dtype=np.int64) if fixed is None else np.maximum(fixed, 0)
    if fixed is not None:
        np.subtract.at(supply, network.tail, found)
        np.add.at(supply, network.head, found)
    flow.set_nodes_supplies(np.arange(network.nodes, dtype=np.int32), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"minimum-cost flow ended with status {status}")
    found[free] = flow.flows(arcs)
    return found


def distances(network: Network, flow: Numbers, cost: Numbers, *, free: Flags | None = None) -> Numbers:
    """The shortest way from the root to each node in what is left of the flow.

    Nodes that cannot be reached get a number larger than any way, so that the result is a price system in any case.
    """
    import numpy as np

    use = np.ones(len(cost), dtype=bool) if free is None else free
    ahead, undo = use & (flow < network.capacity), use & (flow > 0)
    tail = np.concatenate([network.tail[ahead], network.head[undo]])
    head = np.concatenate([network.head[ahead], network.tail[undo]])
    length = np.concatenate([cost[ahead], -cost[undo]])
    by_head = np.argsort(head, kind="stable")
    tail, head, length = tail[by_head], head[by_head], length[by_head]
    ends, starts = np.unique(head, return_index=True)
    far = (int(np.abs(cost).max(initial=0)) + 1) * (network.nodes + 1)
    way = np.full(network.nodes, far, dtype=np.int64)
    way[ROOT] = 0
    for _ in range(network.nodes + 2):
        if not len(ends):
            return way
        shorter = np.minimum(np.minimum.reduceat(way[tail] + length, starts), way[ends])
        if np.array_equal(shorter, way[ends]):
            return way
        way[ends] = shorter
    raise RuntimeError("the flow was not the best one")
