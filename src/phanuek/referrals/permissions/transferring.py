"""A case that should go elsewhere, begin again, or go on: who may propose it, agree to it, and reopen."""

from datetime import date, timedelta

from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.referrals.models import Referral
from phanuek.referrals.permissions.base import (
    check_provider,
    check_stands_in,
    is_receiving_side,
    is_senders_side,
)
from phanuek.referrals.states import ReferralState
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

S = ReferralState
REOPENED_WITHIN = timedelta(days=365)


def check_can_transfer(by: Actor, referral: Referral) -> None:
    check_provider(by, referral, Permission.ANSWER_REFERRALS)
    check_stands_in(referral, {S.SENT, S.MORE_ASKED, S.ACCEPTED})


def check_can_answer_transfer(by: Actor, referral: Referral) -> None:
    """The sender's side, with the group's word; or the group itself."""
    if not is_receiving_side(by, referral):
        raise NotAllowed(
            T(
                "เฉพาะผู้ส่งเรื่องหรือกลุ่มเองเท่านั้นที่ตอบข้อเสนอโอนได้",
                "Only the sender's side or the group itself may answer a proposed transfer.",
            )
        )
    check_stands_in(referral, {S.TRANSFER_ASKED})


def check_can_reopen(by: Actor, referral: Referral) -> None:
    """The sender's side or the provider's, within a year of the end. A refusal is questioned by an appeal instead."""
    providers = by.acts_for(referral.provider_id) and by.may(Permission.ANSWER_REFERRALS)
    if not (is_senders_side(by, referral) or providers):
        raise NotAllowed(
            T(
                "เฉพาะผู้ส่งเรื่องหรือหน่วยงานที่รับเรื่องเท่านั้นที่เปิดเรื่องอีกครั้งได้",
                "Only the sender's side or the provider may reopen a case.",
            )
        )
    check_stands_in(referral, {S.CLOSED, S.WITHDRAWN})
    if referral.closed_at is not None and clock.now() - referral.closed_at > REOPENED_WITHIN:
        raise NotAllowed(
            T("เรื่องนี้ปิดมาเกินหนึ่งปีแล้ว จึงเปิดอีกครั้งไม่ได้", "It ended more than a year ago and cannot be reopened."),
            T("ยื่นเรื่องใหม่ได้ โดยใช้ข้อมูลเดิม", "Apply anew; what was typed is kept."),
        )


def check_can_apply_again(by: Actor, referral: Referral) -> None:
    """Those who may send. Whether offer and consent allow it is asked when it is sent."""
    check_has(by, Permission.SEND_REFERRAL)
    check_stands_in(referral, {S.REFUSED, S.CLOSED, S.WITHDRAWN})


def check_can_wish(by: Actor, referral: Referral) -> None:
    """The group says that it wants what the refusing body suggested."""
    if not by.acts_for(referral.enterprise.organisation_id):
        raise NotAllowed(
            T("เฉพาะผู้แทนกลุ่มเท่านั้นที่ขอให้ส่งต่อได้", "Only the group's representative may ask for this.")
        )
    check_stands_in(referral, {S.REFUSED})


def reopen_until(referral: Referral) -> date | None:
    """The last day on which it can be reopened."""
    return (referral.closed_at + REOPENED_WITHIN).date() if referral.closed_at else None
