"""Every step of a case is one of these verbs."""

from phanuek.referrals.actions.answering import accept, ask_more, close, refuse
from phanuek.referrals.actions.assigning import assign
from phanuek.referrals.actions.delivering import confirm_delivery, record_delivery
from phanuek.referrals.actions.sending import (
    add_note,
    consent_and_send,
    give_more,
    look_at_contact,
    send,
    withdraw,
)

__all__ = [
    "accept", "add_note", "ask_more", "assign", "close", "confirm_delivery", "consent_and_send", "give_more", "look_at_contact", "record_delivery",
    "refuse", "send", "withdraw",
]  # fmt: skip
