"""A draft with its parties, people who sign, and documents to sign, for the tests of signing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.actions import lifecycle
from phanuek.agreements.models import Agreement, Attendee, Party
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.ui.documents.signing import DemoCertificates, make_demo_certificates
from phanuek.ui.problems import Refused
from tests import cast
from tests.conftest import NOW

SYSTEM = Actor.system("tests")
TODAY = date(2026, 11, 23)
PASSPHRASE = "demonstration"


def a_draft(*bodies: str, by: Actor = SYSTEM, **fields: Any) -> Agreement:
    """A draft that may be opened for signing: every party must sign, it ends in 2029, its text is kept elsewhere."""
    values = {
        "title_th": "บันทึกข้อตกลงหมู่บ้านต้นแบบ", "title_en": "Agreement on model villages", "instrument_th": "บันทึกข้อตกลงความร่วมมือ",
        "instrument_en": "memorandum", "signing_rule": "all", "ends_on": date(2029, 9, 30), "text_elsewhere": "กองนิติการ",
        "code": "mou-new",
    }  # fmt: skip
    agreement = actions.create_agreement(by=by, **{**values, **fields})
    for body in bodies:
        actions.add_party(by=by, agreement=agreement, organisation=cast.organisation(body, "bank"))
    return agreement


def opened(*bodies: str, document: bytes | None = None, **fields: Any) -> Agreement:
    """The same, open for signing; `document` is the PDF to be signed."""
    upload = pdf_upload(document) if document else None
    return actions.open_for_signing(by=SYSTEM, agreement=a_draft(*bodies, **fields), document=upload)


def party(agreement: Agreement, body: str) -> Party:
    return agreement.parties.get(organisation__code=body)


def signatory(agreement: Agreement, body: str, name: str = "", **fields: Any) -> Attendee:
    """Someone named to sign for a party, in their own right unless told."""
    values = {"name_th": name or f"นาย{body} ใจดี", "name_en": f"Mr. {body.title()} Jaidee", "position_th": "ผู้อำนวยการ",
              "position_en": "Director", "capacity": "own_right"}  # fmt: skip
    return actions.name_signatory(by=SYSTEM, party=party(agreement, body), **{**values, **fields})


def signed(agreement: Agreement, body: str, on: date = TODAY, **fields: Any) -> Attendee:
    """A signature on paper."""
    person = signatory(agreement, body, **fields)
    return actions.record_signature(by=SYSTEM, signatory=person, signed_on=on)


def pdf_upload(content: bytes, name: str = "บันทึกข้อตกลง.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def plain_pdf() -> bytes:
    """One empty page, valid to the byte; a document that an office made with its own software."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>",
    ]
    made, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 4\n0000000000 65535 f \n" + table
    return made + b"trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


PEOPLE = ("นายbaac ใจดี", "Mr. Gsb Jaidee", "Somebody Else")


@cache
def certificates() -> DemoCertificates:
    """Keys of two signatories (one named in Thai, one in English) and of a stranger, made once for the run."""
    return make_demo_certificates(PEOPLE, at=NOW)


def key_file(who: int = 0) -> SimpleUploadedFile:
    return SimpleUploadedFile("key.p12", certificates().key_files[PEOPLE[who]], "application/x-pkcs12")


def refused(act: Callable[[], Any], field: str | None, words: str) -> Refused:
    """The act is refused at its field with these words, in both languages."""
    with pytest.raises(Refused, match=words) as found:
        act()
    assert found.value.field == field
    assert found.value.text.th != found.value.text.en
    return found.value


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    """The client signed in as an actor of the cast, reading in a language."""
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def without_document_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Laying out a document at each opening would take most of the run; these tests put in the PDF they need."""
    monkeypatch.setattr(lifecycle, "document_maker", lambda agreement: None)
