"""The desks of the Pracharath companies: one, and all of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from phanuek.desk import permissions
from phanuek.desk.queries import company as queries
from phanuek.desk.queries.company import UNSTATED, CompanyLine
from phanuek.desk.queries.items import Act, name_of, place_of
from phanuek.desk.views.tables import Col, Filter, Listing, choice, show, text
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.outcomes.models import Trade
from phanuek.registry.models import BusinessGroup, Process, Relation
from phanuek.ui import clock, formats, maps
from phanuek.ui.country import pack
from phanuek.ui.words import T

DESK = (T("โต๊ะทำงาน", "My desk"), "/desk/")
ALL = T("บริษัทประชารัฐรักสามัคคีทุกจังหวัด", "Pracharath companies of all provinces")
GROUPS = T("กลุ่มที่บริษัทสนับสนุน", "Groups the company supports")
TRADES = T("การซื้อขาย", "Trades")
REACHED = T("เงินที่ถึงชุมชน (บาท)", "Reached the community (baht)")
OWN = T("รายได้ของบริษัทเอง (บาท)", "The company's own revenue (baht)")
APART = T(
    "เงินที่ถึงชุมชนกับรายได้ของบริษัทเป็นสองจำนวน ไม่นำมารวมกัน",
    "Money that reached the community and the company's own revenue are two amounts, never added.",
)


def _company(request: HttpRequest, code: str) -> Organisation:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_company(actor)
    found = queries.company(actor, code)
    if found is None:
        raise Http404
    return found


def _no_company_of_own(request: HttpRequest, code: str) -> bool:
    """The national company and the secretariat have no company page of their own: theirs is the table of all."""
    return not code and permissions.sees_every_company(request.actor)  # type: ignore[attr-defined]


def _address(name: str, body: Organisation, actor: Actor) -> str:
    if actor.acts_for(body.pk):
        return reverse(f"desk:{name}")
    return reverse(f"desk:{name}_of", args=[body.code])


def _way(body: Organisation, actor: Actor) -> list[tuple[Any, str]]:
    if actor.acts_for(body.pk):
        return [DESK]
    return [
        DESK,
        (ALL, reverse("desk:companies")),
        (name_of(body.province) if body.province else name_of(body), _address("company", body, actor)),
    ]


@require_safe
def company(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """A company's desk; its manager's own when no code is given."""
    if _no_company_of_own(request, code):
        return redirect("desk:companies")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    body = _company(request, code)
    desk = queries.desk(body, actor, clock.today())
    own = actor.acts_for(body.pk)
    way = _way(body, actor)
    context = {
        "desk": desk,
        "own": own,
        "sections": [kind.section(base=reverse("desk:waiting")) for kind in desk.work],
        "groups_url": _address("company_groups", body, actor),
        "trades_url": _address("company_trades", body, actor),
        "province": body.province_id,
        "path": [] if own else [*way[:-1], (way[-1][0], "")],
    }
    return render(request, "desk/company.html", context)


@require_safe
def company_groups(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """The groups a company supports, with their products and what was traded with each this fiscal year."""
    if _no_company_of_own(request, code):
        return redirect("desk:companies")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    body = _company(request, code)
    on = clock.today()
    filters = [
        text(request, "q", T("ชื่อกลุ่มหรือสินค้า", "Group or product")),
        choice(
            request,
            "business_group",
            T("กลุ่มงาน", "Business group"),
            [*BusinessGroup.choices, (UNSTATED, T("ยังไม่ระบุ", "Not stated yet"))],
        ),
        choice(request, "process", T("กระบวนการ", "Process"), Process.choices),
        choice(
            request,
            "now",
            T("การสนับสนุน", "Support"),
            [("ended", T("สิ้นสุดแล้ว", "Ended"))],
            T("กำลังสนับสนุน", "Going on"),
        ),
    ]
    rows = queries.groups(
        body,
        text=filters[0].chosen,
        business_group=filters[1].chosen,
        process=filters[2].chosen,
        ended=bool(filters[3].chosen),
    )
    every = Relation.objects.filter(organisation=body).values_list("enterprise", flat=True)
    traded = queries.traded_with(body, every, pack().fiscal_year_range(pack().fiscal_year(on)))
    nothing = queries.Amounts(T("", ""))
    sums = lambda relation: traded.get(relation.enterprise_id, nothing)  # noqa: E731
    listing = Listing(
        f"groups-{body.code}", GROUPS,
        [
            Col(T("กลุ่ม", "Group"), lambda r: name_of(r.enterprise), link=lambda r: r.enterprise.get_absolute_url()),
            Col(T("รหัส", "Code"), "enterprise.code", "id", only_file=True),
            Col(T("สินค้าและบริการ", "Products"), _products),
            Col(T("กลุ่มงาน", "Business group"), lambda r: T.of(r.enterprise.get_business_group_display()) if r.enterprise.business_group else None),
            Col(T("กระบวนการ", "Processes"), _processes),
            Col(T("พื้นที่", "Place"), lambda r: place_of(r.enterprise.subdistrict)),
            Col(T("เริ่มสนับสนุน", "Since"), "started_on", "date"),
            Col(REACHED, lambda r: sums(r).to_community_baht, "money"),
            Col(OWN, lambda r: sums(r).company_revenue_baht, "money"),
        ],
        T("ไม่พบกลุ่มตามตัวกรองนี้", "No group matches these filters."),
        lambda n: T("{n} กลุ่ม · จำนวนเงินเป็นของปีงบประมาณนี้", "{n} groups. Amounts are of this fiscal year.").format(n=n),
        [*_way(body, actor), (GROUPS, "")], notes=[APART], act=_trade_act if actor.acts_for(body.pk) else None,
    )  # fmt: skip
    return show(request, listing, rows, filters)


def _products(relation: Relation) -> T | None:
    products = [name_of(product) for product in relation.enterprise.products.all()]
    return T(", ".join(p.th for p in products), ", ".join(p.en for p in products)) if products else None


def _processes(relation: Relation) -> T | None:
    named = [T.of(Process(code).label) for code in relation.processes if code in Process.values]
    return T(", ".join(p.th for p in named), ", ".join(p.en for p in named)) if named else None


def _trade_act(relation: Relation) -> Act | None:
    if relation.ended_on is not None:
        return None
    return Act(
        T("บันทึกซื้อขาย", "Record a trade"),
        f"{reverse('outcomes:trade_new')}?enterprise={relation.enterprise.code}",
    )


@require_safe
def company_trades(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """What was bought from groups or sold for them, to whom; the two amounts summed apart."""
    if _no_company_of_own(request, code):
        return redirect("desk:companies")
    actor: Actor = request.actor  # type: ignore[attr-defined]
    body = _company(request, code)
    filters = _trade_filters(request, queries.trades(actor, body))
    year, kind, business, process = (one.chosen for one in filters)
    rows = queries.trades(
        actor, body, year=int(year) if year else None, kind=kind, business_group=business, process=process,
        enterprise=request.GET.get("enterprise", "").replace("\x00", "")[:20],
    )  # fmt: skip
    total = queries.amounts(rows, clock.today())[-1]
    listing = Listing(
        f"trades-{body.code}", TRADES, TRADE_COLUMNS, T("ไม่มีการซื้อขายตามตัวกรองนี้", "No trade matches these filters."),
        lambda n: T("{n} รายการ", "{n} trades").format(n=n), [*_way(body, actor), (TRADES, "")], notes=[APART],
    )  # fmt: skip
    new = reverse("outcomes:trade_new") if actor.acts_for(body.pk) else ""
    return show(
        request, listing, rows, filters, template="desk/trades.html", extra={"total": total, "new_url": new}
    )


TRADE_COLUMNS = [
    Col(T("วันที่", "Day"), "traded_on", "date"),
    Col(T("รหัส", "Code"), "code", "id", only_file=True),
    Col(T("กลุ่ม", "Group"), lambda t: name_of(t.enterprise), link=lambda t: t.enterprise.get_absolute_url()),
    Col(T("รายการ", "What happened"), lambda t: T.of(t.get_kind_display())),
    Col(T("สินค้า", "Product"), lambda t: name_of(t.product) if t.product else None),
    Col(T("ขายให้", "Sold to"), "buyer"),
    Col(T("จำนวน", "Quantity"), lambda t: _quantity(t)),
    Col(T("กลุ่มงาน", "Business group"), lambda t: T.of(t.get_business_group_display())),
    Col(T("กระบวนการ", "Process"), lambda t: T.of(t.get_process_display())),
    Col(REACHED, "to_community_baht", "money"),
    Col(OWN, "company_revenue_baht", "money"),
]


def _quantity(trade: Trade) -> str | None:
    return f"{formats.number(trade.quantity)} {trade.unit}" if trade.quantity is not None else None


def _trade_filters(request: HttpRequest, rows: Any) -> list[Filter]:
    years = [
        (str(year), queries.fiscal_year_words(year)) for year in queries.fiscal_years(clock.today(), rows)
    ]
    return [
        choice(request, "year", T("ปีงบประมาณ", "Fiscal year"), years, T("ทุกปี", "All years")),
        choice(request, "kind", T("รายการ", "What happened"), Trade.Kind.choices),
        choice(request, "business_group", T("กลุ่มงาน", "Business group"), BusinessGroup.choices),
        choice(request, "process", T("กระบวนการ", "Process"), Process.choices),
    ]


@require_safe
def companies(request: HttpRequest) -> HttpResponseBase:
    """Every provincial company in one table, and on the map."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_companies(actor)
    on = clock.today()
    known = queries.fiscal_years(on, Trade.objects.visible_to(actor))
    this = pack().fiscal_year(on)
    years = [(str(year), queries.fiscal_year_words(year)) for year in known if year != this]
    filters = [choice(request, "year", T("ปีงบประมาณ", "Fiscal year"), years, queries.fiscal_year_words(this))]
    year = int(filters[0].chosen or this)
    lines = queries.company_lines(actor, year)
    listing = _all_listing(year)
    reached = {line.province.code: line.now.to_community_baht for line in lines}
    names = {line.province.code: name_of(line.province) for line in lines}
    codes = {line.province.code: line.company.code for line in lines}
    drawn = maps.choropleth(
        reached, names, url=lambda code: reverse("desk:company_of", args=[codes[code]]), show=formats.money
    )
    extra = {
        "drawn": drawn,
        "year": queries.fiscal_year_words(year),
        "now": _sum(lines, "now"),
        "before": _sum(lines, "before"),
        "before_year": queries.fiscal_year_words(year - 1),
        "active": sum(1 for line in lines if line.now.trades),
        "companies": len(lines),
        "groups": sum(line.groups for line in lines),
    }
    return show(request, listing, lines, filters, template="desk/companies.html", extra=extra)


def _sum(lines: list[CompanyLine], name: str) -> queries.Amounts:
    of = [getattr(line, name) for line in lines]
    return queries.Amounts(
        T("", ""), sum((a.to_community_baht for a in of), queries.NOTHING), sum((a.company_revenue_baht for a in of), queries.NOTHING),
        sum(a.trades for a in of),
    )  # fmt: skip


def _all_listing(year: int) -> Listing:
    before = queries.fiscal_year_words(year - 1)
    return Listing(
        f"companies-{year}", ALL,
        [
            Col(T("จังหวัด", "Province"), lambda c: name_of(c.province), link=lambda c: reverse("desk:company_of", args=[c.company.code])),
            Col(T("บริษัท", "Company"), lambda c: name_of(c.company), only_file=True),
            Col(T("กลุ่มที่สนับสนุน", "Groups supported"), "groups", "number"),
            Col(T("รายการซื้อขาย", "Trades"), "now.trades", "number"),
            Col(REACHED, "now.to_community_baht", "money"),
            Col(OWN, "now.company_revenue_baht", "money"),
            Col(T("เงินที่ถึงชุมชน {year}", "Reached the community, {year}").format(year=before), "before.to_community_baht", "money", only_file=True),
            Col(T("รายได้ของบริษัท {year}", "Own revenue, {year}").format(year=before), "before.company_revenue_baht", "money", only_file=True),
        ],
        T("ยังไม่มีบริษัทประชารัฐรักสามัคคีในระบบ", "No Pracharath company is registered yet."),
        lambda n: T("บริษัทจังหวัด {n} แห่ง", "{n} provincial companies").format(n=n), [DESK, (ALL, "")], notes=[APART], per_page=100,
    )  # fmt: skip
