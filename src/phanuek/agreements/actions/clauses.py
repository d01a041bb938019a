"""The clauses of a text: where each begins and ends, and the commitments that hang under them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db import transaction

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions.base import acting_for, locked
from phanuek.agreements.models import Agreement, Clause, ClauseSpan, Commitment, TextVersion
from phanuek.agreements.queries.text import current_version
from phanuek.agreements.states import OPEN_AMENDMENTS
from phanuek.engines.redline import Span, heading_at, trimmed
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_CLAUSES = 300


@dataclass(frozen=True)
class MarkedClause:
    """One clause as a person marks it: characters `start` up to `end` of the Thai text, and of the translation where it is there.

    `code` names the clause it is, where it was marked before; else it is known by its label.
    """

    label_th: str
    start: int
    end: int
    label_en: str = ""
    heading_th: str = ""
    heading_en: str = ""
    start_en: int | None = None
    end_en: int | None = None
    code: str = ""


@transaction.atomic
def mark_clauses(
    *, by: Actor, version: TextVersion, spans: Sequence[MarkedClause], seen: int | None = None
) -> list[ClauseSpan]:
    """Says where the clauses of the current text stand, in place of what was marked before; blanks at their ends are left out.

    `seen` is the `version` of the row that the editor saw. Raises Refused where spans overlap, are blank, lie outside, or bear one
    label twice; where a clause that commitments hang under would go; and while an amendment rests on the clauses.
    """
    permissions.check_can_put_text(by)
    agreement = locked(version.agreement)
    row = TextVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    _check_may_be_marked(agreement, row, seen)
    marked = sorted((_trimmed(row, span) for span in spans), key=lambda span: span.start)
    _check_spans(row, marked)
    marked = [replace(span, code=span.code or code_of(span.label_th, span.label_en)) for span in marked]
    _check_codes(agreement, marked)
    row.spans.all().delete()
    clauses = {clause.code: clause for clause in agreement.clauses.all()}
    for span in marked:
        if span.code not in clauses:
            clauses[span.code] = Clause.objects.create(agreement=agreement, code=span.code)
    made = ClauseSpan.objects.bulk_create(
        ClauseSpan(
            version=row, clause=clauses[s.code], order=order, start=s.start, end=s.end, start_en=s.start_en, end_en=s.end_en,
            label_th=s.label_th, label_en=s.label_en, heading_th=s.heading_th, heading_en=s.heading_en,
        )
        for order, s in enumerate(marked, start=1)
    )  # fmt: skip
    _drop_unused(agreement)
    row.version += 1
    row.save(update_fields=["version"])
    timeline.record(
        "agreement.clauses_marked",
        about=agreement,
        by=by,
        facts={"version": row.number, "clauses": len(made)},
    )
    return made


@transaction.atomic
def tie_to_clause(
    *, by: Actor, commitment: Commitment, clause: Clause | None, version: int, none_fits: bool = False
) -> Commitment:
    """Hangs a commitment under a clause of the current text; with None it is taken off again, or, with `none_fits`, said to be in none.

    `version` is the one the editor saw: Conflict when another saved since. Where it comes from stays as it was said.
    """
    permissions.check_can_tie_commitment(by, commitment)
    agreement = locked(commitment.agreement)
    row = Commitment.objects.select_for_update(of=("self",)).select_related("lead").get(pk=commitment.pk)
    if clause is not None:
        _check_stands(agreement, clause)
    elif row.provenance == Provenance.IN_TEXT:
        raise Refused(
            T(
                "ภารกิจนี้มีที่มาจากตัวบทของข้อตกลงเอง จึงต้องอยู่ภายใต้ข้อใดข้อหนึ่ง",
                "This commitment comes from the text itself, so it hangs under one of its clauses.",
            ),
            field="clause",
            hint=T("เลือกข้ออื่นที่ถูกต้องแทน", "Choose the clause that is right instead."),
        )
    by = acting_for(by, row.lead)
    none_on = clock.today() if clause is None and none_fits else None
    none_on = (row.no_clause_on or none_on) if none_on else None
    changed = versions.apply(row, version=version, changes={"clause": clause, "no_clause_on": none_on})
    if not changed:
        return row
    row.on_behalf = by.on_behalf_of_id is not None
    row.save()
    verb = "commitment.tied" if clause else "commitment.no_clause" if none_fits else "commitment.untied"
    facts = {"clause": clause.code} if clause else {}
    timeline.record(verb, about=row, by=by, also=[agreement], facts={**facts, "commitment": row.code})
    return row


def code_of(label_th: str, label_en: str = "") -> str:
    """A code that reads like the label: ข้อ ๓/๑ → c3-1; a label without a number gives one of its Latin letters, or none."""
    for label in (label_th, label_en):
        if number := heading_at(label, 0, len(label)).number:
            return "c" + number.replace(".", "-")[:39]
    letters = re.sub(r"[^a-z0-9]+", "-", label_en.lower()).strip("-")[:38]
    return f"c-{letters}" if letters else ""


def spans_of(version: TextVersion) -> tuple[list[Span], list[Span]]:
    """The places of its clauses by code, as the engine takes them: of the Thai text, and of the translation."""
    rows = list(version.spans.select_related("clause"))
    thai = [Span(r.clause.code, r.start, r.end) for r in rows]
    english = [
        Span(r.clause.code, r.start_en, r.end_en)
        for r in rows
        if r.start_en is not None and r.end_en is not None
    ]
    return thai, sorted(english, key=lambda span: span.start)


def _check_may_be_marked(agreement: Agreement, row: TextVersion, seen: int | None) -> None:
    newest = current_version(agreement)
    if newest is None or newest.pk != row.pk:
        raise Refused(
            T(
                "ฉบับที่ {n} ไม่ใช่ฉบับปัจจุบัน การแบ่งข้อของฉบับเก่าคงไว้ตามเดิม",
                "Version {n} is no longer current; the clauses of an old version stay as they are.",
            ).format(n=row.number),
            hint=T("แบ่งข้อของฉบับปัจจุบันแทน", "Mark the clauses of the current version instead."),
        )
    if seen is not None and seen != row.version:
        raise Refused(
            T(
                "มีผู้แก้ไขข้อความหรือการแบ่งข้อระหว่างที่ท่านเปิดหน้านี้ จึงยังไม่ได้บันทึกของท่าน",
                "Someone changed the words or the clauses while this page was open, so yours is not saved yet.",
            ),
            hint=T(
                "ข้อความที่แสดงเป็นฉบับล่าสุดแล้ว ตรวจสอบการแบ่งข้อแล้วบันทึกอีกครั้ง",
                "The text shown is the newest: check the clauses and save again.",
            ),
        )
    waiting = agreement.amendments.filter(state__in=OPEN_AMENDMENTS, changes__isnull=False).first()
    if waiting is not None:
        raise Refused(
            T(
                "การแก้ไขเพิ่มเติม “{title}” กำลังแก้ข้อของฉบับนี้อยู่ จึงแบ่งข้อใหม่ไม่ได้",
                "The amendment “{title}” rests on the clauses of this version, so they cannot be marked anew.",
            ).format(title=T(waiting.title_th, waiting.title_en or waiting.title_th)),
            hint=T("รอให้เรื่องนั้นเสร็จก่อน", "Wait until that one is settled."),
        )


def _trimmed(row: TextVersion, span: MarkedClause) -> MarkedClause:
    """The same without blanks at its ends. Raises Refused where it lies outside the text or holds nothing."""
    start, end = _place(row.text_th, span.start, span.end, span, T("ข้อความภาษาไทย", "the Thai text"))
    start_en, end_en = span.start_en, span.end_en
    if (start_en is None) != (end_en is None):
        raise _wrong(span, T("ระบุต้นหรือท้ายของคำแปลเพียงอย่างเดียว", "only one end of its translation is given"))
    if start_en is not None and end_en is not None:
        start_en, end_en = _place(row.text_en, start_en, end_en, span, T("คำแปล", "the translation"))
    return replace(
        span, start=start, end=end, start_en=start_en, end_en=end_en, label_th=span.label_th.strip(),
        label_en=span.label_en.strip(), heading_th=span.heading_th.strip(), heading_en=span.heading_en.strip(),
    )  # fmt: skip


def _place(text: str, start: int, end: int, span: MarkedClause, where: T) -> tuple[int, int]:
    if not 0 <= start < end <= len(text):
        raise _wrong(
            span,
            T("อยู่นอก{where} (ตัวอักษรที่ {start}–{end} จาก {n})", "it lies outside {where} (characters {start}–{end} of {n})").format(
                where=where, start=start, end=end, n=len(text)
            ),
        )  # fmt: skip
    start, end = trimmed(text, start, end)
    if start >= end:
        raise _wrong(span, T("ไม่มีข้อความใน{where}", "there are no words in {where}").format(where=where))
    return start, end


def _check_spans(row: TextVersion, marked: Sequence[MarkedClause]) -> None:
    if not marked:
        raise Refused(
            T("ยังไม่ได้เลือกบรรทัดที่ข้อใดเริ่มต้น", "No line is chosen at which a clause begins."),
            hint=T("เลือกอย่างน้อยหนึ่งบรรทัด", "Choose at least one."),
        )
    if len(marked) > MOST_CLAUSES:
        raise Refused(
            T("มี {n} ข้อ รับได้ไม่เกิน {most} ข้อ", "There are {n} clauses; at most {most} are kept.").format(
                n=len(marked), most=MOST_CLAUSES
            ),
            hint=T("แบ่งเฉพาะข้อใหญ่ ไม่ต้องแบ่งข้อย่อย", "Mark whole clauses, not their parts."),
        )
    for span in marked:
        if not span.label_th:
            raise _wrong(span, T("ยังไม่มีชื่อข้อ เช่น “ข้อ ๑”", "it has no label, such as “Clause 1”"))
        for name, most in (("label_th", 60), ("label_en", 60), ("heading_th", 300), ("heading_en", 300)):
            if len(getattr(span, name)) > most:
                raise _wrong(
                    span,
                    T("ชื่อข้อหรือหัวข้อยาวเกิน {n} ตัวอักษร", "its label or heading is longer than {n} characters").format(n=most),
                )  # fmt: skip
    _check_overlaps([(s.start, s.end, s) for s in marked])
    _check_overlaps(
        [(s.start_en, s.end_en, s) for s in marked if s.start_en is not None and s.end_en is not None]
    )


def _check_overlaps(places: Sequence[tuple[int, int, MarkedClause]]) -> None:
    ordered = sorted(places, key=lambda place: place[0])
    for before, after in pairwise(ordered):
        if after[0] < before[1]:
            raise _wrong(
                after[2],
                T("ซ้อนกับ “{other}” ข้อความหนึ่งอยู่ได้ในข้อเดียว", "it overlaps “{other}”; words belong to one clause").format(
                    other=before[2].label_th
                ),
            )  # fmt: skip


def _check_codes(agreement: Agreement, marked: Sequence[MarkedClause]) -> None:
    seen: set[str] = set()
    for span in marked:
        if not re.fullmatch(r"[a-z0-9-]{1,40}", span.code):
            raise _wrong(
                span,
                T("ชื่อข้อไม่มีเลข ให้ใส่เลข เช่น “ข้อ ๑”", "its label holds no number; give one, such as “Clause 1”"),
            )
        if span.code in seen:
            raise _wrong(span, T("มีข้ออื่นใช้เลขนี้แล้ว", "another clause bears the same number"))
        seen.add(span.code)
    gone = agreement.commitments.filter(clause__isnull=False).exclude(clause__code__in=seen)
    for commitment in gone.select_related("clause"):
        assert commitment.clause is not None
        raise Refused(
            T(
                "ข้อ {code} มีภารกิจ “{title}” อยู่ภายใต้ จึงตัดออกจากการแบ่งข้อไม่ได้",
                "The commitment “{title}” hangs under clause {code}, so that clause cannot be left out.",
            ).format(
                code=commitment.clause.code.removeprefix("c"),
                title=T(commitment.title_th, commitment.title_en or commitment.title_th),
            ),
            hint=T("ย้ายภารกิจนั้นไปไว้ข้ออื่นก่อน", "Tie that commitment to another clause first."),
        )


def _wrong(span: MarkedClause, why: T) -> Refused:
    return Refused(
        T("“{label}”: {why}", "“{label}”: {why}").format(label=span.label_th or "?", why=why),
        hint=T("แก้ไขแล้วบันทึกอีกครั้ง", "Mend it and save again."),
    )


def _drop_unused(agreement: Agreement) -> None:
    """Clauses that stand in no version and that nothing hangs on."""
    unused = agreement.clauses.filter(spans=None, commitments=None, changes=None, goals=None)
    Clause.objects.filter(pk__in=list(unused.values_list("pk", flat=True))).delete()


def _check_stands(agreement: Agreement, clause: Clause) -> None:
    newest = current_version(agreement)
    if clause.agreement_id != agreement.pk or newest is None:
        raise Refused(
            T("ข้อนี้ไม่ใช่ข้อของบันทึกข้อตกลงนี้", "That clause is of another agreement."),
            field="clause",
            hint=T("เลือกจากข้อที่แสดงในหน้านี้", "Choose one that this page shows."),
        )
    if not newest.spans.filter(clause=clause).exists():
        raise Refused(
            T(
                "ข้อนี้ไม่มีในตัวบทฉบับปัจจุบัน (ฉบับที่ {n}) แล้ว",
                "That clause no longer stands in the current text (version {n}).",
            ).format(n=newest.number),
            field="clause",
            hint=T("เลือกจากข้อที่แสดงในหน้านี้", "Choose one that this page shows."),
        )
