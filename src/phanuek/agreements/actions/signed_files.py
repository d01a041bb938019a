"""The files of a signing: the document to be signed, the same with one more digital signature, scans of what was signed on paper."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import Max

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import locked
from phanuek.agreements.models import Agreement, Amendment, Attendee, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.states import Stage
from phanuek.files import actions as files
from phanuek.files.checks import JPEG, PDF, PNG
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.documents.availability import DocumentsUnavailable
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SCANS = frozenset({PDF, PNG, JPEG})


def add_document_to_sign(
    *,
    by: Actor,
    agreement: Agreement,
    amendment: Amendment | None = None,
    upload: UploadedFile | None = None,
    make: Callable[[], bytes] | None = None,
) -> SignedFile | None:
    """The document that is to be signed: the PDF given, or the one that `make` makes. Part of a verb that opens a signing.

    None where neither is there: then it is signed on paper, until a document is put in. Raises Refused for a PDF that is signed already.
    """
    if upload is None:
        pdf = _made(make)
        if pdf is None:
            return None
        upload = SimpleUploadedFile(f"{_name_of(agreement, amendment)}.pdf", pdf, PDF)
    else:
        _check_unsigned(upload)
    return add_file(
        by=by, agreement=agreement, amendment=amendment, kind=SignedFile.Kind.TO_SIGN, upload=upload, accept=frozenset({PDF}),
        field="document",
    )  # fmt: skip


@transaction.atomic
def replace_document(*, by: Actor, agreement: Agreement, document: UploadedFile) -> SignedFile:
    """Another PDF as the document to be signed, or the first where none was made; only while nobody has signed."""
    permissions.check_can_manage(by)
    row = locked(agreement)
    permissions.check_stage(row, Stage.SIGNING)
    signed = row.attendees.filter(part=Attendee.Part.SIGNATORY, amendment=None, signed_on__isnull=False)
    if signed.exists():
        raise Refused(
            T(
                "มีผู้ลงนามแล้ว จึงเปลี่ยนเอกสารสำหรับลงนามไม่ได้",
                "Someone signed already, so the document to be signed stands.",
            ),
            field="document",
            hint=T(
                "ให้ผู้ลงนามที่เหลือลงนามในเอกสารเดิม หรือเพิกถอนรายการที่บันทึกผิดก่อน",
                "The others sign the same document; a signature recorded by mistake is undone first.",
            ),
        )
    void_files(agreement=row, why="มีเอกสารฉบับใหม่แทน · Replaced by another document")
    made = add_document_to_sign(by=by, agreement=row, upload=document)
    assert made is not None
    facts = {"sha256": made.attachment.sha256, "file": made.code}
    timeline.record("agreement.document_replaced", about=row, by=by, facts=facts)
    return made


@transaction.atomic
def add_scan(
    *,
    by: Actor,
    agreement: Agreement,
    scan: UploadedFile,
    note: str = "",
    amendment: Amendment | None = None,
) -> SignedFile:
    """A scanned copy of what was signed on paper: PDF, PNG or JPEG by content."""
    permissions.check_can_add_scan(by, agreement)
    row = locked(agreement)
    if amendment is None:
        permissions.check_stage(row, Stage.SIGNING, Stage.SIGNED)
    made = add_file(
        by=by, agreement=row, amendment=amendment, kind=SignedFile.Kind.SCAN, upload=scan, accept=SCANS, field="scan",
        note=note,
    )  # fmt: skip
    facts = {"sha256": made.attachment.sha256, "file": made.code}
    timeline.record("agreement.scan_added", about=amendment or row, by=by, facts=facts)
    return made


def add_file(
    *,
    by: Actor,
    agreement: Agreement,
    kind: str,
    upload: UploadedFile,
    accept: frozenset[str],
    field: str,
    amendment: Amendment | None = None,
    note: str = "",
) -> SignedFile:
    """The next file of a signing. Part of a verb that holds the agreement under lock; Refused at `field` for what it is not."""
    rows = SignedFile.objects.filter(agreement=agreement, amendment=amendment)
    return SignedFile.objects.create(
        code=new_code("d"),
        agreement=agreement,
        amendment=amendment,
        kind=kind,
        attachment=kept(upload, by=by, accept=accept, field=field),
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
        added_at=clock.now(),
        organisation_code=by.acting_code,
        note=note.strip(),
    )


def kept(upload: UploadedFile, *, by: Actor, accept: frozenset[str], field: str) -> Any:
    """The upload as an attachment; what is wrong with it is said at `field`."""
    try:
        return files.keep(upload, by=by, accept=accept)
    except Refused as refusal:
        raise Refused(refusal.message, field=field, hint=refusal.hint) from refusal


def void_files(*, agreement: Agreement, why: str, amendment: Amendment | None = None) -> None:
    """The files so far count no more; they stay, with the reason."""
    rows = SignedFile.objects.filter(agreement=agreement, amendment=amendment, void_why="")
    rows.update(void_why=why[:300])


def _made(make: Callable[[], bytes] | None) -> bytes | None:
    """The document, or None on a machine that cannot make one: the signing goes on, on paper or with a PDF put in later."""
    try:
        return make() if make else None
    except DocumentsUnavailable:
        return None


def _name_of(agreement: Agreement, amendment: Amendment | None) -> str:
    return f"{agreement.code}-{amendment.code}" if amendment else agreement.code


def _check_unsigned(upload: UploadedFile) -> None:
    content = upload.read()
    upload.seek(0)
    if not content.startswith(b"%PDF-"):
        return  # `keep` says what is wrong with it
    try:
        signed = signed_files.checks_of(content)
    except Refused as refusal:
        raise Refused(refusal.message, field="document", hint=refusal.hint) from refusal
    if signed:
        raise Refused(
            T(
                "เอกสารนี้มีลายมือชื่อดิจิทัลอยู่แล้ว {n} ลายมือชื่อ ({names})",
                "This document carries {n} digital signatures already ({names}).",
            ).format(n=len(signed), names=", ".join(check.signer for check in signed)),
            field="document",
            hint=T(
                "ใส่เอกสารที่ยังไม่มีผู้ลงนาม เพื่อให้ทุกภาคีลงนามต่อกันในไฟล์เดียว",
                "Put in the document before anyone signed, so that all parties sign one file in turn.",
            ),
        )
