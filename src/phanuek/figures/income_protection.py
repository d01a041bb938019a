"""Which figures of income everyone may see.

Told are: the whole, each fiscal year, each month, and each province (sector, body, commitment), over all years or in one.
A count is a secret where fewer than five enterprises report; a sum where fewer than five earned it or one of them nearly all
of it (`engines.secrecy`). The other worlds that keep the secrets are of two kinds, so that they never disturb each other: between
months (a hidden fiscal year takes all that is within it along), and within one fiscal year between provinces (or sectors, …),
which leaves every month and every other table as it is. What the page of results hides of the same figures is hidden
here too, from the start. What is hidden follows from all reports, never from the question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from phanuek.engines.secrecy import THRESHOLD, Axis, Guarded, Leaf, Name, Plan, guard, lacking
from phanuek.figures import protection
from phanuek.ui.country import pack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DIMENSIONS = ("province", "sector", "partner", "commitment")
YEAR, MONTH = "fiscal_year", "month"
COUNT, CONFIRMED, UNCONFIRMED = "enterprises", "sum_confirmed", "sum_unconfirmed"
MEASURES = (COUNT, CONFIRMED, UNCONFIRMED)
# by level, what the copy's numbers mean
Meant = Mapping[str, Mapping[int, str]]
# what the page of results calls the same figures
ON_RESULTS = {COUNT: "reporters", CONFIRMED: "income_confirmed", UNCONFIRMED: "income_unconfirmed"}


@dataclass
class Seen:
    """One measure of all reports: amounts where they stand, and how uncertain each secret must stay, by name."""

    amounts: dict[str, dict[Leaf, int]] = field(default_factory=dict)
    secrets: dict[str, dict[Name, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Hidden:
    """What everyone may not see: by measure, of time (`months`) and of each dimension."""

    times: Mapping[str, Guarded]
    dimensions: Mapping[str, Mapping[str, Guarded]]
    months: tuple[date, date] | None
    keys: Mapping[str, frozenset[str]]

    def hides(self, measure: str, dimension: str = "", key: str = "", year: int | None = None) -> bool:
        """Whether a measure of this thing (of all, without one) is hidden, in one fiscal year or over all."""
        times = self.times[measure]
        if dimension == MONTH:  # the same figure, whichever year was asked for
            return times.hides(((MONTH, key),))
        at: Name = () if year is None else ((YEAR, str(year)),)
        if times.hides(at):
            return True
        if dimension in ("", YEAR):
            return bool(dimension) and times.hides(((YEAR, key),))
        name: Name = (*at, (dimension, key))
        return self.dimensions[dimension][measure].hides(name)


def worked_out(connection: DuckDBPyConnection, results: Mapping[str, protection.Hidden]) -> Hidden:
    """What is to be hidden of the copy behind this connection, given what the page of results hides."""
    from phanuek.batch.copy.schema import first_day

    ends = connection.execute("SELECT min(month), max(month) FROM fact WHERE counted").fetchone()
    if ends is None or ends[0] is None:
        return Hidden({}, {}, None, {})
    months = (first_day(ends[0]), first_day(ends[1]))
    years = {
        f"{first_day(n):%Y-%m}": str(pack().fiscal_year(first_day(n))) for n in range(ends[0], ends[1] + 1)
    }
    meant = _make_totals(connection, years)
    try:
        times = _guarded_times(connection, meant, years, results)
        shut = {
            measure: {year for year in set(years.values()) if times[measure].hides(((YEAR, year),))}
            for measure in MEASURES
        }
        dimensions = {name: _guarded(connection, meant, name, shut, results) for name in DIMENSIONS}
        keys = {
            name: frozenset(
                meant[name][line[0]]
                for line in connection.execute(f"SELECT DISTINCT {name} FROM totals").fetchall()
            )
            for name in (MONTH, YEAR, *DIMENSIONS)
        }
    finally:
        connection.execute("DROP VIEW totals")
    return Hidden(times, dimensions, months, keys)


def _make_totals(connection: DuckDBPyConnection, years: Mapping[str, str]) -> Meant:
    """The counted reports as numbers, which is several times as fast as their codes; what the numbers mean, by level."""
    from phanuek.batch.copy.schema import month_number

    numbers = {month_number(date(int(key[:4]), int(key[5:]), 1)): (key, year) for key, year in years.items()}
    values = ", ".join(f"({number}, {int(year)})" for number, (_, year) in numbers.items())
    connection.execute(
        f"""CREATE OR REPLACE TEMP VIEW totals AS
        SELECT month, {YEAR}, {", ".join(DIMENSIONS)}, enterprise,
            CASE WHEN confirmed THEN income END AS {CONFIRMED}, CASE WHEN NOT confirmed THEN income END AS {UNCONFIRMED}
        FROM fact JOIN (VALUES {values}) times(month, {YEAR}) USING (month) WHERE counted"""
    )
    meant: dict[str, dict[int, str]] = {name: {} for name in DIMENSIONS}
    for name, number, key in connection.execute("SELECT dimension, number, key FROM keys").fetchall():
        if name in meant:
            meant[name][number] = key
    meant[MONTH] = {number: key for number, (key, _) in numbers.items()}
    meant[YEAR] = {int(year): year for year in years.values()}
    return meant


def _guarded_times(
    connection: DuckDBPyConnection,
    meant: Meant,
    years: Mapping[str, str],
    results: Mapping[str, protection.Hidden],
) -> dict[str, Guarded]:
    plan = Plan([Axis(MONTH, {YEAR: dict(years)})], [(), (YEAR,), (MONTH,)])
    seen = _seen(connection, meant, plan, (MONTH,))
    return {measure: _kept_from(plan, seen, measure, results) for measure in MEASURES}


def _guarded(
    connection: DuckDBPyConnection,
    meant: Meant,
    dimension: str,
    shut: Mapping[str, set[str]],
    results: Mapping[str, protection.Hidden],
) -> dict[str, Guarded]:
    """Within each fiscal year, which stands still; of a hidden year nothing is shown."""
    plan = Plan([Axis(YEAR, still=True), Axis(dimension)], [(dimension,), (YEAR, dimension)])
    seen = _seen(connection, meant, plan, (YEAR, dimension))
    return {measure: _kept_from(plan, seen, measure, results, shut[measure]) for measure in MEASURES}


def _kept_from(
    plan: Plan,
    seen: Seen,
    measure: str,
    results: Mapping[str, protection.Hidden],
    shut: Collection[str] = (),
) -> Guarded:
    """The figures hidden anyway, and what the secrets need beside them."""
    there, hidden = results[ON_RESULTS[measure]], set()
    for name in {name for leaf in seen.amounts[measure] for name in plan.names(leaf)}:
        where = {level: str(key) for level, key in name}
        if where.get(YEAR) in shut or (where.keys() <= set(protection.DIMENSIONS) and there.hides(where)):
            hidden.add(name)
    return guard(plan, seen.amounts[measure], seen.secrets[measure], hidden=hidden)


def _seen(connection: DuckDBPyConnection, meant: Meant, plan: Plan, leaf: tuple[str, ...]) -> Seen:
    seen = Seen({measure: {} for measure in MEASURES}, {measure: {} for measure in MEASURES})
    for keys, amounts, _ in _summed(connection, meant, leaf):
        for measure in MEASURES:
            seen.amounts[measure][keys] = amounts[measure]
    for table in plan.tables:
        for keys, _, needs in _summed(connection, meant, table):
            for measure, need in needs.items():
                seen.secrets[measure][tuple(zip(table, keys, strict=True))] = need
    return seen


def _summed(
    connection: DuckDBPyConnection, meant: Meant, table: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, int], dict[str, int]]]:
    """By the keys of the table: the amounts, and what of them is secret."""
    columns = "".join(f"{level}, " for level in table)
    of_measure = ", ".join(f"count({name}), sum({name}), max({name}, 2)" for name in (CONFIRMED, UNCONFIRMED))
    lines = connection.execute(f"""
        SELECT {columns} count(*), {of_measure} FROM (
            SELECT {columns} enterprise, sum({CONFIRMED}) AS {CONFIRMED}, sum({UNCONFIRMED}) AS {UNCONFIRMED}
            FROM totals GROUP BY ALL
        ) {"GROUP BY " + ", ".join(table) if table else ""}""").fetchall()
    for line in lines:
        keys = tuple(meant[level][number] for level, number in zip(table, line, strict=False))
        count, *parts = line[len(table) :]
        amounts, needs = {COUNT: count}, {}
        if 0 < count < THRESHOLD:
            needs[COUNT] = 1
        for name, (earners, total, largest) in ((CONFIRMED, parts[:3]), (UNCONFIRMED, parts[3:])):
            amounts[name] = int(total or 0)
            need = _need(earners, int(total or 0), [int(amount) for amount in largest or []])
            if need:
                needs[name] = need
        yield keys, amounts, needs


def _need(earners: int, total: int, largest: list[int]) -> int:
    """How uncertain a sum must stay: of few, by what the largest would need, and by a satang at least."""
    need = lacking(total, *largest) if largest else 0
    return max(need, 1) if 0 < earners < THRESHOLD else need
