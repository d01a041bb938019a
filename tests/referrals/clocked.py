"""Helpers for tests of the clock: days go by, each with its run."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from phanuek.agreements.notifications import Sent
from phanuek.messages.models import Message
from phanuek.referrals import actions
from phanuek.referrals.models import Referral
from phanuek.ui import clock

BANGKOK = ZoneInfo("Asia/Bangkok")


def go_to(day: date, hour: int = 8) -> None:
    clock.set_now(datetime.combine(day, time(hour), BANGKOK))


def run_on(day: date) -> list[Sent]:
    """The clock's run of a day."""
    go_to(day)
    return actions.run_clocks(day)


def run_until(first: date, last: date) -> dict[date, list[Sent]]:
    """A run on every day from the first to the last; the days on which something happened."""
    found = {}
    day = first
    while day <= last:
        sent = run_on(day)
        if sent:
            found[day] = sent
        day += timedelta(days=1)
    return found


def now(referral: Referral) -> Referral:
    return Referral.objects.get(pk=referral.pk)


def told(name: str, *, topic: str = "") -> list[Message]:
    """What somebody who signs in was told, oldest first."""
    rows = Message.objects.filter(person__username=name).order_by("pk")
    return list(rows.filter(topic=topic) if topic else rows)
