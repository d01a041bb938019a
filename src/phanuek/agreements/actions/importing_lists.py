"""The verbs that bring commitments in from a spreadsheet: tried first, then taken in once."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import locked
from phanuek.agreements.importing.lists import judging, periods
from phanuek.agreements.importing.lists.columns import LAYOUT
from phanuek.agreements.importing.lists.judging import Judged, Verdict
from phanuek.agreements.models import Agreement, AgreementImport
from phanuek.files import actions as files
from phanuek.files.spreadsheets import reading
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused


@transaction.atomic
def try_commitments(*, by: Actor, agreement: Agreement, upload: UploadedFile) -> AgreementImport:
    """Reads a list and says what each row would do; nothing is added. Refused when the file as a whole cannot be read."""
    permissions.check_can_import_commitments(by, agreement)
    sheet = reading.read(upload, upload.size or 0, LAYOUT)
    rows = judging.as_json(judging.judge(sheet, agreement, by), sheet)
    brought = AgreementImport.objects.create(
        code=new_code("i"),
        kind=AgreementImport.Kind.COMMITMENTS,
        attachment=files.keep(upload, by=by, accept=reading.ACCEPTED),
        agreement=agreement,
        agreement_code=agreement.code,
        organisation_id=by.organisation_id,
        rows=rows,
        counts={**judging.counts(rows), "sheet": sheet.title, "left": [h.text for h in _left(sheet)]},
        made_at=clock.now(),
    )
    timeline.record("import.commitments_tried", about=brought, by=by, facts=_facts(brought))
    return brought


@transaction.atomic
def confirm_commitments(*, by: Actor, brought: AgreementImport) -> AgreementImport:
    """Adds the new commitments and changes the changed ones, once: a list that was taken in stays as it is.

    Rows are judged afresh, since others may have written meanwhile; one that a verb then refuses is told and left out.
    """
    row = (
        AgreementImport.objects.select_for_update(of=("self",))
        .select_related("attachment", "agreement")
        .get(pk=brought.pk)
    )
    assert row.agreement is not None
    permissions.check_can_import_commitments(by, row.agreement)
    if row.state == AgreementImport.State.APPLIED:
        return row
    agreement = locked(row.agreement)
    with row.attachment.file.open("rb") as kept:
        sheet = reading.read(kept, row.attachment.size, LAYOUT)
    judged = judging.judge(sheet, agreement, by, trial=False)
    codes = {one.number: code for one in judged if (code := _take_in(one, agreement, by))}
    row.rows = [{**one, "imported": codes.get(one["number"], "")} for one in judging.as_json(judged, sheet)]
    row.counts = {**row.counts, **judging.counts(row.rows), "imported": len(codes)}
    row.made = {
        "commitments": [codes[one.number] for one in judged if one.number in codes and one.match is None]
    }
    row.state, row.applied_at = AgreementImport.State.APPLIED, clock.now()
    row.save()
    timeline.record("import.commitments_applied", about=row, by=by, facts=_facts(row))
    return row


def _take_in(row: Judged, agreement: Agreement, by: Actor) -> str:
    """The code of the commitment written, empty where nothing was."""
    if row.verdict not in (Verdict.NEW, Verdict.CHANGED):
        return ""
    try:
        with transaction.atomic():
            return judging.write(row, agreement, by).code
    except Refused as refusal:
        judging.refused(row, refusal)
        return ""


def _left(sheet: reading.Sheet) -> list[reading.Header]:
    """Columns that are read past; those of single years are not."""
    years = {header.letter for header in periods.year_columns(sheet).values()}
    return [header for header in sheet.unknown if header.letter not in years]


def _facts(brought: AgreementImport) -> dict[str, object]:
    names = ("rows", "new", "changed", "same", "error", "imported")
    return {
        "agreement": brought.agreement_code,
        **{n: brought.counts[n] for n in names if n in brought.counts},
    }
