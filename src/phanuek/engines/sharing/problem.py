"""The round in numbers: each pair's value, each applicant's limits, each offer's and area's places. What the solver and the
certificate share, in whole numbers and whole columns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phanuek.engines.sharing.columns import NONE, Columns, columns_of
from phanuek.engines.sharing.model import STEPS, Round, Rule

if TYPE_CHECKING:
    from phanuek.engines.sharing.columns import Numbers


@dataclass(frozen=True)
class Area:
    """`slices` are (places, points for each), falling; together they are the most the area may get. The first `least` places
    count as reserved besides."""

    code: str
    asked: int
    least: int
    most: int
    slices: tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False)
class Problem:
    """`values[i]` are the points of pair i; `ties[i]` 1 to n, more for those drawn earlier; `reserved[o, g]` the places of offer
    o that are first for the rule's group g (counted from 1; 0, everybody else, has none). `weight` is what one reserved place
    counts: more than twice all points together, so that a sum of both can be taken apart. `drawn` are applicants in the order of
    the draw."""

    columns: Columns
    values: Numbers
    ties: Numbers
    limits: Numbers
    areas: Sequence[Area]
    reserved: Numbers
    drawn: Numbers
    weight: int

    @property
    def rule(self) -> Rule:
        return self.columns.rule

    @property
    def pair_person(self) -> Numbers:
        return self.columns.pair_person

    @property
    def pair_offer(self) -> Numbers:
        return self.columns.pair_offer

    @property
    def pair_area(self) -> Numbers:
        return self.columns.person_area[self.pair_person]

    @property
    def pair_group(self) -> Numbers:
        return self.columns.person_group[self.pair_person]

    @property
    def paid(self) -> Numbers:
        """Satang of each pair, 0 where none were asked for."""
        import numpy as np

        return np.maximum(self.columns.cost, 0)

    @property
    def draw(self) -> list[str]:
        return [self.columns.applicants[at] for at in self.drawn.tolist()]

    @property
    def per_category(self) -> int | None:
        return self.rule.per_category

    def split(self, total: int) -> tuple[int, int]:
        """A sum of reserved places and points apart again: (places, points)."""
        places = (total + self.weight // 2) // self.weight
        return places, total - places * self.weight

    def served(self, chosen: Any) -> Numbers:
        """Places of each area."""
        import numpy as np

        people = self.pair_person[_numbers(chosen)]
        return np.bincount(self.columns.person_area[people], minlength=len(self.areas))

    def by_group(self, chosen: Any) -> Numbers:
        """Places of each offer by group, in the shape of `reserved`."""
        import numpy as np

        pairs, (offers, groups) = _numbers(chosen), self.reserved.shape
        group = self.columns.person_group[self.pair_person[pairs]]
        flat = self.pair_offer[pairs] * groups + group
        return np.bincount(flat, minlength=offers * groups).reshape(offers, groups)

    def points(self, chosen: Any) -> tuple[int, int]:
        """(reserved places that are filled, points) of a set of pairs."""
        import numpy as np

        pairs = _numbers(chosen)
        points = int(self.values[pairs].sum())
        filled = int(np.minimum(self.by_group(pairs), self.reserved).sum())
        for area, served in zip(self.areas, self.served(pairs).tolist(), strict=True):
            filled += min(served, area.least)
            for places, reward in area.slices:
                points += min(served, places) * reward
                served -= min(served, places)
        return filled, points

    def breaks(self, chosen: Any) -> str:
        """The first limit that a set of pairs goes beyond, in words for a developer; empty when it keeps all."""
        import numpy as np

        pairs, columns = _numbers(chosen), self.columns
        people, offers = self.pair_person[pairs], self.pair_offer[pairs]
        if len(np.unique(pairs)) != len(pairs):
            return "a pair twice"
        if (np.bincount(people, minlength=len(self.limits)) > self.limits).any():
            return "more than an applicant may have"
        if self.per_category is not None:
            kinds = people * max(1, len(columns.categories)) + columns.category[offers]
            if int(np.unique(kinds, return_counts=True)[1].max(initial=0)) > self.per_category:
                return "more of a category than an applicant may have"
        if (np.bincount(offers, minlength=len(columns.units)) > columns.units).any():
            return "more places than an offer has"
        if ((self.spent(pairs) > columns.budget) & (columns.budget != NONE)).any():
            return "more money than an offer has"
        most = np.array([area.most for area in self.areas], dtype=np.int64)
        return "more than an area may have" if (self.served(pairs) > most).any() else ""

    def spent(self, chosen: Any) -> Numbers:
        """Satang of each offer."""
        import numpy as np

        pairs, spent = _numbers(chosen), np.zeros(len(self.columns.units), dtype=np.int64)
        np.add.at(spent, self.pair_offer[pairs], self.paid[pairs])
        return spent


def _numbers(chosen: Any) -> Numbers:
    import numpy as np

    return np.asarray(chosen, dtype=np.int64)


def problem_of(made: Round | Columns) -> Problem:
    import numpy as np

    columns = columns_of(made) if isinstance(made, Round) else made
    rule = columns.rule
    bonus = np.array([0, *(group.points for group in rule.groups)], dtype=np.int64)
    extra = bonus[columns.person_group] + rule.poorest_points * columns.need // 100
    values = columns.score + extra[columns.pair_person]
    drawn = _drawn(columns.applicants, rule.seed)
    tie = np.empty(len(drawn), dtype=np.int64)
    tie[drawn] = len(drawn) - np.arange(len(drawn))
    may = np.bincount(columns.pair_person, minlength=len(columns.applicants))
    limits = np.minimum(rule.per_applicant, may)
    asked = np.bincount(columns.person_area, weights=limits, minlength=len(columns.areas)).astype(np.int64)
    places = int(columns.units.sum())
    highest = int(values.max(initial=0)) + rule.area_fairness
    return Problem(
        columns=columns, values=values, ties=tie[columns.pair_person], limits=limits,
        areas=[area_of(rule, places, code, n) for code, n in zip(columns.areas, asked.tolist(), strict=True)],
        reserved=reserved_of(rule, columns.units), drawn=drawn, weight=2 * highest * (min(places, int(limits.sum())) + 1) + 1,
    )  # fmt: skip


def _drawn(codes: Sequence[str], seed: str) -> Numbers:
    """Places in `codes` in the order of `engines.draw.order`: the codes are sorted and unique, so a stable sort by hash is it."""
    import numpy as np

    if not seed:
        raise ValueError("no seed: the order would be known before the draw")
    start = hashlib.sha256(f"{seed}:".encode())

    def digest(code: str) -> bytes:
        ticket = start.copy()
        ticket.update(code.encode())
        return ticket.digest()

    hashes = np.frombuffer(b"".join(map(digest, codes)), dtype=">u8").reshape(-1, 4)
    return np.lexsort(hashes.T[::-1]).astype(np.int64)


def area_of(rule: Rule, places: int, code: str, asked: int) -> Area:
    """The least is rounded up and the most down, so that neither is missed by a part of a place. Of n places asked for, the one
    after k others is rewarded by the step that k / n has reached: the first place in full, however small the area."""
    most = rule.area_most.get(code, asked)
    if rule.area_most_percent < 100:
        most = min(most, max(1, places * rule.area_most_percent // 100))
    most = min(most, asked)
    least = max(rule.area_least.get(code, 0), -(-asked * rule.area_least_percent // 100))
    slices, left = [], most
    for step in range(STEPS):
        size = min(-(-asked * (step + 1) // STEPS) + (-asked * step // STEPS), left)
        left -= size
        if size:
            slices.append((size, rule.area_fairness * (STEPS - step) // STEPS))
    return Area(code, asked, min(least, most), most, tuple(slices))


def reserved_of(rule: Rule, units: Numbers) -> Numbers:
    """Rounded up in the order in which the rule names the groups, as far as there are places."""
    import numpy as np

    found = np.zeros((len(units), 1 + len(rule.groups)), dtype=np.int64)
    left = units.copy()
    for at, group in enumerate(rule.groups, start=1):
        found[:, at] = np.minimum(left, -(-units * group.reserved_percent // 100))
        left -= found[:, at]
    return found
