"""Files of other projects in the tree are the ones their manifest notes, with their licence told."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from tests.house.house import ROOMS, ROOT, texts

MANIFESTS = sorted(ROOMS.glob("*/static/**/vendor/manifest.json"))


def _assets() -> list[tuple[Path, dict[str, Any]]]:
    return [(m.parent / a["file"], a) for m in MANIFESTS for a in json.loads(m.read_text())["files"]]


def test_every_vendored_file_is_the_one_noted() -> None:
    assert _assets()
    changed = [p.name for p, a in _assets() if hashlib.sha256(p.read_bytes()).hexdigest() != a["sha256"]]
    assert changed == []


def test_nothing_else_lies_in_a_vendor_folder() -> None:
    """An empty source map, which a style sheet names, is the one exception."""
    noted = {path for path, _ in _assets()} | set(MANIFESTS)
    inside = {p for m in MANIFESTS for p in m.parent.rglob("*") if p.is_file() and p not in noted}
    assert [p.name for p in inside if not (p.suffix == ".map" and p.stat().st_size < 200)] == []


def test_notices_name_every_vendored_package_with_version_and_licence() -> None:
    lines = (ROOT / "THIRD_PARTY.md").read_text().splitlines()
    wanted = {(a["package"], a["version"], a["licence"]) for _, a in _assets()}
    assert [w for w in sorted(wanted) if not any(all(part in line for part in w) for line in lines)] == []


def test_static_files_ask_no_other_host() -> None:
    pattern = re.compile(r"url\(\s*[\"']?(?:https?:)?//|@import\s+[\"']http")
    own = {path: text for path, text in texts(".css", ".js").items() if "static" in path.parts}
    assert [str(path.relative_to(ROOT)) for path, text in own.items() if pattern.search(text)] == []
