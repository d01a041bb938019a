"""The ways on from a page, for those who may take them: each asked by the rule that guards the act itself."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from phanuek.agreements import permissions as agreements
from phanuek.agreements.models import Agreement, Commitment
from phanuek.consent import permissions as consent
from phanuek.eligibility import permissions as eligibility
from phanuek.needs import permissions as needs
from phanuek.needs.models import Need, Voice
from phanuek.needs.states import OPEN_STATES, NeedState
from phanuek.offers import permissions as offers
from phanuek.offers.models import Availability, Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.organisations.roles import Permission
from phanuek.outcomes import permissions as outcomes
from phanuek.registry import permissions as registry
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T


@dataclass(frozen=True)
class Button:
    """One way on."""

    label: T
    url: str
    primary: bool = False


def _to(name: str, *args: str, **query: str) -> str:
    return reverse(name, args=args) + (f"?{urlencode(query)}" if query else "")


def own_body(actor: Actor) -> Organisation | None:
    """The body the reader acts for."""
    return Organisation.objects.filter(pk=actor.acting_id).first() if actor.acting_id else None


def of_agreement(actor: Actor, agreement: Agreement) -> list[Button]:
    lead = own_body(actor)
    if lead is None or not may(agreements.check_can_add_commitment, actor, agreement, lead):
        return []
    from_list = T("นำเข้าภารกิจจากตาราง", "Import commitments")
    return [
        _new_commitment(agreement, lead),
        Button(from_list, _to("agreements:commitments_import", agreement.code)),
    ]


def of_agreements(actor: Actor) -> list[Button]:
    """Ways to a new agreement."""
    if not may(agreements.check_can_import, actor):
        return []
    return [
        Button(T("นำเข้าบันทึกข้อตกลง", "Import an agreement"), _to("agreements:import")),
        Button(T("ร่างบันทึกข้อตกลง", "Draft an agreement"), _to("agreements:agreement_new")),
    ]


def _new_commitment(agreement: Agreement, lead: Organisation) -> Button:
    return Button(
        T("เพิ่มภารกิจ", "Add a commitment"), _to("agreements:commitment_new", agreement.code, lead=lead.code)
    )


def of_commitment(actor: Actor, commitment: Commitment) -> list[Button]:
    made: list[Button] = []
    if may(agreements.check_can_edit_commitment, actor, commitment):
        made.append(
            Button(T("แก้ไขภารกิจ", "Edit the commitment"), _to("agreements:commitment_edit", commitment.code))
        )
    if not actor.is_public and may(offers.check_can_add, actor, commitment.lead):
        made.append(
            Button(
                T("เพิ่มมาตรการภายใต้ภารกิจ", "Add an offer under it"),
                _to("offers:new", provider=commitment.lead.code, commitment=commitment.code),
            )
        )
    return made


def of_organisation(actor: Actor, organisation: Organisation, signed: list[Agreement]) -> list[Button]:
    made: list[Button] = []
    if actor.is_public:
        return made
    if may(offers.check_can_add, actor, organisation):
        made.append(Button(T("เพิ่มมาตรการ", "Add an offer"), _to("offers:new", provider=organisation.code)))
    for agreement in signed[:1]:
        if may(agreements.check_can_add_commitment, actor, agreement, organisation):
            made.append(_new_commitment(agreement, organisation))
    return made


def of_offer(actor: Actor, offer: Offer) -> list[Button]:
    """Limits, editions and taking it back stand in their parts of the page."""
    if actor.is_public:
        return []
    made: list[Button] = []
    editable = may(offers.check_can_edit, actor, offer)
    if editable:
        made += [
            Button(T("แก้ไขมาตรการ", "Edit the offer"), _to("offers:edit", offer.code)),
            Button(T("แก้ไขเงื่อนไข", "Edit the conditions"), _to("offers:conditions", offer.code)),
        ]
    if not offer.published:
        publish = Button(
            T("ไปหน้าเผยแพร่", "Go on to publish"), _to("offers:publish", offer.code), primary=True
        )
        return [*made, publish] if editable else made
    if may(offers.check_can_confirm, actor, offer):
        made.append(
            Button(T("ยืนยันว่าตรวจแล้ว", "Mark as checked"), _to("offers:check", offer.code), primary=True)
        )
    if editable:
        closed = offer.availability == Availability.CLOSED
        made.append(
            Button(T("เปิดรับอีกครั้ง", "Reopen"), _to("offers:reopen", offer.code))
            if closed
            else Button(T("ปิดรับ", "Close the offer"), _to("offers:close", offer.code))
        )
    return made


def of_enterprise(actor: Actor, enterprise: Enterprise) -> list[Button]:
    """For someone who works with it."""
    code = enterprise.code
    made: list[Button] = []
    if may(needs.check_can_say, actor, Voice.GROUP, enterprise.subdistrict, enterprise):
        made.append(Button(T("บันทึกความต้องการ", "Record a need"), _to("needs:say", enterprise=code)))
    made.append(Button(T("ใครช่วยได้บ้าง", "Who can help"), _to("matching:enterprise", code), primary=True))
    if may(registry.check_can_edit, actor, enterprise):
        made.append(Button(T("แก้ไขข้อมูล", "Edit"), _to("registry:edit", code)))
        made.append(Button(T("แก้ไขข้อมูลติดต่อ", "Edit the contact details"), _to("consent:contact", code)))
        made.append(Button(T("เพิ่มสินค้า", "Add a product"), _to("registry:product_new", code)))
    if may(outcomes.check_can_report, actor, enterprise):
        made.append(Button(T("รายงานรายได้", "Report income"), _to("outcomes:income", code)))
    if may(consent.check_can_see, actor, enterprise):
        made.append(Button(T("ความยินยอม", "Consents"), _to("consent:list", code)))
    return made


def of_support(actor: Actor, enterprise: Enterprise) -> list[Button]:
    """For a Pracharath company of the place: begin to support the group, or end it."""
    own = own_body(actor) if actor.may(Permission.SUPPORT_GROUPS) else None
    if own is None or not may(registry.check_can_support, actor, own):
        return []
    if enterprise.relations.filter(organisation=own, ended_on=None).exists():
        end = _to("registry:support_end", enterprise.code, own.code)
        return [Button(T("สิ้นสุดการสนับสนุน", "End the support"), end)]
    if own.province_id not in (None, enterprise.subdistrict.province_code):
        return []
    return [
        Button(
            T("เริ่มสนับสนุนกลุ่มนี้", "Begin to support this group"), _to("registry:support_new", enterprise.code)
        )
    ]


def may_record_facts(actor: Actor, enterprise: Enterprise) -> bool:
    return may(eligibility.check_can_record, actor, enterprise)


def of_need(actor: Actor, need: Need) -> list[Button]:
    if not may(needs.check_can_check, actor, need):
        return []
    made: list[Button] = []
    if need.state == NeedState.RECEIVED:
        made.append(Button(T("ตรวจเรื่อง", "Check it"), _to("needs:check", need.code), primary=True))
    if need.state in OPEN_STATES or need.state == NeedState.REFERRED:
        made.append(
            Button(
                T("ใครช่วยได้บ้าง", "Who can help"),
                _to("matching:need", need.code),
                primary=need.state == NeedState.CHECKED,
            )
        )
        made.append(Button(T("เชื่อมกับกลุ่ม", "Link to a group"), _to("needs:link", need.code)))
    if need.state == NeedState.CLOSED:
        made.append(Button(T("เปิดเรื่องอีกครั้ง", "Reopen"), _to("needs:reopen", need.code)))
    else:
        made.append(Button(T("ปิดเรื่อง", "Close it"), _to("needs:close", need.code)))
    return made
