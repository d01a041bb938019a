"""What a receiving body is shown, page by page, against the table of purposes; and the end of a consent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from phanuek.consent import actions as consents
from phanuek.consent.models import Disclosure, Purpose
from phanuek.consent.purposes import PASSED, Passed
from phanuek.messages.models import Message
from phanuek.offers.models import CapacityBalance
from phanuek.people.models import ActingLink
from phanuek.referrals import actions
from phanuek.referrals.models import Referral
from phanuek.ui.problems import NotAllowed, Refused
from tests.referrals import linked
from tests.referrals import world as worlds
from tests.referrals.linked import path, stranger
from tests.referrals.test_pages import client_of, pdf, text
from tests.referrals.world import TODAY, World

# one word for each group of fields, found on no page by chance
MARKS = {
    Passed.NAME: "กลุ่มจักสานลายพิเศษ",
    Passed.REQUEST: "ข้อความเฉพาะของเรื่องนี้",
    Passed.CONDITIONS: "จำนวนสมาชิก",
}
CONTACT = ("คุณผู้ติดต่อเฉพาะ", "054-999-111", "marked@example.org", "บ้านเลขที่ ๙๙๙")


def marked(world: World, offer: Any = None) -> Referral:
    group = worlds.group(
        name_th=MARKS[Passed.NAME], name_en="Marked", contact_name=CONTACT[0], contact_phone=CONTACT[1],
        contact_email=CONTACT[2], address=CONTACT[3],
    )  # fmt: skip
    return world.send(
        enterprise=group, need=None, note=MARKS[Passed.REQUEST], **({"offer": offer} if offer else {})
    )


def holds(words: str) -> set[Passed]:
    found = {what for what, mark in MARKS.items() if mark in words}
    return found | ({Passed.CONTACT} if any(one in words for one in CONTACT) else set())


def test_the_receivers_pages_show_what_a_referral_passes_and_the_contact_only_on_asking(world: World) -> None:
    case = marked(world)
    without = set(PASSED[Purpose.REFERRAL]) - {Passed.CONTACT}
    client = client_of("niran")
    assert holds(client.get(case.get_absolute_url()).content.decode()) == without
    for act in ("accept", "ask", "refuse"):
        assert Passed.CONTACT not in holds(client.get(f"{case.get_absolute_url()}{act}/").content.decode())
    shown = client.post(f"{case.get_absolute_url()}contact/").content.decode()
    assert Passed.CONTACT in holds(shown)
    # its address for mail is for mail
    assert CONTACT[2] not in shown


def test_the_page_by_link_shows_the_same_and_no_contact_before_accepting(world: World) -> None:
    marked(world, linked.absent_offer(world))
    page = stranger().get(path("referrals.links"))
    assert holds(page.content.decode()) == set(PASSED[Purpose.REFERRAL]) - {Passed.CONTACT}
    stranger().post(path("referrals.links"), {"act": "accept"})
    page = stranger().get(path("referrals.links"))
    assert Passed.CONTACT not in holds(page.content.decode())
    shown = stranger().post(path("referrals.links"), {"act": "contact"})
    assert Passed.CONTACT in holds(shown.content.decode())


def test_mails_to_the_body_hold_no_contact(world: World) -> None:
    case = marked(world, linked.absent_offer(world))
    stranger().post(path("referrals.links"), {"act": "accept"})
    actions.add_note(by=world.malee, referral=case, text="แจ้งเพิ่ม")
    mails = Message.objects.filter(organisation_code="dip")
    assert mails.count() >= 3
    for mail in mails:
        assert Passed.CONTACT not in holds(f"{mail.subject_th} {mail.body_th} {mail.body_en}")


@pytest.mark.parametrize("purpose", [p for p in Purpose if p != Purpose.REFERRAL])
def test_a_consent_for_another_purpose_sends_nothing(world: World, purpose: Purpose) -> None:
    other = worlds.consent(world.group, world.bank, purpose=purpose)
    with pytest.raises(Refused, match="ยังไม่มีความยินยอม"):
        world.send(consent=other)
    assert not Referral.objects.exists()


def test_a_consent_taken_back_ends_what_rests_on_it(world: World) -> None:
    waiting = world.accepted()
    other = world.send(offer=worlds.offer(world.bank, code="second"), need=None)
    assert Referral.objects.get(pk=other.pk).consent == waiting.consent
    world.offer.refresh_from_db()
    consents.revoke(by=world.somchai, consent=waiting.consent, on=TODAY)
    for case in Referral.objects.all():
        assert (case.state, case.closing_reason) == ("closed", "consent_ended")
    balance = CapacityBalance.objects.get(offer=world.offer)
    assert (balance.reserved, balance.opened) == (0, 2)
    waiting.refresh_from_db()
    with pytest.raises(NotAllowed, match="สิ้นผล"):
        actions.look_at_contact(by=world.niran, referral=waiting)
    assert "กลุ่มถอนความยินยอม" in text(client_of("niran").get(waiting.get_absolute_url()))


def test_what_ended_before_stays_as_it_ended(world: World) -> None:
    case = world.send()
    actions.refuse(by=world.niran, referral=case, reason="no_budget", note="งบหมด")
    consents.revoke(by=world.somchai, consent=case.consent, on=TODAY)
    case.refresh_from_db()
    assert case.state == "refused"


def test_the_papers_of_the_group_are_closed_to_the_body_after_it(world: World) -> None:
    case = world.send()
    theirs = actions.add_files(by=world.malee, referral=case, uploads=[pdf("ทะเบียน.pdf")])[0]
    page = f"{case.get_absolute_url()}evidence/{theirs.attachment.code}/"
    got = client_of("niran").get(page)
    assert b"".join(got.streaming_content).startswith(b"%PDF")
    assert Disclosure.objects.filter(what="file", organisation_code="baac").count() == 1
    consents.revoke(by=world.somchai, consent=case.consent, on=TODAY)
    assert client_of("niran").get(page).status_code == 403
    got = client_of("malee").get(page)
    assert b"".join(got.streaming_content).startswith(b"%PDF")


def test_an_expired_consent_shows_no_contact_though_the_case_goes_on(world: World, clock: Any) -> None:
    from tests.conftest import NOW

    case = world.send(consent=worlds.consent(world.group, world.bank, expires_on=TODAY + timedelta(days=2)))
    assert actions.look_at_contact(by=world.niran, referral=case).phone
    clock(NOW + timedelta(days=3))
    with pytest.raises(NotAllowed):
        actions.look_at_contact(by=world.niran, referral=case)


def test_a_revoked_consent_takes_the_links_back(world: World) -> None:
    case = linked.sent(world)
    consents.revoke(by=world.somchai, consent=case.consent, on=TODAY)
    assert ActingLink.objects.get(purpose="referral.answer").revoked_at is not None
