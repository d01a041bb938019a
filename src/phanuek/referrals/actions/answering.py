"""The provider's side: ask for more, accept, refuse, close."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions, queries
from phanuek.referrals.actions import steps
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.states import ClosingReason, ReferralState, RefusalReason
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def ask_more(*, by: Actor, referral: Referral, text: str) -> Referral:
    """Asks the sender for what is missing. Counts as the first answer."""
    referral = steps.hold(referral)
    permissions.check_can_ask_more(by, referral)
    letter = steps.write_letter(referral, Letter.Kind.QUESTION, text, by)
    steps.move(referral, ReferralState.MORE_ASKED)
    timeline.record("referral.more_asked", about=referral, by=by)
    tell(by=by, referral=referral, what="more_asked", quote=letter.text)
    return referral


@transaction.atomic
def accept(*, by: Actor, referral: Referral, note: str = "", baht: Decimal | None = None) -> Referral:
    """Takes the case up: one place of the offer, one accepted referral for its commitment. A place kept for the group by a
    round, a draw or a waiting list is used first. `baht` is reserved with it; without it, what was asked for. Refused when the
    offer is full."""
    referral = steps.hold(referral)
    permissions.check_can_accept(by, referral)
    steps.take_place(referral, by, baht if baht is not None else referral.requested_baht)
    if note.strip():
        steps.write_letter(referral, Letter.Kind.NOTE, note, by)
    steps.move(referral, ReferralState.ACCEPTED)
    steps.credit_acceptance(referral, by)
    timeline.record("referral.accepted", about=referral, by=by, also=[referral.enterprise, referral.offer],
                    facts={"referral": referral.code})  # fmt: skip
    tell(by=by, referral=referral, what="accepted", quote=note)
    return referral


@transaction.atomic
def refuse(
    *,
    by: Actor,
    referral: Referral,
    reason: str,
    note: str,
    alternative: Offer | None = None,
    conditions: Sequence[int] = (),
) -> Referral:
    """Turns the case down with a reason from the list; "other" needs words. `alternative` is another offer that the group may
    be sent to instead. `conditions` are the places, in the stored answer, of those found not to be met.

    From today the group and the sender may appeal, for as many working days as the rule of appeals says.
    """
    referral = steps.hold(referral)
    permissions.check_can_refuse(by, referral)
    if reason not in RefusalReason.values:
        raise Refused(T("โปรดเลือกเหตุผลจากรายการ", "Choose a reason from the list."), field="reason")
    if reason == RefusalReason.OTHER and not note.strip():
        raise Refused(T("เมื่อเลือก “เหตุอื่น” โปรดอธิบายเหตุผล", "“Other” needs an explanation."), field="note")
    if alternative is not None:
        _check_alternative(referral, alternative)
    referral.refusal_conditions = _named(referral, reason, conditions, note)
    referral.alternative = alternative
    referral.refusal_reason = reason
    referral.refusal_note = note.strip()[: steps.LONGEST_TEXT]
    referral.refused_by_id = by.person_id
    referral.appeal_until = appeal_term(clock.today())
    steps.move(
        referral,
        ReferralState.REFUSED,
        also=("refusal_reason", "refusal_note", "refusal_conditions", "alternative", "refused_by_id", "appeal_until"),
    )  # fmt: skip
    steps.need_goes_back(referral, by)
    facts = {"referral": referral.code, "reason": reason} | (
        {"alternative": alternative.code} if alternative is not None else {}
    )
    timeline.record("referral.refused", about=referral, by=by, also=[referral.enterprise, referral.offer],
                    facts=facts, note=referral.refusal_note)  # fmt: skip
    tell(by=by, referral=referral, what="refused", quote=referral.refusal_note, more=refusal_words(referral))
    return referral


def appeal_term(refused_on: date) -> date:
    """The last day on which a refusal of that day may be appealed."""
    return queries.begin(ReferralState.APPEALED, refused_on).due


def _check_alternative(referral: Referral, offer: Offer) -> None:
    if offer.pk == referral.offer_id:
        raise Refused(
            T("มาตรการที่แนะนำต้องไม่ใช่มาตรการเดิม", "The other offer cannot be the same one."),
            field="alternative",
        )
    if not offer.is_open(clock.today()):
        raise Refused(
            T("มาตรการที่แนะนำไม่ได้เปิดรับในวันนี้", "The offer suggested is not open today."),
            field="alternative",
            hint=T("โปรดเลือกมาตรการอื่น หรือเว้นว่าง", "Choose another one, or none."),
        )


def _named(
    referral: Referral, reason: str, numbers: Sequence[int], note: str
) -> list[Mapping[str, str]]:  # fmt: skip
    """The words of the conditions that are named as not met."""
    listed = referral.assessment.conditions
    if reason != RefusalReason.CONDITION_NOT_MET:
        return []
    if any(not 0 <= number < len(listed) for number in numbers):
        raise Refused(T("โปรดเลือกเงื่อนไขจากรายการ", "Choose conditions from the list."), field="conditions")
    if listed and not numbers and not note.strip():
        raise Refused(
            T("โปรดระบุว่าเงื่อนไขข้อใดที่ไม่ผ่าน", "Say which condition is not met."),
            field="conditions",
            hint=T("เลือกจากรายการ หรืออธิบายเป็นข้อความ", "Tick it, or explain it in words."),
        )
    return [listed[number]["text"] for number in sorted(set(numbers))]


def refusal_words(referral: Referral) -> list[T]:
    """The reason, the conditions named and the alternative, as sentences."""
    said = [
        T("เหตุผล: {reason}", "Reason: {reason}").format(
            reason=T.of(RefusalReason(referral.refusal_reason).label)
        )
    ]
    said += [
        T("เงื่อนไขที่ไม่ผ่าน: {c}", "Not met: {c}").format(c=T.of(one)) for one in referral.refusal_conditions
    ]
    if referral.alternative is not None:
        other = referral.alternative
        said.append(
            T("หน่วยงานแนะนำมาตรการ “{o}” แทน", "The body suggests “{o}” instead.").format(
                o=T(other.name_th, other.name_en or other.name_th)
            )
        )
    return said  # fmt: skip


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
    reason = ClosingReason.DONE if delivered else ClosingReason.NOTHING_DELIVERED
    steps.end(referral, by, reason)
    tell(by=by, referral=referral, what="closed", quote=note, more=closing_words(referral))
    return referral


def closing_words(referral: Referral) -> list[T]:
    if not referral.closing_reason:
        return []
    label = T.of(ClosingReason(referral.closing_reason).label)
    return [T("เหตุที่ปิด: {reason}", "Why: {reason}").format(reason=label)]
