"""An agreement whose text is here: the document is that text, with who signs it and from what it was set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from phanuek.agreements.documents.layout import Place, laid_out
from phanuek.agreements.documents.paper import (
    Address,
    Code,
    Facts,
    Heading,
    Items,
    Note,
    Paper,
    Paragraph,
    People,
    Quoted,
    Table,
    Together,
    day,
    joined,
    quoted,
    words_of,
)
from phanuek.agreements.documents.people import (
    MORE,
    WITNESSES,
    parties_who_sign,
    party_name,
    places,
    signed_by,
    signed_rows,
    witnesses,
)
from phanuek.agreements.models import Agreement, Attendee, ClauseSpan, TextVersion
from phanuek.agreements.states import AmendmentKind, AmendmentState, Stage
from phanuek.ui.words import T

DEMONSTRATION = T("ข้อมูลตัวอย่างเพื่อสาธิตระบบ ไม่ใช่ข้อตกลงจริง", "Demonstration data: no agreement that exists")
DRAFT = T("(ร่าง ยังไม่เปิดให้ลงนาม)", "(Draft, not open for signing)")


def text_paper(agreement: Agreement, version: TextVersion, *, language: str, as_of: datetime) -> Paper:
    """To be called in that language. A reader of English gets the translation where there is one, else the Thai text."""
    in_thai = language == "th" or not version.text_en
    title, blocks = text_blocks(version, in_thai=in_thai)
    people = list(agreement.attendees.filter(amendment=None).order_by("pk"))
    return Paper(
        title=str(words_of(agreement, "title")),
        name=str(
            T("บันทึกข้อตกลง {code} ฉบับที่ {n}", "agreement {code} version {n}").format(
                code=agreement.code, n=version.number
            )
        ),
        language=language,
        as_of=as_of,
        heading=title or (quoted(words_of(agreement, "title")),),
        under=_under(agreement, version, language),
        blocks=(*blocks, *_signing(agreement, version, people), *_about(agreement, version, people, as_of)),
        foot=_foot(agreement, version),
    )


def text_blocks(version: TextVersion, *, in_thai: bool) -> tuple[tuple[Quoted, ...], list[Any]]:
    """The text of a version in Thai or in its translation."""
    spans = list(version.spans.select_related("version", "clause").order_by("order"))
    return laid_out(version.text_th if in_thai else version.text_en, _places(spans, in_thai))


def version_words(version: TextVersion) -> T:
    """Which version it is, and by what it came to be."""
    number = T("ฉบับที่ {n}", "Version {n}").format(n=version.number)
    if version.amendment is None:
        return number
    by = T("ตามการแก้ไขเพิ่มเติม “{title}”", "by the amendment “{title}”").format(
        title=words_of(version.amendment, "title")
    )
    since = T("มีผลตั้งแต่วันที่ {day}", "in force from {day}").format(day=day(version.effective_on))
    return joined([number, by, since])


def _places(spans: Sequence[ClauseSpan], in_thai: bool) -> list[Place]:
    if in_thai:
        return [Place(row.label_th, row.heading_th, row.start, row.end) for row in spans]
    return [
        Place(row.label_en or row.label_th, row.heading_en, row.start_en, row.end_en)
        for row in spans
        if row.start_en is not None and row.end_en is not None
    ]


def _under(agreement: Agreement, version: TextVersion, language: str) -> tuple[T, ...]:
    lines = []
    if version.amendment is not None:
        lines.append(T("({words})", "({words})").format(words=version_words(version)))
    if agreement.stage == Stage.DRAFT:
        lines.append(DRAFT)
    if language == "en":
        lines.append(
            words_of(version, "translation_note")
            if version.text_en and version.translation_note_th
            else T("คำแปล ให้ถือข้อความภาษาไทยเป็นหลัก", "A translation; the Thai text is the one that counts.")
            if version.text_en
            else T("ยังไม่มีคำแปลภาษาอังกฤษ", "No translation is in hand: this is the Thai text.")
        )
    return tuple(lines)


def _signing(agreement: Agreement, version: TextVersion, people: Sequence[Attendee]) -> list[Any]:
    """The places of the first signing; of a later version also who signed the amendments that led to it."""
    parties = parties_who_sign(agreement)
    first, more = places(parties, people, tell_who_left=True)
    blocks: list[Any] = []
    if version.amendment is not None:
        blocks.append(Heading(T("ผู้ลงนามในบันทึกข้อตกลง (ฉบับที่ 1)", "Who signed the agreement (version 1)")))
    blocks.append(People(first))
    if more:
        blocks.append(People(more, MORE))
    blocks += _witnesses(agreement, people)
    return [*blocks, *_amended(agreement, version), *_otherwise_changed(agreement, version)]


def _witnesses(agreement: Agreement, people: Sequence[Attendee]) -> list[Any]:
    """With lines to sign, unless it was signed and nothing is known of when they did."""
    seen = witnesses(people)
    if not seen:
        return []
    if agreement.stage != Stage.SIGNED or any(person["signed_on"] for person in seen):
        return [People(seen, WITNESSES)]
    named = tuple(joined([person["name"], person["position"]]) for person in seen)
    return [Heading(T("พยาน", "Witnesses"), 3), Items(named)]


def _amended(agreement: Agreement, version: TextVersion) -> list[Any]:
    """Each amendment up to this version with those who signed it."""
    blocks: list[Any] = []
    rows = agreement.text_versions.filter(number__lte=version.number, amendment__isnull=False)
    for step in rows.select_related("amendment").order_by("number"):
        amendment = step.amendment
        assert amendment is not None
        signed = signed_rows(amendment.attendees.all())
        who = [
            p for p in parties_who_sign(agreement, amendment) if any(row.party_id == p.pk for row in signed)
        ]
        blocks.append(
            Heading(
                T(
                    "ผู้ลงนามในการแก้ไขเพิ่มเติม “{title}” (ฉบับที่ {n})",
                    "Who signed the amendment “{title}” (version {n})",
                ).format(title=words_of(amendment, "title"), n=step.number)
            )
        )
        blocks.append(
            Table(
                (T("ภาคี", "Party"), T("ผู้ลงนาม", "Signed by"), T("วันที่ลงนาม", "Signed on")),
                tuple((party_name(party), *signed_by(party, signed)) for party in who),
                widths=(5.8, 6, 4.2),
            )
        )
    return blocks


def _otherwise_changed(agreement: Agreement, version: TextVersion) -> list[Any]:
    """Beside the newest text: what the parties signed that changed no words of it."""
    if agreement.text_versions.filter(number__gt=version.number).exists():
        return []
    rows = agreement.amendments.filter(state=AmendmentState.MERGED, merged_into=None)
    told = []
    for row in rows.select_related("party__organisation").order_by("effective_on", "pk"):
        last = (
            T("วันสุดท้ายใหม่ {day}", "new last day {day}").format(day=day(row.new_ends_on))
            if row.new_ends_on
            else ""
        )
        who = party_name(row.party) if row.party else ""
        since = T("มีผลตั้งแต่วันที่ {day}", "in force from {day}").format(day=day(row.effective_on))
        kind = T.of(AmendmentKind(row.kind).label)
        told.append(joined([joined([kind, words_of(row, "title")], ": "), who, last, since], " · "))
    if not told:
        return []
    title = T(
        "การเปลี่ยนแปลงอื่นที่ลงนามแล้ว ซึ่งไม่ได้แก้ถ้อยคำในตัวบท",
        "Signed since, without a change to the words of the text",
    )
    return [Heading(title), Items(tuple(told))]


def _about(
    agreement: Agreement, version: TextVersion, people: Sequence[Attendee], as_of: datetime
) -> list[Any]:
    rows: list[tuple[Any, Any]] = [(T("ฉบับ", "Version"), version_words(version))]
    if agreement.document_number:
        rows.append((T("เลขที่เอกสาร", "Document number"), agreement.document_number))
    rows.append((T("SHA-256 ของตัวบทภาษาไทย", "SHA-256 of the Thai text"), Code(version.text_sha256)))
    if version.attachment is not None:
        rows.append((T("ไฟล์ที่นำตัวบทมา", "File it was taken from"), Quoted(version.attachment.name)))
    if version.file_sha256:
        rows.append((T("SHA-256 ของไฟล์นั้น", "SHA-256 of that file"), Code(version.file_sha256)))
    rows.append((T("ข้อมูล ณ วันที่", "As of"), day(as_of)))
    blocks: list[Any] = [Heading(T("ข้อมูลของเอกสารฉบับพิมพ์นี้", "About this print"))]
    if version.amendment is not None:
        blocks.append(
            Note(
                T(
                    "ฉบับนี้รวมข้อความที่แก้ไขแล้วไว้ในที่เดียวเพื่อให้อ่านสะดวก สิ่งที่ภาคีลงนามคือบันทึกข้อตกลงฉบับที่ 1 และการแก้ไขเพิ่มเติมแต่ละครั้ง",
                    "This print brings the words as amended together for reading. What the parties signed is version 1 and each amendment.",
                )
            )
        )
    elif signed_rows(people):
        blocks.append(
            Paragraph(
                T(
                    "พิมพ์จากตัวบทในระบบ วันที่ใต้ชื่อคือวันที่ลงนามในต้นฉบับแล้ว ลายมือชื่ออยู่ในต้นฉบับ",
                    "Printed from the text kept here. The day under a name is that on which the original was signed; the signatures stand there.",
                )
            )
        )
    blocks += [Facts(tuple(rows)), Address(settings.SITE_URL + version.get_absolute_url())]
    return [Together(tuple(blocks), small=True)]


def _foot(agreement: Agreement, version: TextVersion) -> tuple[Any, ...]:
    number = T("ฉบับที่ {n}", "Version {n}").format(n=version.number)
    stage = T("ร่าง", "Draft") if agreement.stage == Stage.DRAFT else ""
    first = joined([stage, number, f"SHA-256 {version.text_sha256}"], " · ")
    return (first, DEMONSTRATION) if agreement.is_demonstration else (first,)
