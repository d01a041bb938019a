"""Templates are used, strict about their content policy, and speak both languages."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.house import ROOMS, ROOT, texts, where

# found by their names in Django and allauth, not in our code
CALLED_BY_NAME = re.compile(r"^(?:\d{3}(?:_\w+)?\.html|account/.*|django/forms/.*|registration/.*)$")
NOT_ALLOWED = {
    "inline script": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:json|ld\+json)\")[^>]*>",
    "inline style": r"<style\b|\sstyle\s*=\s*[\"'{]",
    "inline handler": r"\son[a-z]+\s*=\s*[\"']",
    "script address": r"javascript:",
    "htmx eval": r"\bhx-on\b|\bhx-on:|[\"']js:",
    "other host": r"<(?:script|link|img|iframe|source|use)\b[^>]*\b(?:src|href)\s*=\s*[\"'](?:https?:)?//",
}
THAI = re.compile(r"[\u0e00-\u0e7f]")


def _templates() -> dict[str, Path]:
    return {
        str(p.relative_to(f.parent)): p
        for f in _folders()
        for p in sorted(f.parent.rglob("*.*"))
        if p.is_file()
    }


def _folders() -> list[Path]:
    return [folder / "_" for folder in sorted(ROOMS.glob("*/templates"))]


def _without_comments(text: str) -> str:
    """Blank comments out, keeping every line where it was."""
    blank = lambda m: re.sub(r"[^\n]", " ", m[0])  # noqa: E731
    return re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", blank, text, flags=re.S)


def test_there_are_templates() -> None:
    assert _templates()


def test_every_template_is_used() -> None:
    named = "\n".join(texts(".py", ".html", ".txt", ".svg").values())
    unused = [
        n
        for n in _templates()
        if not CALLED_BY_NAME.match(n) and not re.search(rf"[\"']{re.escape(n)}[\"']", named)
    ]
    assert unused == []


def test_no_template_breaks_the_content_policy() -> None:
    found = []
    for path in _templates().values():
        text = _without_comments(path.read_text())
        for what, pattern in NOT_ALLOWED.items():
            found += [f"{where(path, text, m.start())}: {what}" for m in re.finditer(pattern, text, re.I)]
    assert found == []


def test_no_python_writes_inline_style_or_script() -> None:
    found = []
    for path, text in texts(".py").items():
        if ROOMS in path.parents:
            found += [
                where(path, text, m.start()) for m in re.finditer(r"<script|<style|\sstyle=[\"\\]", text)
            ]
    assert found == []


def test_no_thai_stands_in_a_template_outside_its_pair() -> None:
    """`{% t "ไทย" "English" %}` keeps both texts together; a bare text would be Thai for everybody."""
    found = []
    for name, path in _templates().items():
        if name == "500.html":
            continue  # shown when nothing works, so it holds both languages as they are
        text = _without_comments(path.read_text())
        bare = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)
        # the name of the language is written in the language itself
        bare = re.sub(r">\s*(?:ไทย|ภาษาไทย)\s*<", "><", bare)
        found += [where(path, bare, m.start()) for m in [THAI.search(bare)] if m]
    assert found == []


def test_all_templates_can_be_read() -> None:
    from django.template.loader import get_template

    for name in _templates():
        get_template(name)


def test_no_template_folder_holds_another_rooms_pages() -> None:
    shared = {"account", "django", "registration"}
    odd = [
        str(p.relative_to(ROOT))
        for room in ROOMS.glob("*/templates")
        for p in room.iterdir()
        if p.is_dir() and p.name != room.parent.name and p.name not in shared
    ]
    assert odd == []
