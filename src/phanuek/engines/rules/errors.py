"""What can be wrong with a rule text or with a value: a stable name of the kind, the place, and what to write instead.

Every message and hint stands in both languages. The kinds are what a program may rely on; the messages are for people
and may be worded anew.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Any

from phanuek.engines.wording import Words, words


class ErrorKind(StrEnum):
    """The kinds of errors of a rule text. The names stay what they are."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_DEEP = "too_deep"
    OPEN_QUOTE = "open_quote"
    OPEN_BRACKET = "open_bracket"
    STRAY_BRACKET = "stray_bracket"
    BREAKS_OFF = "breaks_off"
    COMMENT = "comment"
    SEVERAL_STATEMENTS = "several_statements"
    OUT_OF_PLACE = "out_of_place"
    TYPED_OTHERWISE = "typed_otherwise"
    MISSING_JOINT = "missing_joint"
    WRONG_QUOTES = "wrong_quotes"
    NULL_TEST = "null_test"
    PATTERN = "pattern"
    QUERY = "query"
    CAST = "cast"
    DIVISION = "division"
    ARITHMETIC = "arithmetic"
    FUNCTION = "function"
    RATIO_FORM = "ratio_form"
    YEARS_FORM = "years_form"
    PARAMETER_FORM = "parameter_form"
    LIST_FORM = "list_form"
    EMPTY_LIST = "empty_list"
    BETWEEN_FORM = "between_form"
    BAD_NUMBER = "bad_number"
    NOT_A_NUMBER = "not_a_number"
    BAD_DATE = "bad_date"
    BUDDHIST_YEAR = "buddhist_year"
    UNKNOWN_FACT = "unknown_fact"
    UNKNOWN_PARAMETER = "unknown_parameter"
    NOT_IN_FORCE = "not_in_force"
    LIST_FOR_ONE = "list_for_one"
    TYPE_MISMATCH = "type_mismatch"
    NOT_A_CHOICE = "not_a_choice"
    NO_ORDER = "no_order"
    REVERSED = "reversed"
    CONSTANT = "constant"
    NO_FACT = "no_fact"
    FACTS_APART = "facts_apart"
    NOT_A_CONDITION = "not_a_condition"
    UNREADABLE = "unreadable"


_FORM = words(
    "ใช้ได้: AND OR NOT ( ) = <> < <= > >= IN BETWEEN ตัวเลข 'ข้อความ' TRUE FALSE DATE '2025-11-30' PARAM('ชื่อ') RATIO(a, b) YEARS_SINCE(a)",
    "allowed: AND OR NOT ( ) = <> < <= > >= IN BETWEEN, numbers, 'text', TRUE, FALSE, DATE '2025-11-30', PARAM('name'), "
    "RATIO(a, b), YEARS_SINCE(a)",
)  # fmt: skip
_CONDITION = words(
    "เขียนชื่อข้อมูลแล้วตามด้วยการเปรียบเทียบ เช่น members >= 7", "write a fact and a comparison, such as members >= 7"
)

# What to write instead, where the error itself knows nothing better.
HINTS: dict[ErrorKind, Words] = {
    ErrorKind.EMPTY: words("หากไม่มีเงื่อนไขให้เขียน TRUE", "write TRUE if there are no conditions"),
    ErrorKind.TOO_LONG: words("แบ่งเป็นหลายมาตรการ หรือใช้ IN (…)", "split it into several offers, or use IN (…)"),
    ErrorKind.TOO_DEEP: words("เอาวงเล็บและ NOT ที่ไม่จำเป็นออก", "take out brackets and NOTs that are not needed"),
    ErrorKind.OPEN_QUOTE: words("เติม ' ปิดท้ายข้อความ", "close the text with '"),
    ErrorKind.OPEN_BRACKET: words("เติม ) ให้ครบคู่", "add the missing )"),
    ErrorKind.STRAY_BRACKET: words("ลบ ) หรือเติม ( ข้างหน้า", "take out the ) or add a ( before it"),
    ErrorKind.BREAKS_OFF: words("เขียนต่อให้จบ หรือลบคำเชื่อมตัวสุดท้าย", "finish it, or take out the last joining word"),
    ErrorKind.COMMENT: words("ลบหมายเหตุออก", "take the comment out"),
    ErrorKind.SEVERAL_STATEMENTS: words(
        "เขียนเงื่อนไขเดียว เชื่อมด้วย AND หรือ OR ไม่ต้องมี ;", "write one rule, joined by AND or OR, without ;"
    ),
    ErrorKind.OUT_OF_PLACE: _FORM,
    ErrorKind.MISSING_JOINT: words("เติม AND หรือ OR", "put AND or OR between them"),
    ErrorKind.WRONG_QUOTES: words(
        "ชื่อข้อมูลไม่ต้องใส่เครื่องหมาย ข้อความใส่ ' '", "write a fact's name without quotes and a text in single quotes"
    ),
    ErrorKind.NULL_TEST: words(
        "ไม่ต้องเขียน ข้อมูลที่ยังไม่ทราบไม่ตัดสิทธิ์ใคร", "leave it out: an unknown fact excludes nobody"
    ),
    ErrorKind.PATTERN: words("ใช้ = หรือ IN ('ก', 'ข')", "use = or IN ('a', 'b')"),
    ErrorKind.QUERY: words("เขียนรายการค่าเอง เช่น IN ('ก', 'ข')", "write the values themselves: IN ('a', 'b')"),
    ErrorKind.CAST: words("เขียนค่าให้ตรงชนิดของข้อมูล", "write the value in the fact's own type"),
    ErrorKind.DIVISION: words("เขียน RATIO(a, b) แทน a / b", "write RATIO(a, b) instead of a / b"),
    ErrorKind.ARITHMETIC: words(
        "คำนวณค่าไว้ก่อน หรือใช้ RATIO(a, b)", "write the worked-out value; a share is written RATIO(a, b)"
    ),
    ErrorKind.FUNCTION: words(
        "ใช้ได้เพียง RATIO(a, b) YEARS_SINCE(วันที่) และ PARAM('ชื่อ')",
        "only RATIO(a, b), YEARS_SINCE(date) and PARAM('name') can be used",
    ),
    ErrorKind.RATIO_FORM: words("RATIO(a, b) >= 0.5 โดย a และ b เป็นชื่อข้อมูล", "RATIO(a, b) >= 0.5, where a and b are facts"),
    ErrorKind.YEARS_FORM: words(
        "YEARS_SINCE(ข้อมูลวันที่) >= 2", "YEARS_SINCE(a_date) >= 2, where a_date is a fact"
    ),
    ErrorKind.PARAMETER_FORM: words("PARAM('ชื่อ')", "PARAM('name')"),
    ErrorKind.LIST_FORM: words("IN ('ก', 'ข')", "IN ('a', 'b')"),
    ErrorKind.BETWEEN_FORM: words("BETWEEN 1 AND 5", "BETWEEN 1 AND 5"),
    ErrorKind.EMPTY_LIST: words("ใส่ค่าอย่างน้อยหนึ่งค่าในวงเล็บ", "put at least one value between the brackets"),
    ErrorKind.BAD_NUMBER: words("เขียนเช่น 1000000 หรือ 0.5", "write it like 1000000 or 0.5"),
    ErrorKind.NOT_A_NUMBER: words("ใช้ตัวเลขจริง เช่น 1000000", "use a finite number, such as 1000000"),
    ErrorKind.BAD_DATE: words("เขียนเช่น DATE '2025-11-30'", "write it like DATE '2025-11-30'"),
    ErrorKind.BUDDHIST_YEAR: words("เขียนปีเป็น ค.ศ. คือ พ.ศ. ลบ 543", "write the year of the common era: 543 less"),
    ErrorKind.UNKNOWN_FACT: words("ใช้ชื่อข้อมูลในรายการข้อมูล", "use the name of a fact of the vocabulary"),
    ErrorKind.UNKNOWN_PARAMETER: words("เพิ่มค่าที่กำหนดนี้ก่อน หรือแก้ชื่อ", "add the parameter, or correct its name"),
    ErrorKind.NOT_IN_FORCE: words("เพิ่มค่าที่ใช้บังคับในวันนั้น", "add the value that is in force on that day"),
    ErrorKind.LIST_FOR_ONE: words("ใช้ IN (PARAM('ชื่อ'))", "use IN (PARAM('name'))"),
    ErrorKind.NO_ORDER: words("ใช้ = <> หรือ IN", "use =, <> or IN"),
    ErrorKind.REVERSED: words("เขียนค่าน้อยก่อนค่ามาก", "write the smaller value first"),
    ErrorKind.CONSTANT: words("ลบออก คำตอบจะเหมือนกันทุกราย", "take it out: its answer is the same for everyone"),
    ErrorKind.NO_FACT: _CONDITION,
    ErrorKind.FACTS_APART: words(
        "เทียบได้เมื่อเป็นตัวเลขทั้งคู่ เงินทั้งคู่ หรือวันที่ทั้งคู่",
        "two facts can be compared when both are numbers, both money or both dates",
    ),
    ErrorKind.NOT_A_CONDITION: _CONDITION,
    ErrorKind.UNREADABLE: words("ตรวจวงเล็บและคำเชื่อม AND OR", "check the brackets and AND, OR"),
}  # fmt: skip


class RuleError(ValueError):
    """A rule text that cannot be used: what is wrong, where, and what to write instead.

    `kind` is a stable name for programs; `position` counts characters from 0 in the rule text (its length: at the end);
    `suggestion` is the nearest known name, if any; `hint` says what to write instead.
    """

    def __init__(
        self,
        message_th: str,
        message_en: str,
        position: int = 0,
        suggestion: str | None = None,
        *,
        kind: ErrorKind = ErrorKind.UNREADABLE,
        hint: Words | None = None,
    ) -> None:
        super().__init__(message_en)
        self.message_th = message_th
        self.message_en = message_en
        self.position = position
        self.suggestion = suggestion
        self.kind = kind
        self.hint = hint or _better(suggestion) or HINTS.get(kind) or _FORM

    @property
    def message(self) -> Words:
        return words(self.message_th, self.message_en)

    @property
    def fault(self) -> Words:
        """The message without the advice that `hint` gives again: for whoever shows both."""
        th, en = (_without(self.message[lang], self.hint[lang]) for lang in ("th", "en"))
        return words(_ADVICE_TH.sub("", th) or th, _ADVICE_EN.sub("", en) or en)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "position": self.position,
            "message": self.message,
            "hint": self.hint,
            "suggestion": self.suggestion,
        }


# Where the advice within a message begins; not within what it quotes.
_ADVICE_TH = re.compile(r" (?:ให้|เขียน|หมายถึง |\(ค่าที่มี|(?<=ไม่ได้ )ต้องเป็น|ตัวเลขเขียน)(?![^“]*”).*", re.DOTALL)
_ADVICE_EN = re.compile(
    r"(?:; (?:write|type|use|take|change|compare|did you mean|it needs) | \(there are)(?![^“]*”).*", re.DOTALL
)


def _without(message: str, hint: str) -> str:
    at = message.find(hint)
    return message[:at].rstrip(" ;:") if at > 0 else message


def _better(suggestion: str | None) -> Words | None:
    return words(f"เขียน {suggestion}", f"write {suggestion}") if suggestion else None


class FactError(ValueError):
    """A value that does not suit its fact, or a fact described wrongly."""

    def __init__(self, fact: str, message_th: str, message_en: str) -> None:
        super().__init__(message_en)
        self.fact = fact
        self.message_th = message_th
        self.message_en = message_en

    @property
    def message(self) -> Words:
        return words(self.message_th, self.message_en)

    def as_json(self) -> dict[str, Any]:
        return {"fact": self.fact, "message": self.message}
