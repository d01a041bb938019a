"""One form per act on a case: fetch, ask, check the form, call the verb, back to the case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import actions, forms, permissions, queries
from phanuek.referrals.actions import files as case_files
from phanuek.referrals.actions.steps import day_of
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.ui import clock
from phanuek.ui.forms import PlainForm
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class Act:
    """What a page of one act says."""

    title: T
    submit: T
    done: T
    intro: T | str = ""
    by_provider: bool = True


def fetch(request: HttpRequest, code: str) -> Referral:
    """The case, or 404 for everybody it does not concern."""
    rows = Referral.objects.visible_to(request.actor).select_related(  # type: ignore[attr-defined]
        "enterprise__subdistrict", "enterprise__organisation", "offer", "provider", "sender", "consent", "assessment", "need",
        "alternative__provider", "transfer_to__provider",
    )  # fmt: skip
    return get_object_or_404(rows, code=code)


def act_page(
    request: HttpRequest,
    code: str,
    act: Act,
    form_class: type[PlainForm],
    check: Callable[..., None],
    verb: Callable[[Actor, Referral, dict[str, Any]], object],
    *,
    options: Callable[[Actor, Referral], dict[str, Any]] | None = None,
) -> HttpResponse:
    """`options` are what the form is built with, beyond what was typed."""
    referral = fetch(request, code)
    by: Actor = request.actor  # type: ignore[attr-defined]
    if act.by_provider:
        by = permissions.as_provider(by, referral)
    status, built_with = 200, options(by, referral) if options else {}
    if request.method == "POST":
        form = form_class(request.POST, request.FILES, **built_with)
        if hasattr(form, "sent_on"):
            form.sent_on = day_of(referral.sent_at)
        try:
            check(by, referral)
            if form.is_valid():
                done_with_files(by, referral, form.cleaned_data, verb)
                messages.success(request, str(act.done))
                return redirect(referral.get_absolute_url())
            status = 422
        except Refused as refusal:
            refusal.add_to(form)
            status = 422
        except NotAllowed as refusal:
            if not any(request.POST.get(name, "").strip() for name in form.fields):
                if isinstance(refusal, permissions.NotInState):
                    return _moved_on(request, referral, refusal)
                raise
            # somebody else was quicker: what was typed stays on the page beside the reason
            form.add_error(None, str(refusal.reason))
            status = 403
    else:
        try:
            check(by, referral)
        except permissions.NotInState as refusal:
            return _moved_on(request, referral, refusal)
        form = form_class(**built_with)
    if status != 200:
        forms.remind_of_files(form)
    context = {
        "title": act.title, "submit": act.submit, "intro": act.intro, "form": form, "referral": referral,
        "cancel": referral.get_absolute_url(), "on_behalf": by.on_behalf_of_id is not None,
        "path": [(T("โต๊ะทำงาน", "My desk"), "/desk/"), (referral.code, referral.get_absolute_url()), (act.title, "")],
    }  # fmt: skip
    return render(request, "referrals/act.html", context, status=status)


@transaction.atomic
def done_with_files(
    by: Actor,
    referral: Referral,
    data: dict[str, Any],
    verb: Callable[[Actor, Referral, dict[str, Any]], object],
) -> object:
    """The act and the files that were attached to it, together or not at all."""
    uploads = data.pop("files", [])
    done = verb(by, referral, data)
    if uploads:
        case_files.attach(by, referral, uploads, case_files.kind_of(by, referral))
    return done


def _moved_on(request: HttpRequest, referral: Referral, refusal: permissions.NotInState) -> HttpResponse:
    """The reader may do such things; the case is past it, perhaps because a colleague was quicker."""
    context = {"referral": referral, "state": refusal.state.label}
    return render(request, "referrals/moved_on.html", context, status=403)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("ขอข้อมูลเพิ่ม", "Ask for more"), T("ส่งคำขอ", "Send the request"),
        T("ส่งคำขอข้อมูลเพิ่มแล้ว", "The request was sent."),
        T("นับเป็นการตอบกลับครั้งแรก และเรื่องจะรอคำตอบจากผู้ส่ง", "This counts as the first answer; the case then waits for the sender."),
    )  # fmt: skip
    return act_page(request, code, act, forms.AskForm, permissions.check_can_ask_more,
                lambda by, referral, data: actions.ask_more(by=by, referral=referral, text=data["text"]))  # fmt: skip


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("ให้ข้อมูลที่หน่วยงานขอ", "Give what was asked"), T("ส่งข้อมูล", "Send"), T("ส่งข้อมูลแล้ว", "Sent."), by_provider=False,
    )  # fmt: skip
    return act_page(request, code, act, forms.GiveForm, permissions.check_can_give_more,
                lambda by, referral, data: actions.give_more(by=by, referral=referral, text=data["text"]))  # fmt: skip


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("รับเรื่อง", "Accept the case"), T("รับเรื่อง", "Accept"), T("รับเรื่องแล้ว", "The case was accepted."),
        T("เมื่อรับเรื่อง ระบบจะกันที่ไว้ 1 รายในจำนวนที่มาตรการรับได้", "Accepting takes one of the offer's places."),
    )  # fmt: skip
    return act_page(request, code, act, forms.AcceptForm, permissions.check_can_accept,
                lambda by, referral, data: actions.accept(by=by, referral=referral, note=data["note"]))  # fmt: skip


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("ไม่รับเรื่อง", "Refuse the case"), T("บันทึกการไม่รับเรื่อง", "Refuse"), T("บันทึกแล้ว และแจ้งผู้ส่งกับกลุ่มให้หาทางอื่น", "Recorded; sender and group were told and can look for other help."),
        T("ผู้ส่งและกลุ่มจะเห็นเหตุผล และความต้องการจะกลับไปหาผู้ช่วยใหม่ กลุ่มขอทบทวนผลได้ถึงวันที่ {until}",
          "Sender and group see the reason, and the need goes back to looking for help. The group may appeal until {until}.")
        .format(until=queries.day_words(actions.appeal_term(clock.today()))),
    )  # fmt: skip
    return act_page(request, code, act, forms.RefuseForm, permissions.check_can_refuse, refuse_from,
                    options=lambda by, referral: {"referral": referral})  # fmt: skip


def refuse_from(by: Actor, referral: Referral, data: dict[str, Any]) -> Referral:
    code = data.get("alternative")
    other = get_object_or_404(Offer.objects.visible_to(by), code=code) if code else None
    return actions.refuse(
        by=by, referral=referral, reason=data["reason"], note=data["note"], alternative=other,
        conditions=[int(number) for number in data.get("conditions", [])],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("เพิ่มบันทึก", "Add a note"),
        T("บันทึก", "Save"),
        T("เพิ่มบันทึกแล้ว", "The note was added."),
        by_provider=False,
    )
    return act_page(request, code, act, forms.NoteForm, permissions.check_can_note,
                lambda by, referral, data: actions.add_note(by=by, referral=referral, text=data["text"]))  # fmt: skip


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, code: str) -> HttpResponse:
    delivered = fetch(request, code).state == ReferralState.DELIVERED
    act = Act(T("ปิดเรื่อง", "Close the case"), T("ปิดเรื่อง", "Close"), T("ปิดเรื่องแล้ว", "The case is closed."))
    form = forms.CloseForm if delivered else forms.CloseWithoutDeliveryForm
    return act_page(request, code, act, form, permissions.check_can_close,
                lambda by, referral, data: actions.close(by=by, referral=referral, note=data["note"]))  # fmt: skip


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("ถอนเรื่อง", "Withdraw the case"),
        T("ถอนเรื่อง", "Withdraw"),
        T("ถอนเรื่องแล้ว", "The case was withdrawn."),
        by_provider=False,
    )
    return act_page(request, code, act, forms.WithdrawForm, permissions.check_can_withdraw,
                lambda by, referral, data: actions.withdraw(by=by, referral=referral, why=data["why"]))  # fmt: skip


@require_POST
def contact(request: HttpRequest, code: str) -> HttpResponse:
    """Shown on asking, never beforehand: each look is written down."""
    referral = fetch(request, code)
    found = actions.look_at_contact(by=request.actor, referral=referral)  # type: ignore[attr-defined]
    template = "referrals/_contact.html" if getattr(request, "htmx", False) else "referrals/contact.html"
    return render(request, template, {"referral": referral, "contact": found})
