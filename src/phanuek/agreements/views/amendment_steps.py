"""The steps of an amendment, each a page that says what will happen, then does it; what parties say, and how they sign."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions import amendments as verbs
from phanuek.agreements.actions.amendment_signing import review_amendment, sign_amendment
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.forms.amendments import ReviewForm, SeenForm, SignForm, WhyForm
from phanuek.agreements.models import Amendment, Party
from phanuek.agreements.permissions import check_can_sign_for
from phanuek.agreements.queries.amendment_page import amendment_page
from phanuek.agreements.queries.amendments import parties_on
from phanuek.agreements.views.amendments import amendment_of, way_to
from phanuek.agreements.views.base import status_of, words_of
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class Step:
    """`why`: it asks for the reason. `check` is asked before the page is shown."""

    verb: Callable[..., Amendment]
    check: Callable[[Actor, Amendment], None]
    title: T
    intro: T
    done: T
    why: bool = False
    danger: bool = False


def _decides(actor: Actor, _: Amendment) -> None:
    permissions.check_can_decide_amendment(actor)


STEPS = {
    "propose": Step(
        verbs.propose_amendment, permissions.check_can_edit_amendment,
        T("เสนอให้ภาคีพิจารณา", "Propose it to the parties"),
        T("ภาคีทุกองค์กรจะเห็นเรื่องนี้และให้ความเห็น ระหว่างนั้นข้อความเปลี่ยนไม่ได้ นอกจากนำกลับไปเป็นร่าง",
          "Every party sees it and answers. Meanwhile its words stand, unless it is taken back to a draft."),
        T("เสนอแล้ว รอความเห็นของภาคี", "Proposed: the parties are asked."),
    ),
    "back": Step(
        verbs.amendment_back_to_draft, permissions.check_can_edit_amendment,
        T("นำกลับไปเป็นร่าง", "Back to a draft"),
        T("เพื่อแก้ข้อความ เมื่อเสนอใหม่ภาคีต้องให้ความเห็นอีกครั้ง", "To change its words. Once proposed again, the parties answer anew."),
        T("นำกลับไปเป็นร่างแล้ว", "It is a draft again."), why=True,
    ),
    "open": Step(
        verbs.open_amendment_for_signing, _decides,
        T("เปิดให้ลงนาม", "Open for signing"),
        T("ทำได้เมื่อภาคีที่ถูกถามตอบครบ และมีผู้เห็นชอบพอตามหลักเกณฑ์การลงนาม หลังจากนี้ทุกคนอ่านเรื่องนี้ได้",
          "Possible once every party asked has answered and enough agree for the signing rule. From then on everyone may read it."),
        T("เปิดให้ลงนามแล้ว", "It is open for signing."),
    ),
    "review-again": Step(
        verbs.amendment_back_to_review, _decides,
        T("ส่งกลับให้พิจารณาใหม่", "Send back to review"),
        T("ลายมือชื่อที่มีอยู่จะใช้ไม่ได้ และแสดงไว้พร้อมเหตุผล", "Signatures given so far no longer count; they stay on the page with the reason."),
        T("ส่งกลับให้พิจารณาใหม่แล้ว", "It is back in review."), why=True, danger=True,
    ),
    "merge": Step(
        merge_amendment, _decides,
        T("ให้การแก้ไขมีผล", "Merge the amendment"),
        T("ทำได้เมื่อลายมือชื่อครบ หลังจากนี้เปลี่ยนหรือถอนไม่ได้", "Possible once the signatures are there. It can neither be changed nor taken back afterwards."),
        T("การแก้ไขมีผลแล้ว", "The amendment is merged."),
    ),
    "reject": Step(
        verbs.reject_amendment, _decides,
        T("ยุติเรื่อง (ไม่เห็นชอบ)", "Reject it"),
        T("เรื่องนี้จะปิดโดยไม่มีผล ความเห็นและลายมือชื่อยังอ่านได้", "It is closed without effect; answers and signatures can still be read."),
        T("ยุติเรื่องแล้ว", "It is rejected."), why=True, danger=True,
    ),
    "take-back": Step(
        verbs.take_back_amendment, permissions.check_can_take_back,
        T("ถอนเรื่อง", "Take it back"),
        T("เรื่องนี้จะปิดโดยไม่มีผล หากต้องการอีกต้องเสนอใหม่", "It is closed without effect; to have it after all, propose it anew."),
        T("ถอนเรื่องแล้ว", "It is taken back."), why=True, danger=True,
    ),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, code: str, amendment: str, step: str) -> HttpResponse:
    """One of STEPS."""
    actor, found = amendment_of(request, code, amendment)
    told = STEPS[step]
    told.check(actor, found)
    data = request.POST if request.method == "POST" else None
    form = WhyForm(data) if told.why else SeenForm(data, initial={"version": found.version})
    if data is not None and form.is_valid():
        values: dict[str, Any] = dict(form.cleaned_data) if told.why else {}
        if step == "propose":
            values["version"] = form.cleaned_data["version"]
        try:
            told.verb(by=actor, amendment=found, **values)
        except Refused as refusal:
            refusal.add_to(form)
            form.data = _seen_anew(form.data, found)
        else:
            messages.success(request, told.done)
            return redirect(found)
    context = {
        **_context(found, told.title, form),
        "intro": told.intro,
        "submit": told.title,
        "page": amendment_page(found, actor),
        "step": step,
    }
    return render(request, "agreements/amendment_step.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, code: str, amendment: str, party: str) -> HttpResponse:
    """What a party says to it."""
    actor, found = amendment_of(request, code, amendment)
    who = _party(found, party)
    permissions.check_can_review(actor, who)
    said = found.reviews.filter(party=who).first()
    initial = {
        "version": found.version,
        "answer": said.answer if said else "",
        "comment": said.comment if said else "",
    }
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            review_amendment(by=actor, amendment=found, party=who, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
            form.data = _seen_anew(form.data, found)
        else:
            messages.success(request, T("บันทึกความเห็นแล้ว", "The answer is saved."))
            return redirect(found)
    title = T("ความเห็นของ{name}", "Answer of {name}").format(name=words_of(who.organisation, "name"))
    context = {
        **_context(found, title, form),
        "page": amendment_page(found, actor),
        "on_behalf": _on_behalf(actor, who),
    }
    return render(request, "agreements/amendment_step.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, code: str, amendment: str, party: str) -> HttpResponse:
    """A signature of a party, recorded by its officer or by the secretariat."""
    actor, found = amendment_of(request, code, amendment)
    who = _party(found, party)
    check_can_sign_for(actor, who)
    sent = request.method == "POST"
    form = SignForm(
        request.POST if sent else None, request.FILES if sent else None, initial={"version": found.version}
    )
    if sent and form.is_valid():
        try:
            sign_amendment(by=actor, amendment=found, party=who, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
            form.data = _seen_anew(form.data, found)
        else:
            messages.success(request, T("บันทึกการลงนามแล้ว", "The signature is recorded."))
            return redirect(found)
    title = T("บันทึกการลงนามของ{name}", "Record the signature of {name}").format(
        name=words_of(who.organisation, "name")
    )
    context = {
        **_context(found, title, form),
        "page": amendment_page(found, actor),
        "on_behalf": _on_behalf(actor, who),
    }
    return render(request, "agreements/amendment_step.html", context, status=status_of(form))


def _context(found: Amendment, title: T, form: Any) -> dict[str, Any]:
    return {
        "agreement": found.agreement,
        "amendment": found,
        "title": title,
        "form": form,
        "path": [*way_to(found)[:-1], (words_of(found, "title"), found.get_absolute_url()), (title, "")],
        "cancel": found.get_absolute_url(),
        "step": "",
        "on_behalf": False,
    }


def _party(found: Amendment, code: str) -> Party:
    """A party of its agreement by the code of the body, else 404."""
    who = next(
        (p for p in found.agreement.parties.select_related("organisation") if p.organisation.code == code),
        None,
    )
    if who is None:
        raise Http404
    return who


def _on_behalf(actor: Actor, who: Party) -> bool:
    return not actor.acts_for(who.organisation_id) and who in parties_on(who.agreement)


def _seen_anew(data: Any, found: Amendment) -> Any:
    """After a refusal the page shows the words as they are now: sent again, they are what was seen."""
    if "version" not in data:
        return data
    fresh = data.copy()
    fresh["version"] = str(Amendment.objects.values_list("version", flat=True).get(pk=found.pk))
    return fresh
