"""The verb that brings an agreement in from its JSON form."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import ProtectedError

from phanuek.agreements import permissions
from phanuek.agreements.models import Agreement, Attendee, Party, Statement
from phanuek.agreements.reading import NotReadable, Problem, Read, read
from phanuek.organisations import actions as organisations
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui.words import T


@transaction.atomic
def import_agreement(*, by: Actor, data: Mapping[str, Any], on: date) -> Agreement:
    """Brings the agreement to what the data tells; the same data again changes nothing.

    Organisations that are missing are made; those that exist are left as they are. Raises NotReadable with every
    problem and its path. `on` is the day of the import.
    """
    permissions.check_can_import(by)
    found = read(data, on=on)
    bodies = _bodies(by, found)
    agreement, changed = _agreement(found, bodies, by, on)
    changed += _sync(
        agreement.parties.all(), found.parties, ("order",),
        lambda row: Party(agreement=agreement, **{**row, "organisation": bodies[row["organisation"]]}),
    )  # fmt: skip
    parties = {party.organisation.code: party for party in agreement.parties.select_related("organisation")}
    changed += _sync(
        agreement.attendees.filter(amendment=None), found.attendees, ("part", "name_th"),
        lambda row: _stamped(_attendee(agreement, parties, row), by, on),
    )  # fmt: skip
    changed += _sync(
        agreement.statements.all(), found.statements, ("kind", "number"),
        lambda row: _stamped(Statement(agreement=agreement, **row), by, on),
    )  # fmt: skip
    if changed:
        timeline.record("agreement.imported", about=agreement, by=by, facts={"changed": len(changed)})
    return agreement


def _bodies(by: Actor, found: Read) -> dict[str, Organisation]:
    """Organisations by code, parents made before their children."""
    wanted = {party["organisation"] for party in found.parties} | set(found.bodies)
    there = {o.code: o for o in Organisation.objects.filter(code__in=wanted | _parents(found))}
    missing = [code for code in found.bodies if code not in there]
    while missing:
        ready = [code for code in missing if (found.bodies[code]["parent"] or None) in {None, *there}]
        if not ready:
            raise NotReadable([
                Problem(f"organisations.{code}.parent", T("ไม่พบหน่วยงานต้นสังกัด “{p}”", "the body above it, “{p}”, is not found").format(
                    p=found.bodies[code]["parent"]
                ))
                for code in missing
            ])  # fmt: skip
        rows = [
            {**found.bodies[code], "code": code, "parent": there.get(found.bodies[code]["parent"])}
            for code in ready
        ]
        organisations.add_many(by=by, rows=rows)
        there.update({o.code: o for o in Organisation.objects.filter(code__in=ready)})
        missing = [code for code in missing if code not in there]
    return there


def _attendee(agreement: Agreement, parties: Mapping[str, Party], row: dict[str, Any]) -> Attendee:
    """A signatory whose day the file does not give signed on the day of the agreement."""
    person = Attendee(agreement=agreement, **{**row, "party": parties.get(row["party"])})
    if person.part == Attendee.Part.SIGNATORY and person.signed_on is None:
        person.signed_on = agreement.signed_on
    return person


def _parents(found: Read) -> set[str]:
    return {body["parent"] for body in found.bodies.values() if body["parent"]}


def _agreement(
    found: Read, bodies: dict[str, Organisation], by: Actor, on: date
) -> tuple[Agreement, list[str]]:
    values = {**found.agreement, "organiser": bodies.get(found.organiser or "")}
    agreement = Agreement.objects.select_for_update(of=("self",)).filter(code=found.code).first()
    if agreement is None:
        agreement = _stamped(Agreement(code=found.code, **values), by, on)
        agreement.save(force_insert=True)
        return agreement, ["agreement"]
    differing = [name for name, value in values.items() if getattr(agreement, name) != value]
    for name in differing:
        setattr(agreement, name, values[name])
    if differing:
        agreement.version += 1
        agreement.save()
    return agreement, differing


def _stamped(row: Any, by: Actor, on: date) -> Any:
    """Who added it and when, for what the file says was added."""
    if row.provenance == Provenance.ADDED:
        row.provenance_by, row.provenance_on = by.person_name or by.organisation_code, on
    return row


def _sync(
    present: Iterable[models.Model],
    wanted: list[dict[str, Any]],
    key: tuple[str, ...],
    build: Callable[[dict[str, Any]], Any],
) -> list[str]:
    """Brings the rows under the agreement to the wanted ones, told apart by `key`; names what changed."""
    changed = []
    left = {tuple(getattr(row, name) for name in key): row for row in present}
    for values in wanted:
        fresh = build(values)
        there = left.pop(tuple(getattr(fresh, name) for name in key), None)
        if there is None:
            fresh.save(force_insert=True)
            changed.append(str(fresh))
            continue
        differing = [name for name in values if getattr(there, name) != getattr(fresh, name)]
        for name in differing:
            setattr(there, name, getattr(fresh, name))
        if differing:
            there.save()
            changed.append(str(there))
    for row in left.values():
        _remove(row)
        changed.append(str(row))
    return changed


def _remove(row: models.Model) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise NotReadable([
            Problem(str(row), T("มีภารกิจอ้างอิงอยู่ จึงเอาออกไม่ได้", "commitments refer to it, so it cannot be taken out"))
        ]) from error  # fmt: skip
