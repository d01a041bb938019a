from __future__ import annotations

import json
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.test import Client

from phanuek.ui.problems import Conflict, NotAllowed, Refused
from phanuek.ui.samples import SampleForm
from phanuek.ui.words import T, in_language
from tests.ui.urls import FULL, REASON


def test_not_allowed_shows_its_reason(client: Client) -> None:
    response = client.get("/not-allowed/")
    assert response.status_code == 403
    assert REASON.th in response.text
    assert FULL.th in response.text
    client.cookies["lang"] = "en"
    assert REASON.en in client.get("/not-allowed/").text


def test_refused_uncaught_is_a_400_page(client: Client) -> None:
    response = client.get("/refused/")
    assert response.status_code == 400
    assert FULL.th in response.text


def test_htmx_gets_a_fragment_for_the_notices(client: Client) -> None:
    response = client.get("/not-allowed/", headers={"HX-Request": "true"})
    assert response.status_code == 403
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in response.text
    assert REASON.th in response.text


def test_the_api_gets_problem_details_in_both_languages(client: Client) -> None:
    response = client.get("/api/refused/")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["detail"] == FULL.as_dict()
    assert body["field"] == "amount"
    assert body["status"] == 400
    missing = client.get("/api/nothing/")
    assert missing.status_code == 404
    assert json.loads(missing.content)["status"] == 404


@pytest.mark.parametrize(
    ("address", "status"), [("/denied/", 403), ("/suspicious/", 400), ("/nowhere/", 404)]
)
def test_django_s_own_errors_tell_nothing_internal(client: Client, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert "internal words" not in response.text
    assert response.text.count("<h1>") == 1


def test_404_shows_where_to_go(client: Client) -> None:
    text = client.get("/nowhere/").text
    assert 'href="/agreements/"' in text
    assert "next=%2Fnowhere%2F" in text


def test_500_is_fixed_and_in_the_reader_s_language(client: Client) -> None:
    client.raise_request_exception = False
    client.cookies["lang"] = "en"
    response = client.get("/broken/")
    assert response.status_code == 500
    assert "Something went wrong" in response.text
    assert '<html lang="en">' in response.text
    assert "internal words" not in response.text


def test_500_survives_its_own_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr("phanuek.ui.errors.loader.get_template", fail)
    client.raise_request_exception = False
    assert client.get("/broken/").status_code == 500


def test_a_stale_form_says_what_to_do() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/form/", {"name": "x"})
    assert response.status_code == 403
    assert "โหลดหน้าใหม่" in response.text


def test_refusal_goes_to_its_field_or_to_the_whole_form() -> None:
    class Form(forms.Form):
        amount = forms.CharField()

    form = Form({"amount": "1"})
    Refused(FULL, field="amount", hint=T("ลองใหม่", "Try again")).add_to(form)
    Refused(FULL, field="elsewhere").add_to(form)
    assert form.errors["amount"] == [f"{FULL.th} ลองใหม่"]
    assert form.non_field_errors() == [FULL.th]


def test_exceptions_read_in_the_reader_s_language() -> None:
    with in_language("en"):
        assert str(NotAllowed(REASON)) == REASON.en
        assert str(Refused(FULL)) == FULL.en


def test_a_conflict_shows_both_and_keeps_what_was_typed(client: Client) -> None:
    class Form(SampleForm):
        version = forms.IntegerField(widget=forms.HiddenInput)

    form = Form({"name": "ของฉัน", "version": "1", "kind": "ce"})
    yours = {"name": "ของฉัน", "kind": "ce", "since": date(2021, 2, 26)}
    theirs = {"name": "ของเขา", "kind": "", "since": None}
    Conflict(yours=yours, theirs=theirs, version=2).add_to(form)
    source = "{% form_conflict form %}{% form_fields form %}"
    text = Template(source).render(Context({"form": form}))
    assert text.count("<tr>") == 4
    assert "ของเขา" in text
    assert ">วิสาหกิจชุมชน</td>" in text
    assert "กุมภาพันธ์ 2564" in text
    assert 'name="version" value="2"' in text
    assert 'value="ของฉัน"' in text
    assert Template(source[:24]).render(Context({"form": SampleForm()})).strip() == ""
