"""The bytes of digital signatures: the newest file signed with a key, or a file brought back and compared with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.views.decorators.debug import sensitive_variables

from phanuek.agreements import documents
from phanuek.agreements.actions.signed_files import add_file
from phanuek.agreements.actions.signing import Round
from phanuek.agreements.models import Attendee, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.states import Method
from phanuek.files import checks
from phanuek.files.checks import PDF
from phanuek.organisations.actor import Actor
from phanuek.ui import clock
from phanuek.ui.documents.signing import Box, SignatureCheck, extends, sign_pdf, signature_boxes
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_KEY_BYTES = 100 * 1024
"""A key file with its chain of certificates is a few kilobytes."""


@sensitive_variables("key_file", "passphrase")
def signed_with_key(
    *, signing: Round, row: Attendee, key_file: UploadedFile, passphrase: str, seen: str
) -> tuple[bytes, bytes]:
    """The newest file, and the same with the signature of `row`. Refused where `seen` is no longer the newest."""
    newest = newest_of(signing)
    if newest.code != seen:
        raise _someone_signed(signing, field=None)
    before = signed_files.content(newest)
    amended = signing.amendment is not None
    label = T(
        f"{row.name_th} {row.position_th}".strip(),
        f"{row.name_en or row.name_th} {row.position_en or row.position_th}".strip(),
    )
    signed = sign_pdf(
        before,
        pkcs12=_key(key_file),
        passphrase=passphrase,
        signer_label=label,
        reason=T("ลงนามในการแก้ไขเพิ่มเติม", "Signing the amendment")
        if amended
        else T("ลงนามในบันทึกข้อตกลง", "Signing the agreement"),
        at=clock.now(),
        box=_box(before, signing, row),
    )
    return before, signed


def brought_back(
    *, signing: Round, upload: UploadedFile, expected: int
) -> tuple[bytes, bytes, list[SignatureCheck]]:
    """The newest file, the uploaded one, and the signatures it adds: intact, nothing else added, as many as `expected`."""
    before, candidate = signed_files.content(newest_of(signing)), _pdf(upload)
    if not extends(before, candidate):
        raise _not_the_newest(signing, before, candidate)
    new = signed_files.added_since(signed_files.checks_of(before), signed_files.checks_of(candidate))
    if len(new) != expected:
        raise Refused(
            T(
                "ไฟล์นี้มีลายมือชื่อใหม่ {n} ลายมือชื่อ ({names}) แต่เลือกผู้ลงนามไว้ {m} คน",
                "The file brings {n} new signatures ({names}), yet {m} people are chosen.",
            ).format(n=len(new), m=expected, names=", ".join(check.signer for check in new)),
            field="signatories",
            hint=T("เลือกผู้ลงนามให้ครบตามลายมือชื่อในไฟล์", "Choose everyone whose signature is in the file."),
        )
    return before, candidate, new


def keep_signed(
    *, by: Actor, signing: Round, before: bytes, signed: bytes, rows: Sequence[Attendee]
) -> SignedFile:
    """Stores the file with the new signatures and tells each row its certificate and file; the rows are saved by the verb."""
    new = signed_files.added_since(signed_files.checks_of(before), signed_files.checks_of(signed))
    if len(new) != len(rows) or not all(check.holds for check in new):
        raise RuntimeError("a signature just made does not hold")
    upload = SimpleUploadedFile(newest_of(signing).attachment.name, signed, PDF)
    file = add_file(
        by=by, agreement=signing.agreement, amendment=signing.amendment, kind=SignedFile.Kind.DIGITAL, upload=upload,
        accept=frozenset({PDF}), field="file",
    )  # fmt: skip
    for row, check in paired(rows, new):
        row.attachment, row.certificate = file.attachment, dict(_certificate(check))
        _check_certificate_once(signing, row)
    return file


def newest_of(signing: Round) -> SignedFile:
    """The file that the next signer signs; Refused where there is none."""
    found = signed_files.newest(signing.agreement, signing.amendment)
    if found is None:
        raise Refused(
            T("ยังไม่มีเอกสารสำหรับลงลายมือชื่อดิจิทัล", "There is no document to be signed digitally yet."),
            hint=T(
                "ฝ่ายเลขานุการเพิ่มเอกสาร PDF ที่หน้าการลงนาม หรือบันทึกการลงนามบนกระดาษ",
                "The secretariat puts in the PDF on the page of signatures; or record the signature on paper.",
            ),
        )
    return found


def paired(
    people: Sequence[Attendee], checks_: Sequence[SignatureCheck]
) -> list[tuple[Attendee, SignatureCheck]]:
    """Each person with the signature whose certificate bears their name; who is left, in order."""
    left, pairs = list(checks_), {}
    for person in people:
        same = next((c for c in left if signed_files.same_name(person, c.signer)), None)
        if same is not None:
            pairs[person.pk] = same
            left.remove(same)
    return [(person, pairs.get(person.pk) or left.pop(0)) for person in people]


def _certificate(check: SignatureCheck) -> Mapping[str, Any]:
    return {
        "subject": check.signer,
        "issuer": check.issuer,
        "serial": check.serial,
        "field": check.field,
        "signed_at": check.signed_at.isoformat() if check.signed_at else "",
    }


def _check_certificate_once(signing: Round, row: Attendee) -> None:
    """A certificate is one person's; it signs one document once."""
    others = Attendee.objects.filter(
        agreement=signing.agreement, amendment=signing.amendment, part=Attendee.Part.SIGNATORY, signed_on__isnull=False
    ).exclude(pk=row.pk)  # fmt: skip
    for other in others:
        found = other.certificate
        if found and (found.get("serial"), found.get("issuer")) == (
            row.certificate["serial"],
            row.certificate["issuer"],
        ):
            raise Refused(
                T(
                    "ใบรับรองของ “{subject}” ใช้ลงนามในเอกสารนี้แล้วในชื่อ{name}",
                    "The certificate of “{subject}” signed this document already, as {name}.",
                ).format(subject=found.get("subject", ""), name=other.name_th),
                field="key_file",
                hint=T(
                    "ผู้ลงนามแต่ละคนต้องใช้ใบรับรองของตนเอง",
                    "Each signatory signs with a certificate of their own.",
                ),
            )


@sensitive_variables("key_file", "key")
def _key(key_file: UploadedFile) -> bytes:
    if (key_file.size or 0) > MOST_KEY_BYTES:
        raise Refused(
            T("ไฟล์นี้ใหญ่เกินกว่าจะเป็นไฟล์กุญแจลายมือชื่อดิจิทัล", "This file is too large to be a key file for signing."),
            field="key_file",
            hint=T("เลือกไฟล์นามสกุล .p12 หรือ .pfx", "Choose the file ending in .p12 or .pfx."),
        )
    key: bytes = key_file.read()
    return key


def _pdf(upload: UploadedFile) -> bytes:
    """The uploaded PDF's bytes; Refused where it is no PDF or too large."""
    try:
        checks.check(upload, upload.size or 0, accept=frozenset({PDF}))
    except Refused as refusal:
        raise Refused(refusal.message, field="file", hint=refusal.hint) from refusal
    content: bytes = upload.read()
    upload.seek(0)
    return content


def _box(pdf: bytes, signing: Round, person: Attendee) -> Box | None:
    """The place of this party in a document of ours, which has one for each party; not shown in a document from elsewhere."""
    boxes = signature_boxes(pdf)
    parties = [party.pk for party in documents.parties_who_sign(signing.agreement, signing.amendment)]
    if len(boxes) != len(parties) or person.party_id not in parties:
        return None
    others = signing.agreement.attendees.filter(
        amendment=signing.amendment, party=person.party_id, part=Attendee.Part.SIGNATORY, method=Method.DIGITAL,
        signed_on__isnull=False,
    ).exclude(pk=person.pk)  # fmt: skip
    return None if others.exists() else boxes[parties.index(person.party_id)]


def _someone_signed(signing: Round, field: str | None) -> Refused:
    last = (
        Attendee.objects.filter(agreement=signing.agreement, amendment=signing.amendment, method=Method.DIGITAL)
        .exclude(signed_on=None)
        .order_by("-attachment__uploaded_at")
        .first()
    )  # fmt: skip
    who = last.name_th if last else ""
    return Refused(
        T(
            "มีผู้ลงนามเพิ่มระหว่างที่ท่านเปิดหน้านี้ ({who}) ไฟล์ที่ท่านใช้จึงไม่ใช่ฉบับล่าสุด และยังไม่ได้บันทึกลายมือชื่อของท่าน",
            "Someone signed since you opened this page ({who}), so your file is not the newest, and your signature is not recorded.",
        ).format(who=who or "–"),
        field=field,
        hint=T(
            "ดาวน์โหลดไฟล์ล่าสุดแล้วลงนามอีกครั้ง",
            "Download the newest file and sign that one.",
        ),
    )


def _not_the_newest(signing: Round, before: bytes, candidate: bytes) -> Refused:
    """Why a file does not extend the newest one, most telling reason first."""
    if candidate == before:
        return _refuse_file(
            T("ไฟล์นี้เหมือนไฟล์ล่าสุดทุกประการ ยังไม่มีลายมือชื่อเพิ่ม", "This is the newest file itself, without another signature."),
            T("ลงลายมือชื่อในไฟล์แล้วบันทึก จากนั้นจึงเลือกไฟล์ที่ลงนามแล้ว", "Sign it, save it, and choose the signed file."),
        )  # fmt: skip
    found = signed_files.checks_of(candidate)
    broken = next((check for check in found if not check.holds), None)
    if broken is not None:
        return _refuse_file(
            T(
                "ลายมือชื่อของ “{signer}” ในไฟล์นี้ไม่ผ่านการตรวจ: ",
                "The signature of “{signer}” in this file does not hold: ",
            ).format(signer=broken.signer)
            + broken.why,
            _FROM_THE_NEWEST,
        )
    older = [
        f for f in signed_files.files_of(signing.agreement, signing.amendment) if f.kind in signed_files.CHAIN
    ]
    if any(extends(signed_files.content(file), candidate) for file in reversed(older[:-1])):
        return _someone_signed(signing, field="file")
    if candidate.startswith(before):
        return _refuse_file(
            T("ไฟล์นี้มีการเพิ่มเนื้อหาอื่นนอกจากลายมือชื่อ", "Something other than a signature was added to this file."),
            _FROM_THE_NEWEST,
        )
    return _refuse_file(
        T(
            "ไฟล์นี้ไม่ได้ทำต่อจากเอกสารฉบับล่าสุดที่ให้ลงนาม อาจเป็นเอกสารอื่น หรือถูกแก้ไขหรือบันทึกใหม่ก่อนลงนาม",
            "This file does not continue the newest document: it is another one, or was changed or saved anew before it was signed.",
        ),
        _FROM_THE_NEWEST,
    )


_FROM_THE_NEWEST = T(
    "ดาวน์โหลดไฟล์ล่าสุดจากหน้านี้ ลงลายมือชื่อโดยไม่แก้ไขหรือพิมพ์เป็นไฟล์ใหม่ แล้วเลือกไฟล์นั้น",
    "Download the newest file here, sign it without editing or printing it to a new file, and choose that one.",
)


def _refuse_file(message: T, hint: T) -> Refused:
    return Refused(message, field="file", hint=hint)
