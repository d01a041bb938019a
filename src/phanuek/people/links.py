"""Signed links by which somebody acts without an account: for one purpose, on one subject, until a day.

The token is the link's code signed with the site's secret and the purpose: a token for one act opens no other. The row says
whether it still works; a used, replaced or expired one is told apart, so that the page can offer a new one to the same address.
Reading marks nothing as used: mail programs open links by themselves. The room whose act it is calls `use` in its transaction.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from django.core.signing import BadSignature, Signer
from django.db import transaction

from phanuek.people.models import ActingLink
from phanuek.ui import clock
from phanuek.ui.codes import new_code

DAYS = 14


class LinkState(StrEnum):
    """Why a link works or does not."""

    WORKS = "works"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"


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
    by_id: int | None = None,
) -> tuple[ActingLink, str]:
    """A new link and its token; earlier ones for the same act, subject and address stop working."""
    now = clock.now()
    ActingLink.objects.filter(
        purpose=purpose, about=about, address=address, used_at=None, revoked_at=None
    ).update(revoked_at=now)
    link = ActingLink.objects.create(
        code=new_code("k"), purpose=purpose, about=about, organisation_code=organisation_code, address=address, name=name,
        issued_at=now, issued_by_id=by_id, expires_at=now + timedelta(days=days),
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


def state(link: ActingLink) -> LinkState:
    """Used counts first: who acted by it should read that it was done."""
    if link.used_at:
        return LinkState.USED
    if link.revoked_at:
        return LinkState.REPLACED
    return LinkState.EXPIRED if link.expires_at <= clock.now() else LinkState.WORKS


def opened(link: ActingLink) -> None:
    """The first look is written down once."""
    ActingLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=clock.now())


def use(link: ActingLink) -> bool:
    """Marks the act as done, in the transaction of the act; False when somebody was faster or it no longer works."""
    now = clock.now()
    free = ActingLink.objects.filter(pk=link.pk, used_at=None, revoked_at=None, expires_at__gt=now)
    return bool(free.update(used_at=now))


def revoke(*, purpose: str, about: str) -> int:
    """No link for this act on this subject works any more: the act has been done another way."""
    return ActingLink.objects.filter(purpose=purpose, about=about, used_at=None, revoked_at=None).update(
        revoked_at=clock.now()
    )
