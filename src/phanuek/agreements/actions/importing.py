"""The verbs that bring an agreement in from its JSON form: tried first, then taken in, and undone while nothing hangs under it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from phanuek.agreements import permissions
from phanuek.agreements.importing import comparing, decoding, reading, writing
from phanuek.agreements.importing.plan import Plan
from phanuek.agreements.importing.problems import MEND_IT
from phanuek.agreements.models import Agreement, AgreementImport
from phanuek.files import actions as files
from phanuek.files import checks
from phanuek.organisations import actions as organisations
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.timeline import queries as events
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

JSON_ONLY = frozenset({checks.JSON})
LOOK_AGAIN = T("เปิดหน้าตรวจนี้ใหม่แล้วดูอีกครั้งก่อนยืนยัน", "Open the check again and look before you confirm.")


@transaction.atomic
def import_agreement(
    *, by: Actor, data: Mapping[str, Any], on: date, bodies: Mapping[str, str] | None = None
) -> Agreement:
    """Brings the agreement to what the data tells; the same data again changes nothing.

    Organisations that are missing are made; those that exist are left as they are. `bodies` says which of ours a body of the file
    is, by code, or `new`. Raises NotReadable with every problem and its path. `on` is the day of the import.
    """
    permissions.check_can_import(by)
    told = reading.read(data, on=on)
    _hold(told.code)
    plan = comparing.compare(told, bodies)
    plan.check()
    return _take_in(plan, by, on)


@transaction.atomic
def try_agreement(*, by: Actor, upload: UploadedFile) -> AgreementImport:
    """Reads a file and keeps it; nothing is taken in. Raises NotReadable with every problem and its path."""
    permissions.check_can_import(by)
    checks.check(upload, upload.size or 0, accept=JSON_ONLY)
    upload.seek(0)
    told = reading.read(decoding.decode(upload.read()), on=clock.today())
    upload.seek(0)
    brought = AgreementImport.objects.create(
        code=new_code("i"),
        kind=AgreementImport.Kind.AGREEMENT,
        attachment=files.keep(upload, by=by, accept=JSON_ONLY),
        agreement=Agreement.objects.filter(code=told.code).first(),
        agreement_code=told.code,
        organisation_id=by.organisation_id,
        made_at=clock.now(),
    )
    timeline.record("import.agreement_tried", about=brought, by=by, facts={"agreement": told.code})
    return brought


def plan_of(brought: AgreementImport, choices: Mapping[str, str] | None = None) -> Plan:
    """What taking it in would do today; its problems are told in the plan. Raises NotReadable when it no longer reads."""
    with brought.attachment.file.open("rb") as kept:
        told = reading.read(decoding.decode(kept.read()), on=clock.today())
    return comparing.compare(told, choices)


@transaction.atomic
def confirm_agreement(
    *, by: Actor, brought: AgreementImport, choices: Mapping[str, str], version: int
) -> Agreement:
    """Takes a tried file in, once: one that was taken in stays as it is.

    `choices` says which of ours a body of the file is; `version` is the agreement's own as the check showed it, 0 for none.
    """
    permissions.check_can_import(by)
    row = (
        AgreementImport.objects.select_for_update(of=("self",))
        .select_related("attachment")
        .get(pk=brought.pk)
    )
    if row.state == AgreementImport.State.APPLIED and row.agreement is not None:
        return row.agreement
    if row.state == AgreementImport.State.UNDONE:
        raise Refused(
            T("การนำเข้านี้ยกเลิกไปแล้ว", "This import was undone."),
            hint=T("แนบไฟล์ใหม่หากต้องการนำเข้าอีกครั้ง", "Attach the file again to import it once more."),
        )
    _hold(row.agreement_code)
    plan = plan_of(row, choices)
    plan.check()
    for found in plan.bodies.to_choose:
        raise Refused(
            T("ยังไม่ได้เลือกว่า “{name}” คือหน่วยงานใด", "It is not chosen yet which body “{name}” is.").format(
                name=found.name
            ),
            field=f"body-{found.body.code}",
            hint=T(
                "เลือกหน่วยงานที่มีอยู่ หรือเลือกว่าเป็นหน่วยงานใหม่", "Choose one that is here, or say that it is new."
            ),
        )
    if plan.seen_version != version:
        raise Refused(
            T(
                "ข้อตกลงนี้เปลี่ยนไประหว่างที่ท่านเปิดหน้าตรวจอยู่ จึงยังไม่ได้นำเข้า",
                "The agreement changed while the check was open, so nothing was imported yet.",
            ),
            hint=LOOK_AGAIN,
        )
    was_new, made = plan.is_new, [found.code for found in plan.bodies.new]
    agreement = _take_in(plan, by, clock.today())
    row.agreement, row.state, row.applied_at = agreement, AgreementImport.State.APPLIED, clock.now()
    row.made = {
        "agreement": was_new,
        "organisations": made,
        "commitments": [change.told.code for change in plan.commitments if change.row is None],
        "events": _events(agreement),
    }
    row.save()
    return agreement


def _hold(code: str) -> None:
    """Two imports of one agreement follow one another."""
    Agreement.objects.select_for_update(of=("self",)).filter(code=code).first()


def _take_in(plan: Plan, by: Actor, on: date) -> Agreement:
    if plan.changes_nothing and plan.agreement is not None:
        return plan.agreement
    changed = len(plan.changes) + len(plan.commitments) + plan.adds_text + plan.is_new
    try:
        with transaction.atomic():
            agreement = writing.write(plan, by, on)
    except IntegrityError as error:
        raise Refused(
            T(
                "มีผู้อื่นบันทึกข้อตกลงหรือหน่วยงานเดียวกันในเวลาเดียวกัน จึงยังไม่ได้นำเข้า",
                "Someone else wrote the same agreement or body at the same moment, so nothing was imported.",
            ),
            hint=LOOK_AGAIN,
        ) from error
    timeline.record("agreement.imported", about=agreement, by=by, facts={"changed": changed})
    return agreement


# -- undoing ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def undo_agreement(*, by: Actor, brought: AgreementImport) -> None:
    """Takes out an agreement that this import made, with the bodies it made, while nothing has been done with it since."""
    permissions.check_can_import(by)
    row = AgreementImport.objects.select_for_update(of=("self",)).get(pk=brought.pk)
    reason = why_not_undone(row)
    if reason is not None:
        raise Refused(reason, hint=MEND_IT)
    agreement = row.agreement
    assert agreement is not None
    timeline.record("agreement.import_undone", about=row, by=by, also=[agreement])
    try:
        with transaction.atomic():
            agreement.commitments.filter(code__in=row.made.get("commitments", [])).delete()
            agreement.delete()
    except ProtectedError as error:
        raise Refused(HANGS, hint=CORRECT_IT) from error
    organisations.remove_unused(by=by, codes=row.made.get("organisations", []))
    row.agreement, row.state = None, AgreementImport.State.UNDONE
    row.save()


HANGS = T(
    "มีงานอื่นผูกอยู่กับข้อตกลงนี้แล้ว จึงยกเลิกการนำเข้าไม่ได้",
    "Other work hangs under the agreement already, so its import cannot be undone.",
)
CORRECT_IT = T(
    "แก้ไขไฟล์แล้วนำเข้าใหม่เพื่อปรับข้อมูลให้ถูกต้อง", "Mend the file and import it again to correct what it says."
)


def why_not_undone(brought: AgreementImport) -> T | None:
    """Why an import cannot be undone any more, or None when it can."""
    agreement = brought.agreement
    if (
        brought.state != AgreementImport.State.APPLIED
        or agreement is None
        or not brought.made.get("agreement")
    ):
        return T(
            "ยกเลิกได้เฉพาะการนำเข้าที่สร้างข้อตกลงขึ้นใหม่",
            "Only an import that made a new agreement can be undone.",
        )
    if _events(agreement) != brought.made.get("events"):
        last = events.of(agreement, with_people=False, limit=1)[0]
        return T(
            "มีการดำเนินการกับข้อตกลงนี้หลังนำเข้าแล้ว ({what}) จึงยกเลิกการนำเข้าไม่ได้",
            "Something was done with the agreement since ({what}), so its import cannot be undone.",
        ).format(what=last["verb_label"])
    if agreement.commitments.exclude(code__in=brought.made.get("commitments", []), version=1).exists():
        return HANGS
    return None


def _events(agreement: Agreement) -> int:
    return len(events.of(agreement, with_people=False, limit=1_000_000))
