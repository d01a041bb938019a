"""What is published of a round: files, and the verifier that trusts nothing of the platform."""

from __future__ import annotations

import copy
import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.sharing import (
    Applicant,
    Columns,
    Eligible,
    OfferLot,
    Round,
    RoundError,
    Rule,
    allocate,
    files,
)
from phanuek.engines.sharing.problem import problem_of
from tests.engines.test_sharing import SEED, a_round, invented

TOOL = Path(__file__).parents[2] / "tools" / "verify_round.py"


def _tool() -> Any:
    found = importlib.util.spec_from_file_location("verify_round", TOOL)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


VERIFY = _tool()


def published(seed: int) -> Any:
    made = invented(seed, money=seed % 2 == 1)
    return json.loads(json.dumps(files.result_json(made, allocate(made))))


@settings(max_examples=80)
@given(st.integers(0, 10**9))
def test_every_published_round_is_right(seed: int) -> None:
    assert VERIFY.check(published(seed))[0] == []


def test_a_bound_told_a_hair_too_low_is_not_stated_below_the_worth() -> None:
    """CP-SAT told 877.99… for 878: cut off, the published bound lay below what the round is worth."""
    data = published(5)
    assert data["objective"] <= data["solver_bound"] <= data["bound"]
    assert data["gap"] >= 0
    assert VERIFY.check(data)[0] == []


def a_published_round() -> Any:
    scores = {(f"n{i}", "loom"): 60 for i in range(5)} | {(f"p{i}", "loom"): 55 for i in range(5)}
    scores |= {(f"n{i}", "loan"): 40 + i for i in range(5)}
    areas = {code: {"n": "nan", "p": "phrae"}[code[0]] for code, _ in scores}
    made = a_round(scores, {"loom": 4, "loan": 2}, areas=areas, area_fairness=20, area_least_percent=20)
    return json.loads(json.dumps(files.result_json(made, allocate(made))))


def _swap_winner(data: Any) -> None:
    """Somebody who got nothing instead of somebody who did: the same count, fewer points or a later draw."""
    winners = {applicant for applicant, _ in data["allocation"]}
    loser = next(a for a, o, *_ in data["round"]["eligible"] if o == "loom" and a not in winners)
    winner = next(pair for pair in data["allocation"] if pair[1] == "loom" and pair[0][0] == loser[0])
    data["allocation"][data["allocation"].index(winner)] = [loser, "loom"]


TAMPERING: dict[str, Callable[[Any], Any]] = {
    "a winner exchanged": _swap_winner,
    "a winner removed": lambda d: d["allocation"].pop(),
    "a stranger given a place": lambda d: d["allocation"].append(["x9", "loom"]),
    "a place too many": lambda d: d["round"]["offers"][0].__setitem__(1, 1),
    "a score raised": lambda d: d["round"]["eligible"][0].__setitem__(2, 9999),
    "an area told otherwise": lambda d: d["round"]["applicants"][0].__setitem__(1, "phrae"),
    "another seed": lambda d: d["round"]["rule"].__setitem__("seed", "1"),
    "another order of the draw": lambda d: d["draw"].reverse(),
    "other points": lambda d: d.__setitem__("points", d["points"] + 1),
    "another objective": lambda d: d.__setitem__("objective", d["objective"] + 1),
    "another worth": lambda d: d["certificate"].__setitem__("worth", d["certificate"]["worth"] - 1),
    "another rule": lambda d: d["round"]["rule"].__setitem__("area_fairness", 0),
    "another price": lambda d: d["certificate"]["place"]["loom"].__setitem__(
        "", d["certificate"]["place"]["loom"][""] + d["certificate"]["scale"]
    ),
    "another bound": lambda d: d.__setitem__("bound", d["bound"] - 1),
    "another bound of the prices": lambda d: d["certificate"].__setitem__(
        "bound", d["certificate"]["bound"] - 1
    ),
    "a gap that is none": lambda d: d.__setitem__("gap", 0.5),
    "another proof": lambda d: d.__setitem__("proof", "gap"),
    "a solver that was never asked": lambda d: d.__setitem__("solver_bound", d["bound"] + 1),
    "prices in fractions": lambda d: d["certificate"]["area"].__setitem__(
        "nan", float(d["certificate"]["area"]["nan"])
    ),
    "a price without its reserved places": lambda d: d["certificate"]["place"]["loom"].__setitem__(
        "women", 0
    ),
    "a coarse scale": lambda d: d["certificate"].__setitem__("scale", 5),
    "an applicant twice": lambda d: d["round"]["applicants"].append(d["round"]["applicants"][0]),
    "the draw left out": lambda d: d["certificate"].__setitem__("ties", False),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_a_published_round_that_was_tampered_with_is_found_out(how: str) -> None:
    data = a_published_round()
    assert VERIFY.check(data)[0] == []
    TAMPERING[how](data)
    assert VERIFY.check(data)[0] != []


def a_money_round(*, large: bool = False) -> Any:
    """Grants of 300 to 700 baht from 1,200 or 1,500 (`large`: more pairs than a solver is asked about), so that money binds."""
    people = [f"a{i:03}" for i in range(700 if large else 8)]
    made = Round.of(
        [Applicant(code, area=str(i % 3)) for i, code in enumerate(people)],
        [OfferLot(f"grant{n}", 200, budget=(150_000 if large else 120_000) + n) for n in range(6 if large else 1)],
        [
            Eligible(code, f"grant{n}", 40 + i * (7 + n) % 31, 30_000 + i * (11_000 + n) % 40_000)
            for i, code in enumerate(people) for n in range(6 if large else 1)
        ],
        Rule(seed=SEED, area_fairness=20),
    )  # fmt: skip
    return json.loads(json.dumps(files.result_json(made, allocate(made))))


def _forged(data: Any, keep: int) -> Any:
    """Only the first places stay, and every number that is stated is made to agree, the solver's word too."""
    data["allocation"] = data["allocation"][:keep]
    made = files.from_json(data["round"])
    problem, taken = problem_of(made), {tuple(pair) for pair in data["allocation"]}
    filled, points = problem.points(
        [at for at, p in enumerate(made.eligible) if (p.applicant, p.offer) in taken]
    )
    data |= {"points": points, "reserved_filled": filled, "objective": filled * data["weight"] + points}
    data["certificate"]["worth"] = data["objective"] * data["certificate"]["scale"]
    return data


def _agreeing(data: Any) -> Any:
    """And the gap to what the prices prove is told as it is."""
    inner = data["certificate"]
    data["gap"] = round((inner["bound"] - inner["worth"]) / inner["bound"], 9)
    if data["proof"] == "solver":
        data["solver_bound"] = data["objective"]
    return data


MONEY = {"solver": a_money_round(), "gap": a_money_round(large=True)}


@pytest.mark.parametrize("proof", MONEY)
@pytest.mark.parametrize("lost", ["one", "half", "all"])
def test_a_round_with_money_that_was_emptied_or_thinned_never_looks_right(proof: str, lost: str) -> None:
    data = copy.deepcopy(MONEY[proof])
    assert (VERIFY.check(data)[0], data["proof"]) == ([], proof)
    given = len(data["allocation"])
    keep = {"one": given - 1, "half": given // 2, "all": 0}[lost]
    assert VERIFY.check(_forged(data, keep))[0] != []
    assert VERIFY.check(_agreeing(data))[0] != []
    data["certificate"] |= {"bound": data["certificate"]["worth"]}
    data |= {"bound": data["objective"], "gap": 0.0, "solver_bound": data["objective"]}
    assert VERIFY.check(data)[0] != []


def test_what_a_solver_says_is_not_called_proved() -> None:
    data = copy.deepcopy(MONEY["solver"])
    wrong, said = VERIFY.check(data)
    assert (wrong, data["gap"] > 0, data["solver_bound"]) == ([], True, data["objective"])
    assert f"at most {data['gap']:.3%} from the best as the prices prove" in said
    assert "a solver's word, not checked here" in said
    for change in (
        {"gap": 0.0},
        {"bound": data["objective"]},
        {"solver_bound": data["objective"] - 1},
        {"proof": "prices"},
    ):
        assert VERIFY.check(data | change)[0] != []


def test_a_worse_allocation_is_told_with_the_gap_that_its_prices_leave() -> None:
    """Somebody else with fewer points in the place of a winner: the file can state nothing better than what it is."""
    data = copy.deepcopy(MONEY["gap"])
    before = data["gap"]
    scores = {(a, o): (score, cost) for a, o, score, cost in data["round"]["eligible"]}
    taken = {tuple(pair) for pair in data["allocation"]}
    winners = {a for a, _ in taken}
    at, loser = next(
        (n, [a, o])
        for n, (winner, offer) in enumerate(data["allocation"])
        for (a, o), (score, cost) in scores.items()
        if o == offer
        and a not in winners
        and cost == scores[winner, offer][1]
        and score < scores[winner, offer][0]
    )
    data["allocation"][at] = loser
    _forged(data, len(data["allocation"]))
    assert VERIFY.check(data)[0] != []
    wrong, said = VERIFY.check(_agreeing(data))
    assert wrong or (data["gap"] > before and f"at most {data['gap']:.3%}" in said)


def test_objective_and_bound_are_plain_points() -> None:
    """A round that reserves nothing: the sum of the scores, which anybody can add up."""
    made = a_round(
        {("anong", "loom"): 90, ("anong", "loan"): 80, ("boon", "loom"): 85}, {"loom": 1, "loan": 1}
    )
    data = files.result_json(made, allocate(made))
    assert (data["objective"], data["bound"], data["reserved_filled"], data["points"]) == (165, 165, 0, 165)
    assert data["prices"] == {"loan": 0, "loom": 10}  # one more loom: Anong has 90 instead of 80


def test_the_columns_of_a_round_are_the_same_round() -> None:
    """Told as columns in another order, with places in lists instead of codes."""
    made = invented(11, money=True)
    people, lots = list(made.applicants)[::-1], list(made.offers)[::-1]
    at = {one.code: n for n, one in enumerate(people)} | {lot.code: n for n, lot in enumerate(lots)}
    pairs = list(made.eligible)[::-1]
    columns = Columns.of(
        applicants=[one.code for one in people], area=[one.area for one in people], group=[one.group for one in people],
        need=[one.need for one in people], offers=[lot.code for lot in lots], units=[lot.units for lot in lots],
        budget=[-1 if lot.budget is None else lot.budget for lot in lots], category=[lot.category for lot in lots],
        pair_applicant=[at[pair.applicant] for pair in pairs], pair_offer=[at[pair.offer] for pair in pairs],
        score=[pair.score for pair in pairs], cost=[pair.cost or 0 for pair in pairs], rule=made.rule,
    )  # fmt: skip
    assert files.to_json(columns) == files.to_json(made)
    assert allocate(columns) == allocate(made)
    assert files.result_json(columns, allocate(columns)) == files.result_json(made, allocate(made))


def test_the_tool_answers_with_its_exit_status(tmp_path: Path) -> None:
    def run(text: str) -> tuple[int, str]:
        file = tmp_path / "published.json"
        file.write_text(text)
        made = subprocess.run([sys.executable, "-I", TOOL, file], capture_output=True, text=True)
        return made.returncode, made.stdout

    data = a_published_round()
    assert run(json.dumps(data)) == (
        0,
        "RIGHT  6 places, proved to be the best by its prices, ties by the draw\n",
    )
    _swap_winner(data)
    status, said = run(json.dumps(data))
    assert (status, said.startswith("WRONG")) == (1, True)
    assert run("{}")[0] == run("no json")[0] == run("[1]")[0] == 2


def test_the_tool_is_short_and_needs_nothing_but_python() -> None:
    lines = TOOL.read_text().splitlines()
    assert len(lines) < 150
    imports = [line.split()[1] for line in lines if line.startswith(("import ", "from "))]
    assert set(imports) <= set(sys.stdlib_module_names)


CSV = {
    "applicants.csv": "applicant,area,group\nanong,55,\nboon,54,women\n",
    "offers.csv": "offer,capacity,budget\nloom,1,\nloan,2,1500.50\n",
    "eligible.csv": "applicant,offer,score,cost\nanong,loom,9,\nboon,loan,3,1000\n",
    "rule.json": json.dumps({"seed": SEED}),
}


def test_a_round_in_files_is_read_and_its_answer_written() -> None:
    made = files.read_round(CSV)
    assert [lot.budget for lot in made.offers] == [150_050, None]
    assert files.allocation_csv(allocate(made)) == "applicant,offer\nanong,loom\nboon,loan\n"
    assert files.from_json(files.to_json(made)) == made


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("applicants.csv", "name\nx\n", "applicants.csv:1"),
        ("applicants.csv", "applicant\n\n\n", None),
        ("offers.csv", "offer,capacity\nloom,many\n", "offers.csv:2 capacity"),
        ("offers.csv", "offer,capacity,budget\nloom,1,1.005\n", "offers.csv:2 budget"),
        ("offers.csv", "offer,capacity,budget\nloom,1,NaN\n", "offers.csv:2 budget"),
        ("eligible.csv", "applicant,offer,score\nanong,loom,-1\n", "eligible.csv:2 score"),
        ("eligible.csv", "applicant,offer,score\nanong,loom,๙\n", "eligible.csv:2 score"),
        ("eligible.csv", "applicant,offer,score\nghost,loom,1\n", "eligible.ghost.loom"),
        ("rule.json", "{", "rule.json"),
    ],
)
def test_a_wrong_file_says_where(name: str, text: str, where: str | None) -> None:
    with pytest.raises(RoundError) as caught:
        files.read_round(CSV | {name: text})
    assert where is None or caught.value.where == where


def test_a_missing_file_is_named() -> None:
    with pytest.raises(RoundError) as caught:
        files.read_round({})
    assert caught.value.where == "applicants.csv"
