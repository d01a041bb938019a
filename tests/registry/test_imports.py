import csv
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phanuek.organisations.actor import Actor
from phanuek.registry import actions
from phanuek.registry.importing import reading, writing
from phanuek.registry.importing.columns import COLUMNS
from phanuek.registry.models import Enterprise, ImportBatch
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.registry.conftest import PA_KHA, SYSTEM

Group = Callable[..., Enterprise]
Browser = Callable[..., Client]
HEAD = ["ชื่อกลุ่ม", "ประเภท", "ตำบล", "อำเภอ", "จังหวัด"]
WEAVERS = ["กลุ่มทอผ้าบ้านหนองบัว", "วสช.", "ป่าคา", "ท่าวังผา", "น่าน"]
BASKETS = ["กลุ่มจักสานบ้านดู่", "กลุ่มอาชีพ", "ต.ในเวียง", "เมืองน่าน", "จ.น่าน"]


def as_csv(*rows: list[str], encoding: str = "utf-8") -> SimpleUploadedFile:
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return SimpleUploadedFile("รายชื่อ.csv", target.getvalue().encode(encoding))


def as_xlsx(*rows: list[Any]) -> SimpleUploadedFile:
    book, target = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return SimpleUploadedFile("list.xlsx", target.getvalue())


def tried(by: Actor, *rows: list[Any], make: Callable[..., SimpleUploadedFile] = as_csv) -> ImportBatch:
    return actions.try_import(by=by, upload=make(HEAD, *rows))


def errors(batch: ImportBatch) -> list[tuple[int, str, str]]:
    return [
        (row["number"], bad["letter"], bad["reason"]["th"]) for row in batch.rows for bad in row["errors"]
    ]


# -- reading ----------------------------------------------------------------------------------------------------


def test_trying_registers_nothing_and_says_what_is_there(malee: Actor) -> None:
    batch = tried(malee, WEAVERS, BASKETS)
    assert batch.counts == {"new": 2, "same": 0, "look_alike": 0, "error": 0, "rows": 2, "cells": 0}
    assert not Enterprise.objects.exists()
    assert timeline.of(batch, with_people=True)[0]["verb"] == "import.tried"


def test_applying_registers_the_new_rows_once(malee: Actor) -> None:
    batch = tried(malee, WEAVERS, BASKETS)
    done = actions.apply_import(by=malee, batch=batch)
    assert done.counts["imported"] == 2
    assert {e.subdistrict_id for e in Enterprise.objects.all()} == {PA_KHA, "550101"}
    again = actions.apply_import(by=malee, batch=batch)
    assert again.applied_at == done.applied_at
    assert Enterprise.objects.count() == 2
    assert [e["verb"] for e in timeline.of(batch, with_people=True)] == ["import.applied", "import.tried"]


def test_the_same_file_twice_changes_nothing(malee: Actor) -> None:
    actions.apply_import(by=malee, batch=tried(malee, WEAVERS, BASKETS))
    second = tried(malee, WEAVERS, BASKETS)
    assert (second.counts["same"], second.counts["new"]) == (2, 0)
    assert actions.apply_import(by=malee, batch=second).counts["imported"] == 0
    assert Enterprise.objects.count() == 2


def test_two_copies_tried_before_either_is_applied_register_once(malee: Actor) -> None:
    first, second = tried(malee, WEAVERS), tried(malee, WEAVERS)
    actions.apply_import(by=malee, batch=first)
    assert actions.apply_import(by=malee, batch=second).counts["imported"] == 0
    assert Enterprise.objects.count() == 1


def test_a_row_twice_in_one_file_is_registered_once(malee: Actor) -> None:
    spelt_otherwise = ["วสช.ทอผ้าบ้านหนองบัว", *WEAVERS[1:]]
    batch = tried(malee, WEAVERS, BASKETS, WEAVERS, spelt_otherwise)
    assert (batch.counts["new"], batch.counts["same"]) == (2, 2)
    assert "แถวที่ 2" in batch.rows[2]["notes"][0]["th"]
    actions.apply_import(by=malee, batch=batch)
    assert Enterprise.objects.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620"])
def test_text_tables_are_read_in_both_encodings(malee: Actor, encoding: str) -> None:
    batch = actions.try_import(by=malee, upload=as_csv(HEAD, WEAVERS, encoding=encoding))
    assert batch.rows[0]["name"] == WEAVERS[0]
    assert batch.counts["new"] == 1


def test_semicolons_and_title_lines_are_understood(malee: Actor) -> None:
    content = "รายชื่อกลุ่มอาชีพ อำเภอท่าวังผา\n\n" + ";".join(HEAD) + "\n" + ";".join(WEAVERS) + "\n"
    batch = actions.try_import(by=malee, upload=SimpleUploadedFile("a.csv", content.encode()))
    assert (batch.rows[0]["number"], batch.counts["new"]) == (4, 1)


def test_english_headers_and_a_workbook(malee: Actor) -> None:
    head = [
        "No.",
        "Members",
        "Enterprise Name",
        "Type",
        "Tambon",
        "District",
        "Start date",
        "Juristic number",
        "Products",
        "Phone number",
    ]
    row = [
        1,
        25.0,
        "กลุ่มทอผ้าบ้านหนองบัว",
        "Community enterprise",
        "Pa Kha",
        "Tha Wang Pha",
        datetime(2021, 2, 26),
        107544000108,
        "ผ้าทอ; ผ้าพันคอ",
        812345678,
    ]
    batch = actions.try_import(by=malee, upload=as_xlsx(head, row))
    assert errors(batch) == []
    actions.apply_import(by=malee, batch=batch)
    made = Enterprise.objects.get()
    assert (made.members, str(made.started_on), made.subdistrict_id, made.kind) == (
        25,
        "2021-02-26",
        PA_KHA,
        "community_enterprise",
    )
    assert made.identifiers.get().value == "0107544000108"
    assert made.products.count() == 2


def test_thai_numerals_eras_and_a_code_for_the_place(malee: Actor) -> None:
    head = ["ชื่อ", "ประเภท", "ตำบล", "สมาชิก (คน)", "วันที่จัดตั้ง"]
    for day in ("๒๖ กุมภาพันธ์ ๒๕๖๔", "26/2/2564", "2564-02-26"):
        batch = actions.try_import(
            by=malee, upload=as_csv(head, ["กลุ่มทอผ้า", "กลุ่มอาชีพ", "๕๕๐๖๐๒", "๑,๒๐๐ คน", day])
        )
        assert errors(batch) == []
    actions.apply_import(by=malee, batch=batch)
    made = Enterprise.objects.get()
    assert (made.members, str(made.started_on)) == (1200, "2021-02-26")


def test_every_bad_cell_is_named_with_column_and_reason(malee: Actor) -> None:
    head = [*HEAD, "เลขทะเบียนนิติบุคคล", "จำนวนสมาชิก", "วันที่เริ่มดำเนินการ", "เลขประจำตัวประชาชน"]
    bad = [
        "",
        "วงดนตรี",
        "ตำบลที่ไม่มี",
        "เมืองน่าน",
        "น่าน",
        "0107544000109",
        "หลายคน",
        "31/2/2564",
        "1234545678782",
    ]
    batch = actions.try_import(by=malee, upload=as_csv(head, [*WEAVERS, "", "", "", ""], bad))
    found = {letter: reason for number, letter, reason in errors(batch) if number == 3}
    assert set(found) == {"A", "B", "C", "F", "G", "H", "I"}
    assert "ยังไม่ได้กรอก" in found["A"]
    assert "วิสาหกิจชุมชน" in found["B"]
    assert "เลขหลักสุดท้าย" in found["F"]
    assert "จำนวนเต็ม" in found["G"]
    assert "ไม่มีวันที่ 31" in found["H"]
    assert (batch.counts["new"], batch.counts["error"], batch.counts["cells"]) == (1, 1, 7)
    assert "1234545678782" not in str(batch.rows)
    actions.apply_import(by=malee, batch=batch)
    assert Enterprise.objects.count() == 1


def test_a_place_outside_ones_area_is_a_bad_cell(malee: Actor) -> None:
    batch = tried(malee, ["กลุ่มไกล", "กลุ่มอาชีพ", "ศรีภูมิ", "เมืองเชียงใหม่", "เชียงใหม่"])
    assert "นอกพื้นที่" in errors(batch)[0][2]


def test_a_formulas_error_is_no_value(malee: Actor) -> None:
    assert "สูตร" in errors(tried(malee, ["#REF!", *WEAVERS[1:]]))[0][2]


def test_a_number_settles_who_it_is(group: Group, malee: Actor) -> None:
    group("กลุ่มชื่อเดิมที่เปลี่ยนไปแล้ว", identifiers={"juristic": "0107544000108"})
    head = [*HEAD, "เลขทะเบียนนิติบุคคล"]
    batch = actions.try_import(by=malee, upload=as_csv(head, [*WEAVERS, "0-1075-44000-10-8"]))
    assert batch.rows[0]["verdict"] == "same"
    assert "ชื่อไม่ตรงกัน" in batch.rows[0]["notes"][0]["th"]


def test_one_number_under_two_names_is_a_bad_cell(malee: Actor) -> None:
    head = [*HEAD, "เลขทะเบียนนิติบุคคล"]
    batch = actions.try_import(
        by=malee, upload=as_csv(head, [*WEAVERS, "0107544000108"], [*BASKETS, "0107544000108"])
    )
    assert errors(batch) == [(3, "F", "เลขนี้ซ้ำกับแถวที่ 2 ซึ่งเป็นชื่ออื่น")]


def test_a_look_alike_waits_for_a_persons_word(group: Group, malee: Actor) -> None:
    group("กลุ่มทอผ้าไหมบ้านหนองบัวแดง", at=PA_KHA)
    alike = ["กลุ่มทอผ้าใหมหนองบัวแดง", *WEAVERS[1:]]
    batch = tried(malee, alike, BASKETS)
    assert [row["verdict"] for row in batch.rows] == ["look_alike", "new"]
    assert batch.rows[0]["near"][0]["evidence"]
    assert actions.apply_import(by=malee, batch=batch).counts["imported"] == 1
    second = tried(malee, alike, BASKETS)
    assert actions.apply_import(by=malee, batch=second, also=[2]).counts["imported"] == 1
    assert Enterprise.objects.count() == 3


def test_the_batch_keeps_no_contact(malee: Actor) -> None:
    head = [*HEAD, "ผู้ประสานงาน", "โทรศัพท์"]
    batch = actions.try_import(by=malee, upload=as_csv(head, [*WEAVERS, "นางมะลิ", "081-234-5678"]))
    batch.refresh_from_db()
    assert "มะลิ" not in str(batch.rows)
    assert "234" not in str(batch.rows)


def test_the_queries_do_not_grow_with_the_rows(malee: Actor, django_assert_max_num_queries: Any) -> None:
    rows = [[f"กลุ่มที่ {n} บ้านเลขที่ {n * 7}", *WEAVERS[1:]] for n in range(300)]
    with django_assert_max_num_queries(25):
        tried(malee, *rows)


# -- files that are refused ---------------------------------------------------------------------------------------


def workbook_of(**members: bytes) -> SimpleUploadedFile:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return SimpleUploadedFile("bomb.xlsx", target.getvalue())


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.xlsx", b""), "ว่างเปล่า"),
        (SimpleUploadedFile("a.csv", b"\x89PNG\r\n\x1a\n" + b"0" * 50), "ไม่ใช่ชนิดที่รับ"),
        (SimpleUploadedFile("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500), "ไม่ใช่ชนิดที่รับ"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 nonsense"), "ไม่ใช่ชนิดที่รับ"),
        (workbook_of(xl__workbook_xml=b"<workbook/>"), "เปิดไฟล์ตารางคำนวณนี้ไม่ได้"),
        (workbook_of(xl__workbook_xml=b"0" * (reading.MOST_UNPACKED + 1)), "ขยายแล้วใหญ่เกิน"),
        (SimpleUploadedFile("a.csv", "ก,ข,ค\n1,2,3\n".encode()), "ไม่พบแถวหัวตาราง"),
        (as_csv(HEAD), "ยังไม่มีรายชื่อ"),
        (as_csv(["ชื่อกลุ่ม", "โทรศัพท์"], ["กลุ่มทอผ้า", "081"]), "ขาดคอลัมน์ที่จำเป็น"),
        (
            as_csv(HEAD, *[[f"กลุ่ม {n}", *WEAVERS[1:]] for n in range(reading.MOST_ROWS + 1)]),
            "มากกว่า 5,000 แถว",
        ),
        (
            SimpleUploadedFile("a.csv", '"ชื่อกลุ่ม","ประเภท\n'.encode() + b'"' + b"x" * 200_000),
            "อ่านไฟล์ข้อความนี้เป็นตารางไม่ได้",
        ),
    ],
)
def test_what_is_no_list_is_refused_with_the_reason(
    malee: Actor, upload: SimpleUploadedFile, words: str
) -> None:
    upload.seek(0)
    with pytest.raises(Refused) as refusal:
        actions.try_import(by=malee, upload=upload)
    assert words in str(refusal.value.text.th)
    assert not ImportBatch.objects.exists()


def test_a_far_cell_does_not_fill_the_memory(malee: Actor) -> None:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append(HEAD)
    book.active.append(WEAVERS)
    book.active.cell(row=1_000_000, column=16_000, value="x")
    book.save(target)
    batch = actions.try_import(by=malee, upload=SimpleUploadedFile("far.xlsx", target.getvalue()))
    assert batch.counts["rows"] == 1


# -- template and copy --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_a_filled_in_template_is_read(malee: Actor, language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(writing.template(language)))
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    values = {"name_th": "กลุ่มทอผ้าบ้านหนองบัว", "kind": "SME", "subdistrict": "ป่าคา", "district": "ท่าวังผา"}
    for at, column in enumerate(COLUMNS, start=1):
        example = column.example.in_language(language)
        value = (
            column.choices[0][1].in_language(language) if column.choices else values.get(column.key, example)
        )
        sheet.cell(row=2, column=at, value=value or None)
    assert len(titles) == len(COLUMNS)
    assert book.worksheets[1].max_row == len(COLUMNS) + 1
    target = io.BytesIO()
    book.save(target)
    batch = actions.try_import(by=malee, upload=SimpleUploadedFile("filled.xlsx", target.getvalue()))
    assert errors(batch) == []
    assert batch.counts["new"] == 1


def test_the_copy_holds_the_reason_beside_the_cell_and_comes_back_mended(
    malee: Actor, browser: Browser
) -> None:
    batch = tried(malee, WEAVERS, ["=1+1", "วงดนตรี", *WEAVERS[2:]])
    answer = browser(malee).get(f"/enterprises/import/{batch.code}/marked.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    head = [cell.value for cell in sheet[1]]
    assert head[:4] == ["ชื่อกลุ่ม", "ประเภท", "ตรวจ: ประเภท", "ตำบล"]
    assert head[-1] == "ผลตรวจ"
    row = [cell.value for cell in sheet[3]]
    assert row[:2] == ["=1+1", "วงดนตรี"]
    assert sheet.cell(row=3, column=1).data_type == "s"  # text, not a formula
    assert "ไม่ใช่ตัวเลือกที่มี" in row[2]
    sheet.cell(row=3, column=2, value="สหกรณ์")
    target = io.BytesIO()
    sheet.parent.save(target)
    mended = actions.try_import(by=malee, upload=SimpleUploadedFile("mended.xlsx", target.getvalue()))
    assert mended.counts["error"] == 0
    assert mended.counts["rows"] == 2


# -- pages and who may --------------------------------------------------------------------------------------------


def test_the_pages_from_upload_to_import(malee: Actor, browser: Browser) -> None:
    page = browser(malee)
    assert "คอลัมน์ที่ระบบรู้จัก" in page.get("/enterprises/import/").content.decode()
    workbook = page.get("/enterprises/import/template.xlsx")
    assert workbook.headers["Content-Disposition"].startswith("attachment")
    bad = ["กลุ่มผิด", "วงดนตรี", *WEAVERS[2:]]
    answer = page.post("/enterprises/import/", {"upload": as_csv([*HEAD, "สีประจำกลุ่ม"], WEAVERS, bad)})
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == f"/enterprises/import/{batch.code}/"
    dry = page.get(batch.get_absolute_url()).content.decode()
    for words in ("B · ประเภท", "“วงดนตรี”", "แถว 3", "สีประจำกลุ่ม", "นำเข้ากลุ่มใหม่ 1 ราย"):
        assert words in dry
    for verdict in ("new", "same", "look_alike", "error", "nonsense"):
        assert page.get(batch.get_absolute_url(), {"show": verdict}).status_code == 200
    assert page.post(batch.get_absolute_url(), {"also": ["x", "-1", "9" * 30]}).status_code == 302
    assert Enterprise.objects.count() == 1
    done = page.get(batch.get_absolute_url(), {"show": "new"}).content.decode()
    assert "นำเข้าแล้ว 1 ราย" in done
    assert f"/enterprises/{Enterprise.objects.get().code}/" in done
    assert page.post(batch.get_absolute_url()).status_code == 302
    assert Enterprise.objects.count() == 1
    again = page.post(
        "/enterprises/import/", {"upload": as_csv([*HEAD, "สีประจำกลุ่ม"], WEAVERS, bad)}, follow=True
    )
    assert "นำเข้าไปแล้ว" in again.content.decode()


def test_a_refused_file_is_told_on_the_page_in_english(malee: Actor, browser: Browser) -> None:
    answer = browser(malee, "en").post(
        "/enterprises/import/", {"upload": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}
    )
    assert answer.status_code == 200
    assert "No header row that we know was found" in answer.content.decode()
    assert "Please choose a file." in browser(malee, "en").post("/enterprises/import/", {}).content.decode()


def test_a_list_is_seen_by_those_who_brought_it_and_the_secretariat(
    malee: Actor, orawan: Actor, browser: Browser
) -> None:
    batch = tried(malee, WEAVERS)
    body = cast.organisation("dae")
    other = cast.member("wichai", "area_officer", body, cast.province())
    for by, status in ((other, 404), (cast.niran(), 404), (orawan, 200), (malee, 200)):
        assert browser(by).get(batch.get_absolute_url()).status_code == status
    assert browser(other).get(f"{batch.get_absolute_url()}marked.xlsx").status_code == 404
    assert browser(other).post(batch.get_absolute_url()).status_code == 404


def test_strangers_and_banks_import_nothing(areas: None) -> None:
    for by in (cast.DAO, cast.niran()):
        with pytest.raises(NotAllowed):
            actions.try_import(by=by, upload=as_csv(HEAD, WEAVERS))


def test_the_system_imports_for_the_whole_country(areas: None) -> None:
    batch = actions.try_import(
        by=SYSTEM, upload=as_csv(HEAD, WEAVERS, ["กลุ่มไกล", "กลุ่มอาชีพ", "ศรีภูมิ", "เมืองเชียงใหม่", "เชียงใหม่"])
    )
    assert actions.apply_import(by=SYSTEM, batch=batch).counts["imported"] == 2
