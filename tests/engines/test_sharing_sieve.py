"""Large rounds: solved from a part of the pairs, they come out as if all had been looked at; and the other ways to say a round."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.draw import order
from phanuek.engines.sharing import (
    Applicant,
    Columns,
    Eligible,
    OfferLot,
    Outcome,
    PriorityGroup,
    Round,
    RoundError,
    Rule,
    allocate,
    sift,
)


def crowd(seed: int, *, money: bool = False) -> Round:
    """Up to a hundred and fifty applicants; points coarse or fine, every part of the rule on or off."""
    rng = random.Random(seed)
    many, few = rng.randint(20, 150), rng.randint(2, 10)
    top, share = rng.choice([1, 3, 20, 1000]), rng.choice([0.2, 0.6, 1])
    people = [
        Applicant(f"a{i}", rng.choice("xyz"), rng.choice(["", "w", "p"]), rng.choice([0, 50, 100]))
        for i in range(many)
    ]
    lots = [
        OfferLot(f"o{i}", rng.randint(0, max(1, many // few)), rng.randint(0, 300) if money else None, rng.choice("cd"))
        for i in range(few)
    ]  # fmt: skip
    pairs = [
        Eligible(one.code, lot.code, rng.randint(0, top), rng.randint(1, 40) if money else None)
        for one in people for lot in lots if rng.random() < share
    ]  # fmt: skip
    rule = Rule(
        seed=str(seed), per_applicant=rng.randint(1, 3), per_category=rng.choice([None, 1, 2]),
        groups=tuple(PriorityGroup(g, rng.randint(0, 2), rng.choice([0, 10, 30, 50])) for g in rng.sample(["w", "p"], rng.randint(0, 2))),
        area_least_percent=rng.choice([0, 0, 30, 60]), area_most_percent=rng.choice([100, 100, 50, 20]),
        area_fairness=rng.choice([0, 0, 3, 20]), poorest_points=rng.choice([0, 3]),
    )  # fmt: skip
    return Round.of(people, lots, pairs, rule)


def drawn(outcome: Outcome) -> int:
    """The sum of draw numbers of what was given."""
    place = {code: at for at, code in enumerate(outcome.draw)}
    return sum(len(place) - place[applicant] for applicant, _ in outcome.allocation)


@settings(max_examples=40)
@given(st.integers(0, 10**9), st.sampled_from([0.02, 0.1, 0.3]))
def test_a_part_of_the_pairs_gives_what_all_of_them_give(seed: int, share: float) -> None:
    made = crowd(seed)
    whole = allocate(made)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sift, "WORTH_IT", 1)
        patch.setattr(sift, "SHARE", share)
        part = allocate(made)
    assert (part.reserved_filled, part.points, drawn(part)) == (
        whole.reserved_filled,
        whole.points,
        drawn(whole),
    )
    assert part.is_optimal
    assert [(o.one_more, o.one_more_reserved) for o in part.offers] == [
        (o.one_more, o.one_more_reserved) for o in whole.offers
    ]


@settings(max_examples=6)
@given(st.integers(0, 10**9))
def test_with_money_a_part_of_the_pairs_gives_a_true_bound_too(seed: int) -> None:
    made = crowd(seed, money=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("phanuek.engines.sharing.money.SMALL", 0)
        whole = allocate(made)
        patch.setattr(sift, "WORTH_IT", 1)
        part = allocate(made)
    assert part.objective <= whole.points_bound
    assert whole.objective <= part.points_bound


def test_only_the_order_of_the_answers_is_fixed_by_their_codes() -> None:
    made = crowd(4)
    outcome = allocate(made)
    answers = outcome.answers
    assert len(answers) == len(made.applicants)
    assert answers[3] == list(answers)[3] == answers.of(made.applicants[3].code)
    assert answers[-2:] == (answers[len(answers) - 2], answers[len(answers) - 1])
    assert {(one.applicant, offer) for one in answers for offer in one.given} == set(outcome.allocation)
    assert list(outcome.draw) == order([one.code for one in made.applicants], made.rule.seed)


@pytest.mark.parametrize(
    "rule", [{}, {"area_fairness": 10**6, "poorest_points": 10**6, "area_least_percent": 50}]
)
@pytest.mark.parametrize(
    ("people", "lots", "pairs"),
    [
        ([], [], []),
        (["a"], [], []),
        ([], [OfferLot("o", 1)], []),
        (["a"], [OfferLot("o", 0)], [("a", "o", 5, None)]),
        (["a"], [OfferLot("o", 1)], [("a", "o", 0, None)]),
        (["a", "b"], [OfferLot("o", 10**7)], [("a", "o", 10**6, None), ("b", "o", 10**6, None)]),
        (["a"], [OfferLot("o", 1, budget=0)], [("a", "o", 5, 10)]),
        (["a", "b"], [OfferLot("o", 2, budget=10**15)], [("a", "o", 5, 10**15), ("b", "o", 10**6, 1)]),
    ],
)
def test_rounds_at_the_edge_have_an_answer(people: list[str], lots: list[OfferLot], pairs: list[tuple[str, str, int, int | None]], rule: dict[str, int]) -> None:  # fmt: skip
    made = Round.of([Applicant(code) for code in people], lots, [Eligible(*pair) for pair in pairs], Rule("1", **rule))  # type: ignore[arg-type]  # fmt: skip
    outcome = allocate(made)
    assert outcome.objective == (
        outcome.points_bound if outcome.solver_bound is None else outcome.solver_bound
    )
    assert len(list(outcome.answers)) == len(people)


GOOD = {
    "applicants": ["b", "a"], "area": ["x", "y"], "group": ["", ""], "offers": ["o"], "units": [1], "pair_applicant": [0, 1], "pair_offer": [0, 0],
    "score": [1, 2], "rule": Rule(seed="1"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"applicants": ["a", "a"]}, "applicants.a"),
        ({"offers": [""]}, "offers"),
        ({"units": [-1]}, "offers.o.capacity"),
        ({"need": [0, 101]}, "applicants.a.need"),
        ({"score": [1, -2]}, "eligible.a.o.score"),
        ({"pair_applicant": [0, 0]}, "eligible.b.o"),
        ({"budget": [5]}, "eligible.a.o.cost"),
        ({"budget": [5], "cost": [-1, 3]}, "eligible.b.o.cost"),
        ({"budget": [5], "cost": [-7, 3]}, "eligible.b.o.cost"),
    ],
)
def test_columns_that_cannot_be_worked_with_say_where(change: dict[str, object], where: str) -> None:
    with pytest.raises(RoundError) as caught:
        Columns.of(**(GOOD | change))  # type: ignore[arg-type]
    assert caught.value.where == where


def test_columns_of_the_wrong_kind_are_no_round() -> None:
    with pytest.raises(IndexError):
        Columns.of(**(GOOD | {"pair_offer": [0, 1]}))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Columns.of(**(GOOD | {"score": np.array([1.0, 2.0])}))  # type: ignore[arg-type]
