"""A real installation begins with the agreement and one account, without any demonstration data."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from phanuek.agreements.models import Agreement, Commitment
from phanuek.areas.models import Area
from phanuek.organisations.models import Kind, Membership, Organisation
from phanuek.people.models import Person

pytestmark = pytest.mark.django_db
PASSWORD = "long enough 7 words"


def say(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(line + "\n"))


def open_account(username: str = "suda", **options: str) -> None:
    wanted = {"name": "สุดา", "organisation": "osep", "role": "secretariat"} | options
    call_command("open_account", username, stdout=io.StringIO(), **wanted)


@pytest.fixture
def osep() -> Organisation:
    return Organisation.objects.create(
        code="osep", kind=Kind.PUBLIC_ORGANISATION, name_th="สำนักงานส่งเสริมวิสาหกิจเพื่อสังคม"
    )


def test_set_up_brings_the_agreement_and_nothing_invented_and_twice_is_once() -> None:
    call_command("set_up", stdout=io.StringIO())
    bodies = Organisation.objects.count()
    told = io.StringIO()
    call_command("set_up", stdout=told)
    assert "areas: 0 added, 0 changed" in told.getvalue()
    assert "vocabulary: 0 facts" in told.getvalue()
    assert Agreement.objects.get().parties.count() == 18
    assert Organisation.objects.count() == bodies
    assert Organisation.objects.filter(code="osep").exists()
    assert Area.objects.filter(level="province").count() == 77
    assert not Commitment.objects.exists()
    assert not Person.objects.exists()


def test_a_file_that_is_no_agreement_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "letter.json").write_text('{"parties": []}')
    with pytest.raises(CommandError):
        call_command("set_up", agreement=tmp_path / "letter.json", stdout=io.StringIO())
    (tmp_path / "letter.json").write_text("Dear")
    with pytest.raises(CommandError, match=r"letter\.json"):
        call_command("set_up", agreement=tmp_path / "letter.json", stdout=io.StringIO())


@pytest.mark.usefixtures("osep")
def test_the_first_person_signs_in_and_may_act(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, PASSWORD)
    open_account()
    assert client.login(username="suda", password=PASSWORD)
    assert Membership.objects.get(person__username="suda").role == "secretariat"


@pytest.mark.usefixtures("osep")
@pytest.mark.parametrize(
    ("password", "options", "told"),
    [
        ("short", {}, "10"),
        (PASSWORD, {"organisation": "nobody"}, "nobody"),
        (PASSWORD, {"role": "area_officer", "organisation": "osep"}, "area|พื้นที่"),
        (PASSWORD, {"role": "area_officer", "area": "99"}, "99"),
    ],
)
def test_an_account_that_cannot_be_opened_leaves_nobody(
    monkeypatch: pytest.MonkeyPatch, password: str, options: dict[str, str], told: str
) -> None:
    say(monkeypatch, password)
    with pytest.raises(CommandError, match=told):
        open_account(**options)
    assert not Person.objects.exists()


@pytest.mark.usefixtures("osep")
def test_a_name_is_taken_once(monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, PASSWORD)
    open_account()
    say(monkeypatch, PASSWORD)
    with pytest.raises(CommandError):
        open_account()
    assert Person.objects.count() == 1
