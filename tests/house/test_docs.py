"""The pages for readers of the project say what is true: links lead somewhere, commands and settings exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.house.house import ROOT, texts

PAGES = texts(".md")
NEEDED = [
    *[
        "README.md",
        "ARCHITECTURE.md",
        "GLOSSARY.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
        "THIRD_PARTY.md",
    ],
    "docs/guides/deploy.md",
]


@pytest.mark.parametrize("name", NEEDED)
def test_the_page_is_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 200


def _anchors(page: Path) -> set[str]:
    """The anchors that a heading makes, as the usual readers of Markdown make them."""
    headings = re.findall(
        r"^#{1,6}\s+(.+?)\s*$", re.sub(r"```.*?```", "", page.read_text(), flags=re.S), re.M
    )
    plain = (re.sub(r"[`*_]|\[([^]]*)\]\([^)]*\)", r"\1", h).lower() for h in headings)
    return {re.sub(r"[^\w\s\u0e00-\u0e7f-]", "", h).strip().replace(" ", "-") for h in plain}


def test_links_and_pictures_lead_somewhere() -> None:
    broken = []
    for page, text in PAGES.items():
        for target in re.findall(
            r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", re.sub(r"```.*?```", "", text, flags=re.S)
        ):
            link = unquote(target[0] or target[1])
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            file = (page.parent / name).resolve() if name else page
            if not file.exists() or (anchor and file.suffix == ".md" and anchor not in _anchors(file)):
                broken.append(f"{page.relative_to(ROOT)}: {link}")
    assert broken == []


def test_commands_named_in_the_pages_exist() -> None:
    asked = subprocess.run([sys.executable, ROOT / "dev", "help"], capture_output=True, text=True, check=True)
    known = set(re.findall(r"^    (\w+) ", asked.stdout, re.M))
    named = {(p.name, w) for p, text in PAGES.items() for w in re.findall(r"\./dev ([a-z]+)", text)}
    assert {"demo", "test"} <= known
    assert {(page, word) for page, word in named if word not in known} == set()


def test_settings_named_in_the_guide_are_the_settings_there_are() -> None:
    setting = r"\b(?:PHANUEK_[A-Z_]+|DATABASE_URL)\b"
    read = set(
        re.findall(
            rf"environ(?:\.get)?[\[(]\s*[\"']({setting})",
            (ROOT / "src/phanuek/config/settings.py").read_text(),
        )
    )
    told = set(re.findall(setting, (ROOT / "docs/guides/deploy.md").read_text()))
    assert read
    assert read - told == set(), "not told in the guide"
    assert told - read - {"PHANUEK_CHROMIUM"} == set(), "told, but nothing reads it"


def test_every_decision_has_a_number_of_its_own_and_says_why() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("*.md"))
    numbers = [p.name[:4] for p in decisions]
    assert all(re.fullmatch(r"\d{4}", n) for n in numbers)
    assert len(set(numbers)) == len(numbers)
    assert [p.name for p in decisions if "context" not in p.read_text().lower()] == []
