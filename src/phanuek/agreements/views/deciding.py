"""Deciding on a claim: one small form for each act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from phanuek.agreements import actions
from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.forms.claims import ApproveForm, DecisionForm, ReasonForm, TakeBackForm
from phanuek.agreements.forms.commitments import shown
from phanuek.agreements.models import Claim
from phanuek.agreements.queries import claims as reads
from phanuek.agreements.queries.progress import unit_of
from phanuek.agreements.states import ClaimState
from phanuek.agreements.views.claims import claim_of, way_to_claim
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

S = ClaimState


@dataclass(frozen=True)
class Act:
    """What a page of one act says, asks and does."""

    title: T
    submit: T
    done: T
    form: type[DecisionForm]
    check: Callable[..., None]
    begins: tuple[ClaimState, ...]
    verb: Callable[..., Claim]
    intro: T | str = ""


def _act(request: HttpRequest, code: str, claim: str, act: Act) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = claim_of(actor, code, claim)
    act.check(actor, found)
    sent = request.POST if request.method == "POST" else None
    if sent is None:
        permissions.check_stands(found, *act.begins)
        if act.verb is actions.confirm_claim:
            permissions.check_unconfirmed(found)
    initial = {"version": found.version, "quantity": shown(found.quantity)}
    form = act.form(sent, initial=initial)
    if isinstance(form, ApproveForm):
        form.fields["quantity"].unit = unit_of(found.commitment)  # type: ignore[attr-defined]
    status = 200
    if sent is not None:
        status = 422
        if form.is_valid():
            try:
                act.verb(by=actor, claim=found, **form.cleaned_data)
            except Refused as refusal:
                refusal.add_to(form)
            except permissions.MovedOn as refusal:
                # somebody else was quicker: what was typed stays on the page beside the reason
                form.add_error(None, f"{refusal.reason} {refusal.hint or ''}".strip())
            else:
                messages.success(request, str(act.done))
                return redirect(found)
    context: dict[str, Any] = {
        "title": act.title,
        "submit": act.submit,
        "intro": act.intro,
        "form": form,
        "claim": found,
        "line": reads.line(found, actor),
        "unit": unit_of(found.commitment),
        "cancel": found.get_absolute_url(),
        "path": way_to_claim(found, act.title),
    }
    return render(request, "agreements/claim_act.html", context, status=status)


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, code: str, claim: str) -> HttpResponse:
    act = Act(
        T("รับรองรายงานผล", "Approve the claim"), T("รับรอง", "Approve"),
        T("รับรองแล้ว ผลเข้าภารกิจแล้ว", "Approved; the result counts for the commitment."),
        ApproveForm, permissions.check_can_decide, (S.SUBMITTED,), actions.approve_claim,
        T("ผลที่ท่านรับรองเข้าภารกิจทันที หากหน่วยงานท่านเป็นคนละหน่วยงานกับผู้รายงาน จะนับเป็นผลที่ยืนยันแล้ว",
          "What you approve counts at once: as confirmed, where your body is another one than reported it."),
    )  # fmt: skip
    return _act(request, code, claim, act)


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, code: str, claim: str) -> HttpResponse:
    act = Act(
        T("ส่งคืนให้แก้ไข", "Send back to be mended"), T("ส่งคืน", "Send back"), T("ส่งคืนแล้ว", "Sent back."),
        ReasonForm, permissions.check_can_decide, (S.SUBMITTED,), actions.return_claim,
        T("สิ่งที่กรอกและไฟล์ที่แนบยังอยู่ครบ ผู้รายงานแก้ไขแล้วส่งอีกครั้งได้", "What was typed and attached is kept; it can be mended and sent again."),
    )  # fmt: skip
    return _act(request, code, claim, act)


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, code: str, claim: str) -> HttpResponse:
    act = Act(
        T("ไม่รับรองรายงานผล", "Refuse the claim"), T("บันทึกการไม่รับรอง", "Refuse"), T("บันทึกการไม่รับรองแล้ว", "Refused."),
        ReasonForm, permissions.check_can_decide, (S.SUBMITTED,), actions.refuse_claim,
        T("รายงานนี้จะปิดและแก้ไขไม่ได้อีก หากยังแก้ไขได้ให้เลือกส่งคืน", "This closes the claim for good. Send it back where it can be mended."),
    )  # fmt: skip
    return _act(request, code, claim, act)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, code: str, claim: str) -> HttpResponse:
    act = Act(
        T("ยืนยันผล", "Confirm the result"), T("ยืนยันผล", "Confirm"), T("ยืนยันแล้ว", "Confirmed."),
        DecisionForm, permissions.check_can_confirm, (S.APPROVED,), actions.confirm_claim,
        T("ผลนี้รับรองภายในหน่วยงานที่รายงาน เมื่อหน่วยงานท่านยืนยัน จะนับเป็นผลที่ยืนยันแล้ว",
          "It was approved within the body that reported it; your body's word makes it a confirmed result."),
    )  # fmt: skip
    return _act(request, code, claim, act)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, code: str, claim: str) -> HttpResponse:
    act = Act(
        T("ยกเลิกการรับรอง", "Undo the approval"), T("ยกเลิกการรับรอง", "Undo it"),
        T("ยกเลิกการรับรองแล้ว ผลออกจากภารกิจแล้ว", "Undone; the result no longer counts."),
        ReasonForm, permissions.check_can_undo, (S.APPROVED,), actions.undo_approval,
        T("ผลจะออกจากยอดของภารกิจ และรายงานกลับไปให้แก้ไข", "The result leaves the commitment's sum, and the claim goes back to be mended."),
    )  # fmt: skip
    return _act(request, code, claim, act)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, code: str, claim: str) -> HttpResponse:
    act = Act(
        T("ถอนรายงานผล", "Take the claim back"), T("ถอนรายงาน", "Take it back"), T("ถอนรายงานผลแล้ว", "Taken back."),
        TakeBackForm, permissions.check_can_change_claim, (S.SUBMITTED, S.RETURNED), actions.take_back_claim,
        T("ถอนแล้วส่งรายงานเดิมอีกไม่ได้ แต่รายงานใหม่พร้อมหลักฐานเดิมได้", "It cannot be sent again; a new claim may rest on the same evidence."),
    )  # fmt: skip
    return _act(request, code, claim, act)
