"""Verbs on offers, their conditions and their places."""

from phanuek.offers.actions.capacity import (
    give_back_place,
    hand_over_place,
    return_used,
    take_place,
    take_places,
    use_place,
)
from phanuek.offers.actions.conditions import (
    approve_conditions,
    propose_conditions,
    reject_conditions,
    set_conditions,
    take_back_conditions,
)
from phanuek.offers.actions.editions import next_edition
from phanuek.offers.actions.freshness import mark_checked
from phanuek.offers.actions.limits import LimitLine, set_limits
from phanuek.offers.actions.offer import add, add_many, close, edit, reopen
from phanuek.offers.actions.publishing import publish, unpublish
from phanuek.offers.actions.schemes import add_scheme

__all__ = [
    "LimitLine", "add", "add_many", "add_scheme", "approve_conditions", "close", "edit", "give_back_place",
    "hand_over_place", "mark_checked", "next_edition", "propose_conditions", "publish", "reject_conditions",
    "reopen", "return_used", "set_conditions", "set_limits", "take_back_conditions", "take_place",
    "take_places", "unpublish", "use_place",
]  # fmt: skip
