import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Moves SQLite from memory to a file, as in service; threads started after the call connect to it."""
    before = connections.settings["default"]["NAME"]

    def move() -> None:
        if connection.vendor == "sqlite":
            path = tmp_path / "shared.sqlite3"
            with sqlite3.connect(path) as target:
                connection.connection.backup(target)
                # as in service; eight connections that all want to switch at once refuse one another without waiting
                target.execute("PRAGMA journal_mode=WAL")
            target.close()
            connections.settings["default"]["NAME"] = str(path)

    yield move
    connections.settings["default"]["NAME"] = before
