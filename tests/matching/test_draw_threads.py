"""Several people at the same moment, on a real database: one draw, one place for one group, nobody passed over."""

from collections.abc import Callable

from phanuek.matching.actions import draws, queue, waiting
from phanuek.matching.models import Draw, WaitingPlace
from phanuek.offers import actions as offers
from phanuek.offers.models import CapacityBalance, Offer
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from tests import cast
from tests.matching.draw import AFTER, WHERE, announced, entered, groups, offer, sealed
from tests.offers.conftest import shared  # noqa: F401
from tests.offers.crowd import in_threads
from tests.referrals import world as worlds

SYSTEM = worlds.SYSTEM


def told(work: Callable[[], object]) -> str:
    try:
        work()
    except Refused as refusal:
        return str(refusal.message)
    return "done"


def test_ten_who_read_the_seed_at_once_draw_once(shared: Callable[[], None]) -> None:  # noqa: F811
    worlds.define_vocabulary()
    people = [
        cast.member(f"reader{n}", "partner_officer", cast.organisation("baac", "bank")) for n in range(10)
    ]
    draw = sealed(offer(2), groups(5))
    clock.set_now(AFTER)
    shared()
    answers = in_threads(
        *[
            lambda by=by: told(lambda: draws.read_seed(by=by, draw=draw, seed="820866", where_read=WHERE))
            for by in people
        ]  # type: ignore[misc]
    )
    assert answers.count("done") == 2, answers
    assert in_threads(lambda: Draw.objects.get(pk=draw.pk).state) == ["drawn"]
    assert in_threads(lambda: draws_reserved(draw)) == [(0, 2)]


def draws_reserved(draw: Draw) -> tuple[int, int]:
    balance = CapacityBalance.objects.get(offer=draw.offer_id)
    return balance.opened, balance.reserved


def test_a_ticket_is_given_once_and_the_seal_lets_nothing_in(shared: Callable[[], None]) -> None:  # noqa: F811
    worlds.define_vocabulary()
    draw, (first, *rest) = announced(offer(2)), groups(6)
    shared()
    in_threads(
        *[lambda: entered(draw, [first]) for _ in range(4)], *[lambda g=g: entered(draw, [g]) for g in rest]
    )  # type: ignore[misc]
    assert in_threads(lambda: draw.entries.count()) == [6]


def test_the_last_place_goes_to_the_first_in_line_however_many_come(shared: Callable[[], None]) -> None:  # noqa: F811
    worlds.define_vocabulary()
    full = offer(1)
    offers.take_place(by=SYSTEM, offer=full, reference="referral:r-0")
    first, second, *strangers = groups(8)
    for group in (first, second):
        waiting.join(by=SYSTEM, offer=full, enterprise=group, method="spoken", given_by="สมศรี")
    shared()

    def take(group: object, number: int) -> str:
        return told(
            lambda: queue.take_place(
                by=SYSTEM, offer=full, enterprise=group, reference=f"referral:r-{number}"
            )
        )

    answers = in_threads(
        lambda: told(lambda: queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-0")),
        *[lambda g=g, n=n: take(g, n) for n, g in enumerate(strangers, start=1)],  # type: ignore[misc]
    )
    assert answers.count("done") == 1, "only the one who gave it back"
    assert in_threads(lambda: _states(full)) == [["offered", "waiting"]]
    assert in_threads(lambda: CapacityBalance.objects.get(offer=full).reserved) == [1]


def _states(of: Offer) -> list[str]:
    return list(WaitingPlace.objects.filter(offer=of).order_by("number").values_list("state", flat=True))


def test_accepting_and_lapsing_at_once_ends_one_way(shared: Callable[[], None]) -> None:  # noqa: F811
    worlds.define_vocabulary()
    full = offer(1)
    offers.take_place(by=SYSTEM, offer=full, reference="referral:r-0")
    places = [
        waiting.join(by=SYSTEM, offer=full, enterprise=group, method="spoken", given_by="สมศรี")
        for group in groups(2)
    ]
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-0")
    shared()
    answers = in_threads(
        *[lambda: told(lambda: waiting.accept(by=SYSTEM, place=places[0])) for _ in range(3)],
        *[lambda: told(lambda: waiting.decline(by=SYSTEM, place=places[0])) for _ in range(3)],
    )
    assert answers.count("done") == 1, answers
    (states,) = in_threads(lambda: _states(full))
    assert states in (["taken", "waiting"], ["declined", "offered"])
    assert in_threads(lambda: CapacityBalance.objects.get(offer=full).reserved) == [1]


def test_many_who_join_at_once_stand_one_behind_the_other(shared: Callable[[], None]) -> None:  # noqa: F811
    worlds.define_vocabulary()
    full = offer(1)
    offers.take_place(by=SYSTEM, offer=full, reference="referral:r-0")
    many = groups(8)
    shared()
    in_threads(
        *[
            lambda g=g: waiting.join(by=SYSTEM, offer=full, enterprise=g, method="spoken", given_by="ส")
            for g in many
        ]  # type: ignore[misc]
    )
    (numbers,) = in_threads(
        lambda: sorted(WaitingPlace.objects.filter(offer=full).values_list("number", flat=True))
    )
    assert numbers == list(range(1, 9))
