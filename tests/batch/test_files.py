"""Files that are nearly right, one mistake at a time: each is told where it stands, or read as what it means."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from phanuek.batch.files.cells import CellError, value_of
from phanuek.batch.files.offers import caret
from phanuek.engines.rules import Fact
from tests.batch.command import DAY, OFFERS, TABLE, VOCABULARY, Command, answers
from tests.batch.fuzzing import ROUND


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("boolean", " ใช่ ", True), ("boolean", "ไม่ใช่", False), ("boolean", "TRUE", True), ("boolean", "0", False), ("integer", "007", 7),
     ("integer", "12.0", 12), ("integer", "-3", -3), ("money", "150025", 150025), ("number", "0.30", Decimal("0.30")), ("number", "1e3", 1000),
     ("date", "2024-02-29", date(2024, 2, 29)), ("text", " a b ", "a b"), ("area", "0101", "0101"), ("integer", "  ", None), ("text", "", None)],
)  # fmt: skip
def test_a_cell_is_read(kind: Any, text: str, value: object) -> None:
    read = value_of(Fact("x", kind), text)
    assert (type(read), read) == (type(value), value)


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [("boolean", "maybe", "true or false"), ("integer", "1,200", "no separators"), ("integer", "1.5", "digits only"), ("integer", "๑๒", "Thai digits"),
     ("integer", "١٢", "digits only"), ("integer", "1_000", "digits only"), ("money", "1500.25", "satang"), ("number", "NaN", "decimal point"),
     ("number", "inf", "decimal point"), ("number", "1e999", "decimal point"), ("number", "0x10", "decimal point"), ("date", "2568-11-30", "2025-11-30"),
     ("date", "30/11/2025", "year-month-day"), ("date", "2025-02-29", "year-month-day"), ("date", "20251130", "year-month-day")],
)  # fmt: skip
def test_a_cell_is_refused_with_what_to_write(kind: Any, text: str, hint: str) -> None:
    with pytest.raises(CellError) as error:
        value_of(Fact("x", kind), text)
    assert hint in error.value.hint["en"]
    assert error.value.hint["th"]


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"", "the file is empty"), (b"\xff\xfec\x00", "not UTF-8 text (byte 1 of the line)"), (b"code\nE1\nE\xe92\n", "csv:3: this is not UTF-8 text (byte 2"),
     (b"code,members\nE1,\x00\n", "csv:2: holds a NUL"), (b"\n\n", "nothing in the file"), (b"name,members\nE1,2\n", "csv:1: code: this column is missing"),
     (b"Code,members\n", "rename \xe2\x80\x9cCode\xe2\x80\x9d"), (b"code,members,members\nE1,1,2\n", "csv:1: members: the column stands there twice"),
     (b"code,,members\nE1,,2\n", "column 2 has no name"), (b"code;members\nE1;2\n", "not separated by commas"), (b'code,members\nE1,"2\nE2,3\n', "csv:2: this row is not CSV"),
     (b"code,members\nE1,2\n\nE2\n", "csv:4: this row has 1 cells"), (b'code,kind\n"E1","a\nb"\nE1,c\n', "csv:4: code: the code \xe2\x80\x9cE1\xe2\x80\x9d stands also in row 2"),
     (b"code,kind\nE1," + b"x" * 140_000 + b"\n", "csv:2: a cell is longer"), (b"code\n" + b"x" * 18_500_000, "longer than 16 million"), (b"PK\x03\x04abc", "a file of Excel"),
     (b"code\n \n", "csv:2: code: there is no code"), (b"code\n" + b"y" * 300 + b"\n", "cannot be a code")],
)  # fmt: skip
def test_a_table_that_is_wrong(phanuek: Command, tmp_path: Path, data: bytes, told: str | bytes) -> None:
    (tmp_path / "e.csv").write_bytes(data)
    said = phanuek("check", tmp_path / "e.csv", phanuek.offers())
    assert said.status == 1
    assert (told.decode() if isinstance(told, bytes) else told).encode("latin-1", "ignore").decode(
        "utf-8", "ignore"
    ) in said.err


def test_a_table_is_read_whatever_its_ends_order_and_marks(phanuek: Command, tmp_path: Path) -> None:
    rows = [line.split(",") for line in TABLE.replace('"a, b"', "ab").splitlines()]
    turned = (
        "\ufeff" + "\r\n".join(",".join(f'" {cell} "' for cell in reversed(row)) for row in rows) + "\r\n\r\n"
    )
    assert (
        phanuek(
            "screen", phanuek.table(turned), phanuek.offers(), "--out", tmp_path / "a", "--on", DAY
        ).status
        == 0
    )
    assert (
        phanuek("screen", phanuek.table(), phanuek.offers(), "--out", tmp_path / "b", "--on", DAY).status == 0
    )
    assert answers(tmp_path / "a") == answers(tmp_path / "b")


@pytest.mark.parametrize(
    ("select", "told"),
    [("1 AS members", "code: this column is missing"), ("'E1' AS code, 7 AS kind", "kind: the column is of type INTEGER → make it text"),
     ("'E1' AS code, 50 AS province", "province: the column is of type INTEGER"), ("'E1' AS code, 1.5::DOUBLE AS members", "parquet:1: members: “1.5”: this is not a whole number"),
     ("'E1' AS code, 'NaN'::DOUBLE AS share", "parquet:1: share: “nan”: this is no number"), ("'E1' AS code, TIMESTAMP '2025-01-01 10:00' AS founded", "a time of day stands with the date"),
     ("'E1' AS code, 15.25::DECIMAL(9, 2) AS income", "income: the column is of type DECIMAL(9,2) → make it whole satang"), ("'E1' AS code, [1] AS members", "members: the column is of type INTEGER[]"),
     ("'E1' AS code, {'a': 1} AS kind", "kind: the column is of type STRUCT"), ("'E1' AS code, 1 AS registered", "registered: the column is of type INTEGER → make it BOOLEAN"),
     ("'E1' AS code, DATE '2568-01-01' AS founded", "parquet:1: founded: “2568-01-01” looks like a year of the Buddhist era"), ("'E1' AS code, DATE 'infinity' AS founded", "founded: "),
     ("'E1' AS code UNION ALL SELECT 'E2' UNION ALL SELECT 'E1'", "parquet:3: code: the code “E1” stands also in row 1"), ("NULL::VARCHAR AS code", "parquet:1: code: there is no code"),
     ("'E1' AS code, 'many' AS members", "parquet:1: members: “many” is not a whole number"), ("[1] AS code", "code: the column is of type INTEGER[]")],
)  # fmt: skip
def test_a_parquet_file_that_is_wrong(phanuek: Command, select: str, told: str) -> None:
    said = phanuek("check", phanuek.parquet(f"SELECT {select}"), phanuek.offers())
    assert said.status == 1
    assert told in said.err


def test_types_of_common_tools_mean_what_they_hold(phanuek: Command, tmp_path: Path) -> None:
    select = """SELECT 17 AS code, 12::DOUBLE AS members, NULL::DOUBLE AS income, true AS registered, 'x' AS kind, 0.3::FLOAT AS share,
        TIMESTAMP '2020-01-01' AS founded, NULL AS province
        UNION ALL SELECT 18, NULL, 170141183460469231731687303715884105727::HUGEINT::DOUBLE, NULL, '', 0.31, NULL, NULL"""
    said = phanuek(
        "screen",
        phanuek.parquet(select, "odd [name]*.parquet"),
        phanuek.offers(),
        "--out",
        tmp_path / "a",
        "--on",
        DAY,
    )
    assert said.status == 0
    assert answers(tmp_path / "a") == [
        ("17", "A1", "fits"),
        ("17", "B2", "unknown"),
        ("18", "A1", "unknown"),
        ("18", "B2", "unknown"),
        ("18", "C3", "unknown"),
    ]


@pytest.mark.parametrize("name", ["c", "line", "r", "rows"])
def test_a_fact_may_be_called_as_it_is(phanuek: Command, tmp_path: Path, name: str) -> None:
    table = phanuek.parquet(f"SELECT 'E1' AS code, 3 AS {name}")
    offers = phanuek.offers([{"code": "A", "rule": f"{name} > 2"}], [{"name": name, "type": "number"}])
    for engine in ("memory", "duckdb"):
        out = tmp_path / engine
        assert phanuek("screen", table, offers, "--out", out, "--engine", engine).status == 0
        assert answers(out) == [("E1", "A", "fits")]


def test_a_parquet_file_that_is_cut_off(phanuek: Command, tmp_path: Path) -> None:
    whole = phanuek.parquet("SELECT 'E' || i AS code FROM range(5000) r(i)")
    whole.write_bytes(whole.read_bytes()[:-200])
    said = phanuek("screen", whole, phanuek.offers(), "--out", tmp_path / "out")
    assert said.status == 1
    assert "cannot be read as Parquet" in said.err
    assert not (tmp_path / "out").exists()
    assert "does not begin with PAR1" in phanuek("check", phanuek.text("x.parquet", "code\nE1\n")).err


GOOD = {"vocabulary": VOCABULARY, "offers": OFFERS}


@pytest.mark.parametrize(
    ("text", "told"),
    [("{", "json:1: this is not JSON"), ('{"offers": [], "offers": []}', "the key “offers” stands twice"), ('{"a": NaN}', "NaN is no value"), ('{"a": ["\\ud83d\\ude00", "\\ud800"]}', "half of a letter"), ("[" * 100_000, "nested too deeply"),
     ("[]", "must be an object, not a list"), ('{"vocabulary": [], "ofers": []}', "ofers: this key is not known → try offers"), ('{"a": 1e99999}', "too large or too long"),
     ('{"a": ' + "9" * 5000 + "}", "too large or too long"), (json.dumps(GOOD | {"vocabulary": [{"name": "x", "type": "float"}]}), "vocabulary[0]: x has the unknown type “float”"),
     (json.dumps(GOOD | {"vocabulary": [{"type": "text"}, *VOCABULARY, VOCABULARY[0]]}), "vocabulary[0].name"), (json.dumps(GOOD | {"vocabulary": [*VOCABULARY, VOCABULARY[0]]}), "vocabulary[7] members: there is a fact of this name"),
     (json.dumps(GOOD | {"offers": [{"code": "A", "rule": "TRUE", "from": "2568-01-01"}]}), "offers[0].from: “2568-01-01” looks like"), (json.dumps(GOOD | {"offers": [{"code": 7, "rule": "TRUE"}]}), "offers[0].code: must be text, not a number"),
     (json.dumps(GOOD | {"offers": [{"code": "A", "rule": "TRUE", "from": "2026-02-01", "to": "2026-01-01"}]}), "it ends on 2026-01-01, before it starts"),
     (json.dumps(GOOD | {"offers": [{"code": "A", "rule": "TRUE", "to": "2026-01-01"}, {"code": "A", "rule": "TRUE", "from": "2026-01-01"}]}), "the code A is also that of offers[0]"),
     (json.dumps(GOOD | {"offers": [{"code": "A", "rule": "members >= PARAM('gone')"}]}), "“gone”"), (json.dumps(GOOD | {"offers": [{"code": "A", "rule": "members / 2 > 3"}]}), "RATIO")],
)  # fmt: skip
def test_offers_that_are_wrong(phanuek: Command, text: str, told: str) -> None:
    said = phanuek("check", phanuek.text("o.json", text))
    assert said.status == 1
    assert told in said.err


def test_a_code_may_stand_again_for_later_days(phanuek: Command, tmp_path: Path) -> None:
    offers = [
        {"code": "A", "rule": "members >= 13", "to": "2026-01-31"},
        {"code": "A", "rule": "members >= 3", "from": "2026-02-01"},
    ]
    for day, found in (
        ("2026-01-31", [("E2", "A", "unknown")]),
        ("2026-02-01", [("E1", "A", "fits"), ("E2", "A", "unknown"), ("E3", "A", "fits")]),
    ):
        assert (
            phanuek(
                "screen", phanuek.table(), phanuek.offers(offers), "--out", tmp_path / "a", "--on", day
            ).status
            == 0
        )
        assert answers(tmp_path / "a") == found


def test_the_mark_stands_under_the_letter() -> None:
    line, mark = caret("a = 1\nAND ชื่อ = 'ดี่' XX 7", 21)
    assert line == "    AND ชื่อ = 'ดี่' XX 7"
    assert mark.index("^") == 4 + 11
    assert caret("x" * 500, 400)[1].index("^") < 110
    assert caret("", 5) == ("    ", "    ^")


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [("applicants.csv", "B,50", "A,50", "applicants.csv:3: applicant: stands also in line 2"), ("applicants.csv", ",90", ",190", "applicants.csv:4: need: “190” is not a whole number from 0 to 100"),
     ("offers.csv", "O1,1", "O1,one", "offers.csv:2: capacity: “one”"), ("offers.csv", "1500.50", "1500.505", "offers.csv:3: budget: “1500.505” is not an amount of baht"),
     ("offers.csv", "capacity", "places", "offers.csv:1: capacity: this column is missing"), ("eligible.csv", "C,O2", "Z,O2", "eligible.csv:4: applicant: “Z” is not in applicants.csv"),
     ("eligible.csv", "C,O2", "C,O9", "eligible.csv:4: offer: “O9” is not in offers.csv"), ("eligible.csv", "30,1000", "30,", "eligible.csv:4: cost: the offer has a budget"),
     ("eligible.csv", "B,O2,31,600.25", "A,O1,1,", "eligible.csv:5: applicant, offer: stands also in line 2"), ("eligible.csv", "500,", "0.5,", "eligible.csv:2: score: “0.5”"),
     ("rule.json", '"820866"', "7", "rule.json: seed:"), ("rule.json", "per_applicant", "per_person", "rule.json: per_person:")],
)  # fmt: skip
def test_a_round_that_is_wrong(
    phanuek: Command, tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    for file, text in ROUND.items():
        (tmp_path / file).write_text(text.replace(old, new, 1) if file == name else text)
    said = phanuek("allocate", tmp_path)
    assert said.status == 1
    assert told in said.err
    assert not (tmp_path / "allocation.csv").exists()
    assert not (tmp_path / "result.json").exists()


def test_every_file_of_a_round_is_told_that_is_missing(phanuek: Command, tmp_path: Path) -> None:
    said = phanuek("allocate", tmp_path)
    assert (said.status, [line.split(":")[0].rpartition("/")[2] for line in said.lines]) == (1, list(ROUND))
