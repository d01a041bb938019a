"""Verbs of this room, by noun."""

from phanuek.agreements.actions.commitments import add_commitment, edit_commitment
from phanuek.agreements.actions.goals import add_goal, edit_goal, link_goal
from phanuek.agreements.actions.ledger import (
    Result,
    post_result,
    post_results_many,
    withdraw_result,
    withdraw_results_many,
)
from phanuek.agreements.actions.importing import import_agreement

__all__ = [
    "Result", "add_commitment", "add_goal", "edit_commitment", "edit_goal", "import_agreement", "link_goal", "post_result", "post_results_many", "withdraw_result",
    "withdraw_results_many",
]  # fmt: skip
