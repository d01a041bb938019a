"""Signatures: on paper, by key file, in a file brought back; what is refused, and what no order of acts can reach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Agreement, Attendee, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.queries import signing as pages
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed
from tests import cast
from tests.agreements.signing import (
    PASSPHRASE,
    SYSTEM,
    TODAY,
    key_file,
    opened,
    pdf_upload,
    plain_pdf,
    refused,
    signatory,
    signed,
    without_document_made,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    without_document_made(monkeypatch)


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
