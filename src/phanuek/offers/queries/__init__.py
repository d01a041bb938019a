"""Reads of offers: lists, window, places, what needs checking."""

from phanuek.offers.queries.capacity import balance, places_left, places_taken, with_places
from phanuek.offers.queries.offer import Window, filtered, of_provider, rules_in_use, stale, window, windows

__all__ = [
    "Window", "balance", "filtered", "of_provider", "places_left", "places_taken", "rules_in_use", "stale", "window", "windows",
    "with_places",
]  # fmt: skip
