"""A case that ended goes on again; and the group's wish to be sent where the refusing body pointed."""

from __future__ import annotations

from django.db import transaction

from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions
from phanuek.referrals.actions import steps
from phanuek.referrals.actions.appealing import check_no_other
from phanuek.referrals.actions.sending import check_consent
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.actions.transferring import target_words
from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.notifications import Directory
from phanuek.referrals.states import ReferralState
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

S = ReferralState


@transaction.atomic
def reopen(*, by: Actor, referral: Referral, why: str) -> Referral:
    """A closed or withdrawn case goes on where it stood: it waits for an answer again; or, once accepted, it is accepted again
    with its place taken anew; or, once delivered, the delivery waits to be confirmed or followed.

    Refused when no place is left, when the group's consent has ended, and while it has another open case with the offer.
    """
    referral = steps.hold(referral)
    permissions.check_can_reopen(by, referral)
    why = steps.said(why, "why")
    check_no_other(referral)
    check_consent(referral.consent, referral.enterprise, referral.offer)
    withdrawn = referral.state == S.WITHDRAWN
    steps.write_letter(referral, Letter.Kind.NOTE, why, by)
    steps.move(referral, S.SENT)
    if referral.accepted_at is not None:
        _take_up_again(by, referral, withdrawn=withdrawn)
    steps.need_is_worked_on(referral, by)
    timeline.record(
        "referral.reopened", about=referral, by=by, also=[referral.enterprise, referral.offer],
        facts={"referral": referral.code, "state": referral.state}, note=why,
    )  # fmt: skip
    tell(by=by, referral=referral, what="reopened", quote=why)
    return referral


def _take_up_again(by: Actor, referral: Referral, *, withdrawn: bool) -> None:
    try:
        steps.take_place(referral, by, referral.requested_baht)
    except Refused as full:
        raise Refused(
            T(
                "เรื่องนี้เคยได้รับที่ แต่ขณะนี้ไม่มีที่เหลือ จึงยังเปิดอีกครั้งไม่ได้",
                "The case had a place, and none is left now, so it cannot be reopened yet.",
            ),
            field="why",
            hint=full.hint,
        ) from full
    steps.move(referral, S.ACCEPTED)
    if withdrawn:
        steps.credit_acceptance(referral, by)
    if referral.deliveries.exists():
        steps.move(referral, S.DELIVERED)


@transaction.atomic
def wish_alternative(*, by: Actor, referral: Referral) -> Letter:
    """The group asks its officer to send it where the refusing body pointed. Said once: a second time is refused."""
    referral = steps.hold(referral)
    permissions.check_can_wish(by, referral)
    offer = referral.alternative
    if offer is None:
        raise NotAllowed(T("เรื่องนี้ไม่มีมาตรการที่แนะนำ", "No other offer was suggested in this case."))
    wanted = T("กลุ่มขอให้ส่งเรื่องไปที่ {o} แทน", "The group asks to be sent to {o} instead.").format(
        o=target_words(offer)
    )
    if referral.letters.filter(organisation=by.acting_id, text=wanted.th).exists():
        raise Refused(T("ท่านแจ้งขอไว้แล้ว ผู้ส่งเรื่องได้รับทราบแล้ว", "You asked already, and the sender was told."))
    letter = steps.write_letter(referral, Letter.Kind.NOTE, wanted.th, by)
    timeline.record("referral.wished", about=referral, by=by, facts={"offer": offer.code})
    tell(
        by=by, referral=referral, what="wished", target=target_words(offer), key=f"letter-{letter.pk}",
        to=Directory.of(clock.today(), [referral]).sender(referral),
    )  # fmt: skip
    return letter
