"""From bytes to values: what JSON readers usually let through is refused with its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.agreements.importing.decoding import decode
from phanuek.agreements.importing.problems import NotReadable


def refused(content: bytes) -> dict[str, str]:
    with pytest.raises(NotReadable) as refusal:
        decode(content)
    for problem in refusal.value.problems:
        assert problem.message.th != problem.message.en
        assert problem.hint.th
    return {problem.path: problem.message.en for problem in refusal.value.problems}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom", "utf-32"]
)
def test_every_unicode_that_says_what_it_is_is_read(encoding: str) -> None:
    text = '{"ชื่อ": "ภาคี"}'
    if encoding.endswith("-bom"):
        content = ("\ufeff" + text).encode(encoding.removesuffix("-bom"))
    else:
        content = text.encode(encoding)
    assert decode(content) == {"ชื่อ": "ภาคี"}


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        (b"", "$", "nothing in the file"),
        (b"  \n ", "$", "nothing in the file"),
        (b"{", "$", "not JSON: line 1, character 2"),
        (b'{"a": 1,\n "b": }', "$", "line 2, character 7"),
        ("ข้อตกลง".encode("cp874"), "$", "cannot be read at byte 1"),
        (b"\xff\xfe{", "$", "UTF-16"),
        (b'{"a": NaN}', "a", "not a number that JSON knows"),
        (b'{"a": [1, -Infinity]}', "a[1]", "not a number that JSON knows"),
        (b'{"a": 1e999}', "a", "not a number that JSON knows"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a", "not a number that JSON knows"),
        (b'{"a": {"b": 1, "b": 2}}', "a.b", "stands twice"),
        (b'{"a": "x\\u0000y"}', "a", "control character"),
        (b'{"a": ["\\ud800"]}', "a[0]", "control character"),
        (b'{"a\\u0000": 1}', "a?", "control character"),
        (b"[" * 100_000, "$", "levels deep"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, ".".join("a" * 31), "levels deep"),
    ],
)
def test_what_cannot_be_relied_on_is_refused_with_its_place(content: bytes, path: str, words: str) -> None:
    problems = refused(content)
    assert path in problems
    assert words in problems[path]


def test_all_places_are_told_at_once() -> None:
    assert list(refused(b'{"a": NaN, "b": {"c": "\\u0001"}, "d": 1, "d": 2}')) == ["d", "a", "b.c"]


@given(st.binary(max_size=300))
def test_no_bytes_break_it(content: bytes) -> None:
    assert _told(content) != []


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20))  # fmt: skip
def test_what_is_sound_comes_through_as_it_is(value: object) -> None:
    content = json.dumps(value).encode()
    told = _told(content)
    assert told == [value] or all("control character" in str(words) for words in told)


def _told(content: bytes) -> list[object]:
    """The one value read, or what is said against it."""
    try:
        return [decode(content)]
    except NotReadable as refusal:
        return [problem.message.en for problem in refusal.problems]
