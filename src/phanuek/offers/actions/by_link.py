"""What is done by a signed link, without an account."""

from datetime import date

from django.db import transaction

from phanuek.offers.actions.freshness import mark_checked
from phanuek.offers.models import Offer
from phanuek.offers.notifications.freshness import send_link_again
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.people import links
from phanuek.people.models import ActingLink
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


def actor_of(link: ActingLink, offer: Offer) -> Actor:
    """Whoever holds the link, for the body it was sent to."""
    return Actor.through_link(
        offer.provider, link=link.code, name=link.name, granted=frozenset({Permission.MANAGE_OWN_OFFERS})
    )


@transaction.atomic
def send_check_link_again(*, link: ActingLink, offer: Offer) -> None:
    """Another link for the same check to the same address."""
    send_link_again(by=actor_of(link, offer), link=link, offer=offer)


@transaction.atomic
def mark_checked_by_link(
    *, link: ActingLink, offer: Offer, on: date, next_check_on: date | None = None
) -> Offer:
    """As `mark_checked`, once, by whoever holds the link, for the body that the link was sent to."""
    if not links.use(link):
        raise Refused(T("ลิงก์นี้ใช้ไม่ได้แล้ว", "This link no longer works."))
    return mark_checked(by=actor_of(link, offer), offer=offer, on=on, next_check_on=next_check_on)
