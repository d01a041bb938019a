"""The page by which a group takes its word back without an account."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from phanuek.consent import actions, queries
from phanuek.consent.links import REVOKE, send_revoke_link
from phanuek.consent.models import Consent
from phanuek.consent.purposes import LABELS, PASSED, Purpose
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
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


def _consent(link: ActingLink) -> Consent | None:
    rows = Consent.objects.select_related("enterprise__organisation", "recipient")
    return rows.filter(code=link.about.partition(":")[2]).first()


@reached_by_link
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it shows the consent and what rests on it; only the button withdraws."""
    link = links.read(token, purpose=REVOKE)
    consent = _consent(link) if link else None
    if link is None or consent is None:
        return stopped(request, None)
    state = links.state(link)
    if state == LinkState.WORKS and consent.revoked_on is None:
        links.opened(link)
        if request.method == "POST":
            state = _withdraw(link, consent)
        else:
            return _shown(request, consent, done=False)
    if state == LinkState.USED:
        return _shown(request, consent, done=True)
    return _stopped(request, link, consent, state)


def _shown(request: HttpRequest, consent: Consent, *, done: bool) -> HttpResponse:
    passed = [LABELS[what] for what in PASSED[Purpose(consent.purpose)]]
    resting = [] if done else queries.open_under(consent)
    context = {"consent": consent, "passed": passed, "resting": resting, "done": done}
    return render(request, "consent/by_link.html", context)


def _actor(link: ActingLink, consent: Consent) -> Actor:
    return Actor.through_link(
        consent.enterprise.organisation, link=link.code, name=link.name, granted=frozenset({Permission.RECORD_CONSENT})
    )  # fmt: skip


@transaction.atomic
def _withdraw(link: ActingLink, consent: Consent) -> LinkState:
    if links.use(link):
        actions.revoke(by=_actor(link, consent), consent=consent, on=clock.today())
    link.refresh_from_db()
    return links.state(link)


def _stopped(request: HttpRequest, link: ActingLink, consent: Consent, state: LinkState) -> HttpResponse:
    """Withdrawn another way, or the link no longer works: a new one goes to the group's address, where there is one."""
    open_ = consent.revoked_on is None
    again = open_ and bool(consent.enterprise.contact_email)
    if request.method == "POST" and request.POST.get("act") == "again" and again:
        try:
            send_revoke_link(by=_actor(link, consent), consent=consent)
        except Refused as refusal:
            return stopped(request, state, said=refusal.text, status=429)
        return stopped(request, state, said=SENT, status=200)
    return stopped(request, state if open_ else LinkState.REVOKED, link, again=again)
