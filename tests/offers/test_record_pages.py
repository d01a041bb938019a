"""The pages on which an offer is written: codes in selects, all mistakes at once, rows of limits, steps, editions."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from phanuek.agreements.actions import add_commitment
from phanuek.offers import actions
from phanuek.offers.models import Offer, Scheme
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.offers.offer import SYSTEM, offered

pytestmark = pytest.mark.django_db
NEW = "/offers/new/"
WHOLE = {"about_th": "ให้กู้ยืม", "how_to_apply_th": "ยื่นที่สาขา"}


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def typed(provider: str = "baac", **changes: Any) -> dict[str, Any]:
    return {
        "provider": cast.organisation(provider).code, "name_th": "สินเชื่อใหม่", "means": "finance", "aims": ["income"],
        "availability": "open", "where": "nation", "first_answer_days": "15", **changes,
    }  # fmt: skip


def test_selects_carry_codes_and_come_back_as_chosen(client: Client) -> None:
    as_(client, cast.niran())
    commitment = add_commitment(
        by=SYSTEM, agreement=an_agreement("baac"), lead=cast.organisation("baac"), **commitment_fields()
    )
    page = client.get(f"{NEW}?provider=baac&commitment={commitment.code}").content.decode()
    assert f'<option value="{commitment.code}" selected>' in page
    assert '<option value="baac" selected>' in page
    answer = client.post(NEW, typed(commitment=commitment.code, new_scheme="ค้ำประกัน", edition="11", selection="first_come",
                                    budget_baht="๑,๐๐๐,๐๐๐", provenance_source="ประกาศ", next_check_on="1/2/2570"))  # fmt: skip
    assert answer.status_code == 302
    offer = Offer.objects.get()
    assert (offer.commitment, offer.edition, offer.selection) == (commitment, "11", "first_come")
    assert (offer.budget_baht, offer.next_check_on) == (1_000_000, date(2027, 2, 1))
    assert not offer.published
    edit = client.get(f"/offers/{offer.code}/edit/").content.decode()
    assert f'<option value="{Scheme.objects.get().code}" selected>' in edit
    assert f'<option value="{commitment.code}" selected>' in edit
    assert client.post(NEW, typed(commitment=str(commitment.pk))).status_code == 422


def test_every_mistake_is_told_at_once(client: Client) -> None:
    as_(client, cast.niran())
    wrong = typed(name_th="", aims=[], opens_on="2/1/2570", closes_on="1/1/2570", where="some", capacity="มาก",
                  next_check_on="เมื่อไรก็ได้", first_answer_days="0")  # fmt: skip
    page = client.post(NEW, wrong).content.decode()
    summary = page.split("error-summary")[1].split("</ul>")[0]
    assert summary.count("<li>") == 7


def test_provinces_are_boxes_by_region(client: Client) -> None:
    cast.province()
    as_(client, cast.niran())
    page = client.post(NEW, typed(where="some", areas=["55"], name_th="")).content.decode()
    assert "จังหวัดอื่น (1)" in page
    assert 'type="checkbox" name="areas" value="55"' in page
    assert "<select" not in page.split('id="id_areas-field"')[1].split("</fieldset>")[0]


def test_limits_are_typed_in_rows(client: Client) -> None:
    offer = offered()
    as_(client, cast.niran())
    url = f"/offers/{offer.code}/limits/"
    assert client.get(url).status_code == 200
    more = client.post(url, {"version": "1", "line-rows": "1", "line-0-times": "หลาย", "line-add": "1"})
    assert more.status_code == 200
    assert 'name="line-1-times"' in more.content.decode()
    assert "field-error" not in more.content.decode()
    wrong = {"version": "1", "line-rows": "3", "line-0-times": "หลาย", "line-1-applicant_kind": "sme",
             "line-2-applicant_kind": "cooperative", "line-2-per_request_baht": "9", "line-2-per_applicant_baht": "5"}  # fmt: skip
    answer = client.post(url, wrong)
    assert answer.status_code == 422
    told = re.findall("<li>(.*?)</li>", answer.content.decode().split("error-summary")[1].split("</ul>")[0])
    assert len(told) == 3, told
    right = {"version": "1", "line-rows": "2", "line-0-per_request_baht": "๕๐,๐๐๐ บาท", "line-1-applicant_kind": "sme",
             "line-1-times": "2"}  # fmt: skip
    assert client.post(url, right).status_code == 302
    assert "คำขอละไม่เกิน 50,000 บาท" in client.get(offer.get_absolute_url()).content.decode()
    stale = client.post(url, {**right, "line-1-times": "3"})
    assert stale.status_code == 422
    assert 'name="version" value="2"' in stale.content.decode()
    twice = {"version": "2", "line-rows": "2", "line-0-times": "1", "line-1-times": "2"}
    assert client.post(url, twice).status_code == 422


@pytest.mark.parametrize("rows", ["", "x", "-1", "99999", "๓"])
def test_a_broken_count_of_rows_is_no_error_of_ours(client: Client, rows: str) -> None:
    offer = offered()
    as_(client, cast.niran())
    for button in ({}, {"line-add": "1"}, {"line-remove": "x"}):
        sent = {"version": "1", "line-rows": rows, **button}
        assert client.post(f"/offers/{offer.code}/limits/", sent).status_code in (200, 302, 422)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_draft_is_led_through_to_publishing_and_back(client: Client, language: str) -> None:
    offer = offered(published=False)
    as_(client, cast.niran(), language)
    page = client.get(f"/offers/{offer.code}/publish/").content.decode()
    assert 'type="submit">เผยแพร่' not in page
    assert client.post(f"/offers/{offer.code}/publish/").status_code == 422
    Offer.objects.update(**WHOLE)
    assert client.get(f"/offers/{offer.code}/publish/").status_code == 200
    assert client.post(f"/offers/{offer.code}/publish/")["Location"] == offer.get_absolute_url()
    assert client.get(f"/offers/{offer.code}/publish/").status_code == 200
    assert client.post(f"/offers/{offer.code}/unpublish/", {}).status_code == 422
    assert client.post(f"/offers/{offer.code}/unpublish/", {"why": "ปรับใหม่"}).status_code == 302
    assert not Offer.objects.get().published


def test_the_next_edition_is_asked_for_what_differs(client: Client) -> None:
    offer = offered(**WHOLE)
    as_(client, cast.niran())
    url = f"/offers/{offer.code}/next-edition/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"edition": "2", "name_th": "รุ่น 2"}).status_code == 422
    sent = {
        "edition": "2",
        "name_th": "รุ่น 2",
        "scheme_name_th": "โครงการ",
        "opens_on": "2/1/2570",
        "closes_on": "1/1/2570",
    }
    assert client.post(url, sent).status_code == 422
    answer = client.post(url, {**sent, "closes_on": "", "close_old": "on"})
    made = Offer.objects.exclude(pk=offer.pk).get()
    assert answer["Location"] == f"/offers/{made.code}/publish/"
    actions.publish(by=SYSTEM, offer=made)
    for one, other in ((offer, made), (made, offer)):
        assert other.get_absolute_url() in client.get(one.get_absolute_url()).content.decode()


def test_a_check_can_begin_with_an_edit(client: Client) -> None:
    offer = offered(checked_on=date(2026, 1, 1))
    as_(client, cast.niran())
    page = client.get(f"/offers/{offer.code}/check/").content.decode()
    assert f"/offers/{offer.code}/edit/?then=check" in page
    answer = client.post(f"/offers/{offer.code}/edit/?then=check", typed(version=1, name_th="ชื่อใหม่"))
    assert answer["Location"] == f"/offers/{offer.code}/check/"
    assert (
        client.post(answer["Location"], {"on": "23/11/2569", "next_check_on": "1/3/2570"}).status_code == 302
    )
    assert Offer.objects.get().next_check_on == date(2027, 3, 1)


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_hidden_offer_is_listed_apart_and_read_with_a_notice(client: Client, language: str) -> None:
    offer = offered(checked_on=date(2026, 7, 1))
    client.cookies["lang"] = language
    words = {"th": "พักการเสนอ รอตรวจสอบ", "en": "Paused until it is checked"}[language]
    for address in ("/offers/", "/offers/?state=unchecked", offer.get_absolute_url()):
        assert words in client.get(address).content.decode()
    assert offer.get_absolute_url() not in client.get("/offers/?state=open").content.decode()


@pytest.mark.parametrize("page", ["limits", "publish", "unpublish", "next-edition"])
def test_who_gets_to_the_pages(client: Client, page: str) -> None:
    offer = offered()
    url = f"/offers/{offer.code}/{page}/"
    assert "login" in client.get(url)["Location"]
    assert as_(client, cast.malee()).get(url).status_code == 403
    assert as_(client, cast.niran("gsb")).get(url).status_code == 403
    assert (
        as_(client, cast.member("own", "partner_officer", offer.provider), "en").get(url).status_code == 200
    )
    assert client.get(f"/offers/none/{page}/").status_code == 404
