"""Drafting an agreement, editing it, opening it for signing and taking it back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import actions, permissions
from phanuek.agreements.forms.lifecycle import AgreementForm, OpenForm, WhyForm, form_of
from phanuek.agreements.models import Agreement
from phanuek.agreements.states import Stage
from phanuek.agreements.views.base import status_of, way_up
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@require_http_methods(["GET", "POST"])
def agreement_new(request: HttpRequest) -> HttpResponse:
    """A draft by the secretariat; parties, text and signatories come after it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_can_manage(actor)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            agreement = actions.create_agreement(by=actor, **form.cleaned_data)
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, T("จัดทำร่างแล้ว ต่อไปเพิ่มภาคี", "The draft is made; next add its parties."))
            return redirect(f"{agreement.get_absolute_url()}parties/")
    title = T("ร่างบันทึกข้อตกลง", "Draft an agreement")
    context = {
        "title": title,
        "intro": T(
            "ร่างเห็นได้เฉพาะฝ่ายเลขานุการและภาคี เผยแพร่เมื่อเปิดให้ลงนาม",
            "A draft is seen by the secretariat and the parties; it becomes public when it is opened for signing.",
        ),
        "form": form,
        "submit": T("จัดทำร่าง", "Make the draft"),
        "cancel": "/agreements/",
        "path": [(T("บันทึกข้อตกลง", "Agreements"), "/agreements/"), (title, "")],
        "agreement": None,
    }
    return render(request, "agreements/lifecycle_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def agreement_edit(request: HttpRequest, code: str) -> HttpResponse:
    """All of a draft; after that what may be corrected, with a reason."""
    actor, agreement = _managed(request, code)
    form = form_of(agreement, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_agreement(by=actor, agreement=agreement, **form.cleaned_data)
        except Refused as refusal:
            form.show(refusal)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(f"{agreement.get_absolute_url()}signing/")
    draft = agreement.stage == Stage.DRAFT
    title = (
        T("แก้ไขร่างบันทึกข้อตกลง", "Edit the draft")
        if draft
        else T("แก้ไขข้อมูลบันทึกข้อตกลง", "Correct the agreement's record")
    )
    context = _context(agreement, form, title) | {"intro": "", "submit": None}
    return render(request, "agreements/lifecycle_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def agreement_open(request: HttpRequest, code: str) -> HttpResponse:
    """Opening for signing, after a look at what will stand from then on."""
    actor, agreement = _managed(request, code)
    permissions.check_stage(agreement, Stage.DRAFT)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OpenForm(data, files, agreement=agreement)

    def act(cleaned: dict[str, Any]) -> None:
        actions.open_for_signing(by=actor, agreement=agreement, **cleaned)

    done = T(
        "เปิดให้ลงนามแล้ว ตัวบทและภาคีเปลี่ยนไม่ได้อีก", "It is open for signing; text and parties stand from now on."
    )
    if _did(request, form, act, done):
        return redirect(f"{agreement.get_absolute_url()}signing/")
    context = _context(agreement, form, T("เปิดให้ลงนาม", "Open for signing")) | {
        "intro": T(
            "จากนี้ตัวบท ภาคี ระยะเวลา และหลักเกณฑ์การลงนามจะเปลี่ยนไม่ได้ และหน้าของข้อตกลงจะเปิดต่อสาธารณะ",
            "From then on its text, parties, term and signing rule stand, and its page is public.",
        ),
        "submit": T("เปิดให้ลงนาม", "Open for signing"),
        "parties": agreement.parties.select_related("organisation"),
        "text": agreement.text_versions.order_by("-number").first(),
    }
    return render(request, "agreements/lifecycle_open.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def agreement_back(request: HttpRequest, code: str) -> HttpResponse:
    """Back to a draft while nobody has signed."""
    actor, agreement = _managed(request, code)
    permissions.check_stage(agreement, Stage.SIGNING)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def act(cleaned: dict[str, Any]) -> None:
        actions.back_to_draft(by=actor, agreement=agreement, **cleaned)

    if _did(request, form, act, T("นำกลับไปเป็นร่างแล้ว", "It is a draft again.")):
        return redirect(f"{agreement.get_absolute_url()}parties/")
    context = _context(agreement, form, T("นำกลับไปเป็นร่าง", "Take it back to a draft")) | {
        "intro": T(
            "ทำได้ขณะที่ยังไม่มีผู้ลงนาม เอกสารสำหรับลงนามฉบับปัจจุบันจะใช้ไม่ได้",
            "While nobody has signed. The present document to be signed will count no more.",
        ),
        "submit": T("นำกลับไปเป็นร่าง", "Take it back"),
    }
    return render(request, "agreements/lifecycle_form.html", context, status=status_of(form))


def _managed(request: HttpRequest, code: str) -> tuple[Actor, Agreement]:
    """The agreement for whoever manages it: 404 out of sight, 403 for others."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    agreement = get_object_or_404(Agreement.objects.visible_to(actor), code=code)
    permissions.check_can_manage(actor)
    return actor, agreement


def _did(request: HttpRequest, form: Any, act: Callable[[dict[str, Any]], None], done: T) -> bool:
    """Whether the form was sent and its act done; a refusal is put into the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        refusal.add_to(form)
        return False
    messages.success(request, done)
    return True


def _context(agreement: Agreement, form: Any, title: T) -> dict[str, Any]:
    address = f"{agreement.get_absolute_url()}signing/"
    return {
        "title": title,
        "form": form,
        "cancel": address,
        "path": [*way_up(agreement)[:-1], (T("การลงนาม", "Signatures"), address), (title, "")],
        "agreement": agreement,
    }
