"""Values written in a rule text, and dated values, read as the type of what they are compared with: no value is converted."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from phanuek.engines.rules.errors import ErrorKind, FactError, RuleError
from phanuek.engines.rules.misplaced import nearest_choice
from phanuek.engines.rules.vocabulary import Fact, Value, coerce
from phanuek.engines.wording import short_date, words

_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,9})?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
# A rule speaks of this world: a year beyond is one of the Buddhist era.
_LAST_YEAR = 2400
TYPE_WORDS = {
    "boolean": words("ใช่หรือไม่ใช่ (TRUE, FALSE)", "yes or no (TRUE, FALSE)"),
    "integer": words("จำนวนเต็ม เช่น 7", "a whole number, such as 7"),
    "number": words("ตัวเลข เช่น 0.5", "a number, such as 0.5"),
    "money": words(
        "จำนวนเงินเป็นสตางค์ เช่น 100000 คือ 1,000 บาท", "money in satang, such as 100000 for 1,000 baht"
    ),
    "text": words("ข้อความในเครื่องหมาย ' '", "text in single quotes"),
    "date": words("วันที่ เช่น DATE '2025-11-30'", "a date, such as DATE '2025-11-30'"),
    "area": words("รหัสพื้นที่ในเครื่องหมาย ' ' เช่น '50'", "an area code in single quotes, such as '50'"),
}


def number_of(written: str, position: int) -> int | Decimal:
    """A number as it stands in the text: digits, and at most nine after the point."""
    if not _NUMBER.match(written):
        raise RuleError(
            f"ตัวเลข {written[:40]} อ่านไม่ได้ เขียนเช่น 1000000 หรือ 0.5",
            f"the number {written[:40]} cannot be read; write it like 1000000 or 0.5",
            position,
            kind=ErrorKind.BAD_NUMBER,
        )
    if "." not in written:
        return int(written)
    exact = Decimal(written)
    return int(exact) if exact == exact.to_integral_value() else exact


def day_of(written: str, position: int) -> date:
    """The day of DATE '2025-11-30'; a year of the Buddhist era is refused."""
    if _DAY.match(written) and int(written[:4]) > _LAST_YEAR:
        raise _buddhist(written, position)
    try:
        day = date.fromisoformat(written) if _DAY.match(written) else None
    except ValueError:
        day = None
    if day is None:
        raise RuleError(
            f"“{written[:40]}” ไม่ใช่วันที่ เขียนเป็น ปี ค.ศ.-เดือน-วัน เช่น DATE '2025-11-30' (ตำแหน่ง {position + 1})",
            f"“{written[:40]}” is not a date; write it like DATE '2025-11-30' (character {position + 1})",
            position,
            kind=ErrorKind.BAD_DATE,
        )
    return day


def _buddhist(written: str, position: int) -> RuleError:
    """Only the day as it was meant is made: 29 February 2567 of the Buddhist era is one that Python does not know."""
    was, meant = int(written[:4]), f"{int(written[:4]) - 543}{written[4:]}"
    try:
        shown = f" (จะแสดงเป็น {short_date(date.fromisoformat(meant))['th']} ให้เอง)"
    except ValueError:
        shown = ""
    return RuleError(
        f"ปี {was} น่าจะเป็น พ.ศ. ให้เขียนเป็น ค.ศ. {meant[:4]}{shown} (ตำแหน่ง {position + 1})",
        f"the year {was} looks like the Buddhist era; write {meant[:4]} (character {position + 1})",
        position,
        kind=ErrorKind.BUDDHIST_YEAR,
        hint=words(f"เขียน DATE '{meant}'", f"write DATE '{meant}'"),
    )


def typed(fact: Fact, value: object, written: str, position: int) -> Value:
    """The value as one of the fact's type; RuleError when it is of another type or not among the choices.

    A whole-number fact may be compared with a number that is not whole.
    """
    try:
        if (fact.type == "date") != isinstance(value, date):
            raise FactError(fact.name, "", "")
        checked = coerce(Fact(fact.name, "number") if fact.type == "integer" else fact, value)
    except FactError:
        kind = TYPE_WORDS[fact.type]
        raise RuleError(
            f"{fact.name} เทียบกับ “{written[:40]}” ไม่ได้ ต้องเป็น{kind['th']}",
            f"{fact.name} cannot be compared with “{written[:40]}”; it needs {kind['en']}",
            position,
            kind=ErrorKind.TYPE_MISMATCH,
            hint=words(f"เขียน{kind['th']}", f"write {kind['en']}"),
        ) from None
    _check_choice(fact, checked, position)
    return checked


def number_typed(
    what: str, value: object, written: str, position: int, *, whole: bool = False
) -> int | Decimal:
    """The value as a number, for what is no fact: a share, a count of years."""
    try:
        checked = coerce(_WHOLE if whole else _ANY, value)
    except FactError:
        checked = ""
    if isinstance(checked, (int, Decimal)) and not isinstance(checked, bool):
        return checked
    kind = TYPE_WORDS["integer" if whole else "number"]
    raise RuleError(
        f"{what} เทียบกับ “{written[:40]}” ไม่ได้ ต้องเป็น{kind['th']}",
        f"{what} cannot be compared with “{written[:40]}”; it needs {kind['en']}",
        position,
        kind=ErrorKind.TYPE_MISMATCH,
        hint=words(f"เขียน{kind['th']}", f"write {kind['en']}"),
    )


_ANY, _WHOLE = Fact("number", "number"), Fact("number", "integer")


def _check_choice(fact: Fact, value: Value, position: int) -> None:
    if fact.choices is None or fact.type not in ("text", "area") or str(value) in fact.choices:
        return
    near = nearest_choice(str(value), fact)
    some = ", ".join(list(fact.choices)[:12])
    also_th, also_en = (f" หมายถึง '{near}' หรือไม่", f"; did you mean '{near}'?") if near else ("", "")
    raise RuleError(
        f"“{str(value)[:40]}” ไม่อยู่ในรายการค่าของ {fact.name}{also_th} (ค่าที่มี: {some})",
        f"“{str(value)[:40]}” is not one of the values of {fact.name}{also_en} (there are: {some})",
        position,
        near,
        kind=ErrorKind.NOT_A_CHOICE,
        hint=words(f"ใช้ค่าใดค่าหนึ่ง: {some}", f"use one of: {some}") if not near else None,
    )
