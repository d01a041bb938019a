"""Where a case that an earlier room names by its code can be read."""

from collections.abc import Collection

from phanuek.organisations.actor import Actor
from phanuek.referrals.models import Referral


def addresses(actor: Actor, codes: Collection[str]) -> dict[str, str]:
    """By code, of those that the reader may see."""
    found = Referral.objects.visible_to(actor).filter(code__in=codes)
    return {referral.code: referral.get_absolute_url() for referral in found.only("code")}
