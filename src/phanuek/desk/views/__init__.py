"""Pages of the desk."""

from phanuek.desk.views.area import area
from phanuek.desk.views.attention import attention, claims_waiting
from phanuek.desk.views.bulk import bulk
from phanuek.desk.views.case import referral
from phanuek.desk.views.cases import cases
from phanuek.desk.views.cases import forget as forget_cases
from phanuek.desk.views.cases import save as save_cases
from phanuek.desk.views.company import companies, company, company_groups, company_trades
from phanuek.desk.views.conditions import conditions
from phanuek.desk.views.home import home
from phanuek.desk.views.secretariat import (
    commitments_empty,
    needs_unanswered,
    offers_stale,
    partner,
    partners,
    referrals_hanging,
)
from phanuek.desk.views.tasks import tasks_overdue
from phanuek.desk.views.waiting import partner_waiting, waiting

__all__ = [
    "area",
    "attention",
    "bulk",
    "cases",
    "claims_waiting",
    "commitments_empty",
    "companies",
    "company",
    "company_groups",
    "company_trades",
    "conditions",
    "forget_cases",
    "home",
    "needs_unanswered",
    "offers_stale",
    "partner",
    "partner_waiting",
    "partners",
    "referral",
    "referrals_hanging",
    "save_cases",
    "tasks_overdue",
    "waiting",
]
