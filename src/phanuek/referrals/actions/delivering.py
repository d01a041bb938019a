"""What was given, in whole or in parts; and what came back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import Measure
from phanuek.files.models import Attachment
from phanuek.needs import actions as needs
from phanuek.needs.states import NeedState
from phanuek.offers import actions as offers
from phanuek.organisations.actor import Actor
from phanuek.referrals import permissions, queries
from phanuek.referrals.actions import files, links, steps
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.models import Attendance, Delivery, Referral, Session
from phanuek.referrals.states import Completeness, DeliveryKind, FileKind, ReferralState
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

PEOPLE = frozenset({"คน", "ราย", "people", "persons", "person"})
ZERO = Decimal(0)


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
    completeness: str = Completeness.WHOLE,
    learnt: str = "",
    evidence: Attachment | None = None,
    uploads: Sequence[UploadedFile[Any]] = (),
    attendance: Sequence[tuple[str, bool]] = (),
    sessions: Sequence[tuple[date, Decimal | None, str, int | None]] = (),
) -> Delivery:
    """Writes down support that was given. A training lists who attended: (name, attended), and when it met: (day, hours,
    topic, how many came).

    The first delivery uses the place that was reserved; money is used as it is given. One delivery and the people who
    attended are credited to the commitment, unconfirmed until the receiving side says that it came; it is asked at once.
    """
    referral = steps.hold(referral)
    permissions.check_can_deliver(by, referral, kind)
    check(referral, kind, quantity, amount_baht, delivered_on, completeness)
    delivery = Delivery.objects.create(
        code=new_code("d"), referral=referral, kind=kind, what=steps.said(what, "what")[:300], quantity=quantity,
        unit=unit.strip()[:60], amount_baht=amount_baht, delivered_on=delivered_on, completeness=completeness,
        learnt_th=learnt.strip()[: steps.LONGEST_TEXT], recorded_by_id=referral.provider_id,
        on_behalf=by.on_behalf_of_id is not None, recorded_at=clock.now(),
    )  # fmt: skip
    if kind == DeliveryKind.TRAINING:
        _record_attendance(delivery, attendance)
    _record_sessions(delivery, referral, sessions)
    if evidence is not None:
        files.put(by, referral, [evidence], FileKind.EVIDENCE, delivery=delivery)
    files.attach(by, referral, uploads, FileKind.EVIDENCE, delivery=delivery)
    take_effect(delivery, referral, by, confirmed=False)
    timeline.record(
        "referral.delivered", about=referral, by=by, also=[referral.enterprise, referral.offer],
        facts={"referral": referral.code, "delivery": delivery.code, "kind": kind, "completeness": str(completeness),
               "amount_baht": str(amount_baht) if amount_baht is not None else ""},
    )  # fmt: skip
    tell(by=by, referral=referral, what="delivered", quote=delivery.what, key=delivery.code)
    links.ask_other_side(by=by, delivery=delivery)
    return delivery


def check(
    referral: Referral,
    kind: str,
    quantity: Decimal | None,
    amount_baht: Decimal | None,
    delivered_on: date,
    completeness: str = Completeness.WHOLE,
) -> None:
    """Refused at its field when it cannot be so."""
    if kind not in DeliveryKind.values:
        raise Refused(
            T("โปรดเลือกประเภทการสนับสนุนจากรายการ", "Choose the kind of support from the list."), field="kind"
        )
    if completeness not in Completeness.values:
        raise Refused(T("โปรดเลือกจากรายการ", "Choose one from the list."), field="completeness")
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


def _record_sessions(
    delivery: Delivery, referral: Referral, sessions: Sequence[tuple[date, Decimal | None, str, int | None]]
) -> None:
    for held_on, _, _, _ in sessions:
        if not steps.day_of(referral.sent_at) <= held_on <= clock.today():
            raise Refused(
                T("วันของแต่ละครั้งต้องอยู่ระหว่างวันที่ส่งเรื่องถึงวันนี้", "Each session lies between the day of sending and today."),
                field="sessions",
            )  # fmt: skip
    Session.objects.bulk_create(
        [Session(delivery=delivery, held_on=d, hours=h, topic=t[:300], attended=n) for d, h, t, n in sessions]
    )


def take_effect(delivery: Delivery, referral: Referral, by: Actor, *, confirmed: bool) -> None:
    """What follows when support was given: place and money used, the commitment credited, the case and the need moved on."""
    use_place(delivery, referral, by)
    credit(delivery, referral, by, confirmed=confirmed)
    if referral.state == ReferralState.ACCEPTED or queries.more_follows(referral):
        steps.move(referral, ReferralState.DELIVERED)
    if delivery.completeness == Completeness.PART:
        steps.wait_for_more(referral)
    if referral.need is not None and referral.need.state in (NeedState.REFERRED, NeedState.ANSWERED):
        needs.mark_answered(by=by, need=referral.need, provider=referral.provider.code)


def use_place(delivery: Delivery, referral: Referral, by: Actor) -> None:
    """One unit, used by the first delivery only; money each time. After everything came back a place is taken anew."""
    reference = steps.reference(referral)
    try:
        offers.take_place(by=by, offer=referral.offer, reference=reference)
        offers.use_place(
            by=by, offer=referral.offer, reference=reference, units=1, baht=delivery.amount_baht
        )  # fmt: skip
    except Refused as refusal:
        refusal.field = "amount_baht" if refusal.field == "baht" else refusal.field
        raise


def people_trained(delivery: Delivery) -> Decimal:
    """Those listed as attended; where nobody is listed, the quantity of a training that was counted in people: days or
    hours are not people."""
    if delivery.kind != DeliveryKind.TRAINING:
        return Decimal(0)
    if delivery.attendance.exists():
        return Decimal(delivery.attendance.filter(attended=True).count())
    return (delivery.quantity or Decimal(0)) if delivery.unit.casefold() in PEOPLE else Decimal(0)


def credit(delivery: Delivery, referral: Referral, by: Actor, *, confirmed: bool) -> None:
    """Posts one delivery and the people trained; what stood there for it before is taken back first."""
    if referral.commitment is None:
        return
    withdraw_credit(delivery, referral, by)
    for measure, quantity in (
        (Measure.DELIVERIES, Decimal(1)),
        (Measure.PEOPLE_TRAINED, people_trained(delivery)),
    ):
        if quantity:
            agreements.post_result(
                by=by, commitment=referral.commitment, measure=measure, quantity=quantity, confirmed=confirmed,
                reference=f"delivery:{delivery.code}", on=delivery.delivered_on,
            )  # fmt: skip


def withdraw_credit(delivery: Delivery, referral: Referral, by: Actor) -> None:
    if referral.commitment is None:
        return
    for measure in (Measure.DELIVERIES, Measure.PEOPLE_TRAINED):
        agreements.withdraw_result(
            by=by, commitment=referral.commitment, measure=measure, reference=f"delivery:{delivery.code}"
        )


@transaction.atomic
def return_delivery(
    *,
    by: Actor,
    delivery: Delivery,
    returned_on: date,
    why: str,
    quantity: Decimal | None = None,
    baht: Decimal | None = None,
) -> Delivery:
    """What was given came back, in part or as a whole (neither quantity nor baht named). Never more than was given, returns
    before this one counted in. The money is free for others; after the whole came back so is the place, and the credit to
    the commitment is taken back."""
    referral = steps.hold(delivery.referral)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    permissions.check_can_return(by, referral)
    was_whole = is_returned(delivery)
    if was_whole or (delivery.reported_by_receiver and delivery.confirmed_by_id is None):
        raise Refused(T("รายการนี้ไม่มีสิ่งที่คืนได้", "There is nothing in this delivery that could come back."))
    _check_day(delivery, returned_on)
    whole = quantity is None and baht is None
    delivery.returned_quantity = _more(
        delivery.quantity, delivery.returned_quantity, quantity, whole, "quantity"
    )
    money = delivery.returned_baht or ZERO
    delivery.returned_baht = _more(delivery.amount_baht, delivery.returned_baht, baht, whole, "baht")
    delivery.returned_on, delivery.returned_why = returned_on, steps.said(why, "why")[:300]
    delivery.save(update_fields=["returned_quantity", "returned_baht", "returned_on", "returned_why"])
    _give_back(delivery, referral, by, (delivery.returned_baht or ZERO) - money)
    if is_returned(delivery):
        withdraw_credit(delivery, referral, by)
    timeline.record(
        "referral.delivery_returned", about=referral, by=by, also=[referral.enterprise, referral.offer], note=why.strip(),
        facts={"delivery": delivery.code, "quantity": str(quantity or ""), "baht": str(baht or ""),
               "whole": is_returned(delivery)},
    )  # fmt: skip
    tell(
        by=by,
        referral=referral,
        what="returned",
        quote=why,
        key=f"{delivery.code}:{delivery.returned_quantity}:{delivery.returned_baht}",
    )
    return delivery


def _check_day(delivery: Delivery, returned_on: date) -> None:
    if not delivery.delivered_on <= returned_on <= clock.today():
        raise Refused(
            T("วันที่คืนต้องอยู่ระหว่างวันที่ให้ถึงวันนี้", "The day lies between the day of delivery and today."),
            field="returned_on",
        )


def _more(
    given: Decimal | None, before: Decimal | None, now: Decimal | None, whole: bool, field: str
) -> Decimal | None:
    """What has come back in all. Refused for more than was given, or for something that was not counted."""
    if whole:
        return given
    if not now:
        return before
    if given is None:
        raise Refused(
            T("รายการนี้ไม่ได้บันทึกจำนวนไว้ โปรดเว้นว่างและคืนทั้งหมด", "This was not counted when it was given; leave it empty and return the whole."),
            field=field,
        )  # fmt: skip
    total = (before or ZERO) + now
    if now < 0 or total > given:
        raise Refused(
            T("คืนได้ไม่เกินที่ให้ไป (ให้ {given} คืนแล้ว {before})", "No more can come back than was given ({given}; {before} came back before).")
            .format(given=f"{given:,.2f}", before=f"{before or ZERO:,.2f}"),
            field=field,
        )  # fmt: skip
    return total


def is_returned(delivery: Delivery) -> bool:
    """Whether all of it came back: everything that was counted, or, where nothing was, the day of return."""
    if delivery.returned_on is None:
        return False
    return (delivery.returned_quantity or ZERO) >= (delivery.quantity or ZERO) and (
        delivery.returned_baht or ZERO
    ) >= (delivery.amount_baht or ZERO)


def _give_back(delivery: Delivery, referral: Referral, by: Actor, baht: Decimal) -> None:
    """Money now; the place when no delivery of the case is left that did not come back."""
    others = [
        one for one in referral.deliveries.exclude(pk=delivery.pk) if counts(one) and not is_returned(one)
    ]
    units = 1 if is_returned(delivery) and not others else 0
    if units or baht:
        offers.return_used(
            by=by, offer=referral.offer, reference=steps.reference(referral), units=units, baht=baht
        )  # fmt: skip


def counts(delivery: Delivery) -> bool:
    """Not a mere report of the receiving side that the provider has not confirmed."""
    return not delivery.reported_by_receiver or delivery.confirmed_by_id is not None
