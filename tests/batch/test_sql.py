"""The conditions themselves: bounds moved to what a column can hold, and texts that cannot end what they stand in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.batch.sql import DUCKDB, POSTGRES, SPARK, Column, condition
from phanuek.batch.sql.ladders import Floats, Whole, ranges
from phanuek.batch.sql.shares import last_up_to
from phanuek.engines.rules import compile
from phanuek.engines.rules.domains import Ordered, between, points, span_from
from tests.batch.invented import ON, VOCABULARY, Lots

COLUMNS = {
    "members": Column(VOCABULARY["members"], "whole"),
    "grade": Column(VOCABULARY["grade"], "whole", 2),
    "share": Column(VOCABULARY["share"], "float"),
    "juristic": Column(VOCABULARY["juristic"], "boolean"),
    "kind": Column(VOCABULARY["kind"], "text"),
    "place": Column(VOCABULARY["place"], "text"),
    "founded": Column(VOCABULARY["founded"], "date"),
}


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("members < 6.5", '"members" <= 6'),
        ("members <> 7", '"members" <> 7'),
        ("members NOT IN (3, 7)", '"members" NOT IN (3, 7)'),
        ("grade >= 6.495", '"grade" >= 650'),
        ("share >= 0.3", "\"share\" >= CAST('0.3' AS DOUBLE)"),
        ("founded > DATE '2024-02-28'", "\"founded\" >= DATE '2024-02-29'"),
        ("NOT juristic OR kind = 'it''s'", "((NOT \"juristic\") OR \"kind\" = 'it''s')"),
        ("unheard = 'x'", "CAST(NULL AS BOOLEAN)"),
        ("members = 6.5", '(CASE WHEN "members" IS NOT NULL THEN FALSE END)'),
        ("TRUE", "TRUE"),
    ],
)
def test_a_rule_reads_as(text: str, sql: str) -> None:
    assert condition(compile(text, VOCABULARY, ON), COLUMNS, DUCKDB) == sql


def test_an_area_known_too_coarsely_is_null() -> None:
    sql = condition(compile("place = '5001'", VOCABULARY, ON), COLUMNS, POSTGRES)
    assert sql == (
        '(CASE WHEN "place" IS NULL THEN NULL WHEN substring("place", 1, 4) = \'5001\' THEN TRUE '
        "WHEN \"place\" IN ('5', '50', '500') THEN NULL ELSE FALSE END)"
    )


def test_texts_of_spark_hold_no_letter_that_it_reads_otherwise() -> None:
    assert SPARK.text("a'b\\c${x}\n") == "'a\\u0027b\\u005cc\\u0024\\u007bx\\u007d\\u000a'"


@given(st.integers(0, 2**32))
def test_every_tree_can_be_written(seed: int) -> None:
    rule = Lots(seed).rule()
    for dialect in (DUCKDB, POSTGRES, SPARK):
        assert condition(rule, COLUMNS, dialect)


_bounds = st.decimals(-20, 20, places=2) | st.sampled_from([Decimal("1e400"), Decimal("-1e-400")])
_domains = st.one_of(
    st.builds(span_from, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), _bounds),
    st.lists(_bounds, max_size=4).map(points),
    st.lists(_bounds, min_size=2, max_size=2).map(lambda ends: between(*sorted(ends))),
)


@settings(max_examples=40)
@given(_domains, _domains, st.integers(0, 2))
def test_ranges_of_whole_numbers_hold_what_the_domain_holds(one: Ordered, other: Ordered, scale: int) -> None:
    domain = one.opposite().meet(other)
    ladder = Whole(-2500, 2500, scale)
    found = ranges(domain, ladder)
    for number in range(-2500, 2501):
        held = any(low <= number <= high for low, high in found)
        assert held == domain.test(Decimal(number).scaleb(-scale))
    assert all(before[1] + 1 < after[0] for before, after in pairwise(found))


@given(_domains, st.floats(-21, 21) | st.sampled_from([0.1 + 0.2, 0.3, -0.0, 5e-324]))
def test_ranges_of_floats_hold_what_the_domain_holds(domain: Ordered, number: float) -> None:
    held = any(low <= number <= high for low, high in ranges(domain, Floats()))
    assert held == domain.test(Decimal(repr(number)))


@pytest.mark.parametrize("limit", [1, 2, 5, 9])
def test_the_last_share_up_to_a_bound(limit: int) -> None:
    """Against all fractions there are within the limit."""
    shares = sorted({Fraction(p, q) for p in range(-limit, limit + 1) for q in range(1, limit + 1)})
    bounds = {*shares, *(Fraction(p, q) for p in range(-25, 26) for q in range(1, 25)), Fraction(1, 999)}
    for bound in bounds:
        under = [share for share in shares if share < bound]
        assert last_up_to(bound, below=True, limit=limit) == (under[-1] if under else None)
        up_to = [*under, *[share for share in shares if share == bound]]
        assert last_up_to(bound, limit=limit) == (up_to[-1] if up_to else None)


@given(st.fractions(), st.integers(-(2**63), 2**63 - 1), st.integers(1, 2**63 - 1), st.booleans())
def test_a_bound_moved_to_a_share_changes_no_answer(
    bound: Fraction, top: int, bottom: int, below: bool
) -> None:
    share, moved = Fraction(top, bottom), last_up_to(bound, below=below)
    right = share < bound if below else share <= bound
    assert right == (moved is not None and share <= moved)
