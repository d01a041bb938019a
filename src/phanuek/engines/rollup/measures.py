"""How incomes spread: median and percentiles, Gini, the share of the poorer two fifths, before and after support.

Every measure is worked out from whole numbers (money is satang) in fractions, so that it does not depend on the order of
the rows nor on the machine, and can be compared to the last digit with what a database says (`sql`). One income stands
for one enterprise: what it earned in a month of the period, on average (`monthly_mean`).

Everywhere: an unknown income is left out and counted as unknown, never taken for nothing; an income of nothing counts;
equal incomes need no order, since every measure here is the same whichever of them comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

POORER = Fraction(2, 5)
TENTH, HALF, NINE_TENTHS = Fraction(1, 10), Fraction(1, 2), Fraction(9, 10)
WINDOW = 12


@dataclass(frozen=True)
class Spread:
    """The measures of one group. Incomes are satang; Gini and the share are fractions of 1; None: cannot be said."""

    enterprises: int
    unknown: int
    median: Fraction | None
    p10: Fraction | None
    p90: Fraction | None
    gini: Fraction | None
    bottom40: Fraction | None


def spread(incomes: Iterable[int | None]) -> Spread:
    """All measures of one group of incomes in satang."""
    every = list(incomes)
    known = _known(every)
    return Spread(
        enterprises=len(known),
        unknown=len(every) - len(known),
        median=percentile(known, HALF),
        p10=percentile(known, TENTH),
        p90=percentile(known, NINE_TENTHS),
        gini=gini(known),
        bottom40=share_of_poorest(known, POORER),
    )


def _known(incomes: Iterable[int | None]) -> list[int]:
    """Ascending, without the unknown. Raises TypeError for anything but whole numbers: a float would not be exact."""
    known = [income for income in incomes if income is not None]
    if any(isinstance(income, bool) or not isinstance(income, int) for income in known):
        raise TypeError("incomes are whole numbers of satang")
    return sorted(known)


def monthly_mean(total: int, months: int) -> int | None:
    """What was earned in a month on average, in whole satang (half a satang goes up); None without a month."""
    return (2 * total + months) // (2 * months) if months else None


def percentile(incomes: Iterable[int | None], part: Fraction) -> Fraction | None:
    """The income below which `part` of the group lies, between two neighbours in proportion.

    Definition 7 of Hyndman and Fan (1996): among n ascending incomes the place is 1 + (n - 1) · part. With part = 1/2
    it is the median. None for an empty group.
    """
    known = _known(incomes)
    if not known:
        return None
    place = (len(known) - 1) * part
    below = int(place)
    low, high = known[below], known[min(below + 1, len(known) - 1)]
    return low + (place - below) * (high - low)


def gini(incomes: Iterable[int | None]) -> Fraction | None:
    """0 when all earn the same, towards 1 when one earns everything.

    Half the mean difference between two of the group as a share of the mean (Gini 1912), in the form
    sum of (2i - n - 1) · x_i over n · sum of x_i, x ascending (Sen 1973). A group in which one has everything reaches
    (n - 1)/n: doubling every member changes nothing. None when the group is empty, when nobody earned anything, or when
    an income is below nothing, where the measure loses its meaning.
    """
    known = _known(incomes)
    if not _can_be_shared(known):
        return None
    n = len(known)
    return Fraction(sum((2 * i - n - 1) * income for i, income in enumerate(known, 1)), n * sum(known))


def share_of_poorest(incomes: Iterable[int | None], part: Fraction = POORER) -> Fraction | None:
    """The share of all income that the poorest `part` of the group earned: 2/5 of it when all earn the same.

    A point of the Lorenz curve (Lorenz 1905), as the World Bank reads the income share of the lowest 40 per cent. Where
    `part` of the group is not a whole number, the next enterprise counts in proportion. None as for `gini`.
    """
    known = _known(incomes)
    if not _can_be_shared(known):
        return None
    wanted = len(known) * part
    whole = int(wanted)
    of_the_next = (wanted - whole) * known[whole] if whole < len(known) else Fraction(0)
    return (sum(known[:whole]) + of_the_next) / sum(known)


def _can_be_shared(known: Sequence[int]) -> bool:
    return bool(known) and known[0] >= 0 and known[-1] > 0


def lorenz(incomes: Iterable[int | None]) -> list[tuple[Fraction, Fraction]]:
    """The corners of the Lorenz curve, from (0, 0) to (1, 1): share of the group, share of all income that it earned."""
    known = _known(incomes)
    if not _can_be_shared(known):
        return []
    n, total, so_far = len(known), sum(known), 0
    points = [(Fraction(0), Fraction(0))]
    for i, income in enumerate(known, 1):
        so_far += income
        points.append((Fraction(i, n), Fraction(so_far, total)))
    return points


# -- before and after --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """A reported month of one enterprise. `month` counts months (year · 12 + month - 1); `said` is -1 where the reporter
    called it before the support, 1 after, 0 neither; `income` is satang."""

    month: int
    income: int | None
    said: int = 0


@dataclass(frozen=True)
class Sides:
    """Sums of one enterprise on both sides of its first support, with the number of months in each."""

    before: int
    before_months: int
    after: int
    after_months: int

    @property
    def means(self) -> tuple[int, int] | None:
        """Mean monthly income before and after, in satang; None while one side has no month."""
        before, after = (
            monthly_mean(self.before, self.before_months),
            monthly_mean(self.after, self.after_months),
        )
        return None if before is None or after is None else (before, after)


def sides(months: Iterable[Month], first_delivery: int | None, *, window: int = WINDOW) -> Sides:
    """One enterprise before and after. What a reporter called before or after counts as that; the other months count by
    the month of the first delivery, the nearest `window` reported ones on each side, that month itself on neither."""
    known = sorted((one for one in months if one.income is not None), key=lambda one: one.month)
    before, after = [m for m in known if m.said < 0], [m for m in known if m.said > 0]
    if first_delivery is not None:
        unsaid = [m for m in known if m.said == 0]
        before += [m for m in unsaid if m.month < first_delivery][-window:]
        after += [m for m in unsaid if m.month > first_delivery][:window]
    return Sides(
        sum(m.income or 0 for m in before), len(before), sum(m.income or 0 for m in after), len(after)
    )


@dataclass(frozen=True)
class Change:
    """Of the enterprises with months on both sides: median of their monthly means before, after, and of each one's change."""

    enterprises: int
    before: Fraction | None
    after: Fraction | None
    change: Fraction | None


def change(enterprises: Iterable[Sides]) -> Change:
    """Before and after in a group. The median of the changes is not the change of the medians: both can be read off."""
    means = [one.means for one in enterprises]
    pairs = [pair for pair in means if pair is not None]
    return Change(
        len(pairs),
        percentile((before for before, _ in pairs), HALF),
        percentile((after for _, after in pairs), HALF),
        percentile((after - before for before, after in pairs), HALF),
    )
