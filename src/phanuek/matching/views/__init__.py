"""Pages of matching."""

from phanuek.matching.views.help import answer, enterprise, need

__all__ = ["answer", "enterprise", "need"]
