"""What came of a round: who got what, what it is worth, how good that is proved to be, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from phanuek.engines.sharing import certificate
from phanuek.engines.sharing.certificate import Prices
from phanuek.engines.sharing.cuts import Cuts, Holdings
from phanuek.engines.sharing.explain import Answers
from phanuek.engines.sharing.network import Ways
from phanuek.engines.sharing.problem import Problem

if TYPE_CHECKING:
    from phanuek.engines.sharing.columns import Numbers


@dataclass(frozen=True, eq=False)
class Found:
    """Pairs that are given, the prices, and what is proved: "prices", "solver" (with its bound, in the prices' scale) or "gap".
    `ways` lie behind the prices where these are those of a best flow."""

    chosen: Numbers
    prices: Prices
    proof: str
    worth_bound: int | None = None
    ways: Ways | None = None


@dataclass(frozen=True)
class OfferOutcome:
    """`one_more` are the points that one more place would add, `one_more_reserved` the reserved places it would fill besides;
    both exact, and 0 in a round where money binds. `lowest` is the lowest number of points (bonuses included) with which a place
    was given, `price` the points that the certificate asks for a place."""

    code: str
    units: int
    given: int
    spent: int
    one_more: int
    one_more_reserved: int
    lowest: int | None
    price: float


@dataclass(frozen=True)
class AreaOutcome:
    code: str
    asked: int
    given: int


@dataclass(frozen=True)
class Outcome:
    """`worth` and `bound` count reserved places, points and the draw in the scale of the prices; equal where the allocation is
    proved to be the best. `objective` and `points_bound` are the same in points, a reserved place as `weight` of them.

    `gap` is the share of the objective that could at most be missing. `certificate` holds the prices from which anybody works the
    bound out again; `proof` says whether they alone prove it ("prices") or a solver says so ("solver", small rounds with
    money), or the bound is higher than the objective ("gap"). `answers` are worked out when they are asked for.
    """

    allocation: tuple[tuple[str, str], ...]
    reserved_filled: int
    points: int
    bound: int
    worth: int
    weight: int
    scale: int
    gap: float
    proof: str
    offers: tuple[OfferOutcome, ...]
    areas: tuple[AreaOutcome, ...]
    certificate: dict[str, Any]
    problem: Problem = field(repr=False, compare=False)
    cuts: Cuts = field(repr=False, compare=False)

    @property
    def is_optimal(self) -> bool:
        return self.worth == self.bound

    @property
    def objective(self) -> int:
        return self.reserved_filled * self.weight + self.points

    @property
    def points_bound(self) -> int:
        return self.bound // self.scale

    @property
    def draw(self) -> tuple[str, ...]:
        return tuple(self.problem.draw)

    @cached_property
    def answers(self) -> Answers:
        return Answers(self.cuts)

    @classmethod
    def of(cls, problem: Problem, found: Found) -> Outcome:
        """RuntimeError where the allocation breaks a limit or the prices do not prove what they should: never published."""
        import numpy as np

        chosen, prices = np.sort(found.chosen), found.prices
        broken = problem.breaks(chosen)
        if broken:
            raise RuntimeError(f"the allocation is not allowed: {broken}")
        filled, points = problem.points(chosen)
        worth, by_prices = (
            certificate.worth(problem, chosen, prices),
            certificate.bound(problem, prices),
        )
        if worth > by_prices or (found.proof == "prices" and worth != by_prices):
            raise RuntimeError(f"the prices do not prove the allocation: {worth} of {by_prices}")
        least = by_prices if found.worth_bound is None else min(by_prices, found.worth_bound)
        total = filled * problem.weight + points
        cuts = Cuts(problem, Holdings(problem, chosen), found.ways)
        return cls(
            allocation=tuple(problem.columns.codes(chosen)), reserved_filled=filled, points=points, bound=least, worth=worth,
            weight=problem.weight, scale=prices.scale, gap=(least - worth) / prices.scale / total if total else 0.0,
            proof=found.proof if least == worth or found.proof != "solver" else "gap",
            offers=tuple(_offers(problem, chosen, cuts, prices)), areas=tuple(_areas(problem, chosen)),
            certificate={**prices.as_json(problem), "bound": by_prices}, problem=problem, cuts=cuts,
        )  # fmt: skip


def _offers(problem: Problem, chosen: Numbers, cuts: Cuts, prices: Prices) -> list[OfferOutcome]:
    import numpy as np

    columns, offer = problem.columns, problem.pair_offer[chosen]
    given, spent = np.bincount(offer, minlength=len(columns.units)), problem.spent(chosen)
    nobody = int(problem.values.max(initial=0)) + 1
    lowest = np.full(len(columns.units), nobody)
    np.minimum.at(lowest, offer, problem.values[chosen])
    found = []
    for at, total in enumerate(cuts.one_more):
        reserved, points = problem.split(total)
        found.append(
            OfferOutcome(
                code=columns.offers[at], units=int(columns.units[at]), given=int(given[at]), spent=int(spent[at]),
                one_more=points, one_more_reserved=reserved, lowest=int(lowest[at]) if given[at] else None,
                price=max(0, prices.of_place(at, 0)) / prices.scale if cuts.ways is None else total,
            )
        )  # fmt: skip
    return found


def _areas(problem: Problem, chosen: Numbers) -> list[AreaOutcome]:
    served = problem.served(chosen).tolist()
    return [AreaOutcome(area.code, area.asked, n) for area, n in zip(problem.areas, served, strict=True)]
