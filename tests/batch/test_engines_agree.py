"""The same rules on the same rows, in this process, on DuckDB and on PostgreSQL: the same answer for every pair.

Spark is asked the same in test_spark.py.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phanuek.batch.runners import Counts, Job, Result, Runner, find
from phanuek.engines.rules import Fact, Rule, Vocabulary, compile, status_of
from phanuek.engines.rules.domains import Ordered, Span, Within, points
from phanuek.engines.rules.tree import Atom
from tests.batch import invented
from tests.batch.invented import ON, VOCABULARY, Lots, read_answers, write_parquet


@pytest.fixture(params=["duckdb", "postgres"])
def runner(request: pytest.FixtureRequest) -> Runner:
    address = request.getfixturevalue("postgres") if request.param == "postgres" else None
    return find(request.param, database=address)


def differences(rows: list[dict[str, Any]], rules: dict[str, Rule], result: Result) -> list[str]:
    """Every pair that the engine answers otherwise than `status_of`, and every count that is not that of the pairs."""
    found, wrong = read_answers(result.answers), []
    assert result.enterprises == len(rows)
    assert list(result.counts) == list(rules)
    for offer, rule in rules.items():
        seen: Counter[str] = Counter()
        for row in rows:
            right = status_of(rule, row).value
            seen[right] += 1
            said = found.pop((row["code"], offer), "does_not_fit")
            if said != right:
                known = {name: row.get(name) for name in rule.facts}
                wrong.append(f"{offer}: {said}, not {right}: {known} {rule.conditions}")
        if result.counts[offer] != Counts(seen["fits"], seen["unknown"], seen["does_not_fit"]):
            wrong.append(f"{offer}: counts {result.counts[offer]}, not {seen}")
    return [*wrong, *(f"{pair}: nobody asked" for pair in found)]


def answered(runner: Runner, rows: list[dict[str, Any]], rules: dict[str, Rule], folder: Path) -> Result:
    write_parquet(rows, folder / "enterprises.parquet")
    return runner.screen(
        Job(folder / "enterprises.parquet", VOCABULARY, rules, folder / "out"), lambda done, total: None
    )


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_every_pair_is_answered_alike(
    runner: Runner, seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lots = Lots(seed)
    rows, rules = lots.rows(50), lots.rules(40)
    result = answered(runner, rows, rules, tmp_path_factory.mktemp("invented"))
    assert differences(rows, rules, result) == [], f"Lots({seed})"


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_with_hardly_a_row(runner: Runner, rows: int, tmp_path: Path) -> None:
    lots = Lots(7)
    table, rules = lots.rows(rows), lots.rules(10)
    assert differences(table, rules, answered(runner, table, rules, tmp_path)) == []


def test_no_rules_give_an_empty_file(runner: Runner, tmp_path: Path) -> None:
    result = answered(runner, Lots(7).rows(3), {}, tmp_path)
    assert read_answers(result.answers) == {}
    assert result.enterprises == 3


WRITTEN = [
    "kind = 'ผ้าไหม'",
    "kind IN ('it''s', 'a\\b') OR NOT (kind = 'Silk')",
    "place IN ('5001', '51') AND NOT place = '500101'",
    "RATIO(income, debt) >= 0.3",
    "RATIO(share, weight) BETWEEN -0.5 AND 0.333333",
    "share < weight OR members >= visits",
    "YEARS_SINCE(founded) >= 3",
    "founded <= DATE '2024-02-29' AND renewed <> DATE '2024-02-29'",
    "score IN (0.1, 33.3) OR share = 0.3",
    "grade > 6.495 AND grade < 6.505",
    "nowhere > 1 OR juristic",
    "unheard = 'x' AND juristic = FALSE",
]


def test_rules_as_people_write_them(runner: Runner, tmp_path: Path) -> None:
    rules = {text: compile(text, VOCABULARY, ON) for text in WRITTEN}
    rows = Lots(11).rows(150)
    assert differences(rows, rules, answered(runner, rows, rules, tmp_path)) == []


def test_rules_of_thousands_of_values(runner: Runner, tmp_path: Path) -> None:
    """Long lists and long chains of OR stay within what an engine can read."""
    sales, place = VOCABULARY["sales"], VOCABULARY["place"]
    apart = Ordered(tuple(Span(low, True, low + 1, True) for low in range(0, 6000, 3)))
    found = {
        "values": Atom(sales, points(range(0, 6000, 3))),
        "not values": Atom(sales, points(range(0, 6000, 3))).opposite(),
        "areas": Atom(place, Within(tuple(f"{code:04}" for code in range(5000, 7000)))),
        "chain": Atom(sales, apart),
    }
    rules = {name: Rule(name, VOCABULARY, ON, (leaf,)) for name, leaf in found.items()}
    rows = [{"code": str(n), "sales": n, "place": f"{4998 + n}" if n % 3 else "50"} for n in range(100)]
    assert differences(rows, rules, answered(runner, rows, rules, tmp_path)) == []


def test_the_answers_stand_in_the_order_of_rows_and_offers(runner: Runner, tmp_path: Path) -> None:
    import duckdb

    rows, rules = Lots(3).rows(40), Lots(4).rules(60)
    result = answered(runner, rows, rules, tmp_path)
    with duckdb.connect() as database:
        pairs = database.execute(f"SELECT enterprise, offer FROM '{result.answers}'").fetchall()
    place = {name: number for number, name in enumerate(rules)}
    assert pairs == sorted(pairs, key=lambda pair: (pair[0], place[pair[1]]))
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["answers.parquet"]


def test_progress_is_told_up_to_the_last_offer(runner: Runner, tmp_path: Path) -> None:
    write_parquet(Lots(3).rows(5), tmp_path / "e.parquet")
    told: list[tuple[int, int]] = []
    rules = Lots(5).rules(60)
    runner.screen(
        Job(tmp_path / "e.parquet", VOCABULARY, rules, tmp_path / "out"),
        lambda done, total: told.append((done, total)),
    )
    assert told[0] == (0, 61)
    assert told[-1] == (61, 61)
    assert told == sorted(told)


def test_a_postgres_server_keeps_nothing(postgres: str, tmp_path: Path) -> None:
    import psycopg

    answered(find("postgres", database=postgres), Lots(3).rows(5), Lots(5).rules(3), tmp_path)
    with psycopg.connect(postgres) as connection:
        left = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'phanuek%'").fetchall()
    assert left == []


def test_texts_that_differ_only_for_some_collations_stay_apart(runner: Runner, tmp_path: Path) -> None:
    vocabulary = Vocabulary([Fact("kind", "text")])
    texts = [text for text in invented.TEXTS if "'" not in text]
    rules = {
        f"o{at}": compile(f"kind = '{text}'", vocabulary, ON) for at, text in enumerate(texts) if text.strip()
    }
    rows = [{"code": f"e{at:02}", "kind": text} for at, text in enumerate(texts)]
    assert differences(rows, rules, answered(runner, rows, rules, tmp_path)) == []
