"""Amendments: the list, one of them with all it changes, drafting and editing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions import amendments as verbs
from phanuek.agreements.actions.amendment_checks import check_amendable, earliest_words
from phanuek.agreements.forms.amendments import EditAmendmentForm, NewAmendmentForm
from phanuek.agreements.models import Agreement, Amendment
from phanuek.agreements.permissions import check_can_sign_for
from phanuek.agreements.queries import amendment_page as queries
from phanuek.agreements.queries.amendments import parties_on
from phanuek.agreements.queries.text import current_version
from phanuek.agreements.states import AmendmentKind, AmendmentState
from phanuek.agreements.views.base import status_of, way_up, words_of
from phanuek.agreements.views.text import agreement_of
from phanuek.files.views import serve
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.organisations.roles import Permission
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

AMENDMENTS = T("การแก้ไขเพิ่มเติม", "Amendments")
KINDS = [
    (AmendmentKind.TEXT, T("เปลี่ยน เพิ่ม หรือยกเลิกข้อความของข้อใดข้อหนึ่ง", "Change, add or take out words of a clause.")),
    (AmendmentKind.EXTENSION, T("เลื่อนวันสิ้นสุดออกไป", "Move the last day further.")),
    (AmendmentKind.WITHDRAWAL, T("ภาคีหนึ่งออกจากข้อตกลง ภาคีที่เหลือดำเนินการต่อ", "One party leaves; the others go on.")),
    (AmendmentKind.TERMINATION, T("เลิกทั้งข้อตกลง โดยอาจมีฉบับอื่นมาแทน", "End the whole agreement; another may take its place.")),
]  # fmt: skip


@login_not_required
@require_safe
def amendments(request: HttpRequest, code: str) -> HttpResponse:
    """Those the reader may see: what is being signed or was merged for everyone, what is in review for the parties."""
    actor, agreement = agreement_of(request, code)
    lines = queries.amendments_of(agreement, actor)
    context = {
        "agreement": agreement,
        "open": [line for line in lines if line.is_open],
        "merged": [line for line in lines if line.amendment.state == AmendmentState.MERGED],
        "closed": [
            line for line in lines if not line.is_open and line.amendment.state != AmendmentState.MERGED
        ],
        "text": current_version(agreement),
        "may_draft": _may_draft(actor, agreement),
        "path": way_up(agreement, AMENDMENTS),
    }
    return render(request, "agreements/amendments.html", context)


@login_not_required
@require_safe
def amendment(request: HttpRequest, code: str, amendment: str) -> HttpResponse:
    """One amendment: what it changes in plain words, who said what, who signed, what comes next."""
    actor, found = amendment_of(request, code, amendment)
    page = queries.amendment_page(found, actor)
    context = {
        "agreement": found.agreement,
        "amendment": found,
        "page": page,
        "buttons": _buttons(actor, page),
        "may_edit": found.state == AmendmentState.DRAFT
        and may(permissions.check_can_edit_amendment, actor, found),
        "may_reconcile": page.newer is not None and may(permissions.check_can_edit_amendment, actor, found),
        "may_review": {
            line.party.pk for line in page.reviews if may(permissions.check_can_review, actor, line.party)
        }
        if found.state == AmendmentState.REVIEW
        else set(),
        "may_sign": {
            line.party.pk
            for line in page.signatures
            if line.signature is None and may(check_can_sign_for, actor, line.party)
        }
        if found.state == AmendmentState.SIGNING
        else set(),
        "path": way_to(found),
    }
    return render(request, "agreements/amendment.html", context)


@require_http_methods(["GET", "POST"])
def amendment_new(request: HttpRequest, code: str) -> HttpResponse:
    """First the kind, then what is asked of that kind."""
    actor, agreement = agreement_of(request, code)
    proposers = _proposers(actor, agreement)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    title = T("เสนอการแก้ไขเพิ่มเติม", "Propose an amendment")
    context: dict[str, Any] = {
        "agreement": agreement,
        "title": title,
        "path": [
            *way_up(agreement, AMENDMENTS)[:-1],
            (AMENDMENTS, f"{agreement.get_absolute_url()}amendments/"),
            (title, ""),
        ],
        "cancel": f"{agreement.get_absolute_url()}amendments/",
    }
    if kind not in AmendmentKind.values:
        try:
            check_amendable(agreement)
        except Refused as refusal:
            context["problem"] = refusal
        context |= {"kinds": KINDS, "text": current_version(agreement)}
        return render(
            request,
            "agreements/amendment_kinds.html",
            context,
            status=422 if request.method == "POST" else 200,
        )
    sent = request.method == "POST"
    form = NewAmendmentForm(
        request.POST if sent else None, request.FILES if sent else None, agreement=agreement, kind=kind, proposers=proposers,
        parties=parties_on(agreement), others=_others(actor, agreement),
    )  # fmt: skip
    if sent and form.is_valid():
        try:
            made = verbs.draft_amendment(by=actor, agreement=agreement, kind=kind, **form.values())
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T(
                    "บันทึกร่างแล้ว ยังไม่มีผู้อื่นเห็นจนกว่าจะเสนอ",
                    "The draft is saved; nobody else sees it until it is proposed.",
                ),
            )
            return redirect(made)
    context |= {
        "form": form,
        "kind": kind,
        "label": AmendmentKind(kind).label,
        "submit": T("บันทึกร่าง", "Save the draft"),
        "notice_words": earliest_words(agreement, clock.today())
        if kind == AmendmentKind.WITHDRAWAL
        else None,
    }
    return render(request, "agreements/amendment_form.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def amendment_edit(request: HttpRequest, code: str, amendment: str) -> HttpResponse:
    """The fields of a draft; its clauses are changed one by one on its page."""
    actor, found = amendment_of(request, code, amendment)
    permissions.check_can_edit_amendment(actor, found)
    agreement, sent = found.agreement, request.method == "POST"
    form = EditAmendmentForm.of(
        found, request.POST if sent else None, request.FILES if sent else None, parties=parties_on(agreement),
        others=_others(actor, agreement),
    )  # fmt: skip
    if sent and form.is_valid():
        try:
            verbs.edit_amendment(by=actor, amendment=found, **form.values())
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(request, T("บันทึกการแก้ไขแล้ว", "Your changes are saved."))
            return redirect(found)
    title = T("แก้ไขร่าง", "Edit the draft")
    context = {
        "agreement": agreement,
        "title": title,
        "form": form,
        "kind": found.kind,
        "label": AmendmentKind(found.kind).label,
        "path": [*way_to(found)[:-1], (words_of(found, "title"), found.get_absolute_url()), (title, "")],
        "cancel": found.get_absolute_url(),
        "notice_words": earliest_words(agreement, clock.today())
        if found.kind == AmendmentKind.WITHDRAWAL
        else None,
    }
    return render(request, "agreements/amendment_form.html", context, status=status_of(form))


@require_safe
def amendment_letter(request: HttpRequest, code: str, amendment: str) -> HttpResponseBase:
    """The letter or decision attached to it, for the parties and the secretariat."""
    actor, found = amendment_of(request, code, amendment)
    if found.attachment is None:
        raise Http404
    _check_inside(actor, found)
    return serve(found.attachment)


@require_safe
def signature_scan(request: HttpRequest, code: str, amendment: str, person: str) -> HttpResponseBase:
    """The scan of one signature, for the parties and the secretariat."""
    actor, found = amendment_of(request, code, amendment)
    row = get_object_or_404(
        found.attendees.select_related("attachment"), code=person, attachment__isnull=False
    )
    _check_inside(actor, found)
    assert row.attachment is not None
    return serve(row.attachment)


def amendment_of(request: HttpRequest, code: str, amendment: str) -> tuple[Actor, Amendment]:
    """Who asks, and the amendment as far as they may see it, else 404."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = Amendment.objects.visible_to(actor).filter(agreement__in=Agreement.objects.visible_to(actor))
    related = ("agreement", "base", "proposed_by", "party__organisation", "successor", "attachment")
    return actor, get_object_or_404(rows.select_related(*related), agreement__code=code, code=amendment)


def way_to(found: Amendment) -> list[tuple[Any, str]]:
    agreement = found.agreement
    way = [*way_up(agreement, AMENDMENTS)[:-1], (AMENDMENTS, f"{agreement.get_absolute_url()}amendments/")]
    return [*way, (words_of(found, "title"), "")]


def _check_inside(actor: Actor, found: Amendment) -> None:
    if not queries.is_inside(found, actor):
        raise NotAllowed(
            T(
                "ไฟล์นี้เปิดได้เฉพาะภาคีและฝ่ายเลขานุการ เพราะอาจมีลายมือชื่อและข้อมูลส่วนบุคคล",
                "This file is for the parties and the secretariat: it may show signatures and personal data.",
            ),
            hint=T(
                "สิ่งที่แก้ไขอ่านได้จากหน้าการแก้ไขเพิ่มเติม", "What is changed can be read on the page of the amendment."
            ),
        )


def _proposers(actor: Actor, agreement: Agreement) -> list[Organisation]:
    """The bodies for which the actor may propose; NotAllowed where there is none."""
    own = Organisation.objects.filter(pk=actor.acting_id or 0).first()
    if actor.may(Permission.MANAGE_AGREEMENT) and own is not None:
        bodies = [own, *(p.organisation for p in parties_on(agreement) if p.organisation_id != own.pk)]
        return [body for body in bodies if may(permissions.check_can_draft_amendment, actor, agreement, body)]
    if own is None:
        raise NotAllowed(T("ต้องเข้าสู่ระบบในนามหน่วยงานก่อน", "Sign in for an organisation first."))
    permissions.check_can_draft_amendment(actor, agreement, own)
    return [own]


def _may_draft(actor: Actor, agreement: Agreement) -> bool:
    try:
        return bool(_proposers(actor, agreement))
    except NotAllowed:
        return False


def _others(actor: Actor, agreement: Agreement) -> list[Agreement]:
    return list(Agreement.objects.visible_to(actor).exclude(pk=agreement.pk).order_by("title_th"))


def _buttons(actor: Actor, page: queries.AmendmentPage) -> list[tuple[str, T, bool]]:
    """(address, label, main one) of the steps that the actor may take now."""
    found = page.amendment
    edits = may(permissions.check_can_edit_amendment, actor, found)
    decides = may(permissions.check_can_decide_amendment, actor)
    takes_back = may(permissions.check_can_take_back, actor, found)
    state = AmendmentState(found.state)
    steps: list[tuple[bool, str, T, bool]] = [
        (edits and state == AmendmentState.DRAFT, "propose/", T("เสนอให้ภาคีพิจารณา", "Propose it to the parties"), True),
        (edits and state == AmendmentState.DRAFT, "edit/", T("แก้ไขข้อมูล", "Edit its record"), False),
        (decides and state == AmendmentState.REVIEW, "open/", T("เปิดให้ลงนาม", "Open for signing"), True),
        (edits and state == AmendmentState.REVIEW, "back/", T("นำกลับไปเป็นร่าง", "Back to a draft"), False),
        (decides and state == AmendmentState.SIGNING, "merge/", T("ให้มีผล", "Merge it"), page.signers.is_complete),
        (decides and state == AmendmentState.SIGNING, "review-again/", T("ส่งกลับให้พิจารณาใหม่", "Send back to review"), False),
        (decides and state in (AmendmentState.REVIEW, AmendmentState.SIGNING), "reject/", T("ยุติเรื่อง (ไม่เห็นชอบ)", "Reject"), False),
        (takes_back and page.is_open, "take-back/", T("ถอนเรื่อง", "Take it back"), False),
    ]  # fmt: skip
    return [(address, label, main) for shown, address, label, main in steps if shown]
