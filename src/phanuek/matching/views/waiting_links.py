"""Answering and leaving without an account. Opening the link shows the page and does nothing; only a button acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from phanuek.matching.actions.waiting_links import answer_by_link, send_again
from phanuek.matching.models import WaitingPlace
from phanuek.matching.queries.waiting import OPEN
from phanuek.matching.states import WaitingState
from phanuek.matching.views.waiting import context_of
from phanuek.people import links
from phanuek.people.by_link import reached_by_link, stopped
from phanuek.people.links import LinkState
from phanuek.people.models import ActingLink
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SENT = T(
    "ส่งลิงก์ใหม่ไปที่อยู่เดิมแล้ว โปรดเปิดกล่องจดหมาย",
    "A new link was sent to the same address. Look into the mail box.",
)


@reached_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    return _by_link(request, token, "waiting.answer")


@reached_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    return _by_link(request, token, "waiting.leave")


def _by_link(request: HttpRequest, token: str, purpose: str) -> HttpResponse:
    link = links.read(token, purpose=purpose)
    place = _place(link) if link else None
    if link is None or place is None:
        return stopped(request, None)
    state = links.state(link)
    problem: T | None = None
    if state == LinkState.WORKS:
        links.opened(link)
        if request.method == "POST":
            try:
                state = answer_by_link(link=link, place=place, act=request.POST.get("act", ""))
            except Refused as refusal:
                problem = refusal.text
            place.refresh_from_db()
    if state not in (LinkState.WORKS, LinkState.USED):
        return _stopped(request, link, place, state)
    waits = state == LinkState.WORKS and place.state in OPEN
    context = {**context_of(place), "waits": waits, "may_take": waits and purpose == "waiting.answer" and place.state == WaitingState.OFFERED,
               "problem": problem}  # fmt: skip
    return render(request, "matching/waiting_link.html", context, status=422 if problem else 200)


def _place(link: ActingLink) -> WaitingPlace | None:
    rows = WaitingPlace.objects.select_related("offer__provider", "enterprise__organisation", "draw")
    return rows.filter(code=link.about.partition(":")[2]).first()


def _stopped(request: HttpRequest, link: ActingLink, place: WaitingPlace, state: LinkState) -> HttpResponse:
    """An answer that is no longer asked for needs no new link; leaving is possible as long as one waits."""
    again = place.state == WaitingState.OFFERED or (link.purpose == "waiting.leave" and place.state in OPEN)
    if request.method == "POST" and request.POST.get("act") == "again" and again:
        try:
            send_again(link=link, place=place)
        except Refused as refusal:
            return stopped(request, state, said=refusal.text, status=429)
        return stopped(request, state, said=SENT, status=200)
    return stopped(request, state, link, again=again)
