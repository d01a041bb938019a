"""Where money binds: amounts differ, so that filling a budget is a knapsack and the flow alone is not enough.

A price on each offer's money turns the round into a flow again; its worth is a bound for every price. The prices are moved
towards those that keep the budgets (up where more was spent, down where less, by ever smaller steps), every few flows one is
mended to what is allowed, and the best of them stays.
Small rounds are solved to the end by CP-SAT as well. The gap that remains is stated.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from phanuek.engines.sharing import network
from phanuek.engines.sharing.certificate import MONEY_SCALE, Prices, prices_of
from phanuek.engines.sharing.cuts import Cuts
from phanuek.engines.sharing.network import Network
from phanuek.engines.sharing.problem import Problem

SCALE = 32  # parts of a point in which money prices count
ROUNDS = 48
MEND_EVERY = 8
CALMER = 0.93  # by which the steps shrink
GOOD_ENOUGH = 2_000  # stop when the gap is below one part of so many
SMALL = 4_000  # pairs that CP-SAT is asked about


@dataclass(frozen=True)
class Found:
    chosen: list[int]
    prices: Prices
    cuts: Cuts
    proof: str
    worth_bound: int | None


def share_out(problem: Problem, net: Network, tell: Callable[[int], None]) -> Found:
    """The best allowed allocation found, with the best bound by prices."""
    found = _by_prices(problem, net, tell)
    exact = _exactly(problem, found[0]) if len(problem.values) <= SMALL else None
    chosen, proof, worth_bound = found[0], "gap", None
    if exact is not None:
        chosen, limit = exact
        worth_bound = limit * SCALE
        proof = "solver"
    return Found(chosen, found[1], Cuts.none(problem), proof, worth_bound)


def _by_prices(problem: Problem, net: Network, tell: Callable[[int], None]) -> tuple[list[int], Prices]:
    """For each set of money prices the flow's own optimum is the bound; the prices of places are worked out once, for the best."""
    import numpy as np

    lots = problem.round.offers
    costs = [pair.cost or 0 for pair in problem.round.eligible]
    offers, paid = np.array(problem.pair_offer, dtype=np.int64), np.array(costs, dtype=np.int64)
    budgets = np.array([-1 if lot.budget is None else lot.budget for lot in lots], dtype=np.int64)
    scarce = budgets >= 0
    count = np.maximum(np.bincount(offers, minlength=len(lots)), 1)
    typical = np.maximum(1.0, np.bincount(offers, weights=paid, minlength=len(lots)) / count)
    price = np.zeros(len(lots))  # points for a typical amount
    best: list[int] = []
    best_worth, lowest, best_money, step = -1, None, [0] * len(lots), 1.0
    usual = max(1.0, float(np.median(np.array(problem.values))))
    for turn in range(ROUNDS):
        money = [
            int(p * SCALE * MONEY_SCALE / t) if s else 0
            for p, t, s in zip(price, typical, scarce, strict=True)
        ]
        flow, cost, charged = _flow(problem, net, money, costs)
        limit = -int((flow * cost).sum()) + sum(
            m * lot.budget // MONEY_SCALE
            for m, lot in zip(money, lots, strict=True)
            if lot.budget is not None
        )
        chosen = [int(pair) for pair in np.flatnonzero(flow[: net.pairs])]
        if lowest is None or limit < lowest:
            lowest, best_money = limit, money
        if turn % MEND_EVERY == 0 or turn == ROUNDS - 1:
            mended = mend(problem, chosen, charged)
            filled, points = problem.points(mended)
            if (worth := (filled * problem.weight + points) * SCALE) > best_worth:
                best, best_worth = mended, worth
        spent = np.zeros(len(lots))
        np.add.at(spent, offers[chosen], paid[chosen])
        full = scarce & (spent > budgets)
        if not (full | (price > 0)).any() or (lowest - best_worth) * GOOD_ENOUGH <= lowest:
            break
        price = _moved(price, full, spent, budgets, usual, step)
        step *= CALMER
        tell(40 + 50 * turn // ROUNDS)
    flow, cost, _ = _flow(problem, net, best_money, costs)
    ways = [int(way) for way in network.distances(net, flow, cost)]
    return best, prices_of(problem, net, ways, SCALE, ties=False, money=best_money)


def _flow(
    problem: Problem, net: Network, money: Sequence[int], costs: Sequence[int]
) -> tuple[Any, Any, list[int]]:
    """The best flow when each pair also pays for its money: (flow, costs of the arcs, what each pair pays)."""
    import numpy as np

    charged = [money[o] * c // MONEY_SCALE for o, c in zip(problem.pair_offer, costs, strict=True)]
    cost = net.cost * SCALE
    cost[: net.pairs] += np.array(charged, dtype=np.int64)
    return network.best_flow(net, cost), cost, charged


def _moved(price: Any, full: Any, spent: Any, budgets: Any, usual: float, step: float) -> Any:
    """Each price times how far its budget was passed or missed, to the power of the step; a first price is half a usual score."""
    import numpy as np

    ratio = np.clip(spent / np.maximum(budgets, 1), 0.25, 4.0)
    moved = np.where(price > 0, price * ratio**step, np.where(full, usual / 2, 0.0))
    return np.where(moved < 1e-3, 0.0, moved)


def mend(problem: Problem, chosen: Iterable[int], charged: Sequence[int]) -> list[int]:
    """Keeps of each offer's pairs those worth most for their money until it is used up, then fills what is left, the reserved
    first; among equals, whoever was drawn earlier."""
    room = _Room(problem)

    def by_worth(pair: int) -> tuple[Any, ...]:
        person, offer = problem.pair_person[pair], problem.pair_offer[pair]
        first = (
            problem.person_group[person] in problem.reserved[offer]
            or problem.areas[problem.person_area[person]].least > 0
        )
        cost = problem.round.eligible[pair].cost or 0
        net_worth = problem.values[pair] * SCALE - charged[pair]
        return (not first, -net_worth, cost, -problem.ties[pair], pair)

    kept = [pair for pair in sorted(chosen, key=by_worth) if room.take(pair)]
    inside = set(kept)
    rest = sorted((pair for pair in range(len(problem.values)) if pair not in inside), key=by_worth)
    kept += [pair for pair in rest if room.take(pair)]
    return sorted(kept)


class _Room:
    """What is still free under every limit."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.units = [lot.units for lot in problem.round.offers]
        self.money = [lot.budget for lot in problem.round.offers]
        self.people = list(problem.limits)
        self.areas = [area.most for area in problem.areas]
        self.kinds: Counter[tuple[int, str]] = Counter()
        self.per_category = problem.per_category or max(problem.limits, default=0)

    def take(self, pair: int) -> bool:
        problem = self.problem
        person, offer = problem.pair_person[pair], problem.pair_offer[pair]
        area, cost = problem.person_area[person], problem.round.eligible[pair].cost or 0
        kind = person, problem.round.offers[offer].category
        purse = self.money[offer]
        if not (self.units[offer] and self.people[person] and self.areas[area]):
            return False
        if self.kinds[kind] >= self.per_category or (purse is not None and cost > purse):
            return False
        self.units[offer] -= 1
        self.people[person] -= 1
        self.areas[area] -= 1
        self.kinds[kind] += 1
        if purse is not None:
            self.money[offer] = purse - cost
        return True


def _exactly(problem: Problem, hint: Sequence[int]) -> tuple[list[int], int] | None:
    """By CP-SAT, one thread and a limit that does not depend on the machine: (pairs, bound in points)."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    take = [model.new_bool_var(f"p{pair}") for pair in range(len(problem.values))]
    groups: dict[tuple[str, Any], list[int]] = {}
    for pair, (person, offer) in enumerate(zip(problem.pair_person, problem.pair_offer, strict=True)):
        category = problem.round.offers[offer].category
        for key in (("person", person), ("offer", offer), ("area", problem.person_area[person]), ("kind", (person, category)),
                    ("group", (offer, problem.person_group[person]))):  # fmt: skip
            groups.setdefault(key, []).append(pair)
    terms = [problem.values[pair] * take[pair] for pair in range(len(take))]
    for (what, key), pairs in groups.items():
        total = sum(take[pair] for pair in pairs)
        if what == "person":
            model.add(total <= problem.limits[key])
        elif what == "kind" and problem.per_category is not None:
            model.add(total <= problem.per_category)
        elif what == "offer":
            lot = problem.round.offers[key]
            model.add(total <= lot.units)
            if lot.budget is not None:
                model.add(sum((problem.round.eligible[p].cost or 0) * take[p] for p in pairs) <= lot.budget)
        elif what == "area":
            terms += _area_terms(model, problem, key, total)
        elif what == "group" and (reserved := problem.reserved[key[0]].get(key[1], 0)):
            filled = model.new_int_var(0, reserved, "")
            model.add(filled <= total)
            terms.append(problem.weight * filled)
    inside = set(hint)
    for pair, var in enumerate(take):
        model.add_hint(var, pair in inside)
    points = sum(terms)
    model.maximize(points)
    solver = _cp_solver(cp_model)
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen = [pair for pair, var in enumerate(take) if solver.boolean_value(var)]
    places, gained = problem.points(chosen)
    value = places * problem.weight + gained
    # The solver tells its bound as a float a hair below a whole number: cut off, it would lie under the worth it bounds.
    limit = value if status == cp_model.OPTIMAL else max(value, _whole_bound(solver.best_objective_bound))
    if limit == value:  # among equals, those drawn earlier
        model.add(points == value)
        model.maximize(sum(problem.ties[pair] * take[pair] for pair in range(len(take))))
        model.clear_hints()  # type: ignore[no-untyped-call]
        for pair, var in enumerate(take):
            model.add_hint(var, pair in set(chosen))
        solver = _cp_solver(cp_model)
        if solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            chosen = [pair for pair, var in enumerate(take) if solver.boolean_value(var)]
    return chosen, limit


def _whole_bound(told: float) -> int:
    """The largest whole number that a bound told as a float allows."""
    return math.floor(math.nextafter(told, math.inf) + 1e-6)


def _cp_solver(cp_model: Any) -> Any:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = 5.0
    return solver


def _area_terms(model: Any, problem: Problem, at: int, total: Any) -> list[Any]:
    area = problem.areas[at]
    model.add(total <= area.most)
    parts = [(model.new_int_var(0, places, ""), reward) for places, reward in area.slices]
    model.add(sum(part for part, _ in parts) == total)
    least = model.new_int_var(0, area.least, "")
    model.add(least <= total)
    return [reward * part for part, reward in parts] + [problem.weight * least]
