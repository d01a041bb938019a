from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from phanuek.ui.context import Account, Chrome, NavItem
from phanuek.ui.words import T

UI = Path(str(finders.find("ui/phanuek.css"))).parent


@pytest.mark.parametrize("language", ["th", "en"])
def test_gallery_shows_every_component(client: Client, language: str) -> None:
    client.cookies["lang"] = language
    text = client.get("/ui/").text
    assert text.count("<h1>") == 1
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    for css in (
        "figures",
        "tag fits",
        "reasons",
        "ask",
        "bar",
        "stack",
        "pages",
        "timeline",
        "steps",
        "map-3",
        "error-summary",
        "empty",
        "tabs",
        "filters",
        "downloads",
    ):
        assert css in text


def test_english_pages_hold_no_thai_but_the_switch(client: Client) -> None:
    client.cookies["lang"] = "en"
    text = client.get("/ui/").text.replace(">ไทย<", "><")
    assert re.findall(r"[\u0e00-\u0e7f]+", text) == []


def test_a_message_becomes_a_notice(client: Client) -> None:
    text = client.get("/told/").text
    assert "notice-success" in text
    assert "โควตาเต็มแล้ว" in text


def test_what_was_typed_stays(client: Client) -> None:
    response = client.post("/form/", {"name": "กลุ่มทอผ้า", "since": "31/2/2569"})
    assert 'value="กลุ่มทอผ้า"' in response.text
    assert 'value="31/2/2569"' in response.text
    assert "มีข้อผิดพลาด" in response.text


def _build(request: object) -> Chrome:
    account = Account("สมศรี", acting_for=T("หน่วยงาน", "Body"), sign_out_url="/out/")
    nav = [
        NavItem(T("โต๊ะ", "Desk"), "/desk/"),
        NavItem(T("ชุด", "Set"), "/ui/"),
        NavItem(T("ราก", "Root"), "/"),
    ]
    return Chrome(nav=nav, account=account)


def test_navigation_comes_from_the_setting(client: Client, settings: object) -> None:
    settings.PHANUEK_NAV_BUILDER = "tests.ui.test_pages._build"  # type: ignore[attr-defined]
    text = client.get("/ui/").text
    assert '<a href="/ui/" aria-current="page">' in text
    assert text.count('aria-current="page">ชุด') == 1
    assert "สมศรี" in text
    assert 'action="/out/"' in text


def test_signing_in_comes_back_to_the_page(client: Client) -> None:
    assert 'href="/accounts/login/?next=%2Fui%2F%3Fpage%3D2"' in client.get("/ui/?page=2").text


def test_vendored_files_are_as_the_manifest_says() -> None:
    manifest = json.loads((UI / "vendor" / "manifest.json").read_text())
    for entry in manifest["files"]:
        content = (UI / "vendor" / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert entry["licence"]
    known = {entry["file"] for entry in manifest["files"]} | {"manifest.json", "bootstrap.min.css.map"}
    assert {path.name for path in (UI / "vendor").iterdir()} == known


def test_style_sheets_ask_no_other_host() -> None:
    for sheet in UI.glob("*.css"):
        for address in re.findall(r"url\(([^)]+)\)", sheet.read_text()):
            assert address.startswith(("vendor/", "#"))
            assert address.startswith("#") or (UI / address).exists()
