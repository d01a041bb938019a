"""The parties of a draft, and who signs, witnesses and chairs."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phanuek.agreements import actions, permissions
from phanuek.agreements.forms.parties import (
    EditPartyForm,
    NewPartyForm,
    PersonForm,
    SignatoryForm,
    edit_form,
)
from phanuek.agreements.models import Agreement, Attendee, Party
from phanuek.agreements.states import Stage
from phanuek.agreements.views.base import status_of, way_up
from phanuek.organisations.actor import Actor
from phanuek.ui.forms import PlainForm
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

Part = Attendee.Part


@require_GET
def party_list(request: HttpRequest, code: str) -> HttpResponse:
    """The parties of a draft, to add, order and take out; later the page of signatures shows them."""
    actor, agreement = _agreement(request, code)
    permissions.check_can_manage(actor)
    if agreement.stage != Stage.DRAFT:
        return redirect(f"{agreement.get_absolute_url()}signing/")
    parties = list(agreement.parties.select_related("organisation__parent").prefetch_related("signatories"))
    context = {
        "agreement": agreement,
        "parties": parties,
        "last": len(parties),
        "path": way_up(agreement, T("ภาคี", "Parties")),
    }
    return render(request, "agreements/parties.html", context)


@require_http_methods(["GET", "POST"])
def party_new(request: HttpRequest, code: str) -> HttpResponse:
    actor, agreement = _agreement(request, code)
    permissions.check_can_manage(actor)
    permissions.check_stage(agreement, Stage.DRAFT)
    form = NewPartyForm(request.POST if request.method == "POST" else None, agreement=agreement)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_party(by=actor, agreement=agreement, **form.fields_of_verb())
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("เพิ่มภาคีแล้ว", "The party is added."))
            return redirect(_parties(agreement))
    return _form(request, agreement, form, T("เพิ่มภาคี", "Add a party"), submit=T("เพิ่มภาคี", "Add it"))


@require_http_methods(["GET", "POST"])
def party_edit(request: HttpRequest, code: str, party: str) -> HttpResponse:
    actor, agreement = _agreement(request, code)
    found = _party(agreement, party)
    permissions.check_can_manage(actor)
    permissions.check_stage(agreement, Stage.DRAFT)
    form = EditPartyForm.of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_party(by=actor, party=found, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(_parties(agreement))
    intro = T("ภาคี: {name}", "Party: {name}").format(name=_name(found))
    return _form(request, agreement, form, T("แก้ไขข้อมูลภาคี", "Edit the party"), intro=intro)


@require_http_methods(["GET", "POST"])
def party_remove(request: HttpRequest, code: str, party: str) -> HttpResponse:
    actor, agreement = _agreement(request, code)
    found = _party(agreement, party)
    permissions.check_can_manage(actor)
    permissions.check_stage(agreement, Stage.DRAFT)
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        actions.remove_party(by=actor, party=found)
        messages.success(request, T("นำภาคีออกจากร่างแล้ว", "The party is taken out of the draft."))
        return redirect(_parties(agreement))
    intro = T(
        "นำ{name}ออกจากร่าง ผู้ลงนามที่ระบุไว้ {n} คนจะถูกนำออกด้วย",
        "Takes {name} out of the draft, with the {n} signatories named for it.",
    ).format(name=_name(found), n=found.signatories.count())
    title = T("นำภาคีออกจากร่าง", "Take a party out of the draft")
    return _form(request, agreement, form, title, intro=intro, submit=T("นำออก", "Take it out"))


@require_POST
def party_move(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """One place up or down."""
    actor, agreement = _agreement(request, code)
    found = _party(agreement, party)
    step = {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0)
    actions.place_party(by=actor, party=found, order=found.order + step)
    return redirect(f"{_parties(agreement)}#party-{found.organisation.code}")


@require_http_methods(["GET", "POST"])
def signatory_new(request: HttpRequest, code: str, party: str) -> HttpResponse:
    """Who is to sign for a party: by its own officer, or by the secretariat."""
    actor, agreement = _agreement(request, code)
    found = _party(agreement, party)
    permissions.check_can_sign_for(actor, found)
    permissions.check_still_signs(agreement, found)
    form = SignatoryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.name_signatory(by=actor, party=found, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request, T("ระบุผู้ลงนามแล้ว ยังไม่นับว่าลงนาม", "The signatory is named; that is no signature yet.")
            )
            return redirect(_signing(agreement))
    intro = T("ผู้ลงนามของ{name}", "Signatory of {name}").format(name=_name(found))
    title = T("ระบุผู้ลงนาม", "Name a signatory")
    return _form(request, agreement, form, title, intro=intro, cancel=_signing(agreement))


@require_http_methods(["GET", "POST"])
def person_new(request: HttpRequest, code: str, part: str) -> HttpResponse:
    """A witness, or who chairs."""
    actor, agreement = _agreement(request, code)
    permissions.check_can_manage(actor)
    form = PersonForm(request.POST if request.method == "POST" else None)
    chair = part == Part.CHAIR
    verb = actions.set_chair if chair else actions.add_witness
    if request.method == "POST" and form.is_valid():
        try:
            verb(by=actor, agreement=agreement, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกแล้ว", "Saved."))
            return redirect(_signing(agreement))
    title = T("ระบุประธานในพิธี", "Say who chairs") if chair else T("เพิ่มพยาน", "Add a witness")
    return _form(request, agreement, form, title, cancel=_signing(agreement))


@require_http_methods(["GET", "POST"])
def person_edit(request: HttpRequest, code: str, person: str) -> HttpResponse:
    actor, agreement = _agreement(request, code)
    found = person_of(agreement, person)
    permissions.check_can_change_person(actor, found)
    settled = actions.is_settled(found)
    if settled:
        permissions.check_can_manage(actor)
    form = edit_form(found, request.POST if request.method == "POST" else None, settled=settled)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_person(by=actor, person=found, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(_signing(agreement))
    title = T("แก้ไขข้อมูลบุคคล", "Edit the person")
    return _form(request, agreement, form, title, intro=found.get_part_display(), cancel=_signing(agreement))


@require_http_methods(["GET", "POST"])
def person_remove(request: HttpRequest, code: str, person: str) -> HttpResponse:
    actor, agreement = _agreement(request, code)
    found = person_of(agreement, person)
    permissions.check_can_change_person(actor, found)
    form = PlainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.remove_person(by=actor, person=found)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("นำชื่อออกแล้ว", "The name is taken off."))
            return redirect(_signing(agreement))
    intro = T("นำชื่อ {name} ออก", "Takes {name} off.").format(name=found.name_th)
    title = T("นำชื่อออก", "Take a name off")
    submit = T("นำออก", "Take it off")
    return _form(request, agreement, form, title, intro=intro, submit=submit, cancel=_signing(agreement))


def person_of(agreement: Agreement, code: str) -> Attendee:
    """A person of the agreement's own signing, or 404; those of an amendment have pages of their own."""
    rows = Attendee.objects.filter(agreement=agreement, amendment=None)
    return get_object_or_404(rows.select_related("party__organisation", "agreement"), code=code)


def _agreement(request: HttpRequest, code: str) -> tuple[Actor, Agreement]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor, get_object_or_404(Agreement.objects.visible_to(actor), code=code)


def _party(agreement: Agreement, body: str) -> Party:
    rows = agreement.parties.select_related("organisation", "agreement")
    return get_object_or_404(rows, organisation__code=body)


def _name(party: Party) -> T:
    body = party.organisation
    return T(body.name_th, body.name_en or body.name_th)


def _parties(agreement: Agreement) -> str:
    return f"{agreement.get_absolute_url()}parties/"


def _signing(agreement: Agreement) -> str:
    return f"{agreement.get_absolute_url()}signing/"


def _form(
    request: HttpRequest,
    agreement: Agreement,
    form: Any,
    title: T,
    *,
    intro: Any = "",
    submit: T | None = None,
    cancel: str = "",
) -> HttpResponse:
    back = cancel or _parties(agreement)
    above = T("การลงนาม", "Signatures") if cancel else T("ภาคี", "Parties")
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "submit": submit,
        "cancel": back,
        "path": [*way_up(agreement)[:-1], (above, back), (title, "")],
    }
    return render(request, "ui/form_page.html", context, status=status_of(form))
