"""Text and its ground, as the style sheets pair them, meet WCAG 2.2 AA (4.5:1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ON_WHITE = "#ffffff"
PAIRS = [
    ("ink", "paper"),
    ("ink-soft", "paper"),
    ("ink-soft", "card"),
    ("indigo-500", "paper"),
    ("indigo-700", "indigo-100"),
    ("marigold-800", "marigold-100"),
    ("marigold-800", "card"),
    ("leaf-700", "leaf-100"),
    ("clay-700", "clay-100"),
    ("clay-700", "paper"),
    ("indigo-900", "marigold-500"),
    ("ink", "marigold-100"),
    ("ink-soft", "marigold-100"),
    ("indigo-200", "indigo-900"),
]


def _tokens() -> dict[str, str]:
    sheet = Path(str(finders.find("ui/phanuek.css"))).read_text()
    return dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{6})", sheet))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(text: str, ground: str) -> None:
    tokens = _tokens()
    assert _contrast(tokens[text], tokens[ground]) >= 4.5


def test_lines_of_inputs_can_be_seen() -> None:
    assert _contrast(_tokens()["line-strong"], ON_WHITE) >= 3
