"""What a rule text may not be, and how the writer is told."""

from __future__ import annotations

import string
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.parameters import DatedValue, Parameters
from phanuek.engines.rules import (
    Fact,
    FactError,
    Rule,
    RuleError,
    Status,
    Vocabulary,
    check_value,
    compile,
    evaluate,
    status_of,
)
from phanuek.engines.rules.tokens import MAX_DEPTH
from tests.engines.sample import DAY, VOCABULARY


def refused(text: str, parameters: Parameters | None = None) -> RuleError:
    with pytest.raises(RuleError) as caught:
        compile(text, VOCABULARY, DAY, parameters)
    error = caught.value
    assert error.message_th
    assert error.message_en
    assert 0 <= error.position <= len(text)
    return error


def attempt(text: str) -> tuple[Rule | None, RuleError | None]:
    try:
        return compile(text, VOCABULARY, DAY), None
    except RuleError as error:
        return None, error


@pytest.mark.parametrize(
    ("text", "position", "part_th", "part_en"),
    [
        ("", 0, "เขียน TRUE", "write TRUE"),
        ("   ", 0, "เขียน TRUE", "write TRUE"),
        ("membrs > 3", 0, "หมายถึง members หรือไม่", "did you mean members?"),
        ("debt AND membrs > 3", 9, "หมายถึง members หรือไม่", "did you mean members?"),
        ("จำนวนสมาชิก > 3", 0, "หมายถึง members หรือไม่", "did you mean members?"),
        ("members > 'seven'", 10, "จำนวนเต็ม", "a whole number"),
        ("kind = 'grup'", 7, "หมายถึง 'group' หรือไม่", "did you mean 'group'?"),
        ("kind = 'กลุ่มอาชีพ'", 7, "หมายถึง 'group' หรือไม่", "did you mean 'group'?"),
        ("area = '99'", 7, "ไม่อยู่ในรายการ", "not one of the values"),
        ("kind > 'group'", 0, "เทียบมากน้อยไม่ได้", "no order"),
        ("kind BETWEEN 'a' AND 'b'", 0, "ใช้ IN", "use IN"),
        ("debt = 1", 7, "ใช่หรือไม่ใช่", "yes or no"),
        ("members", 0, "ไม่ใช่ข้อมูลแบบใช่หรือไม่ใช่", "not a yes-or-no fact"),
        ("registered_on > '2024-01-01'", 16, "DATE '2025-11-30'", "DATE '2025-11-30'"),
        ("registered_on > DATE '2024-13-01'", 21, "ไม่ใช่วันที่", "not a date"),
        ("registered_on > DATE '2567-01-15'", 21, "ค.ศ. 2024", "write 2024"),
        ("income <= 1.5", 10, "สตางค์", "satang"),
        ("members >", 9, "ขาดตอนท้าย", "breaks off"),
        ("(members > 3", 12, "ไม่มีวงเล็บปิด", "not closed"),
        ("members > 3)", 11, "วงเล็บปิดเกิน", "not opened"),
        ("kind = 'group", 7, "ไม่มีคู่ปิด", "not closed"),
        ("members > 3 debt", 12, "ขาดคำเชื่อม", "joining word"),
        ("members >= 7 AND AND debt", 17, "ใช้ “AND”", "cannot stand"),
        ("members > 3 OR TRUE", 15, "คำตอบคงที่", "answer fixed"),
        ("1 < 2", 0, "ชื่อข้อมูล", "must be a fact"),
        ("members > income", 10, "เทียบกันไม่ได้", "with each other"),
        ("members IS NULL", 8, "ข้อมูลยังไม่เพียงพอ", "cannot say yet"),
        ("members LIKE 3", 8, "ใช้ = หรือ IN", "use = or IN"),
        ("members BETWEEN 9 AND 3", 16, "สลับค่า", "change their order"),
        ("members IN ()", 12, "อย่างน้อยหนึ่งค่า", "at least one value"),
        ("members IN 3", 8, "ในวงเล็บ", "in brackets"),
        ("members >= ‘7’", 11, "พิมพ์ ' แทน", "type ' instead"),
        ("members ≥ 7", 8, "พิมพ์ >= แทน", "type >= instead"),
        ("members >= ๗", 11, "พิมพ์ 0-9 แทน", "type 0-9 instead"),
        ("members >= 7 -- seven", 13, "หมายเหตุ", "comment"),
        ("-- seven\nmembers >= 7", 0, "หมายเหตุ", "comment"),
        ("members >= 1e9", 11, "อ่านไม่ได้", "cannot be read"),
        ("count(members) > 3", 0, "ฟังก์ชัน count", "function count"),
        ("members > PARAM('least')", 10, "ไม่มีค่าที่กำหนด", "no parameter"),
        ("members > PARAM(7)", 10, "PARAM('ชื่อ')", "PARAM('name')"),
        ("members > 3; DROP TABLE x", 11, "ใช้ “;”", "cannot stand"),
        ("members IN (SELECT 1)", 12, "ใช้ “SELECT”", "cannot stand"),
        ("EXISTS (SELECT 1)", 0, "ใช้ “EXISTS”", "cannot stand"),
        ("t.members > 3", 0, "ไม่รู้จักข้อมูล", "no fact"),
        ("members::text = '3'", 7, "ใช้ “::”", "cannot stand"),
        ("members + 1 > 3", 8, "ใช้ “+”", "cannot stand"),
        ("debt = NOT juristic", 7, "", ""),
        ("debt = (juristic AND trained)", 8, "ต้องเป็น", "must be compared with"),
        ("(members, years) IN (1)", 1, "ชื่อข้อมูล", "must be a fact"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(text: str, position: int, part_th: str, part_en: str) -> None:
    error = refused(text)
    assert part_th in error.message_th
    assert part_en in error.message_en
    assert error.position == position


def test_the_nearest_name_comes_along() -> None:
    assert refused("membrs > 3").suggestion == "members"
    assert refused("zzzzzz > 3").suggestion is None


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "debt" + ")" * 5000,
        "NOT " * 5000 + "debt",
        "debt AND " * 5000 + "debt",
        "members = " + "- " * 5000 + "1",
        "members = " * 3000 + "1",
        "DATE " * 3000 + "'2020-01-01'",
        "members IN (" * 200 + "1" + ")" * 200,
        "members BETWEEN 1 AND " * 900 + "2",
        "x" * 100_000,
        "'" * 9_999,
        "members = " + "9" * 5000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_is_refused_quickly(text: str) -> None:
    begin = time.process_time()
    refused(text)
    assert time.process_time() - begin < 2


def test_as_deep_and_as_long_as_allowed_still_works() -> None:
    deep = "(" * MAX_DEPTH + "debt" + ")" * MAX_DEPTH
    assert evaluate(compile(deep, VOCABULARY, DAY), {"debt": True}).status == Status.FITS
    long = " AND ".join(["(members > 1 OR debt)"] * 300)
    assert len(compile(long, VOCABULARY, DAY).conditions) == 300
    listed = f"members IN ({', '.join(str(number) for number in range(1000))})"
    assert status_of(compile(listed, VOCABULARY, DAY), {"members": 999}) == Status.FITS


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["members", "debt", "kind", "area", "registered_on", "AND", "OR", "NOT", "(", ")", ",", "IN", "BETWEEN", "=",
             "<>", ">=", "7", "'group'", "'50'", "DATE", "'2025-01-01'", "TRUE", "PARAM", "-", "IS", "NULL", "SELECT",
             "CASE", "nosuch", ".", "*", ";", "'", "ก", "@", "[", "::"]
        ),
        max_size=14,
    ).map(" ".join)
)  # fmt: skip
def test_any_jumble_is_either_a_rule_or_an_explained_error(text: str) -> None:
    rule, error = attempt(text)
    assert rule is None or evaluate(rule, {}).conditions
    assert error is None or (error.message_th and error.message_en and 0 <= error.position <= len(text))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all(text: str) -> None:
    _, error = attempt(text)
    assert error is None or error.message_en


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=string.ascii_lowercase + "_", min_size=1, max_size=12))
def test_every_allowed_name_of_a_fact_can_be_used_in_a_rule(name: str) -> None:
    try:
        vocabulary = Vocabulary([Fact(name, "integer")])
    except FactError:
        return
    text = f"{name} > 1 AND NOT {name} = 5 AND {name} IN (2, 3) AND ({name} BETWEEN 1 AND 3 OR 2 <= {name})"
    assert status_of(compile(text, vocabulary, DAY), {name: 2}) == Status.FITS


@pytest.mark.parametrize(
    "name",
    [
        "type", "value", "count", "year", "month", "day", "member", "members", "kind", "status",
        "level", "group", "order", "user", "key", "name", "area", "index", "limit", "offset", "set",
        "table", "column", "row", "rows", "first", "last", "position", "rank", "share", "size",
        "text", "number", "code", "language", "current", "next", "start", "window", "range", "top",
        "left", "right", "full", "outer", "cross", "join", "using", "on", "by", "asc", "desc",
        "with", "as", "is_new", "has_tax", "end_date", "default", "comment", "schema", "database",
        "format", "map", "struct", "list", "object", "json", "timestamp", "time", "interval_days",
        "describe", "show", "use", "kill", "cache", "truncate", "percent", "partition",
        "over_limit", "filter", "distinct", "hint", "of", "for", "to", "only", "replace",
    ],
)  # fmt: skip
def test_names_that_mean_something_in_sql_can_name_facts(name: str) -> None:
    vocabulary = Vocabulary([Fact(name, "integer"), Fact("b_" + name, "boolean")])
    text = f"{name} > 1 AND NOT b_{name} AND {name} IN (2, 3) AND ({name} BETWEEN 1 AND 3 OR 2 <= {name})"
    assert status_of(compile(text, vocabulary, DAY), {name: 2, "b_" + name: False}) == Status.FITS


def test_case_of_names_and_words_does_not_matter() -> None:
    assert compile("Members >= 7 and not DEBT", VOCABULARY, DAY).facts == ("members", "debt")


def test_dated_values_are_taken_as_of_the_day() -> None:
    parameters = Parameters(
        {
            "least": [
                DatedValue(date(2020, 1, 1), 7, "ประกาศ 2563"),
                DatedValue(date(2026, 1, 1), 5, "ประกาศ 2569"),
            ],
            "provinces": [DatedValue(date(2020, 1, 1), ["50", "51"], "มติ ครม.")],
            "name": [DatedValue(date(2020, 1, 1), "seven")],
        }
    )
    text = "members >= PARAM('least') AND area IN (PARAM('provinces'))"
    now, before = (compile(text, VOCABULARY, day, parameters) for day in (DAY, date(2025, 12, 31)))
    known = {"members": 6, "area": "5001"}
    assert status_of(now, known) == Status.FITS
    assert status_of(before, known) == Status.DOES_NOT_FIT
    assert [condition.basis for condition in evaluate(now, known).conditions] == ["ประกาศ 2569", "มติ ครม."]
    assert now.sources == ("ประกาศ 2569", "มติ ครม.")
    with pytest.raises(RuleError, match="in force"):
        compile(text, VOCABULARY, date(2019, 12, 31), parameters)
    assert refused("members >= PARAM('leest')", parameters).suggestion == "least"
    assert "IN (PARAM" in refused("area = PARAM('provinces')", parameters).message_en
    assert "a whole number" in refused("members >= PARAM('name')", parameters).message_en


@pytest.mark.parametrize("name", ["Members", "and", "1st", "", "a-b", "ชื่อ", "null", "x" * 64])
def test_a_name_that_cannot_stand_in_a_rule_is_refused(name: str) -> None:
    with pytest.raises(FactError):
        Fact(name, "integer")


def test_a_vocabulary_refuses_doubles_and_unknown_types() -> None:
    with pytest.raises(FactError, match="twice"):
        Vocabulary([Fact("a", "boolean"), Fact("a", "integer")])
    with pytest.raises(FactError, match="unknown type"):
        Vocabulary.from_json([{"name": "a", "type": "colour"}])


def test_a_recorded_code_must_be_one_of_the_choices() -> None:
    assert check_value(VOCABULARY["kind"], "group") == "group"
    with pytest.raises(FactError, match="one of the choices"):
        check_value(VOCABULARY["kind"], "grup")


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (None, "vocabulary must"),
        ("members", "vocabulary must"),
        ({"name": "members", "type": "integer"}, "vocabulary must"),
        ([3], "vocabulary[0] must"),
        ([{"type": "integer"}], "vocabulary[0].name"),
        ([{"name": ["a"], "type": "integer"}], "vocabulary[0].name"),
        ([{"name": "a"}], "vocabulary[0] a.type"),
        ([{"name": "b", "type": "date"}, {"name": "a", "type": ["date"]}], "vocabulary[1] a.type"),
        ([{"name": "a", "type": "integer", "label": 7}], "vocabulary[0] a.label"),
        ([{"name": "a", "type": "integer", "label": {"th": 7}}], "vocabulary[0] a.label"),
        ([{"name": "a", "type": "integer", "unit": {}}], "vocabulary[0] a.unit"),
        ([{"name": "a", "type": "integer", "source": 7}], "vocabulary[0] a.source"),
        ([{"name": "a", "type": "integer", "sensitive": "no"}], "vocabulary[0] a.sensitive"),
        ([{"name": "a", "type": "date", "fixed": 1}], "vocabulary[0] a.fixed"),
        ([{"name": "a", "type": "text", "choices": ["x"]}], "vocabulary[0] a.choices"),
        ([{"name": "a", "type": "text", "choices": {"x": None}}], "vocabulary[0] a.choices.x"),
    ],
)
def test_a_vocabulary_that_cannot_be_read_says_which_entry(rows: Any, place: str) -> None:
    with pytest.raises(FactError) as refused_:
        Vocabulary.from_json(rows)
    assert place in refused_.value.message_en
    assert place.split(" must")[0] in refused_.value.message_th


def test_a_label_in_one_language_stands_for_both() -> None:
    rows: list[dict[str, Any]] = [
        {"name": "a", "type": "integer", "unit": "คน", "label": {"th": "สมาชิก"}, "fixed": True}
    ]
    fact = Vocabulary.from_json(rows)["a"]
    assert (fact.unit, fact.title, fact.fixed) == (
        {"th": "คน", "en": "คน"},
        {"th": "สมาชิก", "en": "สมาชิก"},
        True,
    )
