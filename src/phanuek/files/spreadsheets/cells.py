"""One row of a list, cell by cell: what any list asks of its cells, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from phanuek.files.spreadsheets.columns import Column, Layout, plain
from phanuek.files.spreadsheets.reading import Header, stands_for_nothing
from phanuek.files.spreadsheets.workbook import MERGED
from phanuek.ui.words import T

SPREADSHEET_ERROR = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")


@dataclass(frozen=True)
class BadCell:
    """What is wrong with one cell, and how to mend it."""

    key: str
    value: str
    reason: T


def faults(layout: Layout, texts: Mapping[str, str]) -> list[BadCell]:
    """What needs no knowledge of the column: empty where needed, an error of a formula, too long."""
    bad: list[BadCell] = []
    for column in layout.columns:
        text = texts.get(column.key, "")
        if stands_for_nothing(text):
            bad.append(BadCell(column.key, "", _in_words(text)))
        elif column.required and not text:
            bad.append(
                BadCell(
                    column.key, "", T("ยังไม่ได้กรอก{title}", "{title} is empty.").format(title=column.title)
                )
            )
        elif SPREADSHEET_ERROR.fullmatch(text):
            reason = T(
                "เป็นข้อผิดพลาดของสูตรในตาราง โปรดพิมพ์ค่าจริง", "This is a formula's error. Type the value itself."
            )
            bad.append(BadCell(column.key, text, reason))
        elif len(text) > column.longest:
            reason = T("ยาวเกิน {most} ตัวอักษร", "It is longer than {most} characters.").format(
                most=column.longest
            )
            bad.append(BadCell(column.key, text[:40] + "…", reason))
    return bad


def _in_words(mark: str) -> T:
    if mark.startswith(MERGED):
        return T(
            "รวมกับช่อง {cell} จึงไม่มีค่าของตัวเอง โปรดเลิกรวมช่องแล้วกรอกทุกแถว",
            "It is merged with {cell} and holds no value of its own. Split the cells and fill in each row.",
        ).format(cell=mark.removeprefix(MERGED))
    return T(
        "เป็นสูตรที่ไม่มีผลลัพธ์เก็บไว้ในไฟล์ โปรดพิมพ์ค่าจริง", "The file holds a formula without its result. Type the value itself."
    )  # fmt: skip


def choice(column: Column, text: str) -> str | BadCell:
    """The value of a choice, typed as its code or in either language."""
    typed = plain(text)
    value = next(
        (v for v, label in column.choices if typed in (plain(v), plain(label.th), plain(label.en))), None
    )
    if value is not None:
        return value
    reason = T("ไม่ใช่ตัวเลือกที่มี ใช้ได้: {names_th}", "This is not a choice. Use one of: {names_en}.").format(
        names_th=", ".join(label.th for _, label in column.choices),
        names_en=", ".join(label.en for _, label in column.choices),
    )
    return BadCell(column.key, text, reason)


def texts_of(cells: tuple[str, ...], known: Mapping[str, Header]) -> dict[str, str]:
    """The cells of a row by our columns."""
    return {key: cells[header.at] if header.at < len(cells) else "" for key, header in known.items()}
