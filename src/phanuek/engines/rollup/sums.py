"""Exact medians, and sums in which what is confirmed and what is not stand apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Generic, TypeVar, overload

Key = TypeVar("Key", bound=Hashable)


@overload
def median(values: Iterable[timedelta]) -> timedelta | None: ...
@overload
def median(values: Iterable[int | Decimal]) -> Decimal | None: ...
def median(values: Iterable[Any]) -> Any:
    """The middle value, exactly; between the two middle ones when their number is even; None when there are none.

    Numbers give a Decimal. Floats are refused: they would make the result depend on their order.
    """
    ordered = sorted(values)
    if not ordered:
        return None
    if any(isinstance(value, (float, bool)) for value in ordered):
        raise TypeError("median takes whole numbers, decimals or timedeltas")
    middle = len(ordered) // 2
    low, high = ordered[middle - (len(ordered) % 2 == 0)], ordered[middle]
    if isinstance(low, timedelta):
        return low + (high - low) / 2
    return (Decimal(low) + Decimal(high)) / 2 if low != high else Decimal(low)


@dataclass(frozen=True)
class Sums(Generic[Key]):
    """One group. Amounts whose value is None are counted as `not_stated` and add nothing."""

    key: Key
    rows: int
    confirmed: Decimal
    confirmed_rows: int
    unconfirmed: Decimal
    unconfirmed_rows: int
    not_stated: int


def roll_up(
    rows: Iterable[Mapping[str, Any]], *, by: Sequence[str], amount_key: str, confirmed_key: str
) -> list[Sums[tuple[Any, ...]]]:
    """Sums of whole numbers or decimals by the given columns, in the order in which the groups first appear.

    What another organisation has confirmed is never added to what nobody has.
    """
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in by), []).append(row)
    return [_sums(key, members, amount_key, confirmed_key) for key, members in groups.items()]


def _sums(
    key: tuple[Any, ...], rows: list[Mapping[str, Any]], amount_key: str, confirmed_key: str
) -> Sums[tuple[Any, ...]]:
    stated = [row for row in rows if row[amount_key] is not None]
    amounts: dict[bool, list[Decimal]] = {True: [], False: []}
    for row in stated:
        if isinstance(row[amount_key], float):
            raise TypeError(f"{amount_key} must be a whole number or a decimal")
        amounts[bool(row[confirmed_key])].append(Decimal(row[amount_key]))
    return Sums(
        key=key,
        rows=len(rows),
        confirmed=sum(amounts[True], Decimal(0)),
        confirmed_rows=len(amounts[True]),
        unconfirmed=sum(amounts[False], Decimal(0)),
        unconfirmed_rows=len(amounts[False]),
        not_stated=len(rows) - len(stated),
    )
