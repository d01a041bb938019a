"""Writing an offer: adding, editing, closing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from phanuek.agreements.models import Commitment
from phanuek.eligibility import actions as eligibility
from phanuek.offers import permissions
from phanuek.offers.actions.base import locked
from phanuek.offers.actions.capacity import set_capacity
from phanuek.offers.actions.freshness import check_next
from phanuek.offers.actions.schemes import scheme_named
from phanuek.offers.models import Aim, Availability, Means, Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset(
    {
        "name_th", "name_en", "about_th", "about_en", "means", "aims", "terms_th", "terms_en", "how_to_apply_th",
        "how_to_apply_en", "documents", "applicant_note_th", "applicant_note_en", "opens_on", "closes_on", "availability",
        "availability_note_th", "availability_note_en", "capacity", "per_applicant_limit_baht", "areas", "areas_stated",
        "first_answer_days", "commitment", "activity", "scheme", "edition", "budget_baht", "budget_out_on", "selection",
        "next_check_on", "provenance_source", "waiting_days",
    }
)  # fmt: skip
WHEN_ADDED = EDITABLE | {
    "published", "verified", "checked_on", "provenance", "provenance_by", "provenance_on", "provenance_why",
}  # fmt: skip


@transaction.atomic
def add(
    *,
    by: Actor,
    provider: Organisation,
    name_th: str,
    means: str,
    aims: Sequence[str],
    rule_text: str = "",
    code: str = "",
    commitment: Commitment | None = None,
    rule_source: str = "",
    rule_note_th: str = "",
    rule_note_en: str = "",
    rule_valid_from: date | None = None,
    new_scheme: str = "",
    **fields: Any,
) -> Offer:
    """A new offer with its conditions as rule text (empty: no condition is stated). `fields` are the model's own;
    `new_scheme` names a scheme that it is the first edition of.

    Raises Refused naming the field; a rule that cannot be read is refused at `rule_text`.
    """
    permissions.check_can_add(by, provider)
    by = by.for_organisation(provider, on=clock.today())
    unknown = set(fields) - WHEN_ADDED
    if unknown:
        raise TypeError(f"not a field of an offer: {', '.join(sorted(unknown))}")
    code = code or new_code("o")
    if Offer.objects.filter(code=code).exists():
        raise Refused(T("มีมาตรการรหัสนี้แล้ว", "An offer with this code exists already."), field="code")
    fields.setdefault("provenance", Provenance.ADDED)
    if fields["provenance"] == Provenance.ADDED:
        fields = {"provenance_by": _name_of(by), "provenance_on": clock.today(), **fields}
    if new_scheme.strip():
        fields["scheme"] = scheme_named(by=by, provider=provider, name=new_scheme)
    version = eligibility.set_rule(
        by=by,
        code=code,
        text=rule_text,
        source=rule_source,
        note_th=rule_note_th,
        note_en=rule_note_en,
        valid_from=rule_valid_from or clock.today(),
    )
    offer = Offer(
        code=code,
        provider=provider,
        commitment=commitment,
        rule=version.rule,
        name_th=name_th.strip(),
        means=means,
        aims=_in_order(aims),
        on_behalf=by.on_behalf_of_id is not None,
        **fields,
    )
    _check(offer, by)
    if not by.is_system:  # which loads what was planned on other days
        check_next(offer.next_check_on, after=offer.checked_on or clock.today())
    offer.save(force_insert=True)
    set_capacity(offer, by, capacity=offer.capacity, budget=offer.budget_baht)
    timeline.record("offer.added", about=offer, by=by, facts={"provider": provider.code})
    return offer


@transaction.atomic
def add_many(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> list[Offer]:
    """As `add` for each row; all of them or none."""
    return [add(by=by, **row) for row in rows]


@transaction.atomic
def edit(*, by: Actor, offer: Offer, version: int, new_scheme: str = "", **changes: Any) -> Offer:
    """Changes the named fields. `version` is the one the editor saw: Conflict when another saved since."""
    permissions.check_can_edit(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    row = locked(offer)
    if "aims" in changes:
        changes["aims"] = _in_order(changes["aims"])
    if new_scheme.strip():
        changes["scheme"] = scheme_named(by=by, provider=row.provider, name=new_scheme)
    changed = versions.apply(row, version=version, changes=changes)
    if not changed:
        return row
    row.on_behalf = by.on_behalf_of_id is not None
    _check(row, by)
    if "next_check_on" in changed:
        check_next(row.next_check_on, after=row.checked_on or row.added_on)
    row.save()
    if {"capacity", "budget_baht"} & set(changed):
        set_capacity(row, by, capacity=row.capacity, budget=row.budget_baht)
    timeline.record("offer.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


@transaction.atomic
def close(*, by: Actor, offer: Offer, note_th: str = "", note_en: str = "") -> Offer:
    """No more applications, whatever the dates say; the note tells people why."""
    permissions.check_can_edit(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    row = locked(offer)
    if row.availability == Availability.CLOSED:
        raise Refused(T("มาตรการนี้ปิดรับอยู่แล้ว", "This offer is closed already."))
    return _set_availability(row, Availability.CLOSED, "offer.closed", by, note_th, note_en)


@transaction.atomic
def reopen(*, by: Actor, offer: Offer) -> Offer:
    """Open again, or confirmed as open."""
    permissions.check_can_edit(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    row = locked(offer)
    if row.availability == Availability.OPEN:
        raise Refused(T("มาตรการนี้เปิดรับอยู่แล้ว", "This offer is open already."))
    if row.closes_on is not None and row.closes_on < clock.today():
        raise Refused(
            T("วันปิดรับผ่านมาแล้ว", "Its closing day has passed."),
            hint=T("แก้วันปิดรับก่อน แล้วจึงเปิดรับอีกครั้ง", "Change the closing day first, then open it again."),
        )
    return _set_availability(row, Availability.OPEN, "offer.reopened", by, "", "")


def _set_availability(row: Offer, to: str, verb: str, by: Actor, note_th: str, note_en: str) -> Offer:
    row.availability = to
    row.availability_note_th, row.availability_note_en = note_th.strip(), note_en.strip()
    row.on_behalf = by.on_behalf_of_id is not None
    row.version += 1
    row.save(
        update_fields=["availability", "availability_note_th", "availability_note_en", "on_behalf", "version"]
    )
    timeline.record(verb, about=row, by=by)
    return row


def _in_order(aims: Sequence[str]) -> list[str]:
    unknown = set(aims) - set(Aim.values)
    if unknown or not aims:
        raise Refused(T("โปรดเลือกเป้าหมายของการสนับสนุนอย่างน้อยหนึ่งข้อ", "Choose at least one aim."), field="aims")
    return [aim for aim in Aim.values if aim in aims]


def _check(offer: Offer, by: Actor) -> None:
    """Model checks as one Refused, naming the first field."""
    if offer.means not in Means.values:
        raise Refused(T("โปรดเลือกวิธีสนับสนุน", "Choose a means of support."), field="means")
    if offer.opens_on and offer.closes_on and offer.closes_on < offer.opens_on:
        raise Refused(
            T("วันปิดรับต้องไม่มาก่อนวันเปิดรับ", "The closing day cannot come before the opening day."),
            field="closes_on",
        )
    if offer.activity is not None and offer.activity.commitment_id != offer.commitment_id:
        raise Refused(
            T("กิจกรรมนี้เป็นของภารกิจอื่น", "That activity belongs to another commitment."), field="activity"
        )
    if offer.scheme is not None and offer.scheme.provider_id != offer.provider_id:
        raise Refused(T("โครงการนี้เป็นของหน่วยงานอื่น", "That scheme belongs to another body."), field="scheme")
    if offer.commitment is not None and not (by.sees_all or _may_serve(offer, offer.commitment)):
        raise Refused(
            T("ภารกิจนี้เป็นของหน่วยงานอื่น", "That commitment belongs to another body."), field="commitment"
        )
    try:
        offer.full_clean(validate_unique=False)
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error


def _may_serve(offer: Offer, commitment: Commitment) -> bool:
    """Led or joined by the provider or the body above it."""
    above = offer.provider.parent_id
    bodies = [offer.provider_id] if above is None else [offer.provider_id, above]
    return commitment.lead_id in bodies or commitment.collaborators.filter(pk__in=bodies).exists()


def _name_of(by: Actor) -> str:
    if by.is_system:
        return by.person_name
    return Organisation.objects.values_list("name_th", flat=True).get(code=by.organisation_code)
