"""What has come about here since, by amendment, by signature, by work: no file sets it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from phanuek.agreements.importing import words
from phanuek.agreements.importing.plan import ADD, CHANGE, REMOVE, Change, Plan
from phanuek.agreements.models import Amendment, Attendee, Commitment, Party
from phanuek.agreements.states import AmendmentKind, AmendmentState, Stage
from phanuek.ui.words import T

ORDER = [Stage.DRAFT, Stage.SIGNING, Stage.SIGNED]
# what each kind of amendment changes, and what a signing made here decides
BY_KIND = {
    AmendmentKind.EXTENSION: {"ends_on", "no_fixed_term"},
    AmendmentKind.TERMINATION: {"ends_on", "no_fixed_term", "effective_on"},
}
OF_SIGNING = {"stage", "signed_on", "signing_opened_on"}
LEAVE_IT = T(
    "ใช้ค่าปัจจุบันในไฟล์ หรือเอาค่านี้ออกจากไฟล์ แล้วนำเข้าใหม่", "Put the present value into the file, or take it out, and import it again."
)  # fmt: skip


def guard(plan: Plan, parties: Mapping[str, Party]) -> None:
    """Notes as problems the differences that would undo what was done here."""
    assert plan.agreement is not None
    merged = list(plan.agreement.amendments.filter(state=AmendmentState.MERGED).order_by("pk"))
    for change in plan.changes:
        if change.table == "agreement":
            _fields(plan, change, merged)
        elif change.table == "party":
            _party(plan, change, merged)
        elif change.table == "person":
            _person(plan, change)
        elif change.table == "statement" and change.action == REMOVE:
            _statement(plan, change)


def _fields(plan: Plan, change: Change, merged: list[Amendment]) -> None:
    agreement, paths = plan.agreement, plan.told.paths
    assert agreement is not None
    for field in change.fields:
        cause = next((a for a in merged if field.field in BY_KIND.get(AmendmentKind(a.kind), ())), None)
        if cause is not None:
            _changed_since(plan, paths.get(field.field, field.field), field.old_words, cause)
    wanted = change.values.get("stage", agreement.stage)
    moved_on = ORDER.index(Stage(agreement.stage)) > ORDER.index(Stage(wanted))
    if moved_on or (
        OF_SIGNING & set(change.values) and agreement.signing_opened_on and agreement.stage == Stage.SIGNED
    ):
        plan.wrong(
            paths.get("signed_on", "signed_on"),
            T("ลงนามในระบบแล้ว ปัจจุบันคือ “{stage}”", "It was signed here since; it is now “{stage}”.").format(
                stage=T.of(Stage(agreement.stage).label)
            ),
            LEAVE_IT,
        )


def _changed_since(plan: Plan, path: str, now: T, cause: Amendment) -> None:
    plan.wrong(
        path,
        T(
            "เปลี่ยนในระบบแล้วโดยการแก้ไขเพิ่มเติม “{title}”{on} ปัจจุบันคือ {now}",
            "It was changed here since by amendment “{title}”{on}; it is now {now}.",
        ).format(title=cause.title_th, on=_on(cause.closed_on), now=now),
        LEAVE_IT,
    )


def _on(day: date | None) -> T:
    if day is None:
        return T("", "")
    return T(" เมื่อ {day}", " on {day}").format(day=words.shown("", day))


def _party(plan: Plan, change: Change, merged: list[Amendment]) -> None:
    party: Party | None = change.row
    agreement = plan.agreement
    assert agreement is not None
    if agreement.signing_opened_on and (change.action != CHANGE or "order" in change.values):
        plan.wrong(
            "parties",
            T("เปิดให้ลงนามในระบบแล้ว ภาคีจึงเปลี่ยนโดยการนำเข้าไม่ได้ (“{name}”)", "It was opened for signing here, so an import does not change its parties (“{name}”).").format(
                name=change.name
            ),
            T("เปลี่ยนภาคีในหน้าการลงนาม หรือโดยการแก้ไขเพิ่มเติม", "Change parties on the page of signatures, or by an amendment."),
        )  # fmt: skip
        return
    if change.action == ADD and merged:
        plan.wrong(
            "parties",
            T("“{name}” ไม่ได้เป็นภาคีในระบบ และข้อตกลงนี้แก้ไขเพิ่มเติมแล้ว", "“{name}” is no party here, and the agreement was amended since.").format(
                name=change.name
            ),
            T("ภาคีใหม่เข้าร่วมโดยการแก้ไขเพิ่มเติม", "A party joins by amendment."),
        )  # fmt: skip
    if change.action != REMOVE or party is None:
        return
    if party.withdrawn_on or party.joined_on:
        message = T("“{name}” {what}ในระบบ และยังคงอยู่ในประวัติ", "“{name}” {what} here and stays on the record.").format(
            name=party.name_as_printed, what=_what_became(party)
        )  # fmt: skip
        plan.wrong("parties", message, T("คงรายการนี้ไว้ในไฟล์", "Leave it in the file."))
    elif Commitment.objects.filter(agreement=plan.agreement, lead=party.organisation_id).exists():
        plan.wrong(
            "parties",
            T("“{name}” มีภารกิจอยู่ในระบบ จึงเอาออกจากภาคีไม่ได้", "“{name}” leads commitments here and cannot be taken out.").format(
                name=party.name_as_printed
            ),
            T("คงรายการนี้ไว้ในไฟล์ หรือบันทึกการถอนตัวเป็นการแก้ไขเพิ่มเติม", "Leave it in the file, or record its withdrawal as an amendment."),
        )  # fmt: skip


def _what_became(party: Party) -> T:
    if party.withdrawn_on:
        return T("ถอนตัวเมื่อ {day}", "withdrew on {day}").format(day=words.shown("", party.withdrawn_on))
    return T("เข้าร่วมเมื่อ {day}", "joined on {day}").format(day=words.shown("", party.joined_on))


def _person(plan: Plan, change: Change) -> None:
    """A signature recorded here, with its file or on behalf of a body, is not a file's to change."""
    person: Attendee | None = change.row
    if person is None or change.action not in (CHANGE, REMOVE):
        return
    if person.attachment_id or person.certificate or person.version > 1 or person.on_behalf:
        plan.wrong(
            "people",
            T("การลงนามของ “{name}” บันทึกในระบบแล้ว ต่างจากในไฟล์", "The signature of “{name}” was recorded here and differs from the file.").format(
                name=person.name_th
            ),
            LEAVE_IT,
        )  # fmt: skip


def _statement(plan: Plan, change: Change) -> None:
    if change.row.commitments.exists():
        plan.wrong(
            "statements",
            T("“{name}” มีภารกิจอ้างอิงอยู่ จึงเอาออกไม่ได้", "commitments refer to “{name}”, so it cannot be taken out").format(
                name=change.name
            ),
            T("คงข้อความนี้ไว้ในไฟล์", "Leave it in the file."),
        )  # fmt: skip
