"""An agreement whose text is not here: what is known of it, each with its source, and what is not. Not the agreement itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from phanuek.agreements.documents.paper import (
    Address,
    Clause,
    Clauses,
    Facts,
    Heading,
    Items,
    Line,
    Missing,
    Note,
    Paper,
    Paragraph,
    Quoted,
    day,
    joined,
    or_not_stated,
    origin,
    quoted,
    where_from,
    words_of,
)
from phanuek.agreements.documents.people import capacity
from phanuek.agreements.documents.text_in_hand import DEMONSTRATION
from phanuek.agreements.models import Agreement, Attendee, Statement
from phanuek.agreements.queries import pages
from phanuek.agreements.queries.pages import AgreementPage, PartyLine
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.words import T

HEADING = (
    T("สรุปข้อมูลที่ทราบเกี่ยวกับบันทึกข้อตกลง", "What is known of the memorandum"),
    T("(ไม่ใช่ตัวบันทึกข้อตกลง)", "(not the memorandum itself)"),
)
NOT_IT = T(
    "สรุปข้อมูลที่ทราบ ไม่ใช่ตัวบันทึกข้อตกลง ใช้แทนบันทึกข้อตกลงไม่ได้",
    "What is known, not the memorandum itself; it does not stand in its place.",
)
OURS = T("คำแปลภาษาอังกฤษของข้อความเป็นของระบบ", "English of reported statements: our translation.")
OF_THE_AGREEMENT = ("intent", "aim", "approach", "target_group", "support_area")
NOT_OF_IT = ("wider_aim", "exhibition")


class Sources:
    """The sources in their order, so that each statement names its own by number."""

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        self.rows = rows

    def of(self, row: Any) -> T:
        """Where a row comes from: its kind, and the number of its source, else the source in words."""
        for number, source in enumerate(self.rows, start=1):
            address = source.get("address")
            if address and address in row.provenance_source:
                told = origin(row)
                return joined([told["label"], told["note"], f"[{number}]"])
        return where_from(row)

    def in_short(self, row: Any) -> T:
        """The same, of an addition without who added it and why."""
        if row.provenance != Provenance.ADDED:
            return self.of(row)
        number = self.of(row).th.rpartition("[")[2].removesuffix("]")
        label = T("เพิ่มภายหลัง", "Added later")
        return joined([label, f"[{number}]" if number.isdigit() else ""])

    def listed(self) -> tuple[Clause, ...]:
        found = []
        for number, source in enumerate(self.rows, start=1):
            what = T(source.get("what_th") or "", source.get("what_en") or source.get("what_th") or "")
            found.append(
                Clause(f"[{number}]", "", (Quoted(source["title"]), joined([what, source.get("address")])))
            )
        return tuple(found)


def known_paper(agreement: Agreement, *, language: str, as_of: datetime) -> Paper:
    """To be called in that language."""
    page, sources = pages.page(agreement, clock.today()), Sources(agreement.sources)
    sections = [
        _signing(page, sources),
        _in_force(page),
        _parties(page, sources),
        _content(page, sources, language),
        _missing(agreement),
        _others(page, sources),
        _sources(sources),
    ]
    blocks: list[Any] = [_warning(agreement)]
    number = 0
    for title, section in sections:
        if section:
            number += 1
            blocks += [Heading(T("{n}. {title}", "{n}. {title}").format(n=number, title=title)), *section]
    as_of_words = T("ข้อมูล ณ วันที่ {day}", "As of {day}").format(day=day(as_of))
    return Paper(
        title=str(joined([HEADING[0], words_of(agreement, "short_title")])),
        name=str(T("สรุปข้อมูลที่ทราบ {code}", "what is known of {code}").format(code=agreement.code)),
        language=language,
        as_of=as_of,
        heading=HEADING,
        under=(quoted(words_of(agreement, "title")), as_of_words),
        blocks=(*blocks, Address(settings.SITE_URL + agreement.get_absolute_url())),
        foot=(NOT_IT, DEMONSTRATION) if agreement.is_demonstration else (NOT_IT,),
    )


def _warning(agreement: Agreement) -> Note:
    where = (
        T("ตัวบทเก็บไว้ที่ {place}", "Its text is kept elsewhere: {place}.").format(place=agreement.text_elsewhere)
        if agreement.text_elsewhere
        else T("ตัวบทของบันทึกข้อตกลงไม่ได้อยู่ในมือ", "The text of the memorandum is not in hand.")
    )
    told = T(
        "เอกสารนี้รวบรวมเฉพาะสิ่งที่แหล่งที่มาระบุ พร้อมบอกว่าแต่ละเรื่องมาจากที่ใด ข้อใดที่แหล่งที่มาไม่ได้ระบุจะบอกว่าไม่ได้ระบุ ไม่มีการเติมแทน",
        "This paper gathers only what the sources say, and says of each where it comes from. What they do not state is shown as not "
        "stated; nothing was filled in.",
    )
    return Note(joined([where, told]))


def _signing(page: AgreementPage, sources: Sources) -> tuple[T, list[Any]]:
    row = page.agreement
    own = sources.of(row)
    time = T("{h} น.", "{h}").format(h=f"{row.signed_at_time:%H.%M}") if row.signed_at_time else None
    note = T.of(row.notes.get("signed_at_time", "")) if time else T("", "")
    organiser = words_of(row.organiser, "name") if row.organiser else None
    rows = [
        (T("ประเภทเอกสาร", "Kind of document"), _stated(words_of(row, "instrument"), own)),
        (T("เลขที่เอกสาร", "Document number"), _stated(row.document_number, own)),
        (
            T("วันที่ลงนาม", "Day of signing"),
            _stated(day(row.signed_on, "full") if row.signed_on else None, own),
        ),
        (T("เวลา", "Time"), _stated(joined([time, f"– {note}" if note else ""]) if time else None, own)),
        (T("สถานที่", "Place"), _stated(quoted(words_of(row, "venue")), own)),
        (T("ผู้จัดพิธี", "Organised by"), _stated(organiser, own)),
        *((T("ประธานในพิธี", "Chair of the ceremony"), _person(person, sources)) for person in page.chairs),
        *((T("พยาน", "Witness"), _person(person, sources)) for person in page.witnesses),
        *((T("ผู้ร่วมพิธี", "Also there"), _person(person, sources, as_=True)) for person in page.guests),
        (T("วันสิ้นสุด", "End date"), _stated(_end(row), own)),
    ]
    return T("การลงนาม", "The signing"), [Facts(tuple(rows))]


def _end(row: Agreement) -> Any:
    if row.ends_on:
        return day(row.ends_on)
    return T("ไม่มีกำหนดสิ้นสุด", "No fixed end") if row.no_fixed_term else None


def _stated(value: Any, source: T) -> Any:
    """The value with its source; what no source states is shown as such."""
    if value is None or str(value) == "":
        return or_not_stated(None)
    return Line(value, _in_brackets(source))


def _person(person: Attendee, sources: Sources, *, as_: bool = False) -> Line:
    told = (quoted(words_of(person, "name")), words_of(person, "position"))
    return Line(*told, T.of(person.get_part_display()) if as_ else "", _in_brackets(sources.of(person)))


def _in_brackets(source: T) -> T:
    return T("({source})", "({source})").format(source=source)


def _in_force(page: AgreementPage) -> tuple[T, list[Any]]:
    answer = T("คำตอบ: {answer} เพราะ", "Answer: {answer}, because").format(answer=page.in_force.label)
    return T("ยังมีผลอยู่หรือไม่", "Is it in force?"), [Paragraph(answer), Items(tuple(page.in_force.reasons))]


def _parties(page: AgreementPage, sources: Sources) -> tuple[T, list[Any]]:
    parties = page.parties
    title = T(
        "ภาคี {n} องค์กร ตามลำดับและชื่อที่พิมพ์ในแหล่งที่มา",
        "Its {n} parties, in order and name as printed in the source",
    )
    known = T("ทราบผู้ลงนาม {a} จาก {b} ภาคี", "The signatories of {a} of {b} parties are known").format(
        a=page.signatories_known, b=len(parties)
    )
    note = words_of(page.agreement, "party_count_note")
    source = T("ที่มาของรายชื่อภาคี: {source}", "the list of parties: {source}").format(
        source=sources.of(page.agreement)
    )
    listed = tuple(Clause(f"{line.party.order}.", "", _told_of(line, sources)) for line in parties)
    blocks: list[Any] = [Paragraph(joined([known, source], " · ")), Clauses(listed, 2.25)]
    added = [
        person for line in parties for person in line.signatories if person.provenance == Provenance.ADDED
    ]
    remark = T("{name}: {source}", "{name}: {source}")
    blocks += [Paragraph(remark.format(name=words_of(p, "name"), source=sources.of(p))) for p in added]
    return title.format(n=len(parties)), [*([Paragraph(note)] if note else []), *blocks]


def _told_of(line: PartyLine, sources: Sources) -> tuple[Any, ...]:
    """The name as printed; then the official name where it differs, in English the English one, and who signed."""
    party, body = line.party, line.party.organisation
    nobody = "" if line.signatories else T("– ไม่ทราบผู้ลงนาม", "– signatory not known")
    told: list[Any] = [Line(Quoted(party.name_as_printed), nobody)]
    if body.name_th != party.name_as_printed:
        told.append(T("ชื่อทางการ: {name}", "official name: {name}").format(name=body.name_th))
    if body.name_en:
        told.append(T("", body.name_en))
    if party.withdrawn_on:
        told.append(T("ถอนตัวตั้งแต่วันที่ {day}", "withdrawn from {day}").format(day=day(party.withdrawn_on)))
    told += [_signatory(person, line, sources) for person in line.signatories]
    return tuple(part for part in told if str(part))


def _signatory(person: Attendee, line: PartyLine, sources: Sources) -> Line:
    signed: Any = ""
    if person.provenance != Provenance.REPORTED:
        on = T("ลงนามแล้วเมื่อ {day}", "signed on {day}").format(day=day(person.signed_on))
        signed = on if person.signed_on else T("ยังไม่ลงนาม", "not signed yet")
    return Line(
        T("ผู้ลงนาม:", "Signatory:"),
        quoted(words_of(person, "name")),
        words_of(person, "position"),
        capacity(person, line.party),
        signed,
        _in_brackets(sources.in_short(person)),
    )


def _content(page: AgreementPage, sources: Sources, language: str) -> tuple[T, list[Any]]:
    """What it is reported to say, then what the source tells beside it."""
    blocks: list[Any] = []
    for kind in OF_THE_AGREEMENT:
        blocks += _statements(page.statements[kind], kind, sources)
    beside = [block for kind in NOT_OF_IT for block in _statements(page.statements[kind], kind, sources)]
    if beside:
        blocks.append(
            Paragraph(
                T(
                    "เรื่องต่อไปนี้แหล่งที่มาเล่าไว้ด้วย แต่ไม่ใช่ข้อความของบันทึกข้อตกลง",
                    "The source also tells the following, which is not said of the memorandum.",
                )
            )
        )
    blocks += beside
    if blocks:
        first = T(
            "ข้อความต่อไปนี้คัดตามที่แหล่งที่มารายงาน ไม่ใช่ข้อในตัวบท",
            "These are statements as the source reports them, not clauses of the text.",
        )
        blocks = [Paragraph(joined([first, OURS if language == "en" else ""])), *blocks]
    return T("สาระตามที่รายงาน", "What it says, as reported"), blocks


def _statements(rows: Sequence[Statement], kind: str, sources: Sources) -> list[Any]:
    if not rows:
        return []
    told = {sources.of(row) for row in rows}
    shared = next(iter(told)) if len(told) == 1 else T("", "")
    label = T.of(Statement.Kind(kind).label)
    title = (
        T("{label} ({source})", "{label} ({source})").format(label=label, source=shared) if shared else label
    )
    lines = []
    for row in rows:
        own = "" if shared else f" ({sources.of(row)})"
        note = words_of(row, "note")
        lines.append((quoted(words_of(row, "text")), *([note] if note else []), *([own] if own else [])))
    return [Heading(title, 3), Items(tuple(lines))]


def _missing(agreement: Agreement) -> tuple[T, list[Any]]:
    rows = tuple(T.of(row) for row in agreement.not_stated)
    return T("สิ่งที่แหล่งที่มาไม่ได้ระบุ", "What the source does not state"), [Missing(rows)] if rows else []


def _others(page: AgreementPage, sources: Sources) -> tuple[T, list[Any]]:
    rows = []
    for body in page.agreement.other_bodies:
        note = T(body.get("note_th") or "", body.get("note_en") or body.get("note_th") or "")
        rows.append((Quoted(body["name_th"]), *([note] if note else [])))
    return T("หน่วยงานอื่นที่กล่าวถึง ซึ่งไม่ใช่ภาคี", "Other bodies named, not parties"), [
        Items(tuple(rows))
    ] if rows else []


def _sources(sources: Sources) -> tuple[T, list[Any]]:
    listed = sources.listed()
    return T("แหล่งที่มา", "Sources"), [Clauses(listed, 2)] if listed else []
