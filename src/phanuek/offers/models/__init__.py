"""What a body offers, its editions, limits, conditions in the making, and the ledger of its places."""

from phanuek.needs.models import Aim, Means
from phanuek.offers.models.capacity import CapacityBalance, CapacityEntry, Holding
from phanuek.offers.models.offer import STALE_AFTER_DAYS, Offer
from phanuek.offers.models.proposal import ConditionProposal
from phanuek.offers.models.scheme import Limit, Scheme
from phanuek.offers.states import Account, Availability, ProposalState, Selection

__all__ = [
    "STALE_AFTER_DAYS", "Account", "Aim", "Availability", "CapacityBalance", "CapacityEntry", "ConditionProposal",
    "Holding", "Limit", "Means", "Offer", "ProposalState", "Scheme", "Selection",
]  # fmt: skip
