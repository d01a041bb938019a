"""What would have been enough: for each pair that was not given, the fewest points with which it would have been.

A place given to somebody else is taken from somewhere: an applicant moves to another offer, another loses a place, a free place
is used. What the cheapest such chain costs is the number looked for. Applicants only hand places on, so chains are looked for
among offers, reserved shares and areas alone: a few hundred joints, all shortest ways at once (Floyd and Warshall). That takes
seconds with a thousand joints, so it is done when the first such number is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from phanuek.engines.sharing.network import ROOT, Joints, Ways, starts
from phanuek.engines.sharing.problem import Problem

if TYPE_CHECKING:
    from phanuek.engines.sharing.columns import Flags, Numbers

MOST_JOINTS = 2_500  # beyond, only the prices speak
UNKNOWN = -1  # no number, or not worked out
BLOCK = 400_000  # pairs looked at together


class Holdings:
    """What each applicant was given: its own pairs, and whether it may have one more of a category."""

    def __init__(self, problem: Problem, chosen: Numbers) -> None:
        import numpy as np

        self.problem, self.own = problem, np.sort(chosen)
        self.taken = np.zeros(len(problem.values), dtype=bool)
        self.taken[chosen] = True
        self.got = np.bincount(problem.pair_person[chosen], minlength=len(problem.limits))
        self.first = np.concatenate([[0], np.cumsum(self.got)])
        self.kind_keys, self.kind_counts = np.unique(self.kind(self.own), return_counts=True)

    def kind(self, pairs: Numbers) -> Numbers:
        problem = self.problem
        kinds = max(1, len(problem.columns.categories))
        found: Numbers = (
            problem.pair_person[pairs] * kinds + problem.columns.category[problem.pair_offer[pairs]]
        )
        return found

    def category_full(self, pairs: Numbers) -> Flags:
        import numpy as np

        if self.problem.per_category is None or not len(self.kind_keys):
            return np.zeros(len(pairs), dtype=bool)
        wanted = self.kind(pairs)
        at = np.minimum(np.searchsorted(self.kind_keys, wanted), len(self.kind_keys) - 1)
        full: Flags = (self.kind_keys[at] == wanted) & (self.kind_counts[at] >= self.problem.per_category)
        return full

    def more(self, pairs: Numbers) -> Flags:
        """Whether the pair's applicant may have it besides all it has."""
        person = self.problem.pair_person[pairs]
        free: Flags = (self.got[person] < self.problem.limits[person]) & ~self.category_full(pairs)
        return free

    def exchanges(self, pairs: Numbers) -> tuple[Numbers, Numbers]:
        """(places in `pairs`, own pairs that its applicant could give for it)."""
        import numpy as np

        person = self.problem.pair_person[pairs]
        count = self.got[person]
        at = np.repeat(np.arange(len(pairs)), count)
        within = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
        own = self.own[np.repeat(self.first[person], count) + within]
        full = self.category_full(pairs)[at]
        same = ~full | (self.kind(own) == self.kind(pairs[at]))
        return at[same], own[same]


class Cuts:
    """Per offer what one more place would add, reserved places and points in one sum; per pair the points with which the place
    would have been had, and those below which the prices prove that nothing changes. Without `ways` nothing can be told."""

    def __init__(self, problem: Problem, holdings: Holdings, ways: Ways | None) -> None:
        self.problem, self.holdings, self.ways = problem, holdings, ways
        self.joints = Joints.of(problem)

    @property
    def one_more(self) -> Sequence[int | None]:
        import numpy as np

        if self.ways is None:
            return [None if len(self.problem.values) else 0] * self.joints.offers
        offers = self.joints.offer
        found = np.where(self.ways.reached[offers], np.maximum(-self.ways.length[offers], 0), 0)
        return [int(number) for number in found]

    def needed(self, pairs: Numbers) -> Numbers:
        """`UNKNOWN` for pairs that were given and those that no number of points would bring."""
        import numpy as np

        if self.ways is None or self.joints.count > MOST_JOINTS:
            return np.full(len(pairs), UNKNOWN)
        problem, (ways, far) = self.problem, self._all_ways
        cost = np.full(len(pairs), far, dtype=np.int64)
        mine = self._door(pairs)
        at, own = self.holdings.exchanges(pairs)
        np.minimum.at(cost, at, ways[mine[at], self._door(own)] + problem.values[own])
        more = self.holdings.more(pairs)
        area = 1 + self.joints.offers + self._area(pairs[more])
        cost[more] = np.minimum(cost[more], ways[mine[more], area])
        known = (cost < far // 2) & ~self.holdings.taken[pairs]
        return self._points(cost, known)

    def at_least(self, pairs: Numbers) -> Numbers:
        """By the prices: the value at which a pair would begin to be worth its place."""
        import numpy as np

        if self.ways is None:
            return np.full(len(pairs), UNKNOWN)
        start, reached = self._starts
        total = start[pairs] - self.ways.length[self._door(pairs)]
        return self._points(total, reached[pairs])

    @cached_property
    def _starts(self) -> tuple[Numbers, Flags]:
        tail = starts(self.problem, self.joints)
        assert self.ways is not None
        return self.ways.length[tail], self.ways.reached[tail]

    def _door(self, pairs: Numbers) -> Numbers:
        problem = self.problem
        group = problem.columns.person_group[problem.pair_person[pairs]]
        found: Numbers = self.joints.door[problem.pair_offer[pairs], group]
        return found

    def _area(self, pairs: Numbers) -> Numbers:
        columns = self.problem.columns
        found: Numbers = columns.person_area[columns.pair_person[pairs]]
        return found

    def _points(self, total: Numbers, known: Flags) -> Numbers:
        """As points; no number of them outweighs a reserved place."""
        import numpy as np

        places = (total + self.problem.weight // 2) // self.problem.weight
        points = np.maximum(0, total - places * self.problem.weight)
        return np.where(known & (places <= 0), points, UNKNOWN)

    @cached_property
    def _all_ways(self) -> tuple[Numbers, int]:
        """The cheapest way between any two joints, and a number above all of them."""
        import numpy as np

        problem, size = self.problem, self.joints.count
        highest = int(problem.values.max(initial=0)) + problem.rule.area_fairness
        if problem.reserved.any() or any(area.least for area in problem.areas):
            highest += problem.weight
        far = 4 * (highest + 1) * (size + 1)
        ways = np.full((size, size), far, dtype=np.int32 if far < 2**29 else np.int64)
        self._offers(ways)
        self._areas(ways)
        self._people(ways)
        np.fill_diagonal(ways, np.minimum(np.diagonal(ways), 0))
        through = np.empty_like(ways)
        for middle in range(size):
            np.add(ways[:, middle, None], ways[middle], out=through)
            np.minimum(ways, through, out=ways)
        return ways, far

    def _offers(self, ways: Numbers) -> None:
        import numpy as np

        problem, offers = self.problem, self.joints.offer
        given = self.problem.by_group(self.holdings.own)
        full = given.sum(axis=1) >= problem.columns.units
        ways[offers, ROOT][~full] = 0
        ways[ROOT, offers][given.sum(axis=1) > 0] = 0
        for offer, group in np.argwhere(problem.reserved > 0).tolist():
            node, places, there = (
                int(self.joints.door[offer, group]),
                int(problem.reserved[offer, group]),
                int(given[offer, group]),
            )
            ways[node, 1 + offer] = -problem.weight if there < places else 0
            if there:
                ways[1 + offer, node] = problem.weight if there <= places else 0

    def _areas(self, ways: Numbers) -> None:
        problem, first = self.problem, 1 + self.joints.offers
        for at, served in enumerate(problem.served(self.holdings.own).tolist()):
            area = problem.areas[at]
            rewards = [reward for places, reward in area.slices for _ in range(places)]
            rewards = [reward + (problem.weight if n < area.least else 0) for n, reward in enumerate(rewards)]
            if served < area.most:
                ways[ROOT, first + at] = -rewards[served]
            if served:
                ways[first + at, ROOT] = rewards[served - 1]

    def _people(self, ways: Numbers) -> None:
        """Places that applicants hand on: give up, take, exchange."""
        import numpy as np

        problem, own, first = self.problem, self.holdings.own, 1 + self.joints.offers
        np.minimum.at(
            ways, (self._door(own), first + self._area(own)), problem.values[own].astype(ways.dtype)
        )
        left = np.flatnonzero(~self.holdings.taken)
        for start in range(0, len(left), BLOCK):
            pairs = left[start : start + BLOCK]
            value, door = problem.values[pairs], self._door(pairs)
            more = self.holdings.more(pairs)
            np.minimum.at(
                ways, (first + self._area(pairs[more]), door[more]), -value[more].astype(ways.dtype)
            )
            at, own = self.holdings.exchanges(pairs)
            lost = (problem.values[own] - value[at]).astype(ways.dtype)
            np.minimum.at(ways, (self._door(own), door[at]), lost)
