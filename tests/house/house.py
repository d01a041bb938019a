"""What several house tests read: the project's own list of rooms, files and routes."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ROOT / "src" / "phanuek"


@cache
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def contract(name: str) -> dict[str, Any]:
    """The import contract with this id."""
    return next(c for c in project()["tool"]["importlinter"]["contracts"] if c["id"] == name)


def drawn_rooms() -> list[tuple[str, ...]]:
    """The layers of the flow from the ground up; names in brackets are not built yet and left out."""
    layers = [[n.strip() for n in layer.split("|")] for layer in contract("flow")["layers"]]
    return [tuple(n for n in layer if not n.startswith("(")) for layer in reversed(layers)]


def built_rooms() -> set[str]:
    """The folders of src/phanuek that are packages."""
    return {folder.name for folder in ROOMS.iterdir() if (folder / "__init__.py").exists()}


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that git keeps, or would if it were committed now."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return tuple(sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()))


def texts(*suffixes: str) -> dict[Path, str]:
    """The tracked text files with these suffixes (all of them when none is named), by path."""
    found = {}
    for path in tracked_files():
        if suffixes and path.suffix not in suffixes:
            continue
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found[path] = content.decode()
    return found


def where(path: Path, text: str, position: int) -> str:
    """`file:line` of a position in a text, for messages."""
    return f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, position) + 1}"
