"""Verbs of this room, by noun."""

from phanuek.agreements.actions.commitments import add_commitment, edit_commitment
from phanuek.agreements.actions.digital import add_signed, sign_here
from phanuek.agreements.actions.goals import add_goal, edit_goal, link_goal
from phanuek.agreements.actions.importing import import_agreement
from phanuek.agreements.actions.ledger import (
    Result,
    post_result,
    post_results_many,
    withdraw_result,
    withdraw_results_many,
)
from phanuek.agreements.actions.lifecycle import (
    back_to_draft,
    create_agreement,
    edit_agreement,
    open_for_signing,
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
from phanuek.agreements.actions.parties import add_party, edit_party, place_party, remove_party
from phanuek.agreements.actions.people import (
    add_witness,
    edit_person,
    name_signatory,
    remove_person,
    set_chair,
)
from phanuek.agreements.actions.signed_files import add_scan, replace_document
from phanuek.agreements.actions.signing import record_signature, undo_signature
from phanuek.agreements.actions.tasks import (
    TaskLine,
    add_tasks,
    cancel_task,
    edit_task,
    finish_task,
    reopen_task,
)

__all__ = [
    "AgendaLine",
    "AttendanceLine",
    "Result",
    "TaskLine",
    "add_commitment",
    "add_decision",
    "add_goal",
    "add_party",
    "add_scan",
    "add_signed",
    "add_tasks",
    "add_witness",
    "adopt_minutes",
    "back_to_draft",
    "cancel_meeting",
    "cancel_task",
    "correct_attendance",
    "create_agreement",
    "edit_agreement",
    "edit_commitment",
    "edit_decision",
    "edit_goal",
    "edit_meeting",
    "edit_party",
    "edit_person",
    "edit_task",
    "finish_task",
    "hold_meeting",
    "import_agreement",
    "keep_signed_minutes",
    "link_goal",
    "name_signatory",
    "open_for_signing",
    "place_party",
    "plan_meeting",
    "post_result",
    "post_results_many",
    "record_signature",
    "remove_decision",
    "remove_party",
    "remove_person",
    "reopen_task",
    "replace_document",
    "set_chair",
    "sign_here",
    "undo_signature",
    "withdraw_result",
    "withdraw_results_many",
    "write_minutes",
]  # fmt: skip
