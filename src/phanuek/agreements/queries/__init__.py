"""Reads of this room: `in_force`, `progress`, `pages`."""

from phanuek.agreements.queries.in_force import InForce, in_force
from phanuek.agreements.queries.pages import AgreementPage, PartyLine, commitments_of, list_page, page
from phanuek.agreements.queries.progress import (
    Progress,
    Totals,
    expected_by,
    judged_by_confirmed,
    ledger_total,
    ledger_totals,
    progress,
    progress_many,
    unit_of,
)

__all__ = [
    "AgreementPage", "InForce", "PartyLine", "Progress", "Totals", "commitments_of", "expected_by", "in_force",
    "judged_by_confirmed", "ledger_total", "ledger_totals", "list_page", "page", "progress", "progress_many", "unit_of",
]  # fmt: skip
