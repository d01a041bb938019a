"""A group's place in a queue: joining, answering, leaving; the whole queue for the body of the offer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.consent.models import Purpose
from phanuek.matching import permissions_of_draws as permissions
from phanuek.matching.actions import waiting as actions
from phanuek.matching.models import WaitingPlace
from phanuek.matching.queries import waiting as queries
from phanuek.matching.states import WaitingState
from phanuek.matching.views.draw_acts import consent_form, consent_given, enterprise_asked
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.timeline import queries as timeline
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MINE = T("บัญชีรอของฉัน", "My places in waiting lists")
TAGS = {
    WaitingState.WAITING: "wait", WaitingState.OFFERED: "warn", WaitingState.TAKEN: "ok", WaitingState.DECLINED: "plain",
    WaitingState.LAPSED: "not", WaitingState.LEFT: "plain",
}  # fmt: skip
ACTS = {"accept": actions.accept, "decline": actions.decline, "leave": actions.leave}
SAID = {
    WaitingState.TAKEN: T(
        "ตอบรับแล้ว ที่ของกลุ่มกันไว้จนกว่าจะส่งเรื่อง", "Taken: the place is kept until the case is sent."
    ),
    WaitingState.DECLINED: T("สละสิทธิ์แล้ว ที่นี้ส่งต่อให้ลำดับถัดไป", "Declined: the place went to the next in line."),
    WaitingState.LEFT: T("ออกจากบัญชีรอแล้ว", "You are off the list."),
    WaitingState.LAPSED: T("เลยกำหนดตอบแล้ว", "The time to answer is over."),
}


def _offer(request: HttpRequest, code: str) -> Offer:
    rows = Offer.objects.visible_to(request.actor).select_related("provider")  # type: ignore[attr-defined]
    return get_object_or_404(offer_queries.with_places(rows), code=code)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Those that need an answer first; ?show=all also those that ended."""
    rows = queries.mine(request.actor)  # type: ignore[attr-defined]
    everything = request.GET.get("show") == "all"
    page = paginate(request, rows if everything else rows.filter(state__in=queries.OPEN))
    lines = [(queries.standing(row), TAGS[WaitingState(row.state)]) for row in page]
    context = {
        "page": page,
        "lines": lines,
        "everything": everything,
        "title": MINE,
        "path": [(T("โต๊ะทำงาน", "My desk"), "/desk/"), (MINE, "")],
    }
    return render(request, "matching/waiting_mine.html", context)


@require_safe
def queue(request: HttpRequest, code: str) -> HttpResponse:
    """The whole queue of one offer, for its body and the secretariat."""
    offer = _offer(request, code)
    permissions.check_can_see_queue(request.actor, offer)  # type: ignore[attr-defined]
    rows = [
        (number, row, TAGS[WaitingState(row.state)])
        for number, row in enumerate(queries.queue_of(offer), start=1)
    ]
    title = T("บัญชีรอ", "Waiting list")
    name = T(offer.name_th, offer.name_en or offer.name_th)
    context = {"offer": offer, "rows": rows, "places_left": offer_queries.places_left(offer), "title": title,
               "path": [(T("หามาตรการสนับสนุน", "Find support"), "/offers/"), (name, offer.get_absolute_url()), (title, "")]}  # fmt: skip
    return render(request, "matching/waiting_queue.html", context)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """?enterprise= the group; without, the one that the actor acts for."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    offer, enterprise = _offer(request, code), enterprise_asked(request)
    permissions.check_can_enter(actor, enterprise)
    there = queries.open_place(offer, enterprise)
    if there is not None:
        return redirect(there)
    form = consent_form(request, enterprise, offer.provider, Purpose.WAITING)
    if request.method == "POST" and form.is_valid():
        try:
            place = actions.join(
                by=actor, offer=offer, enterprise=enterprise, **consent_given(request, form, enterprise)
            )
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("ขึ้นบัญชีรอแล้ว", "You are on the waiting list."))
            return redirect(place)
    ahead = queries.length(offer)
    name, group = (
        T(offer.name_th, offer.name_en or offer.name_th),
        T(enterprise.name_th, enterprise.name_en or enterprise.name_th),
    )
    title = T("ขึ้นบัญชีรอ: {group}", "Join the waiting list: {group}").format(group=group)
    context = {
        "form": form, "title": title, "offer": offer, "ahead": ahead, "estimate": queries.estimate(offer, ahead + 1),
        "submit": T("ยินยอมและขึ้นบัญชีรอ", "Consent and join") if form.fields else T("ขึ้นบัญชีรอ", "Join"), "cancel": offer.get_absolute_url(),
        "path": [(T("หามาตรการสนับสนุน", "Find support"), "/offers/"), (name, offer.get_absolute_url()), (title, "")],
    }  # fmt: skip
    return render(
        request, "matching/waiting_join.html", context, status=422 if form.is_bound and form.errors else 200
    )


@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Where the group stands; its buttons accept, decline or leave."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = WaitingPlace.objects.visible_to(actor).select_related(
        "offer__provider", "enterprise__organisation", "draw"
    )
    found = get_object_or_404(rows, code=code)
    problem: T | None = None
    if request.method == "POST":
        permissions.check_can_answer_for(actor, found)
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            found = act(by=actor, place=found)
        except Refused as refusal:
            problem = refusal.text
        else:
            messages.success(request, SAID[WaitingState(found.state)])
            return redirect(found)
    context = {**context_of(found), "may_answer": may(permissions.check_can_answer_for, actor, found), "problem": problem,
               "path": [(MINE, "/waiting/"), (T(found.offer.name_th, found.offer.name_en or found.offer.name_th), "")],
               "events": timeline.of(found, with_people=True)}  # fmt: skip
    return render(request, "matching/waiting.html", context, status=422 if problem else 200)


def context_of(found: WaitingPlace) -> dict[str, Any]:
    state = WaitingState(found.state)
    return {"place": found, "standing": queries.standing(found), "tag": TAGS[state], "said": SAID.get(state)}
