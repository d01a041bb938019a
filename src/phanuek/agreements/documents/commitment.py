"""The sheet of one commitment: what was promised and where that comes from, how far it has come, claims, news and tasks.

How much of its results a reader may read is decided where all rooms are seen (a sum can be the income of one group): the sheet
takes the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings

from phanuek.agreements.documents.paper import (
    Address,
    Facts,
    Heading,
    Paper,
    Paragraph,
    Quoted,
    Table,
    day,
    joined,
    or_not_stated,
    quoted,
    where_from,
    words_of,
)
from phanuek.agreements.documents.printing import as_docx, as_pdf
from phanuek.agreements.models import Claim, ClauseSpan, Commitment, Task, Update
from phanuek.agreements.queries.claims import names_of
from phanuek.agreements.queries.clauses import span_of
from phanuek.agreements.queries.progress import Progress, unit_of
from phanuek.agreements.states import ClaimState
from phanuek.organisations.actor import Actor
from phanuek.ui.country import pack
from phanuek.ui.formats import baht, number
from phanuek.ui.words import T, in_language

MOST = 20
"""Rows of a list; a sheet says how many there are beside."""
DEMONSTRATION = T("ภารกิจนี้เป็นข้อมูลตัวอย่าง", "This commitment is demonstration data.")


class Told(Protocol):
    """A commitment's progress in the words that its reader may read."""

    @property
    def progress(self) -> Progress: ...
    @property
    def confirmed_words(self) -> T: ...
    @property
    def unconfirmed_words(self) -> T: ...
    @property
    def status(self) -> T: ...
    @property
    def reason(self) -> T: ...
    @property
    def any_hidden(self) -> bool: ...


def start_of(on: date) -> datetime:
    """The moment of which a sheet of that day speaks, so that it is the same file all day while nothing changes."""
    return datetime.combine(on, time(), ZoneInfo(pack().timezone))


def commitment_paper(
    told: Told, *, actor: Actor, whole: bool, language: str = "th", as_of: datetime
) -> Paper:
    """`actor` is the reader; `whole` says that they may read its results by period too."""
    with in_language(language):
        return _paper(told, actor, whole, language, as_of)


def commitment_pdf(told: Told, *, actor: Actor, whole: bool, language: str = "th", as_of: datetime) -> bytes:
    """Raises DocumentsUnavailable on a machine that lacks a library."""
    return as_pdf(commitment_paper(told, actor=actor, whole=whole, language=language, as_of=as_of))


def commitment_docx(told: Told, *, actor: Actor, whole: bool, language: str = "th", as_of: datetime) -> bytes:
    """Raises DocumentsUnavailable on a machine that lacks a library."""
    return as_docx(commitment_paper(told, actor=actor, whole=whole, language=language, as_of=as_of))


def _paper(told: Told, actor: Actor, whole: bool, language: str, as_of: datetime) -> Paper:
    row = told.progress.commitment
    title = words_of(row, "title")
    sections = [
        (T("ที่มาของภารกิจ", "Where it comes from"), _origin(row)),
        (T("สิ่งที่ตั้งใจทำ", "What is promised"), _promise(row)),
        (T("ความก้าวหน้า ณ วันที่ {day}", "Progress on {day}").format(day=day(told.progress.on)), _progress(told)),
        (T("เป้าหมายรายช่วง", "Target by period"), _periods(told, whole)),
        (T("รายงานผลที่รับรองแล้ว", "Approved claims"), _claims(told, actor)),
        (T("ความเคลื่อนไหวที่รายงาน", "News from the lead"), _updates(row)),
        (T("งานตามมติที่ประชุม", "Tasks from meetings"), _tasks(row, actor)),
    ]
    blocks: list[Any] = []
    for label, section in sections:
        blocks += [Heading(label), *section]
    return Paper(
        title=str(T("แบบสรุปภารกิจ {title}", "Commitment: {title}").format(title=title)),
        name=str(T("ภารกิจ {code}", "commitment {code}").format(code=row.code)),
        language=language,
        as_of=as_of,
        heading=(T("แบบสรุปภารกิจตามบันทึกข้อตกลง", "Commitment sheet"), quoted(title)),
        under=(words_of(row.lead, "name"),),
        blocks=(*blocks, Address(settings.SITE_URL + row.get_absolute_url())),
        foot=(DEMONSTRATION,) if row.is_demonstration else (),
    )


def _origin(row: Commitment) -> list[Any]:
    """The way up: agreement, clause or reported statement, and who wrote the commitment itself."""
    facts: list[tuple[Any, Any]] = [(T("บันทึกข้อตกลง", "Agreement"), quoted(words_of(row.agreement, "title")))]
    span = span_of(row)
    if span is not None:
        facts.append((T("ข้อ", "Clause"), (_label(span), *_clause_words(span))))
    if row.statement is not None:
        text = (quoted(words_of(row.statement, "text")), where_from(row.statement))
        facts.append((T("ข้อความที่เกี่ยวข้อง", "Statement it belongs to"), text))
    if span is None and row.statement is None:
        facts.append((T("ข้อหรือข้อความต้นทาง", "Clause or statement"), or_not_stated(None)))
    by = T("ฝ่ายเลขานุการบันทึกแทน", "recorded by the secretariat on its behalf") if row.on_behalf else None
    facts.append((T("ที่มาของภารกิจนี้", "This commitment"), (where_from(row), *([by] if by else []))))
    return [Facts(tuple(facts))]


def _label(span: ClauseSpan) -> Quoted:
    return quoted(span.label)


def _clause_words(span: ClauseSpan) -> tuple[Quoted, ...]:
    """The clause's words without the line that its label and heading stand for."""
    text = str(T(span.text_th, span.text_en or span.text_th))
    lines = [line.strip() for line in text.strip().split("\n") if line.strip()]
    if lines and " ".join(lines[0].split()) == " ".join(str(span.label).split()):
        lines = lines[1:]
    return tuple(Quoted(line) for line in lines)


def _promise(row: Commitment) -> list[Any]:
    unit = unit_of(row)
    joined_by = [words_of(body, "name") for body in row.collaborators.all()]
    started = day(row.starts_on) if row.starts_on else or_not_stated(None)
    due = day(row.due_on) if row.due_on else or_not_stated(None)
    facts: list[tuple[Any, Any]] = [
        (T("หน่วยงานเจ้าของภารกิจ", "Lead"), words_of(row.lead, "name")),
        (T("หน่วยงานร่วม", "With"), joined(joined_by, ", ") if joined_by else T("ไม่มี", "none")),
        (T("ตัวชี้วัด", "Measure"), T.of(row.get_measure_display())),
        (T("ค่าตั้งต้น", "Baseline"), _baseline(row, unit)),
        (T("เป้าหมาย", "Target"), _amount(row.target, unit)),
        (T("วันเริ่ม", "Starts"), started),
        (T("ครบกำหนด", "Due"), due),
        (
            T("งบประมาณ", "Budget"),
            or_not_stated(baht(row.budget_baht) if row.budget_baht is not None else None),
        ),
    ]
    if row.ended_on is not None:
        how = joined([T.of(row.get_ended_how_display()), words_of(row, "ended_why")], ": ")
        facts.append((T("ปิดเมื่อ", "Closed on"), (day(row.ended_on), how)))
    return [Facts(tuple(facts))]


def _amount(value: Any, unit: T) -> Any:
    if value is None:
        return or_not_stated(None)
    return T("{n} {unit}", "{n} {unit}").format(n=number(value), unit=unit)


def _baseline(row: Commitment, unit: T) -> Any:
    if row.baseline is None:
        return or_not_stated(None)
    on = T("ณ วันที่ {day}", "on {day}").format(day=day(row.baseline_on)) if row.baseline_on else ""
    return tuple(
        part for part in (joined([_amount(row.baseline, unit), on]), row.baseline_source) if str(part)
    )


def _progress(told: Told) -> list[Any]:
    row, done = told.progress.commitment, told.progress
    expected = (
        T("คำนวณไม่ได้", "cannot be worked out")
        if done.expected_by_now is None
        else number(done.expected_by_now)
    )
    head = (
        T("ยืนยันแล้ว", "Confirmed"),
        T("รอยืนยัน", "Unconfirmed"),
        T("แผน ณ วันนี้", "Expected by this day"),
        T("เป้าหมาย", "Target"),
        T("หน่วย", "Unit"),
    )
    target = number(done.target) if done.target is not None else or_not_stated(None)
    values = (told.confirmed_words, told.unconfirmed_words, expected, target, unit_of(row))
    status = T("สถานะ: {status}", "Status: {status}").format(status=told.status)
    blocks: list[Any] = [
        Table(head, (values,), (0, 1, 2, 3)),
        Paragraph(joined([status, told.reason], " – ")),
    ]
    if done.override is not None:
        said = T(
            "ผู้รับผิดชอบระบุสถานะแทนถึงวันที่ {day} สถานะที่คำนวณได้คือ {computed}",
            "A person's word until {day}; what follows from the facts is: {computed}.",
        ).format(day=day(done.override.ends_on), computed=T.of(done.computed.label))
        blocks.append(Paragraph(said))
    blocks.append(
        Paragraph(
            T(
                "ผลที่ยืนยันแล้วคือผลที่หน่วยงานอื่นนอกจากผู้รายงานยืนยัน สถานะคิดจากผลที่ยืนยันแล้วเท่านั้น",
                "Confirmed means by another body than the one that reported. Only confirmed results count for the status.",
            )
        )
    )
    if told.any_hidden:
        blocks.append(
            Paragraph(
                T(
                    "จำนวนที่มีเพียงไม่กี่เรื่องไม่แสดง เพื่อไม่ให้เดาได้ว่าเป็นกลุ่มใด",
                    "What comes from only a few cases is not shown, so that no group can be recognised.",
                )
            )
        )
    return blocks


def _periods(told: Told, whole: bool) -> list[Any]:
    lines = told.progress.periods
    if not lines:
        return [Paragraph(or_not_stated(None))]
    head = [T("ช่วงเวลา", "Period"), T("เป้าหมาย", "Target")]
    if whole:
        head += [T("ยืนยันแล้ว", "Confirmed"), T("รอยืนยัน", "Unconfirmed")]
    rows = []
    for line in lines:
        results = (number(line.confirmed), number(line.unconfirmed)) if whole else ()
        rows.append((_span(line.starts_on, line.ends_on), number(line.target), *results))
    return [Table(tuple(head), tuple(rows), tuple(range(1, len(head))), _OF_PERIODS[len(head)])]


_OF_PERIODS: dict[int, tuple[float, ...]] = {2: (11, 5), 4: (7, 3, 3, 3)}


def _span(first: date, last: date) -> str:
    return f"{day(first, 'short')} – {day(last, 'short')}"


def _claims(told: Told, actor: Actor) -> list[Any]:
    """None while the sum they add up to is kept back: they would tell it."""
    if told.any_hidden:
        return [Paragraph(T("ไม่แสดง เพราะมีเพียงไม่กี่เรื่อง", "Not shown: only a few cases."))]
    found = Claim.objects.visible_to(actor).filter(
        commitment=told.progress.commitment, state=ClaimState.APPROVED
    )
    rows = list(found.select_related("organisation").order_by("-ends_on", "-pk"))
    if not rows:
        return [Paragraph(T("ไม่มี", "None."))]
    names = names_of({row.confirmed_by for row in rows[:MOST] if row.confirmed_by})
    head = (
        T("ช่วงเวลา", "Period"),
        T("ผลที่รับรอง", "Approved"),
        T("ผู้รายงาน และสิ่งที่ทำ", "By whom, and what was done"),
        T("ยืนยันโดย", "Confirmed by"),
    )
    told_rows = tuple(
        (
            (f"{day(row.starts_on, 'short')} –", day(row.ends_on, "short")),
            number(row.approved_quantity),
            (words_of(row.organisation, "name"), quoted(words_of(row, "text"))),
            names.get(row.confirmed_by, T("รอยืนยัน", "unconfirmed")),
        )
        for row in rows[:MOST]
    )
    return [Table(head, told_rows, (1,), (3, 2, 7, 4)), *_of(len(rows))]


def _updates(row: Commitment) -> list[Any]:
    rows = list(Update.objects.filter(commitment=row).select_related("organisation").order_by("-on", "-pk"))
    if not rows:
        return [Paragraph(T("ไม่มี", "None."))]
    head = (T("วันที่", "Date"), T("หน่วยงาน", "Body"), T("ความเคลื่อนไหว", "What was said"))
    told = tuple(
        (day(u.on, "short"), words_of(u.organisation, "name"), quoted(words_of(u, "text")))
        for u in rows[:MOST]
    )
    return [Table(head, told, widths=(2.6, 4.6, 8.8)), *_of(len(rows))]


def _tasks(row: Commitment, actor: Actor) -> list[Any]:
    found = (
        Task.objects.visible_to(actor).filter(commitment=row).select_related("owner").order_by("due_on", "pk")
    )
    rows: Sequence[Task] = list(found)
    if not rows:
        return [Paragraph(T("ไม่มี", "None."))]
    head = (T("งาน", "Task"), T("หน่วยงาน", "Body"), T("กำหนด", "Due"), T("สถานะ", "State"))
    told = tuple(
        (
            quoted(words_of(task, "title")),
            words_of(task.owner, "name"),
            day(task.due_on, "short"),
            T.of(task.get_state_display()),
        )
        for task in rows[:MOST]
    )
    return [Table(head, told, widths=(6.8, 4.4, 2.4, 2.4)), *_of(len(rows))]


def _of(count: int) -> list[Any]:
    if count <= MOST:
        return []
    return [
        Paragraph(T("แสดง {n} รายการล่าสุดจาก {m} รายการ", "{n} of {m} are shown.").format(n=MOST, m=count))
    ]
