"""The acts that somebody without an account may do by a link, and in which state of the case each makes sense."""

from __future__ import annotations

from phanuek.people import links
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.timeline.models import subject_key

ANSWER, DELIVER, CONFIRM = "referral.answer", "referral.deliver", "delivery.confirm"
S = ReferralState
ANSWERED_IN = frozenset({S.SENT, S.MORE_ASKED})
DELIVERED_IN = frozenset({S.ACCEPTED, S.DELIVERED})
STATES = {ANSWER: ANSWERED_IN, DELIVER: DELIVERED_IN}


def take_back(referral: Referral) -> None:
    """Links to acts that the case is past stop working; called whenever it moves."""
    for purpose, states in STATES.items():
        if referral.state not in states:
            links.revoke(purpose=purpose, about=subject_key(referral))
