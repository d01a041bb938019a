from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.organisations.roles import Permission
from phanuek.registry import actions, permissions
from phanuek.registry.forms import EndSupportForm, SupportForm
from phanuek.registry.models import Enterprise, Relation
from phanuek.registry.views.enterprises import get_enterprise, path_to, posted
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T


def _companies(actor: Actor, enterprise: Enterprise) -> QuerySet[Organisation]:
    """The actor's own company, or those of the place that the secretariat may speak for."""
    local = Q(kind=Kind.PRACHARATH_PROVINCIAL, province=enterprise.subdistrict.province_code)
    rows = Organisation.objects.filter(local | Q(kind=Kind.PRACHARATH_NATIONAL))
    if actor.may(Permission.ACT_FOR_OTHERS):
        return rows.exclude(pk__in=Organisation.objects.with_account(clock.today()).values("pk"))
    return rows.filter(pk=actor.organisation_id)


def start(request: HttpRequest, code: str) -> HttpResponse:
    """A Pracharath company begins to support the group."""
    actor, enterprise = request.actor, get_enterprise(request, code)  # type: ignore[attr-defined]
    companies = _companies(actor, enterprise)
    if not companies.exists():
        raise NotAllowed(
            T(
                "ผู้บันทึกการสนับสนุนคือบริษัทประชารัฐรักสามัคคีของจังหวัดที่กลุ่มตั้งอยู่ หรือบริษัทระดับประเทศ",
                "Support is recorded by the Pracharath company of the group's province, or the national one.",
            )
        )
    form = SupportForm(
        posted(request)[0],
        companies=companies,
        initial={"on": clock.today(), "organisation": companies.first()},
    )
    if request.method == "POST" and form.is_valid():
        company = form.cleaned_data["organisation"]
        try:
            actions.start_support(
                by=actor.for_organisation(company, on=clock.today()), organisation=company, enterprise=enterprise,
                processes=form.cleaned_data["processes"], on=form.cleaned_data["on"],
            )  # fmt: skip
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการสนับสนุนแล้ว", "The support is recorded."))
            return redirect(enterprise)
    title = T("เริ่มสนับสนุนกลุ่มนี้", "Begin to support this group")
    context = {
        "title": title,
        "form": form,
        "cancel": enterprise.get_absolute_url(),
        "path": path_to(enterprise, title),
    }
    context["intro"] = T(enterprise.name_th, enterprise.name_en or enterprise.name_th)
    return render(request, "ui/form_page.html", context)


def end(request: HttpRequest, code: str, organisation: str) -> HttpResponse:
    """The support that goes on now ends."""
    actor, enterprise = request.actor, get_enterprise(request, code)  # type: ignore[attr-defined]
    relation = (
        Relation.objects.filter(enterprise=enterprise, organisation__code=organisation, ended_on=None)
        .select_related("organisation")
        .first()
    )
    if relation is None:
        raise Http404
    by = actor
    if actor.may(Permission.ACT_FOR_OTHERS):
        by = actor.for_organisation(relation.organisation, on=clock.today())
    permissions.check_can_support(by, relation.organisation)
    form = EndSupportForm(posted(request)[0], initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_support(by=by, relation=relation, on=form.cleaned_data["on"])
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการสิ้นสุดการสนับสนุนแล้ว", "The end of the support is recorded."))
            return redirect(enterprise)
    title = T("สิ้นสุดการสนับสนุน", "End the support")
    intro = T("{org_th} สนับสนุน {name_th}", "{org_en} supports {name_en}").format(
        org_th=relation.organisation.name_th, org_en=relation.organisation.name_en or relation.organisation.name_th,
        name_th=enterprise.name_th, name_en=enterprise.name_en or enterprise.name_th,
    )  # fmt: skip
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "cancel": enterprise.get_absolute_url(),
        "path": path_to(enterprise, title),
    }
    return render(request, "ui/form_page.html", context)
