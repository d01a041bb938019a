"""Publishing an offer, taking it back, its limits, and the next edition."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.offers import actions, permissions, queries
from phanuek.offers.forms.act import EditionForm, UnpublishForm
from phanuek.offers.forms.limits import LimitsForm
from phanuek.offers.views.offer import actor_of, context_of, offer_of, status_of
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """The steps with what is still missing; then the one button."""
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_edit(actor, offer)
    problem: T | None = None
    if request.method == "POST":
        try:
            actions.publish(by=actor, offer=offer)
        except Refused as refusal:
            problem = refusal.text
        else:
            messages.success(
                request, T("เผยแพร่แล้ว ทุกคนค้นพบมาตรการนี้ได้", "It is published: everybody finds it.")
            )
            return redirect(offer)
    stages = queries.stages(offer)
    context = {
        **context_of(request, offer, T("เผยแพร่มาตรการ", "Publish the offer")),
        "problem": problem,
        "stages": stages,
        "ready": not offer.published and not any(stage.is_missing for stage in stages),
    }
    return render(request, "offers/publish.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "POST"])
def unpublish(request: HttpRequest, code: str) -> HttpResponse:
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_edit(actor, offer)
    form = UnpublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.unpublish(by=actor, offer=offer, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T(
                    "ถอนการเผยแพร่แล้ว เห็นเฉพาะหน่วยงานและฝ่ายเลขานุการ",
                    "Taken back: only its body and the secretariat see it.",
                ),
            )
            return redirect(offer)
    context = {
        **context_of(request, offer, T("ถอนการเผยแพร่", "Take the offer back from the public")),
        "form": form,
        "intro": T(
            "รายการและ API จะไม่มีมาตรการนี้จนกว่าจะเผยแพร่อีกครั้ง ทำได้เมื่อไม่มีเรื่องที่ยังไม่เสร็จ",
            "Lists and the API leave it out until it is published again. Possible while no case is open.",
        ),
        "submit": T("ถอนการเผยแพร่", "Take it back"),
    }
    return render(request, "offers/act.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def limits(request: HttpRequest, code: str) -> HttpResponse:
    """Rows added and taken out by buttons; saving keeps those in which something is typed."""
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_edit(actor, offer)
    form = LimitsForm(offer, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and not form.rows.asked:
        status = 422
        if form.is_valid():
            try:
                actions.set_limits(
                    by=actor, offer=offer, lines=form.lines(), version=form.cleaned_data["version"]
                )
            except Conflict:
                offer = offer_of(request, code)
                form.data = {**request.POST.dict(), "version": str(offer.version)}
                form.add_error(None, str(T(
                    "มีผู้อื่นแก้ไขมาตรการนี้ระหว่างนี้ ตรวจแถวด้านล่างแล้วบันทึกอีกครั้ง",
                    "Somebody changed this offer meanwhile. Look at the rows below, then save again.",
                )))  # fmt: skip
            except Refused as refusal:
                form.add_error(None, str(refusal.text))
            else:
                messages.success(request, T("บันทึกวงเงินแล้ว", "The limits are saved."))
                return redirect(offer) if offer.published else redirect("offers:publish", code=code)
    context = {
        **context_of(request, offer, T("วงเงินและจำนวนครั้งต่อราย", "Limits for each applicant")),
        "form": form,
        "rows": form.rows,
        "limits": queries.sentences(queries.limits_of(offer)),
        "submit": T("บันทึกวงเงิน", "Save the limits"),
    }
    return render(request, "offers/limits.html", context, status=status)


@require_http_methods(["GET", "POST"])
def next_edition(request: HttpRequest, code: str) -> HttpResponse:
    """What differs is asked; the rest is copied into a new offer that is not published."""
    actor, offer = actor_of(request), offer_of(request, code)
    permissions.check_can_edit(actor, offer)
    form = EditionForm(offer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.next_edition(by=actor, offer=offer, **form.cleaned_data)
        except Refused as refusal:
            refusal.add_to(form)
        else:
            messages.success(
                request,
                T(
                    "คัดลอกเป็นรุ่นใหม่แล้ว ยังไม่เผยแพร่ ตรวจทุกขั้นก่อนเผยแพร่",
                    "Copied into a new edition, not published. Look through it first.",
                ),
            )
            return redirect("offers:publish", code=made.code)
    context = {
        **context_of(request, offer, T("จัดทำรุ่นถัดไป", "Make the next edition")),
        "form": form,
        "intro": T(
            "เงื่อนไข วงเงิน เอกสาร และรายละเอียดอื่นคัดลอกจากรุ่นนี้ แก้ไขได้ก่อนเผยแพร่",
            "Conditions, limits, documents and the rest are copied from this one; you can change them before you publish.",
        ),
        "submit": T("คัดลอกเป็นรุ่นใหม่", "Copy into a new edition"),
    }
    return render(request, "offers/act.html", context, status=status_of(form))
