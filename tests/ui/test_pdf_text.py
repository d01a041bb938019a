"""Text copied out of a PDF is the text put in, in the hardest Thai; read back by a program that is not ours."""

from __future__ import annotations

import re
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from phanuek.ui.documents import actualtext
from phanuek.ui.documents.digits import thai_digits
from phanuek.ui.documents.pdf import render_pdf

AS_OF = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
TEMPLATES = Path(__file__).parent / "templates"
HARD = """
สำนักงาน น้ำ ที่ ผู้ กลุ่ม ญาติ ญาณ ฐาน ฐานี ปั๊ม เก๋ง ปู่ ปู้ ฟ้า ฝ้าย ป้า ฤๅษี ก็ ล้ำ ซ้ำ ค่ำ กุ้ง ดึ๊ก จู๊ จ๋า
ปี๊บ จ๊ะจ๋า ฎีกา ปฏัก ญี่ปุ่น กตัญญู ชื่อ เอื้อ ฯลฯ ทุก ๆ ปี ไม้ไผ่ ใหญ่ เคราะห์ สิทธิ์ พันธุ์ ปิ๊ง ป่ำ ฬ่อ ฏู ฐุ ญู ฎุ่ ๐๑๒๓๔๕๖๗๘๙ ฿
"""
WORDS = HARD.split()
PARAGRAPHS = [
    "สำนักงานส่งเสริมวิสาหกิจเพื่อสังคมมีหน้าที่ส่งเสริมและสนับสนุนผู้ประกอบการ กลุ่มอาชีพ และญาติพี่น้องในชุมชนที่อยู่ห่างไกล "
    "ให้ได้รับน้ำสะอาด ปั๊มน้ำ ฐานข้อมูล และเก๋งจีน เพื่อให้กลุ่มผู้ผลิตเข้มแข็งขึ้นอย่างยั่งยืนตามแนวทางของเศรษฐกิจฐานราก",
    "ทั้งนี้ให้เป็นไปตาม MOU ฉบับที่ 2564/1 (Social Enterprise Promotion, office & fund, efficient flow) "
    'ลงวันที่ 26 กุมภาพันธ์ พ.ศ. 2564 จำนวน ๑๘ ฝ่าย ดูที่ https://phanuek.example/agreements/mou-2564/ <ฉบับจริง> "คำพูด" ‘อ้าง’ –',
]
HEAD = ["ลำดับ", "ชื่อกลุ่ม", "เป้าหมาย (ครั้ง/ปี)"]
ROWS = [[str(i), f"กลุ่มแปรรูปสมุนไพรบ้านน้ำเชี่ยว หมู่ที่ {i} ญี่ปุ่น ฐานผู้ผลิต", f"{i},{i:03}.50"] for i in range(1, 61)]


@pytest.fixture(autouse=True)
def _paper_templates(settings: Any) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]


def paper(language: str = "th", **more: Any) -> bytes:
    context = {"paragraphs": [" ".join(WORDS), *PARAGRAPHS], "head": HEAD, "rows": ROWS}
    return render_pdf(
        "paper/hard.html", context, title="น้ำที่ญาติผู้ใหญ่ปั๊ม ๒๕๖๔", as_of=AS_OF, language=language, **more
    )


def copied(pdf: bytes) -> str:
    """What poppler's pdftotext reads, as a person copying from the page would get it."""
    found = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return found.stdout.decode()


def holds(text: str, wanted: str) -> bool:
    """Whether ``wanted`` stands in ``text`` letter by letter; at the end of a line a space may have gone."""
    pattern = "".join(r"\s+" if c == " " else re.escape(c) + r"\n?" for c in wanted)
    return re.search(pattern, text) is not None


@pytest.mark.parametrize("word", WORDS)
def test_every_hard_word_comes_back(word: str, thai_page: str) -> None:
    assert re.search(rf"(?<!\S){re.escape(word)}(?!\S)", thai_page)


@pytest.fixture(scope="module")
def thai_page(request: pytest.FixtureRequest) -> str:
    from django.conf import settings
    from django.test import override_settings

    with override_settings(TEMPLATES=[{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]):
        return copied(paper())


def test_paragraphs_come_back_whole(thai_page: str) -> None:
    missing = [p for p in PARAGRAPHS if not holds(thai_page, thai_digits(p))]
    assert missing == []


def test_table_cells_come_back_in_order_across_pages(thai_page: str) -> None:
    at = 0
    for row in ROWS:
        for cell in map(thai_digits, row):
            found = re.compile(rf"^{re.escape(cell)}$", re.M).search(thai_page, at)
            assert found, cell
            at = found.end()


def test_nothing_else_stands_on_the_page(thai_page: str) -> None:
    """All letters of the extracted text are those put in, the foot of each page apart."""
    title = "น้ำที่ญาติผู้ใหญ่ปั๊ม ๒๕๖๔"
    pages = thai_page.rstrip("\f").split("\f")
    feet = [f"{title}หน้า {n} / {len(pages)}" for n in range(1, len(pages) + 1)]
    heads = HEAD * len(pages)
    put_in = [title, *WORDS, *PARAGRAPHS, *heads, *(cell for row in ROWS for cell in row), *feet]
    letters = sorted(re.sub(r"\s", "", thai_digits("".join(put_in))))
    assert sorted(re.sub(r"\s", "", thai_page)) == letters


def test_english_keeps_its_digits() -> None:
    text = copied(paper("en"))
    assert holds(text, PARAGRAPHS[1])
    assert "page 1 / 3" in " ".join(text.split())


def test_thai_digits_can_be_left_out() -> None:
    assert holds(copied(paper(thai_digits=False)), PARAGRAPHS[1])


def test_bold_beside_plain_gets_no_gap() -> None:
    text = copied(render_pdf("paper/inline.html", {}, title="x", as_of=AS_OF))
    assert "ผู้ผลิตน้ำผึ้งที่ปู่ทำ" in text.splitlines()


def test_without_the_hook_the_text_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason of the hook. When this fails, WeasyPrint has learnt it: take the hook out."""
    import weasyprint.draw.text as drawing

    actualtext.install()
    monkeypatch.setattr(drawing, "draw_first_line", drawing.draw_first_line.__wrapped__)
    monkeypatch.setattr(actualtext, "install", lambda: None)
    assert not re.search(r"(?<!\S)สำนักงาน(?!\S)", copied(paper()))


def test_another_weasyprint_is_refused_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    import weasyprint.draw.text as drawing

    monkeypatch.setattr(drawing, "draw_first_line", lambda stream, textbox, matrix: [])
    with pytest.raises(RuntimeError, match="draws text in another way"):
        actualtext.install()


def test_the_hook_is_put_in_once() -> None:
    import weasyprint.draw.text as drawing

    actualtext.install()
    once = drawing.draw_first_line
    actualtext.install()
    assert drawing.draw_first_line is once
