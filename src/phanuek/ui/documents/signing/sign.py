"""Signing a PDF: a new revision after the bytes that were there, so that earlier signatures stay whole."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from phanuek.ui.documents.availability import load
from phanuek.ui.documents.pdf import html_as_pdf
from phanuek.ui.documents.signing.boxes import Box
from phanuek.ui.documents.signing.keys import open_key
from phanuek.ui.documents.signing.reading import damaged, open_pdf
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, in_language


def sign_pdf(
    pdf: bytes,
    *,
    pkcs12: bytes,
    passphrase: str,
    signer_label: Any,
    reason: Any,
    at: datetime,
    box: Box | None = None,
    language: str = "th",
) -> bytes:
    """``pdf`` with one more signature (PAdES baseline B), shown in ``box``, or not shown.

    ``signer_label`` is the person with position as the stamp shows them, ``reason`` why they sign; ``at`` (aware)
    is the time written into the signature, not proven by a time-stamping authority. The bytes of ``pdf`` stay the
    beginning of the result. Raises :class:`Refused` for a file or key that cannot be used.
    """
    reader = open_pdf(pdf)
    signer = open_key(pkcs12, passphrase, at)
    signers, fields = load("pyhanko.sign.signers"), load("pyhanko.sign.fields")
    field = _free_name(reader)
    with in_language(language):
        label, reason = str(signer_label), str(reason)
    about = signers.PdfSignatureMetadata(
        field_name=field,
        name=label,
        reason=reason,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    shown: dict[str, Any] = {}
    if box is not None:
        stamp = _stamp(label, reason, signer.subject_name, at, box, language)
        shown = {
            "stamp_style": _static_style(stamp),
            "new_field_spec": fields.SigFieldSpec(field, on_page=box.page, box=box.corners),
        }

    class AtThatTime(signers.PdfSigner):  # type: ignore[misc, name-defined]
        def init_signing_session(self, *args: Any, **more: Any) -> Any:
            session = super().init_signing_session(*args, **more)
            session.system_time = at
            return session

    try:
        writer = load("pyhanko.pdf_utils.incremental_writer").IncrementalPdfFileWriter(io.BytesIO(pdf))
        made: bytes = AtThatTime(about, signer, **shown).sign_pdf(writer).getvalue()
    except load("pyhanko.sign.general").SigningError as error:
        raise Refused(
            T(
                "เอกสารนี้ลงนามเพิ่มไม่ได้ เพราะผู้ลงนามก่อนหน้ากำหนดห้ามแก้ไขเพิ่มเติม",
                "This document cannot be signed: an earlier signer forbade any addition.",
            ),
            field="file",
            hint=T(
                "กรุณาใช้ไฟล์ที่ผู้ลงนามก่อนหน้าลงนามโดยไม่ล็อกเอกสาร",
                "Use a copy that the earlier signer signed without locking it.",
            ),
        ) from error
    except load("pyhanko.pdf_utils.misc").PdfError as error:
        raise damaged() from error
    return made


def _free_name(reader: Any) -> str:
    taken = {name for name, _, _ in load("pyhanko.sign.fields").enumerate_sig_fields(reader)}
    return next(name for n in range(1, len(taken) + 2) if (name := f"Signature{n}") not in taken)


def _stamp(label: str, reason: str, certificate: str, at: datetime, box: Box, language: str) -> bytes:
    """The picture of a signature as a PDF page of the box's size, by the same means as every document."""
    with in_language(language):
        page = render_to_string(
            "ui/documents/stamp.html",
            {"label": label, "reason": reason, "certificate": certificate, "at": at, "language": language},
        )
    size = f"@page {{ size: {box.width}pt {box.height}pt; margin: 0; @bottom-left {{ content: none }} }}"
    return html_as_pdf(
        page, title=label, as_of=at, language=language, in_thai_digits=language == "th", more_style=size
    )


def _static_style(stamp: bytes) -> Any:
    """pyHanko's style that shows one PDF page and nothing else."""
    content, reading = load("pyhanko.pdf_utils.content"), load("pyhanko.pdf_utils.reader")
    boxes = load("pyhanko.pdf_utils.layout")

    class Page(content.PdfContent):  # type: ignore[misc, name-defined]
        def render(self) -> bytes:
            reader = reading.PdfFileReader(io.BytesIO(stamp))
            page = self.writer.import_page_as_xobject(reader)
            self.resources.xobject["/Stamp"] = page
            left, bottom, right, top = page.get_object()["/BBox"]
            self.box = boxes.BoxConstraints(width=right - left, height=top - bottom)
            return b"/Stamp Do"

    fill = boxes.SimpleBoxLayoutRule(
        x_align=boxes.AxisAlignment.ALIGN_MID, y_align=boxes.AxisAlignment.ALIGN_MID, margins=boxes.Margins()
    )
    return load("pyhanko.stamp").StaticStampStyle(background=Page(), background_layout=fill, border_width=0)
