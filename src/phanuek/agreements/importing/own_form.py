"""The form in which this platform keeps an agreement as a file (agreement-import/v1): every field under the model's name."""

from __future__ import annotations

from typing import Any

from phanuek.agreements.importing import checks
from phanuek.agreements.importing.pieces import LONG, Piece
from phanuek.agreements.importing.told import Body, Row, Told
from phanuek.agreements.models import Attendee, Statement
from phanuek.organisations.models import Kind
from phanuek.timeline.provenance import Provenance
from phanuek.ui.words import T

SCHEMA = "agreement-import/v1"
TEXTS = {
    "instrument_th": 200, "instrument_en": 200, "title_th": LONG, "title_en": LONG, "short_title_th": LONG, "short_title_en": LONG,
    "document_number": 100, "venue_th": LONG, "venue_en": LONG, "party_count_note_th": LONG, "party_count_note_en": LONG,
}  # fmt: skip
NEEDED = ("instrument_th", "instrument_en", "title_th")
NOTED = ("title_en", "signed_at_time", "venue_en", "wider_aims")
BODY = {"name_th": 300, "name_en": 300, "abbr_th": 40, "abbr_en": 40, "names_source": LONG}


def read(file: Piece) -> Told:
    """Values and problems; the caller looks whether there are any problems."""
    told = Told(form=SCHEMA, code=file.code("code", needed=True, longest=80))
    told.agreement = _head(file)
    _bodies(file, told)
    _parties(file, told)
    told.people = [_person(row) for row in file.rows("attendees")]
    told.statements = [_statement(row) for row in file.rows("statements")]
    told.organiser = file.code("organiser")
    if told.organiser and told.organiser not in told.bodies:
        file.wrong("organiser", T("ไม่มีหน่วยงานรหัสนี้ในไฟล์", "no organisation of this file has that code"))
    return told


def _head(file: Piece) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: file.text(name, needed=name in NEEDED, longest=longest) for name, longest in TEXTS.items()
    }
    values["signed_on"] = file.day("signed_on", needed=True)
    values["ends_on"] = file.day("ends_on")
    values["signed_at_time"] = file.moment("signed_at_time")
    values["not_stated"] = [
        {"th": row.text("th", needed=True), "en": row.text("en", needed=True)}
        for row in file.rows("not_stated")
    ]
    values["sources"] = [dict(row.data) for row in _whole(file.rows("sources"))]
    values["other_bodies"] = [dict(row.data) for row in _whole(file.rows("other_bodies"))]
    values["notes"] = {}
    for name in NOTED:
        thai, english = file.text(f"{name}_note_th"), file.text(f"{name}_note_en")
        if thai:
            values["notes"][name] = {"th": thai, "en": english or thai}
    return {**values, **_provenance(file)}


def _whole(rows: list[Piece]) -> list[Piece]:
    """Rows that are kept as they are, whatever they tell."""
    for row in rows:
        row.ignore(*row.data)
    return rows


def _bodies(file: Piece, told: Told) -> None:
    """Those told in full: beside the parties also `organisations`, and other bodies that name their kind."""
    rows = [row.piece("organisation", needed=True) for row in file.rows("parties")]
    rows += file.rows("organisations")
    rows += [row for row in file.rows("other_bodies") if row.data.get("code") and row.data.get("kind")]
    known = sorted(set(Kind.values) - {Kind.ENTERPRISE})
    for row in rows:
        if not row.data:
            continue
        code = row.code("code", needed=True)
        values = {n: row.text(n, needed=n == "name_th", longest=most) for n, most in BODY.items()}
        values["kind"] = row.choice("kind", known, needed=True)
        values["juristic_number"] = checks.juristic_number(row)
        row.ignore("juristic_number_source")
        told.bodies[code] = Body(row.path, code, values, parent=row.code("parent"), ours=True)


def _parties(file: Piece, told: Told) -> None:
    orders: set[int] = set()
    codes: set[str] = set()
    for row in file.rows("parties"):
        order = row.whole("order", needed=True, least=1)
        if order is not None and order in orders:
            row.wrong("order", T("ซ้ำกับภาคีอื่น", "is another party's place"))
        orders.add(order or 0)
        body = row.piece("organisation")
        code = str(body.data.get("code") or "")
        if code and code in codes:
            body.wrong("code", T("เป็นภาคีอยู่แล้ว", "is a party already"))
        codes.add(code)
        values: dict[str, Any] = {
            "order": order,
            "organisation": code,
            "name_as_printed": row.text("name_as_printed", needed=True, longest=300),
            "name_note_th": row.text("name_note_th"),
            "name_note_en": row.text("name_note_en"),
        }
        row.ignore("provenance")
        told.parties.append(Row(row.path, values))


def _person(row: Piece) -> Row:
    part, party = row.choice("part", Attendee.Part.values, needed=True), row.code("party")
    if part == Attendee.Part.SIGNATORY and not party:
        row.wrong("party", T("ผู้ลงนามต้องบอกว่าลงนามแทนใคร", "a signatory signs for a party"))
    values: dict[str, Any] = {
        name: row.text(name, needed=name == "name_th", longest=200 if name.startswith("name") else 300)
        for name in ("name_th", "name_en", "position_th", "position_en")
    }
    return Row(row.path, {"part": part, "party": party, **values, **_provenance(row)})


def _statement(row: Piece) -> Row:
    values: dict[str, Any] = {
        "kind": row.choice("kind", Statement.Kind.values, needed=True),
        "number": row.whole("number", needed=True, least=1),
    }
    for name in ("text_th", "text_en", "note_th", "note_en"):
        values[name] = row.text(name, needed=name == "text_th")
    return Row(row.path, {**values, **_provenance(row)})


def _provenance(row: Piece) -> dict[str, Any]:
    kind = row.choice("provenance", Provenance.values)
    if not kind:
        row.wrong("provenance", T("ต้องบอกที่มา", "must say where it comes from"))
    why = checks.both(row.text("provenance_why_th"), row.text("provenance_why_en"))
    if kind == Provenance.ADDED and not why:
        row.wrong("provenance_why_th", T("สิ่งที่เพิ่มต้องบอกเหตุ", "what is added must say why"))
    return {"provenance": kind, "provenance_source": row.text("provenance_source"), "provenance_why": why}
