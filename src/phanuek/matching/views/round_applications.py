"""Applying to a round, the list of applications, one application with its answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.consent import queries as consents
from phanuek.consent.models import Purpose
from phanuek.matching import permissions_of_rounds as permissions
from phanuek.matching import queries as matching
from phanuek.matching.actions import applying
from phanuek.matching.forms.rounds import ActForm, ApplyForm
from phanuek.matching.models import Application, Round
from phanuek.matching.queries import round_rule
from phanuek.matching.queries import rounds as queries
from phanuek.matching.states import RoundState
from phanuek.matching.views.rounds import TITLE, actor_of, appeal_until, round_of
from phanuek.organisations.permissions import may
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.downloads import Column, csv_response, xlsx_response
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_FOUND = 20


def _of(found: Round, title: T) -> dict[str, Any]:
    name = T(found.title_th, found.title_en or found.title_th)
    return {"title": title, "round": found, "cancel": found.get_absolute_url(), "path": [(TITLE, "/rounds/"), (name, found.get_absolute_url()), (title, "")]}  # fmt: skip


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """First for which group, then for which offer. ?enterprise= its code, ?q= looks for it."""
    found, actor = round_of(request, code), actor_of(request)
    context = _of(found, T("ยื่นคำขอ", "Apply"))
    groups = Enterprise.objects.workable_by(actor).filter(active=True)
    named = request.GET.get("enterprise", "")
    if not named or "\x00" in named:
        own = groups.filter(organisation=actor.acting_id).first()
        if own is None:
            return _choose(request, groups, context)
        named = own.code
    enterprise: Enterprise = get_object_or_404(
        Enterprise.objects.visible_to(actor).select_related("subdistrict", "organisation"), code=named
    )
    permissions.check_can_apply(actor, found, enterprise)
    lots = queries.lots_of(found)
    needed = not consents.valid_for(enterprise, found.owner, clock.today(), Purpose.ROUND)
    own_side = actor.acts_for(enterprise.organisation_id)
    form = ApplyForm(
        request.POST if request.method == "POST" else None, lots=lots, needed=needed, own=own_side
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.values())
        values["lot"] = next(lot for lot in lots if lot.offer.code == values["lot"])
        if own_side and needed:
            values["method"] = "online"
        try:
            made = applying.apply(by=actor, round=found, enterprise=enterprise, **values)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("รับคำขอแล้ว", "The application is taken."))
            return redirect(made)
    answers = [
        (lot, matching.answer_of(enterprise=enterprise, offer=lot.offer, on=clock.today())) for lot in lots
    ]
    status = 422 if form.is_bound and form.errors else 200
    context |= {
        "form": form,
        "enterprise": enterprise,
        "answers": answers,
        "submit": T("ยื่นคำขอ", "Apply"),
        "intro": "",
    }
    return render(request, "matching/round_apply.html", context, status=status)


def _choose(request: HttpRequest, groups: Any, context: dict[str, Any]) -> HttpResponse:
    """An officer of an area looks for the group."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = groups.filter(name_th__icontains=text) if text else groups
    rows = list(found.select_related("subdistrict").order_by("sort_key")[:MOST_FOUND])
    return render(request, "matching/round_choose.html", {**context, "q": text, "groups": rows})


COLUMNS = [
    Column(T("เลขคำขอ", "Application"), "code", "id"),
    Column(
        T("กลุ่ม", "Group"),
        lambda row: T(row.enterprise.name_th, row.enterprise.name_en or row.enterprise.name_th),
    ),
    Column(T("มาตรการ", "Offer"), lambda row: T(row.offer.name_th, row.offer.name_en or row.offer.name_th)),
    Column(T("ลำดับความต้องการ", "Wish"), "wish", "number"),
    Column(T("ผลพิจารณาเงื่อนไข", "Conditions"), lambda row: row.assessment.get_status_display()),
    Column(T("คะแนน", "Points"), "score", "number"),
    Column(T("เงินที่ขอ (บาท)", "Asked for (baht)"), "requested_baht", "money"),
    Column(
        T("ได้รับ", "Given"),
        lambda row: bool(row.allocation.units) if hasattr(row, "allocation") else None,
        "bool",
    ),
]


@require_safe
def listing(request: HttpRequest, code: str) -> Any:
    """Every application by name, for the body and the secretariat; as a page, XLSX or CSV."""
    found, actor = round_of(request, code), actor_of(request)
    permissions.check_can_read_list(actor, found)
    rows = queries.applications_of(actor, found).standing()
    shape = request.GET.get("format", "")
    if shape == "csv":
        return csv_response(f"applications-{found.code}", COLUMNS, rows)
    if shape == "xlsx":
        return xlsx_response(f"applications-{found.code}", COLUMNS, rows)
    context = _of(found, T("คำขอในรอบ", "Applications"))
    return render(request, "matching/round_applications.html", {**context, "page": paginate(request, rows)})


def application_of(request: HttpRequest, found: Round, code: str) -> Application:
    return get_object_or_404(queries.applications_of(actor_of(request), found), code=code)


@require_safe
def page(request: HttpRequest, code: str, application: str) -> HttpResponse:
    """Points with their reasons; after publication the answer, and what would have changed it. Before, only those who run the
    round see what was worked out."""
    found = round_of(request, code)
    one = application_of(request, found, application)
    actor = actor_of(request)
    public = found.state == RoundState.PUBLISHED
    shown = public or (found.state == RoundState.SOLVED and may(permissions.check_can_run, actor, found))
    context = {
        **_of(found, T("คำขอ {code}", "Application {code}").format(code=one.code)), "application": one, "public": public,
        "answer": getattr(one, "allocation", None) if shown else None, "appeal_until": (until := appeal_until(found)),
        "appeal_over": until is not None and clock.today() > until,
        "ticket": queries.ticket(found, one.enterprise.code), "group": round_rule.label_of(one.group) if one.group else None,
        "may_withdraw": one.withdrawn_at is None and may(permissions.check_can_withdraw, actor, one),
    }  # fmt: skip
    return render(request, "matching/round_application.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, code: str, application: str) -> HttpResponse:
    found = round_of(request, code)
    one = application_of(request, found, application)
    permissions.check_can_withdraw(actor_of(request), one)
    form: Any = ActForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            applying.withdraw(by=actor_of(request), application=one)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("ถอนคำขอแล้ว", "The application is withdrawn."))
            return redirect(one)
    context = _of(found, T("ถอนคำขอ", "Withdraw the application")) | {
        "form": form, "cancel": one.get_absolute_url(), "submit": T("ถอนคำขอ", "Withdraw it"),
        "intro": T("ยื่นใหม่ได้จนถึงวันปิดรับ", "One can apply again until the last day."),
    }  # fmt: skip
    return render(
        request, "matching/round_act.html", context, status=422 if form.is_bound and form.errors else 200
    )
