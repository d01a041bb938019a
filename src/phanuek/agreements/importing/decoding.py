"""From the bytes of a file to JSON values, with everything refused that JSON readers let through without a word."""

from __future__ import annotations

import codecs
import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from phanuek.agreements.importing.problems import WHOLE_FILE, NotReadable, Problem
from phanuek.ui.words import T

DEEPEST = 30
SAVE_AS_UTF8 = T("บันทึกไฟล์ใหม่เป็นรหัสอักษร UTF-8", "Save the file again as UTF-8.")
# beyond this, Python itself refuses to read a number for the time it would take
LONGEST_NUMBER = 4000
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class _Twice(dict[str, Any]):
    """An object that names a key more than once."""

    keys_twice: list[str]


class _NotANumber(str):
    """NaN, Infinity, or digits without end: what JSON does not know as a number."""


def decode(content: bytes) -> Any:
    """The values of a JSON file. Raises NotReadable with each place that is wrong and what to do."""
    data = _parsed(_text(content))
    problems = list(_faults(data))
    if problems:
        raise NotReadable(problems[:50])
    return data


def _text(content: bytes) -> str:
    """UTF-8, or UTF-16 and UTF-32 that say so by a byte-order mark."""
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _refused(
            T(
                "อ่านรหัสอักษรของไฟล์ไม่ได้ ที่ไบต์ที่ {at}: ไม่ใช่ {encoding}",
                "The characters cannot be read at byte {at}: this is not {encoding}.",
            ).format(at=error.start + 1, encoding=encoding.upper().removesuffix("-SIG")),
            SAVE_AS_UTF8,
        ) from error


def _parsed(text: str) -> Any:
    if not text.strip():
        raise _refused(T("ไฟล์ไม่มีเนื้อหา", "There is nothing in the file."))
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_NotANumber,
            parse_int=lambda digits: (
                int(digits) if len(digits) <= LONGEST_NUMBER else _NotANumber(digits[:20])
            ),
        )
    except json.JSONDecodeError as error:
        raise _refused(
            T(
                "ไม่ใช่ JSON: ผิดรูปแบบที่บรรทัด {line} ตัวอักษรที่ {column} ({near})",
                "This is not JSON: line {line}, character {column} cannot be read ({near}).",
            ).format(line=error.lineno, column=error.colno, near=_near(text, error.pos)),
            T(
                "ตรวจเครื่องหมายจุลภาค วงเล็บ และอัญประกาศบริเวณนั้น",
                "Check commas, brackets and quotation marks around it.",
            ),
        ) from error
    except RecursionError as error:
        raise _refused(*_TOO_DEEP) from error


_TOO_DEEP = (
    T("ซ้อนกันลึกเกิน {n} ชั้น", "It is nested more than {n} levels deep.").format(n=DEEPEST),
    T("ใช้โครงสร้างตามตัวอย่างในหน้านำเข้า", "Use the structure of the example on the import page."),
)


def _near(text: str, at: int) -> str:
    """The words around a place, for finding it."""
    around = " ".join(text[max(at - 15, 0) : at + 15].split())
    return UNWRITABLE.sub("?", around) or "…"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = _Twice(found)
    twice.keys_twice = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    return twice


def _faults(data: Any) -> Iterator[Problem]:
    """Doubled keys, what is no number, characters that cannot be stored, and too many levels; by path."""
    waiting: list[tuple[str, Any, int]] = [("", data, 0)]
    while waiting:
        path, value, depth = waiting.pop()
        if depth > DEEPEST:
            yield Problem(path or WHOLE_FILE, *_TOO_DEEP)
            return
        if isinstance(value, dict):
            if isinstance(value, _Twice):
                for name in value.keys_twice:
                    yield _twice(f"{path}.{name}" if path else name)
            for name, inner in reversed(list(value.items())):
                here = f"{path}.{name}" if path else name
                if UNWRITABLE.search(name):
                    yield _unwritable(UNWRITABLE.sub("?", here))
                waiting.append((here, inner, depth + 1))
        elif isinstance(value, list):
            waiting.extend((f"{path}[{n}]", value[n], depth + 1) for n in reversed(range(len(value))))
        elif isinstance(value, _NotANumber) or (isinstance(value, float) and not math.isfinite(value)):
            yield Problem(
                path or WHOLE_FILE,
                T("“{value}” ไม่ใช่ตัวเลขที่ JSON รู้จัก", "“{value}” is not a number that JSON knows.").format(
                    value=str(value)
                ),
                T("ใส่ตัวเลขจริง หรือ null หากไม่ทราบ", "Write the number itself, or null where it is not known."),
            )
        elif isinstance(value, str) and UNWRITABLE.search(value):
            yield _unwritable(path or WHOLE_FILE)


def _twice(path: str) -> Problem:
    return Problem(
        path,
        T("มีชื่อนี้มากกว่าหนึ่งครั้งในที่เดียวกัน จึงไม่รู้ว่าจะใช้ค่าใด", "This name stands twice in one object, so nobody can tell which value counts."),
        T("เหลือไว้เพียงค่าเดียว", "Keep one of them."),
    )  # fmt: skip


def _unwritable(path: str) -> Problem:
    return Problem(
        path,
        T("มีอักขระควบคุมที่บันทึกไม่ได้", "It holds a control character that cannot be stored."),
        T("ลบอักขระนั้นออก", "Take it out."),
    )


def _refused(message: T, hint: T | None = None) -> NotReadable:
    return NotReadable([Problem(WHOLE_FILE, message, hint) if hint else Problem(WHOLE_FILE, message)])
