"""What the copy reads from the database: the current row of each report and each delivery, with its dimensions standing on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Min, QuerySet

from phanuek.figures.models import ChangedRow
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Delivery, Referral

if TYPE_CHECKING:
    from phanuek.batch.copy.schema import Fact, Given

CHUNK = 5_000
# a database binds so many values to one statement at most
BOUND = 500
SAID: dict[str, int] = {IncomeReport.Phase.BEFORE: -1, IncomeReport.Phase.AFTER: 1}
PATHS = (
    "pk", "enterprise_id", "month", "income_baht", "paid_to_producers_baht", "confirmed_by_id", "referral_id", "phase",
    "referral__province_id", "enterprise__subdistrict__province_code", "enterprise__business_group",
    "referral__provider__code", "referral__commitment__code",
)  # fmt: skip
GIVEN_PATHS = (
    "pk", "referral__enterprise_id", "delivered_on", "amount_baht", "returned_baht", "confirmed_by_id",
    "referral__province_id", "referral__enterprise__subdistrict__province_code", "referral__enterprise__business_group",
    "referral__provider__code", "referral__commitment__code",
)  # fmt: skip


@dataclass(frozen=True)
class Noted:
    """What the outbox held: its rows, and what they come to. Whole enterprises are read again where a dimension may have
    changed, single reports and deliveries otherwise."""

    rows: list[int]
    reports: set[int] = field(default_factory=set)
    deliveries: set[int] = field(default_factory=set)
    enterprises: set[int] = field(default_factory=set)


def noted(limit: int) -> Noted:
    """The oldest outstanding rows, at most so many."""
    kinds: dict[str, set[int]] = {kind: set() for kind in ChangedRow.Kind.values}
    rows = []
    for pk, kind, key in ChangedRow.objects.order_by("pk").values_list("pk", "kind", "key")[:limit]:
        rows.append(pk)
        kinds[kind].add(key)
    enterprises = kinds[ChangedRow.Kind.ENTERPRISE]
    for part in _parts(kinds[ChangedRow.Kind.REFERRAL]):
        # of a case that is gone by now, its own trigger noted the enterprise
        enterprises |= set(Referral.objects.filter(pk__in=part).values_list("enterprise_id", flat=True))
    for kind, path in (
        (ChangedRow.Kind.ORGANISATION, "referral__provider__in"),
        (ChangedRow.Kind.COMMITMENT, "referral__commitment__in"),
    ):
        for part in _parts(kinds[kind]):
            reports = IncomeReport.objects.order_by().filter(**{path: part})
            given = Delivery.objects.order_by().filter(**{path: part})
            enterprises |= set(reports.values_list("enterprise_id", flat=True).distinct())
            enterprises |= set(given.values_list("referral__enterprise_id", flat=True).distinct())
    return Noted(rows, kinds[ChangedRow.Kind.REPORT], kinds[ChangedRow.Kind.DELIVERY], enterprises)


def facts_of(what: Noted) -> Iterator[Fact]:
    """The current rows of what was noted, each once."""
    seen: set[int] = set()
    for path, keys in (("enterprise__in", what.enterprises), ("pk__in", what.reports)):
        for part in _parts(keys):
            yield from _new(IncomeReport.objects.current().filter(**{path: part}), seen)


def _new(reports: QuerySet[IncomeReport], seen: set[int]) -> Iterator[Fact]:
    lines = [line for line in reports.order_by().values_list(*PATHS) if line[0] not in seen]
    seen |= {line[0] for line in lines}
    first = _first_deliveries({line[1] for line in lines})
    return (_fact(line, first.get(line[1])) for line in lines)


def all_facts() -> Iterator[Fact]:
    """Every current report, as one statement sees them."""
    first = _first_deliveries(None)
    rows = IncomeReport.objects.current().order_by().values_list(*PATHS)
    return (_fact(line, first.get(line[1])) for line in rows.iterator(chunk_size=CHUNK))


def given_of(what: Noted) -> Iterator[Given]:
    """The current deliveries of what was noted, each once."""
    seen: set[int] = set()
    for path, keys in (("referral__enterprise__in", what.enterprises), ("pk__in", what.deliveries)):
        for part in _parts(keys):
            lines = Delivery.objects.order_by().filter(**{path: part}).values_list(*GIVEN_PATHS)
            new = [line for line in lines if line[0] not in seen]
            seen |= {line[0] for line in new}
            yield from map(_given, new)


def all_given() -> Iterator[Given]:
    """Every delivery, as one statement sees them."""
    rows = Delivery.objects.order_by().values_list(*GIVEN_PATHS)
    return (_given(line) for line in rows.iterator(chunk_size=CHUNK))


def _first_deliveries(enterprises: set[int] | None) -> dict[int, date]:
    """The day of the first delivery by enterprise, as `outcomes.queries.of_enterprise` takes it."""
    found = Delivery.objects.order_by()
    days: dict[int, date] = {}
    for part in [None] if enterprises is None else _parts(enterprises):
        asked = found if part is None else found.filter(referral__enterprise__in=part)
        days |= dict(
            asked.values("referral__enterprise")
            .annotate(first=Min("delivered_on"))
            .values_list("referral__enterprise", "first")
        )
    return days


def _fact(line: tuple[Any, ...], first: date | None) -> Fact:
    from phanuek.batch.copy.schema import NONE, Fact, month_number

    (
        report, enterprise, month, income, paid, confirmed_by, referral, phase,
        case_province, own_province, sector, partner, commitment,
    ) = line  # fmt: skip
    return Fact(
        report=report,
        enterprise=enterprise,
        month=month_number(month),
        income=_satang(income),
        paid=_satang(paid),
        confirmed=confirmed_by is not None,
        counted=referral is not None and phase == IncomeReport.Phase.AFTER,
        said=SAID.get(phase, 0),
        first=None if first is None else month_number(first),
        # of a case, as it was when sent: the figures by province count it there
        province=case_province or own_province or NONE,
        sector=sector or NONE,
        partner=partner or NONE,
        commitment=commitment or NONE,
    )


def _given(line: tuple[Any, ...]) -> Given:
    from phanuek.batch.copy.schema import NONE, Given, month_number

    (
        delivery, enterprise, day, amount, returned, confirmed_by,
        case_province, own_province, sector, partner, commitment,
    ) = line  # fmt: skip
    return Given(
        delivery=delivery,
        enterprise=enterprise,
        month=month_number(day),
        amount=None if amount is None else _satang(amount - (returned or 0)),
        confirmed=confirmed_by is not None,
        province=case_province or own_province or NONE,
        sector=sector or NONE,
        partner=partner or NONE,
        commitment=commitment or NONE,
    )


def _satang(baht: Decimal | None) -> int | None:
    return None if baht is None else int(baht * 100)


def _parts(keys: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    return (ordered[start : start + BOUND] for start in range(0, len(ordered), BOUND))
