"""Who chaired, who signed for whom and by what right, who was witness, who came."""

from __future__ import annotations

from typing import Any

from phanuek.agreements.importing.pieces import Piece
from phanuek.agreements.importing.told import Row, Told
from phanuek.agreements.models import Attendee
from phanuek.agreements.states import Capacity, Method
from phanuek.timeline.provenance import Provenance
from phanuek.ui.words import T

Part = Attendee.Part
PARTS = {
    "chair": Part.CHAIR, "signatory": Part.SIGNATORY, "witness": Part.WITNESS, "guest": Part.GUEST, "exhibitor": Part.GUEST,
    "guest_of_honour": Part.GUEST, "guest_of_honour_and_exhibitor": Part.GUEST,
}  # fmt: skip
NAME, POSITION = 200, 300


def read_people(file: Piece, told: Told, origin: dict[str, Any]) -> None:
    """In the order of the account: those of `people`, the signatories of each party, witnesses, groups that came."""
    people: list[Row] = []
    for row in file.rows("people"):
        people.append(_person(row, _part(row), row.code("party"), origin))
    for party in file.rows("parties"):
        for row in party.rows("signatories"):
            person = _person(row, Part.SIGNATORY, party.text("id"), origin)
            _join(people, person, row)
    for row in file.rows("witnesses"):
        _join(people, _person(row, Part.WITNESS, row.code("party"), origin), row)
    for row in file.rows("attending_groups"):
        thai, english = row.text("th", needed=True, longest=NAME), row.text("en", longest=NAME)
        values = {"part": Part.GUEST, "party": "", "name_th": thai, "provenance": origin["provenance"]}
        if english:
            values["name_en"] = english[:1].upper() + english[1:]
        people.append(Row(row.path, values, _source(origin)))
    if file.raw("chair_of_ceremony") is not None:
        _chair(file.piece("chair_of_ceremony"), people, origin)
    told.people = people


def _part(row: Piece) -> str:
    part = row.text("part")
    if part in PARTS:
        return PARTS[part]
    if row.raw("signs") is True or row.data.get("party"):
        return Part.SIGNATORY
    row.report.warn(
        row.at("part"),
        T("ไม่รู้จักบทบาท “{part}” จึงบันทึกเป็นผู้ร่วมงาน", "“{part}” is not a known part; kept as a guest").format(
            part=part[:60]
        ),
    )
    return Part.GUEST


def _person(row: Piece, part: str, party: str, origin: dict[str, Any]) -> Row:
    """One person. What the file does not tell (key absent) is not among the values."""
    thai, english = row.named("name", needed=True, longest=NAME)
    values: dict[str, Any] = {"part": part, "party": party, "name_th": thai}
    if english:
        values["name_en"] = english
    position = next((n for n in (*row.keys("role_as_"), "role_th") if row.tells(n)), "")
    position_th, position_en = row.named("position", longest=POSITION)
    position_th = position_th or (row.text(position, longest=POSITION) if position else "")
    position_en = position_en or row.text("role_en", longest=POSITION)
    values |= {"position_th": position_th} if position_th else {}
    values |= {"position_en": position_en} if position_en else {}
    signs = row.flag("signs")
    if part == Part.SIGNATORY:
        _signing(row, party, signs, values)
    for name in row.keys("part_in_event"):
        row.ignore(name)
    kind, source = _provenance(row, origin)
    return Row(row.path, {**values, "provenance": kind}, source)


def _signing(row: Piece, party: str, signs: bool | None, values: dict[str, Any]) -> None:
    """When and by what right. A day that is not told is the agreement's own; null says that they have not signed."""
    if not party:
        row.wrong("party", T("ผู้ลงนามต้องบอกว่าลงนามแทนใคร", "a signatory signs for a party"))
    if row.tells("signed_on"):
        values["signed_on"] = row.day("signed_on")
    elif signs is False:
        values["signed_on"] = None
    if row.tells("capacity"):
        values["capacity"] = row.choice("capacity", Capacity.values) or Capacity.NOT_STATED
    if row.tells("capacity_basis"):
        values["capacity_basis"] = row.text("capacity_basis", longest=300)
    if row.tells("method"):
        values["method"] = row.choice("method", Method.values) or Method.REPORTED


def _provenance(row: Piece, origin: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A person whom the main source does not name was added, from the source that does."""
    source = row.text("source")
    in_main = next((row.flag(name) for name in ("in_seed", "in_source") if row.tells(name)), None)
    if in_main is not False:
        return origin["provenance"], {**_source(origin), **({"provenance_source": source} if source else {})}
    why = T("แหล่งหลักไม่ได้ระบุชื่อนี้ พบในแหล่งอื่น", "The main source does not name them; another source does.")
    return Provenance.ADDED, {"provenance_source": source, "provenance_why": f"{why.th} / {why.en}"}


def _source(origin: dict[str, Any]) -> dict[str, Any]:
    return {name: origin[name] for name in ("provenance_source", "provenance_why")}


def _join(people: list[Row], person: Row, row: Piece) -> None:
    """The same person told twice, once among `people`, once at their party: what the second adds is taken over."""
    key = [person.values[name] for name in ("part", "party", "name_th")]
    first = next(
        (p for p in people if [p.values[n] for n in ("part", "party", "name_th")] == key and p.path != row.path), None
    )  # fmt: skip
    if first is None:
        people.append(person)
        return
    for name, value in person.values.items():
        if first.values.setdefault(name, value) != value:
            row.wrong("", T("{name} ไม่ตรงกับที่บอกไว้ใน {other}", "{name} differs from what {other} says").format(
                name=name, other=first.path))  # fmt: skip


def _chair(chair: Piece, people: list[Row], origin: dict[str, Any]) -> None:
    """The chair of the ceremony, with offices as a list; adds the English that `people` does not have."""
    name = chair.text("name_th", needed=True, longest=NAME)
    offices = {
        language: ", ".join(_texts(chair, key)) if language == "en" else " ".join(_texts(chair, key))
        for language, key in (("th", _first(chair, "roles_as_")), ("en", "roles_en"))
    }
    told = {
        "name_en": chair.text("name_en", longest=NAME),
        "position_th": offices["th"],
        "position_en": offices["en"],
    }
    person = next((p for p in people if p.values["part"] == Part.CHAIR and p.values["name_th"] == name), None)
    if person is None:
        values = {"part": Part.CHAIR, "party": "", "name_th": name, "provenance": origin["provenance"]}
        person = Row(chair.path, values, _source(origin))
        people.insert(0, person)
    for field, text in told.items():
        if text:
            person.values.setdefault(field, text[:POSITION])


def _first(row: Piece, start: str) -> str:
    return next(iter(row.keys(start)), f"{start}in_source_th")


def _texts(row: Piece, name: str) -> list[str]:
    found = row.values(name, most=20)
    for n, text in enumerate(found):
        if not isinstance(text, str):
            row.wrong(f"{name}[{n}]", T("ต้องเป็นข้อความ", "must be text"))
    return [" ".join(text.split()) for text in found if isinstance(text, str)]
