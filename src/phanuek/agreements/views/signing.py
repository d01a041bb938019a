"""The page of signatures, what is recorded on it, and its files."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from phanuek.agreements import actions, permissions
from phanuek.agreements.forms.lifecycle import WhyForm
from phanuek.agreements.forms.signing import DocumentForm, KeyForm, PaperForm, ScanForm, SignedFileForm
from phanuek.agreements.models import Agreement, Attendee, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.queries import signing as queries
from phanuek.agreements.queries.files_of_signing import may_read_files
from phanuek.agreements.states import Stage
from phanuek.agreements.views.base import status_of, way_up
from phanuek.agreements.views.parties import person_of
from phanuek.files.views import serve
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

OPEN = (Stage.SIGNING, Stage.SIGNED)


@login_not_required
@require_GET
def signing(request: HttpRequest, code: str) -> HttpResponse:
    """Who signs for whom and has, whether it is in force and why, and the files."""
    actor, agreement = _agreement(request, code)
    page = queries.signing_page(agreement, actor)
    mine = page.mine
    keeps = actor.may(Permission.MANAGE_AGREEMENT)
    context = {
        "agreement": agreement,
        "page": page,
        "keeps": keeps,
        "signs": agreement.stage in OPEN and (keeps or mine is not None),
        "may_upload": bool(page.files.newest) and any(p.may_sign for line in page.lines for p in line.people),
        "anyone_signed": any(p.person.signed_on for line in page.lines for p in line.people),
        "path": way_up(agreement, T("การลงนาม", "Signatures")),
    }
    return render(request, "agreements/signing.html", context)


@login_not_required
@require_GET
def signed_file(request: HttpRequest, code: str, file: str) -> HttpResponseBase:
    """A file of the signing: for everyone once it is signed, before that for the parties and the secretariat."""
    actor, agreement = _agreement(request, code)
    rows = SignedFile.objects.select_related("attachment")
    if not actor.may(Permission.MANAGE_AGREEMENT):
        rows = rows.filter(void_why="")
    found = get_object_or_404(rows, agreement=agreement, amendment=None, code=file)
    if not may_read_files(agreement, actor, agreement.parties.all()):
        if actor.is_public:
            raise Http404
        raise NotAllowed(
            T(
                "ระหว่างลงนาม เฉพาะภาคีและฝ่ายเลขานุการเปิดไฟล์ได้",
                "While it is being signed, its parties and the secretariat may open its files.",
            ),
            hint=T("เปิดต่อสาธารณะเมื่อลงนามครบ", "They are public once it is signed."),
        )
    return serve(found.attachment)


@require_http_methods(["GET", "POST"])
def sign_paper(request: HttpRequest, code: str, person: str) -> HttpResponse:
    """A signature on paper, recorded by the party's own officer or by the secretariat."""
    actor, agreement, found = _signatory(request, code, person)
    data, files = _sent(request)
    form = PaperForm.of(found, data, files)

    def act(cleaned: dict[str, Any]) -> None:
        actions.record_signature(by=actor, signatory=found, **cleaned)

    if _did(request, form, act):
        return _done(request, agreement)
    return _form(request, agreement, form, T("บันทึกการลงนามบนกระดาษ", "Record a signature on paper"), found,
                 submit=T("บันทึกว่าลงนามแล้ว", "Record it"))  # fmt: skip


@sensitive_post_parameters("passphrase")
@sensitive_variables("form", "data", "files", "cleaned")
@require_http_methods(["GET", "POST"])
def sign_digital(request: HttpRequest, code: str, person: str) -> HttpResponse:
    """Signing here with a key file, used once."""
    actor, agreement, found = _signatory(request, code, person)
    newest = signed_files.newest(agreement)
    if newest is None:
        raise NotAllowed(
            T("ยังไม่มีเอกสารสำหรับลงลายมือชื่อดิจิทัล", "There is no document to be signed digitally yet."),
            hint=T(
                "ฝ่ายเลขานุการเพิ่มเอกสารที่หน้าการลงนามได้ หรือบันทึกการลงนามบนกระดาษ",
                "The secretariat can put one in on the page of signatures; or record the signature on paper.",
            ),
        )
    data, files = _sent(request)
    form = KeyForm.of(found, data, files, seen=newest.code)

    def act(cleaned: dict[str, Any]) -> None:
        actions.sign_here(by=actor, signatory=found, **cleaned)

    if _did(request, form, act):
        return _done(request, agreement)
    if form.is_bound:
        # whoever signs again after a refusal signs the file that is newest now, which this page links to
        form.data = form.data.copy()
        form.data["seen"] = newest.code
    return _form(request, agreement, form, T("ลงลายมือชื่อดิจิทัล", "Sign digitally"), found, file=newest,
                 submit=T("ลงลายมือชื่อ", "Sign"))  # fmt: skip


@require_http_methods(["GET", "POST"])
def signed_elsewhere(request: HttpRequest, code: str) -> HttpResponse:
    """The newest file with signatures made by people's own software."""
    actor, agreement = _agreement(request, code)
    permissions.check_can_add_scan(actor, agreement)
    permissions.check_stage(agreement, *OPEN)
    own = agreement.parties.filter(organisation=actor.acting_id).values_list("pk", flat=True)
    waiting = queries.waiting(agreement, None if actor.may(Permission.MANAGE_AGREEMENT) else own)
    data, files = _sent(request)
    form = SignedFileForm(data, files, waiting=waiting)

    def act(cleaned: dict[str, Any]) -> None:
        actions.add_signed(by=actor, signatories=list(cleaned["signatories"]), upload=cleaned["file"])

    if _did(request, form, act):
        return _done(request, agreement)
    title = T("นำไฟล์ที่ลงลายมือชื่อแล้วเข้าระบบ", "Bring back a signed file")
    newest = signed_files.newest(agreement)
    return _form(request, agreement, form, title, file=newest, submit=T("ตรวจและรับไฟล์", "Check and keep it"))


@require_http_methods(["GET", "POST"])
def scan(request: HttpRequest, code: str) -> HttpResponse:
    actor, agreement = _agreement(request, code)
    permissions.check_can_add_scan(actor, agreement)
    permissions.check_stage(agreement, *OPEN)
    form = ScanForm(*_sent(request))

    def act(cleaned: dict[str, Any]) -> None:
        actions.add_scan(by=actor, agreement=agreement, **cleaned)

    if _did(request, form, act):
        return _done(request, agreement)
    return _form(request, agreement, form, T("เพิ่มสำเนาสแกนฉบับลงนาม", "Add a scanned signed copy"))


@require_http_methods(["GET", "POST"])
def document(request: HttpRequest, code: str) -> HttpResponse:
    """Another document to be signed, while nobody has signed."""
    actor, agreement = _agreement(request, code)
    permissions.check_can_manage(actor)
    permissions.check_stage(agreement, Stage.SIGNING)
    form = DocumentForm(*_sent(request))

    def act(cleaned: dict[str, Any]) -> None:
        actions.replace_document(by=actor, agreement=agreement, **cleaned)

    if _did(request, form, act):
        return _done(request, agreement)
    return _form(request, agreement, form, T("เปลี่ยนเอกสารสำหรับลงนาม", "Replace the document to be signed"))


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, code: str, person: str) -> HttpResponse:
    """A signature recorded by mistake, until the agreement is signed."""
    actor, agreement = _agreement(request, code)
    found = person_of(agreement, person)
    permissions.check_can_change_person(actor, found)
    permissions.check_stage(agreement, Stage.SIGNING)
    if found.signed_on is None:
        raise Http404
    form = WhyForm(request.POST if request.method == "POST" else None)

    def act(cleaned: dict[str, Any]) -> None:
        actions.undo_signature(by=actor, signatory=found, **cleaned)

    if _did(request, form, act, T("เพิกถอนรายการลงนามแล้ว", "The record is undone.")):
        return redirect(_page(agreement))
    title = T("เพิกถอนรายการลงนามที่บันทึกผิด", "Undo a signature recorded by mistake")
    return _form(request, agreement, form, title, found, submit=T("เพิกถอนรายการ", "Undo it"))


def _agreement(request: HttpRequest, code: str) -> tuple[Actor, Agreement]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor, get_object_or_404(
        Agreement.objects.visible_to(actor).select_related("successor"), code=code
    )


def _signatory(request: HttpRequest, code: str, person: str) -> tuple[Actor, Agreement, Attendee]:
    """Somebody who may sign now, for whoever may record it; else 404 or 403 with the reason."""
    actor, agreement = _agreement(request, code)
    found = person_of(agreement, person)
    if found.part != Attendee.Part.SIGNATORY or found.party is None:
        raise Http404
    permissions.check_can_sign_for(actor, found.party)
    permissions.check_stage(agreement, *OPEN)
    permissions.check_still_signs(agreement, found.party)
    if found.signed_on is not None:
        raise NotAllowed(
            T("{name}ลงนามแล้ว", "{name} has signed already.").format(name=found.name_th),
            hint=T("หากบันทึกผิด ให้เพิกถอนรายการก่อน", "Where that is a mistake, undo it first."),
        )
    return actor, agreement, found


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@sensitive_variables("form")
def _did(
    request: HttpRequest, form: Any, act: Callable[[dict[str, Any]], None], done: T | None = None
) -> bool:
    """Whether the form was sent and its act done; a refusal is put into the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        refusal.add_to(form)
        return False
    messages.success(request, done or T("บันทึกแล้ว", "Saved."))
    return True


def _done(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Back to the page of signatures, with a word when that was the last one needed."""
    before = agreement.stage
    agreement.refresh_from_db(fields=["stage"])
    if before == Stage.SIGNING and agreement.stage == Stage.SIGNED:
        messages.success(request, T("ลงนามครบตามหลักเกณฑ์แล้ว", "It is signed now, as its rule asks."))
    return redirect(_page(agreement))


def _page(agreement: Agreement) -> str:
    return f"{agreement.get_absolute_url()}signing/"


def _form(
    request: HttpRequest,
    agreement: Agreement,
    form: Any,
    title: T,
    person: Attendee | None = None,
    *,
    file: SignedFile | None = None,
    submit: T | None = None,
) -> HttpResponse:
    context = {
        "title": title,
        "intro": "",
        "form": form,
        "submit": submit,
        "cancel": _page(agreement),
        "path": [*way_up(agreement)[:-1], (T("การลงนาม", "Signatures"), _page(agreement)), (title, "")],
        "base": agreement.get_absolute_url(),
        "person": person,
        "file": file,
    }
    return render(request, "agreements/signing_form.html", context, status=status_of(form))
