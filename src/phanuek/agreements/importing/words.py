"""What fields are called and how their values read, for showing what would change."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from phanuek.agreements.models import Attendee, Measure, Statement
from phanuek.agreements.states import Capacity, Method, SigningRule, Stage
from phanuek.timeline.provenance import Provenance
from phanuek.ui.country import pack
from phanuek.ui.words import T

NOTHING = T("–", "–")
LONGEST = 400

AGREEMENT = T("บันทึกข้อตกลง", "Agreement")
PARTY = T("ภาคี", "Party")
TEXT = T("ตัวบท", "Text")
CLAUSE = T("ข้อ", "Clause")
COMMITMENT = T("ภารกิจ", "Commitment")
LABELS: dict[str, T] = {
    "instrument_th": T("ประเภทเอกสาร (ไทย)", "Kind of document (Thai)"),
    "instrument_en": T("ประเภทเอกสาร (อังกฤษ)", "Kind of document (English)"),
    "title_th": T("ชื่อ (ไทย)", "Title (Thai)"),
    "title_en": T("ชื่อ (อังกฤษ)", "Title (English)"),
    "short_title_th": T("ชื่อย่อเรื่อง (ไทย)", "Short title (Thai)"),
    "short_title_en": T("ชื่อย่อเรื่อง (อังกฤษ)", "Short title (English)"),
    "document_number": T("เลขที่เอกสาร", "Document number"),
    "stage": T("ขั้นการลงนาม", "Stage of signing"),
    "signed_on": T("วันที่ลงนาม", "Day of signing"),
    "signed_at_time": T("เวลา", "Time"),
    "signing_opened_on": T("วันที่เปิดให้ลงนาม", "Opened for signing on"),
    "venue_th": T("สถานที่ (ไทย)", "Place (Thai)"),
    "venue_en": T("สถานที่ (อังกฤษ)", "Place (English)"),
    "organiser": T("ผู้จัดพิธี", "Organised by"),
    "signing_rule": T("หลักเกณฑ์การลงนาม", "Rule of signing"),
    "signing_count": T("จำนวนภาคีที่ต้องลงนาม", "How many must sign"),
    "effective_on": T("วันเริ่มมีผล", "In force from"),
    "ends_on": T("วันสิ้นสุด", "End date"),
    "no_fixed_term": T("ไม่มีกำหนดสิ้นสุด", "No fixed end"),
    "notice_days": T("จำนวนวันที่ต้องแจ้งล่วงหน้า", "Days of notice"),
    "party_count_note_th": T("หมายเหตุจำนวนภาคี (ไทย)", "Note on the number of parties (Thai)"),
    "party_count_note_en": T("หมายเหตุจำนวนภาคี (อังกฤษ)", "Note on the number of parties (English)"),
    "not_stated": T("สิ่งที่ต้นทางไม่ได้ระบุ", "What the source does not state"),
    "sources": T("แหล่งที่มา", "Sources"),
    "other_bodies": T("หน่วยงานอื่นที่กล่าวถึง", "Other bodies named"),
    "notes": T("หมายเหตุ", "Notes"),
    "provenance": T("ที่มา", "Where it comes from"),
    "provenance_source": T("แหล่ง", "Source"),
    "provenance_why": T("เหตุ", "Why"),
    "order": T("ลำดับ", "Place"),
    "organisation": T("หน่วยงาน", "Body"),
    "name_as_printed": T("ชื่อตามที่พิมพ์", "Name as printed"),
    "name_note_th": T("หมายเหตุชื่อ (ไทย)", "Note on the name (Thai)"),
    "name_note_en": T("หมายเหตุชื่อ (อังกฤษ)", "Note on the name (English)"),
    "must_sign": T("ต้องลงนาม", "Must sign"),
    "name_th": T("ชื่อ (ไทย)", "Name (Thai)"),
    "name_en": T("ชื่อ (อังกฤษ)", "Name (English)"),
    "position_th": T("ตำแหน่ง (ไทย)", "Position (Thai)"),
    "position_en": T("ตำแหน่ง (อังกฤษ)", "Position (English)"),
    "capacity": T("ฐานะที่ลงนาม", "Capacity"),
    "capacity_basis": T("คำสั่งหรือหนังสือที่ให้อำนาจ", "By which order or letter"),
    "method": T("วิธีลงนาม", "How it was signed"),
    "text_th": T("ข้อความ (ไทย)", "Words (Thai)"),
    "text_en": T("ข้อความ (อังกฤษ)", "Words (English)"),
    "note_th": T("หมายเหตุ (ไทย)", "Note (Thai)"),
    "note_en": T("หมายเหตุ (อังกฤษ)", "Note (English)"),
    "measure": T("นับผลเป็นอะไร", "What is counted"),
    "unit_th": T("หน่วยนับ (ไทย)", "Unit (Thai)"),
    "unit_en": T("หน่วยนับ (อังกฤษ)", "Unit (English)"),
    "target": T("เป้าหมาย", "Target"),
    "baseline": T("ค่าฐาน", "Baseline"),
    "baseline_on": T("วันที่ของค่าฐาน", "Day of the baseline"),
    "baseline_source": T("แหล่งของค่าฐาน", "Source of the baseline"),
    "starts_on": T("วันเริ่ม", "Starts"),
    "due_on": T("วันครบกำหนด", "Due"),
    "budget_baht": T("งบประมาณ (บาท)", "Budget (baht)"),
    "collaborators": T("หน่วยงานร่วม", "Together with"),
    "clause": T("ข้อในตัวบท", "Clause"),
    "statement": T("ข้อความต้นทาง", "Statement"),
    "period_targets": T("เป้าหมายรายงวด", "Targets by period"),
}
CHOICES: dict[str, Any] = {
    "stage": Stage, "signing_rule": SigningRule, "provenance": Provenance, "capacity": Capacity, "method": Method,
    "measure": Measure, "kind": Statement.Kind, "part": Attendee.Part,
}  # fmt: skip


def label(field: str) -> T:
    return LABELS.get(field, T(field, field))


def shown(field: str, value: Any) -> T:
    """A value as a reader of either language sees it."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return T("ใช่", "yes") if value else T("ไม่ใช่", "no")
    if field in CHOICES and value in CHOICES[field].values:
        return T.of(CHOICES[field](value).label)
    if isinstance(value, date):
        return T(pack().format_date(value, "th", "long"), pack().format_date(value, "en", "long"))
    if isinstance(value, time):
        return _plain(f"{value:%H:%M}")
    if isinstance(value, (Decimal, int)):
        return _plain(
            f"{value:,f}".rstrip("0").rstrip(".")
            if isinstance(value, Decimal) and value % 1
            else f"{int(value):,}"
        )
    if isinstance(value, list):
        return _joined([shown(field, item) for item in value])
    if isinstance(value, dict):
        return _pair(value)
    return _plain(str(value))


def _pair(value: dict[str, Any]) -> T:
    """What a note, a source or a body of a JSON column says first."""
    for name in ("", "what_", "name_", "title_"):
        thai, english = value.get(f"{name}th"), value.get(f"{name}en")
        if thai or english:
            return _short(str(thai or english), str(english or thai))
    return _joined([shown("", inner) for inner in value.values()])


def _joined(parts: list[T]) -> T:
    return _short("; ".join(part.th for part in parts), "; ".join(part.en for part in parts))


def _plain(text: str) -> T:
    return _short(text, text)


def _short(th: str, en: str) -> T:
    return T(*(text if len(text) <= LONGEST else text[: LONGEST - 1] + "…" for text in (th, en)))
