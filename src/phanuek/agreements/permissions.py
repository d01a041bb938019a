"""Who may do what to agreements and commitments."""

from phanuek.agreements.models import Agreement, Commitment, Party
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_manage(by: Actor) -> None:
    """What only the secretariat does to an agreement."""
    check_has(by, Permission.MANAGE_AGREEMENT)


def check_can_import(by: Actor) -> None:
    check_has(by, Permission.MANAGE_AGREEMENT)


def check_can_add_commitment(by: Actor, agreement: Agreement, lead: Organisation) -> None:
    """The secretariat for anyone; an officer for their own body, when it or the body above it signed."""
    if by.may(Permission.MANAGE_AGREEMENT):
        return
    _check_own(by, lead.pk)
    if not Party.objects.filter(
        agreement=agreement, organisation__in={lead.pk, lead.parent_id} - {None}
    ).exists():
        raise NotAllowed(
            T(
                "{name} ไม่ใช่ภาคีของบันทึกข้อตกลงนี้ ฝ่ายเลขานุการเป็นผู้เพิ่มภารกิจให้ได้",
                "{name} is not a party to this agreement; the secretariat can add a commitment for it.",
            ).format(name=lead.name_th)
        )


def check_can_edit_commitment(by: Actor, commitment: Commitment) -> None:
    if not by.may(Permission.MANAGE_AGREEMENT):
        _check_own(by, commitment.lead_id)


def check_can_answer_for_party(by: Actor, party: Party) -> None:
    """To review an amendment or to record a signature: a body for itself, the secretariat for one without an account."""
    check_has(by, Permission.ANSWER_FOR_PARTY)
    if not by.acts_for(party.organisation_id):
        by.for_organisation(party.organisation, on=clock.today())


def check_can_post(by: Actor) -> None:
    """Results are credited by a later room inside an act that it has checked; here only strangers are kept out."""
    if by.is_public or not (by.role or by.is_system):
        raise NotAllowed(T("ต้องเข้าสู่ระบบในนามหน่วยงานก่อน", "Sign in for an organisation first."))


def _check_own(by: Actor, organisation_id: int) -> None:
    check_has(by, Permission.MANAGE_OWN_COMMITMENTS)
    if not by.acts_for(organisation_id):
        raise NotAllowed(
            T(
                "ดูแลได้เฉพาะภารกิจของหน่วยงานตน โปรดติดต่อหน่วยงานเจ้าของภารกิจหรือฝ่ายเลขานุการ",
                "You keep your own body's commitments only. Ask the body that leads this one, or the secretariat.",
            )
        )
