"""What is measured, in which sizes, and which goals the figures are held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Results = dict[str, dict[str, Any]]
OURS = "Phanuek"


@dataclass(frozen=True)
class Measure:
    """One engine at one work. `passes` processes of its own, each with `times` runs in it (in `asks`)."""

    key: str
    label: str
    asks: dict[str, Any]
    note: str = ""
    passes: int = 3
    beside: str = ""  # the measure it is compared with, where that is not the base of the group


@dataclass(frozen=True)
class Group:
    """Measures that stand in one table; `base` is the row the others are compared with."""

    name: str
    title: str
    about: str
    base: str
    measures: list[Measure]
    runs: tuple[Measure, ...] = ()  # what is run, where one process gives several rows

    @property
    def to_run(self) -> list[Measure]:
        return list(self.runs) or self.measures


@dataclass(frozen=True)
class Goal:
    """`figure` gives the number that is held against `bound`; a KeyError in it means that something was not measured."""

    text: str
    figure: Callable[[Results], float]
    bound: float
    most: bool = True
    unit: str = "ms"
    also: Callable[[Results], str] = field(default=lambda found: "")

    def met(self, found: float) -> bool:
        return found <= self.bound if self.most else found >= self.bound


def ms(key: str) -> Callable[[Results], float]:
    return lambda found: 1000 * float(found[key]["median"])


def per_pair(found: Results, key: str) -> float:
    return float(found[key]["median"]) / int(found[key]["pairs"])


def faster(peer: str, ours: str) -> Callable[[Results], float]:
    """How many times as long the peer takes, for each pair where it was asked of fewer."""
    return lambda found: per_pair(found, peer) / per_pair(found, ours)


def fastest(peers: list[str], ours: str) -> Callable[[Results], float]:
    return lambda found: min(per_pair(found, key) for key in peers if key in found) / per_pair(found, ours)


# ---------------------------------------------------------------- screening


def screening(rows: int, offers: int, distinct: bool) -> Group:
    kind = "distinct" if distinct else "shared"
    same = {"what": "screen", "rows": rows, "offers": offers, "distinct": distinct}

    def one(peer: str, label: str, times: int, note: str = "", warm: int = 1, **more: Any) -> Measure:
        return Measure(
            f"{kind}/{peer}", label, same | {"peer": peer, "times": times, "warm": warm} | more, note
        )

    few = {"offers": max(offers // 5, 1)}
    measures = [
        one("ours:raw", f"{OURS}, from raw columns", 5),
        one("ours:kept", f"{OURS}, from a kept index", 15, "planes of conditions worked out before"),
        one("polars:distinct", "Polars, distinct conditions first", 5),
        one("polars:written", "Polars, rules as written", 3),
        one("kernel", "compiled kernel (C)", 15, "the limit of this processor, two threads"),
        one(
            "openfisca",
            "OpenFisca, conditions as cached variables",
            1,
            "two-valued: “cannot say” counts as no",
            0,
        ),
    ]
    if not distinct:
        measures += [
            one("duckdb", "DuckDB, rules as written", 1, "a fifth of the offers; by the pair", 1, **few),
            one(
                "postgres", "PostgreSQL, rules as written", 1, "a fifth of the offers; by the pair", 1, **few
            ),
        ]
    title = f"{rows:,} enterprises × {offers:,} offers, thresholds {'all distinct' if distinct else 'shared'}"
    about = "The status of every pair (fits, cannot be said, does not fit). " + (
        "Thresholds are drawn anew for each condition."
        if distinct
        else "Thresholds come from a grid of twenty for each column."
    )
    return Group(f"screening-{kind}", title, about, f"{kind}/ours:raw", measures)


def million(rows: int, offers: int) -> Group:
    same = {"what": "screen", "rows": rows, "offers": offers, "distinct": False}

    def one(peer: str, label: str, note: str = "", **more: Any) -> Measure:
        return Measure(f"million/{peer}", label, same | {"peer": peer, "times": 3, "warm": 1} | more, note, 2)

    measures = [
        one("ours:blocks", f"{OURS}, from raw columns, in blocks"),
        one("polars:distinct", "Polars, distinct conditions first", "whole"),
        one("polars:chunked", "Polars, the same in chunks of 131,072 rows"),
        one("kernel", "compiled kernel (C)"),
    ]
    about = "The status of every pair, and the memory held above the columns themselves (the answers are 2 bits a pair)."
    return Group(
        "screening-million",
        f"{rows:,} enterprises × {offers:,} offers",
        about,
        "million/ours:blocks",
        measures,
    )


def one_enterprise(offers: int) -> Group:
    same = {"what": "one_enterprise", "offers": offers}
    measures = [
        Measure(
            "one/ours:masks", f"{OURS}, masks of conditions", same | {"peer": "ours:masks", "times": 300}
        ),
        Measure("one/zen", "zen-engine, decision graph, the same masks", same | {"peer": "zen", "times": 40}),
        Measure(
            "one/ours:json", f"{OURS}, full explanation as JSON", same | {"peer": "ours:json", "times": 100}
        ),
    ]
    about = "Each condition of each offer for one enterprise, another each time: met, not met, unknown. JSON adds text and reasons."
    return Group("one", f"one enterprise × {offers:,} offers", about, "one/ours:masks", measures)


def changes(rows: int, offers: int) -> Group:
    rule = {"what": "new_rule", "rows": rows}
    measures = [
        Measure(
            "change/row", f"{OURS}: one changed row, {offers:,} offers", {"what": "changed_row", "peer": "ours", "rows": rows, "offers": offers, "times": 200}
        ),
        Measure("change/ours", f"{OURS}: one new rule", rule | {"peer": "ours:raw", "times": 100}),
        Measure("change/polars", "Polars: one new rule", rule | {"peer": "polars:written", "times": 100}),
        Measure("change/duckdb", "DuckDB: one new rule", rule | {"peer": "duckdb", "times": 30}),
    ]  # fmt: skip
    return Group(
        "changes",
        f"what changes, {rows:,} enterprises",
        "From the text already read to the answers.",
        "change/ours",
        measures,
    )


def screening_groups(quick: bool) -> list[Group]:
    rows, many, offers = (10_000, 100_000, 100) if quick else (100_000, 1_000_000, 1_000)
    return [
        screening(rows, offers, False), screening(rows, offers, True), million(many, offers), one_enterprise(offers), changes(rows, offers),
    ]  # fmt: skip


def screening_goals() -> list[Goal]:
    def raw(peer: str) -> Callable[[Results], str]:
        return lambda found: f"from raw columns {faster(peer, 'shared/ours:raw')(found):.1f} ×"

    def memory(found: Results) -> float:
        return float(found["million/ours:blocks"]["above"])

    def polars(kind: str) -> Callable[[Results], float]:
        return fastest([f"{kind}/polars:distinct", f"{kind}/polars:written"], f"{kind}/ours:raw")

    return [
        Goal("100,000 × 1,000 from a kept index, shared", ms("shared/ours:kept"), 60),
        Goal("the same from raw columns", ms("shared/ours:raw"), 110, also=lambda found: f"all distinct: {ms('distinct/ours:raw')(found):.0f} ms"),
        Goal("against OpenFisca (two-valued), kept index", faster("shared/openfisca", "shared/ours:kept"), 15, False, "×", raw("shared/openfisca")),
        Goal("against DuckDB, rules as written, kept index", faster("shared/duckdb", "shared/ours:kept"), 100, False, "×", raw("shared/duckdb")),
        Goal("against PostgreSQL, rules as written, kept index", faster("shared/postgres", "shared/ours:kept"), 50, False, "×", raw("shared/postgres")),
        Goal("against the better of Polars' ways, both from raw, shared", polars("shared"), 1, False, "×"),
        Goal("against the better of Polars' ways, both from raw, distinct", polars("distinct"), 1, False, "×"),
        Goal("1,000,000 × 1,000", ms("million/ours:blocks"), 1000),
        Goal("1,000,000 × 1,000, memory above the columns", memory, 1024, unit="MB"),
        Goal("one enterprise × 1,000 offers, masks", ms("one/ours:masks"), 0.2),
        Goal("against zen-engine's decision graph, same masks", faster("one/zen", "one/ours:masks"), 20, False, "×"),
        Goal("one enterprise × 1,000 offers, explanation as JSON", ms("one/ours:json"), 3),
        Goal("one changed row", ms("change/row"), 1),
        Goal("one new rule, 100,000 rows", ms("change/ours"), 2),
    ]  # fmt: skip


# ---------------------------------------------------------------- sharing out


def allocation(applicants: int, offers: int) -> Group:
    same = {"what": "allocation", "applicants": applicants, "offers": offers, "times": 1}

    def one(peer: str, label: str, passes: int, exact: bool) -> Measure:
        return Measure(f"allocation/{peer}", label, same | {"peer": peer, "exact": exact}, passes=passes)

    measures = [
        one("ours", f"{OURS}: fairness, draw, prices, proof", 3, True),
        one("plain", "OR-Tools flow, no fairness, no proof", 3, False),
        one("whole", "OR-Tools flow with fairness, no proof", 3, True),
        one("highs", "HiGHS simplex with fairness", 1, True),
        one("greedy", "by falling score, no fairness", 3, False),
    ]
    title = f"sharing out: {applicants:,} applicants × {offers:,} offers, 17.5 pairs each"
    about = (
        "Places for 60 % of the applicants, 77 provinces served evenly by a reward that falls as a province is served. "
        "From the round's columns to who gets what; ours with the draw among equals, the prices, and the proof of the optimum."
    )
    return Group("allocation", title, about, "allocation/ours", measures)


def allocation_goals() -> list[Goal]:
    return [
        Goal("sharing out 100,000 × 1,000 with area fairness, exact", ms("allocation/ours"), 3000),
        Goal("against HiGHS simplex", faster("allocation/highs", "allocation/ours"), 6, False, "×"),
        Goal(
            "beside a plain flow without fairness",
            faster("allocation/ours", "allocation/plain"),
            1.2,
            True,
            "×",
        ),
    ]


# ---------------------------------------------------------------- roll-ups

ROLLUPS = (
    "by_province", "by_month", "by_province_sector_month", "inequality_by_province", "change_by_partner", "by_commitment_and_year",
    "months_of_province",
)  # fmt: skip


# they need ranks within groups, which Polars does not say in one expression
NOT_IN_POLARS = ("inequality_by_province", "change_by_partner")
NOTES = {
    "change_by_partner": "from sums that the copy keeps for each enterprise; the other works them out",
    "by_month": "sums, and where the middle lies, from what the copy keeps; the median itself from the rows",
}


def rollup(enterprises: int) -> Group:
    same = {"what": "rollup", "enterprises": enterprises}
    fresh = {"what": "refresh", "peer": "ours", "enterprises": enterprises, "rows": 10_000, "times": 5}
    ours = Measure("rollup/ours", OURS, same | {"peer": "ours", "times": 5, "warm": 1})
    theirs = Measure(
        "rollup/postgres", "PostgreSQL", same | {"peer": "postgres", "times": 3, "warm": 0}, passes=1
    )
    polars = Measure("rollup/polars", "Polars", same | {"peer": "polars", "times": 5, "warm": 1}, passes=1)
    again = Measure("rollup/refresh", f"{OURS}: 10,000 changed rows into the copy", fresh, passes=1)
    shown = [
        Measure(
            f"{one.key}/{name}",
            f"{one.label}: {name.replace('_', ' ')}",
            {},
            NOTES.get(name, "") if one is ours else "",
            beside=f"rollup/ours/{name}",
        )
        for name in ROLLUPS
        for one in (ours, theirs, *([polars] if name not in NOT_IN_POLARS else []))
    ]
    about = "The seven roll-ups of the figures, from the copy as the platform keeps it; PostgreSQL asked the same in plain SQL, with indexes."
    title = f"roll-ups over {enterprises * 120:,} monthly reports"
    return Group("rollup", title, about, "rollup/ours", [*shown, again], (ours, theirs, polars, again))


def rollup_goals() -> list[Goal]:
    def slowest(found: Results) -> float:
        return max(ms(f"rollup/ours/{name}")(found) for name in ROLLUPS)

    def least(found: Results) -> float:
        return min(faster(f"rollup/postgres/{name}", f"rollup/ours/{name}")(found) for name in ROLLUPS)

    return [
        Goal("the slowest of seven roll-ups over 12,000,000 rows", slowest, 200),
        Goal("the least gain of the seven against PostgreSQL", least, 5, False, "×"),
        Goal("10,000 changed rows into the copy", ms("rollup/refresh"), 500),
    ]


# ---------------------------------------------------------------- everything


def groups(quick: bool) -> list[Group]:
    return [
        *screening_groups(quick),
        allocation(*((10_000, 200) if quick else (100_000, 1_000))),
        rollup(10_000 if quick else 100_000),
    ]


def goals() -> list[Goal]:
    return [*screening_goals(), *allocation_goals(), *rollup_goals()]
