"""Telling both sides of a case what happened and whose turn it is. `DAILY` is what `manage.py daily` runs, as in agreements."""

from collections.abc import Callable
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.ui.words import T

TOPICS: dict[str, T] = {}

DAILY: list[Callable[[date], list[Sent]]] = []

__all__ = ["DAILY", "TOPICS", "Sent"]
