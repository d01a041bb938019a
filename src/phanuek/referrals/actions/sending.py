"""The sender's and the group's side: send, give what was asked, note, withdraw; and the provider's look at the contact."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from phanuek.consent import actions as consents
from phanuek.consent.models import Consent, Method
from phanuek.files import actions as files
from phanuek.matching import actions as matching
from phanuek.matching.models import Status
from phanuek.needs import actions as needs
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions
from phanuek.referrals.actions import steps
from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.states import BLOCKING_STATES, ReferralState
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


@transaction.atomic
def send(
    *,
    by: Actor,
    enterprise: Enterprise,
    offer: Offer,
    consent: Consent,
    need: Need | None = None,
    note: str = "",
    demonstration: bool = False,
) -> Referral:
    """Passes a group to an offer. What is not known yet does not stop it; what does not fit does.

    Refused without a consent in force for the provider, for an offer that is not open or full, or does not fit, and
    while a case of the same group with the same offer is open. The first answer is due `offer.first_answer_days`
    working days after today.
    """
    permissions.check_can_send(by, enterprise, offer)
    assert by.acting_id is not None  # asked above: a case has a sender
    today = clock.today()
    _check_consent(consent, enterprise, offer)
    _check_offer(offer, enterprise)
    if need is not None:
        _check_need(need, enterprise)
    assessment = matching.assess(by=by, enterprise=enterprise, offer=offer, on=today)
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
    try:
        with transaction.atomic():
            referral = Referral.objects.create(
                code=new_code("r"), enterprise=enterprise, need=need, offer=offer, provider_id=offer.provider_id,
                sender_id=by.acting_id, commitment_id=offer.commitment_id, consent=consent, assessment=assessment,
                province_id=enterprise.subdistrict.province_code, note=note.strip()[: steps.LONGEST_TEXT],
                sent_at=clock.now(),
                first_answer_due=steps.working_days_after(today, offer.first_answer_days), demonstration=demonstration,
            )  # fmt: skip
    except IntegrityError as clash:
        # somebody else sent it in the same moment
        raise Refused(OPEN_ALREADY, field="offer") from clash
    if need is not None and need.state in (NeedState.CHECKED, NeedState.REFERRED):
        needs.mark_referred(by=by, need=need, provider=offer.provider.code)
    timeline.record(
        "referral.sent", about=referral, by=by, also=[enterprise, offer],
        facts={"referral": referral.code, "offer": offer.code, "enterprise": enterprise.code, "status": assessment.status},
    )  # fmt: skip
    return referral


def _check_consent(consent: Consent, enterprise: Enterprise, offer: Offer) -> None:
    fitting = consent.enterprise_id == enterprise.pk and consent.recipient_id == offer.provider_id
    if not (fitting and Consent.objects.valid(clock.today()).filter(pk=consent.pk).exists()):
        raise Refused(
            T(
                "ยังไม่มีความยินยอมที่มีผลให้ส่งข้อมูลของกลุ่มนี้แก่ {provider}",
                "There is no consent in force to pass this group's data to {provider}.",
            ).format(provider=permissions.name_of(offer.provider)),
            field="given_by",
            hint=T("โปรดบันทึกความยินยอมก่อนส่ง", "Record the consent first."),
        )


def _check_offer(offer: Offer, enterprise: Enterprise) -> None:
    if not offer.is_open(clock.today()):
        raise Refused(
            T(
                "มาตรการนี้ไม่ได้เปิดรับในวันนี้ จึงส่งเรื่องไม่ได้",
                "This offer is not open today, so nothing can be sent to it.",
            ),
            field="offer",
        )
    if offer_queries.places_left(offer) == 0:
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
    return send(by=by, enterprise=enterprise, offer=offer, consent=consent, need=need, note=note)


@transaction.atomic
def give_more(*, by: Actor, referral: Referral, text: str) -> Referral:
    """Answers what the provider asked; the case is the provider's turn again. The clock of the first answer had stopped."""
    referral = steps.hold(referral)
    permissions.check_can_give_more(by, referral)
    steps.write_letter(referral, Letter.Kind.ANSWER, text, by)
    steps.move(referral, ReferralState.SENT)
    timeline.record("referral.more_given", about=referral, by=by)
    return referral


@transaction.atomic
def add_note(*, by: Actor, referral: Referral, text: str) -> Letter:
    """A remark that everybody in the case reads; changes no state."""
    referral = steps.hold(referral)
    permissions.check_can_note(by, referral)
    letter = steps.write_letter(referral, Letter.Kind.NOTE, text, by)
    timeline.record("referral.noted", about=referral, by=by)
    return letter


@transaction.atomic
def withdraw(*, by: Actor, referral: Referral, why: str) -> Referral:
    """The sender takes the case back; a place already taken is free again and the need is looked at anew."""
    referral = steps.hold(referral)
    permissions.check_can_withdraw(by, referral)
    why = steps.said(why, "why")
    taken_up = referral.state == ReferralState.ACCEPTED
    steps.write_letter(referral, Letter.Kind.NOTE, why, by)
    steps.move(referral, ReferralState.WITHDRAWN)
    if taken_up:
        steps.give_back_place(referral, by)
        steps.take_back_acceptance(referral, by)
    steps.need_goes_back(referral, by)
    timeline.record(
        "referral.withdrawn", about=referral, by=by, also=[referral.enterprise, referral.offer], note=why
    )
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
