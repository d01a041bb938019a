"""Asking for a share: the group itself, or an officer of its area for it."""

from decimal import Decimal

from django.db import IntegrityError, transaction

from phanuek.consent.models import Consent, Purpose
from phanuek.eligibility import facts as eligibility_facts
from phanuek.matching import permissions_of_rounds as permissions
from phanuek.matching.actions.assess import assess
from phanuek.matching.actions.consenting import ensure_consent
from phanuek.matching.actions.rounds import held
from phanuek.matching.models import Application, Assessment, Round, RoundOffer, Status
from phanuek.matching.queries import round_rule
from phanuek.matching.states import RoundState
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

# the answer is worked out by the platform, whoever of those allowed asks
ENGINE = Actor.system("round")


@transaction.atomic
def apply(
    *, by: Actor, round: Round, enterprise: Enterprise, lot: RoundOffer, wish: int = 1,
    requested_baht: Decimal | None = None, method: str = "", given_by: str = "",
) -> Application:  # fmt: skip
    """One wish of a group. What does not fit is refused with its reasons; what cannot be said yet is taken, and has to be settled
    by the closing day or counts as the rule says. Needs the group's consent for taking part."""
    permissions.check_can_apply(by, round, enterprise)
    row = held(round)
    permissions.check_can_apply(by, row, enterprise)
    today = clock.today()
    if not row.opens_on <= today <= row.closes_on:
        raise Refused(T("วันนี้ไม่อยู่ในช่วงรับคำขอของรอบนี้", "Applications are not taken today."))
    if not enterprise.active:
        raise Refused(T("กลุ่มนี้เลิกดำเนินการแล้ว", "This group is no longer active."), field="enterprise")
    if lot.round_id != row.pk:
        raise Refused(T("มาตรการนี้ไม่อยู่ในรอบ", "That offer is not part of the round."), field="lot")
    requested_baht = _amount(lot, requested_baht)
    ensure_consent(
        by=by,
        enterprise=enterprise,
        recipient=row.owner,
        purpose=Purpose.ROUND,
        method=method,
        given_by=given_by,
    )
    assessment = assess(by=ENGINE, enterprise=enterprise, offer=lot.offer, on=today)
    if assessment.status == Status.DOES_NOT_FIT:
        raise Refused(
            T("กลุ่มนี้ไม่เข้าเงื่อนไขของมาตรการ: {why}", "The group does not fit the offer's conditions: {why}").format(why=why_not(assessment)),
            field="lot", hint=T("ดูสิ่งที่ต้องดำเนินการเพิ่มในหน้าหามาตรการของกลุ่ม", "What would change it is on the group's page of offers."),
        )  # fmt: skip
    known = eligibility_facts.facts_of(enterprise, today)
    score, reasons = round_rule.Scoring.of(row.rule, today).score_of(known, wish)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                code=new_code("ap"), round=row, enterprise=enterprise, offer=lot.offer, assessment=assessment, wish=wish,
                score=score, score_reasons=reasons, requested_baht=requested_baht, applied_at=clock.now(),
                group=round_rule.group_of(row.rule, known), sender_id=by.acting_id,
            )  # fmt: skip
    except IntegrityError as clash:
        raise Refused(
            T("กลุ่มนี้ขอมาตรการนี้ในรอบนี้แล้ว", "This group has applied for this offer already."), field="lot"
        ) from clash
    timeline.record(
        "round.applied", about=row, by=by, also=[enterprise],
        facts={"round": row.code, "application": application.code, "offer": lot.offer.code, "status": assessment.status},
    )  # fmt: skip
    return application


def _amount(lot: RoundOffer, asked: Decimal | None) -> Decimal | None:
    """What the wish would cost; only where the round shares out money too."""
    if lot.budget_baht is None:
        return None
    if not asked:
        raise Refused(T("โปรดระบุจำนวนเงินที่ขอ", "Say how much is asked for."), field="requested_baht")
    most = min(lot.offer.per_applicant_limit_baht or lot.budget_baht, lot.budget_baht)
    if asked > most:
        raise Refused(
            T("ขอได้ไม่เกิน {n} บาทต่อราย", "{n} baht is the most for one applicant.").format(n=f"{most:,.0f}"),
            field="requested_baht",
        )
    return asked


def why_not(assessment: Assessment) -> T:
    """The conditions that are not met, as one text."""
    texts = [T.of(c["text"]) for c in assessment.conditions if c["status"] == Status.DOES_NOT_FIT]
    return T("; ".join(text.th for text in texts), "; ".join(text.en for text in texts))


@transaction.atomic
def withdraw(*, by: Actor, application: Application) -> Application:
    """Takes the wish back, as long as the round is open."""
    permissions.check_can_withdraw(by, application)
    row = held(application.round)
    permissions.check_can_apply(by, row, application.enterprise)
    found = (
        Application.objects.select_for_update(of=("self",))
        .select_related("enterprise")
        .get(pk=application.pk)
    )
    if found.withdrawn_at is not None:
        raise Refused(T("ถอนคำขอนี้แล้ว", "This application was withdrawn already."))
    found.withdrawn_at = clock.now()
    found.save(update_fields=["withdrawn_at"])
    timeline.record(
        "round.application_withdrawn", about=row, by=by, also=[found.enterprise],
        facts={"round": row.code, "application": found.code},
    )  # fmt: skip
    return found


def consent_ended(by: Actor, consent: Consent) -> list[Application]:
    """What a group asked for in rounds that are still open is withdrawn with its consent; a list that was frozen stays. Called by
    the consent room, which has asked who may withdraw it, in the same transaction."""
    if consent.purpose != Purpose.ROUND:
        return []
    rows = Application.objects.standing().filter(
        enterprise=consent.enterprise_id, round__owner=consent.recipient_id, round__state=RoundState.OPEN
    )
    found = list(rows.select_related("round", "enterprise").order_by("pk"))
    for application in found:
        application.withdrawn_at = clock.now()
        application.save(update_fields=["withdrawn_at"])
        timeline.record(
            "round.application_withdrawn", about=application.round, by=by, also=[application.enterprise],
            facts={"round": application.round.code, "application": application.code},
        )  # fmt: skip
    return found
