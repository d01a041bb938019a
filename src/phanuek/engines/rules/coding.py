"""Values from outside into columns: each of the type of its fact, and the row named when one is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np

from phanuek.engines.rules.bounds import MOST
from phanuek.engines.rules.columns import (
    EXACT,
    Array,
    Bools,
    Column,
    Floating,
    Listed,
    Whole,
    column_of,
)
from phanuek.engines.rules.errors import FactError
from phanuek.engines.rules.vocabulary import Fact, Known, Value, coerce

EPOCH = date(1970, 1, 1).toordinal()
_NUMBERS = ("integer", "number", "money")


def column_from_values(fact: Fact, values: Sequence[object]) -> Column:
    """From Python values, `Known` values or an array; None is unknown. Raises FactError with the row."""
    if isinstance(values, np.ndarray) and values.dtype != object:
        return column_from_array(fact, values, None, None)
    kinds = set(map(type, values))
    empty = type(None) in kinds
    kinds.discard(type(None))
    known = np.array([value is not None for value in values], np.bool_) if empty else None
    filled = [0 if value is None else value for value in values] if empty else values
    if kinds == {int} and fact.type in _NUMBERS:
        try:
            whole = np.array(filled, np.int64)
        except OverflowError:
            return column_of(fact, _coerced(fact, values))
        return column_from_array(fact, whole, None, known)
    if kinds == {float} and fact.type == "number":
        return column_from_array(fact, np.array(filled, np.float64), None, known)
    if kinds == {date} and fact.type == "date":
        days = [day.toordinal() if isinstance(day, date) else 0 for day in filled]
        return Whole(fact, np.array(days, np.int64), known)
    if kinds == {str} and fact.type in ("text", "area"):
        return _from_words(fact, values)
    return column_of(fact, _coerced(fact, values))


def _from_words(fact: Fact, values: Sequence[Any]) -> Column:
    words = dict.fromkeys(values)
    words.pop(None, None)
    if "" in words:
        _coerced(fact, values)
    place: dict[object, int] = {word: at for at, word in enumerate(words, 1)}
    place[None] = 0
    codes = np.fromiter(map(place.__getitem__, values), np.int32, len(values))
    return Listed(fact, codes, list(words))


def _coerced(fact: Fact, values: Sequence[object]) -> list[Value | None]:
    found: list[Value | None] = []
    for row, raw in enumerate(values):
        value = raw.value if isinstance(raw, Known) else raw
        if isinstance(value, np.generic):
            value = value.item()
        try:
            found.append(None if value is None else coerce(fact, value))
        except FactError as error:
            raise in_row(error, row) from None
    return found


def in_row(error: FactError, row: int) -> FactError:
    """The same error, naming the row as a person counts it."""
    return FactError(error.fact, f"แถวที่ {row + 1}: {error.message_th}", f"row {row + 1}: {error.message_en}")


def column_from_array(fact: Fact, array: Array, words: Sequence[str] | None, known: Array | None) -> Column:
    """From one array of a Parquet file, with its list of words for texts and its mask of what is known."""
    if isinstance(array, np.ma.MaskedArray):
        own = ~np.ma.getmaskarray(array)
        array, known = array.data, own if known is None else own & known
    mask: Bools | None = None if known is None else np.asarray(known, np.bool_)
    if mask is not None and mask.all():
        mask = None
    if words is not None:
        return _coded(fact, array, words, mask)
    if array.dtype == object or array.dtype.kind in "US":
        listed = array.tolist()
        return column_from_values(fact, listed if mask is None else _blanked(listed, mask))
    make = _MAKERS.get((array.dtype.kind, fact.type))
    if make is None:
        _refuse_first(fact, array, mask, np.ones(len(array), np.bool_))
        return column_of(fact, [None] * len(array))
    return make(fact, array, mask)


def _blanked(values: list[Any], mask: Bools) -> list[Any]:
    return [value if known else None for value, known in zip(values, mask.tolist(), strict=True)]


def _coded(fact: Fact, codes: Array, words: Sequence[str], mask: Bools | None) -> Column:
    places = (
        np.where(codes < 0, 0, codes.astype(np.int32) + 1)
        if codes.dtype.kind == "i"
        else codes.astype(np.int32) + 1
    )
    if mask is not None:
        places *= mask
    distinct = list(dict.fromkeys(words))
    if fact.type not in ("text", "area") or len(distinct) < len(words) or not all(words):
        return column_from_values(fact, [None if at == 0 else words[at - 1] for at in places.tolist()])
    return Listed(fact, places.astype(np.int32, copy=False), distinct)


def _refuse_first(fact: Fact, array: Array, mask: Bools | None, wrong: Bools) -> None:
    """Raise the error of the first known row that is wrong, if there is one."""
    rows = np.flatnonzero(wrong if mask is None else wrong & mask)
    if len(rows):
        row = int(rows[0])
        try:
            coerce(fact, array[row].item())
        except FactError as error:
            raise in_row(error, row) from None
        raise AssertionError(f"{array[row]!r} suits {fact.name} after all")


def _whole(fact: Fact, array: Array, mask: Bools | None) -> Column:
    if array.dtype.kind == "u" and len(array) and int(array.max()) >= MOST:
        return column_of(fact, _blanked(array.tolist(), mask) if mask is not None else array.tolist())
    values = array.astype(np.int64, copy=False)
    if len(values) and int(values.max()) == MOST:
        return column_of(fact, _blanked(array.tolist(), mask) if mask is not None else array.tolist())
    return Whole(fact, values, mask)


def _floating(fact: Fact, array: Array, mask: Bools | None) -> Column:
    values = array.astype(np.float64, copy=False)
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.sum(values)
    if not np.isfinite(total):
        _refuse_first(fact, values, mask, ~np.isfinite(values))
        if mask is not None:
            values = np.where(mask, values, 0.0)
    if fact.type == "number":
        return Floating(fact, values, mask)
    if mask is not None:
        values = np.where(mask, values, 0.0)
    _refuse_first(fact, values, mask, np.asarray(values != np.floor(values)))
    if len(values) and np.abs(values).max() > EXACT:
        exact = [coerce(fact, value) for value in values.tolist()]
        return column_of(fact, exact if mask is None else _blanked(exact, mask))
    return Whole(fact, values.astype(np.int64), mask)


def _days(fact: Fact, array: Array, mask: Bools | None) -> Column:
    if len(array) and np.isnat(array.min()):
        _refuse_first(fact, array, mask, np.isnat(array))
        array = np.where(np.isnat(array), np.datetime64(0, "D"), array)
    days = array.astype("datetime64[D]", copy=False)
    if days is not array:
        _refuse_first(fact, array, mask, np.asarray(days != array))
    ordinals = days.view(np.int64) + EPOCH
    if len(ordinals) and (ordinals.min() < 1 or ordinals.max() > date.max.toordinal()):
        _refuse_first(fact, ordinals, mask, (ordinals < 1) | (ordinals > date.max.toordinal()))
    return Whole(fact, ordinals, mask)


def _flags(fact: Fact, array: Array, mask: Bools | None) -> Column:
    codes = array.view(np.uint8) + np.uint8(1)
    return Listed(fact, codes if mask is None else codes * mask, [False, True])


_MAKERS: dict[tuple[str, str], Callable[[Fact, Array, Bools | None], Column]] = {
    **{(kind, type_): _whole for kind in "iu" for type_ in _NUMBERS},
    **{("f", type_): _floating for type_ in _NUMBERS},
    ("M", "date"): _days,
    ("b", "boolean"): _flags,
}
