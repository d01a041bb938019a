"""The answers of the rule engine, against the definition of three-valued logic and against every possible completion."""

from __future__ import annotations

import time
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.rules import (
    FactError,
    Known,
    Status,
    changes,
    compile,
    evaluate,
    questions,
    screen,
    status_of,
)
from tests.engines.sample import (
    ATOMS,
    DAY,
    VALUES,
    VOCABULARY,
    Formula,
    atom_answer,
    facts,
    formulas,
    read_once,
)

quick = settings(max_examples=100, deadline=None)
ANSWER = {1.0: Status.FITS, 0.5: Status.UNKNOWN, 0.0: Status.DOES_NOT_FIT}


def rule(text: str):
    return compile(text, VOCABULARY, DAY)


@pytest.mark.parametrize("a", [True, None, False])
@pytest.mark.parametrize("b", [True, None, False])
def test_truth_tables(a: bool | None, b: bool | None) -> None:
    known = {"juristic": a, "debt": b}
    rank = {True: 1.0, None: 0.5, False: 0.0}
    assert status_of(rule("juristic AND debt"), known) == ANSWER[min(rank[a], rank[b])]
    assert status_of(rule("juristic OR debt"), known) == ANSWER[max(rank[a], rank[b])]
    assert status_of(rule("NOT juristic"), known) == ANSWER[1 - rank[a]]


@pytest.mark.parametrize("name", list(ATOMS))
def test_every_comparison_with_every_value_both_ways(name: str) -> None:
    for text in ATOMS[name]:
        straight, denied = rule(text), rule(f"NOT ({text})")
        for value in VALUES[name]:
            answer = atom_answer(text, {name: value})
            assert status_of(straight, {name: value}) == ANSWER[answer], (text, value)
            assert status_of(denied, {name: value}) == ANSWER[1 - answer], (text, value)


@quick
@given(formulas(), facts())
def test_any_rule_is_answered_as_three_valued_logic_defines(formula: Formula, known: dict[str, Any]) -> None:
    assert evaluate(formula.rule, known).status == ANSWER[formula.answer(known)]


@quick
@given(read_once(), facts())
def test_unknown_means_that_completions_differ(formula: Formula, known: dict[str, Any]) -> None:
    """For rules that speak of no fact twice the answer is exactly what all completions of the facts have in common."""
    subject = formula.rule
    missing = [name for name in subject.facts if name not in known]
    filled = product(*(VALUES[name] for name in missing))
    answers = {status_of(subject, known | dict(zip(missing, values, strict=True))) for values in filled}
    expected = answers.pop() if len(answers) == 1 else Status.UNKNOWN
    assert status_of(subject, known) == expected


@quick
@given(formulas())
def test_nothing_known_never_excludes(formula: Formula) -> None:
    assert status_of(formula.rule, {}) == Status.UNKNOWN


@quick
@given(formulas(), facts(complete=True), st.lists(st.sampled_from(list(VALUES)), unique=True))
def test_learning_a_fact_never_turns_a_decided_answer(
    formula: Formula, known: dict[str, Any], hidden: list[str]
) -> None:
    subject = formula.rule
    before = status_of(subject, {name: value for name, value in known.items() if name not in hidden})
    after = status_of(subject, known)
    assert after != Status.UNKNOWN
    assert before in (after, Status.UNKNOWN)


@quick
@given(formulas(), facts())
def test_the_lines_of_the_explanation_make_the_whole(formula: Formula, known: dict[str, Any]) -> None:
    verdict = evaluate(formula.rule, known)
    assert verdict.status == Status.all_of([condition.status for condition in verdict.conditions])
    for condition in verdict.conditions:
        assert condition.text["th"]
        assert condition.reason["th"]
        assert condition.text["en"]
        assert condition.reason["en"]
        assert bool(condition.missing) == (condition.status == Status.UNKNOWN)


@quick
@given(st.lists(formulas(), min_size=1, max_size=4), st.lists(facts(), max_size=12))
def test_screening_agrees_with_evaluating_one_by_one(
    rules: list[Formula], rows: list[dict[str, Any]]
) -> None:
    table = {name: [row.get(name) for row in rows] for name in VALUES}
    compiled = {f"R{index}": formula.rule for index, formula in enumerate(rules)}
    screening = screen(compiled, table)
    for code, subject in compiled.items():
        expected = [status_of(subject, row) for row in rows]
        assert screening.statuses(code) == expected
        assert [screening.status(code, row) for row in range(len(rows))] == expected
        assert screening.counts[code] == tuple(expected.count(status) for status in Status)
    left_out = len(rows) * len(rules) - len(list(screening.pairs()))
    assert left_out == sum(counts.does_not_fit for counts in screening.counts.values())


@quick
@given(formulas(), facts())
def test_each_set_of_changes_makes_the_rule_fit_and_none_of_it_is_needless(
    formula: Formula, known: dict[str, Any]
) -> None:
    subject = formula.rule
    sets = changes(subject, known)
    if status_of(subject, known) == Status.FITS:
        assert sets == []
    for steps in sets:
        applied = known | {step.fact: step.value for step in steps}
        assert status_of(subject, applied) == Status.FITS
        for step in steps:
            without = {name: value for name, value in applied.items() if name != step.fact}
            assert status_of(subject, without | {step.fact: known.get(step.fact)}) != Status.FITS


@quick
@given(formulas(), facts(complete=True))
def test_where_some_enterprise_fits_a_way_is_found(formula: Formula, fitting: dict[str, Any]) -> None:
    if status_of(formula.rule, fitting) == Status.FITS:
        opposite = {"juristic": not fitting["juristic"], "members": 7 if fitting["members"] != 7 else 0}
        assert status_of(formula.rule, fitting | opposite) == Status.FITS or changes(
            formula.rule, fitting | opposite
        )


@quick
@given(st.lists(formulas(), min_size=1, max_size=5), facts())
def test_questions_are_about_facts_that_matter(rules: list[Formula], known: dict[str, Any]) -> None:
    compiled = [formula.rule for formula in rules]
    asked = questions(compiled, known)
    undecided = [subject for subject in compiled if status_of(subject, known) == Status.UNKNOWN]
    assert [question.decides for question in asked] == sorted(
        (question.decides for question in asked), reverse=True
    )
    assert bool(asked) == bool(undecided)
    for question in asked:
        assert question.fact not in known
        assert question.decides <= sum(question.fact in subject.facts for subject in undecided)


def test_questions_leave_out_what_is_settled() -> None:
    rules = [
        rule("juristic OR trained"),
        rule("members >= 7 AND trained"),
        rule("debt AND years >= 1"),
        rule("trained"),
    ]
    asked = questions(rules, {"debt": False, "juristic": True})
    assert asked == [("trained", 2, 1), ("members", 1, 0)]
    assert [question.fact for question in questions(rules, {})] == [
        "trained",
        "juristic",
        "members",
        "debt",
        "years",
    ]


def test_the_same_unknown_twice_stays_unknown() -> None:
    """Known limit: the engine does not see that `juristic` and `NOT juristic` cannot both fail."""
    assert status_of(rule("juristic OR NOT juristic"), {}) == Status.UNKNOWN
    assert status_of(rule("juristic OR NOT juristic"), {"juristic": False}) == Status.FITS


def test_an_area_known_only_roughly_does_not_exclude() -> None:
    subject = rule("area IN ('5001', '51')")
    assert status_of(subject, {"area": "50"}) == Status.UNKNOWN
    assert status_of(subject, {"area": "500101"}) == Status.FITS
    assert status_of(subject, {"area": "5003"}) == Status.DOES_NOT_FIT
    assert status_of(rule("area <> '5001'"), {"area": "50"}) == Status.UNKNOWN
    assert status_of(rule("area <> '5001'"), {"area": "5101"}) == Status.FITS
    [[change]] = changes(subject, {"area": "50"})
    assert change.kind == "find_out"


def test_a_rule_without_conditions_fits_all() -> None:
    verdict = evaluate(rule("TRUE"), {})
    assert verdict.status == Status.FITS
    assert verdict.conditions[0].text == {"th": "ไม่มีเงื่อนไข", "en": "no conditions"}


def test_values_come_with_their_source() -> None:
    [condition] = evaluate(rule("members >= 7"), {"members": Known(12, "ผู้ใหญ่บ้าน")}).conditions
    assert condition.source == "ผู้ใหญ่บ้าน"
    [condition] = evaluate(rule("members >= 7"), {"members": 12}).conditions
    assert condition.source == "ทะเบียนกลุ่ม"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("members > 1", "12"),
        ("members > 1", True),
        ("members > 1", 7.5),
        ("share > 1", float("nan")),
        ("income > 1", 0.5),
        ("juristic", 1),
        ("registered_on > DATE '2020-01-01'", "30/11/2568"),
        ("kind = 'group'", 3),
        ("kind = 'group'", ""),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_in_words(text: str, value: object) -> None:
    subject = rule(text)
    [name] = subject.facts
    with pytest.raises(FactError) as refused:
        evaluate(subject, {name: value})
    assert refused.value.fact == name
    assert "ต้องเป็น" in refused.value.message_th
    assert "must be" in refused.value.message_en


def test_a_float_means_what_it_shows() -> None:
    assert status_of(rule("share = 0.3"), {"share": 0.3}) == Status.FITS


def test_screening_names_the_row_of_a_bad_value() -> None:
    with pytest.raises(FactError, match="row 2"):
        screen([rule("members > 1")], {"members": [1, "x"]})
    with pytest.raises(ValueError, match="length"):
        screen([rule("members > 1")], {"members": [1], "years": []})


def test_screening_is_fast_enough_for_a_page() -> None:
    rows = 3000
    table = {name: [values[row % len(values)] for row in range(rows)] for name, values in VALUES.items()}
    rules = [rule("members >= 7 AND (juristic OR income <= 100000) AND kind IN ('group', 'community')")] * 40
    assert screen(rules, table).counts[0].fits == screen(rules, table).statuses(39).count(Status.FITS)


def test_changes_of_the_longest_rules_come_in_reasonable_time() -> None:
    alternatives = [
        f"(members <> {number} OR income <> {number} OR years <> {number})" for number in range(130)
    ]
    begin = time.process_time()
    assert changes(rule(" AND ".join(alternatives)), {"members": 5, "income": 5, "years": 5})
    assert time.process_time() - begin < 5
