"""Dates in both eras and the fiscal year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packs.thailand import PACK
from phanuek.engines.pack import PackError

SIGNING = date(2021, 2, 26)


@pytest.mark.parametrize(
    "typed",
    [
        "26/2/2564",
        "26-02-2564",
        "26.2.2564",
        "26 2 2564",
        "26 ก.พ. 2564",
        "26 กพ 64",
        "26ก.พ.2564",
        "๒๖/๐๒/๒๕๖๔",
        "๒๖ ก.พ. ๖๔",
        "26 กุมภาพันธ์ พ.ศ. 2564",
        "วันศุกร์ที่ 26 กุมภาพันธ์ พ.ศ. 2564",
        "26 เดือนกุมภาพันธ์ 2564",
        "2021-02-26",
        "2564-02-26",
        "2021-02-26 00:00:00",
        "26 February 2021",
        "26 Feb 2021",
        "26 กุมภาพันธ์ ค.ศ. 2021",
        " 26/02/2021 ",
    ],
)
def test_what_people_type(typed: str) -> None:
    assert PACK.parse_date(typed) == SIGNING


@pytest.mark.parametrize(
    ("typed", "th", "en"),
    [
        ("", "ยังไม่ได้กรอก", "No date"),
        ("เมื่อวาน", "อ่าน “เมื่อวาน” เป็นวันที่ไม่ได้", "cannot be read"),
        ("29/2/2564", "ไม่มีวันที่ 29 กุมภาพันธ์ 2564", "no 29 February 2021 (B.E. 2564)"),
        ("31 เม.ย. 2564", "วันที่ 1 ถึง 30", "days 1 to 30"),
        ("02/26/2564", "ไม่มีเดือนที่ 26", "The day comes before the month"),
        ("26/2/64", "สี่หลัก", "four digits"),
        ("26 กุม 2564", "ไม่รู้จักเดือน “กุม”", "is not a month"),
        ("26/2/2954", "อยู่นอกช่วง", "outside the accepted range"),
        ("26/2/564", "เป็นวันที่ไม่ได้", "cannot be read"),
        ("1/1/0000", "ไม่ถูกต้อง", "is not a year"),
    ],
)
def test_a_slip_is_named_and_mended_in_both_languages(typed: str, th: str, en: str) -> None:
    with pytest.raises(PackError) as caught:
        PACK.parse_date(typed)
    assert th in caught.value.message["th"]
    assert en in caught.value.message["en"]


def test_leap_day_of_a_buddhist_year() -> None:
    # 2567 itself is no leap year; 2024 is
    assert PACK.parse_date("29/02/2567") == date(2024, 2, 29)


def test_the_window_can_be_narrowed() -> None:
    with pytest.raises(PackError, match="outside"):
        PACK.parse_date("1/1/2570", latest=date(2026, 11, 23))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["th", "en"]))
def test_what_is_shown_can_be_typed_back(day: date, lang: str) -> None:
    for style in ("full", "long", "short", "numeric"):
        if (lang, style) != ("en", "full"):
            assert PACK.parse_date(PACK.format_date(day, lang, style)) == day


@given(st.text(max_size=25))
def test_any_text_gives_a_day_or_a_reason(text: str) -> None:
    try:
        found: date | dict[str, str] = PACK.parse_date(text)
    except PackError as error:
        found = error.message
    assert isinstance(found, date) or (found["th"] and found["en"])


def test_shown() -> None:
    assert PACK.format_date(SIGNING, "th", "full") == "วันศุกร์ที่ 26 กุมภาพันธ์ พ.ศ. 2564"
    assert PACK.format_date(SIGNING, "th") == "26 กุมภาพันธ์ 2564"
    assert PACK.format_date(SIGNING, "th", "short") == "26 ก.พ. 2564"
    assert PACK.format_date(SIGNING, "th", "month") == "กุมภาพันธ์ 2564"
    assert PACK.format_date(SIGNING, "en") == "26 February 2021"


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_every_day_lies_in_its_fiscal_year(day: date) -> None:
    year = PACK.fiscal_year(day)
    first, last = PACK.fiscal_year_range(year)
    assert first <= day <= last
    assert (first.month, first.day, last.month, last.day) == (10, 1, 9, 30)


def test_fiscal_year_is_named_by_its_end() -> None:
    assert PACK.fiscal_year(date(2026, 9, 30)) == 2026
    assert PACK.fiscal_year(date(2026, 10, 1)) == 2027
    assert PACK.fiscal_year_label(2027, "th") == "ปีงบประมาณ พ.ศ. 2570"
    assert PACK.fiscal_year_label(2027, "en") == "fiscal year 2027 (B.E. 2570)"
