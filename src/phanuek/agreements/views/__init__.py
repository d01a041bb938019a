"""Pages of this room, by noun."""

from phanuek.agreements.views import commitments

__all__ = ["commitments"]
