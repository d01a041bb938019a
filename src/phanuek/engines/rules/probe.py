"""One enterprise against all rules of a plan: every distinct condition answered once, all of them at the same time.

For each fact the value is looked up once among the cuts of all rules: how many it has reached. Comparing that number with
the rungs of every condition, and counting odd and even, answers all conditions in a few operations on arrays. An answer is
a small number, 0 does not fit, 1 cannot say, 2 fits, so that AND is the least and OR the greatest of its parts (Kleene).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.evaluation import Status
from phanuek.engines.rules.intervals import Cut
from phanuek.engines.rules.tree import Compared, Ratio, Values
from phanuek.engines.rules.vocabulary import Fact, Known, Value, coerce

if TYPE_CHECKING:
    from phanuek.engines.rules.plan import Join, Plan

NOBODY, KNOWN, FIRST_CUT = 0, 1, 2  # the rungs of a ladder, as in cells.py
NO, PERHAPS, YES = 0, 1, 2
STATUSES = (Status.DOES_NOT_FIT, Status.UNKNOWN, Status.FITS)
Marks = NDArray[np.uint8]  # NO, PERHAPS or YES
Places = NDArray[np.int64]


class Lists(NamedTuple):
    """Lists of numbers laid end to end; none of them is empty. `owners` says whose they are."""

    owners: Places
    starts: Places
    items: Places

    @classmethod
    def of(cls, lists: Mapping[int, Sequence[int]]) -> Lists:
        lengths = [len(items) for items in lists.values()]
        starts = np.cumsum([0, *lengths], dtype=np.int64)[:-1]
        items = [item for some in lists.values() for item in some]
        return cls(np.array(list(lists), np.int64), starts, np.array(items, np.int64))

    @classmethod
    def joined(cls, some: Sequence[Lists]) -> tuple[Lists, Places, Places]:
        """Several one after another; and for each owner, and for each item, which of the several it comes from."""
        sizes = np.array([len(each.items) for each in some], np.int64)
        before = np.cumsum(sizes) - sizes
        starts = [each.starts + shift for each, shift in zip(some, before, strict=True)]
        none = [np.zeros(0, np.int64)]
        whole = cls(
            np.concatenate(none + [each.owners for each in some]), np.concatenate(none + starts),
            np.concatenate(none + [each.items for each in some]),
        )  # fmt: skip
        which = np.arange(len(some))
        return whole, np.repeat(which, [len(each.owners) for each in some]), np.repeat(which, sizes)


class Level(NamedTuple):
    """Joins whose parts are all answered before."""

    every: bool
    parts: Lists


@dataclass(frozen=True, eq=False)
class Probe:
    facts: tuple[Fact, ...]
    cuts: tuple[list[Cut], ...]  # of each fact
    fact_of: Places  # of each leaf of `sure`
    sure: Lists  # leaves, and their rungs
    maybe: Lists
    sure_fact: Places  # of each rung
    maybe_fact: Places
    pairs: tuple[tuple[int, Compared | Ratio], ...]
    levels: tuple[Level, ...]
    size: int

    @classmethod
    def of(cls, plan: Plan[Any]) -> Probe:
        rulers = list(plan.rulers.values())
        sure, fact_of, sure_fact = Lists.joined([ruler.laid_out[0] for ruler in rulers])
        maybe, _, maybe_fact = Lists.joined([ruler.laid_out[1] for ruler in rulers])
        return cls(
            tuple(ruler.fact for ruler in rulers), tuple(ruler.cuts for ruler in rulers), fact_of, sure, maybe,
            sure_fact, maybe_fact, tuple(plan.pairs.items()), _levels(plan.joins), plan.size,
        )  # fmt: skip

    def marks(self, facts: Mapping[str, object]) -> Marks:
        """The answer of every node. `facts` as for `evaluate`; raises FactError."""
        values = [_value(fact, facts) for fact in self.facts]
        stands = np.array(
            [_stand(value, cuts) for value, cuts in zip(values, self.cuts, strict=True)], np.int64
        )
        marks = np.zeros(self.size, np.uint8)
        if len(self.sure.owners):
            held = _odd(stands[self.sure_fact] >= self.sure.items, self.sure.starts)
            marks[self.sure.owners] = held.view(np.uint8) * YES
            marks[self.sure.owners[(stands == 0)[self.fact_of]]] = PERHAPS
        if len(self.maybe.owners):
            open_ = _odd(stands[self.maybe_fact] >= self.maybe.items, self.maybe.starts)
            marks[self.maybe.owners[open_]] = PERHAPS
        for node, leaf in self.pairs:
            truth = leaf.truth(_values(leaf, facts))
            marks[node] = PERHAPS if truth is None else YES if truth else NO
        for level in self.levels:
            least_or_greatest = np.minimum if level.every else np.maximum
            found = least_or_greatest.reduceat(marks[level.parts.items], level.parts.starts)
            marks[level.parts.owners] = found
        return marks


def _odd(reached: NDArray[np.bool_], starts: Places) -> NDArray[np.bool_]:
    return np.logical_xor.reduceat(reached, starts)


def _stand(value: Value | None, cuts: list[Cut]) -> int:
    """The highest rung that the value has reached; 0 for unknown."""
    if value is None:
        return NOBODY
    sortable = value.toordinal() if isinstance(value, date) else value
    return KNOWN + bisect_right(cuts, (sortable, False))


def _value(fact: Fact, facts: Mapping[str, object]) -> Value | None:
    raw = facts.get(fact.name)
    if isinstance(raw, Known):
        raw = raw.value
    return None if raw is None else coerce(fact, raw)


def _values(leaf: Compared | Ratio, facts: Mapping[str, object]) -> Values:
    found = {fact.name: _value(fact, facts) for fact in leaf.facts}
    return {name: value for name, value in found.items() if value is not None}


def _levels(joins: Mapping[int, Join]) -> tuple[Level, ...]:
    """By depth; OR and AND of one depth apart."""
    depth: dict[int, int] = {}
    levels: dict[tuple[int, bool], dict[int, Sequence[int]]] = {}
    for node, join in joins.items():
        depth[node] = 1 + max(depth.get(part, 0) for part in join.parts)
        levels.setdefault((depth[node], join.every), {})[node] = join.parts
    return tuple(Level(every, Lists.of(parts)) for (_, every), parts in sorted(levels.items()))
