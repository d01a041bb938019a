"""Errors of words and marks that cannot stand where they stand: each says what the writer most likely meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from phanuek.engines.rules.errors import HINTS, ErrorKind, RuleError
from phanuek.engines.rules.marks import Mark
from phanuek.engines.rules.vocabulary import RESERVED, Fact, Vocabulary
from phanuek.engines.wording import Words, words

# What word processors, Thai keyboards and other languages put in place of the marks of a rule.
_TYPED_OTHERWISE = {
    "‘": "'", "’": "'", "“": "'", "”": "'", "≥": ">=", "≤": "<=", "≠": "<>", "–": "-", "—": "-", "−": "-", "，": ",",
    "（": "(", "）": ")", "&&": "AND", "||": "OR", "&": "AND", "|": "OR", "!": "NOT", "=>": ">=", "=<": "<=", "><": "<>",
} | dict.fromkeys("๐๑๒๓๔๕๖๗๘๙", "0-9")  # fmt: skip
_NULLS = ("is", "null", "isnull", "notnull")
_PATTERNS = ("like", "ilike", "rlike", "regexp", "glob", "similar", "escape", "~")
_QUERIES = (
    "select", "exists", "from", "where", "union", "except", "intersect", "values", "any", "all", "some", "over", "with",
)  # fmt: skip
_SIGNS = {
    "/": ErrorKind.DIVISION, "÷": ErrorKind.DIVISION, "div": ErrorKind.DIVISION,
    "%": ErrorKind.ARITHMETIC, "+": ErrorKind.ARITHMETIC, "*": ErrorKind.ARITHMETIC, "-": ErrorKind.ARITHMETIC,
    "^": ErrorKind.ARITHMETIC, ";": ErrorKind.SEVERAL_STATEMENTS, "::": ErrorKind.CAST, "cast": ErrorKind.CAST,
    '"': ErrorKind.WRONG_QUOTES, "`": ErrorKind.WRONG_QUOTES,
}  # fmt: skip
_NOT_NUMBERS = ("nan", "inf", "infinity")
_FUNCTIONS = ("cast", "date", "interval", "case", "if", "array", "collate")


def word(
    mark: Mark, subject: Fact | None, vocabulary: Vocabulary, parameters: Collection[str] = ()
) -> RuleError:
    """A word or sign where a fact or a value is due, and none of that name is known; `subject` is what it is compared with."""
    name = mark.word
    if mark.kind != "word" or name in RESERVED:
        return out_of_place(mark, vocabulary)
    if name in _NOT_NUMBERS:
        return RuleError(
            f"“{mark.text}” (ตำแหน่ง {mark.start + 1}) ไม่ใช่จำนวนที่เทียบได้",
            f"“{mark.text}” (character {mark.start + 1}) is no number that can be compared with",
            mark.start,
            kind=ErrorKind.NOT_A_NUMBER,
        )
    if name in ("ratio", "years_since"):
        return form(mark, ErrorKind.RATIO_FORM if name == "ratio" else ErrorKind.YEARS_FORM)
    if subject is not None and subject.type in ("text", "area"):
        return _unquoted(mark, subject)
    near = nearest_fact(name, vocabulary, () if subject is None else parameters)
    also_th, also_en = (f" หมายถึง {near} หรือไม่", f"; did you mean {near}?") if near else ("", "")
    return RuleError(
        f"ไม่รู้จักข้อมูลชื่อ “{mark.text[:60]}” ที่ตำแหน่ง {mark.start + 1}{also_th}",
        f"there is no fact named “{mark.text[:60]}” (character {mark.start + 1}){also_en}",
        mark.start,
        near,
        kind=ErrorKind.UNKNOWN_FACT,
    )


def _unquoted(mark: Mark, subject: Fact) -> RuleError:
    """A text without its quotes."""
    written = mark.text[:60]
    near = (
        f"'{written if written in (subject.choices or {}) else nearest_choice(written, subject) or written}'"
    )
    return RuleError(
        f"ไม่รู้จักข้อมูลชื่อ “{written}” ที่ตำแหน่ง {mark.start + 1} หมายถึง {near} หรือไม่",
        f"there is no fact named “{written}” (character {mark.start + 1}); did you mean {near}?",
        mark.start,
        near,
        kind=ErrorKind.UNKNOWN_FACT,
        hint=words(f"เขียนข้อความในเครื่องหมาย ' ' คือ {near}", f"write a text in single quotes: {near}"),
    )


def fact(mark: Mark, vocabulary: Vocabulary) -> Fact:
    """The fact of that name; RuleError when there is none."""
    found = vocabulary.get(mark.word)
    if found is None:
        raise word(mark, None, vocabulary)
    return found


def called(mark: Mark, vocabulary: Vocabulary) -> RuleError:
    """A word with a bracket behind it that is none of the three functions."""
    if mark.word in RESERVED and mark.word not in _FUNCTIONS:
        return out_of_place(mark, vocabulary)
    hint = None
    if mark.word == "date":
        hint = HINTS[ErrorKind.BAD_DATE]
    elif mark.word in vocabulary:
        hint = words(f"ลบวงเล็บหลัง {mark.word}", f"take out the bracket after {mark.word}")
    return RuleError(
        f"ใช้ฟังก์ชัน {mark.text[:40]}(…) ที่ตำแหน่ง {mark.start + 1} ไม่ได้",
        f"the function {mark.text[:40]}(…) at character {mark.start + 1} cannot be used",
        mark.start,
        kind=ErrorKind.CAST if mark.word == "cast" else ErrorKind.FUNCTION,
        hint=hint,
    )


_FORMS: dict[ErrorKind, Words] = {
    ErrorKind.PARAMETER_FORM: words("เขียนค่าที่กำหนดเป็น PARAM('ชื่อ')", "write a parameter as PARAM('name')"),
    ErrorKind.RATIO_FORM: words(
        "เขียนสัดส่วนเป็น RATIO(a, b) โดย a และ b เป็นชื่อข้อมูล", "write a ratio as RATIO(a, b), of two facts"
    ),
    ErrorKind.YEARS_FORM: words(
        "เขียนจำนวนปีเป็น YEARS_SINCE(a) โดย a เป็นข้อมูลวันที่",
        "write years as YEARS_SINCE(a), of one fact that is a date",
    ),
}


def form(mark: Mark, kind: ErrorKind) -> RuleError:
    said = _FORMS[kind]
    return RuleError(
        f"{said['th']} (ตำแหน่ง {mark.start + 1})",
        f"{said['en']} (character {mark.start + 1})",
        mark.start,
        kind=kind,
    )


def joint(mark: Mark, after: Mark, vocabulary: Vocabulary) -> RuleError:
    """A word or sign where a comparison or a joining word is due."""
    if mark.word == "not" and after.word in _PATTERNS:
        return out_of_place(after, vocabulary)
    return out_of_place(mark, vocabulary)


def out_of_place(mark: Mark, vocabulary: Vocabulary) -> RuleError:
    shown, where = mark.text[:40], mark.start + 1
    word = mark.word
    if word in _NULLS:
        return RuleError(
            f"ใช้ {shown} (ตำแหน่ง {where}) ไม่ได้ ข้อมูลที่ยังไม่ทราบจะได้คำตอบ “ข้อมูลยังไม่เพียงพอ” เอง",
            f"{shown} (character {where}) cannot be used: an unknown fact already answers “cannot say yet”",
            mark.start,
            kind=ErrorKind.NULL_TEST,
        )
    if word in _SIGNS:
        return _cannot_stand(mark, _SIGNS[word])
    if mark.word in _TYPED_OTHERWISE:
        instead = _TYPED_OTHERWISE[mark.word]
        return RuleError(
            f"“{shown}” ที่ตำแหน่ง {where} ใช้ไม่ได้ ให้พิมพ์ {instead} แทน",
            f"“{shown}” at character {where} cannot be used; type {instead} instead",
            mark.start,
            kind=ErrorKind.TYPED_OTHERWISE,
            hint=words(f"พิมพ์ {instead} แทน", f"type {instead} instead"),
        )
    if word in _PATTERNS:
        return _cannot_stand(mark, ErrorKind.PATTERN)
    if word in _QUERIES:
        return _cannot_stand(mark, ErrorKind.QUERY)
    if word == ",":
        return _separated(mark)
    if mark.kind != "sign" and word not in RESERVED:
        shown = f"'{shown}'" if mark.kind == "text" else shown
        return RuleError(
            f"ก่อน “{shown}” (ตำแหน่ง {where}) ขาดคำเชื่อม เช่น AND หรือ OR",
            f"a joining word such as AND or OR is missing before “{shown}” (character {where})",
            mark.start,
            kind=ErrorKind.MISSING_JOINT,
        )
    return _cannot_stand(mark, ErrorKind.OUT_OF_PLACE)


def _separated(mark: Mark) -> RuleError:
    """A comma outside of a list, as in 200,000."""
    return RuleError(
        f"“,” ที่ตำแหน่ง {mark.start + 1} อยู่นอกรายการ ตัวเลขเขียนโดยไม่มีจุลภาค เช่น 200000",
        f"“,” at character {mark.start + 1} stands in no list; write a number without separators, such as 200000",
        mark.start,
        kind=ErrorKind.OUT_OF_PLACE,
        hint=words("เขียนตัวเลขโดยไม่มีจุลภาค เช่น 200000", "write a number without separators, such as 200000"),
    )


def _cannot_stand(mark: Mark, kind: ErrorKind) -> RuleError:
    hint = HINTS[kind]
    return RuleError(
        f"ใช้ “{mark.text[:40]}” ที่ตำแหน่ง {mark.start + 1} ไม่ได้ {hint['th']}",
        f"“{mark.text[:40]}” cannot stand at character {mark.start + 1}; {hint['en']}",
        mark.start,
        kind=kind,
    )


def nearest_fact(word: str, vocabulary: Vocabulary, parameters: Collection[str] = ()) -> str | None:
    """The fact, or the dated value, whose name or label is most like the word."""
    spoken = {name: name for name in (*parameters, *vocabulary)}
    for name, fact in vocabulary.items():
        for label in fact.title.values():
            spoken.setdefault(label.lower(), name)
    near = difflib.get_close_matches(word.lower()[:63], spoken, n=1, cutoff=0.5)
    return spoken[near[0]] if near else None


def nearest_choice(value: str, fact: Fact) -> str | None:
    """The allowed code whose code or label is most like the value."""
    spoken: dict[str, str] = {}
    for code, label in (fact.choices or {}).items():
        for form in (code, label.get("th", ""), label.get("en", "")):
            spoken.setdefault(form, code)
    near = difflib.get_close_matches(value[:63], spoken, n=1, cutoff=0.5)
    return spoken[near[0]] if near else None
