"""What would have been enough: for each pair that was not given, the fewest points with which it would have been.

A place given to somebody else is taken from somewhere: an applicant moves to another offer, another loses a place, a free place
is used. What the cheapest such chain costs is the number looked for. Applicants only hand places on, so chains are looked for
among offers, reserved shares and areas alone: a few hundred joints, all shortest ways at once (Floyd and Warshall).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from phanuek.engines.sharing.problem import Problem

MOST_JOINTS = 1_200  # beyond, only the prices speak


@dataclass(frozen=True)
class Cuts:
    """Per offer what one more place would add, reserved places and points in one sum; per pair the points with which the place
    would have been had (None: no number, or not worked out), and those below which the prices prove that nothing changes."""

    one_more: Sequence[int]
    needed: Sequence[int | None]
    at_least: Sequence[int | None]

    @classmethod
    def none(cls, problem: Problem) -> Cuts:
        nothing = [None] * len(problem.values)
        return cls([0] * len(problem.reserved), nothing, nothing)


def needed_points(problem: Problem, chosen: Sequence[int]) -> list[int | None]:
    """One number for each pair; None for pairs that were given and those that no number of points would bring."""
    joints = _Joints(problem, chosen)
    if joints.count > MOST_JOINTS:
        return [None] * len(problem.values)
    ways = joints.shortest()
    taken = set(chosen)
    found: list[int | None] = []
    for pair, (person, offer) in enumerate(zip(problem.pair_person, problem.pair_offer, strict=True)):
        if pair in taken:
            found.append(None)
            continue
        start = ways[joints.door(pair)]
        same_kind, kind_free = joints.kind_room(person, offer)
        ends = [
            start[joints.door(own)] + problem.values[own]
            for own in joints.own[person]
            if kind_free or own in same_kind
        ]
        if kind_free and len(joints.own[person]) < problem.limits[person]:
            ends.append(start[joints.area(person)])
        cost = min(ends, default=joints.far)
        found.append(_points(problem, cost) if cost < joints.far // 2 else None)
    return found


def _points(problem: Problem, total: int) -> int | None:
    """As points; no number of them outweighs a reserved place."""
    places, points = problem.split(total)
    return max(0, points) if places <= 0 else None


class _Joints:
    """Root, offers, reserved shares and areas, with what one place costs on its way between them."""

    def __init__(self, problem: Problem, chosen: Sequence[int]) -> None:
        self.problem = problem
        self.own: dict[int, list[int]] = defaultdict(list)
        for pair in chosen:
            self.own[problem.pair_person[pair]].append(pair)
        self.kinds = Counter(
            (problem.pair_person[p], problem.round.offers[problem.pair_offer[p]].category) for p in chosen
        )
        offers = len(problem.reserved)
        self.first_area = 1 + offers
        self.shares = {
            key: self.first_area + len(problem.areas) + at
            for at, key in enumerate((offer, group) for offer, groups in enumerate(problem.reserved) for group in groups)
        }  # fmt: skip
        self.count = 1 + offers + len(problem.areas) + len(self.shares)
        self.chosen = chosen
        highest = problem.weight + max(problem.values, default=0) + problem.round.rule.area_fairness
        self.far = 4 * highest * (self.count + 1)

    def door(self, pair: int) -> int:
        offer = self.problem.pair_offer[pair]
        return self.shares.get((offer, self.problem.person_group[self.problem.pair_person[pair]]), 1 + offer)

    def area(self, person: int) -> int:
        return self.first_area + self.problem.person_area[person]

    def kind_room(self, person: int, offer: int) -> tuple[list[int], bool]:
        """The applicant's own pairs of the offer's category, and whether it may have one more of it."""
        lots, limit = self.problem.round.offers, self.problem.per_category
        if limit is None:
            return self.own[person], True
        category = lots[offer].category
        same = [own for own in self.own[person] if lots[self.problem.pair_offer[own]].category == category]
        return same, self.kinds[person, category] < limit

    def shortest(self) -> list[list[int]]:
        import numpy as np

        ways = np.full((self.count, self.count), self.far, dtype=np.int64)
        for tail, head, cost in (*self._offers(), *self._areas(), *self._people()):
            if cost < ways[tail, head]:
                ways[tail, head] = cost
        np.fill_diagonal(ways, np.minimum(np.diagonal(ways), 0))
        for middle in range(self.count):
            np.minimum(ways, ways[:, middle, None] + ways[middle], out=ways)
        return ways.tolist()

    def _offers(self) -> list[tuple[int, int, int]]:
        problem, arcs = self.problem, []
        given = Counter(problem.pair_offer[pair] for pair in self.chosen)
        shares = Counter(
            (problem.pair_offer[p], problem.person_group[problem.pair_person[p]]) for p in self.chosen
        )
        for at, lot in enumerate(problem.round.offers):
            if given[at] < lot.units:
                arcs.append((1 + at, 0, 0))
            if given[at]:
                arcs.append((0, 1 + at, 0))
        for (offer, group), node in self.shares.items():
            reserved, there = problem.reserved[offer][group], shares[offer, group]
            arcs.append((node, 1 + offer, -problem.weight if there < reserved else 0))
            if there:
                arcs.append((1 + offer, node, problem.weight if there <= reserved else 0))
        return arcs

    def _areas(self) -> list[tuple[int, int, int]]:
        problem, arcs = self.problem, []
        served = Counter(problem.person_area[problem.pair_person[pair]] for pair in self.chosen)
        for at, area in enumerate(problem.areas):
            rewards = [reward for places, reward in area.slices for _ in range(places)]
            rewards = [reward + (problem.weight if n < area.least else 0) for n, reward in enumerate(rewards)]
            if served[at] < area.most:
                arcs.append((0, self.first_area + at, -rewards[served[at]]))
            if served[at]:
                arcs.append((self.first_area + at, 0, rewards[served[at] - 1]))
        return arcs

    def _people(self) -> list[tuple[int, int, int]]:
        """Places that applicants hand on: give up, take, exchange."""
        problem, best = self.problem, dict[tuple[int, int], int]()

        def offer(tail: int, head: int, cost: int) -> None:
            if cost < best.get((tail, head), self.far):
                best[tail, head] = cost

        taken = set(self.chosen)
        for pair in self.chosen:
            offer(self.door(pair), self.area(problem.pair_person[pair]), problem.values[pair])
        for pair, person in enumerate(problem.pair_person):
            if pair in taken:
                continue
            same_kind, kind_free = self.kind_room(person, problem.pair_offer[pair])
            if kind_free and len(self.own[person]) < problem.limits[person]:
                offer(self.area(person), self.door(pair), -problem.values[pair])
            for own in self.own[person] if kind_free else same_kind:
                offer(self.door(own), self.door(pair), problem.values[own] - problem.values[pair])
        return [(tail, head, cost) for (tail, head), cost in best.items()]


def at_least_points(
    problem: Problem, tails: Sequence[int], doors: Sequence[int], ways: Any, far: int
) -> list[int | None]:
    """By the prices: the value at which a pair would begin to be worth its place."""
    found: list[int | None] = []
    for tail, door in zip(tails, doors, strict=True):
        start = int(ways[tail])
        found.append(_points(problem, start - int(ways[door])) if start < far else None)
    return found
