"""The document of an amendment: what changes, the words before and after, who signs, and the whole text as it then stands."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings

from phanuek.agreements.documents.layout import Place, clause_of, laid_out
from phanuek.agreements.documents.paper import (
    Address,
    Code,
    Comparison,
    Facts,
    Heading,
    NewPage,
    Paper,
    Paragraph,
    People,
    Table,
    Together,
    day,
    joined,
    or_not_stated,
    quoted,
    words_of,
)
from phanuek.agreements.documents.people import MORE, parties_who_sign, party_name, places, signed_rows
from phanuek.agreements.documents.printing import as_docx, as_pdf
from phanuek.agreements.documents.text_in_hand import DEMONSTRATION, text_blocks
from phanuek.agreements.models import Amendment, ClauseChange, ClauseSpan
from phanuek.agreements.queries.rewriting import Placed, rewritten
from phanuek.agreements.states import AmendmentKind, AmendmentState, ChangeKind
from phanuek.engines.redline import Kind, Piece, difference
from phanuek.timeline import queries as timeline
from phanuek.ui.country import pack
from phanuek.ui.words import T, in_language

NAMES = {
    AmendmentKind.TEXT: T("บันทึกแก้ไขเพิ่มเติม", "Amendment"),
    AmendmentKind.EXTENSION: T("บันทึกขยายระยะเวลา", "Extension of the term"),
    AmendmentKind.WITHDRAWAL: T("หนังสือแจ้งถอนตัว", "Notice of withdrawal"),
    AmendmentKind.TERMINATION: T("บันทึกยกเลิกข้อตกลง", "Termination"),
}
PROPOSED = {
    AmendmentKind.TEXT: T("{who}เสนอให้แก้ไขเพิ่มเติม", "{who} proposed to amend it"),
    AmendmentKind.EXTENSION: T("{who}เสนอให้ขยายระยะเวลา", "{who} proposed to extend its term"),
    AmendmentKind.WITHDRAWAL: T("{who}แจ้งขอถอนตัว", "{who} gave notice of its withdrawal"),
    AmendmentKind.TERMINATION: T("{who}เสนอให้ยกเลิกข้อตกลง", "{who} proposed to terminate it"),
}
AGREED = frozenset({AmendmentState.SIGNING, AmendmentState.MERGED})


def amendment_paper(amendment: Amendment, *, language: str = "th", as_of: datetime) -> Paper:
    with in_language(language):
        return _paper(amendment, language, as_of)


def amendment_pdf(amendment: Amendment, *, language: str = "th", as_of: datetime) -> bytes:
    """Raises DocumentsUnavailable on a machine that lacks a library."""
    return as_pdf(amendment_paper(amendment, language=language, as_of=as_of))


def amendment_docx(amendment: Amendment, *, language: str = "th", as_of: datetime) -> bytes:
    """Raises DocumentsUnavailable on a machine that lacks a library."""
    return as_docx(amendment_paper(amendment, language=language, as_of=as_of))


def _paper(amendment: Amendment, language: str, as_of: datetime) -> Paper:
    agreement = amendment.agreement
    changes = list(amendment.changes.select_related("clause", "after").order_by("pk"))
    in_thai = language == "th" or amendment.base is None or not amendment.base.text_en
    result, sha256 = _result(amendment, changes, in_thai)
    return Paper(
        title=str(
            T("{name} {title}", "{name}: {title}").format(
                name=NAMES[AmendmentKind(amendment.kind)], title=words_of(amendment, "title")
            )
        ),
        name=str(
            T("แก้ไขเพิ่มเติม {agreement} {code}", "amendment {agreement} {code}").format(
                agreement=agreement.code, code=amendment.code
            )
        ),
        language=language,
        as_of=as_of,
        heading=(NAMES[AmendmentKind(amendment.kind)], words_of(agreement, "title")),
        under=(words_of(amendment, "title"), *_standing(amendment)),
        blocks=(
            *_why(amendment),
            *_terms(amendment),
            *_clauses(amendment, changes, in_thai),
            *_signing(amendment),
            *result,
            *_about(amendment, sha256, as_of),
        ),
        foot=_foot(amendment, sha256),
    )


def _standing(amendment: Amendment) -> tuple[T, ...]:
    """A proposal says that it is one."""
    state = AmendmentState(amendment.state)
    if state in AGREED:
        return ()
    words = {
        AmendmentState.DRAFT: T("(ร่าง ยังไม่ได้เสนอภาคี)", "(Draft, not proposed to the parties yet)"),
        AmendmentState.REVIEW: T("(ข้อเสนอ อยู่ระหว่างภาคีพิจารณา)", "(Proposal, in review by the parties)"),
        AmendmentState.REJECTED: T(
            "(ข้อเสนอที่ไม่ได้รับความเห็นชอบ ไม่มีผล)", "(Proposal that was rejected; it has no effect)"
        ),
        AmendmentState.TAKEN_BACK: T(
            "(ข้อเสนอที่ผู้เสนอถอนแล้ว ไม่มีผล)", "(Proposal that was taken back; it has no effect)"
        ),
    }
    return (words[state],)


def _why(amendment: Amendment) -> list[Any]:
    agreement = amendment.agreement
    signed = T(
        "ตามที่ภาคีได้ลงนามใน{title} เมื่อวันที่ {day}",
        "The parties signed the {title} on {day}.",
    ).format(title=words_of(agreement, "title"), day=day(agreement.signed_on))
    kind, why = AmendmentKind(amendment.kind), words_of(amendment, "why")
    who = words_of(amendment.proposed_by, "name")
    if kind == AmendmentKind.WITHDRAWAL and amendment.party:
        who = T.of(party_name(amendment.party))
    proposed = T("{proposed} เพราะ{why}", "{proposed}. The reason given: {why}.").format(
        proposed=PROPOSED[kind].format(who=who), why=T(why.th, why.en.rstrip("."))
    )
    agreed = T("ภาคีจึงตกลงกันดังต่อไปนี้", "The parties therefore agree as follows.")
    says = [signed, proposed, agreed if amendment.state in AGREED else ""]
    if kind == AmendmentKind.WITHDRAWAL:
        says = says[:2]
    return [Paragraph(joined(says), indent=True)]


def _terms(amendment: Amendment) -> list[Any]:
    """What a kind changes beside words: the last day, a party, the end."""
    agreement, head = (
        amendment.agreement,
        (T("เรื่อง", "What"), T("เดิม", "As it is"), T("ใหม่", "As it is to be")),
    )
    since = _since(amendment)
    rows: list[tuple[Any, Any, Any]] = []
    if amendment.kind == AmendmentKind.EXTENSION:
        rows.append((T("วันสุดท้ายของข้อตกลง", "Last day of the agreement"), *_days(amendment)))
    elif amendment.kind == AmendmentKind.WITHDRAWAL and amendment.party:
        gone = T("ถอนตัว ไม่เป็นภาคี{since}", "withdraws; no party {since}").format(since=since)
        rows.append((party_name(amendment.party), T("เป็นภาคี", "a party"), gone))
    elif amendment.kind == AmendmentKind.TERMINATION:
        ends = [T("ไม่มีผล{since}", "no longer in force {since}").format(since=since)]
        if amendment.successor:
            follows = T("มีข้อตกลงใหม่แทน: {title}", "in its place: {title}")
            ends.append(follows.format(title=words_of(amendment.successor, "title")))
        rows.append((quoted(words_of(agreement, "title")), T("มีอยู่", "stands"), tuple(ends)))
    blocks: list[Any] = [Table(head, tuple(rows), widths=(6, 4, 6))] if rows else []
    if amendment.kind not in (AmendmentKind.WITHDRAWAL, AmendmentKind.TERMINATION):
        blocks.append(
            Paragraph(
                T("การแก้ไขเพิ่มเติมนี้มีผล{since}", "This amendment is in force {since}.").format(since=since),
                indent=True,
            )
        )
    return blocks


def _since(amendment: Amendment) -> T:
    if amendment.effective_on is None:
        return T("ตั้งแต่วันที่ลงนามครบ", "from the day of the last signature needed")
    return T("ตั้งแต่วันที่ {day}", "from {day}").format(day=day(amendment.effective_on))


def _days(amendment: Amendment) -> tuple[Any, Any]:
    before = amendment.agreement.ends_on
    for event in timeline.of(amendment.agreement, with_people=False, verbs="agreement.extended"):
        if event["facts"].get("amendment") == amendment.code:
            told = event["facts"].get("before")
            before = date.fromisoformat(told) if told else None
    return or_not_stated(day(before) if before else None), day(amendment.new_ends_on)


def _clauses(amendment: Amendment, changes: Sequence[ClauseChange], in_thai: bool) -> list[Any]:
    """Each change as the sentence of an amending document, with the words before and after side by side."""
    if not changes or amendment.base is None:
        return []
    spans = {row.clause.code: row for row in amendment.base.spans.select_related("clause", "version")}
    blocks: list[Any] = []
    for number, change in enumerate(changes, start=1):
        span = spans.get(change.clause.code) if change.clause else None
        blocks.append(Heading(_sentence(number, change, span, spans)))
        old = _text(span, in_thai) if span else ""
        new = "" if change.kind == ChangeKind.REPEAL else _new(change, in_thai)
        if change.kind == ChangeKind.INSERT:
            blocks.append(clause_of(new, *_label(change, in_thai)))
        else:
            blocks.append(_comparison(old, new))
    rest = T("ความอื่นในบันทึกข้อตกลงคงเดิม", "All other words of the agreement stay as they are.")
    return [*blocks, Paragraph(rest, indent=True)]


def _sentence(number: int, change: ClauseChange, span: ClauseSpan | None, spans: dict[str, ClauseSpan]) -> T:
    said = span.label if span else T(change.code, change.code)
    if change.kind == ChangeKind.REPLACE:
        return T(
            "{n}. ให้ยกเลิกความใน{label} และให้ใช้ความใหม่แทน", "{n}. The words of {label} are replaced."
        ).format(n=number, label=said)
    if change.kind == ChangeKind.REPEAL:
        return T("{n}. ให้ยกเลิก{label}", "{n}. {label} is taken out.").format(n=number, label=said)
    added = T(
        f"{change.label_th} {change.heading_th}".strip() or "ข้อใหม่",
        f"{change.label_en or change.label_th} {change.heading_en or change.heading_th}".strip()
        or "a new clause",
    )
    before = spans.get(change.after.code) if change.after else None
    if before is None:
        return T(
            "{n}. ให้เพิ่มความต่อไปนี้เป็น{label} ก่อนข้ออื่น", "{n}. The following is put in first, as {label}."
        ).format(n=number, label=added)
    return T(
        "{n}. ให้เพิ่มความต่อไปนี้เป็น{label} ต่อจาก{before}",
        "{n}. The following is put in as {label}, after {before}.",
    ).format(n=number, label=added, before=before.label)


def _text(span: ClauseSpan, in_thai: bool) -> str:
    return span.text_th if in_thai else span.text_en or span.text_th


def _new(change: ClauseChange, in_thai: bool) -> str:
    return change.text_th if in_thai else change.text_en or change.text_th


def _label(change: ClauseChange, in_thai: bool) -> tuple[str, str]:
    if in_thai or not change.text_en:
        return change.label_th, change.heading_th
    return change.label_en or change.label_th, change.heading_en


def _comparison(old: str, new: str) -> Comparison:
    cut = pack().tokens
    pieces = difference(cut(old.strip()), cut(new.strip()))
    return Comparison(_lines(pieces, Kind.DELETED), _lines(pieces, Kind.INSERTED))


def _lines(pieces: Sequence[Piece], side: Kind) -> tuple[tuple[Piece, ...], ...]:
    """One side of the difference, cut where its lines end."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind not in (Kind.SAME, side):
            continue
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            if text.strip():
                lines[-1].append(Piece(piece.kind, text))
    return tuple(tuple(line) for line in lines if line)


def _signing(amendment: Amendment) -> list[Any]:
    people = list(amendment.attendees.order_by("pk"))
    first, more = places(parties_who_sign(amendment.agreement, amendment), people)
    if amendment.state not in AGREED and not signed_rows(people):
        return []
    return [People(first), *([People(more, MORE)] if more else [])]


def _about(amendment: Amendment, sha256: str, as_of: datetime) -> list[Any]:
    rows: list[tuple[Any, Any]] = []
    if amendment.base:
        number = T("ตัวบทฉบับที่ {n}", "Version {n} of the text").format(n=amendment.base.number)
        rows += [
            (T("แก้ไขจาก", "Amends"), number),
            (T("SHA-256 ของฉบับนั้น", "SHA-256 of that version"), Code(amendment.base.text_sha256)),
        ]
    if sha256:
        label = T("SHA-256 ของตัวบทใหม่", "SHA-256 of the new text")
        rows.append((label, Code(sha256)))
    rows.append((T("ข้อมูล ณ วันที่", "As of"), day(as_of)))
    blocks = (
        Heading(T("ข้อมูลของเอกสารฉบับพิมพ์นี้", "About this print")),
        Facts(tuple(rows)),
        Address(settings.SITE_URL + amendment.get_absolute_url()),
    )
    return [Together(blocks, small=True)]


def _result(amendment: Amendment, changes: Sequence[ClauseChange], in_thai: bool) -> tuple[list[Any], str]:
    """The whole text as it stands once this is in force, on pages of its own, and its SHA-256; nothing where no words change."""
    if not changes or amendment.base is None:
        return [], ""
    made = getattr(amendment, "merged_into", None)
    if made is not None:
        title, blocks = text_blocks(made, in_thai=in_thai)
        sha256 = made.text_sha256
    else:
        found = rewritten(amendment.base, changes)
        text = found.text_th if in_thai else found.text_en or found.text_th
        in_thai = in_thai or not found.text_en
        title, blocks = laid_out(text, [place for row in found.clauses if (place := _place(row, in_thai))])
        sha256 = hashlib.sha256(found.text_th.encode()).hexdigest()
    head = T("ตัวบททั้งฉบับเมื่อแก้ไขแล้ว", "The whole text as amended")
    return [NewPage(), Heading(head), *(Paragraph(line, centre=True) for line in title), *blocks], sha256


def _place(row: Placed, in_thai: bool) -> Place | None:
    if in_thai:
        return Place(row.label_th, row.heading_th, row.start, row.end)
    if row.start_en is None or row.end_en is None:
        return None
    return Place(row.label_en or row.label_th, row.heading_en, row.start_en, row.end_en)


def _foot(amendment: Amendment, sha256: str) -> tuple[Any, ...]:
    state = T.of(AmendmentState(amendment.state).label) if amendment.state not in AGREED else ""
    mark = T("ตัวบทใหม่ SHA-256 {sum}", "new text SHA-256 {sum}").format(sum=sha256) if sha256 else ""
    first = joined([state, mark], " · ")
    told = (first,) if str(first) else ()
    demo = amendment.is_demonstration or amendment.agreement.is_demonstration
    return (*told, DEMONSTRATION) if demo else told
