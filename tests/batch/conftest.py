"""What the tests of the command line share."""

from __future__ import annotations

import faulthandler
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.command import Command
from tests.batch.database import server


@pytest.fixture
def phanuek(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command line in this process, speaking English unless asked otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return Command(tmp_path, capsys)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    with server() as address:
        yield address


@pytest.fixture
def patient() -> None:
    """For what may take minutes on a busy machine and has a time limit of its own: no stacks are written meanwhile."""
    faulthandler.cancel_dump_traceback_later()
