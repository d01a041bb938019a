"""Sharing out: worked cases that a programme officer can read, and everything against trying all allocations there are."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.draw import order
from phanuek.engines.sharing import (
    Applicant,
    Eligible,
    OfferLot,
    PriorityGroup,
    Round,
    RoundError,
    Rule,
    Why,
    allocate,
)
from phanuek.engines.sharing.problem import Problem, area_of, problem_of

SEED = "820866"


def a_round(
    scores: dict[tuple[str, str], int], units: dict[str, int], *, areas: dict[str, str] | None = None,
    **rule: Any,
) -> Round:  # fmt: skip
    people = sorted({applicant for applicant, _ in scores})
    return Round.of(
        [Applicant(code, (areas or {}).get(code, "")) for code in people],
        [OfferLot(code, places) for code, places in units.items()],
        [Eligible(applicant, offer, score) for (applicant, offer), score in scores.items()],
        Rule(**{"seed": SEED, **rule}),
    )


def wish(round_: Round, applicant: str, offer: str) -> Any:
    answer = next(one for one in allocate(round_).answers if one.applicant == applicant)
    return next(one for one in answer.wishes if one.offer == offer)


# ---------------------------------------------------------------- worked cases


def test_the_best_for_all_is_not_the_best_for_the_first() -> None:
    """Anong has 90 at the loom and 80 at the loan, Boon only 85 at the loom: together 80 + 85, not 90."""
    made = a_round(
        {("anong", "loom"): 90, ("anong", "loan"): 80, ("boon", "loom"): 85}, {"loom": 1, "loan": 1}
    )
    outcome = allocate(made)
    assert outcome.allocation == (("anong", "loan"), ("boon", "loom"))
    assert (outcome.points, outcome.is_optimal, outcome.proof, outcome.gap) == (165, True, "prices", 0.0)
    assert [answer.given for answer in outcome.answers] == [("loan",), ("loom",)]


def test_who_has_fewer_points_reads_how_many_would_have_been_enough() -> None:
    made = a_round({("anong", "loom"): 90, ("boon", "loom"): 85}, {"loom": 1})
    lost = wish(made, "boon", "loom")
    assert (lost.why, lost.points, lost.needed, lost.lowest) == (Why.POINTS, 85, 90, 90)
    assert allocate(made).offers[0].one_more == 85  # one more loom would serve Boon


def test_equals_are_settled_by_the_draw_and_the_later_one_reads_it() -> None:
    scores = {(code, "loom"): 50 for code in ("anong", "boon", "chai", "dao")}
    made = a_round(scores, {"loom": 2})
    drawn = order(["anong", "boon", "chai", "dao"], SEED)
    outcome = allocate(made)
    assert [code for code, _ in outcome.allocation] == sorted(drawn[:2])
    assert outcome.draw == tuple(drawn)
    assert wish(made, drawn[2], "loom").why == Why.DRAW
    assert [one.draw_place for one in outcome.answers] == [
        drawn.index(one.applicant) + 1 for one in outcome.answers
    ]


def test_a_reserved_place_goes_to_its_group_and_the_others_read_that_it_did() -> None:
    scores = {("anong", "loom"): 90, ("boon", "loom"): 85, ("chai", "loom"): 20}
    made = Round.of(
        [Applicant("anong"), Applicant("boon"), Applicant("chai", group="women")],
        [OfferLot("loom", 2)],
        [Eligible(code, offer, score) for (code, offer), score in scores.items()],
        Rule(seed=SEED, groups=(PriorityGroup("women", reserved_percent=50),)),
    )  # fmt: skip
    assert [code for code, _ in allocate(made).allocation] == ["anong", "chai"]
    assert wish(made, "boon", "loom").why == Why.RESERVED
    assert wish(made, "chai", "loom").why == Why.GIVEN_RESERVED


def test_a_reserved_place_that_nobody_of_the_group_can_use_falls_to_the_others() -> None:
    made = Round.of(
        [Applicant("anong"), Applicant("boon")],
        [OfferLot("loom", 2)],
        [Eligible("anong", "loom", 5), Eligible("boon", "loom", 1)],
        Rule(seed=SEED, groups=(PriorityGroup("women", reserved_percent=100),)),
    )
    assert len(allocate(made).allocation) == 2


def test_an_area_gets_its_least_share_first_and_never_more_than_its_most() -> None:
    scores = {(f"n{i}", "loom"): 90 + i for i in range(4)} | {(f"p{i}", "loom"): 10 + i for i in range(4)}
    areas = {code: {"n": "nan", "p": "phrae"}[code[0]] for code, _ in scores}
    plain = allocate(a_round(scores, {"loom": 4}, areas=areas))
    assert {area.code: area.given for area in plain.areas} == {"nan": 4, "phrae": 0}
    least = allocate(a_round(scores, {"loom": 4}, areas=areas, area_least_percent=25))
    assert {area.code: area.given for area in least.areas} == {"nan": 3, "phrae": 1}
    most = a_round(scores, {"loom": 4}, areas=areas, area_most_percent=50)
    assert {area.code: area.given for area in allocate(most).areas} == {"nan": 2, "phrae": 2}
    assert wish(most, "n0", "loom").why == Why.AREA_MOST


def test_fairness_serves_the_area_that_was_served_less() -> None:
    """Ten requests an area: the first of each is worth 100 more, the next 90, and so on: ten points make up for one step."""
    scores = {(f"n{i}", "loom"): 60 + i % 2 for i in range(10)} | {(f"p{i}", "loom"): 55 for i in range(10)}
    areas = {code: {"n": "nan", "p": "phrae"}[code[0]] for code, _ in scores}
    fair = a_round(scores, {"loom": 10}, areas=areas, area_fairness=100)
    assert {area.code: area.given for area in allocate(fair).areas} == {"nan": 5, "phrae": 5}
    lost = next(one for one in allocate(fair).answers if one.applicant.startswith("n") and not one.given)
    assert lost.wishes[0].why == Why.AREA_SHARE


def test_the_first_place_of_an_area_has_the_full_reward_however_small_the_area() -> None:
    """Two ask in area 1 and one in area 2: +60 for the first of each, +30 for the second of two (half is served by then)."""
    areas = {"a": "1", "b": "1", "c": "2"}
    made = a_round(
        {("a", "loom"): 50, ("b", "loom"): 50, ("c", "loom"): 60}, {"loom": 3}, areas=areas, area_fairness=60
    )
    assert [area.slices for area in problem_of(made).areas] == [((1, 60), (1, 30)), ((1, 60),)]
    assert allocate(made).points == (50 + 60) + (50 + 30) + (60 + 60)


@pytest.mark.parametrize("asked", [1, 2, 3, 9, 10, 11, 37, 100])
def test_each_place_of_an_area_has_the_step_that_it_has_reached(asked: int) -> None:
    rewards = [
        r for places, r in area_of(Rule(SEED, area_fairness=60), 0, "x", asked).slices for _ in range(places)
    ]
    assert rewards == [60 * (10 - 10 * k // asked) // 10 for k in range(asked)]


def test_the_poorest_come_first_by_as_much_as_the_rule_says() -> None:
    people = [Applicant("rich", need=0), Applicant("poor", need=100)]
    pairs = [Eligible("rich", "loom", 60), Eligible("poor", "loom", 50)]
    for bonus, winner in ((9, "rich"), (11, "poor")):
        made = Round.of(people, [OfferLot("loom", 1)], pairs, Rule(seed=SEED, poorest_points=bonus))
        assert allocate(made).allocation == ((winner, "loom"),)


def test_limits_per_applicant_and_category() -> None:
    scores = {("anong", "a1"): 9, ("anong", "a2"): 8, ("anong", "b1"): 7}
    made = Round.of(
        [Applicant("anong")],
        [OfferLot("a1", 1, category="a"), OfferLot("a2", 1, category="a"), OfferLot("b1", 1, category="b")],
        [Eligible(code, offer, score) for (code, offer), score in scores.items()],
        Rule(seed=SEED, per_applicant=2, per_category=1),
    )
    assert allocate(made).allocation == (("anong", "a1"), ("anong", "b1"))
    assert wish(made, "anong", "a2").why in (Why.CATEGORY, Why.LIMIT)


def test_money_is_never_overspent_and_the_best_use_of_it_is_found() -> None:
    """1,000 baht: one grant of 1,000 for 60 points, or two of 500 for 40 points each."""
    made = Round.of(
        [Applicant("anong"), Applicant("boon"), Applicant("chai")],
        [OfferLot("grant", 3, budget=100_000)],
        [Eligible("anong", "grant", 60, 100_000), Eligible("boon", "grant", 40, 50_000), Eligible("chai", "grant", 40, 50_000)],
        Rule(seed=SEED),
    )  # fmt: skip
    outcome = allocate(made)
    assert [code for code, _ in outcome.allocation] == ["boon", "chai"]
    assert (outcome.offers[0].spent, outcome.is_optimal, outcome.proof) == (100_000, True, "solver")
    assert outcome.points == outcome.solver_bound <= outcome.points_bound
    assert (outcome.offers[0].one_more, outcome.offers[0].one_more_reserved) == (None, None)  # not worked out
    assert wish(made, "anong", "grant").why == Why.MONEY


def test_an_empty_round_has_an_empty_answer() -> None:
    outcome = allocate(Round.of([Applicant("anong")], [OfferLot("loom", 3)], [], Rule(seed=SEED)))
    assert (outcome.allocation, outcome.points, outcome.is_optimal) == ((), 0, True)


def test_progress_climbs_to_a_hundred() -> None:
    told: list[int] = []
    allocate(a_round({("anong", "loom"): 1}, {"loom": 1}), told.append)
    assert told == sorted(told)
    assert told[-1] == 100


# ---------------------------------------------------------------- what is wrong is said


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"applicants": [Applicant("a"), Applicant("a")]}, "applicants.a"),
        ({"applicants": [Applicant("a", need=101)]}, "applicants.a.need"),
        ({"offers": [OfferLot("o", -1)]}, "offers.o.capacity"),
        ({"eligible": [Eligible("b", "o", 1)]}, "eligible.b.o"),
        ({"eligible": [Eligible("a", "p", 1)]}, "eligible.a.p"),
        ({"eligible": [Eligible("a", "o", -1)]}, "eligible.a.o.score"),
        ({"eligible": [Eligible("a", "o", 1), Eligible("a", "o", 2)]}, "eligible.a.o"),
        ({"offers": [OfferLot("o", 1, budget=5)]}, "eligible.a.o.cost"),
    ],
)
def test_a_round_that_cannot_be_worked_with_says_where(change: dict[str, Any], where: str) -> None:
    content = {
        "applicants": [Applicant("a")],
        "offers": [OfferLot("o", 1)],
        "eligible": [Eligible("a", "o", 1)],
    }
    with pytest.raises(RoundError) as caught:
        Round.of(**(content | change), rule=Rule(seed=SEED))
    assert caught.value.where == where
    assert caught.value.message["th"]


@pytest.mark.parametrize(
    "data",
    [
        None, [], {}, {"seed": ""}, {"seed": 5}, {"seed": "1", "surprise": 1}, {"seed": "1", "version": 2},
        {"seed": "1", "per_applicant": 0}, {"seed": "1", "per_applicant": True}, {"seed": "1", "area_least_percent": 101},
        {"seed": "1", "groups": {}}, {"seed": "1", "groups": [{"points": 1}]}, {"seed": "1", "area_least": []},
        {"seed": "1", "groups": [{"code": "w", "reserved_percent": 60}, {"code": "p", "reserved_percent": 60}]},
        {"seed": "1", "groups": [{"code": "w"}, {"code": "w"}]}, {"seed": "1", "poorest_points": 1.5},
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_is_refused(data: Any) -> None:
    with pytest.raises(RoundError):
        Rule.from_json(data)


def test_a_rule_survives_its_file() -> None:
    rule = Rule(seed=SEED, groups=(PriorityGroup("women", 5, 20),), area_least={"55": 2}, per_category=1)
    assert Rule.from_json(rule.as_json()) == rule


# ---------------------------------------------------------------- against every allocation there is


def invented(seed: int, *, money: bool = False) -> Round:
    rng = random.Random(seed)
    people = [
        Applicant(f"a{i}", rng.choice("xy"), rng.choice(["", "w", "p"]), rng.choice([0, 50, 100]))
        for i in range(rng.randint(1, 5))
    ]
    lots = [
        OfferLot(
            f"o{i}",
            rng.randint(0, 3),
            rng.choice([None, rng.randint(0, 8)]) if money else None,
            rng.choice("cd"),
        )
        for i in range(rng.randint(1, 3))
    ]
    pairs = [
        Eligible(one.code, lot.code, rng.randint(0, 4), rng.randint(0, 4) if money else None)
        for one in people for lot in lots if rng.random() < 0.75
    ]  # fmt: skip
    rule = Rule(
        seed=str(seed), per_applicant=rng.randint(1, 2), per_category=rng.choice([None, 1]),
        groups=tuple(PriorityGroup(g, rng.randint(0, 2), rng.choice([0, 30, 50])) for g in rng.sample(["w", "p"], rng.randint(0, 2))),
        area_least_percent=rng.choice([0, 0, 30, 60]), area_most_percent=rng.choice([100, 100, 50]),
        area_fairness=rng.choice([0, 0, 3, 20]), poorest_points=rng.choice([0, 3]),
    )  # fmt: skip
    return Round.of(people, lots, pairs[:10], rule)


def every_allocation(problem: Problem) -> Iterator[list[int]]:
    for mask in range(1 << len(problem.values)):
        chosen = [pair for pair in range(len(problem.values)) if mask >> pair & 1]
        if not problem.breaks(chosen):
            yield chosen


def chosen_of(round_: Round, allocation: Any) -> list[int]:
    given_ = set(allocation)
    return [at for at, pair in enumerate(round_.eligible) if (pair.applicant, pair.offer) in given_]


@settings(max_examples=120)
@given(st.integers(0, 10**9))
def test_reserved_places_then_points_then_the_draw_are_the_best_of_all(seed: int) -> None:
    made = invented(seed)
    problem = problem_of(made)

    def worth(chosen: list[int]) -> tuple[int, int, int]:
        return (*problem.points(chosen), sum(problem.ties[pair] for pair in chosen))

    outcome = allocate(made)
    best = max(worth(chosen) for chosen in every_allocation(problem))
    assert worth(chosen_of(made, outcome.allocation)) == best
    assert (outcome.reserved_filled, outcome.points) == best[:2]
    assert outcome.is_optimal


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_small_rounds_with_money_are_the_best_of_all_too(seed: int) -> None:
    made = invented(seed, money=True)
    problem = problem_of(made)
    outcome = allocate(made)
    assert (outcome.reserved_filled, outcome.points) == max(
        problem.points(c) for c in every_allocation(problem)
    )
    assert outcome.worth <= outcome.bound


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_the_order_in_which_a_round_is_told_changes_nothing(seed: int) -> None:
    made = invented(seed, money=seed % 2 == 0)
    rng = random.Random(seed + 1)

    def mixed(rows: Any) -> Any:
        return rng.sample(list(rows), len(rows))

    again = Round.of(mixed(made.applicants), mixed(made.offers), mixed(made.eligible), made.rule)
    assert allocate(again) == allocate(made)
    assert list(allocate(again).answers) == list(allocate(made).answers)


@settings(max_examples=40)
@given(st.integers(0, 10**9))
def test_the_points_that_are_said_to_be_enough_are_and_one_fewer_is_not(seed: int) -> None:
    made = invented(seed)
    outcome = allocate(made)
    taken = set(outcome.allocation)
    for answer in outcome.answers:
        for one in answer.wishes:
            key = (answer.applicant, one.offer)
            if key in taken:
                continue
            assert not _given_with(made, key, 0 if one.needed is None else one.needed - 1 - one.points)
            if one.needed is None:
                assert not _given_with(made, key, 500)
            else:
                assert _given_with(made, key, one.needed + 1 - one.points)


def _given_with(made: Round, key: tuple[str, str], more: int) -> bool:
    """Whether the pair is given with so many points more, all else as it is."""
    pairs = [
        replace(p, score=max(0, p.score + more)) if (p.applicant, p.offer) == key else p
        for p in made.eligible
    ]
    return key in allocate(Round.of(made.applicants, made.offers, pairs, made.rule)).allocation


@settings(max_examples=60)
@given(st.integers(0, 10**9))
def test_one_more_place_adds_what_its_price_says(seed: int) -> None:
    made = invented(seed)
    outcome, before = allocate(made), problem_of(made)
    for offer in outcome.offers:
        lots = [replace(lot, units=lot.units + 1) if lot.code == offer.code else lot for lot in made.offers]
        larger = Round.of(made.applicants, lots, made.eligible, made.rule)
        after = problem_of(larger)
        if after.reserved.tolist() != before.reserved.tolist() or [a.most for a in after.areas] != [
            a.most for a in before.areas
        ]:
            continue  # the shares of the rule grew with the place
        more = allocate(larger)
        gained = (more.reserved_filled - outcome.reserved_filled, more.points - outcome.points)
        assert gained == (offer.one_more_reserved, offer.one_more)


def test_a_round_of_a_thousand_against_an_independent_linear_program() -> None:
    """GLOP knows nothing of flows: the same points, so no fraction would have been better."""
    from ortools.linear_solver import pywraplp

    rng = random.Random(3)
    people = [Applicant(f"a{i}", str(i % 7), "", rng.randrange(101)) for i in range(1000)]
    lots = [OfferLot(f"o{i}", 25) for i in range(20)]
    pairs = [
        Eligible(one.code, lot.code, rng.randrange(1, 1000)) for one in people for lot in rng.sample(lots, 5)
    ]
    made = Round.of(people, lots, pairs, Rule(seed=SEED, poorest_points=100))
    solver = pywraplp.Solver.CreateSolver("GLOP")
    problem = problem_of(made)
    take = [solver.NumVar(0, 1, "") for _ in problem.values]
    for side, limit in ((problem.pair_person.tolist(), 1), (problem.pair_offer.tolist(), 25)):
        for key in sorted(set(side)):
            solver.Add(sum(take[at] for at, other in enumerate(side) if other == key) <= limit)
    solver.Maximize(sum(value * var for value, var in zip(problem.values, take, strict=True)))
    assert solver.Solve() == solver.OPTIMAL
    assert allocate(made).points == round(solver.Objective().Value())
