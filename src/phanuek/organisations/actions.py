from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Membership, Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import ROLES, Permission
from phanuek.people.models import Person
from phanuek.timeline import actions as timeline
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def add(*, by: Actor, code: str, kind: str, name_th: str, **fields: Any) -> Organisation:
    """A new body. `fields` are the model's own (name_en, abbr_th, parent …)."""
    check_has(by, Permission.MANAGE_AGREEMENT)
    organisation = Organisation(code=code, kind=kind, name_th=name_th, **fields)
    organisation.full_clean()
    organisation.save()
    timeline.record("organisation.added", about=organisation, by=by)
    return organisation


@transaction.atomic
def add_many(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> list[Organisation]:
    """As `add`, for many at once; each row holds the model's fields, codes checked by the database."""
    check_has(by, Permission.MANAGE_AGREEMENT)
    made = Organisation.objects.bulk_create([Organisation(**row) for row in rows], batch_size=500)
    timeline.record_many([timeline.Entry("organisation.added", o) for o in made], by=by)
    return made


@transaction.atomic
def remove_unused(*, by: Actor, codes: Iterable[str]) -> list[str]:
    """Takes out bodies that nothing refers to and nobody belongs to; the others stay. Returns the codes of those taken out."""
    check_has(by, Permission.MANAGE_AGREEMENT)
    gone: list[str] = []
    waiting = list(Organisation.objects.filter(code__in=list(codes), memberships=None))
    while waiting:
        before = len(gone)
        for organisation in list(waiting):
            try:
                with transaction.atomic():
                    timeline.record("organisation.removed", about=organisation, by=by)
                    organisation.delete()
            except ProtectedError:
                continue
            waiting.remove(organisation)
            gone.append(organisation.code)
        if len(gone) == before:
            break
    return gone


@transaction.atomic
def add_member(
    *,
    by: Actor,
    person: Person,
    organisation: Organisation,
    role: str,
    valid_from: date,
    area: Area | None = None,
) -> Membership:
    """Gives a person a role in an organisation. An area role needs its area."""
    check_has(by, Permission.MANAGE_AGREEMENT)
    if ROLES[role].by_area and area is None:
        raise Refused(T("บทบาทนี้ต้องระบุพื้นที่", "This role needs an area."), field="area")
    membership = Membership.objects.create(
        person=person, organisation=organisation, role=role, area=area, valid_from=valid_from
    )
    timeline.record("organisation.member_added", about=organisation, by=by, facts={"role": role})
    return membership


@transaction.atomic
def end_membership(*, by: Actor, membership: Membership, on: date) -> None:
    """The role ends; from `on` the person no longer acts for the organisation."""
    check_has(by, Permission.MANAGE_AGREEMENT)
    if on <= membership.valid_from:
        raise Refused(T("วันสิ้นสุดต้องอยู่หลังวันเริ่ม", "The end must come after the start."), field="valid_to")
    membership.valid_to = on
    membership.save(update_fields=["valid_to"])
    timeline.record(
        "organisation.member_ended", about=membership.organisation, by=by, facts={"role": membership.role}
    )


@transaction.atomic
def add_sides(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> list[Organisation]:
    """The organisations that stand for enterprises, so that their people can act for them; whoever registers adds them."""
    check_has(by, Permission.REGISTER_ENTERPRISE)
    sides = [Organisation(kind=Kind.ENTERPRISE, **row) for row in rows]
    made = Organisation.objects.bulk_create(sides, batch_size=500)
    timeline.record_many([timeline.Entry("organisation.added", side) for side in made], by=by)
    return made


@transaction.atomic
def rename(*, by: Actor, organisation: Organisation, name_th: str, name_en: str) -> None:
    """The names it is shown by. An enterprise's side follows its registration; the others are the secretariat's."""
    if organisation.kind != Kind.ENTERPRISE or not by.acts_for(organisation.pk):
        permission = (
            Permission.REGISTER_ENTERPRISE
            if organisation.kind == Kind.ENTERPRISE
            else Permission.MANAGE_AGREEMENT
        )
        check_has(by, permission)
    organisation.name_th, organisation.name_en = name_th, name_en
    organisation.save(update_fields=["name_th", "name_en"])
    timeline.record("organisation.renamed", about=organisation, by=by)
