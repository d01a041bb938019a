"""Amendments that wait for a party's answer or signature, and what became of them, told to the officers who answer for it."""

from collections.abc import Iterable

from phanuek.agreements.models import Amendment, Party
from phanuek.agreements.queries.amendments import answers, parties_on, signers
from phanuek.messages.actions import tell
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.organisations.roles import ROLES, Permission
from phanuek.ui import clock
from phanuek.ui.words import T

TOPIC = "agreements.amendments"


def review_waits(*, by: Actor, amendment: Amendment) -> None:
    """It was proposed, or its words changed: the parties that have not answered are asked."""
    _tell(
        by, amendment, answers(amendment).unanswered, f"review:{amendment.version}:{amendment.proposed_on}",
        T("ขอความเห็นต่อการแก้ไขเพิ่มเติม: {title}", "Your answer is asked for: {title}"),
        T(
            "{body}เสนอแก้ไขเพิ่มเติม “{agreement}” เพราะ{why}\nโปรดอ่านสิ่งที่จะเปลี่ยน แล้วตอบว่าเห็นชอบ ขอให้แก้ไข หรือไม่เห็นชอบ",
            "{body} proposed to amend “{agreement}”, because: {why}\nRead what would change, then agree, ask for a change, or object.",
        ),
    )  # fmt: skip


def signatures_wait(*, by: Actor, amendment: Amendment) -> None:
    """It was opened for signing: the parties asked to sign are told."""
    _tell(
        by, amendment, signers(amendment).missing, f"signing:{amendment.version}:{amendment.signing_opened_on}",
        T("เปิดให้ลงนามการแก้ไขเพิ่มเติม: {title}", "An amendment is open for signing: {title}"),
        T(
            "การแก้ไขเพิ่มเติมของ “{agreement}” ที่{body}เสนอ เปิดให้ลงนามแล้ว\nเมื่อผู้แทนลงนามแล้ว โปรดบันทึกพร้อมสำเนาสแกน",
            "The amendment of “{agreement}” that {body} proposed is open for signing.\nOnce your representative has signed, record it with a scan.",
        ),
    )  # fmt: skip


def merged(*, by: Actor, amendment: Amendment) -> None:
    """It holds: every party is told."""
    _tell(
        by, amendment, parties_on(amendment.agreement), "merged",
        T("การแก้ไขเพิ่มเติมมีผลแล้ว: {title}", "An amendment is merged: {title}"),
        T(
            "การแก้ไขเพิ่มเติมของ “{agreement}” ที่{body}เสนอ ลงนามครบและมีผลแล้ว",
            "The amendment of “{agreement}” that {body} proposed is signed and merged.",
        ),
    )  # fmt: skip


def _tell(
    by: Actor, amendment: Amendment, parties: Iterable[Party], reason: str, subject: T, body: T
) -> None:
    agreement, proposer = amendment.agreement, amendment.proposed_by
    words = {
        "title": T(amendment.title_th, amendment.title_en or amendment.title_th),
        "agreement": T(
            agreement.short_title_th or agreement.title_th,
            agreement.short_title_en or agreement.title_en or agreement.short_title_th or agreement.title_th,
        ),
        "body": T(proposer.name_th, proposer.name_en or proposer.name_th),
        "why": T(amendment.why_th, amendment.why_en or amendment.why_th),
    }
    tell(
        by=by,
        to=_officers([party.organisation_id for party in parties], without=by.person_id),
        topic=TOPIC,
        subject=subject.format(**words),
        body=body.format(**words),
        link=amendment.get_absolute_url(),
        about=amendment,
        key=f"amendment:{amendment.code}:{reason}",
    )


def _officers(bodies: Iterable[int], *, without: int | None) -> list[Recipient]:
    """Those who may answer for these bodies, without the one who acts."""
    roles = [role.code for role in ROLES.values() if Permission.ANSWER_FOR_PARTY in role.permissions]
    rows = (
        Membership.objects.valid(clock.today())
        .filter(person__is_active=True, role__in=roles, organisation__in=list(bodies))
        .exclude(person=without)
        .select_related("organisation")
        .order_by("pk")
    )
    found = {
        row.person_id: Recipient(person_id=row.person_id, organisation_code=row.organisation.code)
        for row in rows
    }
    return list(found.values())
