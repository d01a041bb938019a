"""A case passed to another offer: proposed by the provider, with the group's consent to whoever gets it."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.consent import actions as consents
from phanuek.consent import queries as consent_queries
from phanuek.consent.models import Consent, Method
from phanuek.files import actions as files
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions
from phanuek.referrals.actions import steps
from phanuek.referrals.actions.sending import check_consent, check_offer, open_case
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.states import ReferralState
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

S = ReferralState


@transaction.atomic
def transfer(*, by: Actor, referral: Referral, to: Offer, why: str) -> Referral:
    """Passes the case to another offer, of one's own body or another's. Where the group's consent covers the body that gets it,
    at once: returns the new case. Else it waits for the group's word: returns the old one.

    A place held is given back and an acceptance taken back. Refused for the same offer, one that is not open or full, one
    that the group does not fit or has an open case with.
    """
    referral = steps.hold(referral)
    permissions.check_can_transfer(by, referral)
    why = steps.said(why, "why")
    if to.pk == referral.offer_id:
        raise Refused(
            T("โปรดเลือกมาตรการอื่นที่ไม่ใช่มาตรการเดิม", "Choose another offer than this one."), field="to"
        )
    _check_target(referral, to)
    consent = consent_queries.valid_for(referral.enterprise, to.provider, clock.today())
    was_accepted = referral.state == S.ACCEPTED
    steps.write_letter(referral, Letter.Kind.NOTE, why, by)
    referral.transfer_to = to
    if was_accepted:
        steps.give_back_place(referral, by)
        steps.take_back_acceptance(referral, by)
        referral.accepted_at = None
    if consent is not None:
        return _pass_on(by, referral, to, consent)
    steps.move(referral, S.TRANSFER_ASKED, also=("transfer_to", "accepted_at"))
    timeline.record(
        "referral.transfer_asked", about=referral, by=by, also=[referral.enterprise],
        facts={"referral": referral.code, "to": to.code}, note=why,
    )  # fmt: skip
    tell(by=by, referral=referral, what="transfer_asked", quote=why, target=target_words(to))
    return referral


@transaction.atomic
def confirm_transfer(
    *,
    by: Actor,
    referral: Referral,
    method: str,
    given_by: str,
    given_on: date,
    evidence: UploadedFile | None = None,
) -> Referral:
    """The group agrees to a proposed transfer: its consent is recorded and the case passed on, both or neither. Returns the new
    case."""
    referral = steps.hold(referral)
    permissions.check_can_answer_transfer(by, referral)
    to = referral.transfer_to
    assert to is not None  # asked about: the state has one
    if method == Method.SIGNED and evidence is None:
        raise Refused(T("โปรดแนบแบบฟอร์มที่ลงลายมือชื่อแล้ว", "Attach the signed form."), field="evidence")
    kept = files.keep(evidence, by=by) if evidence is not None else None
    consent = consents.give(
        by=by, enterprise=referral.enterprise, recipient=to.provider, method=method, given_by=given_by, given_on=given_on,
        evidence=kept,
    )  # fmt: skip
    check_consent(consent, referral.enterprise, to)
    _check_target(referral, to)
    return _pass_on(by, referral, to, consent)


@transaction.atomic
def decline_transfer(*, by: Actor, referral: Referral, why: str) -> Referral:
    """The group does not agree: the case is the provider's turn again, with a new clock."""
    referral = steps.hold(referral)
    permissions.check_can_answer_transfer(by, referral)
    why = steps.said(why, "why")
    steps.write_letter(referral, Letter.Kind.NOTE, why, by)
    referral.transfer_to = None
    steps.move(referral, S.SENT, also=("transfer_to",))
    timeline.record("referral.transfer_declined", about=referral, by=by, note=why)
    tell(by=by, referral=referral, what="transfer_declined", quote=why)
    return referral


def _pass_on(by: Actor, referral: Referral, to: Offer, consent: Consent) -> Referral:
    """The old case ends, the new one begins with what the sender typed: message, amount, documents, need. What was said between
    sender and the first body stays there."""
    steps.move(referral, S.TRANSFERRED, also=("transfer_to", "accepted_at"))
    made = open_case(
        by=by, enterprise=referral.enterprise, offer=to, consent=consent, need=referral.need, note=referral.note,
        requested_baht=referral.requested_baht, previous=referral, sender_id=referral.sender_id,
        demonstration=referral.demonstration,
    )  # fmt: skip
    timeline.record(
        "referral.transferred", about=referral, by=by, also=[referral.enterprise, referral.offer],
        facts={"referral": referral.code, "to": to.code, "next": made.code},
    )  # fmt: skip
    tell(
        by=by, referral=referral, what="transferred", target=target_words(to), link=made.get_absolute_url(),
    )  # fmt: skip
    tell(by=by, referral=made, what="sent")
    return made


def _check_target(referral: Referral, to: Offer) -> None:
    """What is said of the other offer stands at the field that chose it."""
    try:
        check_offer(to, referral.enterprise)
    except Refused as refusal:
        raise Refused(refusal.message, field="to", hint=refusal.hint) from refusal


def target_words(offer: Offer) -> T:
    return T("“{o}” ของ {p}", "“{o}” of {p}").format(
        o=T(offer.name_th, offer.name_en or offer.name_th), p=permissions.name_of(offer.provider)
    )
