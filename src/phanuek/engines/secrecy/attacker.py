"""A reader who collects every published table and works out what is hidden: the judge of the protection.

He writes down one unknown for each place at which a case could stand, and one equation for each figure that is shown; then he
asks for the least and the greatest amount that a hidden figure can have in whole numbers from 0. Where the two are one, the
figure is open. He also knows that a thing with a row of its own has at least one case. The search is exact (CP-SAT of
OR-Tools, the extra `sharing`); it is meant for tables of some hundred places, as the tests make them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import product

from phanuek.engines.secrecy.linked import Leaf, Name, Plan

SECONDS = 20.0


class Undecided(Exception):
    """The solver found no proof in time: the attack says nothing."""


class Attacker:
    """All that one reader knows of one set of cases. `shown` tells whether a figure was published; `also` adds figures of
    other plans on the same leaves: name, whether it holds a leaf, and its amount."""

    def __init__(
        self,
        plan: Plan,
        amounts: Mapping[Leaf, int],
        shown: Callable[[Name], bool],
        *,
        rows_known: bool = True,
    ) -> None:
        from ortools.sat.python import cp_model

        self._cp, self.plan = cp_model, plan
        keys = [sorted({leaf[n] for leaf in amounts}, key=repr) for n in range(len(plan.axes))]
        self.leaves: list[Leaf] = list(product(*keys))
        self.most = 2 * sum(amounts.values()) + 10
        self.parts: dict[Name, list[Leaf]] = {}
        for leaf in self.leaves:
            for name in plan.names(leaf):
                self.parts.setdefault(name, []).append(leaf)
        self.truth = {
            name: sum(amounts.get(leaf, 0) for leaf in leaves) for name, leaves in self.parts.items()
        }
        self.shown = {name for name in self.parts if shown(name)}
        self.rows_known = rows_known

    def interval(self, name: Name, leaves: Iterable[Leaf] | None = None) -> tuple[int, int]:
        """The least and the greatest amount that everything shown leaves open for a figure (or for a sum of leaves)."""
        wanted = list(self.parts[name] if leaves is None else leaves)
        return self._bound(wanted, least=True), self._bound(wanted, least=False)

    def opened(self, secrets: Mapping[Name, int]) -> dict[Name, tuple[int, int]]:
        """The secrets that stay uncertain by less than they should."""
        found = {name: self.interval(name) for name in secrets}
        return {name: (low, high) for name, (low, high) in found.items() if high - low < secrets[name]}

    def _bound(self, wanted: list[Leaf], *, least: bool) -> int:
        model = self._cp.CpModel()
        unknown: dict[Hashable, object] = {
            leaf: model.new_int_var(0, self.most, str(n)) for n, leaf in enumerate(self.leaves)
        }
        for name, leaves in self.parts.items():
            total = sum(unknown[leaf] for leaf in leaves)  # type: ignore[misc]
            if name in self.shown:
                model.add(total == self.truth[name])
            elif self.rows_known and len(name) == 1 and self.truth[name]:
                model.add(total >= 1)
        aim = sum(unknown[leaf] for leaf in wanted)  # type: ignore[misc]
        model.minimize(aim) if least else model.maximize(aim)
        solver = self._cp.CpSolver()
        solver.parameters.max_time_in_seconds = SECONDS
        solver.parameters.num_workers = 1
        if solver.solve(model) != self._cp.OPTIMAL:
            raise Undecided
        return round(solver.objective_value)
