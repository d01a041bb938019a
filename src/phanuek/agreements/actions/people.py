"""Who is to sign for a party, who is witness, who chairs: named before, mended, taken off the list."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import acting_for, locked, name_of
from phanuek.agreements.actions.lifecycle import settle
from phanuek.agreements.models import Agreement, Attendee, Party
from phanuek.agreements.states import Capacity, Method, Stage
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset({"name_th", "name_en", "position_th", "position_en", "capacity", "capacity_basis"})
AUTHORITY = frozenset({Capacity.FOR_HEAD, Capacity.DELEGATED})
Part = Attendee.Part


@transaction.atomic
def name_signatory(
    *,
    by: Actor,
    party: Party,
    name_th: str,
    position_th: str,
    name_en: str = "",
    position_en: str = "",
    capacity: str = Capacity.NOT_STATED,
    capacity_basis: str = "",
    provenance: str = Provenance.ADDED,
) -> Attendee:
    """Says who is to sign for a party. That is no signature yet; a party signs when all those named for it have.

    The capacity may stay open until the signature. Raises Refused naming the field.
    """
    permissions.check_can_sign_for(by, party)
    agreement = locked(party.agreement)
    permissions.check_still_signs(agreement, party)
    by = acting_for(by, party.organisation)
    person = Attendee(
        agreement=agreement,
        part=Part.SIGNATORY,
        party=party,
        name_th=name_th.strip(),
        name_en=name_en.strip(),
        position_th=position_th.strip(),
        position_en=position_en.strip(),
        capacity=capacity,
        capacity_basis=capacity_basis.strip(),
        method=Method.PAPER,
        on_behalf=by.on_behalf_of_id is not None,
        **_stamp(by, provenance),
    )
    _check(person)
    person.save(force_insert=True)
    facts = {"party": party.organisation.code, "person": person.code}
    timeline.record("agreement.signatory_named", about=agreement, by=by, facts=facts)
    return person


@transaction.atomic
def edit_person(*, by: Actor, person: Attendee, version: int, why: str = "", **changes: Any) -> Attendee:
    """Mends how a person is written down; who has signed is mended by the secretariat, with a reason.

    Raises Conflict when another saved since `version`.
    """
    permissions.check_can_change_person(by, person)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    agreement = locked(person.agreement)
    row = _fresh(person)
    settled = is_settled(row)
    if settled:
        permissions.check_can_manage(by)
    changed = versions.apply(row, version=version, changes=changes)
    if not changed:
        return row
    if settled and not why.strip():
        raise Refused(
            T("มีการลงนามแล้ว โปรดบอกเหตุที่แก้ไข", "This is signed already: say why it is corrected."),
            field="why",
            hint=T("เช่น สะกดชื่อผิดจากต้นฉบับ", "Such as a name misspelt against the original."),
        )
    _check(row)
    row.save()
    facts = {"person": row.code, "fields": sorted(changed)}
    timeline.record("agreement.person_edited", about=agreement, by=by, facts=facts, note=why.strip())
    return row


def is_settled(person: Attendee) -> bool:
    """Whether the record stands, so that it is mended by the secretariat only, with a reason."""
    signatory = person.part == Part.SIGNATORY
    return person.signed_on is not None or (not signatory and person.agreement.stage == Stage.SIGNED)


@transaction.atomic
def remove_person(*, by: Actor, person: Attendee) -> None:
    """Takes someone off who has not signed; refused for a signature that is recorded."""
    permissions.check_can_change_person(by, person)
    agreement = locked(person.agreement)
    row = _fresh(person)
    if row.signed_on is not None and row.part == Part.SIGNATORY:
        raise Refused(
            T(
                "{name}ลงนามแล้ว จึงเอาชื่อออกไม่ได้",
                "{name} has signed, so the name stays.",
            ).format(name=row.name_th),
            hint=T(
                "หากบันทึกการลงนามผิด ให้เพิกถอนรายการนั้นพร้อมเหตุผลก่อน",
                "Where that was recorded by mistake, undo the signature with its reason first.",
            ),
        )
    facts = {"person": row.code, "part": row.part}
    if row.party is not None:
        facts["party"] = row.party.organisation.code
    row.delete()
    timeline.record("agreement.person_removed", about=agreement, by=by, facts=facts)
    settle(by=by, agreement=agreement)


@transaction.atomic
def add_witness(
    *,
    by: Actor,
    agreement: Agreement,
    name_th: str,
    position_th: str = "",
    name_en: str = "",
    position_en: str = "",
    provenance: str = Provenance.ADDED,
) -> Attendee:
    """A witness of the signing."""
    return _present(
        by, agreement, Part.WITNESS, provenance,
        name_th=name_th, position_th=position_th, name_en=name_en, position_en=position_en,
    )  # fmt: skip


@transaction.atomic
def set_chair(
    *,
    by: Actor,
    agreement: Agreement,
    name_th: str,
    position_th: str = "",
    name_en: str = "",
    position_en: str = "",
    provenance: str = Provenance.ADDED,
) -> Attendee:
    """Who chairs the ceremony, in place of whoever was said before."""
    permissions.check_can_manage(by)
    locked(agreement)
    agreement.attendees.filter(part=Part.CHAIR, amendment=None).delete()
    return _present(
        by, agreement, Part.CHAIR, provenance,
        name_th=name_th, position_th=position_th, name_en=name_en, position_en=position_en,
    )  # fmt: skip


def _present(by: Actor, agreement: Agreement, part: str, provenance: str, **fields: str) -> Attendee:
    permissions.check_can_manage(by)
    row = locked(agreement)
    person = Attendee(agreement=row, part=part, **{name: text.strip() for name, text in fields.items()})
    for name, value in _stamp(by, provenance).items():
        setattr(person, name, value)
    _check(person)
    person.save(force_insert=True)
    facts = {"person": person.code, "part": part}
    timeline.record("agreement.person_added", about=row, by=by, facts=facts)
    return person


def _stamp(by: Actor, provenance: str) -> dict[str, Any]:
    return {"provenance": provenance, "provenance_by": name_of(by), "provenance_on": clock.today()}


def _fresh(person: Attendee) -> Attendee:
    return (
        Attendee.objects.select_for_update(of=("self",))
        .select_related("party__organisation", "agreement")
        .get(pk=person.pk)
    )


def _check(person: Attendee) -> None:
    if not person.name_th:
        raise Refused(
            T("โปรดกรอกชื่อและนามสกุลพร้อมคำนำหน้า", "Give the name with its title."),
            field="name_th",
        )
    if person.part == Part.SIGNATORY:
        _check_signatory(person)
    try:
        person.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error


def _check_signatory(person: Attendee) -> None:
    if not person.position_th and person.provenance != Provenance.REPORTED:
        raise Refused(
            T(
                "โปรดกรอกตำแหน่งของผู้ลงนาม เพราะอำนาจลงนามมาจากตำแหน่ง",
                "Give the signatory's position: the right to sign comes from it.",
            ),
            field="position_th",
        )
    if person.capacity in AUTHORITY and not person.capacity_basis:
        raise Refused(
            T(
                "ผู้ลงนามแทนต้องมีคำสั่งหรือหนังสือที่ให้อำนาจ",
                "Whoever signs for another needs an order or letter that allows it.",
            ),
            field="capacity_basis",
            hint=T(
                "กรอกเลขที่และวันที่ เช่น คำสั่งกรมที่ 125/2569 ลงวันที่ 5 มกราคม 2569",
                "Give its number and date, such as Order 125/2569 of 5 January 2026.",
            ),
        )
    wanted = pack().normalise(person.name_th)
    others = Attendee.objects.filter(
        agreement=person.agreement_id, amendment=person.amendment_id, part=Part.SIGNATORY
    ).exclude(pk=person.pk)
    for other in others.select_related("party__organisation"):
        if pack().normalise(other.name_th) == wanted and other.party is not None:
            body = other.party.organisation
            raise Refused(
                T(
                    "{person}เป็นผู้ลงนามของ{body}อยู่แล้ว คนเดียวลงนามในเอกสารเดียวได้ครั้งเดียว",
                    "{person} is named to sign for {body} already; a person signs one document once.",
                ).format(person=other.name_th, body=T(body.name_th, body.name_en or body.name_th)),
                field="name_th",
                hint=T("ตรวจสอบชื่อ หรือระบุผู้ลงนามคนอื่น", "Check the name, or name someone else."),
            )
