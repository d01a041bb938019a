"""A body answers, and a group says what came, without an account: every act by link, every way a link does not work."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phanuek.consent import actions as consents
from phanuek.consent.models import Disclosure
from phanuek.messages.models import Message
from phanuek.people.models import ActingLink
from phanuek.referrals import actions
from phanuek.referrals.actions import links
from phanuek.referrals.models import Delivery
from phanuek.referrals.queries.deliveries import word_of
from phanuek.timeline.models import Event
from phanuek.ui.problems import NotAllowed, Refused
from tests.conftest import NOW
from tests.referrals import linked
from tests.referrals.linked import GROUP, OFFICE, path, stranger
from tests.referrals.test_pages import client_of, pdf, text
from tests.referrals.world import TODAY, World

LINKS, RECEIPT = "referrals.links", "referrals.receipt"
NAME, PHONE = "กลุ่มทอผ้าบ้านตัวอย่าง", "054-000-000"
ACTS: dict[str, dict[str, Any]] = {
    "accept": {"note": "พบกันวันจันทร์"},
    "ask": {"text": "ขอบัญชีสามเดือน"},
    "refuse": {"reason": "no_budget", "note": "งบหมด"},
    "deliver": {"kind": "advice", "what": "ให้คำปรึกษา", "delivered_on": "23/11/2569"},
    "received": {"received": "yes", "note": ""},
}
STATE_AFTER = {"accept": "accepted", "ask": "more_asked", "refuse": "refused"}


def post(where: str, act: str, client: Client | None = None, **changes: Any) -> Any:
    return (client or stranger()).post(where, {"act": act, **ACTS.get(act, {}), **changes})


# -- the body's link


def test_a_case_for_a_body_without_account_goes_to_its_office(world: World) -> None:
    case = linked.sent(world)
    assert linked.address(LINKS) == OFFICE
    page = stranger().get(path(LINKS))
    words = text(page)
    for shown in (NAME, "กลุ่มว่างช่วงบ่าย", "อำเภอ", "รับเรื่อง", "ไม่รับเรื่อง"):
        assert shown in words
    assert PHONE not in words
    assert "สมศรี ตัวอย่าง" not in words
    case.refresh_from_db()
    assert case.state == "sent"


def test_a_body_with_officers_gets_no_link(world: World) -> None:
    world.bank.contact_email = "office@bank.example"
    world.bank.save()
    case = world.send()
    assert not Message.objects.filter(topic=LINKS).exists()
    with pytest.raises(Refused, match="มีเจ้าหน้าที่ในระบบแล้ว"):
        actions.send_answer_link(by=world.malee, referral=case, address="x@bank.example")


def test_the_page_keeps_to_itself(world: World) -> None:
    linked.sent(world)
    page = stranger().get(path(LINKS))
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert "no-store" in page["Cache-Control"]
    assert path(LINKS).split("/")[2].partition(":")[2] not in page.content.decode()
    assert OFFICE not in page.content.decode()


def test_every_look_is_written_down_with_the_link(world: World) -> None:
    case = linked.sent(world)
    stranger().get(path(LINKS))
    link = ActingLink.objects.get(purpose=links.ANSWER)
    look = Disclosure.objects.get()
    assert (look.by_link, look.person_id, look.organisation_code, look.purpose) == (
        link.code,
        None,
        "dip",
        f"referral:{case.code}",
    )
    assert link.opened_at == NOW
    shown = text(client_of("somchai").get(reverse("consent:looks", args=[world.group.code])))
    assert "ผู้ถือลิงก์" in shown
    assert "หน่วยงาน dip" in shown


@pytest.mark.parametrize("act", ["accept", "ask", "refuse"])
def test_each_answer_by_link(world: World, act: str) -> None:
    case = linked.sent(world)
    where = path(LINKS)
    answer = post(where, act)
    assert answer.status_code == 302, text(answer)
    case.refresh_from_db()
    assert case.state == STATE_AFTER[act]
    link = ActingLink.objects.get(about=f"referral:{case.code}", purpose=links.ANSWER)
    event = Event.objects.filter(subject=f"referral:{case.code}", facts__by_link=link.code).first()
    assert event is not None
    assert (event.organisation_code, event.person_id) == ("dip", None)
    assert link.used_at == NOW
    done = stranger().get(where)
    assert "ดำเนินการเรียบร้อยแล้ว" in text(done)
    assert NAME not in text(done)
    assert "ทางลิงก์" in text(client_of("malee").get(case.get_absolute_url()))
    # once
    before = Event.objects.count()
    for other in ("accept", "ask", "refuse"):
        assert "ดำเนินการเรียบร้อยแล้ว" in text(post(where, other))
    assert Event.objects.count() == before


def test_opening_does_nothing(world: World) -> None:
    case = linked.sent(world)
    for query in ("?act=accept", "?act=refuse&reason=no_budget", ""):
        assert stranger().get(path(LINKS) + query).status_code == 200
        assert stranger().head(path(LINKS) + query).status_code == 200
    case.refresh_from_db()
    assert case.state == "sent"
    assert ActingLink.objects.get(purpose=links.ANSWER).used_at is None


def test_a_forged_form_does_nothing(world: World) -> None:
    case = linked.sent(world)
    assert post(path(LINKS), "accept", Client(enforce_csrf_checks=True)).status_code == 403
    case.refresh_from_db()
    assert case.state == "sent"


def test_what_is_missing_is_told_and_the_link_works_on(world: World) -> None:
    case = linked.sent(world)
    for act, empty in (
        ("ask", {"text": ""}),
        ("refuse", {"reason": "other", "note": ""}),
        ("refuse", {"reason": ""}),
    ):
        answer = post(path(LINKS), act, **empty)
        assert answer.status_code == 422
    case.refresh_from_db()
    assert case.state == "sent"
    assert post(path(LINKS), "accept").status_code == 302


def test_accepting_leads_on_to_recording_and_to_the_contact(world: World) -> None:
    case = linked.accepted(world)
    where = path(LINKS)
    page = stranger().get(where)
    assert page.status_code == 200
    assert PHONE not in text(page)
    shown = stranger().post(where, {"act": "contact"})
    assert PHONE in text(shown)
    assert Disclosure.objects.filter(what="contact").exclude(by_link="").count() == 1
    assert post(where, "deliver", evidence=pdf("ลงชื่อ.pdf")).status_code == 302
    case.refresh_from_db()
    assert case.state == "delivered"
    delivery = case.deliveries.get()
    assert delivery.files.get().attachment.name == "ลงชื่อ.pdf"
    assert delivery.confirmed_by is None
    assert "ส่งลิงก์สำหรับขั้นต่อไป" in text(stranger().get(where))


def test_the_contact_is_gone_with_the_consent(world: World) -> None:
    case = linked.accepted(world)
    where = path(LINKS)
    consents.revoke(by=world.malee, consent=case.consent, on=TODAY)
    for answer in (stranger().get(where), stranger().post(where, {"act": "contact"}), post(where, "deliver")):
        assert answer.status_code == 410
        assert PHONE not in text(answer)
        assert NAME not in text(answer)
    case.refresh_from_db()
    assert (case.state, case.closing_reason) == ("closed", "consent_ended")


def test_an_answer_link_never_shows_the_contact(world: World) -> None:
    linked.sent(world)
    answer = stranger().post(path(LINKS), {"act": "contact"})
    assert answer.status_code == 404
    assert PHONE not in text(answer)


def test_what_was_asked_by_link_and_given_comes_back_by_a_new_one(world: World) -> None:
    case = linked.sent(world)
    first = path(LINKS)
    post(first, "ask")
    actions.give_more(by=world.malee, referral=case, text="บัญชีแนบแล้ว")
    second = path(LINKS)
    assert second != first
    assert "บัญชีแนบแล้ว" in text(stranger().get(second))
    assert post(second, "accept").status_code == 302


def test_documents_are_read_by_the_link_and_no_others(world: World) -> None:
    case = linked.sent(world)
    mine = actions.add_files(by=world.malee, referral=case, uploads=[pdf("ทะเบียน.pdf")])[0]
    theirs = actions.add_files(by=world.malee, referral=world.send(need=None), uploads=[pdf("อื่น.pdf")])[0]
    base = path(LINKS) + "files/"
    got = stranger().get(f"{base}{mine.attachment.code}/")
    assert got.status_code == 200
    assert b"".join(got.streaming_content).startswith(b"%PDF")
    assert "attachment" in got["Content-Disposition"]
    assert got["Referrer-Policy"] == "no-referrer"
    assert Disclosure.objects.filter(what="file").exclude(by_link="").count() == 1
    assert stranger().get(f"{base}{theirs.attachment.code}/").status_code == 404
    where = path(LINKS)
    post(where, "accept")
    assert stranger().get(f"{where}files/{mine.attachment.code}/").status_code == 404


# -- the group's link


def test_the_group_says_by_link_that_it_came(world: World) -> None:
    delivery = linked.given(world)
    assert linked.address(RECEIPT) == GROUP
    page = stranger().get(path(RECEIPT))
    assert "กี่ทอผ้า 2 หลัง" in text(page)
    assert not Disclosure.objects.exists()
    assert post(path(RECEIPT), "received").status_code == 302
    delivery.refresh_from_db()
    assert delivery.confirmed_by == delivery.referral.enterprise.organisation
    assert word_of(delivery) == "confirmed"


def test_a_no_by_link_may_become_a_yes_later(world: World) -> None:
    delivery = linked.given(world)
    first = path(RECEIPT)
    assert post(first, "received", received="no", note="").status_code == 422
    assert post(first, "received", received="no", note="ยังไม่มีใครมา").status_code == 302
    delivery.refresh_from_db()
    assert word_of(delivery) == "disputed"
    assert "เปลี่ยนคำตอบ" in text(stranger().get(first))
    stranger().post(first, {"act": "again"})
    assert post(path(RECEIPT), "received").status_code == 302
    delivery.refresh_from_db()
    assert word_of(delivery) == "confirmed"


def test_a_confirmed_delivery_takes_the_link_back(world: World) -> None:
    delivery = linked.given(world)
    actions.confirm_delivery(by=world.malee, delivery=delivery)
    answer = post(path(RECEIPT), "received", received="no", note="ไม่ได้รับ")
    assert answer.status_code == 410
    delivery.refresh_from_db()
    assert delivery.confirmed_by is not None


def test_the_body_confirms_by_link_what_the_group_reported_first(world: World) -> None:
    case = linked.accepted(world)
    actions.report_receipt(
        by=world.somchai, referral=case, kind="training", what="อบรม 1 วัน", delivered_on=TODAY
    )
    case.refresh_from_db()
    assert case.state == "accepted"
    assert linked.address(RECEIPT) == OFFICE
    assert "ท่านให้การสนับสนุนนี้แล้วใช่หรือไม่" in text(stranger().get(path(RECEIPT)))
    assert post(path(RECEIPT), "received").status_code == 302
    case.refresh_from_db()
    assert case.state == "delivered"
    assert Delivery.objects.get().confirmed_by == case.provider


def test_the_question_is_sent_again_by_the_groups_side_only(world: World) -> None:
    delivery = linked.given(world)
    page = reverse("referrals:ask_receipt", args=[delivery.referral.code, delivery.code])
    assert client_of("niran").post(page).status_code == 403
    assert client_of("malee").post(page).status_code == 302
    assert ActingLink.objects.filter(purpose=links.CONFIRM).count() == 2
    with pytest.raises(NotAllowed):
        actions.send_confirm_link(by=world.niran, delivery=delivery)


# -- the log


def test_no_token_reaches_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    from phanuek.ui.logs import WithoutTokens, without_tokens

    linked.sent(world)
    where = path(LINKS)
    token = where.split("/")[2]
    caplog.handler.addFilter(WithoutTokens())
    with caplog.at_level(logging.DEBUG):
        post(where, "accept", Client(enforce_csrf_checks=True))
        post(where, "refuse", reason="")
        stranger().get(where + "files/f-none/")
        post(where, "accept")
        stranger().post(where, {"act": "again"})
    said = "\n".join(caplog.handler.format(record) for record in caplog.records)
    assert said
    assert token not in said
    assert (
        without_tokens(f'GET /c/{token}/?a=1 "/needs/follow/{token}/"') == 'GET /c/…/?a=1 "/needs/follow/…/"'
    )
