"""A refusal questioned within its term, and answered by somebody else than who refused."""

from __future__ import annotations

from django.db import transaction

from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions, queries
from phanuek.referrals.actions import steps
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.models import Appeal, Referral
from phanuek.referrals.notifications import Directory
from phanuek.referrals.notifications.people import distinct
from phanuek.referrals.states import AppealState, ReferralState
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

APPLY_AGAIN = T(
    "ยื่นใหม่โดยใช้ข้อมูลเดิม หรือส่งไปมาตรการอื่นได้ที่หน้าของเรื่อง",
    "On the page of the case one can apply again with what was typed, or send it to another offer.",
)


@transaction.atomic
def appeal(*, by: Actor, referral: Referral, text: str) -> Appeal:
    """Asks that a refusal be looked at anew. Refused after its last day, and once a refusal was upheld on appeal.

    The place that was refused is not kept meanwhile. It is answered within the term of the rule of appeals.
    """
    referral = steps.hold(referral)
    permissions.check_can_appeal(by, referral)
    text = steps.said(text, "text")
    if referral.appeal_until is None:
        raise Refused(
            T("ผลนี้ทบทวนแล้ว จึงขอทบทวนซ้ำไม่ได้", "This refusal was looked at anew already."),
            field="text",
            hint=APPLY_AGAIN,
        )
    if clock.today() > referral.appeal_until:
        raise Refused(
            T(
                "พ้นกำหนดขอทบทวนแล้ว (ขอได้ถึงวันที่ {day})",
                "The term for appeals is over (it ended on {day}).",
            ).format(day=queries.day_words(referral.appeal_until)),
            field="text",
            hint=APPLY_AGAIN,
        )
    check_no_other(referral)
    steps.move(referral, ReferralState.APPEALED)
    assert referral.step_due is not None  # an appeal is an open step with a clock
    made = Appeal.objects.create(
        code=new_code("p"), referral=referral, text=text, made_at=clock.now(), person_name=by.person_name,
        organisation_id=by.acting_id or referral.sender_id, refused_by_id=referral.refused_by_id, due_on=referral.step_due,
    )  # fmt: skip
    steps.need_is_worked_on(referral, by)
    timeline.record(
        "referral.appealed", about=referral, by=by, also=[referral.enterprise, referral.offer],
        facts={"referral": referral.code, "appeal": made.code}, note=text,
    )  # fmt: skip
    directory = Directory.of(clock.today(), [referral])
    to = distinct([*directory.appeal(referral, referral.refused_by_id), *directory.everybody(referral)])
    tell(by=by, referral=referral, what="appealed", quote=text, to=to)
    return made


@transaction.atomic
def decide_appeal(*, by: Actor, referral: Referral, upheld: bool, why: str) -> Appeal:
    """Upheld: the case waits for the provider's answer again, with a new clock. Else the refusal stands, for good."""
    referral = steps.hold(referral)
    waiting = referral.appeals.select_for_update(of=("self",)).filter(state=AppealState.WAITING).first()
    permissions.check_can_answer_appeal(by, referral, waiting)
    why = steps.said(why, "why")
    assert waiting is not None  # an appealed case has one
    waiting.state = AppealState.UPHELD if upheld else AppealState.REJECTED
    waiting.decided_at, waiting.decided_why = clock.now(), why
    waiting.decided_by_id, waiting.decided_by_name = by.person_id, by.person_name
    waiting.decided_by_body_id = by.acting_id
    waiting.save()
    if upheld:
        referral.refused_by_id = None
        referral.appeal_until = None
        steps.move(referral, ReferralState.SENT, also=("refused_by_id", "appeal_until"))
        steps.need_is_worked_on(referral, by)
    else:
        referral.appeal_until = None
        steps.move(referral, ReferralState.REFUSED, also=("appeal_until",))
        steps.need_goes_back(referral, by)
    timeline.record(
        "referral.appeal_upheld" if upheld else "referral.appeal_rejected", about=referral, by=by,
        also=[referral.enterprise, referral.offer], facts={"referral": referral.code, "appeal": waiting.code}, note=why,
    )  # fmt: skip
    tell(by=by, referral=referral, what="upheld" if upheld else "rejected", quote=why)
    return waiting


def check_no_other(referral: Referral) -> None:
    """A group has one open case with an offer: an older one lives again only while there is none."""
    other = queries.open_case(referral.enterprise_id, referral.offer_id)
    if other is not None and other.pk != referral.pk:
        raise Refused(
            T("กลุ่มนี้มีเรื่อง {code} กับมาตรการเดียวกันที่ยังไม่เสร็จ", "The group has an open case {code} with the same offer.")
            .format(code=other.code),
            hint=T("ติดตามต่อที่เรื่องนั้น", "Go on with that one."),
        )  # fmt: skip
