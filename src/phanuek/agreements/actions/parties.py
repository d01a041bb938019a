"""The parties of an agreement, while it is a draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import locked
from phanuek.agreements.models import Agreement, Party
from phanuek.agreements.states import Stage
from phanuek.organisations import actions as organisations
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.timeline import actions as timeline
from phanuek.ui import versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset({"name_as_printed", "name_note_th", "name_note_en", "must_sign"})
# above any real number of parties: orders are unique, so a new order is written by way of this one
ASIDE = 100_000


@transaction.atomic
def add_party(
    *,
    by: Actor,
    agreement: Agreement,
    organisation: Organisation | None = None,
    new_body: Mapping[str, Any] | None = None,
    name_as_printed: str = "",
    name_note_th: str = "",
    name_note_en: str = "",
    must_sign: bool = True,
) -> Party:
    """A party after the last one: a body that is known, or `new_body` (fields of an Organisation, at least name_th and kind).

    `name_as_printed` is the name as the document writes it; the official one where left empty.
    """
    permissions.check_can_manage(by)
    row = locked(agreement)
    permissions.check_stage(row, Stage.DRAFT)
    body = organisation or _new_body(by, new_body or {})
    _check_once(row, body)
    party = Party(
        agreement=row,
        organisation=body,
        order=(row.parties.aggregate(last=Max("order"))["last"] or 0) + 1,
        name_as_printed=name_as_printed.strip() or body.name_th,
        name_note_th=name_note_th.strip(),
        name_note_en=name_note_en.strip(),
        must_sign=must_sign,
    )
    _save(party)
    timeline.record("agreement.party_added", about=row, by=by, facts={"party": body.code})
    return party


@transaction.atomic
def edit_party(*, by: Actor, party: Party, version: int, **changes: Any) -> Party:
    """Its name as printed, the note beside it, and whether it must sign; Conflict when another saved since `version`."""
    permissions.check_can_manage(by)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    agreement = locked(party.agreement)
    permissions.check_stage(agreement, Stage.DRAFT)
    row = Party.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=party.pk)
    changed = versions.apply(row, version=version, changes=changes)
    if changed:
        _save(row)
        facts = {"party": row.organisation.code, "fields": sorted(changed)}
        timeline.record("agreement.party_edited", about=agreement, by=by, facts=facts)
    return row


@transaction.atomic
def remove_party(*, by: Actor, party: Party) -> None:
    """Takes a party out of a draft, with those named to sign for it."""
    permissions.check_can_manage(by)
    agreement = locked(party.agreement)
    permissions.check_stage(agreement, Stage.DRAFT)
    code, order = party.organisation.code, party.order
    party.delete()
    _renumber([p.pk for p in agreement.parties.order_by("order")])
    facts = {"party": code, "order": order}
    timeline.record("agreement.party_removed", about=agreement, by=by, facts=facts)


@transaction.atomic
def place_party(*, by: Actor, party: Party, order: int) -> None:
    """Moves a party to another place in the order of signing; the others close up. A place past either end is the end."""
    permissions.check_can_manage(by)
    agreement = locked(party.agreement)
    permissions.check_stage(agreement, Stage.DRAFT)
    rest = [p.pk for p in agreement.parties.order_by("order")]
    place = max(0, min(order - 1, len(rest) - 1))
    if rest.index(party.pk) == place:
        return
    rest.remove(party.pk)
    rest.insert(place, party.pk)
    _renumber(rest)
    facts = {"party": party.organisation.code, "order": place + 1}
    timeline.record("agreement.party_moved", about=agreement, by=by, facts=facts)


def _renumber(keys: Sequence[int]) -> None:
    """1, 2, 3 … in this order."""
    for offset in (ASIDE, 0):
        for order, pk in enumerate(keys, start=1):
            Party.objects.filter(pk=pk).update(order=offset + order)


def _new_body(by: Actor, fields: Mapping[str, Any]) -> Organisation:
    """A body that the platform does not know yet; refused where one of that name is known."""
    name = str(fields.get("name_th", "")).strip()
    if not name:
        raise Refused(
            T("เลือกหน่วยงาน หรือกรอกชื่อหน่วยงานใหม่", "Choose a body, or give the name of a new one."),
            field="organisation",
        )
    if Organisation.objects.bodies().filter(name_th=name).exists():
        raise Refused(
            T("มีหน่วยงานชื่อ “{name}” ในระบบแล้ว", "A body named “{name}” is known already.").format(name=name),
            field="new_name_th",
            hint=T("เลือกจากรายการหน่วยงาน", "Choose it from the list of bodies."),
        )
    if fields.get("kind") not in set(Kind.values) - {Kind.ENTERPRISE}:
        raise Refused(T("โปรดเลือกประเภทของหน่วยงานใหม่", "Choose what kind of body it is."), field="new_kind")
    return organisations.add(
        by=by,
        code=fields.get("code") or new_code("o"),
        kind=fields["kind"],
        name_th=name,
        name_en=str(fields.get("name_en", "")).strip(),
        parent=fields.get("parent"),
    )


def _check_once(agreement: Agreement, body: Organisation) -> None:
    there = agreement.parties.filter(organisation=body).first()
    if there is None:
        return
    raise Refused(
        T("{name} เป็นภาคีลำดับที่ {n} อยู่แล้ว", "{name} is a party already, at place {n}.").format(
            name=T(body.name_th, body.name_en or body.name_th), n=there.order
        ),
        field="organisation",
        hint=T(
            "ภาคีหนึ่งลงชื่อในข้อตกลงได้เพียงลำดับเดียว หากต้องลงนามหลายคนให้ระบุผู้ลงนามหลายคนที่ภาคีนั้น",
            "A body is a party once; where several people sign for it, name them all there.",
        ),
    )


def _save(party: Party) -> None:
    try:
        party.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error
    party.save()
