import pytest
from django.test import Client

from phanuek.organisations.models import Membership
from tests import cast

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def test_the_right_password_opens_the_desk(client: Client) -> None:
    cast.malee()
    answer = client.post("/accounts/login/", {"login": "malee", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_wrong_password_is_told_and_the_name_is_kept(client: Client, language: str) -> None:
    cast.malee()
    client.cookies["lang"] = language
    answer = client.post("/accounts/login/", {"login": "malee", "password": "wrong"})
    assert answer.status_code == 200
    assert b'value="malee"' in answer.content
    assert b'role="alert"' in answer.content


def test_a_stranger_is_sent_to_sign_in_and_back(client: Client) -> None:
    answer = client.get("/accounts/password/change/")
    assert answer["Location"] == "/accounts/login/?next=/accounts/password/change/"


def test_nobody_opens_an_account_for_themselves(client: Client) -> None:
    answer = client.post("/accounts/signup/", {"username": "x", "password1": PASSWORD})
    assert answer.status_code == 200
    assert "เปิดบัญชีให้" in answer.content.decode()


@pytest.mark.parametrize(
    "page", ["login", "password/reset", "password/reset/done", "inactive", "password/reset/key/1-bad"]
)
def test_the_sign_in_pages_answer_in_both_languages(client: Client, page: str) -> None:
    for language in ("th", "en"):
        client.cookies["lang"] = language
        assert client.get(f"/accounts/{page}/").status_code == 200


def test_a_person_of_two_bodies_chooses_for_whom_they_act(client: Client) -> None:
    niran = cast.niran("baac")
    cast.member("niran", "partner_officer", cast.organisation("gsb", "bank"))
    client.force_login(Membership.objects.first().person)  # type: ignore[union-attr]
    second = Membership.objects.get(organisation__code="gsb")
    client.post("/organisations/act-for/", {"membership": second.pk})
    page = client.get("/accounts/password/change/")
    assert page.wsgi_request.actor.organisation_code == "gsb"
    client.post("/organisations/act-for/", {"membership": "999999"})
    page = client.get("/accounts/password/change/")
    assert page.wsgi_request.actor.organisation_code == "gsb"
    assert niran.organisation_code == "baac"


def test_health_answers_without_signing_in(client: Client) -> None:
    assert client.get("/health").json()["status"] == "ok"
