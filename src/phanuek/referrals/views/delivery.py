"""Pages about support that was given: recorded, answered by the other side, reported first by the group, come back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from phanuek.offers import queries as offer_queries
from phanuek.organisations.actor import Actor
from phanuek.people.links import masked
from phanuek.referrals import actions, forms, permissions, queries
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.states import ReceivedAnswer
from phanuek.referrals.views.acts import Act, act_page, fetch
from phanuek.ui.formats import baht
from phanuek.ui.words import T

DELIVERED = T(
    "บันทึกการให้การสนับสนุนแล้ว และถามกลุ่มว่าได้รับหรือไม่",
    "Recorded. The group is asked whether it came.",
)

RECEIVED = T("ยืนยันการได้รับแล้ว", "The receipt is confirmed.")


def _found(request: HttpRequest, code: str, delivery: str) -> tuple[Referral, Delivery]:
    referral = fetch(request, code)
    return referral, get_object_or_404(Delivery.objects.filter(referral=referral), code=delivery)


@require_http_methods(["GET", "POST"])
def deliver(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("บันทึกการให้การสนับสนุน", "Record a delivery"),
        T("บันทึกการให้การสนับสนุน", "Record the delivery"),
        DELIVERED,
        limit_words(fetch(request, code)),
    )
    return act_page(request, code, act, forms.DeliveryForm, permissions.check_can_deliver, record)


def limit_words(referral: Referral) -> T | str:
    """The most that the offer gives to one of its kind, and what this case got already: said before it is typed."""
    ceiling = offer_queries.limit_for(referral.offer, referral.enterprise.kind)
    said = []
    if ceiling.per_request_baht is not None:
        said.append(
            T("มาตรการนี้ให้ได้คำขอละไม่เกิน {n}", "The offer gives at most {n} a request").format(
                n=baht(ceiling.per_request_baht)
            )
        )
    if ceiling.per_applicant_baht is not None:
        said.append(T("รวมไม่เกิน {n} ต่อราย", "at most {n} to one applicant").format(n=baht(ceiling.per_applicant_baht)))  # fmt: skip
    if not said:
        return ""
    got = queries.received_baht(referral)
    if got:
        said.append(T("เรื่องนี้ให้ไปแล้ว {n}", "{n} given in this case so far").format(n=baht(got)))
    return T(" · ".join(part.th for part in said), "; ".join(part.en for part in said))


def record(by: Actor, referral: Referral, data: dict[str, Any]) -> Delivery:
    """From what the form holds; files and delivery are kept together or not at all."""
    uploads = data.pop("evidence")
    return actions.record_delivery(by=by, referral=referral, uploads=uploads, **data)


@require_http_methods(["GET", "POST"])
def confirm_delivery(request: HttpRequest, code: str, delivery: str) -> HttpResponse:
    """The word of the other side. The button on the case sends yes; the page of its own asks, and takes nothing for granted."""
    _, found = _found(request, code, delivery)
    act = Act(
        T("ได้รับการสนับสนุนนี้หรือไม่", "Did this support come?"), T("บันทึกคำตอบ", "Save the answer"),
        RECEIVED if request.POST.get("received") == ReceivedAnswer.YES else T("บันทึกคำตอบแล้ว", "Your answer is saved."),
        T("{what} · คำตอบของท่านแสดงคู่กับคำบอกของอีกฝ่าย และนับแยกกัน", "{what}. Your word stands beside the other side's and is counted apart.")
        .format(what=found.what),
        by_provider=found.reported_by_receiver,
    )  # fmt: skip
    return act_page(
        request, code, act, forms.ReceiptForm,
        lambda by, case: permissions.check_can_confirm_delivery(by, case, found),
        lambda by, case, data: actions.answer_delivery(by=by, delivery=found, received=data["received"], note=data["note"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def report_receipt(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("แจ้งว่าได้รับการสนับสนุนแล้ว", "Say that support came"), T("แจ้งว่าได้รับแล้ว", "It came"),
        T("แจ้งแล้ว และถามหน่วยงานว่าใช่หรือไม่", "Saved. The body is asked whether it is so."),
        T("ใช้เมื่อได้รับแล้วแต่หน่วยงานยังไม่ได้บันทึก นับเป็นผลเมื่อหน่วยงานยืนยัน",
          "For what came before the body recorded it. It counts once the body confirms."),
        by_provider=False,
    )  # fmt: skip
    return act_page(
        request, code, act, forms.ReportReceiptForm, permissions.check_can_report_receipt,
        lambda by, case, data: actions.report_receipt(by=by, referral=case, uploads=data.pop("evidence"), **data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def return_delivery(request: HttpRequest, code: str, delivery: str) -> HttpResponse:
    _, found = _found(request, code, delivery)
    act = Act(
        T("บันทึกการคืน", "Record a return"), T("บันทึกการคืน", "Record the return"), T("บันทึกการคืนแล้ว", "The return is recorded."),
        T("{what} · เงินที่คืนใช้กับรายอื่นได้ เมื่อคืนทั้งหมด ที่และผลที่นับให้ภารกิจคืนด้วย",
          "{what}. Money that came back is free for others; when all came back, so is the place, and the result is taken back.")
        .format(what=found.what),
    )  # fmt: skip
    return act_page(
        request, code, act, forms.ReturnForm, permissions.check_can_return,
        lambda by, case, data: actions.return_delivery(by=by, delivery=found, **data),
    )  # fmt: skip


@require_POST
def ask_receipt(request: HttpRequest, code: str, delivery: str) -> HttpResponse:
    """Sends the group the link by which it says whether it came."""
    referral, found = _found(request, code, delivery)
    link = actions.send_confirm_link(by=request.actor, delivery=found)  # type: ignore[attr-defined]
    said = T("ส่งลิงก์ถามไปที่ {a} แล้ว", "The question was sent to {a}.").format(a=masked(link.address))
    messages.success(request, str(said))
    return redirect(referral.get_absolute_url())
