"""Orders by written criteria, and places kept for those shown least."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.ranking import Criterion, by_criteria, deciding, gini, lot, with_kept_places

# tier, merit, days shown
ROWS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 20)), max_size=40)
Row = tuple[int, int, int, int]
CRITERIA = [Criterion("tier", lambda row: row[0]), Criterion("merit", lambda row: row[1])]


def rows_of(drawn: list[tuple[int, int, int]]) -> list[Row]:
    return by_criteria([(*row, at) for at, row in enumerate(drawn)], CRITERIA)


def placed_of(rows: list[Row]):  # type: ignore[no-untyped-def]
    return with_kept_places(rows, tier=lambda row: row[0], shown=lambda row: (row[2], row[3]))


@given(ROWS)
def test_the_order_is_that_of_the_criteria_one_after_the_other(drawn: list[tuple[int, int, int]]) -> None:
    rows = rows_of(drawn)
    assert [row[:2] for row in rows] == sorted(row[:2] for row in rows)
    for above, below in pairwise(rows):
        line = deciding(above, below, CRITERIA)
        assert line is None or line.key(above) < line.key(below)


@given(ROWS)
def test_everybody_has_one_place_and_no_tier_is_left_before_its_end(
    drawn: list[tuple[int, int, int]],
) -> None:
    rows = rows_of(drawn)
    placed = placed_of(rows)
    assert sorted(one.row for one in placed) == sorted(rows)
    assert [one.place for one in placed] == list(range(1, len(rows) + 1))
    assert [one.row[0] for one in placed] == [row[0] for row in rows]


@given(ROWS)
def test_among_any_four_places_one_is_kept_for_those_shown_least(drawn: list[tuple[int, int, int]]) -> None:
    placed = placed_of(rows_of(drawn))
    for start in range(len(placed) - 3):
        assert any(one.kept for one in placed[start : start + 4])
    for at, one in enumerate(placed):
        if one.kept:
            later = [other.row for other in placed[at:] if other.row[0] == one.row[0]]
            assert one.row[2:] == min(row[2:] for row in later)


@given(ROWS)
def test_without_kept_places_the_order_of_the_rule_stands(drawn: list[tuple[int, int, int]]) -> None:
    rows = rows_of(drawn)
    free = [one.row for one in placed_of(rows) if not one.kept]
    assert free == [row for row in rows if row in free]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 150), st.integers(4, 20), st.integers(0, 4))
def test_nobody_who_fits_is_starved_over_a_year_of_days(groups: int, page: int, skipped: int) -> None:
    """Merit never changes, somebody opens the first page on most days: everybody stands on it."""
    shown = [0] * groups
    for day in range(365):
        if skipped and day % 5 < skipped:
            continue
        rows = [(0, at, shown[at], at) for at in range(groups)]
        placed = with_kept_places(
            rows, tier=lambda row: row[0], shown=lambda row, day=day: (row[2], lot(day, row[3]))
        )
        for one in placed[:page]:
            shown[one.row[3]] += 1
    days = sum(1 for day in range(365) if not (skipped and day % 5 < skipped))
    assert min(shown) >= 1 or groups > days * (page // 4)


def test_a_lot_is_the_same_again_and_another_on_another_day() -> None:
    assert lot("1", "2026-11-23", "credit", "7") == lot("1", "2026-11-23", "credit", "7")
    assert lot("1", "2026-11-24", "credit", "7") != lot("1", "2026-11-23", "credit", "7")
    assert lot("a", "bc") != lot("ab", "c")


@given(st.lists(st.integers(0, 50), max_size=12))
def test_gini_is_the_mean_difference_of_all_pairs(amounts: list[int]) -> None:
    found, total, many = gini(amounts), sum(amounts), len(amounts)
    if not total:
        assert found is None
        return
    assert found == Fraction(sum(abs(a - b) for a in amounts for b in amounts), 2 * many * total)
