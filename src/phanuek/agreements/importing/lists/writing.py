"""The template of a list of commitments with the parties and clauses of one agreement, and the copy of a list with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phanuek.agreements.importing.lists.columns import LAYOUT
from phanuek.agreements.importing.lists.judging import VERDICTS
from phanuek.agreements.models import Agreement, Statement
from phanuek.agreements.queries.clauses import current_clauses
from phanuek.files.spreadsheets import writing
from phanuek.files.spreadsheets.reading import Sheet
from phanuek.files.spreadsheets.writing import FurtherSheet
from phanuek.ui.words import T

PARTIES, ROOTS = T("ภาคี", "Parties"), T("ข้อและข้อความ", "Clauses")
CODE, NAME, ABBREVIATION = T("รหัส", "Code"), T("ชื่อ", "Name"), T("ชื่อย่อ", "Abbreviation")
LABEL, WORDS = T("เขียนในช่องว่า", "Write in the cell"), T("ข้อความ", "Words")


def template(agreement: Agreement, language: str) -> bytes:
    """Headers, choices to pick from, a sheet that explains the columns, the parties, and the clauses or reported sentences."""
    thai = language == "th"
    bodies = [
        p.organisation for p in agreement.parties.select_related("organisation") if p.withdrawn_on is None
    ]
    names = [
        (b.code, b.name_th if thai else b.name_en or b.name_th, b.abbr_th if thai else b.abbr_en or b.abbr_th)
        for b in bodies
    ]
    clauses = [
        (span.label_th if thai else span.label_en or span.label_th, span.label.in_language(language))
        for span in current_clauses(agreement)
    ]
    statements = [
        (
            f"{T.of(Statement.Kind(s.kind).label).in_language(language)} {s.number}",
            s.text_th if thai else s.text_en or s.text_th,
        )
        for s in agreement.statements.exclude(kind=Statement.Kind.EXHIBITION)
    ]
    return writing.template(
        LAYOUT,
        language,
        lists={
            "lead": [name for _, name, _ in names],
            "clause": [label for label, _ in clauses],
            "statement": [label for label, _ in statements],
        },
        further=[
            FurtherSheet(PARTIES, (CODE, NAME, ABBREVIATION), names),
            FurtherSheet(ROOTS, (LABEL, WORDS), clauses + statements),
        ],
    )


def marked_copy(sheet: Sheet, rows: Sequence[Mapping[str, Any]], language: str) -> bytes:
    """The list as it came, with reasons, and at the end what each row is."""
    return writing.marked_copy(sheet, rows, language, list_name=LAYOUT.list_name, result=_result)


def _result(row: Mapping[str, Any], language: str) -> str:
    parts = [VERDICTS[row["verdict"]].in_language(language)]
    parts += [bad["reason"][language] for bad in row["errors"] if not bad["letter"]]
    parts += [f"{c['label'][language]}: {c['old'][language]} → {c['new'][language]}" for c in row["changes"]]
    if row["match"]:
        parts.append(row["match"]["code"])
    parts += [note[language] for note in row["notes"]]
    return " · ".join(parts)
