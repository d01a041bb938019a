"""What a closed report would say differently today, row by row. Both sides are contents as `report_content` writes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from phanuek.agreements.queries.report_spelling import Json
from phanuek.ui.country import pack
from phanuek.ui.formats import number
from phanuek.ui.words import T

NOT_SHOWN = T("ไม่แสดง", "not shown")
NOT_STATED = T("ไม่ได้ระบุ", "not stated")
FEW_CHANGED = T("เปลี่ยนไปไม่ถึง {n} เรื่อง", "changed by fewer than {n} cases")
RESULTS = {
    "confirmed_in_period": T("ผลที่ยืนยันแล้วในงวด", "Confirmed in the period"),
    "unconfirmed_in_period": T("ผลรอยืนยันในงวด", "Unconfirmed in the period"),
    "confirmed": T("ผลที่ยืนยันแล้วสะสม", "Confirmed in all"),
    "unconfirmed": T("ผลรอยืนยันสะสม", "Unconfirmed in all"),
}
AMOUNTS = {
    "target": T("เป้าหมาย", "Target"),
    "baseline": T("ค่าฐาน", "Baseline"),
    "expected": T("แผนถึงวันสิ้นงวด", "Expected by the last day"),
}
DAYS = {
    "starts_on": T("วันเริ่ม", "Start"),
    "due_on": T("วันครบกำหนด", "Due day"),
    "ended_on": T("วันที่ปิดภารกิจ", "Closed on"),
}


@dataclass(frozen=True)
class Difference:
    """One thing that reads otherwise; `path` is the page it is about."""

    where: T
    path: str
    what: T
    then: T
    now: T
    sentence: T


def differences(
    frozen: Json, now: Json, few: Collection[tuple[str, str]] = (), threshold: int = 5
) -> list[Difference]:
    """Empty when today would say the same. `few` names results (commitment's code, figure) whose change is of so few cases that
    today's value is not told."""
    return [
        *_of_agreement(frozen, now),
        *_of_parties(frozen, now),
        *_of_commitments(frozen, now, few, threshold),
        *_of_lists(frozen, now),
    ]


def _changed(where: T, path: str, what: T, then: T, now: T, why: T | None = None) -> Difference:
    sentence = T(
        "{what}ของ “{where}” เดิม {then} ปัจจุบัน {now}", "{what} of “{where}”: {then} when closed, {now} today"
    ).format(what=what, where=where, then=then, now=now)
    return Difference(where, path, what, then, now, sentence + T(" ", " ") + why if why else sentence)


def _of_agreement(frozen: Json, now: Json) -> Iterator[Difference]:
    old, new = frozen["agreement"], now["agreement"]
    where, path = T.of(old["short_title"]), f"/agreements/{old['code']}/"
    if old["in_force"]["answer"] != new["in_force"]["answer"]:
        what = T("การมีผล ณ วันสิ้นงวด", "Being in force on the last day")
        yield _changed(where, path, what, T.of(old["in_force"]["label"]), T.of(new["in_force"]["label"]))
    if old["ends_on"] != new["ends_on"]:
        yield _changed(where, path, T("วันสิ้นสุดข้อตกลง", "End of the term"), _day(old["ends_on"]), _day(new["ends_on"]))  # fmt: skip


def _of_parties(frozen: Json, now: Json) -> Iterator[Difference]:
    what = T("สถานะภาคี ณ วันสิ้นงวด", "State of the party on the last day")
    for old, new in _pairs(frozen["parties"], now["parties"]):
        party = old or new
        before, after = (T.of(side["state"]) if side else NOT_A_PARTY for side in (old, new))
        if not _reads_the_same(before, after):
            yield _changed(T.of(party["name"]), f"/organisations/{party['code']}/", what, before, after)


NOT_A_PARTY = T("ไม่ได้เป็นภาคี", "not a party")


def _of_commitments(
    frozen: Json, now: Json, few: Collection[tuple[str, str]], threshold: int
) -> Iterator[Difference]:
    for old, new in _pairs(frozen["commitments"], now["commitments"]):
        row = old or new
        where, path = T.of(row["title"]), f"/commitments/{row['code']}/"
        if old is None or new is None:
            yield _only_one(where, path, T("ภารกิจ", "Commitment"), added=old is None)
            continue
        for name, what in AMOUNTS.items():
            if old[name] != new[name]:
                yield _changed(where, path, what, _amount(old[name]), _amount(new[name]))
        for name, what in DAYS.items():
            if old[name] != new[name]:
                yield _changed(where, path, what, _day(old[name]), _day(new[name]))
        yield from _of_results(where, path, old, new, few, threshold)
        what = T("สถานะ ณ วันสิ้นงวด", "Status on the last day")
        if old["status"]["code"] != new["status"]["code"]:
            yield _changed(where, path, what, T.of(old["status"]["label"]), T.of(new["status"]["label"]))


def _of_results(
    where: T, path: str, old: Json, new: Json, few: Collection[tuple[str, str]], threshold: int
) -> Iterator[Difference]:
    for name, what in RESULTS.items():
        if (old["code"], name) in few:
            words = FEW_CHANGED.format(n=threshold)
            sentence = T(
                "{what}ของ “{where}” เดิม {then} หลังปิดงวดเปลี่ยนไปไม่ถึง {n} เรื่อง จึงไม่แสดงค่าปัจจุบัน",
                "{what} of “{where}”: {then} when closed; fewer than {n} cases changed since, so today's value is not shown",
            ).format(what=what, where=where, then=_result(old[name]), n=threshold)
            yield Difference(where, path, what, _result(old[name]), words, sentence)
        elif old[name] != new[name]:
            yield _changed(
                where, path, what, _result(old[name]), _result(new[name]), _why(old[name], new[name])
            )


def _why(old: str | None, new: str | None) -> T | None:
    if old is None or new is None:
        return None
    if Decimal(new) > Decimal(old):
        return T("(มีผลที่บันทึกหรือยืนยันภายหลัง)", "(results recorded or confirmed later)")
    return T("(มีผลที่ถูกถอนหรือเปลี่ยนภายหลัง)", "(results withdrawn or changed later)")


def _of_lists(frozen: Json, now: Json) -> Iterator[Difference]:
    """Amendments, meetings and tasks: those that came, went, or stand otherwise."""
    at = f"/agreements/{frozen['agreement']['code']}/"
    for name, what, folder in (
        ("amendments", T("การแก้ไขเพิ่มเติม", "Amendment"), "amendments/"),
        ("meetings", T("การประชุม", "Meeting"), "meetings/"),
        ("tasks", T("งาน", "Task"), "meetings/tasks/?show=all"),
    ):
        for old, new in _pairs(frozen[name], now[name]):
            row = old or new
            path = f"{at}{folder}" if name == "tasks" else f"{at}{folder}{row['code']}/"
            where = T.of(row["title"])
            if old is None or new is None:
                yield _only_one(where, path, what, added=old is None)
            elif "state" in row and not _same_state(old, new):
                yield _changed(where, path, T("สถานะ", "State"), T.of(old["state"]), T.of(new["state"]))
            elif name == "meetings" and len(old["decisions"]) != len(new["decisions"]):
                counts = [number(len(side["decisions"])) for side in (old, new)]
                yield _changed(where, path, T("จำนวนมติ", "Number of decisions"), *(T(n, n) for n in counts))


def _same_state(old: Json, new: Json) -> bool:
    """By the code; reports closed before it was frozen have the words alone."""
    if "state_code" in old:
        return bool(old["state_code"] == new["state_code"])
    return _reads_the_same(T.of(old["state"]), T.of(new["state"]))


def _reads_the_same(one: T, two: T) -> bool:
    """In either language: a word frozen in one language stands in both places of its pair."""
    return one.th == two.th or one.en == two.en


def _only_one(where: T, path: str, what: T, *, added: bool) -> Difference:
    there, gone = T("มี", "there"), T("ไม่มี", "not there")
    if added:
        words = T(
            "{what} “{where}” บันทึกหลังปิดงวด", "{what} “{where}” was recorded after the report was closed"
        )
        return Difference(where, path, what, gone, there, words.format(what=what, where=where))
    words = T("{what} “{where}” ไม่อยู่ในงวดนี้แล้ว", "{what} “{where}” no longer belongs to this period")
    return Difference(where, path, what, there, gone, words.format(what=what, where=where))


def _pairs(old: list[Json], new: list[Json]) -> Iterator[tuple[Any, Any]]:
    """The rows of both sides by their codes, None where a side has none; in the order of the report, then of today."""
    before, after = ({row["code"]: row for row in side} for side in (old, new))
    for code in [*before, *(code for code in after if code not in before)]:
        yield before.get(code), after.get(code)


def _amount(value: str | None) -> T:
    return T(number(value), number(value)) if value is not None else NOT_STATED


def _result(value: str | None) -> T:
    return T(number(value), number(value)) if value is not None else NOT_SHOWN


def _day(value: str | None) -> T:
    if value is None:
        return NOT_STATED
    day = date.fromisoformat(value)
    return T(pack().format_date(day, "th", "short"), pack().format_date(day, "en", "short"))
