"""Activities under a commitment, and a word on how the work goes."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.actions import said
from phanuek.agreements.actions.base import acting_for, name_of
from phanuek.agreements.actions.commitments import hold
from phanuek.agreements.models import Activity, Commitment, Update
from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset({"title_th", "title_en", "area", "starts_on", "due_on"})


@transaction.atomic
def add_activity(
    *,
    by: Actor,
    commitment: Commitment,
    organisation: Organisation,
    title_th: str,
    title_en: str = "",
    area: Area | None = None,
    starts_on: date | None = None,
    due_on: date | None = None,
    code: str = "",
    provenance: str = Provenance.ADDED,
    provenance_why: str = "",
    provenance_source: str = "",
) -> Activity:
    """A piece of work that a body of the commitment sets out to do, in a place and a time where they are known."""
    permissions.check_can_work_for(by, commitment, organisation)
    row = hold(commitment)
    _check_open(row)
    by = acting_for(by, organisation)
    activity = Activity(
        code=code or new_code("a"),
        commitment=row,
        organisation=organisation,
        title_th=said.public(title_th, field="title_th"),
        title_en=said.public(title_en, field="title_en"),
        area=area,
        starts_on=starts_on,
        due_on=due_on,
        on_behalf=by.on_behalf_of_id is not None,
        provenance=provenance,
        provenance_by=name_of(by),
        provenance_on=clock.today(),
        provenance_why=provenance_why.strip(),
        provenance_source=provenance_source,
    )
    _check(activity)
    activity.save(force_insert=True)
    _record("commitment.activity_added", activity, by)
    return activity


@transaction.atomic
def edit_activity(*, by: Actor, activity: Activity, version: int, **changes: Any) -> Activity:
    """Changes the named fields. `version` is the one the editor saw: Conflict when another saved since."""
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    row, by = _hold(by, activity)
    for name in ("title_th", "title_en"):
        if name in changes:
            changes[name] = said.public(changes[name], field=name)
    changed = versions.apply(row, version=version, changes=changes)
    if not changed:
        return row
    row.on_behalf = by.on_behalf_of_id is not None
    _check(row)
    row.save()
    _record("commitment.activity_edited", row, by, fields=sorted(changed))
    return row


@transaction.atomic
def finish_activity(*, by: Actor, activity: Activity, done_on: date | None = None) -> Activity:
    """Done, today unless another day is given."""
    row, by = _hold(by, activity)
    day = done_on or clock.today()
    if row.done_on is not None:
        raise Refused(T("กิจกรรมนี้เสร็จแล้ว", "This activity is done already."))
    _check_not_cancelled(row)
    if day > clock.today():
        raise Refused(
            T("วันที่เสร็จต้องไม่เป็นวันในอนาคต", "It cannot have been done on a day to come."), field="done_on"
        )
    if row.starts_on is not None and day < row.starts_on:
        raise Refused(
            T("วันที่เสร็จมาก่อนวันเริ่มของกิจกรรม", "That day comes before the activity's start."),
            field="done_on",
            hint=T("ตรวจวันที่ หรือแก้วันเริ่มก่อน", "Check the day, or change the start first."),
        )
    row.done_on = day
    row.version += 1
    row.save()
    _record("commitment.activity_done", row, by, on=day.isoformat())
    return row


@transaction.atomic
def cancel_activity(*, by: Actor, activity: Activity, reason: str) -> Activity:
    """It will not be done; what was decided stays to be read."""
    row, by = _hold(by, activity)
    if row.done_on is not None:
        raise Refused(
            T("กิจกรรมนี้เสร็จแล้ว จึงยกเลิกไม่ได้", "This activity is done and cannot be cancelled."),
            hint=T("หากบันทึกผิด ให้เปิดกิจกรรมอีกครั้งก่อน", "Where that is wrong, reopen it first."),
        )
    _check_not_cancelled(row)
    row.cancelled_why = said.public_reason(reason, field="reason")
    row.cancelled_on = clock.today()
    row.version += 1
    row.save()
    _record("commitment.activity_cancelled", row, by)
    return row


@transaction.atomic
def reopen_activity(*, by: Actor, activity: Activity) -> Activity:
    """Neither done nor cancelled after all."""
    row, by = _hold(by, activity)
    if row.done_on is None and row.cancelled_on is None:
        raise Refused(T("กิจกรรมนี้ยังดำเนินการอยู่", "This activity is under way already."))
    row.done_on, row.cancelled_on, row.cancelled_why = None, None, ""
    row.version += 1
    row.save()
    _record("commitment.activity_reopened", row, by)
    return row


@transaction.atomic
def add_update(
    *,
    by: Actor,
    commitment: Commitment,
    organisation: Organisation,
    text_th: str,
    text_en: str = "",
    on: date | None = None,
) -> Update:
    """A word on how the work goes, for everyone to read; it claims no result. `on` is the day it speaks of."""
    permissions.check_can_work_for(by, commitment, organisation)
    row = hold(commitment)
    _check_open(row)
    day = on or clock.today()
    if day > clock.today():
        raise Refused(T("วันที่ต้องไม่เป็นวันในอนาคต", "The day cannot be in the future."), field="on")
    why = T("โปรดเล่าความคืบหน้าสั้น ๆ", "Say in a few words how the work goes.")
    text = said.public(said.required(text_th, field="text_th", why=why), field="text_th")
    by = acting_for(by, organisation)
    made = Update.objects.create(
        code=new_code("u"),
        commitment=row,
        organisation=organisation,
        on=day,
        text_th=text,
        text_en=said.public(text_en, field="text_en"),
        on_behalf=by.on_behalf_of_id is not None,
    )
    timeline.record("commitment.update_added", about=row, by=by, facts={"update": made.code})
    return made


@transaction.atomic
def remove_update(*, by: Actor, update: Update, reason: str) -> None:
    """Takes a word away that should not be read; that it was there stays on the timeline."""
    permissions.check_can_work_for(by, update.commitment, update.organisation)
    row = hold(update.commitment)
    why = said.reason(reason, field="reason")
    by = acting_for(by, update.organisation)
    timeline.record("commitment.update_removed", about=row, by=by, facts={"update": update.code}, note=why)
    update.delete()


def _hold(by: Actor, activity: Activity) -> tuple[Activity, Actor]:
    permissions.check_can_work_for(by, activity.commitment, activity.organisation)
    hold(activity.commitment)
    rows = Activity.objects.select_for_update(of=("self",)).select_related("commitment", "organisation")
    row = rows.get(pk=activity.pk)
    return row, acting_for(by, row.organisation)


def _check_open(row: Commitment) -> None:
    if row.ended_on is not None:
        raise Refused(
            T("ภารกิจนี้ปิดแล้ว", "This commitment is closed."),
            hint=T("หากดำเนินการต่อ ให้เปิดภารกิจอีกครั้งก่อน", "Reopen it first, if the work goes on."),
        )


def _check_not_cancelled(row: Activity) -> None:
    if row.cancelled_on is not None:
        raise Refused(
            T("กิจกรรมนี้ยกเลิกไปแล้ว", "This activity was cancelled."),
            hint=T("เปิดกิจกรรมอีกครั้งก่อน", "Reopen it first."),
        )


def _check(activity: Activity) -> None:
    if not activity.title_th:
        raise Refused(T("โปรดบอกว่าจะทำอะไร", "Say what is to be done."), field="title_th")
    if activity.starts_on and activity.due_on and activity.due_on < activity.starts_on:
        raise Refused(
            T("วันครบกำหนดต้องไม่มาก่อนวันเริ่ม", "The due date cannot come before the start."), field="due_on"
        )
    try:
        activity.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error


def _record(verb: str, activity: Activity, by: Actor, **facts: Any) -> None:
    told = {"activity": activity.code, **facts}
    timeline.record(verb, about=activity.commitment, by=by, also=[activity], facts=told)
