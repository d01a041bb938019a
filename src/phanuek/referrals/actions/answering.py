"""The provider's side: ask for more, accept, refuse, close."""

from django.db import transaction

from phanuek.offers import actions as offers
from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions
from phanuek.referrals.actions import steps
from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.states import ReferralState, RefusalReason
from phanuek.timeline import actions as timeline
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def ask_more(*, by: Actor, referral: Referral, text: str) -> Referral:
    """Asks the sender for what is missing. Counts as the first answer."""
    referral = steps.hold(referral)
    permissions.check_can_ask_more(by, referral)
    steps.write_letter(referral, Letter.Kind.QUESTION, text, by)
    steps.move(referral, ReferralState.MORE_ASKED)
    timeline.record("referral.more_asked", about=referral, by=by)
    return referral


@transaction.atomic
def accept(*, by: Actor, referral: Referral, note: str = "") -> Referral:
    """Takes the case up: one place of the offer, one accepted referral for its commitment. Refused when the offer is full."""
    referral = steps.hold(referral)
    permissions.check_can_accept(by, referral)
    offers.take_place(by=by, offer=referral.offer, reference=steps.reference(referral))
    if note.strip():
        steps.write_letter(referral, Letter.Kind.NOTE, note, by)
    steps.move(referral, ReferralState.ACCEPTED)
    steps.credit_acceptance(referral, by)
    timeline.record("referral.accepted", about=referral, by=by, also=[referral.enterprise, referral.offer],
                    facts={"referral": referral.code})  # fmt: skip
    return referral


@transaction.atomic
def refuse(*, by: Actor, referral: Referral, reason: str, note: str) -> Referral:
    """Turns the case down with a reason from the list; "other" needs words."""
    referral = steps.hold(referral)
    permissions.check_can_refuse(by, referral)
    if reason not in RefusalReason.values:
        raise Refused(T("โปรดเลือกเหตุผลจากรายการ", "Choose a reason from the list."), field="reason")
    if reason == RefusalReason.OTHER and not note.strip():
        raise Refused(T("เมื่อเลือก “เหตุอื่น” โปรดอธิบายเหตุผล", "“Other” needs an explanation."), field="note")
    referral.refusal_reason = reason
    referral.refusal_note = note.strip()[: steps.LONGEST_TEXT]
    steps.move(referral, ReferralState.REFUSED, also=("refusal_reason", "refusal_note"))
    steps.need_goes_back(referral, by)
    timeline.record("referral.refused", about=referral, by=by, also=[referral.enterprise, referral.offer],
                    facts={"referral": referral.code, "reason": reason}, note=referral.refusal_note)  # fmt: skip
    return referral


@transaction.atomic
def close(*, by: Actor, referral: Referral, note: str = "") -> Referral:
    """Ends the case. When nothing was delivered the place is free again and the need is looked at anew."""
    referral = steps.hold(referral)
    permissions.check_can_close(by, referral)
    delivered = referral.state == ReferralState.DELIVERED
    if not delivered and not note.strip():
        raise Refused(
            T("ยังไม่มีการให้การสนับสนุน โปรดบอกเหตุที่ปิดเรื่อง", "Nothing was delivered; say why the case is closed."),
            field="note",
        )
    if note.strip():
        steps.write_letter(referral, Letter.Kind.NOTE, note, by)
    steps.move(referral, ReferralState.CLOSED)
    if not delivered:
        steps.give_back_place(referral, by)
        steps.need_goes_back(referral, by)
    timeline.record("referral.closed", about=referral, by=by, also=[referral.enterprise],
                    facts={"referral": referral.code, "delivered": delivered})  # fmt: skip
    return referral
