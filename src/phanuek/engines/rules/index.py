"""Answers that are kept while enterprises, rules and the day change.

The planes of every distinct condition and of every rule stay in memory. A changed row is one column of bits: its conditions
are answered afresh, all at once, and written over the old bits. A changed rule needs its new conditions alone; those it shares
with others are there. A row that is taken out keeps its place, for the next one that comes. At every moment the answers are
those of a new index over the same rows and rules.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.cells import Plane, Planes, everyone, words_of
from phanuek.engines.rules.evaluation import Status, Verdict, evaluate
from phanuek.engines.rules.masks import Masks, laid_out
from phanuek.engines.rules.plan import Plan
from phanuek.engines.rules.planes import POSSIBLE, SURE, combine, fill, new_planes, with_room
from phanuek.engines.rules.probe import STATUSES, Marks
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.screening import Screening
from phanuek.engines.rules.table import Table
from phanuek.engines.rules.vocabulary import Fact, Value

Key = TypeVar("Key", bound=Hashable)


class Index(Generic[Key]):
    """A table asked many rules, both of which may change. Rows keep their numbers.

    The table is the index's own from then on: its arrays are copied before the first change of a row.
    """

    def __init__(self, vocabulary: Mapping[str, Fact], table: Table, rules: Mapping[Key, Rule]) -> None:
        if table.is_read_when_asked:
            raise ValueError("an index needs a table whose columns are all there")
        self.vocabulary = vocabulary
        self.rows = table.rows  # those taken out among them
        self._table = table
        self._is_own = False
        self._gone: list[int] = []
        self._plan: Plan[Key] = Plan.of(rules)
        self._slots: dict[Key, int] = {key: at for at, key in enumerate(rules)}
        room = _room(table.rows)
        self._present: Plane = np.zeros(words_of(room), np.uint64)
        self._present[: words_of(self.rows)] = everyone(self.rows)
        self._planes: Planes = new_planes(self._plan.size + self._plan.size // 8 + 64, room)
        self._answers: Planes = new_planes(len(rules) + len(rules) // 8 + 8, room)
        fill(self._plan, table, self._here(self._planes))
        self._answer(rules)

    def screening(self) -> Screening[Key]:
        """The answers of now. They are not copied: a later change shows in them, or makes them useless."""
        slots = [self._slots[key] for key in self._plan.keys]
        in_order = slots == list(range(len(slots)))
        kept = self._answers[: len(slots)] if in_order else self._answers[slots]
        words = words_of(self.rows)
        return Screening(self.rows, self._plan.keys, kept[:, :, :words], self._present[:words])

    def rescreen(self) -> Screening[Key]:
        """Every rule put together anew from the kept planes of its conditions."""
        self._answer(self._plan.rules)
        return self.screening()

    def facts(self, row: int) -> dict[str, Value]:
        self._check(row)
        return self._table.facts(row)

    def masks(self, row: int) -> Masks[Key]:
        """The answers of all conditions of all rules for one row, read from the planes."""
        self._check(row)
        word, bit = row >> 6, np.uint64(row & 63)
        bits = (self._planes[: self._plan.size, :, word] >> bit) & np.uint64(1)
        return laid_out(self._plan, bits.sum(axis=1, dtype=np.uint8))

    def explain(self, row: int, key: Key) -> tuple[Status, list[Status]]:
        """The answer of one rule and of each of its conditions, read from the planes."""
        self._check(row)
        word, bit = row >> 6, row & 63
        pairs = [self._planes[node, :, word] for node in self._plan.rules[key].conditions]
        marks = [(int(sure) >> bit & 1) + (int(possible) >> bit & 1) for sure, possible in pairs]
        statuses = [STATUSES[mark] for mark in marks]
        return Status.all_of(statuses), statuses

    def verdict(self, row: int, key: Key) -> Verdict:
        """The explanation in words."""
        return evaluate(self._plan.rules[key].rule, self.facts(row))

    def set_row(self, row: int, facts: Mapping[str, object]) -> None:
        """Write an enterprise anew: what is not named becomes unknown. Raises FactError, and then nothing is changed."""
        self._check(row)
        self._write(row, facts)

    def add_row(self, facts: Mapping[str, object]) -> int:
        """A new enterprise; the number of its row, which may be one that was taken out before."""
        row = self._gone[-1] if self._gone else self.rows
        if row >= 64 * len(self._present):
            self._widen(_room(row + 1))
        self._write(row, facts)
        if self._gone:
            self._gone.pop()
        else:
            self.rows += 1
        return row

    def remove_row(self, row: int) -> None:
        """The row answers nothing from now on."""
        self._check(row)
        self._gone.append(row)
        bit = np.uint64(1) << np.uint64(row & 63)
        self._present[row >> 6] &= ~bit
        self._answers[:, :, row >> 6] &= ~bit

    def set_rule(self, key: Key, rule: Rule) -> bool:
        """Add a rule or write it anew; whether its conditions are others than before."""
        return bool(self._set_rules({key: rule}))

    def remove_rule(self, key: Key) -> None:
        """KeyError when there is none of this name."""
        self._plan.remove(key)
        del self._slots[key]

    def on_day(self, rules: Mapping[Key, Rule]) -> set[Key]:
        """The rules as they stand on another day: those that are not named are taken out, and of the others only conditions
        with another meaning than before are worked out. The keys whose answers may be others, those taken out among them."""
        gone = [key for key in self._slots if key not in rules]
        for key in gone:
            self.remove_rule(key)
        return {*gone, *self._set_rules(rules)}

    def _set_rules(self, rules: Mapping[Key, Rule]) -> list[Key]:
        made: set[int] = set()
        changed: list[Key] = []
        for key, rule in rules.items():
            before = self._plan.rules.get(key)
            made.update(self._plan.put(key, rule))
            if before is None or before.conditions != self._plan.rules[key].conditions:
                changed.append(key)
        self._planes = with_room(self._planes, self._plan.size)
        if made:
            fill(self._plan, self._table, self._here(self._planes), made)
        for key in changed:
            if key not in self._slots:
                self._slots[key] = _first_free(self._slots)
        self._answers = with_room(self._answers, max(self._slots.values(), default=-1) + 1)
        self._answer(changed)
        return changed

    def _answer(self, keys: Any) -> None:
        """Put the rules together from their conditions."""
        present = self._present
        for key in keys:
            answer, conditions = self._answers[self._slots[key]], self._plan.rules[key].conditions
            if conditions:
                combine(self._planes, conditions, answer, np.bitwise_and)
                answer &= present
            else:
                answer[:] = present

    def _write(self, row: int, facts: Mapping[str, object]) -> None:
        if not self._is_own or row >= self._table.rows:
            self._table.grow(64 * len(self._present))
            self._is_own = True
        values = self._table.put(row, facts, self.vocabulary)
        marks = self._plan.probe.marks(values)
        _write_bits(self._planes, np.arange(self._plan.size), marks, row)
        rules = laid_out(self._plan, marks).rules
        _write_bits(
            self._answers, np.array([self._slots[key] for key in self._plan.keys], np.int64), rules, row
        )
        self._present[row >> 6] |= np.uint64(1) << np.uint64(row & 63)

    def _widen(self, room: int) -> None:
        words = words_of(room)
        for name in ("_present", "_planes", "_answers"):
            old = getattr(self, name)
            wider = np.zeros((*old.shape[:-1], words), np.uint64)
            wider[..., : old.shape[-1]] = old
            setattr(self, name, wider)

    def _here(self, planes: Planes) -> Planes:
        return planes[:, :, : words_of(self._table.rows)]

    def _check(self, row: int) -> None:
        if not 0 <= row < self.rows or not int(self._present[row >> 6]) >> (row & 63) & 1:
            raise IndexError(row)


def _write_bits(planes: Planes, which: NDArray[np.int64], marks: Marks, row: int) -> None:
    """One column of bits: `marks[n]` into the two planes of `which[n]`."""
    bit = np.uint64(row & 63)
    for plane, flags in ((SURE, marks == 2), (POSSIBLE, marks != 0)):
        words = planes[which, plane, row >> 6]
        words &= ~(np.uint64(1) << bit)
        words |= flags.astype(np.uint64) << bit
        planes[which, plane, row >> 6] = words


def _room(rows: int) -> int:
    """Room for some more rows, in whole words."""
    return 64 * (words_of(rows) + max(2, words_of(rows) // 16))


def _first_free(slots: Mapping[Any, int]) -> int:
    taken = set(slots.values())
    return next(at for at in range(len(taken) + 1) if at not in taken)
