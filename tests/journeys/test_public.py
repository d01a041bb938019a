"""Without signing in: the agreement and its parties, the directory, the map, the figures; and saying what is needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.steps import AGREEMENT, go, pick_place, submit, told

ROOT = Path(__file__).resolve().parents[2]
SIGNED = json.loads((ROOT / "packs" / "thailand" / "data" / "agreement_2021.json").read_text())

Look = Callable[[Page], Page]


def test_a_stranger_reads_in_thai_and_english(page: Page, look: Look) -> None:
    go(page, "/")
    look(page)
    assert page.locator("html").get_attribute("lang") == "th"
    expect(page.get_by_role("heading", level=1)).to_contain_text("18 องค์กร")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    look(page)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Agreement").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="ไทย", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "th")
    assert "lang=" not in page.url


def test_the_agreement_as_it_was_signed(page: Page, look: Look) -> None:
    go(page, f"/agreements/{AGREEMENT}/")
    look(page)
    printed = [name.strip() for name in page.locator("#parties .as-printed").all_inner_texts()]
    assert len(printed) == 18
    assert printed == _names_in_signed_order()
    facts = page.locator("#facts")
    expect(facts).to_contain_text("26 กุมภาพันธ์ พ.ศ. 2564")
    expect(facts).to_contain_text("นายจุรินทร์ ลักษณวิศิษฏ์")
    expect(facts).to_contain_text("ต้นทางไม่ได้ระบุ")
    expect(facts).to_contain_text("ตามที่ข่าวรายงาน")
    expect(page.get_by_role("main")).to_contain_text("ยังไม่ทราบผู้ลงนาม 16 จาก 18 ภาคี")
    expect(page.locator("#not-stated")).to_be_visible()
    bank = printed[8]
    page.locator("#parties").get_by_role("link", name=bank).click()
    look(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(bank)
    expect(page.get_by_role("heading", name="ภารกิจ", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="มาตรการที่เปิดรับ")).to_be_visible()


def _names_in_signed_order() -> list[str]:
    return [party["name_as_printed"] for party in sorted(SIGNED["parties"], key=lambda party: party["order"])]


def test_finding_a_group_an_offer_and_the_figures(page: Page, look: Look) -> None:
    go(page, "/enterprises/")
    look(page)
    # one letter missing, one vowel too many
    page.get_by_label("ชื่อ สินค้า หรือพื้นที่").fill("กลุ่มทอผ้าฝายบ้าน")
    page.get_by_role("main").get_by_role("button", name="ค้นหา").click()
    expect(page.get_by_role("main")).to_contain_text("ทอผ้าฝ้าย")
    look(page)
    page.get_by_role("main").get_by_role("link", name="ทอผ้าฝ้าย").first.click()
    look(page)
    expect(page.get_by_role("main")).to_contain_text("ข้อมูลติดต่อ ความต้องการ และเรื่องที่ส่งต่อ เปิดเฉพาะกลุ่มเอง")
    assert "โทรศัพท์" not in page.get_by_role("main").inner_text()

    go(page, "/needs/")
    look(page)
    page.get_by_text("ดูเป็นตาราง").click()
    by_province = page.locator(".map-table")
    expect(by_province.locator("tbody tr")).to_have_count(77)
    by_province.get_by_role("link", name="น่าน", exact=True).click()
    expect(page.get_by_label("จังหวัด", exact=True)).to_have_value("55")
    page.get_by_role("main").locator("#list").get_by_role("link").first.click()
    look(page)

    go(page, "/offers/")
    look(page)
    page.get_by_label("ต้องการด้านใด").select_option(label="การบริหารจัดการ")
    page.get_by_role("main").get_by_role("button", name="แสดง").click()
    page.get_by_role("link", name="อบรมทำแผนธุรกิจและบัญชีกลุ่ม (ตัวอย่าง)").click()
    look(page)

    go(page, "/figures/?by=province")
    look(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("ผลการดำเนินงาน")


def test_a_need_said_without_an_account_and_followed(
    page: Page, person: Callable[[str], Page], look: Look
) -> None:
    words = "กลุ่มทอผ้าอยากเรียนการทำบัญชีให้สมาชิกตรวจสอบได้"
    go(page, "/needs/new/")
    look(page)
    page.get_by_label("เล่าความต้องการด้วยคำของท่านเอง").fill(words)
    page.get_by_label("ชื่อผู้ติดต่อ").fill("สมหมาย ตัวอย่าง")
    submit(page, "ส่งความต้องการ")
    # told what is missing, and nothing typed is lost
    expect(page.get_by_role("alert").first).to_be_visible()
    look(page)
    expect(page.get_by_label("เล่าความต้องการด้วยคำของท่านเอง")).to_have_value(words)
    expect(page.get_by_label("ชื่อผู้ติดต่อ")).to_have_value("สมหมาย ตัวอย่าง")
    pick_place(page, "น่าน", "เมืองน่าน", "ในเวียง")
    page.get_by_role("radio", name="การบริหารจัดการ").check()
    page.get_by_label("ยินยอมให้เก็บชื่อและเบอร์โทรศัพท์").check()
    submit(page, "ส่งความต้องการ")
    expect(page.get_by_role("heading", level=1)).to_contain_text("รับเรื่องแล้ว")
    look(page)
    follow = page.get_by_label("ลิงก์ติดตามเรื่อง").input_value()
    code = page.locator("p.who").first.inner_text().split(" ")[0]
    go(page, follow)
    look(page)
    expect(page.locator(".lead")).to_have_text("ได้รับเรื่องแล้ว รอตรวจ")
    # not public before somebody looked at it
    go(page, f"/needs/{code}/", 404)
    look(page)

    officer = person("area")
    go(officer, f"/needs/{code}/")
    look(officer)
    officer.get_by_role("main").get_by_role("link", name="ตรวจเรื่อง").click()
    look(officer)
    officer.get_by_label("ถ้อยคำที่จะเผยแพร่").fill(words + "ทุกเดือน")
    officer.get_by_role("radio", name="เผยแพร่ (ไม่มีชื่อผู้แจ้ง)").check()
    officer.get_by_role("main").locator("form.card button[type=submit]").click()
    told(officer, "ตรวจเรื่องแล้ว")

    go(page, follow)
    expect(page.locator(".lead")).to_have_text("ตรวจแล้ว กำลังหาผู้ช่วย")
    expect(page.get_by_role("main")).to_contain_text("ทุกเดือน")
    go(page, f"/needs/{code}/")
    assert "สมหมาย" not in page.content()
