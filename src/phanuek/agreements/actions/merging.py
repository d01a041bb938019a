"""An amendment that is signed takes effect: a new version of the text, another last day, a party out, or the end."""

from datetime import date

from django.db import transaction

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions.amending import check_base, check_state, day_of, held, move
from phanuek.agreements.actions.amendment_checks import (
    changes_something,
    check_amendable,
    check_fields,
    check_not_run_out,
)
from phanuek.agreements.actions.changes import label_taken
from phanuek.agreements.actions.signatures import name_of_party
from phanuek.agreements.actions.text import sha256_of
from phanuek.agreements.models import Agreement, Amendment, Clause, ClauseSpan, TextVersion
from phanuek.agreements.notifications import amendments as notifications
from phanuek.agreements.queries.amendments import signers
from phanuek.agreements.queries.rewriting import Rewritten, rewritten
from phanuek.agreements.states import AmendmentKind, AmendmentState, ChangeKind
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def merge_amendment(*, by: Actor, amendment: Amendment) -> Amendment:
    """Once the signatures that the rule asks for are there: what it says holds from its effective day, and it changes no more.

    Raises Refused while signatures are missing, its base is no longer current, or its days do not fit.
    """
    permissions.check_can_decide_amendment(by)
    agreement, row = held(amendment)
    check_state(row, AmendmentState.SIGNING)
    check_amendable(agreement)
    check_base(row)
    signed_on = _signed_on(row)
    _check_effective(row, signed_on)
    check_fields(agreement, row, notice_on=row.proposed_on or signed_on, complete=True)
    check_not_run_out(agreement, row, signed_on)
    effective_on = row.effective_on or signed_on
    if changes_something(row):
        _new_version(by, agreement, row, effective_on)
    if row.kind == AmendmentKind.EXTENSION:
        _extend(by, agreement, row)
    elif row.kind == AmendmentKind.WITHDRAWAL:
        _withdraw(by, agreement, row, effective_on)
    elif row.kind == AmendmentKind.TERMINATION:
        _terminate(by, agreement, row, effective_on)
    move(row, AmendmentState.MERGED)
    row.effective_on, row.closed_on = effective_on, clock.today()
    row.save()
    facts = {"amendment": row.code, "effective_on": effective_on.isoformat()}
    timeline.record("amendment.merged", about=row, by=by, facts=facts)
    notifications.merged(by=by, amendment=row)
    return row


def _signed_on(row: Amendment) -> date:
    """The day on which the last signature needed was there."""
    found = signers(row)
    if found.complete_on is not None:
        return found.complete_on
    missing = T(
        ", ".join(name_of_party(p).th for p in found.missing), ", ".join(name_of_party(p).en for p in found.missing)
    )  # fmt: skip
    raise Refused(
        T(
            "ลายมือชื่อยังไม่ครบ ลงนามแล้ว {n} จากที่ต้องมี {needed} ภาคี ที่ยังไม่ลงนามคือ {missing}",
            "Signatures are missing: {n} of the {needed} needed are there. Not signed: {missing}.",
        ).format(n=len(found.asked) - len(found.missing), needed=found.needed, missing=missing),
        hint=T("บันทึกลายมือชื่อให้ครบก่อน", "Record them first."),
    )


def _check_effective(row: Amendment, signed_on: date) -> None:
    if row.effective_on is not None and row.effective_on < signed_on:
        raise Refused(
            T(
                "วันที่มีผล ({day}) มาก่อนวันที่ลงนามครบ ({signed}) การแก้ไขมีผลก่อนที่ภาคีตกลงกันไม่ได้",
                "Its effective day ({day}) comes before the last signature needed ({signed}): it cannot hold before the parties "
                "agreed.",
            ).format(day=day_of(row.effective_on), signed=day_of(signed_on)),
            field="effective_on",
            hint=T(
                "ส่งกลับให้พิจารณาใหม่ แก้วันที่มีผลในร่าง แล้วลงนามใหม่ หรือเว้นวันที่มีผลว่างไว้ให้เป็นวันที่ลงนามครบ",
                "Send it back to review, correct the day in the draft and sign again; a day left empty is that of the last signature.",
            ),
        )


def _new_version(by: Actor, agreement: Agreement, row: Amendment, effective_on: date) -> None:
    assert row.base is not None
    changes = list(row.changes.select_related("clause", "after"))
    _check_numbers(row.base, changes_label(row))
    made = rewritten(row.base, changes)
    if not made.clauses:
        raise Refused(
            T("การแก้ไขนี้ทำให้ไม่เหลือข้อใดเลย", "This amendment would leave no clause at all."),
            hint=T("หากต้องการเลิกข้อตกลง ให้เสนอเรื่องชนิด “ยกเลิกข้อตกลง”", "To end the agreement, propose a termination."),
        )  # fmt: skip
    version = TextVersion.objects.create(
        agreement=agreement,
        number=row.base.number + 1,
        text_th=made.text_th,
        text_en=made.text_en,
        translation_note_th=row.base.translation_note_th,
        translation_note_en=row.base.translation_note_en,
        text_sha256=sha256_of(made.text_th),
        amendment=row,
        effective_on=effective_on,
        added_at=clock.now(),
        provenance=Provenance.DEMONSTRATION if row.is_demonstration else Provenance.IN_TEXT,
        provenance_by=row.provenance_by,
        provenance_on=clock.today(),
        provenance_source=row.title_th,
    )
    _place_clauses(agreement, version, made)
    facts = {"version": version.number, "text_sha256": version.text_sha256, "amendment": row.code}
    timeline.record("agreement.text_changed", about=agreement, by=by, facts=facts)


def changes_label(row: Amendment) -> list[str]:
    """The labels of the clauses that it adds."""
    return list(row.changes.filter(kind=ChangeKind.INSERT).values_list("label_th", flat=True))


def _check_numbers(base: TextVersion, added: list[str]) -> None:
    there = [span.label_th for span in base.spans.all()]
    for label in added:
        if label_taken(label, there):
            raise Refused(
                T(
                    "ข้อใหม่ “{label}” ใช้เลขที่มีอยู่แล้วในตัวบทปัจจุบัน",
                    "The new clause “{label}” bears a number that the current text has already.",
                ).format(label=label),
                hint=T("ส่งกลับให้พิจารณาใหม่ แล้วแก้เลขข้อในร่าง", "Send it back to review and change the number in the draft."),
            )  # fmt: skip


def _place_clauses(agreement: Agreement, version: TextVersion, made: Rewritten) -> None:
    clauses = {clause.code: clause for clause in agreement.clauses.all()}
    rows = []
    for order, placed in enumerate(made.clauses, start=1):
        clause = clauses.get(placed.code) or Clause.objects.create(agreement=agreement, code=placed.code)
        rows.append(
            ClauseSpan(
                version=version, clause=clause, order=order, start=placed.start, end=placed.end, start_en=placed.start_en,
                end_en=placed.end_en, label_th=placed.label_th, label_en=placed.label_en, heading_th=placed.heading_th,
                heading_en=placed.heading_en,
            )
        )  # fmt: skip
    ClauseSpan.objects.bulk_create(rows)


def _extend(by: Actor, agreement: Agreement, row: Amendment) -> None:
    assert row.new_ends_on is not None
    before = agreement.ends_on
    agreement.ends_on = row.new_ends_on
    _save(agreement, "ends_on")
    facts = {"before": before.isoformat() if before else "", "ends_on": row.new_ends_on.isoformat()}
    timeline.record(
        "agreement.extended", about=agreement, by=by, facts={**facts, "amendment": row.code}, note=row.why_th
    )


def _withdraw(by: Actor, agreement: Agreement, row: Amendment, effective_on: date) -> None:
    party = row.party
    assert party is not None
    party.withdrawn_on = effective_on
    party.withdrawal_why_th, party.withdrawal_why_en = row.why_th, row.why_en
    party.version += 1
    party.save()
    facts = {
        "party": party.organisation.code,
        "withdrawn_on": effective_on.isoformat(),
        "amendment": row.code,
    }
    timeline.record("agreement.party_withdrawn", about=agreement, by=by, facts=facts, note=row.why_th)


def _terminate(by: Actor, agreement: Agreement, row: Amendment, effective_on: date) -> None:
    agreement.terminated_on = effective_on
    agreement.termination_why_th, agreement.termination_why_en = row.why_th, row.why_en
    agreement.successor = row.successor or agreement.successor
    _save(agreement, "terminated_on", "termination_why_th", "termination_why_en", "successor")
    facts = {"terminated_on": effective_on.isoformat(), "amendment": row.code}
    timeline.record("agreement.terminated", about=agreement, by=by, facts=facts, note=row.why_th)


def _save(agreement: Agreement, *fields: str) -> None:
    agreement.version += 1
    agreement.save(update_fields=[*fields, "version"])
