"""One cell of text as a value of its fact: strict, because a value that is guessed wrong decides who is left out.

Numbers are plain digits with a decimal point, dates year-month-day of the common era, yes/no one of a few words in Thai or
English. Whatever people usually write instead (thousands separators, Thai digits, years of the Buddhist era, baht with satang)
is refused with what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from phanuek.batch.problems import shown
from phanuek.engines.rules.misplaced import nearest_choice
from phanuek.engines.rules.vocabulary import Fact, Value
from phanuek.engines.wording import Words, words

YES, NO = {"true", "yes", "1", "ใช่"}, {"false", "no", "0", "ไม่ใช่"}
BUDDHIST_YEARS = range(2443, 2643)  # 1900 to 2099 written in the Buddhist era
THAI_DIGITS = re.compile("[๐-๙]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d{1,60}(?:\.0*)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DECIMAL = re.compile(r"\d+\.\d*", re.ASCII)


class CellError(ValueError):
    """What is wrong with a cell, and what to write."""

    def __init__(self, what: Words, hint: Words) -> None:
        super().__init__(what["en"])
        self.what, self.hint = what, hint


def value_of(fact: Fact, text: str) -> Value | None:
    """The value of a cell; None (unknown) when it is empty. Raises CellError."""
    text = text.strip()
    if not text:
        return None
    return _code(fact, text) if fact.type in ("text", "area") else _READERS[fact.type](text)


def is_checked(fact: Fact) -> bool:
    """Whether not every text will do as a value of this fact of texts or areas."""
    return fact.type == "area" or bool(fact.choices)


def _refused(text: str, th: str, en: str, hint: Words) -> CellError:
    said = shown(text)
    if THAI_DIGITS.search(text):
        hint = words(
            "เขียนด้วยเลขอารบิก 0-9 (ข้อมูลนี้ใช้เลขไทย)", "write it with the digits 0-9 (these are Thai digits)"
        )
    return CellError(words(f"“{said}” ไม่ใช่{th}", f"“{said}” is not {en}"), hint)


def _boolean(text: str) -> bool:
    word = text.lower()
    if word in YES or word in NO:
        return word in YES
    raise _refused(
        text, "คำตอบใช่หรือไม่ใช่", "yes or no",
        words("เขียน true หรือ false (ใช่/ไม่ใช่, yes/no, 1/0 ก็ได้)", "write true or false (yes/no, 1/0, ใช่/ไม่ใช่ will do)"),
    )  # fmt: skip


def _integer(text: str) -> int:
    if _INTEGER.fullmatch(text):
        return int(text.partition(".")[0])
    raise _refused(
        text, "จำนวนเต็ม", "a whole number",
        words("เขียนตัวเลขล้วน ไม่มีจุลภาคหรือทศนิยม เช่น 1200", "write digits only, no separators or decimals, such as 1200"),
    )  # fmt: skip


def _money(text: str) -> int:
    if _INTEGER.fullmatch(text):
        return int(text.partition(".")[0])
    raise _refused(
        text, "จำนวนเงินเป็นสตางค์", "money in whole satang",
        words("เขียนเป็นสตางค์ ไม่มีทศนิยม เช่น 1,500.25 บาท คือ 150025", "write satang without decimals: 1,500.25 baht is 150025"),
    )  # fmt: skip


def _number(text: str) -> int | Decimal:
    if _NUMBER.fullmatch(text) and len(text) <= 400:
        exact = Decimal(text)
        if -400 < exact.adjusted() < 400:
            return int(exact) if exact == exact.to_integral_value() else exact
    raise _refused(
        text, "ตัวเลข", "a number",
        words("เขียนตัวเลขล้วน ใช้จุดเป็นทศนิยม เช่น 1200.5", "write digits with a decimal point and no separators, such as 1200.5"),
    )  # fmt: skip


def _date(text: str) -> date:
    hint = words("เขียน ปี ค.ศ.-เดือน-วัน เช่น 2025-11-30", "write year-month-day, such as 2025-11-30")
    if not _DATE.fullmatch(text):
        raise _refused(text, "วันที่", "a date", hint)
    year = int(text[:4])
    if year in BUDDHIST_YEARS:
        raise buddhist(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _refused(text, "วันที่ที่มีอยู่จริง", "a day of the calendar", hint) from None


def buddhist(text: str) -> CellError:
    """A date whose year is of the Buddhist era."""
    year = int(text[:4])
    return CellError(
        words(f"“{text}” น่าจะเป็นปี พ.ศ.", f"“{text}” looks like a year of the Buddhist era"),
        words(f"เขียนปี ค.ศ. คือ {year - 543}{text[4:]}", f"write the common era: {year - 543}{text[4:]}"),
    )


def _code(fact: Fact, text: str) -> str:
    """A text as it is; a code that the fact lists; the code of an area, which may lie within one that is listed or around it."""
    if fact.type == "area" and THAI_DIGITS.search(text) and text not in (fact.choices or ()):
        raise _refused(text, "รหัสพื้นที่", "the code of an area", words("", ""))
    if fact.type == "area" and _DECIMAL.fullmatch(text):
        whole = text.partition(".")[0]
        raise _refused(
            text, "รหัสพื้นที่", "the code of an area",
            words(f"เขียนรหัสเป็นข้อความ เช่น {whole} (ตั้งคอลัมน์เป็นข้อความก่อนบันทึก)", f"write the code as text, such as {whole} (make the column text before saving)"),
        )  # fmt: skip
    choices = fact.choices
    if not choices or text in choices:
        return text
    if fact.type == "area" and any(text.startswith(code) or code.startswith(text) for code in choices):
        return text
    near, some = nearest_choice(text, fact), ", ".join(list(choices)[:12])
    raise CellError(
        words(f"“{shown(text)}” ไม่อยู่ในรายการค่าของ {fact.name}", f"“{shown(text)}” is not one of the values of {fact.name}"),
        words(f"หมายถึง {near} หรือไม่ (ค่าที่มี: {some})", f"did you mean {near}? (there are: {some})")
        if near
        else words(f"ใช้ค่าใดค่าหนึ่ง: {some}", f"use one of: {some}"),
    )  # fmt: skip


_READERS: dict[str, Callable[[str], Value]] = {
    "boolean": _boolean, "integer": _integer, "money": _money, "number": _number, "date": _date,
}  # fmt: skip
