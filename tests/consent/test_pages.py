from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phanuek.consent import actions, queries
from phanuek.consent.models import Consent, Disclosure
from phanuek.consent.queries import Resting
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.registry import actions as registry
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T
from tests import cast
from tests.consent.test_actions import given
from tests.registry.conftest import SI_PHUM, SYSTEM

Group = Callable[..., Enterprise]
Browser = Callable[..., Client]
PDF = b"%PDF-1.7\n..."


@pytest.fixture
def bank(db: None) -> Organisation:
    return cast.organisation("baac", "bank")


@pytest.fixture
def enterprise(group: Group) -> Enterprise:
    return group(contact_name="นางมะลิ ใจดี", contact_phone="081-234-5678", address="99/9 หมู่ 7")


def text(response: Any) -> str:
    return str(response.content.decode())


def filled(bank: Organisation, **changes: Any) -> dict[str, Any]:
    return {
        "recipient": str(bank.pk),
        "method": "signed",
        "given_by": "นางมะลิ",
        "given_on": "1/11/2569",
        **changes,
    }


def test_an_officer_records_a_consent_with_the_signed_form(
    enterprise: Enterprise, malee: Actor, bank: Organisation, browser: Browser
) -> None:
    page = browser(malee)
    address = f"/enterprises/{enterprise.code}/consents/new/"
    assert "ยืนยันด้วยตนเองในระบบ" not in text(page.get(address))
    sent = filled(bank, evidence=SimpleUploadedFile("form.pdf", PDF), expires_on="1/11/2570")
    assert page.post(address, sent).status_code == 302
    made = Consent.objects.get()
    assert (made.given_on, made.expires_on) == (date(2026, 11, 1), date(2027, 11, 1))
    shown = text(page.get(f"/enterprises/{enterprise.code}/consents/"))
    assert "มีผลอยู่" in shown
    file = page.get(f"/enterprises/{enterprise.code}/consents/{made.code}/evidence/")
    assert b"".join(file.streaming_content) == PDF
    assert Disclosure.objects.get().what == "evidence"


def test_a_wrong_file_is_told_at_its_field_and_nothing_is_kept(
    enterprise: Enterprise, malee: Actor, bank: Organisation, browser: Browser
) -> None:
    sent = filled(bank, evidence=SimpleUploadedFile("form.pdf", b"<script>"))
    answer = browser(malee).post(f"/enterprises/{enterprise.code}/consents/new/", sent)
    assert "ไม่ใช่ชนิดที่รับ" in text(answer)
    assert 'value="นางมะลิ"' in text(answer)
    assert not Consent.objects.exists()
    assert not Attachment.objects.exists()


def test_what_is_missing_is_told_in_english(enterprise: Enterprise, malee: Actor, browser: Browser) -> None:
    shown = text(
        browser(malee, "en").post(f"/enterprises/{enterprise.code}/consents/new/", {"given_on": "31/2/2569"})
    )
    assert "Record a consent" in shown
    assert "Please choose." in shown
    assert "no day 31 in February" in shown


def test_the_group_itself_confirms_in_the_system(
    enterprise: Enterprise, bank: Organisation, browser: Browser
) -> None:
    page = browser(cast.member("somchai", "group_leader", enterprise.organisation))
    address = f"/enterprises/{enterprise.code}/consents/new/"
    shown = text(page.get(f"{address}?recipient=baac"))
    assert 'value="Somchai"' in shown
    assert f'value="{bank.pk}" selected' in shown
    assert page.post(address, filled(bank, method="online")).status_code == 302
    assert Consent.objects.get().method == "online"


def test_withdrawing_names_what_goes_on_and_claims_no_more(
    enterprise: Enterprise,
    malee: Actor,
    bank: Organisation,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, page = given(malee, enterprise, bank), browser(malee)
    monkeypatch.setattr(
        queries, "_finders", [lambda consent: [Resting(T("การส่งต่อ r-1", "Referral r-1"), "/referrals/r-1/")]]
    )
    address = f"/enterprises/{enterprise.code}/consents/{made.code}/withdraw/"
    shown = text(page.get(address))
    assert 'href="/referrals/r-1/"' in shown
    assert "ไม่ส่งข้อมูลใหม่" in shown
    assert page.post(address, {"on": "1/1/2560"}).status_code == 200
    assert page.post(address, {"on": "23/11/2569", "why": ""}).status_code == 302
    made.refresh_from_db()
    assert made.revoked_on == date(2026, 11, 23)
    assert "ถอนแล้ว" in text(page.get(f"/enterprises/{enterprise.code}/consents/"))
    assert "ถอนไปแล้ว" in text(page.post(address, {"on": "23/11/2569"}))


def test_the_contact_is_shown_to_who_works_with_the_group_and_the_look_is_told(
    enterprise: Enterprise, malee: Actor, browser: Browser
) -> None:
    page = browser(malee)
    assert "081-234-5678" in text(page.get(f"/enterprises/{enterprise.code}/contact/"))
    looks = text(
        browser(cast.member("somchai", "group_leader", enterprise.organisation)).get(
            f"/enterprises/{enterprise.code}/looks/"
        )
    )
    for words in ("Malee", "หน่วยงาน cdd", "เปิดหน้าผู้ประสานงาน"):
        assert words in looks
    assert Disclosure.objects.count() == 1


def test_the_contact_is_changed_and_two_editors_notice(
    enterprise: Enterprise, malee: Actor, browser: Browser
) -> None:
    page, address = browser(malee), f"/enterprises/{enterprise.code}/contact/"
    assert page.post(address, {"contact_phone": "02-000-0000", "version": "1"}).status_code == 302
    stale = page.post(address, {"contact_phone": "03-111-1111", "version": "1"})
    assert stale.status_code == 409
    assert "02-000-0000" in text(stale)
    assert 'value="03-111-1111"' in text(stale)
    assert page.post(address, {"contact_phone": "03-111-1111", "version": "2"}).status_code == 302
    enterprise.refresh_from_db()
    assert enterprise.contact_phone == "03-111-1111"


def test_a_company_reads_the_contact_and_changes_nothing(
    enterprise: Enterprise, preecha: Actor, browser: Browser
) -> None:
    company = Organisation.objects.get(pk=preecha.organisation_id)
    registry.start_support(
        by=preecha, organisation=company, enterprise=enterprise, processes=["inputs"], on=date(2026, 1, 1)
    )
    page, address = browser(preecha), f"/enterprises/{enterprise.code}/contact/"
    shown = text(page.get(address))
    assert "081-234-5678" in shown
    assert 'name="contact_phone"' not in shown
    assert page.post(address, {"contact_phone": "1", "version": "1"}).status_code == 403
    assert page.get(f"/enterprises/{enterprise.code}/consents/").status_code == 200
    assert page.get(f"/enterprises/{enterprise.code}/consents/new/").status_code == 403


def test_strangers_and_others_see_none_of_it(
    enterprise: Enterprise, group: Group, malee: Actor, bank: Organisation, browser: Browser
) -> None:
    far, made = group("กลุ่มไกล", at=SI_PHUM), given(SYSTEM, enterprise, bank)
    wanida, niran = cast.member("wanida", "group_leader", far.organisation), cast.niran()
    pages = [
        "consents/",
        "consents/new/",
        f"consents/{made.code}/withdraw/",
        f"consents/{made.code}/evidence/",
        "looks/",
        "contact/",
    ]
    for page in pages:
        address = f"/enterprises/{enterprise.code}/{page}"
        assert browser().get(address).status_code == 302
        for by in (niran, wanida):
            answer = browser(by).get(address)
            assert answer.status_code == 403
            assert "081-234" not in text(answer)
        assert browser(malee).get(address.replace(enterprise.code, "e-none")).status_code == 404
        assert browser(malee).get(address.replace(enterprise.code, far.code)).status_code == 403
        client = browser(malee)
        client.logout()
    assert not Disclosure.objects.exists()


def test_a_consent_is_reached_through_its_own_group_only(
    enterprise: Enterprise, group: Group, malee: Actor, bank: Organisation, browser: Browser
) -> None:
    made, other = given(malee, enterprise, bank), group("กลุ่มอื่นในจังหวัด")
    for page in ("withdraw/", "evidence/"):
        assert browser(malee).get(f"/enterprises/{other.code}/consents/{made.code}/{page}").status_code == 404
    assert (
        browser(malee).get(f"/enterprises/{enterprise.code}/consents/{made.code}/evidence/").status_code
        == 404
    )


def test_the_queries_do_not_grow(
    enterprise: Enterprise, orawan: Actor, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        given(SYSTEM, enterprise, cast.organisation(f"body-{n}"))
        actions.log_look(
            by=cast.member(f"p{n}", "secretariat", cast.organisation(f"body-{n}")),
            enterprise=enterprise,
            what="contact",
            purpose="contact",
        )
    page = browser(orawan)
    for address in ("consents/", "looks/"):
        with django_assert_max_num_queries(12):
            assert page.get(f"/enterprises/{enterprise.code}/{address}").status_code == 200
