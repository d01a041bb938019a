"""The loop: a new group, its need, who can help, consent and referral, a training, the income it brought, the figure that
tells it, and the way back from the figure to the agreement. Then a refusal, and what becomes of the need."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys.steps import AGREEMENT, PDF, code_of, go, pick_place, row, steps, submit, told

Look = Callable[[Page], Page]
Person = Callable[[str], Page]
OFFER = "demo-baac-plan"
COMMITMENT = "c-baac-plan-500"
BEFORE, AFTER = 41_500, 63_250


def test_from_a_new_group_to_the_income_it_brought(person: Person, page: Page, look: Look) -> None:
    officer, bank, secretariat = person("area"), person("baac"), person("secretariat")
    figure_before = _confirmed(secretariat)

    group = _register(officer, look, "กลุ่มแม่บ้านแปรรูปกล้วยดอยสาย", members="")
    need = _say_need(officer, look, group)
    _ask_who_can_help(officer, look, need)
    case = _send(officer, look, need)
    _ask_and_give(officer, bank, look, case)
    _train(bank, look, case)
    _report_income(officer, look, case)
    _confirm_income(bank, look, case)

    # the officer confirms the receipt, the bank closes
    go(officer, f"/referrals/{case}/")
    submit(officer, "ยืนยันว่าได้รับแล้ว")
    told(officer, "ยืนยันการได้รับแล้ว")
    go(bank, f"/referrals/{case}/")
    bank.get_by_role("main").get_by_role("link", name="ปิดเรื่อง").click()
    bank.get_by_role("main").locator("form.card button[type=submit]").click()
    told(bank, "ปิดเรื่องแล้ว")

    _timeline_tells_every_step(officer, look, case)
    # what counts is the income of the month after the support
    assert _confirmed(secretariat) - figure_before == Decimal(AFTER)
    _one_figure_everywhere(secretariat)
    _walk_up(secretariat, look, case)
    # who has no business with it does not even learn that it exists
    go(person("company"), f"/referrals/{case}/", 404)
    page.goto(f"/referrals/{case}/")
    assert "/accounts/login/" in page.url


def _register(officer: Page, look: Look, name: str, members: str = "18") -> str:
    """Registers an occupational group in Nan; a wrong number first, then somebody with the same name and place."""
    go(officer, "/enterprises/new/")
    look(officer)
    officer.get_by_label("ประเภท", exact=True).select_option(label="กลุ่มอาชีพ")
    officer.get_by_label("ชื่อกลุ่มหรือกิจการ").fill(name)
    officer.get_by_label("เลขทะเบียนนิติบุคคล").fill("0105536000316")
    officer.get_by_label("จำนวนสมาชิก").fill(members)
    officer.get_by_label("ผู้ประสานงาน").fill("สายทอง ตัวอย่าง")
    pick_place(officer, "น่าน", "ท่าวังผา", "ป่าคา")
    submit(officer, "ตรวจและขึ้นทะเบียน")
    expect(officer.locator("#id_juristic-field")).to_contain_text("หลัก")
    expect(officer.get_by_label("ชื่อกลุ่มหรือกิจการ")).to_have_value(name)
    look(officer)
    officer.get_by_label("เลขทะเบียนนิติบุคคล").fill("")
    submit(officer, "ตรวจและขึ้นทะเบียน")
    told(officer, "ขึ้นทะเบียน")
    look(officer)
    return code_of(officer)


def _say_need(officer: Page, look: Look, group: str) -> str:
    go(officer, f"/enterprises/{group}/")
    officer.get_by_role("main").get_by_role("link", name="บันทึกความต้องการ").click()
    look(officer)
    officer.get_by_role("radio", name="การบริหารจัดการ").check()
    officer.get_by_label("เล่าความต้องการด้วยคำของท่านเอง").fill("อยากทำบัญชีกลุ่มให้สมาชิกตรวจสอบได้")
    officer.get_by_role("main").locator("form.card button[type=submit]").click()
    expect(officer.get_by_role("heading", level=1)).not_to_have_text("แจ้งความต้องการของพื้นที่")
    go(officer, f"/enterprises/{group}/")
    officer.get_by_role("main").locator("a[href^='/needs/n-']").first.click()
    need = code_of(officer)
    check = officer.get_by_role("main").get_by_role("link", name="ตรวจเรื่อง")
    if check.count():
        check.click()
        officer.get_by_role("radio", name="เผยแพร่ (ไม่มีชื่อผู้แจ้ง)").check()
        officer.get_by_role("main").locator("form.card button[type=submit]").click()
        told(officer, "ตรวจเรื่องแล้ว")
    return need


def _ask_who_can_help(officer: Page, look: Look, need: str) -> None:
    """The number of members is not known: the page asks, and the answer changes without leaving it."""
    go(officer, f"/needs/{need}/help/")
    look(officer)
    card = officer.locator(f"#offer-{OFFER}")
    expect(card).to_contain_text("ข้อมูลยังไม่เพียงพอ")
    officer.evaluate("window.stayed = true")
    # of this offer only the number of members is missing
    question = card.locator("form.ask input[name=answer]")
    question.fill("สิบกว่าคน")
    card.get_by_role("button", name="บันทึกคำตอบ").click()
    expect(card.locator(".field-error")).to_be_visible()
    expect(question).to_have_value("สิบกว่าคน")
    question.fill("๑๘")
    card.get_by_role("button", name="บันทึกคำตอบ").click()
    expect(card).to_contain_text("เข้าเงื่อนไข")
    expect(card).not_to_contain_text("ข้อมูลยังไม่เพียงพอ")
    assert officer.evaluate("window.stayed") is True
    look(officer)


def _send(officer: Page, look: Look, need: str) -> str:
    go(officer, f"/needs/{need}/help/")
    officer.locator(f"#offer-{OFFER}").get_by_role("link", name="บันทึกความยินยอมและส่งเรื่อง").click()
    look(officer)
    officer.get_by_label("ข้อความถึงหน่วยงาน").fill("กลุ่มสะดวกช่วงบ่าย")
    submit(officer, "บันทึกความยินยอมและส่งเรื่อง")
    expect(officer.get_by_label("ข้อความถึงหน่วยงาน")).to_have_value("กลุ่มสะดวกช่วงบ่าย")
    look(officer)
    officer.get_by_role("radio", name="ลงลายมือชื่อในแบบฟอร์ม").check()
    officer.get_by_label("ชื่อผู้ให้ความยินยอม").fill("สายทอง ตัวอย่าง")
    officer.get_by_label("วันที่ให้ความยินยอม").fill("23/11/2569")
    officer.get_by_label("แบบฟอร์มความยินยอมที่ลงลายมือชื่อ").set_input_files(
        {"name": "ยินยอม.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    submit(officer, "บันทึกความยินยอมและส่งเรื่อง")
    told(officer, "ส่งเรื่องถึง")
    look(officer)
    return code_of(officer)


def _ask_and_give(officer: Page, bank: Page, look: Look, case: str) -> None:
    go(bank, "/desk/")
    look(bank)
    go(bank, f"/referrals/{case}/")
    look(bank)
    assert (
        "สายทอง"
        not in bank.locator(".cards").first.inner_text().split("ข้อความในเรื่องนี้")[0].split("ความยินยอม")[0]
    )
    bank.get_by_role("main").get_by_role("link", name="ขอข้อมูลเพิ่ม").click()
    look(bank)
    bank.get_by_label("ข้อมูลที่ต้องการเพิ่ม").fill("ขอสมุดบัญชีสามเดือนล่าสุด")
    submit(bank, "ส่งคำขอ")
    told(bank, "ส่งคำขอข้อมูลเพิ่มแล้ว")
    go(officer, "/desk/")
    look(officer)
    go(officer, f"/referrals/{case}/give/")
    look(officer)
    officer.get_by_label("ข้อมูลที่ให้เพิ่ม").fill("ส่งสำเนาให้ทางสาขาแล้ว")
    submit(officer, "ส่งข้อมูล")
    told(officer, "ส่งข้อมูลแล้ว")
    go(bank, f"/referrals/{case}/accept/")
    bank.get_by_label("ขั้นตอนต่อไปที่กลุ่มควรทราบ").fill("นัดอบรมที่ศาลากลางบ้าน")
    submit(bank, "รับเรื่อง")
    told(bank, "รับเรื่องแล้ว")


def _train(bank: Page, look: Look, case: str) -> None:
    go(bank, f"/referrals/{case}/deliver/")
    look(bank)
    bank.get_by_label("ประเภทการสนับสนุน").select_option(label="ฝึกอบรม")
    bank.get_by_label("ให้อะไร").fill("อบรมทำบัญชีกลุ่ม 1 วัน")
    bank.get_by_label("วันที่ให้การสนับสนุน").fill("23 พ.ย. 2569")
    bank.get_by_label("รายชื่อผู้เข้าอบรม").fill("สายทอง ตัวอย่าง\nบุญมี ตัวอย่าง\nคำแก้ว ตัวอย่าง, ไม่มา")
    bank.get_by_label("หลักฐาน").set_input_files(
        {"name": "ลงชื่อ.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    submit(bank, "บันทึกการให้การสนับสนุน")
    told(bank, "บันทึกการให้การสนับสนุนแล้ว")
    look(bank)
    expect(bank.get_by_role("main")).to_contain_text("ผู้เข้าอบรม 2 จาก 3 คน")
    with bank.expect_download() as started:
        bank.locator("section[aria-labelledby=deliveries-title]").get_by_role("link", name="ลงชื่อ.pdf").click()
    assert started.value.suggested_filename.endswith(".pdf")


def _report_income(officer: Page, look: Look, case: str) -> None:
    go(officer, f"/referrals/{case}/outcome/")
    look(officer)
    officer.get_by_label("เดือนก่อนได้รับการสนับสนุน").select_option("2026-10")
    officer.get_by_label("รายได้ของเดือนก่อนได้รับ").fill("สี่หมื่น")
    officer.get_by_label("เดือนหลังได้รับการสนับสนุน").select_option("2026-11")
    officer.get_by_label("รายได้ของเดือนหลังได้รับ").fill(f"{AFTER:,} บาท")
    form = officer.get_by_role("main").locator("form.card button[type=submit]")
    form.click()
    expect(officer.get_by_label("รายได้ของเดือนหลังได้รับ")).to_have_value(f"{AFTER:,} บาท")
    look(officer)
    officer.get_by_label("รายได้ของเดือนก่อนได้รับ").fill(f"{BEFORE:,}")
    form.click()
    told(officer, "บันทึกผลลัพธ์แล้ว")
    # whoever reported does not confirm
    expect(
        officer.get_by_role("main").get_by_role("link", name="ยืนยัน", exact=False).filter(has_text="2569")
    ).to_have_count(0)


def _confirm_income(bank: Page, look: Look, case: str) -> None:
    for _ in range(2):
        go(bank, f"/referrals/{case}/")
        bank.locator("a[href^='/income/']").first.click()
        look(bank)
        bank.get_by_label("ยืนยันจากอะไร").fill("สมุดบัญชีของกลุ่ม")
        bank.get_by_role("main").locator("form.card button[type=submit]").click()
        told(bank, "ยืนยันรายได้แล้ว")
    go(bank, f"/referrals/{case}/")
    expect(bank.locator("a[href^='/income/']")).to_have_count(0)


def _timeline_tells_every_step(officer: Page, look: Look, case: str) -> None:
    go(officer, f"/referrals/{case}/")
    look(officer)
    told_steps = steps(officer)
    wanted = ["ส่งต่อ", "ขอข้อมูลเพิ่ม", "ให้ข้อมูลเพิ่ม", "รับเรื่อง", "บันทึกการให้การสนับสนุน", "ยืนยันว่าได้รับการสนับสนุน",
                  "รายงานผลลัพธ์", "ยืนยันผลลัพธ์", "ปิดเรื่อง"]  # fmt: skip
    for words in wanted:
        assert words in told_steps, f"the timeline does not tell “{words}”:\n{told_steps}"


def _figures_address(secretariat: Page) -> str:
    """The whole figures of what the reader may open, where the page offers them."""
    go(secretariat, f"/figures/?by=commitment&commitment={COMMITMENT}")
    whole = secretariat.get_by_role("link", name="ดูตัวเลขเต็มเฉพาะเรื่องที่ท่านเปิดดูได้")
    if whole.count():
        whole.click()
    return secretariat.url


def _confirmed(secretariat: Page) -> Decimal:
    _figures_address(secretariat)
    cell = secretariat.locator(f"tr[data-key='{COMMITMENT}'] td[data-figure='income_confirmed']")
    return Decimal(cell.inner_text().replace(",", "").strip())


def _one_figure_everywhere(secretariat: Page) -> None:
    shown = _confirmed(secretariat)
    table = secretariat.get_by_role("main")
    with secretariat.expect_download() as csv_file:
        table.get_by_role("link", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(csv_file.value.path().read_text(encoding="utf-8-sig"))))
    assert shown in {
        Decimal(value.replace(",", "")) for line in rows for value in line.values() if _is_number(value)
    }
    with secretariat.expect_download() as xlsx_file:
        table.get_by_role("link", name="XLSX").click()
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_file.value.path().read_bytes())).active
    assert sheet is not None
    values = {
        Decimal(str(cell))
        for line in sheet.iter_rows(values_only=True)
        for cell in line
        if isinstance(cell, int | float)
    }
    assert shown in values
    api = table.get_by_role("link", name="API").get_attribute("href")
    answer = secretariat.request.get(str(api))
    assert answer.status == 200
    # the API knows no sign-in: it tells the same figure, or that it is withheld
    told_by_api = [*answer.json()["rows"], answer.json()["total"]]
    for line in told_by_api:
        assert line["income_confirmed"] is None or Decimal(str(line["income_confirmed"])) == shown
        assert (line["income_confirmed"] is None) == ("income_confirmed" in line["hidden"])


def _is_number(text: str | None) -> bool:
    try:
        Decimal((text or "").replace(",", ""))
    except ArithmeticError:
        return False
    return True


def _walk_up(secretariat: Page, look: Look, case: str) -> None:
    """From the figure to the rows behind it, and up to the commitment and the agreement."""
    _figures_address(secretariat)
    look(secretariat)
    row(secretariat, "อบรมแผนธุรกิจ").get_by_role("link", name="ดูที่มา").click()
    look(secretariat)
    secretariat.get_by_role("link", name=case).click()
    secretariat.get_by_role("main").locator(f"a[href='/commitments/{COMMITMENT}/']").first.click()
    look(secretariat)
    secretariat.locator(f"a[href^='/agreements/{AGREEMENT}/']").first.click()
    expect(secretariat.get_by_role("heading", level=1)).to_contain_text("บันทึกข้อตกลงความร่วมมือ")


def test_a_refusal_tells_why_and_the_need_goes_back_to_search(person: Person, look: Look) -> None:
    officer, bank = person("area"), person("baac")
    group = _register(officer, look, "กลุ่มจักสานไม้ไผ่ห้วยดอกคำ")
    need = _say_need(officer, look, group)
    case = _send(officer, look, need)
    go(bank, f"/referrals/{case}/")
    bank.get_by_role("main").get_by_role("link", name="ไม่รับเรื่อง").click()
    look(bank)
    bank.get_by_role("radio", name="เหตุอื่น").check()
    submit(bank, "บันทึกการไม่รับเรื่อง")
    expect(bank.locator("#id_note-field")).to_contain_text("โปรดอธิบายเหตุผล")
    look(bank)
    bank.get_by_role("main").get_by_role("radio").first.check()
    bank.get_by_label("คำอธิบายถึงผู้ส่งและกลุ่ม").fill("รอบนี้รับครบแล้ว โปรดยื่นรอบหน้า")
    submit(bank, "บันทึกการไม่รับเรื่อง")
    told(bank, "บันทึกแล้ว")

    go(officer, f"/referrals/{case}/")
    look(officer)
    expect(officer.get_by_role("main")).to_contain_text("เหตุที่ไม่รับเรื่อง:")
    expect(officer.get_by_role("main")).to_contain_text("รอบนี้รับครบแล้ว โปรดยื่นรอบหน้า")
    go(officer, f"/needs/{need}/")
    look(officer)
    expect(officer.get_by_role("main")).to_contain_text("กำลังหาผู้ช่วย")
    go(officer, f"/needs/{need}/help/")
    look(officer)
