"""From policy to practice: one tree of an agreement, on the page and as a file."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phanuek.agreements import permissions
from phanuek.agreements.models import Agreement
from phanuek.offers import queries as offers
from phanuek.organisations.permissions import may
from phanuek.site.queries import tree as trees
from phanuek.site.queries.tree import CommitmentNode, GoalNode, SourceNode, Tree, Wanted, choices, tree
from phanuek.ui import clock, downloads
from phanuek.ui.downloads import Column
from phanuek.ui.words import T

Line = tuple[GoalNode, SourceNode, CommitmentNode | None]
KEPT_BACK = T("ไม่แสดง", "not shown")


@login_not_required
@require_safe
def agreement_tree(request: HttpRequest, code: str) -> HttpResponseBase:
    """Goal › clause › commitment › activity › offer; `format=xlsx|csv` gives the same as rows."""
    actor, on = request.actor, clock.today()  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    can_be = choices(agreement, on)
    wanted = _wanted(request, can_be)
    found = tree(agreement, wanted, actor=actor, on=on)
    if (kind := request.GET.get("format", "")) in ("xlsx", "csv"):
        return _download(kind, found)
    query = urlencode({name: value for name, value in _chosen(wanted).items() if value})
    return render(
        request,
        "site/tree.html",
        {
            "agreement": agreement,
            "tree": found,
            "choices": can_be,
            "chosen": _chosen(wanted),
            "query": query,
            "may_link": may(permissions.check_can_manage, actor),
            "xlsx": f"?{query}&format=xlsx" if query else "?format=xlsx",
            "csv": f"?{query}&format=csv" if query else "?format=csv",
        },
    )


def _wanted(request: HttpRequest, can_be: dict[str, list[tuple[str, T]]]) -> Wanted:
    """What the address asks for; what is not among the choices is left out."""
    given = {
        name: value
        for name, options in can_be.items()
        if (value := request.GET.get(name, "")) in {key for key, _ in options}
    }
    year = given.get("year")
    return Wanted(given.get("party", ""), given.get("province", ""), int(year) if year else None)


def _chosen(wanted: Wanted) -> dict[str, str]:
    return {"party": wanted.party, "province": wanted.province, "year": str(wanted.year or "")}


def _of_commitment(read: Any) -> Any:
    return lambda line: read(line[2]) if line[2] is not None else None


def _amount(measure: str) -> Any:
    def read(node: CommitmentNode) -> object:
        amount = node.totals.amounts.get(measure, trees.Amount())
        return KEPT_BACK if amount.kept_back else amount.value

    return _of_commitment(read)


def _words(row: Any, name: str) -> T:
    thai, english = getattr(row, f"{name}_th"), getattr(row, f"{name}_en")
    return T(thai, english or thai)


COLUMNS = [
    Column(T("เป้าหมายเชิงนโยบาย", "Policy goal"), lambda line: line[0].label),
    Column(T("ข้อหรือข้อความต้นทาง", "Clause or statement"), lambda line: line[1].label),
    Column(T("รหัสภารกิจ", "Commitment code"), _of_commitment(lambda n: n.commitment.code), "id"),
    Column(T("ภารกิจ", "Commitment"), _of_commitment(lambda n: _words(n.commitment, "title"))),
    Column(T("หน่วยงานเจ้าของภารกิจ", "Body that leads"), _of_commitment(lambda n: _words(n.commitment.lead, "name"))),
    Column(T("ข้อมูลตัวอย่าง", "Demonstration"), _of_commitment(lambda n: n.commitment.is_demonstration), "bool"),
    Column(T("สถานะ", "Status"), _of_commitment(lambda n: n.row.status)),
    Column(T("กิจกรรม", "Activities"), _of_commitment(lambda n: len(n.activities)), "number"),
    Column(T("มาตรการ", "Offers"), _of_commitment(lambda n: n.totals.offers), "number"),
    Column(T("ส่งต่อ (เรื่อง)", "Referrals"), _amount("referrals"), "number"),
    Column(T("ให้การสนับสนุน (ครั้ง)", "Deliveries"), _amount("deliveries"), "number"),
    Column(T("รายได้ ยืนยันแล้ว (บาท)", "Income, confirmed (baht)"), _amount("income_confirmed"), "money"),
    Column(T("รายได้ รอยืนยัน (บาท)", "Income, unconfirmed (baht)"), _amount("income_unconfirmed"), "money"),
]  # fmt: skip


def _of_promises(rows: list[Line]) -> list[Column]:
    """Places promised under each commitment and confirmed as given, from the ledgers of its offers, as everyone may read them."""
    kept = offers.kept_many({line[2].commitment.pk for line in rows if line[2] is not None})

    def read(name: str) -> Any:
        def of(node: CommitmentNode) -> object:
            places = kept[node.commitment.pk].places
            value = getattr(places, name)
            return KEPT_BACK if value is None else value if places.any else None

        return _of_commitment(of)

    return [
        Column(T("รับปากไว้ (ที่)", "Promised (places)"), read("promised"), "number"),
        Column(T("ยืนยันว่าให้แล้ว (ที่)", "Confirmed as given (places)"), read("confirmed"), "number"),
    ]


def _download(kind: str, found: Tree) -> HttpResponseBase:
    rows: list[Line] = list(found.rows())
    columns = [*COLUMNS, *_of_promises(rows)]
    name = f"phanuek-{'demonstration-' if settings.DEMO else ''}tree-{found.agreement.code}"
    if kind == "csv":
        return downloads.csv_response(name, columns, rows)
    return downloads.xlsx_response(name, columns, rows, notes=[NOTE])


NOTE = T(
    "ข้อที่ไม่มีภารกิจมีหนึ่งแถวว่าง ข้อที่สนองหลายเป้าหมายปรากฏใต้ทุกเป้าหมาย จึงห้ามรวมยอดจากแถวเหล่านี้",
    "A clause with nothing under it has one empty row; one that serves several goals stands under each, so rows must not be added up.",
)
