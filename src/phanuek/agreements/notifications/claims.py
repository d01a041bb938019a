"""News of a claim: that it waits, for those who may decide; what was decided, for whoever wrote it."""

from phanuek.agreements.models import Claim
from phanuek.agreements.notifications.people import checkers
from phanuek.agreements.queries.progress import unit_of
from phanuek.agreements.states import ClaimState
from phanuek.messages import actions as messages
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.ui import clock
from phanuek.ui.formats import number
from phanuek.ui.words import T

TOPIC = "agreements.claims"
DECIDED = {
    ClaimState.APPROVED: T("รายงานผลได้รับการรับรอง", "A claim was approved"),
    ClaimState.RETURNED: T("รายงานผลถูกส่งคืนให้แก้ไข", "A claim was sent back to be mended"),
    ClaimState.REFUSED: T("รายงานผลไม่ได้รับการรับรอง", "A claim was refused"),
}


def claim_waits(*, by: Actor, claim: Claim) -> None:
    """To everyone who may decide on it, other than whoever wrote it."""
    row = claim.commitment
    bodies = {row.lead_id, claim.organisation_id, *row.collaborators.values_list("pk", flat=True)}
    messages.tell(
        by=by,
        to=checkers(clock.today(), bodies, without=claim.claimant_id),
        topic=TOPIC,
        subject=T("มีรายงานผลรอตรวจ: {title}", "A claim waits to be checked: {title}").format(
            title=_title(claim)
        ),
        body=T(
            "{name} รายงานผล {n} {unit} พร้อมหลักฐาน โปรดเปิดดูหลักฐานแล้วรับรอง ส่งคืน หรือไม่รับรอง",
            "{name} claims {n} {unit}, with evidence. Look at the evidence, then approve, send back or refuse it.",
        ).format(name=_name(claim), n=number(claim.quantity), unit=unit_of(row)),
        link=claim.get_absolute_url(),
        about=claim,
        key=f"claim.waits:{claim.code}:{claim.version}",
    )


def claim_decided(*, by: Actor, claim: Claim) -> None:
    """To whoever wrote it; nobody where the platform itself did."""
    if claim.claimant_id is None or claim.claimant_id == by.person_id:
        return
    words = DECIDED[ClaimState(claim.state)]
    if claim.state == ClaimState.APPROVED and claim.version > 2 and claim.confirmed_by:
        words = T("รายงานผลได้รับการยืนยัน", "A claim was confirmed")
    messages.tell(
        by=by,
        to=[Recipient(person_id=claim.claimant_id, organisation_code=claim.organisation.code)],
        topic=TOPIC,
        subject=T("{what}: {title}", "{what}: {title}").format(what=words, title=_title(claim)),
        body=_body(claim),
        link=claim.get_absolute_url(),
        about=claim,
        key=f"claim.decided:{claim.code}:{claim.version}",
    )


def _body(claim: Claim) -> T:
    note = claim.decision_note
    if claim.state == ClaimState.APPROVED:
        told = T("รับรอง {n} {unit} จากที่รายงาน {claimed}", "{n} of {claimed} {unit} were approved").format(
            n=number(claim.approved_quantity), claimed=number(claim.quantity), unit=unit_of(claim.commitment)
        )
    elif claim.state == ClaimState.RETURNED:
        told = T(
            "สิ่งที่กรอกและไฟล์ที่แนบยังอยู่ แก้ไขแล้วส่งอีกครั้งได้",
            "What you typed and attached is kept: mend it and send it again",
        )
    else:
        told = T("ผลนี้ไม่นับเข้าภารกิจ", "It does not count for the commitment")
    return told + (T("\nเหตุผล: {note}", "\nReason: {note}").format(note=note) if note else "")


def _title(claim: Claim) -> T:
    row = claim.commitment
    return T(row.title_th, row.title_en or row.title_th)


def _name(claim: Claim) -> T:
    return T(claim.organisation.name_th, claim.organisation.name_en or claim.organisation.name_th)
