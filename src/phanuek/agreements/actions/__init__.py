"""Verbs of this room, by noun."""

from phanuek.agreements.actions.activities import (
    add_activity,
    add_update,
    cancel_activity,
    edit_activity,
    finish_activity,
    remove_update,
    reopen_activity,
)
from phanuek.agreements.actions.amendment_signing import review_amendment, sign_amendment
from phanuek.agreements.actions.amendments import (
    amendment_back_to_draft,
    amendment_back_to_review,
    draft_amendment,
    edit_amendment,
    open_amendment_for_signing,
    propose_amendment,
    reject_amendment,
    take_back_amendment,
)
from phanuek.agreements.actions.changes import (
    add_clause,
    change_clause,
    drop_change,
    edit_added_clause,
    repeal_clause,
)
from phanuek.agreements.actions.claims import Piece, resubmit_claim, submit_claim, take_back_claim
from phanuek.agreements.actions.clauses import MarkedClause, mark_clauses, tie_to_clause
from phanuek.agreements.actions.commitments import add_commitment, edit_commitment
from phanuek.agreements.actions.deciding import (
    approve_claim,
    confirm_claim,
    refuse_claim,
    return_claim,
    undo_approval,
)
from phanuek.agreements.actions.digital import add_signed, sign_here
from phanuek.agreements.actions.goals import add_goal, edit_goal, link_goal
from phanuek.agreements.actions.importing import (
    confirm_agreement,
    import_agreement,
    try_agreement,
    undo_agreement,
)
from phanuek.agreements.actions.importing_lists import confirm_commitments, try_commitments
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
from phanuek.agreements.actions.merging import merge_amendment
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
    is_settled,
    name_signatory,
    remove_person,
    set_chair,
)
from phanuek.agreements.actions.reconciling import reconcile
from phanuek.agreements.actions.reports import close_report, edit_report, open_report
from phanuek.agreements.actions.responsible import Contact
from phanuek.agreements.actions.signed_files import add_scan, replace_document
from phanuek.agreements.actions.signing import record_signature, undo_signature
from phanuek.agreements.actions.status import (
    end_commitment,
    hand_over,
    lift_override,
    reopen_commitment,
    set_override,
)
from phanuek.agreements.actions.tasks import (
    TaskLine,
    add_tasks,
    cancel_task,
    edit_task,
    finish_task,
    reopen_task,
)
from phanuek.agreements.actions.text import put_text

__all__ = [
    "AgendaLine",
    "AttendanceLine",
    "Contact",
    "MarkedClause",
    "Piece",
    "Result",
    "TaskLine",
    "add_activity",
    "add_clause",
    "add_commitment",
    "add_decision",
    "add_goal",
    "add_party",
    "add_scan",
    "add_signed",
    "add_tasks",
    "add_update",
    "add_witness",
    "adopt_minutes",
    "amendment_back_to_draft",
    "amendment_back_to_review",
    "approve_claim",
    "back_to_draft",
    "cancel_activity",
    "cancel_meeting",
    "cancel_task",
    "change_clause",
    "close_report",
    "confirm_agreement",
    "confirm_claim",
    "confirm_commitments",
    "correct_attendance",
    "create_agreement",
    "draft_amendment",
    "drop_change",
    "edit_activity",
    "edit_added_clause",
    "edit_agreement",
    "edit_amendment",
    "edit_commitment",
    "edit_decision",
    "edit_goal",
    "edit_meeting",
    "edit_party",
    "edit_person",
    "edit_report",
    "edit_task",
    "end_commitment",
    "finish_activity",
    "finish_task",
    "hand_over",
    "hold_meeting",
    "import_agreement",
    "is_settled",
    "keep_signed_minutes",
    "lift_override",
    "link_goal",
    "mark_clauses",
    "merge_amendment",
    "name_signatory",
    "open_amendment_for_signing",
    "open_for_signing",
    "open_report",
    "place_party",
    "plan_meeting",
    "post_result",
    "post_results_many",
    "propose_amendment",
    "put_text",
    "reconcile",
    "record_signature",
    "refuse_claim",
    "reject_amendment",
    "remove_decision",
    "remove_party",
    "remove_person",
    "remove_update",
    "reopen_activity",
    "reopen_commitment",
    "reopen_task",
    "repeal_clause",
    "replace_document",
    "resubmit_claim",
    "return_claim",
    "review_amendment",
    "set_chair",
    "set_override",
    "sign_amendment",
    "sign_here",
    "submit_claim",
    "take_back_amendment",
    "take_back_claim",
    "tie_to_clause",
    "try_agreement",
    "try_commitments",
    "undo_agreement",
    "undo_approval",
    "undo_signature",
    "withdraw_result",
    "withdraw_results_many",
    "write_minutes",
]  # fmt: skip
