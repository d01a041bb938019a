"""Verbs on offers, their conditions and their places."""

from collections.abc import Callable
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.offers.actions.capacity import (
    close_places,
    lapse,
    lapse_ended,
    open_places,
    promise,
    restore,
    take_back_promise,
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
from phanuek.offers.actions.places import (
    confirm_used,
    give_back_place,
    hand_over_place,
    return_used,
    take_place,
    take_places,
    use_place,
)
from phanuek.offers.actions.publishing import publish, unpublish
from phanuek.offers.actions.schemes import add_scheme

# what `manage.py daily` does by the clock, in this order
DAILY: list[Callable[[date], list[Sent]]] = [lapse_ended]

__all__ = [
    "DAILY", "LimitLine", "add", "add_many", "add_scheme", "approve_conditions", "close", "close_places",
    "confirm_used", "edit", "give_back_place", "hand_over_place", "lapse", "lapse_ended", "mark_checked",
    "next_edition", "open_places", "promise", "propose_conditions", "publish", "reject_conditions", "reopen",
    "restore", "return_used", "set_conditions", "set_limits", "take_back_conditions", "take_back_promise",
    "take_place", "take_places", "unpublish", "use_place",
]  # fmt: skip
