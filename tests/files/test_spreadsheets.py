"""What any list asks of its file: what a person sees and a program does not, and the copy with reasons."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from phanuek.files.spreadsheets import cells, reading, writing
from phanuek.files.spreadsheets.columns import Column, Layout
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

LAYOUT = Layout(
    columns=(
        Column("name", T("ชื่อ", "Name"), T("ชื่อเต็ม", "In full"), T("ก", "a"), required=True),
        Column("amount", T("จำนวน", "Amount"), T("ตัวเลข", "A number"), T("1", "1")),
        Column("kind", T("ชนิด", "Kind"), T("เลือก", "Choose"), T("ข", "b"), choices=(("big", T("ใหญ่", "Big")),)),
    ),
    anchor="name", most_rows=50, header_hint=T("ต้องมี ชื่อ", "It needs Name."), nothing=T("ไม่มีแถว", "No row."),
    list_name=T("รายการ", "List"),
)  # fmt: skip


def workbook(*rows: list[Any], **sheets: list[list[Any]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, content in sheets.items():
        page = book.create_sheet(title)
        for row in content:
            page.append(row)
    return book


def read(book: openpyxl.Workbook) -> reading.Sheet:
    target = io.BytesIO()
    book.save(target)
    return reading.read(target, len(target.getvalue()), LAYOUT)


def bad(sheet: reading.Sheet) -> dict[tuple[int, str], str]:
    return {
        (number, fault.key): fault.reason.en
        for number, texts in sheet.rows
        for fault in cells.faults(LAYOUT, cells.texts_of(texts, sheet.known))
    }


def test_a_merged_cell_is_pointed_out_in_every_row_it_covers() -> None:
    book = workbook(["ชื่อ", "จำนวน"], ["ก", 5], [None, 6], [None, 7], ["ข", 8])
    book.active.merge_cells("A2:A4")
    sheet = read(book)
    assert len(sheet.rows) == 4
    assert bad(sheet) == {
        (
            n,
            "name",
        ): "It is merged with A2 and holds no value of its own. Split the cells and fill in each row."
        for n in (3, 4)
    }


def test_merged_titles_and_empty_blocks_say_nothing() -> None:
    book = workbook(["รายการประจำปี", None], ["ชื่อ", "จำนวน"], ["ก", 5])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("A8:B9")
    sheet = read(book)
    assert (sheet.header_row, len(sheet.rows)) == (2, 1)
    assert bad(sheet) == {}


def test_a_formula_without_its_result_is_not_taken_for_an_empty_cell() -> None:
    book = workbook(["ชื่อ", "จำนวน"], ["ก", "=1+1"], ["ข", 3])
    assert bad(read(book)) == {
        (2, "amount"): "The file holds a formula without its result. Type the value itself."
    }


def test_a_formula_with_its_result_counts_by_its_result() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    page.write_row(0, 0, ["ชื่อ", "จำนวน"])
    page.write_string(1, 0, "ก")
    page.write_formula(1, 1, "=40+2", None, 42)
    book.close()
    sheet = reading.read(target, len(target.getvalue()), LAYOUT)
    assert [(number, texts[:2]) for number, texts in sheet.rows] == [(2, ("ก", "42"))]
    assert bad(sheet) == {}


def test_a_table_on_a_hidden_sheet_is_refused_by_its_name() -> None:
    book = workbook(["สรุป"], งาน=[["ชื่อ", "จำนวน"], ["ก", 1]])
    book["งาน"].sheet_state = "hidden"
    with pytest.raises(Refused) as refusal:
        read(book)
    assert "“งาน”" in refusal.value.message.th
    assert "Show the sheet" in refusal.value.text.en


def test_a_seen_sheet_counts_before_a_hidden_one() -> None:
    book = workbook(["ชื่อ", "จำนวน"], ["เก่า", 1], ใหม่=[["ชื่อ", "จำนวน"], ["ใหม่", 2]])
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    sheet = read(book)
    assert (sheet.title, sheet.rows[0][1][0]) == ("ใหม่", "ใหม่")


def test_another_sheet_is_told_by_what_it_says() -> None:
    with pytest.raises(Refused) as refusal:
        read(workbook(["เดือน", "ยอดขาย"], ["มกราคม", 5]))
    assert "เดือน" in refusal.value.message.th
    assert "It needs Name." in refusal.value.text.en


@pytest.mark.parametrize("text", ["big", "ใหญ่", "BIG "])
def test_a_choice_is_known_by_code_and_in_both_languages(text: str) -> None:
    assert cells.choice(LAYOUT.columns[2], text) == "big"


def test_the_copy_has_colour_comment_and_reason_beside_a_bad_cell() -> None:
    sheet = read(workbook(["ชื่อ", "จำนวน"], ["ก", "=1+1"]))
    reason = {"th": "พิมพ์ค่าจริง", "en": "Type the value."}
    rows = [{"number": 2, "errors": [{"letter": "B", "reason": reason}]}]
    content = writing.marked_copy(
        sheet, rows, "en", list_name=LAYOUT.list_name, result=lambda row, language: "To mend"
    )
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    cell = page["B2"]
    assert not cell.value
    assert cell.fill.start_color.rgb == "FFF9DDD2"
    assert cell.comment.text == "Type the value."
    assert (page["C1"].value, page["C2"].value, page["D2"].value) == (
        "Check: จำนวน",
        "Type the value.",
        "To mend",
    )
