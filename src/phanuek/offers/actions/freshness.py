"""Somebody compared an offer with its source."""

from datetime import date, timedelta

from django.db import transaction

from phanuek.offers import permissions
from phanuek.offers.actions.base import locked
from phanuek.offers.checking import CHECK
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.people import links
from phanuek.timeline import actions as timeline
from phanuek.timeline.models import subject_key
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_DAYS_AHEAD = 366


@transaction.atomic
def mark_checked(*, by: Actor, offer: Offer, on: date, next_check_on: date | None = None) -> Offer:
    """Somebody compared the offer with its source on that day and found it current; it is proposed again at once.

    `next_check_on`: when it should be checked again, within a year; None: 90 days later.
    """
    permissions.check_can_confirm(by, offer)
    today = clock.today()
    if on > today:
        raise Refused(
            T("วันที่ตรวจสอบต้องไม่อยู่ในอนาคต", "The day of the check cannot lie in the future."), field="on"
        )
    check_next(next_check_on, after=on)
    row = locked(offer)
    if row.checked_on is not None and on < row.checked_on:
        raise Refused(T("มีการตรวจสอบที่ใหม่กว่าแล้ว", "There is a later check already."), field="on")
    row.checked_on = on
    row.checked_by_id = by.acting_id
    row.next_check_on = next_check_on
    row.version += 1
    row.save(update_fields=["checked_on", "checked_by", "next_check_on", "version"])
    links.revoke(purpose=CHECK, about=subject_key(row))
    timeline.record("offer.checked", about=row, by=by, facts={"on": on.isoformat()})
    return row


def check_next(day: date | None, *, after: date) -> None:
    """A next check lies ahead, and not so far that the offer would stay up unseen."""
    if day is None:
        return
    last = max(after, clock.today()) + timedelta(days=MOST_DAYS_AHEAD)
    if day <= clock.today() or day <= after:
        raise Refused(
            T("วันตรวจสอบครั้งต่อไปต้องอยู่ในอนาคต", "The next check must lie ahead."), field="next_check_on"
        )
    if day > last:
        raise Refused(
            T("วันตรวจสอบครั้งต่อไปต้องอยู่ภายในหนึ่งปี", "The next check must be within a year."),
            field="next_check_on",
            hint=T("เว้นว่างไว้ได้ ระบบจะนับ 90 วัน", "Left empty, it is 90 days from now."),
        )
