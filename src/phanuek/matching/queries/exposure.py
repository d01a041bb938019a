"""Who fits, who was shown, sent and helped, by province; how evenly, and what share of places went to those shown least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from phanuek.areas.models import Area
from phanuek.engines.ranking import gini
from phanuek.engines.rollup import Suppressed, suppress
from phanuek.engines.rules.coverage import surely
from phanuek.engines.secrecy import THRESHOLD
from phanuek.matching.models import Exposure
from phanuek.matching.queries.candidates import shown_days
from phanuek.matching.queries.cases import YEAR, cases_since, province_of
from phanuek.matching.queries.unmatched import Matching, public_counts
from phanuek.needs.models import Aim
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T

DAY = timedelta(days=1)
FIGURES = ("fit", "shown", "sent", "helped")


@dataclass(frozen=True)
class Line:
    """A province's numbers of groups; None where a small number is kept back."""

    code: str
    name: T
    fit: int | None
    shown: int | None
    sent: int | None
    helped: int | None


@dataclass(frozen=True)
class Report:
    """The last twelve months. `spread` is the Gini of days shown among the groups that fit something; `kept` and `places`
    count places shown, of which the first went to those shown least; all None where too few were shown to tell."""

    on: date
    since: date
    lines: list[Line]
    total: Line
    spread: Decimal | None
    kept: int | None
    places: int | None
    without_offer: list[tuple[T, int | None]]

    @property
    def kept_share(self) -> Decimal | None:
        if self.kept is None or not self.places:
            return None
        return Decimal(self.kept) / self.places

    @property
    def any_hidden(self) -> bool:
        rows = [getattr(line, name) for line in [*self.lines, self.total] for name in FIGURES]
        return None in rows or any(count is None for _, count in self.without_offer)


def report(on: date, *, open_numbers: bool = False) -> Report:
    """For everybody; `open_numbers` leaves small numbers in, for who may see every row."""
    found = Matching.of(on)
    keys = found.table.keys_in_order
    fitting = {keys[row] for row in surely(found.screening, found.compiled)}
    days, cases = shown_days(on + DAY), cases_since(on - YEAR)
    counted: dict[str, Counter[str]] = {}
    areas = found.table["area"] if "area" in found.table else [""] * len(keys)
    for row, pk in enumerate(keys):
        line = counted.setdefault(province_of(str(areas[row] or "")), Counter())
        for name, whom in (("fit", fitting), ("shown", days), ("sent", cases.sent), ("helped", cases.helped)):
            line[name] += pk in whom
    lines, total = _lines(counted, open_numbers)
    few = sum(pk in days for pk in keys) < THRESHOLD and not open_numbers
    even = None if few else gini([days.get(pk, 0) for pk in fitting | (days.keys() & set(keys))])
    places = Exposure.objects.filter(on__gt=on - YEAR, on__lte=on).aggregate(
        places=Count("pk"), kept=Count("pk", filter=Q(as_newcomer=True))
    )
    return Report(
        on, on - YEAR, lines, total, None if even is None else round(Decimal(even.numerator) / even.denominator, 2),
        None if few else places["kept"], None if few else places["places"], _without(found, open_numbers),
    )  # fmt: skip


def _lines(counted: dict[str, Counter[str]], open_numbers: bool) -> tuple[list[Line], Line]:
    codes = [code for code in counted if any(counted[code].values())]
    shown: dict[str, Suppressed] = {
        name: suppress(
            [{"code": code, name: counted[code][name]} for code in codes], name,
            total={name: sum(counted[code][name] for code in codes)}, threshold=0 if open_numbers else THRESHOLD,
        )
        for name in FIGURES
    }  # fmt: skip
    names = {
        area.code: (area.sort_key, T(area.name_th, area.name_en or area.name_th))
        for area in Area.objects.filter(code__in=codes)
    }
    lines = [
        Line(code, names.get(code, ("", T(code, code)))[1], **{name: shown[name].rows[at][name] for name in FIGURES})
        for at, code in enumerate(codes)
    ]  # fmt: skip
    lines.sort(key=lambda line: names.get(line.code, (line.code,))[0])
    sums: dict[str, Any] = {name: (shown[name].total or {}).get(name) for name in FIGURES}
    return lines, Line("", T("รวม", "Total"), **sums)


def _without(found: Matching, open_numbers: bool) -> list[tuple[T, int | None]]:
    counts = public_counts(found)
    hidden = suppress(
        [{"aim": aim, "needs": counts[aim]} for aim in counts], "needs", threshold=0 if open_numbers else THRESHOLD
    )  # fmt: skip
    return [(T.of(Aim(row["aim"]).label), row["needs"]) for row in hidden.rows]


@dataclass(frozen=True)
class GroupLine:
    """One group's year, for who may see it."""

    enterprise: Enterprise
    days: int
    sent: int
    helped: int


def groups_of(province: str, on: date, rows: Iterable[Enterprise]) -> list[GroupLine]:
    """The groups of a province among those the reader may work with, those shown least first."""
    days, cases = shown_days(on + DAY), cases_since(on - YEAR)
    found = [
        GroupLine(group, days.get(group.pk, 0), cases.sent.get(group.pk, 0), cases.helped.get(group.pk, 0))
        for group in rows
        if province_of(group.subdistrict_id) == province
    ]
    return sorted(found, key=lambda line: (line.days, line.enterprise.sort_key))
