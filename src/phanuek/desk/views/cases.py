"""The list of cases: filters that can be kept under a name, one act for many, the load of each officer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from phanuek.desk import forms, permissions
from phanuek.desk.queries import cases as queries
from phanuek.desk.queries.cases import DUE, MINE, NOBODY, SORTS, STATES, Asked
from phanuek.desk.queries.items import day_words, joined, local_day, name_of, place_of
from phanuek.desk.views.tables import Col, Filter, Listing, choice, show, text
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.people import actions as people
from phanuek.people.models import SavedList
from phanuek.referrals import queries as referrals
from phanuek.referrals.models import Referral
from phanuek.referrals.permissions import officers_of
from phanuek.referrals.states import OPEN_STATES, ReferralState, Side
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

LIST = "cases"
TITLE = T("เรื่องที่ส่งต่อ", "Referral cases")
FIRST = ("q", "state", "turn")  # on a phone the rest is folded away
DESK = (T("โต๊ะทำงาน", "My desk"), "/desk/")


@require_safe
def cases(request: HttpRequest) -> HttpResponseBase:
    """?state= &turn= &due= &officer= &province= &offer= &q= &sort= ; as a page, XLSX or CSV."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_cases(actor)
    return listed(request, actor)


def listed(request: HttpRequest, actor: Actor, form: Any = None, status: int = 200) -> HttpResponseBase:
    """The page, with the form of a bulk act as it was typed when that was refused."""
    on = clock.today()
    officers = list(officers_of(actor.acting_id)) if answers(actor) and actor.acting_id else []
    filters = _filters(request, actor, officers)
    chosen = {one.name: one.chosen for one in filters}
    asked = Asked(
        state="" if chosen["state"] == "all" else chosen["state"] or "open", turn=chosen["turn"], due=chosen["due"],
        officer=chosen.get("officer", ""), province=chosen.get("province", ""), offer=chosen.get("offer", ""), text=chosen["q"],
        sort=chosen["sort"] or "due",
    )  # fmt: skip
    query = kept_query(request.GET)
    extra = {
        "bulk": form or bulk_form(actor, officers),
        "saved": SavedList.objects.filter(person=actor.person_id, list=LIST),
        "save": forms.SaveListForm(initial={"query": query}),
        "query": query,
        "load": referrals.load(actor.acting_id, on) if officers and actor.acting_id else [],
        "first": [one for one in filters if one.name in FIRST],
        "rest": [one for one in filters if one.name not in FIRST],
        "more_chosen": any(one.chosen for one in filters if one.name not in FIRST),
        "chosen_cases": set(request.POST.getlist("case")) if form is not None else set(),
    }
    response = show(request, _listing(on, actor), queries.cases(actor, asked, on), filters, template="desk/cases.html",
                    extra=extra)  # fmt: skip
    response.status_code = status
    return response


def answers(actor: Actor) -> bool:
    return actor.may(Permission.ANSWER_REFERRALS) and not actor.sees_all


def bulk_form(actor: Actor, officers: Sequence[Any], data: Any = None) -> forms.BulkForm:
    acts = list(forms.ACTS) if answers(actor) else list(forms.FOR_SENDERS)
    return forms.BulkForm(data, acts=acts, officers=[(p.username, str(p)) for p in officers])


def kept_query(given: QueryDict) -> str:
    """The filters of an address, without page and file format."""
    query = given.copy()
    for name in ("page", "format"):
        query.pop(name, None)
    return query.urlencode()


def _filters(request: HttpRequest, actor: Actor, officers: Sequence[Any]) -> list[Filter]:
    turns = [(side.value, T.of(side.label)) for side in Side if side.value]
    found = [
        choice(request, "state", T("สถานะ", "State"), [*STATES.items(), ("all", T("ทุกสถานะ", "Every state"))],
               every=STATES["open"]),
        choice(request, "turn", T("รอใครดำเนินการ", "Whose turn"), turns),
        choice(request, "due", T("กำหนด", "Due"), list(DUE.items())),
    ]  # fmt: skip
    if officers:
        who = [(MINE, T("ของฉัน", "Mine")), (NOBODY, T("ยังไม่มีผู้ดูแล", "Nobody yet"))]
        named = [(p.username, T(str(p), str(p))) for p in officers]
        found.append(choice(request, "officer", T("ผู้ดูแล", "Officer"), [*who, *named]))
    for name, label, options in (
        ("province", T("จังหวัด", "Province"), queries.provinces_of(actor)),
        ("offer", T("มาตรการ", "Offer"), queries.offers_of(actor)),
    ):
        if options or request.GET.get(name):
            found.append(choice(request, name, label, options))
    return [
        *found,
        choice(request, "sort", T("เรียงตาม", "Sort"), list(SORTS.items()), every=SORTS["due"]),
        text(request, "q", T("ค้นหา", "Search")),
    ]


def _listing(on: Any, actor: Actor) -> Listing:
    if answers(actor):
        second, more = officer_of, Col(T("ผู้ดูแล", "Officer"), officer_of, only_file=True)
    else:
        second, more = body_of, Col(T("หน่วยงานที่รับเรื่อง", "Body"), body_of, only_file=True)
    return Listing(
        LIST, TITLE,
        [
            Col(T("กลุ่ม", "Group"), lambda r: name_of(r.enterprise), link=lambda r: r.get_absolute_url(),
                sub=lambda r: joined(place_of(r.enterprise.subdistrict), r.code)),
            Col(T("รหัส", "Code"), "code", "id", only_file=True),
            Col(T("มาตรการ", "Offer"), lambda r: name_of(r.offer), sub=second),
            more,
            Col(T("พื้นที่", "Area"), lambda r: place_of(r.enterprise.subdistrict), only_file=True),
            Col(T("สถานะ", "State"), lambda r: T.of(ReferralState(r.state).label), tag=lambda r: referrals.TAGS[r.state],
                sub=turn_of),
            Col(T("รอใคร", "Whose turn"), lambda r: T.of(Side(r.owner).label), only_file=True),
            Col(T("กำหนด", "Due"), lambda r: due_words(r, on), tag=lambda r: due_tag(r, on)),
            Col(T("วันครบกำหนด", "Due on"), "due", "date", only_file=True),
            Col(T("ส่งเมื่อ", "Sent on"), lambda r: local_day(r.sent_at), "date", only_file=True),
        ],
        T("ไม่มีเรื่องตามตัวกรองนี้", "No case matches these filters."),
        lambda n: T("{n} เรื่อง", "{n} cases").format(n=f"{n:,}"),
        [DESK, (TITLE, "")],
    )  # fmt: skip


def body_of(referral: Referral) -> T:
    return name_of(referral.provider)


def officer_of(referral: Referral) -> T:
    if referral.officer is None:
        return T("ยังไม่มีผู้ดูแล", "Nobody has it yet")
    return T(str(referral.officer), str(referral.officer))


def turn_of(referral: Referral) -> T | str:
    if not referral.owner:
        return ""
    return T("รอ{who}", "waits for: {who}").format(who=T.of(Side(referral.owner).label))


def due_words(referral: Referral, on: Any) -> T:
    """The time left for whose turn it is."""
    if referral.state not in OPEN_STATES:
        return T("–", "–")
    left = (referral.due - on).days  # type: ignore[attr-defined]
    if left < 0:
        return T("เลยมา {n} วัน", "{n} days over").format(n=f"{-left:,}")
    if left == 0:
        return T("วันนี้", "Today")
    return T("{d} (อีก {n} วัน)", "{d} (in {n} days)").format(d=day_words(referral.due), n=f"{left:,}")  # type: ignore[attr-defined]


def due_tag(referral: Referral, on: Any) -> str:
    if referral.state not in OPEN_STATES:
        return ""
    left = (referral.due - on).days  # type: ignore[attr-defined]
    return "danger" if left < 0 else "warn" if left <= 3 else "wait"


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keeps the filters under a name."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_cases(actor)
    form = forms.SaveListForm(request.POST)
    query = kept_query(QueryDict(request.POST.get("query", "")[:500]))
    if form.is_valid():
        try:
            kept = people.save_list(by=actor, list=LIST, name=form.cleaned_data["name"], query=query)
        except Refused as refusal:
            messages.error(request, str(refusal.text))
        else:
            messages.success(
                request, str(T("บันทึกรายการ “{n}” แล้ว", "The list “{n}” is kept.").format(n=kept.name))
            )
    else:
        messages.error(request, str(T("โปรดตั้งชื่อรายการก่อนบันทึก", "Give the list a name first.")))
    return redirect(f"{reverse('desk:cases')}?{query}")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Takes a kept list away; saving it again brings it back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_cases(actor)
    people.forget_list(by=actor, list=LIST, name=request.POST.get("name", "")[:80])
    messages.success(request, str(T("ลบรายการแล้ว", "The list is gone.")))
    return redirect("desk:cases")
