"""From a column and its cuts to one row of bits for each cut: which rows have reached it.

The cuts of all rules divide the line of values into cells, and each row gets the number of its cell (0 when unknown). The
bits of these numbers, packed eight rows to a byte, then give the rows of all cuts at once, from the lowest bit upwards:
with G(s) the rows whose lower bits are at least s, the rows that are at least s in one bit more are `bit OR G(s)`, and at
least 2^b + s are `bit AND G(s)`. Two operations on packed bits for each cut, instead of a comparison of every value.
(The idea of bit-sliced indexes: O'Neil and Quass, Improved Query Performance with Variant Indexes, SIGMOD 1997.)
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.columns import Array, Bools, Column, Listed

Plane = NDArray[np.uint64]  # one bit a row, the lowest bit first, padded with 0 to whole words
Planes = NDArray[np.uint64]
GRID = 1 << 13
HUGE = 1e300
CHUNK = 1 << 15  # rows that stay in the processor's cache while they are worked on
FEW = 3  # cuts for which comparing directly is cheaper than numbering the cells


def words_of(rows: int) -> int:
    """How many 64-bit words hold one bit for each row."""
    return (rows + 63) // 64


def packed(flags: Bools | NDArray[np.uint8]) -> Plane:
    """One bit for each flag that is not 0."""
    plane = np.zeros(words_of(len(flags)), np.uint64)
    some = np.packbits(flags, bitorder="little")
    plane.view(np.uint8)[: len(some)] = some
    return plane


def everyone(rows: int) -> Plane:
    return packed(np.ones(rows, np.uint8))


def unpacked(plane: Plane, rows: int) -> NDArray[np.uint8]:
    """1 or 0 for each row."""
    return np.unpackbits(plane.view(np.uint8), count=rows, bitorder="little")


def known_plane(column: Column) -> Plane:
    if isinstance(column, Listed):
        return packed(column.values != 0)
    return everyone(len(column)) if column.known is None else packed(column.known)


def ladder(column: Column, bounds: Array) -> Planes:
    """Rung 0 is nobody, rung 1 the rows that are known, rung 2 + j those that have reached the j-th of the rising bounds."""
    if len(bounds) <= FEW:
        return _compared(column, bounds)
    return _climbed(cells(column, bounds), len(bounds) + 1)


def _compared(column: Column, bounds: Array) -> Planes:
    rungs = np.zeros((len(bounds) + 2, words_of(len(column))), np.uint64)
    rungs[1] = known = known_plane(column)
    for at, bound in enumerate(bounds, 2):
        np.bitwise_and(packed(column.reaches(bound)), known, rungs[at])
    return rungs


def cells(column: Column, bounds: Array) -> Array:
    """For each row 0 if it is unknown, else 1 + how many of the bounds it has reached; in the narrowest unsigned type."""
    kind = np.min_scalar_type(len(bounds) + 2)
    if isinstance(column, Listed):
        table = (np.searchsorted(bounds, column.ranks, "right") + 1).astype(kind)
        table[0] = 0
        return np.take(table, column.values)
    found = np.empty(len(column), kind)
    grid = _Grid(bounds, kind)
    for start in range(0, len(column), CHUNK):
        rows = slice(start, start + CHUNK)
        grid.number(column.values[rows], found[rows])
    if column.known is not None:
        found *= column.known.view(np.uint8)
    return found


class _Grid:
    """Finds the cell of a value without a search: an even grid over the bounds, and a search only in the fields of the grid
    that hold a bound. A greater value never lies in a lower field, so that no rounding can make the answer wrong. Where
    whole numbers lie close together each has a field of its own, and nothing is searched."""

    def __init__(self, bounds: Array, kind: np.dtype[Any]) -> None:
        self.bounds = bounds
        finite = bounds[np.isfinite(bounds)].tolist() or [0]
        self.low, self.high = finite[0], finite[-1]
        width = self.high - self.low
        self.single = bounds.dtype == np.int64 and width < GRID
        self.scale = self.shift = 0.0
        if 0 < width < HUGE:
            self.scale = GRID / width
            self.shift = 1.0 - self.low * self.scale
        fields = self._fields(bounds)
        table = np.cumsum(np.bincount(fields, minlength=GRID + 3)) + 1
        self.search = int(np.iinfo(kind).max)
        if not self.single:
            table[fields] = self.search
        self.table = table.astype(kind)

    def _fields(self, values: Array) -> Array:
        if self.single:
            near = np.clip(values, self.low - 1, self.high)
            near -= self.low - 1
            return near
        with np.errstate(over="ignore", invalid="ignore"):
            place = np.multiply(values, self.scale)
            place += self.shift
        np.clip(place, 0.0, GRID + 2.0, out=place)  # the last field lies above all bounds
        return place.astype(np.int64)

    def number(self, values: Array, out: Array) -> None:
        if not self.scale and not self.single:
            out[:] = np.searchsorted(self.bounds, values, "right") + 1
            return
        np.take(self.table, self._fields(values), out=out, mode="clip")
        if not self.single:
            doubtful = np.flatnonzero(out == self.search)
            out[doubtful] = np.searchsorted(self.bounds, values[doubtful], "right") + 1


def _climbed(numbers: Array, top: int) -> Planes:
    """The rows whose number is at least 0 (made nobody), 1, 2 … top."""
    bits = top.bit_length()
    rungs = np.empty((top + 1, words_of(len(numbers))), np.uint64)
    rungs[0] = ~np.uint64(0)
    octets = numbers.view(np.uint8).reshape(len(numbers), numbers.itemsize)
    for bit in range(bits):
        if not bit & 7:
            octet = np.ascontiguousarray(octets[:, bit >> 3])
        plane = packed(np.bitwise_and(octet, 1 << (bit & 7)))
        half = 1 << bit
        upper = rungs[half : min(2 * half, top + 1)]
        np.bitwise_and(rungs[: len(upper)], plane, upper)
        np.bitwise_or(rungs[:half], plane, rungs[:half])
    rungs[0] = 0
    return rungs
