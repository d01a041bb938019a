"""Many rules against many enterprises at once.

Each distinct condition is worked out once as two rows of bits, one bit an enterprise: surely true, and possibly true. AND and
OR then work on whole rows, so the answers are those of `evaluate` at a small part of the cost. A `Screener` keeps the rows of
bits, so that a rule that is being written can be asked again and again of the same table; `index.Index` keeps them for a table
and rules that change.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.cells import Plane, Planes, everyone, unpacked
from phanuek.engines.rules.evaluation import Status
from phanuek.engines.rules.plan import Plan
from phanuek.engines.rules.planes import BLOCK, POSSIBLE, SURE, answers, fill, new_planes, with_room
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.table import Table, one_length

Key = TypeVar("Key", bound=Hashable)
_OF_BITS = (Status.DOES_NOT_FIT, Status.UNKNOWN, Status.FITS)  # by sure + possible


class Counts(NamedTuple):
    fits: int
    unknown: int
    does_not_fit: int


class Alone(NamedTuple):
    """One condition among the others of its rule: how many do not meet it and how many cannot be said, and how many of
    these all other conditions let through (`excludes`, `leaves_open`): those that it alone holds back."""

    not_met: int
    unknown: int
    excludes: int
    leaves_open: int


@dataclass(frozen=True, eq=False)
class Screening(Generic[Key]):
    """The answers: `keys` are the rules, in order (their place in the list when a list was given).

    `planes` has two rows of bits for each rule (64 rows of the table in a word, the first in the lowest bit): who surely fits,
    and who fits or cannot be said. Rows outside of `present` are no longer in the table: nobody counts them.
    """

    rows: int
    keys: tuple[Key, ...]
    planes: Planes
    present: Plane

    @cached_property
    def _at(self) -> dict[Key, int]:
        return {key: at for at, key in enumerate(self.keys)}

    def sure(self, key: Key) -> Plane:
        """A bit for each row that fits."""
        return self._of(key)[SURE]

    def possible(self, key: Key) -> Plane:
        """A bit for each row that fits or of which it cannot be said."""
        return self._of(key)[POSSIBLE]

    def _of(self, key: Key) -> list[Plane]:
        return list(self.planes[self._at[key]])

    def status(self, key: Key, row: int) -> Status:
        if not 0 <= row < self.rows or not _bit(self.present, row):
            raise IndexError(row)
        return _OF_BITS[_bit(self.sure(key), row) + _bit(self.possible(key), row)]

    def marks(self, key: Key) -> NDArray[np.uint8]:
        """The rule's answer for every row: 0 does not fit, 1 cannot say, 2 fits."""
        return unpacked(self.sure(key), self.rows) + unpacked(self.possible(key), self.rows)

    def statuses(self, key: Key) -> list[Status]:
        """The rule's answer for every row."""
        return [_OF_BITS[mark] for mark in self.marks(key).tolist()]

    def row(self, row: int) -> dict[Key, Status]:
        """Every rule's answer for one row."""
        return {key: self.status(key, row) for key in self.keys}

    @property
    def counts(self) -> dict[Key, Counts]:
        sums = np.bitwise_count(self.planes).sum(axis=2, dtype=np.int64).tolist()
        many = _count(self.present)
        return {
            key: Counts(sure, possible - sure, many - possible)
            for key, (sure, possible) in zip(self.keys, sums, strict=True)
        }

    def moves(self, before: Key, after: Key) -> dict[tuple[Status, Status], int]:
        """How many rows have one answer by the first rule and another (or the same) by the second; all nine pairs."""
        return {(a, b): _count(self._both(before, a, after, b)) for a in Status for b in Status}

    def moved(self, before: Key, from_: Status, after: Key, to: Status) -> list[int]:
        """The rows of one of these pairs, in order."""
        found: list[int] = places(self._both(before, from_, after, to)).tolist()
        return found

    def _both(self, before: Key, from_: Status, after: Key, to: Status) -> Plane:
        return self._plane(before, from_) & self._plane(after, to)

    def _plane(self, key: Key, status: Status) -> Plane:
        if status == Status.FITS:
            return self.sure(key)
        possible = self.possible(key)
        return possible & ~self.sure(key) if status == Status.UNKNOWN else self.present & ~possible

    def found(self, key: Key) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The rows that fit the rule or cannot be said, in order, and whether each surely fits."""
        rows = places(self.possible(key))
        return rows, unpacked(self.sure(key), self.rows)[rows].view(np.bool_)

    def pairs(self) -> Iterator[tuple[int, Key, Status]]:
        """Row, rule and answer of the pairs that fit or cannot be said; all others do not fit."""
        for key in self.keys:
            rows, sure = self.found(key)
            for row, fits in zip(rows.tolist(), sure.tolist(), strict=True):
                yield row, key, Status.FITS if fits else Status.UNKNOWN


def screen(
    rules: Mapping[Key, Rule] | Sequence[Rule], table: Mapping[str, Sequence[object]] | Table
) -> Screening[Key]:
    """Every rule against every row of a table of columns of equal length; a missing column or None is unknown.

    Raises ValueError when the columns differ in length, FactError (with the row) when a value has the wrong type.
    """
    read = table if isinstance(table, Table) else Table.reading(table, one_length(table))
    return screened(Plan.of(rules), read)


def screened(plan: Plan[Key], table: Table) -> Screening[Key]:
    """The answers of a plan that is kept, for a table that is asked once."""
    planes = new_planes(plan.size, table.rows)
    fill(plan, table, planes)
    return Screening(table.rows, tuple(plan.rules), answers(plan, planes, table.rows), everyone(table.rows))


def screen_blocks(
    plan: Plan[Key], table: Table, rows_per_block: int = BLOCK
) -> Iterator[tuple[int, Screening[Key]]]:
    """As `screened`, some rows at a time: the first row of each block and its answers. The memory it needs beside the table is
    that of one block: for 5,000 distinct conditions and 131,072 rows about 160 MB, and 32 MB for 1,000 rules.

    The answers of a block are its own; the planes of the conditions are written over by the next.
    """
    size = max(64, rows_per_block)
    planes = new_planes(plan.size, min(size, table.rows))
    for start in range(0, table.rows, size):
        part = table.part(start, start + size)
        here = planes[:, :, : len(everyone(part.rows))]
        fill(plan, part, here)
        yield (
            start,
            Screening(part.rows, tuple(plan.rules), answers(plan, here, part.rows), everyone(part.rows)),
        )


class Screener:
    """One table, asked many rules one after another. `table` may read a column when it is first asked for.

    What was worked out of single conditions is kept, and forgotten when it grows beyond `MOST_KEPT`.
    """

    MOST_KEPT = 2000

    def __init__(self, table: Mapping[str, Sequence[object]], rows: int) -> None:
        self.rows = rows
        self._table = Table.reading(table, rows)
        self._plan: Plan[int]  # by the identity of the rule, which the plan keeps alive
        self._planes: Planes
        self._forget()

    def screen(self, rules: Mapping[Key, Rule] | Sequence[Rule]) -> Screening[Key]:
        """As `screen`."""
        named: Mapping[Any, Rule] = rules if isinstance(rules, Mapping) else dict(enumerate(rules))
        self._prepare(list(named.values()))
        plan: Plan[Any] = Plan()
        plan.rules = {key: self._plan.rules[id(rule)] for key, rule in named.items()}
        found = answers(plan, self._planes, self.rows)
        return Screening(self.rows, tuple(named), found, everyone(self.rows))

    def alone(self, rule: Rule) -> list[Alone]:
        """For each condition of the rule, in order, what it does by itself and what it alone does."""
        self._prepare([rule])
        parts = [self._planes[node] for node in self._plan.rules[id(rule)].conditions]
        all_rows = everyone(self.rows)
        everything = np.stack([all_rows, all_rows])
        before = list(accumulate(parts, np.bitwise_and, initial=everything))
        after = list(accumulate(reversed(parts), np.bitwise_and, initial=everything))[::-1]
        found = []
        for at, part in enumerate(parts):
            others = before[at] & after[at + 1]
            open_ = part[POSSIBLE] & ~part[SURE]
            not_met = all_rows & ~part[POSSIBLE]
            found.append(
                Alone(
                    _count(not_met), _count(open_), _count(not_met & others[POSSIBLE]), _count(open_ & others[SURE])
                )
            )  # fmt: skip
        return found

    def _prepare(self, rules: Sequence[Rule]) -> None:
        if self._plan.size > self.MOST_KEPT or len(self._plan) > self.MOST_KEPT:
            self._forget()
        made = [
            node
            for rule in rules
            if id(rule) not in self._plan.rules
            for node in self._plan.put(id(rule), rule)
        ]
        if not made:
            return
        try:
            self._planes = with_room(self._planes, self._plan.size)
            fill(self._plan, self._table, self._planes, frozenset(made))
        except BaseException:
            self._forget()  # nodes that were not worked out must not be taken for answers
            raise

    def _forget(self) -> None:
        self._plan, self._planes = Plan(), new_planes(0, self.rows)


def places(plane: Plane) -> NDArray[np.int64]:
    """The rows whose bit is set, in order."""
    return np.flatnonzero(np.unpackbits(plane.view(np.uint8), bitorder="little"))


def _count(plane: Plane) -> int:
    return int(np.bitwise_count(plane).sum(dtype=np.int64))


def _bit(plane: Plane, row: int) -> int:
    return int(plane[row >> 6]) >> (row & 63) & 1
