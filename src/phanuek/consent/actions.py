from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from phanuek.consent import permissions, queries
from phanuek.consent.links import REVOKE
from phanuek.consent.models import Consent, Disclosure, Method, Purpose
from phanuek.files import retention
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.people import links as acting_links
from phanuek.registry.models import Enterprise
from phanuek.timeline import actions as timeline
from phanuek.timeline.models import subject_key
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

# a page opened again within this time is the same look
SAME_LOOK = timedelta(minutes=15)


@transaction.atomic
def give(
    *,
    by: Actor,
    enterprise: Enterprise,
    recipient: Organisation,
    method: str,
    given_by: str,
    given_on: date,
    expires_on: date | None = None,
    evidence: Attachment | None = None,
    purpose: str = Purpose.REFERRAL,
) -> Consent:
    """The group lets one body have its data for one purpose. The same words again are the same consent.

    `expires_on` is the first day on which it no longer holds; without it, it holds until withdrawn.
    """
    permissions.check_can_give(by, enterprise, method)
    _check(enterprise, recipient, method, given_by, given_on, expires_on, purpose)
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    same = Consent.objects.filter(
        enterprise=enterprise, recipient=recipient, method=method, given_by=given_by.strip(), given_on=given_on,
        expires_on=expires_on, revoked_on=None, purpose=purpose,
    ).first()  # fmt: skip
    if same:
        return same
    consent = Consent.objects.create(
        code=new_code("c"), enterprise=enterprise, recipient=recipient, method=method, given_by=given_by.strip(),
        given_on=given_on, expires_on=expires_on, evidence=evidence, recorded_by_id=by.acting_id,
        purpose=purpose,
    )  # fmt: skip
    timeline.record(
        "enterprise.consent_given",
        about=enterprise,
        by=by,
        facts={"consent": consent.code, "recipient": recipient.code, "purpose": str(purpose)},
    )
    return consent


def _check(
    enterprise: Enterprise,
    recipient: Organisation,
    method: str,
    given_by: str,
    given_on: date,
    expires_on: date | None,
    purpose: str,
) -> None:
    if recipient.pk == enterprise.organisation_id:
        raise Refused(
            T("กลุ่มไม่ต้องให้ความยินยอมแก่ตนเอง", "A group needs no consent of its own."), field="recipient"
        )
    if purpose not in Purpose.values:
        raise Refused(T("โปรดเลือกวัตถุประสงค์จากรายการ", "Choose a purpose from the list."), field="purpose")
    if method not in Method.values:
        raise Refused(T("โปรดเลือกวิธีให้ความยินยอม", "Please choose how it was given."), field="method")
    if not given_by.strip():
        raise Refused(T("โปรดระบุชื่อผู้ให้ความยินยอม", "Please name who gave it."), field="given_by")
    if given_on > clock.today():
        raise Refused(T("วันที่ให้ความยินยอมต้องไม่เป็นวันในอนาคต", "The day cannot lie ahead."), field="given_on")
    if expires_on is not None and expires_on <= given_on:
        raise Refused(T("วันสิ้นสุดต้องอยู่หลังวันที่ให้", "It must end after the day it was given."), field="expires_on")


@transaction.atomic
def revoke(*, by: Actor, consent: Consent, on: date, why: str = "") -> Consent:
    """The group takes its word back: nothing new is shared from that day on. No reason is needed."""
    permissions.check_can_revoke(by, consent.enterprise)
    row = (
        Consent.objects.select_for_update(of=("self",))
        .select_related("enterprise", "recipient")
        .get(pk=consent.pk)
    )
    if row.revoked_on:
        raise Refused(T("ความยินยอมนี้ถอนไปแล้ว", "This consent has been withdrawn already."))
    if on > clock.today():
        raise Refused(T("วันที่ถอนต้องไม่เป็นวันในอนาคต", "The day cannot lie ahead."), field="on")
    if on < row.given_on:
        raise Refused(T("วันที่ถอนต้องไม่มาก่อนวันที่ให้", "It cannot be withdrawn before it was given."), field="on")
    row.revoked_on, row.revoked_why = on, why.strip()
    row.save(update_fields=["revoked_on", "revoked_why"])
    retain(row)
    timeline.record(
        "enterprise.consent_revoked",
        about=row.enterprise,
        by=by,
        facts={"consent": row.code, "recipient": row.recipient.code},
        note=why.strip(),
    )
    acting_links.revoke(purpose=REVOKE, about=subject_key(row))
    for stop in queries.stoppers():
        stop(by, row)
    return row


def retain(consent: Consent) -> None:
    """From the day the consent ends its signed form is kept as long as the policy says, and no longer."""
    ended = min(filter(None, (consent.revoked_on, consent.expires_on)), default=None)
    if consent.evidence_id is not None and ended is not None:
        Attachment.objects.filter(pk=consent.evidence_id).update(keep_until=retention.until("consent", ended))


def retain_expired(on: date) -> int:
    """The same for consents that ran out by themselves. Returns how many forms were given their last day."""
    rows = Consent.objects.filter(
        expires_on__lte=on, evidence__keep_until=None, evidence__isnull=False
    ).select_related("evidence")
    for consent in rows:
        retain(consent)
    return len(rows)


@transaction.atomic
def log_look(*, by: Actor, enterprise: Enterprise, what: str, purpose: str) -> Disclosure | None:
    """Someone is shown personal data: called by the page that shows it. A group looking at its own is not logged.

    `what` names the group of fields, `purpose` the page or act. It stands in the log of looks, not on the timeline.
    """
    permissions.check_can_look(by)
    if by.is_system or by.acts_for(enterprise.organisation_id):
        return None
    now = clock.now()
    look = {"enterprise": enterprise, "person_id": by.person_id, "by_link": by.by_link,
            "organisation_code": by.acting_code, "what": what, "purpose": purpose}  # fmt: skip
    same = Disclosure.objects.filter(at__gt=now - SAME_LOOK, **look).first()
    return same or Disclosure.objects.create(at=now, **look)
