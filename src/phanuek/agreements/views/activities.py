"""Activities under a commitment and words on how the work goes: one page for everyone, small forms for the bodies."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from phanuek.agreements import actions
from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.forms.activities import (
    DoneForm,
    EditActivityForm,
    NewActivityForm,
    UpdateForm,
    WhyForm,
)
from phanuek.agreements.forms.status import ReopenForm
from phanuek.agreements.models import Activity, Commitment, Update
from phanuek.agreements.queries.detail import detail, works_for
from phanuek.agreements.views.acting import Act, act_page, sent
from phanuek.agreements.views.commitments import commitment_of, way_to
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T

ACTIVITIES = T("กิจกรรมและความคืบหน้า", "Activities and news")


@login_not_required
@require_safe
def activities(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    context = {
        "commitment": commitment,
        "detail": detail(commitment, actor),
        "path": way_to(commitment, ACTIVITIES),
    }
    return render(request, "agreements/activities.html", context)


def _bodies(actor: Actor, commitment: Commitment) -> Sequence[Organisation]:
    """In whose name the actor may write; NotAllowed with the reason when in nobody's."""
    found = works_for(actor, commitment)
    if not found:
        permissions.check_can_work_for(actor, commitment, _own(actor) or commitment.lead)
    return found or [commitment.lead]


def _own(actor: Actor) -> Organisation | None:
    return Organisation.objects.filter(pk=actor.acting_id).first() if actor.acting_id else None


def _back(commitment: Commitment) -> str:
    return f"{commitment.get_absolute_url()}activities/"


@require_http_methods(["GET", "POST"])
def activity_new(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    bodies = _bodies(actor, commitment)
    act = Act(
        T("เพิ่มกิจกรรม", "Add an activity"), T("เพิ่มกิจกรรม", "Add it"), T("เพิ่มกิจกรรมแล้ว", "The activity is added."), _back(commitment),
        partial(actions.add_activity, by=actor, commitment=commitment),
        T("กิจกรรมคืองานชิ้นหนึ่งภายใต้ภารกิจ ทำที่ใดที่หนึ่งในเวลาหนึ่ง", "An activity is a piece of work under the commitment, in a place and a time."),
        _for_others(actor, bodies),
    )  # fmt: skip
    form = NewActivityForm(sent(request), bodies=bodies)
    return act_page(request, commitment, act, form)


def _for_others(actor: Actor, bodies: Sequence[Organisation]) -> dict[str, object]:
    """The first body in whose name the actor would write without belonging to it."""
    return {"on_behalf_of": next((body for body in bodies if not actor.acts_for(body.pk)), None)}


def _activity(request: HttpRequest, code: str, activity: str) -> tuple[Actor, Commitment, Activity]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    rows = commitment.activities.select_related("organisation", "area", "commitment")
    found = get_object_or_404(rows, code=activity)
    permissions.check_can_work_for(actor, commitment, found.organisation)
    return actor, commitment, found


@require_http_methods(["GET", "POST"])
def activity_edit(request: HttpRequest, code: str, activity: str) -> HttpResponse:
    actor, commitment, found = _activity(request, code, activity)
    act = Act(
        T("แก้ไขกิจกรรม", "Edit the activity"), T("บันทึก", "Save"), T("บันทึกการแก้ไขแล้ว", "Your changes are saved."), _back(commitment),
        partial(actions.edit_activity, by=actor, activity=found), more=_for_others(actor, [found.organisation]),
    )  # fmt: skip
    names = ("title_th", "title_en", "area", "starts_on", "due_on", "version")
    form = EditActivityForm(sent(request), initial={name: getattr(found, name) for name in names})
    return act_page(request, commitment, act, form)


@require_http_methods(["GET", "POST"])
def activity_done(request: HttpRequest, code: str, activity: str) -> HttpResponse:
    actor, commitment, found = _activity(request, code, activity)
    act = Act(
        T("กิจกรรมเสร็จแล้ว", "The activity is done"), T("บันทึกว่าเสร็จแล้ว", "Mark as done"), T("บันทึกว่าเสร็จแล้ว", "Marked as done."), _back(commitment),
        partial(actions.finish_activity, by=actor, activity=found), _title(found),
    )  # fmt: skip
    return act_page(request, commitment, act, DoneForm(sent(request)))


@require_http_methods(["GET", "POST"])
def activity_cancel(request: HttpRequest, code: str, activity: str) -> HttpResponse:
    actor, commitment, found = _activity(request, code, activity)
    act = Act(
        T("ยกเลิกกิจกรรม", "Cancel the activity"), T("ยกเลิกกิจกรรม", "Cancel it"), T("ยกเลิกกิจกรรมแล้ว", "The activity is cancelled."), _back(commitment),
        partial(actions.cancel_activity, by=actor, activity=found), _title(found),
    )  # fmt: skip
    return act_page(request, commitment, act, WhyForm(sent(request)))


@require_http_methods(["GET", "POST"])
def activity_reopen(request: HttpRequest, code: str, activity: str) -> HttpResponse:
    actor, commitment, found = _activity(request, code, activity)
    act = Act(
        T("เปิดกิจกรรมอีกครั้ง", "Reopen the activity"), T("เปิดอีกครั้ง", "Reopen"), T("เปิดกิจกรรมแล้ว", "The activity is open again."), _back(commitment),
        partial(actions.reopen_activity, by=actor, activity=found), _title(found),
    )  # fmt: skip
    return act_page(request, commitment, act, PlainForm(sent(request)))


def _title(activity: Activity) -> T:
    return T(activity.title_th, activity.title_en or activity.title_th)


@require_http_methods(["GET", "POST"])
def update_new(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    bodies = _bodies(actor, commitment)
    act = Act(
        T("แจ้งความคืบหน้า", "Say how the work goes"), T("เผยแพร่", "Publish"), T("แจ้งความคืบหน้าแล้ว", "Published."), _back(commitment),
        partial(actions.add_update, by=actor, commitment=commitment),
        T("เล่าสั้น ๆ ว่างานไปถึงไหน ติดเรื่องใด ข้อความนี้ไม่นับเป็นผล แต่บอกว่างานยังเดินอยู่",
          "In a few words how it goes and what holds it up. It claims no result; it says that the work goes on."),
        _for_others(actor, bodies),
    )  # fmt: skip
    return act_page(request, commitment, act, UpdateForm(sent(request), bodies=bodies))


@require_http_methods(["GET", "POST"])
def update_remove(request: HttpRequest, code: str, update: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    commitment = commitment_of(actor, code)
    found: Update = get_object_or_404(
        commitment.updates.select_related("organisation", "commitment"), code=update
    )
    permissions.check_can_work_for(actor, commitment, found.organisation)
    act = Act(
        T("นำข้อความออก", "Take the words away"), T("นำออก", "Take away"), T("นำข้อความออกแล้ว", "Taken away."), _back(commitment),
        partial(actions.remove_update, by=actor, update=found), T(found.text_th, found.text_en or found.text_th),
    )  # fmt: skip
    return act_page(request, commitment, act, ReopenForm(sent(request)))
