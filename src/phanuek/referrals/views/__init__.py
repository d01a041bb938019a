"""Pages of the room: sending, and one small form per act on a case. The case page itself is the desk's."""

from phanuek.referrals.views.acts import (
    accept,
    ask,
    close,
    confirm_delivery,
    contact,
    deliver,
    evidence,
    give,
    note,
    refuse,
    withdraw,
)
from phanuek.referrals.views.new import new

__all__ = [
    "accept", "ask", "close", "confirm_delivery", "contact", "deliver", "evidence", "give", "new", "note", "refuse", "withdraw",
]  # fmt: skip
