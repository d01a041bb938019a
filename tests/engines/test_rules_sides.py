"""Two rules over one table: who changes sides, and what one condition does by itself, tried against `evaluate` row by row."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines.rules import (
    Difference,
    Fact,
    Screener,
    Status,
    Vocabulary,
    compile,
    differences,
    evaluate,
    status_of,
)

DAY = date(2026, 11, 23)
WORDS = Vocabulary(
    [
        Fact("members", "integer"),
        Fact("listed", "boolean", label={"th": "ขึ้นทะเบียน", "en": "listed"}),
        Fact("kind", "text", choices={"a": {"th": "ก", "en": "A"}, "b": {"th": "ข", "en": "B"}}),
        Fact("place", "area"),
    ]
)
ATOMS = [
    "members >= 3",
    "members < 8",
    "listed",
    "NOT listed",
    "kind = 'a'",
    "kind <> 'b'",
    "place IN ('55')",
]
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "members": st.none() | st.integers(0, 10),
            "listed": st.none() | st.booleans(),
            "kind": st.none() | st.sampled_from("ab"),
            "place": st.none() | st.sampled_from(["55", "5501", "50"]),
        }
    ),
    max_size=40,
)
RULES = st.lists(st.sampled_from([*ATOMS, "(listed OR members > 5)"]), max_size=4).map(" AND ".join)


def _table(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    return {name: [row[name] for row in rows] for name in WORDS}


@given(rows=ROWS, old=RULES, new=RULES)
def test_moves_and_rows_are_those_of_asking_each(rows: list[dict[str, object]], old: str, new: str) -> None:
    before, after = (compile(text or "TRUE", WORDS, DAY) for text in (old, new))
    found = Screener(_table(rows), len(rows)).screen({"old": before, "new": after})
    expected = [(status_of(before, row), status_of(after, row)) for row in rows]
    moves = found.moves("old", "new")
    assert moves == {(a, b): Counter(expected)[a, b] for a in Status for b in Status}
    for pair in moves:
        assert found.moved("old", pair[0], "new", pair[1]) == [n for n, e in enumerate(expected) if e == pair]


@given(rows=ROWS, text=RULES)
def test_what_one_condition_does_alone(rows: list[dict[str, object]], text: str) -> None:
    rule = compile(text or "TRUE", WORDS, DAY)
    alone = Screener(_table(rows), len(rows)).alone(rule)
    if not rule.conditions:
        assert alone == []
        return
    answers = [[c.status for c in evaluate(rule, row).conditions] for row in rows]
    for at, line in enumerate(alone):
        others = [[s for n, s in enumerate(row) if n != at] for row in answers]
        mine = [row[at] for row in answers]
        assert line.not_met == mine.count(Status.DOES_NOT_FIT)
        assert line.unknown == mine.count(Status.UNKNOWN)
        assert line.excludes == sum(
            s == Status.DOES_NOT_FIT and Status.DOES_NOT_FIT not in o
            for s, o in zip(mine, others, strict=True)
        )
        assert line.leaves_open == sum(
            s == Status.UNKNOWN and set(o) <= {Status.FITS} for s, o in zip(mine, others, strict=True)
        )


def _told(found: list[Difference]) -> list[tuple[str, str, str]]:
    return [(d.kind.value, (d.old or {}).get("en", ""), (d.new or {}).get("en", "")) for d in found]


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("members >= 3", "members >= 3", ["same"]),
        ("members >= 3 AND listed", "listed AND members >= 3", ["same", "same"]),
        ("listed OR members > 5", "members > 5 OR listed", ["same"]),
        ("kind IN ('a', 'b')", "kind IN ('b', 'a')", ["same"]),
        ("members >= 3", "members >= 5", ["changed"]),
        ("listed", "NOT listed", ["changed"]),
        ("members >= 3 AND members < 8", "members >= 3 AND members < 9", ["same", "changed"]),
        ("members >= 3", "members >= 3 AND listed", ["same", "added"]),
        ("members >= 3 AND listed", "members >= 3", ["same", "removed"]),
        ("TRUE", "listed", ["added"]),
        ("listed", "TRUE", ["removed"]),
        ("listed", "kind = 'a'", ["added", "removed"]),
    ],
)
def test_a_difference_is_told_condition_by_condition(old: str, new: str, kinds: list[str]) -> None:
    found = differences(compile(old, WORDS, DAY), compile(new, WORDS, DAY))
    assert [d.kind.value for d in found] == kinds
    assert all(bool(d.old) == (d.kind != "added") and bool(d.new) == (d.kind != "removed") for d in found)


@given(old=RULES, new=RULES)
def test_no_condition_is_lost_in_a_difference(old: str, new: str) -> None:
    before, after = (compile(text or "TRUE", WORDS, DAY) for text in (old, new))
    found = differences(before, after)
    assert sum(d.new is not None for d in found) == len(after.conditions)
    assert sum(d.old is not None for d in found) == len(before.conditions)
    assert all(kind == "same" for kind, *_ in _told(differences(before, before)))
