"""The links by which somebody without an account may act in a case, as the case shows them: never the token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.organisations.permissions import why_not
from phanuek.people import links
from phanuek.people.links import LinkState
from phanuek.people.models import ActingLink
from phanuek.referrals import permissions
from phanuek.referrals.acting import ANSWER, ANSWERED_IN, CONFIRM, DELIVER
from phanuek.referrals.models import Referral
from phanuek.timeline.models import subject_key
from phanuek.ui import clock
from phanuek.ui.words import T

PURPOSES: dict[str, T] = {
    ANSWER: T("ตอบเรื่อง", "answer the case"),
    DELIVER: T("บันทึกการให้การสนับสนุน", "record what was given"),
    CONFIRM: T("บอกว่าได้รับหรือไม่", "say whether it came"),
}
STATES: dict[LinkState, tuple[str, T]] = {
    LinkState.WORKS: ("info", T("ใช้ได้", "works")),
    LinkState.USED: ("ok", T("ใช้แล้ว", "used")),
    LinkState.EXPIRED: ("warn", T("หมดอายุ", "expired")),
    LinkState.REPLACED: ("plain", T("มีลิงก์ใหม่แทน", "replaced")),
    LinkState.REVOKED: ("plain", T("ยกเลิกแล้ว", "taken back")),
}


@dataclass(frozen=True)
class Line:
    """One link that was sent."""

    what: T
    address: str
    tag: str
    state: T
    issued_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    used_at: datetime | None


@dataclass(frozen=True)
class Links:
    """What was sent, and whether this reader may send the body its link now."""

    lines: Sequence[Line]
    send_url: str
    office: str


def of_case(referral: Referral, actor: Actor) -> Links:
    """For everybody in the case; addresses are shortened, also for those who typed them."""
    abouts = [subject_key(referral), *(subject_key(one) for one in referral.deliveries.all())]
    rows = list(
        ActingLink.objects.filter(about__in=abouts, purpose__in=PURPOSES).order_by("-issued_at", "-pk")
    )
    may = (
        referral.state in ANSWERED_IN
        and why_not(permissions.check_can_send_link, actor, referral) is None
        and not Membership.objects.valid(clock.today()).filter(organisation=referral.provider_id).exists()
    )
    return Links(
        lines=_lines(rows),
        send_url=reverse("referrals:send_link", args=[referral.code]) if may else "",
        office=links.masked(referral.provider.contact_email),
    )


def _lines(rows: list[ActingLink]) -> list[Line]:
    """As `people.links.state`, without a query for each."""
    newest: set[tuple[str, str, str]] = set()
    found = []
    for row in rows:
        key = (row.purpose, row.about, row.address)
        state = _state(row, replaced=key in newest)
        newest.add(key)
        tag, words = STATES[state]
        found.append(
            Line(PURPOSES[row.purpose], links.masked(row.address), tag, words, row.issued_at, row.expires_at, row.opened_at, row.used_at)
        )  # fmt: skip
    return found


def _state(row: ActingLink, *, replaced: bool) -> LinkState:
    if row.used_at:
        return LinkState.USED
    if row.revoked_at:
        return LinkState.REPLACED if replaced else LinkState.REVOKED
    return LinkState.EXPIRED if row.expires_at <= clock.now() else LinkState.WORKS
