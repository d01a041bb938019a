"""Slips that people make at the command line and in their files: each is told in words that lead on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.batch.command import Command

CHOICES = {"food": {"th": "อาหาร", "en": "food"}, "craft": {"th": "หัตถกรรม", "en": "craft"}}
CODED = [
    {"name": "area", "type": "area"},
    {"name": "kind", "type": "text", "choices": CHOICES},
    {"name": "founded", "type": "date"},
]


def _offer(rule: str, **more: Any) -> dict[str, Any]:
    return {"code": "A1", "rule": rule, "from": None, "to": None, **more}


def test_a_day_of_the_buddhist_era_is_refused(phanuek: Command, tmp_path: Path) -> None:
    for language, sign in (("en", "write the common era: 2026-11-26"), ("th", "เขียนปี ค.ศ. คือ 2026-11-26")):
        said = phanuek(
            "screen", phanuek.table(), phanuek.offers(), "--out", tmp_path / "a", "--on", "2569-11-26", "--lang", language
        )  # fmt: skip
        assert (said.status, sign in said.err) == (2, True)


@pytest.mark.parametrize(
    ("given", "sign"),
    [(["screen", "a", "b"], "ยังไม่ได้บอก --out"), (["explain", "a", "b"], "ยังไม่ได้บอก --enterprise"), (["fly"], "ไม่มี 'fly' เลือกได้"),
     (["check", "a", "--on", "1.1.2026"], "“1.1.2026” ไม่ใช่วันที่ เขียน"), (["screen", "a", "b", "--out"], "ต้องมีค่าหนึ่งค่าหลัง --out"),
     (["screen", "a", "b", "--out", "c", "--memory", "x"], "เขียนเช่น 512M"), (["screen", "a", "b", "--out", "c", "--threads", "x"], "1 ถึง 256"),
     (["check", "a", "--fly"], "ไม่รู้จัก --fly"), (["check"], "ยังไม่ได้บอก FILE"), (["screen", "a", "b", "--out", "c", "--quiet=1"], "--quiet ไม่รับค่า '1'")],
)  # fmt: skip
def test_wrong_use_is_told_in_thai(phanuek: Command, given: list[str], sign: str) -> None:
    said = phanuek(*given, "--lang", "th")
    assert said.status == 2
    assert sign in said.err
    for english in ("argument", "required", "choose", "write"):
        assert english not in said.err


def test_swapped_files_are_told_so(phanuek: Command, tmp_path: Path) -> None:
    table, offers = phanuek.table(), phanuek.offers()
    for given in (
        ("screen", offers, table, "--out", tmp_path / "a"),
        ("explain", offers, table, "--enterprise", "E1"),
    ):
        said = phanuek(*given)
        assert (said.status, len(said.lines), "swapped" in said.err) == (2, 1, True)


@pytest.mark.parametrize(
    "given", [["--master", "spark://a:1"], ["--engine", "duckdb", "--database", "postgresql://a"]]
)
def test_an_address_for_another_engine_is_refused(phanuek: Command, tmp_path: Path, given: list[str]) -> None:
    said = phanuek("screen", phanuek.table(), phanuek.offers(), "--out", tmp_path / "a", *given)
    assert (said.status, f"{given[-2]} is for --engine" in said.err) == (2, True)


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_cells_of_areas_and_choices_are_checked(phanuek: Command, form: str) -> None:
    offers = phanuek.offers([_offer("area IN ('50') AND kind = 'food'")], CODED)
    table = phanuek.table("code,area,kind\nE1,๕๐,food\nE2,50.0,food\nE3,5001,หัตถกรรม\nE4,50,food\nE5,,\n")
    if form == "parquet":
        table = phanuek.parquet(f"SELECT * FROM read_csv('{table}', all_varchar=true)")
    said = phanuek("check", offers, table)
    assert said.status == 1
    assert [line.partition(": ")[2] for line in said.lines] == [
        "area: “๕๐” is not the code of an area → write it with the digits 0-9 (these are Thai digits)",
        "area: “50.0” is not the code of an area → write the code as text, such as 50 (make the column text before saving)",
        "kind: “หัตถกรรม” is not one of the values of kind → did you mean craft? (there are: food, craft)",
    ]


def test_an_area_may_lie_within_a_listed_one_or_around_it(phanuek: Command) -> None:
    area = {"name": "area", "type": "area", "choices": {"5001": "เมือง", "51": "ลำพูน"}}
    offers = phanuek.offers([_offer("area = '51'")], [area])
    assert phanuek("check", offers, phanuek.table("code,area\nE1,50\nE2,500103\nE3,51\n")).status == 0
    assert "“52” is not one" in phanuek("check", offers, phanuek.table("code,area\nE1,52\n")).err


def test_too_few_cells_and_too_many_are_two_things(phanuek: Command) -> None:
    said = phanuek("check", phanuek.offers(), phanuek.table("code,kind\nE1\nE2,a,b\n"))
    assert "add the cells that are missing" in said.lines[0]
    assert "put cells that hold a comma in quotes" in said.lines[1]


def test_keys_that_nothing_reads_are_noted(phanuek: Command) -> None:
    vocabulary = [{"name": "members", "type": "integer", "lable": {"th": "สมาชิก"}}]
    parameters = [
        {"name": "least", "values": [{"from": "2020-01-01", "value": 7, "sorce": "x"}], "note": "y"}
    ]
    offer = {"code": "A1", "rule": "members >= least", "form": "2026-01-01", "$about": "z", "to": None}
    said = phanuek("check", phanuek.offers([offer], vocabulary, parameters=parameters))
    assert said.status == 0
    notes = [line.partition("offers.json: ")[2] for line in said.out.splitlines()][:4]
    assert notes == [
        "vocabulary[0].lable: this key is not used; did you mean label?",
        "parameters[0].note: this key is not used",
        "offers[0].form: this key is not used; did you mean from?",
        "parameters[0].values[0].sorce: this key is not used; did you mean source?",
    ]


@pytest.mark.parametrize(
    ("offer", "lines"),
    [
        (_offer(""), ["offers[0].rule: this is empty → write TRUE if there are no conditions"]),
        (_offer("TRUE", code="  "), ["offers[0].code: this is empty → add it as text"]),
        (_offer("TRUE", code="a\tb"), ["offers[0].code: holds a character that cannot be shown → write it on one line, without tabs"]),
        (_offer("TRUE", code=7), ["offers[0].code: must be text, not a number → put it in quotes"]),
        (_offer("TRUE", **{"from": "2569-01-01", "to": "2026-12-31"}),
         ["offers[0].from: “2569-01-01” looks like a year of the Buddhist era → write the common era: 2026-01-01"]),
    ],
)  # fmt: skip
def test_what_an_offer_lacks_is_told_once(phanuek: Command, offer: dict[str, Any], lines: list[str]) -> None:
    said = phanuek("check", phanuek.offers([offer]))
    assert [line.partition("offers.json: ")[2] for line in said.lines] == lines


def test_an_explanation_notes_the_same_keys(phanuek: Command) -> None:
    offers = phanuek.offers([{"code": "A1", "rule": "members >= 7", "form": "2027-01-01"}])
    said = phanuek("explain", phanuek.table(), offers, "--enterprise", "E1")
    assert (said.status, [line.partition("offers.json: ")[2] for line in said.lines]) == (
        0,
        ["offers[0].form: this key is not used; did you mean from?"],
    )
