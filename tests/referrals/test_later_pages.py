"""The pages of what follows an answer."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phanuek.referrals import actions
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.clocked import go_to, now
from tests.referrals.test_answering import put
from tests.referrals.test_pages import client_of, text
from tests.referrals.world import World

S = ReferralState


def post(name: str, referral: Referral, act: str, **data: Any) -> Any:
    return client_of(name).post(f"{referral.get_absolute_url()}{act}/", data)


def page(name: str, referral: Referral, language: str = "th") -> str:
    return text(client_of(name, language).get(referral.get_absolute_url()))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("state", list(S))
def test_the_page_says_whose_turn_it_is(world: World, state: S, language: str) -> None:
    referral = put(world, state)
    said = page("somchai", referral, language)
    turn = {"th": "ขณะนี้เป็นรอบของ", "en": "It is the turn of"}[language]
    assert (turn in said) == bool(now(referral).owner)


def test_what_happens_when_nothing_happens(world: World, clock: Any) -> None:
    referral = world.send()
    said = page("niran", referral)
    assert "ขณะนี้เป็นรอบของ หน่วยงาน baac" in said
    assert "ภายใน 30 พ.ย. 2569" in said
    assert "ปิดเรื่องเองวันที่ 22 ม.ค. 2570" in said
    go_to(date(2026, 12, 2))
    assert "เลยกำหนด" in page("niran", referral)


def test_refusing_names_conditions_and_offers_another(world: World) -> None:
    worlds.offer(world.bank, code="other")
    referral = world.send()
    form = client_of("niran").get(f"{referral.get_absolute_url()}refuse/")
    assert "มาตรการ other" in form.content.decode()
    assert "ขอทบทวนผลได้ถึงวันที่" in text(form)
    bad = post("niran", referral, "refuse", reason="condition_not_met", note="")
    assert bad.status_code == 422
    assert "เงื่อนไขข้อใด" in text(bad)
    done = post(
        "niran",
        referral,
        "refuse",
        reason="condition_not_met",
        note="ตรวจเอกสารแล้ว",
        conditions="0",
        alternative="other",
    )
    assert done.status_code == 302
    for name, button in (("somchai", "ขอให้เจ้าหน้าที่ส่งไปที่นั่นแทน"), ("malee", "ส่งเรื่องไปที่นั่นแทน")):
        said = page(name, referral)
        assert "เงื่อนไขที่ไม่ผ่าน" in said
        assert button in said
    assert post("somchai", referral, "wish").status_code == 302
    assert post("somchai", referral, "wish").status_code == 400


def test_appeal_and_answer(world: World) -> None:
    referral = put(world, S.REFUSED)
    assert post("somchai", referral, "appeal", text=" ").status_code == 422
    assert post("somchai", referral, "appeal", text="มีเอกสารใหม่").status_code == 302
    said = page("niran", referral)
    assert "มีเอกสารใหม่" in said
    assert "ท่านเป็นผู้ตอบไม่รับเรื่องนี้" in said
    cast.member("busaba", "partner_officer", world.bank)
    assert "ตอบคำขอทบทวน" in page("busaba", referral)
    assert post("niran", referral, "appeal/answer", upheld="yes", why="ก").status_code == 403
    assert post("busaba", referral, "appeal/answer", upheld="", why="ก").status_code == 422
    assert post("busaba", referral, "appeal/answer", upheld="yes", why="เอกสารครบ").status_code == 302
    assert now(referral).state == S.SENT


def test_a_late_appeal_says_what_else_can_be_done(world: World, clock: Any) -> None:
    referral = put(world, S.REFUSED)
    go_to(date(2027, 1, 4))
    answer = post("somchai", referral, "appeal", text="ช้าไป")
    assert answer.status_code == 422
    assert "พ้นกำหนดขอทบทวนแล้ว" in text(answer)
    assert "ยื่นใหม่" in text(answer)
    assert "ช้าไป" in answer.content.decode()


def test_transfer_and_the_groups_word(world: World) -> None:
    body = cast.organisation("exim", "bank")
    worlds.offer(body, code="saving")
    referral = world.send()
    assert (
        "มาตรการ saving" in client_of("niran").get(f"{referral.get_absolute_url()}transfer/").content.decode()
    )
    assert post("niran", referral, "transfer", to="nothing", why="ก").status_code == 422
    assert post("niran", referral, "transfer", to="saving", why="ดูแลโดยตรง").status_code == 302
    assert "เสนอโอนไปที่" in page("malee", referral)
    assert post("malee", referral, "transfer/answer", answer="agrees").status_code == 422
    assert post("malee", referral, "transfer/answer", answer="declines").status_code == 422
    good = {"answer": "agrees", "method": "spoken", "given_by": "สมศรี", "given_on": "23/11/2569"}
    assert post("malee", referral, "transfer/answer", **good).status_code == 302
    made = Referral.objects.get(previous=referral)
    assert made.get_absolute_url() in client_of("malee").get(referral.get_absolute_url()).content.decode()
    assert made.get_absolute_url() not in client_of("niran").get(referral.get_absolute_url()).content.decode()


def test_declining(world: World) -> None:
    referral = put(world, S.TRANSFER_ASKED)
    assert post("somchai", referral, "transfer/answer", answer="declines", why="ไกลเกินไป").status_code == 302
    assert now(referral).state == S.SENT


def test_reopening(world: World) -> None:
    referral = put(world, S.CLOSED)
    assert "เปิดเรื่องอีกครั้ง" in page("malee", referral)
    assert post("malee", referral, "reopen", why="").status_code == 422
    assert post("malee", referral, "reopen", why="กลุ่มพร้อม").status_code == 302
    assert now(referral).state == S.DELIVERED


def test_applying_again_shows_what_was_typed(world: World) -> None:
    referral = world.send(note="โทรช่วงเย็น", requested_baht=Decimal(50_000))
    actions.refuse(by=world.niran, referral=referral, reason="no_budget", note="")
    client = client_of("malee")
    answer = client.get(f"{referral.get_absolute_url()}again/", follow=True)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "โทรช่วงเย็น" in html
    assert "50000" in html.replace(",", "")
    sent = {"enterprise": world.group.code, "offer": world.offer.code, "need": world.need.code, "previous": referral.code,
            "note": "โทรช่วงเช้า", "requested_baht": "40,000"}  # fmt: skip
    assert client.post("/referrals/new/", sent).status_code == 302
    made = Referral.objects.get(previous=referral)
    assert (made.note, made.requested_baht) == ("โทรช่วงเช้า", Decimal(40_000))


@pytest.mark.parametrize("act", ["appeal", "appeal/answer", "transfer", "transfer/answer", "reopen"])
def test_hostile_input_and_strangers(world: World, act: str) -> None:
    referral = put(world, S.REFUSED)
    worlds.strangers()
    for name in ("kanya", "anan", "wanida"):
        assert client_of(name).get(f"{referral.get_absolute_url()}{act}/").status_code == 404
        assert post(name, referral, act, text="ก").status_code == 404
    for value in ("\x00", "ก" * 20_000, "<script>"):
        data = dict.fromkeys(
            ("text", "why", "to", "answer", "upheld", "method", "given_by", "given_on"), value
        )
        for name in ("malee", "niran", "somchai", "orawan"):
            assert post(name, referral, act, **data).status_code in (302, 403, 422)
