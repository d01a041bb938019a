"""Reads of period reports: what the ledger says of a period, the periods that can be chosen, the frozen content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, Sum, Value, When

from phanuek.agreements.models import Agreement, PeriodReport, Posting
from phanuek.agreements.queries.progress import NOTHING
from phanuek.organisations.actor import Actor
from phanuek.ui.country import pack
from phanuek.ui.words import T

QUARTER_MONTHS = 3
YEARS_OFFERED = 3


# -- what the ledger says


@dataclass(frozen=True)
class Results:
    """Sums of the ledger in a commitment's own measure: within the period, and from the beginning to its last day.

    None where a figure may not be told.
    """

    confirmed_in_period: Decimal | None = NOTHING
    unconfirmed_in_period: Decimal | None = NOTHING
    confirmed: Decimal | None = NOTHING
    unconfirmed: Decimal | None = NOTHING


FIGURES = ("confirmed_in_period", "unconfirmed_in_period", "confirmed", "unconfirmed")


def results(agreement: Agreement, starts_on: date, ends_on: date) -> dict[int, Results]:
    """By the commitment's key, of all commitments; one query. Known are the postings there are now."""
    kind = DecimalField(max_digits=16, decimal_places=2)
    within = Case(When(on__gte=starts_on, then=F("quantity")), default=Value(NOTHING), output_field=kind)
    rows = (
        Posting.objects.filter(
            commitment__agreement=agreement, measure=F("commitment__measure"), on__lte=ends_on
        )
        .order_by()
        .values_list("commitment", "confirmed")
        .annotate(Sum("quantity"), within=Sum(within))
    )
    sums: dict[int, dict[str, Decimal]] = {}
    for pk, confirmed, whole, inside in rows:
        name = "confirmed" if confirmed else "unconfirmed"
        sums.setdefault(pk, {}).update({name: whole, f"{name}_in_period": inside})
    return {pk: Results(**sums.get(pk, {})) for pk in agreement.commitments.values_list("pk", flat=True)}


# -- the periods


@dataclass(frozen=True)
class Period:
    """A period that can be chosen, by its key."""

    key: str
    starts_on: date
    ends_on: date
    label: T


def periods(on: date) -> list[Period]:
    """Fiscal years and their quarters that have begun, newest first."""
    found = []
    this = pack().fiscal_year(on)
    for year in range(this, this - YEARS_OFFERED, -1):
        first, last = pack().fiscal_year_range(year)
        label = T(*(pack().fiscal_year_label(year, language) for language in ("th", "en")))
        found.append(Period(f"y{year}", first, last, label))
        for quarter in range(4, 0, -1):
            begins = _months_after(first, QUARTER_MONTHS * (quarter - 1))
            if begins > on:
                continue
            ends = _months_after(first, QUARTER_MONTHS * quarter) - timedelta(days=1)
            words = T("ไตรมาสที่ {n} {year}", "quarter {n} of {year}").format(n=quarter, year=label)
            found.append(Period(f"y{year}q{quarter}", begins, ends, words))
    return found


def _months_after(day: date, months: int) -> date:
    """The first day of the month so many months later; `day` is the first of its month."""
    month = day.month - 1 + months
    return date(day.year + month // 12, month % 12 + 1, day.day)


def whole_fiscal_years(starts_on: date, ends_on: date) -> list[int]:
    """The fiscal years that a period touches, by the Gregorian year in which each ends."""
    return list(range(pack().fiscal_year(starts_on), pack().fiscal_year(ends_on) + 1))


def list_page(agreement: Agreement, actor: Actor) -> list[PeriodReport]:
    """The latest period first."""
    found = list(agreement.reports.visible_to(actor).defer("content"))
    for report in found:
        report.agreement = agreement
    return found


# -- the frozen content


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one spelling that is hashed and downloaded: sorted keys, no blanks, UTF-8."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical spelling, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


DAY, MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}-\d{2}T.*")
NUMBERS = frozenset({*FIGURES, "target", "baseline", "expected", "quantity"})


def readable(value: Any, name: str = "") -> Any:
    """The content as templates want it: pairs of languages as T, days as dates, amounts as decimals."""
    if isinstance(value, dict):
        if value.keys() == {"th", "en"}:
            return T(value["th"], value["en"])
        return {key: readable(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [readable(part, name) for part in value]
    if isinstance(value, str):
        if name in NUMBERS:
            return Decimal(value)
        if name.endswith("_on") and DAY.fullmatch(value):
            return date.fromisoformat(value)
        if name.endswith("_at") and MOMENT.fullmatch(value):
            return datetime.fromisoformat(value)
    return value
