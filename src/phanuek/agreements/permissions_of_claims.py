"""Who may do what under a commitment: its status, claims and their evidence, activities, words on how it goes."""

from phanuek.agreements.models import Claim, Commitment, Party
from phanuek.agreements.permissions import check_can_edit_commitment
from phanuek.agreements.states import CLAIM_TRANSITIONS, ClaimState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.timeline.models import Event, subject_key
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

ASK_THE_LEAD = T(
    "โปรดติดต่อหน่วยงานเจ้าของภารกิจหรือฝ่ายเลขานุการ", "Ask the body that leads it, or the secretariat."
)
CLAIMING = ("claim.submitted", "claim.resubmitted")


class MovedOn(NotAllowed):
    """The reader may do such things; the claim is past it, perhaps because a colleague was quicker."""


# -- the commitment itself ---------------------------------------------------------------------------------------


def check_can_say_status(by: Actor, commitment: Commitment) -> None:
    """A word in place of the computed status, and closing or reopening: the lead's officers and the secretariat."""
    check_can_edit_commitment(by, commitment)


def check_can_hand_over(by: Actor, commitment: Commitment) -> None:
    """To another lead: the secretariat, since it concerns two bodies."""
    check_has(by, Permission.MANAGE_AGREEMENT)


def check_can_see_responsible(by: Actor, commitment: Commitment) -> None:
    """Names and addresses of who answers for it: the lead's own people and the secretariat."""
    if by.sees_all or by.is_system or (by.role and by.acts_for(commitment.lead_id)):
        return
    raise NotAllowed(
        T(
            "ชื่อผู้รับผิดชอบเห็นได้เฉพาะหน่วยงานเจ้าของภารกิจและฝ่ายเลขานุการ",
            "Who answers for it is shown to its lead and the secretariat only.",
        ),
        hint=ASK_THE_LEAD,
    )


# -- work under it -----------------------------------------------------------------------------------------------


def works_on(commitment: Commitment, organisation_id: int | None) -> bool:
    """Whether a body leads the commitment or joins in it."""
    if organisation_id is None:
        return False
    if organisation_id == commitment.lead_id:
        return True
    return commitment.collaborators.filter(pk=organisation_id).exists()


def check_can_work_for(by: Actor, commitment: Commitment, organisation: Organisation) -> None:
    """To write down what a body did or plans: its own officer; the secretariat, on behalf of a body without an account."""
    check_has(by, Permission.MANAGE_OWN_COMMITMENTS)
    if not works_on(commitment, organisation.pk):
        raise NotAllowed(
            T(
                "{name} ไม่ใช่เจ้าของหรือผู้ร่วมดำเนินการภารกิจนี้",
                "{name} neither leads this commitment nor joins in it.",
            ).format(name=T(organisation.name_th, organisation.name_en or organisation.name_th)),
            hint=T(
                "เจ้าของภารกิจหรือฝ่ายเลขานุการเพิ่มเป็นหน่วยงานร่วมได้ที่หน้าแก้ไขภารกิจ",
                "Its lead or the secretariat can add the body on the page that edits the commitment.",
            ),
        )
    if not by.acts_for(organisation.pk):
        by.for_organisation(organisation, on=clock.today())


def check_can_claim(by: Actor, commitment: Commitment, organisation: Organisation) -> None:
    check_can_work_for(by, commitment, organisation)


# -- a claim -----------------------------------------------------------------------------------------------------


def check_stands(claim: Claim, *states: ClaimState) -> None:
    """Whether the claim stands where a step begins."""
    if claim.state not in states:
        raise MovedOn(
            T("รายงานผลนี้อยู่ในสถานะ “{state}”", "This claim now is “{state}”.").format(
                state=T.of(ClaimState(claim.state).label)
            ),
            hint=T("เปิดหน้ารายงานผลเพื่อดูว่าเกิดอะไรขึ้น", "Its page tells what happened."),
        )


def check_unconfirmed(claim: Claim) -> None:
    if claim.confirmed_by:
        raise MovedOn(T("รายงานผลนี้ยืนยันแล้ว", "This claim is confirmed already."))


def check_moves(claim: Claim, to: ClaimState) -> None:
    """Whether this way is one of the claim's."""
    check_stands(claim, *(state for state, ways in CLAIM_TRANSITIONS.items() if to in ways))


def check_can_change_claim(by: Actor, claim: Claim) -> None:
    """To mend or take back: an officer of the body that claims."""
    check_has(by, Permission.MANAGE_OWN_COMMITMENTS)
    if not by.acts_for(claim.organisation_id):
        by.for_organisation(claim.organisation, on=clock.today())


def check_can_check(by: Actor, claim: Claim) -> None:
    """To judge claims of this commitment at all: officers of the bodies that work on it, and the secretariat."""
    check_has(by, Permission.CHECK_CLAIMS)
    if by.sees_all or by.is_system or by.organisation_id == claim.organisation_id:
        return
    if not works_on(claim.commitment, by.organisation_id):
        raise NotAllowed(
            T(
                "ตรวจรายงานผลได้เฉพาะของภารกิจที่หน่วยงานท่านเป็นเจ้าของหรือร่วมดำเนินการ",
                "You check claims of commitments that your own body leads or joins only.",
            ),
            hint=ASK_THE_LEAD,
        )


def check_can_decide(by: Actor, claim: Claim) -> None:
    """To approve, return or refuse: whoever may check, other than a person who wrote this claim."""
    check_can_check(by, claim)
    if by.person_id == claim.claimant_id or _has_written(by, claim):
        raise NotAllowed(
            T(
                "ผู้ที่ส่งรายงานผลตรวจรายงานของตนเองไม่ได้",
                "Whoever wrote a claim does not decide on it.",
            ),
            hint=T(
                "ให้เพื่อนร่วมงาน หน่วยงานร่วม หรือฝ่ายเลขานุการตรวจ",
                "A colleague, a body that joins in, or the secretariat can.",
            ),
        )


def check_can_confirm(by: Actor, claim: Claim) -> None:
    """To confirm what was approved: someone of another body than those that claimed and wrote it."""
    check_can_decide(by, claim)
    if not is_independent(by, claim):
        raise NotAllowed(
            T(
                "ผู้ยืนยันต้องเป็นคนละหน่วยงานกับผู้รายงานผล",
                "Another body than the one that reported must confirm.",
            ),
            hint=T("หน่วยงานร่วมหรือฝ่ายเลขานุการยืนยันได้", "A body that joins in, or the secretariat, can."),
        )


def check_can_undo(by: Actor, claim: Claim) -> None:
    """To take an approval away: the bodies that gave or confirmed it, and the secretariat."""
    check_can_decide(by, claim)
    if by.sees_all or by.is_system or by.organisation_code in {claim.decided_by, claim.confirmed_by}:
        return
    raise NotAllowed(
        T(
            "ยกเลิกการรับรองได้เฉพาะหน่วยงานที่รับรองหรือยืนยัน และฝ่ายเลขานุการ",
            "An approval is undone by the body that gave or confirmed it, or by the secretariat.",
        )
    )


def is_independent(by: Actor, claim: Claim) -> bool:
    """Whether the actor's own body is another one than claimed and than wrote the claim down."""
    return bool(by.organisation_code) and by.organisation_code not in {
        claim.organisation.code,
        claim.recorded_by,
    }


def _has_written(by: Actor, claim: Claim) -> bool:
    if by.person_id is None:
        return False
    events = Event.objects.filter(subject=subject_key(claim), verb__in=CLAIMING)
    return events.filter(person_id=by.person_id).exists()


def check_can_see_evidence(by: Actor, claim: Claim) -> None:
    """Files: the bodies of the commitment and the secretariat; once approved also the other parties of the agreement."""
    if by.sees_all or by.is_system:
        return
    if by.role and (
        by.acting_id == claim.organisation_id
        or works_on(claim.commitment, by.acting_id)
        or _is_party(by, claim)
    ):
        return
    raise NotAllowed(
        T(
            "ไฟล์หลักฐานเปิดได้เฉพาะเจ้าหน้าที่ของภาคีในข้อตกลงนี้และฝ่ายเลขานุการ",
            "Files of evidence are open to officers of the agreement's parties and the secretariat.",
        ),
        hint=T("คำอธิบายหลักฐานอ่านได้ที่หน้ารายงานผล", "What each piece shows can be read on the claim's page."),
    )


def _is_party(by: Actor, claim: Claim) -> bool:
    if claim.state != ClaimState.APPROVED or by.organisation_id is None:
        return False
    above = Organisation.objects.filter(pk=by.organisation_id).values("parent")
    parties = Party.objects.filter(agreement=claim.commitment.agreement_id)
    return (
        parties.filter(organisation=by.organisation_id).exists()
        or parties.filter(organisation__in=above).exists()
    )
