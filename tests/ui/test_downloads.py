from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from phanuek.ui.downloads import Column, csv_response, safe_text, xlsx_bytes, xlsx_response
from phanuek.ui.words import T, in_language

COLUMNS = [
    Column(T("รหัส", "Code"), "code", "id"),
    Column(T("ชื่อ", "Name"), "name"),
    Column(T("วันที่", "Date"), "on", "date"),
    Column(T("เวลา", "At"), "at", "datetime"),
    Column(T("บาท", "Baht"), lambda row: row["amount"], "money"),
    Column(T("ยืนยัน", "Confirmed"), "ok", "bool"),
    Column(T("สถานะ", "State"), "state"),
]
ROW: dict[str, Any] = {
    "code": "0105",
    "name": '=HYPERLINK("x")',
    "on": date(2026, 11, 3),
    "at": datetime(2026, 11, 22, 18, 30, tzinfo=UTC),
    "amount": Decimal("-12.50"),
    "ok": True,
    "state": T("เสร็จ", "done"),
}
EMPTY = dict.fromkeys(ROW)


def _csv(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_csv_opens_in_a_spreadsheet_as_it_is() -> None:
    response = csv_response("rows", COLUMNS, [ROW, EMPTY])
    assert response["Content-Disposition"] == 'attachment; filename="rows.csv"'
    lines = _csv(response)
    assert lines[0] == ["รหัส", "ชื่อ", "วันที่", "เวลา", "บาท", "ยืนยัน", "สถานะ"]
    assert lines[1] == ["0105", '\'=HYPERLINK("x")', "2026-11-03", "2026-11-23 01:30", "-12.50", "ใช่", "เสร็จ"]
    assert lines[2] == [""] * 7


def test_csv_begins_with_a_byte_order_mark() -> None:
    assert b"".join(csv_response("rows", COLUMNS, []).streaming_content).startswith(b"\xef\xbb\xbf")


def test_csv_keeps_the_language_it_was_asked_in() -> None:
    with in_language("en"):
        response = csv_response("rows", COLUMNS, [ROW])
    assert _csv(response)[1][-2:] == ["yes", "done"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_never_becomes_a_formula(start: str) -> None:
    assert safe_text(start + "1").startswith("'")
    assert safe_text("1" + start) == "1" + start


def _sheet(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_xlsx_holds_real_dates_and_text_ids() -> None:
    response = xlsx_response("rows", COLUMNS, [ROW, EMPTY], notes=[T("ที่มา: ทดสอบ", "Source: test")])
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    book = _sheet(response.content)
    page = book.worksheets[0]
    code, name, on, at, amount, ok, state = page[2]
    assert code.value == "0105"
    assert name.value == '=HYPERLINK("x")'
    assert name.data_type == "s"
    assert on.value.date() == date(2026, 11, 3)
    assert "107041E" in on.number_format
    assert at.value == datetime(2026, 11, 23, 1, 30)
    assert amount.value == -12.5
    assert (ok.value, state.value) == ("ใช่", "เสร็จ")
    assert page[1][0].value == "รหัส"
    assert book.worksheets[1]["A1"].value == "ที่มา: ทดสอบ"


def test_xlsx_in_english_has_no_buddhist_year() -> None:
    page = _sheet(xlsx_bytes(COLUMNS, [ROW], "en")).worksheets[0]
    assert "107041E" not in page["C2"].number_format
    assert page["A1"].value == "Code"


def test_empty_lists_and_odd_characters_make_a_file() -> None:
    assert _sheet(xlsx_bytes(COLUMNS, [], "th")).worksheets[0].max_row == 1
    odd = {**EMPTY, "name": "a\x0bb" + "ก" * 40_000}
    assert _sheet(xlsx_bytes(COLUMNS, [odd], "th")).worksheets[0].max_row == 2
