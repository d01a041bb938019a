"""Pages of drafting and signing, in both languages: what they show to whom, and the way of each form."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Attendee, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.ui.country import pack
from tests import cast
from tests.agreements.agreement import an_agreement
from tests.agreements.signing import (
    PASSPHRASE,
    SYSTEM,
    TODAY,
    a_draft,
    as_,
    key_file,
    opened,
    party,
    pdf_upload,
    plain_pdf,
    signatory,
    signed,
    without_document_made,
)

pytestmark = pytest.mark.django_db
BASE = "/agreements/mou-new/"


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    without_document_made(monkeypatch)


def shown(client: Client, address: str = f"{BASE}signing/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", ["ยังบอกไม่ได้", "ต้นทางไม่ได้ระบุระยะเวลา", "ยังไม่ทราบผู้ลงนาม 16 จาก 18 ภาคี", "จึงถือว่าภาคีทั้ง 18 องค์กรต้องลงนามครบ",
                "ทราบผู้ลงนามและวันลงนามของอีก 16 ภาคี", "ชื่อทางการ: บริษัท ทรู คอร์ปอเรชั่น จำกัด (มหาชน)"]),
        ("en", ["Cannot say", "term not stated", "16 of 18 signatories not known", "all of its 18 parties are taken to be needed",
                "it is known who signed for 16 more parties", "Signatory not known"]),
    ],
)  # fmt: skip
def test_the_memorandum_of_2021_says_what_is_known(client: Client, language: str, words: list[str]) -> None:
    data = copy.deepcopy(pack().data("agreement_2021"))
    agreement = actions.import_agreement(by=SYSTEM, data=data, on=TODAY)
    client.cookies["lang"] = language
    with CaptureQueriesContext(connection) as queries:
        page = shown(client, f"/agreements/{agreement.code}/signing/")
    for word in words:
        assert word in page
    assert page.count("tag unknown") == 17
    assert len(queries) <= 12, [q["sql"][:80] for q in queries]


def test_the_number_of_queries_does_not_grow_with_the_parties(client: Client) -> None:
    def asked(code: str, *bodies: str) -> int:
        agreement = opened(*bodies, code=code, document=plain_pdf())
        for number, body in enumerate(bodies[:-1]):
            signed(agreement, body, name=f"นาย {body} {number}")
        with CaptureQueriesContext(connection) as found:
            shown(client, f"/agreements/{code}/signing/")
        return len(found)

    asked("mou-0", "a", "b")
    assert asked("mou-1", "a", "b", "c") == asked("mou-2", "a", "b", "c", "d", "e", "f", "g")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("th", ["อยู่ระหว่างลงนาม", "ลงนามแล้ว 1 จาก 2 ภาคี", "ยังไม่มีผล", "ระบุชื่อแล้ว รอลงนาม", "ได้รับมอบอำนาจ · คำสั่งที่ 125/2569",
                "ภาคีทั้ง 2 องค์กรต้องลงนามครบ", "ลงนามเพิ่มอีก 1 ภาคี", "บันทึกโดยฝ่ายเลขานุการในนามของหน่วยงาน gsb", "สังกัด กระทรวง",
                "ปัจจุบันคือ หน่วยงานใหม่", "นางพยาน ดีงาม", "เฉพาะภาคีและฝ่ายเลขานุการเปิดไฟล์ได้"]),
        ("en", ["Being signed", "1 of 2 parties have signed", "Not in force yet", "Named, not signed yet",
                "By delegated authority · คำสั่งที่ 125/2569", "All of its 2 parties must have signed", "1 more party signs",
                "Recorded by the secretariat on behalf of Body gsb", "under Ministry", "now New body", "its files are open to the parties"]),
    ],
)  # fmt: skip
def test_the_page_of_a_signing(client: Client, language: str, words: list[str]) -> None:
    agreement = opened("baac", "gsb", document=plain_pdf())
    gsb = cast.organisation("gsb")
    gsb.parent = cast.organisation("moi", "ministry", name_th="กระทรวง", name_en="Ministry")
    gsb.successor = cast.organisation("new", name_th="หน่วยงานใหม่", name_en="New body")
    gsb.save()
    basis = {"capacity": "delegated", "capacity_basis": "คำสั่งที่ 125/2569"}
    person = signatory(agreement, "gsb", **basis)
    actions.record_signature(by=cast.orawan(), signatory=person, signed_on=TODAY)
    signatory(agreement, "baac")
    actions.add_witness(by=SYSTEM, agreement=agreement, name_th="นางพยาน ดีงาม")
    client.cookies["lang"] = language
    page = shown(client)
    for word in words:
        assert word in page
    for hidden in ("/sign/", "/undo/", "/edit/", "signing/files/"):
        assert hidden not in page


def test_an_officer_finds_what_their_body_still_has_to_do(client: Client) -> None:
    agreement = opened("baac", "gsb", document=plain_pdf())
    niran = cast.niran()
    page = shown(as_(client, niran))
    assert "สิ่งที่หน่วยงาน baacยังต้องทำ" in page
    assert f"{BASE}parties/baac/signatories/new/" in page
    assert f"{BASE}parties/gsb/signatories/new/" not in page
    named = {"name_th": "นายสมชาย ใจดี", "position_th": "ผู้จัดการ", "capacity": "own_right"}
    assert client.post(f"{BASE}parties/baac/signatories/new/", named).status_code == 302
    person = Attendee.objects.get()
    other = signatory(agreement, "gsb")
    page = shown(client)
    assert f"people/{person.code}/sign/digital/" in page
    assert f"people/{other.code}/" not in page


# ---------------------------------------------------------------- the forms


def test_open_and_back(client: Client) -> None:
    a_draft("baac", "gsb", text_elsewhere="")
    as_(client, cast.orawan())
    assert "หน่วยงาน gsb" in shown(client, f"{BASE}open/")
    answer = client.post(f"{BASE}open/", {"text_elsewhere": ""})
    assert answer.status_code == 422
    assert "ยังไม่มีตัวบท" in answer.content.decode()
    typed = {"text_elsewhere": "แฟ้มที่ 12", "document": pdf_upload(plain_pdf())}
    assert client.post(f"{BASE}open/", typed)["Location"] == f"{BASE}signing/"
    assert SignedFile.objects.get().kind == "to_sign"
    again = client.post(f"{BASE}open/", {"text_elsewhere": "x"})
    assert again.status_code == 403
    assert "เปิดให้ลงนามแล้ว" in again.content.decode()
    assert client.post(f"{BASE}back/", {"why": ""}).status_code == 422
    assert client.post(f"{BASE}back/", {"why": "พบคำผิด"})["Location"] == f"{BASE}parties/"
    assert Agreement.objects.get().stage == "draft"


def test_after_the_opening_only_what_describes_it_is_edited(client: Client) -> None:
    opened("baac", "gsb")
    as_(client, cast.orawan())
    page = shown(client, f"{BASE}edit/")
    assert 'name="ends_on"' not in page
    assert 'name="title_th"' not in page
    version = Agreement.objects.get().version
    typed = {
        "venue_th": "ศาลากลาง",
        "instrument_en": "memorandum",
        "text_elsewhere": "กองนิติการ",
        "version": version,
    }
    assert "กรุณากรอกข้อมูล" in client.post(f"{BASE}edit/", typed).content.decode()
    assert client.post(f"{BASE}edit/", {**typed, "why": "ย้ายที่จัดพิธี"}).status_code == 302
    assert Agreement.objects.get().venue_th == "ศาลากลาง"


def test_a_signature_on_paper_is_recorded_and_the_last_one_signs_it(client: Client) -> None:
    agreement = opened("baac", "gsb")
    signed(agreement, "gsb")
    person = signatory(agreement, "baac", capacity="not_stated")
    as_(client, cast.niran())
    address = f"{BASE}people/{person.code}/sign/"
    assert "23/11/2569" in shown(client, address)
    late = client.post(address, {"signed_on": "24/11/2569", "capacity": "own_right"})
    assert late.status_code == 422
    assert "ยังไม่มาถึง" in late.content.decode()
    assert "โปรดเลือกไฟล์อีกครั้ง" not in late.content.decode()
    scanned = {"signed_on": "24/11/2569", "capacity": "own_right", "scan": pdf_upload(plain_pdf())}
    assert "โปรดเลือกไฟล์อีกครั้ง" in client.post(address, scanned).content.decode()
    without = client.post(address, {"signed_on": "23/11/2569"})
    assert "กรุณาเลือก" in without.content.decode()
    basis = client.post(address, {"signed_on": "23/11/2569", "capacity": "delegated"})
    assert "คำสั่งหรือหนังสือ" in basis.content.decode()
    done = client.post(address, {"signed_on": "23/11/2569", "capacity": "own_right"}, follow=True)
    assert "ลงนามครบตามหลักเกณฑ์แล้ว" in done.content.decode()
    assert Agreement.objects.get().stage == "signed"
    assert client.get(address).status_code == 403


def test_signing_here_asks_for_key_and_passphrase_and_keeps_neither(client: Client) -> None:
    agreement = opened("baac", "gsb", document=plain_pdf())
    person = signatory(agreement, "baac")
    as_(client, cast.niran())
    address = f"{BASE}people/{person.code}/sign/digital/"
    seen = signed_files.newest(agreement)
    assert seen is not None
    assert f'value="{seen.code}"' in shown(client, address)
    typed: dict[str, Any] = {"capacity": "own_right", "seen": seen.code, "passphrase": "wrong horse"}
    wrong = client.post(address, {**typed, "key_file": key_file()})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "รหัสผ่านไม่ถูกต้อง" in page
    assert "wrong horse" not in page
    right = {**typed, "passphrase": PASSPHRASE, "key_file": key_file()}
    assert client.post(address, right).status_code == 302
    page = shown(client)
    assert "ลายมือชื่อดิจิทัล" in page
    assert "ชื่อในใบรับรอง: นายbaac ใจดี" in page
    assert SignedFile.objects.get(kind="digital").attachment.sha256 in page


def test_a_second_signer_reads_the_newest_file_and_signs_again(client: Client) -> None:
    agreement = opened("baac", "gsb", document=plain_pdf())
    first, second = signatory(agreement, "gsb"), signatory(agreement, "baac")
    seen = signed_files.newest(agreement)
    assert seen is not None
    actions.sign_here(by=SYSTEM, signatory=first, key_file=key_file(1), passphrase=PASSPHRASE, seen=seen.code)
    as_(client, cast.niran())
    address = f"{BASE}people/{second.code}/sign/digital/"
    typed = {"capacity": "own_right", "passphrase": PASSPHRASE, "seen": seen.code}
    late = client.post(address, {**typed, "key_file": key_file()})
    newest = signed_files.newest(agreement)
    assert newest is not None
    assert late.status_code == 422
    assert "มีผู้ลงนามเพิ่มระหว่าง" in late.content.decode()
    assert f'value="{newest.code}"' in late.content.decode()
    assert client.post(address, {**typed, "seen": newest.code, "key_file": key_file()}).status_code == 302
    assert Agreement.objects.get().stage == "signed"


def test_a_file_brought_back_is_refused_at_its_field(client: Client) -> None:
    agreement = opened("baac", "gsb", document=plain_pdf())
    person, other = signatory(agreement, "baac"), signatory(agreement, "gsb")
    as_(client, cast.niran())
    address = f"{BASE}signing/signed/"
    page = shown(client, address)
    assert person.code in page
    assert other.code not in page
    answer = client.post(address, {"signatories": [person.code], "file": pdf_upload(plain_pdf())})
    assert answer.status_code == 422
    assert "เหมือนไฟล์ล่าสุดทุกประการ" in answer.content.decode()
    not_mine = client.post(address, {"signatories": [other.code], "file": pdf_upload(plain_pdf())})
    assert not_mine.status_code == 422


def test_a_record_made_by_mistake_is_undone_with_a_reason(client: Client) -> None:
    agreement = opened("baac", "gsb")
    person = signed(agreement, "baac")
    as_(client, cast.niran())
    address = f"{BASE}people/{person.code}/undo/"
    assert address in shown(client)
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": "บันทึกผิดคน"}).status_code == 302
    assert Attendee.objects.get().signed_on is None
    assert client.get(address).status_code == 404


def test_people_are_mended_and_taken_off(client: Client) -> None:
    agreement = opened("baac", "gsb")
    person = signatory(agreement, "baac")
    as_(client, cast.orawan())
    edit = f"{BASE}people/{person.code}/edit/"
    typed = {"name_th": "นายใหม่ จริงแท้", "position_th": "ผู้จัดการ", "capacity": "own_right", "version": "1"}
    assert client.post(edit, typed).status_code == 302
    behind = client.post(edit, {**typed, "name_th": "นายอื่น คนละคน"})
    assert behind.status_code == 422
    assert "นายใหม่ จริงแท้" in behind.content.decode()
    for part in ("witness", "chair"):
        assert client.post(f"{BASE}people/new/{part}/", {"name_th": f"นาย {part}"}).status_code == 302
    witness = Attendee.objects.get(part="witness")
    assert client.post(f"{BASE}people/{witness.code}/remove/").status_code == 302
    assert list(Attendee.objects.order_by("pk").values_list("part", flat=True)) == ["signatory", "chair"]


def test_files_are_public_once_it_is_signed(client: Client, clock: Callable[[datetime], None]) -> None:
    agreement = opened("baac", "gsb", document=plain_pdf())
    niran = cast.niran()
    scan = actions.add_scan(
        by=niran, agreement=agreement, scan=SimpleUploadedFile("สแกน.pdf", plain_pdf(), "application/pdf")
    )
    address = f"{BASE}signing/files/{scan.code}/"
    assert client.get(address).status_code == 404
    assert as_(Client(), cast.malee()).get(address).status_code == 403
    answer = as_(Client(), niran).get(address)
    assert b"".join(answer.streaming_content) == plain_pdf()  # type: ignore[attr-defined]
    assert "attachment" in answer["Content-Disposition"]
    signed(agreement, "baac")
    signed(agreement, "gsb")
    public = client.get(address)
    assert b"".join(public.streaming_content) == plain_pdf()  # type: ignore[attr-defined]
    assert scan.attachment.sha256 in shown(client)


def test_an_agreement_without_files_says_so(client: Client) -> None:
    an_agreement("baac", "gsb")
    assert "ไม่มีเอกสารในระบบ" in shown(client, "/agreements/mou-1/signing/")


def test_a_withdrawal_is_shown_with_its_day(client: Client) -> None:
    agreement = opened("baac", "gsb", "dip")
    for body in ("baac", "gsb", "dip"):
        signed(agreement, body)
    row = party(agreement, "dip")
    row.withdrawn_on, row.withdrawal_why_th = date(2026, 11, 20), "ปรับโครงสร้าง"
    row.save()
    page = shown(client)
    assert "ถอนตัวแล้ว ตั้งแต่" in page
    assert "ปรับโครงสร้าง" in page
