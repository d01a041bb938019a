"""What must hold for any agreement, in whichever form its file tells it."""

from __future__ import annotations

from datetime import date
from typing import Any

from phanuek.agreements.importing.pieces import Piece
from phanuek.agreements.importing.problems import Report
from phanuek.agreements.importing.told import Told
from phanuek.agreements.states import Capacity
from phanuek.ui.country import pack
from phanuek.ui.words import T

# addresses of the house that an agreement's code would hide behind
TAKEN_CODES = frozenset({"import", "new"})
IN_FUTURE = T("{day} อยู่ในอนาคต", "{day} lies in the future")


def check(told: Told, report: Report, on: date) -> None:
    """Every rule; `on` is the day of the import. Places are named as the forms name them."""
    if told.code in TAKEN_CODES:
        report.wrong(
            told.paths.get("code", "code"),
            T("รหัส “{code}” ใช้ในที่อยู่ของระบบแล้ว", "“{code}” is an address of the platform itself").format(
                code=told.code
            ),
            T("ตั้งรหัสอื่น", "Choose another code."),
        )
    _dates(told, report, on)
    _parties(told, report)
    _people(told, report, on)
    _statements(told, report)


def _dates(told: Told, report: Report, on: date) -> None:
    signed, ends = told.agreement.get("signed_on"), told.agreement.get("ends_on")
    starts = told.agreement.get("effective_on")
    if signed and signed > on:
        future(report, told.paths.get("signed_on", "signed_on"), signed)
    first = max([day for day in (signed, starts) if day], default=None)
    if first and ends and ends < first:
        report.wrong(
            told.paths.get("ends_on", "ends_on"),
            T("{end} มาก่อนวันเริ่ม {start}", "{end} comes before the start, {start}").format(
                end=day_words(ends), start=day_words(first)
            ),
        )


def future(report: Report, path: str, day: date) -> None:
    """A day that has not come."""
    report.wrong(path, IN_FUTURE.format(day=day_words(day)))


def day_words(day: date) -> T:
    """A day in both languages."""
    return T(pack().format_date(day, "th", "long"), pack().format_date(day, "en", "long"))


def _parties(told: Told, report: Report) -> None:
    if not told.parties:
        report.wrong("parties", T("ต้องมีภาคีอย่างน้อยหนึ่งราย", "there must be at least one party"))
    names: dict[str, str] = {}
    for row in told.parties:
        body = told.bodies.get(row.values["organisation"])
        name = pack().normalise(body.values["name_th"]).replace(" ", "") if body else ""
        if not body or not name:
            continue
        if name in names and names[name] != body.path:
            report.wrong(
                f"{body.path}.{told.paths.get('name_th', 'name_th')}",
                T("ชื่อเดียวกับ {other} หน่วยงานหนึ่งเป็นภาคีได้ครั้งเดียว", "has the name of {other}; a body is a party once").format(
                    other=names[name]
                ),
                T("ลบรายการที่ซ้ำออก", "Take one of the two out."),
            )  # fmt: skip
        names.setdefault(name, body.path)


def _people(told: Told, report: Report, on: date) -> None:
    parties = {row.values["organisation"] for row in told.parties}
    seen: dict[tuple[Any, ...], str] = {}
    for row in told.people:
        values = row.values
        party, signed = values.get("party"), values.get("signed_on")
        if party and party not in parties:
            report.wrong(
                f"{row.path}.party",
                T("“{code}” ไม่ใช่ภาคีในไฟล์นี้", "“{code}” is not a party of this file").format(code=party),
                T("ใช้รหัสของภาคีในรายการ parties", "Use the id of one of the parties."),
            )
        if signed and signed > on:
            future(report, f"{row.path}.signed_on", signed)
        if values.get("capacity") in {Capacity.DELEGATED, Capacity.FOR_HEAD} and not values.get(
            "capacity_basis"
        ):
            report.wrong(
                f"{row.path}.capacity_basis",
                T(
                    "ลงนามแทนหรือรับมอบอำนาจ ต้องบอกคำสั่งหรือหนังสือที่ให้อำนาจ",
                    "who signs for another must say by which order or letter",
                ),
                T("เพิ่มเลขที่คำสั่ง หรือใช้ not_stated หากไม่ทราบ", "Name the order, or write not_stated where it is not known."),
            )  # fmt: skip
        key = (values["part"], party, values["name_th"])
        if values["name_th"] and key in seen:
            report.wrong(
                row.path, T("เป็นคนเดียวกับ {other}", "is the person of {other} again").format(other=seen[key])
            )
        seen.setdefault(key, row.path)


def _statements(told: Told, report: Report) -> None:
    seen: set[tuple[str, int]] = set()
    for row in told.statements:
        key = (row.values["kind"], row.values["number"])
        if None not in key and key in seen:
            name = told.paths.get("number", "number")
            report.wrong(f"{row.path}.{name}", T("ซ้ำกับข้ออื่นชนิดเดียวกัน", "is the number of another of its kind"))
        seen.add(key)


def juristic_number(row: Piece) -> str:
    """The number where it can be one; a wrong one is left out with a word about it, and stands in no one's way."""
    number = row.text("juristic_number", longest=20)
    if not number:
        return ""
    checked = pack().check_identifier("juristic", number)
    if checked.ok:
        return checked.value
    row.report.warn(
        row.at("juristic_number"),
        T("ไม่นำเลขนี้มาใช้: {reason}", "This number is left out: {reason}").format(
            reason=T.of(checked.reason or "")
        ),
    )
    return ""


def both(*texts: str) -> str:
    """Texts in one line, each once."""
    return " / ".join(dict.fromkeys(text for text in texts if text))
