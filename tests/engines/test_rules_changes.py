"""The smallest sets of changes, against every set of facts tried by hand; and one enterprise against many rules at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines import rules
from phanuek.engines.rules import Change, Fact, Rule, Status, Vocabulary
from phanuek.engines.rules.standing import most_telling, standings
from phanuek.engines.wording import words

DAY = date(2026, 11, 23)
KINDS = {name: words(name, name) for name in ("coop", "group", "firm")}
WORDS = Vocabulary(
    [
        Fact("members", "integer"),
        Fact("share", "number"),
        Fact("juristic", "boolean"),
        Fact("accounts", "boolean"),
        Fact("kind", "text", choices=KINDS),
        Fact("area", "area"),
        Fact("started", "date"),
    ]
)
# enough of each fact's values to reach every answer of the conditions below
TRIED: dict[str, list[Any]] = {
    "members": [0, 4, 5, 6, 7, 9, 10, 11, 30],
    "share": [0, 0.5, 0.75, 1, 2],
    "juristic": [True, False],
    "accounts": [True, False],
    "kind": [*KINDS],
    "area": ["55", "5501", "5502", "50", "10", "30"],
    "started": [date(2019, 12, 31), date(2020, 1, 1), date(2024, 1, 1)],
}
CONDITIONS = st.sampled_from(
    [
        "members >= 7", "members < 5", "members = 10", "members <> 6", "members BETWEEN 5 AND 10", "share > 0.5", "share <= 1",
        "juristic", "NOT juristic", "accounts", "kind = 'coop'", "kind <> 'coop'", "kind IN ('group', 'firm')",
        "area IN ('55')", "NOT area IN ('50', '10')", "area IN ('5501')", "started <= DATE '2020-01-01'",
        "started > DATE '2020-01-01'",
    ]
)  # fmt: skip
TEXTS = st.recursive(
    CONDITIONS,
    lambda part: (
        st.builds(
            lambda parts, word: "(" + f" {word} ".join(parts) + ")",
            st.lists(part, min_size=2, max_size=3),
            st.sampled_from(["AND", "OR"]),
        )
        | part.map(lambda text: f"NOT ({text})")
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries({name: st.sampled_from([None, *values]) for name, values in TRIED.items()})


def compiled(text: str) -> Rule:
    return rules.compile(text, WORDS, on=DAY)


def sets_that_work(rule: Rule, facts: dict[str, Any]) -> Iterator[frozenset[str]]:
    """Every set of facts that can be given values with which the rule fits, all others staying as they are."""
    for size in range(1, len(rule.facts) + 1):
        for names in combinations(rule.facts, size):
            tries = product(*([v for v in TRIED[name] if v != facts[name]] for name in names))
            if any(
                rules.status_of(rule, facts | dict(zip(names, values, strict=True))) == Status.FITS
                for values in tries
            ):
                yield frozenset(names)


def smallest(sets: list[frozenset[str]]) -> set[frozenset[str]]:
    return {one for one in sets if not any(other < one for other in sets)}


def names(found: list[tuple[Change, ...]]) -> set[frozenset[str]]:
    return {frozenset(change.fact for change in steps) for steps in found}


@settings(max_examples=300, deadline=None)
@given(TEXTS, FACTS)
def test_the_sets_are_the_smallest_and_all_of_them(text: str, facts: dict[str, Any]) -> None:
    rule = compiled(text)
    found = rules.changes(rule, facts, limit=1000)
    expected = [] if rules.status_of(rule, facts) == Status.FITS else list(sets_that_work(rule, facts))
    assert names(found) == smallest(expected)


@settings(max_examples=200, deadline=None)
@given(TEXTS, FACTS)
def test_each_set_with_its_values_makes_the_rule_fit(text: str, facts: dict[str, Any]) -> None:
    rule = compiled(text)
    for steps in rules.changes(rule, facts, limit=1000):
        if all(step.value is not None for step in steps):
            assert rules.status_of(rule, facts | {step.fact: step.value for step in steps}) == Status.FITS
        for step in steps:
            assert step.before == facts[step.fact]
            assert (step.kind == "find_out") == (
                step.before is None or (step.fact == "area" and step.kind == "find_out")
            )


@settings(max_examples=150, deadline=None)
@given(TEXTS, FACTS, st.sets(st.sampled_from(sorted(TRIED))))
def test_what_nobody_can_change_is_in_no_set(text: str, facts: dict[str, Any], fixed: set[str]) -> None:
    """A fixed fact may still be found out."""
    rule = compiled(text)

    def can(change: Change) -> bool:
        return change.fact not in fixed or change.kind == "find_out"

    found = rules.changes(rule, facts, limit=1000, can=can)
    assert all(can(change) for steps in found for change in steps)
    free = {name for name in rule.facts if name not in fixed or facts[name] is None or name == "area"}
    everything = rules.changes(rule, facts, limit=1000)
    # a set that needs nothing fixed is found whether or not fixed ones are asked about
    assert {one for one in names(everything) if one <= free - {"area"}} <= names(found)


def test_a_rule_with_more_ways_than_are_kept_still_gives_sets_without_anything_to_spare() -> None:
    """Twelve either-ors, each cheaper at first sight without the one fact that meets them all."""
    single = [Fact(f"{letter}{n}", "boolean") for letter in "ab" for n in range(12)]
    many = Vocabulary([Fact("whole", "boolean"), *single])
    rule = rules.compile(" AND ".join(f"(a{n} OR b{n} OR whole)" for n in range(12)), many, on=DAY)
    known: dict[str, object] = {"whole": False}
    found = rules.changes(rule, known)
    assert found
    for steps in found:
        for left_out in steps:
            fewer = known | {step.fact: step.value for step in steps if step is not left_out}
            assert rules.status_of(rule, fewer) != Status.FITS


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), FACTS)
def test_standings_are_those_of_evaluate_and_questions(texts: list[str], facts: dict[str, Any]) -> None:
    compiled_rules = {str(n): compiled(text) for n, text in enumerate(texts)}
    found = standings(compiled_rules, WORDS, facts)
    for key, rule in compiled_rules.items():
        verdict = rules.evaluate(rule, facts)
        assert found[key].status == verdict.status
        assert found[key].missing == verdict.missing
        assert found[key].not_met == len(verdict.with_status(Status.DOES_NOT_FIT))
    assert most_telling(found.values()) == rules.questions(compiled_rules, facts)


@pytest.mark.parametrize("text", ["TRUE", "members >= 7"])
def test_what_fits_needs_no_change(text: str) -> None:
    assert rules.changes(compiled(text), {"members": 9}) == []
    assert standings({"one": compiled(text)}, WORDS, {"members": 9})["one"].status == Status.FITS
