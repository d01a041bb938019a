"""Acts of whoever holds a link: the link is used up in the transaction of the act, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from phanuek.organisations.actor import Actor
from phanuek.people import links as acting_links
from phanuek.people.models import ActingLink
from phanuek.referrals.actions import links

Found = TypeVar("Found")


class LinkGone(Exception):
    """Somebody was faster, or it no longer works: the page says which."""


@transaction.atomic
def act(link: ActingLink, verb: Callable[[Actor], Found]) -> Found:
    """Does the one act that the link is for. Raises LinkGone; a refused act leaves the link as it was."""
    if not acting_links.use(link):
        raise LinkGone
    return verb(links.actor_of(link))
