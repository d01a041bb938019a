"""Who may let somebody without an account act, and who may add and open the files of a case."""

from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.referrals.models import CaseFile, Referral
from phanuek.referrals.permissions.base import is_receiving_side, is_senders_side
from phanuek.referrals.permissions.delivering import check_consent_in_force
from phanuek.referrals.states import OPEN_STATES, FileKind, ReferralState
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_send_link(by: Actor, referral: Referral) -> None:
    """The sender's side, the secretariat, and who holds a link already and asks for the next one."""
    if by.is_system or is_senders_side(by, referral) or by.may(Permission.ACT_FOR_OTHERS):
        return
    if by.by_link and (by.acts_for(referral.provider_id) or by.acts_for(referral.enterprise.organisation_id)):
        return
    raise NotAllowed(
        T("เฉพาะผู้ส่งเรื่องและฝ่ายเลขานุการส่งลิงก์ให้หน่วยงานได้", "Only the sender's side and the secretariat send a body its link.")
    )  # fmt: skip


def check_can_add_file(by: Actor, referral: Referral) -> None:
    """Both sides, while the case is open."""
    if not (
        is_receiving_side(by, referral)
        or by.acts_for(referral.sender_id)
        or by.acts_for(referral.provider_id)
    ):
        raise NotAllowed(
            T("เฉพาะผู้ส่ง หน่วยงานที่รับเรื่อง และกลุ่ม แนบไฟล์ได้", "Only sender, provider and the group add files.")
        )  # fmt: skip
    if ReferralState(referral.state) not in OPEN_STATES:
        raise NotAllowed(T("เรื่องนี้ปิดแล้ว จึงแนบไฟล์เพิ่มไม่ได้", "The case is closed, so no file can be added."))


def check_can_open_file(by: Actor, referral: Referral, file: CaseFile) -> None:
    """Everybody in the case. What the group's side gave is the provider's to read while the consent is in force."""
    if by.sees_all or is_receiving_side(by, referral) or file.organisation_id == by.acting_id:
        return
    if file.kind != FileKind.EVIDENCE:
        check_consent_in_force(referral)
