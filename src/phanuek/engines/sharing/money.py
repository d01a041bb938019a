"""Where money binds: amounts differ, so that filling a budget is a knapsack and the flow alone is not enough.

A price on each offer's money turns the round into a flow again; its worth is a bound for every price. The prices are moved
towards those that keep the budgets (Polyak's steps), each flow is mended to one that is allowed, and the best of them stays.
Small rounds are solved to the end by CP-SAT as well. The gap that remains is stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from phanuek.engines.sharing import certificate, network
from phanuek.engines.sharing.certificate import MONEY_SCALE, Prices, prices_of
from phanuek.engines.sharing.cuts import Cuts
from phanuek.engines.sharing.network import Network
from phanuek.engines.sharing.problem import Problem

SCALE = 32  # parts of a point in which money prices count
ROUNDS = 60
MEND_EVERY = 5
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
    import numpy as np

    lots, pairs = problem.round.offers, problem.round.eligible
    costs = np.array([pair.cost or 0 for pair in pairs], dtype=np.int64)
    offers = np.array(problem.pair_offer, dtype=np.int64)
    budgets = np.array([-1 if lot.budget is None else lot.budget for lot in lots], dtype=np.int64)
    scarce = budgets >= 0
    typical = np.ones(len(lots))
    for at in range(len(lots)):
        mine = costs[offers == at]
        typical[at] = max(1.0, float(mine.mean())) if len(mine) else 1.0
    price = np.zeros(len(lots))  # points for a typical amount
    best: list[int] = []
    best_worth, bound_, best_prices, patience, stride = -1, None, None, 0, 1.0
    for turn in range(ROUNDS):
        money = [
            int(p * SCALE * MONEY_SCALE / t) if s else 0
            for p, t, s in zip(price, typical, scarce, strict=True)
        ]
        charged = [
            money[o] * c // MONEY_SCALE for o, c in zip(problem.pair_offer, costs.tolist(), strict=True)
        ]
        cost = net.cost * SCALE
        cost[: net.pairs] += np.array(charged, dtype=np.int64)
        flow = network.best_flow(net, cost)
        ways = [int(way) for way in network.distances(net, flow, cost)]
        prices = prices_of(problem, net, ways, SCALE, ties=False, money=money)
        limit = certificate.bound(problem, prices)
        chosen = [int(pair) for pair in np.flatnonzero(flow[: net.pairs])]
        if bound_ is None or limit < bound_:
            bound_, best_prices, patience = limit, prices, 0
        else:
            patience += 1
            if patience >= 4:
                stride, patience = stride / 2, 0
        if turn % MEND_EVERY == 0 or turn == ROUNDS - 1:
            mended = mend(problem, chosen, charged)
            worth = certificate.worth(problem, mended, prices)
            if worth > best_worth:
                best, best_worth = mended, worth
        spent = np.zeros(len(lots))
        np.add.at(spent, offers[chosen], costs[chosen])
        over = np.where(scarce, (spent - np.maximum(budgets, 0)) / typical, 0.0)
        over = np.where((over < 0) & (price <= 0), 0.0, over)
        length = float((over * over).sum())
        if not length or (bound_ - best_worth) * GOOD_ENOUGH <= bound_:
            break
        price = np.maximum(0.0, price + stride * (limit - best_worth) / SCALE * over / length)
        tell(40 + 50 * turn // ROUNDS)
    assert best_prices is not None
    return best, best_prices


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
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    limit = int(solver.best_objective_bound)
    value = round(solver.objective_value)
    chosen = [pair for pair, var in enumerate(take) if solver.boolean_value(var)]
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
