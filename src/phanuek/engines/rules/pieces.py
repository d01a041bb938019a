"""Texts that are put together from pieces, very many at once.

A template is a row of pieces. A piece stands ready, or it is a slot that is written for each enterprise anew (the value of a
fact, in words), or one of three that follow such a value: which one hangs on the side of what is asked on which the value
lies. Choosing pieces is arithmetic on arrays; only the last step, one join, touches texts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.domains import Number, Ordered
from phanuek.engines.rules.phrases import Side

SIDES: tuple[Side, ...] = ("below", "above", "between")  # as they lie beside each other in the pieces
Places = NDArray[np.int64]
Pieces = NDArray[np.object_]  # of bytes
Item = tuple[int, int]  # a piece, and the side (a number given by `Sides`) that moves it
FIXED = 0  # the side of pieces that nothing moves


class Templates:
    """Rows of pieces, numbered as they are added."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._items: list[Item] = []
        self._ends: list[int] = [0]

    def piece(self, *texts: bytes) -> int:
        """Pieces that stand beside each other; the place of the first."""
        self._pieces += texts
        return len(self._pieces) - len(texts)

    def add(self, items: Sequence[Item]) -> None:
        self._items += items
        self._ends.append(len(self._items))

    def add_text(self, text: bytes) -> None:
        self.add([(self.piece(text), FIXED)])

    def finish(self) -> None:
        items = np.array(self._items, np.int64).reshape(-1, 2)
        self._piece, self._side = np.ascontiguousarray(items.T)
        self._start = np.array(self._ends, np.int64)
        self._fixed = np.array(self._pieces, object)
        del self._items, self._ends, self._pieces

    def slots(self) -> Pieces:
        """The pieces for one enterprise, whose slots are still to be written."""
        return self._fixed.copy()

    def joined(self, chosen: Places, pieces: Pieces, moved: Places) -> bytes:
        """The chosen templates one after another; `pieces` with their slots written, `moved` as `Sides.of` gives it."""
        starts = self._start[chosen]
        lengths = self._start[chosen + 1] - starts
        ends = np.cumsum(lengths)
        at = np.arange(ends[-1]) + np.repeat(starts - ends + lengths, lengths)
        places = self._piece[at] + moved[self._side[at]]
        return b"".join(pieces[places].tolist())


class Sides:
    """For many conditions on ordered facts, on which side of what is asked a value lies that is not among it: `side_of` of
    all of them at the same time, and as exact: each value is looked up once among all bounds on its fact."""

    def __init__(self) -> None:
        self._asked: list[tuple[str, Number | None, Number | None]] = [("", None, None)]

    def add(self, name: str, domain: Any) -> int:
        """A condition; its number."""
        low = high = None
        if isinstance(domain, Ordered) and len(domain.spans) == 1 and not domain.spans[0].is_point:
            low, high = domain.spans[0].low, domain.spans[0].high
        self._asked.append((name, low, high))
        return len(self._asked) - 1

    def finish(self) -> None:
        bounds: dict[str, set[Number]] = {}
        for name, low, high in self._asked:
            bounds.setdefault(name, set()).update(bound for bound in (low, high) if bound is not None)
        self._bounds = {name: sorted(some) for name, some in bounds.items()}
        at = {name: {bound: rank for rank, bound in enumerate(some)} for name, some in self._bounds.items()}
        fact = {name: number for number, name in enumerate(bounds)}
        self._fact = np.array([fact[name] for name, _, _ in self._asked], np.int64)
        none_below, none_above = -1, 2**62
        self._low = np.array(
            [none_below if low is None else at[name][low] for name, low, _ in self._asked], np.int64
        )
        self._high = np.array(
            [none_above if high is None else at[name][high] for name, _, high in self._asked], np.int64
        )
        del self._asked

    def of(self, numbers: Mapping[str, Number]) -> Places:
        """How far to move from the first of three pairs of pieces, for each condition; what is not known is not looked at."""
        known = [(some, numbers.get(name)) for name, some in self._bounds.items()]
        before = np.array([0 if value is None else bisect_left(some, value) for some, value in known])
        until = np.array([0 if value is None else bisect_right(some, value) for some, value in known])
        moved = np.full(len(self._fact), 4, np.int64)
        moved[before[self._fact] > self._high] = 2
        moved[until[self._fact] <= self._low] = 0
        moved[FIXED] = 0
        return moved
