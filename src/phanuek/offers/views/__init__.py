"""Pages that write offers; reading them is for everyone, on the public pages."""

from phanuek.offers.views.capacity import capacity, capacity_act
from phanuek.offers.views.check_links import check_by_link
from phanuek.offers.views.conditions import edit_conditions
from phanuek.offers.views.offer import check, close, edit, new, reopen
from phanuek.offers.views.proposals import conditions_history, proposal
from phanuek.offers.views.publishing import limits, next_edition, publish, unpublish

__all__ = [
    "capacity", "capacity_act", "check", "check_by_link", "close", "conditions_history", "edit", "edit_conditions", "limits", "new",
    "next_edition", "proposal", "publish", "reopen", "unpublish",
]  # fmt: skip
