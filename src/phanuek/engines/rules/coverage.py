"""Who is reached by any of many rules: the answers of a screening put together, a bit for each row."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from phanuek.engines.rules import cells
from phanuek.engines.rules.screening import Screening

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Rows:
    """A set of rows of one table."""

    plane: bytes

    @classmethod
    def of(cls, plane: cells.Plane) -> Rows:
        return cls(plane.tobytes())

    def __contains__(self, row: int) -> bool:
        return bool(self.plane[row >> 3] >> (row & 7) & 1)

    def __iter__(self) -> Iterator[int]:
        for at, byte in enumerate(self.plane):
            if byte:
                yield from ((at << 3) + bit for bit in range(8) if byte >> bit & 1)

    def __len__(self) -> int:
        return int.from_bytes(self.plane, "little").bit_count()


def surely(screening: Screening[Key], keys: Iterable[Key]) -> Rows:
    """The rows that fit at least one of the rules."""
    reached = np.zeros_like(screening.present)
    for key in keys:
        reached |= screening.sure(key)
    return Rows.of(reached)


def possibly(screening: Screening[Key], keys: Iterable[Key]) -> Rows:
    """The rows that fit at least one of the rules, or of which it cannot be said of one."""
    reached = np.zeros_like(screening.present)
    for key in keys:
        reached |= screening.possible(key)
    return Rows.of(reached)


def everyone(rows: int) -> Rows:
    return Rows.of(cells.everyone(rows))
