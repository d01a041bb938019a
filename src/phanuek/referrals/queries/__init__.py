"""A case as a page shows it, and the lists of cases."""

from phanuek.referrals.queries.case import (
    TAGS,
    Case,
    DeliveryLine,
    Step,
    case,
    days_left,
    is_overdue,
    progress,
)
from phanuek.referrals.queries.lists import (
    accepted_referrals,
    of_enterprise,
    of_need,
    open_case,
    open_offers_of,
    open_under,
    overdue,
    under_way,
    waiting_for_answer,
    waiting_for_sender,
)
from phanuek.referrals.queries.speed import AnswerSpeed, Load, answer_speed, load

__all__ = [
    "AnswerSpeed", "Load", "answer_speed", "load",
    "TAGS", "Case", "DeliveryLine", "Step", "accepted_referrals", "case", "days_left", "is_overdue", "of_enterprise",
    "of_need", "open_case", "open_offers_of", "open_under", "overdue", "progress", "under_way", "waiting_for_answer",
    "waiting_for_sender",
]  # fmt: skip
