"""The status of a commitment: what follows from the facts, a person's word in its place, its end, its lead."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import actions
from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.forms.status import EndForm, HandOverForm, ReopenForm, StatusForm
from phanuek.agreements.models import Commitment
from phanuek.agreements.queries.detail import detail
from phanuek.agreements.views.acting import Act, act_page, sent
from phanuek.agreements.views.commitments import commitment_of, way_to
from phanuek.organisations.actor import Actor
from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T

STATUS = T("สถานะและผู้รับผิดชอบ", "Status and people")


@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """For those who may change it: both statuses, everything that was said, who answers for it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    permissions.check_can_see_responsible(actor, commitment)
    context = {
        "commitment": commitment,
        "detail": detail(commitment, actor),
        "path": way_to(commitment, STATUS),
    }
    return render(request, "agreements/commitment_status.html", context)


def _begun(request: HttpRequest, code: str) -> tuple[Actor, Commitment, str]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    permissions.check_can_say_status(actor, commitment)
    return actor, commitment, f"{commitment.get_absolute_url()}status/"


@require_http_methods(["GET", "POST"])
def status_set(request: HttpRequest, code: str) -> HttpResponse:
    actor, commitment, back = _begun(request, code)
    act = Act(
        T("ระบุสถานะแทนการคำนวณ", "Set the status"), T("ใช้สถานะนี้", "Set it"), T("บันทึกสถานะแล้ว", "The status is set."), back,
        partial(actions.set_override, by=actor, commitment=commitment),
        T("หน้าภารกิจจะแสดงทั้งสถานะที่คำนวณได้ สถานะที่ท่านระบุ เหตุผล และชื่อหน่วยงานของท่าน ระหว่างนี้ระบบหยุดเตือน",
          "The page shows both the computed status and yours, with the reason and your body's name. Reminders stop meanwhile."),
    )  # fmt: skip
    return act_page(request, commitment, act, StatusForm(sent(request)))


@require_http_methods(["GET", "POST"])
def status_lift(request: HttpRequest, code: str) -> HttpResponse:
    actor, commitment, back = _begun(request, code)
    act = Act(
        T("เลิกระบุสถานะแทน", "Lift the status that was set"), T("เลิกระบุ", "Lift it"), T("กลับไปใช้สถานะที่คำนวณแล้ว", "The computed status counts again."),
        back, partial(actions.lift_override, by=actor, commitment=commitment),
        T("สถานะจะกลับไปคำนวณจากผลงานทันที", "The status follows from the facts again at once."),
    )  # fmt: skip
    return act_page(request, commitment, act, PlainForm(sent(request)))


@require_http_methods(["GET", "POST"])
def status_end(request: HttpRequest, code: str) -> HttpResponse:
    actor, commitment, back = _begun(request, code)
    act = Act(
        T("ปิดภารกิจก่อนถึงเป้า", "Close short of the target"), T("ปิดภารกิจ", "Close it"), T("ปิดภารกิจแล้ว", "The commitment is closed."), back,
        partial(actions.end_commitment, by=actor, commitment=commitment),
        T("ใช้เมื่อรวมกับภารกิจอื่น หน่วยงานอื่นรับไป หรือยุติ ผลที่ได้แล้วยังคงอยู่", "Where it is merged, taken over or given up. What was reached stays."),
    )  # fmt: skip
    return act_page(request, commitment, act, EndForm(sent(request), commitment=commitment))


@require_http_methods(["GET", "POST"])
def status_reopen(request: HttpRequest, code: str) -> HttpResponse:
    actor, commitment, back = _begun(request, code)
    act = Act(
        T("เปิดภารกิจอีกครั้ง", "Reopen the commitment"), T("เปิดอีกครั้ง", "Reopen"), T("เปิดภารกิจแล้ว", "The commitment is open again."), back,
        partial(actions.reopen_commitment, by=actor, commitment=commitment),
    )  # fmt: skip
    return act_page(request, commitment, act, ReopenForm(sent(request)))


@require_http_methods(["GET", "POST"])
def status_hand_over(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    permissions.check_can_hand_over(actor, commitment)
    back = f"{commitment.get_absolute_url()}status/"
    act = Act(
        T("เปลี่ยนหน่วยงานเจ้าของภารกิจ", "Hand over to another lead"), T("เปลี่ยนเจ้าของภารกิจ", "Hand it over"),
        T("เปลี่ยนหน่วยงานเจ้าของภารกิจแล้ว", "Another body leads it now."), back,
        partial(actions.hand_over, by=actor, commitment=commitment),
        T("เช่น เมื่อภาคีถอนตัว ผลที่ได้แล้วยังคงอยู่ ผู้รับผิดชอบเดิมจะถูกนำออก และหน่วยงานใหม่ระบุเอง",
          "As after a withdrawal. What was reached stays; the people in charge are taken out, and the new lead names its own."),
    )  # fmt: skip
    return act_page(request, commitment, act, HandOverForm(sent(request), commitment=commitment))
