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
    """Pairs that are given, the prices, and how the best is known: by "prices", from a "solver", or not ("gap"). `solver_bound` are the
    points that a solver says nothing exceeds. `ways` lie behind the prices where these are those of a best flow."""

    chosen: Numbers
    prices: Prices
    proof: str
    solver_bound: int | None = None
    ways: Ways | None = None


@dataclass(frozen=True)
class OfferOutcome:
    """`one_more` are the points that one more place would add, `one_more_reserved` the reserved places it would fill besides, as
    long as the rule's shares stay as many places as they are (a share is of all places, and may grow with one more); None in a
    round where money binds, where this is not worked out. `lowest` is the lowest number of points (bonuses included) with which a
    place was given, `price` the points that the certificate asks for a place, a reserved place counted as the weight."""

    code: str
    units: int
    given: int
    spent: int
    one_more: int | None
    one_more_reserved: int | None
    lowest: int | None
    price: float


@dataclass(frozen=True)
class AreaOutcome:
    code: str
    asked: int
    given: int


@dataclass(frozen=True)
class Outcome:
    """`worth` and `bound`, which the prices prove, count reserved places, points and the draw in the scale of the prices; equal
    where the allocation is proved to be the best. `objective` and `points_bound` are the same in points, a reserved place as
    `weight` of them. `gap` is the share of the bound that is missing.

    `certificate` holds the prices from which anybody works the bound out again. `proof` says how the best is known: the prices
    prove it ("prices"); a solver that searched says so ("solver", small rounds with money), for which there is its word alone; or
    it is not known ("gap"). `solver_bound` are the points that a solver says nothing exceeds, None where none was asked.
    `answers` are worked out when they are asked for.
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
    solver_bound: int | None
    offers: tuple[OfferOutcome, ...]
    areas: tuple[AreaOutcome, ...]
    certificate: dict[str, Any]
    problem: Problem = field(repr=False, compare=False)
    cuts: Cuts = field(repr=False, compare=False)

    @property
    def is_optimal(self) -> bool:
        """Proved by the prices, or a solver's word."""
        return self.proof != "gap"

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
        total, claim = filled * problem.weight + points, found.solver_bound
        if claim is not None:
            claim = min(max(claim, total), by_prices // prices.scale)
        cuts = Cuts(problem, Holdings(problem, chosen), found.ways)
        return cls(
            allocation=tuple(problem.columns.codes(chosen)), reserved_filled=filled, points=points, bound=by_prices, worth=worth,
            weight=problem.weight, scale=prices.scale, gap=(by_prices - worth) / by_prices if by_prices else 0.0,
            proof="gap" if found.proof == "solver" and claim != total else found.proof, solver_bound=claim,
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
        reserved, points = (None, None) if total is None else problem.split(total)
        found.append(
            OfferOutcome(
                code=columns.offers[at], units=int(columns.units[at]), given=int(given[at]), spent=int(spent[at]),
                one_more=points, one_more_reserved=reserved, lowest=int(lowest[at]) if given[at] else None,
                price=max(0, prices.of_place(at, 0)) / prices.scale if total is None else total,
            )
        )  # fmt: skip
    return found


def _areas(problem: Problem, chosen: Numbers) -> list[AreaOutcome]:
    served = problem.served(chosen).tolist()
    return [AreaOutcome(area.code, area.asked, n) for area, n in zip(problem.areas, served, strict=True)]
