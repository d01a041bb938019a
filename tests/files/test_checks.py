import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.files import actions, checks
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused

PDF = b"%PDF-1.7\n..."
SYSTEM = Actor.system("test")


def workbook(*, unpacked: int = 10) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * unpacked)
    return buffer.getvalue()


@pytest.mark.django_db
def test_an_upload_is_kept_under_a_name_of_ours(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    kept = actions.keep(SimpleUploadedFile("../../ใบเสร็จ.pdf", PDF), by=SYSTEM)
    assert kept.name == "ใบเสร็จ.pdf"
    assert kept.content_type == "application/pdf"
    assert kept.file.name.endswith(f"{kept.code}.pdf")
    with kept.file.open("rb") as stored:
        assert stored.read() == PDF


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "ว่างเปล่า"), (b"<script>alert(1)</script>", "ไม่ใช่ชนิดที่รับ"), (b"PK\x03\x04broken", "ไม่ใช่ชนิดที่รับ")],
)
def test_what_is_not_a_document_is_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        checks.check(io.BytesIO(content), len(content))
    assert words in refusal.value.message.th


def test_a_zip_bomb_is_refused() -> None:
    bomb = workbook(unpacked=checks.MAX_UNPACKED + 1)
    assert len(bomb) < checks.MAX_BYTES
    with pytest.raises(Refused):
        checks.check(io.BytesIO(bomb), len(bomb))


def test_too_large_says_how_large_and_what_is_accepted() -> None:
    with pytest.raises(Refused) as refusal:
        checks.check(io.BytesIO(PDF), 12 * 1024 * 1024)
    assert "12.0" in refusal.value.message.th
    assert "10 MB" in refusal.value.message.en


def test_the_content_decides_not_the_name() -> None:
    assert checks.check(io.BytesIO(workbook()), 200) == checks.XLSX
    with pytest.raises(Refused):
        checks.check(io.BytesIO(PDF), len(PDF), accept=frozenset({checks.XLSX}))


def test_a_workbook_with_macros_is_refused_with_what_to_do() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    with pytest.raises(Refused) as refusal:
        checks.check(buffer, len(buffer.getvalue()))
    assert "มาโคร" in refusal.value.text.th
    assert "without macros" in refusal.value.text.en


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_json_is_taken_where_it_is_asked_for_by_name(encoding: str) -> None:
    content = '{"ก": 1}'.encode(encoding)
    assert checks.check(io.BytesIO(content), len(content), accept=frozenset({checks.JSON})) == checks.JSON
    with pytest.raises(Refused):
        checks.check(io.BytesIO(content), len(content))
