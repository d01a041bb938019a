"""OpenFisca: each distinct condition and each offer a variable with a vectorised formula, cached as OpenFisca caches.

It has two values only: what is not known counts as not met, so only "surely fits" is compared. The variables are defined before the
clock starts; a new simulation (the same enterprises, nothing cached) is set up for each run, outside the clock too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from importlib.metadata import version
from operator import and_, or_

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.beside.world import DAY_ZERO, Asked, World, fold, packed
from phanuek.engines.rules.tree import Node

MONTH = "2026-11"


class Screen:
    def __init__(self, world: World) -> None:
        self.world = world
        self.entity = build_entity(key="enterprise", plural="enterprises", label="", is_person=True)
        self.system = TaxBenefitSystem([self.entity])
        self.given = world.peer_columns()
        for name, (type_, *_) in self.given.items():
            self.add(name, {"number": float, "boolean": bool}.get(type_, int))
            self.add(f"{name}_known", bool)
        self.names: dict[Node, str] = {}
        for at, nodes in enumerate(world.offers):
            for node in nodes:
                if node not in self.names:
                    self.names[node] = f"condition_{len(self.names)}"
                    self.add(self.names[node], bool, self.condition(node))
            self.add(f"offer_{at}", bool, self.offer([self.names[node] for node in nodes]))
        self.version = {"openfisca-core": version("openfisca-core"), "threads": 1}
        self.fresh()

    def add(self, name: str, type_: type, formula: Callable[..., np.ndarray] | None = None) -> None:
        about = {"value_type": type_, "entity": self.entity, "definition_period": DateUnit.MONTH}
        self.system.add_variable(type(name, (Variable,), about | ({"formula": formula} if formula else {})))

    def fresh(self) -> None:
        self.simulation = SimulationBuilder().build_default_simulation(self.system, self.world.rows)
        for name, (type_, values, known, _) in self.given.items():
            # its numbers are 32 bits wide: money goes in as whole baht, which these columns hold
            self.simulation.set_input(name, MONTH, values // 100 if type_ == "money" else values)
            self.simulation.set_input(f"{name}_known", MONTH, known)

    def condition(self, node: Node) -> Callable[..., np.ndarray]:
        return lambda person, period: fold(
            node,
            lambda one: self.leaf(one, person, period),
            lambda p: reduce(and_, p),
            lambda p: reduce(or_, p),
        )

    @staticmethod
    def offer(names: list[str]) -> Callable[..., np.ndarray]:
        return lambda person, period: reduce(and_, (person(name, period) for name in names))

    def leaf(self, one: Asked, person: Callable[..., np.ndarray], period: object) -> np.ndarray:
        values, known = person(one.column, period), person(f"{one.column}_known", period)
        if one.type == "boolean":
            return (values if (True in one.words) != one.excluded else ~values) & known
        if one.type == "text":
            words = self.given[one.column][3]
            table = np.zeros(len(words), bool)
            table[[words.index(word) for word in one.words]] = True
            return (table ^ one.excluded)[values] & known
        return reduce(or_, (self.span(one, values, span) for span in one.spans)) & known

    @staticmethod
    def span(one: Asked, values: np.ndarray, span) -> np.ndarray:  # type: ignore[no-untyped-def]
        def bound(number):  # type: ignore[no-untyped-def]
            if one.type == "number":
                return np.float32(number)
            return (
                int(number) - DAY_ZERO
                if one.type == "date"
                else int(number) // (100 if one.type == "money" else 1)
            )

        parts = []
        if span.low is not None:
            parts.append(values >= bound(span.low) if span.low_in else values > bound(span.low))
        if span.high is not None:
            parts.append(values <= bound(span.high) if span.high_in else values < bound(span.high))
        return reduce(and_, parts)

    def run(self) -> list[np.ndarray]:
        return [self.simulation.calculate(f"offer_{at}", MONTH) for at in range(len(self.world.offers))]

    def planes(self, answers: list[np.ndarray]) -> tuple[np.ndarray, None]:
        return packed(np.stack(answers)), None
