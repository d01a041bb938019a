"""A case as a page shows it, and the lists of cases."""

from phanuek.referrals.queries.case import (
    TAGS,
    Case,
    case,
    days_left,
    is_overdue,
    progress,
)
from phanuek.referrals.queries.deliveries import Line as DeliveryLine
from phanuek.referrals.queries.deliveries import Tally, disputed, received_baht, remaining, tally, word_of
from phanuek.referrals.queries.lists import (
    accepted_referrals,
    of_enterprise,
    of_need,
    open_case,
    open_offers_of,
    open_under,
    overdue,
    under_way,
    waiting_appeals,
    waiting_for_answer,
    waiting_for_group,
    waiting_for_sender,
    waiting_transfers,
)
from phanuek.referrals.queries.others import Others, other_offers
from phanuek.referrals.queries.places import allotted_to
from phanuek.referrals.queries.speed import AnswerSpeed, Load, answer_speed, load
from phanuek.referrals.queries.step import Step
from phanuek.referrals.queries.turn import (
    ENDS_AS,
    Turn,
    all_confirmed,
    begin,
    day_words,
    more_follows,
    reached,
    turn,
    what_can_still_be_done,
)

__all__ = [
    "ENDS_AS",
    "TAGS",
    "AnswerSpeed",
    "Case",
    "DeliveryLine",
    "Load",
    "Others",
    "Step",
    "Tally",
    "Turn",
    "accepted_referrals",
    "all_confirmed",
    "allotted_to",
    "answer_speed",
    "begin",
    "case",
    "day_words",
    "days_left",
    "disputed",
    "is_overdue",
    "load",
    "more_follows",
    "of_enterprise",
    "of_need",
    "open_case",
    "open_offers_of",
    "open_under",
    "other_offers",
    "overdue",
    "progress",
    "reached",
    "received_baht",
    "remaining",
    "tally",
    "turn",
    "under_way",
    "waiting_appeals", "waiting_for_answer", "waiting_for_group",
    "waiting_for_sender", "waiting_transfers",
    "what_can_still_be_done",
    "word_of",
]  # fmt: skip
