"""Screening answers as `evaluate` answers, pair by pair, whatever the form of the columns, however many rows, and wherever
the values lie."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from phanuek.engines.rules import (
    FactError,
    Known,
    Rule,
    Screener,
    Status,
    compile,
    screen,
    status_of,
)
from phanuek.engines.rules.bounds import float_bound, whole_bound
from phanuek.engines.rules.masks import masks_of
from phanuek.engines.rules.plan import Plan
from phanuek.engines.rules.screening import screen_blocks, screened
from phanuek.engines.rules.table import Coded, Table
from phanuek.engines.rules.vocabulary import known_values
from tests.engines.screened import BIG, DAY, PLAIN, VALUES, WORDS, as_columns, comparison, facts, rules

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
Row = dict[str, Any]


def answers(some: list[Rule], rows: list[Row]) -> list[list[Status]]:
    return [[status_of(rule, row) for row in rows] for rule in some]


@quick
@given(
    some=st.lists(rules(), max_size=5),
    rows=st.lists(facts(), max_size=12),
    many=st.sampled_from([1, 1, 7, 63, 64, 65]),
)
def test_as_evaluate_pair_by_pair(some: list[Rule], rows: list[Row], many: int) -> None:
    rows = (rows * many)[: max(many, len(rows))]
    expected = answers(some, rows)
    found = screen(some, Table.of(WORDS, as_columns(rows)))
    assert [found.statuses(key) for key in found.keys] == expected
    for key, statuses in enumerate(expected):
        assert found.counts[key] == tuple(
            map(statuses.count, (Status.FITS, Status.UNKNOWN, Status.DOES_NOT_FIT))
        )
    assert [found.row(at) for at in range(len(rows))] == [
        {key: statuses[at] for key, statuses in enumerate(expected)} for at in range(len(rows))
    ]
    kept = Screener(as_columns(rows), len(rows))
    for rule, statuses in zip(some, expected, strict=True):
        assert kept.screen([rule]).statuses(0) == statuses


@quick
@given(some=st.lists(rules(), min_size=1, max_size=4), row=facts())
def test_one_enterprise_condition_by_condition(some: list[Rule], row: Row) -> None:
    masks = masks_of(Plan.of(some), row)
    for at, rule in enumerate(some):
        values = known_values(rule.facts, rule.vocabulary, row)
        statuses = [Status.of(node.truth(values)) for node in rule.conditions]
        assert masks.status(at) == Status.all_of(statuses) == status_of(rule, row)
        assert masks.of(at) == statuses
        assert int(masks.failed[at]) == sum(
            1 << n for n, s in enumerate(statuses) if s == Status.DOES_NOT_FIT
        )
        assert int(masks.unknown[at]) == sum(1 << n for n, s in enumerate(statuses) if s == Status.UNKNOWN)


def _arrays(rows: list[Row]) -> tuple[dict[str, Any], dict[str, Any]]:
    kinds = {"integer": np.int64, "money": np.int64, "number": np.float64, "boolean": np.bool_}
    arrays: dict[str, Any] = {}
    known = {name: np.array([row[name] is not None for row in rows], np.bool_) for name in WORDS}
    for name, fact in WORDS.items():
        values = [row[name] for row in rows]
        if fact.type == "date":
            arrays[name] = np.array([value or "NaT" for value in values], "datetime64[us]")
        elif fact.type in kinds:
            arrays[name] = np.array([0 if value is None else value for value in values], kinds[fact.type])
        else:
            words = PLAIN[name]
            arrays[name] = Coded(
                np.array([-1 if v is None else words.index(v) for v in values], np.int32), words
            )
    return arrays, known


@quick
@given(some=st.lists(rules(), min_size=1, max_size=4), rows=st.lists(facts(PLAIN), max_size=70))
def test_arrays_are_read_as_their_values(some: list[Rule], rows: list[Row]) -> None:
    table = Table.from_arrays(WORDS, *_arrays(rows))
    plan = Plan.of(some)
    assert [screened(plan, table).statuses(n) for n in range(len(some))] == answers(some, rows)
    assert [table.facts(at) for at in range(len(rows))] == [known_values(WORDS, WORDS, row) for row in rows]
    blocks = list(screen_blocks(plan, table, rows_per_block=1))
    assert [start for start, _ in blocks] == list(range(0, len(rows), 64))
    for key in range(len(some)):
        assert [s for _, block in blocks for s in block.statuses(key)] == screened(plan, table).statuses(key)


FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [0.3, 0.1 + 0.2, -0.0, 5e-324, 1e23, 2.0**53]
)
NEAR = st.integers(-3, 3)


@quick
@given(x=FLOATS, steps=NEAR, digits=st.integers(0, 25), above=st.booleans())
@example(x=0.3, steps=1, digits=0, above=False)
@example(x=1e23, steps=0, digits=3, above=True)
def test_a_bound_among_floats_is_where_their_texts_pass_it(
    x: float, steps: int, digits: int, above: bool
) -> None:
    bound = Decimal(repr(x)) + steps * Decimal(1).scaleb(-digits)
    least = float_bound(bound, above=above)
    for near in (
        x,
        least,
        math.nextafter(least, -np.inf),
        math.nextafter(least, np.inf),
        math.nextafter(x, np.inf),
    ):
        value = float(near)
        if np.isfinite(value):
            text = Decimal(repr(value))
            assert (value >= least) == (text > bound if above else text >= bound)


def test_bounds_beyond_all_floats() -> None:
    assert float_bound(10**400, above=False) == np.inf
    assert float_bound(Decimal("-1e400"), above=True) == -np.finfo(np.float64).max
    assert whole_bound(Decimal("2.5"), above=False) == whole_bound(Decimal("2.5"), above=True) == 3
    assert (whole_bound(7, above=False), whole_bound(7, above=True)) == (7, 8)
    with pytest.raises(ValueError, match="bound"):
        float_bound(Decimal("NaN"), above=False)


@quick
@given(
    values=st.lists(st.none() | st.integers(-40, 40) | st.integers(-(2**63), 2**63 - 1), max_size=90),
    bounds=st.lists(st.integers(-40, 40) | st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=300),
)
def test_many_bounds_on_one_fact(values: list[int | None], bounds: list[int]) -> None:
    """More than a byte of cells, searched or laid out one by one."""
    some = [comparison("members", ">=", bound) for bound in dict.fromkeys(bounds)]
    found = screen(some, {"members": values})
    for key, bound in enumerate(dict.fromkeys(bounds)):
        expected = [1 if v is None else 2 * (v >= bound) for v in values]
        assert found.marks(key).tolist() == expected


def test_nothing_known_and_nobody_there() -> None:
    some = [
        compile(text, WORDS, DAY)
        for text in ("members > 1", "TRUE", "RATIO(sales, costs) > 1", "place = '50'")
    ]
    unknown, fits = Status.UNKNOWN, Status.FITS
    found = screen(some, Table.of(WORDS, {"members": [None] * 65, "kind": ["a"] * 65}))
    assert [set(found.statuses(n)) for n in range(4)] == [{unknown}, {fits}, {unknown}, {unknown}]
    empty = screen(some, Table.of(WORDS, {}))
    assert [empty.statuses(n) for n in range(4)] == [[]] * 4
    assert list(screen_blocks(Plan.of(some), Table.of(WORDS, {"members": []}))) == []
    assert screen([], {"members": [1, 2]}).counts == {}


@pytest.mark.parametrize(
    ("name", "array", "row"),
    [
        ("share", np.array([0.1, np.nan]), 2),
        ("share", np.array([0.1, 0.2, np.inf]), 3),
        ("members", np.array([1.0, 2.5]), 2),
        ("sales", np.array([0.25]), 1),
        ("members", np.array([1, True], object), 2),
        ("members", np.array([True]), 1),
        ("juristic", np.array([1, 0]), 1),
        ("kind", np.array([1]), 1),
        ("kind", Coded(np.array([0, 1]), ["a", ""]), 2),
        ("members", Coded(np.array([-1, 0]), ["a"]), 2),
        ("founded", np.array(["2020-01-01", "2020-01-01T12:00"], "datetime64[s]"), 2),
        ("founded", np.array(["2020-01-01", "NaT"], "datetime64[D]"), 2),
        ("founded", np.array(["2020-01-01", "12020-01-01"], "datetime64[D]"), 2),
        ("founded", np.array([1, 2]), 1),
        ("kind", ["a", 3], 2),
        ("place", ["50", ""], 2),
        ("founded", [DAY, datetime(2020, 1, 1)], 2),
        ("share", [1, float("nan")], 2),
        ("members", [None, "7"], 2),
    ],
)
def test_a_wrong_value_is_refused_with_its_row(name: str, array: Any, row: int) -> None:
    with pytest.raises(FactError, match=f"row {row}:") as refused:
        Table.from_arrays(WORDS, {name: array}) if not isinstance(array, list) else Table.of(
            WORDS, {name: array}
        )
    assert refused.value.fact == name
    assert f"แถวที่ {row}:" in refused.value.message_th


def test_what_an_unknown_row_of_an_array_holds_does_not_matter() -> None:
    known = {"share": np.array([False, True]), "founded": np.array([True, False])}
    days = np.array([date(2020, 2, 29), None], "datetime64[D]")
    table = Table.from_arrays(WORDS, {"share": np.array([np.nan, 0.3]), "founded": days}, known)
    some = [compile("share = 0.3", WORDS, DAY), compile("founded = DATE '2020-02-29'", WORDS, DAY)]
    assert [screen(some, table).marks(n).tolist() for n in (0, 1)] == [[1, 2], [2, 1]]
    masked = np.ma.MaskedArray([7, 8], [True, False])
    assert screen([compile("members = 8", WORDS, DAY)], Table.from_arrays(WORDS, {"members": masked})).marks(
        0
    ).tolist() == [1, 2]


def test_unsigned_small_and_huge_numbers_are_exact() -> None:
    huge = np.array([BIG - 1, BIG, 2**64 - 1], np.uint64)
    some = [comparison("members", ">=", bound) for bound in (BIG - 1, BIG, 2**64 - 1)]
    found = screen(some, Table.from_arrays(WORDS, {"members": huge}))
    assert [found.marks(n).tolist() for n in range(3)] == [[2, 2, 2], [0, 2, 2], [0, 0, 2]]
    small = np.array([1, 200], np.uint8)
    assert screen([compile("members > 7", WORDS, DAY)], Table.from_arrays(WORDS, {"members": small})).marks(
        0
    ).tolist() == [0, 2]
    single = np.array([2**60], np.float64)
    exact = int(Decimal(repr(float(2**60))))
    rule = comparison("members", "=", exact)
    assert screen([rule], Table.from_arrays(WORDS, {"members": single})).marks(0).tolist() == [2]


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        Table.of(WORDS, {"members": [1], "share": []})
    with pytest.raises(ValueError, match="length"):
        Table.from_arrays(WORDS, {"members": np.array([1, 2])}, {"members": np.array([True])})
    assert Table.of(WORDS, {"members": [Known(1, "x")], "colour": ["red"]}).facts(0) == {"members": 1}


def test_a_wrong_value_is_told_again_when_asked_again() -> None:
    kept = Screener({"members": [1, "x"]}, 2)
    for _ in range(2):
        with pytest.raises(FactError, match="row 2"):
            kept.screen([compile("members > 0", WORDS, DAY)])


def test_a_rule_of_very_many_conditions_has_answers_but_no_mask() -> None:
    rule = compile(" AND ".join(f"members <> {n}" for n in range(70)), WORDS, DAY)
    masks = masks_of(Plan.of([rule]), {"members": 69})
    assert masks.of(0) == [Status.FITS] * 69 + [Status.DOES_NOT_FIT]
    with pytest.raises(ValueError, match="70 conditions"):
        _ = masks.failed


def test_the_lists_of_values_have_no_gap() -> None:
    assert set(VALUES) == set(WORDS) == set(PLAIN)
