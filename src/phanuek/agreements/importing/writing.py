"""Writes what a comparison found, through the verbs of the rooms it touches; permission was asked before."""

from __future__ import annotations

from datetime import date
from typing import Any

from phanuek.agreements.actions.clauses import MarkedClause, mark_clauses
from phanuek.agreements.actions.commitments import add_commitment, edit_commitment
from phanuek.agreements.actions.text import put_text
from phanuek.agreements.importing.plan import ADD, CHANGE, REMOVE, Plan
from phanuek.agreements.importing.told import ToldCommitment
from phanuek.agreements.models import Agreement, Attendee, Commitment, Party, Statement
from phanuek.agreements.states import Stage
from phanuek.organisations import actions as organisations
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import Provenance

# changed places are first set aside, so that two parties may change theirs with each other
ASIDE = 1_000_000


def write(plan: Plan, by: Actor, on: date) -> Agreement:
    """Brings what is kept to what the file tells. The agreement is held by the caller where it exists."""
    _add_bodies(plan, by)
    agreement = plan.agreement or _new_agreement(plan, by, on)
    _change_agreement(plan, agreement)
    if plan.is_new:
        _fill(plan, agreement, by, on)
    else:
        _remove(plan)
        _change_rows(plan, by, on)
    _put_text(plan, agreement, by)
    if agreement.stage != plan.told.agreement.get("stage", agreement.stage):
        _to_stage(plan, agreement)
    for change in plan.commitments:
        _write_commitment(plan, change.told, change.row, agreement, by)
    return agreement


def _add_bodies(plan: Plan, by: Actor) -> None:
    """The new ones, those above before those beneath."""
    waiting = {found.code: found for found in plan.bodies.new}
    while waiting:
        ready = [found for found in waiting.values() if plan.bodies.code_of(found.body.parent) not in waiting]
        above = {plan.bodies.code_of(found.body.parent) for found in ready}
        there = {row.code: row for row in Organisation.objects.filter(code__in=above)}
        rows = [
            {
                **found.body.values,
                "code": found.code,
                "parent": there.get(plan.bodies.code_of(found.body.parent)),
            }
            for found in ready
        ]
        organisations.add_many(by=by, rows=rows)
        for found in ready:
            del waiting[found.code]
    for found in plan.bodies.new:
        if found.body.successor:
            follows = Organisation.objects.get(code=plan.bodies.code_of(found.body.successor))
            Organisation.objects.filter(code=found.code).update(successor=follows)


def _new_agreement(plan: Plan, by: Actor, on: date) -> Agreement:
    """First as a draft where it is not signed yet: its text is put in before it is opened for signing."""
    told = plan.told
    values = {**told.remarks, **told.agreement}
    if values.get("stage") == Stage.SIGNING:
        values["stage"] = Stage.DRAFT
    organiser = (
        Organisation.objects.filter(code=plan.bodies.code_of(told.organiser)).first()
        if told.organiser
        else None
    )
    agreement: Agreement = stamped(Agreement(code=told.code, organiser=organiser, **values), by, on)
    agreement.save(force_insert=True)
    return agreement


def _to_stage(plan: Plan, agreement: Agreement) -> None:
    agreement.stage = plan.told.agreement["stage"]
    agreement.signing_opened_on = agreement.signing_opened_on or plan.told.remarks.get("signing_opened_on")
    agreement.save(update_fields=["stage", "signing_opened_on"])


def _change_agreement(plan: Plan, agreement: Agreement) -> None:
    for change in plan.of("agreement", CHANGE):
        for name, value in change.values.items():
            if name == "organiser":
                value = Organisation.objects.filter(code=value).first()
            setattr(agreement, name, value)
    if not plan.is_new and not plan.changes_nothing:
        agreement.version += 1
        agreement.save()


def _fill(plan: Plan, agreement: Agreement, by: Actor, on: date) -> None:
    ours = plan.bodies.code_of
    for row in plan.told.parties:
        body = ours(row.values["organisation"])
        _party(agreement, {**row.remarks, **row.values, "organisation": body}).save(force_insert=True)
    for row in plan.told.people:
        party = ours(row.values["party"]) if row.values["party"] else ""
        _attendee(agreement, {**row.remarks, **row.values, "party": party}, by, on).save(force_insert=True)
    for row in plan.told.statements:
        stamped(Statement(agreement=agreement, **{**row.remarks, **row.values}), by, on).save(
            force_insert=True
        )


def _party(agreement: Agreement, values: dict[str, Any]) -> Party:
    body = Organisation.objects.get(code=values["organisation"])
    return Party(agreement=agreement, **{**values, "organisation": body})


def _attendee(agreement: Agreement, values: dict[str, Any], by: Actor, on: date) -> Attendee:
    """A signatory whose day the file does not give signed on the day of the agreement."""
    party = agreement.parties.filter(organisation__code=values["party"]).first() if values["party"] else None
    person: Attendee = stamped(Attendee(agreement=agreement, **{**values, "party": party}), by, on)
    if person.part == Attendee.Part.SIGNATORY and "signed_on" not in values:
        person.signed_on = agreement.signed_on
    return person


def _remove(plan: Plan) -> None:
    for table in ("person", "party", "statement"):
        for change in plan.of(table, REMOVE):
            change.row.delete()


def _change_rows(plan: Plan, by: Actor, on: date) -> None:
    agreement = plan.agreement
    assert agreement is not None
    moved = [change for change in plan.of("party", CHANGE) if "order" in change.values]
    for change in moved:
        Party.objects.filter(pk=change.row.pk).update(order=ASIDE + change.row.pk)
    for table in ("party", "person", "statement"):
        for change in plan.of(table, CHANGE):
            for name, value in change.values.items():
                setattr(change.row, name, value)
            change.row.save()
    for change in plan.of("party", ADD):
        _party(agreement, change.values).save(force_insert=True)
    for change in plan.of("person", ADD):
        _attendee(agreement, change.values, by, on).save(force_insert=True)
    for change in plan.of("statement", ADD):
        stamped(Statement(agreement=agreement, **change.values), by, on).save(force_insert=True)


def _put_text(plan: Plan, agreement: Agreement, by: Actor) -> None:
    told = plan.told.text
    if told is None:
        return
    if plan.adds_text:
        demonstration = agreement.provenance == Provenance.DEMONSTRATION
        version = put_text(
            by=by,
            agreement=agreement,
            text_th=told.text_th,
            text_en=told.text_en,
            translation_note_th=told.translation_note_th,
            translation_note_en=told.translation_note_en,
            provenance=Provenance.DEMONSTRATION if demonstration else Provenance.IN_TEXT,
            provenance_source=agreement.provenance_source,
        )
        if told.file_sha256:
            version.file_sha256 = told.file_sha256
            version.save(update_fields=["file_sha256"])
    else:
        version = agreement.text_versions.get(number=1)
    if plan.adds_clauses:
        spans = [
            MarkedClause(
                label_th=c.label_th, label_en=c.label_en, heading_th=c.heading_th, heading_en=c.heading_en, start=c.start,
                end=c.end, start_en=c.start_en, end_en=c.end_en, code=c.code,
            )
            for c in told.clauses
        ]  # fmt: skip
        mark_clauses(by=by, version=version, spans=spans)


def _write_commitment(
    plan: Plan, told: ToldCommitment, row: Commitment | None, agreement: Agreement, by: Actor
) -> Commitment:
    lead = Organisation.objects.get(code=plan.bodies.code_of(told.lead))
    joined = (
        None if told.collaborators is None else [plan.bodies.code_of(code) for code in told.collaborators]
    )
    return write_commitment(told, row, agreement, lead, joined, by)


def write_commitment(
    told: ToldCommitment, row: Commitment | None, agreement: Agreement, lead: Organisation, joined: list[str] | None, by: Actor
) -> Commitment:  # fmt: skip
    """Adds it, or edits what the file tells otherwise. `joined`: codes of the collaborators, None where they are not told."""
    values = dict(told.values)
    if joined is not None:
        values["collaborators"] = list(Organisation.objects.filter(code__in=joined))
    if told.clause:
        values["clause"] = agreement.clauses.filter(code=told.clause).first()
    if told.statement:
        kind, number = told.statement
        values["statement"] = agreement.statements.filter(kind=kind, number=number).first()
    if told.periods is not None:
        values["periods"] = told.periods
    if row is None:
        return add_commitment(by=by, agreement=agreement, lead=lead, code=told.code, **values)
    for name in ("provenance", "provenance_why", "provenance_source"):
        values.pop(name, None)
    return edit_commitment(by=by, commitment=row, version=row.version, **values)


def stamped(row: Any, by: Actor, on: date) -> Any:
    """Who added it and when, for what the file says was added."""
    if row.provenance == Provenance.ADDED:
        row.provenance_by, row.provenance_on = by.person_name or by.organisation_code, on
    return row
