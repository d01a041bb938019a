from typing import Any

import pytest
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Commitment
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields

pytestmark = pytest.mark.django_db
NEW, TYPED = "/agreements/mou-1/commitments/new/", {
    "title_th": "อบรมการทำบัญชี 150 คน", "measure": "people_trained", "target": "1,500", "starts_on": "1/1/2569",
    "due_on": "31/12/2569", "provenance_why": "มติที่ประชุม",
}  # fmt: skip


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb")


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def lead(code: str) -> int:
    return cast.organisation(code).pk


def edit_url() -> str:
    by = Actor.system("tests")
    fields = commitment_fields(title_th="ภารกิจเดิม")
    body = cast.organisation("baac")
    return f"/commitments/{actions.add_commitment(by=by, agreement=Agreement.objects.get(), lead=body, **fields).code}/edit/"


def test_an_officer_adds_a_commitment(client: Client, agreement: Agreement) -> None:
    as_(client, cast.niran())
    page = client.get(NEW).content.decode()
    assert "เพิ่มภารกิจ" in page
    assert "หน่วยงาน gsb" not in page.split("collaborators")[0]
    answer = client.post(NEW, {**TYPED, "lead": lead("baac")})
    commitment = Commitment.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/commitments/{commitment.code}/"
    assert commitment.target == 1500
    assert str(commitment.due_on) == "2026-12-31"


@pytest.mark.parametrize(("language", "words"), [("th", "โปรด"), ("en", "Please")])
def test_what_was_typed_stays_when_something_is_missing(
    client: Client, agreement: Agreement, language: str, words: str
) -> None:
    as_(client, cast.niran(), language)
    answer = client.post(
        NEW, {**TYPED, "lead": lead("baac"), "provenance_why": "", "target": "0", "due_on": "32/1/2569"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="อบรมการทำบัญชี 150 คน"' in page
    assert 'value="32/1/2569"' in page
    assert page.count("field-error") >= 3
    assert Commitment.objects.count() == 0


def test_a_refusal_of_the_verb_is_shown_at_its_field(client: Client, agreement: Agreement) -> None:
    as_(client, cast.niran())
    answer = client.post(NEW, {**TYPED, "target": "5", "lead": lead("baac"), "due_on": "1/1/2560"})
    assert answer.status_code == 422
    assert "วันครบกำหนดต้องไม่มาก่อนวันเริ่ม" in answer.content.decode()


def test_the_secretariat_is_told_that_it_writes_on_behalf(client: Client, agreement: Agreement) -> None:
    as_(client, cast.orawan())
    assert "บันทึกโดยฝ่ายเลขานุการในนามของ" in client.get(NEW + "?lead=gsb").content.decode()
    client.post(NEW, {**TYPED, "target": "5", "lead": lead("gsb")})
    assert Commitment.objects.get().on_behalf


@pytest.mark.parametrize("who", ["malee", "preecha", "niran of another body"])
def test_who_may_not_gets_the_reason(client: Client, agreement: Agreement, who: str) -> None:
    actor = {
        "malee": cast.malee,
        "preecha": cast.preecha,
        "niran of another body": lambda: cast.niran("nobank"),
    }[who]()
    as_(client, actor)
    for answer in (client.get(NEW), client.post(NEW, {**TYPED, "lead": lead("baac")})):
        assert answer.status_code == 403
    assert Commitment.objects.count() == 0


def test_a_stranger_is_asked_to_sign_in(client: Client, agreement: Agreement) -> None:
    assert client.get(NEW).status_code == 302
    assert "login" in client.get(edit_url())["Location"]


def test_another_lead_than_ones_own_cannot_be_posted(client: Client, agreement: Agreement) -> None:
    as_(client, cast.niran())
    assert client.post(NEW, {**TYPED, "target": "5", "lead": lead("gsb")}).status_code == 422
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize("address", ["/agreements/none/commitments/new/", "/commitments/none/edit/"])
def test_what_is_not_there_is_404(client: Client, agreement: Agreement, address: str) -> None:
    as_(client, cast.orawan())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["th", "en"])
def test_editing_shows_what_is_stored_and_saves(client: Client, agreement: Agreement, language: str) -> None:
    url = edit_url()
    as_(client, cast.niran(), language)
    page = client.get(url)
    assert page.status_code == 200
    assert "ภารกิจเดิม" in page.content.decode()
    stored: dict[str, Any] = {"title_th": "ภารกิจใหม่", "measure": "referrals", "version": 1}
    assert client.post(url, stored).status_code == 302
    assert Commitment.objects.get().title_th == "ภารกิจใหม่"


def test_two_editors_see_both_versions(client: Client, agreement: Agreement) -> None:
    url = edit_url()
    as_(client, cast.niran())
    client.post(url, {"title_th": "ของคนแรก", "measure": "referrals", "version": 1})
    answer = client.post(url, {"title_th": "ของคนที่สอง", "measure": "referrals", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert 'name="version" value="2"' in page
    assert (
        client.post(url, {"title_th": "ของคนที่สอง", "measure": "referrals", "version": 2}).status_code == 302
    )
    assert Commitment.objects.get().title_th == "ของคนที่สอง"


def test_another_bodys_officer_may_not_edit(client: Client, agreement: Agreement) -> None:
    url = edit_url()
    as_(client, cast.niran("gsb"))
    assert client.get(url).status_code == 403
    assert "ของหน่วยงานตน" in client.get(url).content.decode()
