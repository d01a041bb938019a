"""Reads the filters of page, download and API; a wrong one is said, never passed over."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet

from phanuek.agreements.models import Commitment
from phanuek.areas.models import Area
from phanuek.figures.filters import FIRST_YEAR, NO_COMMITMENT, By, Filters
from phanuek.organisations.models import Organisation
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

LAST_YEAR = 2100


Kind = TypeVar("Kind", bound=models.TextChoices)


def read_by(given: Mapping[str, str]) -> By:
    """What the rows are; commitments when nothing is asked."""
    return read_grouping(given, By.COMMITMENT)


def read_grouping(given: Mapping[str, str], usual: Kind) -> Kind:
    """The grouping asked for, or the usual one of its kind. Raises Refused naming those there are."""
    kind = type(usual)
    value = given.get("by") or usual.value
    if value not in kind.values:
        raise Refused(
            T("ไม่รู้จักการจัดกลุ่ม “{value}”", "There is no grouping called “{value}”.").format(value=value[:40]),
            field="by",
            hint=T("ใช้ได้: {known}", "It can be: {known}.").format(known=", ".join(kind.values)),
        )
    return kind(value)


def read_filters(given: Mapping[str, str]) -> Filters:
    """The filters, each checked against what exists. Raises Refused naming the parameter."""
    return Filters(
        fiscal_year=_year(given.get("fiscal_year", "")),
        province=_known(given, "province", Area.objects.filter(level="province")),
        partner=_known(given, "partner", Organisation.objects.bodies()),
        commitment=_commitment(given),
        mine=_mine(given.get("scope", "")),
    )


def _commitment(given: Mapping[str, str]) -> str:
    if given.get("commitment") == NO_COMMITMENT:
        return NO_COMMITMENT
    return _known(given, "commitment", Commitment.objects.all())


def _mine(value: str) -> bool:
    if value not in ("", "all", "mine"):
        raise Refused(
            T("ไม่รู้จักขอบเขต “{value}”", "There is no scope called “{value}”.").format(value=value[:40]),
            field="scope",
            hint=T("ใช้ได้: all, mine", "It can be: all, mine."),
        )
    return value == "mine"


def _year(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    # people type the year they know: 2569 is 2026
    if year > 2400:
        year -= 543
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            T("ปีงบประมาณ “{text}” ไม่ถูกต้อง", "“{text}” is not a fiscal year.").format(text=text[:20]),
            field="fiscal_year",
            hint=T("พิมพ์ปีสี่หลัก เช่น 2569 หรือ 2026", "Type four digits, such as 2026 or 2569."),
        )
    return year


def _known(given: Mapping[str, str], name: str, rows: QuerySet[Any]) -> str:
    code = (given.get(name) or "").strip()
    if not code:
        return ""
    # a NUL would be an error of the database, not an unknown code
    if "\x00" in code or not rows.filter(code=code).exists():
        raise Refused(
            T("ไม่พบ “{code}” ที่ใช้กรอง", "There is nothing called “{code}” to filter by.").format(
                code=code[:80].replace("\x00", "")
            ),
            field=name,
            hint=T("เลือกจากรายการในหน้าผลการดำเนินงาน", "Choose from the lists on the page of results."),
        )
    return code
