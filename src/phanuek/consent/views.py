from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from phanuek.consent import actions, links, permissions, purposes, queries
from phanuek.consent.by_link import by_link
from phanuek.consent.forms import ContactForm, GiveForm, RevokeForm
from phanuek.consent.models import Consent, Method, Purpose
from phanuek.consent.shown import looks_in_words
from phanuek.files import actions as files
from phanuek.files import checks
from phanuek.files.views import serve
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.people.links import masked
from phanuek.registry import actions as registry
from phanuek.registry.models import Enterprise
from phanuek.registry.permissions import check_can_edit, check_can_work_with
from phanuek.ui import clock
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

__all__ = ["by_link", "consents", "contact", "evidence", "give", "looks", "send_link", "withdraw"]

TITLE = T("ความยินยอม", "Consents")
LATEST_LOOKS = 5
EVIDENCE = frozenset({checks.PDF, checks.PNG, checks.JPEG})


def _enterprise(request: HttpRequest, code: str) -> Enterprise:
    rows = Enterprise.objects.visible_to(request.actor).select_related("subdistrict", "organisation")  # type: ignore[attr-defined]
    return get_object_or_404(rows, code=code)


def _path(enterprise: Enterprise, here: T, up: T | None = None) -> list[tuple[Any, str]]:
    name = T(enterprise.name_th, enterprise.name_en or enterprise.name_th)
    made: list[tuple[Any, str]] = [
        (T("ทำเนียบกิจการ", "Directory"), reverse("registry:directory")),
        (name, enterprise.get_absolute_url()),
    ]
    if up is not None:
        made.append((up, reverse("consent:list", args=[enterprise.code])))
    return [*made, (here, "")]


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
def consents(request: HttpRequest, code: str) -> HttpResponse:
    """What the group allowed, to whom, until when; and who looked lately."""
    actor, enterprise, today = request.actor, _enterprise(request, code), clock.today()  # type: ignore[attr-defined]
    permissions.check_can_see(actor, enterprise)
    rows = list(queries.given(enterprise))
    return render(
        request,
        "consent/list.html",
        {
            "enterprise": enterprise,
            "purposes": _by_purpose(rows, today),
            "passed": purposes.table(),
            "purpose_names": [purpose.label for purpose in Purpose],
            "looks": looks_in_words(queries.looks(enterprise)[:LATEST_LOOKS]),
            "may_give": may(permissions.check_can_give, actor, enterprise),
            "may_revoke": may(permissions.check_can_revoke, actor, enterprise),
            "path": _path(enterprise, TITLE),
        },
    )


def _by_purpose(rows: list[Consent], on: date) -> list[dict[str, Any]]:
    """The purposes for which there is any, each with its consents: those in force first, then by recipient."""
    found = []
    for purpose in Purpose:
        lines = [{"consent": c, "state": _state(c, on)} for c in rows if c.purpose == purpose]
        lines.sort(key=lambda line: (not line["state"]["open"], line["consent"].recipient.name_th))  # type: ignore[index,attr-defined]
        if lines:
            found.append({"label": purpose.label, "lines": lines})
    return found


def _state(consent: Consent, on: Any) -> dict[str, Any]:
    if consent.revoked_on:
        return {"kind": "not", "word": T("ถอนแล้ว", "Withdrawn"), "open": False}
    if consent.expires_on and consent.expires_on <= on:
        return {"kind": "warn", "word": T("สิ้นสุดแล้ว", "Ended"), "open": False}
    return {"kind": "ok", "word": T("มีผลอยู่", "In force"), "open": True}


def give(request: HttpRequest, code: str) -> HttpResponse:
    """Records that the group lets one body have its data."""
    actor, enterprise = request.actor, _enterprise(request, code)  # type: ignore[attr-defined]
    permissions.check_can_give(actor, enterprise)
    own = actor.acts_for(enterprise.organisation_id)
    recipient = Organisation.objects.bodies().filter(code=request.GET.get("recipient", "")).first()
    initial = {
        "given_on": clock.today(),
        "method": Method.ONLINE if own else Method.SIGNED,
        "recipient": recipient,
        "purpose": Purpose.REFERRAL,
    }
    if own:
        initial["given_by"] = actor.person_name
    form = GiveForm(_data(request), request.FILES or None, own=own, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _give(actor, enterprise, dict(form.cleaned_data))
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกความยินยอมแล้ว", "The consent is recorded."))
            return redirect("consent:list", code=enterprise.code)
    return render(
        request,
        "consent/give.html",
        {
            "title": T("บันทึกความยินยอม", "Record a consent"),
            "enterprise": enterprise,
            "form": form,
            "passed": purposes.table(),
            "purpose_names": [purpose.label for purpose in Purpose],
            "cancel": reverse("consent:list", args=[code]),
            "path": _path(enterprise, T("บันทึกความยินยอม", "Record a consent"), TITLE),
        },
    )


@transaction.atomic
def _give(actor: Actor, enterprise: Enterprise, fields: dict[str, Any]) -> Consent:
    """The file is kept with the consent or not at all."""
    upload = fields.pop("evidence")
    if upload:
        try:
            fields["evidence"] = files.keep(upload, by=actor, accept=EVIDENCE)
        except Refused as refusal:
            refusal.field = "evidence"
            raise
    return actions.give(by=actor, enterprise=enterprise, **fields)


def _consent(enterprise: Enterprise, code: str) -> Consent:
    return get_object_or_404(queries.given(enterprise), code=code)


def withdraw(request: HttpRequest, code: str, consent: str) -> HttpResponse:
    """Takes a consent back, having named what goes on under it."""
    actor, enterprise = request.actor, _enterprise(request, code)  # type: ignore[attr-defined]
    permissions.check_can_revoke(actor, enterprise)
    found = _consent(enterprise, consent)
    form = RevokeForm(_data(request), initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke(by=actor, consent=found, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T("ถอนความยินยอมแล้ว จะไม่มีการส่งข้อมูลใหม่", "The consent is withdrawn; nothing new is shared."),
            )
            return redirect("consent:list", code=enterprise.code)
    title = T("ถอนความยินยอม", "Withdraw the consent")
    return render(
        request,
        "consent/withdraw.html",
        {
            "title": title,
            "enterprise": enterprise,
            "consent": found,
            "open_under": queries.open_under(found),
            "form": form,
            "submit": title,
            "cancel": reverse("consent:list", args=[code]),
            "path": _path(enterprise, title, TITLE),
        },
    )


@require_POST
def send_link(request: HttpRequest, code: str, consent: str) -> HttpResponse:
    """Mails the group the link by which it withdraws this consent."""
    actor, enterprise = request.actor, _enterprise(request, code)  # type: ignore[attr-defined]
    permissions.check_can_revoke(actor, enterprise)
    link = links.send_revoke_link(by=actor, consent=_consent(enterprise, consent))
    said = T("ส่งลิงก์ถอนความยินยอมไปที่ {address} แล้ว", "The link to withdraw it was sent to {address}.")
    messages.success(request, said.format(address=masked(link.address)))
    return redirect("consent:list", code=enterprise.code)


@require_safe
def evidence(request: HttpRequest, code: str, consent: str) -> HttpResponseBase:
    """The signed form; opening it is a look."""
    actor, enterprise = request.actor, _enterprise(request, code)  # type: ignore[attr-defined]
    permissions.check_can_see(actor, enterprise)
    found = _consent(enterprise, consent)
    if found.evidence is None:
        raise Http404
    actions.log_look(by=actor, enterprise=enterprise, what="evidence", purpose=f"consent:{found.code}")
    return serve(found.evidence)


@require_safe
def looks(request: HttpRequest, code: str) -> HttpResponse:
    """Everyone who was shown the group's personal data."""
    actor, enterprise = request.actor, _enterprise(request, code)  # type: ignore[attr-defined]
    permissions.check_can_see(actor, enterprise)
    page = paginate(request, queries.looks(enterprise))
    title = T("ผู้ที่เปิดดูข้อมูลส่วนบุคคล", "Who looked at personal data")
    context = {
        "title": title,
        "enterprise": enterprise,
        "page": page,
        "looks": looks_in_words(page),
        "path": _path(enterprise, title, TITLE),
    }
    return render(request, "consent/looks.html", context)


def contact(request: HttpRequest, code: str) -> HttpResponse:
    """Contact person, telephone and address: shown to who works with the group, the look logged, changed by who may edit."""
    actor, enterprise = request.actor, _enterprise(request, code)  # type: ignore[attr-defined]
    check_can_work_with(actor, enterprise)
    may_edit = may(check_can_edit, actor, enterprise)
    if request.method == "POST":
        check_can_edit(actor, enterprise)
    actions.log_look(by=actor, enterprise=enterprise, what="contact", purpose="contact")
    form = ContactForm(_data(request), initial=ContactForm.initial_of(enterprise))
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            registry.edit(by=actor, enterprise=enterprise, **form.cleaned_data)
        except Conflict as found:
            conflict = found
            # saving again with this version says: I have seen theirs
            form.data = form.data.copy()
            form.data["version"] = str(found.version)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกแล้ว", "Saved."))
            return redirect("consent:contact", code=enterprise.code)
    differing = [
        {"label": form.fields[name].label, "theirs": value}
        for name, value in (conflict.theirs.items() if conflict else ())
    ]
    title = T("ผู้ประสานงานและที่อยู่", "Contact and address")
    context = {
        "title": title,
        "enterprise": enterprise,
        "form": form,
        "may_edit": may_edit,
        "conflict": differing,
        "path": _path(enterprise, title),
    }
    return render(request, "consent/contact.html", context, status=409 if conflict else 200)
