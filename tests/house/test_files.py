"""Nothing in the tree that belongs to one machine, one registry, or nobody else's eyes."""

from __future__ import annotations

import re

import pytest

from tests.house.house import ROOT, texts, tracked_files, where

# written in two halves, so that this file does not find itself
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/(?:ro" + r"ot|ho" + r"me/\w|wo" + r"rk|Us" + r"ers/\w)/",
    "a package registry": r"py"
    + r"pi\.org|pythonhos"
    + r"ted\.org|npm"
    + r"js\.(?:org|com)|deb\.deb"
    + r"ian\.org",
    "a private key": r"-----BEGIN [A-Z ]*PRIV" + r"ATE KEY",
    "a token": r"\b(?:gh[po]_[A-Za-z0-9]{30,}|AK" + r"IA[0-9A-Z]{16})\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    found = [
        f"{where(path, text, match.start())}: {match[0]}"
        for path, text in texts().items()
        for match in re.finditer(FORBIDDEN[what], text)
    ]
    assert found == []


def test_no_database_and_no_upload_is_tracked() -> None:
    kinds = {".sqlite3", ".db", ".dump", ".pem", ".key", ".env"}
    assert [str(p.relative_to(ROOT)) for p in tracked_files() if p.suffix in kinds or p.name == ".env"] == []


def test_python_files_stay_short_enough_to_read() -> None:
    """Past 400 lines a file holds two nouns: make it a package of the same name."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path, text in texts(".py").items()
        if "migrations" not in path.parts and (lines := text.count("\n")) > 400
    }
    assert long == {}
