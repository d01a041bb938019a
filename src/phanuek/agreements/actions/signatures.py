"""The checks of one signature, the same for an agreement and for its amendments."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from phanuek.agreements.models import Agreement, Amendment, Attendee, Party
from phanuek.agreements.states import Capacity, Method
from phanuek.files.models import Attachment
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


def checked_signature(
    *,
    agreement: Agreement,
    party: Party,
    name_th: str,
    position_th: str,
    capacity: str,
    signed_on: date,
    opened_on: date | None,
    amendment: Amendment | None = None,
    named: Attendee | None = None,
    name_en: str = "",
    position_en: str = "",
    capacity_basis: str = "",
    method: str = Method.PAPER,
    attachment: Attachment | None = None,
    certificate: Mapping[str, Any] | None = None,
    provenance: str = Provenance.ADDED,
    provenance_source: str = "",
    provenance_by: str = "",
    provenance_why: str = "",
    on_behalf: bool = False,
) -> Attendee:
    """The signature of a party as a row that is not saved; with `named`, that row of a signatory named before, filled in.

    `opened_on` is the first day on which a signature counts, None where nobody knows it. Raises Refused naming the field.
    """
    name, position, basis = name_th.strip(), position_th.strip(), capacity_basis.strip()
    _check_belongs(agreement, party, amendment, named)
    _check_person(name, position, capacity, basis)
    _check_day(signed_on, opened_on, again=amendment is None)
    _check_party_on(party, signed_on)
    _check_once(agreement, party, amendment, named, name)
    row = named or Attendee(
        agreement=agreement, amendment=amendment, part=Attendee.Part.SIGNATORY, party=party
    )
    values: dict[str, Any] = {
        "name_th": name, "name_en": name_en.strip(), "position_th": position, "position_en": position_en.strip(),
        "capacity": capacity, "capacity_basis": basis, "signed_on": signed_on, "method": method, "attachment": attachment,
        "certificate": dict(certificate or {}), "provenance": provenance, "provenance_source": provenance_source,
        "provenance_by": provenance_by, "provenance_on": clock.today(), "provenance_why": provenance_why, "on_behalf": on_behalf,
    }  # fmt: skip
    for field, value in values.items():
        setattr(row, field, value)
    return row


def name_of_party(party: Party) -> T:
    """The body's name in both languages."""
    return T(party.organisation.name_th, party.organisation.name_en or party.organisation.name_th)


def _check_belongs(
    agreement: Agreement, party: Party, amendment: Amendment | None, named: Attendee | None
) -> None:
    """Wrong rows put together are a mistake of the caller, apart from a party of another agreement."""
    if party.agreement_id != agreement.pk:
        raise Refused(
            T(
                "{name}ไม่ใช่ภาคีของบันทึกข้อตกลงนี้ จึงลงนามไม่ได้ โปรดเลือกจากรายชื่อภาคี",
                "{name} is not a party to this agreement, so it cannot sign. Choose one of its parties.",
            ).format(name=name_of_party(party)),
            field="party",
        )
    if amendment is not None and amendment.agreement_id != agreement.pk:
        raise ValueError("the amendment is of another agreement")
    if named is not None and (
        named.party_id != party.pk or named.amendment_id != (amendment and amendment.pk)
    ):
        raise ValueError("the signatory was named for another party or another signing")


def _check_person(name: str, position: str, capacity: str, basis: str) -> None:
    if not name:
        raise Refused(
            T(
                "ยังไม่ได้ระบุชื่อผู้ลงนาม โปรดกรอกชื่อและนามสกุลตามเอกสาร",
                "The signatory has no name. Give it as it stands in the document.",
            ),
            field="name_th",
        )
    if not position:
        raise Refused(
            T(
                "ยังไม่ได้ระบุตำแหน่งของผู้ลงนาม จึงบอกไม่ได้ว่าลงนามในฐานะใด โปรดกรอกตำแหน่งตามเอกสาร",
                "The signatory has no position, so nobody can tell by what office they sign. Give it as in the document.",
            ),
            field="position_th",
        )
    if capacity not in Capacity.values or capacity == Capacity.NOT_STATED:
        raise Refused(
            T(
                "ยังไม่ได้ระบุว่าลงนามในฐานะใด โปรดเลือกว่าเป็นผู้มีอำนาจของหน่วยงาน ปฏิบัติหน้าที่แทน หรือได้รับมอบอำนาจ",
                "It is not said by what right this person signs. Choose: as head of the body, for its head, or by delegated "
                "authority.",
            ),
            field="capacity",
        )
    if capacity in (Capacity.DELEGATED, Capacity.FOR_HEAD) and not basis:
        raise Refused(
            T(
                "ผู้ลงนามแทนต้องมีคำสั่งหรือหนังสือที่ให้อำนาจ โปรดระบุเลขที่และวันที่ของคำสั่งหรือหนังสือนั้น",
                "Whoever signs for another needs an order or letter that allows it. Give its number and date.",
            ),
            field="capacity_basis",
        )


def first_day_of_signing(day: date | None, why: str) -> date:
    """The day from which signatures count: today unless told. A ceremony on paper may lie before it, and then it is said why."""
    if day is None or day == clock.today():
        return clock.today()
    if day > clock.today():
        raise Refused(
            T(
                "วันลงนามวันแรก ({day}) ยังไม่มาถึง จึงเปิดให้ลงนามล่วงหน้าไม่ได้",
                "The first day of signing ({day}) has not come, so it is not opened yet.",
            ).format(day=_day(day)),
            field="first_day",
            hint=T("ใช้วันนี้ หรือเปิดเมื่อถึงวันนั้น", "Take today, or open it on that day."),
        )
    if not why.strip():
        raise Refused(
            T(
                "วันลงนามวันแรก ({day}) มาก่อนวันนี้ โปรดบอกเหตุ",
                "The first day of signing ({day}) lies before today. Say why.",
            ).format(day=_day(day)),
            field="why_earlier",
            hint=T(
                "เช่น ลงนามบนกระดาษในพิธีเมื่อวานนี้ เหตุนี้แสดงในลำดับเหตุการณ์",
                "Such as a ceremony on paper the day before; the reason is shown in its timeline.",
            ),
        )
    return day


def _check_day(signed_on: date, opened_on: date | None, *, again: bool) -> None:
    """`again`: it may be opened anew with an earlier first day, as an agreement may."""
    if signed_on > clock.today():
        raise Refused(
            T(
                "วันที่ลงนาม ({day}) ยังไม่มาถึง โปรดบันทึกเมื่อลงนามแล้ว หรือแก้วันที่ให้ถูกต้อง",
                "The day of signing ({day}) has not come. Record it once it is signed, or correct the day.",
            ).format(day=_day(signed_on)),
            field="signed_on",
        )
    if opened_on is not None and signed_on < opened_on:
        raise Refused(
            T(
                "วันที่ลงนาม ({day}) มาก่อนวันที่เปิดให้ลงนาม ({opened}) ซึ่งข้อความยังไม่ยุติ โปรดตรวจสอบวันที่",
                "The day of signing ({day}) comes before the document was opened for signing ({opened}), when its words were "
                "not settled. Check the day.",
            ).format(day=_day(signed_on), opened=_day(opened_on)),
            field="signed_on",
            hint=T(
                "หากลงนามบนกระดาษก่อนวันนั้นจริง ฝ่ายเลขานุการนำกลับไปเป็นร่าง แล้วเปิดให้ลงนามใหม่โดยระบุวันลงนามวันแรก",
                "If it was signed on paper before, the secretariat takes it back to a draft and opens it anew with the first day "
                "of signing.",
            )
            if again
            else None,
        )


def _check_party_on(party: Party, on: date) -> None:
    """A party from the day it joined until the day before it left."""
    if party.joined_on is not None and on < party.joined_on:
        raise Refused(
            T(
                "วันที่ {day} {name}ยังไม่ได้เข้าเป็นภาคี (เข้าเป็นภาคี {other}) โปรดตรวจสอบวันที่ลงนาม",
                "On {day} {name} was not a party yet (it joined on {other}). Check the day of signing.",
            ).format(day=_day(on), other=_day(party.joined_on), name=name_of_party(party)),
            field="signed_on",
        )
    if party.withdrawn_on is not None and on >= party.withdrawn_on:
        raise Refused(
            T(
                "วันที่ {day} {name}ไม่ได้เป็นภาคีแล้ว (ถอนตัวตั้งแต่ {other}) จึงลงนามไม่ได้",
                "On {day} {name} was no longer a party (it left as of {other}), so it cannot sign.",
            ).format(day=_day(on), other=_day(party.withdrawn_on), name=name_of_party(party)),
            field="party",
        )


def _check_once(
    agreement: Agreement, party: Party, amendment: Amendment | None, named: Attendee | None, name: str
) -> None:
    """Neither a party nor a person signs the same document twice. A void signature does not count."""
    if named is not None and named.signed_on is not None:
        raise _signed_already(named)
    rows = agreement.attendees.filter(
        amendment=amendment, part=Attendee.Part.SIGNATORY, signed_on__isnull=False, void_on=None
    ).select_related("party__organisation")
    signed = list(rows.exclude(pk=named.pk) if named is not None and named.pk else rows)
    if named is None:
        for row in signed:
            if row.party_id == party.pk:
                raise _signed_already(row)
    wanted = pack().normalise(name)
    for row in signed:
        if pack().normalise(row.name_th) == wanted and row.party is not None:
            raise Refused(
                T(
                    "{person}ลงนามในเอกสารนี้ในนามของ{body}ไว้แล้วเมื่อ {day} คนเดียวลงนามได้ครั้งเดียว โปรดตรวจสอบชื่อ",
                    "{person} signed this document already, for {body}, on {day}. A person signs once: check the name.",
                ).format(person=row.name_th, body=name_of_party(row.party), day=_day(row.signed_on)),
                field="name_th",
            )


def _signed_already(row: Attendee) -> Refused:
    assert row.party is not None
    return Refused(
        T(
            "{body}ลงนามไว้แล้วโดย{person} เมื่อ {day} ภาคีหนึ่งลงนามได้ครั้งเดียว",
            "{body} signed already: {person}, on {day}. A party signs once.",
        ).format(body=name_of_party(row.party), person=row.name_th, day=_day(row.signed_on)),
        field="party",
    )


def _day(day: date | None) -> T:
    return T(pack().format_date(day, "th"), pack().format_date(day, "en")) if day else T("–", "–")
