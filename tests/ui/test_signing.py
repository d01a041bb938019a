"""Digital signatures: made by us and judged by programs that are not ours; what was changed afterwards is found."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from phanuek.ui.documents.pdf import render_pdf
from phanuek.ui.documents.signing import (
    Box,
    DemoCertificates,
    configured_trust_roots,
    extends,
    make_demo_certificates,
    sign_pdf,
    signature_boxes,
    verify_pdf,
)
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TEMPLATES = Path(__file__).parent / "templates"
FIRST, SECOND = "นายสมชาย ตัวอย่างดี", "นางสาวน้ำผึ้ง ปู่เจ้า"
PEOPLE = [{"name": FIRST, "signed_on": date(2021, 2, 26)}, {"name": SECOND}]


@pytest.fixture(scope="module")
def keys() -> DemoCertificates:
    return make_demo_certificates([FIRST, SECOND], at=AT)


@pytest.fixture(scope="module")
def original() -> bytes:
    with override_settings(TEMPLATES=[{**django_settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]):
        context = {"paragraphs": ["ตกลงร่วมมือกัน 18 ฝ่าย"] * 4, "people": PEOPLE}
        return render_pdf("paper/agreement.html", context, title="บันทึกข้อตกลง", as_of=AT)


def signed_by(pdf: bytes, person: str, keys: DemoCertificates, **more: Any) -> bytes:
    given: dict[str, Any] = {
        "pkcs12": keys.key_files[person],
        "passphrase": keys.passphrase,
        "signer_label": T(f"{person} ผู้อำนวยการ", "The director"),
        "reason": T("เห็นชอบข้อตกลง", "Agreed"),
        "at": AT,
    }
    return sign_pdf(pdf, **given | more)


@pytest.fixture(scope="module")
def signed_once(original: bytes, keys: DemoCertificates) -> bytes:
    return signed_by(original, FIRST, keys, box=signature_boxes(original)[0])


@pytest.fixture(scope="module")
def signed(signed_once: bytes, keys: DemoCertificates) -> bytes:
    at = AT + timedelta(days=1)
    return signed_by(signed_once, SECOND, keys, box=signature_boxes(signed_once)[1], at=at)


def pdfsig(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "signed.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True).stdout


def one_byte_changed(pdf: bytes) -> bytes:
    """A byte of the page's own content, compressed and covered by both signatures."""
    at = pdf.index(b"stream\n") + 60
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def test_poppler_finds_both_signatures_valid(signed: bytes, tmp_path: Path) -> None:
    said = pdfsig(signed, tmp_path)
    assert said.count("Signature is Valid.") == 2
    assert said.count("ETSI.CAdES.detached") == 2
    assert re.findall(r"Signer Certificate Common Name: (.*)", said) == [FIRST, SECOND]
    assert "Total document signed" in said


def test_the_validator_of_pyhanko_finds_both_trusted(signed: bytes, keys: DemoCertificates) -> None:
    reader = PdfFileReader(io.BytesIO(signed))
    from pyhanko.keys import load_certs_from_pemder_data

    roots = list(load_certs_from_pemder_data(keys.root))
    for signature in reader.embedded_regular_signatures:
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=AT)
        assert validate_pdf_signature(signature, context).bottom_line


def test_we_say_the_same(signed: bytes, keys: DemoCertificates) -> None:
    first, second = verify_pdf(signed, trust_roots=[keys.root])
    assert (first.signer, second.signer) == (FIRST, SECOND)
    assert first.issuer == "DEMONSTRATION CA - NOT VALID"
    assert (first.signed_at, second.signed_at) == (AT, AT + timedelta(days=1))
    assert first.reason == "เห็นชอบข้อตกลง"
    assert re.fullmatch("[0-9A-F]+", first.serial)
    assert first.serial != second.serial
    for check in (first, second):
        assert check.intact
        assert check.covers_document
        assert check.trusted
        assert "trusted" in check.why.en


def test_after_one_byte_is_changed_all_say_so(signed: bytes, keys: DemoCertificates, tmp_path: Path) -> None:
    changed = one_byte_changed(signed)
    said = pdfsig(changed, tmp_path)
    assert "Signature is Valid" not in said
    assert said.count("Digest Mismatch") == 2
    for check in verify_pdf(changed, trust_roots=[keys.root]):
        assert (check.intact, check.covers_document, check.trusted) == (False, False, False)
        assert "ใช้ไม่ได้" in check.why.th


@pytest.mark.slow
def test_a_byte_changed_anywhere_is_never_overlooked(signed: bytes, keys: DemoCertificates) -> None:
    """Also in the gaps left for the signatures themselves, which no signature covers."""
    gaps = [match.span() for match in re.finditer(rb"/Contents <[0-9a-fA-F]+>", signed)]
    assert len(gaps) == 2
    places = [*range(7, len(signed), len(signed) // 40)]
    places += [
        at for start, end in gaps for at in (*range(start + 12, end, 331), *range(start + 58, start + 100, 7))
    ]
    overlooked = []
    for at in places:
        changed = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
        try:
            checks = verify_pdf(changed, trust_roots=[keys.root])
        except Refused:
            continue
        if len(checks) == 2 and all(check.trusted for check in checks):
            overlooked.append(at)
    assert overlooked == []


def test_without_trusted_issuers_a_signature_holds_and_nobody_vouches(signed: bytes) -> None:
    for check in verify_pdf(signed, trust_roots=[]):
        assert check.intact
        assert check.holds
        assert not check.trusted
        assert "nobody vouches" in check.why.en
        assert "ยังไม่ได้กำหนด" in check.why.th


def test_another_issuer_does_not_vouch(signed: bytes) -> None:
    other = make_demo_certificates([], at=AT)
    check = verify_pdf(signed, trust_roots=[other.root])[0]
    assert (check.holds, check.trusted) == (True, False)
    assert "issuer is not on the list" in check.why.en


def test_a_certificate_expired_since_is_said(signed: bytes, keys: DemoCertificates) -> None:
    check = verify_pdf(signed, trust_roots=[keys.root], at=AT + timedelta(days=2000))[0]
    assert (check.holds, check.trusted) == (True, False)
    assert "expired on 22 November 2028" in check.why.en
    assert "22 พฤศจิกายน 2571" in check.why.th


def test_a_document_without_signatures_has_none(original: bytes) -> None:
    assert verify_pdf(original, trust_roots=[]) == []


def test_the_stamp_is_on_the_page_in_thai_with_the_year_of_the_era(signed: bytes) -> None:
    text = subprocess.run(
        ["pdftotext", "-", "-"], input=signed, capture_output=True, check=True
    ).stdout.decode()
    assert f"{FIRST} ผู้อำนวยการ" in text
    assert "ลงลายมือชื่อดิจิทัลเมื่อ ๒๓ พ.ย. ๒๕๖๙ เวลา ๑๐:๐๐ น." in text
    assert f"เห็นชอบข้อตกลง · ใบรับรองของ {SECOND}" in text


def test_boxes_lie_above_the_lines_of_the_people(original: bytes) -> None:
    boxes = signature_boxes(original)
    assert len(boxes) == len(PEOPLE)
    assert boxes[0].y == boxes[1].y
    assert boxes[0].x + boxes[0].width < boxes[1].x
    assert signature_boxes(original, "witness") == []


def test_a_signature_need_not_be_shown(original: bytes, keys: DemoCertificates, tmp_path: Path) -> None:
    assert "Signature is Valid." in pdfsig(signed_by(original, FIRST, keys), tmp_path)


def test_the_key_leaves_no_trace(signed: bytes, keys: DemoCertificates) -> None:
    from cryptography.hazmat.primitives.serialization import pkcs12

    key, _, _ = pkcs12.load_key_and_certificates(keys.key_files[FIRST], keys.passphrase.encode())
    secret = key.private_numbers().d  # type: ignore[union-attr]
    size = (secret.bit_length() + 7) // 8
    assert secret.to_bytes(size, "big") not in signed
    assert secret.to_bytes(size, "big").hex().encode() not in signed.lower()


# ---- extends


def rewritten(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def write_over(writer: IncrementalPdfFileWriter) -> None:
    """Other words drawn over the page, in a revision of their own."""
    page = writer.root["/Pages"]["/Kids"][0]
    more = writer.add_object(generic.StreamObject(stream_data=b"0 0 600 900 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), more])
    writer.update_container(page)


def add_note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    annotation = generic.DictionaryObject(
        {generic.NameObject(k): generic.NameObject(v) for k, v in note.items()}
        | {generic.NameObject("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300)))}
    )
    old = page.get("/Annots", generic.ArrayObject())
    page[generic.NameObject("/Annots")] = generic.ArrayObject([*old, writer.add_object(annotation)])
    writer.update_container(page)


def test_signed_copies_extend_what_was_given_out(original: bytes, signed_once: bytes, signed: bytes) -> None:
    assert extends(original, signed_once)
    assert extends(original, signed)
    assert extends(signed_once, signed)


def test_a_signature_not_shown_extends_too(original: bytes, keys: DemoCertificates) -> None:
    assert extends(original, signed_by(original, FIRST, keys))


def test_what_is_no_signed_copy(original: bytes, signed_once: bytes, signed: bytes) -> None:
    assert not extends(original, original)
    assert not extends(signed, original)
    assert not extends(original, original + b"\n%%EOF\n")
    assert not extends(original, one_byte_changed(signed))
    assert not extends(original, signed[:-40])
    assert not extends(original, b"%PDF-1.7 nonsense")
    assert not extends(b"", b"hello")


@pytest.mark.parametrize("change", [write_over, add_note])
def test_content_changed_before_the_signature_is_found(
    original: bytes, keys: DemoCertificates, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    assert not extends(original, signed_by(rewritten(original, change), FIRST, keys))


@pytest.mark.parametrize("change", [write_over, add_note])
def test_content_changed_after_the_signature_is_found(
    original: bytes, signed: bytes, keys: DemoCertificates, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    changed = rewritten(signed, change)
    assert not extends(original, changed)
    check = verify_pdf(changed, trust_roots=[keys.root])[-1]
    assert check.intact
    assert (check.covers_document, check.trusted) == (False, False)
    assert "added after" in check.why.en


# ---- refusals


def test_a_wrong_passphrase(original: bytes, keys: DemoCertificates) -> None:
    with pytest.raises(Refused, match="รหัสผ่านไม่ถูกต้อง") as refused:
        signed_by(original, FIRST, keys, passphrase="wrong")
    assert refused.value.field == "passphrase"
    assert refused.value.hint


@pytest.mark.parametrize("junk", [b"", b"-----BEGIN CERTIFICATE-----", b"%PDF-1.7", b"\x30\x03\x02\x01\x03"])
def test_a_file_that_is_no_key(original: bytes, keys: DemoCertificates, junk: bytes) -> None:
    with pytest.raises(Refused, match=r"PKCS#12") as refused:
        signed_by(original, FIRST, keys, pkcs12=junk)
    assert refused.value.field == "key_file"


def test_a_key_file_without_its_key(original: bytes, keys: DemoCertificates) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

    only = pkcs12.serialize_key_and_certificates(
        b"x", None, None, [x509.load_pem_x509_certificate(keys.root)], NoEncryption()
    )
    with pytest.raises(Refused, match="ไม่มีกุญแจส่วนตัว"):
        signed_by(original, FIRST, keys, pkcs12=only, passphrase="")


def test_a_certificate_out_of_its_days(original: bytes, keys: DemoCertificates) -> None:
    with pytest.raises(Refused, match="หมดอายุแล้วเมื่อวันที่ 22 พฤศจิกายน 2571"):
        signed_by(original, FIRST, keys, at=AT + timedelta(days=2000))
    with pytest.raises(Refused, match="เริ่มใช้ได้วันที่ 22 พฤศจิกายน 2569"):
        signed_by(original, FIRST, keys, at=AT - timedelta(days=10))


@pytest.mark.parametrize("junk", [b"", b"PK\x03\x04 a Word file", b"\xff\xd8\xff a picture"])
def test_a_file_that_is_no_pdf(keys: DemoCertificates, junk: bytes) -> None:
    for act in (lambda: signed_by(junk, FIRST, keys), lambda: verify_pdf(junk, trust_roots=[])):
        with pytest.raises(Refused, match="ไม่ใช่ PDF"):
            act()


def test_a_damaged_pdf(original: bytes, keys: DemoCertificates) -> None:
    for broken in (original[: len(original) // 2], b"%PDF-1.7\n%%EOF"):
        for act in (
            lambda file=broken: signed_by(file, FIRST, keys),
            lambda file=broken: verify_pdf(file, trust_roots=[]),
        ):
            with pytest.raises(Refused, match="อ่านไฟล์ PDF นี้ไม่ได้"):
                act()


def test_an_encrypted_pdf(original: bytes, keys: DemoCertificates) -> None:
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(original)))
    writer.encrypt(owner_pass="secret")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Refused, match="เข้ารหัส"):
        signed_by(out.getvalue(), FIRST, keys)


def test_trusted_issuers_come_from_the_settings(
    settings: Any, tmp_path: Path, keys: DemoCertificates
) -> None:
    assert configured_trust_roots() == []
    file = tmp_path / "roots.pem"
    file.write_bytes(keys.root)
    settings.TRUST_ROOTS = str(file)
    assert configured_trust_roots() == [keys.root]


def test_a_box_in_whole_points() -> None:
    assert Box(page=0, x=1.4, y=2.6, width=10, height=20).corners == (1, 3, 11, 23)
