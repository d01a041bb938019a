"""An amendment signed digitally: its document made on demand, each signature on top of the last, voided with its words."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from phanuek.agreements.actions.amendments import amendment_back_to_review
from phanuek.agreements.actions.digital import (
    add_signed_amendment,
    prepare_amendment_document,
    sign_amendment_here,
)
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Amendment, Attendee, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.organisations.actor import Actor
from phanuek.ui.documents.signing import sign_pdf
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.agreements import amending
from tests.agreements.signing import PASSPHRASE, PEOPLE, SYSTEM, as_, certificates, key_file, pdf_upload
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
SIGNER = {"name_th": "นายbaac ใจดี", "position_th": "ผู้จัดการ", "capacity": "own_right"}
OTHER = {
    "name_th": "นายgsb ใจดี",
    "name_en": "Mr. Gsb Jaidee",
    "position_th": "ผู้จัดการ",
    "capacity": "own_right",
}


@pytest.fixture
def amendment() -> Amendment:
    """Open for signing by two banks: one clause worded anew."""
    agreement = amending.signed_agreement(code="two", parties=["baac", "gsb"])
    thai = amending.span(agreement, 2).text_th
    draft = amending.with_words(agreement, 2, (thai[-6:], "อย่างต่อเนื่อง"), proposer="baac")
    return amending.opened(draft)


def here(amendment: Amendment, body: str, who: int, **fields: Any) -> Attendee:
    newest = signed_files.newest(amendment.agreement, amendment)
    values = {
        "key_file": key_file(who),
        "passphrase": PASSPHRASE,
        "seen": newest.code if newest else "",
        **fields,
    }
    return sign_amendment_here(
        by=SYSTEM, amendment=amendment, party=amending.party(amendment.agreement, body), **values
    )


def test_two_parties_sign_one_file_and_it_is_merged(amendment: Amendment) -> None:
    made = prepare_amendment_document(by=SYSTEM, amendment=amendment)
    assert prepare_amendment_document(by=SYSTEM, amendment=amendment) == made
    here(amendment, "baac", 0, **SIGNER)
    newest = signed_files.newest(amendment.agreement, amendment)
    assert newest is not None
    key = certificates().key_files[PEOPLE[1]]
    pdf = sign_pdf(
        signed_files.content(newest), pkcs12=key, passphrase=PASSPHRASE, signer_label="x", reason="y", at=NOW
    )
    signature = add_signed_amendment(
        by=SYSTEM, amendment=amendment, party=amending.party(amendment.agreement, "gsb"), upload=pdf_upload(pdf), **OTHER
    )  # fmt: skip
    assert (signature.method, signature.certificate["subject"]) == ("digital", "Mr. Gsb Jaidee")
    chain = signed_files.files_of(amendment.agreement, amendment)
    assert [file.kind for file in chain] == ["to_sign", "digital", "digital"]
    assert [check.holds for check in signed_files.checks(chain[-1])] == [True, True]
    assert signed_files.newest(amendment.agreement) is None
    assert merge_amendment(by=SYSTEM, amendment=amending.fresh(amendment)).state == "merged"


def test_a_wrong_passphrase_leaves_nothing_behind(amendment: Amendment) -> None:
    prepare_amendment_document(by=SYSTEM, amendment=amendment)
    with pytest.raises(Refused) as found:
        here(amendment, "baac", 0, passphrase="wrong", **SIGNER)
    assert found.value.field == "passphrase"
    assert not Attendee.objects.filter(amendment=amendment).exists()
    assert SignedFile.objects.count() == 1


def test_words_that_change_void_the_file_too(amendment: Amendment) -> None:
    prepare_amendment_document(by=SYSTEM, amendment=amendment)
    here(amendment, "baac", 0, **SIGNER)
    amendment_back_to_review(by=SYSTEM, amendment=amendment, why_th="พบคำผิด")
    assert signed_files.newest(amendment.agreement, amendment) is None
    with pytest.raises(Refused, match="ขั้น"):
        prepare_amendment_document(by=SYSTEM, amendment=amending.fresh(amendment))


def test_who_may_not(amendment: Amendment) -> None:
    for by in (Actor.public(), cast.malee(), cast.niran("dip")):
        with pytest.raises(NotAllowed):
            prepare_amendment_document(by=by, amendment=amendment)
    assert not SignedFile.objects.exists()


@pytest.mark.parametrize(
    ("language", "words"), [("th", "ลงลายมือชื่อด้วยไฟล์กุญแจ"), ("en", "Sign with a key file")]
)
def test_an_officer_signs_on_the_pages(
    client: Client, amendment: Amendment, language: str, words: str
) -> None:
    as_(client, cast.niran(), language)
    base = amendment.get_absolute_url()
    assert f"{base}signing/" in client.get(base).content.decode()
    page = client.get(f"{base}signing/").content.decode()
    assert f"{base}signing/document/" in page
    assert client.get(f"{base}signing/baac/").status_code == 403
    assert client.post(f"{base}signing/document/").status_code == 302
    page = client.get(f"{base}signing/").content.decode()
    assert words in page
    assert f"{base}signing/baac/signed/" in page
    assert f"{base}signing/gsb/" not in page
    newest = signed_files.newest(amendment.agreement, amendment)
    assert newest is not None
    typed = {**SIGNER, "passphrase": PASSPHRASE, "seen": newest.code}
    wrong = client.post(f"{base}signing/baac/", {**typed, "passphrase": "no", "key_file": key_file()})
    assert wrong.status_code == 422
    assert newest.code in wrong.content.decode()
    assert client.post(f"{base}signing/baac/", {**typed, "key_file": key_file()}).status_code == 302
    file = SignedFile.objects.get(kind="digital")
    assert file.attachment.sha256 in client.get(f"{base}signing/").content.decode()
    assert Client().get(f"{base}signing/files/{file.code}/").status_code == 404
    answer = client.get(f"{base}signing/files/{file.code}/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    again = client.post(f"{base}signing/baac/signed/", {**SIGNER, "file": pdf_upload(b"%PDF-1.7")})
    assert again.status_code == 422
