"""Pages of this room, by noun."""

from phanuek.agreements.views import (
    commitments,
    convening,
    documents,
    feeds,
    goals,
    importing,
    lifecycle,
    lists,
    meetings,
    minutes,
    parties,
    signing,
    tasks,
)

__all__ = [
    "commitments",
    "convening",
    "documents",
    "feeds",
    "goals",
    "importing",
    "lifecycle",
    "lists",
    "meetings",
    "minutes",
    "parties",
    "signing",
    "tasks",
]
