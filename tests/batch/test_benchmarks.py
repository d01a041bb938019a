"""The benchmark of the engines asks everyone the same, and would notice a wrong answer. Nothing is timed here, and no peer is needed."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks.beside import chart, plan, running, table, works, world

ROWS, OFFERS = 203, 12


@pytest.fixture(scope="module", params=[False, True], ids=["shared", "distinct"])
def asked(request: pytest.FixtureRequest) -> world.World:
    return world.world(ROWS, OFFERS, request.param)


def by_definition(asked: world.World) -> world.Planes:
    from benchmarks.beside.ours import facts_of

    sure, possible = (np.zeros((OFFERS, ROWS), bool) for _ in range(2))
    for row in range(ROWS):
        facts = facts_of(asked, row)
        for offer, nodes in enumerate(asked.offers):
            truths = [node.truth(facts) for node in nodes]
            sure[offer, row] = all(truths)
            possible[offer, row] = False not in truths
    return world.packed(sure), world.packed(possible)


@pytest.mark.parametrize("peer", ["ours:raw", "ours:kept", "ours:blocks", "duckdb", "kernel"])
def test_every_engine_at_hand_answers_as_the_definition_says(asked: world.World, peer: str) -> None:
    right = np.stack(by_definition(asked))
    try:
        with works.screener(peer, asked) as one:
            found = works.compared(one.planes(one.run()), right, ROWS)
    except ModuleNotFoundError:
        pytest.skip("no C compiler here")
    assert (found["checked"], found["wrong"]) == (ROWS * OFFERS, 0)


def test_one_wrong_bit_is_counted_and_takes_the_figure_away(asked: world.World) -> None:
    right = np.stack(by_definition(asked))
    sure, possible = right.copy()
    sure[3, 7] ^= 4
    found = works.compared((sure, possible), right, ROWS)
    assert found["wrong"] == 1
    assert "error" in running.joined([{"times": [1.0], "cpu": [1.0]} | found])


def test_bits_behind_the_last_enterprise_say_nothing() -> None:
    planes = np.zeros((1, 2), np.uint8)
    other = planes.copy()
    other[0, 1] = 0b1000
    assert works.compared((other.copy(), other.copy()), np.stack([planes, planes]), 11)["wrong"] == 0
    assert works.compared((other.copy(), other.copy()), np.stack([planes, planes]), 12)["wrong"] == 2


def result(seconds: float, pairs: int = 100, **more: object) -> dict[str, object]:
    return {"times": [seconds], "cpu": [seconds], "pairs": pairs, "before": 1.0, "peak": 3.0} | more


def found(group: plan.Group) -> plan.Results:
    return {
        one.key: running.joined([result(0.01 * (at + 1)), result(0.02 * (at + 1))])
        for at, one in enumerate(group.measures)
    }


def test_a_peer_that_is_missing_or_fails_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    group = plan.screening(1000, 10, False)
    some = found(group) | {
        "shared/openfisca": {"missing": "openfisca_core"},
        "shared/duckdb": {"error": "no | figure"},
    }
    text = "\n".join(table.group(group, some))
    assert "not installed (openfisca_core)" in text
    assert "failed: no / figure" in text
    document = tmp_path / "page.md"
    document.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    table.write(document, "\n".join([table.BEGIN, *table.goals(plan.goals(), some), table.END]))
    written = document.read_text()
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "not measured" in written


def test_a_goal_is_met_or_missed_on_the_right_side() -> None:
    most = plan.Goal("", lambda found: 0.0, 60)
    least = plan.Goal("", lambda found: 0.0, 15, most=False)
    assert [most.met(60), most.met(60.1), least.met(15), least.met(14.9)] == [True, False, True, False]


def test_a_peer_asked_of_fewer_pairs_is_compared_by_the_pair() -> None:
    some = {"a": running.joined([result(1.0, 100)]), "b": running.joined([result(1.0, 20)])}
    assert math.isclose(plan.faster("b", "a")(some), 5)


def test_the_picture_holds_every_engine_with_a_figure() -> None:
    group = plan.screening(1000, 10, True)
    drawn = chart.draw([group], found(group))
    assert all(one.label in drawn for one in group.measures)
    assert "prefers-color-scheme" in drawn


def test_a_process_that_measures_several_things_counts_as_one_of_each() -> None:
    parts = {"a": result(1.0), "b": result(2.0)}
    every = running.split({"rollup/ours": [{"parts": parts}, {"parts": parts}], "one": [result(3.0)]})
    assert {key: len(passes) for key, passes in every.items()} == {
        "rollup/ours/a": 2,
        "rollup/ours/b": 2,
        "one": 1,
    }


def test_what_failed_before_it_could_answer_failed_in_all_its_parts() -> None:
    text = "\n".join(table.group(plan.rollup(100), {"rollup/postgres": {"error": "no server"}}))
    assert text.count("failed: no server") == len(plan.ROLLUPS)


def test_the_copy_answers_all_that_is_asked_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.beside import with_rollups

    monkeypatch.setattr(with_rollups, "PLACE", tmp_path)
    ours = with_rollups.Ours(40, anew=True)
    with ours.asking() as link:
        lines = {name: ours.lines(name, ours.ask(link, name)) for name in with_rollups.ASKED}
    assert set(lines) == set(with_rollups.PLAIN) == set(plan.ROLLUPS)
    assert len(lines["by_month"]) == with_rollups.MONTHS
    with_rollups.refresh(40, 10)()
