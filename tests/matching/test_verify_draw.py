"""The verifier as a stranger runs it: a program of its own on the published file, whole and tampered with."""

import copy
import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phanuek.matching.queries import draws as queries
from tests import cast
from tests.house.house import ROOT
from tests.matching.draw import drawn, groups, offer, sealed
from tests.referrals import world as worlds

VERIFIER = ROOT / "tools" / "verify_draw.py"
SCRATCH = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def program() -> dict[str, Any]:
    """The same program loaded once, for hundreds of tries; a few of them also run as a process of their own."""
    space: dict[str, Any] = {"__name__": "verify_draw", "__doc__": "usage"}
    exec(compile(VERIFIER.read_text(encoding="utf-8"), str(VERIFIER), "exec"), space)
    return space


@pytest.fixture
def document(db) -> dict[str, Any]:
    worlds.define_vocabulary()
    return json.loads(queries.file_bytes(drawn(sealed(offer(2), groups(5)), cast.niran(), cast.orawan())))


def judge(program: dict[str, Any], tmp_path: Path, raw: bytes) -> tuple[int, str]:
    file = tmp_path / "published.json"
    file.write_bytes(raw)

    said: list[str] = []
    program["print"] = lambda *parts: said.append(" ".join(map(str, parts)))
    program["sys"] = type("S", (), {"stdout": type("O", (), {"reconfigure": lambda self, **_: None})()})
    return program["main"]([str(file)]), "\n".join(said)


def test_it_is_short_and_needs_nothing():
    text = VERIFIER.read_text(encoding="utf-8")
    assert text.count("\n") < 100
    imported = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert imported == {"hashlib", "json", "sys", "datetime"}


def test_valid_tampered_and_usage_as_a_process(document, tmp_path):
    file = tmp_path / "published.json"
    file.write_bytes((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    good = run(str(file))
    assert good.returncode == 0, good.stdout + good.stderr
    assert "ถูกต้อง" in good.stdout
    assert "VALID" in good.stdout
    document["result"].reverse()
    file.write_text(json.dumps(document), encoding="utf-8")
    bad = run(str(file))
    assert (bad.returncode, bad.stderr) == (1, "")
    assert "NOT VALID" in bad.stdout
    file.write_text('{"format": ', encoding="utf-8")
    broken = run(str(file))
    assert (broken.returncode, broken.stderr) == (1, "")
    assert run().returncode == 2
    assert run("a", "b").returncode == 2
    assert run("--help").returncode == 2
    missing = run(str(tmp_path / "none.json"))
    assert (missing.returncode, missing.stderr) == (1, "")


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for name in value for leaf in _leaves(value[name], (*path, name))]
    if isinstance(value, list) and value:
        return [leaf for at, one in enumerate(value) for leaf in _leaves(one, (*path, at))]
    return [path]


@SCRATCH
@given(data=st.data())
def test_one_character_anywhere_is_found(program, document, tmp_path, data):
    """Every value of the file in turn, one character of it replaced, put in or taken out."""
    path = data.draw(st.sampled_from(_leaves(document)))
    changed = copy.deepcopy(document)
    holder: Any = changed
    for step in path[:-1]:
        holder = holder[step]
    before = holder[path[-1]]
    if isinstance(before, str) and before:
        at = data.draw(st.integers(0, len(before) - 1))
        sign = data.draw(st.characters(codec="utf-8", exclude_characters=before[at]))
        holder[path[-1]] = data.draw(
            st.sampled_from(
                [
                    before[:at] + sign + before[at + 1 :],
                    before[:at] + before[at + 1 :],
                    before[:at] + sign + before[at:],
                ]
            )
        )
    elif isinstance(before, int):
        holder[path[-1]] = before + data.draw(st.sampled_from([1, -1, 10]))
    else:
        holder[path[-1]] = data.draw(st.sampled_from(["x", 1, True, {}, ["x"]]))
    if changed == document:
        return
    status, said = judge(program, tmp_path, json.dumps(changed, ensure_ascii=False).encode())
    assert status == 1, said
    assert "NOT VALID" in said


@SCRATCH
@given(
    raw=st.one_of(
        st.binary(max_size=200),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        ).map(lambda v: json.dumps(v).encode()),
    )
)
def test_anything_else_is_refused_in_words(program, tmp_path, raw):
    status, said = judge(program, tmp_path, raw)
    assert status == 1
    assert "NOT VALID" in said


def _signed_again(document: dict[str, Any]) -> bytes:
    """As a forger would who mends the checksums too."""
    document["list_sha256"] = hashlib.sha256("\n".join(document["tickets"]).encode()).hexdigest()
    document["sealed_sha256"] = queries.checksum(document, queries.SEALED_FIELDS)
    document["sha256"] = queries.checksum(document, queries.FIELDS[:-1])
    return json.dumps(document, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "forge",
    [
        lambda d: d["result"].reverse(), lambda d: d["result"].pop(), lambda d: d["tickets"].reverse(),
        lambda d: d["tickets"].append(d["tickets"][-1]), lambda d: d.update(seed=""), lambda d: d.update(seed="820867"),
        lambda d: d.update(places=0), lambda d: d.update(places=True), lambda d: d.update(places="2"), lambda d: d.update(result=None),
        lambda d: d.update(sealed_at=d["drawn_at"]), lambda d: d.update(seed_known_on=d["closes_at"][:10]),
        lambda d: d.update(drawn_at=d["sealed_at"]), lambda d: d.update(cancelled="ไม่ชอบ"), lambda d: d.update(rule_version="other"),
        lambda d: d.update(format="phanuek.draw/2"), lambda d: d.update(extra=1), lambda d: d.update(closes_at="2026-11-30"),
    ],
)  # fmt: skip
def test_a_forger_who_mends_the_checksums_is_found_too(program, document, tmp_path, forge):
    forge(document)
    status, said = judge(program, tmp_path, _signed_again(document))
    assert status == 1, said


def test_the_file_follows_its_published_form(document):
    schema = json.loads((ROOT / "docs" / "schemas" / "draw.schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.validator_for(schema).validate(document)
