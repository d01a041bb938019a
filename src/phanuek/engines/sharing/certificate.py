"""Prices that prove how good an allocation is, and the bound that follows from them.

Give each offer's place a price (one for each group that has reserved places), each area a price and, where money is short, each
satang a price. Whatever the prices, no allocation can be worth more than: what every applicant would choose at these prices,
plus the places sold to whoever is worth most, plus what each area is worth. This `bound` is worked out here in whole numbers, by
`tools/verify_round.py` again on its own. Where it equals the worth of the allocation, that is proved to be the best there is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from phanuek.engines.sharing.network import Network
from phanuek.engines.sharing.problem import Problem

MONEY_SCALE = 10**9  # a price of money is this many times its price of one satang


@dataclass(frozen=True)
class Prices:
    """In `scale`ths of a point. `place[o][group]` for groups with reserved places, "" for all others; `ties` says that the
    draw counts below the points."""

    scale: int
    ties: bool
    place: Sequence[Mapping[str, int]]
    area: Sequence[int]
    money: Sequence[int]

    def as_json(self, problem: Problem) -> dict[str, Any]:
        lots = problem.round.offers
        return {
            "scale": self.scale,
            "ties": self.ties,
            "place": {lot.code: dict(self.place[at]) for at, lot in enumerate(lots)},
            "area": {area.code: self.area[at] for at, area in enumerate(problem.areas)},
            "money": {lot.code: self.money[at] for at, lot in enumerate(lots) if lot.budget is not None},
        }


def prices_of(problem: Problem, net: Network, ways: list[int], scale: int, *, ties: bool, money: list[int] | None = None) -> Prices:  # fmt: skip
    place = [
        {group: -ways[net.door(at, group)] for group in ("", *problem.reserved[at])}
        for at in range(len(problem.reserved))
    ]
    return Prices(scale, ties, place, [ways[node] for node in net.area_node], money or [0] * len(place))


def worth(problem: Problem, chosen: Iterable[int], prices: Prices) -> int:
    """What a set of pairs is worth, in the prices' scale, reserved places and the draw included."""
    pairs = list(chosen)
    filled, points = problem.points(pairs)
    ties = sum(problem.ties[pair] for pair in pairs) if prices.ties else 0
    return (filled * problem.weight + points) * prices.scale + ties


def bound(problem: Problem, prices: Prices) -> int:
    return _offers(problem, prices) + _areas(problem, prices) + _applicants(problem, prices)


def _offers(problem: Problem, prices: Prices) -> int:
    total = 0
    for at, lot in enumerate(problem.round.offers):
        worths: list[tuple[int, int]] = []
        for group, price in prices.place[at].items():
            reserved = problem.reserved[at].get(group, 0)
            worths.append((price + problem.weight * prices.scale, reserved))
            worths.append((price, lot.units))
        left = lot.units
        for price, places in sorted(worths, reverse=True):
            taken = min(left, places) if price > 0 else 0
            total += taken * price
            left -= taken
        if lot.budget is not None:
            total += prices.money[at] * lot.budget // MONEY_SCALE
    return total


def _areas(problem: Problem, prices: Prices) -> int:
    total = 0
    for at, area in enumerate(problem.areas):
        least = area.least
        for places, reward in area.slices:
            first = min(places, least)
            least -= first
            plain = reward * prices.scale + prices.area[at]
            total += first * max(0, plain + problem.weight * prices.scale) + (places - first) * max(0, plain)
    return total


def _applicants(problem: Problem, prices: Prices) -> int:
    lots = problem.round.offers
    gains: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for at, pair in enumerate(problem.round.eligible):
        person, offer = problem.pair_person[at], problem.pair_offer[at]
        places = prices.place[offer]
        group = problem.person_group[person]
        gain = problem.values[at] * prices.scale + (problem.ties[at] if prices.ties else 0)
        gain -= places.get(group, places[""]) + prices.area[problem.person_area[person]]
        if lots[offer].budget is not None:
            gain -= prices.money[offer] * (pair.cost or 0) // MONEY_SCALE
        if gain > 0:
            gains[person].append((gain, lots[offer].category))
    total = 0
    for person, listed in gains.items():
        left, taken = problem.limits[person], Counter[str]()
        for gain, category in sorted(listed, reverse=True):
            if left and (problem.per_category is None or taken[category] < problem.per_category):
                total += gain
                left -= 1
                taken[category] += 1
    return total
