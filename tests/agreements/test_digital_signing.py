"""Digital signatures: by key file, in a file brought back; every way in which a file is not what it should be."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Attendee, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.queries import signing as pages
from phanuek.agreements.queries.files_of_signing import checked_line
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.documents.signing import sign_pdf, verify_pdf
from tests.agreements.signing import (
    PASSPHRASE,
    PEOPLE,
    SYSTEM,
    TODAY,
    certificates,
    key_file,
    opened,
    pdf_upload,
    plain_pdf,
    refused,
    signatory,
    signed,
    without_document_made,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    without_document_made(monkeypatch)


def with_document(*bodies: str) -> Agreement:
    return opened(*(bodies or ("baac", "gsb")), document=plain_pdf())


def newest(agreement: Agreement) -> SignedFile:
    found = signed_files.newest(agreement)
    assert found is not None
    return found


def here(person: Attendee, who: int = 0, **fields: Any) -> Attendee:
    """Signs the newest file here with a key."""
    values = {
        "key_file": key_file(who),
        "passphrase": PASSPHRASE,
        "seen": newest(person.agreement).code,
        **fields,
    }
    return actions.sign_here(by=SYSTEM, signatory=person, **values)


def elsewhere(pdf: bytes, who: int = 0, at: datetime = NOW) -> bytes:
    """The file with one more signature, as other software makes it."""
    key = certificates().key_files[PEOPLE[who]]
    return sign_pdf(pdf, pkcs12=key, passphrase=PASSPHRASE, signer_label="x", reason="y", at=at)


# ---------------------------------------------------------------- by key file


def test_a_key_signs_here_and_is_kept_nowhere() -> None:
    agreement = with_document()
    first = here(signatory(agreement, "baac"))
    second = here(signatory(agreement, "gsb"), who=1)
    agreement.refresh_from_db()
    assert (agreement.stage, agreement.signed_on) == ("signed", TODAY)
    assert (first.method, second.certificate["subject"]) == ("digital", "Mr. Gsb Jaidee")
    files = signed_files.files_of(agreement)
    assert [(file.kind, file.number) for file in files] == [("to_sign", 1), ("digital", 2), ("digital", 3)]
    found = verify_pdf(signed_files.content(files[-1]), trust_roots=[certificates().root])
    assert [(check.signer, check.trusted) for check in found] == [(PEOPLE[0], True), (PEOPLE[1], True)]
    assert signed_files.content(files[2]).startswith(signed_files.content(files[1]))
    key = certificates().key_files[PEOPLE[0]]
    assert all(key not in signed_files.content(file) for file in files)
    assert PASSPHRASE not in str(list(Attendee.objects.values())) + str(
        timeline.of(agreement, with_people=True)
    )


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"passphrase": "wrong"}, "passphrase", "รหัสผ่านไม่ถูกต้อง"),
        ({"key_file": SimpleUploadedFile("k.p12", b"not a key")}, "key_file", "ไม่ใช่ไฟล์กุญแจ"),
        ({"key_file": SimpleUploadedFile("k.p12", b"0" * 200_000)}, "key_file", "ใหญ่เกินกว่า"),
        ({"capacity": "delegated"}, "capacity_basis", "คำสั่งหรือหนังสือ"),
    ],
)
def test_a_key_that_does_not_sign_is_refused_with_the_reason(
    fields: dict[str, Any], field: str, words: str
) -> None:
    agreement = with_document()
    person = signatory(agreement, "baac")
    found = refused(lambda: here(person, **fields), field, words)
    assert PASSPHRASE not in str(found)
    assert Attendee.objects.get().signed_on is None
    assert len(signed_files.files_of(agreement)) == 1


def test_the_second_of_two_signers_is_told_to_take_the_newest_file() -> None:
    agreement = with_document()
    first, second = signatory(agreement, "baac"), signatory(agreement, "gsb")
    seen = newest(agreement).code
    here(first, seen=seen)
    found = refused(lambda: here(second, who=1, seen=seen), None, "มีผู้ลงนามเพิ่มระหว่าง.*นายbaac ใจดี")
    assert found.hint is not None
    assert "newest" in found.hint.en
    assert here(second, who=1).signed_on == TODAY


def test_without_a_document_there_is_nothing_to_sign_digitally() -> None:
    person = signatory(opened("baac", "gsb"), "baac")
    refused(lambda: here_without(person), None, "ยังไม่มีเอกสาร")


def here_without(person: Attendee) -> Attendee:
    return actions.sign_here(
        by=SYSTEM, signatory=person, key_file=key_file(), passphrase=PASSPHRASE, seen="x"
    )


def test_a_certificate_signs_one_document_once() -> None:
    agreement = with_document()
    here(signatory(agreement, "baac"))
    other = signatory(agreement, "gsb")
    refused(lambda: here(other, who=0), "key_file", "ใช้ลงนามในเอกสารนี้แล้ว")
    assert len(signed_files.files_of(agreement)) == 2


def test_a_name_that_differs_from_the_certificate_is_said_and_not_refused() -> None:
    agreement = with_document()
    here(signatory(agreement, "baac"), who=0)
    here(signatory(agreement, "gsb"), who=2)
    lines = pages.signing_page(agreement, Actor.public()).lines
    shown = [(row.certified, row.same_name) for line in lines for row in line.people]
    assert shown == [(PEOPLE[0], True), ("Somebody Else", False)]


# ---------------------------------------------------------------- brought back as a file


def test_a_file_signed_elsewhere_is_taken_when_it_extends_the_newest() -> None:
    agreement = with_document()
    person = signatory(agreement, "gsb")
    pdf = elsewhere(signed_files.content(newest(agreement)), who=1)
    (done,) = actions.add_signed(by=SYSTEM, signatories=[person], upload=pdf_upload(pdf))
    assert (done.signed_on, done.method, done.certificate["subject"]) == (TODAY, "digital", "Mr. Gsb Jaidee")
    assert signed_files.content(newest(agreement)) == pdf


def test_two_signatures_come_in_one_file_each_with_its_person() -> None:
    agreement = with_document()
    people = [signatory(agreement, "baac"), signatory(agreement, "gsb")]
    pdf = elsewhere(elsewhere(signed_files.content(newest(agreement)), who=1), who=0)
    refused(
        lambda: actions.add_signed(by=SYSTEM, signatories=people[:1], upload=pdf_upload(pdf)),
        "signatories",
        "2 ลายมือชื่อ",
    )
    actions.add_signed(by=SYSTEM, signatories=people, upload=pdf_upload(pdf))
    agreement.refresh_from_db()
    assert agreement.stage == "signed"
    assert [p.certificate["subject"] for p in Attendee.objects.order_by("pk")] == [PEOPLE[0], PEOPLE[1]]


def _changed(pdf: bytes, at: int) -> bytes:
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


@pytest.mark.parametrize("where", ["in the document", "in the signature", "at the end"])
def test_one_changed_byte_is_refused_with_the_reason(where: str) -> None:
    agreement = with_document()
    person = signatory(agreement, "gsb")
    before = signed_files.content(newest(agreement))
    pdf = elsewhere(before, who=1)
    place = {
        "in the document": 60,
        "in the signature": pdf.index(b"/ByteRange") - 40,
        "at the end": len(pdf) - 9,
    }
    found = refused(
        lambda: actions.add_signed(
            by=SYSTEM, signatories=[person], upload=pdf_upload(_changed(pdf, place[where]))
        ),
        "file",
        "ไม่ผ่านการตรวจ|ไม่ได้ทำต่อจาก|อ่านไฟล์ PDF นี้ไม่ได้|เพิ่มเนื้อหาอื่น",
    )
    assert found.hint is not None
    assert Attendee.objects.get().signed_on is None
    assert len(signed_files.files_of(agreement)) == 1


def test_the_second_file_brought_back_is_told_to_take_the_newest() -> None:
    agreement = with_document()
    first, second = signatory(agreement, "baac"), signatory(agreement, "gsb")
    original = signed_files.content(newest(agreement))
    actions.add_signed(by=SYSTEM, signatories=[first], upload=pdf_upload(elsewhere(original, who=0)))
    late = pdf_upload(elsewhere(original, who=1))
    refused(
        lambda: actions.add_signed(by=SYSTEM, signatories=[second], upload=late), "file", "มีผู้ลงนามเพิ่มระหว่าง"
    )
    again = pdf_upload(elsewhere(signed_files.content(newest(agreement)), who=1))
    actions.add_signed(by=SYSTEM, signatories=[second], upload=again)
    agreement.refresh_from_db()
    assert agreement.stage == "signed"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda pdf: pdf, "เหมือนไฟล์ล่าสุดทุกประการ"),
        (lambda pdf: elsewhere(plain_pdf().replace(b"595 842", b"595 841"), who=1), "ไม่ได้ทำต่อจาก"),
        (lambda pdf: pdf + b"\n% a note\n", "ไม่ได้ทำต่อจาก|เพิ่มเนื้อหาอื่น|อ่านไฟล์"),
        (lambda pdf: b"%PDF-1.7 and nothing more", "อ่านไฟล์ PDF นี้ไม่ได้"),
        (lambda pdf: b"a letter", "ไม่ใช่ชนิดที่รับ"),
    ],
)
def test_what_is_not_the_newest_file_signed_is_refused(make: Callable[[bytes], bytes], words: str) -> None:
    agreement = with_document()
    person = signatory(agreement, "gsb")
    upload = pdf_upload(make(signed_files.content(newest(agreement))))
    refused(lambda: actions.add_signed(by=SYSTEM, signatories=[person], upload=upload), "file", words)


def test_a_signature_dated_in_the_future_is_refused() -> None:
    agreement = with_document()
    person = signatory(agreement, "gsb")
    pdf = elsewhere(
        signed_files.content(newest(agreement)), who=1, at=datetime(2027, 1, 5, tzinfo=NOW.tzinfo)
    )
    refused(
        lambda: actions.add_signed(by=SYSTEM, signatories=[person], upload=pdf_upload(pdf)),
        "signed_on",
        "ยังไม่มาถึง",
    )


def test_undoing_a_digital_signature_takes_its_file_from_the_end_only() -> None:
    agreement = with_document("baac", "gsb", "dip")
    first, second = here(signatory(agreement, "baac")), here(signatory(agreement, "gsb"), who=1)
    refused(lambda: actions.undo_signature(by=SYSTEM, signatory=first, why="x"), None, "ครอบคลุม")
    actions.undo_signature(by=SYSTEM, signatory=second, why="ใช้ใบรับรองผิด")
    assert (newest(agreement).number, SignedFile.objects.exclude(void_why="").get().number) == (2, 3)
    here(second, who=1)
    assert newest(agreement).number == 4


def test_a_document_is_replaced_only_while_nobody_signed() -> None:
    agreement = with_document()
    other = plain_pdf().replace(b"595 842", b"612 792")
    actions.replace_document(by=SYSTEM, agreement=agreement, document=pdf_upload(other))
    assert signed_files.content(newest(agreement)) == other
    refused(
        lambda: actions.replace_document(
            by=SYSTEM, agreement=agreement, document=pdf_upload(elsewhere(other))
        ),
        "document",
        "มีลายมือชื่อดิจิทัลอยู่แล้ว",
    )
    signed(agreement, "baac")
    refused(
        lambda: actions.replace_document(by=SYSTEM, agreement=agreement, document=pdf_upload(other)),
        "document",
        "มีผู้ลงนามแล้ว",
    )


def test_a_stored_file_that_was_changed_is_told() -> None:
    agreement = with_document()
    here(signatory(agreement, "baac"))
    file = newest(agreement)
    assert checked_line(file).problem is None
    content = _changed(signed_files.content(file), 60)
    file.attachment.file.storage.delete(file.attachment.file.name)
    file.attachment.file.storage.save(file.attachment.file.name, io.BytesIO(content))
    problem = checked_line(file).problem
    assert problem is not None
    assert "SHA-256" in problem.en
