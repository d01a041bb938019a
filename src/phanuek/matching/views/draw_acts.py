"""What is done to a draw: announce, enter, withdraw, seal, read the seed, cancel."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from phanuek.consent import queries as consents
from phanuek.consent.models import Method, Purpose
from phanuek.matching import permissions_of_draws as permissions
from phanuek.matching.actions import draws as actions
from phanuek.matching.forms.draws import AnnounceForm, CancelForm, SeedForm, TakePartForm
from phanuek.matching.models import Draw, DrawEntry
from phanuek.matching.queries import draws as queries
from phanuek.matching.views.draws import TITLE, draw_of
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """?offer= whose places are drawn; ?replaces= the draw that does not count any more."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    first = _first(request)
    if first is not None and first.offer is not None:
        offer = first.offer
        permissions.check_can_replace(actor, first)
    else:
        offer = get_object_or_404(
            Offer.objects.visible_to(actor).select_related("provider"), code=_given(request, "offer")
        )
        permissions.check_can_draw(actor, offer.provider)
    form = AnnounceForm(_data(request), again=first is not None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.announce(by=actor, offer=offer, replaces=first, **form.values())
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T(
                    "ประกาศการจับสลากแล้ว กลุ่มเข้าร่วมได้ถึงเวลาปิดรายชื่อ",
                    "The draw is announced; groups can enter until the list closes.",
                ),
            )
            return redirect(made)
    title = (
        T("ประกาศการจับสลากครั้งใหม่แทนครั้งเดิม", "Announce another draw in its place")
        if first
        else T("ประกาศการจับสลาก", "Announce a draw")
    )
    return _form(
        request, form, title, first or offer,
        T("เมื่อประกาศแล้วแก้ไม่ได้ และผลที่จับแล้วเปลี่ยนไม่ได้ โปรดตรวจวันที่และที่มาของเลขสุ่มให้ถูกต้อง",
          "Once announced nothing of it can be edited, and a drawn result never changes. Check the days and the source of the seed."),
        T("ประกาศต่อสาธารณะ", "Announce in public"),
    )  # fmt: skip


def _first(request: HttpRequest) -> Draw | None:
    code = _given(request, "replaces")
    return draw_of(request, code) if code else None


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "")[:80]


def enterprise_asked(request: HttpRequest) -> Enterprise:
    """?enterprise=, or the group that the actor acts for; 404 without."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Enterprise.objects.visible_to(actor).select_related("organisation", "subdistrict")
    code = _given(request, "enterprise")
    if code:
        return get_object_or_404(rows, code=code.strip())
    return get_object_or_404(rows, organisation=actor.acting_id or 0)


def consent_form(
    request: HttpRequest, enterprise: Enterprise, recipient: Organisation, purpose: str
) -> TakePartForm:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = actor.acts_for(enterprise.organisation_id)
    given = consents.valid_for(enterprise, recipient, clock.today(), purpose)
    initial = {"given_by": actor.person_name} if own else {}
    return TakePartForm(_data(request), needed=given is None, own=own, initial=initial)


def consent_given(request: HttpRequest, form: TakePartForm, enterprise: Enterprise) -> dict[str, str]:
    """As the verbs take it; a group that sits here gives it in the system."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    own = Method.ONLINE.value if actor.acts_for(enterprise.organisation_id) else ""
    return {
        "given_by": form.cleaned_data.get("given_by", ""),
        "method": form.cleaned_data.get("method") or own,
    }


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    draw, enterprise = draw_of(request, code), enterprise_asked(request)
    permissions.check_can_enter(actor, enterprise)
    form = consent_form(request, enterprise, draw.owner, Purpose.ROUND)
    if request.method == "POST" and form.is_valid():
        try:
            entry = actions.enter(
                by=actor, draw=draw, enterprise=enterprise, **consent_given(request, form, enterprise)
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T("เข้าร่วมแล้ว สลากของกลุ่มคือ {t}", "Entered: the group's ticket is {t}.").format(t=entry.ticket),
            )
            return redirect(draw)
    name = T(enterprise.name_th, enterprise.name_en or enterprise.name_th)
    return _form(
        request, form, T("เข้าร่วมจับสลาก: {name}", "Enter the draw: {name}").format(name=name), draw,
        T("กลุ่มได้สลากหนึ่งใบ เป็นรหัสที่ไม่มีความหมาย รหัสและผลเผยแพร่ต่อสาธารณะ แต่ไม่บอกว่าเป็นของใคร ถอนได้ก่อนปิดรายชื่อ",
          "The group has one ticket, a code without meaning. Codes and result are public; whose they are is not. It can be withdrawn until the list closes."),
        T("ยินยอมและเข้าร่วม", "Consent and enter") if form.fields else T("เข้าร่วม", "Enter"),
    )  # fmt: skip


@require_POST
def withdraw(request: HttpRequest, code: str, ticket: str) -> HttpResponse:
    draw = draw_of(request, code)
    rows = DrawEntry.objects.visible_to(request.actor).select_related("enterprise", "draw")  # type: ignore[attr-defined]
    entry = get_object_or_404(rows, draw=draw, ticket=ticket)
    actions.withdraw_entry(by=request.actor, entry=entry)  # type: ignore[attr-defined]
    messages.success(request, T("ถอนสลาก {t} แล้ว", "Ticket {t} is withdrawn.").format(t=ticket))
    return redirect(draw)


@require_POST
def seal(request: HttpRequest, code: str) -> HttpResponse:
    draw = draw_of(request, code)
    actions.seal(by=request.actor, draw=draw)  # type: ignore[attr-defined]
    messages.success(request, T("ปิดรายชื่อแล้ว", "The list is sealed."))
    return redirect(draw)


@require_http_methods(["GET", "POST"])
def seed(request: HttpRequest, code: str) -> HttpResponse:
    """Each person types what they read themselves: what the first typed is not shown here."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    draw = draw_of(request, code)
    permissions.check_can_draw(actor, draw.owner)
    form = SeedForm(_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            draw = actions.read_seed(by=actor, draw=draw, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, _said(draw))
            return redirect(draw)
    intro = T("ที่มาที่ประกาศไว้: {source} · เมื่อสองคนอ่านได้ตรงกัน ระบบจับสลากทันทีและเผยแพร่ผล แก้ไขไม่ได้อีก",
              "As announced: {source}. When two people have read the same, it is drawn and published at once, and never changes.")  # fmt: skip
    source = T(draw.seed_source_th, draw.seed_source_en or draw.seed_source_th)
    return _form(
        request,
        form,
        T("อ่านเลขสุ่ม", "Read the seed"),
        draw,
        intro.format(source=source),
        T("ยืนยันเลขที่อ่านได้", "This is what I read"),
    )


def _said(draw: Draw) -> T:
    if draw.state == "drawn":
        return T("จับสลากแล้ว ผลเผยแพร่แล้ว", "It is drawn, and the result is published.")
    if queries.seed_state(draw).conflict:
        return T(
            "บันทึกแล้ว แต่เลขไม่ตรงกับที่อีกคนอ่านได้ ต้องอ่านใหม่จนตรงกันสองคน",
            "Saved, but it differs from what the other person read; two have to agree.",
        )
    return T("บันทึกแล้ว รออีกหนึ่งคนอ่านเลขสุ่มให้ตรงกัน", "Saved; a second person has to read the same.")


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    draw = draw_of(request, code)
    permissions.check_can_cancel(request.actor, draw)  # type: ignore[attr-defined]
    form = CancelForm(_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.cancel(by=request.actor, draw=draw, **form.cleaned_data)  # type: ignore[attr-defined]
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T(
                    "ยกเลิกแล้ว หน้านี้ยังเปิดให้สาธารณะเห็นพร้อมเหตุผล",
                    "Cancelled; its page stays public with the reason.",
                ),
            )
            return redirect(draw)
    intro = T(
        "ที่ที่กันไว้จะว่าง และการจับสลากครั้งใหม่ต้องประกาศแยกพร้อมเหตุผล",
        "Its places are free again; another draw has to be announced on its own, saying why.",
    )
    return _form(
        request,
        form,
        T("ยกเลิกการจับสลาก", "Cancel the draw"),
        draw,
        intro,
        T("ยกเลิกและเผยแพร่เหตุผล", "Cancel and publish the reason"),
    )


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form(request: HttpRequest, form: Any, title: T, back: Any, intro: T, submit: T) -> HttpResponse:
    name = (
        T(back.title_th, back.title_en or back.title_th)
        if isinstance(back, Draw)
        else T(back.name_th, back.name_en or back.name_th)
    )
    context = {
        "form": form, "title": title, "intro": intro, "submit": submit, "cancel": back.get_absolute_url(),
        "path": [(TITLE, "/draws/"), (name, back.get_absolute_url()), (title, "")],
    }  # fmt: skip
    return render(request, "ui/form_page.html", context, status=422 if form.is_bound and form.errors else 200)
