"""Facts compared with each other and divided by each other: answers, and the smallest changes against every set tried by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.rules import (
    Change,
    Fact,
    Rule,
    Status,
    Vocabulary,
    changes,
    compile,
    evaluate,
    status_of,
)

DAY = date(2026, 11, 23)


def w(th: str, en: str) -> dict[str, str]:
    return {"th": th, "en": en}


WORDS = Vocabulary(
    [
        Fact("a", "integer", w("คน", "persons"), w("จำนวนสมาชิก", "members")),
        Fact("b", "integer", w("คน", "persons"), w("จำนวนลูกจ้าง", "employees")),
        Fact("c", "integer"),
        Fact("n", "number"),
        Fact("flag", "boolean"),
        Fact("founded", "date", label=w("วันก่อตั้ง", "founded"), fixed=True),
        Fact("opened", "date", label=w("วันเปิดกิจการ", "opened")),
        Fact("income", "money", label=w("รายได้", "income")),
        Fact("spent", "money", label=w("รายจ่าย", "spending")),
    ]
)
TRIED: dict[str, list[Any]] = {
    **{name: list(range(9)) for name in ("a", "b", "c")},
    "n": [0, Decimal("0.5"), 1, Decimal("1.5"), 3],
    "flag": [True, False],
}
CONDITIONS = st.sampled_from(
    ["a < b", "a <= b", "a = b", "a <> c", "b >= c", "c > n", "n = b", "RATIO(a, b) >= 0.5", "RATIO(a, b) < 0.35",
     "RATIO(b, c) = 2", "RATIO(c, a) BETWEEN 0.5 AND 1.5", "NOT RATIO(a, b) IN (1, 2)", "RATIO(n, c) > 0.75", "a >= 3", "a < 2",
     "b = 4", "c <= 5", "flag"]
)  # fmt: skip
TEXTS = st.recursive(
    CONDITIONS,
    lambda part: (
        st.builds(
            lambda parts, word: "(" + f" {word} ".join(parts) + ")",
            st.lists(part, min_size=2, max_size=3),
            st.sampled_from(["AND", "OR"]),
        )
        | part.map(lambda text: f"NOT ({text})")
    ),
    max_leaves=3,
)
FACTS = st.fixed_dictionaries({name: st.sampled_from([None, *values]) for name, values in TRIED.items()})


def compiled(text: str) -> Rule:
    return compile(text, WORDS, DAY)


def sets_that_work(rule: Rule, facts: dict[str, Any]) -> Iterator[frozenset[str]]:
    """Every set of facts that can be given tried values with which the rule fits, all others staying as they are."""
    for size in range(1, len(rule.facts) + 1):
        for names in combinations(rule.facts, size):
            tries = product(*([v for v in TRIED[name] if v != facts[name]] for name in names))
            if any(
                status_of(rule, facts | dict(zip(names, values, strict=True))) == Status.FITS
                for values in tries
            ):
                yield frozenset(names)


def names(found: list[tuple[Change, ...]]) -> set[frozenset[str]]:
    return {frozenset(change.fact for change in steps) for steps in found}


@settings(max_examples=120, deadline=None)
@given(TEXTS, FACTS)
def test_the_sets_work_and_none_is_missed_or_larger_than_needed(text: str, facts: dict[str, Any]) -> None:
    rule = compiled(text)
    found = changes(rule, facts, limit=1000)
    if status_of(rule, facts) == Status.FITS:
        assert found == []
        return
    for steps in found:
        given_ = {step.fact: step.value for step in steps}
        if None not in given_.values():
            assert status_of(rule, facts | given_) == Status.FITS
        # nothing is named where two that are bound to each other are both unknown
        assert all(step.value is not None or len(steps) > 1 for step in steps)
        assert all(step.value is not None or step.kind == "find_out" for step in steps)
        assert all(step.before == facts[step.fact] for step in steps)
        assert all(step.before is None or step.before != step.value for step in steps)
        assert all((step.kind == "find_out") == (step.before is None) for step in steps)
    by_hand = list(sets_that_work(rule, facts))
    for one in by_hand:
        assert any(other <= one for other in names(found)), one
    assert not any(one < other for one in by_hand for other in names(found))


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 30),
    st.integers(0, 30),
    st.integers(0, 300),
    st.sampled_from(["<", "<=", "=", "<>", ">=", ">"]),
)
def test_one_change_of_a_ratio_goes_to_the_nearest_whole_number(
    a: int, b: int, hundredths: int, sign: str
) -> None:
    rule = compiled(f"RATIO(a, b) {sign} {Decimal(hundredths) / 100}")
    if status_of(rule, {"a": a, "b": b}) == Status.FITS:
        return
    for steps in changes(rule, {"a": a, "b": b}):
        if len(steps) == 1:
            step = steps[0]
            assert step.before is not None
            assert step.value is not None
            nearer = range(min(step.before, step.value) + 1, max(step.before, step.value))  # type: ignore[type-var,arg-type,call-overload]
            assert not any(
                status_of(rule, {"a": a, "b": b} | {step.fact: value}) == Status.FITS for value in nearer
            )


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("RATIO(a, b) >= 0.35", {"a": 10, "b": 40}, [{"a": 14}, {"b": 28}]),
        ("RATIO(a, b) >= 0.35", {"a": 10}, [{"b": 1}]),
        ("RATIO(a, b) >= 0.35", {"a": 10, "b": 0}, [{"b": 1}]),
        ("RATIO(a, b) = 0", {"a": 0, "b": 0}, [{"b": 1}]),
        ("RATIO(a, b) = 0.333", {}, [{"a": None, "b": None}]),
        ("RATIO(a, b) BETWEEN 0.4 AND 0.41 AND a >= 5", {}, [{"a": None, "b": None}]),
        ("RATIO(income, spent) > 1.5", {"income": 100, "spent": 100}, [{"income": 151}, {"spent": 66}]),
        ("income > spent", {"income": 100, "spent": 100}, [{"income": 101}, {"spent": 99}]),
        ("a < b AND b < c", {"a": 5, "b": 5, "c": 5}, [{"a": 3, "b": 4}, {"a": 4, "c": 6}, {"b": 6, "c": 7}]),
        ("a = b AND flag", {"a": 2, "b": 5, "flag": False}, [{"a": 5, "flag": True}, {"b": 2, "flag": True}]),
        ("opened > founded", {"opened": DAY, "founded": DAY}, [{"opened": date(2026, 11, 24)}]),
        ("a <> b", {"a": 3, "b": 3}, [{"a": 2}, {"b": 2}]),
    ],
)
def test_changes_worked_out_by_hand(text: str, facts: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    found = [{step.fact: step.value for step in steps} for steps in changes(compiled(text), facts)]
    assert found == expected


def test_what_nobody_can_change_is_left_out_or_marked() -> None:
    rule = compiled("founded <= DATE '2020-01-01' OR (flag AND a >= 3)")
    facts = {"founded": date(2024, 1, 1), "flag": False, "a": 1}
    assert names(changes(rule, facts)) == {frozenset({"flag", "a"})}
    marked = changes(rule, facts, impossible=True)
    assert [[(step.fact, step.possible) for step in steps] for steps in marked] == [
        [("flag", True), ("a", True)],
        [("founded", False)],
    ]
    # what is not known yet may still be found out
    assert frozenset({"founded"}) in names(changes(rule, facts | {"founded": None}))
    assert changes(compiled("founded < opened"), {"founded": DAY, "opened": None})[0][0].fact == "opened"


def test_a_change_as_json_loses_nothing() -> None:
    (step,) = changes(compiled("n >= 0.35"), {"n": Decimal("0.1")})[0]
    assert step.as_json() == {
        "fact": "n",
        "type": "number",
        "label": {"th": "n", "en": "n"},
        "kind": "raise",
        "before": "0.1",
        "value": "0.35",
        "text": step.text,
        "possible": True,
    }
    (day,) = changes(compiled("opened > founded"), {"opened": DAY, "founded": DAY})[0]
    assert (day.as_json()["before"], day.as_json()["value"]) == ("2026-11-23", "2026-11-24")


def test_a_divisor_of_nothing_is_known_and_told_so() -> None:
    rule = compiled("RATIO(spent, income) <= 0.2 AND a >= 1")
    verdict = evaluate(rule, {"spent": 500, "income": 0, "a": 3})
    assert verdict.conditions[0].reason == {
        "th": "รายได้เป็น 0 จึงคิดสัดส่วนไม่ได้",
        "en": "income: it is 0, so no ratio can be formed",
    }
    either = compiled("RATIO(spent, income) <= 0.2 OR a >= 1")
    (condition,) = evaluate(either, {"spent": 500, "income": 0}).conditions
    assert condition.reason["en"] == "no information yet: members; income: it is 0, so no ratio can be formed"


def test_of_two_that_are_not_known_no_value_is_invented() -> None:
    (steps,) = changes(compiled("RATIO(spent, income) <= 0.2"), {})
    assert [(step.fact, step.kind, step.value) for step in steps] == [
        ("spent", "find_out", None),
        ("income", "find_out", None),
    ]
    for step in steps:
        assert "divided by income: at most 0.2" in step.text["en"]


def test_nobody_is_told_to_have_less_money() -> None:
    found = changes(compiled("RATIO(spent, income) <= 0.2"), {"spent": 9_000_000, "income": 10_000_000})
    assert [(step.fact, step.kind) for (step,) in found] == [("income", "raise"), ("spent", "lower")]
    ((step,),) = changes(compiled("income < 20000000"), {"income": 48_000_000})
    assert step.text["en"].endswith("must be less than 200,000 baht (now 480,000 baht)")
    assert "ต้องน้อยกว่า 200,000 บาท (ขณะนี้ 480,000 บาท)" in step.text["th"]
    assert (step.type, step.as_json()["type"]) == ("money", "money")
