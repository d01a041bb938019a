"""An agreement from a file or from parsed JSON, in either form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from phanuek.agreements.importing import checks, own_form
from phanuek.agreements.importing.pieces import IS_OBJECT, Piece
from phanuek.agreements.importing.problems import NotReadable, Report
from phanuek.agreements.importing.published import form as published_form
from phanuek.agreements.importing.told import Told
from phanuek.ui.words import T

FORMS: Mapping[str, Callable[[Piece], Told]] = {
    published_form.SCHEMA: published_form.read,
    own_form.SCHEMA: own_form.read,
}


def read(data: Any, *, on: date) -> Told:
    """The agreement that the data tells, or NotReadable with every problem and its path. `on` is the day of the import."""
    report = Report()
    told = _told(data, report, on)
    if report.problems:
        raise NotReadable(report.problems)
    told.warnings, told.not_used = report.warnings, report.not_used
    return told


def _told(data: Any, report: Report, on: date) -> Told:
    if not isinstance(data, Mapping):
        report.wrong("", IS_OBJECT)
        return Told()
    schema = data.get("schema")
    reader = FORMS.get(schema) if isinstance(schema, str) else None
    if reader is None:
        report.wrong(
            "schema",
            T("ต้องเป็น {known}", "must be {known}").format(known=T(" หรือ ".join(FORMS), " or ".join(FORMS))),
            T("ดูตัวอย่างไฟล์ในหน้านำเข้า", "See the example on the import page."),
        )
        return Told()
    file = Piece(data, "", report)
    file.ignore("schema")
    told = reader(file)
    checks.check(told, report, on)
    file.leave_the_rest()
    return told
