"""The strict floor that every test stands on: network off, a clock that stands still, variables that exist.

Fixtures for whole stories in a browser are in tests/journeys/conftest.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest

# a busy machine is no reason to fail; a failure prints what repeats it
hypothesis.settings.register_profile("phanuek", deadline=None, print_blob=True)
hypothesis.settings.load_profile("phanuek")

TESTS = Path(__file__).parent
BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BANGKOK)
# floors that know no Django, and those whose server runs in a process of its own
WITHOUT_CLOCK = {"engines", "batch", "packs", "house", "journeys"}
LOOPBACK = ["127.0.0.1", "::1"]
_DATA = count()


def pytest_configure() -> None:
    """SQLite in memory also where several processes run, whose files pytest-django would name for a stock SQLite only."""
    from django.conf import settings

    default = settings.DATABASES["default"]
    if "sqlite" in default["ENGINE"]:
        default.setdefault("TEST", {})["NAME"] = ":memory:"


def floor(path: Path) -> str:
    """The folder of tests/ that a test file stands in."""
    return path.relative_to(TESTS).parts[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if floor(item.path) == "journeys":
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.allow_hosts(LOOPBACK))


@pytest.fixture(scope="session")
def _files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _test_settings(request: pytest.FixtureRequest) -> None:
    """Attachments and the copy of the figures go into folders of the run. Argon2 is slow on purpose; a suite that signs in a
    thousand people is not."""
    if floor(request.path) == "house":
        request.getfixturevalue("settings").DATA_DIR = request.getfixturevalue("_files") / "house"
    if floor(request.path) not in WITHOUT_CLOCK:
        settings = request.getfixturevalue("settings")
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        settings.MEDIA_ROOT = request.getfixturevalue("_files")
        # of its own, since what it was copied from is rolled back
        settings.DATA_DIR = request.getfixturevalue("_files") / f"data-{next(_DATA)}"


@pytest.fixture(autouse=True)
def _standing_clock(request: pytest.FixtureRequest) -> None:
    if floor(request.path) not in WITHOUT_CLOCK:
        request.getfixturevalue("clock")


@pytest.fixture
def clock() -> Iterator[Callable[[datetime], None]]:
    """The platform's clock, standing at 23 November 2026, 10:00 in Bangkok; call it with a time to move it."""
    from phanuek.ui import clock as platform_clock

    def move(to: datetime) -> None:
        platform_clock.set_now(to if to.tzinfo else to.replace(tzinfo=BANGKOK))

    move(NOW)
    yield move
    platform_clock.set_now(None)
