"""Which figures everyone may see, so that no count of fewer than five cases can be worked out from all that is shown.

What is published of one measure: its total; its count by province, body, commitment and fiscal year; and those counts
within one other thing (a body within a province, and so on, but not body within commitment: a commitment mostly belongs
to one body, so the two are one thing told twice). A reader can ask for all of it and subtract. A small count is safe when
another world would show the very same figures with another count there. Two steps see to it:

1. **Hidden things.** A province with few cases is hidden together with the next smallest, in every table, with all that
   is within it. The other world: one case of the second belongs to the first. With a body its commitments are hidden;
   a small commitment is hidden together with another of its body.
2. **Hidden crossings.** Where a province (say) and a body are shown but few cases lie where they cross, the other world
   lets two cases change provinces with each other: all margins stay, and the few cells that change, in whichever table,
   are hidden. A crossing without any case may be among them: "not shown" never tells whether there is none.

A crossing with a hidden thing is hidden, and safe if a case there could as well belong to another hidden thing; if not,
two cases change places for it too. Where that is impossible (a handful of cases), no crossing of the two is shown.
Which things and cells are hidden follows from all cases, never from what somebody asked for (docs/adr/0020).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, islice

from phanuek.engines.secrecy import THRESHOLD

YEAR, PROVINCE, PARTNER, COMMITMENT = "fiscal_year", "province", "partner", "commitment"
DIMENSIONS = (YEAR, PROVINCE, PARTNER, COMMITMENT)
# how many ways round are tried for one small cell: enough to find a cheap one, few enough for a page
WAYS = 6

Leaf = tuple[str, str]  # partner, commitment
Cell = tuple[str, str, str, str]  # dimension, key, dimension, key, in the order of DIMENSIONS


@dataclass(frozen=True)
class Hidden:
    """What everyone may not see of one measure."""

    everything: bool = False
    things: Mapping[str, frozenset[str]] = field(default_factory=dict)
    crossings: frozenset[Cell] = frozenset()
    closed: frozenset[tuple[str, str]] = frozenset()
    # sums of money that nearly all belong to one enterprise, and what keeps those from being worked out
    dominated: frozenset[frozenset[tuple[str, str]]] = frozenset()

    def hides(self, where: Mapping[str, str]) -> bool:
        """Whether the figure of these things (at most two) is hidden; of none: the total."""
        if self.everything or any(key in self.things.get(dimension, ()) for dimension, key in where.items()):
            return True
        # with a hidden year goes all that is within it
        year = frozenset({(YEAR, where[YEAR])}) if YEAR in where else frozenset(where.items())
        if self.dominated and (frozenset(where.items()) in self.dominated or year in self.dominated):
            return True
        if len(where) < 2:
            return False
        cell = crossing(where)
        return (cell[0], cell[2]) in self.closed or cell in self.crossings


def crossing(where: Mapping[str, str]) -> Cell:
    """The cell of two things."""
    first, second = (name for name in DIMENSIONS if name in where)
    return first, where[first], second, where[second]


def can_be_shown(dimensions: Iterable[str]) -> bool:
    """Whether tables of these dimensions are among those that are protected together."""
    asked = set(dimensions)
    return len(asked) <= 2 and asked != {PARTNER, COMMITMENT}


Place = tuple[str, str, str]  # province, partner, commitment
Base = tuple[str, str, str, str]  # year and place, in the order of DIMENSIONS
Ever = tuple[tuple[Place, int], ...]
Yearly = tuple[tuple[Base, int], ...]
PAIRS = [pair for pair in combinations(DIMENSIONS, 2) if can_be_shown(pair)]
AT = {name: at for at, name in enumerate(DIMENSIONS)}


def protect(ever: Mapping[Place, int], yearly: Mapping[Base, int], *, crossed: bool = True) -> Hidden:
    """From the number of cases by (province, partner, commitment), and the same by year in front.

    A case may stand in several years, so the second need not add up to the first. Without `crossed` only things are
    worked out, for who shows no crossing.
    """
    # kept by what it was worked out from: the same cases always give the same answer
    whole, by_year = tuple(ever.items()), tuple(yearly.items())
    things = _things(whole, by_year)
    if things is None:
        return Hidden(everything=True)
    return _crossings(whole, by_year) if crossed else Hidden(things=things)


@lru_cache(maxsize=64)
def _things(ever: Ever, yearly: Yearly) -> dict[str, frozenset[str]] | None:
    return _hidden_things(dict(ever), dict(yearly))


@lru_cache(maxsize=64)
def _crossings(ever: Ever, yearly: Yearly) -> Hidden:
    return _Tables(dict(ever), dict(yearly), _things(ever, yearly) or {}).hidden()


# ---- things


def _hidden_things(ever: Mapping[Place, int], yearly: Mapping[Base, int]) -> dict[str, frozenset[str]] | None:
    """By dimension; None when the whole is too small, or too thinly spread, to show anything."""
    margins: dict[str, Counter[str]] = {name: Counter() for name in DIMENSIONS}
    leaves: Counter[Leaf] = Counter()
    for (province, partner, commitment), n in ever.items():
        margins[PROVINCE][province] += n
        margins[PARTNER][partner] += n
        margins[COMMITMENT][commitment] += n
        leaves[partner, commitment] += n
    for (year, *_), n in yearly.items():
        margins[YEAR][year] += n
    if 0 < sum(ever.values()) < THRESHOLD:
        return None
    years, provinces = _group(margins[YEAR]), _group(margins[PROVINCE])
    told = _hidden_partners_and_commitments(margins[PARTNER], margins[COMMITMENT], leaves)
    if years is None or provinces is None or told is None:
        return None
    return {YEAR: years, PROVINCE: provinces, PARTNER: told[0], COMMITMENT: told[1]}


def _group(counts: Mapping[str, int], forced: Iterable[str] = ()) -> frozenset[str] | None:
    """The small ones, and as many of the next smallest as make a group in which nothing follows from its sum.

    Its members are known to have at least one case each, so the sum must leave room to move one. None: no such group.
    """
    first = {key for key, n in counts.items() if 0 < n < THRESHOLD} | set(forced)
    return _completed(counts, first)


def _completed(counts: Mapping[str, int], first: set[str]) -> frozenset[str] | None:
    if not first:
        return frozenset()
    hidden = {key: counts[key] for key in first}
    for n, key in sorted((n, key) for key, n in counts.items() if n and key not in first):
        if _is_enough(hidden):
            break
        hidden[key] = n
    return frozenset(hidden) if _is_enough(hidden) else None


def _is_enough(hidden: Mapping[str, int]) -> bool:
    return len(hidden) > 1 and sum(hidden.values()) >= max(THRESHOLD, len(hidden) + 1)


def _hidden_partners_and_commitments(
    partners: Mapping[str, int], commitments: Mapping[str, int], leaves: Mapping[Leaf, int]
) -> tuple[frozenset[str], frozenset[str]] | None:
    """Commitments of hidden bodies; each small one with another of the same body; a body that has none such, itself."""
    forced: set[str] = set()
    while True:
        bodies = _group(partners, forced)
        if bodies is None:
            return None
        hidden = {commitment for partner, commitment in leaves if partner in bodies}
        alone = set()
        for partner in sorted(set(partners) - bodies):
            own = {commitment: n for (body, commitment), n in leaves.items() if body == partner}
            group = _completed(own, {commitment for commitment in own if commitments[commitment] < THRESHOLD})
            if group is None:
                alone.add(partner)
            hidden |= group or frozenset()
        if not alone:
            return bodies, frozenset(hidden)
        forced |= alone


# ---- crossings


class _Tables:
    """All crossed tables, and the cases they count."""

    def __init__(
        self, ever: Mapping[Place, int], yearly: Mapping[Base, int], things: Mapping[str, frozenset[str]]
    ) -> None:
        self.things = things
        self.cells = _counts(ever, yearly)
        # where cases are, the fewest first
        self.bases = [base for base, n in sorted(yearly.items(), key=lambda item: (item[1], item[0])) if n]
        self.of: dict[tuple[str, str], list[Base]] = defaultdict(list)
        for base in self.bases:
            for name, key in zip(DIMENSIONS, base, strict=True):
                self.of[name, key].append(base)
        self.leaves = sorted({base[2:] for base in self.bases})

    def hidden(self) -> Hidden:
        small = [
            cell for cell, n in self.cells.items() if 0 < n < THRESHOLD and not self._could_be_another(cell)
        ]
        found, safe, closed = set(small), set(), set()
        for cell in sorted(small, key=lambda cell: (self.cells[cell], cell)):
            if cell in safe:
                continue
            changed = self._least_change(cell, found)
            if changed is None:
                closed.add((cell[0], cell[2]))
            else:
                found |= changed
                safe |= changed
        shown_apart = frozenset(cell for cell in found if not self._under_hidden(cell))
        return Hidden(things=self.things, crossings=shown_apart, closed=frozenset(closed))

    def _under_hidden(self, cell: Cell) -> bool:
        return cell[1] in self.things.get(cell[0], ()) or cell[3] in self.things.get(cell[2], ())

    def _could_be_another(self, cell: Cell) -> bool:
        """Whether a case of the cell could as well be one of another hidden thing, all that is shown staying as it is."""
        first, one, second, two = cell
        if one in self.things.get(first, ()) or (second == PROVINCE and two in self.things.get(PROVINCE, ())):
            return True
        if two not in self.things.get(second, ()):
            return False
        at = AT[second] - 2
        here = {base[2:] for base in self.of[first, one] if base[AT[second]] == two}
        return any(leaf[at] != two and self._alike(leaf, own) for own in here for leaf in self.leaves)

    def _alike(self, one: tuple[str, ...], two: tuple[str, ...]) -> bool:
        """Whether no figure of the two is shown apart: body and commitment each the same, or both hidden."""
        return all(
            a == b or {a, b} <= self.things.get(name, frozenset())
            for name, a, b in zip((PARTNER, COMMITMENT), one, two, strict=True)
        )

    def _least_change(self, cell: Cell, hidden: set[Cell]) -> set[Cell] | None:
        """What changes when two cases change places so that one more lies in this cell; of the ways tried the one that
        hides least. None: there is no way."""
        best: tuple[int, set[Cell]] | None = None
        for leaving, coming in self._exchanges(cell, hidden):
            changed = _changed(leaving, coming, AT[cell[0]])
            cost = sum(
                max(self.cells[c], 1) for c in changed if c not in hidden and not self._under_hidden(c)
            )
            if best is None or cost < best[0]:
                best = cost, changed
            if cost == 0:
                break
        return best[1] if best else None

    def _exchanges(self, cell: Cell, hidden: set[Cell]) -> Iterator[tuple[Base, Base]]:
        """One case of the first thing but not of the second, and one of the second but not of the first. They change the
        first; those that are otherwise alike disturb least."""
        first, one, second, two = cell
        at, other = AT[first], AT[second]
        leaving = [base for base in self.of[first, one] if base[other] != two]
        coming = [base for base in self.of[second, two] if base[at] != one]
        leaving.sort(key=lambda base: crossing({first: one, second: base[other]}) not in hidden)
        coming.sort(key=lambda base: crossing({first: base[at], second: two}) not in hidden)
        # what neither thing says must stay as it is: the year for provinces, the province for years
        rest = next(AT[name] for name in (YEAR, PROVINCE, PARTNER) if name not in (first, second))
        alike: dict[str, list[Base]] = defaultdict(list)
        for base in coming:
            alike[base[rest]].append(base)
        pairs = ((out, into) for out in leaving for into in alike[out[rest]][:WAYS])
        yield from islice(pairs, WAYS * WAYS)
        yield from islice(
            ((out, into) for out in leaving[:WAYS] for into in coming[:WAYS] if out[rest] != into[rest]),
            WAYS * 2,
        )


def _counts(ever: Mapping[Place, int], yearly: Mapping[Base, int]) -> Counter[Cell]:
    cells: Counter[Cell] = Counter()
    for first, second in PAIRS:
        for base, n in yearly.items() if first == YEAR else ((("", *place), n) for place, n in ever.items()):
            cells[first, base[AT[first]], second, base[AT[second]]] += n
    return cells


def _changed(leaving: Base, coming: Base, at: int) -> set[Cell]:
    """The cells in which there are more or fewer when two cases exchange what stands at this place."""
    net: Counter[Cell] = Counter()
    for old, other in ((leaving, coming), (coming, leaving)):
        new = (*old[:at], other[at], *old[at + 1 :])
        for first, second in PAIRS:
            one, two = AT[first], AT[second]
            net[first, old[one], second, old[two]] -= 1
            net[first, new[one], second, new[two]] += 1
    return {cell for cell, n in net.items() if n}
