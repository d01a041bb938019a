"""An offer that its officer still writes becomes public, and may be taken back while nobody's case hangs on it."""

from django.db import transaction

from phanuek.offers import permissions, queries
from phanuek.offers.actions.base import locked
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def publish(*, by: Actor, offer: Offer) -> Offer:
    """Everybody finds it from now on. Whoever publishes has just read it through, so that counts as its first check.

    Refused, naming what, while something that people need is missing.
    """
    permissions.check_can_edit(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    row = locked(offer)
    if row.published:
        raise Refused(T("มาตรการนี้เผยแพร่แล้ว", "This offer is published already."))
    needed = [gap.what for gap in queries.gaps(row) if gap.must]
    if needed:
        raise Refused(
            T("ยังเผยแพร่ไม่ได้ ยังขาด: {what}", "It cannot be published yet; missing: {what}.").format(
                what=T(" · ".join(one.th for one in needed), " · ".join(one.en for one in needed))
            ),
            hint=T("กรอกให้ครบแล้วเผยแพร่อีกครั้ง", "Fill these in, then publish it."),
        )
    row.published = True
    row.checked_on, row.checked_by_id = clock.today(), by.acting_id
    row.version += 1
    row.save(update_fields=["published", "checked_on", "checked_by", "version"])
    timeline.record("offer.published", about=row, by=by)
    return row


@transaction.atomic
def unpublish(*, by: Actor, offer: Offer, why: str) -> Offer:
    """Back to being written: lists and the API leave it out. Refused while a case with it is open."""
    permissions.check_can_edit(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    row = locked(offer)
    if not row.published:
        raise Refused(T("มาตรการนี้ยังไม่ได้เผยแพร่", "This offer is not published."))
    if not why.strip():
        raise Refused(T("โปรดบอกเหตุผล", "Say why."), field="why")
    standing = queries.open_cases(row)
    if standing:
        raise Refused(
            T("มีเรื่องที่ยังไม่เสร็จกับมาตรการนี้ {n} เรื่อง จึงยังถอนการเผยแพร่ไม่ได้",
              "{n} open cases hang on this offer, so it cannot be taken back yet.").format(n=standing),
            hint=T("ปิดรับแทนได้ทันที แล้วถอนการเผยแพร่เมื่อเรื่องเสร็จ",
                   "You can close it at once instead, and take it back when they are done."),
        )  # fmt: skip
    row.published = False
    row.version += 1
    row.save(update_fields=["published", "version"])
    timeline.record("offer.unpublished", about=row, by=by, note=why.strip()[:300])
    return row
