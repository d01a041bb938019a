"""Why each applicant got what it got, and what would have won.

Reasons are codes and numbers; the words belong to whoever shows them. A number of points here always counts bonuses in. Answers
are worked out when they are asked for, a block of applicants at a time: a round of a hundred thousand has two million wishes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, overload

from phanuek.engines.sharing.columns import NONE
from phanuek.engines.sharing.cuts import UNKNOWN, Cuts

if TYPE_CHECKING:
    import numpy as np

    from phanuek.engines.sharing.columns import Numbers

BLOCK = 4_096  # applicants


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


REASONS = list(Why)


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


class Answers(Sequence[Answer]):
    """One answer for each applicant, in the order of their codes; `of` finds it by the code."""

    def __init__(self, cuts: Cuts) -> None:
        import numpy as np

        problem = cuts.problem
        self.problem, self.cuts, self.view = problem, cuts, _View(cuts)
        self.place = np.empty(len(problem.drawn), dtype=np.int64)
        self.place[problem.drawn] = np.arange(1, len(problem.drawn) + 1)
        counts = np.bincount(problem.pair_person, minlength=len(problem.limits))
        self.first = np.concatenate([[0], np.cumsum(counts)])
        self.number = {code: at for at, code in enumerate(problem.columns.applicants)}

    def __len__(self) -> int:
        return len(self.number)

    @overload
    def __getitem__(self, at: int) -> Answer: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Answer, ...]: ...
    def __getitem__(self, at: int | slice) -> Answer | tuple[Answer, ...]:
        if isinstance(at, slice):
            return tuple(self[number] for number in range(len(self))[at])
        number = range(len(self))[at]
        return self._block(number, number + 1)[0]

    def __iter__(self) -> Iterator[Answer]:
        for start in range(0, len(self), BLOCK):
            yield from self._block(start, min(start + BLOCK, len(self)))

    def of(self, applicant: str) -> Answer:
        """KeyError when the round has no such applicant."""
        return self[self.number[applicant]]

    def _block(self, start: int, end: int) -> list[Answer]:
        """The pairs of an applicant stand together."""
        import numpy as np

        problem = self.problem
        pairs = np.arange(self.first[start], self.first[end])
        needed = self.cuts.needed(pairs)
        offer = problem.pair_offer[pairs]
        rows = zip(
            [problem.columns.offers[at] for at in offer.tolist()], problem.columns.score[pairs].tolist(),
            problem.values[pairs].tolist(), [REASONS[at] for at in self.view.reasons(pairs, needed).tolist()],
            _known(needed), _known(self.cuts.at_least(pairs)), _known(self.view.shown_lowest[offer]), strict=True,
        )  # fmt: skip
        wishes = [Wish(*row) for row in rows]
        ends = (self.first[start : end + 1] - self.first[start]).tolist()
        return [
            Answer(problem.columns.applicants[at], int(self.place[at]), tuple(wishes[ends[n] : ends[n + 1]]))
            for n, at in enumerate(range(start, end))
        ]


def _known(numbers: Numbers) -> list[int | None]:
    return [None if number == UNKNOWN else number for number in numbers.tolist()]


class _View:
    """What the reasons look at: who got what, where it is full, who was last."""

    def __init__(self, cuts: Cuts) -> None:
        import numpy as np

        problem, own = cuts.problem, cuts.holdings.own
        self.problem, self.holdings = problem, cuts.holdings
        offers, groups = problem.reserved.shape
        offer, area, value = problem.pair_offer[own], problem.pair_area[own], problem.values[own]
        group = problem.pair_group[own]
        self.nobody = int(problem.values.max(initial=0)) + 1  # above every value: nobody got in there
        self.lowest_of_area = np.full((offers, len(problem.areas)), self.nobody)
        np.minimum.at(self.lowest_of_area, (offer, area), value)
        self.lowest_of_group = np.full((offers, groups), self.nobody)
        np.minimum.at(self.lowest_of_group, (offer, group), value)
        self.lowest = self.lowest_of_group.min(axis=1)
        self.shown_lowest = np.where(self.lowest == self.nobody, UNKNOWN, self.lowest)
        self.full = np.bincount(offer, minlength=offers)
        self.area_full = problem.served(own) >= np.array([a.most for a in problem.areas], dtype=np.int64)
        self.best_left = self._best_left()

    def _best_left(self) -> Numbers:
        """The best value at each offer, outside each group, among those who could have had one more and got nothing there."""
        import numpy as np

        problem, holdings = self.problem, self.holdings
        left = ~holdings.taken & (holdings.got < problem.limits)[problem.pair_person]
        best = np.full(problem.reserved.shape, -1)
        np.maximum.at(best, (problem.pair_offer[left], problem.pair_group[left]), problem.values[left])
        outside = np.full_like(best, -1)
        for group in range(len(problem.rule.groups) + 1):
            outside[:, group] = np.delete(best, group, axis=1).max(axis=1, initial=-1)
        return outside

    def reasons(self, pairs: Numbers, needed: Numbers) -> Numbers:
        """For each pair the number of its reason in `REASONS`: the first that holds, in the order told here."""
        import numpy as np

        problem, columns = self.problem, self.problem.columns
        person, offer, value = problem.pair_person[pairs], problem.pair_offer[pairs], problem.values[pairs]
        area, group = columns.person_area[person], columns.person_group[person]
        full, area_full = self.full[offer] >= columns.units[offer], self.area_full[area]
        beaten = self.lowest[offer] < value
        tests: list[tuple[Why, np.ndarray[Any, Any]]] = [
            (Why.GIVEN_RESERVED, self.holdings.taken[pairs] & (problem.reserved[offer, group] > 0) & (self.best_left[offer, group] > value)),
            (Why.GIVEN, self.holdings.taken[pairs]),
            (Why.NO_PLACES, columns.units[offer] == 0),
            (Why.LIMIT, self.holdings.got[person] >= problem.limits[person]),
            (Why.CATEGORY, self.holdings.category_full(pairs)),
            (Why.MONEY, ~full & (columns.budget[offer] != NONE) & ~area_full),
            (Why.AREA_MOST, area_full & (self.lowest_of_area[offer, area] >= value) & (~full | beaten)),
            (Why.DRAW, value == needed),
            (Why.RESERVED, self._beaten_by_a_share(offer, group, value)),
            (Why.AREA_SHARE, beaten),
        ]  # fmt: skip
        return np.select(
            [holds for _, holds in tests],
            [REASONS.index(why) for why, _ in tests],
            default=REASONS.index(Why.POINTS),
        )

    def _beaten_by_a_share(self, offer: Numbers, group: Numbers, value: Numbers) -> np.ndarray[Any, Any]:
        import numpy as np

        other = np.arange(len(self.problem.rule.groups) + 1)[None, :] != group[:, None]
        found: np.ndarray[Any, Any] = (
            other & (self.problem.reserved[offer] > 0) & (self.lowest_of_group[offer] < value[:, None])
        ).any(axis=1)
        return found
