"""What the source reports of the agreement's content, and what it does not state."""

from __future__ import annotations

from typing import Any

from phanuek.agreements.importing.pieces import IS_TEXT, Piece
from phanuek.agreements.importing.told import Row, Told
from phanuek.agreements.models import Statement
from phanuek.ui.words import T

Kind = Statement.Kind
# what memoranda usually leave open, as the form writes it
USUAL = [
    T("เลขที่เอกสาร", "document number"),
    T("หน้าที่ของแต่ละฝ่าย", "duties of each party"),
    T("ระยะเวลาหรือวันสิ้นสุด", "term or expiry"),
    T("ข้อว่าด้วยการแก้ไขและการยกเลิก", "amendment and termination clauses"),
    T("เป้าหมายหรือตัวชี้วัด", "targets or indicators"),
    T("งบประมาณ", "budget"),
    T("พยาน", "witnesses"),
    T("ชื่อผู้ลงนาม", "names of the signatories"),
    T("ชื่อผู้ลงนามของหน่วยงานอื่น นอกจากกระทรวงมหาดไทย", "names of the signatories other than the Ministry of Interior's"),
    T("คณะทำงานติดตามหรือรอบการประชุม", "follow-up body or meeting cycle"),
]  # fmt: skip
THAI_OF = {text.en: text.th for text in USUAL}


STARTS = {
    "intent": Kind.INTENT, "objectives": Kind.AIM, "approach": Kind.APPROACH, "wider_aims": Kind.WIDER_AIM,
    "target_groups": Kind.TARGET_GROUP, "support_areas": Kind.SUPPORT_AREA, "exhibition": Kind.EXHIBITION,
}  # fmt: skip


def read_statements(file: Piece, told: Told, origin: dict[str, Any]) -> None:
    """Every part that the file has replaces what is kept of its kind; a part it does not have leaves that."""
    found: list[Row] = []
    if file.raw("intent") is not None:
        found.append(_statement(file.piece("intent"), Kind.INTENT, 1))
    for row in file.rows("objectives"):
        number = row.whole("no", least=1, most=1000) or _next(found, Kind.AIM)
        found.append(_statement(row, Kind.AIM, number))
    if file.raw("approach") is not None:
        found.append(_statement(file.piece("approach"), Kind.APPROACH, 1))
    for start, kind in (("wider_aims", Kind.WIDER_AIM), ("target_groups", Kind.TARGET_GROUP)):
        for name in file.keys(start):
            found += [_statement(row, kind, _next(found, kind) + n) for n, row in enumerate(file.rows(name))]
    for name in file.keys("support_areas"):
        found += _support_areas(file, name)
    if file.tells("exhibition"):
        found += _exhibition(file.piece("exhibition"))
    for made in found:
        made.values["provenance"] = origin["provenance"]
        made.remarks |= {name: origin[name] for name in ("provenance_source", "provenance_why")}
    told.statements = found
    told.statement_kinds = frozenset(kind for start, kind in STARTS.items() if file.keys(start))


def _next(found: list[Row], kind: str) -> int:
    return 1 + max((row.values["number"] or 0 for row in found if row.values["kind"] == kind), default=0)


def _statement(row: Piece, kind: str, number: int | None) -> Row:
    values: dict[str, Any] = {"kind": kind, "number": number, "text_th": row.text("th", needed=True)}
    english = row.text("en")
    if english:
        values["text_en"] = english
    elif row.tells("code"):
        values["text_en"] = row.text("code").replace("_", " ")
    thai, note = row.text("detail_th") or row.text("note_th"), row.text("detail") or row.text("note")
    return Row(row.path, values, {"note_th": thai or note, "note_en": note or thai} if thai or note else {})


def _support_areas(file: Piece, name: str) -> list[Row]:
    """A list of areas, or an object with the areas as `aims` and the means common to all; the means is a note on the first."""
    if isinstance(file.data.get(name), list):
        rows, note = file.rows(name), ""
    else:
        whole = file.piece(name)
        rows, means = whole.rows("aims"), whole.piece("means")
        note = means.text("note")
        means.ignore("code", "th", "en")
    found = [_statement(row, Kind.SUPPORT_AREA, n) for n, row in enumerate(rows, start=1)]
    if found and note:
        found[0].remarks = {"note_th": note, "note_en": note}
    return found


def _exhibition(row: Piece) -> list[Row]:
    if not row.data:
        return []
    thai, english = row.named("theme", needed=True)
    values: dict[str, Any] = {"kind": Kind.EXHIBITION, "number": 1, "text_th": thai}
    if english:
        values["text_en"] = english
    by_th, by_en = row.named("exhibitor")
    note = T("จัดแสดงโดย {name_th}", "Shown by {name_en}").format(name_th=by_th, name_en=by_en)
    return [
        Row(row.path, values, {"note_th": note.th, "note_en": note.en if by_en else note.th} if by_th else {})
    ]


def read_not_stated(file: Piece, told: Told) -> None:
    """What the source leaves open, as texts or pairs; Thai of the usual ones is known."""
    for name in file.keys("not_stated"):
        pairs: list[dict[str, str]] = []
        for n, item in enumerate(file.values(name)):
            if isinstance(item, str) and item.strip():
                text = " ".join(item.split())
                pairs.append({"th": THAI_OF.get(text, text), "en": text})
            elif isinstance(item, dict) and isinstance(item.get("th"), str) and item["th"].strip():
                pairs.append({"th": item["th"], "en": str(item.get("en") or item["th"])})
            else:
                file.wrong(f"{name}[{n}]", IS_TEXT)
        told.agreement["not_stated"] = pairs
