"""Pages of the room: sending, and one small form per act on a case. The case page itself is the desk's."""

from phanuek.referrals.views.acts import (
    accept,
    ask,
    close,
    contact,
    give,
    note,
    refuse,
    withdraw,
)
from phanuek.referrals.views.by_link import by_link, by_link_file, send_link
from phanuek.referrals.views.delivery import (
    ask_receipt,
    confirm_delivery,
    deliver,
    report_receipt,
    return_delivery,
)
from phanuek.referrals.views.files import add_files, evidence
from phanuek.referrals.views.later import (
    again,
    answer_appeal,
    answer_transfer,
    appeal,
    reopen,
    transfer,
    wish,
)
from phanuek.referrals.views.new import new

__all__ = [
    "accept",
    "add_files",
    "again",
    "answer_appeal",
    "answer_transfer",
    "appeal",
    "ask",
    "ask_receipt",
    "by_link",
    "by_link_file",
    "close",
    "confirm_delivery",
    "contact",
    "deliver",
    "evidence",
    "give",
    "new",
    "note",
    "refuse",
    "reopen",
    "report_receipt",
    "return_delivery",
    "send_link",
    "transfer",
    "wish",
    "withdraw",
]  # fmt: skip
