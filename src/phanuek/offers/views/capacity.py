"""The ledger of an offer's places and money: its five accounts, its entries, and the acts that move them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.offers import actions, permissions, queries
from phanuek.offers.forms.capacity import MoveForm, MoveWithReasonForm
from phanuek.offers.models import CapacityEntry, Offer
from phanuek.offers.queries import references
from phanuek.offers.states import Account
from phanuek.offers.views.offer import actor_of, context_of, offer_of, status_of
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.ui import clock, downloads
from phanuek.ui.downloads import Column
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

TITLE = T("จำนวนที่และวงเงิน", "Places and money")
OUTSIDE = T("นอกบัญชี", "outside")


@dataclass(frozen=True)
class Act:
    """One of the provider's moves: its words, its form, its verb."""

    label: T
    intro: T
    done: T
    form: type[MoveForm]
    verb: Callable[..., Any]
    of: str  # the account that must hold something for it to make sense; empty: always


ACTS = {
    "promise": Act(
        T("รับปากเพิ่ม", "Promise more"),
        T("หน่วยงานรับปากภายใต้ภารกิจ ยังไม่เปิดให้ผู้ใดขอ", "Promised under the commitment; open to nobody yet."),
        T("บันทึกการรับปากแล้ว", "The promise is recorded."), MoveForm, actions.promise, "",
    ),
    "open": Act(
        T("เปิดให้ขอ", "Open for asking"),
        T("ย้ายจากที่รับปากไว้ไปเป็นที่ที่ขอได้ทันที", "Moves what was promised to what can be asked for, at once."),
        T("เปิดแล้ว ขอได้ทันที", "Open: it can be asked for now."), MoveForm, actions.open_places, "promised",
    ),
    "close": Act(
        T("ปิดส่วนที่ยังว่าง", "Close what is free"),
        T("ที่ที่กันหรือใช้ไปแล้วไม่เปลี่ยน ส่วนที่มาจากการรับปากกลับไปเป็นคำรับปากที่ยังค้างอยู่",
          "What is reserved or used stays. What came from a promise is promised again and still owed."),
        T("ปิดส่วนที่ว่างแล้ว", "The free part is closed."), MoveWithReasonForm, actions.close_places, "opened",
    ),
    "take-back": Act(
        T("ถอนคำรับปาก", "Take back a promise"),
        T("เฉพาะส่วนที่ยังไม่เปิด หน้าภารกิจจะแสดงว่าถอนเท่าใด", "Only what is not open yet; the commitment's page shows how much."),
        T("ถอนคำรับปากแล้ว", "The promise is taken back."), MoveWithReasonForm, actions.take_back_promise, "promised",
    ),
    "restore": Act(
        T("เปิดส่วนที่พ้นกำหนดอีกครั้ง", "Open again what lapsed"),
        T("ใช้เมื่อขยายวันปิดรับแล้ว", "For when the closing day was moved."),
        T("เปิดอีกครั้งแล้ว", "Open again."), MoveWithReasonForm, actions.restore, "lapsed",
    ),
}  # fmt: skip


@require_safe
def capacity(request: HttpRequest, code: str) -> HttpResponseBase:
    """The accounts and every entry, for the provider and the secretariat; `format=xlsx|csv` gives the entries as a file."""
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_see_ledger(actor, offer)
    rows = queries.entries(offer)
    if (asked := request.GET.get("format", "")) in ("csv", "xlsx"):
        make = downloads.csv_response if asked == "csv" else downloads.xlsx_response
        return make(f"phanuek-ledger-{offer.code}-{clock.today().isoformat()}", COLUMNS, rows)
    page = paginate(request, rows)
    links = references.addresses(actor, (row.reference for row in page))
    bodies = Organisation.objects.in_bulk({row.organisation_code for row in page}, field_name="code")
    may_move = may(permissions.check_can_edit, actor, offer)
    context = {
        **context_of(request, offer, TITLE),
        "totals": queries.totals(offer, whole=True),
        "page": page,
        "lines": [_line(row, links, bodies) for row in page],
        "acts": _open_acts(offer) if may_move else [],
        "whose_turn": None if may_move else offer.provider,
    }
    return render(request, "offers/capacity.html", context)


@require_http_methods(["GET", "POST"])
def capacity_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """One of `ACTS`."""
    actor, offer = actor_of(request), offer_of(request, code)
    if act not in ACTS:
        raise Http404
    permissions.check_can_edit(actor, offer)
    chosen = ACTS[act]
    back = reverse("offers:capacity", args=[offer.code])
    form = chosen.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen.verb(by=actor, offer=offer, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, chosen.done)
            return redirect(back)
    context = context_of(request, offer, chosen.label)
    context |= {
        "form": form,
        "intro": chosen.intro,
        "submit": chosen.label,
        "cancel": back,
        "path": [*context["path"][:-1], (TITLE, back), (chosen.label, "")],
        "totals": queries.totals(offer, whole=True),
    }
    return render(request, "offers/capacity_act.html", context, status=status_of(form))


def _open_acts(offer: Offer) -> list[tuple[T, str]]:
    """Those for which there is something to move."""
    stands = queries.balance(offer)
    return [
        (act.label, reverse("offers:capacity_act", args=[offer.code, name]))
        for name, act in ACTS.items()
        if (getattr(stands, act.of) or getattr(stands, f"{act.of}_baht") if act.of else offer.commitment_id)
    ]


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    entry: CapacityEntry
    source: T
    target: T
    body: Organisation | None
    label: T
    link: str


def _line(entry: CapacityEntry, links: dict[str, str], bodies: dict[str, Organisation]) -> Line:
    return Line(
        entry, _account(entry.source), _account(entry.target), bodies.get(entry.organisation_code),
        references.label_of(entry.reference), links.get(entry.reference, ""),
    )  # fmt: skip


def _account(name: str) -> T:
    return T.of(Account(name).label) if name else OUTSIDE


COLUMNS = [
    Column(T("เมื่อ", "When"), "at", "datetime"),
    Column(T("รายการ", "Move"), lambda row: row.words),
    Column(T("จาก", "From"), lambda row: _account(row.source)),
    Column(T("ไป", "To"), lambda row: _account(row.target)),
    Column(T("จำนวนที่", "Places"), "units", "number"),
    Column(T("วงเงิน (บาท)", "Money (baht)"), "baht", "money"),
    Column(T("สำหรับ", "For"), "reference", "id"),
    Column(T("หน่วยงานที่ทำรายการ", "Body that did it"), "organisation_code", "id"),
    Column(T("เหตุผล", "Reason"), "why"),
]
