"""Many transactions on a real database want the last places at once."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from phanuek.offers import actions, queries
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Refused
from tests.offers.offer import offered

SYSTEM = Actor.system("tests")


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


def in_threads(*works: Callable[[], object]) -> list[object]:
    """What each work answered, all started at the same moment, each on a connection of its own."""
    start, answers = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(10)
            answers.append(work())
        except Exception as error:
            answers.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


def test_the_last_places_go_to_as_many_as_there_are(shared: Callable[[], None]) -> None:
    offer = offered(capacity=3)
    shared()

    def take(number: int) -> str:
        try:
            actions.take_place(by=SYSTEM, offer=offer, reference=f"referral:r-{number}")
        except Refused:
            return "full"
        return "taken"

    answers = in_threads(*[lambda n=n: take(n) for n in range(8)])  # type: ignore[misc]
    assert sorted(map(str, answers)) == ["full"] * 5 + ["taken"] * 3
    assert in_threads(lambda: queries.places_taken(offer)) == [3]
    assert in_threads(lambda: timeline.broken_link(offer)) == [None]


def test_two_who_send_the_same_case_take_one_place(shared: Callable[[], None]) -> None:
    offer = offered(capacity=3)
    shared()
    take = lambda: actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1").pk  # noqa: E731
    assert len(set(in_threads(take, take, take))) == 1
    assert in_threads(lambda: queries.places_taken(offer)) == [1]
