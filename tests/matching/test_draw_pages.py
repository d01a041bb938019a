"""Draws as people see them, and the file that anybody checks."""

import json
from datetime import datetime

import pytest
from django.test import Client

from phanuek.matching.actions import draws
from phanuek.matching.models import Draw
from tests import cast
from tests.conftest import BANGKOK
from tests.matching.draw import AFTER, CLOSES, SOURCE, WHERE, announced, drawn, groups, offer, sealed
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    worlds.define_vocabulary()
    return {"niran": cast.niran(), "orawan": cast.orawan(), "malee": cast.malee()}


def signed_in(actor) -> Client:
    from phanuek.people.models import Person

    client = Client()
    client.force_login(
        Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_anybody_reads_every_state_of_a_draw(people, clock, client):
    assert client.get("/draws/").status_code == 200
    draw = announced(offer(2))
    for page in ("", "sheet/", "published.json"):
        assert client.get(f"/draws/{draw.code}/{page}").status_code == 200
    assert client.get(f"/draws/{draw.code}/published.json").json()["tickets"] is None
    draw = drawn(sealed(offer(2, code="two"), groups(4)), people["niran"], people["orawan"])
    page = client.get(f"/draws/{draw.code}/").content.decode()
    for ticket in draw.result:
        assert ticket in page
    assert "กลุ่มที่ 1" not in page, "whose ticket it is, is not public"
    assert draw.code in client.get("/draws/?state=drawn").content.decode()
    assert client.get("/draws/nowhere/").status_code == 404
    assert client.get("/draws/?state=zz&page=-1").status_code == 200


def test_the_file_keeps_its_bytes_and_its_mark(people, clock, client):
    draw = drawn(sealed(offer(2), groups(4)), people["niran"], people["orawan"])
    address = f"/draws/{draw.code}/published.json"
    first = client.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Content-Type"].startswith("application/json")
    document = json.loads(first.content)
    assert document["result"] == draw.result
    assert document["seed"] == "820866"
    clock(datetime(2026, 12, 3, 9, tzinfo=BANGKOK))
    later = {
        "closes_at": datetime(2026, 12, 10, 16, tzinfo=BANGKOK),
        "seed_on": datetime(2026, 12, 16).date(),
    }
    announced(draw.offer, people["orawan"], replaces=draw, why_again="พบว่ามีกลุ่มถูกตัดชื่อออก", **later)
    assert client.get(address).content == first.content, "replaced, and not a byte of it is different"
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(address, headers={"Accept-Language": "en"}).content == first.content


def test_the_verifier_can_be_read_and_kept(client):
    answer = client.get("/draws/verify_draw.py")
    assert answer["Content-Type"].startswith("text/plain")
    assert b"def verify(" in answer.content


def test_an_officer_announces_and_two_read_the_seed(people, clock):
    niran, orawan = signed_in(people["niran"]), signed_in(people["orawan"])
    few = offer(2)
    form = {"places": "2", "closes_on": "30/11/2569", "closes_time": "16:00", "seed_source_th": SOURCE, "seed_source_en": "Lottery of 1 December",
            "seed_on": "30/11/2569"}  # fmt: skip
    assert niran.get(f"/draws/new/?offer={few.code}").status_code == 200
    wrong = niran.post(f"/draws/new/?offer={few.code}", form)
    assert wrong.status_code == 422
    assert "เลขที่ยังไม่มีใครรู้" in wrong.content.decode()
    assert niran.post(f"/draws/new/?offer={few.code}", {**form, "seed_on": "1 ธ.ค. 2569"}).status_code == 302
    draw = Draw.objects.get()
    for group in groups(3):
        page = signed_in(people["malee"]).post(
            f"/draws/{draw.code}/enter/?enterprise={group.code}", {"method": "spoken", "given_by": "สมศรี"}
        )
        assert page.status_code == 302
    clock(CLOSES)
    assert niran.post(f"/draws/{draw.code}/seal/").status_code == 302
    clock(AFTER)
    assert niran.post(f"/draws/{draw.code}/seed/", {"seed": "820866", "where_read": WHERE}).status_code == 302
    assert "820866" not in orawan.get(f"/draws/{draw.code}/").content.decode(), (
        "the second reads for themselves"
    )
    assert (
        orawan.post(f"/draws/{draw.code}/seed/", {"seed": "820 868", "where_read": WHERE}).status_code == 302
    )
    page = orawan.get(f"/draws/{draw.code}/").content.decode()
    assert "ไม่ตรงกัน" in page
    assert "820868" in page
    assert (
        orawan.post(f"/draws/{draw.code}/seed/", {"seed": "๘๒๐๘๖๖", "where_read": WHERE}).status_code == 302
    )
    assert Draw.objects.get().state == "drawn"
    assert niran.post(f"/draws/{draw.code}/seed/", {"seed": "1", "where_read": WHERE}).status_code == 422


def test_a_group_enters_itself_and_withdraws(people, clock):
    group = worlds.group(leader="somchai")
    draw = announced(offer(2))
    from phanuek.organisations.actor import Actor

    somchai = signed_in(Actor.of(group.organisation.memberships.get()))
    assert somchai.get(f"/draws/{draw.code}/enter/").status_code == 200
    assert somchai.post(f"/draws/{draw.code}/enter/", {"given_by": "สมชาย"}).status_code == 302
    ticket = draw.entries.get().ticket
    assert ticket in somchai.get(f"/draws/{draw.code}/").content.decode()
    assert (
        signed_in(people["niran"]).post(f"/draws/{draw.code}/tickets/{ticket}/withdraw/").status_code == 403
    )
    assert somchai.post(f"/draws/{draw.code}/tickets/{ticket}/withdraw/").status_code == 302
    assert draw.entries.count() == 0


def test_cancelling_asks_for_a_reason_and_stays_in_view(people, client):
    draw = announced(offer(2))
    niran = signed_in(people["niran"])
    assert niran.get(f"/draws/{draw.code}/cancel/").status_code == 200
    assert niran.post(f"/draws/{draw.code}/cancel/", {"why": "ผิด"}).status_code == 422
    assert niran.post(f"/draws/{draw.code}/cancel/", {"why": "ประกาศจำนวนที่ผิดไป"}).status_code == 302
    assert "ประกาศจำนวนที่ผิดไป" in client.get(f"/draws/{draw.code}/").content.decode()
    assert signed_in(people["malee"]).get(f"/draws/{draw.code}/cancel/").status_code == 403


@pytest.mark.parametrize(("closed", "queries"), [(False, 14), (True, 14)])
def test_few_queries_however_many_tickets(
    people, clock, client, django_assert_max_num_queries, closed, queries
):
    draw = (
        drawn(sealed(offer(2), groups(8)), people["niran"], people["orawan"])
        if closed
        else announced(offer(2))
    )
    with django_assert_max_num_queries(queries):
        client.get(f"/draws/{draw.code}/")


def test_hostile_codes(people, client):
    draw = announced(offer(2))
    niran = signed_in(people["niran"])
    for address in (
        "/draws/new/?offer=%00",
        "/draws/new/?replaces=zz",
        f"/draws/{draw.code}/enter/?enterprise=%00zz",
    ):
        assert niran.get(address).status_code == 404
    assert niran.post(f"/draws/{draw.code}/tickets/zz/withdraw/").status_code == 404
    draws.cancel(by=worlds.SYSTEM, draw=draw, why="ยกเลิกเพื่อการทดสอบ")
    assert niran.post(f"/draws/{draw.code}/seal/").status_code == 400


def test_places_kept_for_a_draw_are_not_told_as_taken(people, clock, client):
    draw = announced(offer(2))
    page = client.get(draw.offer.get_absolute_url()).content.decode()
    assert "กันที่ไว้ 2 จาก 2 ราย" in page
    assert "รับครบ" not in page
    assert "กันที่ไว้สำหรับการจับสลากหรือรอบ" in client.get("/offers/").content.decode()


def test_the_ledger_names_the_draw(people, clock):
    draw = announced(offer(2))
    page = signed_in(people["niran"]).get(f"{draw.offer.get_absolute_url()}capacity/").content.decode()
    assert f'<a href="{draw.get_absolute_url()}">การจับสลาก {draw.code}</a>' in page
