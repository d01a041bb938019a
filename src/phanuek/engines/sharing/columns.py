"""A round as columns: the same content as `Round`, in NumPy arrays, for rounds of a hundred thousand applicants.

People, offers, areas and groups are numbered in the order of their codes and the pairs stand in the order of (applicant, offer),
so that the same content gives the same columns however it was listed. Everything is checked here once, in whole columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from phanuek.engines.sharing.model import (
    MOST_POINTS,
    MOST_SATANG,
    MOST_UNITS,
    Round,
    RoundError,
    Rule,
    check_codes,
    no_such,
    no_whole,
)

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[Any, np.dtype[np.int64]]
    Flags = np.ndarray[Any, np.dtype[np.bool_]]

NONE = -1  # no budget, no amount asked for


@dataclass(frozen=True, eq=False)
class Columns:
    """`person_area` and `category` are numbers of `areas` and `categories`; `person_group` is 0, or the place of the group in the
    rule counted from 1; money is satang, `NONE` where there is none."""

    applicants: Sequence[str]
    offers: Sequence[str]
    areas: Sequence[str]
    categories: Sequence[str]
    groups: Sequence[str]
    person_area: Numbers
    person_group: Numbers
    need: Numbers
    units: Numbers
    budget: Numbers
    category: Numbers
    pair_person: Numbers
    pair_offer: Numbers
    score: Numbers
    cost: Numbers
    rule: Rule

    @classmethod
    def of(
        cls, *, applicants: Sequence[str], area: Sequence[str], group: Sequence[str], need: Any = None,
        offers: Sequence[str], units: Any, budget: Any = None, category: Sequence[str] | None = None,
        pair_applicant: Any, pair_offer: Any, score: Any, cost: Any = None, rule: Rule,
    ) -> Columns:  # fmt: skip
        """From columns in any order: codes as texts, `pair_applicant` and `pair_offer` as places in the lists given here,
        counted from 0; `need`, `budget`, `category` and `cost` may be left out. RoundError names what is wrong."""
        import numpy as np

        check_codes(applicants, "applicants")
        check_codes(offers, "offers")
        people, person_at = _sorted(applicants)
        lots, offer_at = _sorted(offers)
        pair_person, offer = _places(pair_applicant, len(people)), _places(pair_offer, len(lots))
        pair_person, offer = person_at.rank[pair_person], offer_at.rank[offer]
        order = np.lexsort((offer, pair_person))
        areas, area_code = _numbered(area)
        kinds, kind_code = _numbered(category or [""] * len(lots))

        def paid(column: Any, size: int) -> Numbers:
            return np.full(size, NONE, dtype=np.int64) if column is None else _whole(column)

        made = cls(
            people, lots, areas, kinds, [group[at] for at in person_at.order],
            person_area=area_code[person_at.order], person_group=_groups(group, rule)[person_at.order],
            need=(np.zeros(len(people), dtype=np.int64) if need is None else _whole(need))[person_at.order],
            units=_whole(units)[offer_at.order], budget=paid(budget, len(lots))[offer_at.order], category=kind_code[offer_at.order],
            pair_person=pair_person[order], pair_offer=offer[order], score=_whole(score)[order], cost=paid(cost, len(offer))[order],
            rule=rule,
        )  # fmt: skip
        _check(made)
        return made

    def pair(self, at: int) -> tuple[str, str]:
        return self.applicants[int(self.pair_person[at])], self.offers[int(self.pair_offer[at])]

    def codes(self, pairs: Numbers) -> list[tuple[str, str]]:
        people, lots = self.applicants, self.offers
        return [
            (people[person], lots[offer])
            for person, offer in zip(
                self.pair_person[pairs].tolist(), self.pair_offer[pairs].tolist(), strict=True
            )
        ]


def columns_of(made: Round) -> Columns:
    """A checked round as columns; it is in order already."""
    import numpy as np

    people = {one.code: at for at, one in enumerate(made.applicants)}
    lots = {one.code: at for at, one in enumerate(made.offers)}
    areas, area_code = _numbered([one.area for one in made.applicants])
    kinds, kind_code = _numbered([one.category for one in made.offers])

    def column(numbers: Iterable[int | None], size: int) -> Numbers:
        return np.fromiter((NONE if number is None else number for number in numbers), dtype=np.int64, count=size)  # fmt: skip

    pairs, offers = made.eligible, made.offers
    return Columns(
        list(people), list(lots), areas, kinds, [one.group for one in made.applicants],
        person_area=area_code, person_group=_groups([one.group for one in made.applicants], made.rule),
        need=column((one.need for one in made.applicants), len(people)),
        units=column((lot.units for lot in offers), len(lots)), budget=column((lot.budget for lot in offers), len(lots)),
        category=kind_code, pair_person=column((people[pair.applicant] for pair in pairs), len(pairs)),
        pair_offer=column((lots[pair.offer] for pair in pairs), len(pairs)),
        score=column((pair.score for pair in pairs), len(pairs)), cost=column((pair.cost for pair in pairs), len(pairs)),
        rule=made.rule,
    )  # fmt: skip


@dataclass(frozen=True)
class _Order:
    order: Numbers
    rank: Numbers


def _sorted(codes: Sequence[str]) -> tuple[list[str], _Order]:
    import numpy as np

    order = np.array(sorted(range(len(codes)), key=codes.__getitem__), dtype=np.int64)
    rank = np.empty(len(codes), dtype=np.int64)
    rank[order] = np.arange(len(codes))
    return [codes[at] for at in order], _Order(order, rank)


def _numbered(codes: Sequence[str]) -> tuple[list[str], Numbers]:
    import numpy as np

    names = sorted(set(codes))
    index = {code: at for at, code in enumerate(names)}
    return names, np.fromiter((index[code] for code in codes), dtype=np.int64, count=len(codes))


def _groups(groups: Sequence[str], rule: Rule) -> Numbers:
    import numpy as np

    index = {group.code: at for at, group in enumerate(rule.groups, start=1)}
    return np.fromiter((index.get(group, 0) for group in groups), dtype=np.int64, count=len(groups))


def _whole(column: Any) -> Numbers:
    import numpy as np

    found = np.asarray(column)
    if found.size and found.dtype.kind not in "iu":
        raise TypeError(f"whole numbers are needed, not {found.dtype}")
    return found.astype(np.int64)


def _places(column: Any, count: int) -> Numbers:
    found = _whole(column)
    if found.size and not (int(found.min()) >= 0 and int(found.max()) < count):
        raise IndexError("a pair names an applicant or offer that is not in the list")
    return found


def _check(made: Columns) -> None:
    """The same limits as `Round.of`, and the same words."""
    import numpy as np

    _within(made.need, 0, 100, lambda at: f"applicants.{made.applicants[at]}.need")
    _within(made.units, 0, MOST_UNITS, lambda at: f"offers.{made.offers[at]}.capacity")
    _within(made.budget, NONE, MOST_SATANG, lambda at: f"offers.{made.offers[at]}.budget")

    def pair(at: int) -> str:
        return "eligible.{}.{}".format(*made.pair(at))

    twice = (np.diff(made.pair_person) == 0) & (np.diff(made.pair_offer) == 0)
    if twice.any():
        raise RoundError(pair(int(np.argmax(twice))), "คู่นี้ซ้ำกัน", "This pair stands there twice.")
    _within(made.score, 0, MOST_POINTS, lambda at: f"{pair(at)}.score")
    _within(made.cost, NONE, MOST_SATANG, lambda at: f"{pair(at)}.cost")
    lacking = (made.budget[made.pair_offer] != NONE) & (made.cost == NONE)
    if lacking.any():
        raise no_such(f"{pair(int(np.argmax(lacking)))}.cost", "cost")


def _within(column: Numbers, least: int, most: int, where: Any) -> None:
    import numpy as np

    wrong = (column < least) | (column > most)
    if wrong.any():
        raise no_whole(where(int(np.argmax(wrong))), max(least, 0), most)
