"""Which figures everyone may see, so that no count of fewer than five cases can be worked out from all that is shown.

What is published of one measure: its total; its count by province, body, commitment and fiscal year; and those counts
within one other thing (a body within a province, and so on, but not body within commitment: a commitment mostly belongs
to one body, so the two are one thing told twice). A reader can ask for all of it and subtract. Two steps keep small
counts safe, each by another world that would show the same figures:

1. **Hidden things.** A province with few cases is hidden together with the next smallest, in every table, with all that
   is within it. The other world: one case of the second belongs to the first. With a body its commitments are hidden;
   a small commitment is hidden together with another of its body.
2. **Hidden crossings.** Where a province (say) and a body are shown but few cases lie where they cross, four cells are
   hidden: the other world moves a case from this province to another and one back, so that every margin stays. Cells of
   commitments follow the same move. A crossing without any case may have to be hidden for it: "not shown" never tells
   whether there is none.

Which things and cells are hidden follows from all cases, never from what somebody asked for. Docs: ADR 0020.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from phanuek.engines.secrecy import THRESHOLD

YEAR, PROVINCE, PARTNER, COMMITMENT = "fiscal_year", "province", "partner", "commitment"
DIMENSIONS = (YEAR, PROVINCE, PARTNER, COMMITMENT)
# how many ways round are tried for one small cell: enough to find a cheap one, few enough for a page
WAYS = 8

Leaf = tuple[str, str]  # partner, commitment
Cell = tuple[str, str, str, str]  # dimension, key, dimension, key, in the order of DIMENSIONS


@dataclass(frozen=True)
class Hidden:
    """What everyone may not see of one measure."""

    everything: bool = False
    things: Mapping[str, frozenset[str]] = field(default_factory=dict)
    crossings: frozenset[Cell] = frozenset()

    def hides(self, where: Mapping[str, str]) -> bool:
        """Whether the figure of these things (at most two) is hidden; of none: the total."""
        if self.everything or any(key in self.things.get(dimension, ()) for dimension, key in where.items()):
            return True
        return len(where) == 2 and crossing(where) in self.crossings


def crossing(where: Mapping[str, str]) -> Cell:
    """The cell of two things."""
    first, second = (name for name in DIMENSIONS if name in where)
    return first, where[first], second, where[second]


def can_be_shown(dimensions: Iterable[str]) -> bool:
    """Whether tables of these dimensions are among those that are protected together."""
    asked = set(dimensions)
    return len(asked) <= 2 and asked != {PARTNER, COMMITMENT}


Ever = tuple[tuple[tuple[str, str, str], int], ...]
Yearly = tuple[tuple[tuple[str, str, str, str], int], ...]
LEVELS = {PARTNER: 0, COMMITMENT: 1}


def protect(
    ever: Mapping[tuple[str, str, str], int],
    yearly: Mapping[tuple[str, str, str, str], int],
    asked: Iterable[str] = DIMENSIONS,
) -> Hidden:
    """From the number of cases by (province, partner, commitment), and the same by year in front.

    A case may stand in several years, so the second need not add up to the first. Only the crossings between the
    dimensions asked for are worked out; what is hidden does not depend on them.
    """
    whole, by_year, wanted = tuple(ever.items()), tuple(yearly.items()), set(asked)
    things = _things(whole, by_year)
    if things is None:
        return Hidden(everything=True)
    crossings: frozenset[Cell] = frozenset()
    if PROVINCE in wanted and wanted & {PARTNER, COMMITMENT}:
        crossings |= _crossings_of_provinces(whole, by_year)
    if YEAR in wanted and wanted & {PARTNER, COMMITMENT}:
        crossings |= _crossings_of_years(whole, by_year)
    if {YEAR, PROVINCE} <= wanted:
        crossings |= _years_and_provinces(whole, by_year)
    return Hidden(things=things, crossings=crossings)


# Each is kept by what it was worked out from: the same cases always give the same answer.


@lru_cache(maxsize=64)
def _things(ever: Ever, yearly: Yearly) -> dict[str, frozenset[str]] | None:
    return _hidden_things(dict(ever), dict(yearly))


@lru_cache(maxsize=64)
def _crossings_of_provinces(ever: Ever, yearly: Yearly) -> frozenset[Cell]:
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for (province, *leaf), n in ever:
        counts[province, tuple(leaf)] += n
    return frozenset(_Table(PROVINCE, counts, LEVELS, _things(ever, yearly) or {}).hidden())


@lru_cache(maxsize=64)
def _crossings_of_years(ever: Ever, yearly: Yearly) -> frozenset[Cell]:
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for (year, _, *leaf), n in yearly:
        counts[year, tuple(leaf)] += n
    return frozenset(_Table(YEAR, counts, LEVELS, _things(ever, yearly) or {}).hidden())


@lru_cache(maxsize=64)
def _years_and_provinces(ever: Ever, yearly: Yearly) -> frozenset[Cell]:
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for (year, province, *_), n in yearly:
        counts[year, (province,)] += n
    return frozenset(_Table(YEAR, counts, {PROVINCE: 0}, _things(ever, yearly) or {}).hidden())


# ---- things


def _hidden_things(
    ever: Mapping[tuple[str, str, str], int], yearly: Mapping[tuple[str, str, str, str], int]
) -> dict[str, frozenset[str]] | None:
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


class _Table:
    """One dimension across, leaves down; each level names the leaves by one of their parts and is a table of its own."""

    def __init__(
        self,
        across: str,
        counts: Mapping[tuple[str, tuple[str, ...]], int],
        levels: Mapping[str, int],
        things: Mapping[str, frozenset[str]],
    ) -> None:
        self.across, self.levels, self.things = across, levels, things
        self.cells: Counter[Cell] = Counter()
        self.leaves_of: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        # where the leaves of a name lie, the fewest first
        self.places_of: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for (key, leaf), n in sorted(counts.items(), key=lambda item: (item[1], item[0])):
            self.leaves_of[key].append(leaf)
            for level, part in levels.items():
                self.places_of[level, leaf[part]].append((key, leaf))
                self.cells[across, key, level, leaf[part]] += n

    def _under_hidden(self, cell: Cell) -> bool:
        return cell[1] in self.things.get(cell[0], ()) or cell[3] in self.things.get(cell[2], ())

    def hidden(self) -> set[Cell]:
        """The cells to hide where both things are shown."""
        small = [cell for cell, n in self.cells.items() if 0 < n < THRESHOLD and not self._under_hidden(cell)]
        hidden, safe = set(small), set()
        for cell in sorted(small, key=lambda cell: (self.cells[cell], cell)):
            if cell not in safe:
                ring = self._cheapest_ring(cell, hidden)
                hidden |= ring
                safe |= ring
        return {cell for cell in hidden if not self._under_hidden(cell)}

    def _cheapest_ring(self, cell: Cell, hidden: set[Cell]) -> set[Cell]:
        """The cells that change when one case more lies in this one and every margin stays."""
        _, key, level, name = cell
        part = self.levels[level]
        here = list(islice((place for place in self.places_of[level, name] if place[0] != key), WAYS))
        best: tuple[int, set[Cell]] | None = None
        for leaf_out in self._ways_out(key, level, part, name, hidden):
            for other, leaf_in in here:
                ring = self._ring(key, leaf_in, leaf_out, other)
                cost = sum(max(self.cells[c], 1) for c in ring if c not in hidden and not self._under_hidden(c))
                if best is None or cost < best[0]:
                    best = cost, ring
                if cost == 0:
                    return ring
        # both margins are at least the threshold and this cell is below it, so there is always another way round
        assert best is not None, f"no way round {cell}"
        return best[1]

    def _ways_out(self, key: str, level: str, part: int, name: str, hidden: set[Cell]) -> list[tuple[str, ...]]:
        """Leaves elsewhere in the row, those that are hidden anyway first, then the fewest."""
        away = [leaf for leaf in self.leaves_of[key] if leaf[part] != name]
        known = [leaf for leaf in away if (self.across, key, level, leaf[part]) in hidden]
        return (known + [leaf for leaf in away if leaf not in known] if len(known) < WAYS else known)[:WAYS]

    def _ring(self, key: str, leaf_in: tuple[str, ...], leaf_out: tuple[str, ...], other: str) -> set[Cell]:
        """A case of `leaf_out` here and one of `leaf_in` there change places."""
        changed = set()
        for level, part in self.levels.items():
            one, two = leaf_in[part], leaf_out[part]
            if one != two:
                changed |= {(self.across, k, level, x) for k in (key, other) for x in (one, two)}
        return changed
