"""The steps of a round by those who run it."""

import threading
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from phanuek.matching import permissions_of_rounds as permissions
from phanuek.matching.actions import rounds, sharing_out
from phanuek.matching.forms.rounds import ActForm, LotForm, RoundForm, RuleForm, SeedForm, WhyForm
from phanuek.matching.models import Round
from phanuek.matching.queries import rounds as queries
from phanuek.matching.states import RoundState
from phanuek.matching.views.rounds import TITLE, actor_of, round_of, rule_words
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

AT_ONCE = 3_000  # applications that are worked out while one waits; more, beside, with progress shown


def _form_page(request: HttpRequest, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    template = context.pop("template", "matching/round_act.html")
    return render(
        request,
        template,
        {"form": form, "intro": "", "submit": "", "cancel": "/rounds/", "round": None, **context},
        status=status,
    )


def _of(found: Round, title: T) -> dict[str, Any]:
    name = T(found.title_th, found.title_en or found.title_th)
    return {"title": title, "round": found, "cancel": found.get_absolute_url(), "path": [(TITLE, "/rounds/"), (name, found.get_absolute_url()), (title, "")]}  # fmt: skip


def _own_body(actor: Actor) -> Organisation:
    return Organisation.objects.get(pk=actor.organisation_id)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    check_has(actor, Permission.MANAGE_OWN_OFFERS)
    owners = list(Organisation.objects.filter(offers__isnull=False).distinct()) if actor.sees_all else []
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        owner=None if owners else _own_body(actor),
        owners=owners,
    )
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        values.setdefault("owner", None)
        try:
            made = rounds.create(by=actor, **{**values, "owner": values["owner"] or _own_body(actor)})
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request, T("จัดเตรียมรอบแล้ว ขั้นต่อไปคือเพิ่มมาตรการ", "The round is prepared. Next: its offers.")
            )
            return redirect("matching:round_offers", code=made.code)
    title = T("จัดรอบใหม่", "Prepare a round")
    return _form_page(request, form, title=title, path=[(TITLE, "/rounds/"), (title, "")])


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    found = round_of(request, code)
    permissions.check_can_run(actor_of(request), found, RoundState.DRAFT)
    initial = {name: getattr(found, name) for name in rounds.EDITABLE} | {"version": found.version}
    form = RoundForm(request.POST if request.method == "POST" else None, owner=found.owner, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["version"] = values["version"] or 0
        if _done(form, lambda: rounds.edit(by=actor_of(request), round=found, **values)):
            return redirect(found)
    return _form_page(request, form, **_of(found, T("แก้ไขรอบ", "Edit the round")))


def _done(form: Any, verb: Callable[[], object]) -> bool:
    """Whether the verb went through; its refusal stands in the form."""
    try:
        verb()
    except Refused as refusal:
        refusal.add_to(form)
        return False
    return True


@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """The written rule, and how it reads."""
    found = round_of(request, code)
    permissions.check_can_run(actor_of(request), found, RoundState.DRAFT)
    form = RuleForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        if _done(
            form,
            lambda: rounds.set_rule(by=actor_of(request), round=found, version=version, rule=form.rule()),
        ):
            messages.success(request, T("บันทึกกติกาแล้ว", "The rule is saved."))
            return redirect(found)
    context = _of(found, T("กติกาการจัดสรร", "Rule of the round"))
    return _form_page(request, form, **context, template="matching/round_rule.html", rule=rule_words(found))


@require_http_methods(["GET", "POST"])
def lots(request: HttpRequest, code: str) -> HttpResponse:
    """Places and money of each offer of the round."""
    found, actor = round_of(request, code), actor_of(request)
    permissions.check_can_run(actor, found, RoundState.DRAFT)
    rows = Offer.objects.visible_to(actor).order_by("name_th")
    form = LotForm(
        request.POST if request.method == "POST" else None,
        offers=rows if actor.sees_all else rows.filter(provider=found.owner),
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and _done(form, lambda: rounds.add_offer(by=actor, round=found, **form.cleaned_data)):
        messages.success(request, T("บันทึกมาตรการในรอบแล้ว", "The offer is part of the round."))
        return redirect("matching:round_offers", code=found.code)
    context = _of(found, T("มาตรการในรอบ", "Offers of the round"))
    return _form_page(
        request, form, **context, template="matching/round_offers.html", lots=queries.lots_of(found)
    )


@require_POST
def remove_lot(request: HttpRequest, code: str, offer: str) -> HttpResponse:
    found = round_of(request, code)
    permissions.check_can_run(actor_of(request), found, RoundState.DRAFT)
    lot = get_object_or_404(found.offers.select_related("offer"), offer__code=offer)
    rounds.remove_offer(by=actor_of(request), round=found, offer=lot.offer)
    return redirect("matching:round_offers", code=found.code)


def _act(
    request: HttpRequest,
    found: Round,
    form: Any,
    verb: Callable[..., object],
    *,
    title: T,
    intro: T,
    submit: T,
    done: T,
) -> HttpResponse:
    sent = request.method == "POST" and form.is_valid()
    if sent and _done(form, lambda: verb(by=actor_of(request), round=found, **form.cleaned_data)):
        messages.success(request, done)
        return redirect(found)
    return _form_page(request, form, **_of(found, title), intro=intro, submit=submit)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "POST"])
def open_round(request: HttpRequest, code: str) -> HttpResponse:
    found = round_of(request, code)
    permissions.check_can_run(actor_of(request), found, RoundState.DRAFT)
    return _act(
        request, found, ActForm(_data(request)), rounds.open, title=T("เปิดรับคำขอ", "Open the round"), submit=T("เปิดรับคำขอ", "Open it"),
        intro=T("เมื่อเปิดแล้วรอบนี้เป็นสาธารณะ กติกาแก้ไม่ได้อีก และที่ทั้งหมดถูกกันไว้ในบัญชีของมาตรการ",
                "Opened, the round is public, its rule can no longer be changed, and its places are reserved."),
        done=T("เปิดรับคำขอแล้ว", "The round is open."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    found = round_of(request, code)
    permissions.check_can_run(actor_of(request), found, RoundState.OPEN)
    unknown = queries.undecided(found)
    return _act(
        request, found, ActForm(_data(request)), sharing_out.close, title=T("ปิดรับคำขอ", "Close the round"), submit=T("ปิดรับคำขอ", "Close it"),
        intro=T("รายชื่อจะคงที่และมีค่าแฮช ยังพิจารณาไม่ได้ {n} คำขอ ระบบจะดูข้อมูลล่าสุดอีกครั้งแล้วใช้ตามกติกา",
                "The list is fixed, with a hash. {n} applications cannot be decided yet: they are looked at once more, then the rule says.").format(n=unknown),
        done=T("ปิดรับคำขอแล้ว", "The round is closed."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def solve(request: HttpRequest, code: str) -> HttpResponse:
    """Small rounds while one waits; large ones beside, with the progress on the round's page."""
    found, actor = round_of(request, code), actor_of(request)
    permissions.check_can_run(actor, found, RoundState.CLOSED)
    form: Any = ActForm(_data(request)) if found.seed else SeedForm(_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            begun = sharing_out.begin(by=actor, round=found, **form.cleaned_data)
            if queries.taking_part(found).count() <= AT_ONCE:
                sharing_out.work_out(by=actor, round=begun)
            else:
                threading.Thread(target=_beside, args=(actor, begun), daemon=True).start()
        except Refused as refusal:
            refusal.add_to(form)
        else:
            return redirect(found)
    return _form_page(
        request, form, **_of(found, T("คำนวณผล", "Work out the result")), submit=T("คำนวณผล", "Work it out"),
        intro=T("เลขที่กรอกครั้งแรกใช้ตลอดไป คำนวณอีกกี่ครั้งก็ได้ผลเดิม ผลยังไม่เผยแพร่จนอีกคนตรวจและประกาศ",
                "The number that is read first stays: however often it is worked out, the result is the same. It is public once another person has read and published it."),
    )  # fmt: skip


def _beside(actor: Actor, begun: Round) -> None:
    try:
        sharing_out.work_out(by=actor, round=begun)
    finally:
        connection.close()


@require_http_methods(["GET", "POST"])
def again(request: HttpRequest, code: str) -> HttpResponse:
    found = round_of(request, code)
    permissions.check_can_run(actor_of(request), found, RoundState.SOLVED)
    return _act(
        request, found, WhyForm(_data(request)), sharing_out.take_back, title=T("นำกลับไปคำนวณใหม่", "Work it out again"),
        submit=T("นำกลับ", "Take it back"), done=T("นำกลับแล้ว", "Taken back."),
        intro=T("รายชื่อ กติกา และเลขจับสลากคงเดิม", "List, rule and number of the draw stay."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    found = round_of(request, code)
    permissions.check_can_publish(actor_of(request), found)
    return _act(
        request, found, SeedForm(_data(request)), sharing_out.publish, title=T("ประกาศผล", "Publish the result"), submit=T("ประกาศผล", "Publish it"),
        intro=T("ตรวจผลในหน้ารายการคำขอก่อน แล้วอ่านเลขจับสลากที่แหล่งเอง เมื่อประกาศแล้วแก้ไม่ได้อีก",
                "Read the result on the list of applications first, and the number at its source yourself. Published, nothing changes any more."),
        done=T("ประกาศผลแล้ว ผู้ขอได้รับแจ้ง", "Published; the applicants are told."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    found = round_of(request, code)
    permissions.check_can_run(actor_of(request), found)
    if found.state in (RoundState.PUBLISHED, RoundState.CANCELLED):
        raise permissions.NotInState(found)
    return _act(
        request, found, WhyForm(_data(request)), rounds.cancel, title=T("ยกเลิกรอบ", "Cancel the round"), submit=T("ยกเลิกรอบ", "Cancel it"),
        intro=T("ที่ที่กันไว้ว่างอีกครั้ง เหตุผลเผยแพร่ต่อสาธารณะ", "The reserved places are free again. The reason is public."),
        done=T("ยกเลิกรอบแล้ว", "The round is cancelled."),
    )  # fmt: skip
