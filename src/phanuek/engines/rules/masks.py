"""The answers of `probe`, which are one for each distinct condition, laid out rule by rule: as arrays and as bit masks."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.evaluation import Status
from phanuek.engines.rules.probe import NO, PERHAPS, STATUSES, YES, Marks

if TYPE_CHECKING:
    from phanuek.engines.rules.plan import Plan

Key = TypeVar("Key", bound=Hashable)
IN_A_MASK = 64


@dataclass(frozen=True, eq=False)
class Masks(Generic[Key]):
    """`conditions` has the answers of all conditions of all rules in one row (0 not met, 1 cannot say, 2 met); those of the
    n-th rule stand from `starts[n]` up to `starts[n + 1]`, in the order in which they are written."""

    keys: tuple[Key, ...]
    starts: NDArray[np.int64]
    conditions: Marks

    @cached_property
    def rules(self) -> Marks:
        """The answer of each rule: 0 does not fit, 1 cannot say, 2 fits."""
        found = np.full(len(self.keys), YES, np.uint8)
        some = (
            self.starts[:-1] < self.starts[1:]
        )  # a rule without conditions fits all; reduceat would take a neighbour's
        if some.any():
            found[some] = np.minimum.reduceat(self.conditions, self.starts[:-1][some])
        return found

    @property
    def failed(self) -> NDArray[np.uint64]:
        """For each rule a mask of the conditions that are not met, the first in the lowest bit. ValueError for rules of more
        than 64 conditions, which have no such mask."""
        return self._mask(NO)

    @property
    def unknown(self) -> NDArray[np.uint64]:
        """For each rule a mask of the conditions of which it cannot be said; as `failed`."""
        return self._mask(PERHAPS)

    @cached_property
    def _places(self) -> NDArray[np.uint64]:
        lengths = np.diff(self.starts)
        if len(lengths) and lengths.max() > IN_A_MASK:
            raise ValueError(f"a rule has {lengths.max()} conditions; a mask holds {IN_A_MASK}")
        place = np.arange(len(self.conditions)) - np.repeat(self.starts[:-1], lengths)
        return np.left_shift(np.uint64(1), place.astype(np.uint64))

    def _mask(self, mark: int) -> NDArray[np.uint64]:
        bits = np.where(self.conditions == mark, self._places, np.uint64(0))
        found = np.zeros(len(self.keys), np.uint64)
        some = self.starts[:-1] < self.starts[1:]
        if some.any():
            found[some] = np.bitwise_or.reduceat(bits, self.starts[:-1][some])
        return found

    @cached_property
    def _at(self) -> dict[Key, int]:
        return {key: at for at, key in enumerate(self.keys)}

    def status(self, key: Key) -> Status:
        return STATUSES[self.rules[self._at[key]]]

    def of(self, key: Key) -> list[Status]:
        """The answers of the conditions of one rule."""
        at = self._at[key]
        return [STATUSES[mark] for mark in self.conditions[self.starts[at] : self.starts[at + 1]].tolist()]


def masks_of(plan: Plan[Key], facts: Mapping[str, object]) -> Masks[Key]:
    """Of an enterprise that need not be in a table; `facts` and errors as for `evaluate`."""
    return laid_out(plan, plan.probe.marks(facts))


def laid_out(plan: Plan[Any], marks: Marks) -> Masks[Any]:
    """From the answers of all nodes of the plan."""
    nodes, starts = plan.shape
    return Masks(plan.keys, starts, marks[nodes])
