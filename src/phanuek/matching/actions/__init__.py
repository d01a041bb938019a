"""Verbs of matching: keeping answers, rounds, draws, waiting lists."""

from collections.abc import Callable
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.matching.actions import applying, draws, rounds, sharing_out, waiting
from phanuek.matching.actions.assess import assess

# what `manage.py daily` does by the clock, in this order
DAILY: list[Callable[[date], list[Sent]]] = [waiting.run_clock]

__all__ = ["DAILY", "applying", "assess", "draws", "rounds", "sharing_out", "waiting"]
