"""The document that the house makes is the one that is signed: shown signatures in their places, checked by other software."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from phanuek.agreements import actions
from phanuek.agreements.actions.text import put_text
from phanuek.agreements.models import Agreement, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.ui.documents.signing import signature_boxes
from tests.agreements.signing import PASSPHRASE, SYSTEM, a_draft, key_file, signatory

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TEXT = "บันทึกข้อตกลงหมู่บ้านต้นแบบ\n\nข้อ 1 วัตถุประสงค์\nเพื่อส่งเสริมเศรษฐกิจฐานรากของหมู่บ้าน\n\nข้อ 2 ระยะเวลา\nถึงวันที่ 30 กันยายน 2572"


@pytest.fixture
def agreement() -> Agreement:
    draft = a_draft("baac", "gsb", text_elsewhere="")
    put_text(by=SYSTEM, agreement=draft, text_th=TEXT)
    return actions.open_for_signing(by=SYSTEM, agreement=draft)


def newest(agreement: Agreement) -> SignedFile:
    found = signed_files.newest(agreement)
    assert found is not None
    return found


def sign(agreement: Agreement, body: str, who: int) -> None:
    person = signatory(agreement, body)
    seen = newest(agreement).code
    actions.sign_here(by=SYSTEM, signatory=person, key_file=key_file(who), passphrase=PASSPHRASE, seen=seen)


def test_every_party_has_its_place_and_pdfsig_finds_each_signature_whole(
    agreement: Agreement, tmp_path: Path
) -> None:
    places = signature_boxes(signed_files.content(newest(agreement)))
    assert len(places) == 2
    sign(agreement, "gsb", 1)
    sign(agreement, "baac", 0)
    agreement.refresh_from_db()
    assert agreement.stage == "signed"
    pdf = tmp_path / "signed.pdf"
    pdf.write_bytes(signed_files.content(newest(agreement)))
    told = pdfsig(pdf)
    assert told.count("Signature Validation: Signature is Valid.") == 2
    assert "Mr. Gsb Jaidee" in told
    assert "Total document signed" in told
    changed = bytearray(pdf.read_bytes())
    changed[changed.index(b"stream") + 40] ^= 1
    pdf.write_bytes(changed)
    assert "Signature is Valid." not in pdfsig(pdf)


def pdfsig(pdf: Path) -> str:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.fail("pdfsig is not here. On Debian 12: apt-get install -y poppler-utils")
    done = subprocess.run([program, "-nocert", str(pdf)], capture_output=True, text=True, check=False)
    return done.stdout


def test_where_the_text_is_kept_elsewhere_no_document_pretends_to_be_it() -> None:
    draft = a_draft("baac", "gsb")
    assert signed_files.newest(actions.open_for_signing(by=SYSTEM, agreement=draft)) is None
