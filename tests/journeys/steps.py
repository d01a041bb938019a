"""What people do again and again in the stories, by the words they read on the page."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Response, expect

AGREEMENT = "th-mou-osep-20210226"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def go(page: Page, address: str, status: int = 200) -> Response:
    """Opens an address and sees to its answer."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == status, f"{address} answered {answer.status}"
    return answer


def code_of(page: Page) -> str:
    """The code at the end of the page's address."""
    return PurePosixPath(urlsplit(page.url).path).name


def follow(link: Locator) -> None:
    """Presses a link and waits until its page is there."""
    with link.page.expect_navigation():
        link.click()


def submit(page: Page, name: str) -> None:
    """Presses the button in the page's main part."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def told(page: Page, words: str) -> None:
    """The notice on top of the page says so."""
    expect(page.locator("#notices")).to_contain_text(words)


def pick_place(page: Page, province: str, district: str, subdistrict: str) -> None:
    """Chooses a subdistrict by the three lists; an officer's own province stands there already."""
    if not page.get_by_label("จังหวัด", exact=True).input_value():
        _choose(page, "จังหวัด", province)
    _choose(page, "อำเภอ/เขต", district)
    _choose(page, "ตำบล/แขวง", subdistrict)
    expect(page.locator(".area-chosen")).to_contain_text(subdistrict)


def _choose(page: Page, label: str, option: str) -> None:
    """Chooses, and waits as a person would until the next list is there and listens."""
    with page.expect_response(lambda answer: "/areas/pick/" in answer.url):
        page.get_by_label(label, exact=True).select_option(label=option)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)


def number(text: str) -> float:
    """The first number in a text, thousands with commas."""
    found = re.search(r"-?[\d,]+(?:\.\d+)?", text)
    assert found, text
    return float(found[0].replace(",", ""))


def row(scope: Page | Locator, text: str) -> Locator:
    """The table row that holds the text."""
    return scope.get_by_role("row").filter(has_text=text)


def steps(page: Page) -> str:
    """The events of the page's timeline, in one text."""
    return "\n".join(page.locator("ol.timeline").all_inner_texts())
