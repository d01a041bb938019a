"""The same best flow from a small part of the pairs.

Most pairs of a large round can never matter: others offer the applicant more at any price that comes about. A small round of every
eighth applicant, with an eighth of the places, tells roughly what places will cost; only pairs that are near an applicant's
best at these prices enter the flow. The prices of that flow then judge all pairs: those that would gain enter too, and it is solved
again, until none would. Then the prices prove that the flow is the best for the whole round (column generation, as Dantzig and
Wolfe describe it); nothing is lost by the guess but time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from phanuek.engines.sharing.certificate import place_in_run
from phanuek.engines.sharing.columns import NONE
from phanuek.engines.sharing.network import Network, Ways, best_flow, build, check_size, ways_of
from phanuek.engines.sharing.problem import Area, Problem, area_of

if TYPE_CHECKING:
    from phanuek.engines.sharing.columns import Flags, Numbers

WORTH_IT = 60_000  # pairs from which a part is looked for first
SAMPLE = 8
SHARE = 0.15  # of the pairs enter at first
TURNS = 6


class Sieve:
    """Finds best flows of one round, for one cost of the arcs after another, starting from the pairs that mattered last."""

    def __init__(self, problem: Problem, net: Network) -> None:
        import numpy as np

        self.problem, self.net = problem, net
        self.whole = net.pairs < WORTH_IT
        self.use = np.ones(net.pairs, dtype=bool) if self.whole else _near(problem)
        # reserved places that somebody asks for, in the order of their arcs
        wanted = problem.by_group(np.arange(net.pairs))
        self.fillable = np.minimum(wanted, problem.reserved)[problem.reserved > 0]

    def best(self, points: Numbers, weight: int) -> tuple[Numbers, Ways]:
        """The flow of least cost and the prices that prove it, reserved places counting `weight`.

        So large a weight makes the solver slow. A few times the largest points mostly fill every reserved place there is
        somebody for; then no larger weight could fill more, and the flow is the best one for it too."""

        import numpy as np

        net = self.net
        small = light(points)
        check_size(net, int(np.abs(points).max(initial=0)) + (weight if net.reserved.any() else 0))
        if net.reserved.any() and small < weight:
            flow, _ = self._best(points + net.reserved * small)
            if (flow[net.reserved < 0] >= self.fillable).all() and not flow[net.reserved > 0].any():
                cost = points + net.reserved * weight
                use = self.use
                while True:
                    ways, missed = self._judged(flow, cost, use)
                    if not missed.any():
                        return flow, ways
                    use = use | missed
        flow, ways = self._best(points + net.reserved * weight)
        return flow, ways

    def _best(self, cost: Numbers) -> tuple[Numbers, Ways]:
        import numpy as np

        net, use = self.net, self.use
        if 2 * int(use.sum()) > net.pairs:
            use = np.ones(net.pairs, dtype=bool)
        flow = part_of_flow(net, cost, use)
        for _ in range(TURNS):
            ways, missed = self._judged(flow, cost, use)
            reduced = ways.reduced(net, cost)
            pairs = reduced[: net.pairs]
            if not missed.any():
                # those that were given always stay
                self.use = use if self.whole else pairs <= max(0, _least(pairs, SHARE))
                return flow, ways
            # A change for the better goes round a circle; what its steps cost is at most what the missed pairs in it gain.
            open_ = np.abs(reduced) <= int(np.maximum(-pairs[missed], 0).sum())
            use = use | missed | (pairs <= _least(pairs, SHARE))
            open_[: net.pairs] = (open_[: net.pairs] & use) | missed
            flow = again(net, flow, cost, open_)
        self.use = np.ones(net.pairs, dtype=bool)
        return self._best(cost)

    def _judged(self, flow: Numbers, cost: Numbers, use: Flags) -> tuple[Ways, Flags]:
        """The prices of a flow among the pairs in use, and the other pairs that would gain at them."""
        import numpy as np

        net = self.net
        every = np.ones(len(cost), dtype=bool)
        every[: net.pairs] = use
        ways = ways_of(net, flow, cost, free=every)
        found = ways.reached[net.tail[: net.pairs]] & ~ways.reached[net.head[: net.pairs]]
        missed: Flags = ~use & (found | (ways.reduced(net, cost, slice(net.pairs)) < 0))
        return ways, missed


def light(points: Numbers) -> int:
    """A weight of a reserved place that outweighs any one change of points, and is small."""
    import numpy as np

    return 4 * (int(np.abs(points).max(initial=0)) + 1)


def part_of_flow(net: Network, cost: Numbers, use: Flags) -> Numbers:
    """The best flow in which only the pairs in use may be given; applicants without any stay out of it."""
    import numpy as np

    free = np.ones(len(cost), dtype=bool)
    free[: net.pairs] = use
    held = np.zeros(len(cost), dtype=np.int64)
    idle = net.home.start + np.flatnonzero(~active(net, use))
    free[idle] = False
    held[idle] = net.capacity[idle]
    return best_flow(net, cost, held=held, free=free)


def again(net: Network, flow: Numbers, cost: Numbers, open_: Flags) -> Numbers:
    """The best flow that differs from this one in open arcs only."""
    import numpy as np

    free = open_.copy()
    free[net.home.start + np.flatnonzero(~active(net, open_[: net.pairs]))] = False
    return best_flow(net, cost, held=flow, free=free)


def active(net: Network, use: Flags) -> Flags:
    """Which applicants have a pair in use (a pair may start at a category of theirs)."""
    import numpy as np

    active = np.zeros(net.nodes, dtype=bool)
    active[net.tail[: net.pairs][use]] = True
    first = net.joints.count + net.people
    kinds = np.flatnonzero(net.head >= first)
    active[net.tail[kinds[active[net.head[kinds]]]]] = True
    found: Flags = active[net.joints.count : first]
    return found


def _least(numbers: Numbers, share: float) -> int:
    """The number below which such a share of them lies."""
    import numpy as np

    at = int(share * len(numbers))
    return int(np.partition(numbers, at)[at])


def _near(problem: Problem) -> Flags:
    """Pairs near their applicant's best at the sample's prices."""
    import numpy as np

    small = sample(problem)
    net = build(small)
    cost = net.points + net.reserved * min(problem.weight, light(net.points))
    ways = ways_of(net, best_flow(net, cost), cost)
    doors, areas = ways.length[net.joints.door], ways.length[net.joints.area]
    gain = problem.values + doors[problem.pair_offer, problem.pair_group]
    person = problem.pair_person
    span = int(gain.max()) - int(gain.min()) + 1
    ranked = np.argsort(person * span + (int(gain.max()) - gain))
    last = ranked[place_in_run(person) == problem.limits[person] - 1]
    least = np.full(len(problem.limits), np.iinfo(np.int64).max // 4, dtype=np.int64)
    least[person[last]] = gain[last]
    least = np.maximum(least, areas[problem.columns.person_area])
    behind = least[person] - gain
    near: Flags = behind <= max(0, _least(behind, SHARE))
    return near


def sample(problem: Problem, step: int = SAMPLE) -> Problem:
    """Every `step`th applicant in the order of the draw, with as small a part of all places."""
    import numpy as np

    columns = problem.columns
    people = np.sort(problem.drawn[::step])
    number = np.full(len(problem.limits), -1, dtype=np.int64)
    number[people] = np.arange(len(people))
    pairs = np.flatnonzero(number[columns.pair_person] >= 0)
    units = np.minimum(columns.units, np.maximum(1, (columns.units + step // 2) // step))
    area, limits = columns.person_area[people], problem.limits[people]
    asked = np.bincount(area, weights=limits, minlength=len(problem.areas)).astype(int).tolist()
    return replace(
        problem,
        columns=replace(
            columns, applicants=[columns.applicants[at] for at in people.tolist()], groups=[],
            person_area=area, person_group=columns.person_group[people], need=columns.need[people], units=units,
            budget=np.where(columns.budget == NONE, NONE, columns.budget // step),
            pair_person=number[columns.pair_person[pairs]], pair_offer=columns.pair_offer[pairs],
            score=columns.score[pairs], cost=columns.cost[pairs],
        ),
        values=problem.values[pairs], ties=problem.ties[pairs], limits=limits, drawn=np.argsort(people),
        areas=[_smaller(problem, was, n, step) for was, n in zip(problem.areas, asked, strict=True)],
        reserved=np.minimum((problem.reserved + step // 2) // step, units[:, None]),
    )  # fmt: skip


def _smaller(problem: Problem, area: Area, asked: int, step: int) -> Area:
    most = min(asked, -(-area.most // step))
    rule = replace(
        problem.rule, area_most={area.code: most}, area_least={}, area_most_percent=100, area_least_percent=0
    )
    made = area_of(rule, 0, area.code, asked)
    return replace(made, least=min(most, round(area.least / step)))
