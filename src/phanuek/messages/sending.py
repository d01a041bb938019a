"""The outbox empties itself: a row is claimed by one sender, tried, and tried again later when the server would not have it.

A mail accepted in the instant before a crash leaves once more when its claim ends; it bears the same Message-ID, and as a file it
is the same file. Nothing written by `actions.tell` is lost.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, Q

from phanuek.messages.letters import compose
from phanuek.messages.models import Outcome, Outgoing
from phanuek.messages.queries import turned_off
from phanuek.ui import clock

log = logging.getLogger(__name__)

# longer than any attempt lasts (EMAIL_TIMEOUT), short enough to go on soon after a crash
CLAIM = timedelta(minutes=10)
# after the first failure, the second, …; after the last one the mail is given up
WAITS = [timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60)]
# the rest of a long list leaves by `send_mail`, so that nobody waits at a page
AT_ONCE = 5
# the server cannot be reached: the next mail would fare no better, and this one is not to blame
UNREACHABLE = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError)
UNREACHABLE_WAIT = timedelta(hours=1)


@dataclass
class Counts:
    """What one pass did: mails sent, not wanted or without address, to be tried again, given up."""

    sent: int = 0
    unwanted: int = 0
    failed: int = 0
    given_up: int = 0
    unreachable: bool = False


def send_at_once(message_ids: Sequence[int]) -> None:
    """After the commit that wrote them; whatever goes wrong, the rows still wait for `send_waiting`."""
    rows = Outgoing.objects.filter(message__in=message_ids[:AT_ONCE])
    _send([row.pk for row in rows.only("pk").order_by("pk")])


def send_waiting(limit: int = 1000) -> Counts:
    """One pass over the mails that are due, longest waiting first."""
    due = Outgoing.objects.filter(_free(), outcome=Outcome.WAITING).order_by("due_at", "pk")
    return _send(list(due.values_list("pk", flat=True)[:limit]))


def _free() -> Q:
    now = clock.now()
    return Q(due_at__lte=now) & (Q(claimed_until__isnull=True) | Q(claimed_until__lt=now))


def _send(pks: Sequence[int]) -> Counts:
    counts = Counts()
    # opened by the first mail and kept for the others
    connection = get_connection()
    try:
        for pk in pks:
            claim = _claim(pk)
            if claim:
                _attempt(pk, claim, connection, counts)
            if counts.unreachable:
                break
    finally:
        _close(connection)
    return counts


@transaction.atomic
def _claim(pk: int) -> str:
    """The right to send this one, by a single update that only one sender's can be; empty when another has it."""
    claim = uuid4().hex
    taken = Outgoing.objects.filter(_free(), pk=pk, outcome=Outcome.WAITING).update(
        claim=claim, claimed_until=clock.now() + CLAIM, attempts=F("attempts") + 1
    )
    return claim if taken else ""


def _attempt(pk: int, claim: str, connection: Any, counts: Counts) -> None:
    row = Outgoing.objects.select_related("message__person").filter(pk=pk).first()
    if row is None:  # its address was erased just now
        return
    message = row.message
    person = message.person
    address = person.email if person else message.address
    if message.topic in turned_off(message.reader) or not address:
        _finish(row, claim, Outcome.TURNED_OFF if address else Outcome.NO_ADDRESS)
        counts.unwanted += 1
        return
    try:
        mail = compose(message, address, str(person) if person else message.name, row.language)
        connection.open()
        connection.send_messages([mail])
    except Exception as error:  # one mail that cannot be made or sent must not hold up the others
        counts.unreachable = _is_unreachable(error)
        _failed(row, claim, error, counts)
        _close(connection)
    else:
        _finish(row, claim, Outcome.SENT)
        counts.sent += 1


def _is_unreachable(error: Exception) -> bool:
    # what an SMTP server answers is an OSError too
    return isinstance(error, UNREACHABLE) or (
        isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    )


def _failed(row: Outgoing, claim: str, error: Exception, counts: Counts) -> None:
    """Wait longer each time, and give up in the end; a server that is down is waited for however long."""
    log.warning("mail of message %s, attempt %s: %s", row.message.code, row.attempts, type(error).__name__)
    reason = f"{type(error).__name__}: {error}"[:500]
    if row.attempts > len(WAITS) and not counts.unreachable:
        counts.given_up += 1
        _finish(row, claim, Outcome.GIVEN_UP, last_error=reason)
        return
    counts.failed += 1
    wait = WAITS[min(row.attempts, len(WAITS)) - 1]
    due_at = clock.now() + (min(wait, UNREACHABLE_WAIT) if counts.unreachable else wait)
    _mine(row, claim).update(due_at=due_at, last_error=reason, claim="", claimed_until=None)


def _finish(row: Outgoing, claim: str, outcome: Outcome, **more: Any) -> None:
    _mine(row, claim).update(
        outcome=outcome, done_at=clock.now(), claim="", claimed_until=None, **{"last_error": "", **more}
    )


def _mine(row: Outgoing, claim: str) -> Any:
    """The row while this sender still holds it."""
    return Outgoing.objects.filter(pk=row.pk, claim=claim)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception:  # the server is gone; what it took is known already
        log.info("the mail connection did not close", exc_info=True)
