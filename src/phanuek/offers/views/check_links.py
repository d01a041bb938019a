"""Checking an offer without an account. Opening the link shows the page and does nothing; only the button acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from phanuek.offers import queries
from phanuek.offers.actions.by_link import mark_checked_by_link, send_check_link_again
from phanuek.offers.checking import CHECK, offer_of_link
from phanuek.offers.forms.act import CheckedForm
from phanuek.offers.models import Offer
from phanuek.people import links
from phanuek.people.by_link import reached_by_link, stopped
from phanuek.people.links import LinkState
from phanuek.people.models import ActingLink
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SENT = T(
    "ส่งลิงก์ใหม่ไปที่อยู่เดิมแล้ว โปรดเปิดกล่องจดหมาย",
    "A new link was sent to the same address. Look into the mail box.",
)


@reached_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def check_by_link(request: HttpRequest, token: str) -> HttpResponse:
    link = links.read(token, purpose=CHECK)
    offer = offer_of_link(link) if link else None
    if link is None or offer is None:
        return stopped(request, None)
    state = links.state(link)
    if state == LinkState.WORKS:
        return _working(request, link, offer)
    if state == LinkState.USED:
        return _shown(request, offer, None, done=True)
    return _stopped(request, link, offer, state)


def _stopped(request: HttpRequest, link: ActingLink, offer: Offer, state: LinkState) -> HttpResponse:
    again = state in (LinkState.EXPIRED, LinkState.REPLACED)
    if request.method == "POST" and request.POST.get("act") == "again" and again:
        try:
            send_check_link_again(link=link, offer=offer)
        except Refused as refusal:
            return stopped(request, state, said=refusal.text, status=429)
        return stopped(request, state, said=SENT, status=200)
    return stopped(request, state, link, again=again)


def _working(request: HttpRequest, link: ActingLink, offer: Offer) -> HttpResponse:
    links.opened(link)
    form = CheckedForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            offer = mark_checked_by_link(link=link, offer=offer, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            return _shown(request, offer, None, done=True)
    return _shown(request, offer, form, done=False)


def _shown(request: HttpRequest, offer: Offer, form: CheckedForm | None, *, done: bool) -> HttpResponse:
    context = {
        "title": T("ตรวจสอบว่ามาตรการยังเป็นปัจจุบัน", "Check that the offer is current"),
        "offer": offer,
        "window": queries.window(offer),
        "reliance": queries.reliance(offer),
        "form": form,
        "done": done,
        "submit": T("ตรวจสอบแล้วว่าเป็นปัจจุบัน", "Checked: it is current"),
    }
    return render(
        request,
        "offers/check_by_link.html",
        context,
        status=422 if form and form.is_bound and form.errors else 200,
    )
