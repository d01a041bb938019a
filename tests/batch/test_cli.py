"""The command line as a whole: what it answers, how it ends, what it leaves behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.batch.command import DAY, OFFERS, TABLE, Command, answers

EXPECTED = [
    ("E1", "A1", "fits"), ("E1", "B2", "fits"),
    ("E2", "A1", "unknown"), ("E2", "B2", "fits"), ("E2", "C3", "unknown"),
    ("E3", "B2", "fits"),
]  # fmt: skip


def test_screen_answers_every_pair_and_counts_them(phanuek: Command, tmp_path: Path) -> None:
    out = tmp_path / "answers"
    said = phanuek("screen", phanuek.table(), phanuek.offers(), "--out", out, "--on", DAY)
    assert said.status == 0
    assert said.out == ""
    assert answers(out) == EXPECTED
    assert (
        out / "summary.csv"
    ).read_text() == "offer,fits,unknown,does_not_fit\nA1,1,1,1\nB2,3,0,0\nC3,0,1,2\n"
    run = json.loads((out / "run.json").read_text())
    assert (run["on"], run["enterprises"], run["answers"]) == (
        DAY,
        3,
        {"fits": 4, "unknown": 2, "does_not_fit": 3},
    )
    assert [left["offer"] for left in run["left_aside"]] == ["D4"]
    assert "D4" in said.err
    assert sorted(path.name for path in out.iterdir()) == ["answers.parquet", "run.json", "summary.csv"]


def test_parquet_answers_as_csv_does(phanuek: Command, tmp_path: Path) -> None:
    table = phanuek.table()
    parquet = phanuek.parquet(
        f"SELECT * FROM read_csv('{table}', types={{'province': 'VARCHAR', 'income': 'BIGINT'}})"
    )
    assert phanuek("screen", parquet, phanuek.offers(), "--out", tmp_path / "a", "--on", DAY).status == 0
    assert answers(tmp_path / "a") == EXPECTED


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_range_turned_round_holds_for_nobody_and_is_told(
    phanuek: Command, tmp_path: Path, engine: str
) -> None:
    offers = [{"code": "R1", "rule": "members BETWEEN 9 AND 3", "from": None, "to": None}]
    said = phanuek(
        "screen", phanuek.table(), phanuek.offers(offers), "--out", tmp_path / "a", "--on", DAY, "--engine", engine
    )  # fmt: skip
    assert said.status == 0
    assert "R1 rule: nothing lies BETWEEN 9 AND 3" in said.err
    assert {status for *_, status in answers(tmp_path / "a")} <= {"unknown"}


@pytest.mark.parametrize("engine", ["duckdb", "postgres"])
def test_another_engine_answers_the_same(
    phanuek: Command, postgres: str, tmp_path: Path, engine: str
) -> None:
    to = ["--engine", engine, *(["--database", postgres] if engine == "postgres" else [])]
    said = phanuek("screen", phanuek.table(), phanuek.offers(), "--out", tmp_path / "a", "--on", DAY, *to)
    assert said.status == 0
    assert answers(tmp_path / "a") == EXPECTED
    phanuek("screen", phanuek.table(), phanuek.offers(), "--out", tmp_path / "b", "--on", DAY)
    for file in ("summary.csv", "run.json"):
        here, there = ((tmp_path / name / file).read_text() for name in ("a", "b"))
        assert here.replace(f'"{engine}"', '"memory"') == there
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted(
        path.name for path in (tmp_path / "b").iterdir()
    )


def test_a_postgres_server_that_is_not_there_is_told(phanuek: Command, tmp_path: Path) -> None:
    address = f"postgresql://nobody@/none?host={tmp_path}"
    to = ["--engine", "postgres", "--database", address]
    said = phanuek("screen", phanuek.table(), phanuek.offers(), "--out", tmp_path / "a", *to)
    assert said.status == 1
    assert "--engine postgres: PostgreSQL says: " in said.lines[-1]
    assert not (tmp_path / "a").exists()


def test_another_engine_refuses_what_this_one_refuses(phanuek: Command, tmp_path: Path) -> None:
    table = phanuek.table(TABLE + "E4,x,,,,,,\n")
    said = phanuek("screen", table, phanuek.offers(), "--out", tmp_path / "a", "--engine", "duckdb")
    assert said.lines[-1].startswith(f"{table}:5: members: “x” is not a whole number")
    table = phanuek.table(TABLE + f"E4,,,,,0.{'1' * 30},,\n")
    said = phanuek("screen", table, phanuek.offers(), "--out", tmp_path / "a", "--engine", "duckdb")
    assert "share: " in said.lines[-1]
    assert "has more digits than duckdb can hold → use --engine memory" in said.lines[-1]
    assert not (tmp_path / "a").exists()


def test_another_engine_that_is_not_there_is_told(phanuek: Command, tmp_path: Path) -> None:
    said = phanuek("screen", phanuek.table(), phanuek.offers(), "--out", tmp_path / "a", "--engine", "postgres", "--database", f"postgresql:///x?host={tmp_path}")  # fmt: skip
    assert said.status == 1
    assert said.lines[-1].startswith("--engine postgres: ")
    assert not (tmp_path / "a").exists()


def test_explain_tells_reasons_changes_and_the_best_question(phanuek: Command) -> None:
    said = phanuek("explain", phanuek.table(), phanuek.offers(), "--enterprise", "E2", "--on", DAY)
    told = json.loads(said.out)
    assert (said.status, told["enterprise"]) == (0, "E2")
    by_offer = {offer["offer"]: offer for offer in told["offers"]}
    assert {code: offer["status"] for code, offer in by_offer.items()} == {
        "A1": "unknown",
        "B2": "fits",
        "C3": "unknown",
    }
    assert by_offer["A1"]["conditions"][0]["basis"] == "ประกาศ 1/2563"
    assert by_offer["A1"]["changes"][0]["steps"][0]["fact"] == "members"
    assert told["best_question"]["fact"] in {"members", "founded"}


def test_explain_one_offer_from_named_files(phanuek: Command) -> None:
    said = phanuek("explain", "--enterprises", phanuek.table(), "--offers", phanuek.offers(), "--enterprise", "E3", "--offer", "A1", "--on", DAY)  # fmt: skip
    assert [offer["offer"] for offer in json.loads(said.out)["offers"]] == ["A1"]


def test_unknown_codes_are_told(phanuek: Command) -> None:
    table, offers = phanuek.table(), phanuek.offers()
    assert phanuek("explain", table, offers, "--enterprise", "E9").lines == [
        f"{table}: code: there is no enterprise with the code “E9” → look for it in the column code"
    ]
    said = phanuek(
        "explain", table, offers, "--enterprise", "E1", "--offer", "Z", "--offer", "D4", "--on", DAY
    )
    assert said.status == 1
    assert [("“Z”" in line, "“D4”" in line) for line in said.lines] == [(True, False), (False, True)]


def test_check_tells_everything_wrong_at_once(phanuek: Command) -> None:
    table = phanuek.table(TABLE + "E1,1.5,maybe,50,,,2568-01-01,1.50\n,๓,1,50,,NaN,2020-02-30,\nE4,1\n")
    offers = phanuek.offers([*OFFERS, {"code": "E5", "rule": "membrs > 3"}])
    said = phanuek("check", table, offers)
    assert said.status == 1
    assert [line.rpartition(": ")[0].removeprefix(str(table)) for line in said.lines if str(table) in line]
    for sign in (":5: code: ", ":5: members: “1.5”", ":5: registered: “maybe”", "1,500.25 baht is 150025", ":5: founded: “2568-01-01”",
                 "write the common era: 2025-01-01", ":6: code: there is no code", "Thai digits", ":6: share: “NaN”", ":6: founded: “2020-02-30”",
                 ":7: this row has 2 cells", "offers[4] E5 rule: there is no fact named “membrs”", "    membrs > 3", "    ^"):  # fmt: skip
        assert sign in said.err, sign


def test_thai_is_spoken_where_it_is_asked_for(phanuek: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "ไม่พบไฟล์" in phanuek("check", "nowhere.json", "--lang", "th").err
    monkeypatch.setenv("LANG", "th_TH.UTF-8")
    assert "ไม่พบไฟล์" in phanuek("check", "nowhere.json").err
    assert "no such file" in phanuek("check", "nowhere.json", "--lang", "en").err


@pytest.mark.parametrize(
    "given",
    [[], ["fly"], ["screen"], ["screen", "a", "b"], ["screen", "a", "b", "--out", "c", "--on", "1.1.2026"], ["explain", "a", "--enterprise", "E1"],
     ["screen", "a", "b", "--out", "c", "--memory", "many"], ["screen", "a", "b", "--out", "c", "--engine", "postgres"], ["--lang", "fr"]],
)  # fmt: skip
def test_wrong_use_ends_with_2(phanuek: Command, given: list[str]) -> None:
    said = phanuek(*given)
    assert said.status == 2
    assert said.err
    assert "Traceback" not in said.err


def test_wrong_input_leaves_nothing_behind(phanuek: Command, tmp_path: Path) -> None:
    out = tmp_path / "answers"
    said = phanuek("screen", phanuek.table(TABLE + "E1,x,,,,,,\n"), phanuek.offers(), "--out", out)
    assert said.status == 1
    assert len(said.lines) - 1 == 2  # the note on D4 apart
    assert not out.exists()
