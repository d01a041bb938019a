"""Where money binds: amounts differ, so that filling a budget is a knapsack and the flow alone is not enough.

A price on each offer's money turns the round into a flow again; its worth is a bound for every price. The prices are moved
towards those that keep the budgets (up where more was spent, down where less, by ever smaller steps), in a large round first on
a sample of it; every few flows one is mended to what is allowed, and the best of them stays.
Small rounds are solved to the end by CP-SAT as well, which gives no proof that could be read again: what the prices prove and what
the solver says are stated apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from phanuek.engines.sharing import network, sift
from phanuek.engines.sharing.certificate import MONEY_SCALE, charged, prices_of
from phanuek.engines.sharing.columns import NONE
from phanuek.engines.sharing.network import Network, Ways
from phanuek.engines.sharing.outcome import Found
from phanuek.engines.sharing.problem import Problem

if TYPE_CHECKING:
    from phanuek.engines.sharing.columns import Flags, Numbers

SCALE = 32  # parts of a point in which money prices count
ROUNDS = 48
FEWER = 16  # where a sample told about what money will cost
MEND_EVERY = 4
STEP, WARM = 3.0, 2.0  # the power a price follows its budget with, at first; after a sample
CALMER = 0.93  # by which the steps shrink
GOOD_ENOUGH = 2_000  # stop when the gap is below one part of so many
SMALL = 4_000  # pairs that CP-SAT is asked about


def share_out(problem: Problem, net: Network, tell: Callable[[int], None]) -> Found:
    """The best allowed allocation found, with the best bound by prices."""
    import numpy as np

    turns, search = ROUNDS, _Search(problem, net)
    if net.pairs >= sift.WORTH_IT:
        small = sift.sample(problem)
        told = _Search(small, network.build(small))
        told.run(ROUNDS, lambda percent: None)
        search.price, search.step, turns = told.best_price, WARM, FEWER
    search.run(turns, tell)
    exact = _exactly(problem, search.best.tolist()) if net.pairs <= SMALL else None
    chosen, proof, solver_bound = search.best, "gap", None
    if exact is not None:
        # filled up where the solver ran out of time, so that nobody could simply have a place besides
        chosen, proof, solver_bound = (
            mend(problem, np.array(exact[0], dtype=np.int64), search.money),
            "solver",
            exact[1],
        )
    assert search.ways is not None
    return Found(chosen, prices_of(problem, search.ways, unit=SCALE, money=search.money), proof, solver_bound)


class _Search:
    """For each set of money prices the flow's own optimum is the bound; the lowest one's prices are kept, and the best mended
    flow. A `price` is points for a typical amount of the offer."""

    def __init__(self, problem: Problem, net: Network) -> None:
        import numpy as np

        self.problem, self.net, self.sieve = problem, net, sift.Sieve(problem, net)
        columns = problem.columns
        self.scarce: Flags = columns.budget != NONE
        offers, size = problem.pair_offer, len(columns.units)
        count = np.maximum(np.bincount(offers, minlength=size), 1)
        self.typical = np.maximum(1.0, np.bincount(offers, weights=problem.paid, minlength=size) / count)
        self.usual = max(1.0, float(np.median(problem.values)))
        self.price: Any = np.zeros(size)
        self.step = STEP
        self.best, self.best_worth = np.zeros(0, dtype=np.int64), -1
        self.lowest: int | None = None
        self.best_price, self.money = self.price, np.zeros(size, dtype=np.int64)
        self.ways: Ways | None = None

    def run(self, turns: int, tell: Callable[[int], None]) -> None:

        for turn in range(turns):
            chosen, money = self._turn()
            if turn % MEND_EVERY == 0 or turn == turns - 1:
                self._mend(chosen, money)
            spent = self.problem.spent(chosen)
            full = self.scarce & (spent > self.problem.columns.budget)
            assert self.lowest is not None
            if (
                not (full | (self.price > 0)).any()
                or (self.lowest - self.best_worth) * GOOD_ENOUGH <= self.lowest
            ):
                break
            self.price = self._moved(spent)
            self.step *= CALMER
            tell(40 + 50 * turn // turns)

    def _moved(self, spent: Numbers) -> Numbers:
        """Each price times how far its budget was passed or missed, to the power of the step; a first price is half a usual score."""
        import numpy as np

        ratio = np.clip(spent / np.maximum(self.problem.columns.budget, 1), 0.25, 4.0) ** self.step
        first = np.where(self.scarce & (ratio > 1), self.usual / 2, 0.0)
        moved = np.where(self.price > 0, self.price * np.clip(ratio, 0.25, 4.0), first)
        return np.where(moved < 1e-3, 0.0, moved)

    def _turn(self) -> tuple[Numbers, Numbers]:
        """The best flow when each pair also pays for its money: (its pairs, the prices of money)."""
        import numpy as np

        net, budget = self.net, self.problem.columns.budget
        money = np.where(self.scarce, self.price * SCALE * MONEY_SCALE / self.typical, 0).astype(np.int64)
        points = net.points * SCALE
        points[: net.pairs] += charged(self.problem, money)
        flow, ways = self.sieve.best(points, net.weight * SCALE)
        cost = points + net.reserved * net.weight * SCALE
        limit = net.most * SCALE - int((flow * cost).sum())
        limit += sum(
            m * b // MONEY_SCALE for m, b in zip(money.tolist(), budget.tolist(), strict=True) if b != NONE
        )
        if self.lowest is None or limit < self.lowest:
            self.lowest, self.money, self.best_price, self.ways = limit, money, self.price, ways
        return np.flatnonzero(flow[: net.pairs]), money

    def _mend(self, chosen: Numbers, money: Numbers) -> None:
        mended = mend(self.problem, chosen, money)
        filled, points = self.problem.points(mended)
        worth = (filled * self.problem.weight + points) * SCALE
        if worth > self.best_worth:
            self.best, self.best_worth = mended, worth


def mend(problem: Problem, chosen: Numbers, money: Numbers) -> Numbers:
    """Keeps of each offer's pairs those worth most for their money until it is used up, then fills what is left, the reserved
    first; among equals, whoever was drawn earlier."""
    import numpy as np

    least = np.array([area.least > 0 for area in problem.areas], dtype=bool)
    first = (problem.reserved[problem.pair_offer, problem.pair_group] > 0) | least[problem.pair_area]
    net_worth = problem.values * SCALE - charged(problem, money)
    room = _Room(problem)

    def in_order(pairs: Numbers) -> Numbers:
        keys = (pairs, -problem.ties[pairs], problem.paid[pairs], -net_worth[pairs], ~first[pairs])
        found: Numbers = pairs[np.lexsort(keys)]
        return found

    kept = room.take_all(in_order(chosen))
    rest = np.ones(len(problem.values), dtype=bool)
    rest[kept] = False
    kept += room.take_all(in_order(np.flatnonzero(rest & room.may_fit())))
    return np.sort(np.array(kept, dtype=np.int64))


class _Room:
    """What is still free under every limit."""

    def __init__(self, problem: Problem) -> None:
        columns = problem.columns
        self.problem = problem
        self.units = columns.units.tolist()
        self.money = [None if budget == NONE else budget for budget in columns.budget.tolist()]
        self.people = problem.limits.tolist()
        self.areas = [area.most for area in problem.areas]
        self.kinds: Counter[tuple[int, int]] = Counter()
        self.per_category = problem.per_category or max(self.people, default=0)
        self.category = columns.category.tolist()

    def may_fit(self) -> Flags:
        """Pairs that nothing speaks against yet, categories apart."""
        import numpy as np

        problem = self.problem
        purse = np.array([np.iinfo(np.int64).max if money is None else money for money in self.money])
        fits: Flags = (np.array(self.people) > 0)[problem.pair_person] & (np.array(self.areas) > 0)[
            problem.pair_area
        ]
        return (
            fits
            & (np.array(self.units) > 0)[problem.pair_offer]
            & (problem.paid <= purse[problem.pair_offer])
        )

    def take_all(self, pairs: Numbers) -> list[int]:
        """Those that fit, one after the other."""
        problem = self.problem
        area = problem.columns.person_area[problem.pair_person[pairs]]
        rows = zip(
            pairs.tolist(), problem.pair_person[pairs].tolist(), problem.pair_offer[pairs].tolist(), area.tolist(),
            problem.paid[pairs].tolist(), strict=True,
        )  # fmt: skip
        return [pair for pair, *row in rows if self._take(*row)]

    def _take(self, person: int, offer: int, area: int, cost: int) -> bool:
        kind, purse = (person, self.category[offer]), self.money[offer]
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
    values, ties, paid, limits = (
        column.tolist() for column in (problem.values, problem.ties, problem.paid, problem.limits)
    )
    take = [model.new_bool_var(f"p{pair}") for pair in range(len(values))]
    groups: dict[tuple[str, Any], list[int]] = {}
    rows = zip(problem.pair_person.tolist(), problem.pair_offer.tolist(), problem.pair_area.tolist(), problem.pair_group.tolist(), strict=True)  # fmt: skip
    for pair, (person, offer, area, group) in enumerate(rows):
        category = int(problem.columns.category[offer])
        for key in (("person", person), ("offer", offer), ("area", area), ("kind", (person, category)), ("group", (offer, group))):  # fmt: skip
            groups.setdefault(key, []).append(pair)
    terms = [values[pair] * take[pair] for pair in range(len(take))]
    for (what, key), pairs in groups.items():
        total = sum(take[pair] for pair in pairs)
        if what == "person":
            model.add(total <= limits[key])
        elif what == "kind" and problem.per_category is not None:
            model.add(total <= problem.per_category)
        elif what == "offer":
            model.add(total <= int(problem.columns.units[key]))
            if (budget := int(problem.columns.budget[key])) != NONE:
                model.add(sum(paid[pair] * take[pair] for pair in pairs) <= budget)
        elif what == "area":
            terms += _area_terms(model, problem, key, total)
        elif what == "group" and (reserved := int(problem.reserved[key])):
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
        model.maximize(sum(ties[pair] * take[pair] for pair in range(len(take))))
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
