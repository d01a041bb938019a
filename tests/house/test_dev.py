"""The command file itself: what it refuses, and that a backup comes back as it was."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.house import ROOT


def dev(*words: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    plain = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PHANUEK_DATA_DIR"}
    }
    command = [sys.executable, str(ROOT / "dev"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=plain | env, timeout=60)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one row and one attachment."""
    folder = tmp_path / "data"
    (folder / "files").mkdir(parents=True)
    (folder / "files" / "evidence.txt").write_text("หลักฐาน")
    with sqlite3.connect(folder / "phanuek.sqlite3") as database:
        database.execute("pragma journal_mode=wal")
        database.execute("create table need (what text)")
        database.execute("insert into need values ('ตู้อบแห้ง')")
    database.close()
    return folder


def needs(folder: Path) -> list[str]:
    database = sqlite3.connect(folder / "phanuek.sqlite3")
    try:
        return [what for (what,) in database.execute("select what from need")]
    finally:
        database.close()


def test_a_backup_comes_back_as_it_was(data: Path, tmp_path: Path) -> None:
    made = dev("backup", tmp_path / "one.tar", "--data", data)
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "one.tar").stat().st_mode & 0o077 == 0
    again = dev("restore", tmp_path / "one.tar", "--data", tmp_path / "elsewhere")
    assert again.returncode == 0, again.stderr
    assert needs(tmp_path / "elsewhere") == ["ตู้อบแห้ง"]
    assert (tmp_path / "elsewhere" / "files" / "evidence.txt").read_text() == "หลักฐาน"


def test_a_backup_holds_what_was_written_while_it_ran(data: Path, tmp_path: Path) -> None:
    writer = sqlite3.connect(data / "phanuek.sqlite3")
    writer.execute("insert into need values ('ช่องทางขาย')")
    writer.commit()
    assert dev("backup", tmp_path / "one.tar", "--data", data).returncode == 0
    writer.close()
    dev("restore", tmp_path / "one.tar", "--data", tmp_path / "elsewhere")
    assert needs(tmp_path / "elsewhere") == ["ตู้อบแห้ง", "ช่องทางขาย"]


def test_a_backup_never_writes_over_another(data: Path, tmp_path: Path) -> None:
    (tmp_path / "one.tar").write_text("kept")
    refused = dev("backup", tmp_path / "one.tar", "--data", data)
    assert refused.returncode == 1
    assert "exists already" in refused.stderr
    assert (tmp_path / "one.tar").read_text() == "kept"


def test_restoring_over_a_database_must_be_said(data: Path, tmp_path: Path) -> None:
    dev("backup", tmp_path / "one.tar", "--data", data)
    refused = dev("restore", tmp_path / "one.tar", "--data", data)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert dev("restore", tmp_path / "one.tar", "--data", data, "--replace").returncode == 0


def test_a_database_in_use_is_not_replaced(data: Path, tmp_path: Path) -> None:
    dev("backup", tmp_path / "one.tar", "--data", data)
    user = sqlite3.connect(data / "phanuek.sqlite3")
    user.execute("select count(*) from need").fetchone()
    refused = dev("restore", tmp_path / "one.tar", "--data", data, "--replace")
    user.close()
    assert refused.returncode == 1
    assert "Stop the platform first" in refused.stderr


def test_something_else_is_not_taken_for_a_backup(data: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.tar").write_text("Dear secretariat")
    refused = dev("restore", tmp_path / "letter.tar", "--data", data, "--replace")
    assert refused.returncode == 1
    assert "cannot be read as a backup" in refused.stderr
    assert needs(data) == ["ตู้อบแห้ง"]


@pytest.mark.enable_socket
def test_a_port_in_use_is_named_with_another_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = dev("demo", "--port", str(port))
    assert refused.returncode == 1
    assert f"Port {port} is in use" in refused.stderr
    assert "./dev demo --port " in refused.stderr


def test_the_demo_is_never_built_into_somebody_elses_folder(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    for words in (["--fresh"], []):
        refused = dev("demo", "--port", "8799", "--data", tmp_path, *words)
        assert refused.returncode == 1, refused.stdout
        assert str(tmp_path) in refused.stderr
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_the_demo_is_never_built_in_production(tmp_path: Path) -> None:
    refused = dev("demo", "--port", "8799", "--data", tmp_path, PHANUEK_PRODUCTION="1")
    assert refused.returncode == 1
    assert "production" in refused.stderr


def test_an_unknown_command_lists_the_known_ones() -> None:
    refused = dev("serve")
    assert refused.returncode == 2
    assert "demo" in refused.stderr
