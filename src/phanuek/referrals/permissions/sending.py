"""The sender's and the group's side: who may send, answer a question, note and withdraw."""

from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.referrals.models import Referral
from phanuek.referrals.permissions.base import (
    ONLY_SENDER,
    NotInState,
    check_state,
    is_senders_side,
    name_of,
)
from phanuek.referrals.states import ReferralState
from phanuek.registry.models import Enterprise
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_send(by: Actor, enterprise: Enterprise, offer: Offer) -> None:
    """An officer of the group's area, for a body of their own. Whether the offer takes it is not asked here."""
    check_has(by, Permission.SEND_REFERRAL)
    if by.acting_id is None:
        raise NotAllowed(
            T("การส่งเรื่องต้องทำในนามของหน่วยงาน", "A case is sent by a body; choose for which one you act.")
        )
    if not Enterprise.objects.workable_by(by).filter(pk=enterprise.pk).exists():
        raise NotAllowed(
            T(
                "กลุ่มนี้อยู่นอกพื้นที่ที่ท่านดูแล จึงส่งเรื่องแทนไม่ได้",
                "This group is outside your area, so you cannot send it on.",
            )
        )


def check_can_give_more(by: Actor, referral: Referral) -> None:
    """The sender's side or the group itself."""
    if not (is_senders_side(by, referral) or by.acts_for(referral.enterprise.organisation_id)):
        raise NotAllowed(
            T(
                "เฉพาะหน่วยงานที่ส่งเรื่องหรือกลุ่มเองเท่านั้นที่ตอบได้",
                "Only the sender or the group itself may answer this.",
            )
        )
    if referral.state != ReferralState.MORE_ASKED:
        raise NotInState(referral)


def check_can_note(by: Actor, referral: Referral) -> None:
    """Everybody the case concerns: provider, sender's side, the group."""
    if not (
        is_senders_side(by, referral)
        or by.acts_for(referral.enterprise.organisation_id)
        or by.acts_for(referral.sender_id)
        or (by.acts_for(referral.provider_id) and by.may(Permission.ANSWER_REFERRALS))
    ):
        raise NotAllowed(
            T(
                "เฉพาะผู้ส่ง หน่วยงานที่รับเรื่อง และกลุ่ม เพิ่มบันทึกได้",
                "Only sender, provider and the group may add a note.",
            )
        )


def check_can_withdraw(by: Actor, referral: Referral) -> None:
    if not by.is_system:
        check_has(by, Permission.SEND_REFERRAL)
        if not (by.acts_for(referral.sender_id) and by.covers(referral.enterprise.subdistrict.code)):
            raise NotAllowed(ONLY_SENDER.format(sender=name_of(referral.sender)))
    check_state(referral, ReferralState.WITHDRAWN)
