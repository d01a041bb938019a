"""A group without an account takes its word back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phanuek.consent.links import REVOKE, send_revoke_link
from phanuek.consent.models import Consent
from phanuek.messages.models import Message
from phanuek.people.models import ActingLink
from phanuek.timeline.models import Event
from phanuek.ui.problems import NotAllowed, Refused
from tests.conftest import NOW
from tests.referrals import world as worlds
from tests.referrals.linked import GROUP, path, stranger
from tests.referrals.test_pages import client_of, text
from tests.referrals.world import World

LINKS = "consent.links"


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def consent(world: World) -> Consent:
    quiet = worlds.group(name_th="กลุ่มเงียบ", name_en="Quiet", contact_email=GROUP)
    given = worlds.consent(quiet, world.bank)
    send_revoke_link(by=world.malee, consent=given)
    return given


def test_the_link_goes_to_the_groups_address_and_withdraws_once(world: World, consent: Consent) -> None:
    assert Message.objects.get(topic=LINKS).address == GROUP
    case = world.send(enterprise=consent.enterprise, need=None, consent=consent)
    where = path(LINKS)
    page = stranger().get(where)
    assert page["Referrer-Policy"] == "no-referrer"
    for words in ("กลุ่มเงียบ", "ส่งต่อเพื่อรับการสนับสนุน", "ผู้ติดต่อ โทรศัพท์ ที่อยู่", "จะปิดลง"):
        assert words in text(page)
    consent.refresh_from_db()
    assert consent.revoked_on is None
    assert Client(enforce_csrf_checks=True).post(where, {"act": "withdraw"}).status_code == 403
    assert "ถอนความยินยอมแล้ว" in text(stranger().post(where, {"act": "withdraw"}))
    consent.refresh_from_db()
    case.refresh_from_db()
    assert consent.revoked_on == NOW.date()
    assert case.closing_reason == "consent_ended"
    link = ActingLink.objects.get(purpose=REVOKE)
    event = Event.objects.get(verb="enterprise.consent_revoked")
    assert (event.facts["by_link"], event.organisation_code) == (
        link.code,
        consent.enterprise.organisation.code,
    )
    assert "ถอนความยินยอมแล้ว" in text(stranger().post(where, {"act": "withdraw"}))
    assert Event.objects.filter(verb="enterprise.consent_revoked").count() == 1


def test_withdrawn_at_the_desk_takes_the_link_back(world: World, consent: Consent) -> None:
    from phanuek.consent import actions

    actions.revoke(by=world.malee, consent=consent, on=NOW.date())
    answer = stranger().get(path(LINKS))
    assert answer.status_code == 410
    assert "กลุ่มเงียบ" not in text(answer)
    assert stranger().post(path(LINKS), {"act": "again"}).status_code == 410


def test_an_expired_one_is_sent_again_to_the_same_group(world: World, consent: Consent, clock: Any) -> None:
    old = path(LINKS)
    clock(NOW + timedelta(days=366))
    answer = stranger().get(old)
    assert answer.status_code == 410
    assert GROUP not in answer.content.decode()
    assert "w•••@example.org" in text(answer)
    assert [stranger().post(old, {"act": "again"}).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert "ถอนความยินยอมแล้ว" in text(stranger().post(path(LINKS), {"act": "withdraw"}))


def test_other_tokens_open_nothing(world: World, consent: Consent) -> None:
    token = path(LINKS).split("/")[2]
    for where in (f"/r/{token}/", f"/c/{token}x/", "/c/x/"):
        assert stranger().get(where).status_code == 404
        assert stranger().post(where, {"act": "withdraw"}).status_code == 404


def test_who_sends_it_and_where(world: World, consent: Consent) -> None:
    page = reverse("consent:list", args=[consent.enterprise.code])
    send = reverse("consent:send_link", args=[consent.enterprise.code, consent.code])
    assert "ส่งลิงก์ถอนให้กลุ่ม" in text(client_of("malee").get(page))
    assert client_of("malee").post(send).status_code == 302
    assert client_of("niran").post(send).status_code == 403
    with pytest.raises(NotAllowed):
        send_revoke_link(by=world.niran, consent=consent)
    with pytest.raises(Refused, match="ยังไม่มีอีเมลของกลุ่ม"):
        send_revoke_link(by=world.malee, consent=worlds.consent(world.group, world.bank))


def test_the_page_lists_by_purpose_what_is_passed(world: World, consent: Consent) -> None:
    worlds.consent(consent.enterprise, world.bank, purpose="research")
    page = text(client_of("malee").get(reverse("consent:list", args=[consent.enterprise.code])))
    assert page.index("ส่งต่อเพื่อรับการสนับสนุน") < page.index("ประเมินผลการสนับสนุน")
    for words in ("ข้อมูลที่ส่ง แยกตามวัตถุประสงค์", "รายได้ก่อนและหลัง", "คำตอบตามเงื่อนไขของมาตรการ"):
        assert words in page
