"""What stands on the sides of comparisons: a fact, RATIO, YEARS_SINCE, a value written down, a dated parameter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from phanuek.engines.rules.vocabulary import Fact


@dataclass(frozen=True, slots=True)
class Named:
    """A fact by its name."""

    fact: Fact
    position: int

    @property
    def written(self) -> str:
        return self.fact.name


@dataclass(frozen=True, slots=True)
class Share:
    """RATIO(left, right)."""

    left: Fact
    right: Fact
    position: int

    @property
    def written(self) -> str:
        return f"RATIO({self.left.name}, {self.right.name})"


@dataclass(frozen=True, slots=True)
class Since:
    """YEARS_SINCE(fact)."""

    fact: Fact
    position: int

    @property
    def written(self) -> str:
        return f"YEARS_SINCE({self.fact.name})"


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written down. A text is a str, a DATE a date."""

    value: bool | int | Decimal | str | date
    written: str
    position: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A parameter, whose value is taken as of the day for which the rule is compiled."""

    name: str
    position: int

    @property
    def written(self) -> str:
        return self.name


Subject = Named | Share | Since
Given = Literal | Dated
Operand = Subject | Given
SUBJECTS = (Named, Share, Since)  # for isinstance
