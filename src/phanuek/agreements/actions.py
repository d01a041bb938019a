"""Verbs on agreements, commitments and the ledger of results."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.importing import import_agreement
from phanuek.agreements.models import Agreement, Commitment, Posting, Statement
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

__all__ = [
    "Result", "add_commitment", "edit_commitment", "import_agreement", "post_result", "post_results_many", "withdraw_result",
    "withdraw_results_many",
]  # fmt: skip

EDITABLE = frozenset(
    {"title_th", "title_en", "measure", "unit_th", "unit_en", "target", "starts_on", "due_on", "budget_baht", "statement",
     "collaborators"}
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """One row for `post_results_many`, as the parameters of `post_result`."""

    commitment: Commitment
    measure: str
    quantity: Decimal | int
    confirmed: bool
    reference: str
    on: date


def acting_for(by: Actor, lead: Organisation) -> Actor:
    """The actor on behalf of a body without an account where that applies, else unchanged: the secretariat may
    always write a commitment down in its own name."""
    try:
        return by.for_organisation(lead, on=clock.today())
    except NotAllowed:
        return by


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
        provenance_by=_name_of(by),
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


def _name_of(by: Actor) -> str:
    if by.is_system:
        return by.person_name
    return Organisation.objects.values_list("name_th", flat=True).get(code=by.organisation_code)


@transaction.atomic
def post_result(
    *,
    by: Actor,
    commitment: Commitment,
    measure: str,
    quantity: Decimal | int,
    confirmed: bool,
    reference: str,
    on: date,
) -> Posting:
    """Credits one result. The same one twice changes nothing; another quantity under the same reference is refused."""
    permissions.check_can_post(by)
    posted = post_results_many(by=by, rows=[Result(commitment, measure, quantity, confirmed, reference, on)])
    return posted[0]


@transaction.atomic
def post_results_many(*, by: Actor, rows: Iterable[Result | Mapping[str, Any]]) -> list[Posting]:
    """As `post_result`, thousands at once; rows may be mappings with the same names."""
    permissions.check_can_post(by)
    results = [row if isinstance(row, Result) else Result(**row) for row in rows]
    # locked in one order, so that two postings neither deadlock nor give two events one number
    ids = sorted({result.commitment.pk for result in results})
    list(
        Commitment.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)
    )
    there = _posted(ids, {result.reference for result in results})
    answer: list[Posting] = []
    fresh: list[Posting] = []
    for result in results:
        key = (result.commitment.pk, result.measure, result.reference, result.confirmed)
        posting = there.get(key)
        if posting is None:
            posting = there[key] = _posting_of(result)
            fresh.append(posting)
        elif posting.quantity != result.quantity:
            raise Refused(
                T(
                    "ผลนี้ ({reference}) บันทึกไว้แล้วด้วยจำนวนอื่น ต้องถอนของเดิมก่อน",
                    "This result ({reference}) is credited already with another quantity; withdraw that first.",
                ).format(reference=result.reference)
            )
        answer.append(posting)
    Posting.objects.bulk_create(fresh, batch_size=500)
    timeline.record_many(
        [timeline.Entry("commitment.result_posted", p.commitment, _facts(p)) for p in fresh], by=by
    )
    return answer


def _posting_of(result: Result) -> Posting:
    return Posting(
        commitment=result.commitment,
        measure=result.measure,
        quantity=Decimal(result.quantity),
        confirmed=result.confirmed,
        reference=result.reference,
        on=result.on,
        posted_at=clock.now(),
    )


def _posted(commitments: list[int], references: set[str]) -> dict[tuple[int, str, str, bool], Posting]:
    found, wanted = {}, sorted(references)
    for start in range(0, len(wanted), 500):
        part = Posting.objects.filter(commitment__in=commitments, reference__in=wanted[start : start + 500])
        found.update({(p.commitment_id, p.measure, p.reference, p.confirmed): p for p in part})
    return found


def _facts(posting: Posting) -> dict[str, str | bool]:
    return {
        "measure": str(posting.measure),
        "quantity": str(posting.quantity),
        "confirmed": posting.confirmed,
        "reference": posting.reference,
    }


@transaction.atomic
def withdraw_result(*, by: Actor, commitment: Commitment, measure: str, reference: str) -> int:
    """Takes back what was credited under a reference; returns how many postings went. The timeline keeps the trace."""
    permissions.check_can_post(by)
    return withdraw_results_many(by=by, measure=measure, rows=[(commitment, reference)])


@transaction.atomic
def withdraw_results_many(*, by: Actor, measure: str, rows: Iterable[tuple[Commitment, str]]) -> int:
    """As `withdraw_result`, thousands of (commitment, reference) at once."""
    permissions.check_can_post(by)
    wanted = {(commitment.pk, reference): commitment for commitment, reference in rows}
    ids = sorted({pk for pk, _ in wanted})
    list(
        Commitment.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True)
    )
    there = _posted(ids, {reference for _, reference in wanted})
    gone = [p for p in there.values() if p.measure == measure and (p.commitment_id, p.reference) in wanted]
    keys = [posting.pk for posting in gone]
    for start in range(0, len(keys), 500):
        Posting.objects.filter(pk__in=keys[start : start + 500]).delete()
    entries = [
        timeline.Entry("commitment.result_withdrawn", wanted[p.commitment_id, p.reference], _facts(p))
        for p in gone
    ]
    timeline.record_many(entries, by=by)
    return len(gone)
