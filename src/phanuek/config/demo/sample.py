"""What the builders of the invented agreement share: who is who in it, and the day on which a step is taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from phanuek.agreements.models import Agreement, Commitment, Party
from phanuek.config.demo.bodies import Cast
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.country import pack

DAY = 9  # o'clock, the hour at which things happen unless one follows another on the same day


@dataclass
class Second:
    """What is being built."""

    agreement: Agreement
    cast: Cast
    today: date
    work: dict[str, Any]
    officers: dict[str, Actor] = field(default_factory=dict)
    bodies: dict[str, Organisation] = field(default_factory=dict)
    commitments: dict[str, Commitment] = field(default_factory=dict)

    def actor(self, body: str) -> Actor:
        """The body's own officer, or the secretariat where it has none."""
        return self.officers.get(body, self.cast.secretariat)

    def party(self, body: str) -> Party:
        return self.agreement.parties.get(organisation=self.bodies[body])


@contextmanager
def on_day(day: date, hour: int = DAY) -> Iterator[None]:
    """The clock stands at that hour of the day, never later than now."""
    moment = datetime.combine(day, time(hour), ZoneInfo(pack().timezone))
    with clock.at(min(moment, clock.now())):
        yield
