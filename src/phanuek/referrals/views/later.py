"""What follows an answer: an appeal and its answer, a transfer and the group's word, reopening, applying again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import actions, forms, permissions, queries
from phanuek.referrals.forms.transfer import AGREES
from phanuek.referrals.models import Referral
from phanuek.referrals.views.acts import Act, act_page, fetch
from phanuek.ui.words import T


@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    referral = fetch(request, code)
    until = queries.day_words(referral.appeal_until) if referral.appeal_until else T("–", "–")
    act = Act(
        T("ขอทบทวนผล", "Appeal"), T("ส่งคำขอทบทวน", "Send the appeal"), T("ส่งคำขอทบทวนแล้ว ผู้อื่นที่ไม่ใช่ผู้ตอบเดิมจะเป็นผู้ตอบ", "Sent. Somebody else than who refused will answer."),
        T("ขอได้ถึงวันที่ {until} คำขอจะตอบโดยเจ้าหน้าที่อื่นของหน่วยงาน หรือหน่วยงานต้นสังกัด ภายใน 15 วันทำการ",
          "Possible until {until}. It is answered by another officer of the body, or by the body above it, within 15 working days.").format(until=until),
        by_provider=False,
    )  # fmt: skip
    return act_page(request, code, act, forms.AppealForm, permissions.check_can_appeal,
                    lambda by, referral, data: actions.appeal(by=by, referral=referral, text=data["text"]))  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer_appeal(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("ตอบคำขอทบทวน", "Answer the appeal"), T("บันทึกผลการทบทวน", "Record the answer"), T("บันทึกผลการทบทวนแล้ว", "The answer was recorded."),
        T("หากเห็นด้วยกับคำขอ เรื่องจะกลับไปรอคำตอบของหน่วยงานพร้อมกำหนดเวลาใหม่", "If it is upheld, the case waits for the body's answer again, with a new term."),
        by_provider=False,
    )  # fmt: skip
    return act_page(
        request, code, act, forms.AnswerAppealForm, _check_answer_appeal,
        lambda by, referral, data: actions.decide_appeal(by=by, referral=referral, upheld=data["upheld"], why=data["why"]),
    )  # fmt: skip


def _check_answer_appeal(by: Actor, referral: Referral) -> None:
    permissions.check_can_answer_appeal(by, referral, referral.waiting_appeal)


@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("โอนเรื่องไปมาตรการอื่น", "Pass the case on"), T("โอนเรื่อง", "Pass it on"), T("บันทึกแล้ว และแจ้งทุกฝ่ายแล้ว", "Recorded, and everybody was told."),
        T("หากกลุ่มเคยยินยอมให้ส่งข้อมูลแก่หน่วยงานปลายทาง เรื่องจะโอนทันที หากยังไม่เคย ผู้ส่งจะขอความยินยอมจากกลุ่มก่อน",
          "If the group's consent covers the other body, the case goes there at once. If not, the sender asks the group first."),
    )  # fmt: skip
    return act_page(request, code, act, forms.TransferForm, permissions.check_can_transfer, _transfer,
                    options=lambda by, referral: {"referral": referral})  # fmt: skip


def _transfer(by: Actor, referral: Referral, data: dict[str, Any]) -> Referral:
    to = get_object_or_404(Offer.objects.visible_to(by).select_related("provider", "rule"), code=data["to"])
    return actions.transfer(by=by, referral=referral, to=to, why=data["why"])


@require_http_methods(["GET", "POST"])
def answer_transfer(request: HttpRequest, code: str) -> HttpResponse:
    referral = fetch(request, code)
    to = referral.transfer_to
    intro: T | str = ""
    if to is not None:
        intro = T(
            "{provider} เสนอโอนไปที่ “{offer}” ของ {target} อ่านให้ผู้แทนกลุ่มฟัง: “กลุ่มยินยอมให้ส่งข้อมูลของเรื่องนี้แก่ {target} เพื่อพิจารณาให้การสนับสนุนและติดตามผล ถอนความยินยอมได้ทุกเมื่อ”",
            "{provider} proposes “{offer}” of {target}. Read to the group: “We agree that the data of this case are passed to {target}, to consider support and follow it up. We may withdraw this at any time.”",
        ).format(provider=permissions.name_of(referral.provider), offer=T(to.name_th, to.name_en or to.name_th),
                 target=permissions.name_of(to.provider))  # fmt: skip
    act = Act(
        T("ตอบข้อเสนอโอนเรื่อง", "Answer the proposed transfer"), T("บันทึกคำตอบ", "Record the answer"),
        T("บันทึกคำตอบของกลุ่มแล้ว", "The group's answer was recorded."), intro, by_provider=False,
    )  # fmt: skip
    return act_page(
        request, code, act, forms.AnswerTransferForm, permissions.check_can_answer_transfer, _answer_transfer,
        options=lambda by, referral: {"by_group": by.acts_for(referral.enterprise.organisation_id)},
    )  # fmt: skip


def _answer_transfer(by: Actor, referral: Referral, data: dict[str, Any]) -> Referral:
    if data["answer"] != AGREES:
        return actions.decline_transfer(by=by, referral=referral, why=data["why"])
    return actions.confirm_transfer(
        by=by, referral=referral, method=data["method"], given_by=data["given_by"], given_on=data["given_on"],
        evidence=data.get("evidence"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("เปิดเรื่องอีกครั้ง", "Reopen"), T("เปิดเรื่องอีกครั้ง", "Reopen"), T("เปิดเรื่องอีกครั้งแล้ว", "The case is open again."),
        T("เรื่องจะกลับไปที่ขั้นที่เคยอยู่ หากเคยรับเรื่องแล้ว ระบบจะกันที่ให้ใหม่ถ้ายังมีที่เหลือ", "It goes on where it stood. If it was accepted before, a place is taken anew, if one is left."),
        by_provider=False,
    )  # fmt: skip
    return act_page(request, code, act, forms.ReopenForm, permissions.check_can_reopen,
                    lambda by, referral, data: actions.reopen(by=by, referral=referral, why=data["why"]))  # fmt: skip


@require_GET
def again(request: HttpRequest, code: str) -> HttpResponse:
    """?offer= another one: to the page of sending, with what was typed in this case."""
    referral = fetch(request, code)
    permissions.check_can_apply_again(request.actor, referral)  # type: ignore[attr-defined]
    offer = request.GET.get("offer", "").replace("\x00", "")[:80] or referral.offer.code
    query = {"enterprise": referral.enterprise.code, "offer": offer, "previous": referral.code}
    if referral.need is not None:
        query["need"] = referral.need.code
    return redirect(f"{reverse('referrals:new')}?{urlencode(query)}")


@require_POST
def wish(request: HttpRequest, code: str) -> HttpResponse:
    referral = fetch(request, code)
    actions.wish_alternative(by=request.actor, referral=referral)  # type: ignore[attr-defined]
    messages.success(request, str(T("แจ้งผู้ส่งเรื่องแล้ว", "The sender was told.")))
    return redirect(referral.get_absolute_url())
