"""Which sums and percentiles rest on too few enterprises to be told.

**A sum.** Whoever contributes second most knows their own amount and takes it off the sum: what is left bounds the largest
from above. If all the others together are less than `NEARLY` of the largest, that bound lies too close. This is the p % rule
(Hundepool et al., Statistical Disclosure Control, Wiley 2012, section 4.2; it also covers one enterprise that makes up
nearly all, and sums of one or two enterprises, where nothing is left). The (n, k) rule is not used beside it: it hides sums
that nobody can estimate closely and lets pass others that the second largest can.

**A percentile** of few enterprises is the amount of one of them. A figure is told only where at least five enterprises lie on
either side of the place it marks: ten for the middle, fifty for the tenth and the ninetieth hundredth, thirteen for the
share of the poorest 40 % (0.4 x 13 > 5). The Gini index bounds single amounts only in tiny groups; it takes ten.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from fractions import Fraction

# the largest must stay unknown by at least this part of itself
NEARLY = Fraction(15, 100)
# how many enterprises a measure needs to be told to everyone
LEAST: Mapping[str, int] = {
    "median": 10,
    "before_after": 10,
    "gini": 10,
    "bottom40": 13,
    "p10": 50,
    "p90": 50,
}


def least_change(amounts: Iterable[int], nearly: Fraction = NEARLY) -> int:
    """By how much the sum of these amounts (one of each enterprise, from 0) must stay uncertain; 0: it may be told.

    It is what lacks until the largest is uncertain by `nearly` of itself. Raises ValueError for a negative amount.
    """
    found = list(amounts)
    if any(amount < 0 for amount in found):
        raise ValueError("amounts must not be negative")
    largest, second = [*heapq.nlargest(2, found), 0, 0][:2]
    return lacking(sum(found), largest, second, nearly)


def lacking(total: int, largest: int, second: int = 0, nearly: Fraction = NEARLY) -> int:
    """The same from a sum and its two largest parts, as a database gives them."""
    lacks = nearly * largest - (total - largest - second)
    return max(0, -((-lacks.numerator) // lacks.denominator))


def dominated(amounts: Iterable[int], nearly: Fraction = NEARLY) -> bool:
    """Whether the second largest could estimate the largest to within `nearly` from their sum."""
    return least_change(amounts, nearly) > 0
