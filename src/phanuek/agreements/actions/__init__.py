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
from phanuek.agreements.actions.meetings import (
    AgendaLine,
    AttendanceLine,
    cancel_meeting,
    correct_attendance,
    edit_meeting,
    hold_meeting,
    plan_meeting,
)
from phanuek.agreements.actions.minutes import (
    add_decision,
    adopt_minutes,
    edit_decision,
    keep_signed_minutes,
    remove_decision,
    write_minutes,
)
from phanuek.agreements.actions.tasks import (
    TaskLine,
    add_tasks,
    cancel_task,
    edit_task,
    finish_task,
    reopen_task,
)
from phanuek.agreements.actions.importing import import_agreement

__all__ = [
    "AgendaLine",
    "AttendanceLine",
    "Result",
    "TaskLine",
    "add_commitment",
    "add_decision",
    "add_goal",
    "add_tasks",
    "adopt_minutes",
    "cancel_meeting",
    "cancel_task",
    "correct_attendance",
    "edit_commitment",
    "edit_decision",
    "edit_goal",
    "edit_meeting",
    "edit_task",
    "finish_task",
    "hold_meeting",
    "import_agreement",
    "keep_signed_minutes",
    "link_goal",
    "plan_meeting",
    "post_result",
    "post_results_many",
    "remove_decision",
    "reopen_task",
    "withdraw_result",
    "withdraw_results_many",
    "write_minutes",
]  # fmt: skip
