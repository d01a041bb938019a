"""Two facts compared, or divided, exactly: by whole-number products, never by dividing or rounding.

A float takes part as the decimal number of its shortest text, digits × 10^power. Powers are cut off at ±19: beyond that
one side is so much larger that nothing changes (a 64-bit number has at most nineteen digits).
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from phanuek.batch.sql.columns import Column
from phanuek.batch.sql.dialects import Dialect
from phanuek.batch.sql.shares import last_up_to
from phanuek.engines.rules.domains import Number, Ordered, Span
from phanuek.engines.rules.tree import Operator

_MOST = 19  # digits of a 64-bit number
_TENS = [10**power for power in range(_MOST + 1)]
_PAST = 20  # a bound that is so many powers away lies beyond all shares but nothing
_UNDER_ALL = Fraction(-(2**63) - 1)
_FLIPPED = {"<=": ">=", ">": "<"}


def compared(operator: Operator, left: Column, right: Column, dialect: Dialect) -> str:
    """`left operator right`, NULL where one of them is not known."""
    one, other = dialect.column(left.name), dialect.column(right.name)
    if left.kind == right.kind and left.scale == right.scale:
        return f"{one} {operator} {other}"
    power = _power(left, right, dialect)
    if isinstance(power, int):
        power = max(-_MOST, min(_MOST, power))
        up, down = dialect.big(10 ** max(power, 0)), dialect.big(10 ** max(-power, 0))
    else:
        up, down = (
            dialect.choose(_TENS, f"least(greatest({sign}({power}), 0), {_MOST}) + 1") for sign in ("", "-")
        )
    return f"{_wide(left, dialect)} * {up} {operator} {_wide(right, dialect)} * {down}"


def shared(domain: Ordered, left: Column, right: Column, dialect: Dialect) -> str:
    """`left / right` lies in the domain; NULL where one of them is not known, or where it is divided by nothing."""
    top, bottom = dialect.column(_digits(left)), dialect.column(_digits(right))
    ways = []
    for sign in (">", "<"):  # dividing by less than nothing turns a comparison round
        spans = [_span(span, left, right, dialect, turned=sign == "<") for span in domain.spans]
        ways.append(f"WHEN {bottom} {sign} 0 THEN {' OR '.join(spans) or 'FALSE'}")
    return f"(CASE WHEN {top} IS NULL THEN NULL {' '.join(ways)} END)"


def _span(span: Span, left: Column, right: Column, dialect: Dialect, *, turned: bool) -> str:
    up_to = partial(_up_to, left=left, right=right, dialect=dialect, turned=turned)
    parts = []
    if span.low is not None:
        parts.append(up_to(span.low, ">", below=span.low_in))
    if span.high is not None:
        parts.append(up_to(span.high, "<=", below=not span.high_in))
    return f"({' AND '.join(parts)})" if parts else "TRUE"


def _up_to(
    bound: Number, operator: str, *, below: bool, left: Column, right: Column, dialect: Dialect, turned: bool
) -> str:
    """The share is at most (or, ">", above) the last fraction that is not above, or `below`, the bound."""
    exact, power = Fraction(bound), _power(left, right, dialect)
    if isinstance(power, int) or not exact:
        found = last_up_to(exact / Fraction(10) ** power if isinstance(power, int) else exact, below=below)
        if found is None:
            return "TRUE" if operator == ">" else "FALSE"
        p, q = dialect.big(found.numerator), dialect.big(found.denominator)
    else:
        p, q = _by_power(exact, below, power, dialect)
    sign = _FLIPPED[operator] if turned else operator
    return f"{_wide(left, dialect)} * {q} {sign} {p} * {_wide(right, dialect)}"


def _by_power(bound: Fraction, below: bool, power: str, dialect: Dialect) -> tuple[str, str]:
    """p and q for every power of ten that the floats can leave; past both ends of the list nothing changes."""
    size = _size(bound)
    found = [
        last_up_to(bound / Fraction(10) ** at, below=below) for at in range(size - _PAST, size + _PAST + 1)
    ]
    # where even the least share is above the bound: a number under all shares
    fractions = [_UNDER_ALL if fraction is None else fraction for fraction in found]
    at = f"least(greatest({power}, {size - _PAST}), {size + _PAST}) + {_PAST + 1 - size}"
    return (
        dialect.choose([fraction.numerator for fraction in fractions], at),
        dialect.choose([fraction.denominator for fraction in fractions], at),
    )


def _size(number: Fraction) -> int:
    """How many places the number's first digit stands before the point, less one; 0 has 0."""
    return (
        len(str(int(abs(number)))) - 1 if abs(number) >= 1 or not number else -len(str(int(1 / abs(number))))
    )


def _power(left: Column, right: Column, dialect: Dialect) -> int | str:
    """The power of ten between the two: a number where both lie as whole numbers, else an SQL expression."""
    if "float" not in (left.kind, right.kind):
        return right.scale - left.scale
    return f"{_own_power(left, dialect)} - {_own_power(right, dialect)}"


def _own_power(column: Column, dialect: Dialect) -> str:
    return dialect.column(column.power) if column.kind == "float" else f"({-column.scale})"


def _digits(column: Column) -> str:
    if column.kind not in ("whole", "float"):
        raise ValueError(f"{column.name} is no number")
    return column.digits if column.kind == "float" else column.name


def _wide(column: Column, dialect: Dialect) -> str:
    return f"CAST({dialect.column(_digits(column))} AS {dialect.wide})"
