"""What was given, and the receiving side's word that it came."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import Measure
from phanuek.files.models import Attachment
from phanuek.needs import actions as needs
from phanuek.needs.states import NeedState
from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions
from phanuek.referrals.actions import steps
from phanuek.referrals.models import Attendance, Delivery, Referral
from phanuek.referrals.states import DeliveryKind, ReferralState
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

PEOPLE = frozenset({"คน", "ราย", "people", "persons", "person"})


@transaction.atomic
def record_delivery(
    *,
    by: Actor,
    referral: Referral,
    kind: str,
    what: str,
    quantity: Decimal | None = None,
    unit: str = "",
    amount_baht: Decimal | None = None,
    delivered_on: date,
    evidence: Attachment | None = None,
    attendance: Sequence[tuple[str, bool]] = (),
) -> Delivery:
    """Writes down support that was given. A training lists who attended: (name, attended).

    Credits one delivery, and the people who attended, to the commitment: unconfirmed until the receiving side confirms.
    """
    referral = steps.hold(referral)
    permissions.check_can_deliver(by, referral, kind)
    _check(referral, kind, quantity, amount_baht, delivered_on)
    delivery = Delivery.objects.create(
        code=new_code("d"), referral=referral, kind=kind, what=steps.said(what, "what")[:300], quantity=quantity,
        unit=unit.strip()[:60], amount_baht=amount_baht, delivered_on=delivered_on, evidence=evidence,
        recorded_by_id=referral.provider_id, on_behalf=by.on_behalf_of_id is not None, recorded_at=clock.now(),
    )  # fmt: skip
    if kind == DeliveryKind.TRAINING:
        _record_attendance(delivery, attendance)
    _credit(delivery, referral, by, confirmed=False)
    if referral.state == ReferralState.ACCEPTED:
        steps.move(referral, ReferralState.DELIVERED)
    if referral.need is not None and referral.need.state in (NeedState.REFERRED, NeedState.ANSWERED):
        needs.mark_answered(by=by, need=referral.need, provider=referral.provider.code)
    timeline.record(
        "referral.delivered", about=referral, by=by, also=[referral.enterprise, referral.offer],
        facts={"referral": referral.code, "delivery": delivery.code, "kind": kind,
               "amount_baht": str(amount_baht) if amount_baht is not None else ""},
    )  # fmt: skip
    return delivery


def _check(
    referral: Referral, kind: str, quantity: Decimal | None, amount_baht: Decimal | None, delivered_on: date
) -> None:
    if kind not in DeliveryKind.values:
        raise Refused(
            T("โปรดเลือกประเภทการสนับสนุนจากรายการ", "Choose the kind of support from the list."), field="kind"
        )
    if delivered_on > clock.today():
        raise Refused(
            T("วันที่ให้การสนับสนุนต้องไม่เป็นวันในอนาคต", "The day of delivery cannot be in the future."),
            field="delivered_on",
        )
    if delivered_on < steps.day_of(referral.sent_at):
        raise Refused(
            T(
                "วันที่ให้การสนับสนุนต้องไม่มาก่อนวันที่ส่งเรื่อง",
                "The day of delivery cannot come before the case was sent.",
            ),
            field="delivered_on",
        )
    if quantity is not None and quantity <= 0:
        raise Refused(T("จำนวนต้องมากกว่าศูนย์", "The quantity must be more than zero."), field="quantity")
    if amount_baht is not None and amount_baht < 0:
        raise Refused(T("จำนวนเงินต้องไม่ติดลบ", "The amount cannot be negative."), field="amount_baht")


def _record_attendance(delivery: Delivery, attendance: Sequence[tuple[str, bool]]) -> None:
    """Each name once; the last line counts where somebody is listed twice."""
    listed = {" ".join(name.split())[:200]: attended for name, attended in attendance if name.strip()}
    Attendance.objects.bulk_create(
        [Attendance(delivery=delivery, name=n, attended=a) for n, a in listed.items()]
    )


def people_trained(delivery: Delivery) -> Decimal:
    """Those listed as attended; where nobody is listed, the quantity of a training that was counted in people: days or
    hours are not people."""
    if delivery.kind != DeliveryKind.TRAINING:
        return Decimal(0)
    if delivery.attendance.exists():
        return Decimal(delivery.attendance.filter(attended=True).count())
    return (delivery.quantity or Decimal(0)) if delivery.unit.casefold() in PEOPLE else Decimal(0)


def _credit(delivery: Delivery, referral: Referral, by: Actor, *, confirmed: bool) -> None:
    if referral.commitment is None:
        return
    for measure, quantity in (
        (Measure.DELIVERIES, Decimal(1)),
        (Measure.PEOPLE_TRAINED, people_trained(delivery)),
    ):
        if quantity:
            agreements.post_result(
                by=by, commitment=referral.commitment, measure=measure, quantity=quantity, confirmed=confirmed,
                reference=f"delivery:{delivery.code}", on=delivery.delivered_on,
            )  # fmt: skip


@transaction.atomic
def confirm_delivery(*, by: Actor, delivery: Delivery) -> Delivery:
    """The group, or an officer of its area from another body, says that the support came. What was credited counts as
    confirmed from now on."""
    referral = steps.hold(delivery.referral)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    permissions.check_can_confirm_delivery(by, referral, delivery)
    if delivery.confirmed_by_id is not None:
        raise Refused(T("รายการนี้ยืนยันแล้ว", "This delivery is confirmed already."))
    if by.acting_id is None or by.acting_id == delivery.recorded_by_id:
        raise Refused(
            T(
                "ผู้ยืนยันต้องเป็นคนละหน่วยงานกับผู้บันทึก",
                "It must be confirmed by another body than the one that recorded it.",
            )
        )
    delivery.confirmed_by_id = by.acting_id
    delivery.confirmed_at = clock.now()
    delivery.save(update_fields=["confirmed_by", "confirmed_at"])
    if referral.commitment:
        for measure in (Measure.DELIVERIES, Measure.PEOPLE_TRAINED):
            agreements.withdraw_result(
                by=by, commitment=referral.commitment, measure=measure, reference=f"delivery:{delivery.code}"
            )
    _credit(delivery, referral, by, confirmed=True)
    timeline.record("referral.delivery_confirmed", about=referral, by=by, facts={"delivery": delivery.code})
    return delivery
