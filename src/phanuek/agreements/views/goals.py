"""Which goals of strategies and policies an agreement serves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import actions, permissions
from phanuek.agreements.forms.goals import GoalForm
from phanuek.agreements.models import Agreement, PolicyGoal
from phanuek.agreements.views.base import status_of, way_up
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

INTRO = T(
    "เป้าหมายคือสิ่งที่ยุทธศาสตร์หรือนโยบายวางไว้ เลือกว่าข้อใดของบันทึกข้อตกลงสนองเป้าหมายนั้น แผนผังจะเดินจากเป้าหมายลงไปถึงงานในพื้นที่",
    "A goal is what a strategy or policy sets. Tick what of this agreement serves it; the tree then walks from the goal to the work in the area.",
)


@require_http_methods(["GET", "POST"])
def goal_new(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    permissions.check_can_manage(actor)
    form = GoalForm(request.POST if request.method == "POST" else None, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        try:
            goal = actions.add_goal(by=actor, **form.own())
            actions.link_goal(by=actor, agreement=agreement, goal=goal, **form.links())
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("เพิ่มเป้าหมายแล้ว", "The goal is added."))
            return redirect(f"{agreement.get_absolute_url()}tree/")
    return _page(request, agreement, form, T("เพิ่มเป้าหมายเชิงนโยบาย", "Add a policy goal"))


@require_http_methods(["GET", "POST"])
def goal_edit(request: HttpRequest, code: str, goal: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    found = get_object_or_404(PolicyGoal, code=goal)
    permissions.check_can_manage(actor)
    form = GoalForm(request.POST if request.method == "POST" else None, agreement=agreement, goal=found)
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            actions.edit_goal(by=actor, goal=found, version=version, **form.own())
            actions.link_goal(by=actor, agreement=agreement, goal=found, **form.links())
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(f"{agreement.get_absolute_url()}tree/")
    return _page(request, agreement, form, T("แก้ไขเป้าหมายเชิงนโยบาย", "Edit the policy goal"))


def _page(request: HttpRequest, agreement: Agreement, form: GoalForm, title: T) -> HttpResponse:
    context: dict[str, Any] = {
        "title": title,
        "intro": INTRO,
        "form": form,
        "submit": None,
        "cancel": f"{agreement.get_absolute_url()}tree/",
        "path": way_up(agreement, title),
    }
    return render(request, "ui/form_page.html", context, status=status_of(form))
