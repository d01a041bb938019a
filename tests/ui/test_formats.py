from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from phanuek.ui import formats
from phanuek.ui.words import in_language

DAY = date(2021, 2, 26)


def test_dates_in_the_era_of_the_reader() -> None:
    assert "2564" in formats.be_date(DAY)
    assert "กุมภาพันธ์" in formats.be_date(DAY)
    with in_language("en"):
        assert formats.be_date(DAY) == "26 February 2021"
    assert formats.be_date(None) == "–"


def test_a_moment_gives_its_local_day() -> None:
    late = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    with in_language("en"):
        assert formats.be_datetime(late) == "23 Nov 2026 at 01:30"
    assert formats.be_datetime(late).endswith("เวลา 01:30 น.")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1204500, "1,204,500"),
        (Decimal("1204500.50"), "1,204,500.5"),
        (0, "0"),
        (100, "100"),
        (Decimal("1E+3"), "1,000"),
        (None, "–"),
        ("x", "x"),
    ],
)
def test_numbers(value: object, text: str) -> None:
    assert formats.number(value) == text


def test_money() -> None:
    assert formats.money(Decimal("2918250.5")) == "2,918,250.50"
    assert formats.baht(12500) == "12,500 บาท"
    assert formats.baht(Decimal("12500.25")) == "12,500.25 บาท"
    assert formats.baht(12_400_000, "short") == "12.4 ล้านบาท"
    assert formats.baht(999_999, "short") == "999,999 บาท"
    assert formats.baht(None) == "–"
    with in_language("en"):
        assert formats.baht(1) == "1 baht"


def test_rounding_is_half_up() -> None:
    assert formats.number(Decimal("0.125"), 2) == "0.13"
    assert formats.percent(0.425) == "43%"


def test_days() -> None:
    assert formats.duration_days(3) == "3 วัน"
    assert formats.duration_days(timedelta(days=2, hours=5)) == "2 วัน"
    with in_language("en"):
        assert formats.duration_days(1) == "1 day"
        assert formats.duration_days(2.5) == "2.5 days"
