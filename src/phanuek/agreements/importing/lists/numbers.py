"""Numbers and days as people type them into cells."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from phanuek.ui.country import pack
from phanuek.ui.forms import clean_number
from phanuek.ui.words import T

MOST = Decimal(10) ** 14
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2100, 12, 31)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def amount(text: str) -> Decimal | T:
    """A number not below zero with at most two decimals; commas, Thai numerals and บาท are understood."""
    typed = str(clean_number(text))
    try:
        found = Decimal(typed) if NUMBER.fullmatch(typed) else None
    except InvalidOperation:
        found = None
    if found is None:
        return T("“{text}” ไม่ใช่ตัวเลข เช่น 1,500", "“{text}” is not a number, such as 1,500.").format(
            text=text[:40]
        )
    if found < 0:
        return T("ต้องไม่ติดลบ", "It must not be below zero.")
    if found >= MOST or found != round(found, 2):
        return T(
            "ต้องน้อยกว่าร้อยล้านล้าน และทศนิยมไม่เกินสองตำแหน่ง", "It must be below 10^14, with at most two decimals."
        )  # fmt: skip
    return found


def day(text: str) -> date | T:
    """A day in either era."""
    try:
        return pack().parse_date(text, earliest=FIRST_DAY, latest=LAST_DAY)
    except ValueError as error:
        return T.of(getattr(error, "message", str(error)))
