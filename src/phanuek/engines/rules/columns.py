"""One fact of many enterprises as an array that can be compared at once, without losing exactness.

Whole numbers, satang and days are 64-bit integers, decimals are floats read by their shortest text, texts, areas and
yes/no are numbers into a sorted list of words. What fits none of these (an integer beyond 64 bits, a decimal that no float
shows) goes into such a list as well: slower to prepare, and still exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.bounds import LEAST, MOST, float_bound, whole_bound
from phanuek.engines.rules.domains import Number
from phanuek.engines.rules.intervals import Cut
from phanuek.engines.rules.vocabulary import Fact, Value, coerce

Bools = NDArray[np.bool_]
Array = NDArray[Any]
EXACT = 2**53  # whole numbers up to here are floats without loss, and their text is the number


class Column:
    """`known` is None when every row is known. `values` of unknown rows are any finite number."""

    kind: str
    fact: Fact
    values: Array
    known: Bools | None

    def __init__(self, fact: Fact, values: Array, known: Bools | None) -> None:
        self.fact, self.values, self.known = fact, values, known

    def __len__(self) -> int:
        return len(self.values)

    def bounds(self, cuts: Sequence[Cut]) -> Array:
        """For each cut the least array value that has reached it, rising."""
        raise NotImplementedError

    def reaches(self, bound: Any) -> Bools:
        """Which rows have reached a bound; says nothing of the unknown."""
        return np.asarray(self.values >= bound)

    def at(self, row: int) -> Value | None:
        raise NotImplementedError

    def part(self, rows: slice) -> Column:
        """Some of the rows, without copying."""
        known = None if self.known is None else self.known[rows]
        return type(self)(self.fact, self.values[rows], known)

    def holds(self, value: Value) -> bool:
        """Whether the array can hold the value exactly."""
        raise NotImplementedError

    def put(self, row: int, value: Value | None) -> None:
        """Write a value that the column `holds`."""
        if self.known is None and value is None:
            self.known = np.ones(len(self.values), np.bool_)
        if self.known is not None:
            self.known[row] = value is not None
        self.values[row] = 0 if value is None else self._raw(value)

    def _raw(self, value: Value) -> Any:
        return value

    def longer(self, rows: int) -> Column:
        """A copy with room for more rows, unknown so far."""
        known = np.zeros(rows, np.bool_)
        known[: len(self)] = True if self.known is None else self.known
        values = np.zeros(rows, self.values.dtype)
        values[: len(self)] = self.values
        made = self.part(slice(0, 0))
        made.values, made.known = values, known
        return made

    def _is_known(self, row: int) -> bool:
        return self.known is None or bool(self.known[row])


class Whole(Column):
    """int64: whole numbers, satang, or days by their ordinal."""

    kind = "whole"

    def bounds(self, cuts: Sequence[Cut]) -> Array:
        return whole_bounds(cuts)

    def at(self, row: int) -> Value | None:
        if not self._is_known(row):
            return None
        value = int(self.values[row])
        return date.fromordinal(value) if self.fact.type == "date" else value

    def holds(self, value: Value) -> bool:
        return isinstance(value, date) or (isinstance(value, int) and LEAST <= value < MOST)

    def _raw(self, value: Value) -> Any:
        return value.toordinal() if isinstance(value, date) else value


class Floating(Column):
    """float64, each meaning its shortest decimal text."""

    kind = "floating"

    def bounds(self, cuts: Sequence[Cut]) -> Array:
        return float_bounds(cuts)

    def at(self, row: int) -> Value | None:
        return coerce(self.fact, float(self.values[row])) if self._is_known(row) else None

    def holds(self, value: Value) -> bool:
        return shown_by_a_float(value)

    def _raw(self, value: Value) -> Any:
        return float(value)  # type: ignore[arg-type]


class Listed(Column):
    """Numbers into `words`: 0 is unknown, n the n-th word. The words come in any order; `ranks` sorts them."""

    kind = "listed"

    def __init__(self, fact: Fact, values: Array, words: Sequence[Value]) -> None:
        super().__init__(fact, values, None)
        self.words = list(words)

    @cached_property
    def place(self) -> dict[Value, int]:
        return {word: at for at, word in enumerate(self.words, 1)}

    @cached_property
    def order(self) -> tuple[list[Cut], NDArray[np.int64]]:
        """The words in sorted order, each as the cut that it reaches first; and for each number the place of its word there,
        -1 for unknown."""
        keys = [_as_sortable(word) for word in self.words]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        ranks = np.full(len(keys) + 1, -1, np.int64)
        ranks[np.array(order, np.int64) + 1] = np.arange(len(keys))
        return [(keys[at], False) for at in order], ranks

    @property
    def ranks(self) -> NDArray[np.int64]:
        return self.order[1]

    def bounds(self, cuts: Sequence[Cut]) -> Array:
        words = self.order[0]
        return np.array([bisect_left(words, cut) for cut in cuts], np.int64)

    def reaches(self, bound: int) -> Bools:
        """Which rows are known and have reached the bound."""
        return np.take(self.ranks >= bound, self.values)  # unknown is -1, and no bound is below 0

    def at(self, row: int) -> Value | None:
        at = int(self.values[row])
        return self.words[at - 1] if at else None

    def part(self, rows: slice) -> Column:
        made = Listed(self.fact, self.values[rows], ())
        made.words, made.order = self.words, self.order
        return made

    def holds(self, value: Value) -> bool:
        return True

    def put(self, row: int, value: Value | None) -> None:
        self.values[row] = 0 if value is None else self._number(value)

    def _number(self, value: Value) -> int:
        at = self.place.get(value)
        if at is None:
            self.words.append(value)
            at = self.place[value] = len(self.words)
            self.__dict__.pop("order", None)
        return at

    def longer(self, rows: int) -> Column:
        values = np.zeros(rows, self.values.dtype)
        values[: len(self)] = self.values
        return Listed(self.fact, values, self.words)


def _as_sortable(word: Value) -> Any:
    return word.toordinal() if isinstance(word, date) else word


def shown_by_a_float(value: Value) -> bool:
    """Whether some float's shortest text is this number."""
    if isinstance(value, int):
        return abs(value) <= EXACT
    return isinstance(value, Decimal) and Decimal(repr(float(value))) == value


def whole_bounds(cuts: Sequence[Cut]) -> Array:
    """No value of a column is MOST itself, so a bound there is one that nothing reaches."""
    return np.array([_whole(number, above) for number, above in cuts], np.int64)


def _whole(number: Number, above: bool) -> int:
    if not LEAST <= number < MOST:
        return LEAST if number < LEAST else MOST
    return whole_bound(number, above=above)


def float_bounds(cuts: Sequence[Cut]) -> Array:
    return np.array([float_bound(number, above=above) for number, above in cuts], np.float64)


def column_of(fact: Fact, values: Sequence[Value | None]) -> Column:
    """From values as `coerce` gives them, None for unknown, in the narrowest form that holds them all."""
    known = np.array([value is not None for value in values], np.bool_)
    mask = None if known.all() else known
    if fact.is_ordered:
        some = set(values) - {None}
        for kind in (Whole, Floating) if fact.type == "number" else (Whole,):
            empty = kind(fact, np.zeros(len(values), np.int64 if kind is Whole else np.float64), mask)
            if all(empty.holds(value) for value in some if value is not None):
                empty.values[:] = [0 if value is None else empty._raw(value) for value in values]
                return empty
    place: dict[Value, int] = {}
    codes = [0 if value is None else place.setdefault(value, len(place) + 1) for value in values]
    return Listed(fact, np.array(codes, np.int32), list(place))
