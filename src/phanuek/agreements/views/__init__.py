"""Pages of this room, by noun."""

from phanuek.agreements.views import (
    commitments,
    convening,
    feeds,
    goals,
    importing,
    lifecycle,
    meetings,
    minutes,
    parties,
    signing,
    tasks,
)

__all__ = [
    "commitments",
    "convening",
    "feeds",
    "goals",
    "lifecycle",
    "meetings",
    "minutes",
    "parties",
    "signing",
    "tasks",
]
