"""What a Pracharath company bought from a group or sold for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.outcomes import permissions
from phanuek.outcomes.models import Trade
from phanuek.registry.models import BusinessGroup, Enterprise, Process, Product
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

COMPANIES = (Kind.PRACHARATH_NATIONAL, Kind.PRACHARATH_PROVINCIAL)
MOST_BAHT = Decimal("100000000000")


@dataclass(frozen=True)
class NewTrade:
    """One row for `record_trades_many`, as the parameters of `record_trade`. `recorded_at` is for loading by the system."""

    company: Organisation
    enterprise: Enterprise
    kind: str
    process: str
    traded_on: date
    to_community_baht: Decimal | int
    company_revenue_baht: Decimal | int
    product: Product | None = None
    business_group: str = ""
    buyer: str = ""
    quantity: Decimal | int | None = None
    unit: str = ""
    recorded_at: datetime | None = None

    @property
    def group(self) -> str:
        """As stated, else that of the product, else that of the enterprise."""
        return (
            self.business_group
            or (self.product.business_group if self.product else "")
            or self.enterprise.business_group
        )


@transaction.atomic
def record_trade(
    *,
    by: Actor,
    company: Organisation,
    enterprise: Enterprise,
    kind: str,
    process: str,
    traded_on: date,
    to_community_baht: Decimal | int,
    company_revenue_baht: Decimal | int,
    product: Product | None = None,
    business_group: str = "",
    buyer: str = "",
    quantity: Decimal | int | None = None,
    unit: str = "",
) -> Trade:
    """One purchase or sale. `to_community_baht` is what the group received; `company_revenue_baht` what the company
    took in for itself: its selling price when it bought, its fee when it sold as agent. Two numbers, never one sum."""
    row = NewTrade(
        company=company, enterprise=enterprise, kind=kind, process=process, traded_on=traded_on,
        to_community_baht=to_community_baht, company_revenue_baht=company_revenue_baht, product=product,
        business_group=business_group, buyer=buyer, quantity=quantity, unit=unit,
    )  # fmt: skip
    permissions.check_can_record_trade(by, company, enterprise)
    return _record([row], by)[0]


@transaction.atomic
def record_trades_many(*, by: Actor, rows: Iterable[NewTrade | Mapping[str, Any]]) -> list[Trade]:
    """As `record_trade`, thousands at once; one event per group names how many."""
    new = [row if isinstance(row, NewTrade) else NewTrade(**row) for row in rows]
    for company, enterprise in {(row.company, row.enterprise) for row in new}:
        permissions.check_can_record_trade(by, company, enterprise)
    return _record(new, by)


def _record(rows: list[NewTrade], by: Actor) -> list[Trade]:
    for row in rows:
        _check(row)
    made = [
        Trade(
            code=new_code("t"),
            company=row.company,
            enterprise=row.enterprise,
            product=row.product,
            kind=row.kind,
            business_group=row.group,
            process=row.process,
            buyer=row.buyer.strip()[:200],
            quantity=None if row.quantity is None else Decimal(row.quantity),
            unit=row.unit.strip()[:60],
            traded_on=row.traded_on,
            to_community_baht=Decimal(row.to_community_baht),
            company_revenue_baht=Decimal(row.company_revenue_baht),
            recorded_at=row.recorded_at or clock.now(),
        )
        for row in rows
    ]
    Trade.objects.bulk_create(made, batch_size=1000)
    of_group: dict[int, list[Trade]] = {}
    for trade in made:
        of_group.setdefault(trade.enterprise_id, []).append(trade)
    timeline.record_many(
        [
            timeline.Entry(
                "enterprise.traded",
                trades[0].enterprise,
                {
                    "trades": len(trades),
                    "company": trades[0].company.code,
                    "to_community_baht": str(sum((t.to_community_baht for t in trades), Decimal(0))),
                },
                "",
                max(trade.recorded_at for trade in trades),
            )
            for trades in of_group.values()
        ],
        by=by,
    )
    return made


def _check(row: NewTrade) -> None:
    if row.company.kind not in COMPANIES:
        raise Refused(
            T("บันทึกได้เฉพาะบริษัทประชารัฐรักสามัคคี", "Only a Pracharath Rak Samakkee company records trade."),
            field="company",
        )
    if row.kind not in Trade.Kind.values:
        raise Refused(
            T("โปรดเลือกว่าซื้อจากกลุ่มหรือขายแทนกลุ่ม", "Choose: bought from the group, or sold for it."),
            field="kind",
        )
    if row.process not in Process.values:
        raise Refused(T("โปรดเลือกกระบวนการ", "Choose the process."), field="process")
    if row.group not in BusinessGroup.values:
        raise Refused(T("โปรดเลือกกลุ่มงาน", "Choose the business group."), field="business_group")
    if row.product is not None and row.product.enterprise_id != row.enterprise.pk:
        raise Refused(T("สินค้านี้เป็นของกลุ่มอื่น", "This product belongs to another group."), field="product")
    if row.traded_on > clock.today():
        raise Refused(
            T("วันที่ซื้อขายต้องไม่เป็นวันในอนาคต", "The day of the trade cannot be in the future."), field="traded_on"
        )
    for name in ("to_community_baht", "company_revenue_baht"):
        if not 0 <= getattr(row, name) < MOST_BAHT:
            raise Refused(
                T(
                    "จำนวนเงินต้องไม่ติดลบและไม่เกินแสนล้านบาท",
                    "The amount cannot be negative, nor a hundred billion baht.",
                ),
                field=name,
            )
    if row.quantity is not None and row.quantity <= 0:
        raise Refused(T("จำนวนต้องมากกว่าศูนย์", "The quantity must be more than zero."), field="quantity")
