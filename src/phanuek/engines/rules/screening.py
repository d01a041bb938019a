"""Many rules against many enterprises at once.

Each distinct condition is looked up once for each distinct value of its column and kept as two rows of bits, one bit
an enterprise: surely true, and possibly true. AND and OR then work on whole rows, so the answers are those of
`evaluate` at a small part of the cost. A `Screener` keeps the rows of bits, so that a rule that is being written can be
asked again and again of the same table.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, NamedTuple, TypeVar

from phanuek.engines.rules.errors import FactError
from phanuek.engines.rules.evaluation import Status
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.tree import AllOf, Atom, Compared, Node, Ratio
from phanuek.engines.rules.vocabulary import Fact, Known, coerce

Key = TypeVar("Key", bound=Hashable)


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


class _Bits(NamedTuple):
    sure: int
    possible: int


@dataclass(frozen=True)
class Screening(Generic[Key]):
    """The answers: `keys` are the rules, in order (their place in the list when a list was given)."""

    rows: int
    _bits: dict[Key, _Bits]

    @property
    def keys(self) -> tuple[Key, ...]:
        return tuple(self._bits)

    def status(self, key: Key, row: int) -> Status:
        if not 0 <= row < self.rows:
            raise IndexError(row)
        bits = self._bits[key]
        if bits.sure >> row & 1:
            return Status.FITS
        return Status.UNKNOWN if bits.possible >> row & 1 else Status.DOES_NOT_FIT

    def statuses(self, key: Key) -> list[Status]:
        """The rule's answer for every row."""
        sure, possible = (f"{plane:0{self.rows}b}"[::-1] for plane in self._bits[key])
        return [
            Status.FITS
            if sure[row] == "1"
            else Status.UNKNOWN
            if possible[row] == "1"
            else Status.DOES_NOT_FIT
            for row in range(self.rows)
        ]

    def row(self, row: int) -> dict[Key, Status]:
        """Every rule's answer for one row."""
        return {key: self.status(key, row) for key in self._bits}

    @property
    def counts(self) -> dict[Key, Counts]:
        found: dict[Key, Counts] = {}
        for key, bits in self._bits.items():
            fits, possible = bits.sure.bit_count(), bits.possible.bit_count()
            found[key] = Counts(fits, possible - fits, self.rows - possible)
        return found

    def moves(self, before: Key, after: Key) -> dict[tuple[Status, Status], int]:
        """How many rows have one answer by the first rule and another (or the same) by the second; all nine pairs."""
        return {(a, b): self._both(before, a, after, b).bit_count() for a in Status for b in Status}

    def moved(self, before: Key, from_: Status, after: Key, to: Status) -> list[int]:
        """The rows of one of these pairs, in order."""
        return _rows(self._both(before, from_, after, to))

    def _both(self, before: Key, from_: Status, after: Key, to: Status) -> int:
        return self._plane(before, from_) & self._plane(after, to)

    def _plane(self, key: Key, status: Status) -> int:
        sure, possible = self._bits[key]
        if status == Status.FITS:
            return sure
        return possible & ~sure if status == Status.UNKNOWN else ((1 << self.rows) - 1) & ~possible

    def pairs(self) -> Iterator[tuple[int, Key, Status]]:
        """Row, rule and answer of the pairs that fit or cannot be said; all others do not fit."""
        for key in self._bits:
            for row, status in enumerate(self.statuses(key)):
                if status != Status.DOES_NOT_FIT:
                    yield row, key, status


def screen(
    rules: Mapping[Key, Rule] | Sequence[Rule], table: Mapping[str, Sequence[object]]
) -> Screening[Key]:
    """Every rule against every row of a table of columns of equal length; a missing column or None is unknown.

    Raises ValueError when the columns differ in length, FactError (with the row) when a value has the wrong type.
    """
    lengths = {name: len(column) for name, column in table.items()}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"the columns differ in length: {lengths}")
    return Screener(table, next(iter(lengths.values()), 0)).screen(rules)


class Screener:
    """One table, asked many rules one after another. `table` may read a column when it is first asked for.

    What was worked out of single conditions is kept, and forgotten when it grows beyond `MOST_KEPT`.
    """

    MOST_KEPT = 2000

    def __init__(self, table: Mapping[str, Sequence[object]], rows: int) -> None:
        self.rows = rows
        self._planes = _Planes(table, rows)

    def screen(self, rules: Mapping[Key, Rule] | Sequence[Rule]) -> Screening[Key]:
        """As `screen`."""
        named: Mapping[Key, Rule] = rules if isinstance(rules, Mapping) else dict(enumerate(rules))  # type: ignore[arg-type]
        self._forget()
        return Screening(
            self.rows, {key: self._planes.of(AllOf(rule.conditions)) for key, rule in named.items()}
        )

    def alone(self, rule: Rule) -> list[Alone]:
        """For each condition of the rule, in order, what it does by itself and what it alone does."""
        self._forget()
        parts = [self._planes.of(node) for node in rule.conditions]
        everyone = self._planes.everyone
        before = list(accumulate(parts, _and, initial=_Bits(everyone, everyone)))
        after = list(accumulate(reversed(parts), _and, initial=_Bits(everyone, everyone)))[::-1]
        found = []
        for at, part in enumerate(parts):
            others = _and(before[at], after[at + 1])
            open_ = part.possible & ~part.sure
            not_met = everyone & ~part.possible
            found.append(
                Alone(
                    not_met.bit_count(), open_.bit_count(), (not_met & others.possible).bit_count(),
                    (open_ & others.sure).bit_count(),
                )
            )  # fmt: skip
        return found

    def _forget(self) -> None:
        if len(self._planes.done) > self.MOST_KEPT:
            self._planes.done.clear()


def _and(one: _Bits, other: _Bits) -> _Bits:
    return _Bits(one.sure & other.sure, one.possible & other.possible)


class _Planes:
    def __init__(self, table: Mapping[str, Sequence[object]], rows: int) -> None:
        self.table = table
        self.rows = rows
        self.everyone = (1 << rows) - 1
        self.where: dict[str, dict[object, int]] = {}
        self.done: dict[tuple[Fact, object], _Bits] = {}

    def of(self, node: Node) -> _Bits:
        if isinstance(node, Atom):
            return self._atom(node)
        if isinstance(node, (Compared, Ratio)):
            return self._pair(node)
        parts = [self.of(part) for part in node.parts]
        sure, possible = (self.everyone, self.everyone) if isinstance(node, AllOf) else (0, 0)
        for part in parts:
            if isinstance(node, AllOf):
                sure, possible = sure & part.sure, possible & part.possible
            else:
                sure, possible = sure | part.sure, possible | part.possible
        return _Bits(sure, possible)

    def _atom(self, atom: Atom) -> _Bits:
        key = (atom.fact, atom.domain)
        if key not in self.done:
            sure = possible = 0
            for value, bits in self._column(atom.fact).items():
                truth = None if value is None else atom.domain.test(value)  # type: ignore[arg-type]
                sure |= bits if truth else 0
                possible |= bits if truth is not False else 0
            self.done[key] = _Bits(sure, possible)
        return self.done[key]

    def _pair(self, leaf: Compared | Ratio) -> _Bits:
        sure = possible = 0
        left, right = (self._column(fact) for fact in leaf.facts)
        for one, some in left.items():
            for other, more in right.items():
                if bits := some & more:
                    values = {leaf.left.name: one, leaf.right.name: other}
                    truth = leaf.truth({k: v for k, v in values.items() if v is not None})  # type: ignore[misc]
                    sure |= bits if truth else 0
                    possible |= bits if truth is not False else 0
        return _Bits(sure, possible)

    def _column(self, fact: Fact) -> dict[object, int]:
        """Each distinct value of the column, with the rows that hold it as bits."""
        if fact.name not in self.where:
            if fact.name not in self.table:
                self.where[fact.name] = {None: self.everyone}
            else:
                self.where[fact.name] = self._grouped(fact, self.table[fact.name])
        return self.where[fact.name]

    def _grouped(self, fact: Fact, column: Sequence[object]) -> dict[object, int]:
        rows_of: dict[object, list[int]] = {}
        for row, raw in enumerate(column):
            value = raw.value if isinstance(raw, Known) else raw
            if value is not None:
                try:
                    value = coerce(fact, value)
                except FactError as error:
                    raise FactError(
                        fact.name, f"แถวที่ {row + 1}: {error.message_th}", f"row {row + 1}: {error.message_en}"
                    ) from None
            rows_of.setdefault(value, []).append(row)
        return {value: _bits(rows, self.rows) for value, rows in rows_of.items()}


def _rows(plane: int) -> list[int]:
    """The places of the bits that are set."""
    length = (plane.bit_length() + 7) // 8
    return [
        (at << 3) + bit
        for at, byte in enumerate(plane.to_bytes(length, "little"))
        if byte
        for bit in range(8)
        if byte >> bit & 1
    ]


def _bits(rows: list[int], length: int) -> int:
    plane = bytearray((length + 7) // 8)
    for row in rows:
        plane[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(plane, "little")
