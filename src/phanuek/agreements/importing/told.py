"""What a file tells of an agreement, in whichever form it was written: values for the rows to be, by the file's own codes.

`values` are compared with what is kept; `remarks` (notes, sources, texts in one language only) are taken only where nothing
stands yet, so that a note mended here is not lost to the next import.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from phanuek.agreements.importing.problems import NotUsed, Problem
from phanuek.agreements.models import Statement
from phanuek.engines.commitments import Period


@dataclass
class Row:
    """One row under the agreement. `party` and `organisation` among its values are codes of the file."""

    path: str
    values: dict[str, Any]
    remarks: dict[str, Any] = field(default_factory=dict)


@dataclass
class Body:
    """An organisation of the file. `ours`: its code is one of ours, so that no likeness of names is asked."""

    path: str
    code: str
    values: dict[str, Any]
    parent: str = ""
    successor: str = ""
    ours: bool = False


@dataclass(frozen=True)
class ToldClause:
    """Where a clause stands in the text told: characters `start` up to `end`."""

    path: str
    code: str
    label_th: str
    label_en: str
    heading_th: str
    heading_en: str
    start: int
    end: int
    start_en: int | None = None
    end_en: int | None = None


@dataclass
class ToldText:
    """The words of the agreement, to the character."""

    path: str
    text_th: str
    text_en: str = ""
    translation_note_th: str = ""
    translation_note_en: str = ""
    file_sha256: str = ""
    clauses: list[ToldClause] = field(default_factory=list)


@dataclass
class ToldCommitment:
    """A commitment of a file. `values` are fields of the model apart from those beside it; lead and collaborators are codes."""

    path: str
    lead: str
    values: dict[str, Any]
    code: str = ""
    collaborators: list[str] | None = None
    clause: str = ""
    statement: tuple[str, int] | None = None
    periods: list[Period] | None = None


@dataclass
class Told:
    """An agreement as its file tells it.

    `paths`: where the form keeps a field, if not under the model's own name. `statement_kinds`: of which kinds it speaks.
    `organiser`: None where it is not told, "" where there is none.
    """

    form: str = ""
    code: str = ""
    paths: dict[str, str] = field(default_factory=dict)
    agreement: dict[str, Any] = field(default_factory=dict)
    remarks: dict[str, Any] = field(default_factory=dict)
    organiser: str | None = None
    bodies: dict[str, Body] = field(default_factory=dict)
    parties: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    statement_kinds: frozenset[str] = frozenset(Statement.Kind.values)
    text: ToldText | None = None
    commitments: list[ToldCommitment] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    not_used: list[NotUsed] = field(default_factory=list)
