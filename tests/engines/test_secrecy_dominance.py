"""Sums that one enterprise makes up; percentiles of few."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines.secrecy import LEAST, THRESHOLD, dominated, least_change


@pytest.mark.parametrize(
    ("amounts", "change"),
    [
        ([], 0),
        ([0, 0, 0], 0),  # nothing earned tells nothing of a largest
        ([100], 15),  # the sum is the amount itself
        ([100, 80], 15),  # the second takes off its own
        ([100, 80, 14], 1),
        ([100, 80, 15], 0),
        ([1000, 1, 1, 1, 1, 1], 146),  # six report, one earns nearly all
        ([20, 20, 20, 20, 20], 0),
    ],
)
def test_what_the_second_largest_could_estimate(amounts: list[int], change: int) -> None:
    assert least_change(amounts) == change
    assert dominated(amounts) == bool(change)


@given(st.lists(st.integers(0, 10**12), min_size=1), st.randoms())
def test_the_second_largest_is_wrong_by_the_stated_part_or_the_sum_is_hidden(
    amounts: list[int], rng: object
) -> None:
    ordered = sorted(amounts, reverse=True)
    known = ordered[1] if len(ordered) > 1 else 0
    too_high = sum(amounts) - known - ordered[0]
    enough = Fraction(too_high) >= Fraction(15, 100) * ordered[0]
    assert dominated(amounts) == (not enough)
    if not enough:
        # with what is asked added, the estimate is far enough off
        assert Fraction(too_high + least_change(amounts)) >= Fraction(15, 100) * ordered[0]


@given(st.lists(st.integers(0, 10**9)), st.integers(1, 1000))
def test_the_order_and_the_unit_do_not_matter(amounts: list[int], times: int) -> None:
    assert least_change(amounts) == least_change(amounts[::-1])
    assert dominated(amounts) == dominated([amount * times for amount in amounts])


def test_more_small_ones_never_make_it_worse() -> None:
    assert least_change([100, 50, 5, 5]) <= least_change([100, 50, 5])


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        least_change([5, -1])


@pytest.mark.parametrize(
    ("measure", "place"),
    [
        ("median", Fraction(1, 2)),
        ("p10", Fraction(1, 10)),
        ("p90", Fraction(9, 10)),
        ("bottom40", Fraction(2, 5)),
    ],
)
def test_five_lie_on_either_side_of_a_percentile(measure: str, place: Fraction) -> None:
    least = LEAST[measure]
    smaller = min(place, 1 - place)
    assert smaller * least >= THRESHOLD
    assert smaller * (least - 1) < THRESHOLD
