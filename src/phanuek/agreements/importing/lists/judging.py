"""What each row of a list would do: add a commitment, change one, change nothing, or wait to be mended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.importing.commitments import changed_fields
from phanuek.agreements.importing.lists import periods
from phanuek.agreements.importing.lists.cells import Context, ReadRow, read_row, term
from phanuek.agreements.importing.plan import FieldChange
from phanuek.agreements.importing.writing import write_commitment
from phanuek.agreements.models import Agreement, Commitment
from phanuek.engines.commitments import Period
from phanuek.files.spreadsheets.cells import texts_of
from phanuek.files.spreadsheets.columns import plain
from phanuek.files.spreadsheets.reading import Sheet
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may, why_not
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

YEAR_COLUMN = "@"  # before the letter of a column that holds the target of one year


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"


VERDICTS: dict[str, T] = {
    Verdict.NEW: T("ใหม่", "New"),
    Verdict.CHANGED: T("เปลี่ยนแปลง", "Changed"),
    Verdict.SAME: T("เหมือนเดิม", "The same"),
    Verdict.ERROR: T("ต้องแก้ไข", "To mend"),
}
# where a verb's refusal belongs in the list
COLUMN_OF = {"periods": "period_targets", "provenance_why": "why", "unit_th": "unit", "unit_en": "unit"}


@dataclass
class Judged:
    """One row with its verdict; `fields` are what would change."""

    number: int
    read: ReadRow
    verdict: Verdict = Verdict.NEW
    fields: list[FieldChange] = field(default_factory=list)

    @property
    def match(self) -> Commitment | None:
        return self.read.match


def judge(sheet: Sheet, agreement: Agreement, by: Actor, *, trial: bool = True) -> list[Judged]:
    """Every row, in the order of the file; nothing is written. `trial` asks the verb about every change, at the cost of its queries."""
    context, known, years = Context(agreement), sheet.known, periods.year_columns(sheet)
    rows = []
    for number, cells in sheet.rows:
        of_years = {
            year: (f"{YEAR_COLUMN}{header.letter}", cells[header.at] if header.at < len(cells) else "")
            for year, header in years.items()
        }
        rows.append(Judged(number, read_row(number, texts_of(cells, known), of_years, context)))
    first: dict[Any, int] = {}
    for row in rows:
        _check_once(row, first)
        if not row.read.bad:
            _judge(row, agreement, by, trial)
        if row.read.bad:
            row.verdict, row.fields = Verdict.ERROR, []
    return rows


def _check_once(row: Judged, first: dict[Any, int]) -> None:
    """A commitment stands in a list once."""
    told = row.read.told
    keys: list[Any] = [told.code] if told.code else []
    if row.match is not None:
        keys.append(row.match.pk)
    elif not told.code:
        keys.append((told.lead, plain(told.values.get("title_th", ""))))
    for key in keys:
        if key in first and told.lead:
            row.read.wrong(
                "code" if told.code else "title_th",
                told.code or told.values.get("title_th", ""),
                T("ซ้ำกับแถวที่ {n} ในไฟล์เดียวกัน", "The same commitment as in row {n} of this file.").format(
                    n=first[key]
                ),
            )
        first.setdefault(key, row.number)


def _judge(row: Judged, agreement: Agreement, by: Actor, trial: bool) -> None:
    read = row.read
    assert read.lead is not None
    check = (permissions.check_can_edit_commitment, by, row.match) if row.match else (
        permissions.check_can_add_commitment, by, agreement, read.lead)  # fmt: skip
    reason = why_not(*check)
    if reason is not None:
        read.wrong("lead", read.lead.name_th, reason)
        return
    _fill_target(row)
    _check_whole(row)
    if row.match is None:
        _new(row, by)
    elif not read.bad:
        row.fields = changed_fields(row.match, read.told)
        row.verdict = Verdict.CHANGED if row.fields else Verdict.SAME
        if row.fields and trial:
            _try(row, agreement, by)


def _fill_target(row: Judged) -> None:
    """Targets by year without a whole: their sum is the target."""
    told, kept = row.read.told, row.match
    if told.periods and told.values.get("target", kept.target if kept else None) is None:
        told.values["target"] = sum(period.target for period in told.periods)
        row.read.notes.append(
            T("ใช้ผลรวมของเป้าหมายรายปีเป็นเป้าหมาย", "The sum of the targets by year is taken as the target.")
        )


def _check_whole(row: Judged) -> None:
    """What only shows when the cells are seen together, and beside what is kept."""
    told, kept = row.read.told, row.match
    values = {
        name: told.values.get(name, getattr(kept, name) if kept else None)
        for name in ("target", "baseline", "baseline_on", "baseline_source")
    }
    if values["baseline"] is None and (told.values.get("baseline_on") or told.values.get("baseline_source")):
        row.read.wrong(
            "baseline", "", T("มีวันที่หรือแหล่ง แต่ไม่มีค่าฐาน", "There is a day or a source, but no baseline.")
        )
    if values["baseline"] is not None:
        for name in ("baseline_on", "baseline_source"):
            if not values[name]:
                row.read.wrong(
                    name, "", T("ค่าฐานต้องบอกวันที่และแหล่ง", "A baseline is of a day and from a source.")
                )
        if values["baseline_on"] and values["baseline_on"] > clock.today():
            row.read.wrong(
                "baseline_on",
                values["baseline_on"].isoformat(),
                T("วันของค่าฐานอยู่ในอนาคต", "The day of the baseline lies in the future."),
            )
    planned = told.periods
    if planned is None and kept is not None:
        planned = [Period(p.starts_on, p.ends_on, p.target) for p in kept.period_targets.all()]
    fault = periods.faults(values["target"], *term(row.read), planned or [])
    if fault is not None:
        row.read.wrong("period_targets" if told.periods is not None else "target", "", fault)


def _new(row: Judged, by: Actor) -> None:
    """A clause of the text is the secretariat's word; whatever else is added says why."""
    told = row.read.told
    in_text = bool(told.clause) and may(permissions.check_can_manage, by)
    told.values["provenance"] = str(Provenance.IN_TEXT if in_text else Provenance.ADDED)
    if not in_text and not told.values.get("provenance_why"):
        row.read.wrong("why", "", T(
            "โปรดบอกเหตุที่เพิ่มภารกิจนี้ เช่น มติที่ประชุมครั้งใด", "Say why this commitment is added, such as which meeting decided it."))  # fmt: skip


def _try(row: Judged, agreement: Agreement, by: Actor) -> None:
    """The edit made and taken back: what the verb itself refuses is known before anybody confirms."""
    try:
        with transaction.atomic():
            write(row, agreement, by)
            raise _TakenBack
    except _TakenBack:
        pass
    except Refused as refusal:
        refused(row, refusal)
    except NotAllowed as refusal:
        row.read.wrong("lead", "", refusal.reason)


class _TakenBack(Exception):
    pass


def refused(row: Judged, refusal: Refused) -> None:
    """A verb's words at the cell they belong to."""
    key = COLUMN_OF.get(refusal.field or "", refusal.field or "")
    row.read.wrong(key, "", refusal.text)
    row.verdict, row.fields = Verdict.ERROR, []


def write(row: Judged, agreement: Agreement, by: Actor) -> Commitment:
    """Adds or edits through the verbs; for a row that is new or changed."""
    lead = row.read.lead
    assert lead is not None
    told = row.read.told
    joined = told.collaborators if row.match is not None else told.collaborators or []
    return write_commitment(told, row.match, agreement, lead, joined, by)


def as_json(rows: Sequence[Judged], sheet: Sheet) -> list[dict[str, Any]]:
    """The rows as the import keeps them, in both languages."""
    return [
        {
            "number": row.number,
            "title": row.read.told.values.get("title_th", ""),
            "lead": row.read.lead.name_th if row.read.lead else "",
            "code": row.match.code if row.match else row.read.told.code,
            "verdict": row.verdict.value,
            "errors": [_bad_json(bad.key, bad.value, bad.reason, sheet) for bad in row.read.bad],
            "notes": [note.as_dict() for note in row.read.notes],
            "changes": [
                {
                    "label": change.label.as_dict(),
                    "old": change.old_words.as_dict(),
                    "new": change.new_words.as_dict(),
                }
                for change in row.fields
            ],
            "match": {"code": row.match.code, "name": row.match.title_th} if row.match else None,
            "imported": "",
        }
        for row in rows
    ]


def _bad_json(key: str, value: str, reason: T, sheet: Sheet) -> dict[str, Any]:
    if key.startswith(YEAR_COLUMN):
        header = next((h for h in sheet.headers if h.letter == key[1:]), None)
    else:
        header = sheet.known.get(key)
    return {
        "letter": header.letter if header else "",
        "header": header.text if header else "",
        "value": value,
        "reason": reason.as_dict(),
    }


def counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """How many rows of each verdict, and bad cells in all."""
    found = {verdict.value: sum(row["verdict"] == verdict for row in rows) for verdict in Verdict}
    return {**found, "rows": len(rows), "cells": sum(len(row["errors"]) for row in rows)}
