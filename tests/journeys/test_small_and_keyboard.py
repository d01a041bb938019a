"""On a telephone 360 px wide, and without a mouse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import AGREEMENT, go

Look = Callable[[Page], Page]
PUBLIC = ["/", f"/agreements/{AGREEMENT}/", "/organisations/baac/", "/enterprises/", "/offers/", "/offers/demo-baac-plan/",
          "/commitments/c-baac-plan-500/", "/needs/", "/needs/new/", "/figures/", "/accounts/login/", "/about/"]  # fmt: skip
OWN = {
    "area": ["/desk/", "/enterprises/new/", "/enterprises/import/", "/needs/meeting/"],
    "baac": ["/desk/", "/offers/demo-baac-plan/edit/", "/offers/demo-baac-plan/conditions/"],
    "secretariat": ["/desk/", "/desk/referrals-hanging/", "/desk/partners/"],
    "company": ["/desk/", "/desk/company/trades/", "/trades/new/"],
    "national": ["/desk/", "/desk/companies/"],
    "group": ["/desk/"],
}


def test_no_public_page_scrolls_sideways_on_a_telephone(
    phone: Page, no_sideways_scroll: Callable[[Page], None]
) -> None:
    for address in PUBLIC:
        go(phone, address)
        no_sideways_scroll(phone)
    go(phone, "/")
    menu = phone.get_by_role("button", name="เมนู")
    menu.tap()
    expect(menu).to_have_attribute("aria-expanded", "true")
    phone.get_by_role("navigation", name="เมนูหลัก").get_by_role("link").first.tap()
    phone.wait_for_url(lambda url: not url.endswith("/login/"))


@pytest.mark.parametrize("username", sorted(OWN))
def test_no_desk_scrolls_sideways_on_a_telephone(
    phone: Page,
    sign_in: Callable[[Page, str], Page],
    no_sideways_scroll: Callable[[Page], None],
    username: str,
) -> None:
    sign_in(phone, username)
    for address in OWN[username]:
        go(phone, address)
        no_sideways_scroll(phone)


def test_with_the_keyboard_alone(page: Page) -> None:
    go(page, "/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#main"
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    go(page, "/needs/new/")
    reached = _tab_to(page, lambda found: found["tag"] == "TEXTAREA")
    assert reached["outline"], "the field in focus does not show it"
    page.keyboard.type("อยากได้ที่ปรึกษาเรื่องบัญชี")
    _tab_to(page, lambda found: found["tag"] == "BUTTON" and "ส่งความต้องการ" in found["text"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("เล่าความต้องการด้วยคำของท่านเอง")).to_have_value("อยากได้ที่ปรึกษาเรื่องบัญชี")

    go(page, "/")
    names = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        names.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert any("เข้าสู่ระบบ" in name for name in names), names


def _tab_to(page: Page, wanted: Callable[[dict[str, str]], bool]) -> dict[str, str]:
    """Presses Tab until the element is reached."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return {tag: e.tagName, text: e.textContent, outline: s.outlineStyle !== 'none' || s.boxShadow !== 'none'} }"
        )
        if wanted(found):
            return dict(found)
    raise AssertionError("the keyboard does not reach it")
