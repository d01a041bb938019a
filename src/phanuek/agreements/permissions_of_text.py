"""Who may do what to the text of an agreement and to its amendments."""

from phanuek.agreements.models import Agreement, Amendment, Commitment, Party
from phanuek.agreements.permissions import check_can_edit_commitment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

ASK_SECRETARIAT = T("โปรดติดต่อฝ่ายเลขานุการของข้อตกลง", "Ask the secretariat of the agreement.")


def check_can_put_text(by: Actor) -> None:
    """The secretariat keeps the text and says where its clauses begin."""
    check_has(by, Permission.MANAGE_AGREEMENT)


def check_can_tie(by: Actor, agreement: Agreement) -> None:
    """The secretariat, and a body that leads a commitment of the agreement: each commitment is asked about again."""
    if by.may(Permission.MANAGE_AGREEMENT):
        return
    check_has(by, Permission.MANAGE_OWN_COMMITMENTS)
    if not agreement.commitments.filter(lead=by.acting_id).exists():
        raise NotAllowed(
            T(
                "หน่วยงานของท่านไม่มีภารกิจตามบันทึกข้อตกลงนี้",
                "Your body leads no commitment of this agreement.",
            ),
            hint=ASK_SECRETARIAT,
        )


def check_can_tie_commitment(by: Actor, commitment: Commitment) -> None:
    check_can_edit_commitment(by, commitment)


def check_can_draft_amendment(by: Actor, agreement: Agreement, proposer: Organisation) -> None:
    """The secretariat, in its own name or for a party without an account; an officer for their own body while it is a party."""
    if by.may(Permission.MANAGE_AGREEMENT):
        if not by.acts_for(proposer.pk):
            by.for_organisation(proposer, on=clock.today())
        return
    check_has(by, Permission.ANSWER_FOR_PARTY)
    if not by.acts_for(proposer.pk):
        raise NotAllowed(
            T("เสนอการแก้ไขได้ในนามหน่วยงานตนเท่านั้น", "You propose for your own body only."), hint=ASK_SECRETARIAT
        )
    if not agreement.parties.filter(organisation=proposer).exclude(withdrawn_on__lte=clock.today()).exists():
        raise NotAllowed(
            T(
                "เฉพาะภาคีของบันทึกข้อตกลงเท่านั้นที่เสนอแก้ไขได้ หน่วยงานของท่านไม่ใช่ภาคี",
                "Only parties to the agreement propose amendments; your body is not one.",
            ),
            hint=ASK_SECRETARIAT,
        )


def check_can_edit_amendment(by: Actor, amendment: Amendment) -> None:
    """Whoever proposed it, and the secretariat."""
    if not by.may(Permission.MANAGE_AGREEMENT):
        check_can_take_back(by, amendment)


def check_can_take_back(by: Actor, amendment: Amendment) -> None:
    """Whoever proposed it; the secretariat for a body without an account."""
    check_has(by, Permission.ANSWER_FOR_PARTY)
    proposer = amendment.proposed_by
    if by.acts_for(proposer.pk) or by.is_system:
        return
    if by.may(Permission.ACT_FOR_OTHERS):
        by.for_organisation(proposer, on=clock.today())
        return
    raise NotAllowed(
        T(
            "เรื่องนี้{name}เป็นผู้เสนอ เฉพาะผู้เสนอเท่านั้นที่ทำรายการนี้ได้",
            "{name} proposed this; only the proposer may do so.",
        ).format(name=T(proposer.name_th, proposer.name_en or proposer.name_th)),
        hint=ASK_SECRETARIAT,
    )


def check_can_decide_amendment(by: Actor) -> None:
    """Opening for signing, sending back, merging and rejecting: the secretariat."""
    check_has(by, Permission.MANAGE_AGREEMENT)


def check_can_review(by: Actor, party: Party) -> None:
    """A body for itself, the secretariat for one without an account."""
    check_has(by, Permission.ANSWER_FOR_PARTY)
    if not by.acts_for(party.organisation_id):
        by.for_organisation(party.organisation, on=clock.today())
