"""The sender's and the group's side: send, give what was asked, note, withdraw; and the provider's look at the contact."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from phanuek.consent import actions as consents
from phanuek.consent.models import Consent, Method, Purpose
from phanuek.files import actions as files
from phanuek.matching import actions as matching
from phanuek.matching.actions import queue
from phanuek.matching.models import Status
from phanuek.needs import actions as needs
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions
from phanuek.referrals.actions import steps
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.models import CaseFile, Letter, Referral
from phanuek.referrals.states import BLOCKING_STATES, AppealState, FileKind, ReferralState
from phanuek.registry.models import Enterprise
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

OPEN_ALREADY = T(
    "กลุ่มนี้มีเรื่องที่ยังไม่เสร็จกับมาตรการนี้อยู่แล้ว จึงส่งซ้ำไม่ได้",
    "This group already has an open case with this offer, so it cannot be sent again.",
)
# whoever passes a case on may have no right to look at the group's facts: the platform compares them with the conditions
ASSESSOR = Actor.system("referrals")


@transaction.atomic
def send(
    *,
    by: Actor,
    enterprise: Enterprise,
    offer: Offer,
    consent: Consent,
    need: Need | None = None,
    note: str = "",
    requested_baht: Decimal | None = None,
    previous: Referral | None = None,
    demonstration: bool = False,
) -> Referral:
    """Passes a group to an offer. What is not known yet does not stop it; what does not fit does. `previous` is the case after
    which one applies again: its documents go along.

    Refused without a consent in force for the provider, for an offer that is not open or full, or does not fit, and
    while a case of the same group with the same offer is open. The first answer is due `offer.first_answer_days`
    working days after today.
    """
    permissions.check_can_send(by, enterprise, offer)
    assert by.acting_id is not None  # asked above: a case has a sender
    check_consent(consent, enterprise, offer)
    check_offer(offer, enterprise)
    if need is not None:
        _check_need(need, enterprise)
    referral = open_case(
        by=by, enterprise=enterprise, offer=offer, consent=consent, need=need, note=note, requested_baht=requested_baht,
        previous=previous, sender_id=by.acting_id, demonstration=demonstration,
    )  # fmt: skip
    tell(by=by, referral=referral, what="sent")
    return referral


def open_case(
    *,
    by: Actor,
    enterprise: Enterprise,
    offer: Offer,
    consent: Consent,
    need: Need | None,
    note: str,
    requested_baht: Decimal | None,
    previous: Referral | None,
    sender_id: int,
    demonstration: bool,
) -> Referral:
    """The row of a new case with its answer as it is today, its clock, and what was typed in the case before it. Who may, and
    whether offer and consent allow it, was asked by the verb."""
    today = clock.today()
    if requested_baht is not None and requested_baht < 0:
        raise Refused(T("จำนวนเงินต้องไม่ติดลบ", "The amount cannot be negative."), field="requested_baht")
    if previous is not None and previous.enterprise_id != enterprise.pk:
        raise Refused(
            T("เรื่องเดิมเป็นของกลุ่มอื่น", "The case before this one is of another group."), field="previous"
        )
    assessment = matching.assess(by=ASSESSOR, enterprise=enterprise, offer=offer, on=today)
    if assessment.status == Status.DOES_NOT_FIT:
        raise Refused(
            T(
                "กลุ่มนี้ไม่เข้าเงื่อนไขของมาตรการ จึงยังส่งเรื่องไม่ได้",
                "The group does not fit the conditions of this offer, so it cannot be sent.",
            ),
            field="offer",
            hint=T(
                "ดูเหตุผลและสิ่งที่ต้องดำเนินการเพิ่มในหน้าหามาตรการ",
                "The reasons, and what would change them, are on the page of offers.",
            ),
        )
    step = steps.first_step(offer)
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                code=new_code("r"), enterprise=enterprise, need=need, offer=offer, provider_id=offer.provider_id,
                sender_id=sender_id, commitment_id=offer.commitment_id, consent=consent, assessment=assessment,
                province_id=enterprise.subdistrict.province_code, note=note.strip()[: steps.LONGEST_TEXT],
                requested_baht=requested_baht, previous=previous, sent_at=clock.now(), first_answer_due=step.due,
                step_since=clock.now(), step_due=step.due, step_ends=step.ends, demonstration=demonstration,
            )  # fmt: skip
    except IntegrityError as clash:
        # somebody else sent it in the same moment
        raise Refused(OPEN_ALREADY, field="offer") from clash
    if previous is not None:
        carry_files(previous, referral)
    if need is not None and need.state in (NeedState.CHECKED, NeedState.REFERRED):
        needs.mark_referred(by=by, need=need, provider=offer.provider.code)
    timeline.record(
        "referral.sent", about=referral, by=by, also=[enterprise, offer],
        facts={"referral": referral.code, "offer": offer.code, "enterprise": enterprise.code, "status": assessment.status}
        | ({"previous": previous.code} if previous is not None else {}),
    )  # fmt: skip
    return referral


def carry_files(previous: Referral, referral: Referral) -> None:
    """The documents of the application go along; answers and evidence of the earlier case stay there."""
    kept = previous.files.filter(kind=FileKind.APPLICATION, removed_on=None).select_related("attachment")
    CaseFile.objects.bulk_create(
        CaseFile(
            referral=referral, attachment=file.attachment, kind=file.kind, title=file.title, added_at=clock.now(),
            organisation_id=file.organisation_id, person_name=file.person_name,
        )
        for file in kept
    )  # fmt: skip


def check_consent(consent: Consent, enterprise: Enterprise, offer: Offer) -> None:
    fitting = consent.enterprise_id == enterprise.pk and consent.recipient_id == offer.provider_id
    fitting = fitting and consent.purpose == Purpose.REFERRAL
    if not (fitting and Consent.objects.valid(clock.today()).filter(pk=consent.pk).exists()):
        raise Refused(
            T(
                "ยังไม่มีความยินยอมที่มีผลให้ส่งข้อมูลของกลุ่มนี้แก่ {provider}",
                "There is no consent in force to pass this group's data to {provider}.",
            ).format(provider=permissions.name_of(offer.provider)),
            field="given_by",
            hint=T("โปรดบันทึกความยินยอมก่อนส่ง", "Record the consent first."),
        )


def check_offer(offer: Offer, enterprise: Enterprise) -> None:
    if not offer.is_open(clock.today()):
        raise Refused(
            T(
                "มาตรการนี้ไม่ได้เปิดรับในวันนี้ จึงส่งเรื่องไม่ได้",
                "This offer is not open today, so nothing can be sent to it.",
            ),
            field="offer",
        )
    if offer_queries.places_left(offer) == 0 and queue.place_for(offer, enterprise) is None:
        raise Refused(T("มาตรการนี้มีผู้รับการสนับสนุนเต็มจำนวนแล้ว", "No place is left in this offer."), field="offer")
    if not enterprise.active:
        raise Refused(
            T("กลุ่มนี้เลิกดำเนินการแล้ว จึงส่งเรื่องไม่ได้", "This group is no longer active, so it cannot be sent."),
            field="enterprise",
        )
    if Referral.objects.filter(enterprise=enterprise, offer=offer, state__in=BLOCKING_STATES).exists():
        raise Refused(OPEN_ALREADY, field="offer")


def _check_need(need: Need, enterprise: Enterprise) -> None:
    if need.enterprise_id != enterprise.pk:
        raise Refused(
            T(
                "ความต้องการนี้ยังไม่ได้เชื่อมกับกลุ่มที่จะส่งต่อ",
                "This need is not linked to the group that is to be sent.",
            ),
            field="need",
            hint=T("โปรดเชื่อมความต้องการกับกลุ่มก่อน", "Link the need to the group first."),
        )
    if need.state == NeedState.RECEIVED:
        raise Refused(
            T(
                "ความต้องการนี้ยังไม่ได้ตรวจ โปรดตรวจก่อนส่งต่อ",
                "This need has not been checked yet. Check it before sending.",
            ),
            field="need",
        )
    if need.state == NeedState.CLOSED:
        raise Refused(T("ความต้องการนี้ปิดเรื่องแล้ว", "This need is closed."), field="need")


@transaction.atomic
def consent_and_send(
    *,
    by: Actor,
    enterprise: Enterprise,
    offer: Offer,
    method: str,
    given_by: str,
    given_on: date,
    evidence: UploadedFile | None = None,
    need: Need | None = None,
    note: str = "",
    requested_baht: Decimal | None = None,
    previous: Referral | None = None,
) -> Referral:
    """Records the group's consent for the provider and sends the case: both, or neither. A signed form is attached."""
    permissions.check_can_send(by, enterprise, offer)
    if method == Method.SIGNED and evidence is None:
        raise Refused(T("โปรดแนบแบบฟอร์มที่ลงลายมือชื่อแล้ว", "Attach the signed form."), field="evidence")
    kept = files.keep(evidence, by=by) if evidence is not None else None
    consent = consents.give(
        by=by, enterprise=enterprise, recipient=offer.provider, method=method, given_by=given_by, given_on=given_on,
        evidence=kept,
    )  # fmt: skip
    return send(
        by=by, enterprise=enterprise, offer=offer, consent=consent, need=need, note=note, requested_baht=requested_baht,
        previous=previous,
    )  # fmt: skip


@transaction.atomic
def give_more(*, by: Actor, referral: Referral, text: str) -> Referral:
    """Answers what the provider asked; the case is the provider's turn again. The clock of the first answer had stopped."""
    referral = steps.hold(referral)
    permissions.check_can_give_more(by, referral)
    steps.write_letter(referral, Letter.Kind.ANSWER, text, by)
    steps.move(referral, ReferralState.SENT)
    timeline.record("referral.more_given", about=referral, by=by)
    tell(by=by, referral=referral, what="more_given")
    return referral


@transaction.atomic
def add_note(*, by: Actor, referral: Referral, text: str) -> Letter:
    """A remark that everybody in the case reads; changes no state."""
    referral = steps.hold(referral)
    permissions.check_can_note(by, referral)
    letter = steps.write_letter(referral, Letter.Kind.NOTE, text, by)
    timeline.record("referral.noted", about=referral, by=by)
    tell(by=by, referral=referral, what="noted", key=f"letter-{letter.pk}")
    return letter


@transaction.atomic
def withdraw(*, by: Actor, referral: Referral, why: str) -> Referral:
    """The sender takes the case back; a place already taken is free again and the need is looked at anew."""
    referral = steps.hold(referral)
    permissions.check_can_withdraw(by, referral)
    why = steps.said(why, "why")
    before = ReferralState(referral.state)
    steps.write_letter(referral, Letter.Kind.NOTE, why, by)
    steps.move(referral, ReferralState.WITHDRAWN)
    if before == ReferralState.ACCEPTED:
        steps.give_back_place(referral, by)
        steps.take_back_acceptance(referral, by)
    if before == ReferralState.APPEALED:
        steps.drop_appeal(referral, AppealState.TAKEN_BACK)
    steps.need_goes_back(referral, by)
    timeline.record(
        "referral.withdrawn", about=referral, by=by, also=[referral.enterprise, referral.offer], note=why
    )
    tell(by=by, referral=referral, what="withdrawn", quote=why)
    return referral


@dataclass(frozen=True)
class Contact:
    """Personal: how to reach the group."""

    name: str
    phone: str
    address: str


@transaction.atomic
def look_at_contact(*, by: Actor, referral: Referral) -> Contact:
    """The group's contact details, for the provider while consent is in force; each look is written down."""
    permissions.check_can_see_contact(by, referral)
    enterprise = referral.enterprise
    consents.log_look(by=by, enterprise=enterprise, what="contact", purpose=steps.reference(referral))
    return Contact(enterprise.contact_name, enterprise.contact_phone, enterprise.address)
