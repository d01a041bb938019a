"""Conditions on two facts, for many enterprises at once: compared in 64 bits where that is exact, and one by one where not.

Floats are compared as they are, since their shortest texts stand in the same order. A whole number and a float are compared
as floats while the whole number is one without loss. A share is divided in floats; rows whose share lies so near to a bound
that rounding could matter, or whose numbers are too great or too small to be divided well, are worked out as fractions.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from phanuek.engines.rules.bounds import float_bound
from phanuek.engines.rules.cells import Plane, known_plane, packed
from phanuek.engines.rules.columns import EXACT, Array, Bools, Column, Listed, Whole
from phanuek.engines.rules.domains import Ordered
from phanuek.engines.rules.tree import Compared, Ratio, Values

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
NEAR = 1e-14  # greater than what three roundings can add up to, as a part of the share
TINY, HUGE = 1e-250, 1e250  # outside of these a quotient may lose more than that


def pair_planes(leaf: Compared | Ratio, left: Column, right: Column) -> tuple[Plane, Plane]:
    """The rows for which the condition surely holds, and those for which it can be said."""
    said = known_plane(left) & known_plane(right)
    if isinstance(left, Listed) or isinstance(right, Listed):
        flags, answered = np.zeros(len(left), np.bool_), np.zeros(len(left), np.bool_)
        _one_by_one(leaf, left, right, np.arange(len(left)), flags, answered)
        return packed(flags), packed(answered)
    if isinstance(leaf, Compared):
        return packed(_compared(leaf, left, right)) & said, said
    said &= packed(right.values != 0)
    return packed(_shares(leaf, left, right)) & said, said


def _compared(leaf: Compared, left: Column, right: Column) -> Bools:
    compare = _COMPARE[leaf.operator]
    flags: Bools = np.asarray(compare(left.values, right.values))
    if left.kind != right.kind:
        whole = left if isinstance(left, Whole) else right
        beyond = np.flatnonzero((whole.values > EXACT) | (whole.values < -EXACT))
        _one_by_one(leaf, left, right, beyond, flags)
    return flags


def _shares(leaf: Ratio, left: Column, right: Column) -> Bools:
    one, other = left.values.astype(np.float64), right.values.astype(np.float64)
    with np.errstate(all="ignore"):
        share = one / other
        doubtful = _ill_sized(one) | _ill_sized(other) | (_ill_sized(share) & (one != 0))
        flags, near = _in_spans(leaf.domain, share)
    rows = np.flatnonzero((doubtful | (near & (one != 0))) & (other != 0))
    _one_by_one(leaf, left, right, rows, flags)
    return flags


def _ill_sized(values: Array) -> Bools:
    size = np.abs(values)
    return np.asarray(((size < TINY) & (values != 0)) | (size > HUGE))


def _in_spans(domain: Ordered, share: Array) -> tuple[Bools, Bools]:
    """Whether the share lies in a span, and whether it lies too near to a bound to tell."""
    flags, near = np.zeros(len(share), np.bool_), np.zeros(len(share), np.bool_)
    for span in domain.spans:
        inside = np.ones(len(share), np.bool_)
        for number, belongs, is_low in ((span.low, span.low_in, True), (span.high, span.high_in, False)):
            if number is not None:
                above = belongs != is_low
                bound = float_bound(number, above=above) if number else 0.0
                reached = share > bound if above and not number else share >= bound
                inside &= reached if is_low else ~reached
                ill_sized = bool(number) and not TINY < abs(bound) < HUGE
                near |= (np.abs(share - bound) <= NEAR * abs(bound)) | ill_sized
        flags |= inside
    return flags, near


def _one_by_one(
    leaf: Compared | Ratio, left: Column, right: Column, rows: NDArray[np.int64], flags: Bools,
    answered: Bools | None = None,
) -> None:  # fmt: skip
    """Write the exact answers of some rows; each pair of values is worked out once."""
    done: dict[tuple[object, object], bool | None] = {}
    for row in rows.tolist():
        both = left.at(row), right.at(row)
        if both not in done:
            values: Values = {
                fact.name: value for fact, value in zip(leaf.facts, both, strict=True) if value is not None
            }
            done[both] = leaf.truth(values)
        flags[row] = done[both] is True
        if answered is not None:
            answered[row] = done[both] is not None
