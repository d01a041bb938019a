"""Running `phanuek` as a person does, in this process; small files to run it on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from phanuek.batch.cli import main

DAY = "2026-11-26"
VOCABULARY: list[dict[str, Any]] = [
    {"name": "members", "type": "integer", "unit": {"th": "คน", "en": "people"}, "label": {"th": "จำนวนสมาชิก", "en": "members"}},
    {"name": "registered", "type": "boolean", "label": {"th": "จดทะเบียนแล้ว", "en": "is registered"}},
    {"name": "province", "type": "area", "label": {"th": "จังหวัด", "en": "province"}},
    {"name": "kind", "type": "text"},
    {"name": "share", "type": "number"},
    {"name": "founded", "type": "date", "label": {"th": "วันก่อตั้ง", "en": "founded"}, "fixed": True},
    {"name": "income", "type": "money", "unit": "บาท"},
]  # fmt: skip
PARAMETERS = [{"name": "least", "values": [{"from": "2020-01-01", "value": 7, "source": "ประกาศ 1/2563"}]}]
OFFERS = [
    {"code": "A1", "rule": "members >= least AND registered", "from": "2026-01-01", "to": None},
    {"code": "B2", "rule": "province IN ('50', '51') OR income < 1000000", "from": None, "to": "2027-12-31"},
    {"code": "C3", "rule": "founded <= DATE '2024-01-31' AND share > 0.3", "from": None, "to": None},
    {"code": "D4", "rule": "TRUE", "from": None, "to": "2025-12-31"},
]
TABLE = """code,members,registered,province,kind,share,founded,income
E1,12,yes,50,กลุ่ม,0.3,2020-01-01,
E2,,ใช่,10,,0.31,,5
E3,3,no,5001,"a, b",,2026-01-01,99999999
"""


class Said(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


class Command:
    """`run` gives the exit status and what was said on both streams."""

    def __init__(self, folder: Path, captured: pytest.CaptureFixture[str]) -> None:
        self.folder, self.captured = folder, captured

    def __call__(self, *given: object) -> Said:
        self.captured.readouterr()
        status = main([str(word) for word in given])
        return Said(status, *self.captured.readouterr())

    def text(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_bytes(text.encode())
        return path

    def table(self, text: str = TABLE) -> Path:
        return self.text("enterprises.csv", text)

    def offers(
        self,
        offers: Sequence[Mapping[str, Any]] = OFFERS,
        vocabulary: Sequence[Any] = VOCABULARY,
        **more: Any,
    ) -> Path:
        return self.text(
            "offers.json",
            json.dumps({"vocabulary": vocabulary, "parameters": PARAMETERS, "offers": offers, **more}),
        )

    def parquet(self, select: str, name: str = "enterprises.parquet") -> Path:
        path = self.folder / name
        duckdb.connect().execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        return path


def answers(folder: Path) -> list[tuple[str, str, str]]:
    return (
        duckdb.connect()
        .execute("SELECT enterprise, offer, status FROM read_parquet(?)", [str(folder / "answers.parquet")])
        .fetchall()
    )
