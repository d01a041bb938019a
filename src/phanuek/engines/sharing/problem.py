"""The round in numbers: each pair's value, each applicant's limits, each offer's and area's places. What the solver and the
certificate share, in plain whole numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from phanuek.engines.draw import order
from phanuek.engines.sharing.model import STEPS, Round


@dataclass(frozen=True)
class Area:
    """`slices` are (places, points for each), falling; together they are the most the area may get. The first `least` places
    count as reserved besides."""

    code: str
    asked: int
    least: int
    most: int
    slices: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Problem:
    """`values[i]` are the points of pair i; `ties[i]` 1 to n, more for those drawn earlier; `reserved[o]` the places of offer o
    that are first for a group. `weight` is what one reserved place counts: more than twice all points together, so that a sum of both can be taken apart."""

    round: Round
    pair_person: Sequence[int]
    pair_offer: Sequence[int]
    values: Sequence[int]
    ties: Sequence[int]
    limits: Sequence[int]
    person_area: Sequence[int]
    person_group: Sequence[str]
    areas: Sequence[Area]
    reserved: Sequence[dict[str, int]]
    draw: Sequence[str]
    weight: int

    def split(self, total: int) -> tuple[int, int]:
        """A sum of reserved places and points apart again: (places, points)."""
        places = (total + self.weight // 2) // self.weight
        return places, total - places * self.weight

    @property
    def per_category(self) -> int | None:
        return self.round.rule.per_category

    def points(self, chosen: Iterable[int]) -> tuple[int, int]:
        """(reserved places that are filled, points) of a set of pairs."""
        by_area: Counter[int] = Counter()
        by_group: Counter[tuple[int, str]] = Counter()
        points = filled = 0
        for pair in chosen:
            person = self.pair_person[pair]
            points += self.values[pair]
            by_area[self.person_area[person]] += 1
            by_group[self.pair_offer[pair], self.person_group[person]] += 1
        for at, served in by_area.items():
            area = self.areas[at]
            filled += min(served, area.least)
            for places, reward in area.slices:
                points += min(served, places) * reward
                served -= min(served, places)
        for (offer, group), served in by_group.items():
            filled += min(served, self.reserved[offer].get(group, 0))
        return filled, points

    def breaks(self, chosen: Sequence[int]) -> str:
        """The first limit that a set of pairs goes beyond, in words for a developer; empty when it keeps all."""
        lots, rule = self.round.offers, self.round.rule
        per_person = Counter(self.pair_person[pair] for pair in chosen)
        per_offer = Counter(self.pair_offer[pair] for pair in chosen)
        per_area = Counter(self.person_area[self.pair_person[pair]] for pair in chosen)
        money: Counter[int] = Counter()
        kinds: Counter[tuple[int, str]] = Counter()
        for pair in chosen:
            money[self.pair_offer[pair]] += self.round.eligible[pair].cost or 0
            kinds[self.pair_person[pair], lots[self.pair_offer[pair]].category] += 1
        if len(set(chosen)) != len(chosen):
            return "a pair twice"
        if any(count > self.limits[person] for person, count in per_person.items()):
            return "more than an applicant may have"
        if rule.per_category is not None and any(count > rule.per_category for count in kinds.values()):
            return "more of a category than an applicant may have"
        if any(count > lots[offer].units for offer, count in per_offer.items()):
            return "more places than an offer has"
        if any(lot.budget is not None and money[at] > lot.budget for at, lot in enumerate(lots)):
            return "more money than an offer has"
        if any(count > self.areas[area].most for area, count in per_area.items()):
            return "more than an area may have"
        return ""


def problem_of(round_: Round) -> Problem:
    rule = round_.rule
    people = {one.code: at for at, one in enumerate(round_.applicants)}
    lots = {one.code: at for at, one in enumerate(round_.offers)}
    group_points = {group.code: group.points for group in rule.groups}
    extra = [
        group_points.get(one.group, 0) + rule.poorest_points * one.need // 100 for one in round_.applicants
    ]
    pair_person = [people[pair.applicant] for pair in round_.eligible]
    pair_offer = [lots[pair.offer] for pair in round_.eligible]
    values = [pair.score + extra[at] for pair, at in zip(round_.eligible, pair_person, strict=True)]
    draw = order(people, rule.seed)
    tie = {code: len(draw) - place for place, code in enumerate(draw)}
    may = Counter(pair_person)
    limits = [min(rule.per_applicant, may[at]) for at in range(len(people))]
    codes = sorted({one.area for one in round_.applicants})
    index = {code: at for at, code in enumerate(codes)}
    asked: Counter[str] = Counter()
    for one, limit in zip(round_.applicants, limits, strict=True):
        asked[one.area] += limit
    total = min(sum(lot.units for lot in round_.offers), sum(limits))
    areas = [_area(round_, code, asked[code]) for code in codes]
    highest = max(values, default=0) + rule.area_fairness
    return Problem(
        round=round_, pair_person=pair_person, pair_offer=pair_offer, values=values,
        ties=[tie[pair.applicant] for pair in round_.eligible], limits=limits,
        person_area=[index[one.area] for one in round_.applicants],
        person_group=[one.group for one in round_.applicants], areas=areas,
        reserved=[_reserved(round_, lot.units) for lot in round_.offers], draw=draw, weight=2 * highest * (total + 1) + 1,
    )  # fmt: skip


def _area(round_: Round, code: str, asked: int) -> Area:
    """The least is rounded up and the most down, so that neither is missed by a part of a place."""
    rule = round_.rule
    places = sum(lot.units for lot in round_.offers)
    most = rule.area_most.get(code, asked)
    if rule.area_most_percent < 100:
        most = min(most, max(1, places * rule.area_most_percent // 100))
    most = min(most, asked)
    least = max(rule.area_least.get(code, 0), -(-asked * rule.area_least_percent // 100))
    slices, left = [], most
    for step in range(STEPS):
        size = min(asked * (step + 1) // STEPS - asked * step // STEPS, left)
        left -= size
        if size:
            slices.append((size, rule.area_fairness * (STEPS - step) // STEPS))
    return Area(code, asked, min(least, most), most, tuple(slices))


def _reserved(round_: Round, units: int) -> dict[str, int]:
    """Rounded up in the order in which the rule names the groups, as far as there are places."""
    found, left = {}, units
    for group in round_.rule.groups:
        places = min(left, -(-units * group.reserved_percent // 100))
        if places:
            found[group.code] = places
            left -= places
    return found
