"""JSON as its standard has it: no key twice in one object, no NaN, numbers without loss (decimals stay Decimal)."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from phanuek.batch.files.text import whole_text
from phanuek.batch.problems import shown, stop
from phanuek.engines.wording import Words, words

MOST_DIGITS = 400


class _Refused(ValueError):
    def __init__(self, what: Words, hint: Words) -> None:
        super().__init__(what["en"])
        self.what, self.hint = what, hint


def read_json(path: Path) -> Any:
    """The value in the file; WrongInput says the line where it stops being JSON."""
    text = whole_text(path)
    try:
        read = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_decimal,
            parse_int=_integer,
        )
        if re.search(r"\\u[dD][89a-fA-F]", text):
            _check_halves(read)
        return read
    except _Refused as error:
        stop(str(path), error.what, error.hint)
    except json.JSONDecodeError as error:
        near = shown(text[error.pos : error.pos + 20], 20)
        stop(
            str(path), words(f"อ่านเป็น JSON ไม่ได้ที่อักขระที่ {error.colno} ของบรรทัด ใกล้ “{near}”", f"this is not JSON at character {error.colno} of the line, near “{near}”"),
            words("ตรวจเครื่องหมายจุลภาค วงเล็บ และเครื่องหมายคำพูด", f"check commas, brackets and quotes ({error.msg})"), row=error.lineno,
        )  # fmt: skip
    except RecursionError:
        stop(str(path), words("JSON ซ้อนลึกเกินไป", "the JSON is nested too deeply"))


def _check_halves(value: Any) -> None:
    """An emoji is written as two escapes; one of them alone is no letter and can be written nowhere."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise _Refused(
            words(
                "มีรหัสอักขระครึ่งเดียว (\\ud800 ถึง \\udfff)", "half of a letter stands alone (\\ud800 to \\udfff)"
            ),
            words("เขียนอักขระนั้นให้ครบ หรือลบออก", "write the whole letter, or take it out"),
        ) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = shown(next(name for name in names if names.count(name) > 1))
        raise _Refused(
            words(f"คีย์ “{twice}” ซ้ำกันในออบเจกต์เดียว", f"the key “{twice}” stands twice in one object"),
            words("เก็บไว้เพียงค่าเดียว", "keep one of them"),
        )
    return found


def _constant(name: str) -> Any:
    raise _Refused(
        words(f"{name} ใช้ไม่ได้ใน JSON", f"{name} is no value in JSON"),
        words("ถ้าไม่ทราบค่าให้ใช้ null", "write null where a value is not known"),
    )


def _decimal(text: str) -> Decimal:
    exact = Decimal(text)
    if len(text) > MOST_DIGITS or not -MOST_DIGITS < exact.adjusted() < MOST_DIGITS:
        raise _too_long(text)
    return exact


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise _too_long(text)
    return int(text)


def _too_long(text: str) -> _Refused:
    return _Refused(
        words(
            f"ตัวเลข {shown(text, 20)} ใหญ่หรือยาวเกินไป",
            f"the number {shown(text, 20)} is too large or too long",
        ),
        words("ตรวจตัวเลขนี้", "check this number"),
    )
