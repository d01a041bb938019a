"""Signatures: on paper, by key file, in a file brought back; what is refused, and what no order of acts can reach."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Agreement, Attendee, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.queries import signing as pages
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.documents.signing import sign_pdf, verify_pdf
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
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
    signatory,
    signed,
    without_document_made,
)
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    without_document_made(monkeypatch)


def refused(act: Callable[[], Any], field: str | None, words: str) -> Refused:
    with pytest.raises(Refused, match=words) as found:
        act()
    assert found.value.field == field
    return found.value


def on_paper(person: Attendee, on: date = TODAY, by: Actor = SYSTEM, **fields: Any) -> Attendee:
    return actions.record_signature(by=by, signatory=person, signed_on=on, **fields)


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


# ---------------------------------------------------------------- on paper


def test_an_officer_records_the_signature_of_their_own_body() -> None:
    agreement = opened("baac", "gsb")
    person = on_paper(signatory(agreement, "baac"), by=cast.niran())
    assert (person.signed_on, person.method, person.on_behalf) == (TODAY, "paper", False)
    event = timeline.of(agreement, with_people=True)[0]
    assert (event["verb"], event["facts"]["party"]) == ("agreement.signature_recorded", "baac")
    with pytest.raises(NotAllowed, match="ของหน่วยงานตน"):
        on_paper(signatory(agreement, "gsb"), by=Actor.of(cast.Membership.objects.get()))


def test_the_secretariat_records_on_behalf_and_the_record_says_so() -> None:
    agreement = opened("baac", "gsb")
    person = on_paper(signatory(agreement, "baac"), by=cast.orawan())
    assert person.on_behalf
    assert timeline.of(agreement, with_people=True)[0]["on_behalf_of"] == "baac"


@pytest.mark.parametrize("who", ["malee", "preecha", "stranger"])
def test_who_may_not_record_or_undo(who: str) -> None:
    agreement = with_document()
    by = {"malee": cast.malee, "preecha": cast.preecha, "stranger": Actor.public}[who]()
    person, other = signatory(agreement, "baac"), signed(agreement, "gsb")
    acts: list[Callable[[], Any]] = [
        lambda: on_paper(person, by=by),
        lambda: actions.undo_signature(by=by, signatory=other, why="x"),
        lambda: actions.sign_here(
            by=by, signatory=person, key_file=key_file(), passphrase=PASSPHRASE, seen=newest(agreement).code
        ),
        lambda: actions.add_signed(by=by, signatories=[person], upload=pdf_upload(plain_pdf())),
        lambda: actions.add_scan(by=by, agreement=agreement, scan=pdf_upload(plain_pdf())),
        lambda: actions.remove_person(by=by, person=person),
        lambda: actions.edit_person(by=by, person=person, version=1, name_th="x"),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert Attendee.objects.get(pk=person.pk).signed_on is None


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2026, 11, 24), "ยังไม่มาถึง"), (date(2026, 11, 22), "มาก่อนวันที่เปิดให้ลงนาม")],
)
def test_a_signature_has_a_day_that_can_be(on: date, words: str) -> None:
    person = signatory(opened("baac", "gsb"), "baac")
    refused(lambda: on_paper(person, on), "signed_on", words)
    assert Attendee.objects.get().signed_on is None


def test_nobody_signs_without_a_right_to_sign() -> None:
    agreement = opened("baac", "gsb")
    person = signatory(agreement, "baac", capacity="not_stated")
    refused(lambda: on_paper(person), "capacity", "ในฐานะใด")
    refused(lambda: on_paper(person, capacity="delegated"), "capacity_basis", "คำสั่งหรือหนังสือ")
    done = on_paper(person, capacity="delegated", capacity_basis="คำสั่งที่ 125/2569")
    assert (done.capacity, done.capacity_basis) == ("delegated", "คำสั่งที่ 125/2569")


def test_a_party_signs_once() -> None:
    person = signed(opened("baac", "gsb"), "baac")
    refused(lambda: on_paper(person), "party", "ลงนามไว้แล้ว")


def test_a_draft_is_not_signed() -> None:
    agreement = opened("baac", "gsb")
    person = signatory(agreement, "baac")
    actions.back_to_draft(by=SYSTEM, agreement=agreement, why="พบคำผิด")
    with pytest.raises(NotAllowed, match="ยังเป็นร่าง"):
        on_paper(person)


def test_a_signature_recorded_by_mistake_is_undone_until_it_is_signed() -> None:
    agreement = opened("baac", "gsb")
    person = signed(agreement, "baac")
    refused(lambda: actions.undo_signature(by=SYSTEM, signatory=person, why=""), "why", "โปรดบอกเหตุ")
    undone = actions.undo_signature(by=SYSTEM, signatory=person, why="บันทึกผิดคน")
    assert (undone.signed_on, undone.name_th) == (None, person.name_th)
    refused(lambda: actions.undo_signature(by=SYSTEM, signatory=person, why="x"), None, "ยังไม่ได้ลงนาม")
    on_paper(undone)
    last = signed(agreement, "gsb")
    with pytest.raises(NotAllowed, match="ลงนามแล้ว"):
        actions.undo_signature(by=SYSTEM, signatory=last, why="x")


# ---------------------------------------------------------------- scans


PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def test_a_scan_is_kept_with_its_digest() -> None:
    agreement = opened("baac", "gsb")
    person = signatory(agreement, "baac")
    done = on_paper(person, scan=SimpleUploadedFile("หน้าลงนาม.png", PNG, "image/png"))
    file = SignedFile.objects.get()
    assert (file.kind, file.attachment, file.attachment.content_type) == (
        "scan",
        done.attachment,
        "image/png",
    )
    assert len(file.attachment.sha256) == 64
    added = actions.add_scan(
        by=cast.niran(), agreement=agreement, scan=pdf_upload(plain_pdf()), note="ฉบับธนาคาร"
    )
    assert (added.number, added.note, added.organisation_code) == (2, "ฉบับธนาคาร", "baac")


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "ว่างเปล่า"), (b"PK\x03\x04 not a picture", "ไม่ใช่ชนิดที่รับ"), (PNG + b"0" * 10 * 1024 * 1024, "ใหญ่")],
)
def test_a_scan_is_what_it_says(content: bytes, words: str) -> None:
    agreement = opened("baac", "gsb")
    file = SimpleUploadedFile("scan.pdf", content, "application/pdf")
    refused(lambda: actions.add_scan(by=SYSTEM, agreement=agreement, scan=file), "scan", words)
    assert not SignedFile.objects.exists()


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
    assert pages.checked_line(file).problem is None
    content = _changed(signed_files.content(file), 60)
    file.attachment.file.storage.delete(file.attachment.file.name)
    file.attachment.file.storage.save(file.attachment.file.name, io.BytesIO(content))
    problem = pages.checked_line(file).problem
    assert problem is not None
    assert "SHA-256" in problem.en


# ---------------------------------------------------------------- what follows


def test_the_page_says_from_which_rule_the_answer_follows() -> None:
    agreement = opened("baac", "gsb", "dip", signing_rule="at_least", signing_count=2)
    signed(agreement, "baac")
    page = pages.signing_page(agreement, Actor.public())
    assert [str(line.state) for line in page.lines] == ["signed", "open", "open"]
    assert page.in_force.reason.en == "1 parties have signed; at least 2 must"
    assert page.rule[0].en == "At least 2 of its 3 parties must have signed."
    assert page.changes[0].en == "1 more party signs"
    assert queries.in_force(agreement).answer == "no"


def test_an_officer_reads_what_their_body_still_has_to_do() -> None:
    agreement = with_document()
    niran = cast.niran()
    base = "/agreements/mou-new/"

    def todo() -> list[str]:
        return [address for _, address in pages.signing_page(agreement, niran).todo]

    assert todo() == [f"{base}parties/baac/signatories/new/"]
    person = signatory(agreement, "baac")
    assert todo() == [f"{base}people/{person.code}/sign/", f"{base}people/{person.code}/sign/digital/"]
    on_paper(person)
    assert todo() == []
    assert pages.signing_page(agreement, Actor.public()).todo == []
