"""Pages of this room, by noun."""

from phanuek.agreements.views import commitments, convening, feeds, goals, meetings, minutes, tasks

__all__ = ["commitments", "convening", "feeds", "goals", "meetings", "minutes", "tasks"]
