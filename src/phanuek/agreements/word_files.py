"""The plain text of a Word file: its paragraphs, as typed. Numbers that Word makes by itself are not in it."""

import zipfile
from typing import IO
from xml.etree import ElementTree

from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MAX_UNPACKED = 30 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_INSTEAD = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def text_of(stream: IO[bytes]) -> str:
    """Paragraphs on lines of their own, those of tables too; words struck out as tracked changes are left out.

    Raises Refused when the file cannot be read as a document.
    """
    unreadable = Refused(
        T(
            "อ่านข้อความจากไฟล์ Word นี้ไม่ได้ ไฟล์อาจเสียหาย",
            "The text of this Word file cannot be read; it may be damaged.",
        ),
        field="upload",
        hint=T(
            "เปิดไฟล์ คัดลอกข้อความทั้งหมดมาวางในช่องข้อความ แล้วแนบไฟล์ไว้เป็นหลักฐาน",
            "Open it, copy the whole text into the box, and keep the file attached.",
        ),
    )
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive, archive.open("word/document.xml") as part:
            xml = part.read(MAX_UNPACKED + 1)
        # a document never declares entities; one that does would unfold them without end
        if len(xml) > MAX_UNPACKED or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
            raise unreadable
        body = ElementTree.fromstring(xml)
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError, OSError, RuntimeError, ValueError) as error:
        raise unreadable from error
    finally:
        stream.seek(0)
    return "\n".join(_paragraph(paragraph) for paragraph in body.iter(f"{_W}p"))


def _paragraph(paragraph: ElementTree.Element) -> str:
    said = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            said.append(node.text or "")
        else:
            said.append(_INSTEAD.get(node.tag, ""))
    return "".join(said)
