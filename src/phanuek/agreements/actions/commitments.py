"""Adding and editing commitments."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import acting_for, name_of
from phanuek.agreements.actions.parts import PARTS, Parts, check_clause, check_origin, tied
from phanuek.agreements.actions.responsible import Contact
from phanuek.agreements.models import Agreement, Clause, Commitment, Statement
from phanuek.agreements.models.commitments import QUIET_AFTER_DAYS
from phanuek.agreements.queries.clauses import clause_label
from phanuek.agreements.states import ClaimState
from phanuek.engines.commitments import Period
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

EDITABLE = frozenset(
    {"title_th", "title_en", "measure", "unit_th", "unit_en", "target", "baseline", "baseline_on", "baseline_source", "starts_on",
     "due_on", "quiet_after_days", "budget_baht", "statement", "clause"}
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
    baseline: Decimal | int | None = None,
    baseline_on: date | None = None,
    baseline_source: str = "",
    starts_on: date | None = None,
    due_on: date | None = None,
    quiet_after_days: int | None = None,
    budget_baht: Decimal | int | None = None,
    statement: Statement | None = None,
    clause: Clause | None = None,
    collaborators: Iterable[Organisation] = (),
    periods: Iterable[Period] = (),
    responsible: Contact | None = None,
    deputy: Contact | None = None,
    code: str = "",
    provenance: str = Provenance.ADDED,
    provenance_why: str = "",
    provenance_source: str = "",
) -> Commitment:
    """A commitment under an agreement. One that is added (not in the text, not reported) must say why; one of the text, which
    the secretariat alone says, names its clause.

    Target, baseline and periods in the measure's unit, budget in baht. The periods add up to the target. Raises Refused naming
    the field when something does not hold.
    """
    permissions.check_can_add_commitment(by, agreement, lead)
    check_origin(by, provenance, clause, provenance_why)
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
        baseline=baseline,
        baseline_on=baseline_on,
        baseline_source=baseline_source.strip(),
        starts_on=starts_on,
        due_on=due_on,
        quiet_after_days=quiet_after_days or QUIET_AFTER_DAYS,
        budget_baht=budget_baht,
        statement=statement,
        clause=clause,
        on_behalf=by.on_behalf_of_id is not None,
        provenance=provenance,
        provenance_by=name_of(by),
        provenance_on=clock.today(),
        provenance_why=provenance_why.strip(),
        provenance_source=provenance_source,
    )
    wanted = {
        "collaborators": collaborators,
        "periods": periods,
        "responsible": responsible,
        "deputy": deputy,
    }
    parts = Parts.read(lead, wanted)
    if clause is not None:
        check_clause(clause, agreement)
    _check(commitment)
    parts.check_plan(commitment)
    # two additions at once would give their events on the agreement's timeline the same number
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    commitment.save(force_insert=True)
    parts.write(commitment)
    timeline.record(
        "commitment.added", about=commitment, by=by, also=[agreement], facts={"commitment": commitment.code}
    )
    return commitment


@transaction.atomic
def edit_commitment(
    *,
    by: Actor,
    commitment: Commitment,
    version: int,
    in_text: bool | None = None,
    provenance_why: str = "",
    **changes: Any,
) -> Commitment:
    """Changes the named fields: columns of EDITABLE, and `collaborators`, `periods`, `responsible`, `deputy`.

    `version` is the one the editor saw: Conflict when another saved since. `in_text`, which the secretariat alone says, ties the
    commitment to its clause as coming from the text, or unties it; untied it is one that was added, and says why.
    """
    permissions.check_can_edit_commitment(by, commitment)
    unknown = set(changes) - EDITABLE - PARTS
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    by = acting_for(by, commitment.lead)
    row = hold(commitment)
    parts = Parts.read(row.lead, {name: changes.pop(name) for name in PARTS & set(changes)})
    differing = _differing(row, changes)
    other_parts = parts.differing(row)
    if row.version != version and (differing or other_parts):
        raise _conflict(row, differing, parts, other_parts)
    if "measure" in differing:
        _check_measure(row)
    origin = tied(by, row, differing, in_text, provenance_why)
    changed = [*differing, *other_parts, *(["provenance"] if origin else [])]
    if not changed:
        return row
    for name, value in {**differing, **origin}.items():
        setattr(row, name, value)
    row.version += 1
    row.on_behalf = by.on_behalf_of_id is not None
    _check(row)
    parts.check_plan(row)
    row.save()
    parts.write(row)
    timeline.record("commitment.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


def hold(commitment: Commitment) -> Commitment:
    """The row as it is now, kept still until the end of the transaction."""
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("lead", "agreement", "clause")
    return rows.get(pk=commitment.pk)


def _differing(row: Commitment, changes: dict[str, Any]) -> dict[str, Any]:
    """What would be changed, texts tidied; days of silence left empty are the usual number."""
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    if "quiet_after_days" in tidy:
        tidy["quiet_after_days"] = tidy["quiet_after_days"] or QUIET_AFTER_DAYS
    return {name: value for name, value in tidy.items() if getattr(row, name) != value}


def _conflict(row: Commitment, differing: dict[str, Any], parts: Parts, other_parts: list[str]) -> Conflict:
    """Both versions, in words where a value is not one a form would show."""
    yours, theirs = dict(differing), {name: getattr(row, name) for name in differing}
    if "clause" in differing:
        yours["clause"], theirs["clause"] = clause_label(differing["clause"]), clause_label(row.clause)
    for name in other_parts:
        yours[name], theirs[name] = parts.in_words(name), Parts.of(row).in_words(name)
    return Conflict(yours=yours, theirs=theirs, version=row.version)


def _check_measure(row: Commitment) -> None:
    """What was credited was counted in the old measure, and would silently stop counting."""
    live = row.claims.exclude(state__in=[ClaimState.REFUSED, ClaimState.TAKEN_BACK])
    if live.exists() or row.postings.filter(measure=row.measure).exists():
        raise Refused(
            T(
                "มีผลบันทึกหรือรายงานไว้แล้วตามการนับเดิม หากเปลี่ยน ผลเหล่านั้นจะไม่ถูกนับ",
                "Results were credited or claimed in the present measure and would no longer count.",
            ),
            field="measure",
            hint=T(
                "คงการนับเดิมไว้ หรือปิดภารกิจนี้แล้วเพิ่มภารกิจใหม่",
                "Keep the measure, or close this commitment and add another.",
            ),
        )


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
    _check_baseline(commitment)
    try:
        commitment.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error


def _check_baseline(commitment: Commitment) -> None:
    """A baseline is a number about the world: of which day, and from where."""
    if commitment.baseline is None:
        if commitment.baseline_on or commitment.baseline_source:
            raise Refused(
                T(
                    "โปรดกรอกค่าฐาน หรือเว้นวันที่และที่มาให้ว่าง",
                    "Give the baseline, or leave its day and source empty.",
                ),
                field="baseline",
            )
        return
    if commitment.baseline_on is None:
        raise Refused(T("โปรดระบุว่าค่าฐานเป็นของวันใด", "Say of which day the baseline is."), field="baseline_on")
    if commitment.baseline_on > clock.today():
        raise Refused(
            T("วันของค่าฐานต้องไม่เป็นวันในอนาคต", "The day of the baseline cannot be in the future."),
            field="baseline_on",
        )
    if not commitment.baseline_source:
        raise Refused(T("โปรดระบุที่มาของค่าฐาน", "Say where the baseline comes from."), field="baseline_source")
