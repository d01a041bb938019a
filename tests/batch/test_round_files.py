"""The files of a round as people make them: each mistake told once and with what to do, and what is no mistake but may not be meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.batch.command import Command

SOUND = {
    "applicants.csv": "applicant,area,group,need\nA,50,women,10\nB,54,,90\n",
    "offers.csv": "offer,capacity,budget\nO1,1,\nO2,2,1500\n",
    "eligible.csv": "applicant,offer,score,cost\nA,O1,500,\nB,O1,400,\nB,O2,30,1000\n",
    "rule.json": json.dumps({"seed": "820866", "groups": [{"code": "women", "reserved_percent": 50}]}),
}
RULE: dict[str, Any] = json.loads(SOUND["rule.json"])


def told(phanuek: Command, folder: Path, command: str = "check", **files: str) -> tuple[int, list[str]]:
    """The lines about files of the round, without the path before them."""
    for name, text in {**SOUND, **{name.replace("_", "."): text for name, text in files.items()}}.items():
        (folder / name).write_text(text)
    said = phanuek(command, folder)
    lines = (said.out + said.err).splitlines()
    return said.status, [line.replace(f"{folder}/", "") for line in lines if f"{folder}/" in line]


def test_a_sound_round_is_told_without_notes(phanuek: Command, tmp_path: Path) -> None:
    assert told(phanuek, tmp_path) == (0, [])


def test_each_mistake_is_told_once_whatever_else_is_wrong(phanuek: Command, tmp_path: Path) -> None:
    status, lines = told(
        phanuek, tmp_path, applicants_csv="applicant,need\nA,x\nA,y\n", offers_csv="offer,places\nO1,1\n",
        eligible_csv="applicant,offer,score\nA,O1,z\n", rule_json="{}",
    )  # fmt: skip
    assert (status, len(lines)) == (1, len(set(lines)))
    assert [":".join(line.split(":")[:3]) for line in lines] == [
        "applicants.csv:2: need", "applicants.csv:3: need", "applicants.csv:3: applicant",
        "offers.csv:1: capacity", "eligible.csv:2: score", "rule.json: seed: A seed for the draw must be given. → write a text, such as \"seed\"",
    ]  # fmt: skip
    assert all(" → " in line for line in lines)


@pytest.mark.parametrize("command", ["check", "allocate"])
def test_columns_and_groups_that_are_not_known_are_noted(
    phanuek: Command, tmp_path: Path, command: str
) -> None:
    status, lines = told(
        phanuek, tmp_path, command, applicants_csv="applicant,Area,Group\nA,50,women\nB,54,\n",
        offers_csv="offer,capacity,colour\nO1,1,red\n", eligible_csv="applicant,offer,score\nA,O1,1\n",
    )  # fmt: skip
    assert status == 0
    assert lines[:4] == [
        "applicants.csv: the column “Area” is not used; did you mean area?",
        "applicants.csv: the column “Group” is not used; did you mean group?",
        "offers.csv: the column “colour” is not used",
        "rule.json: no applicant is of the group “women”",
    ]
    _, lines = told(
        phanuek, tmp_path, command, applicants_csv="applicant,group\nA,สตรี\nB,Women\nC,women\nD,สตรี\n"
    )
    assert lines[:2] == [
        "applicants.csv: the group “สตรี” (2 applicants) is not in the rule and counts as none",
        "applicants.csv: the group “Women” (1 applicant) is not in the rule and counts as none; did you mean women?",
    ]


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ({"area_least": {"05": 1}}, "rule.json: area_least: no applicant is of the area “05”"),
        ({"area_most": {"999": 1}}, "rule.json: area_most: no applicant is of the area “999”"),
        ({"area_least": {"50": 3}, "area_most": {"50": 2}}, "rule.json: area_least.50: Is more than its area_most (2). → let it be at most area_most"),
        ({"seed": 820866}, "rule.json: seed: Must be a text. → put it in quotes: \"820866\""),
        ({"area_fairnes": 3}, "rule.json: area_fairnes: The rule has no such part. → did you mean area_fairness?"),
        ({"per_applicant": 0}, "rule.json: per_applicant: Must be a whole number from 1 to 10,000,000. → docs/schemas/rule.schema.json says what it may be"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_meant(phanuek: Command, tmp_path: Path, rule: Any, line: str) -> None:
    assert told(phanuek, tmp_path, rule_json=json.dumps(RULE | rule))[1] == [line]


def test_a_rule_between_areas_without_areas_is_noted(phanuek: Command, tmp_path: Path) -> None:
    rule = json.dumps({"seed": "1", "area_fairness": 9})
    _, lines = told(phanuek, tmp_path, rule_json=rule, applicants_csv="applicant\nA\nB\n")
    assert lines == [
        "rule.json: the rule shares between areas, but no applicant has one: all count as one area"
    ]


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("applicants_csv", "applicant,need\nA,๗๕\nB,1\n", "applicants.csv:2: need: “๗๕” is not a whole number from 0 to 100 → write 75"),
        ("applicants_csv", "applicant,need\nA,some\nB,1\n", "applicants.csv:2: need: “some” is not a whole number from 0 to 100 → write it with the digits 0-9 only, such as 100"),
        ("offers_csv", "offer,capacity\nO1,\"1,200\"\nO2,1\n", "offers.csv:2: capacity: “1,200” is not a whole number from 0 to 10,000,000 → write 1200"),
        ("offers_csv", "offer,capacity,budget\nO1,1,\"๑,๕๐๐\"\nO2,1,\n", "offers.csv:2: budget: “๑,๕๐๐” is not an amount of baht → write 1500"),
        ("applicants_csv", "applicant,need,area\nA,1\nB,1,50\n", "applicants.csv:2: this row has 2 cells, the header has 3 → add the cells that are missing, empty where nothing is known"),
        ("eligible_csv", "applicant,offer,score,cost,amount\nB,O2,1,10,20\n", "eligible.csv:1: cost: there are both cost and amount → keep one of them"),
    ],
)  # fmt: skip
def test_a_cell_says_what_to_write(phanuek: Command, tmp_path: Path, file: str, text: str, line: str) -> None:
    status, lines = told(phanuek, tmp_path, **{file: text})
    assert (status, lines[0]) == (1, line)
