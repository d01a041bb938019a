"""`phanuek screen --engine spark`: files whose columns fit go to the workers unread, are checked there, and answer as here."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.batch.cluster import environment
from tests.batch.command import DAY, Command, answers

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patient")]

GOOD = """SELECT 'E' || lpad(i::VARCHAR, 4, '0') AS code, CASE WHEN i % 7 > 0 THEN (i % 13)::DOUBLE END AS members, i % 3 > 0 AS registered,
    CASE WHEN i % 5 > 0 THEN '5' || (i % 4)::VARCHAR END AS province, i / 1000 AS share, DATE '2023-01-01' + (i % 900)::INTEGER AS founded,
    i * 1000 AS income, 'ผ้าไหม' AS kind FROM range({first}, {past}) r(i)"""
WRONG = """SELECT * REPLACE (
    CASE WHEN code IN ('E0021', 'E0022') THEN NULL WHEN code = 'E0024' THEN 'E0025' ELSE code END AS code,
    CASE WHEN code < 'E0012' THEN 'nan'::DOUBLE ELSE share END AS share, CASE WHEN code = 'E0007' THEN 1.5 ELSE members END AS members,
    CASE WHEN code = 'E0008' THEN DATE '2568-01-01' ELSE founded END AS founded) FROM ({good})"""
TOLD = [
    "code: 2 cases: the value is missing",
    "members: 1 case: the value is not a whole number (codes: E0007)",
    "share: 12 cases: the value is no number; leave it empty where it is not known (codes: E0000, E0001, E0002, E0003, E0004, …)",
    "founded: 1 case: the value looks like a year of the Buddhist era; write the common era (codes: E0008)",
    "code: 1 case: the value stands in more than one row; keep one of them (codes: E0025)",
]


def commands(given: list[list[str]], folder: Path) -> list[tuple[int, str]]:
    """What each of them ended with and said; in a process of its own, since Spark speaks over the network."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.batch.spark_commands", json.dumps(given)],
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    found: list[Any] = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == len(given)
    return [(status, said) for status, said in found]


def test_columns_that_fit_are_read_by_the_workers(phanuek: Command, tmp_path: Path) -> None:
    offers = phanuek.offers()
    pieces = tmp_path / "ทะเบียน [2569]"
    (pieces / "deep").mkdir(parents=True)
    (pieces / "_temporary").mkdir()
    for at, name in enumerate(["a.parquet", "deep/b.parquet", "_temporary/half.parquet"]):
        phanuek.parquet(GOOD.format(first=200 * at, past=200 * at + 200), f"ทะเบียน [2569]/{name}")
    (pieces / "notes.txt").write_text("not a table")
    wrong = phanuek.parquet(WRONG.format(good=GOOD.format(first=0, past=40)), "wrong.parquet")
    files = {"pieces": pieces, "table": phanuek.table(), "wrong": wrong}
    to = ["--on", DAY, "--lang", "en", "--quiet", "--engine", "spark", "--master", "local[2]"]
    ended = commands(
        [
            ["screen", str(file), str(offers), "--out", str(tmp_path / f"spark-{name}"), *to]
            for name, file in files.items()
        ],
        tmp_path,
    )
    said = dict(zip(files, ended, strict=True))
    for name in ("pieces", "table"):
        assert (name, said[name]) == (name, (0, said[name][1]))
        # nothing of what Java writes when it starts and ends
        assert [line for line in said[name][1].splitlines() if "left aside" not in line] == []
        here = tmp_path / f"here-{name}"
        assert phanuek("screen", files[name], offers, "--out", here, "--on", DAY).status == 0
        assert sorted(answers(tmp_path / f"spark-{name}")) == sorted(answers(here))
        there = tmp_path / f"spark-{name}"
        assert (there / "summary.csv").read_text() == (here / "summary.csv").read_text()
        run = json.loads((there / "run.json").read_text())
        assert (run["inputs"]["enterprises"]["sha256"] is None) == (name != "table")
    status, text = said["wrong"]
    told = [line for line in text.splitlines() if line.startswith(str(wrong))]
    assert (status, sorted(told)) == (1, sorted(f"{wrong}: {line}" for line in TOLD))
    assert not (tmp_path / "spark-wrong").exists()
