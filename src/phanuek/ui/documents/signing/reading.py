"""Opening a PDF that somebody uploaded: refused with words where it cannot be signed or checked."""

from __future__ import annotations

import io
import logging
from typing import Any

from phanuek.ui.documents.availability import load
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


def open_pdf(pdf: bytes) -> Any:
    """A pyHanko reader. Raises :class:`Refused` for what is no PDF, a damaged or an encrypted one."""
    if b"%PDF-" not in pdf[:1024]:
        raise Refused(
            T("ไฟล์นี้ไม่ใช่ PDF", "This file is not a PDF."),
            field="file",
            hint=T(
                "กรุณาเลือกไฟล์ PDF ของเอกสาร หากเป็น Word หรือรูปภาพให้บันทึกเป็น PDF ก่อน",
                "Choose the PDF of the document; save a Word file or a picture as PDF first.",
            ),
        )
    logging.getLogger("pyhanko").setLevel(
        logging.CRITICAL
    )  # its warnings write the names of signers into logs
    try:
        reader = load("pyhanko.pdf_utils.reader").PdfFileReader(io.BytesIO(pdf))
        encrypted = reader.encrypted
        if not encrypted:
            reader.root["/Pages"]["/Count"]  # a damaged file often opens and fails here
    except Exception as error:  # a hostile file may raise anything
        raise damaged() from error
    if encrypted:
        raise Refused(
            T("ไฟล์ PDF นี้ถูกเข้ารหัสหรือใส่รหัสผ่านไว้", "This PDF is encrypted or protected by a password."),
            field="file",
            hint=T(
                "กรุณาบันทึกไฟล์ใหม่โดยไม่ใส่รหัสผ่าน แล้วเลือกไฟล์อีกครั้ง",
                "Save it again without a password and choose that file.",
            ),
        )
    return reader


def damaged() -> Refused:
    """The words for a file that begins like a PDF and cannot be read to its end."""
    return Refused(
        T("อ่านไฟล์ PDF นี้ไม่ได้ ไฟล์อาจเสียหายหรือไม่ครบ", "This PDF cannot be read; it may be damaged or cut off."),
        field="file",
        hint=T(
            "กรุณาดาวน์โหลดเอกสารใหม่จากต้นทางแล้วเลือกไฟล์อีกครั้ง",
            "Download the document again from where it came and choose that file.",
        ),
    )
