from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from phanuek.engines.parameters import DatedValue, ParameterError, Parameters

WAGE = Parameters.from_json(
    [
        {
            "name": "daily_wage",
            "values": [
                {"from": "2025-01-01", "value": 40000, "source": "ประกาศฉบับที่ 13"},
                {"from": "2020-01-01", "value": 33600, "source": "ประกาศฉบับที่ 10"},
                {"from": "2026-07-01", "value": None, "source": "ยกเลิก"},
            ],
        }
    ]
)


def test_the_value_of_the_day_with_its_source() -> None:
    assert WAGE.value("daily_wage", date(2020, 1, 1)) == 33600
    assert WAGE.value("daily_wage", date(2024, 12, 31)) == 33600
    assert WAGE.value("daily_wage", date(2025, 1, 1)) == 40000
    assert WAGE.dated("daily_wage", date(2025, 6, 1)).source == "ประกาศฉบับที่ 13"
    assert [entry.value for entry in WAGE.history("daily_wage")] == [33600, 40000, None]


@pytest.mark.parametrize(
    ("name", "day", "th", "en"),
    [
        ("daily_wage", date(2019, 12, 31), "เริ่มใช้ 1 ม.ค. 2563", "starts on 1 Jan 2020"),
        ("daily_wage", date(2026, 7, 1), "เลิกใช้ตั้งแต่ 1 ก.ค. 2569", "ended on 1 Jul 2026"),
        ("daily_wages", date(2025, 1, 1), "หมายถึง daily_wage หรือไม่", "did you mean daily_wage?"),
        ("zzz", date(2025, 1, 1), "ไม่มีค่าที่กำหนดชื่อ", "no parameter"),
    ],
)
def test_nothing_in_force_is_explained(name: str, day: date, th: str, en: str) -> None:
    with pytest.raises(ParameterError) as refused:
        WAGE.value(name, day)
    assert th in refused.value.message_th
    assert en in refused.value.message_en


def test_bad_histories_are_refused() -> None:
    day = date(2025, 1, 1)
    with pytest.raises(ParameterError, match="same day"):
        Parameters({"a": [DatedValue(day, 1), DatedValue(day, 2)]})
    with pytest.raises(ParameterError, match="cannot be read"):
        Parameters.from_json([{"name": "a", "values": [{"from": "1/1/2568", "value": 1}]}])
    with pytest.raises(ParameterError, match="no values yet"):
        Parameters({"a": []}).value("a", day)


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (None, "parameters must"),
        ("wage", "parameters must"),
        ({"name": "a"}, "parameters must"),
        ([7], "parameters[0] must"),
        ([{}], "parameters[0].name"),
        ([{"name": 7, "values": []}], "parameters[0].name"),
        ([{"name": "a"}], "parameters[0] a.values must"),
        ([{"name": "a", "values": {}}], "parameters[0] a.values must"),
        ([{"name": "a", "values": [3]}], "parameters[0] a.values[0] must"),
        ([{"name": "a", "values": []}, {"name": "a", "values": []}], "parameters[1].name"),
        ([{"name": "a", "values": [{"from": "2025-02-30", "value": 1}]}], "values[0].from"),
        ([{"name": "a", "values": [{"from": 2025, "value": 1}]}], "values[0].from"),
        ([{"name": "a", "values": [{"value": 1}]}], "values[0].from"),
        ([{"name": "a", "values": [{"from": "2025-01-01"}]}], "values[0].value"),
        ([{"name": "a", "values": [{"from": "2025-01-01", "value": {}}]}], "values[0].value"),
        ([{"name": "a", "values": [{"from": "2025-01-01", "value": [1, None]}]}], "values[0].value"),
        ([{"name": "a", "values": [{"from": "2025-01-01", "value": float("nan")}]}], "values[0].value"),
        ([{"name": "a", "values": [{"from": "2025-01-01", "value": 1, "source": 3}]}], "values[0].source"),
    ],
)
def test_a_file_that_cannot_be_read_says_which_entry(rows: Any, place: str) -> None:
    with pytest.raises(ParameterError) as refused:
        Parameters.from_json(rows)
    assert place in refused.value.message_en
    assert place.split(" must")[0] in refused.value.message_th
