"""News of a case in the transaction of the act; for a body without account, with a link by which its office can answer."""

from collections.abc import Sequence

from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.referrals import notifications
from phanuek.referrals.actions import links
from phanuek.referrals.models import Referral
from phanuek.ui.words import T

# after these it is the body's turn to answer
ASKS_THE_BODY = frozenset({"sent", "more_given", "reopened", "upheld", "transfer_declined"})


def tell(
    *,
    by: Actor,
    referral: Referral,
    what: str,
    quote: str = "",
    more: Sequence[T] = (),
    target: T | None = None,
    to: Sequence[Recipient] | None = None,
    key: str = "",
    link: str = "",
) -> int:
    """As `notifications.news`."""
    told = notifications.news(
        by=by, referral=referral, what=what, quote=quote, more=more, target=target, to=to, key=key, link=link
    )
    if what in ASKS_THE_BODY:
        links.invite(by=by, referral=referral)
    return told
