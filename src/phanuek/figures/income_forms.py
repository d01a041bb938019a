"""Reads what is asked of the figures of income; a wrong filter is said, never passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping

from phanuek.figures import forms
from phanuek.figures.filters import FIRST_YEAR
from phanuek.figures.income import NONE, IncomeBy, IncomeFilters, month_of
from phanuek.registry.models import BusinessGroup
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def read_by(given: Mapping[str, str]) -> IncomeBy:
    """What the rows are; provinces when nothing is asked."""
    return forms.read_grouping(given, IncomeBy.PROVINCE)


def read_filters(given: Mapping[str, str]) -> IncomeFilters:
    """The filters, each checked against what exists. Raises Refused naming the parameter."""
    cases = forms.read_filters({name: value for name, value in given.items() if name != "scope"})
    filters = IncomeFilters(
        cases, sector=_sector(given.get("sector", "")), month=_month(given.get("month", ""))
    )
    days = cases.days()
    if days and filters.month and not days[0] <= month_of(filters.month) <= days[1]:
        raise Refused(
            T("เดือนนี้ไม่อยู่ในปีงบประมาณที่เลือก", "This month is not in the chosen fiscal year."),
            field="month",
            hint=T("เลือกเพียงอย่างใดอย่างหนึ่ง", "Choose one of the two."),
        )
    return filters


def _sector(value: str) -> str:
    if value not in ("", NONE, *BusinessGroup.values):
        raise Refused(
            T("ไม่รู้จักกลุ่มงาน “{value}”", "There is no sector called “{value}”.").format(value=value[:40]),
            field="sector",
            hint=T("ใช้ได้: {known}", "It can be: {known}.").format(
                known=", ".join([*BusinessGroup.values, NONE])
            ),
        )
    return value


def _month(value: str) -> str:
    value = value.strip()
    found = MONTH.fullmatch(value)
    if value and (found is None or not FIRST_YEAR <= int(found[1]) <= forms.LAST_YEAR):
        raise Refused(
            T("เดือน “{value}” ไม่ถูกต้อง", "“{value}” is not a month.").format(value=value[:20]),
            field="month",
            hint=T("พิมพ์ปีคริสต์ศักราชและเดือน เช่น 2026-10", "Type year and month, such as 2026-10."),
        )
    return value
