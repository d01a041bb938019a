"""Adding and editing commitments."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import acting_for, name_of
from phanuek.agreements.models import Agreement, Commitment, Statement
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset(
    {"title_th", "title_en", "measure", "unit_th", "unit_en", "target", "starts_on", "due_on", "budget_baht", "statement",
     "collaborators"}
)  # fmt: skip


@transaction.atomic
def add_commitment(
    *,
    by: Actor,
    agreement: Agreement,
    lead: Organisation,
    title_th: str,
    measure: str,
    title_en: str = "",
    unit_th: str = "",
    unit_en: str = "",
    target: Decimal | int | None = None,
    starts_on: date | None = None,
    due_on: date | None = None,
    budget_baht: Decimal | int | None = None,
    statement: Statement | None = None,
    collaborators: Iterable[Organisation] = (),
    code: str = "",
    provenance: str = Provenance.ADDED,
    provenance_why: str = "",
    provenance_source: str = "",
) -> Commitment:
    """A commitment under an agreement. One that is added (not in the text, not reported) must say why.

    Target in the measure's unit, budget in baht. Raises Refused naming the field when something does not hold.
    """
    permissions.check_can_add_commitment(by, agreement, lead)
    if provenance == Provenance.ADDED and not provenance_why.strip():
        raise Refused(
            T(
                "โปรดบอกเหตุที่เพิ่มภารกิจนี้ เช่น มติที่ประชุมครั้งใด",
                "Say why this commitment is added, such as which meeting decided it.",
            ),
            field="provenance_why",
        )
    by = acting_for(by, lead)
    commitment = Commitment(
        code=code or new_code("c"),
        agreement=agreement,
        lead=lead,
        title_th=title_th.strip(),
        title_en=title_en.strip(),
        measure=measure,
        unit_th=unit_th,
        unit_en=unit_en,
        target=target,
        starts_on=starts_on,
        due_on=due_on,
        budget_baht=budget_baht,
        statement=statement,
        on_behalf=by.on_behalf_of_id is not None,
        provenance=provenance,
        provenance_by=name_of(by),
        provenance_on=clock.today(),
        provenance_why=provenance_why.strip(),
        provenance_source=provenance_source,
    )
    _check(commitment)
    # two additions at once would give their events on the agreement's timeline the same number
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    commitment.save(force_insert=True)
    commitment.collaborators.set(collaborators)
    timeline.record(
        "commitment.added", about=commitment, by=by, also=[agreement], facts={"commitment": commitment.code}
    )
    return commitment


@transaction.atomic
def edit_commitment(*, by: Actor, commitment: Commitment, version: int, **changes: Any) -> Commitment:
    """Changes the named fields. `version` is the one the editor saw: Conflict when another saved since."""
    permissions.check_can_edit_commitment(by, commitment)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    by = acting_for(by, commitment.lead)
    row = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    collaborators = changes.pop("collaborators", None)
    changed = versions.apply(row, version=version, changes=changes)
    if collaborators is not None:
        wanted = {o.pk for o in collaborators}
        if wanted != set(row.collaborators.values_list("pk", flat=True)):
            row.collaborators.set(wanted)
            row.version += not changed
            changed.append("collaborators")
    if not changed:
        return row
    row.on_behalf = by.on_behalf_of_id is not None
    _check(row)
    row.save()
    timeline.record("commitment.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


def _check(commitment: Commitment) -> None:
    """Model checks as one Refused, naming the first field."""
    if commitment.statement is not None and commitment.statement.agreement_id != commitment.agreement_id:
        raise Refused(
            T("ข้อความต้นทางนี้เป็นของบันทึกข้อตกลงอื่น", "That statement belongs to another agreement."),
            field="statement",
        )
    if commitment.target is not None and commitment.target <= 0:
        raise Refused(
            T(
                "เป้าหมายต้องมากกว่าศูนย์ หากไม่ได้ระบุให้เว้นว่าง",
                "A target is above zero; leave it empty when none is stated.",
            ),
            field="target",
        )
    if commitment.starts_on and commitment.due_on and commitment.due_on < commitment.starts_on:
        raise Refused(
            T("วันครบกำหนดต้องไม่มาก่อนวันเริ่ม", "The due date cannot come before the start."), field="due_on"
        )
    try:
        commitment.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error
