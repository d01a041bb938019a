"""What of a commitment's progress everyone may read: a ledger's sum can be the income of one group, so what the figures
hide for being few is hidden there too."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from phanuek.agreements.models import Measure
from phanuek.agreements.queries import Progress
from phanuek.engines.secrecy import THRESHOLD
from phanuek.figures.queries import By, Filters, summary
from phanuek.organisations.actor import Actor

# the figures in which a measure's confirmed and unconfirmed results also stand
SAME_AS = {
    Measure.REFERRALS: ("referrals", "referrals"),
    Measure.DELIVERIES: ("deliveries", "deliveries"),
    Measure.INCOME_CONFIRMED_BAHT: ("income_confirmed", "income_unconfirmed"),
}


def public_results(rows: Iterable[Progress], on: date) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """Confirmed and unconfirmed results by the commitment's key; None where a result is not for everyone."""
    found = list(rows)
    hidden: dict[str, frozenset[str]] = {}
    if any(row.commitment.measure in SAME_AS for row in found):
        hidden = {
            row.key: row.hidden for row in summary(By.COMMITMENT, Filters(), actor=Actor.public(), on=on).rows
        }
    return {row.commitment.pk: _results(row, hidden.get(row.commitment.code, frozenset())) for row in found}


# never few cases: money is hidden where its figure is, and a claim is the body's own published word with its evidence
NOT_COUNTED_IN_CASES = frozenset({Measure.INCOME_CONFIRMED_BAHT, Measure.CLAIMED})


def _results(row: Progress, hidden: frozenset[str]) -> tuple[Decimal | None, Decimal | None]:
    names = SAME_AS.get(Measure(row.commitment.measure), ("", ""))
    of_cases = row.commitment.measure not in NOT_COUNTED_IN_CASES
    confirmed, unconfirmed = (
        None if name in hidden or (of_cases and 0 < value < THRESHOLD) else value
        for name, value in zip(names, (row.confirmed, row.unconfirmed), strict=True)
    )
    return confirmed, unconfirmed
