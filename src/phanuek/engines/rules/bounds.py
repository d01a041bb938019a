"""Where a written bound lies among the numbers that a column can hold.

A float stands for its shortest decimal text: 0.3 in a column is the 0.3 of a rule, although the float is a little less.
The texts grow with the floats, so for each written bound there is one smallest float that lies above it, and comparing
with that float answers exactly as comparing the texts would.
"""

from __future__ import annotations

import math
from decimal import Decimal

from phanuek.engines.rules.domains import Number

LEAST, MOST = -(2**63), 2**63 - 1  # of a 64-bit whole number


def float_bound(number: Number, *, above: bool) -> float:
    """The smallest float x for which Decimal(repr(x)) >= number, or > number when `above`.

    So `text of x >= c` is `x >= float_bound(c, above=False)`, `> c` is `x >= float_bound(c, above=True)`, and `<`, `<=`
    are their opposites. Infinity when no float reaches the bound (then `x >= inf` is false for every value there is).
    """
    if not Decimal(number).is_finite():
        raise ValueError(f"{number} is not a bound")
    try:
        near = float(number)
    except OverflowError:  # an int beyond all floats
        near = math.inf if number > 0 else -math.inf
    while near > -math.inf and _reaches(math.nextafter(near, -math.inf), number, above):
        near = math.nextafter(near, -math.inf)
    while near < math.inf and not _reaches(near, number, above):
        near = math.nextafter(near, math.inf)
    return near


def _reaches(x: float, number: Number, above: bool) -> bool:
    if math.isinf(x):
        return x > 0
    exact = Decimal(repr(x))
    return exact > number or (exact == number and not above)


def whole_bound(number: Number, *, above: bool) -> int:
    """The smallest whole number >= `number`, or > it when `above`; without limit of size."""
    floor = math.floor(number)
    return floor if floor == number and not above else floor + 1
