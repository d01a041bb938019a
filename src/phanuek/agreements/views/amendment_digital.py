"""The digital signatures of an amendment: its document, its files, and signing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phanuek.agreements import permissions
from phanuek.agreements.actions.digital import (
    add_signed_amendment,
    prepare_amendment_document,
    sign_amendment_here,
)
from phanuek.agreements.forms.amendment_digital import AmendmentFileForm, AmendmentKeyForm
from phanuek.agreements.models import Amendment, Party, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.queries.amendment_page import amendment_page
from phanuek.agreements.queries.files_of_signing import files_for, may_read_files
from phanuek.agreements.states import AmendmentState
from phanuek.agreements.views.amendments import amendment_of, way_to
from phanuek.agreements.views.base import status_of, words_of
from phanuek.files.views import serve
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

TITLE = T("ลายมือชื่อดิจิทัลและไฟล์", "Digital signatures and files")


@login_not_required
@require_GET
def files(request: HttpRequest, code: str, amendment: str) -> HttpResponse:
    """The files of the amendment's signing, and for its parties the ways to sign."""
    actor, found = amendment_of(request, code, amendment)
    parties = list(found.agreement.parties.select_related("organisation"))
    shown = files_for(found.agreement, actor, parties, found)
    signing = found.state == AmendmentState.SIGNING
    waiting = [
        line.party
        for line in amendment_page(found, actor).signatures
        if signing and not line.signature and _may_sign(actor, line.party)
    ]
    context = {
        "agreement": found.agreement,
        "amendment": found,
        "files": shown,
        "waiting": waiting,
        "may_prepare": signing and bool(waiting) and shown.newest is None,
        "path": [*way_to(found)[:-1], (words_of(found, "title"), found.get_absolute_url()), (TITLE, "")],
    }
    return render(request, "agreements/amendment_digital.html", context)


@login_not_required
@require_GET
def file(request: HttpRequest, code: str, amendment: str, file: str) -> HttpResponseBase:
    actor, found = amendment_of(request, code, amendment)
    rows = SignedFile.objects.select_related("attachment").filter(amendment=found)
    if not actor.may(Permission.MANAGE_AGREEMENT):
        rows = rows.filter(void_why="")
    kept = get_object_or_404(rows, code=file)
    if not may_read_files(found.agreement, actor, found.agreement.parties.all(), found):
        if actor.is_public:
            raise Http404
        raise NotAllowed(
            T(
                "ระหว่างลงนาม เฉพาะภาคีและฝ่ายเลขานุการเปิดไฟล์ได้",
                "While it is being signed, the parties and the secretariat may open its files.",
            ),
            hint=T("เปิดต่อสาธารณะเมื่อมีผลแล้ว", "They are public once it is merged."),
        )
    return serve(kept.attachment)


@require_POST
def prepare(request: HttpRequest, code: str, amendment: str) -> HttpResponse:
    """Makes the document to be signed, where there is none yet."""
    actor, found = amendment_of(request, code, amendment)
    prepare_amendment_document(by=actor, amendment=found)
    messages.success(request, T("จัดทำเอกสารสำหรับลงนามแล้ว", "The document to be signed is made."))
    return redirect(_page(found))


@sensitive_post_parameters("passphrase")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
def sign_here(request: HttpRequest, code: str, amendment: str, party: str) -> HttpResponse:
    """With a key file, used once."""
    actor, found, who, newest = _to_sign(request, code, amendment, party)
    sent = request.method == "POST"
    form = AmendmentKeyForm(
        request.POST if sent else None, request.FILES if sent else None, initial={"seen": newest.code}
    )
    if sent and form.is_valid():
        try:
            sign_amendment_here(by=actor, amendment=found, party=who, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("ลงลายมือชื่อแล้ว", "It is signed."))
            return redirect(_page(found))
    if sent:
        form.data = form.data.copy()
        form.data["seen"] = newest.code
    return _form(request, found, form, T("ลงลายมือชื่อดิจิทัล", "Sign digitally"), newest, who)


@require_http_methods(["GET", "POST"])
def signed_elsewhere(request: HttpRequest, code: str, amendment: str, party: str) -> HttpResponse:
    """The newest file, signed with one's own software."""
    actor, found, who, newest = _to_sign(request, code, amendment, party)
    sent = request.method == "POST"
    form = AmendmentFileForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            add_signed_amendment(by=actor, amendment=found, party=who, upload=values.pop("file"), **values)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("รับไฟล์ที่ลงลายมือชื่อแล้ว", "The signed file is kept."))
            return redirect(_page(found))
    title = T("นำไฟล์ที่ลงลายมือชื่อแล้วเข้าระบบ", "Bring back a signed file")
    return _form(request, found, form, title, newest, who)


def _to_sign(
    request: HttpRequest, code: str, amendment: str, party: str
) -> tuple[Actor, Amendment, Party, SignedFile]:
    """What is needed to sign for a party: 404 out of sight, 403 with the reason where it is not the moment."""
    actor, found = amendment_of(request, code, amendment)
    rows = found.agreement.parties.select_related("organisation")
    who = get_object_or_404(rows, organisation__code=party)
    permissions.check_can_sign_for(actor, who)
    newest = signed_files.newest(found.agreement, found)
    if found.state != AmendmentState.SIGNING or newest is None:
        raise NotAllowed(
            T("ยังไม่มีเอกสารสำหรับลงลายมือชื่อดิจิทัล", "There is no document to be signed digitally."),
            hint=T(
                "จัดทำเอกสารได้ที่หน้าลายมือชื่อดิจิทัลเมื่อเปิดให้ลงนามแล้ว",
                "It is made on the page of digital signatures, once the amendment is open for signing.",
            ),
        )
    return actor, found, who, newest


def _may_sign(actor: Actor, party: Party) -> bool:
    own = actor.may(Permission.ANSWER_FOR_PARTY) and actor.acts_for(party.organisation_id)
    return own or actor.may(Permission.MANAGE_AGREEMENT)


def _page(found: Amendment) -> str:
    return f"{found.get_absolute_url()}signing/"


def _form(
    request: HttpRequest, found: Amendment, form: Any, title: T, newest: SignedFile, who: Party
) -> HttpResponse:
    above = (words_of(found, "title"), found.get_absolute_url())
    context = {
        "title": title,
        "intro": words_of(who.organisation, "name"),
        "form": form,
        "submit": title,
        "cancel": _page(found),
        "path": [*way_to(found)[:-1], above, (TITLE, _page(found)), (title, "")],
        "base": found.get_absolute_url(),
        "person": None,
        "file": newest,
    }
    return render(request, "agreements/signing_form.html", context, status=status_of(form))
