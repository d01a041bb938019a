"""What people type, read as a fact's value; and a value said in words."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from phanuek.areas import queries as areas
from phanuek.engines.rules import Fact, FactError, Value, check_value, named
from phanuek.registry.spelling import plain_digits
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

FIELD = "answer"
YES, NO, NOT_KNOWN = "yes", "no", "unknown"
YES_LABEL, NO_LABEL, NOT_KNOWN_LABEL = T("ใช่", "Yes"), T("ไม่ใช่", "No"), T("ยังไม่ทราบ", "Not known yet")
_YES = frozenset({YES, "true", "1", "ใช่", "y", "on"})
_NO = frozenset({NO, "false", "0", "ไม่ใช่", "ไม่", "n", "off"})
_NOT_KNOWN = frozenset({"", NOT_KNOWN, "ไม่ทราบ", "ยังไม่ทราบ"})
_SCALES = (("ล้าน", 1_000_000), ("แสน", 100_000), ("หมื่น", 10_000), ("พัน", 1_000), ("million", 1_000_000))
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?|-?\.\d+")
HIGHEST = Decimal(10) ** 13


def parse_answer(fact: Fact, raw: object) -> Value | None:
    """The value typed for a fact: money in satang, a date, an area's code; None for "not known yet".

    Raises Refused (field "answer") saying what cannot be read and how to write it.
    """
    text = " ".join(plain_digits(str("" if raw is None else raw)).split())
    if text.casefold() in _NOT_KNOWN:
        return None
    if fact.type == "boolean":
        return _yes_or_no(text)
    if fact.type in ("integer", "number", "money"):
        return _figure(fact, text)
    if fact.type == "date":
        return _day(text)
    return _area(text) if fact.type == "area" else _choice(fact, text)


def _yes_or_no(text: str) -> bool:
    if text.casefold() in _YES:
        return True
    if text.casefold() in _NO:
        return False
    raise Refused(T("โปรดเลือก ใช่ ไม่ใช่ หรือ ยังไม่ทราบ", "Please choose yes, no or not known yet."), field=FIELD)


def _figure(fact: Fact, text: str) -> int | Decimal:
    number = _bare_number(fact, text)
    if fact.type != "number" and number < 0:
        raise Refused(T("จำนวนต้องไม่ติดลบ", "The number cannot be below zero."), field=FIELD)
    if abs(number) > HIGHEST:
        raise Refused(
            T(
                "จำนวนสูงเกินกว่าที่ระบบรับได้ โปรดตรวจอีกครั้ง",
                "The number is larger than can be kept. Please check it.",
            ),
            field=FIELD,
        )
    if fact.type == "integer" and number != number.to_integral_value():
        raise Refused(
            T("โปรดกรอกเป็นจำนวนเต็ม เช่น 12", "Please enter a whole number, such as 12."), field=FIELD
        )
    if fact.type == "money":
        satang = number * 100
        if satang != satang.to_integral_value():
            raise Refused(
                T("จำนวนเงินมีทศนิยมได้ไม่เกิน 2 ตำแหน่ง (สตางค์)", "An amount has at most two decimals."),
                field=FIELD,
            )
        return int(satang)
    return int(number) if number == number.to_integral_value() else number


def _bare_number(fact: Fact, text: str) -> Decimal:
    """1,200,000 · 1.2 ล้านบาท · 12 คน · 40%."""
    plain = text.replace(",", "").replace("฿", "").replace("%", "")
    for word in (*(fact.unit or {}).values(), "บาท", "baht", "ร้อยละ"):
        plain = plain.replace(word, "")
    scale = 1
    for word, factor in _SCALES:
        if plain.rstrip().endswith(word):
            plain, scale = plain.rstrip().removesuffix(word), factor
            break
    plain = plain.strip()
    try:
        if not _NUMBER.fullmatch(plain):
            raise InvalidOperation
        return Decimal(plain) * scale
    except InvalidOperation:
        raise Refused(
            T(
                "อ่าน “{text}” เป็นตัวเลขไม่ได้ โปรดกรอกเช่น 1,200",
                "“{text}” is not a number. Please write it like 1,200.",
            ).format(text=text[:60]),
            field=FIELD,
        ) from None


def _day(text: str) -> date:
    try:
        return pack().parse_date(text)
    except ValueError as error:
        raise Refused(T.of(getattr(error, "message", str(error))), field=FIELD) from None


def _area(text: str) -> str:
    area = areas.by_code(text)
    if area is not None:
        return area.code
    match = pack().match_area(text)
    if match.code:
        return match.code
    raise Refused(
        T.of(match.reason) if match.reason else T("ไม่พบพื้นที่นี้", "There is no such area."),
        field=FIELD,
    )


def _choice(fact: Fact, text: str) -> str:
    for value, label in (fact.choices or {}).items():
        if text == value or text in label.values():
            return value
    if fact.choices:
        raise Refused(T("โปรดเลือกจากรายการที่มี", "Please choose one from the list."), field=FIELD)
    return text[:200]


def value_in_words(fact: Fact, value: Any) -> T:
    """A value as a reader sees it: ใช่, 12 คน, 1,500 บาท, 30 พ.ย. 2568, a choice's label, an area's name."""
    if value is None:
        return NOT_KNOWN_LABEL
    try:
        checked = check_value(fact, value)
    except FactError:
        return T(str(value), str(value))
    if isinstance(checked, bool):
        return YES_LABEL if checked else NO_LABEL
    return T.of(named(fact, checked))


def as_stored(value: Value | None) -> Any:
    """The value as JSON keeps it: days as text, shares as the shortest number."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
