"""An agreement from its draft to the day it is signed: made, edited, opened for signing, taken back, signed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.agreements import documents, permissions
from phanuek.agreements.actions.base import locked, name_of
from phanuek.agreements.actions.signatures import first_day_of_signing
from phanuek.agreements.actions.signed_files import add_document_to_sign, void_files
from phanuek.agreements.models import Agreement, Attendee
from phanuek.agreements.queries.in_force import party_facts
from phanuek.agreements.states import SigningRule, Stage
from phanuek.engines.in_force import FEWEST_PARTIES, complete_on
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

TERMS = frozenset(
    {"signing_rule", "signing_count", "effective_on", "ends_on", "no_fixed_term", "notice_days"}
)
"""What the parties sign: fixed from the opening on, changed afterwards by an amendment only."""
PRINTED = frozenset({"title_th", "instrument_th"})
"""Stands on the document that is being signed; a slip in our record of it may be mended once it is signed."""
DESCRIPTIVE = frozenset(
    {"title_en", "instrument_en", "short_title_th", "short_title_en", "document_number", "venue_th", "venue_en", "organiser",
     "text_elsewhere"}
)  # fmt: skip
EDITABLE = TERMS | PRINTED | DESCRIPTIVE
RESERVED_CODES = frozenset({"new", "import"})
"""Addresses of this room under /agreements/ that are no agreement."""


@transaction.atomic
def create_agreement(
    *,
    by: Actor,
    title_th: str,
    instrument_th: str,
    signing_rule: str,
    title_en: str = "",
    instrument_en: str = "",
    code: str = "",
    organiser: Organisation | None = None,
    provenance: str = Provenance.ADDED,
    provenance_why: str = "",
    provenance_source: str = "",
    **fields: Any,
) -> Agreement:
    """A draft, seen by the secretariat and the members of its parties. `fields` are others of EDITABLE.

    Raises Refused naming the field when something does not hold.
    """
    permissions.check_can_manage(by)
    unknown = set(fields) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is set: {', '.join(sorted(unknown))}")
    if code in RESERVED_CODES:
        raise Refused(
            T(
                "ใช้รหัส “{code}” ไม่ได้ เพราะเป็นที่อยู่ของหน้าอื่น", "The code “{code}” is the address of another page."
            ).format(code=code),
            field="code",
            hint=T("โปรดเลือกรหัสอื่น", "Choose another one."),
        )
    if code and Agreement.objects.filter(code=code).exists():
        raise Refused(
            T("มีบันทึกข้อตกลงรหัส “{code}” แล้ว", "There is an agreement with the code “{code}” already.").format(
                code=code
            ),
            field="code",
            hint=T("เลือกรหัสอื่น หรือเว้นว่างให้ระบบตั้งให้", "Choose another, or leave it empty to have one made."),
        )
    agreement = Agreement(
        code=code or new_code("a"),
        title_th=title_th.strip(),
        title_en=title_en.strip(),
        instrument_th=instrument_th.strip(),
        instrument_en=instrument_en.strip() or instrument_th.strip(),
        organiser=organiser,
        stage=Stage.DRAFT,
        provenance=provenance,
        provenance_by=name_of(by),
        provenance_on=clock.today(),
        provenance_why=provenance_why.strip(),
        provenance_source=provenance_source,
        **_consistent({"signing_rule": signing_rule, **fields}),
    )
    _check(agreement)
    agreement.save(force_insert=True)
    timeline.record("agreement.created", about=agreement, by=by)
    return agreement


@transaction.atomic
def edit_agreement(
    *, by: Actor, agreement: Agreement, version: int, why: str = "", **changes: Any
) -> Agreement:
    """Changes the named fields; from the opening for signing on descriptive ones only, and with a reason.

    Raises Conflict when another saved since `version`, Refused for what only an amendment may change.
    """
    permissions.check_can_manage(by)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    row = locked(agreement)
    if not str(changes.get("instrument_en", "x")).strip():
        changes["instrument_en"] = changes.get("instrument_th") or row.instrument_th
    changes = _consistent(changes)
    _check_frozen(row, changes)
    changed = versions.apply(row, version=version, changes=changes)
    if not changed:
        return row
    if row.stage != Stage.DRAFT and not why.strip():
        raise Refused(
            T(
                "โปรดบอกเหตุที่แก้ไข เพราะข้อตกลงนี้พ้นจากร่างแล้ว",
                "Say why it is corrected: this agreement is no longer a draft.",
            ),
            field="why",
            hint=T(
                "เช่น พิมพ์ชื่อสถานที่ผิด เหตุผลนี้แสดงในลำดับเหตุการณ์",
                "Such as a misspelt venue; the reason is shown in its timeline.",
            ),
        )
    _check(row)
    row.save()
    timeline.record("agreement.edited", about=row, by=by, facts={"fields": sorted(changed)}, note=why.strip())
    return row


@transaction.atomic
def open_for_signing(
    *,
    by: Actor,
    agreement: Agreement,
    document: UploadedFile | None = None,
    text_elsewhere: str = "",
    first_day: date | None = None,
    why_earlier: str = "",
) -> Agreement:
    """From draft to being signed: text and parties stand from now on. `text_elsewhere` says where the text is kept, when not here.

    Signatures count from `first_day` on, today unless told; one before today is told with its reason, `why_earlier`.
    The document to be signed is made from the agreement, or is the PDF given. Raises Refused where something that must be there
    before anyone signs is missing.
    """
    permissions.check_can_manage(by)
    row = locked(agreement)
    permissions.check_stage(row, Stage.DRAFT)
    row.text_elsewhere = text_elsewhere.strip() or row.text_elsewhere
    _check_ready(row)
    row.version += 1
    row.stage = Stage.SIGNING
    row.signing_opened_on = first_day_of_signing(first_day, why_earlier)
    row.save()
    file = add_document_to_sign(by=by, agreement=row, upload=document, make=document_maker(row))
    facts = {"sha256": file.attachment.sha256} if file else {}
    early = row.signing_opened_on < clock.today()
    if early:
        facts["first_day"] = row.signing_opened_on.isoformat()
    note = why_earlier.strip() if early else ""
    timeline.record("agreement.opened_for_signing", about=row, by=by, facts=facts, note=note)
    return row


@transaction.atomic
def back_to_draft(*, by: Actor, agreement: Agreement, why: str) -> Agreement:
    """Takes it back to be changed, while nobody has signed; the document to be signed counts no more."""
    permissions.check_can_manage(by)
    row = locked(agreement)
    permissions.check_stage(row, Stage.SIGNING)
    if not why.strip():
        raise Refused(T("โปรดบอกเหตุที่นำกลับไปแก้ไข", "Say why it is taken back."), field="why")
    signed = row.attendees.filter(part=Attendee.Part.SIGNATORY, amendment=None, signed_on__isnull=False)
    if names := [person.name_th for person in signed]:
        raise Refused(
            T(
                "มีผู้ลงนามแล้ว {n} ราย ({names}) จึงนำกลับไปเป็นร่างไม่ได้ สิ่งที่ลงนามแล้วจะเปลี่ยนไม่ได้",
                "{n} signed already ({names}), so it cannot go back to a draft: what was signed must not change.",
            ).format(n=len(names), names=", ".join(names)),
            hint=T(
                "หากบันทึกการลงนามผิด ให้เพิกถอนรายการนั้นพร้อมเหตุผลก่อน หากลงนามจริง ให้ลงนามจนครบแล้วแก้ไขเพิ่มเติม",
                "A signature recorded by mistake is undone first, with the reason; where they did sign, complete the signing "
                "and amend it afterwards.",
            ),
        )
    row.stage, row.signing_opened_on = Stage.DRAFT, None
    row.version += 1
    row.save()
    void_files(agreement=row, why=why.strip())
    timeline.record("agreement.back_to_draft", about=row, by=by, note=why.strip())
    return row


def settle(*, by: Actor, agreement: Agreement) -> Agreement:
    """After a change among its signatures: signed once its rule is met, on the day that made it complete.

    `agreement` is held under lock by the verb that calls. A late signature of an earlier day may show that it was complete earlier.
    """
    day = _complete_on(agreement)
    if day is None or day == agreement.signed_on:
        return agreement
    if agreement.stage == Stage.SIGNING:
        agreement.stage, agreement.signed_on = Stage.SIGNED, day
        agreement.save()
        timeline.record("agreement.signed", about=agreement, by=by, facts={"signed_on": day.isoformat()})
    elif agreement.signing_opened_on and agreement.signed_on and day < agreement.signed_on:
        facts = {"signed_on": day.isoformat(), "before": agreement.signed_on.isoformat()}
        agreement.signed_on = day
        agreement.save()
        timeline.record("agreement.signed_earlier", about=agreement, by=by, facts=facts)
    return agreement


def document_maker(agreement: Agreement) -> Callable[[], bytes] | None:
    """Makes the agreement as it is to be signed, in Thai, the language that counts; None where its text is not here."""
    if not agreement.text_versions.exists():
        return None
    return lambda: documents.agreement_pdf(agreement, language="th", as_of=clock.now())


def _complete_on(agreement: Agreement) -> date | None:
    """Of the parties of the first signing, whether or not they left since."""
    parties = agreement.parties.filter(joined_on=None).select_related("organisation")
    signatories = agreement.attendees.filter(part=Attendee.Part.SIGNATORY, amendment=None)
    facts = [replace(fact, withdrawn_on=None) for fact in party_facts(agreement, parties, signatories)]
    return complete_on(facts, agreement.signing_rule, agreement.signing_count)  # type: ignore[arg-type]


def _consistent(changes: Mapping[str, Any]) -> dict[str, Any]:
    """A count goes with its rule only."""
    values = dict(changes)
    if "signing_rule" in values and values["signing_rule"] != SigningRule.AT_LEAST:
        values["signing_count"] = None
    return values


def _check_frozen(row: Agreement, changes: Mapping[str, Any]) -> None:
    frozen = {
        Stage.DRAFT: frozenset[str](),
        Stage.SIGNING: TERMS | PRINTED,
        Stage.SIGNED: TERMS,
    }[Stage(row.stage)]
    touched = [name for name in changes if name in frozen and getattr(row, name) != changes[name]]
    if not touched:
        return
    if row.stage == Stage.SIGNING:
        raise Refused(
            T(
                "ข้อตกลงนี้เปิดให้ลงนามแล้ว ชื่อเรื่อง ระยะเวลา และหลักเกณฑ์การลงนามจึงเปลี่ยนไม่ได้",
                "It is open for signing, so its title, term and signing rule stand.",
            ),
            field=touched[0],
            hint=T(
                "หากยังไม่มีผู้ลงนาม ให้นำกลับไปเป็นร่างก่อนแล้วจึงแก้ไข",
                "While nobody has signed, take it back to a draft, then change it.",
            ),
        )
    raise Refused(
        T(
            "ข้อตกลงลงนามแล้ว ระยะเวลา หลักเกณฑ์การลงนาม และภาคี เปลี่ยนได้โดยการแก้ไขเพิ่มเติมที่ภาคีลงนามเท่านั้น",
            "It is signed: its term, signing rule and parties change only by an amendment that the parties sign.",
        ),
        field=touched[0],
        hint=T(
            "เสนอการแก้ไขเพิ่มเติมได้ที่ {address}amendments/new/ หากเป็นข้อตกลงที่เล่าตามแหล่งข่าวและพบข้อมูลเพิ่ม ให้นำเข้าไฟล์ใหม่พร้อมแหล่งที่มา",
            "Propose one at {address}amendments/new/. Where the agreement is told from a source and more was found, import the file again "
            "with that source.",
        ).format(address=row.get_absolute_url()),
    )


def _check_ready(row: Agreement) -> None:
    """What must be there before anyone signs."""
    parties = list(row.parties.all())
    if len(parties) < FEWEST_PARTIES:
        raise Refused(
            T(
                "มีภาคี {n} องค์กร ต้องมีอย่างน้อยสององค์กรจึงเปิดให้ลงนามได้",
                "It has {n} parties; at least two are needed before it is signed.",
            ).format(n=len(parties)),
            hint=T("เพิ่มภาคีก่อน", "Add the parties first."),
        )
    if not row.text_elsewhere and not row.text_versions.exists():
        raise Refused(
            T(
                "ยังไม่มีตัวบทของข้อตกลง ผู้ลงนามต้องรู้ว่าลงนามในสิ่งใด",
                "Its text is not here yet, and who signs must know what they sign.",
            ),
            field="text_elsewhere",
            hint=T(
                "บันทึกตัวบทที่แท็บ “ตัวบท” หรือระบุว่าเก็บตัวบทไว้ที่ใด",
                "Put the text in under “Text”, or say where it is kept.",
            ),
        )
    if row.signing_rule == SigningRule.NOT_STATED:
        raise Refused(
            T("ยังไม่ได้ระบุว่าต้องมีผู้ใดลงนามบ้างจึงมีผล", "It does not say yet whose signatures bring it into force."),
            field="signing_rule",
            hint=T("เลือกหลักเกณฑ์การลงนามในหน้าแก้ไขข้อตกลง", "Choose the signing rule on its edit page."),
        )
    if row.signing_rule == SigningRule.AT_LEAST and (row.signing_count or 0) > len(parties):
        raise Refused(
            T(
                "ต้องลงนามอย่างน้อย {n} ภาคี แต่มีภาคีเพียง {m}",
                "At least {n} must sign, yet it has only {m} parties.",
            ).format(n=row.signing_count, m=len(parties)),
            field="signing_count",
            hint=T("แก้จำนวนขั้นต่ำ หรือเพิ่มภาคี", "Lower the number, or add parties."),
        )
    if row.signing_rule == SigningRule.NAMED and not any(party.must_sign for party in parties):
        raise Refused(
            T("ยังไม่ได้ระบุว่าภาคีใดต้องลงนาม", "It names no party that must sign."),
            field="signing_rule",
            hint=T("ทำเครื่องหมาย “ต้องลงนาม” ที่ภาคีนั้น", "Tick “must sign” at those parties."),
        )
    if row.ends_on and row.ends_on < clock.today():
        raise Refused(
            T("วันสิ้นสุดผ่านไปแล้ว จึงเปิดให้ลงนามไม่ได้", "Its last day has passed, so it cannot be signed any more."),
            field="ends_on",
            hint=T("แก้วันสิ้นสุดก่อน", "Change the last day first."),
        )


def _check(agreement: Agreement) -> None:
    """Checks across fields, then the model's, as one Refused that names the first field."""
    if agreement.ends_on and agreement.no_fixed_term:
        raise Refused(
            T(
                "ระบุทั้งวันสิ้นสุดและว่าไม่มีกำหนดสิ้นสุด เลือกเพียงอย่างเดียว",
                "It has both a last day and no fixed end; choose one.",
            ),
            field="ends_on",
        )
    if agreement.ends_on and agreement.effective_on and agreement.ends_on < agreement.effective_on:
        raise Refused(
            T(
                "วันสิ้นสุดมาก่อนวันเริ่มมีผล",
                "Its last day comes before its first day in force.",
            ),
            field="ends_on",
            hint=T("ตรวจปีของทั้งสองวัน", "Check the years of both days."),
        )
    if agreement.signing_rule == SigningRule.AT_LEAST and not agreement.signing_count:
        raise Refused(
            T("โปรดระบุว่าต้องลงนามอย่างน้อยกี่ภาคี", "Say how many parties must sign at least."),
            field="signing_count",
        )
    try:
        agreement.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error
