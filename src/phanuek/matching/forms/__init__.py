"""What is asked for, and what is typed."""

from phanuek.matching.forms.asked import MOST_SKIPPED, PER_PAGE, Asked, read

__all__ = ["MOST_SKIPPED", "PER_PAGE", "Asked", "read"]
