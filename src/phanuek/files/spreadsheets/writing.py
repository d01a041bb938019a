"""The template to fill in, and a copy of a list with the reason beside each cell that has to be mended."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from phanuek.files.spreadsheets.columns import REASON_PREFIX, RESULT, Layout, is_ours
from phanuek.files.spreadsheets.reading import Header, Sheet, stands_for_nothing
from phanuek.ui.downloads import CELL_LIMIT
from phanuek.ui.words import T

HELP = T("คำอธิบาย", "How to fill in")
HELP_HEADERS = (
    T("คอลัมน์", "Column"),
    T("จำเป็น", "Required"),
    T("วิธีกรอก", "What to write"),
    T("ตัวอย่าง", "Example"),
    T("ตัวเลือก", "Choices"),
)
REQUIRED = T("จำเป็น", "required")
FONT = {"font_name": "Sarabun", "font_size": 11, "valign": "top"}
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class FurtherSheet:
    """A sheet to look things up in: what may be written into the cells."""

    title: T
    headers: tuple[T, ...]
    rows: Sequence[Sequence[str]]


def template(
    layout: Layout,
    language: str,
    *,
    lists: Mapping[str, Sequence[str]] | None = None,
    further: Sequence[FurtherSheet] = (),
) -> bytes:
    """An empty list with the headers, choices to pick from, and a sheet that explains each column.

    `lists` holds choices that are not the column's own but those of the moment, by its key.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    head = book.add_format({**FONT, "bold": True, "bg_color": "#E6EBF7", "bottom": 2, "text_wrap": True})
    must = book.add_format({**FONT, "bold": True, "bg_color": "#F6E7BE", "bottom": 2, "text_wrap": True})
    # text cells keep a number's zero in front and a day as it was typed
    text = book.add_format({**FONT, "num_format": "@"})
    page = book.add_worksheet(layout.list_name.in_language(language))
    page.freeze_panes(1, 1)
    for at, column in enumerate(layout.columns):
        title = column.title.in_language(language) + ("*" if column.required else "")
        page.set_column(at, at, max(16, len(title) + 2), text)
        page.write_string(0, at, title, must if column.required else head)
        page.write_comment(0, at, column.help.in_language(language))
    _help(book, layout, language, head)
    for sheet in further:
        if sheet.rows:
            _further(book, sheet, language, head)
    choices = {c.key: [label.in_language(language) for _, label in c.choices] for c in layout.columns}
    _lists(book, page, layout, choices | dict(lists or {}))
    book.close()
    return target.getvalue()


def _further(book: Any, sheet: FurtherSheet, language: str, head: Any) -> None:
    page = book.add_worksheet(sheet.title.in_language(language))
    cell = book.add_format({**FONT, "text_wrap": True, "num_format": "@"})
    for at, title in enumerate(sheet.headers):
        page.set_column(at, at, 60 if at else 24)
        page.write_string(0, at, title.in_language(language), head)
    for line, row in enumerate(sheet.rows, start=1):
        for at, word in enumerate(row):
            page.write_string(line, at, str(word)[:CELL_LIMIT], cell)


def _lists(book: Any, page: Any, layout: Layout, choices: Mapping[str, Sequence[str]]) -> None:
    """Choices stand on a sheet of their own: a list written into the cell's rule may not pass 255 characters."""
    lists = book.add_worksheet("lists")
    lists.hide()
    for at, column in enumerate(layout.columns):
        words = choices[column.key]
        if not words:
            continue
        for line, word in enumerate(words):
            lists.write_string(line, at, word)
        letter = xlsxwriter.utility.xl_col_to_name(at)
        source = f"=lists!${letter}$1:${letter}${len(words)}"
        page.data_validation(
            1, at, layout.most_rows, at, {"validate": "list", "source": source, "error_type": "warning"}
        )


def _help(book: Any, layout: Layout, language: str, head: Any) -> None:
    page = book.add_worksheet(HELP.in_language(language))
    cell = book.add_format({**FONT, "text_wrap": True})
    for at, (title, width) in enumerate(zip(HELP_HEADERS, (30, 10, 44, 34, 60), strict=True)):
        page.set_column(at, at, width)
        page.write_string(0, at, title.in_language(language), head)
    for line, column in enumerate(layout.columns, start=1):
        choices = "\n".join(label.in_language(language) for _, label in column.choices)
        required = REQUIRED.in_language(language) if column.required else ""
        words = [column.title.in_language(language), required, column.help.in_language(language),
                 column.example.in_language(language), choices]  # fmt: skip
        for at, word in enumerate(words):
            page.write_string(line, at, word, cell)


def marked_copy(
    sheet: Sheet, rows: Sequence[Mapping[str, Any]], language: str, *, list_name: T, result: Callable[[Mapping[str, Any], str], str]
) -> bytes:  # fmt: skip
    """The list as it came, each row at its place: beside every column with bad cells a column of reasons, and at the end
    what the row is (`result`). Mended in place, it can be attached as it is: our own columns are read past."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    formats = {
        "head": book.add_format({**FONT, "bold": True, "bg_color": "#E6EBF7", "text_wrap": True}),
        "text": book.add_format({**FONT, "num_format": "@"}),
        "bad": book.add_format({**FONT, "num_format": "@", "bg_color": "#F9DDD2", "border": 1}),
        "why": book.add_format({**FONT, "font_color": "#8C3210", "italic": True, "text_wrap": True}),
    }
    page = book.add_worksheet(list_name.in_language(language))
    wrong = _reasons(rows, language)
    original = [h for h in sheet.headers if not is_ours(h.text)]
    with_reason = {h.letter for h in original if any(h.letter in cells for cells in wrong.values())}
    places: list[tuple[Header | None, str]] = []
    for header in original:
        places.append((header, ""))
        if header.letter in with_reason:
            places.append((None, header.letter))
    _heads(page, sheet, places, formats, language)
    verdicts = {row["number"]: result(row, language) for row in rows}
    for number, cells in sheet.rows:
        _row(page, number - 1, cells, places, wrong.get(number, {}), verdicts.get(number, ""), formats)
    page.freeze_panes(sheet.header_row, 1)
    book.close()
    return target.getvalue()


def _reasons(rows: Sequence[Mapping[str, Any]], language: str) -> dict[int, dict[str, str]]:
    """Row → letter → reason; a cell that is missing with its whole column stands under ""."""
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        for bad in row["errors"]:
            found.setdefault(row["number"], {})[bad["letter"]] = bad["reason"][language]
    return found


def _heads(
    page: Any, sheet: Sheet, places: Sequence[tuple[Header | None, str]], formats: Any, language: str
) -> None:
    texts = {header.letter: header.text for header in sheet.headers}
    for at, (header, reason_for) in enumerate(places):
        title = (
            header.text if header else REASON_PREFIX.in_language(language).format(header=texts[reason_for])
        )
        page.set_column(at, at, 18 if header else 46)
        page.write_string(sheet.header_row - 1, at, title, formats["head"])
    page.set_column(len(places), len(places), 46)
    page.write_string(sheet.header_row - 1, len(places), RESULT.in_language(language), formats["head"])


def _row(
    page: Any, line: int, cells: Sequence[str], places: Sequence[tuple[Header | None, str]], wrong: Mapping[str, str],
    verdict: str, formats: Any,
) -> None:  # fmt: skip
    for at, (header, reason_for) in enumerate(places):
        if header is None:
            if reason_for in wrong:
                page.write_string(line, at, wrong[reason_for], formats["why"])
            continue
        text = cells[header.at] if header.at < len(cells) else ""
        text = "" if stands_for_nothing(text) else text
        kind = "bad" if header.letter in wrong else "text"
        if text or kind == "bad":
            page.write_string(line, at, text[:CELL_LIMIT], formats[kind])
        if kind == "bad":
            page.write_comment(line, at, wrong[header.letter], {"x_scale": 2})
    if verdict:
        page.write_string(line, len(places), verdict[:CELL_LIMIT], formats["why"])
