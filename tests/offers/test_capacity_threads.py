"""Many transactions on a real database want the last places at once."""

from collections.abc import Callable

from phanuek.offers import actions, queries
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Refused
from tests.offers.crowd import in_threads
from tests.offers.offer import offered

SYSTEM = Actor.system("tests")


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
