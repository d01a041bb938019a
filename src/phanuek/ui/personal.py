"""Telephone numbers and the like: read where they belong, found where they do not."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from phanuek.ui.words import T

PHONE = re.compile(r"(?<!\d)(?:\+?66[\s-]?|0)\d(?:[\s-]?\d){7,8}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[\s-]?\d){12}(?!\d)")
THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True)
class PersonalDetail:
    """Something in a text that must not be published."""

    what: T
    shown: str


def personal_details(text: str) -> list[PersonalDetail]:
    """E-mail addresses, telephone numbers and 13-digit numbers in a text, shown with their middle hidden."""
    plain = text.translate(THAI_DIGITS)
    found = [
        PersonalDetail(T("อีเมล", "an e-mail address"), f"{m[0][0]}…@{m[0].split('@')[1]}")
        for m in EMAIL.finditer(plain)
    ]
    plain = EMAIL.sub(" ", plain)
    found += [
        PersonalDetail(T("เลข 13 หลัก", "a 13-digit number"), _hidden(m[0]))
        for m in LONG_NUMBER.finditer(plain)
    ]
    rest = LONG_NUMBER.sub(" ", plain)
    found += [
        PersonalDetail(T("หมายเลขโทรศัพท์", "a telephone number"), _hidden(m[0])) for m in PHONE.finditer(rest)
    ]
    return found


def _hidden(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return f"{digits[:2]}…{digits[-2:]}"


def clean_phone(typed: str) -> str:
    """A Thai telephone number as typed, its digits Arabic; "" stays "". 9 digits for a line, 10 for a mobile."""
    number = typed.translate(THAI_DIGITS).strip()
    digits = re.sub(r"^\+?66", "0", re.sub(r"[\s().-]", "", number))
    if number and not re.fullmatch(r"[0-9]{9,10}", digits):
        raise ValidationError(
            str(
                T(
                    "เบอร์โทรศัพท์ต้องมี 9 หรือ 10 หลัก เช่น 081 234 5678 โปรดตรวจอีกครั้ง หรือเว้นว่าง",
                    "A telephone number has 9 or 10 digits, such as 081 234 5678. Check it, or leave it empty.",
                )
            )
        )
    return number
