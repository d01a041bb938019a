"""Why each applicant got what it got, and what would have won.

Reasons are codes and numbers; the words belong to whoever shows them. A number of points here always counts bonuses in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from phanuek.engines.sharing.cuts import Cuts
from phanuek.engines.sharing.problem import Problem


class Why(StrEnum):
    """What decided about one wish."""

    GIVEN = "given"
    GIVEN_RESERVED = (
        "given_reserved"  # with fewer points than somebody outside the group who got nothing there
    )
    NO_PLACES = "no_places"
    LIMIT = "limit"  # has as many as one applicant may have
    CATEGORY = "category"
    AREA_MOST = "area_most"  # the area has all it may have
    RESERVED = "reserved"  # places went to a group's share, with fewer points
    AREA_SHARE = "area_share"  # places went to an area served less, with fewer points
    MONEY = "money"
    DRAW = "draw"  # as many points as the last one in, drawn later
    POINTS = "points"


@dataclass(frozen=True)
class Wish:
    """One eligible pair. `points` counts bonuses in; with `needed` points the place would have been had (with exactly these,
    by the draw); None where no number would do, or, in a round with money, where it cannot be told. Below `at_least` it is
    proved that nothing changes."""

    offer: str
    score: int
    points: int
    why: Why
    needed: int | None = None
    at_least: int | None = None
    lowest: int | None = None


@dataclass(frozen=True)
class Answer:
    applicant: str
    draw_place: int
    wishes: tuple[Wish, ...]

    @property
    def given(self) -> tuple[str, ...]:
        return tuple(wish.offer for wish in self.wishes if wish.why in (Why.GIVEN, Why.GIVEN_RESERVED))

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def explain(problem: Problem, chosen: Sequence[int], cuts: Cuts) -> tuple[Answer, ...]:
    taken = set(chosen)
    view = _View(problem, chosen)
    place = {code: at for at, code in enumerate(problem.draw, start=1)}
    wishes: dict[int, list[Wish]] = defaultdict(list)
    for at, pair in enumerate(problem.round.eligible):
        why = view.given(at) if at in taken else view.refused(at, cuts)
        offer = problem.pair_offer[at]
        wishes[problem.pair_person[at]].append(
            Wish(
                pair.offer,
                pair.score,
                problem.values[at],
                why,
                cuts.needed[at],
                cuts.at_least[at],
                view.lowest.get(offer),
            )
        )
    return tuple(
        Answer(one.code, place[one.code], tuple(wishes[at]))
        for at, one in enumerate(problem.round.applicants)
    )


class _View:
    """What the reasons look at: who got what, where it is full, who was last."""

    def __init__(self, problem: Problem, chosen: Sequence[int]) -> None:
        self.problem = problem
        self.lowest: dict[int, int] = {}
        self.lowest_of_group: dict[tuple[int, str], int] = {}
        self.lowest_of_area: dict[tuple[int, int], int] = {}
        self.got: Counter[int] = Counter()
        self.kinds: Counter[tuple[int, str]] = Counter()
        self.full: Counter[int] = Counter()
        self.served: Counter[int] = Counter()
        for pair in chosen:
            person, offer = problem.pair_person[pair], problem.pair_offer[pair]
            value = problem.values[pair]
            area, group = problem.person_area[person], problem.person_group[person]
            self.lowest[offer] = min(value, self.lowest.get(offer, value))
            self.lowest_of_group[offer, group] = min(value, self.lowest_of_group.get((offer, group), value))
            self.lowest_of_area[offer, area] = min(value, self.lowest_of_area.get((offer, area), value))
            self.got[person] += 1
            self.kinds[person, problem.round.offers[offer].category] += 1
            self.full[offer] += 1
            self.served[area] += 1
        # the best of each offer that got nothing at all, outside each group with reserved places
        self.best_left: dict[int, list[tuple[int, str]]] = defaultdict(list)
        taken = set(chosen)
        for pair, value in enumerate(problem.values):
            offer, person = problem.pair_offer[pair], problem.pair_person[pair]
            if problem.reserved[offer] and pair not in taken and self.got[person] < problem.limits[person]:
                self.best_left[offer].append((value, problem.person_group[person]))
        for left in self.best_left.values():
            left.sort(reverse=True)

    def given(self, pair: int) -> Why:
        problem = self.problem
        offer, group = problem.pair_offer[pair], problem.person_group[problem.pair_person[pair]]
        if group in problem.reserved[offer]:
            other = next((value for value, of in self.best_left[offer] if of != group), None)
            if other is not None and other > problem.values[pair]:
                return Why.GIVEN_RESERVED
        return Why.GIVEN

    def refused(self, pair: int, cuts: Cuts) -> Why:
        problem = self.problem
        person, offer = problem.pair_person[pair], problem.pair_offer[pair]
        lot, value, area = problem.round.offers[offer], problem.values[pair], problem.person_area[person]
        if not lot.units:
            return Why.NO_PLACES
        if self.got[person] >= problem.limits[person]:
            return Why.LIMIT
        if problem.per_category is not None and self.kinds[person, lot.category] >= problem.per_category:
            return Why.CATEGORY
        if (
            self.full[offer] < lot.units
            and lot.budget is not None
            and self.served[area] < problem.areas[area].most
        ):
            return Why.MONEY
        lowest_here = self.lowest_of_area.get((offer, area), value)
        room_elsewhere = self.full[offer] < lot.units or self.lowest[offer] < value
        if self.served[area] >= problem.areas[area].most and lowest_here >= value and room_elsewhere:
            return Why.AREA_MOST
        if value == cuts.needed[pair]:
            return Why.DRAW
        return self._beaten_by_fewer(pair)

    def _beaten_by_fewer(self, pair: int) -> Why:
        """Full: were all who got in better, or did a share decide?"""
        problem = self.problem
        person, offer = problem.pair_person[pair], problem.pair_offer[pair]
        group, value = problem.person_group[person], problem.values[pair]
        for other in problem.reserved[offer]:
            if other != group and self.lowest_of_group.get((offer, other), value) < value:
                return Why.RESERVED
        return Why.AREA_SHARE if self.lowest.get(offer, value) < value else Why.POINTS
