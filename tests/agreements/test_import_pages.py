"""From the upload to the agreement and back: the pages of the secretariat."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.actions.importing import plan_of, why_not_undone
from phanuek.agreements.models import Agreement, AgreementImport, Commitment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.people.models import Person
from phanuek.timeline import queries as timeline
from phanuek.ui.country import pack
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.agreements.agreement import commitment_fields
from tests.agreements.files import changed, example, upload

pytestmark = pytest.mark.django_db
IMPORT = "/agreements/import/"


@pytest.fixture
def orawan() -> Actor:
    cast.organisation("osep", "state_agency", name_th="สำนักงานส่งเสริมวิสาหกิจเพื่อสังคม")
    return cast.orawan()


@pytest.fixture
def page(client: Client, orawan: Actor) -> Client:
    return signed_in(client, orawan)


def signed_in(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(
        Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    client.cookies["lang"] = language
    return client


def tried(by: Actor, data: Any) -> AgreementImport:
    return actions.try_agreement(by=by, upload=upload(data))


def confirmed(by: Actor, data: Any, **choices: str) -> Agreement:
    brought = tried(by, data)
    version = plan_of(brought).seen_version
    return actions.confirm_agreement(by=by, brought=brought, choices=choices, version=version)


def test_a_file_is_checked_then_confirmed(
    page: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    assert "รูปแบบของไฟล์" in page.get(IMPORT).content.decode()
    answer = page.post(IMPORT, {"upload": upload(pack().data("agreement_2021_published"))})
    brought = AgreementImport.objects.get()
    assert answer.headers["Location"] == f"{IMPORT}{brought.code}/"
    assert not Agreement.objects.exists()
    with django_assert_max_num_queries(25):
        check = page.get(brought.get_absolute_url()).content.decode()
    for words in (
        "เพิ่มข้อตกลงใหม่ 18 ภาคี",
        "ภาคี 18 องค์กร",
        "บริษัท ทรู คอร์ปอเรชั่น จำกัด",
        "venue.floor",
        "นายนิรัตน์ พงษ์สิทธิถาวร",
    ):
        assert words in check
    assert check.count("ไม่ทราบผู้ลงนาม") == 16
    answer = page.post(brought.get_absolute_url(), {"version": "0"})
    assert answer.headers["Location"] == "/agreements/th-mou-osep-20210226/"
    agreement = Agreement.objects.get()
    assert agreement.parties.count() == 18
    assert Organisation.objects.get(code="osep").names_source == ""  # it was here before
    again = page.get(brought.get_absolute_url()).content.decode()
    assert "นำเข้าแล้ว" in again
    assert page.post(brought.get_absolute_url(), {"version": "0"}).status_code == 302
    assert len(timeline.of(agreement, with_people=True)) == 1
    assert page.get("/agreements/th-mou-osep-20210226/").status_code == 200


def test_the_same_file_twice_has_nothing_to_confirm(page: Client, orawan: Actor) -> None:
    agreement = confirmed(orawan, example())
    version = agreement.version
    brought = tried(orawan, example())
    check = page.get(brought.get_absolute_url()).content.decode()
    assert "ไม่มีอะไรเปลี่ยน" in check
    assert "ยืนยัน" not in check
    page.post(brought.get_absolute_url(), {"version": str(version)})
    agreement.refresh_from_db()
    assert agreement.version == version
    assert [
        e["verb"] for e in timeline.of(agreement, with_people=True) if e["verb"] == "agreement.imported"
    ] == ["agreement.imported"]


def test_a_changed_file_shows_old_and_new(client: Client, orawan: Actor) -> None:
    agreement = confirmed(orawan, example())
    data = changed(example(), "term.ends_on", "2028-02-29")
    data = changed(data, "parties[1].name_as_printed_th", "ธนาคารตัวอย่างแห่งประเทศไทย")
    data = changed(data, "commitments[1].target", 80)
    data = changed(data, "objectives[0].en", "Another translation")
    del data["witnesses"]
    brought = tried(orawan, data)
    check = signed_in(client, orawan, "en").get(brought.get_absolute_url()).content.decode()
    rows = re.findall(r"<del>(.*?)</del>.*?<ins>(.*?)</ins>", check, re.S)
    assert ("28 February 2027", "29 February 2028") in rows
    assert ("ธนาคารตัวอย่าง", "ธนาคารตัวอย่างแห่งประเทศไทย") in rows
    assert ("60", "80") in rows
    assert "นายตัวอย่าง พยาน" in check
    assert "Taken out" in check
    seen = agreement.version
    assert client.post(brought.get_absolute_url(), {"version": str(seen)}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.version == seen + 1
    assert agreement.ends_on is not None
    assert agreement.ends_on.year == 2028
    assert agreement.attendees.filter(part="witness").count() == 0
    assert Commitment.objects.get(code="sample-finance").target == 80
    assert plan_of(brought).changes_nothing


def test_parties_may_change_places(orawan: Actor) -> None:
    confirmed(orawan, example())
    data = example()
    data["parties"][0]["order"], data["parties"][2]["order"] = 3, 1
    agreement = confirmed(orawan, data)
    assert [p.organisation.code for p in agreement.parties.all()] == [
        "sample-university",
        "sample-bank",
        "sample-institute",
    ]


def test_a_page_that_grew_old_is_not_confirmed(page: Client, orawan: Actor) -> None:
    confirmed(orawan, example())
    brought = tried(orawan, changed(example(), "document_number", "9/2567"))
    answer = page.post(brought.get_absolute_url(), {"version": "0"})
    assert answer.status_code == 422
    assert "เปลี่ยนไประหว่างที่ท่านเปิดหน้าตรวจ" in answer.content.decode()
    assert page.post(brought.get_absolute_url(), {}).status_code == 422


# -- which bodies they are --------------------------------------------------------------------------------------------


def test_a_body_of_the_same_official_name_is_the_one_that_is_here(orawan: Actor) -> None:
    here = cast.organisation("the-bank", "bank", name_th="ธนาคาร ตัวอย่าง")
    agreement = confirmed(orawan, example())
    assert agreement.parties.get(order=2).organisation == here
    assert Organisation.objects.filter(code="sample-bank").count() == 0
    assert Commitment.objects.get(code="sample-finance").lead == here


def test_a_look_alike_is_asked_about(page: Client, orawan: Actor) -> None:
    here = cast.organisation("other-code", "university", name_th="มหาวิทยาลัยตัวอย่างไทย")
    brought = tried(orawan, example())
    check = page.get(brought.get_absolute_url()).content.decode()
    assert 'name="body-sample-university"' in check
    assert "มหาวิทยาลัยตัวอย่างไทย" in check
    answer = page.post(brought.get_absolute_url(), {"version": "0"})
    assert answer.status_code == 422
    assert "กรุณาเลือกว่าเป็นหน่วยงานใด" in answer.content.decode()
    assert not Agreement.objects.exists()
    data = {"version": "0", "body-sample-university": "other-code"}
    assert page.post(brought.get_absolute_url(), data).status_code == 302
    assert Agreement.objects.get().parties.get(order=3).organisation == here
    assert plan_of(tried(orawan, example())).changes_nothing  # the choice is known from then on


def test_a_code_of_another_body_is_asked_about_and_a_new_one_gets_its_own(orawan: Actor) -> None:
    cast.organisation("sample-bank", "department", name_th="กรมที่ไม่เกี่ยวกันเลย")
    brought = tried(orawan, example())
    (found,) = plan_of(brought).bodies.to_choose
    assert found.candidates[0].evidence.en == "the same code, but another name"
    with pytest.raises(Refused) as refusal:
        actions.confirm_agreement(by=orawan, brought=brought, choices={}, version=0)
    assert refusal.value.field == "body-sample-bank"
    agreement = actions.confirm_agreement(
        by=orawan, brought=brought, choices={"sample-bank": "new"}, version=0
    )
    assert agreement.parties.get(order=2).organisation.code == "sample-bank-2"
    assert agreement.attendees.get(party__order=2).name_en == "Mr. Tuayang Song"


def test_two_parties_cannot_be_one_body_here(page: Client, orawan: Actor) -> None:
    cast.organisation("one", "university", name_th="มหาวิทยาลัยตัวอย่างไทย")
    data = changed(example(), "parties[1].name_official_th", "มหาวิทยาลัยตัวอย่างไทยๆ")
    brought = tried(orawan, data)
    answer = page.post(
        brought.get_absolute_url(),
        {"version": "0", "body-sample-university": "one", "body-sample-bank": "one"},
    )
    assert answer.status_code == 422
    assert "parties[2].id" in answer.content.decode()
    assert not Agreement.objects.exists()


# -- files that are refused -------------------------------------------------------------------------------------------


def posted(page: Client, content: bytes, name: str = "a.json") -> str:
    answer = page.post(IMPORT, {"upload": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert not AgreementImport.objects.exists()
    return answer.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ไฟล์นี้ว่างเปล่า"),
        (b"%PDF-1.7 ...", "ไม่ใช่ชนิดที่รับ"),
        (b"PK\x03\x04" + b"\0" * 100, "ไม่ใช่ชนิดที่รับ"),
        (b"{" + b" " * (11 * 1024 * 1024) + b"}", "ไฟล์ใหญ่ 11.0 เมกะไบต์"),
        (b"{'a': 1}", "ไม่ใช่ JSON"),
        ("ข้อตกลง".encode("cp874"), "ไม่ใช่ UTF-8"),
        (b"[" * 50_000, "ซ้อนกันลึกเกิน"),
        (b"[]", "ต้องเป็นวัตถุ"),
        (b"{}", "agreement/v1"),
        (b'{"schema": "agreement/v1", "schema": "agreement/v1"}', "มากกว่าหนึ่งครั้ง"),
        (b'{"schema": NaN}', "ไม่ใช่ตัวเลข"),
        (b'{"schema": ["agreement/v1"]}', "agreement/v1"),
    ],
)
def test_what_is_no_agreement_is_refused_with_words(page: Client, content: bytes, words: str) -> None:
    assert words in posted(page, content)


def test_every_problem_stands_on_the_page_with_its_place(client: Client, orawan: Actor) -> None:
    data = changed(example(), "parties[2].id", "sample-bank")
    data = changed(data, "term.ends_on", "2020-01-01")
    shown = posted(signed_in(client, orawan, "en"), upload(data).read())
    assert "parties[2].id" in shown
    assert "term.ends_on" in shown
    assert "Take one of the two out, or give it another id." in shown
    assert "2 places" in shown


def test_no_file_is_asked_for(page: Client) -> None:
    answer = page.post(IMPORT, {})
    assert answer.status_code == 422
    assert "กรุณาเลือกไฟล์" in answer.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_encodings_are_read(page: Client, encoding: str) -> None:
    content = upload(example()).read().decode().encode(encoding)
    assert page.post(IMPORT, {"upload": SimpleUploadedFile("a.json", content)}).status_code == 302


# -- undoing ----------------------------------------------------------------------------------------------------------


def test_an_import_is_undone_while_nothing_hangs_under_it(page: Client, orawan: Actor) -> None:
    before = Organisation.objects.count()
    confirmed(orawan, example())
    brought = AgreementImport.objects.get()
    assert "ยกเลิกการนำเข้านี้" in page.get(brought.get_absolute_url()).content.decode()
    undo = f"{brought.get_absolute_url()}undo/"
    assert "ยังคงอยู่" in page.get(undo).content.decode()
    assert page.post(undo).status_code == 302
    assert not Agreement.objects.exists()
    assert not Commitment.objects.exists()
    assert Organisation.objects.count() == before
    brought.refresh_from_db()
    assert brought.state == "undone"
    assert "ยกเลิกการนำเข้าแล้ว" in page.get(brought.get_absolute_url()).content.decode()
    assert page.post(undo).status_code == 422
    with pytest.raises(Refused):
        actions.confirm_agreement(by=orawan, brought=brought, choices={}, version=0)
    assert confirmed(orawan, example()).code == "sample-basin-2567"


def test_what_was_worked_on_is_not_undone(page: Client, orawan: Actor) -> None:
    agreement = confirmed(orawan, example())
    brought = AgreementImport.objects.get()
    actions.add_commitment(
        by=orawan,
        agreement=agreement,
        lead=Organisation.objects.get(code="sample-bank"),
        **commitment_fields(),
    )
    reason = why_not_undone(brought)
    assert reason is not None
    assert "Commitment added" in reason.en
    answer = page.post(f"{brought.get_absolute_url()}undo/")
    assert answer.status_code == 422
    assert "เพิ่มภารกิจ" in answer.content.decode()
    assert Agreement.objects.exists()


def test_a_commitment_edited_since_stands_in_the_way(orawan: Actor) -> None:
    confirmed(orawan, example())
    row = Commitment.objects.get(code="sample-finance")
    actions.edit_commitment(by=orawan, commitment=row, version=row.version, target=70)
    with pytest.raises(Refused):
        actions.undo_agreement(by=orawan, brought=AgreementImport.objects.get())
    assert Agreement.objects.exists()


def test_an_import_that_changed_an_agreement_is_not_undone(orawan: Actor) -> None:
    confirmed(orawan, example())
    confirmed(orawan, changed(example(), "document_number", "9/2567"))
    for brought in AgreementImport.objects.all():
        assert why_not_undone(brought) is not None


# -- who may ----------------------------------------------------------------------------------------------------------


def test_only_the_secretariat_brings_agreements_in(client: Client, orawan: Actor) -> None:
    brought = tried(orawan, example())
    for by in (cast.niran(), cast.malee(), cast.preecha()):
        with pytest.raises(NotAllowed):
            tried(by, example())
        inside = signed_in(client, by)
        assert inside.get(IMPORT).status_code == 403
        assert inside.get(f"{IMPORT}schema.json").status_code == 403
        assert inside.get(brought.get_absolute_url()).status_code == 404
        assert inside.post(brought.get_absolute_url(), {"version": "0"}).status_code == 404
        assert inside.post(f"{brought.get_absolute_url()}undo/").status_code == 404
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("name", ["schema.json", "example.json"])
def test_the_form_can_be_taken_away(page: Client, name: str) -> None:
    answer = page.get(f"{IMPORT}{name}")
    assert answer.headers["Content-Type"] == "application/json"
    assert "agreement/v1" in answer.content.decode()
