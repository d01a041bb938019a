"""The measures in closed form and by their properties, and what DuckDB says of the same incomes, to the last digit."""

from __future__ import annotations

import random
from fractions import Fraction as F
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.rollup import sql
from phanuek.engines.rollup.definitions import DELIVERIES, MEASURES
from phanuek.engines.rollup.measures import (
    HALF,
    Change,
    Month,
    Sides,
    change,
    gini,
    lorenz,
    monthly_mean,
    percentile,
    share_of_poorest,
    sides,
    spread,
)

duckdb = pytest.importorskip("duckdb")
INCOMES = st.lists(st.integers(0, 10**12) | st.sampled_from([0, 0, 5, 5, 7]), min_size=1, max_size=30)
SOME = st.lists(
    st.none() | st.integers(-3, 12) | st.integers(0, 10**11) | st.integers(-(10**6), 10**6), max_size=25
)
QUICK = settings(max_examples=60)
ASKING = settings(max_examples=30)


def test_all_equal_is_no_inequality() -> None:
    for n in range(1, 12):
        assert gini([700] * n) == 0
        assert share_of_poorest([700] * n) == F(2, 5)


def test_one_has_all() -> None:
    for n in range(1, 12):
        assert gini([0] * (n - 1) + [500]) == F(n - 1, n)
        assert share_of_poorest([0] * n + [500]) == (0 if n >= 1 else F(2, 5))


def test_one_to_n() -> None:
    """With sum of i² = n(n+1)(2n+1)/6 and sum of i = n(n+1)/2 the formula of Sen becomes (n-1)/(3n)."""
    for n in range(1, 40):
        assert gini(range(1, n + 1)) == F(n - 1, 3 * n)
        assert percentile(range(1, n + 1), HALF) == F(n + 1, 2)
        if n % 5 == 0:
            poorest = 2 * n // 5
            assert share_of_poorest(range(1, n + 1)) == F(poorest * (poorest + 1), n * (n + 1))


def test_percentiles_as_hyndman_and_fan_define_their_seventh() -> None:
    known = [15, 20, 35, 40, 50]
    assert percentile(known, F(2, 5)) == 29
    assert percentile(known, F(1, 10)) == 17
    assert [percentile(known, F(part)) for part in (0, 1)] == [15, 50]
    assert percentile([], HALF) is None


@given(INCOMES)
@QUICK
def test_gini_is_the_mean_difference_and_twice_the_area_under_equality(incomes: list[int]) -> None:
    found, n = gini(incomes), len(incomes)
    if found is None:
        assert not any(incomes)
        return
    apart = sum(abs(a - b) for a, b in combinations(incomes, 2))
    assert found == F(apart, n * sum(incomes))
    curve = lorenz(incomes)
    under = sum((x2 - x1) * (y1 + y2) / 2 for (x1, y1), (x2, y2) in pairwise(curve))
    assert found == 1 - 2 * under
    assert 0 <= found < 1


@given(INCOMES, st.integers(1, 9), st.integers(2, 4), st.randoms())
@QUICK
def test_scale_order_and_number_change_no_share(
    incomes: list[int], scale: int, times: int, chance: random.Random
) -> None:
    mixed = [income * scale for income in incomes] * times
    chance.shuffle(mixed)
    assert gini(mixed) == gini(incomes)
    assert share_of_poorest(mixed) == share_of_poorest(incomes)
    shuffled = chance.sample(incomes, len(incomes))
    assert spread(shuffled) == spread(incomes)


@given(INCOMES)
@QUICK
def test_a_gift_from_richer_to_poorer_lowers_gini(incomes: list[int]) -> None:
    """Pigou and Dalton: a transfer that leaves both on their side of each other."""
    low, high = min(incomes), max(incomes)
    gift = (high - low) // 2
    if gift == 0:
        return
    after = sorted(incomes)
    after[0], after[-1] = low + gift, high - gift
    before, then = gini(incomes), gini(after)
    assert before is not None
    assert then is not None
    assert then < before


def test_unknown_is_left_out_nothing_counts_and_below_nothing_cannot_be_shared() -> None:
    with_gaps = spread([None, 0, 10, None])
    assert (with_gaps.enterprises, with_gaps.unknown, with_gaps.median) == (2, 2, 5)
    assert with_gaps.gini == F(1, 2)
    debts = spread([-5, 10, 20])
    assert debts.gini is None
    assert debts.bottom40 is None
    assert debts.median == 10
    assert spread([0, 0]).gini is None
    nobody = spread([None])
    assert (nobody.median, nobody.p10, nobody.gini, nobody.bottom40) == (None, None, None, None)


def test_what_is_not_a_whole_number_is_refused() -> None:
    wrong: list[Any] = [1.5]
    with pytest.raises(TypeError):
        spread(wrong)


# -- before and after


def test_sides_take_the_reporter_s_word_then_the_nearest_twelve() -> None:
    months = [Month(m, 100 + m) for m in range(60) if m != 30]
    found = sides(months, 30)
    assert found == Sides(sum(100 + m for m in range(18, 30)), 12, sum(100 + m for m in range(31, 43)), 12)
    # what the reporter called before counts, wherever it lies; without a delivery nothing else does
    assert sides([Month(50, 7, said=-1), Month(51, 9)], None) == Sides(7, 1, 0, 0)
    # a gap is no nothing: the nearest reported months are taken
    sparse = [Month(m, 10) for m in range(0, 60, 2)]
    assert sides(sparse, 30).before_months == 12


def test_change_is_of_those_with_both_sides_and_each_counts_once() -> None:
    found = change([Sides(100, 1, 300, 2), Sides(400, 2, 100, 1), Sides(900, 1, 0, 0), Sides(0, 0, 5, 1)])
    assert found == Change(2, F(150), F(125), F(-25))
    assert change([]) == Change(0, None, None, None)


def test_half_a_satang_goes_up() -> None:
    assert [monthly_mean(*pair) for pair in ((5, 2), (4, 3), (-5, 2), (7, 0))] == [3, 1, -2, None]


# -- DuckDB says the same


@given(st.lists(st.tuples(st.integers(0, 3), st.lists(st.none() | st.integers(-3, 12), max_size=12))), SOME)
@ASKING
def test_sql_of_spread_is_the_definition(
    groups: list[tuple[int, list[int | None]]], more: list[int | None]
) -> None:
    incomes: dict[int, list[int | None]] = {9: list(more)}
    for key, values in groups:
        incomes.setdefault(key, []).extend(values)
    rows = [(key, income) for key, values in incomes.items() for income in values]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("CREATE TABLE t (key INTEGER, income BIGINT)")
        if rows:
            connection.executemany("INSERT INTO t VALUES (?, ?)", rows)
        said = dict(sql.read_spread(line) for line in connection.execute(sql.spread("FROM t")).fetchall())
    assert said == {key: spread(values) for key, values in incomes.items() if values}


@given(st.integers(1, 400), st.integers(0, 10**13), st.randoms())
@settings(max_examples=25)
def test_percentiles_of_large_incomes_stay_exact(n: int, size: int, chance: random.Random) -> None:
    incomes = [chance.randint(0, size) for _ in range(n)]
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS key, unnest(?::BIGINT[]) AS income", [incomes])
        ((_, said),) = [sql.read_spread(line) for line in connection.execute(sql.spread("FROM t")).fetchall()]
    assert said == spread(incomes)


MONTHS = st.lists(
    st.builds(
        Month, st.integers(0, 40), st.none() | st.integers(-50, 500), st.sampled_from([0, 0, 0, -1, 1])
    ),
    max_size=40,
    unique_by=lambda one: one.month,
)


@given(st.lists(st.tuples(MONTHS, st.none() | st.integers(0, 40)), max_size=4))
@ASKING
def test_sql_of_sides_is_the_definition(enterprises: list[tuple[list[Month], int | None]]) -> None:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            "CREATE TABLE t (enterprise INTEGER, month INTEGER, income BIGINT, said TINYINT, first INTEGER)"
        )
        for n, (months, first) in enumerate(enterprises):
            for one in months:
                connection.execute(
                    "INSERT INTO t VALUES (?, ?, ?, ?, ?)", [n, one.month, one.income, one.said, first]
                )
        said = {n: Sides(*line) for n, *line, _, _ in connection.execute(sql.sides("t")).fetchall()}
    told = {n: sides(months, first) for n, (months, first) in enumerate(enterprises)}
    assert said == {n: one for n, one in told.items() if one.before_months + one.after_months}


@given(st.lists(st.tuples(st.integers(-100, 100), st.integers(0, 7)), min_size=1, max_size=20))
@ASKING
def test_sql_of_the_monthly_mean_is_the_definition(pairs: list[tuple[int, int]]) -> None:
    with duckdb.connect(config={"threads": 1}) as connection:
        query = f"SELECT {sql.monthly_mean('a', 'b')} FROM (SELECT unnest(?::HUGEINT[]) AS a, unnest(?::BIGINT[]) AS b)"
        said = connection.execute(
            query, [[total for total, _ in pairs], [months for _, months in pairs]]
        ).fetchall()
    assert said == [(monthly_mean(total, months),) for total, months in pairs]


def test_every_measure_says_what_it_is_in_both_languages() -> None:
    for name, one in [*MEASURES.items(), *DELIVERIES.items()]:
        assert one.name == name
        assert one.source
        for text in (one.label, one.unit, one.formula, one.treats):
            assert text["th"]
            assert text["en"]
