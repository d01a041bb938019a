"""What is counted, read from the database in as many queries however much there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Sum, Value, When

from phanuek.figures.filters import FIRST_YEAR, NO_COMMITMENT, Filters
from phanuek.organisations.actor import Actor
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Delivery, Referral
from phanuek.ui import clock
from phanuek.ui.country import pack

ALL_YEARS = range(FIRST_YEAR, 2101)
SATANG = Decimal("0.01")
AMOUNTS = ("income_confirmed", "income_unconfirmed", "paid_confirmed", "paid_unconfirmed")


@dataclass(frozen=True)
class Line:
    """Some cases of one year, province, partner and commitment; `case` and `enterprise` where it is about a single one."""

    fiscal_year: str
    province: str
    partner: str
    commitment: str
    figures: dict[str, Any]
    case: int | None = None
    enterprise: int | None = None

    def key(self, dimension: str) -> str:
        return str(getattr(self, dimension))


def referrals_sent(filters: Filters, actor: Actor) -> QuerySet[Referral]:
    """By the day they were sent, as it was in the country."""
    return _cases(filters, actor).filter(_moments(filters, "sent_at"))


def deliveries_made(filters: Filters, actor: Actor) -> QuerySet[Delivery]:
    found = Delivery.objects.filter(filters.cases("referral__"), _days(filters, "delivered_on"))
    return found.filter(referral__in=Referral.objects.visible_to(actor)) if filters.mine else found


def income_earned(filters: Filters, actor: Actor) -> QuerySet[IncomeReport]:
    """Reports that count: current ones, of months after support under a case."""
    found = IncomeReport.objects.current().filter(
        filters.cases("referral__"),
        _days(filters, "month"),
        referral__isnull=False,
        phase=IncomeReport.Phase.AFTER,
    )
    if not filters.mine:
        return found
    own = IncomeReport.objects.visible_to(actor).values("pk")
    return found.filter(pk__in=own, referral__in=Referral.objects.visible_to(actor))


def cases_behind(filters: Filters, actor: Actor) -> QuerySet[Referral]:
    """The cases that any of the figures counts and that this reader may open."""
    seen = _cases(filters, actor).filter(pk__in=Referral.objects.visible_to(actor).values("pk"))
    if not filters.days():
        return seen
    return seen.filter(
        _moments(filters, "sent_at")
        | Q(pk__in=deliveries_made(filters, actor).values("referral"))
        | Q(pk__in=income_earned(filters, actor).values("referral"))
    )


def lines(filters: Filters, actor: Actor) -> list[Line]:
    """Everything that the filters leave."""
    years = _usual_years()
    found = _lines(filters, actor, years)
    # something dated long before the first referral: rare, and then every year is asked about
    return (
        _lines(filters, actor, ALL_YEARS)
        if any(line.fiscal_year == str(years[0]) for line in found)
        else found
    )


def _lines(filters: Filters, actor: Actor, years: range) -> list[Line]:
    return [
        *_referral_lines(filters, actor, years),
        *_delivery_lines(filters, actor, years),
        *_income_lines(filters, actor, years),
    ]


def waits(filters: Filters, actor: Actor, dimension: str) -> dict[str, list[Decimal]]:
    """Days from sending to the first answer, by the key of the dimension; exact to the second."""
    found = referrals_sent(filters, actor).filter(first_answer_at__isnull=False).order_by()
    path = {
        "fiscal_year": "year",
        "province": "province_id",
        "partner": "provider__code",
        "commitment": "commitment__code",
    }[dimension]
    if dimension == "fiscal_year":
        found = found.annotate(year=_year_of_moment("sent_at", _usual_years()))
    waited: dict[str, list[Decimal]] = defaultdict(list)
    for key, sent, answered in found.values_list(path, "sent_at", "first_answer_at"):
        waited[str(key or NO_COMMITMENT)].append(Decimal(int((answered - sent).total_seconds())) / 86_400)
    return waited


def _referral_lines(filters: Filters, actor: Actor, years: range) -> Iterator[Line]:
    found = referrals_sent(filters, actor).order_by().annotate(year=_year_of_moment("sent_at", years))
    grouped = found.values_list("year", "province_id", "provider__code", "commitment__code")
    for year, province, partner, commitment, n, answered in grouped.annotate(
        n=Count("pk"), a=Count("first_answer_at")
    ):
        figures = {"referrals": n, "answered": answered}
        yield Line(str(year), province, partner, commitment or NO_COMMITMENT, figures)


def _delivery_lines(filters: Filters, actor: Actor, years: range) -> Iterator[Line]:
    grouped = _by_case(deliveries_made(filters, actor), "delivered_on", years).annotate(n=Count("pk"))
    for year, province, partner, commitment, case, group, n in grouped:
        yield Line(str(year), province, partner, commitment or NO_COMMITMENT, {"deliveries": n}, case, group)


def _income_lines(filters: Filters, actor: Actor, years: range) -> Iterator[Line]:
    """Sums by case; a figure that nobody reported is missing from the line."""
    yes, no = Q(confirmed_by__isnull=False), Q(confirmed_by=None)
    grouped = _by_case(income_earned(filters, actor), "month", years).annotate(
        a=Sum("income_baht", filter=yes),
        b=Sum("income_baht", filter=no),
        c=Sum("paid_to_producers_baht", filter=yes),
        d=Sum("paid_to_producers_baht", filter=no),
    )
    for year, province, partner, commitment, case, group, *sums in grouped:
        # SQLite adds amounts as floating point; to the satang the sum is exact
        figures = {
            name: amount.quantize(SATANG)
            for name, amount in zip(AMOUNTS, sums, strict=True)
            if amount is not None
        }
        yield Line(str(year), province, partner, commitment or NO_COMMITMENT, figures, case, group)


def _by_case(rows: QuerySet[Any], day: str, years: range) -> QuerySet[Any, Any]:
    path = "referral__"
    return (
        rows.order_by()
        .annotate(year=_year_of_day(day, years))
        .values_list(
            "year",
            path + "province_id",
            path + "provider__code",
            path + "commitment__code",
            "referral_id",
            path + "enterprise_id",
        )
    )


def _cases(filters: Filters, actor: Actor) -> QuerySet[Referral]:
    rows = Referral.objects.visible_to(actor) if filters.mine else Referral.objects.all()
    return rows.filter(filters.cases())


def _midnight(day: date) -> datetime:
    """When the day begins in the country."""
    return datetime.combine(day, time(), ZoneInfo(pack().timezone))


def _moments(filters: Filters, path: str) -> Q:
    days = filters.days()
    if days is None:
        return Q()
    return Q(**{f"{path}__gte": _midnight(days[0]), f"{path}__lt": _midnight(days[1] + timedelta(days=1))})


def _days(filters: Filters, path: str) -> Q:
    days = filters.days()
    return Q(**{f"{path}__range": days}) if days else Q()


def _usual_years() -> range:
    """From two years before the first referral to the next year: each one asked about costs time."""
    now = pack().fiscal_year(clock.today())
    return range(max(min(first_year() or now, now) - 2, FIRST_YEAR), now + 2)


def _year_of_day(path: str, years: range) -> Case:
    whens = [When(**{f"{path}__lte": pack().fiscal_year_range(year)[1]}, then=Value(year)) for year in years]
    return Case(*whens, default=Value(years[-1] + 1), output_field=IntegerField())


def _year_of_moment(path: str, years: range) -> Case:
    """The comparison is with moments, not with days cut from them: a database cuts in its own time zone."""
    ends = [(year, _midnight(pack().fiscal_year_range(year)[1] + timedelta(days=1))) for year in years]
    whens = [When(**{f"{path}__lt": end}, then=Value(year)) for year, end in ends]
    return Case(*whens, default=Value(years[-1] + 1), output_field=IntegerField())


def first_year() -> int | None:
    """The fiscal year of the first referral."""
    first = Referral.objects.order_by("sent_at").values_list("sent_at", flat=True).first()
    return pack().fiscal_year(first.astimezone(ZoneInfo(pack().timezone)).date()) if first else None


def with_sums(cases: QuerySet[Referral], filters: Filters, actor: Actor) -> QuerySet[Referral]:
    """Each case with what the figures count of it, as far as the reader may see single reports."""
    own = Q(
        income_reports__in=income_earned(filters, actor)
        .filter(pk__in=IncomeReport.objects.visible_to(actor).values("pk"))
        .values("pk")
    )
    return cases.annotate(
        income=Sum("income_reports__income_baht", filter=own & Q(income_reports__confirmed_by__isnull=False)),
        income_waiting=Sum("income_reports__income_baht", filter=own & Q(income_reports__confirmed_by=None)),
        waiting=F("first_answer_at") - F("sent_at"),
    )
