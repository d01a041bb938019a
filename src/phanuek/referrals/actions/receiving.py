"""The word of the side that did not record it: support came, came in part, or did not come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.offers import actions as offers
from phanuek.organisations.actor import Actor
from phanuek.people import links as acting_links
from phanuek.referrals import permissions
from phanuek.referrals.acting import CONFIRM
from phanuek.referrals.actions import delivering, files, links, steps
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.states import DeliveryKind, FileKind, ReceivedAnswer
from phanuek.timeline import actions as timeline
from phanuek.timeline.models import subject_key
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def answer_delivery(*, by: Actor, delivery: Delivery, received: str, note: str = "") -> Delivery:
    """Both sides then have spoken. Only a whole yes of another body confirms: what was credited counts as confirmed from then
    on. In part or not at all leaves it unconfirmed, and a no stands on the case as a disagreement until it is settled.

    What the group reported first is answered by the provider: with yes it takes effect as if recorded by it.
    """
    referral = steps.hold(delivery.referral)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    permissions.check_can_confirm_delivery(by, referral, delivery)
    if delivery.confirmed_by_id is not None:
        raise Refused(T("รายการนี้ยืนยันแล้ว", "This delivery is confirmed already."))
    if received not in ReceivedAnswer.values:
        raise Refused(T("โปรดเลือกคำตอบจากรายการ", "Choose an answer from the list."), field="received")
    if by.acting_id is None or by.acting_id == delivery.recorded_by_id:
        raise Refused(
            T(
                "ผู้ยืนยันต้องเป็นคนละหน่วยงานกับผู้บันทึก",
                "It must be confirmed by another body than the one that recorded it.",
            )
        )
    if received != ReceivedAnswer.YES:
        note = steps.said(note, "note")
    _write_answer(delivery, by, received, note)
    if received == ReceivedAnswer.YES:
        _confirm(delivery, referral, by)
        timeline.record(
            "referral.delivery_confirmed", about=referral, by=by, facts={"delivery": delivery.code}, note=note
        )
        tell(by=by, referral=referral, what="confirmed", quote=delivery.what, key=delivery.code)
    else:
        timeline.record(
            "referral.delivery_questioned", about=referral, by=by, note=note.strip(),
            facts={"delivery": delivery.code, "received": str(received)},
        )  # fmt: skip
        tell(by=by, referral=referral, what="questioned", quote=note, key=f"{delivery.code}:{received}")
    acting_links.revoke(purpose=CONFIRM, about=subject_key(delivery))
    return delivery


def _write_answer(delivery: Delivery, by: Actor, received: str, note: str) -> None:
    """The receiver's own word stays what it was when the provider is the one who answers."""
    delivery.answered_by_id, delivery.answered_at = by.acting_id, clock.now()
    if delivery.reported_by_receiver:
        delivery.denied = received == ReceivedAnswer.NO
    else:
        delivery.received = received
    if note.strip():
        delivery.received_note = note.strip()[: steps.LONGEST_TEXT]
    fields = ["answered_by", "answered_at", "denied", "received", "received_note"]
    if received == ReceivedAnswer.YES:
        delivery.confirmed_by_id, delivery.confirmed_at = by.acting_id, delivery.answered_at
        fields += ["confirmed_by", "confirmed_at"]
    delivery.save(update_fields=fields)


def _confirm(delivery: Delivery, referral: Referral, by: Actor) -> None:
    if delivery.reported_by_receiver:
        delivering.take_effect(delivery, referral, by, confirmed=True)
    elif not delivering.is_returned(delivery):
        delivering.credit(delivery, referral, by, confirmed=True)
    offers.confirm_used(
        by=by, offer=referral.offer, reference=steps.reference(referral), units=1, baht=delivery.amount_baht
    )  # fmt: skip


@transaction.atomic
def confirm_delivery(*, by: Actor, delivery: Delivery) -> Delivery:
    """The other side says that it came, all of it."""
    return answer_delivery(by=by, delivery=delivery, received=ReceivedAnswer.YES)


@transaction.atomic
def report_receipt(
    *,
    by: Actor,
    referral: Referral,
    kind: str,
    what: str,
    delivered_on: date,
    quantity: Decimal | None = None,
    unit: str = "",
    amount_baht: Decimal | None = None,
    note: str = "",
    uploads: Sequence[UploadedFile[Any]] = (),
) -> Delivery:
    """The group says that something came before the provider has recorded it. It counts nowhere until the provider, who is
    asked at once, confirms; the case stays where it is."""
    referral = steps.hold(referral)
    permissions.check_can_report_receipt(by, referral)
    delivering.check(referral, kind, quantity, amount_baht, delivered_on)
    delivery = Delivery.objects.create(
        code=new_code("d"), referral=referral, kind=DeliveryKind(kind), what=steps.said(what, "what")[:300],
        quantity=quantity, unit=unit.strip()[:60], amount_baht=amount_baht, delivered_on=delivered_on,
        reported_by_receiver=True, received=ReceivedAnswer.YES, received_note=note.strip()[: steps.LONGEST_TEXT],
        recorded_by_id=by.acting_id or referral.enterprise.organisation_id, recorded_at=clock.now(),
    )  # fmt: skip
    files.attach(by, referral, uploads, FileKind.EVIDENCE, delivery=delivery)
    timeline.record(
        "referral.receipt_reported",
        about=referral,
        by=by,
        facts={"delivery": delivery.code, "kind": str(kind)},
    )
    tell(by=by, referral=referral, what="receipt_reported", quote=delivery.what, key=delivery.code)
    links.ask_other_side(by=by, delivery=delivery)
    return delivery
