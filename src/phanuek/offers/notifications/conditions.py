"""Conditions that wait for a second person, and what became of them."""

from collections.abc import Iterable

from phanuek.messages import actions as messages
from phanuek.messages.readers import Recipient
from phanuek.offers.models import ConditionProposal, ProposalState
from phanuek.offers.permissions import officers
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.organisations.roles import ROLES, Permission
from phanuek.ui import clock
from phanuek.ui.words import T

TOPIC = "offers.conditions"
LABEL = T(
    "เงื่อนไขของมาตรการที่รออนุมัติ และผลการอนุมัติ", "Conditions that wait for approval, and what became of yours"
)


def proposal_waits(*, by: Actor, proposal: ConditionProposal) -> None:
    """To everybody who may decide on it."""
    messages.tell(
        by=by,
        to=_deciders(proposal),
        topic=TOPIC,
        subject=T("เงื่อนไขรออนุมัติ: {offer}", "Conditions wait for approval: {offer}").format(
            offer=_offer(proposal)
        ),
        body=T(
            "{name}เสนอเปลี่ยนเงื่อนไขของ “{offer}” เพราะ {why}\nโปรดดูว่าเปลี่ยนอะไร กลุ่มใดได้รับผล แล้วอนุมัติหรือไม่อนุมัติ",
            "{name} proposed to change the conditions of “{offer}”, because: {why}\nSee what changes and for whom, then approve it or not.",
        ).format(name=proposal.proposed_by_name, offer=_offer(proposal), why=proposal.reason),
        link=proposal.get_absolute_url(),
        about=proposal.offer,
        key=f"conditions.wait:{proposal.code}",
    )


def proposal_decided(*, by: Actor, proposal: ConditionProposal) -> None:
    """To whoever proposed it; nobody where the platform itself did."""
    if proposal.proposed_by_id is None:
        return
    approved = proposal.state == ProposalState.APPROVED
    subject = (
        T("อนุมัติเงื่อนไขแล้ว: {offer}", "Conditions approved: {offer}")
        if approved
        else T("ไม่อนุมัติเงื่อนไข: {offer}", "Conditions not approved: {offer}")
    )
    body = (
        T("เงื่อนไขที่ท่านเสนอได้รับอนุมัติแล้ว", "The conditions you proposed are approved.")
        if approved
        else T(
            "เงื่อนไขที่ท่านเสนอไม่ได้รับอนุมัติ สิ่งที่กรอกยังเปิดดูและเสนอใหม่ได้",
            "The conditions you proposed were not approved. What you typed can still be read and proposed anew.",
        )
    )
    if proposal.decided_why:
        body = body + T("\nความเห็น: {why}", "\nIn their words: {why}").format(why=proposal.decided_why)
    messages.tell(
        by=by,
        to=[Recipient(person_id=proposal.proposed_by_id, organisation_code=proposal.organisation_code)],
        topic=TOPIC,
        subject=subject.format(offer=_offer(proposal)),
        body=body,
        link=proposal.get_absolute_url(),
        about=proposal.offer,
        key=f"conditions.decided:{proposal.code}",
    )


def _offer(proposal: ConditionProposal) -> T:
    offer = proposal.offer
    return T(offer.name_th, offer.name_en or offer.name_th)


def _deciders(proposal: ConditionProposal) -> list[Recipient]:
    """The other officers of the body; where there is none, the secretariat."""
    people = officers(clock.today()).exclude(person=proposal.proposed_by_id).select_related("organisation")
    own = list(people.filter(organisation=proposal.offer.provider).order_by("pk"))
    roles = [role.code for role in ROLES.values() if Permission.SEE_ALL in role.permissions]
    return _recipients(own or people.filter(role__in=roles).order_by("pk"))


def _recipients(rows: Iterable[Membership]) -> list[Recipient]:
    found = {
        row.person_id: Recipient(person_id=row.person_id, organisation_code=row.organisation.code)
        for row in rows
    }
    return list(found.values())
