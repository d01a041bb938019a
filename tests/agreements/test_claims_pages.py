"""Pages of claims: who reads what, nothing typed or attached is lost, files reach those who may see them."""

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phanuek.agreements import actions
from phanuek.agreements.models import Claim, Measure
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from tests import cast
from tests.agreements.claiming import Team, a_piece, submitted, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Team:
    return team()


def as_(actor: Actor, language: str = "th") -> Client:
    client = Client()
    if actor.person_id:
        client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def a_pdf(text: str = "รายงาน", name: str = "รายงาน.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"%PDF-1.4\n{text}".encode(), "application/pdf")


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "organisation": "baac", "quantity": "10", "starts_on": "1/3/2569", "ends_on": "31/3/2569", "text_th": "อบรมกลุ่มทอผ้า",
        "evidence-rows": "1", "evidence-0-description": "ใบลงทะเบียน", "evidence-0-quantity": "10", **changes,
    }  # fmt: skip


def url(world: Team, rest: str = "") -> str:
    return f"/commitments/{world.commitment.code}/claims/{rest}"


def at(claim: Claim, rest: str = "") -> str:
    return claim.get_absolute_url() + rest


def words(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def kept(page: str) -> str:
    found = re.search(r'name="evidence-0-kept" value="([^"]+)"', page)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_officer_claims_a_result(world: Team, language: str) -> None:
    client = as_(world.lead, language)
    page = client.get(url(world, "new/"))
    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    answer = client.post(url(world, "new/"), typed(**{"evidence-0-file": a_pdf()}))
    claim = Claim.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, claim.get_absolute_url())
    assert claim.evidence.get().attachment.name == "รายงาน.pdf"
    assert client.get(answer["Location"]).status_code == 200


def test_the_browser_is_told_to_send_the_files(world: Team) -> None:
    page = as_(world.partner).get(url(world, "new/")).content.decode()
    (form,) = [part for part in page.split("<form")[1:] if 'type="file"' in part.split("</form>")[0]]
    assert 'enctype="multipart/form-data"' in form.split(">")[0]


def test_a_file_once_sent_need_not_be_chosen_again(world: Team) -> None:
    client = as_(world.lead)
    answer = client.post(url(world, "new/"), typed(quantity="12", **{"evidence-0-file": a_pdf()}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "รายงานผล 12 กลุ่ม แต่หลักฐานรองรับรวม 10 กลุ่ม" in page
    assert "แนบไว้แล้ว: รายงาน.pdf" in page
    assert 'value="ใบลงทะเบียน"' in page
    assert client.post(url(world, "new/"), typed(**{"evidence-0-kept": kept(page)})).status_code == 302
    assert Claim.objects.get().evidence.get().attachment == Attachment.objects.get()


def test_a_kept_file_is_only_for_whoever_sent_it(world: Team) -> None:
    page = (
        as_(world.lead)
        .post(url(world, "new/"), typed(quantity="12", **{"evidence-0-file": a_pdf()}))
        .content.decode()
    )
    for by, token in ((world.colleague, kept(page)), (world.lead, "x" + kept(page)), (world.lead, "\x00")):
        answer = as_(by).post(url(world, "new/"), typed(**{"evidence-0-kept": token}))
        assert answer.status_code == 422
        assert "แนบอีกครั้ง" in answer.content.decode()
    assert Claim.objects.count() == 0


def test_evidence_is_added_and_taken_out_in_rows(world: Team) -> None:
    client = as_(world.lead)
    sent = typed(**{"evidence-0-file": a_pdf(), "evidence-add": "1"})
    answer = client.post(url(world, "new/"), sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="evidence-rows" value="2"' in page
    assert "field-error" not in page
    two = typed(
        quantity="15",
        **{
            "evidence-rows": "2", "evidence-0-kept": kept(page), "evidence-1-description": "ข่าว",
            "evidence-1-address": "https://example.go.th/news", "evidence-1-quantity": "5", "evidence-1-dated": "2/3/2569",
        },
    )  # fmt: skip
    fewer = client.post(url(world, "new/"), {**two, "evidence-remove": "1"}).content.decode()
    assert 'name="evidence-0-description" value="ข่าว"' in fewer
    assert client.post(url(world, "new/"), two).status_code == 302
    assert [e.dated for e in Claim.objects.get().evidence.all()] == [None, date(2026, 3, 2)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence-0-file": SimpleUploadedFile("x.pdf", b"MZ\x00\x01 not a pdf", "application/pdf")}, "ไม่ใช่ชนิดที่รับ"),
        ({"evidence-0-file": SimpleUploadedFile("x.pdf", b"%PDF-" + b"0" * 10_600_000, "application/pdf")}, "10 เมกะไบต์"),
        ({}, "แนบไฟล์"),
        ({"evidence-0-file": a_pdf(), "evidence-0-quantity": "-1"}, "หลักฐานชิ้นที่ 1: รองรับผลเท่าใด"),
        ({"evidence-0-file": a_pdf(), "evidence-0-description": ""}, "แสดงอะไร"),
        ({"evidence-0-file": a_pdf(), "ends_on": "1/1/2570"}, "วันนี้คือ"),
        ({"evidence-0-file": a_pdf(), "text_th": "โทร 081-234-5678"}, "หมายเลขโทรศัพท์"),
        ({"evidence-rows": "0"}, "รองรับรวม 0"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    world: Team, changes: dict[str, Any], said: str
) -> None:
    answer = as_(world.lead).post(url(world, "new/"), typed(**changes))
    assert answer.status_code == 422
    assert said in words(answer)
    assert 'name="quantity" value="10"' in answer.content.decode()
    assert Claim.objects.count() == 0


def test_the_same_file_again_is_refused_by_the_name_of_the_claim(world: Team) -> None:
    client = as_(world.lead)
    client.post(url(world, "new/"), typed(**{"evidence-0-file": a_pdf()}))
    answer = client.post(url(world, "new/"), typed(**{"evidence-0-file": a_pdf()}))
    assert answer.status_code == 422
    assert Claim.objects.get().code in words(answer)


def test_the_secretariat_is_told_that_it_claims_for_others(world: Team) -> None:
    client = as_(world.secretariat)
    assert "ฝ่ายเลขานุการบันทึกแทน" in words(client.get(url(world, "new/")))
    sent = typed(organisation="dip", **{"evidence-0-file": a_pdf()})
    assert client.post(url(world, "new/"), sent).status_code == 302
    assert Claim.objects.get().on_behalf
    page = words(client.get(at(Claim.objects.get())))
    assert "บันทึกโดยฝ่ายเลขานุการในนามของหน่วยงาน" in page


def test_what_is_counted_from_recorded_work_says_so() -> None:
    world = team(measure=Measure.REFERRALS)
    assert "นับซ้ำ" in words(as_(world.lead).get(url(world, "new/")))
    assert "ไม่ต้องรายงานผลเอง" in words(as_(world.lead).get(url(world)))


# -- mending and deciding ----------------------------------------------------------------------------------------


def test_a_returned_claim_is_mended_with_everything_still_there(world: Team) -> None:
    claim = submitted(world)
    partner = as_(world.partner)
    assert at(claim, "return/") in partner.get(at(claim)).content.decode()
    sent = {"version": claim.version, "reason": "ขอรายชื่อผู้เข้าอบรม"}
    assert partner.post(at(claim, "return/"), sent).status_code == 302
    client = as_(world.lead)
    page = client.get(at(claim, "mend/")).content.decode()
    assert "ขอรายชื่อผู้เข้าอบรม" in page
    assert "แนบไว้แล้ว: รายงาน.pdf" in page
    claim.refresh_from_db()
    again = typed(version=claim.version, **{"evidence-0-kept": kept(page)})
    assert client.post(at(claim, "mend/"), again).status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.evidence.get().attachment.name) == ("submitted", "รายงาน.pdf")
    late = client.post(at(claim, "mend/"), again)
    assert (late.status_code, "ระหว่างที่ท่านเปิดดู" in words(late) or "อยู่ในสถานะ" in words(late)) == (403, True)


def test_a_claim_is_approved_for_less_with_a_note(world: Team) -> None:
    claim = submitted(world)
    client = as_(world.partner)
    assert "หลักฐาน" in words(client.get(at(claim, "approve/")))
    less = {"version": 1, "quantity": "7", "note": ""}
    answer = client.post(at(claim, "approve/"), less)
    assert (answer.status_code, 'value="7"' in answer.content.decode()) == (422, True)
    assert client.post(at(claim, "approve/"), {**less, "note": "ซ้ำ 3 กลุ่ม"}).status_code == 302
    claim.refresh_from_db()
    assert claim.approved_quantity == 7
    assert "ยืนยันโดยหน่วยงาน gsb" in words(client.get(at(claim)))


def test_a_colleagues_approval_is_shown_as_waiting_and_another_body_confirms(world: Team) -> None:
    claim = submitted(world)
    as_(world.colleague).post(at(claim, "approve/"), {"version": 1, "quantity": "10"})
    page = as_(world.partner).get(at(claim))
    assert "ผลที่รอยืนยัน" in words(page)
    assert at(claim, "confirm/") in page.content.decode()
    assert as_(world.partner).post(at(claim, "confirm/"), {"version": 2}).status_code == 302
    assert "ผลที่ยืนยันแล้ว" in words(as_(world.partner).get(at(claim)))


def test_somebody_was_quicker_and_what_was_typed_stays(world: Team) -> None:
    claim = submitted(world)
    as_(world.partner).post(at(claim, "refuse/"), {"version": 1, "reason": "ไม่ตรง"})
    answer = as_(world.secretariat).post(at(claim, "refuse/"), {"version": 1, "reason": "เหตุผลที่พิมพ์ไว้"})
    assert answer.status_code == 422
    assert "เหตุผลที่พิมพ์ไว้" in answer.content.decode()
    assert as_(world.secretariat).get(at(claim, "approve/")).status_code == 403


@pytest.mark.parametrize("act", ["approve", "return", "refuse"])
def test_whoever_claimed_is_told_why_they_may_not_decide(world: Team, act: str) -> None:
    claim = submitted(world)
    answer = as_(world.lead).get(at(claim, f"{act}/"))
    assert answer.status_code == 403
    assert "ของตนเอง" in words(answer)
    assert at(claim, f"{act}/") not in as_(world.lead).get(at(claim)).content.decode()


# -- who reads what ----------------------------------------------------------------------------------------------


def test_a_waiting_claim_is_between_its_bodies_and_the_secretariat(world: Team) -> None:
    claim = submitted(world)
    for by in (world.lead, world.colleague, world.partner, world.secretariat):
        assert as_(by).get(at(claim)).status_code == 200
    for stranger in (world.other, cast.malee(), cast.DAO):
        assert as_(stranger).get(at(claim)).status_code == 404
        assert claim.code not in as_(stranger).get(url(world)).content.decode()


def test_an_approved_claim_is_public_but_its_files_are_not(world: Team) -> None:
    claim = submitted(world, evidence=[a_piece(world.lead, description="ใบลงทะเบียน 10 กลุ่ม")])
    file = f"evidence/{claim.evidence.get().attachment.code}/"
    assert as_(world.other).get(at(claim, file)).status_code == 404
    actions.approve_claim(by=world.partner, claim=claim, version=1, note="ครบถ้วน")
    dao = as_(cast.DAO)
    page = dao.get(at(claim))
    assert "ใบลงทะเบียน 10 กลุ่ม" in words(page)
    assert "เปิดได้เฉพาะเจ้าหน้าที่ของภาคี" in words(page)
    assert "รายงาน.pdf" not in page.content.decode()
    assert "ครบถ้วน" not in words(page)
    assert dao.get(at(claim, file))["Location"].startswith("/accounts/login/")
    for by in (world.lead, world.partner, world.other, world.secretariat):
        answer = as_(by).get(at(claim, file))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert as_(cast.malee()).get(at(claim, file)).status_code == 403
    assert as_(world.lead).get(at(claim, "evidence/f-none/")).status_code == 404


def test_files_of_another_claim_are_not_found_under_this_one(world: Team) -> None:
    one, other = submitted(world), submitted(world)
    assert (
        as_(world.lead).get(at(one, f"evidence/{other.evidence.get().attachment.code}/")).status_code == 404
    )
    elsewhere = f"/commitments/none/claims/{one.code}/"
    assert as_(world.lead).get(elsewhere).status_code == 404


def test_the_results_of_cases_are_not_told_on_the_page_of_claims() -> None:
    world = team(measure=Measure.REFERRALS)
    actions.post_result(
        by=world.lead, commitment=world.commitment, measure=Measure.REFERRALS, quantity=3, confirmed=True,
        reference="referral:r-1", on=date(2026, 3, 1),
    )  # fmt: skip
    assert "3 กลุ่ม" not in words(as_(cast.DAO).get(url(world)))
    assert "ยืนยันแล้ว 3 กลุ่ม" in words(as_(world.lead).get(url(world)))


def test_the_list_costs_the_same_however_long(
    world: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def ask() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            assert as_(cast.DAO).get(url(world)).status_code == 200
        return len(found)

    actions.approve_claim(by=world.partner, claim=submitted(world), version=1)
    few = ask()
    for _ in range(6):
        actions.approve_claim(by=world.partner, claim=submitted(world, quantity=Decimal(2)), version=1)
    assert ask() == few <= 22
