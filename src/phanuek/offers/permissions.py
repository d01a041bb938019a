"""Who may write offers."""

from datetime import date

from phanuek.offers.models import ConditionProposal, Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership, MembershipQuerySet, Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import ROLES, Permission
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_add(by: Actor, provider: Organisation) -> None:
    """An officer for their own body; the secretariat also for a body that has no account yet."""
    check_has(by, Permission.MANAGE_OWN_OFFERS)
    by.for_organisation(provider, on=clock.today())


def check_can_edit(by: Actor, offer: Offer) -> None:
    check_can_add(by, offer.provider)


def check_can_confirm(by: Actor, offer: Offer) -> None:
    """That an offer is current may be said by its provider, and by the secretariat of any offer."""
    if not by.may(Permission.MANAGE_AGREEMENT):
        check_can_edit(by, offer)


def check_can_take_place(by: Actor) -> None:
    """Places are taken and given back by the referrals room inside an act that it has checked."""
    if by.is_public or not (by.role or by.is_system or by.by_link):
        raise NotAllowed(T("ต้องเข้าสู่ระบบในนามหน่วยงานก่อน", "Sign in for an organisation first."))


def other_officers(provider: Organisation, proposer_id: int | None, on: date) -> bool:
    """Whether the body has somebody besides the proposer who keeps its offers."""
    return officers(on).filter(organisation=provider).exclude(person=proposer_id).exists()


def officers(on: date) -> MembershipQuerySet:
    """Everybody who may keep offers of their own body, on a day."""
    roles = [role.code for role in ROLES.values() if Permission.MANAGE_OWN_OFFERS in role.permissions]
    return Membership.objects.valid(on).filter(person__is_active=True, role__in=roles)


def check_can_propose(by: Actor, offer: Offer) -> None:
    """As editing, by somebody with a name: who proposes cannot approve."""
    check_can_edit(by, offer)
    if by.person_id is None and not by.is_system:
        raise NotAllowed(
            T("โปรดเข้าสู่ระบบก่อนเสนอเงื่อนไข", "Sign in to propose conditions."),
            hint=T("ลิงก์ที่ได้รับใช้เสนอเงื่อนไขไม่ได้", "A link is not enough for that."),
        )


def check_can_set_alone(by: Actor, offer: Offer) -> None:
    """Without a second person: the platform when it loads data, and whoever writes an offer that nobody sees yet and that
    never had conditions."""
    check_can_propose(by, offer)
    if by.is_system:
        return
    if offer.published or offer.rule.versions.exclude(text="").exists():
        raise NotAllowed(
            T("การเปลี่ยนเงื่อนไขต้องมีผู้อนุมัติอีกคน", "A second person approves a change of conditions."),
            hint=T(
                "เสนอเงื่อนไขพร้อมเหตุผล แล้วรอผู้อนุมัติ", "Propose it with its reason, then wait for the approval."
            ),
        )


def check_can_see_proposal(by: Actor, proposal: ConditionProposal) -> None:
    """The officers of the body that keeps the offer, and the secretariat."""
    if by.sees_all:
        return
    check_has(by, Permission.MANAGE_OWN_OFFERS)
    if not by.acts_for(proposal.offer.provider_id):
        raise NotAllowed(
            T("เงื่อนไขที่เสนอนี้เป็นของหน่วยงานอื่น", "These conditions are proposed by another body."),
            hint=T("เงื่อนไขที่ใช้อยู่ดูได้ในหน้ามาตรการ", "The conditions in force are on the offer's page."),
        )


def check_can_decide(by: Actor, proposal: ConditionProposal) -> None:
    """A second person of the body; where it has none, the secretariat. Never who proposed it."""
    check_can_see_proposal(by, proposal)
    if by.person_id is None and not by.is_system:
        raise NotAllowed(T("โปรดเข้าสู่ระบบก่อนอนุมัติ", "Sign in to approve."))
    if by.person_id is not None and by.person_id == proposal.proposed_by_id:
        raise NotAllowed(
            T("ท่านเป็นผู้เสนอ จึงอนุมัติเองไม่ได้", "You proposed it, so you cannot approve it."),
            hint=T("เจ้าหน้าที่อีกคนของหน่วยงาน หรือฝ่ายเลขานุการเป็นผู้อนุมัติ",
                   "Another officer of the body, or the secretariat, approves it."),
        )  # fmt: skip
    if by.is_system or by.acts_for(proposal.offer.provider_id):
        return
    if other_officers(proposal.offer.provider, proposal.proposed_by_id, clock.today()):
        raise NotAllowed(
            T("{name} มีเจ้าหน้าที่อีกคนที่อนุมัติได้ โปรดให้หน่วยงานดำเนินการเอง",
              "{name} has another officer who can approve it; they decide for themselves.").format(
                name=T(proposal.offer.provider.name_th, proposal.offer.provider.name_en or proposal.offer.provider.name_th)
            )
        )  # fmt: skip


def check_can_take_back(by: Actor, proposal: ConditionProposal) -> None:
    """Only who proposed it."""
    check_can_see_proposal(by, proposal)
    if not by.is_system and (by.person_id is None or by.person_id != proposal.proposed_by_id):
        raise NotAllowed(T("ผู้เสนอเท่านั้นที่ถอนคืนได้", "Only who proposed it can take it back."))


def check_can_see_ledger(by: Actor, offer: Offer) -> None:
    """Entries name cases and amounts: for the provider's officers and the secretariat. The totals are on the offer's page."""
    if by.sees_all:
        return
    check_has(by, Permission.MANAGE_OWN_OFFERS)
    if not by.acts_for(offer.provider_id):
        raise NotAllowed(
            T("รายการของมาตรการนี้เปิดเฉพาะเจ้าหน้าที่ของหน่วยงานเจ้าของมาตรการและฝ่ายเลขานุการ",
              "The entries of this offer are for its provider's officers and the secretariat."),
            hint=T("ยอดรวมอยู่ในหน้ามาตรการ", "The totals are on the offer's page."),
        )  # fmt: skip
