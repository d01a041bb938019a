"""Every text for people stands in Thai and in English at the same place."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.house import ROOMS, texts, where

THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")  # letters, not digits or the baht sign
HOLE = re.compile(r"\{(\w*)[^{}]*\}")
STRING = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"


def _python_pairs() -> Iterator[tuple[str, str | None, str | None]]:
    """(where, Thai, English) of every T(…) and pick(…); None stands for something that is not a plain text."""
    for path, text in texts(".py").items():
        if ROOMS not in path.parents and "packs" not in path.parts:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "T":
                both = [
                    a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None
                    for a in node.args
                ]
                yield f"{path.relative_to(ROOMS.parent)}:{node.lineno}", *([*both, None, None])[:2]


def _template_pairs() -> Iterator[tuple[str, str | None, str | None]]:
    for path, text in texts(".html", ".txt", ".svg").items():
        if ROOMS not in path.parents:
            continue
        for match in re.finditer(r"\{%\s*t\s+(.*?)%\}", text, re.S):
            found = re.match(rf"({STRING})\s+({STRING})", match[1])
            thai, english = (found[1][1:-1], found[2][1:-1]) if found else (None, None)
            yield where(path, text, match.start()), thai, english


PAIRS = [*_python_pairs(), *_template_pairs()]


def test_texts_are_found() -> None:
    assert len(PAIRS) > 100


def test_no_text_stands_alone() -> None:
    """Both are written out, or both come from somewhere that holds both (a pack, a vocabulary)."""
    assert [place for place, thai, english in PAIRS if bool(thai) != bool(english)] == []


@pytest.mark.parametrize("side", ["Thai", "English"])
def test_each_text_is_in_its_own_language(side: str) -> None:
    wrong = []
    for place, thai, english in PAIRS:
        if thai is None or english is None or thai == english:
            continue  # a code or a symbol that reads the same
        if side == "Thai" and not THAI.search(thai) and re.search("[A-Za-z]{4}", HOLE.sub("", thai)):
            wrong.append(f"{place}: {thai}")
        if side == "English" and THAI.search(english):
            wrong.append(f"{place}: {english}")
    assert wrong == []


def test_both_texts_have_the_same_holes() -> None:
    wrong = [
        f"{place}: {thai} / {english}"
        for place, thai, english in PAIRS
        if thai and english and _holes(thai) != _holes(english)
    ]
    assert wrong == []


def _holes(text: str) -> set[str]:
    """Names of the holes; `{roles_th}` and `{roles_en}` are one hole, filled in each language."""
    return {re.sub(r"_(?:th|en)$", "", name) for name in HOLE.findall(text)}


def test_no_bare_thai_in_python_outside_a_pair() -> None:
    """Thai in a room's code belongs into T(…) or beside its English; the country's own texts stand in its pack."""
    found = []
    for path, text in texts(".py").items():
        if ROOMS not in path.parents or _is_data(path):
            continue
        tree = ast.parse(text)
        paired = {id(s) for node in ast.walk(tree) for s in _strings_of_pairs(node)}
        found += [
            f"{path.relative_to(ROOMS)}:{node.lineno}: {node.value[:40]}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if THAI.search(node.value) and id(node) not in paired and not _is_docstring(node, tree)
        ]
    assert found == []


def _is_data(path: Path) -> bool:
    """The demo world and migrations are Thai by nature; the engines' sentences are tested with the engines."""
    return "demo" in path.parts or "demo" in path.stem or bool({"migrations", "engines"} & set(path.parts))


def _is_docstring(node: ast.Constant, tree: ast.AST) -> bool:
    return any(isinstance(e, ast.Expr) and e.value is node for e in ast.walk(tree))


def _strings_of_pairs(node: ast.AST) -> Iterator[ast.Constant]:
    """The constants of a call or tuple that holds Thai and English side by side, and of {"th": …, "en": …}."""
    parts: list[ast.expr] = []
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"T", "pick"}
    if named or isinstance(node, ast.Set):  # a set holds what people may type, in whichever language
        yield from (s for s in ast.walk(node) if isinstance(s, ast.Constant))
    elif isinstance(node, ast.Call):
        parts = [*node.args, *(k.value for k in node.keywords)]
    elif isinstance(node, ast.Tuple | ast.List):
        parts = node.elts
    elif isinstance(node, ast.Dict):
        parts = node.values
    elif isinstance(node, ast.IfExp):  # … if thai else …
        yield from (
            s for part in (node.body, node.orelse) for s in ast.walk(part) if isinstance(s, ast.Constant)
        )
    plain = [
        s for p in parts for s in ast.walk(p) if isinstance(s, ast.Constant) and isinstance(s.value, str)
    ]
    if any(THAI.search(s.value) for s in plain) and any(re.search("[A-Za-z]{2}", s.value) for s in plain):
        yield from plain
