"""A work list in full: of a partner, of a company's manager, of an area; a page at a time, or as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from phanuek.desk import permissions
from phanuek.desk.queries import company as companies
from phanuek.desk.queries import partner as partners
from phanuek.desk.queries.items import Item, Kind, Section, name_of
from phanuek.desk.views.tables import asked_format
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership, Organisation
from phanuek.ui import clock, downloads
from phanuek.ui.downloads import Column
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

DESK = (T("โต๊ะทำงาน", "My desk"), "/desk/")
COLUMNS = [
    Column(T("รายการ", "What"), "title"),
    Column(T("สถานะ", "Status"), "clock"),
    Column(T("รายละเอียด", "Details"), "line"),
    Column(T("หน้าในระบบ", "Page"), "url", "id"),
]


@require_safe
def waiting(request: HttpRequest) -> HttpResponseBase:
    """?what= one list of the reader's own desk."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_waiting(actor)
    body = get_object_or_404(Organisation, pk=actor.acting_id)
    on = clock.today()
    if actor.role == "company_manager":
        lists = companies.kinds(actor, on)
    else:
        lists = partners.kinds(body, actor, on, may_act=True)
    return render_kind(request, lists, of=name_of(body), code=body.code, path=[DESK], back=DESK[1])


@require_safe
def partner_waiting(request: HttpRequest, code: str) -> HttpResponseBase:
    """A list of a partner's desk as the secretariat sees it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_secretariat(actor)
    body = get_object_or_404(Organisation.objects.bodies(), code=code)
    on = clock.today()
    has_account = Membership.objects.valid(on).filter(organisation=body).exists()
    lists = partners.kinds(body, actor, on, may_act=not has_account)
    back = reverse("desk:partner", args=[code])
    path = [DESK, (T("หน่วยงานภาคี", "Partners"), reverse("desk:partners")), (name_of(body), back)]
    return render_kind(request, lists, of=name_of(body), code=code, path=path, back=back)


def render_kind(
    request: HttpRequest, lists: Sequence[Kind], *, of: Any, code: str, path: Sequence[tuple[Any, str]], back: str
) -> HttpResponseBase:  # fmt: skip
    """The list that ?what= names, out of those of one desk; without a name, the desk itself."""
    what = request.GET.get("what", "")
    if not what:
        return redirect(back)
    kind = next((one for one in lists if one.key == what), None)
    if kind is None:
        raise Refused(
            T("ไม่มีรายการงาน “{what}”", "There is no work list “{what}”.").format(what=what[:40]), field="what"
        )
    asked = asked_format(request)
    if asked:
        make = downloads.csv_response if asked == "csv" else downloads.xlsx_response
        name = f"phanuek-{what}-{code}-{clock.today().isoformat()}"
        return make(name, COLUMNS, (kind.line(row) for row in kind.rows))
    page = paginate(request, kind.rows)
    items: list[Item] = [kind.line(row) for row in page]
    context = {
        "of": of,
        "page": page,
        "section": Section(kind.key, kind.title, page.paginator.count, items, kind.empty),
        "tabs": [(one.key, one.title) for one in lists],
        "path": [*path, (kind.title, "")],
    }
    return render(request, "desk/work_list.html", context)
