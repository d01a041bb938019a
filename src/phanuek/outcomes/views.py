"""Pages of the room: income of a group, outcome of a case, confirming, trade."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.outcomes import actions, forms, permissions, queries
from phanuek.outcomes.models import IncomeReport, Trade
from phanuek.referrals.models import Referral
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.formats import baht, be_date
from phanuek.ui.paging import paginate
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

DESK = (T("โต๊ะทำงาน", "My desk"), "/desk/")


def _name(thing: Any) -> T:
    return T(thing.name_th, thing.name_en or thing.name_th)


@require_http_methods(["GET", "POST"])
def income(request: HttpRequest, code: str) -> HttpResponse:
    """A group's months: what was reported, by whom, confirmed by whom; and reporting one more, or one anew."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Enterprise.objects.visible_to(actor).select_related("subdistrict__parent__parent", "organisation")
    enterprise = get_object_or_404(rows, code=code)
    permissions.check_can_see_income(actor, enterprise)
    may_report = may(permissions.check_can_report, actor, enterprise)
    form = forms.ReportForm(initial={"month": request.GET.get("month", "")})
    status = 200
    if request.method == "POST":
        permissions.check_can_report(actor, enterprise)
        form = forms.ReportForm(request.POST)
        if form.is_valid():
            try:
                made = actions.report(by=actor, enterprise=enterprise, **form.cleaned_data)
            except Refused as refusal:
                refusal.add_to(form)
            else:
                messages.success(request, _reported(made))
                return redirect("outcomes:income", code=code)
        status = 422
    lines = queries.months_of(enterprise, actor)
    context = {
        "enterprise": enterprise, "form": form, "may_report": may_report, "comparison": queries.of_enterprise(enterprise, actor),
        "page": paginate(request, [_line(line, actor, may_report) for line in lines], per_page=24),
        "path": [(T("ทำเนียบกิจการ", "Directory"), "/enterprises/"), (_name(enterprise), enterprise.get_absolute_url()),
                 (T("รายได้", "Income"), "")],
    }  # fmt: skip
    return render(request, "outcomes/income.html", context, status=status)


def _reported(made: IncomeReport) -> str:
    words = T("บันทึกรายได้เดือน{month} {amount} แล้ว", "Income of {month} recorded: {amount}.")
    if IncomeReport.objects.filter(replaced_by=made).exists():
        words = T(
            "บันทึกรายได้เดือน{month} {amount} แทนรายงานเดิมแล้ว รายงานเดิมยังเก็บไว้ และต้องยืนยันใหม่",
            "Income of {month} is now {amount}. The earlier report is kept and shown; the new one waits to be confirmed.",
        )
    return str(words.format(month=be_date(made.month, "month"), amount=baht(made.income_baht)))


def _line(line: queries.MonthLine, actor: Actor, may_report: bool) -> dict[str, Any]:
    report = line.report
    can = report.confirmed_by_id is None and may(permissions.check_is_another_body, actor, report)
    return {
        "report": report, "earlier": line.earlier,
        "confirm_url": reverse("outcomes:confirm", args=[report.code]) if can else "",
        "correct_url": f"?month={report.month:%Y-%m}#report" if may_report else "",
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def outcome(request: HttpRequest, code: str) -> HttpResponse:
    """What a case changed: income of a month before and of one after, in one form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Referral.objects.visible_to(actor).select_related(
        "enterprise__subdistrict", "enterprise__organisation", "offer", "provider", "commitment"
    )
    referral = get_object_or_404(rows, code=code)
    status = 200
    if request.method == "POST":
        form = forms.OutcomeForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                actions.report_outcome(
                    by=actor, referral=referral, before=(data["before_month"], data["before_income"]),
                    after=(data["after_month"], data["after_income"], data["after_paid"]),
                )  # fmt: skip
            except Refused as refusal:
                refusal.add_to(form)
            else:
                messages.success(
                    request,
                    str(
                        T(
                            "บันทึกผลลัพธ์แล้ว รอหน่วยงานอื่นยืนยัน",
                            "The outcome is recorded and waits for another body to confirm it.",
                        )
                    ),
                )
                return redirect(referral.get_absolute_url())
        permissions.check_can_report_outcome(actor, referral)
        status = 422
    else:
        permissions.check_can_report_outcome(actor, referral)
        form = forms.OutcomeForm(initial=_known_outcome(referral))
    context = {
        "form": form, "referral": referral, "comparison": queries.of_referral(referral, actor),
        "path": [DESK, (referral.code, referral.get_absolute_url()), (T("รายงานผลลัพธ์", "Report the outcome"), "")],
    }  # fmt: skip
    return render(request, "outcomes/outcome.html", context, status=status)


def _known_outcome(referral: Referral) -> dict[str, Any]:
    """What was reported for the case, so that a correction starts from it."""
    known: dict[str, Any] = {}
    for report in IncomeReport.objects.current().filter(referral=referral).order_by("month"):
        known.setdefault(f"{report.phase}_month", f"{report.month:%Y-%m}")
        known.setdefault(f"{report.phase}_income", report.income_baht)
        if report.phase == IncomeReport.Phase.AFTER:
            known.setdefault("after_paid", report.paid_to_producers_baht)
    return known


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Another body confirms a month, and says what that rests on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = IncomeReport.objects.visible_to(actor).select_related(
        "enterprise", "reported_by", "referral__offer"
    )
    report = get_object_or_404(rows, code=code)
    permissions.check_can_confirm(actor, report)
    form, status = forms.ConfirmForm(), 200
    if request.method == "POST":
        form = forms.ConfirmForm(request.POST)
        if form.is_valid():
            try:
                actions.confirm(by=actor, report=report, how=form.cleaned_data["how"])
            except Refused as refusal:
                refusal.add_to(form)
            else:
                messages.success(request, str(T("ยืนยันรายได้แล้ว", "The income is confirmed.")))
                return redirect("outcomes:income", code=report.enterprise.code)
        status = 422
    context = {
        "form": form, "report": report, "title": T("ยืนยันรายได้", "Confirm the income"), "submit": T("ยืนยัน", "Confirm"),
        "cancel": reverse("outcomes:income", args=[report.enterprise.code]),
        "path": [DESK, (_name(report.enterprise), report.enterprise.get_absolute_url()), (T("ยืนยันรายได้", "Confirm the income"), "")],
    }  # fmt: skip
    return render(request, "outcomes/confirm.html", context, status=status)


@require_http_methods(["GET", "POST"])
def trade_new(request: HttpRequest) -> HttpResponse:
    """?enterprise= : first the group, then what was bought from it or sold for it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    company = Organisation.objects.filter(pk=actor.acting_id).first()
    if company is None:
        raise NotAllowed(
            T(
                "บันทึกการซื้อขายต้องทำในนามของบริษัท",
                "Trade is recorded by a company; choose for which one you act.",
            )
        )
    permissions.check_can_record_trade(actor, company)
    groups = Enterprise.objects.workable_by(actor).select_related("subdistrict__parent__parent")
    code = (request.POST if request.method == "POST" else request.GET).get("enterprise", "")
    path = [DESK, (T("บันทึกการซื้อขาย", "Record a trade"), "")]
    if not code:
        return render(
            request,
            "outcomes/trade_group.html",
            {"page": paginate(request, groups, per_page=50), "company": company, "path": path},
        )
    enterprise = get_object_or_404(Enterprise.objects.visible_to(actor), code=code)
    permissions.check_can_record_trade(actor, company, enterprise)
    form, doubts, status = (
        forms.TradeForm(enterprise=enterprise, initial={"traded_on": clock.today()}),
        [],
        200,
    )
    if request.method == "POST":
        form, status = forms.TradeForm(request.POST, enterprise=enterprise), 422
        if form.is_valid():
            doubts = queries.doubts(*form.amounts())
            if not doubts or request.POST.get("sure") == "yes":
                try:
                    made = actions.record_trade(
                        by=actor, company=company, enterprise=enterprise, **form.cleaned_data
                    )
                except Refused as refusal:
                    refusal.add_to(form)
                else:
                    messages.success(request, str(T("บันทึกการซื้อขายแล้ว", "The trade is recorded.")))
                    return redirect(
                        f"{reverse('outcomes:trade_new')}?enterprise={enterprise.code}&saved={made.code}"
                    )
    saved = Trade.objects.visible_to(actor).filter(enterprise=enterprise, code=request.GET.get("saved", ""))
    context = {
        "form": form, "doubts": doubts, "enterprise": enterprise, "company": company, "path": path,
        "saved": saved.select_related("product").first() if status == 200 else None,
    }  # fmt: skip
    return render(request, "outcomes/trade.html", context, status=status)
