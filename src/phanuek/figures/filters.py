"""What the rows of the table are, and which cases count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Q

from phanuek.ui.country import pack
from phanuek.ui.words import T

# before it nothing can have happened here
FIRST_YEAR = 2010
NO_COMMITMENT = "none"


class By(models.TextChoices):
    """What the rows of the table are."""

    COMMITMENT = "commitment", T("ภารกิจ", "Commitment")
    PARTNER = "partner", T("หน่วยงาน", "Partner")
    PROVINCE = "province", T("จังหวัด", "Province")
    FISCAL_YEAR = "fiscal_year", T("ปีงบประมาณ", "Fiscal year")


@dataclass(frozen=True)
class Filters:
    """Codes as in addresses; the fiscal year is named by the Gregorian year in which it ends; commitment "none" is under
    no commitment. `mine` leaves only the cases that the reader may open."""

    fiscal_year: int | None = None
    province: str = ""
    partner: str = ""
    commitment: str = ""
    mine: bool = False

    def cases(self, prefix: str = "") -> Q:
        """The condition on a referral, reached through `prefix`; the year is asked of each thing's own day."""
        wanted = Q()
        if self.province:
            wanted &= Q(**{prefix + "province": self.province})
        if self.partner:
            wanted &= Q(**{prefix + "provider__code": self.partner})
        if self.commitment == NO_COMMITMENT:
            wanted &= Q(**{prefix + "commitment": None})
        elif self.commitment:
            wanted &= Q(**{prefix + "commitment__code": self.commitment})
        return wanted

    def days(self) -> tuple[date, date] | None:
        """First and last day of the fiscal year, where one is asked for."""
        return pack().fiscal_year_range(self.fiscal_year) if self.fiscal_year else None

    def things(self) -> dict[str, str]:
        """The code asked for, by dimension."""
        year = str(self.fiscal_year) if self.fiscal_year else ""
        named = {
            "fiscal_year": year,
            "province": self.province,
            "partner": self.partner,
            "commitment": self.commitment,
        }
        return {name: value for name, value in named.items() if value}

    def as_parameters(self) -> dict[str, str]:
        """As query parameters, empty ones left out."""
        return self.things() | ({"scope": "mine"} if self.mine else {})
