"""How far commitments have come, as this reader may read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from phanuek.agreements.models import Commitment, Measure
from phanuek.agreements.queries import Progress, judged_by_confirmed
from phanuek.engines.secrecy import THRESHOLD
from phanuek.figures.progress import SAME_AS, public_results
from phanuek.organisations.actor import Actor
from phanuek.ui import formats
from phanuek.ui.words import T

FEW = T("น้อยกว่า {n}", "fewer than {n}").format(n=THRESHOLD)
NOT_SHOWN = T("ไม่แสดง", "not shown")
UNDISCLOSED = T("ยังไม่เปิดเผย", "Not disclosed yet")
WHY_UNDISCLOSED = T(
    "ผลที่ยืนยันแล้วยังไม่เปิดเผย เพราะมีเพียงไม่กี่เรื่อง",
    "Confirmed results are not disclosed yet: they come from only a few cases",
)


@dataclass(frozen=True)
class Shown:
    """A commitment's progress with what may not be told taken out: None where it is kept back, and the words for it."""

    progress: Progress
    confirmed: Decimal | None
    unconfirmed: Decimal | None

    @property
    def commitment(self) -> Commitment:
        return self.progress.commitment

    @property
    def confirmed_words(self) -> T:
        return self._words(self.confirmed)

    @property
    def unconfirmed_words(self) -> T:
        return self._words(self.unconfirmed)

    def _words(self, value: Decimal | None) -> T:
        if value is not None:
            return T(formats.number(value), formats.number(value))
        # what no figure repeats is kept back only for being few
        return NOT_SHOWN if Measure(self.commitment.measure) in SAME_AS else FEW

    # whether it is on plan, and why, would bound a result that is kept back
    @property
    def tag(self) -> str:
        return "unknown" if self.confirmed is None else self.progress.tag

    @property
    def status(self) -> T:
        return UNDISCLOSED if self.confirmed is None else T.of(self.progress.status.label)

    @property
    def reason(self) -> T:
        return WHY_UNDISCLOSED if self.confirmed is None else self.progress.reason

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
    for_everyone = [row for row in found if not whole and not actor.acts_for(row.commitment.lead_id)]
    results = public_results(for_everyone, on)
    return {
        row.commitment.pk: _shown(row, *results.get(row.commitment.pk, (row.confirmed, row.unconfirmed)))
        for row in found
    }


def _shown(row: Progress, confirmed: Decimal | None, unconfirmed: Decimal | None) -> Shown:
    return Shown(row if unconfirmed is not None else judged_by_confirmed(row), confirmed, unconfirmed)
