"""A Pracharath company's desk: whom it supports, what it moved, and two amounts that are never added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from phanuek.areas.models import Area
from phanuek.desk.permissions import sees_company
from phanuek.desk.queries.items import Kind, need_item, report_item
from phanuek.needs.models import Need
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind as BodyKind
from phanuek.organisations.models import Organisation
from phanuek.outcomes import queries as outcomes
from phanuek.outcomes.models import Trade
from phanuek.registry.models import BusinessGroup, Enterprise, Process, Product, Relation
from phanuek.ui.country import pack
from phanuek.ui.words import T

NOTHING = Decimal(0)
UNSTATED = "unstated"


def company(actor: Actor, code: str = "") -> Organisation | None:
    """The actor's own company, or the one named; None when there is none or it is out of sight."""
    bodies = Organisation.objects.select_related("province")
    found = bodies.filter(code=code).first() if code else bodies.filter(pk=actor.acting_id).first()
    return found if found is not None and sees_company(actor, found) else None


def fiscal_year_words(year: int) -> T:
    return T(pack().fiscal_year_label(year, "th"), pack().fiscal_year_label(year, "en"))


def fiscal_years(on: date, rows: QuerySet[Trade]) -> list[int]:
    """The fiscal years in which there was trade, newest first, with the running one."""
    first = rows.order_by("traded_on").values_list("traded_on", flat=True).first()
    start = min(pack().fiscal_year(first), pack().fiscal_year(on)) if first else pack().fiscal_year(on)
    return list(range(pack().fiscal_year(on), start - 1, -1))


@dataclass(frozen=True)
class Amounts:
    """Of one span of time: what reached the community and what the company itself took in."""

    label: T
    to_community_baht: Decimal = NOTHING
    company_revenue_baht: Decimal = NOTHING
    trades: int = 0


def amounts(rows: QuerySet[Trade], on: date) -> list[Amounts]:
    """This fiscal year, the one before it, and from the beginning; one query."""
    year = pack().fiscal_year(on)
    spans = {"now": pack().fiscal_year_range(year), "before": pack().fiscal_year_range(year - 1)}
    sums: dict[str, Any] = {
        "all_reached": Sum("to_community_baht"), "all_own": Sum("company_revenue_baht"), "all_trades": Count("pk"),
    }  # fmt: skip
    for name, span in spans.items():
        within = Q(traded_on__range=span)
        sums |= {
            f"{name}_reached": Sum("to_community_baht", filter=within),
            f"{name}_own": Sum("company_revenue_baht", filter=within),
            f"{name}_trades": Count("pk", filter=within),
        }
    found = rows.order_by().aggregate(**sums)
    labels = {
        "now": fiscal_year_words(year), "before": fiscal_year_words(year - 1), "all": T("ตั้งแต่เริ่มบันทึก", "Since records began"),
    }  # fmt: skip
    return [
        Amounts(
            label, found[f"{n}_reached"] or NOTHING, found[f"{n}_own"] or NOTHING, found[f"{n}_trades"] or 0
        )
        for n, label in labels.items()
    ]


@dataclass
class Branch:
    """A business group or a process: how many groups the company supports there, and what was traded."""

    code: str
    label: T
    groups: int = 0
    trades: int = 0
    to_community_baht: Decimal = NOTHING
    company_revenue_baht: Decimal = NOTHING


@dataclass(frozen=True)
class CompanyDesk:
    """Everything on a company's desk."""

    company: Organisation
    amounts: list[Amounts]
    by_business_group: list[Branch]
    by_process: list[Branch]
    groups: int
    trades: list[Trade]
    work: list[Kind] = field(default_factory=list)


def desk(body: Organisation, actor: Actor, on: date) -> CompanyDesk:
    trades = Trade.objects.visible_to(actor).filter(company=body)
    summary = outcomes.company_summary(body, pack().fiscal_year_range(pack().fiscal_year(on)), actor=actor)
    business, process = _supported(body)
    return CompanyDesk(
        company=body,
        amounts=amounts(trades, on),
        by_business_group=_branches(BusinessGroup, business, summary.by_business_group),
        by_process=_branches(Process, process, summary.by_process),
        groups=supported(body).count(),
        trades=list(trades.select_related("enterprise", "product")[:5]),
        work=kinds(actor, on) if actor.acts_for(body.pk) else [],
    )


def kinds(actor: Actor, on: date) -> list[Kind]:
    """What waits for a manager."""
    needs = Need.objects.workable_by(actor).open().select_related("area__parent__parent", "enterprise")
    return [
        Kind(
            "to_confirm", T("รายได้ของกลุ่มที่รอท่านยืนยัน", "Income of your groups for you to confirm"), outcomes.to_confirm(actor),
            lambda r: report_item(r, on), T("ไม่มีรายงานรายได้ที่รอยืนยัน", "No income report waits for you."),
        ),
        Kind(
            "needs", T("ความต้องการของกลุ่มที่ยังไม่มีผู้ช่วย", "Needs of your groups still without help"),
            needs.order_by("received_at", "pk"),
            lambda n: need_item(n, on, act=T("ดูความต้องการ", "See the need"), url=n.get_absolute_url()),
            T("ไม่มีความต้องการค้างอยู่", "No need is waiting."),
        ),
    ]  # fmt: skip


def supported(body: Organisation) -> QuerySet[Relation]:
    return Relation.objects.filter(organisation=body, kind=Relation.Kind.SUPPORTS, ended_on=None)


def _supported(body: Organisation) -> tuple[dict[str, int], dict[str, int]]:
    """Groups by business group, and by process; a group may be in several processes. One query."""
    # the list is stored as JSON text on every backend; its quotes keep one code from matching inside another
    parts = {f"in_{code}": Count("pk", filter=Q(processes__icontains=f'"{code}"')) for code in Process.values}
    business: dict[str, int] = {}
    process = dict.fromkeys(Process.values, 0)
    for row in (
        supported(body).order_by().values("enterprise__business_group").annotate(groups=Count("pk"), **parts)
    ):
        business[row["enterprise__business_group"]] = row["groups"]
        for code in Process.values:
            process[code] += row[f"in_{code}"]
    return business, process


def _branches(choices: Any, groups: dict[str, int], traded: Iterable[outcomes.TradeLine]) -> list[Branch]:
    """Every branch, also those without anything; groups whose branch is not stated come last."""
    sums = {line.code: line for line in traded}
    lines = [Branch(choice.value, T.of(choice.label), groups.get(choice.value, 0)) for choice in choices]
    for line in lines:
        if found := sums.get(line.code):
            line.trades, line.to_community_baht = found.trades, found.to_community_baht
            line.company_revenue_baht = found.company_revenue_baht
    if groups.get(""):
        lines.append(Branch(UNSTATED, T("ยังไม่ระบุ", "Not stated yet"), groups[""]))
    return lines


def groups(
    body: Organisation, *, business_group: str = "", process: str = "", ended: bool = False, text: str = ""
) -> QuerySet[Relation]:
    """The groups of a company with their products, in dictionary order."""
    found = Relation.objects.filter(
        organisation=body, kind=Relation.Kind.SUPPORTS, ended_on__isnull=not ended
    )
    if business_group:
        wanted = "" if business_group == UNSTATED else business_group
        found = found.filter(enterprise__business_group=wanted)
    if process:
        found = found.filter(processes__icontains=f'"{process}"')
    if text:
        found = found.filter(Q(enterprise__name_th__icontains=text) | Q(enterprise__name_en__icontains=text)
                             | Exists(Product.objects.filter(enterprise=OuterRef("enterprise"), name_th__icontains=text)))  # fmt: skip
    groups = Enterprise.objects.select_related("subdistrict__parent__parent").prefetch_related("products")
    return found.prefetch_related(Prefetch("enterprise", groups)).order_by("enterprise__sort_key", "pk")


def traded_with(
    body: Organisation, enterprises: Iterable[int], span: tuple[date, date]
) -> dict[int, Amounts]:
    """What was traded with each of the groups in a span of time; one query."""
    rows = Trade.objects.filter(
        company=body, enterprise__in=list(enterprises), traded_on__range=span
    ).order_by()
    sums = rows.values_list("enterprise").annotate(
        Sum("to_community_baht"), Sum("company_revenue_baht"), Count("pk")
    )
    return {
        pk: Amounts(T("", ""), reached or NOTHING, own or NOTHING, number)
        for pk, reached, own, number in sums
    }


def trades(
    actor: Actor, body: Organisation, *, year: int | None = None, kind: str = "", business_group: str = "",
    process: str = "", enterprise: str = "",
) -> QuerySet[Trade]:  # fmt: skip
    """What a company bought or sold, newest first."""
    found = Trade.objects.visible_to(actor).filter(company=body).select_related("enterprise", "product")
    if year:
        found = found.filter(traded_on__range=pack().fiscal_year_range(year))
    wanted = {
        "kind": kind,
        "business_group": business_group,
        "process": process,
        "enterprise__code": enterprise,
    }
    return found.filter(**{path: value for path, value in wanted.items() if value})


@dataclass(frozen=True)
class CompanyLine:
    """A province's company in the table of all."""

    company: Organisation
    province: Area
    groups: int
    now: Amounts
    before: Amounts


def company_lines(actor: Actor, year: int) -> list[CompanyLine]:
    """Every provincial company in the order of provinces, with a fiscal year and the one before it. Three queries."""
    bodies = Organisation.objects.filter(
        kind=BodyKind.PRACHARATH_PROVINCIAL, province__isnull=False
    ).select_related("province")
    support = Relation.objects.filter(kind=Relation.Kind.SUPPORTS, ended_on=None).order_by()
    groups = dict(support.values_list("organisation").annotate(Count("enterprise", distinct=True)))
    now, before = pack().fiscal_year_range(year), pack().fiscal_year_range(year - 1)
    sums: dict[str, Any] = {}
    for name, span in (("now", now), ("before", before)):
        within = Q(traded_on__range=span)
        sums |= {
            f"{name}_reached": Sum("to_community_baht", filter=within),
            f"{name}_own": Sum("company_revenue_baht", filter=within),
            f"{name}_trades": Count("pk", filter=within),
        }
    rows = Trade.objects.visible_to(actor).filter(traded_on__range=(before[0], now[1])).order_by()
    traded = {row["company"]: row for row in rows.values("company").annotate(**sums)}
    lines = [
        CompanyLine(
            body,
            body.province,
            groups.get(body.pk, 0),
            *(_of(traded.get(body.pk, {}), n) for n in ("now", "before")),
        )
        for body in bodies
        if body.province is not None
    ]
    return sorted(lines, key=lambda line: line.province.sort_key)


def _of(row: dict[str, Any], name: str) -> Amounts:
    return Amounts(
        T("", ""),
        row.get(f"{name}_reached") or NOTHING,
        row.get(f"{name}_own") or NOTHING,
        row.get(f"{name}_trades") or 0,
    )
