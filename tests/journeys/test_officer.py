"""An area officer's other work: a list of producers from a spreadsheet, a tambon meeting, and two people at one form."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys.steps import code_of, go, number, pick_place, submit, told

Look = Callable[[Page], Page]
Person = Callable[[str], Page]
# "about the group", but not its English twin
ABOUT = re.compile(r"^แนะนำกลุ่ม(?! \(ภาษาอังกฤษ)")
HEADERS = ["ชื่อกลุ่มหรือกิจการ", "ประเภท", "ตำบล", "อำเภอ", "จำนวนสมาชิก", "เลขทะเบียนนิติบุคคล"]
GOOD = [
    ["กลุ่มเครื่องเงินวังดาวเรือง", "กลุ่มอาชีพ", "ป่าคา", "ท่าวังผา", 14, None],
    ["กลุ่มข้าวก่ำล้านดอกฟ้า", "วิสาหกิจชุมชน", "ในเวียง", "เมืองน่าน", 22, None],
]
BAD = [
    ["กลุ่มเครื่องเงินวังดาวเรือง", "กลุ่มอาชีพ", "ไม่มีตำบลนี้", "ท่าวังผา", 14, None],
    ["กลุ่มข้าวก่ำล้านดอกฟ้า", "ร้านกาแฟ", "ในเวียง", "เมืองน่าน", "หลายคน", "0105536000316"],
]


def _workbook(rows: list[list[object]], name: str = "รายชื่อ.xlsx") -> dict[str, object]:
    book, kept = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for line in [HEADERS, *rows]:
        sheet.append(line)
    book.save(kept)
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": name, "mimeType": mime, "buffer": kept.getvalue()}


def _upload(officer: Page, file: dict[str, object]) -> None:
    go(officer, "/enterprises/import/")
    officer.get_by_label("ไฟล์รายชื่อ").set_input_files(file)  # type: ignore[arg-type]
    submit(officer, "ตรวจไฟล์")
    expect(officer.get_by_role("heading", level=1)).to_have_text("ผลตรวจรายชื่อ")


def _registered(officer: Page) -> float:
    go(officer, "/enterprises/?province=55")
    return number(officer.get_by_role("status").first.inner_text())


def test_a_list_of_producers_comes_in(person: Person, look: Look) -> None:
    officer = person("area")
    before = _registered(officer)
    go(officer, "/enterprises/import/")
    look(officer)
    officer.get_by_label("ไฟล์รายชื่อ").set_input_files(
        {"name": "รายชื่อ.xlsx", "mimeType": "application/octet-stream", "buffer": b"\x00\x01 no spreadsheet"}
    )
    submit(officer, "ตรวจไฟล์")
    expect(officer.locator(".field-error").first).to_be_visible()

    _upload(officer, _workbook(BAD))
    look(officer)
    cells = officer.get_by_role("table").inner_text()
    for told_cell in [
        "ไม่มีตำบลนี้",
        "ร้านกาแฟ",
        "หลายคน",
        "0105536000316",
        "C · ตำบล",
        "B · ประเภท",
        "E · จำนวนสมาชิก",
    ]:
        assert told_cell in cells, f"the bad cell {told_cell} is not named:\n{cells}"
    assert _registered(officer) == before

    mended = _workbook(GOOD)
    _upload(officer, mended)
    look(officer)
    submit(officer, "นำเข้ากลุ่มใหม่ 2 ราย")
    expect(officer.locator(".lead")).to_contain_text("นำเข้าแล้ว 2 ราย")
    look(officer)
    assert _registered(officer) == before + 2

    _upload(officer, mended)
    expect(officer.get_by_role("main")).to_contain_text("ไฟล์เดียวกันนี้นำเข้าไปแล้ว")
    look(officer)
    again = officer.get_by_role("main").locator("form button[type=submit].btn-primary")
    if again.count():
        again.click()
    assert _registered(officer) == before + 2


def test_a_tambon_meeting_is_recorded(person: Person, look: Look) -> None:
    officer = person("area")
    go(officer, "/desk/")
    look(officer)
    officer.get_by_role("main").get_by_role("link", name="บันทึกเวทีประชุมตำบล").click()
    look(officer)
    officer.get_by_label("สถานที่ประชุม").fill("ศาลาบ้านดอน")
    officer.get_by_label("วันที่ประชุม").fill("20 พ.ย. 2569")
    officer.get_by_label("ผู้เข้าร่วม").fill("๔๒")
    first = officer.get_by_role("group", name="เรื่องที่ 1")
    first.get_by_label("ความต้องการ").fill("อยากมีตลาดขายผ้าในอำเภอ")
    submit(officer, "บันทึกการประชุม")
    expect(officer.get_by_role("alert").first).to_be_visible()
    expect(first.get_by_label("ความต้องการ")).to_have_value("อยากมีตลาดขายผ้าในอำเภอ")
    look(officer)
    first.get_by_label("เรื่อง", exact=True).select_option(label="สร้างรายได้")
    second = officer.get_by_role("group", name="เรื่องที่ 2")
    second.get_by_label("ความต้องการ").fill("อยากเรียนทำบรรจุภัณฑ์")
    second.get_by_label("เรื่อง", exact=True).select_option(label="พัฒนาสินค้า")
    pick_place(officer, "น่าน", "ปัว", "ปัว")
    submit(officer, "บันทึกการประชุม")
    expect(officer.get_by_role("main")).to_contain_text("อยากมีตลาดขายผ้าในอำเภอ")
    expect(officer.get_by_role("main")).to_contain_text("อยากเรียนทำบรรจุภัณฑ์")
    look(officer)


def test_two_people_edit_one_group_and_the_second_sees_both_versions(person: Person, look: Look) -> None:
    officer, leader = person("area"), person("group")
    go(leader, "/desk/")
    look(leader)
    leader.get_by_role("main").locator("a[href^='/enterprises/e-']").first.click()
    group = f"/enterprises/{leader.url.split('/enterprises/')[1].split('/')[0]}/"
    go(leader, f"{group}edit/")
    look(leader)
    go(officer, f"{group}edit/")
    officer.get_by_label(ABOUT).fill("ข้อความของเจ้าหน้าที่")
    submit(officer, "บันทึก")
    told(officer, "บันทึกแล้ว")
    leader.get_by_label(ABOUT).fill("ข้อความของกลุ่มเอง")
    submit(leader, "บันทึก")
    both = leader.get_by_role("main")
    expect(both).to_contain_text("มีผู้อื่นบันทึกก่อนท่าน")
    expect(both).to_contain_text("ข้อความของเจ้าหน้าที่")
    expect(both).to_contain_text("ข้อความของกลุ่มเอง")
    look(leader)
    submit(leader, "บันทึกตามที่เลือก")
    told(leader, "บันทึกแล้ว")
    expect(leader.get_by_role("main")).to_contain_text("ข้อความของกลุ่มเอง")
    assert code_of(leader) in group
