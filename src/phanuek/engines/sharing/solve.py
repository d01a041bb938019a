"""Sharing out to the optimum.

First the best points (reserved places before any points), then, among all allocations with these points, the one that serves
those drawn earlier: its draw numbers add up to the least. Both are minimum-cost flows: the second runs only over what the
prices of the first leave open. Where budgets do not bind, that is all; where they do, see `money`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from phanuek.engines.sharing import certificate, money, network
from phanuek.engines.sharing.certificate import Prices, prices_of
from phanuek.engines.sharing.cuts import Cuts, at_least_points, needed_points
from phanuek.engines.sharing.explain import Answer, explain
from phanuek.engines.sharing.model import Round
from phanuek.engines.sharing.problem import Problem, problem_of

Progress = Callable[[int], None]


@dataclass(frozen=True)
class OfferOutcome:
    """`one_more` are the points that one more place would add, `one_more_reserved` the reserved places it would fill besides;
    both exact where `exact`. `lowest` is the lowest number of points (bonuses included) with which a place was given."""

    code: str
    units: int
    given: int
    spent: int
    one_more: int
    one_more_reserved: int
    lowest: int | None


@dataclass(frozen=True)
class AreaOutcome:
    code: str
    asked: int
    given: int


@dataclass(frozen=True)
class Outcome:
    """`objective` and `bound` are (reserved places filled, points); equal where the allocation is proved to be the best.

    `gap` is the share of the worth (reserved places and points in one sum) that could at most be missing. `certificate` holds the prices from which anybody works the
    bound out again; `proof` says whether they alone prove it ("prices") or a solver says so ("solver", small rounds with
    money), or the bound is higher than the objective ("gap").
    """

    allocation: tuple[tuple[str, str], ...]
    reserved_filled: int
    points: int
    bound: int
    worth: int
    weight: int
    gap: float
    proof: str
    offers: tuple[OfferOutcome, ...]
    areas: tuple[AreaOutcome, ...]
    draw: tuple[str, ...]
    answers: tuple[Answer, ...]
    certificate: dict[str, Any] = field(default_factory=dict)

    @property
    def is_optimal(self) -> bool:
        return self.worth == self.bound


def allocate(round_: Round, progress: Progress | None = None) -> Outcome:
    """The best allocation of the round. The same content gives the same outcome, in whatever order it was given.

    `progress` is told per cent. Raises `network.SolverMissing` without OR-Tools, `RoundError` for points too large to add up.
    """
    tell = progress or (lambda percent: None)
    problem = problem_of(round_)
    tell(10)
    if not round_.eligible:
        return _outcome(
            problem, [], _no_prices(problem), Cuts.none(problem), proof="prices", worth_bound=None
        )
    net = network.build(problem)
    tell(20)
    chosen, prices, cuts = by_flow(problem, net, tell)
    if problem.breaks(chosen):
        return _by_money(problem, money.share_out(problem, net, tell), tell)
    outcome = _outcome(problem, chosen, prices, cuts, proof="prices", worth_bound=None)
    tell(100)
    return outcome


def by_flow(problem: Problem, net: network.Network, tell: Progress) -> tuple[list[int], Prices, Cuts]:
    """Best points, then the draw; the prices of both and what each applicant would have needed."""
    import numpy as np

    flow = network.best_flow(net, net.cost)
    tell(40)
    ways = network.distances(net, flow, net.cost)
    reduced = net.cost + ways[net.tail] - ways[net.head]
    fixed = np.where(reduced > 0, 0, np.where(reduced < 0, net.capacity, -1))
    drawn = np.zeros(len(net.cost), dtype=np.int64)
    drawn[: net.pairs] = -np.array(problem.ties, dtype=np.int64)
    flow = network.best_flow(net, drawn, fixed=fixed)
    tell(60)
    tie_ways = network.distances(net, flow, drawn, free=fixed < 0)
    scale = 4 * (int(np.abs(tie_ways).max()) + len(problem.draw) + 1)
    prices = prices_of(
        problem, net, [int(a) * scale + int(b) for a, b in zip(ways, tie_ways, strict=True)], scale, ties=True
    )
    chosen = [int(pair) for pair in np.flatnonzero(flow[: net.pairs])]
    tell(70)
    return chosen, prices, _cuts(problem, net, chosen, ways)


def _cuts(problem: Problem, net: network.Network, chosen: list[int], ways: Any) -> Cuts:
    far = (problem.weight + max(problem.values)) * (net.nodes + 1) // 2
    tails, heads = net.tail[: net.pairs].tolist(), net.head[: net.pairs].tolist()
    return Cuts(
        one_more=[max(0, -int(ways[node])) if abs(int(ways[node])) < far else 0 for node in net.offer_node],
        needed=needed_points(problem, chosen), at_least=at_least_points(problem, tails, heads, ways, far),
    )  # fmt: skip


def _no_prices(problem: Problem) -> Prices:
    """Where nobody may have anything nothing has a price; reserved places and rewards cannot be had either."""
    worth = problem.weight + problem.round.rule.area_fairness
    place = [dict.fromkeys(("", *groups), -problem.weight) for groups in problem.reserved]
    return Prices(1, True, place, [-worth] * len(problem.areas), [0] * len(place))


def _by_money(problem: Problem, found: Any, tell: Progress) -> Outcome:
    outcome = _outcome(
        problem, found.chosen, found.prices, found.cuts, proof=found.proof, worth_bound=found.worth_bound
    )
    tell(100)
    return outcome


def _outcome(problem: Problem, chosen: list[int], prices: Prices, cuts: Cuts, *, proof: str, worth_bound: int | None) -> Outcome:  # fmt: skip
    broken = problem.breaks(chosen)
    if broken:
        raise RuntimeError(f"the allocation is not allowed: {broken}")
    filled, points = problem.points(chosen)
    worth = certificate.worth(problem, chosen, prices)
    by_prices = certificate.bound(problem, prices)
    least = by_prices if worth_bound is None else min(by_prices, worth_bound)
    if worth > by_prices or (proof == "prices" and worth != by_prices):
        raise RuntimeError(f"the prices do not prove the allocation: {worth} of {by_prices}")
    missing = (least - worth) / prices.scale
    total = filled * problem.weight + points
    pairs = problem.round.eligible
    return Outcome(
        allocation=tuple((pairs[pair].applicant, pairs[pair].offer) for pair in chosen),
        reserved_filled=filled, points=points, bound=least, worth=worth, weight=problem.weight,
        gap=missing / total if total else 0.0, proof=proof if least == worth or proof != "solver" else "gap",
        offers=tuple(_offer_outcomes(problem, chosen, cuts)), areas=tuple(_area_outcomes(problem, chosen)),
        draw=tuple(problem.draw), answers=explain(problem, chosen, cuts),
        certificate={**prices.as_json(problem), "bound": by_prices},
    )  # fmt: skip


def _offer_outcomes(problem: Problem, chosen: list[int], cuts: Cuts) -> list[OfferOutcome]:
    given: dict[int, list[int]] = {}
    for pair in chosen:
        given.setdefault(problem.pair_offer[pair], []).append(pair)
    found = []
    for at, lot in enumerate(problem.round.offers):
        pairs = given.get(at, [])
        reserved, points = problem.split(cuts.one_more[at])
        found.append(
            OfferOutcome(
                code=lot.code, units=lot.units, given=len(pairs),
                spent=sum(problem.round.eligible[pair].cost or 0 for pair in pairs),
                one_more=points, one_more_reserved=reserved,
                lowest=min((problem.values[pair] for pair in pairs), default=None),
            )
        )  # fmt: skip
    return found


def _area_outcomes(problem: Problem, chosen: list[int]) -> list[AreaOutcome]:
    given = [0] * len(problem.areas)
    for pair in chosen:
        given[problem.person_area[problem.pair_person[pair]]] += 1
    return [
        AreaOutcome(area.code, area.asked, served) for area, served in zip(problem.areas, given, strict=True)
    ]
