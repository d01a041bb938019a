"""Prices that prove how good an allocation is, and the bound that follows from them.

Give each offer's place a price (one for each group that has reserved places), each area a price and, where money is short, each
satang a price. Whatever the prices, no allocation can be worth more than: what every applicant would choose at these prices,
plus the places sold to whoever is worth most, plus what each area is worth. This `bound` is worked out here in whole numbers, by
`tools/verify_round.py` again on its own. Where it equals the worth of the allocation, that is proved to be the best there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phanuek.engines.sharing.columns import NONE
from phanuek.engines.sharing.network import ROOT, Joints, Ways
from phanuek.engines.sharing.problem import Problem

if TYPE_CHECKING:
    from phanuek.engines.sharing.columns import Numbers

MONEY_SCALE = 10**9  # a price of money is this many times its price of one satang


@dataclass(frozen=True, eq=False)
class Prices:
    """A price is `points` of which `unit` make one point, and `drawn` numbers of the draw, of which `tie_scale` (more than there
    can be) outweigh one of them. Places by offer and group (in the shape of `reserved`), areas, money by offer."""

    unit: int
    tie_scale: int
    ties: bool
    place: tuple[Numbers, Numbers]
    area: tuple[Numbers, Numbers]
    money: Numbers

    @property
    def scale(self) -> int:
        return self.unit * self.tie_scale

    def of_place(self, offer: int, group: int) -> int:
        return int(self.place[0][offer, group]) * self.tie_scale + int(self.place[1][offer, group])

    def of_area(self, area: int) -> int:
        return int(self.area[0][area]) * self.tie_scale + int(self.area[1][area])

    def as_json(self, problem: Problem) -> dict[str, Any]:
        """In `scale`ths of a point. `place[offer][group]` for groups with reserved places, "" for all others."""
        columns, names = problem.columns, ["", *(group.code for group in problem.rule.groups)]
        return {
            "scale": self.scale,
            "ties": self.ties,
            "place": {
                code: {names[g]: self.of_place(at, g) for g in _groups(problem, at)}
                for at, code in enumerate(columns.offers)
            },
            "area": {code: self.of_area(at) for at, code in enumerate(columns.areas)},
            "money": {
                code: int(self.money[at])
                for at, code in enumerate(columns.offers)
                if columns.budget[at] != NONE
            },
        }


def _groups(problem: Problem, offer: int) -> list[int]:
    return [0, *(g for g, places in enumerate(problem.reserved[offer].tolist()) if places)]


def prices_of(problem: Problem, ways: Ways, drawn: Ways | None = None, *, unit: int = 1, money: Numbers | None = None) -> Prices:  # fmt: skip
    """From the shortest ways in what is left of the flow, and in what is left of the draw's."""
    import numpy as np

    joints = Joints.of(problem)
    numbers = np.zeros_like(ways.length) if drawn is None else drawn.length - drawn.length[ROOT]
    # more than all draw numbers that can be given, and than any two prices and a draw number together
    most = max(int(problem.limits.sum()) * len(problem.drawn), 2 * int(np.abs(numbers).max(initial=0)))
    return Prices(
        unit=unit, tie_scale=1 if drawn is None else 4 * (most + len(problem.drawn) + 1), ties=drawn is not None,
        place=(-ways.length[joints.door], -numbers[joints.door]), area=(ways.length[joints.area], numbers[joints.area]),
        money=np.zeros(joints.offers, dtype=np.int64) if money is None else money,
    )  # fmt: skip


def worth(problem: Problem, chosen: Numbers, prices: Prices) -> int:
    """What a set of pairs is worth, in the prices' scale, reserved places and the draw included."""
    filled, points = problem.points(chosen)
    ties = int(problem.ties[chosen].sum()) if prices.ties else 0
    return (filled * problem.weight + points) * prices.scale + ties


def bound(problem: Problem, prices: Prices) -> int:
    return _offers(problem, prices) + _areas(problem, prices) + _applicants(problem, prices)


def charged(problem: Problem, money: Numbers) -> Numbers:
    """What each pair pays for its money, rounded down."""
    import numpy as np

    price, paid = money[problem.pair_offer], problem.paid
    if int(price.max(initial=0)) * int(paid.max(initial=0)) < 2**62:
        small: Numbers = price * paid // MONEY_SCALE
        return small
    whole = (price.astype(object) * paid.astype(object)) // MONEY_SCALE
    found: Numbers = np.minimum(whole, 2**50).astype(np.int64)
    return found


def _offers(problem: Problem, prices: Prices) -> int:
    total, reward = 0, problem.weight * prices.scale
    for at, (units, budget) in enumerate(
        zip(problem.columns.units.tolist(), problem.columns.budget.tolist(), strict=True)
    ):
        worths: list[tuple[int, int]] = []
        for group in _groups(problem, at):
            price = prices.of_place(at, group)
            worths += [(price + reward, int(problem.reserved[at, group])), (price, units)]
        left = units
        for price, places in sorted(worths, reverse=True):
            taken = min(left, places) if price > 0 else 0
            total += taken * price
            left -= taken
        if budget != NONE:
            total += int(prices.money[at]) * budget // MONEY_SCALE
    return total


def _areas(problem: Problem, prices: Prices) -> int:
    total = 0
    for at, area in enumerate(problem.areas):
        least = area.least
        for places, reward in area.slices:
            first = min(places, least)
            least -= first
            plain = reward * prices.scale + prices.of_area(at)
            total += first * max(0, plain + problem.weight * prices.scale) + (places - first) * max(0, plain)
    return total


def _applicants(problem: Problem, prices: Prices) -> int:
    """Each takes its best pairs at these prices, as many as it may have."""
    import numpy as np

    person, offer, area = problem.pair_person, problem.pair_offer, problem.pair_area
    group = problem.pair_group
    points = problem.values * prices.unit - prices.place[0][offer, group] - prices.area[0][area]
    if prices.money.any():
        points = points - charged(problem, prices.money)
    numbers = problem.ties if prices.ties else np.zeros_like(points)
    numbers = numbers - prices.place[1][offer, group] - prices.area[1][area]
    gain = np.flatnonzero((points > 0) | ((points == 0) & (numbers > 0)))
    gain = gain[np.lexsort((-numbers[gain], -points[gain], person[gain]))]
    if problem.per_category is not None:
        kinds = person[gain] * max(1, len(problem.columns.categories)) + problem.columns.category[offer[gain]]
        order = np.argsort(kinds, kind="stable")
        keep = np.empty(len(gain), dtype=bool)
        keep[order] = place_in_run(kinds[order]) < problem.per_category
        gain = gain[keep]
    gain = gain[place_in_run(person[gain]) < problem.limits[person[gain]]]
    return int(points[gain].sum()) * prices.tie_scale + int(numbers[gain].sum())


def place_in_run(keys: Numbers) -> Numbers:
    """The place of each row among those with its key, from 0; equal keys stand together."""
    import numpy as np

    starts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else keys
    sizes = np.diff(np.append(starts, len(keys)))
    found: Numbers = np.arange(len(keys)) - np.repeat(starts, sizes)
    return found
