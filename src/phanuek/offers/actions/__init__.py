"""Verbs on offers, their conditions and their places."""

from phanuek.offers.actions.capacity import (
    give_back_place,
    hand_over_place,
    return_used,
    take_place,
    take_places,
    use_place,
)
from phanuek.offers.actions.conditions import set_conditions
from phanuek.offers.actions.offer import add, add_many, close, edit, mark_checked, reopen

__all__ = [
    "add", "add_many", "close", "edit", "give_back_place", "hand_over_place", "mark_checked", "reopen", "return_used",
    "set_conditions", "take_place", "take_places", "use_place",
]  # fmt: skip
