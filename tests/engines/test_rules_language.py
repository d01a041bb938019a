"""Shares, whole years, facts beside facts and dated parameters in rule text; and the kind, place and hint of each error."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.parameters import Parameters
from phanuek.engines.rules import ErrorKind, RuleError, Status, compile, differences, evaluate, status_of
from phanuek.engines.rules.tree import Atom, Compared, Ratio
from tests.engines.sample import DAY, VOCABULARY

PARAMETERS = Parameters.from_json(
    [
        {
            "name": "least",
            "values": [
                {"from": "2020-01-01", "value": 7, "source": "ประกาศ 2563"},
                {"from": "2026-01-01", "value": 5, "source": "ประกาศ 2569"},
            ],
        },
        {"name": "zones", "values": [{"from": "2020-01-01", "value": ["50", "51"]}]},
        {"name": "start", "values": [{"from": "2020-01-01", "value": "2020-01-01", "source": "พ.ร.บ."}]},
        {"name": "share", "values": [{"from": "2020-01-01", "value": 99}]},
        {"name": "half", "values": [{"from": "2020-01-01", "value": 0.5}]},
        {
            "name": "ended",
            "values": [{"from": "2020-01-01", "value": 1}, {"from": "2021-01-01", "value": None}],
        },
        {"name": "nothing", "values": [{"from": "2020-01-01", "value": []}]},
    ]
)


def one(text: str, on: date = DAY) -> Any:
    (condition,) = compile(text, VOCABULARY, on, PARAMETERS).conditions
    return condition


def answer(text: str, facts: dict[str, Any], on: date = DAY) -> Status:
    return status_of(compile(text, VOCABULARY, on, PARAMETERS), facts)


def test_a_ratio_is_exact_and_cannot_say_when_divided_by_nothing() -> None:
    assert isinstance(one("RATIO(income, members) >= 0.5"), Ratio)
    assert answer("RATIO(members, years) >= 0.1", {"members": 1, "years": 10}) == Status.FITS
    assert answer("0.1 < ratio ( members , years )", {"members": 1, "years": 10}) == Status.DOES_NOT_FIT
    assert answer("RATIO(share, years) = 0.1", {"share": 0.3, "years": 3}) == Status.FITS
    assert answer("RATIO(share, years) NOT IN (0.1, 2)", {"share": 0.3, "years": 3}) == Status.DOES_NOT_FIT
    assert answer("NOT RATIO(members, years) BETWEEN 0.5 AND 1", {"members": 1, "years": 0}) == Status.UNKNOWN
    assert answer("RATIO(members, years) >= half", {"members": 1, "years": 2}) == Status.FITS
    assert answer("RATIO(members, years) >= PARAM('half')", {"members": 1}) == Status.UNKNOWN


@pytest.mark.parametrize(
    ("sign", "expected"),
    [("<", "YNN"), ("<=", "YYN"), ("=", "NYN"), ("<>", "YNY"), (">=", "NYY"), (">", "NNY")],
)
def test_two_facts_compared(sign: str, expected: str) -> None:
    assert isinstance(one(f"members {sign} share"), Compared)
    for other, letter in zip((3, 2, 1.5), expected, strict=True):
        met = {"Y": Status.FITS, "N": Status.DOES_NOT_FIT}
        assert answer(f"members {sign} share", {"members": 2, "share": other}) == met[letter]
        assert (
            answer(f"NOT members {sign} share", {"members": 2, "share": other})
            == met["N" if letter == "Y" else "Y"]
        )
    assert answer(f"members {sign} share", {"members": 2}) == Status.UNKNOWN


def full_years(since: date, on: date) -> int:
    """Counted day by day from the definition: the largest n for which since + n years is not after the day."""
    count = on.year - since.year
    for years in (count + 1, count, count - 1):
        try:
            anniversary = since.replace(year=since.year + years)
        except ValueError:
            anniversary = date(since.year + years, 2, 28)
        if anniversary <= on:
            return years
    raise AssertionError


SIGNS = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    on=st.dates(date(1996, 1, 1), date(2040, 12, 31))
    | st.sampled_from([date(2024, 2, 29), date(2027, 2, 28), date(2028, 2, 28)]),
    years=st.integers(0, 12),
    sign=st.sampled_from([*SIGNS]),
    offset=st.integers(-3, 3),
)
def test_whole_years_on_every_side_of_the_anniversary(on: date, years: int, sign: str, offset: int) -> None:
    near = date(on.year - years, on.month, min(on.day, 28)) + timedelta(days=offset)
    met = SIGNS[sign](full_years(near, on), years)
    rule = f"YEARS_SINCE(registered_on) {sign} {years}"
    assert answer(rule, {"registered_on": near}, on) == (Status.FITS if met else Status.DOES_NOT_FIT)
    assert answer(f"NOT {rule}", {"registered_on": near}, on) == (Status.DOES_NOT_FIT if met else Status.FITS)
    between = years <= full_years(near, on) <= years + 2
    told = answer(f"YEARS_SINCE(registered_on) BETWEEN {years} AND {years + 2}", {"registered_on": near}, on)
    assert told == (Status.FITS if between else Status.DOES_NOT_FIT)
    listed = full_years(near, on) in (years, years + 1, years + 3)
    told = answer(
        f"YEARS_SINCE(registered_on) IN ({years}, {years + 1}, {years + 3})", {"registered_on": near}, on
    )
    assert told == (Status.FITS if listed else Status.DOES_NOT_FIT)


def test_years_become_a_plain_day_and_are_still_told_as_years() -> None:
    condition = one("YEARS_SINCE(registered_on) >= 2")
    assert condition == one("registered_on <= DATE '2024-11-23'")
    assert isinstance(condition, Atom)
    line = evaluate(compile("YEARS_SINCE(registered_on) >= 2", VOCABULARY, DAY), {}).conditions[0].text
    assert line == {
        "th": "วันที่จดทะเบียนไม่เกินวันที่ 23 พ.ย. 2567 (อย่างน้อย 2 ปี)",
        "en": "registered: on or before 23 Nov 2024 (at least 2 years)",
    }
    denied = evaluate(compile("NOT YEARS_SINCE(registered_on) >= 2", VOCABULARY, DAY), {}).conditions[0].text
    assert denied["th"].endswith("(น้อยกว่า 2 ปี)")
    # the days are others next year, what is asked is the same
    rules = [
        compile("YEARS_SINCE(registered_on) >= 2", VOCABULARY, day) for day in (DAY, DAY.replace(year=2027))
    ]
    assert [line.kind.value for line in differences(*rules)] == ["same"]


def test_a_parameter_needs_no_param_and_a_fact_of_the_same_name_goes_first() -> None:
    assert one("members >= least") == one("members >= PARAM('least')")
    assert one("area IN (zones, '5101')") == one("area IN (PARAM('zones'), '5101')")
    assert isinstance(one("members < share"), Compared)  # the fact, not the parameter
    assert one("members < PARAM('share')") == one("members < 99")
    assert one("registered_on > start") == Atom(
        VOCABULARY["registered_on"], one("registered_on > DATE '2020-01-01'").domain, ("พ.ร.บ.",)
    )


def test_last_year_is_still_worked_out_with_the_value_of_last_year() -> None:
    text = "members >= PARAM('least') AND YEARS_SINCE(registered_on) >= 1"
    known = {"members": 6, "registered_on": date(2025, 6, 1)}
    last, this = (compile(text, VOCABULARY, day, PARAMETERS) for day in (date(2025, 12, 31), DAY))
    told = evaluate(last, known)
    assert [condition.status for condition in told.conditions] == [Status.DOES_NOT_FIT, Status.DOES_NOT_FIT]
    assert told.conditions[0].basis == "ประกาศ 2563"
    assert "7 คน" in told.conditions[0].text["th"]
    told = evaluate(this, known)
    assert told.status == Status.FITS
    assert told.conditions[0].basis == "ประกาศ 2569"
    assert (last.sources, this.sources) == (("ประกาศ 2563",), ("ประกาศ 2569",))


@pytest.mark.parametrize(
    ("text", "kind", "at"),
    [
        ("", ErrorKind.EMPTY, 0),
        ("debt AND " * 5000, ErrorKind.TOO_LONG, 20000),
        ("(" * 13 + "debt" + ")" * 13, ErrorKind.TOO_DEEP, 12),
        ("kind = 'group", ErrorKind.OPEN_QUOTE, 7),
        ("kind = 'it''s", ErrorKind.OPEN_QUOTE, 7),
        ("debt AND (trained", ErrorKind.OPEN_BRACKET, 17),
        ("debt) AND trained", ErrorKind.STRAY_BRACKET, 4),
        ("debt AND", ErrorKind.BREAKS_OFF, 8),
        ("kind = '--' -- no", ErrorKind.COMMENT, 12),
        ("debt /* no */", ErrorKind.COMMENT, 5),
        ("debt; trained", ErrorKind.SEVERAL_STATEMENTS, 4),
        ("members >= = 7", ErrorKind.OUT_OF_PLACE, 11),
        ("members ≥ 7", ErrorKind.TYPED_OTHERWISE, 8),
        ("debt && trained", ErrorKind.TYPED_OTHERWISE, 5),
        ("debt trained", ErrorKind.MISSING_JOINT, 5),
        ('"members" > 7', ErrorKind.WRONG_QUOTES, 0),
        ("kind = \"group\"", ErrorKind.WRONG_QUOTES, 7),
        ("debt AND\n members IS NULL", ErrorKind.NULL_TEST, 18),
        ("members = NULL", ErrorKind.NULL_TEST, 10),
        ("kind NOT LIKE 'g%'", ErrorKind.PATTERN, 9),
        ("members IN (SELECT 1)", ErrorKind.QUERY, 12),
        ("EXISTS (SELECT 1)", ErrorKind.QUERY, 0),
        ("members::text = '7'", ErrorKind.CAST, 7),
        ("CAST(members AS text) = '7'", ErrorKind.CAST, 0),
        ("income / members > 3", ErrorKind.DIVISION, 7),
        ("members % 2 = 0", ErrorKind.ARITHMETIC, 8),
        ("members + 1 > 3", ErrorKind.ARITHMETIC, 8),
        ("members * 2 > 3", ErrorKind.ARITHMETIC, 8),
        ("members > 3 - 1", ErrorKind.ARITHMETIC, 12),
        ("coalesce(members, 0) > 3", ErrorKind.FUNCTION, 0),
        ("DATE('2025-01-01') < registered_on", ErrorKind.FUNCTION, 0),
        ("RATIO(income) > 3", ErrorKind.RATIO_FORM, 0),
        ("debt AND RATIO(income, members, years) > 3", ErrorKind.RATIO_FORM, 9),
        ("RATIO > 3", ErrorKind.RATIO_FORM, 0),
        ("RATIO(income, 7) > 3", ErrorKind.RATIO_FORM, 0),
        ("RATIO(income, membrs) > 3", ErrorKind.UNKNOWN_FACT, 14),
        ("RATIO(income, kind) > 3", ErrorKind.TYPE_MISMATCH, 14),
        ("RATIO(income, members) > 'x'", ErrorKind.TYPE_MISMATCH, 25),
        ("RATIO(income, members) > years", ErrorKind.FACTS_APART, 25),
        ("RATIO(income, members) AND debt", ErrorKind.NOT_A_CONDITION, 0),
        ("YEARS_SINCE(registered_on, 2) > 3", ErrorKind.YEARS_FORM, 0),
        ("YEARS_SINCE(members) > 3", ErrorKind.TYPE_MISMATCH, 12),
        ("YEARS_SINCE(registered_on) > 1.5", ErrorKind.TYPE_MISMATCH, 29),
        ("YEARS_SINCE(registered_on) > DATE '2020-01-01'", ErrorKind.TYPE_MISMATCH, 34),
        ("YEARS_SINCE(registered_on) > -1", ErrorKind.BAD_NUMBER, 29),
        ("YEARS_SINCE(registered_on) > 5000", ErrorKind.BAD_NUMBER, 29),
        ("members > PARAM(least)", ErrorKind.PARAMETER_FORM, 10),
        ("members IN 3", ErrorKind.LIST_FORM, 8),
        ("members IN ( )", ErrorKind.EMPTY_LIST, 13),
        ("members IN (nothing)", ErrorKind.EMPTY_LIST, 12),
        ("members BETWEEN 3", ErrorKind.BETWEEN_FORM, 8),
        ("members BETWEEN 3 OR debt", ErrorKind.BETWEEN_FORM, 8),
        ("members >= 1e9", ErrorKind.BAD_NUMBER, 11),
        ("share < .5", ErrorKind.BAD_NUMBER, 8),
        ("share < NaN", ErrorKind.NOT_A_NUMBER, 8),
        ("share < -Infinity", ErrorKind.ARITHMETIC, 8),
        ("share < inf", ErrorKind.NOT_A_NUMBER, 8),
        ("registered_on > DATE '2025-02-29'", ErrorKind.BAD_DATE, 21),
        ("registered_on > DATE '2568-01-01'", ErrorKind.BUDDHIST_YEAR, 21),
        ("debt AND\nจำนวนสมาชก > 3", ErrorKind.UNKNOWN_FACT, 9),
        ("kind = 'กลุ่ม''' OR nosuch", ErrorKind.UNKNOWN_FACT, 20),
        ("members > PARAM('leest')", ErrorKind.UNKNOWN_PARAMETER, 10),
        ("members > ended", ErrorKind.NOT_IN_FORCE, 10),
        ("area = zones", ErrorKind.LIST_FOR_ONE, 7),
        ("members = '7'", ErrorKind.TYPE_MISMATCH, 10),
        ("kind = 7", ErrorKind.TYPE_MISMATCH, 7),
        ("debt = 1", ErrorKind.TYPE_MISMATCH, 7),
        ("TRUE = 1", ErrorKind.TYPE_MISMATCH, 7),
        ("'2025-01-01' < registered_on", ErrorKind.TYPE_MISMATCH, 0),
        ("members = TRUE", ErrorKind.TYPE_MISMATCH, 10),
        ("members = (debt AND trained)", ErrorKind.TYPE_MISMATCH, 11),
        ("kind = 'grup'", ErrorKind.NOT_A_CHOICE, 7),
        ("kind < 'group'", ErrorKind.NO_ORDER, 0),
        ("debt > FALSE", ErrorKind.NO_ORDER, 0),
        ("kind BETWEEN 'a' AND 'b'", ErrorKind.NO_ORDER, 0),
        ("members BETWEEN 9 AND 3", ErrorKind.REVERSED, 16),
        ("1 = 1", ErrorKind.CONSTANT, 0),
        ("debt OR TRUE", ErrorKind.CONSTANT, 8),
        ("FALSE", ErrorKind.CONSTANT, 0),
        ("NOT TRUE", ErrorKind.CONSTANT, 4),
        ("debt AND 'x' = 'x'", ErrorKind.CONSTANT, 9),
        ("3 IN (members)", ErrorKind.NO_FACT, 0),
        ("income < members", ErrorKind.FACTS_APART, 9),
        ("registered_on < members", ErrorKind.FACTS_APART, 16),
        ("kind = area", ErrorKind.FACTS_APART, 7),
        ("debt = trained", ErrorKind.FACTS_APART, 7),
        ("debt AND members", ErrorKind.NOT_A_CONDITION, 9),
        ("members = 7 = 7", ErrorKind.NO_FACT, 0),
        ("7", ErrorKind.NOT_A_CONDITION, 0),
    ],
)  # fmt: skip
def test_every_error_has_its_kind_place_and_hint(text: str, kind: ErrorKind, at: int) -> None:
    with pytest.raises(RuleError) as refused:
        compile(text, VOCABULARY, DAY, PARAMETERS)
    error = refused.value
    assert (error.kind, error.position) == (kind, at), error.message_en
    assert error.as_json() == {
        "kind": kind.value,
        "position": at,
        "message": {"th": error.message_th, "en": error.message_en},
        "hint": error.hint,
        "suggestion": error.suggestion,
    }
    assert error.hint["th"]
    assert error.hint["en"]


def test_a_slash_says_what_to_write() -> None:
    with pytest.raises(RuleError) as refused:
        compile("income / members > 3", VOCABULARY, DAY)
    assert "RATIO(a, b)" in refused.value.hint["en"]
    assert "RATIO(a, b)" in refused.value.hint["th"]


def test_a_range_turned_round_holds_for_nobody_where_a_text_is_read_as_a_database_reads_it() -> None:
    """With its complement for everybody whose value is known; explained without a hole in the sentence."""
    for text, expected in (("members BETWEEN 9 AND 3", Status.DOES_NOT_FIT), ("members NOT BETWEEN 9 AND 3", Status.FITS)):  # fmt: skip
        rule = compile(text, VOCABULARY, DAY, empty_ranges=True)
        verdict = evaluate(rule, {"members": 5})
        assert verdict.status == expected
        assert not verdict.conditions[0].text["en"].endswith((":", ": "))
        assert evaluate(rule, {}).status == Status.UNKNOWN
    with pytest.raises(RuleError):
        compile("members BETWEEN 9 AND 3", VOCABULARY, DAY)
