"""Papers as files: PDF by the template `agreements/documents/paper.html`, Word block by block in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string

from phanuek.agreements.documents import paper as blocks
from phanuek.agreements.documents.paper import Clause, Clauses, Line, Paper, Quoted
from phanuek.engines.redline import Kind, Piece
from phanuek.ui.documents.availability import load
from phanuek.ui.documents.pdf import html_as_pdf
from phanuek.ui.documents.word import WordDocument, clean
from phanuek.ui.words import T, in_language

TEMPLATE = "agreements/documents/paper.html"
STYLE = """
.signatures { orphans: 1; widows: 1 } /* a row of signatures may stand alone on a page rather than all move to the next */
.signatures > div p { overflow-wrap: anywhere }
ol.clauses > li > div > p { margin-bottom: 0.2em }
h3 { margin-top: 0.7em }
h2 { margin-top: 0.9em }
.document-meta { margin-top: 0 }
.not-stated { break-inside: avoid }
.comparison p { margin: 0 0 0.3em }
.comparison tr { break-inside: auto }
del { text-decoration: line-through }
ins { text-decoration: underline }
"""
# twice the class, to weigh more than the house's own rule for parts
_HANGING = "\n".join(
    f"ol.clauses.hang-{size}.hang-{size} > li {{ padding-left: {size / 100}em }}"
    for size in range(100, 575, 25)
)
HEADER_SIZE = 12
TAKEN_OUT = T("(ยกเลิกทั้งข้อ)", "(taken out)")
BEFORE, AFTER = T("ข้อความเดิม", "As it is"), T("ข้อความใหม่", "As it is to be")


def as_pdf(paper: Paper) -> bytes:
    """Raises DocumentsUnavailable on a machine that lacks a library."""
    about: dict[str, Any] = {"title": paper.title, "as_of": paper.as_of, "language": paper.language}
    about["in_thai_digits"] = paper.language == "th"
    load("segno")
    with in_language(paper.language):
        page = render_to_string(
            TEMPLATE, {"paper": paper, "before": BEFORE, "after": AFTER, "taken_out": TAKEN_OUT, **about}
        )
    return html_as_pdf(page, **about, more_style=STYLE + _HANGING + _widths(paper))


def _widths(paper: Paper) -> str:
    """CSS for the columns of the paper's tables, the same as in Word; without it a long cell takes the room of the others."""
    rules = []
    for number, block in enumerate(paper.blocks, start=1):
        if isinstance(block, blocks.Table) and block.widths:
            rules += [
                f".table-{number} th:nth-child({column}) {{ width: {width / sum(block.widths):.1%} }}"
                for column, width in enumerate(block.widths, start=1)
            ]
    return "\n".join(rules)


def as_docx(paper: Paper) -> bytes:
    """Raises DocumentsUnavailable on a machine that lacks a library."""
    made = WordPaper(title=paper.title, as_of=paper.as_of, language=paper.language)
    made.on_every_page([paper.title, *paper.foot])
    for line in paper.heading:
        made.heading(line)
    for line in paper.under:
        made.paragraph(line, centre=True)
    with in_language(paper.language):
        for block in paper.blocks:
            made.add(block)
    return made.to_bytes()


class WordPaper(WordDocument):
    """The blocks of a paper in Word. Quoted words keep their digits."""

    def add(self, block: Any) -> None:
        getattr(self, f"_add_{block.kind.replace('-', '_')}")(block)

    def on_every_page(self, lines: Sequence[Any]) -> None:
        """Small lines at the head of each page."""
        for number, line in enumerate(lines):
            header = self._file.sections[0].header
            paragraph = header.paragraphs[0] if number == 0 else header.add_paragraph()
            paragraph.paragraph_format.space_after = self._shared.Pt(0)
            self._write(paragraph, line, size=HEADER_SIZE)

    def _text(self, value: Any) -> str:
        if isinstance(value, tuple):
            return "\n".join(self._text(part) for part in value)
        if isinstance(value, Line):
            return " ".join(self._text(part) for part in value.parts)
        return clean(value) if isinstance(value, Quoted) else super()._text(value)

    def _add_heading(self, block: blocks.Heading) -> None:
        self.heading(block.text, block.level)

    def _add_paragraph(self, block: blocks.Paragraph) -> None:
        self.paragraph(block.text, indent=block.indent, centre=block.centre)

    def _add_clauses(self, block: Clauses, level: int = 1) -> None:
        for clause in block.items:
            self._add_clause(clause, level, block.hang)

    def _add_clause(self, clause: Clause, level: int, hang: float) -> None:
        """The label before the first words; what follows set in to where these begin."""
        width = self._shared.Cm(1.6)
        paragraph = self._file.add_paragraph()
        if hang and clause.label:
            paragraph.paragraph_format.left_indent = width * level
            paragraph.paragraph_format.first_line_indent = -width
        elif level > 1:
            paragraph.paragraph_format.left_indent = width * (level - 1)
        if clause.label:
            self._write(paragraph, clause.label, bold=level == 1)
            self._write(paragraph, "\t" if hang else " ")
        if clause.heading:
            self._write(paragraph, clause.heading, bold=True)
        paragraph.paragraph_format.keep_with_next = bool(clause.heading)
        if not clause.heading:
            self._write(paragraph, clause.first)
        for piece in clause.body if clause.heading else clause.rest:
            if isinstance(piece, Clauses):
                self._add_clauses(piece, level + 1)
            else:
                more = self._file.add_paragraph()
                more.paragraph_format.left_indent = width * (level if hang and clause.label else level - 1)
                self._write(more, piece)

    def _add_facts(self, block: blocks.Facts) -> None:
        self.facts(block.rows)

    def _add_table(self, block: blocks.Table) -> None:
        self.table(block.head, block.rows, numbers=block.numbers, widths=block.widths)

    def _add_items(self, block: blocks.Items) -> None:
        for row in block.rows:
            paragraph = self._file.add_paragraph()
            paragraph.paragraph_format.left_indent = self._shared.Cm(0.8)
            paragraph.paragraph_format.first_line_indent = -self._shared.Cm(0.5)
            self._write(paragraph, "–\t")
            paragraph.paragraph_format.tab_stops.add_tab_stop(self._shared.Cm(0.8))
            self._write(paragraph, row)

    def _add_missing(self, block: blocks.Missing) -> None:
        self.note(tuple(T("– {row}", "– {row}").format(row=row) for row in block.rows))

    def _add_note(self, block: blocks.Note) -> None:
        self.note(block.text)

    def _add_comparison(self, block: blocks.Comparison) -> None:
        table = self._file.add_table(rows=4, cols=1)
        table.style = "Table Grid"
        cells = [row.cells[0] for row in table.rows]
        for head, cell, label, lines in (
            (cells[0], cells[1], BEFORE, block.before),
            (cells[2], cells[3], AFTER, block.after),
        ):
            self._write(head.paragraphs[0], label, bold=True)
            for number, line in enumerate(lines):
                self._write_marked(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), line)
        if not block.after:
            self._write(cells[3].paragraphs[0], TAKEN_OUT)
        self._after_table()

    def _write_marked(self, paragraph: Any, line: Sequence[Piece]) -> None:
        for piece in line:
            self._write(paragraph, Quoted(piece.text))
            font = paragraph.runs[-1].font
            font.strike = True if piece.kind is Kind.DELETED else None
            font.underline = True if piece.kind is Kind.INSERTED else None

    def _add_people(self, block: blocks.People) -> None:
        self.signatures(block.people)

    def _add_together(self, block: blocks.Together) -> None:
        for piece in block.blocks:
            self.add(piece)

    def _add_new_page(self, block: blocks.NewPage) -> None:
        self._file.add_page_break()

    def _add_address(self, block: blocks.Address) -> None:
        words = block.words or T("ดูข้อมูลปัจจุบันและประวัติได้ที่", "The present state and the history:")
        self.paragraph(words)
        self.paragraph(Quoted(block.address))
