"""Word for editing: every text comes back from the file, in a font and size that Word obeys for Thai."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import docx
import pytest

from phanuek.ui.documents.word import WordDocument
from phanuek.ui.words import T

AS_OF = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HARD = 'สำนักงาน น้ำ ที่ ผู้ กลุ่ม ญาติ ฐาน ปั๊ม เก๋ง ปู่ ฟ้า & <b>ไม่ใช่ตัวหนา</b> "คำ" {{ x }} ๑๒๓ MOU-2564'


def made(**more: Any) -> bytes:
    file = WordDocument(title="บันทึกข้อตกลง <1>", as_of=AS_OF, **more)
    file.heading(T("บันทึกข้อตกลง", "Memorandum"))
    file.facts([(T("รหัส", "Code"), "MOU-2564")])
    file.paragraph(HARD, indent=True)
    file.heading("วัตถุประสงค์", 2)
    file.clause("ข้อ 1", "ส่งเสริมผู้ผลิต 18 กลุ่ม")
    file.clause("1.1", "บรรทัดแรก\nบรรทัดที่สอง", level=2)
    file.table(["ลำดับ", "ชื่อ"], [["1", "น้ำ"], ["2", ""]], numbers=[0])
    file.note("ต้นทางไม่ได้ระบุระยะเวลา")
    file.signatures(
        [{"name": "นายสมชาย", "role": "ผู้ลงนาม", "signed_on": date(2021, 2, 26)}, {"role": "พยาน"}]
    )
    return file.to_bytes()


def part(file: bytes, name: str) -> ET.Element:
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(file)).read(name))


def paragraphs(file: bytes) -> list[str]:
    """The texts of document.xml, paragraph by paragraph, read without python-docx."""
    pieces = {f"{W}t": lambda e: e.text or "", f"{W}tab": lambda e: "\t", f"{W}br": lambda e: "\n"}
    return [
        "".join(pieces[e.tag](e) for run in p.iter(f"{W}r") for e in run if e.tag in pieces)
        for p in part(file, "word/document.xml").iter(f"{W}p")
    ]


def test_every_text_comes_back_as_it_was_put_in() -> None:
    assert [p for p in paragraphs(made(in_thai_digits=False)) if p] == [
        "บันทึกข้อตกลง",
        "รหัส",
        "MOU-2564",
        HARD,
        "วัตถุประสงค์",
        "ข้อ 1\tส่งเสริมผู้ผลิต 18 กลุ่ม",
        "1.1\tบรรทัดแรก\nบรรทัดที่สอง",
        "ลำดับ",
        "ชื่อ",
        "1",
        "น้ำ",
        "2",
        "ต้นทางไม่ได้ระบุระยะเวลา",
        "." * 40,
        "(นายสมชาย)",
        "ผู้ลงนาม",
        "ลงนามเมื่อวันที่ 26 กุมภาพันธ์ 2564",
        "." * 40,
        f"({'.' * 40})",
        "พยาน",
        f"วันที่ {'.' * 30}",
    ]


def test_thai_gets_thai_digits_and_english_does_not() -> None:
    thai, english = paragraphs(made()), paragraphs(made(language="en"))
    assert "ข้อ ๑\tส่งเสริมผู้ผลิต ๑๘ กลุ่ม" in thai
    assert "MOU-2564" in thai
    assert "ลงนามเมื่อวันที่ ๒๖ กุมภาพันธ์ ๒๕๖๔" in thai
    assert english[0] == "Memorandum"
    assert "Signed on 26 February 2021" in english


def test_word_is_told_font_size_and_language_of_thai() -> None:
    file = made()
    runs = [r for r in part(file, "word/document.xml").iter(f"{W}r") if r.find(f"{W}t") is not None]
    assert runs
    for run in runs:
        assert run.find(f"{W}rPr/{W}rFonts").get(f"{W}cs") == "TH Sarabun New"  # type: ignore[union-attr]
        assert run.find(f"{W}rPr/{W}lang").get(f"{W}bidi") == "th-TH"  # type: ignore[union-attr]
    styles = part(file, "word/styles.xml")
    used = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")} | {"": styles.find(f"{W}docDefaults")}
    for name, half_points in {"": "32", "Normal": "32", "Heading1": "40", "Heading2": "36"}.items():
        said = next(used[name].iter(f"{W}rPr"))  # type: ignore[union-attr]
        fonts = said.find(f"{W}rFonts")
        assert (fonts.get(f"{W}cstheme"), fonts.get(f"{W}cs")) == (None, "TH Sarabun New")  # type: ignore[union-attr]
        assert said.find(f"{W}szCs").get(f"{W}val") == half_points  # type: ignore[union-attr]


def test_headings_are_bold_and_pages_count_in_thai() -> None:
    body = part(made(), "word/document.xml")
    heading = next(r for r in body.iter(f"{W}r") if "".join(r.itertext()) == "บันทึกข้อตกลง")
    assert heading.find(f"{W}rPr/{W}bCs").get(f"{W}val") == "1"  # type: ignore[union-attr]
    assert body.find(f".//{W}sectPr/{W}pgNumType").get(f"{W}fmt") == "thaiNumbers"  # type: ignore[union-attr]
    assert part(made(language="en"), "word/document.xml").find(f".//{W}pgNumType") is None


def test_columns_have_the_width_asked_for() -> None:
    file = WordDocument(title="x", as_of=AS_OF)
    file.table(["ลำดับ", "ชื่อ"], [["1", "น้ำ"]], widths=[2, 14])
    table = docx.Document(io.BytesIO(file.to_bytes())).tables[0]
    assert [round(cell.width.cm) for cell in table.rows[1].cells] == [2, 14]


@pytest.mark.parametrize("dirty", ["ก\x00ข", "ก\x0bข", "ก\x1fข", "ก\ufffeข", "ก\ud800ข"])
def test_control_characters_do_not_break_the_file(dirty: str) -> None:
    file = WordDocument(title=dirty, as_of=AS_OF)
    file.paragraph(dirty)
    assert paragraphs(file.to_bytes())[0] == "กข"


def test_equal_calls_give_equal_bytes() -> None:
    assert made() == made()


def test_others_can_open_it() -> None:
    opened = docx.Document(io.BytesIO(made()))
    assert opened.core_properties.title == "บันทึกข้อตกลง <1>"
    assert opened.tables[1].rows[1].cells[1].text == "น้ำ"
    assert opened.sections[0].page_width.cm == pytest.approx(21, abs=0.01)
