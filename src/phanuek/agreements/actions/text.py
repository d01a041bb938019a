"""The text of an agreement put in."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements import word_files
from phanuek.agreements.actions.base import locked, name_of
from phanuek.agreements.models import Agreement, ClauseSpan, TextVersion
from phanuek.agreements.states import Stage
from phanuek.engines.redline import suggest_clauses
from phanuek.files import actions as files
from phanuek.files import checks
from phanuek.files.checks import DOCX, JPEG, PDF, PNG
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

MAX_TEXT = 300_000
"""Letters of one text; a longer one is an annex, to be kept as a file."""
MAX_LINES = 5_000
ACCEPTED = frozenset({PDF, DOCX, PNG, JPEG})


@transaction.atomic
def put_text(
    *,
    by: Actor,
    agreement: Agreement,
    text_th: str = "",
    text_en: str = "",
    upload: UploadedFile | None = None,
    translation_note_th: str = "",
    translation_note_en: str = "",
    provenance: str = Provenance.IN_TEXT,
    provenance_source: str = "",
    provenance_why: str = "",
    version: int = 0,
) -> TextVersion:
    """The first version of the text: of a draft, again and again until it is signed; of a signed agreement whose text was not in hand, once.

    Without `text_th` the words are read from `upload`, when that is a Word file. `version` is the one the editor of a draft's
    text saw, 0 where there was none. Only line ends are made alike; nothing else of the words is touched.
    """
    permissions.check_can_put_text(by)
    row = locked(agreement)
    there = row.text_versions.select_for_update().order_by("-number").first()
    _check_may_be_put(row, there)
    values = {
        "text_th": checked_words(text_th or _words_of(upload), "text_th"),
        "text_en": checked_words(text_en, "text_en", needed=False),
        "translation_note_th": translation_note_th.strip(),
        "translation_note_en": translation_note_en.strip(),
    }
    text = there or TextVersion(agreement=row, number=1, version=0, provenance=provenance)
    if there is None and version:
        raise Conflict(yours={"text_th": values["text_th"]}, theirs={"text_th": ""}, version=0)
    before = [_Before(s, s.text_th, s.text_en) for s in text.spans.select_related("clause")] if there else []
    changed = versions.apply(text, version=version, changes=values)
    if not (changed or upload):
        return text
    if upload is not None:
        text.attachment = files.keep(upload, by=by, accept=ACCEPTED)
        text.file_sha256 = text.attachment.sha256
    _save(text, by, provenance_source, provenance_why)
    if there is not None and {"text_th", "text_en"} & set(changed):
        _carry(text, before)
    facts = {
        "version": 1,
        "text_sha256": text.text_sha256,
        "file_sha256": text.file_sha256,
        "again": there is not None,
    }
    timeline.record("agreement.text_put", about=row, by=by, facts=facts)
    return text


def checked_words(text: str, field: str, *, needed: bool = True) -> str:
    """The words as given, with one kind of line end. Raises Refused for what cannot be kept as text."""
    words = text.replace("\r\n", "\n").replace("\r", "\n")
    if not words.strip():
        if needed:
            raise Refused(
                T("ยังไม่มีข้อความ ข้อความว่างเปล่าไม่ใช่ตัวบท", "There are no words yet: an empty text is no text."),
                field=field,
                hint=T(
                    "วางข้อความทั้งฉบับในช่องนี้ หรือแนบไฟล์ Word ที่มีข้อความ (ไฟล์ PDF และภาพ ระบบอ่านข้อความให้ไม่ได้)",
                    "Paste the whole text here, or attach a Word file that holds it (words of a PDF or a picture are not read).",
                ),
            )
        return ""
    if len(words) > MAX_TEXT:
        raise Refused(
            T(
                "ข้อความยาว {n:,} ตัวอักษร รับได้ไม่เกิน {most:,} ตัวอักษร",
                "The text has {n:,} characters; at most {most:,} are kept.",
            ).format(n=len(words), most=MAX_TEXT),
            field=field,
            hint=T("ตัดภาคผนวกออก แล้วแนบเป็นไฟล์แทน", "Leave annexes out and attach them as a file."),
        )
    if words.count("\n") >= MAX_LINES:
        raise Refused(
            T("ข้อความมี {n:,} บรรทัด รับได้ไม่เกิน {most:,} บรรทัด", "The text has {n:,} lines; at most {most:,} are kept.").format(
                n=words.count("\n") + 1, most=MAX_LINES
            ),
            field=field,
            hint=T("ลบบรรทัดว่างที่ซ้ำกัน หรือแนบภาคผนวกเป็นไฟล์แทน", "Delete repeated blank lines, or attach annexes as a file."),
        )  # fmt: skip
    try:
        words.encode()
        broken = "\x00" in words
    except UnicodeEncodeError:
        broken = True
    if broken:
        raise Refused(
            T(
                "ข้อความมีอักขระที่ไม่ใช่ตัวอักษรปนอยู่ (อาจคัดลอกมาไม่ครบ)",
                "The text holds characters that are not writing (it may have been copied badly).",
            ),
            field=field,
            hint=T("คัดลอกจากต้นฉบับใหม่แล้ววางอีกครั้ง", "Copy it from the original again and paste it."),
        )
    return words


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _check_may_be_put(agreement: Agreement, there: TextVersion | None) -> None:
    if agreement.stage == Stage.SIGNING:
        raise Refused(
            T(
                "ข้อตกลงนี้เปิดให้ลงนามอยู่ ผู้ลงนามต้องลงนามในข้อความเดียวกัน จึงเปลี่ยนตัวบทไม่ได้",
                "It is open for signing: everyone signs the same words, so its text cannot be changed.",
            ),
            hint=T(
                "หากยังไม่มีผู้ลงนาม ให้นำกลับไปเป็นร่างที่หน้าการลงนามก่อน",
                "While nobody has signed, take it back to a draft on the page of signatures.",
            ),
        )
    if agreement.stage == Stage.SIGNED and there is not None:
        raise Refused(
            T(
                "ตัวบทฉบับที่ {n} ลงนามแล้ว จึงแทนที่ไม่ได้",
                "Version {n} of the text is signed and cannot be replaced.",
            ).format(n=there.number),
            hint=T(
                "หากต้องการเปลี่ยนข้อความ ให้เสนอการแก้ไขเพิ่มเติมที่ {address}amendments/new/",
                "To change its words, propose an amendment at {address}amendments/new/.",
            ).format(address=agreement.get_absolute_url()),
        )


def _words_of(upload: UploadedFile | None) -> str:
    """The words of a Word file; none of anything else, whose kind is judged when it is kept."""
    if upload is None or checks.detect(upload) != DOCX:
        return ""
    checks.check(upload, upload.size or 0, accept=ACCEPTED)
    return word_files.text_of(upload)


def _save(text: TextVersion, by: Actor, source: str, why: str) -> None:
    text.text_sha256 = sha256_of(text.text_th)
    text.provenance_by, text.provenance_on = name_of(by), clock.today()
    text.provenance_source, text.provenance_why = source.strip(), why.strip()
    text.added_at = clock.now()
    text.save()


@dataclass(frozen=True)
class _Before:
    """A clause as it stood in a draft's earlier words."""

    span: ClauseSpan
    text_th: str
    text_en: str


def _carry(text: TextVersion, before: Iterable[_Before]) -> None:
    """After a draft's words changed: clauses that are found again keep their marks, the others are to be marked anew."""
    text.spans.all().delete()
    kept: list[ClauseSpan] = []
    thai, english = _Finder(text.text_th), _Finder(text.text_en)
    for one in before:
        place = thai.find(one.text_th, one.span.label_th)
        if place is None:
            continue
        start_en, end_en = english.find(one.text_en, one.span.label_en) or (None, None)
        kept.append(
            ClauseSpan(
                version=text, clause=one.span.clause, order=len(kept) + 1, start=place[0], end=place[1], start_en=start_en,
                end_en=end_en, label_th=one.span.label_th, label_en=one.span.label_en, heading_th=one.span.heading_th,
                heading_en=one.span.heading_en,
            )
        )  # fmt: skip
    ClauseSpan.objects.bulk_create(kept)


class _Finder:
    """Finds clauses in a text one after the other: by their words, else by their label."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.headings = suggest_clauses(text)

    def find(self, words: str, label: str) -> tuple[int, int] | None:
        start = self.text.find(words, self.at) if words else -1
        end = start + len(words)
        if start < 0:
            same = [h for h in self.headings if label and h.label == label and h.start >= self.at]
            if not same:
                return None
            start, end = same[0].start, same[0].end
        self.at = end
        return start, end
