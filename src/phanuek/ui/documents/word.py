"""Word for editing: the same content as the PDF, in TH Sarabun New at the size of official letters."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from phanuek.ui.documents.availability import load
from phanuek.ui.documents.digits import thai_digits
from phanuek.ui.formats import be_date
from phanuek.ui.words import T, in_language

FONT = "TH Sarabun New"
SIZE = 16
"""Points. Word reads the size of Thai from ``w:szCs`` alone, the font from ``w:cs``, the language from ``w:bidi``."""
TABLE_SIZE = 14
# what XML cannot hold; python-docx turns tab and newline into their elements
_CONTROL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(value: Any) -> str:
    """Text without the control characters that XML forbids; a carriage return becomes a newline."""
    return _CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))


class WordDocument:
    """Builds one file, piece by piece from the top; ``to_bytes`` ends it.

    Texts may be T; they are shown in ``language``. ``in_thai_digits`` writes ๐-๙ in Thai, as in the PDF.
    The same calls give the same bytes. Raises :class:`DocumentsUnavailable` where python-docx is missing.
    """

    def __init__(
        self, *, title: str, as_of: datetime, language: str = "th", in_thai_digits: bool = True
    ) -> None:
        self._docx = load("docx")
        self._shared = load("docx.shared")
        self._ns = load("docx.oxml.ns")
        self._oxml = load("docx.oxml")
        self.language = language
        self.in_thai_digits = in_thai_digits and language == "th"
        self._file = self._docx.Document()
        self._page()
        self._styles()
        about = self._file.core_properties
        about.title, about.author, about.comments, about.language = clean(title), "", "", language
        about.last_modified_by, about.revision = "", 1
        about.created = about.modified = as_of

    def heading(self, text: Any, level: int = 1) -> None:
        """A heading of level 1 (centred, the document's name) to 3."""
        paragraph = self._file.add_paragraph(style=f"Heading {level}")
        self._write(paragraph, text, bold=True)
        if level == 1:
            paragraph.alignment = self._alignment("CENTER")

    def paragraph(self, text: Any, *, indent: bool = False, centre: bool = False, bold: bool = False) -> None:
        """A paragraph, set left; ``indent`` begins it 2.5 cm in, as letters do. A newline in it breaks the line."""
        paragraph = self._file.add_paragraph()
        self._write(paragraph, text, bold=bold)
        if indent:
            paragraph.paragraph_format.first_line_indent = self._shared.Cm(2.5)
        if centre:
            paragraph.alignment = self._alignment("CENTER")

    def clause(self, number: Any, text: Any, *, level: int = 1) -> None:
        """A numbered clause whose number hangs before the text; ``level`` 2 is a part of the clause before."""
        paragraph = self._file.add_paragraph()
        width = self._shared.Cm(1.6)
        paragraph.paragraph_format.left_indent = width * level
        paragraph.paragraph_format.first_line_indent = -width
        self._write(paragraph, number, bold=level == 1)
        self._write(paragraph, "\t")
        self._write(paragraph, text)

    def facts(self, rows: Sequence[tuple[Any, Any]]) -> None:
        """What is said of the document at its head: (label, value), without lines."""
        table = self._file.add_table(rows=0, cols=2)
        for label, value in rows:
            cells = table.add_row().cells
            self._write(cells[0].paragraphs[0], label, bold=True)
            self._write(cells[1].paragraphs[0], value)
        self._set_widths(table, (4, 12))
        self._after_table()

    def table(
        self,
        head: Sequence[Any],
        rows: Sequence[Sequence[Any]],
        *,
        numbers: Sequence[int] = (),
        widths: Sequence[float] = (),
    ) -> None:
        """A ruled table whose head is repeated on each page; ``numbers`` are the columns set right.

        ``widths`` are centimetres, 16 together; without them all columns are alike.
        """
        table = self._file.add_table(rows=1, cols=len(head))
        table.style = "Table Grid"
        for cell, text in zip(table.rows[0].cells, head, strict=True):
            self._write(cell.paragraphs[0], text, bold=True, size=TABLE_SIZE)
        repeat = self._oxml.OxmlElement("w:tblHeader")
        repeat.set(self._ns.qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        for row in rows:
            for column, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
                self._write(cell.paragraphs[0], text, size=TABLE_SIZE)
                if column in numbers:
                    cell.paragraphs[0].alignment = self._alignment("RIGHT")
        self._set_widths(table, widths)
        self._keep_rows_whole(table)
        self._after_table()

    def signatures(self, people: Sequence[Mapping[str, Any]]) -> None:
        """People who sign, two side by side: mappings with name, position, organisation, role, signed_on."""
        table = self._file.add_table(rows=(len(people) + 1) // 2, cols=2)
        for index, person in enumerate(people):
            cell = table.cell(index // 2, index % 2)
            lines = ["", "." * 40, f"({person.get('name') or '.' * 40})"]
            lines += [person[key] for key in ("position", "organisation", "role") if person.get(key)]
            lines.append(self._day_of(person.get("signed_on")))
            for number, line in enumerate(lines):
                paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                paragraph.alignment = self._alignment("CENTER")
                self._write(paragraph, line)
        self._keep_rows_whole(table)
        self._after_table()

    def note(self, text: Any) -> None:
        """A remark in a box, such as what is not stated."""
        table = self._file.add_table(rows=1, cols=1)
        table.style = "Table Grid"
        self._write(table.cell(0, 0).paragraphs[0], text, size=TABLE_SIZE)
        self._after_table()

    def to_bytes(self) -> bytes:
        """The finished .docx."""
        made = io.BytesIO()
        self._file.save(made)
        return _without_clock(made.getvalue())

    # ---- how Word is told about Thai

    def _text(self, value: Any) -> str:
        with in_language(self.language):
            text = clean(value)
        return thai_digits(text) if self.in_thai_digits else text

    def _day_of(self, signed_on: Any) -> str:
        with in_language(self.language):
            if signed_on:
                return f"{T('ลงนามเมื่อวันที่', 'Signed on')} {be_date(signed_on)}"
            return f"{T('วันที่', 'Date')} {'.' * 30}"

    def _write(self, paragraph: Any, value: Any, *, bold: bool = False, size: int = 0) -> None:
        run = paragraph.add_run(self._text(value))
        self._mark(run._r.get_or_add_rPr(), bold=bold, size=size or None)

    def _mark(self, properties: Any, *, bold: bool | None, size: int | None) -> None:
        """Put font, weight, size and language on a run or a style, each for Latin and for Thai (complex) script."""
        for name in ("w:rFonts", "w:b", "w:bCs", "w:i", "w:iCs", "w:color", "w:sz", "w:szCs", "w:lang"):
            for old in properties.findall(self._ns.qn(name)):
                properties.remove(old)
        wanted: list[tuple[str, dict[str, str]]] = [
            ("w:rFonts", {f"w:{script}": FONT for script in ("ascii", "hAnsi", "eastAsia", "cs")})
        ]
        if bold is not None:
            value = "1" if bold else "0"
            wanted += [("w:b", {"w:val": value}), ("w:bCs", {"w:val": value})]
        if size is not None:
            half_points = str(size * 2)
            wanted += [("w:sz", {"w:val": half_points}), ("w:szCs", {"w:val": half_points})]
        wanted.append(("w:lang", {"w:val": "en-GB", "w:eastAsia": "en-GB", "w:bidi": "th-TH"}))
        for name, attributes in wanted:
            element = self._oxml.OxmlElement(name)
            for key, value in attributes.items():
                element.set(self._ns.qn(key), value)
            properties.append(element)

    def _styles(self) -> None:
        styles = self._file.styles
        for name, size, bold in (
            ("Normal", SIZE, None), ("Heading 1", 20, True), ("Heading 2", 18, True), ("Heading 3", SIZE, True),
        ):  # fmt: skip
            self._mark(styles[name].element.get_or_add_rPr(), bold=bold, size=size)
        # the defaults of the file name fonts by theme, which would win over the name given here
        self._mark(
            styles.element.find(".//" + self._ns.qn("w:rPrDefault") + "/" + self._ns.qn("w:rPr")),
            bold=None,
            size=SIZE,
        )
        form = styles["Normal"].paragraph_format
        form.space_after, form.line_spacing = self._shared.Pt(4), 1.0
        for name in ("Heading 1", "Heading 2", "Heading 3"):
            styles[name].paragraph_format.space_before = self._shared.Pt(10)

    def _page(self) -> None:
        section = self._file.sections[0]
        section.page_width, section.page_height = self._shared.Cm(21), self._shared.Cm(29.7)
        section.left_margin, section.right_margin = self._shared.Cm(3), self._shared.Cm(2)
        section.top_margin = section.bottom_margin = self._shared.Cm(2.5)
        if (
            self.in_thai_digits
        ):  # on the section: a switch of the field itself is read differently by LibreOffice
            form = self._oxml.OxmlElement("w:pgNumType")
            form.set(self._ns.qn("w:fmt"), "thaiNumbers")
            section._sectPr.find(self._ns.qn("w:pgMar")).addnext(form)
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = self._alignment("CENTER")
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            if kind:
                element = self._oxml.OxmlElement("w:fldChar")
                element.set(self._ns.qn("w:fldCharType"), kind)
            else:
                element = self._oxml.OxmlElement("w:instrText")
                element.text = text
            run._r.append(element)

    def _alignment(self, name: str) -> Any:
        return load("docx.enum.text").WD_ALIGN_PARAGRAPH[name]

    def _keep_rows_whole(self, table: Any) -> None:
        for row in table.rows:
            row._tr.get_or_add_trPr().insert(0, self._oxml.OxmlElement("w:cantSplit"))

    def _set_widths(self, table: Any, widths: Sequence[float]) -> None:
        """On the columns for LibreOffice and on each cell for Word."""
        for column, width in enumerate(widths):
            table.columns[column].width = self._shared.Cm(width)
            for cell in table.column_cells(column):
                cell.width = self._shared.Cm(width)

    def _after_table(self) -> None:
        """Word joins two tables that touch."""
        self._file.add_paragraph().paragraph_format.space_after = self._shared.Pt(0)


def _without_clock(docx: bytes) -> bytes:
    """The same archive with one fixed time on every entry, so that equal content is equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
