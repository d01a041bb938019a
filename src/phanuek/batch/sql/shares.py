"""A bound on a share a/b as one whole-number comparison: a/b <= p/q exactly when a·q <= p·b (b > 0).

The columns hold 64-bit numbers, so among all fractions with such a numerator and denominator one is the last that is
not above the bound. Put in place of the bound it changes no answer, and the products stay within 126 bits, however long
the bound is written. It is found by walking down the tree of fractions (Stern 1858, Brocot 1861), many steps at once as
in Euclid's algorithm.
"""

from __future__ import annotations

from fractions import Fraction

LIMIT = 2**63


def last_up_to(bound: Fraction, *, below: bool = False, limit: int = LIMIT) -> Fraction | None:
    """The last fraction p/q with |p|, q <= limit that is not above (or, `below`, that is under) the bound; None when
    even -limit is too large."""
    if bound > limit or (bound == limit and not below):
        return Fraction(limit)
    if bound < -limit or (bound == -limit and below):
        return None
    if bound > 0:
        low, _ = _walk(bound, limit)
        if not below or low != bound:
            return low
        # numerator and denominator change places, and what was under is over
        _, high = _walk(1 / bound, limit)
        return 1 / high if high else Fraction(0)
    if bound == 0:
        return Fraction(-1, limit) if below else Fraction(0)
    low, high = _walk(-bound, limit)
    return -low if low == -bound and not below else None if high is None else -high


def _walk(bound: Fraction, limit: int) -> tuple[Fraction, Fraction | None]:
    """The neighbours low <= bound < high in the tree (None: one over nothing) between which every fraction has a
    numerator or denominator past the limit."""
    low, high = (0, 1), (1, 0)
    while True:
        # how often the same step can be taken: to the right while low + k·high <= bound, then to the left
        right = _steps(low, high, bound, limit, to_right=True)
        low = (low[0] + right * high[0], low[1] + right * high[1])
        left = _steps(high, low, bound, limit, to_right=False)
        high = (high[0] + left * low[0], high[1] + left * low[1])
        if not right and not left:
            return Fraction(*low), Fraction(*high) if high[1] else None


def _steps(
    mover: tuple[int, int], other: tuple[int, int], bound: Fraction, limit: int, *, to_right: bool
) -> int:
    """The most k for which mover + k·other stays within the limit and on its side of the bound."""
    within = min((limit - m) // o for m, o in zip(mover, other, strict=True) if o)
    p, q = bound.numerator, bound.denominator
    distance = abs(p * mover[1] - q * mover[0])  # how far the mover is from the bound
    speed = abs(q * other[0] - p * other[1])
    if not speed:  # the other one is the bound itself: it is approached for ever
        return within
    reach = distance // speed if to_right else (distance - 1) // speed
    return min(within, reach)
