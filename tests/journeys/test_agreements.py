"""The invented agreement, from its words to the work: everyone reads it, a party works under it, the secretariat decides."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.steps import follow, go, number, row, submit, told

Look = Callable[[Page], Page]
Person = Callable[[str], Page]
SAMPLE = "/agreements/demo-nan-weaving-2568/"


def test_everyone_walks_from_the_words_to_the_work_and_back(page: Page, look: Look) -> None:
    go(page, SAMPLE)
    look(page)
    main = page.get_by_role("main")
    expect(main).to_contain_text("มีผลอยู่")
    expect(main).to_contain_text("ภาคีที่ยังร่วมอยู่ลงนามครบทั้ง 4 ราย (ถอนตัวแล้ว 1 ราย)")
    follow(page.get_by_role("link", name="ตัวบท", exact=True))
    look(page)
    expect(main).to_contain_text("ไม่น้อยกว่า ๔๕๐ คน")
    follow(page.get_by_role("link", name="ดูสิ่งที่เปลี่ยนจากฉบับที่ 1"))
    look(page)
    expect(main.locator("del", has_text="๓๐๐").first).to_be_visible()
    expect(main.locator("ins", has_text="๔๕๐").first).to_be_visible()
    follow(page.get_by_role("link", name="การแก้ไขเพิ่มเติม", exact=True))
    look(page)
    follow(page.get_by_role("link", name="มูลนิธิครูช่างน่านตัวอย่างขอถอนตัว").first)
    look(page)
    follow(page.get_by_role("link", name="การประชุม", exact=True))
    look(page)
    follow(page.get_by_role("link", name="รายงาน", exact=True))
    look(page)
    follow(page.get_by_role("link", name="รายงานผล ปีงบประมาณ 2568").first)
    look(page)
    expect(main).to_contain_text("SHA-256")
    follow(page.get_by_role("link", name="จากข้อตกลงสู่พื้นที่", exact=True))
    look(page)
    main.locator("summary", has_text="ข้อ ๓").first.click()
    follow(main.get_by_role("link", name="อบรมช่างทอและผู้ผลิตหัตถกรรม 450 คน").first)
    look(page)
    # and up again, to the clause it comes from
    follow(page.get_by_role("navigation", name="เส้นทาง").get_by_role("link", name="ข้อ ๓"))
    assert page.url.endswith("/text/#clause-c3")


def test_a_party_reads_finishes_and_tells(person: Person, look: Look) -> None:
    officer = person("nan-bank")
    go(officer, "/messages/")
    look(officer)
    expect(officer.get_by_role("main")).to_contain_text("ขยายระยะเวลาถึงวันที่ 14 มกราคม 2572")
    go(officer, "/desk/")
    look(officer)
    follow(officer.get_by_role("main").get_by_role("link", name="แจ้งว่าเสร็จ").first)
    look(officer)
    officer.get_by_label("ทำอะไรไปแล้ว").fill("ส่งรายงานเวลาพิจารณาไตรมาสที่ 3 แล้ว มัธยฐาน 9 วันทำการ")
    officer.get_by_role("main").locator("form.card button[type=submit]").last.click()
    expect(officer.locator("#notices")).not_to_be_empty()
    go(officer, "/commitments/c-nan-loans-40/updates/new/")
    look(officer)
    officer.get_by_label("งานไปถึงไหน").fill("พิจารณาคำขอแล้วสิบสองกลุ่ม รออีกสี่กลุ่ม")
    submit(officer, "เผยแพร่")
    told(officer, "แจ้งความคืบหน้าแล้ว")
    go(officer, "/commitments/c-nan-loans-40/")
    expect(officer.get_by_role("main")).to_contain_text("พิจารณาคำขอแล้วสิบสองกลุ่ม")
    # an officer decides nothing of another body's claim
    go(officer, "/commitments/c-nan-train-300/claims/")
    assert officer.get_by_role("main").get_by_role("link", name="30 คน").count() == 0


def test_the_secretariat_approves_a_claim_and_the_figure_grows_by_it(person: Person, look: Look) -> None:
    keeper = person("secretariat")
    before = _confirmed(keeper)
    go(keeper, "/desk/")
    look(keeper)
    follow(keeper.get_by_role("main").get_by_role("link", name="เปิดและตรวจ").first)
    look(keeper)
    follow(keeper.get_by_role("main").get_by_role("link", name="รับรอง", exact=True))
    look(keeper)
    keeper.get_by_label("รับรองจำนวน").fill("๓๑")
    submit(keeper, "รับรอง")
    expect(keeper.get_by_label("รับรองจำนวน")).to_have_value("๓๑")
    look(keeper)
    keeper.get_by_label("รับรองจำนวน").fill("28")
    keeper.get_by_label("บันทึกของผู้ตรวจ").fill("ใบลงเวลาซ้ำสองราย")
    submit(keeper, "รับรอง")
    told(keeper, "รับรองแล้ว")
    assert _confirmed(keeper) - before == 28


def _confirmed(keeper: Page) -> float:
    """Confirmed results of the commitment, by the sum of its periods on the public page."""
    go(keeper, "/commitments/c-nan-train-300/")
    table = keeper.get_by_role("table").filter(has_text="งวด").first
    rows = row(table, "–")
    return sum(number(text.split("\t")[2]) for text in rows.all_inner_texts() if text.count("\t") >= 2)
