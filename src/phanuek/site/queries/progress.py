"""How far commitments have come, as everyone may read it.

A ledger's sum can be the income of one group. What the figures hide for being few is hidden here too, else the one page
would tell what the other keeps.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from phanuek.agreements.models import Commitment, Measure
from phanuek.agreements.queries import Progress
from phanuek.engines.secrecy import THRESHOLD
from phanuek.figures.queries import By, Filters, summary
from phanuek.organisations.actor import Actor
from phanuek.ui import formats
from phanuek.ui.words import T

FEW = T("น้อยกว่า {n}", "fewer than {n}").format(n=THRESHOLD)
NOT_SHOWN = T("ไม่แสดง", "not shown")
# the figures in which a measure's confirmed and unconfirmed results also stand
FIGURES = {
    Measure.REFERRALS: ("referrals", "referrals"),
    Measure.DELIVERIES: ("deliveries", "deliveries"),
    Measure.INCOME_CONFIRMED_BAHT: ("income_confirmed", "income_unconfirmed"),
}


@dataclass(frozen=True)
class Shown:
    """A commitment's progress with what may not be told taken out: None where it is hidden, and the words for it."""

    progress: Progress
    confirmed: Decimal | None
    unconfirmed: Decimal | None
    confirmed_words: T
    unconfirmed_words: T

    @property
    def commitment(self) -> Commitment:
        return self.progress.commitment

    @property
    def has_bar(self) -> bool:
        return self.progress.target is not None and self.confirmed is not None

    @property
    def any_hidden(self) -> bool:
        return self.confirmed is None or self.unconfirmed is None


def shown(rows: Iterable[Progress], actor: Actor, on: date) -> dict[int, Shown]:
    """By the commitment's key. The secretariat and the body that leads one see it whole."""
    found = list(rows)
    whole = actor.sees_all or actor.is_system
    closed = [row for row in found if not whole and not actor.acts_for(row.commitment.lead_id)]
    hidden: dict[str, frozenset[str]] = {}
    if any(row.commitment.measure in FIGURES for row in closed):
        table = summary(By.COMMITMENT, Filters(), actor=Actor.public(), on=on)
        hidden = {row.key: row.hidden for row in table.rows}
    keys = {row.commitment.pk for row in closed}
    return {
        row.commitment.pk: _shown(row, hidden.get(row.commitment.code, frozenset()) if row.commitment.pk in keys else None)
        for row in found
    }


def _shown(row: Progress, hidden: frozenset[str] | None) -> Shown:
    names = FIGURES.get(Measure(row.commitment.measure), ("", ""))
    confirmed, confirmed_words = _one(row, row.confirmed, names[0], hidden)
    unconfirmed, unconfirmed_words = _one(row, row.unconfirmed, names[1], hidden)
    return Shown(row, confirmed, unconfirmed, confirmed_words, unconfirmed_words)


def _one(row: Progress, value: Decimal, figure: str, hidden: frozenset[str] | None) -> tuple[Decimal | None, T]:
    said = formats.number(value)
    if hidden is None:
        return value, T(said, said)
    if figure in hidden:
        return None, NOT_SHOWN
    if row.commitment.measure != Measure.INCOME_CONFIRMED_BAHT and 0 < value < THRESHOLD:
        return None, FEW
    return value, T(said, said)
