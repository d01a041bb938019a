"""Whom an offer could help: the groups that fit or may fit, in the written order, and why each stands where it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from django.db.models import Count

from phanuek.areas.models import Area
from phanuek.consent.models import Consent, Purpose
from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.facts.columns import Columns, columns
from phanuek.engines.ranking import Placed
from phanuek.engines.rollup import suppress
from phanuek.engines.rules import Status
from phanuek.engines.secrecy import THRESHOLD
from phanuek.matching.models import Exposure
from phanuek.matching.queries.cases import YEAR, Cases, cases_since, province_of
from phanuek.matching.queries.counted import Counted
from phanuek.matching.queries.help import compiled_rule, rules_of
from phanuek.matching.ranking import (
    CANDIDATES,
    KEPT,
    POOREST_BY,
    SHARED_BY,
    Candidate,
    Line,
    lot_of,
    shared_out,
)
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T


@dataclass(frozen=True)
class Board(Counted):
    """The order of one offer's candidates within an area (empty: the country), and how many do not fit there."""

    offer: Offer
    on: date
    area_code: str
    placed: Sequence[Placed[Candidate]]
    counts: dict[Status, int]
    by_province: dict[str, Counter[Status]]


@dataclass(frozen=True)
class Shown:
    """A candidate as a reader who may know its name sees it."""

    enterprise: Enterprise
    placed: Placed[Candidate]
    why: T

    @property
    def status(self) -> Status:
        return self.placed.row.status


def board(offer: Offer, on: date, *, area_code: str = "", only: Iterable[int] | None = None) -> Board:
    """Every active group of the area (or of `only`, by key) against the offer."""
    table = columns(on)
    statuses = _statuses(offer, table, on)
    areas = table["area"] if "area" in table else [""] * len(table.keys_in_order)
    wanted = None if only is None else set(only)
    rows = [
        row
        for row, pk in enumerate(table.keys_in_order)
        if str(areas[row] or "").startswith(area_code) and (wanted is None or pk in wanted)
    ]
    makes = _Maker(offer, on, table, cases_since(on - YEAR), areas)
    listed = [row for row in rows if statuses[row] != Status.DOES_NOT_FIT]
    by_province: dict[str, Counter[Status]] = {}
    for row in rows:
        by_province.setdefault(makes.province(row), Counter())[statuses[row]] += 1
    return Board(
        offer, on, area_code, shared_out([makes.candidate(row, statuses[row]) for row in listed]),
        Counter(statuses[row] for row in rows), by_province,
    )  # fmt: skip


def _statuses(offer: Offer, table: Columns, on: date) -> list[Status]:
    version = rules_of([offer], on).get(offer.pk)
    if version is None:
        return [Status.UNKNOWN] * len(table.keys_in_order)
    rule = compiled_rule(offer, version, on, table.words)
    return table.screener.screen({offer.pk: rule}).statuses(offer.pk)


def asks_something_sensitive(offer: Offer, on: date) -> bool:
    """Whether a condition asks a sensitive fact: then numbers of groups would tell of it."""
    version, words = rules_of([offer], on).get(offer.pk), vocabulary()
    return version is not None and any(
        words[n].sensitive for n in compiled_rule(offer, version, on, words).facts
    )


class _Maker:
    """Puts together what the order looks at, from columns read once."""

    def __init__(self, offer: Offer, on: date, table: Columns, cases: Cases, areas: Sequence[object]) -> None:
        self.offer, self.on, self.table, self.cases, self.areas = offer, on, table, cases, areas
        self.shown = shown_days(on)
        self.codes = dict(Enterprise.objects.filter(active=True).values_list("pk", "code"))
        self.sales = _sales(table)
        known = [value for value in self.sales if value is not None]
        self.middle = Decimal(median(known)) if known else Decimal(0)
        groups = Counter(self.province(row) for row in range(len(table.keys_in_order)))
        helped = Counter(
            self.province(row) for row, pk in enumerate(table.keys_in_order) if pk in cases.helped
        )
        self.area_served = {place: Fraction(helped[place], many) for place, many in groups.items()}

    def province(self, row: int) -> str:
        return province_of(str(self.areas[row] or ""))

    def candidate(self, row: int, status: Status) -> Candidate:
        pk, sales, province = self.table.keys_in_order[row], self.sales[row], self.province(row)
        return Candidate(
            key=pk, province=province, status=status, served=self.cases.helped.get(pk, 0),
            area_served=self.area_served[province], sales=self.middle if sales is None else sales,
            sales_known=sales is not None, shown=self.shown.get(pk, 0),
            lot=lot_of(self.on, self.offer.code, self.codes.get(pk, "")),
        )  # fmt: skip


def _sales(table: Columns) -> list[Decimal | None]:
    """A member's share of a year's sales; of the whole group's where members are not known."""
    many = len(table.keys_in_order)
    sales = table[POOREST_BY] if POOREST_BY in table else [None] * many
    members = table[SHARED_BY] if SHARED_BY in table else [None] * many
    return [
        None if not isinstance(amount, int) else Decimal(amount) / (heads if isinstance(heads, int) and heads else 1)
        for amount, heads in zip(sales, members, strict=True)
    ]  # fmt: skip


def shown_days(before: date) -> dict[int, int]:
    """On how many days of the year before that day each group stood before somebody, by its key; a day counts once for an
    offer. Without the day itself, so that an order stands while it is being read."""
    rows = Exposure.objects.filter(on__gte=before - YEAR, on__lt=before).order_by().values("enterprise")
    return dict(rows.annotate(days=Count("pk")).values_list("enterprise", "days"))


def with_consent(offer: Offer, on: date) -> set[int]:
    """The groups whose data the offer's body may be given, by key."""
    rows = Consent.objects.valid(on).filter(recipient=offer.provider_id, purpose=Purpose.REFERRAL)
    return set(rows.values_list("enterprise", flat=True))


def explained(placed: Sequence[Placed[Candidate]], start: int, end: int) -> list[tuple[Placed[Candidate], T]]:
    """The places from `start` to `end` (counted from 0), each with why it stands there."""
    return [(placed[at], _why(placed, at)) for at in range(start, min(end, len(placed)))]


def _why(placed: Sequence[Placed[Candidate]], at: int) -> T:
    one = placed[at]
    if one.kept:
        return KEPT.format(n=one.row.shown)
    above = next((other for other in reversed(placed[:at]) if not other.kept), None)
    line = CANDIDATES.why_below(above.row, one.row) if above else None
    if line is None:
        return T("อยู่ลำดับแรกตามเกณฑ์", "first by the rule")
    return T("อยู่หลังกลุ่มก่อนหน้าเพราะ{why}", "below the one before because {why}").format(why=line.lower)


def shown(board: Board, start: int, end: int) -> list[Shown]:
    """The candidates of a page with their groups; one query."""
    lines = explained(board.placed, start, end)
    groups = Enterprise.objects.select_related("subdistrict__parent__parent").in_bulk(
        [placed.row.key for placed, _ in lines]
    )
    return [Shown(groups[placed.row.key], placed, why) for placed, why in lines if placed.row.key in groups]


@dataclass(frozen=True)
class Ahead:
    """Why some groups stand before one's own, and how many do for that reason."""

    why: T
    groups: int


@dataclass(frozen=True)
class Position:
    """A group's own place among an offer's candidates of an area; `place` None: it does not fit and is not listed, or
    `too_few` stand there to tell one's place without telling of the others."""

    place: int | None
    of: int
    kept: bool
    ahead: list[Ahead]
    area_code: str

    @property
    def too_few(self) -> bool:
        return 0 < self.of < THRESHOLD


AHEAD_KEPT = T("อยู่ในลำดับที่กันไว้ให้กลุ่มที่แสดงน้อยที่สุด", "stand in places kept for those shown least")


def position(offer: Offer, enterprise: Enterprise, on: date, *, area_code: str = "") -> Position:
    """Where a group stands and why others stand before it: by the line of the rule that decides, in the rule's order."""
    found = board(offer, on, area_code=area_code)
    own = next((one for one in found.placed if one.row.key == enterprise.pk), None)
    if own is None or len(found.placed) < THRESHOLD:
        return Position(None, len(found.placed) if own else 0, False, [], area_code)
    counts: Counter[str] = Counter()
    for one in found.placed[: own.place - 1]:
        line = CANDIDATES.why_below(one.row, own.row)
        stands_first = line is not None and line.key(one.row) < line.key(own.row)
        counts[line.code if line is not None and stands_first else "kept"] += 1
    ahead = [Ahead(_ahead(line), counts[line.code]) for line in CANDIDATES.lines if counts[line.code]]
    if counts["kept"]:
        ahead.append(Ahead(AHEAD_KEPT, counts["kept"]))
    return Position(own.place, len(found.placed), own.kept, ahead, area_code)


def _ahead(line: Line[Candidate]) -> T:
    return T("เพราะกลุ่มของท่าน{why}", "because, of your group: {why}").format(why=line.lower)


def scope_of(actor: Actor) -> str:
    """The area whose candidates the actor sees by name; empty is the country."""
    return "" if actor.sees_all or actor.is_system else actor.area_code


@dataclass(frozen=True)
class Numbers:
    """How many groups of a province fit or may fit besides those that are named; None below the number that is told."""

    province: T
    fits: int | None
    unknown: int | None


def numbers(whole: Board, named: Board) -> list[Numbers]:
    """By province, of the groups that did not consent to being named before the offer's body."""
    left = {
        place: counts - named.by_province.get(place, Counter()) for place, counts in whole.by_province.items()
    }
    codes = [code for code, counts in left.items() if counts[Status.FITS] or counts[Status.UNKNOWN]]
    hidden = {
        status: suppress([{"n": left[code][status]} for code in codes], "n").rows
        for status in (Status.FITS, Status.UNKNOWN)
    }
    names = {
        area.code: (area.sort_key, T(area.name_th, area.name_en or area.name_th))
        for area in Area.objects.filter(code__in=codes)
    }
    found = [
        (
            names.get(code, (code, T(code, code))),
            hidden[Status.FITS][at]["n"],
            hidden[Status.UNKNOWN][at]["n"],
        )
        for at, code in enumerate(codes)
    ]
    return [
        Numbers(name, fits, unknown) for (_, name), fits, unknown in sorted(found, key=lambda one: one[0][0])
    ]
