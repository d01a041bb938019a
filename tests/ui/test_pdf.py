"""PDF documents: the same bytes for the same input, nothing fetched, Thai form, and words for a machine that lacks a library."""

from __future__ import annotations

import hashlib
import importlib
import io
import os
import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from phanuek.ui.documents import availability
from phanuek.ui.documents.availability import DocumentsUnavailable
from phanuek.ui.documents.digits import thai_digits
from phanuek.ui.documents.pdf import render_pdf
from phanuek.ui.problems import Refused
from phanuek.ui.words import in_language

AS_OF = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
TEMPLATES = Path(__file__).parent / "templates"
PEOPLE = [
    {"name": "นายสมชาย ตัวอย่างดี", "position": "ผู้อำนวยการ", "role": "ผู้ลงนาม", "signed_on": date(2021, 2, 26)},
    {"role": "พยาน"},
]


@pytest.fixture(autouse=True)
def _paper_templates(settings: Any) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]


def agreement(paragraphs: int = 2, **more: Any) -> bytes:
    context = {"paragraphs": ["ส่งเสริมผู้ผลิต 18 กลุ่มตาม MOU-2564"] * paragraphs, "people": PEOPLE}
    return render_pdf("paper/agreement.html", context, **{"title": "บันทึกข้อตกลง", "as_of": AS_OF} | more)


def read(program: str, pdf: bytes, *options: str) -> str:
    out = [] if program == "pdfinfo" else ["-"]
    return subprocess.run(
        [program, *options, "-", *out], input=pdf, capture_output=True, check=True
    ).stdout.decode()


def test_the_file_says_what_it_is() -> None:
    pdf = agreement()
    about = read("pdfinfo", pdf, "-isodates")
    assert re.search(r"Title: +บันทึกข้อตกลง\n", about)
    assert re.search(r"CreationDate: +2026-11-23T03:00:00Z", about)
    assert re.search(r"Tagged: +yes", about)
    assert "(A4)" in about
    assert PdfFileReader(io.BytesIO(pdf)).root["/Lang"] == "th"


def test_only_sarabun_is_used_and_it_is_inside() -> None:
    fonts = subprocess.run(["pdffonts", "-"], input=agreement(), capture_output=True, check=True)
    rows = fonts.stdout.decode().splitlines()[2:]
    assert rows
    assert [
        row for row in rows if "Sarabun" not in row or not re.search(r"Identity-H +yes yes yes", row)
    ] == []


def test_helpers_of_the_frame_are_on_the_page() -> None:
    text = " ".join(read("pdftotext", agreement(9)).split())
    for piece in (
        "ข้อ ๙",
        "(นายสมชาย ตัวอย่างดี)",
        "ลงนามเมื่อวันที่ ๒๖ กุมภาพันธ์ ๒๕๖๔",
        "ต้นทางไม่ได้ระบุ",
        "https://phanuek.example/agreements/mou-2564/",
        "หน้า ๑ /",
        "๑๘ กลุ่มตาม MOU-2564",
    ):
        assert piece in text


def test_equal_input_gives_equal_bytes_in_any_process() -> None:
    here = hashlib.sha256(agreement()).hexdigest()
    program = (
        "import django; from django.conf import settings; django.setup()\n"
        "from tests.ui import test_pdf as t\n"
        "settings.TEMPLATES[0]['DIRS'] = [t.TEMPLATES]\n"
        "import hashlib; print(hashlib.sha256(t.agreement()).hexdigest())"
    )
    for seed in ("1", "2"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(["src", "."])}
        env |= {"DJANGO_SETTINGS_MODULE": "phanuek.config.settings"}
        there = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            env=env,
            cwd=TEMPLATES.parents[2],
        )
        assert there.stdout.strip() == here, there.stderr


def test_another_day_or_word_gives_other_bytes() -> None:
    assert (
        len({agreement(), agreement(as_of=AS_OF.replace(hour=11)), agreement(title="อื่น"), agreement(3)}) == 4
    )


def test_the_day_must_say_its_time_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        agreement(as_of=datetime(2026, 11, 23))


@pytest.mark.parametrize("address", ["https://example.org/a.png", "file:///etc/hostname", "/etc/hostname"])
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(ValueError, match="loads nothing from outside"):
        render_pdf("paper/picture.html", {"address": address}, title="x", as_of=AS_OF)


def test_markup_in_a_text_is_text() -> None:
    text = read(
        "pdftotext",
        render_pdf(
            "paper/hard.html",
            {"paragraphs": ["<b>ผู้ใหญ่</b> & <script>alert(1)</script>"], "head": [], "rows": []},
            title="x",
            as_of=AS_OF,
        ),
    )
    assert "<b>ผู้ใหญ่</b> & <script>alert(1)</script>" in text


@pytest.mark.parametrize(
    ("plain", "thai"),
    [
        ("26/2/2564", "๒๖/๒/๒๕๖๔"),
        ("ปี2564และMOU-2564", "ปี๒๕๖๔และMOU-2564"),
        ("1,500.50 บาท (18 ฝ่าย)", "๑,๕๐๐.๕๐ บาท (๑๘ ฝ่าย)"),
        ("https://phanuek.example/a/1/", "https://phanuek.example/a/1/"),
        ("๑๒ 3", "๑๒ ๓"),
        (18, "๑๘"),
    ],
)
def test_thai_digits(plain: Any, thai: str) -> None:
    assert thai_digits(plain) == thai


def test_the_filter_follows_the_language_of_the_reader() -> None:
    from phanuek.ui.templatetags.documents import thai_digits as shown

    assert shown("ข้อ 5") == "ข้อ ๕"
    with in_language("en"):
        assert shown("clause 5") == "clause 5"


def _fails(monkeypatch: pytest.MonkeyPatch, error: Exception) -> DocumentsUnavailable:
    def broken(name: str) -> None:
        raise error

    monkeypatch.setattr(availability.importlib, "import_module", broken)
    with pytest.raises(DocumentsUnavailable) as refused:
        agreement()
    monkeypatch.setattr(availability.importlib, "import_module", importlib.import_module)
    return refused.value


def test_a_missing_system_library_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = _fails(monkeypatch, OSError("cannot load library 'libpango-1.0-0'"))
    assert isinstance(refused, Refused)
    for language in ("th", "en"):
        said = refused.text.in_language(language)
        assert (
            "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
            in said
        )


def test_a_missing_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    refused = _fails(monkeypatch, ModuleNotFoundError("No module", name="weasyprint"))
    assert "weasyprint" in refused.text.en
    assert "./dev prepare" in refused.text.th


def test_the_command_file_installs_the_same_packages() -> None:
    words = (TEMPLATES.parents[2] / "dev").read_text()
    assert [p for p in availability.DEBIAN_PACKAGES if f'"{p}"' not in words] == []


def test_nothing_of_it_is_loaded_before_a_document_is_asked_for() -> None:
    program = (
        "import phanuek.ui.documents.pdf, phanuek.ui.documents.signing, phanuek.ui.documents.word, sys\n"
    )
    program += "print([m for m in ('weasyprint', 'pyhanko', 'docx', 'segno') if m in sys.modules])"
    env = os.environ | {"PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "phanuek.config.settings"}
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=env, cwd=TEMPLATES.parents[2]
    )
    assert found.stdout.strip() == "[]", found.stderr
