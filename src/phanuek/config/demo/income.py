"""Twenty-four months of income, some confirmed by another body, and two years of trade through the Pracharath companies."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from phanuek.config.demo import names
from phanuek.config.demo.bodies import Cast
from phanuek.organisations.models import Organisation
from phanuek.outcomes import actions as outcomes
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Delivery
from phanuek.registry.models import Enterprise, Product, Relation

MONTHS = 24
USUAL = {trade.product_th: trade.monthly_baht for trade in names.TRADES}
BUYERS = [
    "ตลาดประชารัฐ (ตัวอย่าง)",
    "ร้านของฝากริมทาง (ตัวอย่าง)",
    "โรงพยาบาลประจำอำเภอ (ตัวอย่าง)",
    "งานแสดงสินค้าจังหวัด (ตัวอย่าง)",
    "ผู้ซื้อออนไลน์ (ตัวอย่าง)",
]


def months_before(today: date, count: int = MONTHS) -> list[date]:
    """First days of the last `count` full months, oldest first."""
    first = today.replace(day=1)
    made = []
    for _ in range(count):
        first = (first - timedelta(days=1)).replace(day=1)
        made.append(first)
    return made[::-1]


def report(
    rng: random.Random, cast: Cast, enterprises: Sequence[Enterprise], *, today: date, share: float
) -> int:
    """The officers report what the groups told. Months around a delivery belong to that case; income grows a little after it."""
    first_delivery = _first_deliveries()
    products = {p.enterprise_id: p.name_th for p in Product.objects.only("enterprise_id", "name_th")}
    by_province: dict[str, list[dict[str, Any]]] = {}
    for enterprise in enterprises:
        delivery = first_delivery.get(enterprise.pk)
        if delivery is None and rng.random() > share:
            continue
        usual = USUAL.get(products.get(enterprise.pk, ""), 25_000) * rng.uniform(0.5, 1.6)
        effect = rng.uniform(1.0, 1.35)
        for month in months_before(today):
            row = _row(rng, enterprise, month, usual, effect, delivery)
            by_province.setdefault(enterprise.subdistrict_id[:2], []).append(row)
    for code, rows in sorted(by_province.items()):
        outcomes.report_many(by=cast.area_officers[code], rows=rows)
    return sum(len(rows) for rows in by_province.values())


def _first_deliveries() -> dict[int, Delivery]:
    found: dict[int, Delivery] = {}
    for delivery in Delivery.objects.select_related("referral").order_by("delivered_on"):
        found.setdefault(delivery.referral.enterprise_id, delivery)
    return found


def _row(
    rng: random.Random,
    enterprise: Enterprise,
    month: date,
    usual: float,
    effect: float,
    delivery: Delivery | None,
) -> dict[str, Any]:
    season = 1.25 if month.month in (11, 12, 1, 4) else 1.0
    income = usual * season * rng.uniform(0.8, 1.2)
    row: dict[str, Any] = {"enterprise": enterprise, "month": month}
    if delivery is not None:
        started = delivery.delivered_on.replace(day=1)
        months_apart = (month.year - started.year) * 12 + month.month - started.month
        if months_apart > 0:
            row |= {"referral": delivery.referral, "phase": "after"}
            income *= effect
        elif -4 < months_apart < 0:
            row |= {"referral": delivery.referral, "phase": "before"}
    row["income_baht"] = Decimal(round(income / 100) * 100)
    row["paid_to_producers_baht"] = (
        Decimal(round(income * rng.uniform(0.35, 0.6) / 100) * 100) if rng.random() < 0.7 else None
    )
    return row


def confirm(rng: random.Random, cast: Cast, *, today: date) -> int:
    """Another body confirms: the provider of the case where it has an officer, else the province's company. The newest months wait."""
    newest = months_before(today, 2)[0]
    waiting = (
        IncomeReport.objects.current()
        .filter(confirmed_by=None, month__lt=newest)
        .select_related("enterprise", "referral__provider")
    )
    supported = set(
        Relation.objects.filter(ended_on=None).values_list("organisation__province_id", "enterprise_id")
    )
    by_confirmer: dict[str, list[IncomeReport]] = {}
    for income in waiting.order_by("pk"):
        if rng.random() > 0.75:
            continue
        if (
            income.referral is not None
            and income.referral.provider.code in cast.partners
            and income.referral.provider.code != "cdd"
        ):
            by_confirmer.setdefault(f"partner:{income.referral.provider.code}", []).append(income)
        elif (income.enterprise.subdistrict_id[:2], income.enterprise_id) in supported:
            by_confirmer.setdefault(f"company:{income.enterprise.subdistrict_id[:2]}", []).append(income)
    for key, reports in sorted(by_confirmer.items()):
        kind, code = key.split(":")
        actor = cast.partners[code] if kind == "partner" else cast.managers[code]
        outcomes.confirm_many(by=actor, reports=reports, how="ตรวจกับสมุดบัญชีของกลุ่ม (ตัวอย่าง)")
    return sum(len(reports) for reports in by_confirmer.values())


def trade(
    rng: random.Random,
    cast: Cast,
    companies: dict[str, Organisation],
    supported: Sequence[Enterprise],
    *,
    today: date,
) -> int:
    """What the companies bought and sold. Most of the money goes to the community; the company keeps a small part, or none."""
    products = {p.enterprise_id: p for p in Product.objects.filter(enterprise__in=[e.pk for e in supported])}
    processes = {r.enterprise_id: r.processes for r in Relation.objects.filter(ended_on=None)}
    by_province: dict[str, list[dict[str, Any]]] = {}
    for enterprise in supported:
        for _ in range(rng.randrange(1, 7)):
            row = _trade(
                rng,
                enterprise,
                products.get(enterprise.pk),
                processes.get(enterprise.pk) or ["marketing"],
                today,
            )
            province = enterprise.subdistrict_id[:2]
            by_province.setdefault(province, []).append(row | {"company": companies[province]})
    for province, rows in sorted(by_province.items()):
        outcomes.record_trades_many(by=cast.managers[province], rows=rows)
    return sum(len(rows) for rows in by_province.values())


def _trade(
    rng: random.Random, enterprise: Enterprise, product: Product | None, processes: list[str], today: date
) -> dict[str, Any]:
    bought = rng.random() < 0.55
    community = Decimal(rng.randrange(20, 900) * 100)
    share = Decimal(str(round(rng.uniform(0.0, 0.14), 3)))
    return {
        "enterprise": enterprise,
        "product": product,
        "kind": "bought" if bought else "sold_for",
        "business_group": enterprise.business_group,
        "process": rng.choice(processes),
        "buyer": rng.choice(BUYERS),
        "quantity": Decimal(rng.randrange(5, 400)),
        "unit": "ชิ้น",
        "traded_on": today - timedelta(days=rng.randrange(1, 720)),
        "to_community_baht": community,
        "company_revenue_baht": (community * share).quantize(Decimal("1")),
    }
