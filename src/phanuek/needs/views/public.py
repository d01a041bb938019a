"""Saying a need, and following what became of it: without an account."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.needs import actions, limits, queries
from phanuek.needs.forms import SayForm
from phanuek.needs.models import Need, Voice
from phanuek.needs.states import NeedState
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.ui.formats import be_datetime
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SESSION_KEY = "said-needs"
NEEDS = (T("แผนที่ความต้องการ", "Map of needs"), "/needs/")


@login_not_required
@require_http_methods(["GET", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """Anyone says what is needed; a group's representative and an officer are known by their sign-in."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    enterprise = _enterprise(request, actor)
    voice = _voice(actor, enterprise)
    form = SayForm(
        request.POST if request.method == "POST" else None,
        initial={"area": enterprise.subdistrict if enterprise else None},
    )
    if actor.area_code:
        form.fields["area"].limit_to([actor.area_code[:2]])  # type: ignore[attr-defined]
    if actor.is_public:
        form.ask_for_contact()
    status = 200
    if request.method == "POST":
        again = limits.try_again_at(request) if actor.is_public else None
        if again is not None:
            form.is_valid()
            form.add_error(None, str(_too_often(be_datetime(again))))
            status = 429
        elif form.is_valid():
            sent = {
                name: form.cleaned_data[name]
                for name in ("area", "aim", "text", "means", "contact_name", "contact_phone")
            }
            try:
                need, token = actions.say(by=actor, voice=voice, enterprise=enterprise, **sent)
            except Refused as refusal:
                refusal.add_to(form)
            else:
                if actor.is_public:
                    limits.count(request)
                return show_links(request, [(need, token)])
        if form.errors and status == 200:
            status = 422
    context = {
        "form": form,
        "enterprise": enterprise,
        "voice": Voice(voice).label,
        "signed_in": not actor.is_public,
        "path": [NEEDS, (T("แจ้งความต้องการ", "Say what is needed"), "")],
    }
    return render(request, "needs/say.html", context, status=status)


def _enterprise(request: HttpRequest, actor: Actor) -> Enterprise | None:
    """The group spoken for: one's own, or the one named that the actor works with."""
    rows = Enterprise.objects.workable_by(actor).select_related("subdistrict__parent__parent")
    if code := request.GET.get("enterprise", ""):
        return get_object_or_404(rows, code=code)
    if actor.may(Permission.EDIT_OWN_ENTERPRISE) and not actor.is_system:
        return rows.filter(organisation=actor.organisation_id).first()
    return None


def _voice(actor: Actor, enterprise: Enterprise | None) -> str:
    if actor.may(Permission.CHECK_NEEDS):
        return Voice.OFFICER
    return Voice.GROUP if enterprise is not None and actor.may(Permission.RECORD_NEED) else Voice.CITIZEN


def _too_often(again: str) -> T:
    return T(
        "มีการแจ้งจากเครือข่ายนี้ครบ {n} เรื่องแล้ว แจ้งได้อีกครั้งหลัง {again} ข้อความที่พิมพ์ไว้ยังอยู่",
        "This connection has sent {n} already. You can send again after {again}; what you typed is still here.",
    ).format(n=limits.MOST, again=again)


def show_links(request: HttpRequest, pairs: list[tuple[Need, str]]) -> HttpResponse:
    """On to the page that shows the follow links, once."""
    request.session[SESSION_KEY] = [[need.code, token] for need, token in pairs]
    return redirect("needs:said")


@login_not_required
@never_cache
@require_safe
def said(request: HttpRequest) -> HttpResponse:
    """The follow links of what was just said. Only the sender's next page shows them; they are kept nowhere."""
    pairs: list[list[str]] = request.session.pop(SESSION_KEY, [])
    needs = Need.objects.filter(code__in=[code for code, _ in pairs]).select_related("area__parent__parent")
    found = {need.code: need for need in needs}
    links = [
        {"need": found[code], "url": request.build_absolute_uri(reverse("needs:follow", args=[token]))}
        for code, token in pairs
        if code in found
    ]
    return render(request, "needs/said.html", {"links": links, "path": [NEEDS, (T("แจ้งแล้ว", "Said"), "")]})


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """How far a need has come, for who holds its link; they may erase their contact, or take the need back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    need = queries.by_token(token)
    if need is None:
        return render(request, "needs/follow_unknown.html", status=404)
    if request.method == "POST":
        _change(request, actor, token)
        return redirect("needs:follow", token=token)
    context: dict[str, Any] = {
        "need": need,
        "steps": queries.story(need),
        "contact": [
            label
            for kept, label in (
                (need.contact_name, T("ชื่อผู้ติดต่อ", "contact name")),
                (need.contact_phone, T("เบอร์โทรศัพท์", "telephone")),
            )
            if kept
        ],
        "may_withdraw": need.state != NeedState.CLOSED,
        "path": [NEEDS, (T("ติดตามเรื่อง", "Follow a need"), "")],
    }
    response = render(request, "needs/follow.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _change(request: HttpRequest, actor: Actor, token: str) -> None:
    try:
        if request.POST.get("do") == "forget_contact":
            actions.forget_contact(by=actor, token=token)
            told = T(
                "ลบชื่อและเบอร์โทรศัพท์แล้ว เจ้าหน้าที่ยังดำเนินเรื่องต่อ",
                "Name and telephone are erased. Officers go on working on the need.",
            )
        else:
            actions.withdraw(by=actor, token=token)
            told = T("ยกเลิกเรื่องแล้ว ข้อมูลติดต่อของท่านถูกลบแล้ว", "It is taken back, and your contact is erased.")
    except Refused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, told)
