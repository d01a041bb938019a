"""Slips that people make when they write a rule: each is answered with what to write instead."""

from __future__ import annotations

from datetime import date

import pytest

from phanuek.engines.parameters import Parameters
from phanuek.engines.rules import ErrorKind, RuleError, compile
from tests.engines.sample import DAY, VOCABULARY

PARAMETERS = Parameters.from_json([{"name": "least_members", "values": [{"from": "2020-01-01", "value": 7}]}])


def error_of(text: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        compile(text, VOCABULARY, DAY, PARAMETERS)
    return caught.value


@pytest.mark.parametrize(
    ("written", "shown", "meant"),
    [("2567-01-31", "31 ม.ค. 2567", "2024-01-31"), ("2567-02-29", "29 ก.พ. 2567", "2024-02-29"), ("2568-12-30", "30 ธ.ค. 2568", "2025-12-30")],
)  # fmt: skip
def test_a_day_of_the_buddhist_era_is_shown_as_it_was_meant(written: str, shown: str, meant: str) -> None:
    error = error_of(f"registered_on > DATE '{written}'")
    assert error.kind == ErrorKind.BUDDHIST_YEAR
    assert shown in error.message_th
    assert error.hint["en"] == f"write DATE '{meant}'"
    assert date.fromisoformat(meant)


@pytest.mark.parametrize(
    ("text", "position", "suggestion", "hint"),
    [
        ("kind = grup", 7, "'group'", "write a text in single quotes: 'group'"),
        ("kind = group", 7, "'group'", "write a text in single quotes: 'group'"),
        ("kind NOT IN ('group', company)", 22, "'company'", "write a text in single quotes: 'company'"),
        ("area = Lamphun", 7, "'51'", "write a text in single quotes: '51'"),
        ("members >= least_member", 11, "least_members", "write least_members"),
        ("membrs >= 7", 0, "members", "write members"),
        ("members => 7", 8, None, "type >= instead"),
        ("members =< 7", 8, None, "type <= instead"),
        ("income < 200,000", 12, None, "write a number without separators, such as 200000"),
    ],
)  # fmt: skip
def test_what_was_most_likely_meant_is_said(
    text: str, position: int, suggestion: str | None, hint: str
) -> None:
    error = error_of(text)
    assert (error.position, error.suggestion, error.hint["en"]) == (position, suggestion, hint)


@pytest.mark.parametrize(
    ("text", "th", "en"),
    [
        ("members && juristic", "“&&” ที่ตำแหน่ง 9 ใช้ไม่ได้", "“&&” at character 9 cannot be used"),
        ("members > 'seven'", "members เทียบกับ “seven” ไม่ได้", "members cannot be compared with “seven”"),
        ("members > ' ให้ ; write me'", "members เทียบกับ “ ให้ ; write me” ไม่ได้", "members cannot be compared with “ ให้ ; write me”"),
        ("membrs > 3", "ไม่รู้จักข้อมูลชื่อ “membrs” ที่ตำแหน่ง 1", "there is no fact named “membrs” (character 1)"),
        ("members > DATE '2567-01-31'", "ปี 2567 น่าจะเป็น พ.ศ.", "the year 2567 looks like the Buddhist era"),
        ("members * 2 > 3", "ใช้ “*” ที่ตำแหน่ง 9 ไม่ได้", "“*” cannot stand at character 9"),
        ("members >", "เงื่อนไขขาดตอนท้าย", "the rule breaks off at its end"),
    ],
)  # fmt: skip
def test_a_fault_can_be_told_without_the_advice_that_follows_it(text: str, th: str, en: str) -> None:
    assert error_of(text).fault == {"th": th, "en": en}


def test_a_wrong_kind_of_fact_gets_the_form_and_not_the_whole_grammar() -> None:
    assert error_of("YEARS_SINCE(members) > 2").hint["en"].startswith("YEARS_SINCE(a_date) >= 2")
    assert error_of("RATIO(members, kind) > 2").hint["en"].startswith("RATIO(a, b) >= 0.5")
    assert error_of("members > juristic AND (kind IN (juristic))").hint["en"].startswith("two facts can be")
