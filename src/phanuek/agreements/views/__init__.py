"""Pages of this room, by noun."""

from phanuek.agreements.views import commitments, goals

__all__ = ["commitments", "goals"]
