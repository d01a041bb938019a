"""Every step of a case is one of these verbs."""

from collections.abc import Callable
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.referrals.actions.answering import accept, appeal_term, ask_more, close, refuse
from phanuek.referrals.actions.appealing import appeal, decide_appeal
from phanuek.referrals.actions.assigning import assign
from phanuek.referrals.actions.clocks import close_by_clock, end_for, run_clocks
from phanuek.referrals.actions.consent import consent_ended
from phanuek.referrals.actions.delivering import record_delivery, return_delivery
from phanuek.referrals.actions.files import add_files, open_file
from phanuek.referrals.actions.links import send_answer_link, send_confirm_link
from phanuek.referrals.actions.receiving import answer_delivery, confirm_delivery, report_receipt
from phanuek.referrals.actions.reopening import reopen, wish_alternative
from phanuek.referrals.actions.sending import (
    add_note,
    consent_and_send,
    give_more,
    look_at_contact,
    send,
    withdraw,
)
from phanuek.referrals.actions.transferring import confirm_transfer, decline_transfer, transfer

# what `manage.py daily` does by the clock
DAILY: list[Callable[[date], list[Sent]]] = [run_clocks]

__all__ = [
    "DAILY",
    "accept",
    "add_files",
    "add_note",
    "answer_delivery",
    "appeal",
    "appeal_term",
    "ask_more",
    "assign",
    "close",
    "close_by_clock",
    "confirm_delivery",
    "confirm_transfer",
    "consent_and_send",
    "consent_ended",
    "decide_appeal",
    "decline_transfer",
    "end_for",
    "give_more",
    "look_at_contact",
    "open_file",
    "record_delivery",
    "refuse",
    "reopen",
    "report_receipt",
    "return_delivery",
    "run_clocks",
    "send",
    "send_answer_link",
    "send_confirm_link",
    "transfer",
    "wish_alternative",
    "withdraw",
]  # fmt: skip
