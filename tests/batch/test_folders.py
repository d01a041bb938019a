"""Enterprises in a folder of Parquet files: one table in pieces, whatever engine is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from phanuek.batch.files.enterprises import open_enterprises
from phanuek.batch.problems import Problems
from phanuek.engines.rules import Fact, Vocabulary
from tests.batch.command import DAY, Command, answers

PIECE = "SELECT 'E' || lpad(i::VARCHAR, 3, '0') AS code, (i % 13)::{kind} AS members, i % 3 > 0 AS registered, i / 100 AS share FROM range({first}, {past}) r(i)"


@pytest.fixture
def folder(phanuek: Command, tmp_path: Path) -> Path:
    """Three pieces, one of them empty; beside them what is none."""
    made = tmp_path / "pieces [*]"
    (made / "deep").mkdir(parents=True)
    (made / "_temporary").mkdir()
    piece(phanuek, "a.parquet", 0, 40)
    piece(phanuek, "b.parquet", 40, 40)
    piece(phanuek, "deep/c.parquet", 40, 70)
    piece(phanuek, "_temporary/d.parquet", 0, 9)
    piece(phanuek, ".e.parquet", 0, 9)
    (made / "_SUCCESS").touch()
    return made


def piece(phanuek: Command, name: str, first: int, past: int, kind: str = "BIGINT") -> None:
    phanuek.parquet(PIECE.format(first=first, past=past, kind=kind), f"pieces [*]/{name}")


@pytest.mark.parametrize("engine", ["memory", "duckdb", "postgres"])
def test_it_answers_as_one_file_does(phanuek: Command, postgres: str, folder: Path, engine: str) -> None:
    to = ["--database", postgres] if engine == "postgres" else []
    whole = phanuek.parquet(PIECE.format(first=0, past=70, kind="BIGINT"), "whole.parquet")
    found = []
    for at, table in enumerate([folder, whole]):
        out = phanuek.folder / f"out-{at}"
        said = phanuek("screen", table, phanuek.offers(), "--out", out, "--on", DAY, "--engine", engine, *to)
        assert said.status == 0
        found.append((answers(out), (out / "summary.csv").read_text()))
    assert found[0] == found[1]
    assert found[0][0]


def test_blocks_that_are_done_are_passed_over(folder: Path) -> None:
    def rows(skip: int) -> list[str]:
        vocabulary = Vocabulary([Fact("members", "integer")])
        table = open_enterprises(folder, vocabulary, Problems())
        return [code for block in table.blocks(16, skip=skip) for code in block.codes]

    assert len(rows(0)) == 70
    assert rows(2) == rows(0)[32:]
    assert rows(3) == rows(0)[40:]
    assert rows(4) == rows(0)[56:]
    assert rows(9) == []


def test_one_of_them_is_explained_and_all_are_checked(phanuek: Command, folder: Path) -> None:
    said = phanuek("explain", folder, phanuek.offers(), "--enterprise", "E051", "--on", DAY)
    assert said.status == 0
    assert '"enterprise": "E051"' in said.out
    assert f"{folder}: 70 enterprises" in phanuek("check", folder, phanuek.offers()).out


def test_a_mistake_is_told_with_the_file_it_stands_in(phanuek: Command, folder: Path) -> None:
    phanuek.parquet("SELECT 'E003' AS code, 3 AS members, true AS registered, 'inf'::DOUBLE AS share UNION ALL SELECT '', 1, true, 0.1", "pieces [*]/deep/c.parquet")  # fmt: skip
    piece(phanuek, "a.parquet", 0, 40, "INTEGER")
    piece(phanuek, "b.parquet", 40, 40, "INTEGER")
    said = phanuek("check", folder, phanuek.offers())
    assert said.status == 1
    wrong = folder / "deep" / "c.parquet"
    assert [line for line in said.lines if str(wrong) in line] == [
        f"{wrong}:1: code: the code “E003” stands also in {folder / 'a.parquet'}:4 → keep one of the two",
        f"{wrong}:1: share: “inf”: this is no number → leave the cell empty (null) where it is not known",
        f"{wrong}:2: code: there is no code → each row needs a code of its own",
    ]


def test_pieces_of_other_columns_are_refused(phanuek: Command, folder: Path) -> None:
    piece(phanuek, "b.parquet", 40, 40, "DOUBLE")
    said = phanuek("screen", folder, phanuek.offers(), "--out", phanuek.folder / "out")
    assert said.status == 1
    assert f"{folder / 'b.parquet'}: its columns are not those of {folder / 'a.parquet'}: members" in said.err
    assert not (phanuek.folder / "out").exists()
