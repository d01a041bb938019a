"""What officers do with a need: check, link, close, reopen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.needs import actions, permissions, queries
from phanuek.needs.forms import CheckForm, CloseForm
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.needs.views.public import NEEDS
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.registry.queries import search
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_FOUND = 20


def _need(request: HttpRequest, code: str) -> Need:
    """The need in the actor's sight; NotAllowed when it is not theirs to check."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Need.objects.visible_to(actor).select_related("area__parent__parent", "enterprise", "recorded_by")
    need = get_object_or_404(rows, code=code)
    permissions.check_can_check(actor, need)
    return need


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Wording for the public, aim, means, shown or not."""
    need = _need(request, code)
    form = CheckForm.of(need, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check(by=_actor(request), need=need, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request, T("ตรวจเรื่องแล้ว ขั้นต่อไปคือหาผู้ช่วย", "Checked. Next: look for who can help.")
            )
            return redirect(need)
    title = T("ตรวจความต้องการ", "Check a need")
    typed = form.data.get("text", "") if form.is_bound else need.text
    context = {
        **_context(need, form, title),
        "warnings": queries.personal_details(typed),
        "events": timeline.of(need, with_people=True),
    }
    return render(request, "needs/check.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Which group the need belongs to: found by name, or one of the same subdistrict."""
    need, actor = _need(request, code), _actor(request)
    workable = Enterprise.objects.workable_by(actor)
    problem: T | None = None
    if request.method == "POST":
        chosen = request.POST.get("enterprise", "")
        group = get_object_or_404(workable, code=chosen) if chosen else None
        try:
            actions.link(by=actor, need=need, enterprise=group)
        except Refused as refusal:
            problem = refusal.text
        else:
            linked = (
                T("เชื่อมกับกลุ่มแล้ว", "Linked to the group.")
                if group
                else T("ยกเลิกการเชื่อมแล้ว", "No longer linked.")
            )
            messages.success(request, linked)
            return redirect(need)
    text = " ".join(request.GET.get("q", "").split())[:120]
    rows = (
        search(text, actor=actor, province=need.area.province_code)
        if text
        else workable.filter(subdistrict=need.area_id)
    )
    rows = rows.filter(pk__in=workable.values("pk")).select_related("subdistrict__parent__parent")
    title = T("เชื่อมกับกลุ่ม", "Link to a group")
    context = {
        **_context(need, None, title),
        "groups": list(rows[:MOST_FOUND]),
        "text": text,
        "problem": problem,
    }
    return render(request, "needs/link.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Ends the need with a reason that its sender is told."""
    need = _need(request, code)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(by=_actor(request), need=need, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T("ปิดเรื่องแล้ว ผู้แจ้งเห็นเหตุในลิงก์ติดตาม", "Closed. The sender sees why on the follow page."),
            )
            return redirect(need)
    return render(
        request, "needs/act.html", _context(need, form, T("ปิดเรื่อง", "Close the need")), status=_status(form)
    )


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """A closed need is looked at again."""
    need = _need(request, code)
    if request.method == "POST":
        try:
            actions.reopen(by=_actor(request), need=need)
        except Refused as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, T("เปิดเรื่องใหม่แล้ว", "Reopened."))
        return redirect(need)
    context = {
        **_context(need, None, T("เปิดเรื่องใหม่", "Reopen the need")),
        "closed": need.state == NeedState.CLOSED,
    }
    return render(request, "needs/reopen.html", context)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def _context(need: Need, form: Any, title: T) -> dict[str, Any]:
    return {
        "need": need,
        "form": form,
        "title": title,
        "cancel": need.get_absolute_url(),
        "path": [NEEDS, (need.code, need.get_absolute_url()), (title, "")],
    }


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
