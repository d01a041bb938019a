"""What is given: who may record it, who may say that it came, and who may see how to reach the group."""

from phanuek.consent.purposes import Passed, may_pass
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.permissions.base import (
    ONLY_PROVIDER,
    check_provider,
    check_stands_in,
    is_receiving_side,
    is_senders_side,
    name_of,
)
from phanuek.referrals.states import DeliveryKind, ReferralState
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_deliver(by: Actor, referral: Referral, kind: DeliveryKind | str = "") -> None:
    """Once accepted, and again after a first delivery: support often comes in parts."""
    check_provider(by, referral, Permission.RECORD_DELIVERY)
    check_stands_in(referral, {ReferralState.ACCEPTED, ReferralState.DELIVERED})


def check_can_confirm_delivery(by: Actor, referral: Referral, delivery: Delivery | None = None) -> None:
    """The receiving side says that it came: the group itself, or an officer of its area from another body. What the group
    reported first is for the provider to answer."""
    if delivery is not None and delivery.reported_by_receiver:
        check_provider(by, referral, Permission.RECORD_DELIVERY)
        return
    if not (is_senders_side(by, referral) or by.acts_for(referral.enterprise.organisation_id)):
        raise NotAllowed(
            T(
                "เฉพาะกลุ่มหรือเจ้าหน้าที่ในพื้นที่ของกลุ่มยืนยันการได้รับได้",
                "Only the group or an officer of its area may confirm the receipt.",
            )
        )
    if delivery is not None and delivery.on_behalf and by.may(Permission.ACT_FOR_OTHERS):
        raise NotAllowed(
            T(
                "ฝ่ายเลขานุการบันทึกรายการนี้แทนหน่วยงานไว้เอง จึงยืนยันเองไม่ได้",
                "The secretariat entered this itself and cannot confirm it.",
            )
        )
    if by.acting_id == referral.provider_id:
        raise NotAllowed(
            T("ผู้ให้การสนับสนุนยืนยันการให้ของตนเองไม่ได้", "The provider cannot confirm its own delivery.")
        )


def check_can_see_contact(by: Actor, referral: Referral) -> None:
    """The provider, while the group's consent is valid. The sender's side works with the group and needs no consent."""
    if is_senders_side(by, referral) or by.acts_for(referral.enterprise.organisation_id):
        return
    if not by.acts_for(referral.provider_id):
        raise NotAllowed(ONLY_PROVIDER.format(provider=name_of(referral.provider)))
    if by.by_link:
        # whoever holds a link sees how to reach the group only once the case is taken up
        check_stands_in(referral, {ReferralState.ACCEPTED, ReferralState.DELIVERED})
    check_consent_in_force(referral, Passed.CONTACT)


def check_consent_in_force(referral: Referral, what: Passed = Passed.REQUEST) -> None:
    """The consent holds today, and its purpose lets the provider have this."""
    consent, today = referral.consent, clock.today()
    if (
        consent.given_on > today
        or consent.revoked_on is not None
        or (consent.expires_on is not None and consent.expires_on <= today)
        or not may_pass(consent.purpose, what)
    ):
        raise NotAllowed(
            T(
                "ความยินยอมของกลุ่มสิ้นผลแล้ว จึงไม่แสดงข้อมูลติดต่อ",
                "The group's consent is no longer in force, so its contact details are not shown.",
            ),
            T("โปรดติดต่อผ่านหน่วยงานที่ส่งเรื่อง", "Reach the group through the sender."),
        )


def check_can_report_receipt(by: Actor, referral: Referral) -> None:
    """The group, or its officer, may say that something came before the provider has recorded it."""
    if not is_receiving_side(by, referral) or by.acting_id == referral.provider_id:
        raise NotAllowed(
            T("เฉพาะกลุ่มหรือเจ้าหน้าที่ในพื้นที่ของกลุ่มแจ้งว่าได้รับแล้วได้",
              "Only the group or an officer of its area may report that something came.")
        )  # fmt: skip
    check_stands_in(referral, {ReferralState.ACCEPTED, ReferralState.DELIVERED})


def check_can_return(by: Actor, referral: Referral) -> None:
    """The provider says what came back, also after the case was closed."""
    check_provider(by, referral, Permission.RECORD_DELIVERY)
    check_stands_in(referral, {ReferralState.DELIVERED, ReferralState.CLOSED})
