"""A number means the same whatever column it lies in and whatever engine is asked: what its shortest text says, and never
what it was rounded to on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from phanuek.batch.files.enterprises import open_enterprises
from phanuek.batch.problems import Problems, WrongInput
from phanuek.engines.rules import Fact, FactError, Vocabulary
from phanuek.engines.rules.vocabulary import as_type, coerce
from tests.batch.command import Command, answers

EDGE = 2.0**53
DOUBLES = [
    EDGE - 1,
    EDGE,
    EDGE + 2,
    -EDGE - 2,
    2.0**62,
    2.0**63,
    1e15 + 0.3,
    1e15,
    1e22,
    1e23,
    1.7976931348623157e308,
    -0.0,
    7.5,
]
KINDS = ("integer", "money", "number")
ENGINES = ("memory", "duckdb", "postgres")
LONG = ("0.1234567890123456789", "12345678901234567.89")
RULES = {
    "least": "share > 0.123456789",
    "under": "share < 0.12345679",
    "large": "share > 12345678901234567",
    "edge": "share = 9007199254740993",
    "tenths": "share > 0.3",
}  # fmt: skip


def read(path: Path, kind: str) -> Any:
    """The only value of the column x, as the engine in memory gets it; None where the file is refused."""
    problems = Problems()
    table = open_enterprises(path, Vocabulary([Fact("x", as_type(kind))]), problems)
    (block,) = table.blocks(100)
    column = block.columns["x"]
    found = table.find("E1")
    if problems:
        return None
    assert found is not None
    value = (column if isinstance(column, list) else column.tolist())[0]
    fact = Fact("x", as_type(kind))
    assert coerce(fact, value) == coerce(fact, found.facts["x"])  # `explain` sees what `screen` sees
    return coerce(fact, value)


def right(kind: str, value: object) -> Any:
    try:
        return coerce(Fact("x", as_type(kind)), value)
    except FactError:
        return None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", DOUBLES)
def test_a_double_is_read_as_its_text_says(phanuek: Command, kind: str, value: float) -> None:
    path = phanuek.parquet(f"SELECT 'E1' AS code, CAST('{value!r}' AS DOUBLE) AS x")
    assert read(path, kind) == right(kind, value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("column", "text"),
    [("DECIMAL(38,0)", "9007199254740993"), ("DECIMAL(38,0)", "99999999999999999999999999999999999999"), ("DECIMAL(18,0)", "-7"),
     ("UBIGINT", "18446744073709551615"), ("BIGINT", "9007199254740993")],
)  # fmt: skip
def test_a_whole_number_is_read_whole(phanuek: Command, kind: str, column: str, text: str) -> None:
    path = phanuek.parquet(f"SELECT 'E1' AS code, CAST('{text}' AS {column}) AS x")
    assert read(path, kind) == int(text)


def screened(
    phanuek: Command, table: Path, engine: str, postgres: str, rules: dict[str, str]
) -> list[Any] | str:
    """The answers, or what was said when the numbers were refused."""
    offers = [{"code": code, "rule": rule} for code, rule in rules.items()]
    out = phanuek.folder / f"out-{engine}"
    to = ["--database", postgres] if engine == "postgres" else []
    said = phanuek("screen", table, phanuek.offers(offers), "--out", out, "--engine", engine, *to)
    if said.status == 0:
        return sorted(answers(out))
    assert said.status == 1
    return said.err


SAME = {
    "CSV": "csv",
    "DOUBLE": "SELECT code, CAST(x AS DOUBLE) AS share FROM t",
    "BIGINT beside FLOAT": "SELECT code, TRY_CAST(x AS BIGINT) AS share, 1::FLOAT AS members FROM t WHERE x NOT LIKE '%.%'",
    "DECIMAL(18,17)": "SELECT code, CAST(x AS DECIMAL(18,17)) AS share FROM t WHERE x LIKE '0.%'",
    "DECIMAL(18,9) beside FLOAT": "SELECT code, CAST(x AS DECIMAL(18,9)) AS share, 1::FLOAT AS members FROM t WHERE x IN ('0.3', '0.1', '-0.0', '7')",
}
TEXTS = (
    "0.3",
    "0.30000000000000004",
    "0.1",
    "-0.0",
    "7",
    "9007199254740992",
    "1e22",
    "0.12345678901234568",
    "9007199254740993",
)


@pytest.mark.parametrize("how", SAME)
def test_what_every_engine_can_hold_is_answered_alike(phanuek: Command, postgres: str, how: str) -> None:
    texts = [text for text in TEXTS if how != "CSV" or text != "9007199254740993"]
    lines = "".join(f"E{at},{text}\n" for at, text in enumerate(texts))
    if how == "CSV":
        table = phanuek.table("code,share\n" + lines)
    else:
        rows = ", ".join(f"('E{at}', '{text}')" for at, text in enumerate(texts))
        table = phanuek.parquet(f"WITH t(code, x) AS (VALUES {rows}) {SAME[how]}")
    first, *others = (screened(phanuek, table, engine, postgres, RULES) for engine in ENGINES)
    assert isinstance(first, list)
    assert first
    assert others == [first, first]


CASES = [(text, True) for text in (*LONG, "9007199254740993")]
CASES += [(text, False) for text in (*LONG, "9007199254740993", "1e350", "1e-350")]


@pytest.mark.parametrize(("text", "parquet"), CASES)
def test_what_an_engine_cannot_hold_it_refuses(
    phanuek: Command, postgres: str, text: str, parquet: bool
) -> None:
    if parquet:
        scale = len(text.partition(".")[2])
        table = phanuek.parquet(
            f"SELECT 'E1' AS code, 7::DECIMAL(38,{scale}) AS share UNION ALL SELECT 'E2', CAST('{text}' AS DECIMAL(38,{scale}))"
        )
    else:
        table = phanuek.table(f"code,share\nE1,7\n\nE2,{text}\n")
    assert isinstance(screened(phanuek, table, "memory", postgres, RULES), list)
    for engine in ENGINES[1:]:
        said = screened(phanuek, table, engine, postgres, RULES)
        assert f"{table}:{2 if parquet else 4}: share: “" in said
        assert f"has more digits than {engine} can hold → use --engine memory" in said


def test_a_whole_number_past_64_bits_is_refused_elsewhere(phanuek: Command, postgres: str) -> None:
    rules = {"many": "members > 922337203685477580"}
    for value, fits in ((2**63 - 1, True), (2**63, False), (-(2**63), True)):
        table = phanuek.table(f"code,members\nE1,{value}\n")
        said = screened(phanuek, table, "duckdb", postgres, rules)
        assert isinstance(said, list) == fits
        assert screened(phanuek, table, "memory", postgres, rules) == (
            [("E1", "many", "fits")] if value > 0 else []
        )


def test_a_file_of_any_kind_is_refused_by_its_own_error(phanuek: Command) -> None:
    with pytest.raises(WrongInput):
        read(phanuek.parquet("SELECT 'E1' AS code, [1] AS x"), "integer")
