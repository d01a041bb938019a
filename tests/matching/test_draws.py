"""The draw as an act: announced, sealed, read by two, drawn once."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from phanuek.engines import draw as engine
from phanuek.matching.actions import draws
from phanuek.matching.models import Draw, DrawEntry, WaitingPlace
from phanuek.matching.queries import draws as queries
from phanuek.offers import queries as offers
from phanuek.offers.models import CapacityBalance
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.conftest import BANGKOK
from tests.matching import draw as draw_world
from tests.matching.draw import AFTER, CLOSES, KNOWN, WHERE, announced, drawn, entered, groups, sealed
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    worlds.define_vocabulary()
    return {"niran": cast.niran(), "orawan": cast.orawan(), "malee": cast.malee()}


def test_a_draw_from_announcement_to_places_and_queue(people, clock):
    offer, five = draw_world.offer(2), groups(5)
    draw = announced(offer, people["niran"])
    assert offers.places_left(offer) == 0, "reserved for the draw from its announcement"
    entered(draw, five, people["malee"])
    clock(CLOSES)
    draws.seal(by=people["niran"], draw=draw)
    sealed_file = queries.document(Draw.objects.get(pk=draw.pk))
    assert sealed_file["result"] is None
    assert sealed_file["list_sha256"] == engine.list_hash(sealed_file["tickets"])
    draw = drawn(draw, people["niran"], people["orawan"])
    assert draw.result == engine.order(sealed_file["tickets"], "820866")
    order = [entry.enterprise_id for entry in draw.entries.order_by("place")]
    waiting = list(
        WaitingPlace.objects.filter(draw=draw).order_by("number").values_list("enterprise", flat=True)
    )
    assert waiting == order[2:], "the rest wait in the drawn order"
    balance = CapacityBalance.objects.get(offer=offer)
    assert (balance.opened, balance.reserved) == (0, 2)
    told = [event["verb"] for event in timeline.of(draw, with_people=True)]
    assert sorted(told) == sorted(
        ["draw.announced", *["draw.entered"] * 5, "draw.sealed", *["draw.seed_read"] * 2, "draw.drawn"]
    )


def test_more_places_than_tickets_frees_the_rest(people, clock):
    offer = draw_world.offer(5)
    draw = drawn(sealed(offer, groups(2), places=5), people["niran"], people["orawan"])
    assert len(draw.result) == 2
    assert offers.places_left(offer) == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"seed_on": date(2026, 11, 30)}, "seed_on"), ({"places": 0}, "places"), ({"seed_source_th": "หวย"}, "seed_source_th"),
     ({"closes_at": datetime(2026, 11, 23, 9, tzinfo=BANGKOK)}, "closes_at")],
)  # fmt: skip
def test_what_cannot_be_announced(people, changes, field):
    with pytest.raises(Refused) as refusal:
        announced(draw_world.offer(2), **changes)
    assert refusal.value.field == field


def test_no_more_places_than_are_free_and_one_draw_at_a_time(people):
    offer = draw_world.offer(3)
    with pytest.raises(Refused):
        announced(offer, places=4)
    announced(offer, places=2)
    with pytest.raises(Refused, match="จับสลากที่ยังไม่เสร็จ"):
        announced(offer, places=1)


def test_the_list_closes_by_itself_at_its_moment(people, clock):
    """Whether or not anything ran: nothing is added, and the file shows what was there."""
    draw = announced(draw_world.offer(2))
    first, late = groups(2)
    entered(draw, [first])
    with pytest.raises(Refused, match="เปิดรับถึง"):
        draws.seal(by=people["niran"], draw=draw)
    clock(CLOSES)
    with pytest.raises(Refused, match="ปิดรายชื่อแล้ว"):
        entered(draw, [late])
    with pytest.raises(Refused, match="ปิดรายชื่อแล้ว"):
        draws.withdraw_entry(by=people["malee"], entry=draw.entries.get())
    before = queries.file_bytes(Draw.objects.get(pk=draw.pk))
    clock(AFTER)
    draws.seal_due(by=worlds.SYSTEM)
    assert queries.file_bytes(Draw.objects.get(pk=draw.pk)) == before
    assert Draw.objects.get(pk=draw.pk).sealed_at == CLOSES


def test_one_ticket_a_group_with_its_consent(people):
    draw = announced(draw_world.offer(2))
    (group,) = groups(1)
    with pytest.raises(Refused) as refusal:
        draws.enter(by=people["malee"], draw=draw, enterprise=group)
    assert refusal.value.field == "given_by"
    entry = draws.enter(by=people["malee"], draw=draw, enterprise=group, method="spoken", given_by="สมศรี")
    assert draws.enter(by=people["malee"], draw=draw, enterprise=group) == entry
    draws.withdraw_entry(by=people["malee"], entry=entry)
    assert draw.entries.count() == 0


def test_who_does_not_fit_is_told_before(people):
    draw = announced(draw_world.offer(2))
    with pytest.raises(Refused, match="ไม่เข้าเงื่อนไข"):
        entered(draw, groups(1, members=2))


def test_nobody_enters_a_group_that_is_not_theirs(people):
    draw, (group,) = announced(draw_world.offer(2)), groups(1)
    for who, actor in worlds.strangers().items():
        with pytest.raises(NotAllowed):
            draws.enter(by=actor, draw=draw, enterprise=group, method="spoken", given_by=who)
    with pytest.raises(NotAllowed):
        draws.enter(by=people["niran"], draw=draw, enterprise=group, method="spoken", given_by="x")


# ---- the seed


def test_one_person_is_not_enough_and_two_who_differ_draw_nothing(people, clock):
    draw = sealed(draw_world.offer(2), groups(3))
    clock(AFTER)
    third = cast.member("suda", "partner_officer", cast.organisation("baac"))
    draws.read_seed(by=people["niran"], draw=draw, seed="820866", where_read=WHERE)
    draws.read_seed(by=people["niran"], draw=draw, seed="820866", where_read=WHERE)
    assert queries.seed_state(draw).waits_for_second
    draws.read_seed(by=people["orawan"], draw=draw, seed="820868", where_read=WHERE)
    assert queries.seed_state(draw).conflict
    assert Draw.objects.get(pk=draw.pk).state == "sealed"
    draws.read_seed(by=third, draw=draw, seed="๘๒๐,๘๖๖ ", where_read=WHERE)
    draw = Draw.objects.get(pk=draw.pk)
    assert (draw.state, draw.seed) == ("drawn", "820866")
    assert draw.readings.count() == 4, "everything that was typed stays"


def test_not_before_the_day_and_not_twice(people, clock):
    draw = sealed(draw_world.offer(2), groups(3))
    with pytest.raises(Refused) as refusal:
        draws.read_seed(by=people["niran"], draw=draw, seed="820866", where_read=WHERE)
    assert refusal.value.field == "seed"
    draw = drawn(draw, people["niran"], people["orawan"])
    before = queries.file_bytes(draw)
    for attempt in (
        lambda: draws.read_seed(by=people["niran"], draw=draw, seed="111111", where_read=WHERE),
        lambda: draws.seal(by=people["orawan"], draw=draw),
        lambda: draws.cancel(by=people["orawan"], draw=draw, why="ไม่ชอบผลที่ออกมาเลย"),
        lambda: entered(draw, groups(1)),
    ):
        with pytest.raises(Refused):
            attempt()
    assert queries.file_bytes(Draw.objects.get(pk=draw.pk)) == before


def test_a_list_that_was_changed_behind_its_seal_is_not_drawn(people, clock):
    draw = sealed(draw_world.offer(2), groups(3))
    try:
        with transaction.atomic():
            DrawEntry.objects.filter(draw=draw).first().delete()
    except IntegrityError:
        return  # PostgreSQL refuses already
    with pytest.raises(Refused, match="ไม่ตรงกับที่ปิดไว้"):
        drawn(draw, people["niran"], people["orawan"])


@pytest.mark.parametrize(
    "change",
    [{"seed": "1"}, {"result": ["A"]}, {"places": 9}, {"list_sha256": "0" * 64}, {"published": {}}, {"state": "sealed"},
     {"state": "announced", "seed": "", "result": None, "published": None, "drawn_at": None}, {"title_th": "อื่น"}],
)  # fmt: skip
def test_the_database_itself_keeps_a_drawn_draw(people, change):
    """When this fails after a migration that rebuilt the table on SQLite, that migration has to install the triggers again
    (matching 0003)."""
    draw = drawn(sealed(draw_world.offer(2), groups(3)), people["niran"], people["orawan"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        DrawEntry.objects.filter(draw=draw, place=1).update(place=99)


@pytest.mark.parametrize(
    "change",
    [{"places": 9}, {"state": "announced"}, {"seed_on": KNOWN.replace(day=9)}, {"list_sha256": "0" * 64}],
)
def test_the_database_itself_keeps_a_seal(people, change):
    draw = sealed(draw_world.offer(2), groups(2))
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(**change)


# ---- cancelled, and replaced in public


def test_a_cancelled_draw_stays_public_and_frees_its_places(people, clock):
    offer = draw_world.offer(2)
    draw = announced(offer)
    with pytest.raises(Refused) as refusal:
        draws.cancel(by=people["niran"], draw=draw, why=" ")
    assert refusal.value.field == "why"
    draws.cancel(by=people["niran"], draw=draw, why="ประกาศจำนวนที่ผิด ต้องประกาศใหม่")
    assert offers.places_left(offer) == 2
    assert queries.document(Draw.objects.get(pk=draw.pk))["cancelled"].startswith("ประกาศจำนวนที่ผิด")
    again = announced(offer, replaces=draw, why_again="ประกาศจำนวนที่ผิดในครั้งแรก")
    assert queries.document(again)["replaces"] == draw.code


def test_once_the_seed_is_known_its_own_body_cannot_cancel(people, clock):
    draw = sealed(draw_world.offer(2), groups(2))
    clock(AFTER)
    with pytest.raises(NotAllowed):
        draws.cancel(by=people["niran"], draw=draw, why="ผลไม่ถูกใจ ขอจับใหม่อีกครั้ง")
    with pytest.raises(NotAllowed):
        draws.cancel(by=people["malee"], draw=draw, why="ผลไม่ถูกใจ ขอจับใหม่อีกครั้ง")
    draws.cancel(by=people["orawan"], draw=draw, why="สำนักงานสลากเลื่อนงวดออกไป")


def test_a_second_draw_is_a_new_public_event(people, clock):
    offer = draw_world.offer(2)
    first = drawn(sealed(offer, groups(4)), people["niran"], people["orawan"])
    before = queries.file_bytes(first)
    later = {"closes_at": datetime(2026, 12, 10, 16, tzinfo=BANGKOK), "seed_on": date(2026, 12, 16)}
    with pytest.raises(NotAllowed):
        announced(offer, people["niran"], replaces=first, why_again="ผู้ได้สิทธิไม่มีคุณสมบัติ", **later)
    with pytest.raises(Refused) as refusal:
        announced(offer, people["orawan"], replaces=first, **later)
    assert refusal.value.field == "why_again"
    second = announced(
        offer, people["orawan"], replaces=first, why_again="พบว่ามีกลุ่มถูกตัดชื่อออกโดยไม่ชอบ", **later
    )
    assert queries.document(second)["replaces"] == first.code
    assert queries.file_bytes(Draw.objects.get(pk=first.pk)) == before, (
        "the first stays as it was, byte for byte"
    )
    assert set(WaitingPlace.objects.filter(draw=first).values_list("state", flat=True)) == {"left"}
    with pytest.raises(Refused):
        announced(offer, people["orawan"], replaces=first, why_again="อีกครั้งหนึ่งเพราะไม่พอใจ", **later)


def test_whose_ticket_it_is_only_those_concerned_know(people, clock):
    offer, (group, *_) = draw_world.offer(2), groups(3)
    draw = sealed(offer, [group])
    seen = {who: queries.tickets_of(actor, draw) for who, actor in worlds.strangers().items()}
    assert not any(seen.values())
    for who in ("niran", "malee", "orawan"):
        assert len(queries.tickets_of(people[who], draw)) == 1
