"""The JSON Schema of the published form, the files in it, and the reader: what the schema refuses, the reader refuses too."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from phanuek.agreements.importing import reading
from phanuek.agreements.importing.problems import NotReadable
from phanuek.agreements.models import Measure, Statement
from phanuek.agreements.states import Capacity, Method, SigningRule, Stage
from phanuek.organisations.models import Kind
from phanuek.timeline.provenance import Provenance
from phanuek.ui.country import pack
from tests.agreements.files import SCHEMAS, example

TODAY = date(2026, 11, 23)
SCHEMA: dict[str, Any] = json.loads((SCHEMAS / "agreement.schema.json").read_text())
VALID = jsonschema_rs.validator_for(SCHEMA)
# where the data that others keep lies, on machines that have it
SHARED = Path(__file__).parents[3] / "shared" / "domain" / "agreement.json"
OTHERS: list[Any] = [
    7,
    -1,
    2.5,
    "7",
    "",
    " ",
    "ก" * 301,
    "ก" * 20_001,
    True,
    None,
    [],
    {},
    [7],
    {"th": 7},
    ...,
]


def files() -> dict[str, dict[str, Any]]:
    return {
        "example": example(),
        "2021": pack().data("agreement_2021_published"),
        "demo": pack().data("agreement_demo"),
    }


def problems(data: Any) -> list[str]:
    try:
        reading.read(data, on=TODAY)
    except NotReadable as refusal:
        return [problem.path for problem in refusal.problems]
    return []


def test_the_schema_is_a_schema() -> None:
    jsonschema_rs.meta.validate(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", ["example", "2021", "demo"])
def test_the_files_of_the_house_are_of_the_form(name: str) -> None:
    assert [(e.instance_path, e.message) for e in VALID.iter_errors(files()[name])] == []
    assert problems(files()[name]) == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not on this machine")
def test_the_shared_file_is_of_the_form() -> None:
    data = json.loads(SHARED.read_text())
    assert list(VALID.iter_errors(data)) == []
    assert problems(data) == []
    assert data == pack().data("agreement_2021_published")


def _described(node: Any, path: str = "") -> Iterator[str]:
    """Properties that nobody explains."""
    if isinstance(node, dict):
        for group in ("properties", "patternProperties", "$defs"):
            for name, inner in node.get(group, {}).items() if isinstance(node.get(group), dict) else ():
                told = inner.get("description") or SCHEMA["$defs"].get(
                    str(inner.get("$ref", ""))[8:], {}
                ).get("description")
                if not told:
                    yield f"{path}.{name}"
        for name, inner in node.items():
            yield from _described(inner, f"{path}.{name}")
    elif isinstance(node, list):
        for inner in node:
            yield from _described(inner, path)


def test_every_field_is_described() -> None:
    assert list(_described(SCHEMA)) == []


def test_the_lists_of_words_are_those_of_the_house() -> None:
    person = SCHEMA["$defs"]["signatory"]["properties"]
    promise = SCHEMA["$defs"]["commitment"]["properties"]
    told = {
        "stage": (SCHEMA["properties"]["stage"]["enum"], Stage.values),
        "rule": (SCHEMA["$defs"]["signing_rule"]["properties"]["kind"]["enum"], SigningRule.values),
        "capacity": (person["capacity"]["enum"], Capacity.values),
        "method": (person["method"]["enum"], Method.values),
        "measure": (promise["measure"]["enum"], Measure.values),
        "statement": (promise["statement"]["properties"]["kind"]["enum"], Statement.Kind.values),
        "provenance": (SCHEMA["properties"]["provenance"]["enum"], Provenance.values),
    }
    for name, (enum, values) in told.items():
        assert set(enum) - {"", None} == set(values), name
    kinds = SCHEMA["$defs"]["party"]["properties"]["kind"]["description"]
    own = {"pracharath_national", "pracharath_provincial", "enterprise"}
    assert [kind for kind in Kind.values if kind not in own and kind not in kinds] == []


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place of a document; of a list the first and the last."""
    if way:
        yield way
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _places(inner, (*way, name))
    elif isinstance(value, list):
        for n in {0, len(value) - 1} if value else ():
            yield from _places(value[n], (*way, n))


def _spoilt(data: dict[str, Any], way: tuple[Any, ...], other: Any) -> dict[str, Any]:
    made = copy.deepcopy(data)
    inner: Any = made
    for step in way[:-1]:
        inner = inner[step]
    if other is ...:
        del inner[way[-1]]
    else:
        inner[way[-1]] = other
    return made


@pytest.mark.parametrize("name", ["example", "2021"])
def test_what_the_schema_refuses_the_reader_refuses(name: str) -> None:
    """Every value in turn put in the place of every other kind of value, or taken out. The reader never breaks."""
    data, tried, wrong = files()[name], 0, []
    for way in _places(data):
        for other in OTHERS:
            spoilt = _spoilt(data, way, other)
            found = problems(spoilt)
            if not VALID.is_valid(spoilt):
                tried += 1
                if not found:
                    wrong.append(f"{way} {str(other)[:20]!r}")
    assert wrong == []
    assert tried > 500


@pytest.mark.parametrize("name", ["example", "2021"])
def test_a_problem_is_named_where_it_stands(name: str) -> None:
    """What is spoilt in one place is told at that place, above it, or just beneath it."""
    data, wrong = files()[name], []
    for way in _places(data):
        told = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in way).lstrip(".")
        for other in (7, [7], {"th": 7}):
            spoilt = _spoilt(data, way, other)
            if VALID.is_valid(spoilt):
                continue
            found = problems(spoilt)
            if not any(told.startswith(path) or path.startswith(told) for path in found):
                wrong.append(f"{told} {other} {found[:3]}")
    assert wrong == []
