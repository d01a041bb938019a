"""Worked cases, readable without knowing the code: tests/engines/cases/*.json. A complaint becomes a case first."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from phanuek.engines.parameters import Parameters
from phanuek.engines.rules import Rule, Vocabulary, changes, compile, evaluate

FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))


def rule_of(case_file: dict[str, Any]) -> Rule:
    return compile(
        case_file["rule"],
        Vocabulary.from_json(case_file["vocabulary"]),
        date.fromisoformat(case_file["on"]),
        Parameters.from_json(case_file["parameters"]),
    )


def all_cases() -> list[Any]:
    found = []
    for path in FILES:
        content = json.loads(path.read_text(encoding="utf-8"))
        found += [
            pytest.param(content, case, id=f"{path.stem}-{number}")
            for number, case in enumerate(content["cases"], 1)
        ]
    return found


def test_there_are_cases() -> None:
    assert len(FILES) >= 5


@pytest.mark.parametrize(("content", "case"), all_cases())
def test_the_answer_is_the_one_worked_out_by_hand(content: dict[str, Any], case: dict[str, Any]) -> None:
    rule = rule_of(content)
    verdict = evaluate(rule, case["facts"])
    assert verdict.status.value == case["status"]
    said = [
        {"status": condition.status.value, "text": condition.text, "reason": condition.reason}
        for condition in verdict.conditions
    ]
    assert said == case["conditions"]
    assert [[change.text for change in steps] for steps in changes(rule, case["facts"])] == case["changes"]
