"""Adding, editing, checking, closing and reopening an offer."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.offers import actions, permissions, queries
from phanuek.offers.forms.act import CheckedForm, CloseForm
from phanuek.offers.forms.offer import EditOfferForm, NewOfferForm
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership, Organisation
from phanuek.organisations.permissions import check_has, may
from phanuek.organisations.roles import Permission
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

OFFERS = (T("มาตรการสนับสนุน", "Support"), "/offers/")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An offer of one's own body, or by the secretariat for a body without an account. Its conditions come next."""
    actor = actor_of(request)
    providers = _providers(actor)
    named = request.GET.get("provider", "")
    provider = get_object_or_404(Organisation.objects.bodies(), code=named) if named else None
    if provider is not None:
        permissions.check_can_add(actor, provider)
    elif len(providers) == 1:
        provider = providers[0]
    form = NewOfferForm(
        request.POST if request.method == "POST" else None,
        providers=providers,
        provider=provider,
        initial={"provider": provider, "commitment": request.GET.get("commitment", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            offer = actions.add(by=actor, published=False, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T(
                    "เพิ่มมาตรการแล้ว ยังไม่เผยแพร่ ขั้นต่อไปคือกำหนดเงื่อนไข",
                    "The offer is added, not published yet. Next: its conditions.",
                ),
            )
            return redirect("offers:conditions", code=offer.code)
    title = T("เพิ่มมาตรการ", "Add an offer")
    context = {
        "title": title,
        "form": form,
        "submit": T("บันทึกและไปกำหนดเงื่อนไข", "Save and go on to the conditions"),
        "cancel": "/offers/",
        "path": [OFFERS, (title, "")],
        "without_account": provider if provider and on_behalf(actor, provider) else None,
        "for_others": actor.may(Permission.ACT_FOR_OTHERS),
    }
    return render(request, "offers/offer_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_edit(actor, offer)
    form = EditOfferForm.of(offer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(by=actor, offer=offer, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            if request.GET.get("then") == "check":
                return redirect("offers:check", code=offer.code)
            return redirect(offer)
    context = {**context_of(request, offer, T("แก้ไขมาตรการ", "Edit the offer")), "form": form}
    return render(request, "offers/offer_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody compared it with its source and found it current."""
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_confirm(actor, offer)
    form = CheckedForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.mark_checked(by=actor, offer=offer, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการตรวจสอบแล้ว", "The check is recorded."))
            return redirect(offer)
    context = {
        **context_of(request, offer, T("ตรวจสอบว่ายังเป็นปัจจุบัน", "Check that it is current")),
        "form": form,
        "reliance": queries.reliance(offer),
        "may_edit": may(permissions.check_can_edit, actor, offer),
        "intro": T(
            "เทียบเงื่อนไข ข้อกำหนด และช่วงเวลารับกับประกาศของหน่วยงาน หากไม่ตรงให้แก้ไขก่อน",
            "Compare conditions, terms and dates with what the body publishes. If they differ, edit first.",
        ),
        "submit": T("ตรวจสอบแล้วว่าเป็นปัจจุบัน", "Checked: it is current"),
    }
    return render(request, "offers/check.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_edit(actor, offer)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(by=actor, offer=offer, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("ปิดรับแล้ว จะไม่เสนอมาตรการนี้อีก", "Closed: it is no longer proposed."))
            return redirect(offer)
    context = {
        **context_of(request, offer, T("ปิดรับ", "Close the offer")),
        "form": form,
        "submit": T("ปิดรับ", "Close it"),
    }
    return render(request, "offers/act.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_edit(actor, offer)
    problem: T | None = None
    if request.method == "POST":
        try:
            actions.reopen(by=actor, offer=offer)
        except Refused as refusal:
            problem = refusal.text
        else:
            messages.success(request, T("เปิดรับแล้ว", "It is open again."))
            return redirect(offer)
    context = {**context_of(request, offer, T("เปิดรับอีกครั้ง", "Open it again")), "problem": problem}
    return render(request, "offers/reopen.html", context, status=422 if problem else 200)


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def offer_of(request: HttpRequest, code: str) -> Offer:
    rows = Offer.objects.visible_to(actor_of(request)).select_related(
        "provider__parent", "commitment", "activity", "scheme", "rule", "checked_by"
    )
    return get_object_or_404(queries.with_places(rows), code=code)


def on_behalf(actor: Actor, provider: Organisation) -> bool:
    """Whether what is written now counts as written on behalf of the provider."""
    return actor.may(Permission.ACT_FOR_OTHERS) and provider.pk != actor.organisation_id


def context_of(request: HttpRequest, offer: Offer, title: T) -> dict[str, Any]:
    name = T(offer.name_th, offer.name_en or offer.name_th)
    return {
        "offer": offer,
        "window": queries.window(offer),
        "title": title,
        "cancel": offer.get_absolute_url(),
        "path": [OFFERS, (name, offer.get_absolute_url()), (title, "")],
        "without_account": offer.provider if on_behalf(actor_of(request), offer.provider) else None,
        "for_others": False,
    }


def status_of(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200


def _providers(actor: Actor) -> QuerySet[Organisation]:
    """The bodies for which the actor may write offers: their own, and for the secretariat those without an account."""
    check_has(actor, Permission.MANAGE_OWN_OFFERS)
    bodies = Organisation.objects.bodies()
    if not actor.may(Permission.ACT_FOR_OTHERS):
        return bodies.filter(pk=actor.organisation_id)
    with_account = Membership.objects.valid(clock.today()).values("organisation")
    return bodies.filter(Q(pk=actor.organisation_id) | ~Q(pk__in=with_account))
