"""A round as files, and its result as files: `docs` of the command line and what a room publishes have the same shapes.

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

from phanuek.engines.sharing.model import Applicant, Eligible, OfferLot, Round, RoundError, Rule
from phanuek.engines.sharing.problem import problem_of
from phanuek.engines.sharing.solve import Outcome

RESULT_VERSION = 1
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


def to_json(round_: Round) -> dict[str, Any]:
    """The whole round in one object: the three tables as lists, and the rule."""
    return {
        "applicants": [[one.code, one.area, one.group, one.need] for one in round_.applicants],
        "offers": [[lot.code, lot.units, lot.budget, lot.category] for lot in round_.offers],
        "eligible": [[pair.applicant, pair.offer, pair.score, pair.cost] for pair in round_.eligible],
        "rule": round_.rule.as_json(),
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


def result_json(round_: Round, outcome: Outcome) -> dict[str, Any]:
    """The round and everything that came of it; `tools/verify_round.py` checks this file by itself."""
    problem = problem_of(round_)
    lots = round_.offers
    return {
        "version": RESULT_VERSION,
        "round": to_json(round_),
        "allocation": [list(pair) for pair in outcome.allocation],
        "objective": {"reserved": outcome.reserved_filled, "points": outcome.points, "worth": outcome.worth},
        "bound": outcome.bound,
        "gap": round(outcome.gap, 9),
        "proof": outcome.proof,
        "weight": outcome.weight,
        "reserved": {lots[at].code: dict(groups) for at, groups in enumerate(problem.reserved) if groups},
        "areas": {
            area.code: {"asked": area.asked, "least": area.least, "most": area.most, "steps": [list(step) for step in area.slices]}
            for area in problem.areas
        },
        "prices": outcome.certificate,
        "one_more": {offer.code: [offer.one_more_reserved, offer.one_more] for offer in outcome.offers},
        "seed": round_.rule.seed,
        "draw": list(outcome.draw),
    }  # fmt: skip


def allocation_csv(outcome: Outcome) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["applicant", "offer"])
    writer.writerows(outcome.allocation)
    return out.getvalue()
