"""Who may do what to a case. Each check passes in silence or says why not."""

from phanuek.referrals.permissions.answering import (
    check_can_accept,
    check_can_ask_more,
    check_can_assign,
    check_can_close,
    check_can_refuse,
    officers_of,
)
from phanuek.referrals.permissions.appealing import check_can_answer_appeal, check_can_appeal, has_another
from phanuek.referrals.permissions.base import (
    NOT_IN_STATE,
    ONLY_PROVIDER,
    ONLY_SENDER,
    NotInState,
    as_provider,
    check_provider,
    check_stands_in,
    check_state,
    is_receiving_side,
    is_senders_side,
    name_of,
)
from phanuek.referrals.permissions.delivering import (
    check_can_confirm_delivery,
    check_can_deliver,
    check_can_report_receipt,
    check_can_return,
    check_can_see_contact,
    check_consent_in_force,
)
from phanuek.referrals.permissions.links import check_can_add_file, check_can_open_file, check_can_send_link
from phanuek.referrals.permissions.sending import (
    check_can_give_more,
    check_can_note,
    check_can_send,
    check_can_withdraw,
)
from phanuek.referrals.permissions.transferring import (
    check_can_answer_transfer,
    check_can_apply_again,
    check_can_reopen,
    check_can_transfer,
    check_can_wish,
    reopen_until,
)

__all__ = [
    "NOT_IN_STATE",
    "ONLY_PROVIDER",
    "ONLY_SENDER",
    "NotInState",
    "as_provider",
    "check_can_accept",
    "check_can_add_file",
    "check_can_answer_appeal",
    "check_can_answer_transfer",
    "check_can_appeal",
    "check_can_apply_again",
    "check_can_ask_more",
    "check_can_assign",
    "check_can_close",
    "check_can_confirm_delivery",
    "check_can_deliver",
    "check_can_give_more",
    "check_can_note",
    "check_can_open_file",
    "check_can_refuse",
    "check_can_reopen",
    "check_can_report_receipt",
    "check_can_return",
    "check_can_see_contact",
    "check_can_send",
    "check_can_send_link",
    "check_can_transfer",
    "check_can_wish",
    "check_can_withdraw",
    "check_consent_in_force",
    "check_provider",
    "check_stands_in",
    "check_state",
    "has_another",
    "is_receiving_side",
    "is_senders_side",
    "name_of",
    "officers_of",
    "reopen_until",
]  # fmt: skip
