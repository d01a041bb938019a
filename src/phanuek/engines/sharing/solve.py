"""Sharing out to the optimum.

First the best points (reserved places before any points), then, among all allocations with these points, the one that serves
those drawn earlier: its draw numbers add up to the most. Both are minimum-cost flows: the first from the pairs that can matter
(`sift`), the second only over what the prices of the first leave open. Where budgets do not bind, that is all; where they do, see
`money`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from phanuek.engines.sharing import money, network, sift
from phanuek.engines.sharing.certificate import Prices, prices_of
from phanuek.engines.sharing.columns import Columns
from phanuek.engines.sharing.model import Round
from phanuek.engines.sharing.network import Network, Ways
from phanuek.engines.sharing.outcome import Found, Outcome
from phanuek.engines.sharing.problem import Problem, problem_of

if TYPE_CHECKING:
    from phanuek.engines.sharing.columns import Numbers

Progress = Callable[[int], None]


def allocate(made: Round | Columns, progress: Progress | None = None) -> Outcome:
    """The best allocation of the round. The same content gives the same outcome, in whatever order it was given.

    `progress` is told per cent. Raises `network.SolverMissing` without OR-Tools, `RoundError` for points too large to add up.
    """
    import numpy as np

    tell = progress or (lambda percent: None)
    problem = problem_of(made)
    tell(10)
    if not len(problem.values):
        chosen = np.zeros(0, dtype=np.int64)
        return Outcome.of(problem, Found(chosen, _no_prices(problem), "prices"))
    net = network.build(problem)
    tell(20)
    found = by_flow(problem, net, tell)
    if problem.breaks(found.chosen):
        found = money.share_out(problem, net, tell)
    outcome = Outcome.of(problem, found)
    tell(100)
    return outcome


def by_flow(problem: Problem, net: Network, tell: Progress) -> Found:
    """Best points, then the draw, and the prices of both."""
    import numpy as np

    flow, ways = sift.Sieve(problem, net).best(net.points, net.weight)
    tell(60)
    flow, drawn = _draw(problem, net, flow, ways)
    chosen = np.flatnonzero(flow[: net.pairs])
    tell(90)
    return Found(chosen, prices_of(problem, ways, drawn), "prices", ways=ways)


def _draw(problem: Problem, net: Network, flow: Numbers, ways: Ways) -> tuple[Numbers, Ways]:
    """Among all best flows the one with most draw numbers. What costs more than nothing stays empty, what costs less stays full."""
    import numpy as np

    open_ = ways.reduced(net, net.cost) == 0
    cost = np.zeros(len(net.points), dtype=np.int64)
    cost[: net.pairs] = -problem.ties
    flow = sift.again(net, flow, cost, open_)
    return flow, network.ways_of(net, flow, cost, free=open_, everywhere=True)


def _no_prices(problem: Problem) -> Prices:
    """Where nobody may have anything nothing has a price; reserved places and rewards cannot be had either."""
    import numpy as np

    none = np.zeros(problem.reserved.shape, dtype=np.int64)
    nowhere = np.zeros(len(problem.areas), dtype=np.int64)
    least = problem.weight + problem.rule.area_fairness
    return Prices(1, 1, True, (none - problem.weight, none), (nowhere - least, nowhere), none[:, 0])
