"""Reads of offers: lists, window, places, what needs checking."""

from phanuek.offers.queries.capacity import (
    Kept,
    KeptOfCommitment,
    balance,
    entries,
    kept,
    kept_many,
    openings,
    places_left,
    places_taken,
    totals,
    with_places,
)
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
from phanuek.offers.queries.references import name_references

__all__ = [
    "Ceiling", "Gap", "Kept", "KeptOfCommitment", "Reliance", "Window", "balance", "count_cases_by", "entries",
    "filtered", "gaps", "kept", "kept_many", "limit_for", "limits_of", "name_references", "of_provider",
    "open_cases", "openings", "places_left", "places_taken", "reliance", "rules_in_use", "sentences", "stages",
    "stale", "totals", "window", "window_state", "windows", "with_places",
]  # fmt: skip
