"""Reads of offers: lists, window, places, what needs checking."""

from phanuek.offers.queries.capacity import balance, places_left, places_taken, with_places
from phanuek.offers.queries.freshness import Reliance, reliance
from phanuek.offers.queries.limits import Ceiling, limit_for, limits_of, sentences
from phanuek.offers.queries.offer import (
    Window,
    filtered,
    of_provider,
    rules_in_use,
    stale,
    window,
    window_state,
    windows,
)
from phanuek.offers.queries.publication import Gap, count_cases_by, gaps, open_cases, stages

__all__ = [
    "Ceiling", "Gap", "Reliance", "Window", "balance", "count_cases_by", "filtered", "gaps", "limit_for",
    "limits_of", "of_provider", "open_cases", "places_left", "places_taken", "reliance", "rules_in_use",
    "sentences", "stages", "stale", "window", "window_state", "windows", "with_places",
]  # fmt: skip
