"""What each row of a list is: new, already registered, perhaps registered, or not readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from phanuek.files.spreadsheets.cells import BadCell, texts_of
from phanuek.files.spreadsheets.reading import Sheet
from phanuek.organisations.actor import Actor
from phanuek.registry.importing.cells import Places, ReadRow, read_row
from phanuek.registry.models import Enterprise, Identifier
from phanuek.registry.new import NewEnterprise
from phanuek.registry.queries import Neighbourhood, identifier_owners
from phanuek.registry.queries.look_alikes import Near
from phanuek.ui.country import pack
from phanuek.ui.words import T


class Verdict(StrEnum):
    NEW = "new"
    SAME = "same"
    LOOK_ALIKE = "look_alike"
    ERROR = "error"


VERDICTS: dict[str, T] = {
    Verdict.NEW: T("กลุ่มใหม่", "New"),
    Verdict.SAME: T("มีอยู่แล้ว", "Already registered"),
    Verdict.LOOK_ALIKE: T("อาจซ้ำ", "Look-alike"),
    Verdict.ERROR: T("ต้องแก้ไข", "To mend"),
}
AT_ROW = T("ซ้ำกับแถวที่ {number} ในไฟล์เดียวกัน", "The same as row {number} of this file")
NUMBER_TWICE = T("เลขนี้ซ้ำกับแถวที่ {number} ซึ่งเป็นชื่ออื่น", "Row {number} has the same number under another name.")
OTHER_NAME = T(
    "เลขเดียวกับ {name} ที่ขึ้นทะเบียนไว้แล้ว แต่ชื่อไม่ตรงกัน โปรดตรวจ",
    "The number is {name}'s, but the names differ. Please check.",
)
FEW = 3


@dataclass
class Judged:
    """One row with its verdict. `match` is the enterprise it is, `near` those it may be, with evidence."""

    number: int
    read: ReadRow
    verdict: Verdict
    match: int | None = None
    near: list[Near] = field(default_factory=list)

    @property
    def new(self) -> NewEnterprise:
        return self.read.new()


def judge(sheet: Sheet, by: Actor) -> list[Judged]:
    """Every row, in the order of the file. Reads the registry a few times, however many rows there are."""
    places, known = Places(by), sheet.known
    rows = [
        Judged(number, read_row(texts_of(cells, known), places), Verdict.NEW) for number, cells in sheet.rows
    ]
    good = [row for row in rows if not row.read.bad]
    owners = identifier_owners([pair for row in good for pair in row.read.identifiers.items()])
    around = Neighbourhood([row.read.values["subdistrict"] for row in good])
    numbers = _numbers_of(good, owners, around)
    names = _names([*owners.values()])
    in_file = _InFile()
    for row in rows:
        if row.read.bad:
            row.verdict = Verdict.ERROR
        elif not in_file.knows(row):
            _judge(row, owners, around, numbers, names)
            in_file.add(row)
    return rows


def _judge(
    row: Judged, owners: Mapping[tuple[str, str], int], around: Neighbourhood, numbers: Mapping[int, Mapping[str, str]],
    names: Mapping[int, str],
) -> None:  # fmt: skip
    values, own = row.read.values, row.read.identifiers
    owner = next((owners[pair] for pair in own.items() if pair in owners), None)
    if owner is not None:
        row.verdict, row.match = Verdict.SAME, owner
        if _core(names[owner]) != _core(values["name_th"]):
            row.read.notes.append(OTHER_NAME.format(name=names[owner]))
        return
    near = around.near(values["name_th"], values["subdistrict"], values.get("contact_phone", ""))
    same = [n for n in near if n.same_name and not _differ(own, numbers.get(n.pk, {}))]
    if same:
        row.verdict, row.match = Verdict.SAME, same[0].pk
    elif near:
        row.verdict, row.near = Verdict.LOOK_ALIKE, near[:FEW]


def _differ(own: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Two numbers of one register that are not the same: not the same group, however alike the names."""
    return any(other.get(scheme, value) != value for scheme, value in own.items())


def _core(name: str) -> str:
    return pack().core_name(name)


def _numbers_of(
    rows: Sequence[Judged], owners: Mapping[tuple[str, str], int], around: Neighbourhood
) -> dict[int, dict[str, str]]:
    """The numbers of the registered enterprises near rows that bring a number of their own."""
    asked = [
        row
        for row in rows
        if row.read.identifiers and not any(p in owners for p in row.read.identifiers.items())
    ]
    near = {
        n.pk
        for row in asked
        for n in around.near(row.read.values["name_th"], row.read.values["subdistrict"])
        if n.same_name
    }
    found: dict[int, dict[str, str]] = {}
    keys = sorted(near)
    for start in range(0, len(keys), 500):
        part = Identifier.objects.filter(enterprise__in=keys[start : start + 500])
        for pk, scheme, value in part.values_list("enterprise_id", "scheme", "value"):
            found.setdefault(pk, {})[scheme] = value
    return found


def _names(keys: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(keys), 500):
        found |= dict(
            Enterprise.objects.filter(pk__in=keys[start : start + 500]).values_list("pk", "name_th")
        )
    return found


class _InFile:
    """Rows of the file already met, by number and by name with place."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], Judged] = {}
        self._names: dict[tuple[str, str], list[Judged]] = {}

    @staticmethod
    def _name(row: Judged) -> tuple[str, str]:
        return _core(row.read.values["name_th"]), row.read.values["subdistrict"].code

    def add(self, row: Judged) -> None:
        self._names.setdefault(self._name(row), []).append(row)
        for pair in row.read.identifiers.items():
            self._numbers.setdefault(pair, row)

    def knows(self, row: Judged) -> bool:
        """Whether the row repeats an earlier one, which settles what it is."""
        for scheme, value in row.read.identifiers.items():
            earlier = self._numbers.get((scheme, value))
            if earlier is None:
                continue
            if self._name(earlier) == self._name(row):
                return self._repeats(row, earlier)
            row.read.bad.append(BadCell(scheme, "", NUMBER_TWICE.format(number=earlier.number)))
            row.verdict = Verdict.ERROR
            return True
        for earlier in self._names.get(self._name(row), []):
            if not _differ(row.read.identifiers, earlier.read.identifiers):
                return self._repeats(row, earlier)
        return False

    @staticmethod
    def _repeats(row: Judged, earlier: Judged) -> bool:
        row.verdict, row.match = Verdict.SAME, earlier.match
        row.read.notes.append(AT_ROW.format(number=earlier.number))
        return True


def as_json(rows: Sequence[Judged], sheet: Sheet) -> list[dict[str, Any]]:
    """The rows as the batch keeps them: no contact, no citizen number."""
    keys = {pk for row in rows for pk in [row.match, *(n.pk for n in row.near)] if pk}
    found: dict[int, Enterprise] = {}
    ordered = sorted(keys)
    for start in range(0, len(ordered), 500):
        found |= {e.pk: e for e in Enterprise.objects.filter(pk__in=ordered[start : start + 500])}
    return [_row_json(row, sheet, found) for row in rows]


def _row_json(row: Judged, sheet: Sheet, found: Mapping[int, Enterprise]) -> dict[str, Any]:
    place = row.read.values.get("subdistrict")
    return {
        "number": row.number,
        "name": row.read.values.get("name_th", ""),
        "place": {"th": place.label_as("th", "short"), "en": place.label_as("en", "short")}
        if place
        else None,
        "verdict": row.verdict.value,
        "errors": [_bad_json(bad, sheet) for bad in row.read.bad],
        "notes": [note.as_dict() for note in row.read.notes],
        "match": _match_json(found[row.match]) if row.match else None,
        "near": [
            {**_match_json(found[n.pk]), "evidence": [e.as_dict() for e in n.evidence]}
            for n in row.near
            if n.pk in found
        ],
    }


def _bad_json(bad: BadCell, sheet: Sheet) -> dict[str, Any]:
    header = sheet.known.get(bad.key)
    return {
        "letter": header.letter if header else "",
        "header": header.text if header else "",
        "value": bad.value,
        "reason": bad.reason.as_dict(),
    }


def _match_json(enterprise: Enterprise) -> dict[str, str]:
    return {"code": enterprise.code, "name": enterprise.name_th}


def counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many rows of each verdict, and bad cells in all."""
    found = {verdict.value: sum(row["verdict"] == verdict for row in rows) for verdict in Verdict}
    return {**found, "rows": len(rows), "cells": sum(len(row["errors"]) for row in rows)}
