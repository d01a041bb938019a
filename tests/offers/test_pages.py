from typing import Any

import pytest
from django.test import Client

from phanuek.eligibility.queries import version_in_force
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.ui import clock as platform_clock
from tests import cast
from tests.offers.offer import offered

pytestmark = pytest.mark.django_db
NEW = "/offers/new/"


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def typed(provider: str = "baac", **changes: Any) -> dict[str, Any]:
    return {
        "provider": cast.organisation(provider).code, "name_th": "สินเชื่อใหม่", "means": "finance", "aims": ["income"],
        "availability": "open", "where": "nation", "first_answer_days": "15", **changes,
    }  # fmt: skip


def text_of(offer: Offer) -> str:
    version = version_in_force(offer.rule, platform_clock.today())
    assert version is not None
    return version.text


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_officer_adds_an_offer_and_goes_on_to_its_conditions(client: Client, language: str) -> None:
    as_(client, cast.niran(), language)
    assert client.get(NEW).status_code == 200
    sent = typed(
        per_applicant_limit_baht="1,500,000 บาท",
        closes_on="31/12/2569",
        documents="บัตรประชาชน | Identity card\nแผน",
        capacity="20",
    )
    answer = client.post(NEW, sent)
    offer = Offer.objects.get()
    assert answer["Location"] == f"/offers/{offer.code}/conditions/"
    assert offer.per_applicant_limit_baht == 1_500_000
    assert str(offer.closes_on) == "2026-12-31"
    assert offer.documents == [{"th": "บัตรประชาชน", "en": "Identity card"}, {"th": "แผน", "en": "แผน"}]
    assert offer.areas_stated
    assert client.get(answer["Location"]).status_code == 200


def test_what_was_typed_stays(client: Client) -> None:
    as_(client, cast.niran())
    answer = client.post(NEW, typed(aims=[], opens_on="เมื่อวาน", about_th="ให้กู้ยืม"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="สินเชื่อใหม่"' in page
    assert 'value="เมื่อวาน"' in page
    assert "ให้กู้ยืม" in page
    assert Offer.objects.count() == 0


def test_some_provinces_must_be_named(client: Client) -> None:
    cast.province()
    as_(client, cast.niran())
    assert client.post(NEW, typed(where="some")).status_code == 422
    assert client.post(NEW, typed(where="some", areas=["55"])).status_code == 302
    assert Offer.objects.get().areas == ["55"]


def test_the_secretariat_writes_for_a_body_without_an_account(client: Client) -> None:
    cast.organisation("gsb", "bank")
    as_(client, cast.orawan())
    assert "ในนามของหน่วยงาน" in client.get(NEW + "?provider=gsb").content.decode()
    assert client.post(NEW, typed("gsb")).status_code == 302
    assert Offer.objects.get().on_behalf


@pytest.mark.parametrize("who", ["malee", "preecha"])
def test_others_write_no_offers(client: Client, who: str) -> None:
    as_(client, {"malee": cast.malee, "preecha": cast.preecha}[who]())
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed()).status_code == 403


def test_an_officer_may_not_write_for_another_body(client: Client) -> None:
    cast.organisation("gsb", "bank")
    as_(client, cast.niran())
    assert client.get(NEW + "?provider=gsb").status_code == 403
    assert client.get(NEW + "?provider=none").status_code == 404
    assert client.post(NEW, typed("gsb")).status_code == 422


@pytest.mark.parametrize("page", ["edit", "conditions", "check", "close", "reopen"])
def test_who_gets_to_the_pages_of_an_offer(client: Client, page: str) -> None:
    offer = offered()
    url = f"/offers/{offer.code}/{page}/"
    assert "login" in client.get(url)["Location"]
    assert as_(client, cast.malee()).get(url).status_code == 403
    assert as_(client, cast.niran("gsb")).get(url).status_code == 403
    own = cast.member("baac-officer", "partner_officer", offer.provider)
    assert as_(client, own).get(url).status_code == 200
    assert as_(client, own, "en").get(url).status_code == 200
    assert client.get(f"/offers/none/{page}/").status_code == 404


def test_editing_keeps_what_is_stored_and_saves(client: Client) -> None:
    offer = offered(documents=[{"th": "แผน", "en": "Plan"}], about_th="เดิม", per_applicant_limit_baht=200)
    as_(client, cast.niran())
    url = f"/offers/{offer.code}/edit/"
    page = client.get(url).content.decode()
    assert "แผน | Plan" in page
    assert 'value="200"' in page
    assert client.post(url, typed(version=1, name_th="ชื่อใหม่")).status_code == 302
    offer.refresh_from_db()
    assert (offer.name_th, offer.about_th, offer.version) == ("ชื่อใหม่", "", 2)


def test_two_editors_see_both_versions(client: Client) -> None:
    offer = offered()
    as_(client, cast.niran())
    url = f"/offers/{offer.code}/edit/"
    client.post(url, typed(version=1, name_th="ของคนแรก"))
    answer = client.post(url, typed(version=1, name_th="ของคนที่สอง"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert 'name="version" value="2"' in page


def test_checking_closing_and_opening_again(client: Client) -> None:
    offer = offered()
    as_(client, cast.niran())
    assert client.post(f"/offers/{offer.code}/check/", {"on": "24/11/2569"}).status_code == 422
    assert client.post(f"/offers/{offer.code}/check/", {"on": "23/11/2569"}).status_code == 302
    assert client.post(f"/offers/{offer.code}/close/", {"note_th": "งบหมด"}).status_code == 302
    assert client.post(f"/offers/{offer.code}/close/", {}).status_code == 422
    assert client.post(f"/offers/{offer.code}/reopen/").status_code == 302
    answer = client.post(f"/offers/{offer.code}/reopen/")
    assert answer.status_code == 422
    assert "เปิดรับอยู่แล้ว" in answer.content.decode()
