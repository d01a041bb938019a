"""How the frozen content of a report spells things: pairs of languages, days, amounts."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from phanuek.agreements.models import PeriodReport
from phanuek.organisations.models import Organisation
from phanuek.ui.country import pack
from phanuek.ui.words import T

Json = dict[str, Any]


def pair(row: Any, name: str) -> dict[str, str]:
    thai, english = getattr(row, f"{name}_th"), getattr(row, f"{name}_en")
    return {"th": thai or english, "en": english or thai}


def label(choice: Any) -> dict[str, str]:
    """A member of a table of choices, in both languages; `get_…_display()` would freeze only the one in which it was closed."""
    return T.of(choice.label).as_dict()


def body_of(body: Organisation) -> Json:
    return {"code": body.code, "name": pair(body, "name")}


def spelled(day: date | None) -> str | None:
    return day.isoformat() if day else None


def amount_of(amount: Decimal | None) -> str | None:
    """Without the zeros that say nothing: 120, 120.5."""
    if amount is None:
        return None
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def local_day(moment: datetime | None) -> date | None:
    return moment.astimezone(ZoneInfo(pack().timezone)).date() if moment else None


def moments(report: PeriodReport) -> tuple[datetime, datetime]:
    """From the first moment of the period to the last."""
    zone = ZoneInfo(pack().timezone)
    after = datetime.combine(report.ends_on + timedelta(days=1), time(), zone)
    return datetime.combine(report.starts_on, time(), zone), after - timedelta(microseconds=1)
