"""The hashed requirements are what pyproject.toml asks for, and nothing in them belongs to one registry."""

from __future__ import annotations

import hashlib
import json
import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.house import ROOT, project

FILES = {
    "base": [],
    "documents": ["documents"],
    "sharing": ["sharing"],
    "test": ["documents", "sharing", "test"],
}


def _listed(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return {canonicalize_name(m[1]): m[2] for m in re.finditer(r"^([\w.-]+)==(\S+)", text, re.M)}


@pytest.mark.parametrize("name", FILES)
def test_the_file_was_made_from_these_dependencies(name: str) -> None:
    """When this fails: ./dev lock."""
    about = project()["project"]
    tables = [about["requires-python"], about["dependencies"], about["optional-dependencies"]]
    mark = hashlib.sha256(json.dumps(tables).encode()).hexdigest()[:16]
    assert mark in (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()[0]


@pytest.mark.parametrize(("name", "extras"), FILES.items())
def test_every_dependency_is_pinned_within_its_range(name: str, extras: list[str]) -> None:
    about, listed = project()["project"], _listed(name)
    wanted = [*about["dependencies"], *(d for extra in extras for d in about["optional-dependencies"][extra])]
    for asked in map(Requirement, wanted):
        version = listed.get(canonicalize_name(asked.name))
        assert version, f"{asked.name} is missing"
        assert asked.specifier.contains(version), f"{asked.name} {version}"


@pytest.mark.parametrize("name", FILES)
def test_every_package_carries_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    entries = [e for e in re.split(r"\n(?=[a-z])", text) if not e.startswith("#")]
    assert [e.splitlines()[0] for e in entries if "--hash=sha256:" not in e] == []
    assert re.findall(r"https?:|--index|--find-links|@ file", text) == []


def test_tests_run_on_the_versions_that_are_served() -> None:
    test = _listed("test")
    for name in ("base", "documents", "sharing"):
        assert {n: (v, test.get(n)) for n, v in _listed(name).items() if test.get(n) != v} == {}


def test_every_dependency_says_why_it_is_here() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    about = project()["project"]
    wanted = [*about["dependencies"], *(d for e in about["optional-dependencies"].values() for d in e)]
    assert [d for d in wanted if not any(f'"{d}",' in line and "# " in line for line in lines)] == []


def test_third_party_notices_name_every_dependency() -> None:
    notices = (ROOT / "THIRD_PARTY.md").read_text().lower()
    names = [
        *_listed("documents"),  # base is part of it
        *_listed("sharing"),
        *(Requirement(d).name for d in project()["project"]["optional-dependencies"]["test"]),
    ]
    assert [n for n in names if n.lower() not in notices] == []
