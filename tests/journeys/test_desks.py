"""The other desks: a provincial company and the national one, the secretariat, a group's own representative."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.steps import AGREEMENT, go, number, submit, told

Look = Callable[[Page], Page]
Person = Callable[[str], Page]


def test_a_company_records_trade_and_the_two_amounts_stay_apart(person: Person, look: Look) -> None:
    manager = person("company")
    before = _amounts(manager, look)
    manager.get_by_role("main").get_by_role("link", name="บันทึกการซื้อขาย").first.click()
    look(manager)
    manager.get_by_role("main").locator("a[href*='enterprise=e-']").first.click()
    look(manager)
    manager.get_by_role("radio", name="ซื้อจากกลุ่ม").check()
    manager.get_by_label("กระบวนการ").select_option(index=1)
    manager.get_by_label("ขายให้ใคร").fill("ร้านสวัสดิการ")
    manager.get_by_label("วันที่ซื้อขาย").fill("20/11/2569")
    manager.get_by_label("รายได้ของบริษัทเอง").fill("1,800")
    manager.get_by_label("เงินที่ถึงชุมชน").fill("หนึ่งหมื่น")
    save = manager.get_by_role("main").locator("form.card button[type=submit]").last
    save.click()
    expect(manager.get_by_label("เงินที่ถึงชุมชน")).to_have_value("หนึ่งหมื่น")
    look(manager)
    manager.get_by_label("เงินที่ถึงชุมชน").fill("15,400")
    save.click()
    sure = manager.locator("[name=sure]")
    if sure.count():
        sure.first.check() if sure.first.get_attribute("type") == "checkbox" else sure.first.click()
        if manager.locator("#notices").inner_text() == "":
            save.click()
    told(manager, "บันทึกการซื้อขายแล้ว")
    after = _amounts(manager, look)
    assert (after[0] - before[0], after[1] - before[1]) == (15_400, 1_800)
    go(manager, "/desk/company/groups/")
    look(manager)
    go(manager, "/desk/company/trades/")
    look(manager)
    go(manager, "/desk/companies/prs-50/", 404)

    national = person("national")
    go(national, "/desk/")
    look(national)
    go(national, "/desk/companies/")
    look(national)
    expect(national.get_by_role("main")).to_contain_text("น่าน")
    expect(national.get_by_role("main")).to_contain_text("จาก 76 บริษัท")


def _amounts(manager: Page, look: Look) -> tuple[float, float]:
    """This fiscal year: money that reached the community, and the company's own revenue."""
    go(manager, "/desk/")
    look(manager)
    cells = manager.locator("section[aria-labelledby=amounts-title] tbody tr").first.locator("td")
    return number(cells.nth(0).inner_text()), number(cells.nth(1).inner_text())


def test_the_secretariat_sees_the_whole_and_records_for_a_body_without_account(
    person: Person, page: Page, look: Look
) -> None:
    secretariat = person("secretariat")
    go(secretariat, "/desk/")
    look(secretariat)
    for address in ["commitments-empty", "offers-stale", "referrals-hanging", "needs-unanswered", "partners"]:
        go(secretariat, f"/desk/{address}/")
        look(secretariat)

    go(secretariat, f"/agreements/{AGREEMENT}/commitments/new/?lead=dasta")
    look(secretariat)
    expect(secretariat.get_by_role("main")).to_contain_text("ยังไม่มีผู้ใช้งานในระบบ")
    title = "พาคณะท่องเที่ยวเยือนกลุ่มทอผ้า 30 คณะ"
    secretariat.get_by_label("ภารกิจ (ไทย)").fill(title)
    submit(secretariat, "เพิ่มภารกิจ")
    expect(secretariat.get_by_label("ภารกิจ (ไทย)")).to_have_value(title)
    look(secretariat)
    secretariat.get_by_label("เพิ่มภารกิจนี้เพราะอะไร").fill("มติที่ประชุมติดตามผล")
    secretariat.get_by_role("group", name="นับผลเป็นอะไร").get_by_role("radio").first.check()
    secretariat.get_by_label(re.compile("^เป้าหมาย")).fill("30")
    submit(secretariat, "เพิ่มภารกิจ")
    told(secretariat, "เพิ่มภารกิจแล้ว")
    look(secretariat)
    commitment = secretariat.url
    expect(secretariat.get_by_role("main")).to_contain_text("ฝ่ายเลขานุการบันทึกแทน")

    go(secretariat, "/desk/commitments-empty/")
    expect(secretariat.get_by_role("main")).to_contain_text(title)

    go(secretariat, commitment)
    secretariat.get_by_role("main").get_by_role("link", name="เพิ่มมาตรการภายใต้ภารกิจ").click()
    look(secretariat)
    secretariat.get_by_label("ชื่อมาตรการ (ไทย)").fill("รถรับคณะท่องเที่ยวถึงกลุ่ม")
    secretariat.get_by_label("วิธีสนับสนุน").select_option(index=1)
    secretariat.get_by_role("group", name="เป้าหมายของการสนับสนุน").get_by_role(
        "checkbox", name="สร้างรายได้"
    ).check()
    promise = secretariat.get_by_label("อยู่ภายใต้ภารกิจ")
    promise.select_option(promise.get_by_role("option", name=title).get_attribute("value"))
    secretariat.get_by_role("main").locator("form.card button[type=submit]").first.click()
    secretariat.wait_for_url(re.compile(r"/offers/(?!new)"))
    told(secretariat, "ยังไม่เผยแพร่")
    look(secretariat)
    _publish(secretariat, look, secretariat.url.split("/offers/")[1].split("/")[0])
    page.goto(commitment)
    look(page)
    expect(page.get_by_role("main")).to_contain_text("รถรับคณะท่องเที่ยวถึงกลุ่ม")
    page.get_by_role("main").get_by_role("link", name="รถรับคณะท่องเที่ยวถึงกลุ่ม").click()
    expect(page.get_by_role("main")).to_contain_text("ฝ่ายเลขานุการ")


def _publish(secretariat: Page, look: Look, offer: str) -> None:
    """What people cannot do without is asked for first; until then there is no button."""
    go(secretariat, f"/offers/{offer}/publish/")
    look(secretariat)
    expect(secretariat.get_by_role("main").get_by_role("button", name="เผยแพร่", exact=True)).to_have_count(0)
    secretariat.get_by_role("main").get_by_role("link", name="รายละเอียด").click()
    secretariat.get_by_label("ให้อะไรแก่ใคร (ไทย)").fill("รถรับคณะท่องเที่ยวไปถึงกลุ่มทอผ้า")
    secretariat.get_by_label("วิธียื่น (ไทย)").fill("เจ้าหน้าที่ในพื้นที่ส่งเรื่องให้")
    secretariat.get_by_role("main").locator("form.card button[type=submit]").first.click()
    told(secretariat, "บันทึกการแก้ไขแล้ว")
    go(secretariat, f"/offers/{offer}/publish/")
    submit(secretariat, "เผยแพร่")
    told(secretariat, "เผยแพร่แล้ว")
    look(secretariat)


def test_a_groups_representative_follows_the_case_and_reports_income(person: Person, look: Look) -> None:
    leader = person("group")
    go(leader, "/desk/")
    look(leader)
    case = leader.get_by_role("main").locator("a[href^='/referrals/r-']").first
    case.click()
    look(leader)
    expect(leader.get_by_role("heading", name="ประวัติ")).to_be_visible()
    leader.get_by_role("main").locator("a[href^='/enterprises/e-']").first.click()
    look(leader)
    leader.get_by_role("main").get_by_role("link", name="รายงานรายได้").first.click()
    look(leader)
    leader.get_by_label("เดือน", exact=True).select_option("2026-11")
    leader.get_by_label("รายได้ของเดือนนั้น").fill("ไม่ทราบ")
    report = leader.locator("form.card button[type=submit]").first
    report.click()
    expect(leader.get_by_label("รายได้ของเดือนนั้น")).to_have_value("ไม่ทราบ")
    leader.get_by_label("รายได้ของเดือนนั้น").fill("๒๗,๕๐๐")
    report.click()
    told(leader, "27,500")
    expect(leader.get_by_role("main")).to_contain_text("รอยืนยัน")
    look(leader)
