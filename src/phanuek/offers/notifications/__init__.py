"""What becomes of offers. `DAILY` is what `manage.py daily` runs, as in agreements."""

from collections.abc import Callable
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.offers.notifications import conditions, freshness
from phanuek.offers.notifications.conditions import proposal_decided, proposal_waits
from phanuek.offers.notifications.freshness import remind_to_check
from phanuek.ui.words import T

TOPICS: dict[str, T] = {conditions.TOPIC: conditions.LABEL, freshness.TOPIC: freshness.LABEL}

DAILY: list[Callable[[date], list[Sent]]] = [remind_to_check]

__all__ = ["DAILY", "TOPICS", "Sent", "proposal_decided", "proposal_waits", "remind_to_check"]
