"""Whatever is tried, by whoever, in whatever order: what is sealed stays sealed, what is drawn stays drawn."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phanuek.engines import draw as engine
from phanuek.matching.actions import draws, queue, waiting
from phanuek.matching.models import Draw, WaitingPlace
from phanuek.matching.queries import draws as queries
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import CapacityBalance, Holding
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.conftest import BANGKOK
from tests.matching.draw import WHERE, announced, groups, offer
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db
TRY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
START = datetime(2026, 11, 23, 10, 0, tzinfo=BANGKOK)
WHO = ["niran", "orawan", "malee", "suda", "system"]
ACTS = [
    "enter",
    "withdraw",
    "seal",
    "read",
    "read_other",
    "cancel",
    "replace",
    "clock",
    "day",
    "week",
    "sweep",
]


@pytest.fixture
def scene(db: None) -> dict[str, Any]:
    worlds.define_vocabulary()
    people = {"niran": cast.niran(), "orawan": cast.orawan(), "malee": cast.malee(), "system": worlds.SYSTEM,
              "suda": cast.member("suda", "partner_officer", cast.organisation("baac"))}  # fmt: skip
    few = offer(3)
    return {"people": people, "offer": few, "groups": groups(5), "draw": announced(few, places=3)}


def _attempts(scene: dict[str, Any], who: str, number: int) -> dict[str, Callable[[], object]]:
    by, draw, group = scene["people"][who], scene["draw"], scene["groups"][number % 5]
    later = {"closes_at": clock.now() + timedelta(days=3), "seed_on": clock.today() + timedelta(days=5)}
    move = lambda **by_how_much: clock.set_now(clock.now() + timedelta(**by_how_much))  # noqa: E731
    return {
        "enter": lambda: draws.enter(by=by, draw=draw, enterprise=group, method="spoken", given_by="สมศรี"),
        "withdraw": lambda: draws.withdraw_entry(by=by, entry=draw.entries.get(enterprise=group)),
        "seal": lambda: draws.seal(by=by, draw=draw),
        "read": lambda: draws.read_seed(by=by, draw=draw, seed="820866", where_read=WHERE),
        "read_other": lambda: draws.read_seed(by=by, draw=draw, seed=str(number), where_read=WHERE),
        "cancel": lambda: draws.cancel(by=by, draw=draw, why="เหตุผลที่ยาวพอสมควร"),
        "replace": lambda: announced(scene["offer"], by, replaces=draw, why_again="เหตุผลที่ยาวพอสมควร", places=3, **later),
        "clock": lambda: move(hours=7), "day": lambda: move(days=1), "week": lambda: move(days=8),
        "sweep": lambda: waiting.run_clock(clock.today()),
    }  # fmt: skip


@TRY
@given(tried=st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(WHO), st.integers(0, 9)), max_size=40))
def test_no_path_changes_what_is_sealed_or_drawn(
    scene: dict[str, Any], tried: list[tuple[str, str, int]]
) -> None:
    clock.set_now(START)
    with transaction.atomic():
        sealed, drawn = None, None
        for act, who, number in tried:
            try:
                with transaction.atomic():
                    _attempts(scene, who, number)[act]()
            except (Refused, NotAllowed, scene["draw"].entries.model.DoesNotExist):
                pass
            row = Draw.objects.get(pk=scene["draw"].pk)
            document = queries.document(row)
            if document["tickets"] is not None and sealed is None and document["cancelled"] is None:
                sealed = (document["tickets"], document["list_sha256"], document["sealed_sha256"])
            if sealed is not None:
                assert (
                    document["tickets"],
                    document["list_sha256"],
                    document["sealed_sha256"],
                ) == sealed or row.sealed_at is None
            if row.state == "drawn" and drawn is None:
                drawn = queries.file_bytes(row)
                assert row.result == engine.order(sealed[0] if sealed else [], row.seed)
                assert len({r.person_id for r in queries.agreeing(row, row.seed)}) >= 2
            if drawn is not None:
                assert queries.file_bytes(row) == drawn
            _nothing_given_twice(scene)
        transaction.set_rollback(True)


def _nothing_given_twice(scene: dict[str, Any]) -> None:
    balance = CapacityBalance.objects.get(offer=scene["offer"])
    assert balance.opened + balance.reserved + balance.used == 3
    held = Holding.objects.filter(offer=scene["offer"], reserved__gt=0).values_list("reserved", flat=True)
    assert sum(held) == balance.reserved


QUEUE_ACTS = ["join", "accept", "decline", "leave", "free", "take", "day", "week", "sweep"]


@TRY
@given(tried=st.lists(st.tuples(st.sampled_from(QUEUE_ACTS), st.integers(0, 4)), max_size=40))
def test_no_path_passes_anybody_over(scene: dict[str, Any], tried: list[tuple[str, int]]) -> None:
    """After each act: nothing is free while somebody waits, who is offered stood before all who wait, places add up."""
    clock.set_now(START)
    with transaction.atomic():
        full = offer(2, code="queue-only")
        for number in range(2):
            queue.take_place(
                by=worlds.SYSTEM,
                offer=full,
                enterprise=scene["groups"][number],
                reference=f"referral:r-{number}",
            )
        for act, number in tried:
            try:
                with transaction.atomic():
                    _queue_act(full, scene["groups"][number], act, number)
            except (Refused, WaitingPlace.DoesNotExist):
                pass
            _queue_holds(full)
        transaction.set_rollback(True)


def _queue_act(full: Any, group: Any, act: str, number: int) -> None:
    if act == "join":
        waiting.join(by=worlds.SYSTEM, offer=full, enterprise=group, method="spoken", given_by="สมศรี")
    elif act in ("accept", "decline", "leave"):
        place = WaitingPlace.objects.filter(offer=full, enterprise=group).latest("pk")
        getattr(waiting, act)(by=worlds.SYSTEM, place=place)
    elif act == "free":
        queue.give_back_place(by=worlds.SYSTEM, offer=full, reference=f"referral:r-{number}")
    elif act == "take":
        queue.take_place(by=worlds.SYSTEM, offer=full, enterprise=group, reference=f"referral:r-{number}")
    elif act == "sweep":
        waiting.run_clock(clock.today())
    else:
        clock.set_now(clock.now() + timedelta(days=1 if act == "day" else 8))


def _queue_holds(full: Any) -> None:
    rows = list(WaitingPlace.objects.filter(offer=full, state__in=["waiting", "offered"]).order_by("number"))
    states = [row.state for row in rows]
    assert states == sorted(states), "who is offered a place stood before all who wait"
    assert len({row.enterprise_id for row in rows}) == len(rows)
    free = offer_queries.places_left(type(full).objects.get(pk=full.pk))
    assert not (free and "waiting" in states), "nothing is free while somebody waits"
    balance = CapacityBalance.objects.get(offer=full)
    assert balance.opened + balance.reserved + balance.used == 2
