"""What a runner refuses, and that it says which column, which row and what to do."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from phanuek.batch.runners import Counts, Job, Result, RunnerError, find
from phanuek.batch.runners import workshop as workshop_module
from phanuek.engines.rules import Fact, Vocabulary, compile
from tests.batch.invented import ON, read_answers

VOCABULARY = Vocabulary(
    [
        Fact("members", "integer"),
        Fact("income", "money"),
        Fact("share", "number"),
        Fact("kind", "text"),
        Fact("founded", "date"),
        Fact("juristic", "boolean"),
    ]
)
RULES = {
    "all": "members >= 7 OR income > 1 OR share > 0.5 OR kind = 'a' OR founded > DATE '2020-01-01' OR juristic"
}


def screened(folder: Path, columns: str, *, rules: Mapping[str, str] = RULES, code: str = "code") -> Result:
    file = folder / "enterprises.parquet"
    with duckdb.connect() as database:
        database.execute(f"COPY (SELECT {columns}) TO '{file}' (FORMAT parquet)")
    compiled = {name: compile(text, VOCABULARY, ON) for name, text in rules.items()}
    return find("duckdb").screen(
        Job(file, VOCABULARY, compiled, folder / "out", code), lambda done, total: None
    )


CODES = "unnest(['a', 'b', 'c']) AS code"


@pytest.mark.parametrize(
    ("columns", "column", "row", "said"),
    [
        (f"{CODES}, unnest(['1', '2', '3']) AS members", "members", None, "VARCHAR"),
        (f"{CODES}, unnest([1.5, 2, 3]) AS income", "income", None, "BIGINT"),
        (f"{CODES}, unnest([1, 2, 3]) AS kind", "kind", None, "VARCHAR"),
        (f"{CODES}, unnest([1, 2, 0]) AS juristic", "juristic", None, "BOOLEAN"),
        (f"{CODES}, unnest([[1], [2], [3]]) AS share", "share", None, "DOUBLE"),
        (f"{CODES}, unnest([1.0::DOUBLE, 'nan'::DOUBLE, 2]) AS share", "share", 2, "no number"),
        (f"{CODES}, unnest([1.0::DOUBLE, 2, '-inf'::DOUBLE]) AS share", "share", 3, "no number"),
        (f"{CODES}, unnest([7.5::DOUBLE, 2, 3]) AS members", "members", 1, "whole"),
        (f"{CODES}, unnest([1, 18446744073709551615::UBIGINT, 3]) AS members", "members", 2, "digits"),
        (f"{CODES}, unnest([NULL, TIMESTAMP '2024-02-29 00:00:01', NULL]) AS founded", "founded", 2, "time"),
        (f"{CODES}, unnest([NULL, DATE '20240-02-29', NULL]) AS founded", "founded", 2, "year"),
        ("unnest(['a', NULL, 'c']) AS code, 1 AS members", "code", 2, "missing"),
        ("unnest(['a', '', 'c']) AS code, 1 AS members", "code", 2, "missing"),
        ("unnest(['a', 'b', 'a']) AS code, 1 AS members", "code", None, "“a”"),
        ("1 AS number", "code", None, "number"),
        ("1.5 AS code", "code", None, "text"),
    ],
)
def test_a_file_that_cannot_be_read_rightly_is_refused(
    columns: str, column: str, row: int | None, said: str, tmp_path: Path
) -> None:
    with pytest.raises(RunnerError) as refused:
        screened(tmp_path, columns)
    error = refused.value
    assert (error.column, error.row) == (column, row)
    assert said in error.message_en
    assert error.message_th
    assert list((tmp_path / "out").iterdir()) == []  # nothing half-made stays


def test_a_column_in_which_nothing_is_known_may_be_of_any_type(tmp_path: Path) -> None:
    result = screened(tmp_path, f"{CODES}, NULL::INTEGER AS kind, NULL::INTEGER AS founded")
    assert result.counts == {"all": Counts(0, 3, 0)}


def test_types_that_mean_the_same_are_read(tmp_path: Path) -> None:
    result = screened(
        tmp_path,
        "unnest([1, 2]) AS code, 8.0::DOUBLE AS members, 5::UTINYINT AS income, 0.1::FLOAT AS share, "
        "'' AS kind, TIMESTAMP '2024-02-29' AS founded",
        rules={
            "whole": "members = 8",
            "tenth": "share = 0.1",
            "empty": "kind <> 'x'",
            "day": "founded = DATE '2024-02-29'",
            "money": "income = 5",
        },
    )
    said = {offer: status for (code, offer), status in read_answers(result.answers).items() if code == "2"}
    assert said == {"whole": "fits", "tenth": "fits", "empty": "unknown", "day": "fits", "money": "fits"}


def test_a_name_that_is_a_pattern_is_a_name(tmp_path: Path) -> None:
    folder = tmp_path / "ทะเบียน [2569] *'s {1,2}?"
    folder.mkdir()
    (tmp_path / "plain").mkdir()
    screened(tmp_path / "plain", f"{CODES}, 8 AS members")
    (tmp_path / "plain" / "enterprises.parquet").rename(folder / "e.parquet")
    rules = {"one": compile("members = 8", VOCABULARY, ON)}
    result = find("duckdb").screen(
        Job(folder / "e.parquet", VOCABULARY, rules, folder / "out"), lambda done, total: None
    )
    assert result.counts == {"one": Counts(3, 0, 0)}


def test_codes_may_stand_under_another_name(tmp_path: Path) -> None:
    assert screened(tmp_path, "7 AS members, 'x' AS number", code="number").enterprises == 1


def test_an_engine_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RunnerError, match="there are duckdb, postgres, spark"):
        find("oracle")
    with pytest.raises(RunnerError, match="--database postgresql://"):
        find("postgres")
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(RunnerError, match=r"pip install '\.\[figures\]'"):
        workshop_module.duckdb_module()


def test_spark_without_java_or_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RunnerError, match="openjdk-17-jre-headless"):
        find("spark")
    monkeypatch.setenv("JAVA_HOME", "anywhere")
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(RunnerError, match=r"pip install '\.\[spark\]'"):
        find("spark")


def test_a_server_that_cannot_be_reached_is_an_answer(tmp_path: Path) -> None:
    screened(tmp_path, CODES)
    job = Job(tmp_path / "enterprises.parquet", VOCABULARY, {}, tmp_path / "out")
    with pytest.raises(RunnerError, match="PostgreSQL says"):
        find("postgres", database=f"postgresql://nobody@/none?host={tmp_path}").screen(
            job, lambda done, total: None
        )
