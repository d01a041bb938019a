"""What the clock does to cases: reminds, tells the body above, warns, and closes what nobody acts on, with the reason."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from phanuek.agreements.notifications import Sent
from phanuek.engines.clocks import Kind
from phanuek.organisations.actor import Actor
from phanuek.referrals import queries
from phanuek.referrals.actions import steps
from phanuek.referrals.actions.answering import closing_words
from phanuek.referrals.actions.telling import tell
from phanuek.referrals.models import Referral
from phanuek.referrals.notifications import reminders
from phanuek.referrals.notifications.people import Directory
from phanuek.referrals.states import OPEN_STATES, ClosingReason, ReferralState
from phanuek.ui.problems import NotAllowed, Refused

BY = Actor.system("daily")
AT_ONCE = 500
log = logging.getLogger(__name__)


def run_clocks(on: date) -> list[Sent]:
    """Everything due about open cases on a day: closes those whose end is reached, tells whom the ladder names of the others.

    A second run tells nothing twice; after missed days each reader gets the latest message alone.
    """
    keys = list(
        Referral.objects.filter(state__in=OPEN_STATES, step_due__isnull=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    directory = Directory.of(on)
    sent: list[Sent] = []
    for start in range(0, len(keys), AT_ONCE):
        sent += _run(keys[start : start + AT_ONCE], on, directory)
    return sent


def _run(keys: Sequence[int], on: date, directory: Directory) -> list[Sent]:
    rows = (
        Referral.objects.filter(pk__in=keys)
        .select_related("enterprise", "offer", "provider", "sender")
        .prefetch_related("deliveries")
        .order_by("pk")
    )
    planned, sent = [], []
    for referral in rows:
        rungs = queries.reached(referral, on)
        if rungs and rungs[0].kind == Kind.END:
            told = _close(referral, on)
            if told is not None:
                sent.append(Sent("closed", referral.code, told))
        elif rungs:
            planned += reminders.plan(referral, rungs, directory)
    return sent + reminders.send(planned, on)


def _close(referral: Referral, on: date) -> int | None:
    """How many were told; None when somebody was quicker, or it cannot be closed now: the others go on all the same."""
    try:
        return close_by_clock(referral=referral, on=on)
    except (Refused, NotAllowed):
        log.exception("case %s could not be closed by the clock", referral.code)
        return None


@transaction.atomic
def close_by_clock(*, referral: Referral, on: date) -> int | None:
    """Ends a case whose time is over, for the reason that goes with the step it stood at. Returns how many were told, None
    when it is not due any more."""
    referral = steps.hold(referral)
    state = ReferralState(referral.state)
    if state not in OPEN_STATES or referral.step_ends is None or referral.step_ends > on:
        return None
    reason = queries.ENDS_AS[state]
    if state == ReferralState.DELIVERED and queries.all_confirmed(referral):
        reason = ClosingReason.NO_MORE if queries.more_follows(referral) else ClosingReason.DONE
    steps.end(referral, BY, reason)
    return tell(by=BY, referral=referral, what="closed", more=closing_words(referral))


@transaction.atomic
def end_for(*, by: Actor, referral: Referral, reason: ClosingReason) -> bool:
    """Ends an open case for something that happened elsewhere, such as a consent withdrawn: asked and recorded by the verb that
    calls this. False when the case is over already."""
    referral = steps.hold(referral)
    if ReferralState(referral.state) not in OPEN_STATES:
        return False
    steps.end(referral, by, reason)
    tell(by=by, referral=referral, what="closed", more=closing_words(referral))
    return True
