"""What may be attached, judged by the content's first bytes and not by the name it carries."""

import zipfile
from typing import IO

from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MAX_BYTES = 10 * 1024 * 1024
# a spreadsheet of 10 MB that unpacks to more than this is a zip bomb or a mistake
MAX_UNPACKED = 100 * 1024 * 1024
PDF, PNG, JPEG, XLSX, DOCX = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
KINDS = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG", XLSX: "XLSX", DOCX: "DOCX"}
# plain text has no signature: a table or JSON is taken only where it is asked for by name
CSV, JSON = "text/csv", "application/json"
NAMES = {**KINDS, CSV: "CSV", JSON: "JSON"}
# text in two or four bytes a letter says so in its first bytes
_WIDE_TEXT = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_CONTROLS = set(range(32)) - {9, 10, 13} | {127}


def detect(stream: IO[bytes]) -> str | None:
    """The content type by signature, or None when it is none of the accepted kinds."""
    stream.seek(0)
    head = stream.read(8)
    stream.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    return _office_kind(stream) if head.startswith(b"PK\x03\x04") else None


def _is_plain_text(stream: IO[bytes]) -> bool:
    """Readable as text: no control characters but tabs and line ends."""
    stream.seek(0)
    content = stream.read(MAX_BYTES)
    stream.seek(0)
    return bool(content.strip()) and not content.translate(None, bytes(set(range(256)) - _CONTROLS))


def _is_wide_text(stream: IO[bytes]) -> bool:
    stream.seek(0)
    head = stream.read(4)
    stream.seek(0)
    return head.startswith(_WIDE_TEXT)


def _office_kind(stream: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MAX_UNPACKED:
                raise Refused(
                    T(
                        "ไฟล์นี้ขยายแล้วใหญ่เกินไป จึงไม่รับไว้",
                        "This file unpacks to too much data and is not accepted.",
                    )
                )
            names = {member.filename for member in members}
            if any(name.endswith("vbaProject.bin") for name in names):
                raise Refused(
                    T(
                        "ไฟล์นี้มีมาโคร (ชุดคำสั่ง) จึงไม่รับไว้",
                        "This file holds macros (programs) and is not accepted.",
                    ),
                    hint=T(
                        "บันทึกใหม่เป็น .xlsx หรือ .docx ซึ่งไม่มีมาโคร",
                        "Save it again as .xlsx or .docx, without macros.",
                    ),
                )
    except zipfile.BadZipFile:
        return None
    finally:
        stream.seek(0)
    if "xl/workbook.xml" in names:
        return XLSX
    return DOCX if "word/document.xml" in names else None


def check(stream: IO[bytes], size: int, *, accept: frozenset[str] = frozenset(KINDS)) -> str:
    """The content type of an acceptable upload; raises Refused with what, why and what next."""
    if size == 0:
        raise Refused(T("ไฟล์ว่างเปล่า โปรดเลือกไฟล์อื่น", "The file is empty. Choose another file."))
    if size > MAX_BYTES:
        raise Refused(
            T(
                "ไฟล์ใหญ่ {size:.1f} เมกะไบต์ รับได้ไม่เกิน 10 เมกะไบต์ โปรดย่อขนาดหรือแบ่งไฟล์",
                "The file is {size:.1f} MB; at most 10 MB is accepted. Make it smaller or split it.",
            ).format(size=size / 1024 / 1024)
        )
    kind = detect(stream)
    if kind is None and CSV in accept and _is_plain_text(stream):
        kind = CSV
    if kind is None and JSON in accept and (_is_plain_text(stream) or _is_wide_text(stream)):
        kind = JSON
    if kind is None or kind not in accept:
        wanted = ", ".join(NAMES[k] for k in sorted(accept))
        raise Refused(
            T(
                "เนื้อไฟล์ไม่ใช่ชนิดที่รับ ({kinds}) โปรดบันทึกเป็นชนิดดังกล่าวแล้วแนบใหม่",
                "The content is not an accepted kind ({kinds}). Save it as one of these and attach it again.",
            ).format(kinds=wanted)
        )
    return kind
