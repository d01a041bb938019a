from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.areas.models import Area
from phanuek.files import actions as files
from phanuek.organisations.actor import Actor
from phanuek.registry import permissions
from phanuek.registry.actions.enterprises import register_many
from phanuek.registry.importing import judging, reading
from phanuek.registry.importing.judging import Judged, Verdict
from phanuek.registry.models import Enterprise, ImportBatch
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code


@transaction.atomic
def try_import(*, by: Actor, upload: UploadedFile) -> ImportBatch:
    """Reads a list and says what each row is; registers nothing. Refused when the file as a whole cannot be read."""
    permissions.check_can_import(by)
    sheet = reading.read(upload, upload.size or 0)
    rows = judging.as_json(judging.judge(sheet, by), sheet)
    batch = ImportBatch.objects.create(
        code=new_code("i"),
        attachment=files.keep(upload, by=by, accept=reading.ACCEPTED),
        organisation_id=by.acting_id,
        area_code=by.area_code,
        rows=rows,
        columns=[
            {"letter": h.letter, "header": h.text, "column": h.column.key if h.column else ""}
            for h in sheet.headers
        ],
        counts=judging.counts(rows),
        made_at=clock.now(),
    )
    timeline.record("import.tried", about=batch, by=by, facts=batch.counts)
    return batch


@transaction.atomic
def apply_import(*, by: Actor, batch: ImportBatch, also: Collection[int] = ()) -> ImportBatch:
    """Registers the new rows of a list, once: an applied batch stays as it is.

    Rows are judged afresh, since others may have registered meanwhile. `also` are the numbers of rows that look like a
    registered group and of which a person said that they are another.
    """
    permissions.check_can_import(by)
    row = ImportBatch.objects.select_for_update(of=("self",)).select_related("attachment").get(pk=batch.pk)
    if row.state == ImportBatch.State.APPLIED:
        return row
    with row.attachment.file.open("rb") as stored:
        sheet = reading.read(stored, row.attachment.size)
    _wait_for_others(by)
    judged = judging.judge(sheet, by)
    confirmed = {r.number for r in judged if r.verdict == Verdict.LOOK_ALIKE and r.number in also}
    wanted = [r for r in judged if r.verdict == Verdict.NEW or r.number in confirmed]
    made = register_many(by=by, rows=[r.new for r in wanted]) if wanted else []
    row.rows = _with_codes(judging.as_json(judged, sheet), wanted, made)
    row.counts = {**judging.counts(row.rows), "imported": len(made)}
    row.state, row.applied_at = ImportBatch.State.APPLIED, clock.now()
    row.save()
    timeline.record("import.applied", about=row, by=by, facts=row.counts)
    return row


def _wait_for_others(by: Actor) -> None:
    """Two lists with the same groups, applied at one moment, must not both find them new: imports within a province, or
    of the whole country, follow one another."""
    provinces = Area.objects.provinces().order_by("code")
    if by.area_code:
        provinces = provinces.filter(code__in=[by.area_code[:n] for n in range(1, len(by.area_code) + 1)])
    list(provinces.select_for_update(of=("self",), no_key=True))


def _with_codes(
    rows: list[dict[str, Any]], wanted: list[Judged], made: list[Enterprise]
) -> list[Mapping[str, Any]]:
    codes = {judged.number: enterprise.code for judged, enterprise in zip(wanted, made, strict=True)}
    return [{**row, "imported": codes.get(row["number"], "")} for row in rows]
