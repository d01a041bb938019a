"""How documents are given out: named, once made, again only when something changed, and to whoever may see the thing itself."""

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phanuek.agreements.models import Agreement
from phanuek.agreements.views import documents as views
from phanuek.people.models import Person
from phanuek.ui.documents import availability
from tests import cast
from tests.agreements import amending, papers, signing
from tests.agreements.papers import copied, merged

pytestmark = pytest.mark.django_db


@pytest.fixture
def invented(client: Client) -> Agreement:
    cache.clear()
    return papers.the_invented_agreement()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_stranger_downloads_it_with_a_readable_name(client: Client, invented: Agreement, kind: str) -> None:
    answer = client.get(f"/agreements/{invented.code}/document.{kind}")
    assert answer.status_code == 200
    assert answer.content[:4] == (b"%PDF" if kind == "pdf" else b"PK\x03\x04")
    assert f"บันทึกข้อตกลง {invented.code} ฉบับที่ 1.{kind}" in unquote(answer["Content-Disposition"])
    assert answer["Content-Disposition"].startswith("inline" if kind == "pdf" else "attachment")


def test_the_same_file_again_costs_nothing(
    client: Client, invented: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/agreements/{invented.code}/document.pdf"
    first = client.get(address)
    monkeypatch.setitem(views.MAKERS, "pdf", lambda paper: pytest.fail("made again"))
    again = client.get(address)
    assert again.content == first.content
    known = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert known.status_code == 304
    assert known.content == b""
    assert known["ETag"] == first["ETag"]


def test_equal_facts_give_equal_bytes_and_a_changed_one_another_file(
    client: Client, invented: Agreement, clock: Any
) -> None:
    address = f"/agreements/{invented.code}/document.pdf"
    first = client.get(address)
    cache.clear()
    clock(datetime(2026, 12, 24, 9, 0))
    assert client.get(address).content == first.content
    invented.parties.filter(order=1).update(name_as_printed="สถาบันหัตถศิลป์น่าน")
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_language_and_version_are_asked_for_in_the_address(client: Client, invented: Agreement) -> None:
    merged(invented)
    address = f"/agreements/{invented.code}/document.pdf"
    english = client.get(address + "?lang=en&version=1")
    assert english.status_code == 200
    assert "300weavers" in copied(english.content)
    assert "agreement demo-nan-weaving-2568 version 1.pdf" in unquote(english["Content-Disposition"])
    assert "lang" not in english.cookies
    assert "๔๕๐คน" in copied(client.get(address).content)
    for odd in ("3", "0", "x", "-1", "๑", "9" * 40, "1.0"):
        assert client.get(address, {"version": odd}).status_code == 404


def test_who_may_not_see_a_draft_is_not_told_of_its_document(client: Client) -> None:
    draft = signing.a_draft("baac", "gsb")
    address = f"/agreements/{draft.code}/document.pdf"
    assert client.get(address).status_code == 404
    client.force_login(Person.objects.get(pk=cast.niran().person_id))
    assert client.get(address).status_code == 200
    assert client.get("/agreements/none/document.pdf").status_code == 404


def test_an_amendment_is_given_to_those_who_may_see_it(client: Client, invented: Agreement) -> None:
    draft = amending.draft(
        invented, kind="extension", proposer=papers.PROPOSER, new_ends_on=date(2031, 1, 14)
    )
    address = f"{draft.get_absolute_url()}document."
    assert client.get(address + "pdf").status_code == 404
    signing_ = amending.opened(draft)
    for kind in ("pdf", "docx"):
        answer = client.get(address + kind)
        assert answer.status_code == 200
        assert f"แก้ไขเพิ่มเติม {invented.code} {signing_.code}.{kind}" in unquote(answer["Content-Disposition"])
    assert client.get(f"/agreements/none/amendments/{draft.code}/document.pdf").status_code == 404


def test_the_page_names_what_to_install_where_a_library_is_missing(
    client: Client, invented: Agreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise availability.DocumentsUnavailable("libpango-1.0-0", availability.APT_COMMAND)

    monkeypatch.setattr("phanuek.agreements.documents.printing.load", missing)
    answer = client.get(f"/agreements/{invented.code}/document.pdf")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "apt-get install -y --no-install-recommends libpango-1.0-0" in page
    assert "Content-Disposition" not in answer


def test_few_questions_are_asked_of_the_database(
    client: Client, invented: Agreement, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"/agreements/{invented.code}/document.pdf"
    etag = client.get(address)["ETag"]
    with django_assert_max_num_queries(12):
        assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    known = papers.the_2021_agreement()
    client.get(f"/agreements/{known.code}/document.pdf")
    with django_assert_max_num_queries(16):
        client.get(f"/agreements/{known.code}/document.pdf")


def test_the_fragment_of_links_leads_to_files_in_both_languages() -> None:
    made = render_to_string(
        "agreements/_documents.html", {"stem": "/agreements/x/document", "about": "เอกสาร"}
    )
    links = re.findall(r'href="([^"]+)"', made)
    assert links == [
        f"/agreements/x/document.{end}?lang={lang}" for end in ("pdf", "docx") for lang in ("th", "en")
    ]
