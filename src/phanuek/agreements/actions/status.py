"""A person's word on a commitment's status, and its end short of the target: closing, reopening, handing over."""

from datetime import date, timedelta

from django.db import transaction

from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.actions import said
from phanuek.agreements.actions.base import acting_for
from phanuek.agreements.actions.commitments import hold
from phanuek.agreements.models import Agreement, Claim, Commitment, Party, StatusOverride
from phanuek.agreements.queries.progress import overrides_in_force, progress
from phanuek.agreements.states import MAY_BE_SAID, ClaimState, EndedHow, ProgressStatus
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

LONGEST_DAYS = 180


@transaction.atomic
def set_override(
    *,
    by: Actor,
    commitment: Commitment,
    status: str,
    reason_th: str,
    ends_on: date | None,
    reason_en: str = "",
) -> StatusOverride:
    """A word in place of the computed status, from today until `ends_on`, at most 180 days ahead; it takes the place of an
    earlier one. Everyone sees both, the reason and who said so."""
    permissions.check_can_say_status(by, commitment)
    row, today = hold(commitment), clock.today()
    if status not in MAY_BE_SAID:
        raise Refused(
            _NOT_SAID.get(status, T("โปรดเลือกสถานะจากรายการ", "Choose a status from the list.")),
            field="status",
        )
    reason = said.public_reason(reason_th)
    until = _checked_end(ends_on, today)
    _check_open(row, today)
    for earlier in overrides_in_force([row], today).values():
        _lift(earlier, today)
    # a word on the status is said in one's own name: never put into the mouth of a body that has no account
    made = StatusOverride.objects.create(
        commitment=row,
        status=status,
        reason_th=reason,
        reason_en=said.public(reason_en, field="reason_en"),
        starts_on=today,
        ends_on=until,
        by_organisation=by.organisation_code,
    )
    facts = {"status": str(made.status), "until": made.ends_on.isoformat()}
    timeline.record("commitment.status_set", about=row, by=by, facts=facts, note=reason)
    return made


_NOT_SAID = {
    ProgressStatus.DONE.value: T(
        "สำเร็จตามเป้าได้เมื่อผลที่ยืนยันแล้วถึงเป้าหมายเท่านั้น โปรดบันทึกหรือรายงานผลพร้อมหลักฐาน",
        "A target is reached by confirmed results alone: record them, or claim them with evidence.",
    ),
    ProgressStatus.ENDED.value: T(
        "หากไม่ดำเนินการต่อแล้ว ให้ใช้ปุ่มปิดภารกิจ", "Where the work does not go on, close the commitment instead."
    ),
}


def _checked_end(ends_on: date | None, today: date) -> date:
    if ends_on is None:
        raise Refused(
            T("โปรดระบุว่าใช้สถานะนี้ถึงวันใด", "Say until which day this status counts."),
            field="ends_on",
            hint=T("หลังวันนั้นระบบกลับไปคำนวณจากผลงาน", "After it the status follows from the facts again."),
        )
    if ends_on < today:
        raise Refused(T("วันสิ้นสุดผ่านไปแล้ว", "That day has passed."), field="ends_on")
    if ends_on > today + timedelta(days=LONGEST_DAYS):
        raise Refused(
            T("ระบุสถานะแทนได้ครั้งละไม่เกิน {n} วัน", "A status can be set for {n} days at most.").format(
                n=LONGEST_DAYS
            ),
            field="ends_on",
            hint=T(
                "เมื่อครบกำหนด ระบุใหม่ได้หากเหตุยังอยู่",
                "When it ends it can be set again, if the reason still holds.",
            ),
        )
    return ends_on


def _check_open(row: Commitment, today: date) -> None:
    if row.ended_on is not None:
        raise Refused(
            T("ภารกิจนี้ปิดแล้ว", "This commitment is closed."),
            hint=T("หากดำเนินการต่อ ให้เปิดภารกิจอีกครั้งก่อน", "Reopen it first, if the work goes on."),
        )
    if progress(row, today).is_over:
        raise Refused(
            T("ผลที่ยืนยันแล้วถึงเป้าหมายแล้ว", "Confirmed results reach the target already."),
            hint=T("จึงไม่มีอะไรต้องระบุหรือปิด", "So there is nothing to set or to close."),
        )


def _lift(override: StatusOverride, today: date) -> None:
    override.lifted_on = today
    override.save(update_fields=["lifted_on"])


@transaction.atomic
def lift_override(*, by: Actor, commitment: Commitment) -> None:
    """Takes the word back before its end; the status follows from the facts again."""
    permissions.check_can_say_status(by, commitment)
    row, today = hold(commitment), clock.today()
    found = overrides_in_force([row], today).get(row.pk)
    if found is None:
        raise Refused(T("ไม่มีสถานะที่ระบุแทนอยู่ในขณะนี้", "No status is set at present."))
    _lift(found, today)
    timeline.record("commitment.status_lifted", about=row, by=by, facts={"status": found.status})


@transaction.atomic
def end_commitment(
    *,
    by: Actor,
    commitment: Commitment,
    how: str,
    reason_th: str,
    reason_en: str = "",
    on: date | None = None,
    continued_in: Commitment | None = None,
) -> Commitment:
    """Closes a commitment short of its target: merged with another, taken over, given up. `on` is the first day on which it is
    closed, today unless given. Waiting claims are decided first."""
    permissions.check_can_say_status(by, commitment)
    row, today = hold(commitment), clock.today()
    on, into = on or today, hold(continued_in) if continued_in else None
    if how not in EndedHow.values:
        raise Refused(T("โปรดเลือกว่าปิดเพราะอะไร", "Choose how it ends."), field="how")
    reason = said.public_reason(reason_th)
    _check_open(row, today)
    if on > today or (row.starts_on is not None and on < row.starts_on and row.starts_on <= today):
        raise Refused(
            T("วันปิดต้องไม่เป็นวันในอนาคตและไม่มาก่อนวันเริ่ม", "It is closed on a day between its start and today."),
            field="on",
        )
    _check_continued(row, how, into)
    _check_no_claim_waits(row)
    for override in overrides_in_force([row], today).values():
        _lift(override, today)
    by = acting_for(by, row.lead)
    row.ended_on, row.ended_how, row.ended_why_th = on, how, reason
    row.ended_why_en, row.continued_in = said.public(reason_en, field="reason_en"), into
    row.version += 1
    row.save()
    facts = {"how": how, "on": on.isoformat(), "continued_in": into.code if into else ""}
    timeline.record("commitment.ended", about=row, by=by, also=[row.agreement], facts=facts, note=reason)
    return row


def _check_continued(row: Commitment, how: str, other: Commitment | None) -> None:
    if how == EndedHow.MERGED and other is None:
        raise Refused(
            T("โปรดเลือกว่ารวมกับภารกิจใด", "Choose the commitment it is merged with."), field="continued_in"
        )
    if other is None:
        return
    if how == EndedHow.GIVEN_UP:
        raise Refused(
            T("ภารกิจที่ยุติไม่มีภารกิจที่ดำเนินการต่อ", "What is given up is not continued in another commitment."),
            field="continued_in",
        )
    if other.pk == row.pk or other.agreement_id != row.agreement_id:
        raise Refused(
            T("เลือกภารกิจอื่นในบันทึกข้อตกลงเดียวกัน", "Choose another commitment of the same agreement."),
            field="continued_in",
        )
    if other.ended_on is not None:
        raise Refused(
            T("ภารกิจที่เลือกปิดแล้ว", "The commitment you chose is closed itself."), field="continued_in"
        )


def _check_no_claim_waits(row: Commitment) -> None:
    waiting = Claim.objects.filter(commitment=row, state__in=[ClaimState.SUBMITTED, ClaimState.RETURNED])
    codes = ", ".join(waiting.values_list("code", flat=True))
    if codes:
        raise Refused(
            T("ยังมีรายงานผลที่ไม่ได้ตัดสิน: {codes}", "Claims are not decided yet: {codes}.").format(codes=codes),
            hint=T("ตรวจหรือถอนรายงานเหล่านี้ก่อนปิดภารกิจ", "Decide them or take them back before closing it."),
        )


@transaction.atomic
def reopen_commitment(*, by: Actor, commitment: Commitment, reason: str) -> Commitment:
    """The work goes on after all; why and when it had been closed stays on the timeline."""
    permissions.check_can_say_status(by, commitment)
    row = hold(commitment)
    if row.ended_on is None:
        raise Refused(T("ภารกิจนี้ไม่ได้ปิดอยู่", "This commitment is not closed."))
    why = said.reason(reason, field="reason")
    by = acting_for(by, row.lead)
    facts = {"closed_on": row.ended_on.isoformat(), "how": row.ended_how}
    row.ended_on, row.ended_how, row.ended_why_th, row.ended_why_en = None, "", "", ""
    row.continued_in = None
    row.version += 1
    row.save()
    timeline.record("commitment.reopened", about=row, by=by, also=[row.agreement], facts=facts, note=why)
    return row


@transaction.atomic
def hand_over(*, by: Actor, commitment: Commitment, lead: Organisation, reason: str) -> Commitment:
    """Another body leads from now on, as after a withdrawal. Who answered for it answered for the former lead and is not kept;
    what was reached stays."""
    permissions.check_can_hand_over(by, commitment)
    row = hold(commitment)
    why = said.reason(reason, field="reason")
    if row.ended_on is not None:
        _check_open(row, clock.today())
    _check_new_lead(row, lead)
    former = row.lead
    row.responsibles.all().delete()
    row.collaborators.remove(lead)
    row.lead = lead
    by = acting_for(by, lead)
    row.on_behalf = by.on_behalf_of_id is not None
    row.version += 1
    row.save()
    # two events at once on the agreement's timeline would get the same number
    Agreement.objects.select_for_update().get(pk=row.agreement_id)
    facts = {"from": former.code, "to": lead.code, "commitment": row.code}
    timeline.record("commitment.handed_over", about=row, by=by, also=[row.agreement], facts=facts, note=why)
    return row


def _check_new_lead(row: Commitment, lead: Organisation) -> None:
    if lead.pk == row.lead_id:
        raise Refused(T("หน่วยงานนี้เป็นเจ้าของภารกิจอยู่แล้ว", "This body leads it already."), field="lead")
    name = T(lead.name_th, lead.name_en or lead.name_th)
    if lead.kind == Kind.ENTERPRISE:
        raise Refused(
            T("{name} ไม่ใช่หน่วยงาน", "{name} is not a body that can lead.").format(name=name), field="lead"
        )
    parties = Party.objects.filter(agreement=row.agreement_id, organisation=lead)
    if parties.filter(withdrawn_on__lte=clock.today()).exists():
        raise Refused(
            T("{name} ถอนตัวจากบันทึกข้อตกลงนี้แล้ว", "{name} has withdrawn from this agreement.").format(name=name),
            field="lead",
            hint=T("เลือกภาคีที่ยังร่วมอยู่", "Choose a party that is still in it."),
        )
