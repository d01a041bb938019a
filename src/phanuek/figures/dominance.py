"""Sums of money that many cases make up and one enterprise nearly all of: hidden like those of few (docs/adr/0059).

`protection` counts cases; here the amounts are looked at. What it hides stays hidden; each further secret gets another world
of amounts (`engines.secrecy.linked`): between fiscal years first, a hidden year taking all within it along, then within a
year between provinces, bodies and commitments, so that tables of months and sectors elsewhere stay as they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from phanuek.engines.secrecy import Axis, Name, Plan, guard, least_change
from phanuek.figures.protection import COMMITMENT, DIMENSIONS, PAIRS, PARTNER, PROVINCE, YEAR, Base, Hidden

# where an amount stands, whose it is, and how many satang
Amount = tuple[Base, int, int]
YEARS = Plan([Axis(YEAR)], [(), (YEAR,)])
TABLES = Plan(
    [Axis(YEAR, still=True), Axis(PROVINCE), Axis(PARTNER), Axis(COMMITMENT)],
    [*((name,) for name in DIMENSIONS if name != YEAR), *PAIRS],
)


@lru_cache(maxsize=32)
def dominated_sums(found: tuple[Amount, ...]) -> tuple[tuple[Name, int], ...]:
    """The sums that tell nearly all of one enterprise's amount, and how uncertain each must stay."""
    shares: dict[Name, Counter[int]] = defaultdict(Counter)
    for base, whose, amount in found:
        for name in (*YEARS.names(base[:1]), *TABLES.names(base)):
            shares[name][whose] += amount
    needs = ((name, least_change(of.values())) for name, of in shares.items())
    return tuple((name, need) for name, need in needs if need)


def with_dominated(hidden: Hidden, found: Iterable[Amount]) -> Hidden:
    """What everyone may not see of a sum of money: what was hidden for being few cases', and what the amounts ask for."""
    amounts = tuple(found)
    secrets = {name: need for name, need in dominated_sums(amounts) if not hidden.hides(_where(name))}
    if hidden.everything or not secrets:
        return hidden
    by_year: Counter[tuple[str]] = Counter()
    by_base: Counter[Base] = Counter()
    for base, _, amount in amounts:
        by_year[base[:1]] += amount
        by_base[base] += amount
    of_years = {
        name: need for name, need in secrets.items() if (len(name) < 2 and YEAR in _where(name)) or not name
    }
    years = guard(YEARS, by_year, of_years, hidden=_hidden_of(YEARS, by_year, hidden))
    names = _hidden_of(TABLES, by_base, replace(hidden, dominated=_dominated(years.hidden)))
    rest = {name: need for name, need in secrets.items() if name not in of_years}
    tables = guard(TABLES, by_base, rest, hidden=names)
    if years.everything or tables.everything:
        return Hidden(everything=True)
    closed = hidden.closed | {(table[0], table[1]) for table in tables.closed if len(table) == 2}
    everything_of = {table[0] for table in tables.closed if len(table) == 1}
    things = {
        name: frozenset(base[DIMENSIONS.index(name)] for base in by_base)
        if name in everything_of
        else hidden.things.get(name, frozenset())
        for name in DIMENSIONS
    }
    return replace(
        hidden, things=things, closed=frozenset(closed), dominated=_dominated(years.hidden | tables.hidden)
    )


def _where(name: Name) -> dict[str, str]:
    return {level: str(key) for level, key in name}


def _hidden_of(plan: Plan, amounts: Mapping[tuple[str, ...], int], hidden: Hidden) -> set[Name]:
    names = {name for leaf in amounts for name in plan.names(leaf)}
    return {name for name in names if hidden.hides(_where(name))}


def _dominated(names: Iterable[Name]) -> frozenset[frozenset[tuple[str, str]]]:
    return frozenset(frozenset(_where(name).items()) for name in names)
