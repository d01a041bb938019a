"""What was shared out, for anybody with a telephone: a draw that they check on their own computer, and a round."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.steps import follow, go

ROOT = Path(__file__).resolve().parents[2]
Look = Callable[[Page], Page]


def test_a_citizen_checks_a_draw(phone: Page, look: Look, tmp_path: Path) -> None:
    go(phone, "/draws/")
    look(phone)
    follow(phone.get_by_role("list", name="สถานะ").get_by_role("link", name="จับสลากแล้ว", exact=True))
    look(phone)
    follow(phone.get_by_role("main").get_by_role("heading", level=2).get_by_role("link").first)
    look(phone)
    expect(phone.locator("#result")).to_contain_text("820866")

    published, verifier = tmp_path / "published.json", tmp_path / "verify_draw.py"
    for file in (published, verifier):
        _download(phone, phone.locator("#check").get_by_role("link", name=file.name), file)
    assert verifier.read_bytes() == (ROOT / "tools" / "verify_draw.py").read_bytes()
    assert _verified(verifier, published) == 0
    told = published.read_text(encoding="utf-8")
    published.write_text(told.replace("820866", "820867"), encoding="utf-8")
    assert _verified(verifier, published) == 1

    follow(phone.get_by_role("link", name="ใบปิดประกาศ"))
    look(phone)


def _download(phone: Page, link: Locator, file: Path) -> None:
    answer = phone.request.get(str(link.get_attribute("href")))
    assert answer.status == 200
    file.write_bytes(answer.body())


def _verified(verifier: Path, published: Path) -> int:
    """The exit status on a computer of their own: with Python alone."""
    return subprocess.run([sys.executable, "-I", verifier, published], capture_output=True).returncode


def test_a_citizen_reads_the_result_of_a_round(phone: Page, look: Look) -> None:
    go(phone, "/rounds/")
    look(phone)
    phone.get_by_label("สถานะ").select_option("published")
    follow(phone.get_by_role("main").get_by_role("button", name="แสดง"))
    look(phone)
    follow(phone.get_by_role("main").get_by_role("heading", level=3).get_by_role("link").first)
    look(phone)
    expect(phone.locator("#result")).to_contain_text("จัดสรรแล้ว")
    expect(phone.locator("#check").get_by_role("link", name="verify_round.py")).to_be_visible()
