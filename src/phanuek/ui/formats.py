"""Dates, money and numbers as a reader of either language writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from phanuek.ui.country import pack
from phanuek.ui.words import current_language, pick

NOTHING = "–"


def be_date(value: date | datetime | None, style: str = "long") -> str:
    """A day in the country's era: long, short, full, numeric or month. A moment gives its local day."""
    if not isinstance(value, date):
        return NOTHING
    return pack().format_date(_local_day(value), current_language(), style)


def be_datetime(value: datetime | None, style: str = "short") -> str:
    """Day and time of day in the country's time zone."""
    if not isinstance(value, datetime):
        return be_date(value, style)
    clock = f"{_local(value):%H:%M}"
    return be_date(value, style) + pick(f" เวลา {clock} น.", f" at {clock}")


def _local(value: datetime) -> datetime:
    return value if value.tzinfo is None else value.astimezone(ZoneInfo(pack().timezone))


def _local_day(value: date) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        found = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def number(value: Any, places: int | None = None) -> str:
    """1,204,500 or, with ``places``, that many decimals. Nothing is a dash."""
    found = _decimal(value)
    if found is None:
        return NOTHING if value in (None, "") else str(value)
    if places is None:
        text = f"{found:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"


def money(value: Any) -> str:
    """Baht with satang and no unit, for a column whose title names the unit."""
    return number(value, 2)


def baht(value: Any, style: str = "") -> str:
    """Baht with its unit in a sentence; style "short" says millions (12.4 ล้านบาท)."""
    found = _decimal(value)
    if found is None:
        return NOTHING
    if style == "short" and abs(found) >= 1_000_000:
        millions = number((found / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP))
        return pick(f"{millions} ล้านบาท", f"{millions}M baht")
    text = number(found, 0 if found == found.to_integral_value() else 2)
    return pick(f"{text} บาท", f"{text} baht")


def percent(value: Any, places: int = 0) -> str:
    """A share (0.42) as 42%."""
    found = _decimal(value)
    return NOTHING if found is None else number(found * 100, places) + "%"


def duration_days(value: Any) -> str:
    """Days as words; a timedelta counts its full days, half days are kept for medians."""
    if isinstance(value, timedelta):
        value = value.days
    found = _decimal(value)
    if found is None:
        return NOTHING
    text = number(found.quantize(Decimal("0.1"), ROUND_HALF_UP))
    return pick(f"{text} วัน", f"{text} day" if found == 1 else f"{text} days")


def file_size(value: int | None) -> str:
    """Bytes as KB or MB."""
    if value is None:
        return NOTHING
    kilobytes = value / 1024
    return f"{kilobytes / 1024:.1f} MB" if kilobytes >= 1024 else f"{max(kilobytes, 1):.0f} KB"
