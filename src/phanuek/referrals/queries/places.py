"""Places that a round keeps for a group, as the offer's ledger names them."""

from phanuek.matching.models import Application
from phanuek.matching.states import RoundState
from phanuek.referrals.models import Referral


def allotted_to(referral: Referral) -> list[str]:
    """References under which a published round reserved a place for the case's group at its offer."""
    won = Application.objects.filter(
        enterprise=referral.enterprise_id, offer=referral.offer_id, withdrawn_at=None,
        round__state=RoundState.PUBLISHED, allocation__units__gt=0,
    )  # fmt: skip
    return [f"allocation:{code}" for code in won.values_list("code", flat=True)]
