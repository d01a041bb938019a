"""A group took its consent back: what began under it ends."""

from django.db import transaction

from phanuek.consent.models import Consent
from phanuek.organisations.actor import Actor
from phanuek.referrals.actions import steps
from phanuek.referrals.actions.answering import closing_words
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.models import Referral
from phanuek.referrals.states import OPEN_STATES, ClosingReason


@transaction.atomic
def consent_ended(by: Actor, consent: Consent) -> list[Referral]:
    """Closes each open case that rests on the consent, with the reason; its place goes to others, its links stop working.
    Called by the consent room, which has asked who may withdraw it, in the same transaction."""
    ended = []
    for row in Referral.objects.filter(consent=consent, state__in=OPEN_STATES).order_by("pk"):
        referral = steps.hold(row)
        steps.end(referral, by, ClosingReason.CONSENT_ENDED)
        tell(by=by, referral=referral, what="closed", more=closing_words(referral))
        ended.append(referral)
    return ended
