"""Answers kept, who was shown how often, rounds, draws and waiting lists."""

from phanuek.matching.models.assessment import Assessment, Status
from phanuek.matching.models.draws import Draw, DrawEntry, SeedReading
from phanuek.matching.models.exposure import Exposure, Showing
from phanuek.matching.models.rounds import Allocation, Application, Round, RoundOffer
from phanuek.matching.models.waiting import WaitingPlace

__all__ = [
    "Allocation", "Application", "Assessment", "Draw", "DrawEntry", "Exposure", "Round", "RoundOffer",
    "SeedReading", "Showing", "Status",
    "WaitingPlace",
]  # fmt: skip
