"""The guide of the command line is true: its examples are run, and files in and out follow their schemas."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.batch.command import DAY, OFFERS, PARAMETERS, VOCABULARY, Command

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guides" / "command-line.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL)
SCHEMAS = {
    name: json.loads((DOCS / "schemas" / f"{name}.schema.json").read_text())
    for name in ("offers", "rule", "result", "explanation")
}
VALIDATORS = {
    name: jsonschema_rs.Draft202012Validator(schema, registry=jsonschema_rs.Registry([("json-schema:///rule.schema.json", SCHEMAS["rule"])]), base_uri="json-schema:///")
    if name == "result"
    else jsonschema_rs.validator_for(schema)
    for name, schema in SCHEMAS.items()
}  # fmt: skip


def follows(name: str, document: Any) -> list[str]:
    return [f"{error.instance_path}: {error.message}" for error in VALIDATORS[name].iter_errors(document)]


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the examples, as the folder one stands in."""
    shutil.copytree(DOCS / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path / "examples")
    return tmp_path / "examples"


def test_what_the_guide_shows_is_what_one_sees(phanuek: Command, examples: Path) -> None:
    assert len(CONSOLES) >= 4
    for console in CONSOLES:
        seen = ""
        for line in [line for line in console.splitlines() if line.startswith("$ ")]:
            program, *words = shlex.split(line[2:])
            if program == "cat":
                seen += f"{line}\n{Path(words[0]).read_text()}"
            else:
                said = phanuek(*words)
                seen += f"{line}\n{said.out}{said.err}"
        assert seen == console


def test_every_command_and_every_choice_stands_in_the_guide() -> None:
    from phanuek.batch.options import ENGINES

    for word in ("check", "screen", "explain", "allocate"):
        assert f"`phanuek {word} " in GUIDE
    for word in (
        *[f"--engine {name}" for name in ENGINES if name != "memory"],
        "--on",
        "--lang",
        "--quiet",
        "--memory",
        "--threads",
        "--fresh",
        "--master",
        "--database",
    ):
        assert word in GUIDE


def test_the_examples_follow_their_schemas(examples: Path) -> None:
    assert follows("offers", json.loads((examples / "offers.json").read_text())) == []
    assert follows("rule", json.loads((examples / "round" / "rule.json").read_text())) == []


def test_what_is_written_follows_its_schema(phanuek: Command, examples: Path) -> None:
    assert phanuek("allocate", "round", "--out", "shared").status == 0
    assert follows("result", json.loads(Path("shared/result.json").read_text())) == []
    for code in ("E001", "E002", "E003", "E005", "E007"):
        told = json.loads(
            phanuek(
                "explain", "enterprises.csv", "offers.json", "--enterprise", code, "--on", "2026-11-26"
            ).out
        )
        assert follows("explanation", told) == []


def test_what_nobody_can_change_is_told_last_and_marked(phanuek: Command) -> None:
    """The day of founding is fixed in the vocabulary; the members are not."""
    offers = [{"code": "A", "rule": "founded <= DATE '2019-12-31' OR members >= 20"}]
    said = phanuek("explain", phanuek.table(), phanuek.offers(offers), "--enterprise", "E1", "--on", DAY)
    told = json.loads(said.out)
    assert follows("explanation", told) == []
    found = [
        (change["possible"], [(step["fact"], step["possible"]) for step in change["steps"]])
        for change in told["offers"][0]["changes"]
    ]
    assert found == [
        (True, [("members", True)]),
        (False, [("founded", False)]),
    ]


def test_a_question_says_what_it_settles_alone(phanuek: Command) -> None:
    offers = [
        {"code": "A", "rule": "members >= 20"},
        {"code": "B", "rule": "members >= 5 AND kind = 'x'"},
        {"code": "C", "rule": "kind = 'x' AND share > 0.1"},
    ]
    said = phanuek("explain", phanuek.table(), phanuek.offers(offers), "--enterprise", "E2", "--on", DAY)
    told = json.loads(said.out)
    assert follows("explanation", told) == []
    assert [(one["fact"], one["decides"], one["settles"]) for one in told["questions"]] == [
        ("members", 2, 1),
        ("kind", 2, 1),
    ]
    assert told["best_question"] == told["questions"][0]


@pytest.mark.parametrize(
    "change",
    [{"vocabulary": [{"name": "a", "type": "float"}]}, {"offers": [{"rule": "TRUE"}]}, {"offers": [{"code": "A", "rule": 3}]},
     {"vocabulary": {}}, {"offers": [{"code": "A", "rule": "TRUE", "from": "1 May"}]}, {"vocabulary": [{"name": "a", "type": "date", "fixed": "yes"}]}, {"parameters": [{"name": "x", "values": [{"value": 1}]}]}, {"offer": []}],
)  # fmt: skip
def test_the_schema_and_the_reader_refuse_the_same(phanuek: Command, change: dict[str, Any]) -> None:
    good = {"vocabulary": VOCABULARY, "parameters": PARAMETERS, "offers": OFFERS}
    assert follows("offers", good) == []
    assert phanuek("check", phanuek.text("good.json", json.dumps(good))).status == 0
    assert follows("offers", good | change) != []
    assert phanuek("check", phanuek.text("wrong.json", json.dumps(good | change))).status == 1
