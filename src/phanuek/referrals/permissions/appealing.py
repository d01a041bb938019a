"""A refusal questioned: who may ask for another look, and who answers."""

from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.referrals.models import Appeal, Referral
from phanuek.referrals.permissions.answering import officers_of
from phanuek.referrals.permissions.base import check_stands_in, is_receiving_side, name_of
from phanuek.referrals.states import ReferralState
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_appeal(by: Actor, referral: Referral) -> None:
    """The group or the sender's side. Whether the term is over is asked by the verb: it has something to say about it."""
    if not is_receiving_side(by, referral):
        raise NotAllowed(
            T(
                "เฉพาะกลุ่มหรือเจ้าหน้าที่ผู้ส่งเรื่องเท่านั้นที่ขอทบทวนผลได้",
                "Only the group or the sender's side may appeal.",
            )
        )
    check_stands_in(referral, {ReferralState.REFUSED})


def check_can_answer_appeal(by: Actor, referral: Referral, appeal: Appeal | None) -> None:
    """Somebody else than who refused: another officer of the same body, or one of the body above it. Where neither has
    anybody, the secretariat."""
    check_stands_in(referral, {ReferralState.APPEALED})
    if by.is_system:
        return
    check_has(by, Permission.ANSWER_REFERRALS)
    refused_by = appeal.refused_by_id if appeal else referral.refused_by_id
    if by.person_id is None:
        raise NotAllowed(
            T("ต้องเข้าสู่ระบบก่อนจึงตอบคำขอทบทวนได้", "An appeal is answered by somebody who has signed in.")
        )
    if by.person_id == refused_by:
        raise NotAllowed(
            T(
                "ท่านเป็นผู้ตอบไม่รับเรื่องนี้ คำขอทบทวนจึงต้องให้ผู้อื่นตอบ",
                "You refused this case; the appeal is answered by somebody else.",
            ),
            T("โปรดแจ้งเพื่อนร่วมงานหรือหน่วยงานต้นสังกัด", "Tell a colleague, or the body above yours."),
        )
    above = referral.provider.parent_id
    if by.acts_for(referral.provider_id) or (above is not None and by.acts_for(above)):
        return
    if by.may(Permission.ACT_FOR_OTHERS) and not has_another(referral, refused_by):
        return
    raise NotAllowed(
        T(
            "คำขอทบทวนนี้ตอบได้โดยเจ้าหน้าที่อื่นของ {provider} หรือหน่วยงานต้นสังกัด",
            "This appeal is answered by another officer of {provider}, or by the body above it.",
        ).format(provider=name_of(referral.provider))
    )


def has_another(referral: Referral, refused_by: int | None) -> bool:
    """Whether the provider or the body above it has somebody else who can answer."""
    bodies = [referral.provider_id, referral.provider.parent_id]
    return any(officers_of(body).exclude(pk=refused_by or 0).exists() for body in bodies if body is not None)
