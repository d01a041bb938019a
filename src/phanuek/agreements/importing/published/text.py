"""The agreement's own words, where they are in hand, and where each clause stands in them."""

from __future__ import annotations

import re

from phanuek.agreements.importing.pieces import Piece
from phanuek.agreements.importing.told import ToldClause, ToldText
from phanuek.ui.words import T

LONGEST = 300_000
MOST_CLAUSES = 300
SHA256 = re.compile("[0-9a-f]{64}")


def read_text(file: Piece) -> ToldText | None:
    """None where the file has no text. Offsets count characters of `text.th` from 0."""
    if file.raw("text") in (None, {}):
        return None
    piece = file.piece("text")
    text = ToldText(
        piece.path, piece.words("th", needed=True, longest=LONGEST), piece.words("en", longest=LONGEST)
    )
    if "\r" in text.text_th + text.text_en:
        piece.wrong("th", T("ใช้การขึ้นบรรทัดแบบ \\n เท่านั้น", "lines end with \\n only"))
    note_th, note_en = piece.named("translation_note", longest=300)
    text.translation_note_th, text.translation_note_en = note_th or note_en, note_en or note_th
    text.file_sha256 = piece.text("file_sha256", longest=64)
    if text.file_sha256 and not SHA256.fullmatch(text.file_sha256):
        piece.wrong("file_sha256", T("ต้องเป็นเลขฐานสิบหก 64 ตัว", "must be 64 hexadecimal digits"))
    codes: dict[str, str] = {}
    end = 0
    for row in piece.rows("clauses", most=MOST_CLAUSES):
        clause = _clause(row, text, end)
        if clause is None:
            continue
        if clause.code in codes:
            row.wrong(
                "code", T("รหัสนี้เป็นของ {other} แล้ว", "is the code of {other}").format(other=codes[clause.code])
            )
        codes.setdefault(clause.code, row.path)
        end = max(end, clause.end)
        text.clauses.append(clause)
    return text


def _clause(row: Piece, text: ToldText, after: int) -> ToldClause | None:
    code = row.code("code", needed=True, longest=40)
    label_th, label_en = row.named("label", needed=True, longest=60)
    heading_th, heading_en = row.named("heading", longest=300)
    words_th, words_en = row.named("text", longest=LONGEST) if not row.tells("text") else _words(row)
    span = _span(row, words_th, text.text_th, after)
    english = _english(row, words_en, text.text_en)
    if span is None:
        return None
    return ToldClause(row.path, code, label_th, label_en, heading_th, heading_en, *span, *english)


def _words(row: Piece) -> tuple[str, str]:
    """The clause's own words to the character: one Thai text, or both languages."""
    if isinstance(row.data["text"], str):
        return row.words("text", longest=LONGEST), ""
    inner = row.piece("text")
    return inner.words("th", longest=LONGEST), inner.words("en", longest=LONGEST)


def _span(row: Piece, words: str, text: str, after: int) -> tuple[int, int] | None:
    """From `start` and `end`, else where the clause's words are found behind the clause before it."""
    if row.tells("start") or row.tells("end"):
        start = row.whole("start", needed=True, most=LONGEST)
        end = row.whole("end", needed=True, most=LONGEST)
        if start is None or end is None:
            return None
        if not start < end <= len(text):
            row.wrong("end", T(
                "ต้องอยู่หลัง start และไม่เกินความยาวของตัวบท {n} ตัวอักษร", "must lie behind start and within the {n} characters of the text",
            ).format(n=f"{len(text):,}"))  # fmt: skip
            return None
        if start < after:
            row.wrong("start", T("ทับกับข้อก่อนหน้า ซึ่งจบที่ {n}", "overlaps the clause before it, which ends at {n}").format(n=after))  # fmt: skip
        return start, end
    if not words:
        row.wrong(
            "text",
            T("ต้องมีข้อความของข้อ หรือ start และ end", "the clause's words are missing, or its start and end"),
        )
        return None
    start = text.find(words, after)
    if start < 0:
        row.wrong(
            "text",
            T(
                "ไม่พบข้อความนี้ในตัวบท ต่อจากข้อก่อนหน้า",
                "these words do not stand in the text behind the clause before",
            ),
            T("คัดลอกจากตัวบทให้ตรงทุกตัวอักษร", "Copy them from the text, to the letter."),
        )
        return None
    return start, start + len(words)


def _english(row: Piece, words: str, text: str) -> tuple[int | None, int | None]:
    if row.tells("start_en") or row.tells("end_en"):
        start, end = row.whole("start_en", most=LONGEST), row.whole("end_en", most=LONGEST)
        if start is None or end is None or not start < end <= len(text):
            row.wrong(
                "end_en",
                T("ต้องอยู่หลัง start_en และอยู่ในคำแปล", "must lie behind start_en and within the translation"),
            )
            return None, None
        return start, end
    if not words:
        return None, None
    start = text.find(words)
    if start < 0:
        row.wrong("text.en", T("ไม่พบข้อความนี้ในคำแปล", "these words do not stand in the translation"))
        return None, None
    return start, start + len(words)
