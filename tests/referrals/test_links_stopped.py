"""Every way a link does not work, and to whom one is sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from phanuek.messages.models import Message
from phanuek.people import links as acting_links
from phanuek.people.models import ActingLink, Person
from phanuek.referrals import actions
from phanuek.referrals.actions import links
from phanuek.referrals.models import Referral
from phanuek.timeline.models import Event
from phanuek.ui.problems import NotAllowed, Refused
from tests.conftest import NOW
from tests.referrals import linked
from tests.referrals import world as worlds
from tests.referrals.linked import OFFICE, path, stranger
from tests.referrals.test_by_link import LINKS, NAME, post
from tests.referrals.test_pages import client_of, text
from tests.referrals.world import TODAY, World

# -- links that do not work


def test_tampered_foreign_and_wrong_tokens_are_no_links(world: World) -> None:
    case = linked.sent(world)
    token = path(LINKS).split("/")[2]
    link = ActingLink.objects.get(purpose=links.ANSWER)
    stolen = acting_links._signer("waiting.answer").sign(link.code)
    wrong = acting_links._signer(links.DELIVER).sign(link.code)
    for bad in (
        token[:-1],
        token + "x",
        token.upper(),
        "x",
        "k-0000-0000:" + "a" * 43,
        link.code,
        stolen,
        wrong,
        "ก",
        "%00",
        "a" * 5000,
    ):
        for answer in (stranger().get(f"/r/{bad}/"), post(f"/r/{bad}/", "accept")):
            assert answer.status_code == 404, bad
            assert NAME not in text(answer)
            assert answer["Referrer-Policy"] == "no-referrer"
    case.refresh_from_db()
    assert case.state == "sent"


@pytest.mark.parametrize("act", ["deliver", "received", "contact", "", "close", "withdraw"])
def test_a_link_does_its_own_act_only(world: World, act: str) -> None:
    case = linked.sent(world)
    assert post(path(LINKS), act).status_code == 404
    case.refresh_from_db()
    assert case.state == "sent"
    assert not case.deliveries.exists()


def test_the_case_comes_from_the_link_and_from_nothing_else(world: World) -> None:
    mine, other = linked.sent(world), world.send(need=None)
    post(path(LINKS), "accept", referral=other.code, code=other.code, delivery="d-1")
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.state, other.state) == ("accepted", "sent")


def test_an_expired_link_offers_a_new_one_to_the_same_address_only(world: World, clock: Any) -> None:
    linked.sent(world)
    old = path(LINKS)
    clock(NOW + timedelta(days=14, minutes=1))
    answer = stranger().get(old)
    assert answer.status_code == 410
    assert "หมดอายุ" in text(answer)
    assert "o•••@dip.example.go.th" in text(answer)
    assert OFFICE not in answer.content.decode()
    assert NAME not in text(answer)
    assert post(old, "accept").status_code == 410
    again = stranger().post(old, {"act": "again", "address": "me@evil.example"})
    assert "ส่งลิงก์ใหม่ไปที่อยู่เดิมแล้ว" in text(again)
    assert OFFICE not in again.content.decode()
    assert linked.address(LINKS) == OFFICE
    new = path(LINKS)
    assert new != old
    assert new not in again.content.decode()
    assert post(new, "accept").status_code == 302
    assert "ใช้ลิงก์" in text(stranger().get(new)) or "เรียบร้อย" in text(stranger().get(new))


def test_asking_again_and_again_ends(world: World, clock: Any) -> None:
    linked.sent(world)
    old = path(LINKS)
    clock(NOW + timedelta(days=15))
    codes = [stranger().post(old, {"act": "again"}).status_code for _ in range(6)]
    assert codes == [200, 200, 200, 429, 429, 429]
    assert ActingLink.objects.filter(purpose=links.ANSWER).count() == 4
    clock(NOW + timedelta(days=16, hours=1))
    assert stranger().post(old, {"act": "again"}).status_code == 200
    # one that works needs no other
    assert stranger().post(path(LINKS), {"act": "again"}).status_code == 302
    assert ActingLink.objects.filter(purpose=links.ANSWER).count() == 5


def test_a_newer_link_takes_the_place_of_the_older(world: World) -> None:
    case = linked.sent(world)
    old = path(LINKS)
    actions.send_answer_link(by=world.malee, referral=case)
    answer = stranger().get(old)
    assert answer.status_code == 410
    assert "มีลิงก์ใหม่แทน" in text(answer)
    assert post(old, "accept").status_code == 410
    assert post(path(LINKS), "accept").status_code == 302


@pytest.mark.parametrize("what", ["withdrawn", "answered for it", "closed by the clock"])
def test_a_link_past_its_case_says_so_and_gives_no_new_one(world: World, clock: Any, what: str) -> None:
    case = linked.sent(world)
    where = path(LINKS)
    if what == "withdrawn":
        actions.withdraw(by=world.malee, referral=case, why="กลุ่มเปลี่ยนใจ")
    elif what == "answered for it":
        actions.refuse(
            by=world.orawan.for_organisation(case.provider, on=TODAY), referral=case, reason="no_budget", note="งบหมด"
        )  # fmt: skip
    else:
        Referral.objects.filter(pk=case.pk).update(state="closed", closed_at=NOW, owner="")
    for answer in (stranger().get(where), post(where, "accept"), stranger().post(where, {"act": "again"})):
        assert answer.status_code == 410
        assert NAME not in text(answer)
    assert "ยกเลิก" in text(stranger().get(where))


def test_a_link_ends_with_its_step(world: World) -> None:
    case = linked.sent(world)
    Referral.objects.filter(pk=case.pk).update(step_ends=TODAY + timedelta(days=3))
    actions.send_answer_link(by=world.malee, referral=case)
    link = ActingLink.objects.filter(purpose=links.ANSWER).latest("pk")
    assert link.expires_at.astimezone(NOW.tzinfo) == datetime(2026, 11, 27, tzinfo=NOW.tzinfo)


# -- who sends a link, and where


def test_the_address_is_the_offices_or_a_new_one_never_the_senders(world: World) -> None:
    case = linked.sent(world, email="")
    assert not Message.objects.filter(topic=LINKS).exists()
    Person.objects.filter(username="malee").update(email="malee@cdd.example")
    for wrong, words in (("", "โปรดระบุอีเมล"), ("nobody", "ตัวสะกด"), ("MALEE@cdd.example", "ฝ่ายผู้ส่ง")):
        with pytest.raises(Refused, match=words):
            actions.send_answer_link(by=world.malee, referral=case, address=wrong)
    actions.send_answer_link(by=world.malee, referral=case, address="Course@DIP.example", name="คุณหน่อย")
    assert linked.address(LINKS) == "course@dip.example"
    post(path(LINKS), "accept")
    event = Event.objects.get(subject=f"referral:{case.code}", verb="referral.accepted")
    assert event.person_name == "คุณหน่อย"


def test_a_known_office_is_changed_by_the_secretariat_only(world: World) -> None:
    case = linked.sent(world)
    with pytest.raises(Refused, match="ที่อยู่นั้นเท่านั้น"):
        actions.send_answer_link(by=world.malee, referral=case, address="other@dip.example")
    actions.send_answer_link(by=world.orawan, referral=case, address="other@dip.example")
    assert linked.address(LINKS) == "other@dip.example"


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_send_no_link(world: World, who: str) -> None:
    case = linked.sent(world)
    with pytest.raises(NotAllowed):
        actions.send_answer_link(by=worlds.strangers()[who], referral=case, address="x@y.example")


def test_the_page_for_sending_shows_no_address_in_full(world: World) -> None:
    case = linked.sent(world, email="")
    page = reverse("referrals:send_link", args=[case.code])
    answer = client_of("malee").post(page, {"address": "nok@dip.example", "name": "นก"}, follow=True)
    assert "n•••@dip.example" in text(answer)
    assert "nok@dip.example" not in answer.content.decode()
    token = path(LINKS).split("/")[2]
    assert token not in answer.content.decode()
    worlds.strangers()
    assert client_of("kanya").get(page).status_code == 404
    assert client_of("somchai").get(page).status_code == 403
