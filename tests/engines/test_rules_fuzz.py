"""Rules made at random against an evaluator of their own text that shares nothing with the engine; and text that is no rule."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.rules import Rule, RuleError, Status, compile, evaluate, screen, status_of
from tests.engines.sample import DAY, VALUES, VOCABULARY

Truth = float  # 1 true, 0 false, 0.5 cannot say
ANSWER = {1.0: Status.FITS, 0.5: Status.UNKNOWN, 0.0: Status.DOES_NOT_FIT}
SIGNS = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip
NUMBERS = ["members", "years", "share"]
DAYS = [date(2020, 2, 29), date(2024, 2, 29), date(2024, 11, 23), date(2024, 11, 24), date(2025, 2, 28), DAY]
KNOWN = {
    **VALUES,
    "members": [0, 1, 3, 6, 7, 8],
    "years": [0, 1, 2, 7],
    "share": [0, 0.5, 0.3, 2, 7],
    "registered_on": DAYS,
    "area": ["50", "500101", "5001", "5003", "5101"],
}
facts = st.fixed_dictionaries({name: st.none() | st.sampled_from(values) for name, values in KNOWN.items()})


def exact(value: Any) -> Fraction:
    return Fraction(value.toordinal()) if isinstance(value, date) else Fraction(str(value))


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


class Leaf:
    """A condition as text, with its answer worked out from the definition."""

    def __init__(self, text: str, answer: Any) -> None:
        self.text, self.answer = text, answer


def known(value: bool | None) -> Truth:
    return 0.5 if value is None else float(value)


@st.composite
def leaves(draw: st.DrawFn) -> Leaf:
    sign = draw(st.sampled_from([*SIGNS]))
    compare = SIGNS[sign]
    kind = draw(st.sampled_from(["number", "pair", "ratio", "years", "day", "area", "yes", "text", "span"]))
    name, other = draw(st.sampled_from(NUMBERS)), draw(st.sampled_from(NUMBERS))
    number = draw(st.sampled_from(["0", "0.3", "0.5", "1", "2", "3.5", "7"]))

    def value(facts: dict[str, Any], name: str) -> Fraction | None:
        return None if facts[name] is None else exact(facts[name])

    def number_(facts: dict[str, Any]) -> bool | None:
        one = value(facts, name)
        return None if one is None else compare(one, Fraction(number))

    def pair(facts: dict[str, Any]) -> bool | None:
        one, two = value(facts, name), value(facts, other)
        return None if one is None or two is None else compare(one, two)

    def ratio(facts: dict[str, Any]) -> bool | None:
        one, two = value(facts, name), value(facts, other)
        return None if one is None or not two else compare(one / two, Fraction(number))

    def span(facts: dict[str, Any]) -> bool | None:
        one = value(facts, name)
        return None if one is None else Fraction(number) <= one <= Fraction(number) + 3

    if kind == "number":
        return Leaf(f"{name} {sign} {number}", number_)
    if kind == "pair":
        return Leaf(f"{name} {sign} {other}", pair)
    if kind == "ratio":
        return Leaf(f"RATIO({name}, {other}) {sign} {number}", ratio)
    if kind == "span":
        return Leaf(f"{name} BETWEEN {number} AND {float(number) + 3}", span)
    if kind == "years":
        count = draw(st.integers(0, 6))

        def years(facts: dict[str, Any]) -> bool | None:
            day = facts["registered_on"]
            if day is None:
                return None
            passed = max(n for n in range(-2, 60) if years_before(day, n) <= DAY)
            return compare(passed, count)

        return Leaf(f"YEARS_SINCE(registered_on) {sign} {count}", years)
    if kind == "day":
        day = draw(st.sampled_from(DAYS))
        return Leaf(
            f"registered_on {sign} DATE '{day}'",
            lambda facts: None if facts["registered_on"] is None else compare(facts["registered_on"], day),
        )
    if kind == "area":
        codes = draw(st.lists(st.sampled_from(["50", "5001", "500101", "51"]), min_size=1, max_size=3))

        def inside(facts: dict[str, Any]) -> bool | None:
            place = facts["area"]
            if place is None:
                return None
            if any(place.startswith(code) for code in codes):
                return True
            return None if any(code.startswith(place) for code in codes) else False

        return Leaf(f"area IN ({', '.join(repr(code) for code in codes)})", inside)
    if kind == "yes":
        return Leaf("juristic", lambda facts: facts["juristic"])
    return Leaf("kind <> 'group'", lambda facts: None if facts["kind"] is None else facts["kind"] != "group")


class Tree:
    def __init__(self, word: str, parts: list[Any]) -> None:
        self.word, self.parts = word, parts
        inner = f" {word} ".join(f"({part.text})" for part in parts)
        self.text = f"NOT {inner}" if word == "NOT" else inner

    def truth(self, facts: dict[str, Any]) -> Truth:
        answers = [
            part.truth(facts) if isinstance(part, Tree) else known(part.answer(facts)) for part in self.parts
        ]
        return 1 - answers[0] if self.word == "NOT" else (min if self.word == "AND" else max)(answers)


trees = st.recursive(
    leaves().map(lambda leaf: Tree("AND", [leaf])),
    lambda inner: (
        st.builds(Tree, st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=2, max_size=3))
        | inner.map(lambda part: Tree("NOT", [part]))
    ),
    max_leaves=7,
)


@settings(max_examples=150, deadline=None)
@given(trees, st.lists(facts, min_size=1, max_size=4))
def test_every_answer_is_the_one_of_the_definition(tree: Tree, rows: list[dict[str, Any]]) -> None:
    rule = compile(tree.text, VOCABULARY, DAY)
    expected = [ANSWER[tree.truth(row)] for row in rows]
    for row, status in zip(rows, expected, strict=True):
        assert status_of(rule, row) == status
        verdict = evaluate(rule, row)
        assert verdict.status == status
        assert all(line.reason["th"] and line.reason["en"] for line in verdict.conditions)
    table = {name: [row[name] for row in rows] for name in KNOWN}
    assert screen({"one": rule}, table).statuses("one") == expected


MARKS = [
    "members", "years", "share", "debt", "kind", "area", "registered_on", "AND", "OR", "NOT", "(", ")", ",", "IN", "BETWEEN",
    "=", "<>", ">=", "<", "7", "0.5", "-3", "'group'", "'50'", "DATE '2020-02-29'", "TRUE", "PARAM('x')", "RATIO(income, members)",
    "RATIO(", "YEARS_SINCE(registered_on)", "YEARS_SINCE", "+", "/", "*", "%", "IS", "NULL", "LIKE", "SELECT", "CASE", "nosuch",
    ".", ";", "'", '"', "ก", "จำนวนสมาชิก", "@", "[", "::", "--", "/*", "\u202e", "😀", "\x00", "\n", "NaN", "1e5", "๗", "≥", "{{",
    "$$", "\\", "`", "#", "||", "\ud800", "\u200b", "\xa0", "''", "9" * 40, "interval", "CAST",
]  # fmt: skip


def attempt(text: str) -> Rule | RuleError:
    try:
        return compile(text, VOCABULARY, DAY)
    except RuleError as error:
        return error


def refused_or_answered(text: str) -> None:
    found = attempt(text)
    if isinstance(found, Rule):
        assert evaluate(found, {}).conditions
        return
    assert 0 <= found.position <= len(text)
    assert all(said["th"] and said["en"] for said in (found.message, found.hint))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=16), st.sampled_from([" ", ""]))
def test_any_marks_in_any_order(marks: list[str], between: str) -> None:
    refused_or_answered(between.join(marks))


@settings(max_examples=200, deadline=None)
@given(trees, st.data())
def test_a_rule_with_a_piece_cut_out_or_put_in(tree: Tree, data: st.DataObject) -> None:
    text = tree.text
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 5)))
    refused_or_answered(text[:start] + data.draw(st.sampled_from(["", *MARKS])) + text[end:])


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([*MARKS, "((", "NOT ", "debt AND ", "members = ", "'a', "]),
    st.sampled_from([40, 3000, 20_001]),
)
def test_long_texts(mark: str, length: int) -> None:
    refused_or_answered((mark * length)[:length])
