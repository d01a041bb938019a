"""A file beside what is kept: every difference, and those that are not a file's to make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from phanuek.agreements.importing import remarks, words
from phanuek.agreements.importing.bodies import Bodies, name_key
from phanuek.agreements.importing.commitments import compare_commitments
from phanuek.agreements.importing.guarding import guard
from phanuek.agreements.importing.plan import ADD, CHANGE, REMOVE, Change, Plan, differing
from phanuek.agreements.importing.problems import LOOK_AT_IT, Problem
from phanuek.agreements.importing.told import Row, Told
from phanuek.agreements.models import Agreement, Attendee, Party, Statement
from phanuek.ui.words import T


def compare(told: Told, choices: Mapping[str, str] | None = None) -> Plan:
    """What taking in the file would do. `choices`: a body of the file → one of ours by code, or `new`."""
    agreement = Agreement.objects.select_related("organiser").filter(code=told.code).first()
    bodies = Bodies(told, agreement, choices or {})
    plan = Plan(told, bodies, agreement, problems=list(bodies.problems))
    _agreement(plan)
    parties = _people_and_parties(plan)
    _statements(plan)
    _text(plan)
    compare_commitments(plan)
    if agreement is not None:
        guard(plan, parties)
    return plan


def _agreement(plan: Plan) -> None:
    told, agreement = plan.told, plan.agreement
    if agreement is None:
        return
    wanted = dict(told.agreement)
    if told.organiser is not None:
        wanted["organiser"] = plan.bodies.code_of(told.organiser) if told.organiser else ""
    current = {name: getattr(agreement, name) for name in wanted if name != "organiser"}
    current["organiser"] = agreement.organiser.code if agreement.organiser else ""
    if [p["en"] for p in wanted.get("not_stated", [])] == [p["en"] for p in agreement.not_stated]:
        wanted.pop("not_stated", None)
    fields = differing(current, wanted)
    write, stay = remarks.compare(_values(agreement, told.remarks), told.remarks)
    plan.kept += [(words.AGREEMENT, field) for field in stay]
    if name_key(told.agreement["title_th"]) != name_key(agreement.title_th):
        told.warnings.append(
            Problem(
                told.paths.get("title_th", "title_th"),
                T(
                    "ต่างจากชื่อในระบบ ตรวจว่ารหัสนี้เป็นข้อตกลงเดียวกัน",
                    "It differs from the title kept here: is it the same agreement?",
                ),
                LOOK_AT_IT,
            )
        )
    if fields + write:
        values = {f.field: f.new for f in fields + write}
        plan.changes.append(
            Change(CHANGE, "agreement", words.AGREEMENT, str(agreement), agreement, values, fields + write)
        )


def _values(row: Any, remarks_told: Mapping[str, Any]) -> dict[str, Any]:
    """The row's values under the remarks, and under the other language of each."""
    names = set(remarks_told) | {
        f"{name[:-3]}{end}" for name in remarks_told if name[-3:] in ("_th", "_en") for end in ("_th", "_en")
    }
    return {name: getattr(row, name) for name in names if hasattr(row, name)}


def _people_and_parties(plan: Plan) -> dict[str, Party]:
    """Compares both; returns the parties kept, by our code of the body."""
    rows = plan.agreement.parties.select_related("organisation") if plan.agreement else []
    parties = {party.organisation.code: party for party in rows}
    told = [
        Row(
            row.path,
            {**row.values, "organisation": plan.bodies.code_of(row.values["organisation"])},
            row.remarks,
        )
        for row in plan.told.parties
    ]
    _table(
        plan, "party", words.PARTY, told, list(parties.values()),
        key=lambda v: v["organisation"], kept_key=lambda p: p.organisation.code,
        name=lambda v: f"{v['order']}. {v['name_as_printed']}",
        current=lambda p, v: {**_plain(p, v), "organisation": p.organisation.code},
    )  # fmt: skip
    people = [
        Row(
            row.path,
            {**row.values, "party": plan.bodies.code_of(row.values["party"]) if row.values["party"] else ""},
            row.remarks,
        )
        for row in plan.told.people
    ]
    kept: Iterable[Attendee] = []
    if plan.agreement:
        kept = plan.agreement.attendees.filter(amendment=None).select_related("party__organisation")
    _table(
        plan, "person", T("บุคคล", "Person"), people, kept,
        key=lambda v: (str(v["part"]), v["party"], v["name_th"]),
        kept_key=lambda a: (a.part, a.party.organisation.code if a.party else "", a.name_th),
        name=lambda v: f"{v['name_th']} ({words.shown('part', v['part'])})",
        current=lambda a, v: {**_plain(a, v), "party": a.party.organisation.code if a.party else ""},
    )  # fmt: skip
    return parties


def _statements(plan: Plan) -> None:
    """Kinds that the file does not speak of stay as they are."""
    rows: Iterable[Statement] = plan.agreement.statements.all() if plan.agreement else []
    kept = [row for row in rows if row.kind in plan.told.statement_kinds]
    _table(
        plan, "statement", T("ข้อความที่รายงาน", "Statement"), plan.told.statements, kept,
        key=lambda v: (str(v["kind"]), v["number"]), kept_key=lambda s: (s.kind, s.number),
        name=lambda v: f"{words.shown('kind', v['kind'])} {v['number']}", current=_plain,
    )  # fmt: skip


def _plain(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in values if name not in ("organisation", "party")}


def _table(
    plan: Plan, table: str, noun: T, told: Iterable[Row], kept: Iterable[Any], *, key: Callable[[dict[str, Any]], Any],
    kept_key: Callable[[Any], Any], name: Callable[[dict[str, Any]], str], current: Callable[[Any, dict[str, Any]], dict[str, Any]],
) -> None:  # fmt: skip
    """Rows told apart by `key`: added, changed field by field, or no longer told."""
    left = {kept_key(row): row for row in kept}
    for row in told:
        there = left.pop(key(row.values), None)
        if there is None:
            values = {**row.remarks, **row.values}
            if not plan.is_new:
                plan.changes.append(Change(ADD, table, noun, name(row.values), None, values))
            continue
        fields = differing(current(there, row.values), row.values)
        write, stay = remarks.compare(_values(there, row.remarks), row.remarks)
        plan.kept += [(T(name(row.values), name(row.values)), field) for field in stay]
        if fields + write:
            values = {f.field: f.new for f in fields + write}
            plan.changes.append(Change(CHANGE, table, noun, name(row.values), there, values, fields + write))
    for there in left.values():
        plan.changes.append(Change(REMOVE, table, noun, str(there), there))


def _text(plan: Plan) -> None:
    """The words are put in once; a text that is kept already is never put in place of another."""
    told, agreement = plan.told.text, plan.agreement
    if told is None:
        return
    first = agreement.text_versions.order_by("number").first() if agreement else None
    if first is None:
        plan.adds_text, plan.adds_clauses = True, bool(told.clauses)
        return
    if (told.text_th, told.text_en) == (first.text_th, first.text_en):
        plan.adds_clauses = bool(told.clauses) and not first.spans.exists()
        return
    plan.wrong(
        f"{told.path}.th",
        T("ตัวบทในระบบต่างจากในไฟล์ การนำเข้าไม่แทนที่ตัวบทที่มีอยู่", "The text kept here differs from that of the file; an import never replaces a text."),
        T("หากต้องแก้ถ้อยคำ ให้เสนอการแก้ไขเพิ่มเติม หรือเอาส่วน text ออกจากไฟล์", "To change its words propose an amendment, or take `text` out of the file."),
    )  # fmt: skip
