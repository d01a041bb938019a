"""A round read from files, and its result as files. The command line and the rooms write the same shapes.

`applicants.csv` applicant, area, group[, need] · `eligible.csv` applicant, offer, score[, cost in baht] · `offers.csv` offer,
capacity[, budget in baht][, category] · `rule.json` → `allocation.csv` applicant, offer · `result.json`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from phanuek.engines.sharing.columns import NONE, Columns
from phanuek.engines.sharing.model import Applicant, Eligible, OfferLot, Round, RoundError, Rule
from phanuek.engines.sharing.outcome import Outcome

RESULT_VERSION = 2
INPUTS = ("applicants.csv", "eligible.csv", "offers.csv", "rule.json")


def read_round(files: Mapping[str, str]) -> Round:
    """From the text of each of the four files. RoundError says which file and row."""
    for name in INPUTS:
        if name not in files:
            raise RoundError(name, "ไม่พบไฟล์นี้", "This file is missing.")
    try:
        rule = json.loads(files["rule.json"])
    except ValueError as error:
        raise RoundError("rule.json", "อ่านเป็น JSON ไม่ได้", f"Cannot be read as JSON: {error}") from None
    return Round.of(
        [
            Applicant(
                row.text("applicant"), row.text("area", ""), row.text("group", ""), row.whole("need", 0)
            )
            for row in _rows(files, "applicants.csv", ("applicant",))
        ],
        [
            OfferLot(row.text("offer"), row.whole("capacity"), row.money("budget"), row.text("category", ""))
            for row in _rows(files, "offers.csv", ("offer", "capacity"))
        ],
        [
            Eligible(row.text("applicant"), row.text("offer"), row.whole("score"), row.money("cost"))
            for row in _rows(files, "eligible.csv", ("applicant", "offer", "score"))
        ],
        Rule.from_json(rule),
    )


class _Row:
    def __init__(self, name: str, line: int, cells: Mapping[str, Any]) -> None:
        self.where, self.cells = f"{name}:{line}", cells

    def text(self, column: str, default: str | None = None) -> str:
        found = str(self.cells.get(column) or "").strip()
        if not found and default is None:
            raise RoundError(f"{self.where} {column}", "ว่างเปล่า", "Is empty.")
        return found or default or ""

    def whole(self, column: str, default: int | None = None) -> int:
        text = self.text(column, None if default is None else str(default))
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise RoundError(
                f"{self.where} {column}",
                f"“{text[:40]}” ไม่ใช่จำนวนเต็ม",
                f"“{text[:40]}” is not a whole number.",
            )
        return int(text)

    def money(self, column: str) -> int | None:
        """Baht with at most two decimals, as satang."""
        text = self.text(column, "")
        if not text:
            return None
        try:
            satang = Decimal(text) * 100 if len(text) < 25 else Decimal("NaN")
        except InvalidOperation:
            satang = Decimal("NaN")
        if not satang.is_finite() or satang != satang.to_integral_value() or not 0 <= satang < 10**18:
            raise RoundError(
                f"{self.where} {column}",
                f"“{text[:40]}” ไม่ใช่จำนวนเงิน",
                f"“{text[:40]}” is not an amount of baht.",
            )
        return int(satang)


def _rows(files: Mapping[str, str], name: str, needed: tuple[str, ...]) -> Iterator[_Row]:
    reader = csv.DictReader(io.StringIO(files[name].removeprefix("\ufeff")))
    missing = [column for column in needed if column not in (reader.fieldnames or [])]
    if missing:
        raise RoundError(f"{name}:1", f"ไม่มีคอลัมน์ {missing[0]}", f"There is no column {missing[0]}.")
    try:
        for cells in reader:
            yield _Row(name, reader.line_num, cells)
    except csv.Error as error:
        raise RoundError(
            f"{name}:{reader.line_num}", "อ่านแถวนี้ไม่ได้", f"This row cannot be read: {error}"
        ) from None


def to_json(round_: Round | Columns) -> dict[str, Any]:
    """The whole round in one object: the three tables as lists, and the rule."""
    if isinstance(round_, Columns):
        return _columns_json(round_)
    return {
        "applicants": [[one.code, one.area, one.group, one.need] for one in round_.applicants],
        "offers": [[lot.code, lot.units, lot.budget, lot.category] for lot in round_.offers],
        "eligible": [[pair.applicant, pair.offer, pair.score, pair.cost] for pair in round_.eligible],
        "rule": round_.rule.as_json(),
    }


def _columns_json(made: Columns) -> dict[str, Any]:
    def money(column: Any) -> list[int | None]:
        return [None if satang == NONE else satang for satang in column.tolist()]

    areas = [made.areas[at] for at in made.person_area.tolist()]
    kinds = [made.categories[at] for at in made.category.tolist()]
    people = [made.applicants[at] for at in made.pair_person.tolist()]
    lots = [made.offers[at] for at in made.pair_offer.tolist()]
    return {
        "applicants": list(
            map(list, zip(made.applicants, areas, made.groups, made.need.tolist(), strict=True))
        ),
        "offers": list(
            map(list, zip(made.offers, made.units.tolist(), money(made.budget), kinds, strict=True))
        ),
        "eligible": list(map(list, zip(people, lots, made.score.tolist(), money(made.cost), strict=True))),
        "rule": made.rule.as_json(),
    }


def from_json(data: Any) -> Round:
    try:
        return Round.of(
            [Applicant(*row) for row in data["applicants"]],
            [OfferLot(*row) for row in data["offers"]],
            [Eligible(*row) for row in data["eligible"]],
            Rule.from_json(data["rule"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise RoundError("round", "ไฟล์ไม่เป็นไปตามรูปแบบของรอบ", f"Not the shape of a round: {error}") from None


def result_json(round_: Round | Columns, outcome: Outcome) -> dict[str, Any]:
    """The round and everything that came of it; `tools/verify_round.py` checks this file by itself.

    `objective` and `bound` are points (bonuses counted in, a reserved place as `weight` points): whole numbers, equal where the
    prices prove that nothing has more points. `gap` is the share of the bound that is missing, `solver_bound` what a solver says, where one
    was asked. What proves it stands in `certificate`, in whole numbers of a finer scale.
    """
    problem, groups = outcome.problem, round_.rule.groups
    lots = problem.columns.offers
    return {
        "version": RESULT_VERSION,
        "round": to_json(round_),
        "allocation": [list(pair) for pair in outcome.allocation],
        "objective": outcome.objective,
        "bound": outcome.points_bound,
        "gap": round(outcome.gap, 9),
        "proof": outcome.proof,
        "solver_bound": outcome.solver_bound,
        "prices": {offer.code: offer.price for offer in outcome.offers},
        "seed": round_.rule.seed,
        "draw": list(outcome.draw),
        "reserved_filled": outcome.reserved_filled,
        "points": outcome.points,
        "weight": outcome.weight,
        "reserved": {
            lots[at]: {group.code: places for group, places in zip(groups, row[1:], strict=True) if places}
            for at, row in enumerate(problem.reserved.tolist())
            if any(row)
        },
        "areas": {
            area.code: {"asked": area.asked, "least": area.least, "most": area.most, "steps": [list(step) for step in area.slices]}
            for area in problem.areas
        },
        "one_more": {
            offer.code: None if offer.one_more is None else [offer.one_more_reserved, offer.one_more] for offer in outcome.offers
        },
        "certificate": {**outcome.certificate, "worth": outcome.worth},
    }  # fmt: skip


def parts_of(result: Mapping[str, Any]) -> dict[str, int]:
    """Reserved places filled and points of a published result."""
    return {"reserved": result["reserved_filled"], "points": result["points"]}


def allocation_csv(outcome: Outcome) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["applicant", "offer"])
    writer.writerows(outcome.allocation)
    return out.getvalue()
