"""What is open with an offer, for those who would take it back from the public."""

from phanuek.offers.models import Offer
from phanuek.referrals.models import Referral
from phanuek.referrals.states import OPEN_STATES


def open_with(offer: Offer) -> int:
    """How many cases with it are not over."""
    return Referral.objects.filter(offer=offer, state__in=OPEN_STATES).count()
