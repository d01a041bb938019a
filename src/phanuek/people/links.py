"""Signed links by which somebody acts without an account: for one purpose, on one subject, until a day.

The token is the link's code signed with the site's secret and the purpose: a token for one act opens no other. The row says
whether it still works; a used, replaced, revoked or expired one is told apart, so that the page can offer a new one to the same
address. Reading marks nothing as used: mail programs open links by themselves. The room whose act it is calls `use` in its
transaction. Tokens stand in mails and nowhere else: no page shows one, and the log leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet

from phanuek.people.models import ActingLink
from phanuek.ui import clock
from phanuek.ui.codes import new_code

DAYS = 14
# how many links for one act on one subject go to one address within the time, also when a stranger keeps asking
MOST, WITHIN = 3, timedelta(hours=24)


class LinkState(StrEnum):
    """Why a link works or does not."""

    WORKS = "works"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"
    REVOKED = "revoked"


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"phanuek.link.{purpose}")


@transaction.atomic
def issue(
    *,
    purpose: str,
    about: str,
    organisation_code: str = "",
    address: str = "",
    name: str = "",
    days: int = DAYS,
    until: datetime | None = None,
    by_id: int | None = None,
) -> tuple[ActingLink, str]:
    """A new link and its token; earlier ones for the same act, subject and address stop working. It ends after `days`, or
    at `until` where that comes first."""
    now = clock.now()
    ends = now + timedelta(days=days)
    ActingLink.objects.filter(
        purpose=purpose, about=about, address=address, used_at=None, revoked_at=None
    ).update(revoked_at=now)
    link = ActingLink.objects.create(
        code=new_code("k"), purpose=purpose, about=about, organisation_code=organisation_code, address=address, name=name,
        issued_at=now, issued_by_id=by_id, expires_at=min(ends, until) if until and until > now else ends,
    )  # fmt: skip
    return link, token_of(link)


def token_of(link: ActingLink) -> str:
    return _signer(link.purpose).sign(link.code)


def read(token: str, *, purpose: str) -> ActingLink | None:
    """The link of a token; None when it was never issued for this purpose. Whether it still works is asked of `state`."""
    try:
        code = _signer(purpose).unsign(token[:200])
    except BadSignature:
        return None
    return ActingLink.objects.filter(code=code, purpose=purpose).first()


def find(token: str, *, purposes: Iterable[str]) -> ActingLink | None:
    """As `read`, for a page that serves several acts: the purpose is whichever the token was signed for."""
    return next((link for purpose in purposes if (link := read(token, purpose=purpose))), None)


def state(link: ActingLink) -> LinkState:
    """Used counts first: who acted by it should read that it was done."""
    if link.used_at:
        return LinkState.USED
    if link.revoked_at:
        newer = of_act(link.purpose, link.about).filter(address=link.address, pk__gt=link.pk)
        return LinkState.REPLACED if newer.exists() else LinkState.REVOKED
    return LinkState.EXPIRED if link.expires_at <= clock.now() else LinkState.WORKS


def opened(link: ActingLink) -> None:
    """The first look is written down once."""
    ActingLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=clock.now())


def use(link: ActingLink) -> bool:
    """Marks the act as done, in the transaction of the act; False when somebody was faster or it no longer works."""
    now = clock.now()
    free = ActingLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=now)
    return bool(free.update(used_at=now))


def of_act(purpose: str, about: str) -> QuerySet[ActingLink]:
    """Every link there was for one act on one subject, newest first."""
    return ActingLink.objects.filter(purpose=purpose, about=about)


def too_many(link: ActingLink) -> bool:
    """Whether so many went to this address lately that another one must wait."""
    recent = of_act(link.purpose, link.about).filter(address=link.address)
    return recent.filter(issued_at__gt=clock.now() - WITHIN).count() >= MOST


def masked(address: str) -> str:
    """Enough for its owner to know it, too little for anybody else: n•••@baac.or.th."""
    name, _, host = address.partition("@")
    return f"{name[:1]}•••@{host}" if host else ""


def revoke(*, purpose: str, about: str) -> int:
    """No link for this act on this subject works any more: the act has been done another way."""
    return ActingLink.objects.filter(purpose=purpose, about=about, used_at=None, revoked_at=None).update(
        revoked_at=clock.now()
    )
