"""Sharing out when there is not enough: places and money of several offers, many applicants, one written rule.

The idea in five sentences. Everybody who may have something gets points; the rule adds points for priority groups, for the
poorest and for areas that were served little, and keeps places aside for groups and areas. Among all allocations that keep every
limit, the one is taken that fills most reserved places and then has the most points (`solve`: a minimum-cost flow, so the best is
found, not a good one). Among equals the draw decides, and every place has a price; the prices prove that nothing better
exists (`certificate`), and tell each applicant what would have been enough (`explain`). Where money binds neither
holds in full, for the round is a knapsack (`money`): prices prove how far from the best the answer is at most; in small rounds a
solver's word settles it, ties by the draw; in large ones the draw only orders equals while places are filled.

    round_ = Round.of(applicants, offers, eligible, Rule(seed="820866"))  # or Columns.of(...), from arrays
    outcome = allocate(round_)

Large rounds are solved from the part of the pairs that can matter (`sift`), with the same proof. OR-Tools and NumPy are loaded only
when a round is solved.
"""

from phanuek.engines.sharing.columns import Columns
from phanuek.engines.sharing.explain import Answer, Answers, Why, Wish
from phanuek.engines.sharing.model import (
    RULE_VERSION,
    Applicant,
    Eligible,
    OfferLot,
    PriorityGroup,
    Round,
    RoundError,
    Rule,
)
from phanuek.engines.sharing.network import SolverMissing
from phanuek.engines.sharing.outcome import AreaOutcome, OfferOutcome, Outcome
from phanuek.engines.sharing.solve import allocate

__all__ = [
    "RULE_VERSION", "Answer", "Answers", "Applicant", "AreaOutcome", "Columns", "Eligible", "OfferLot", "OfferOutcome", "Outcome", "PriorityGroup",
    "Round", "RoundError", "Rule", "SolverMissing", "Why", "Wish", "allocate",
]  # fmt: skip
