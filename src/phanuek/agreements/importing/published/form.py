"""The whole of the published form, part by part."""

from __future__ import annotations

import re
from typing import Any

from phanuek.agreements.importing.pieces import LONG, Piece
from phanuek.agreements.importing.published.commitments import read_commitments
from phanuek.agreements.importing.published.parties import read_other_bodies, read_parties
from phanuek.agreements.importing.published.people import read_people
from phanuek.agreements.importing.published.statements import read_not_stated, read_statements
from phanuek.agreements.importing.published.terms import read_terms
from phanuek.agreements.importing.published.text import read_text
from phanuek.agreements.importing.told import Told
from phanuek.timeline.provenance import Provenance
from phanuek.ui.words import T

SCHEMA = "agreement/v1"
ADDRESS = re.compile(r"https?://[^\s()<>\"]+")
# a translation marked as the writer's own: the mark becomes a note beside the title
OWN_WORDS = re.compile(r"\s*\((our (?:translation|transliteration))\)\s*$")
OWN_NOTES = {
    "our translation": T("คำแปลของระบบ", "our translation"),
    "our transliteration": T("ถอดเสียงโดยระบบ", "our transliteration"),
}
PATHS = {
    "code": "id", "title_th": "title.th", "signed_on": "signed_on.gregorian", "ends_on": "term.ends_on", "effective_on": "term.effective_on",
    "name_th": "name_official_th", "number": "no",
}  # fmt: skip


def read(file: Piece) -> Told:
    """Values and problems; the caller looks whether there are any problems."""
    told = Told(form=SCHEMA, code=file.code("id", needed=True, longest=80), paths=dict(PATHS))
    if not isinstance(file.data.get("signed_on"), dict):
        told.paths["signed_on"] = "signed_on"
    source = file.piece("source")
    address = _address(source)
    read_parties(file, told)
    told.text = read_text(file)
    origin = _origin(file, told, address)
    _head(file, told)
    _sources(file, source, told, address)
    read_people(file, told, origin)
    read_terms(file, told)
    read_statements(file, told, origin)
    read_not_stated(file, told)
    read_other_bodies(file, told)
    read_commitments(file, told)
    told.agreement |= origin
    file.ignore("schema", "time_zone", "kind_vocabulary")
    return told


def _origin(file: Piece, told: Told, address: str) -> dict[str, Any]:
    """Where the agreement's facts come from: as a source reports, unless its text and all who signed are in the file.

    What is only reported leaves open who else may have signed; where the text is in hand, whoever is not named has not signed.
    """
    kind = file.choice("provenance", Provenance.values)
    why = file.text("provenance_why")
    if not kind:
        signed_by_all = all(row.data.get("signatories") for row in file.rows("parties"))
        kind = Provenance.IN_TEXT if told.text is not None and signed_by_all else Provenance.REPORTED
    if kind == Provenance.ADDED and not why:
        file.wrong("provenance_why", T("สิ่งที่เพิ่มต้องบอกเหตุ", "what is added must say why"))
    return {"provenance": str(kind), "provenance_source": address, "provenance_why": why}


def _head(file: Piece, told: Told) -> None:
    title = file.piece("title", needed=True)
    told.agreement["title_th"] = title.text("th", needed=True)
    if title.tells("en"):
        told.agreement["title_en"] = _own_words(title.text("en"), "title_en", told)
    for short in ("short_th", "short_en"):
        if title.tells(short):
            told.agreement[f"short_title{short[5:]}"] = title.text(short)
    thai, english = file.pair("instrument_kind", needed=True, longest=200)
    told.agreement |= {"instrument_th": thai, "instrument_en": english or thai}
    if file.tells("document_number"):
        told.agreement["document_number"] = file.text("document_number", longest=100)
    if file.tells("signed_at_time"):
        told.agreement["signed_at_time"] = file.moment("signed_at_time")
    if file.tells("venue"):
        _venue(file.piece("venue"), told)
    zone_note = file.text("time_zone_note")
    if zone_note:
        _note(told, "signed_at_time", T(zone_note, zone_note))
    note_th, note_en = file.named("party_count_note", longest=LONG)
    if note_th or note_en:
        told.remarks |= {"party_count_note_th": note_th or note_en, "party_count_note_en": note_en or note_th}
    _organiser(file, told)
    _count(file, told)


def _venue(venue: Piece, told: Told) -> None:
    told.agreement["venue_th"] = venue.text("th")
    if venue.tells("en"):
        told.agreement["venue_en"] = _own_words(venue.text("en"), "venue_en", told)


def _own_words(text: str, field: str, told: Told) -> str:
    """The text without the mark that it is the writer's own translation, which is noted beside it."""
    mark = OWN_WORDS.search(text)
    if mark is None:
        return text
    _note(told, field, OWN_NOTES[mark[1]])
    return text[: mark.start()]


def _note(told: Told, field: str, words: T) -> None:
    told.remarks.setdefault("notes", {})[field] = words.as_dict()


def _organiser(file: Piece, told: Told) -> None:
    """Named by the id of a party, by its place among the parties, or by its name."""
    organiser = file.piece("organiser")
    if not organiser.data:
        told.organiser = "" if file.tells("organiser") else None
        return
    code, order, name = organiser.code("id"), organiser.whole("order", least=1), organiser.text("name_th")
    for row in told.parties:
        body = told.bodies[row.values["organisation"]]
        if code == body.code or (not code and order == row.values["order"]) or name == body.values["name_th"]:
            told.organiser = body.code
            return
    if not (code or order):
        told.organiser = None
        organiser.report.warn(
            organiser.at("name_th"),
            T(
                "ผู้จัด “{name}” ไม่ใช่ภาคีในไฟล์ จึงไม่บันทึกเป็นผู้จัด",
                "the organiser “{name}” is no party of the file and is not kept as organiser",
            ).format(name=name[:100]),
        )
        return
    organiser.wrong(
        "id" if code else "order",
        T("ผู้จัดต้องเป็นภาคีรายหนึ่งในไฟล์", "the organiser is not one of the parties of the file"),
        T("ใช้รหัสหรือลำดับของภาคี หรือลบส่วนนี้ออก", "Give a party's id or place, or take this part out."),
    )


def _count(file: Piece, told: Told) -> None:
    """How many parties the source says there are: a difference is told, since the source may count otherwise."""
    for name in file.keys("party_count_listed"):
        listed = file.whole(name)
        if listed is not None and listed != len(told.parties):
            file.report.warn(
                file.at(name),
                T("บอกว่ามี {n} ราย แต่ในไฟล์มี {here} ราย", "says {n}, but the file holds {here}").format(
                    n=listed, here=len(told.parties)
                ),
            )
    for name in file.keys("party_count_stated"):
        file.whole(name)


# -- where it all comes from ------------------------------------------------------------------------------------------


def _address(source: Piece) -> str:
    """The first web address of the main source, else what it is called."""
    told = [
        source.text(name) for name in ("address", "seed_published_at", "published_at", "title", "seed_file")
    ]
    found = next((match for text in told[:3] if (match := ADDRESS.search(text))), None)
    return found[0] if found else told[3] or told[4]


def _sources(file: Piece, source: Piece, told: Told, address: str) -> None:
    """The main source, then those that bear it out."""
    if not source.data:
        return
    title_th, title_en = source.named("what")
    kept: list[dict[str, Any]] = []
    if address or title_th or title_en:
        kept.append(
            {
                "title": source.text("title") or told.agreement["title_th"],
                "address": address if ADDRESS.fullmatch(address) else None,
                "published_on": source.text("published_on") or None,
                "what_th": title_th or MAIN_SOURCE.th,
                "what_en": title_en or title_th or MAIN_SOURCE.en,
            }
        )
    for row in source.rows("corroborating_sources"):
        what, where = row.text("what", needed=True), row.text("address")
        found = ADDRESS.search(where)
        kept.append(
            {
                "title": row.text("title") or what.split(":")[0],
                "address": found[0] if found else None,
                "where": "" if found else where,
                "what_th": row.text("what_th") or what,
                "what_en": what,
            }
        )
    source.ignore("language")
    told.remarks["sources"] = kept


MAIN_SOURCE = T("แหล่งหลักของข้อมูลชุดนี้", "The main source of this agreement.")
