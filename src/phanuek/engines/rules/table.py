"""Enterprises as columns, one place a row: what the rules are asked of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from phanuek.engines.rules.coding import column_from_array, column_from_values
from phanuek.engines.rules.columns import Array, Column, column_of
from phanuek.engines.rules.vocabulary import Fact, Known, Value, coerce

Read = Mapping[str, Sequence[object]]


class Coded(NamedTuple):
    """Texts or area codes as numbers into a list of words; a negative number is unknown."""

    codes: Array
    words: Sequence[str]


class Table:
    """The known values of `rows` enterprises. A fact without a column is unknown of everyone."""

    def __init__(
        self, rows: int, columns: Mapping[str, Column] | None = None, read: Read | None = None
    ) -> None:
        self.rows = rows
        self._columns = {(name, column.fact.type): column for name, column in (columns or {}).items()}
        self._read = read

    @classmethod
    def of(cls, vocabulary: Mapping[str, Fact], columns: Read) -> Table:
        """From lists of Python values (or `Known`), None for unknown; arrays are read as `from_arrays` reads them.

        Columns of no fact are left aside. Raises FactError, with column and row (from 1), for a value of the wrong type, and
        ValueError when the columns differ in length.
        """
        rows = one_length(columns)
        return cls(
            rows,
            {
                name: column_from_values(vocabulary[name], values)
                for name, values in columns.items()
                if name in vocabulary
            },
        )

    @classmethod
    def from_arrays(
        cls,
        vocabulary: Mapping[str, Fact],
        arrays: Mapping[str, Array | Coded],
        known: Mapping[str, Array] | None = None,
    ) -> Table:
        """From arrays as a Parquet file gives them: integers, floats, booleans, datetime64, `Coded` texts, masked arrays.

        `known` has a mask of bools for the columns with unknown values. The arrays may be used as they are, not copied. Raises
        FactError (column, row from 1) and ValueError as `of`; NaN is an error where it is said to be known.
        """
        masks = known or {}
        lengths = {name: a.codes if isinstance(a, Coded) else a for name, a in arrays.items()}
        rows = one_length(lengths | {f"{name} (known)": mask for name, mask in masks.items()})
        return cls(
            rows,
            {
                name: column_from_array(vocabulary[name], *_plain(array), masks.get(name))
                for name, array in arrays.items()
                if name in vocabulary
            },
        )

    @classmethod
    def reading(cls, columns: Read, rows: int) -> Table:
        """Columns are read when a rule first asks for them, as the fact of that rule says."""
        return cls(rows, read=columns)

    @property
    def is_read_when_asked(self) -> bool:
        return self._read is not None

    def column(self, fact: Fact) -> Column | None:
        """None when nothing is known of anyone."""
        found = self._columns.get((fact.name, fact.type))
        if found is None and self._read is not None and fact.name in self._read:
            found = column_from_values(fact, self._read[fact.name])
            self._columns[fact.name, fact.type] = found
        return found

    def __iter__(self) -> Iterator[Column]:
        return iter(self._columns.values())

    def facts(self, row: int) -> dict[str, Value]:
        """What is known of one row."""
        values = {column.fact.name: column.at(row) for column in self}
        return {name: value for name, value in values.items() if value is not None}

    def part(self, start: int, stop: int) -> Table:
        """The rows from `start` up to `stop`, without copying."""
        rows = slice(start, min(stop, self.rows))
        made = Table(len(range(self.rows)[rows]))
        made._columns = {name: column.part(rows) for name, column in self._columns.items()}
        return made

    def put(self, row: int, facts: Mapping[str, object], vocabulary: Mapping[str, Fact]) -> dict[str, Value]:
        """Write a row anew: a fact that is not named becomes unknown. Nothing is written when a value is of the wrong type."""
        values: dict[str, Value] = {}
        for name, raw in facts.items():
            value = raw.value if isinstance(raw, Known) else raw
            if value is not None and name in vocabulary:
                values[name] = coerce(vocabulary[name], value)
        for name in values:
            fact = vocabulary[name]
            if (name, fact.type) not in self._columns:
                self._columns[name, fact.type] = column_of(fact, [None] * self.rows)
        for key, column in self._columns.items():
            new = values.get(key[0])
            if new is not None and not column.holds(new):
                held = [column.at(at) for at in range(self.rows)]
                held[row] = new
                self._columns[key] = column_of(column.fact, held)
            else:
                column.put(row, new)
        return values

    def grow(self, rows: int) -> None:
        """Room for more rows, nothing known of them yet."""
        self._columns = {key: column.longer(rows) for key, column in self._columns.items()}
        self.rows = rows


def one_length(columns: Mapping[str, Any]) -> int:
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"the columns differ in length: {lengths}")
    return next(iter(lengths.values()), 0)


def _plain(array: Array | Coded) -> tuple[Array, Sequence[str] | None]:
    return (array.codes, array.words) if isinstance(array, Coded) else (array, None)
