from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal
from itertools import product
from statistics import median as textbook_median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.rollup import median, roll_up, suppress, suppress_table

quick = settings(max_examples=200, deadline=None)


@quick
@given(st.lists(st.integers(-(10**15), 10**15), min_size=1))
def test_the_median_is_exact(values: list[int]) -> None:
    assert median(values) == textbook_median([Decimal(value) for value in values])
    assert median(sorted(values, reverse=True)) == median(values)


def test_medians_of_waiting_times() -> None:
    hours = [timedelta(hours=number) for number in (50, 2, 7, 4)]
    assert median(hours) == timedelta(hours=5, minutes=30)
    assert median(hours[:3]) == timedelta(hours=7)
    assert median([]) is None
    with pytest.raises(TypeError):
        median([0.1, 0.2])  # type: ignore[list-item]


def test_confirmed_and_unconfirmed_money_stay_apart() -> None:
    rows = [
        {"province": "50", "satang": 150_000, "confirmed": True},
        {"province": "50", "satang": 50_000, "confirmed": False},
        {"province": "50", "satang": None, "confirmed": False},
        {"province": "51", "satang": 1, "confirmed": True},
    ]
    chiang_mai, lamphun = roll_up(rows, by=["province"], amount_key="satang", confirmed_key="confirmed")
    assert chiang_mai.key == ("50",)
    assert (chiang_mai.confirmed, chiang_mai.unconfirmed) == (150_000, 50_000)
    assert (
        chiang_mai.rows,
        chiang_mai.confirmed_rows,
        chiang_mai.unconfirmed_rows,
        chiang_mai.not_stated,
    ) == (3, 1, 1, 1)
    assert lamphun.unconfirmed == 0
    with pytest.raises(TypeError):
        roll_up([{"p": 1, "a": 0.5, "c": True}], by=["p"], amount_key="a", confirmed_key="c")


@quick
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 10**9), st.booleans())))
def test_the_groups_add_up_to_the_whole(rows: list[tuple[str, int, bool]]) -> None:
    table = [{"g": group, "n": amount, "ok": ok} for group, amount, ok in rows]
    groups = roll_up(table, by=["g"], amount_key="n", confirmed_key="ok")
    assert sum(group.confirmed + group.unconfirmed for group in groups) == sum(
        amount for _, amount, _ in rows
    )
    assert sum(group.rows for group in groups) == len(rows)


# -- small counts -----------------------------------------------------------------------------------------------


def shown_counts(counts: list[int], *, with_total: bool = True) -> tuple[list[int | None], int | None]:
    rows = [{"name": str(index), "n": number, "baht": number * 100} for index, number in enumerate(counts)]
    total = {"name": "รวม", "n": sum(counts), "baht": sum(counts) * 100} if with_total else None
    result = suppress(rows, "n", ["baht"], total)
    for row in result.rows:
        assert row["hidden"] == (row["n"] is None) == (row["baht"] is None)
    return [row["n"] for row in result.rows], result.total["n"] if result.total else None


def test_a_list_as_a_reader_sees_it() -> None:
    assert shown_counts([12, 3, 0, 40]) == ([None, None, 0, 40], 55)
    assert shown_counts([12, 3, 0, 40], with_total=False) == ([12, None, 0, 40], None)
    assert shown_counts([12, 8, 0]) == ([12, 8, 0], 20)
    assert shown_counts([2, 0, 0]) == ([None, 0, 0], None)
    assert shown_counts([1, 1, 9]) == ([None, None, None], 11)
    assert shown_counts([2, 3, 9]) == ([None, None, 9], 14)
    assert shown_counts([]) == ([], 0)


def test_rows_that_do_not_make_the_total_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        suppress([{"n": 3}], "n", (), {"n": 4})
    with pytest.raises(ValueError, match="whole number"):
        suppress([{"n": -1}], "n")


@quick
@given(st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), max_size=5))
def test_no_hidden_count_of_a_list_can_be_worked_out(counts: list[int]) -> None:
    shown, total = shown_counts(counts)
    for index, number in enumerate(counts):
        assert shown[index] in (number, None)
        if 0 < number < 5:
            assert shown[index] is None
        if number == 0:
            assert shown[index] == 0
    assert total in (sum(counts), None)
    hidden = [index for index, number in enumerate(shown) if number is None]
    if total is None or not hidden:
        return
    rest = total - sum(number for number in shown if number is not None)
    fillings = [
        values for values in product(range(1, rest + 1), repeat=len(hidden) - 1) if sum(values) < rest
    ]
    possible = [(*values, rest - sum(values)) for values in fillings]
    for column in zip(*possible, strict=True):
        assert len(set(column)) > 1


@quick
@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(st.one_of(st.integers(0, 5), st.integers(0, 12)), min_size=width, max_size=width),
            min_size=1,
            max_size=3,
        )
    )
)
def test_no_hidden_count_of_a_table_can_be_worked_out(rows: list[list[int]]) -> None:
    cells = {(r, c): number for r, row in enumerate(rows) for c, number in enumerate(row)}
    table = suppress_table(cells)
    for key, number in cells.items():
        assert table.cells[key] in (number, None)
        assert (table.cells[key] is None) or not 0 < number < 5
        assert number or table.cells[key] == 0
    equations, truth, hidden = as_equations(cells, table)
    # A second table with the same shown figures is looked for, for each hidden count: raised or lowered by one.
    for name in hidden:
        assert any(other_table_exists(equations, truth, hidden, name, step) for step in (1, -1)), (
            cells,
            table,
        )


def as_equations(cells, table):
    """Every count and total by name, and the sums: (parts, whole)."""
    downs, acrosses = list(table.row_totals), list(table.column_totals)
    truth = {("cell", *key): number for key, number in cells.items()}
    equations = []
    for row in downs:
        equations.append(([("cell", row, column) for column in acrosses], ("row", row)))
        truth["row", row] = sum(cells[row, column] for column in acrosses)
    for column in acrosses:
        equations.append(([("cell", row, column) for row in downs], ("column", column)))
        truth["column", column] = sum(cells[row, column] for row in downs)
    truth["total"] = sum(cells.values())
    equations += [
        ([("row", row) for row in downs], "total"),
        ([("column", column) for column in acrosses], "total"),
    ]
    shown = {("cell", *key): number for key, number in table.cells.items()}
    shown |= {("row", key): number for key, number in table.row_totals.items()}
    shown |= {("column", key): number for key, number in table.column_totals.items()} | {"total": table.total}
    assert all(number in (None, truth[name]) for name, number in shown.items())
    return equations, truth, [name for name, number in shown.items() if number is None]


def other_table_exists(equations, truth, hidden, name, step) -> bool:
    """Search by repair: change one count, then mend each broken sum by one step of another hidden count in it."""

    def mend(changed: dict, depth: int) -> bool:
        broken = next((e for e in equations if off(e, changed)), None)
        if broken is None:
            return True
        if depth == 0:
            return False
        parts, whole = broken
        for part in [*parts, whole]:
            if part in hidden and part not in changed:
                by = off(broken, changed) * (1 if part == whole else -1)
                if abs(by) == 1 and truth[part] + by >= 1 and mend(changed | {part: by}, depth - 1):
                    return True
        return False

    def off(equation, changed) -> int:
        parts, whole = equation
        return sum(changed.get(part, 0) for part in parts) - changed.get(whole, 0)

    return truth[name] + step >= 1 and mend({name: step}, 10)


def test_a_table_as_a_reader_sees_it() -> None:
    table = suppress_table(
        {("เหนือ", "อบรม"): 3, ("เหนือ", "สินเชื่อ"): 10, ("ใต้", "อบรม"): 12, ("ใต้", "สินเชื่อ"): 20}
    )
    assert set(table.cells.values()) == {None}
    assert table.row_totals == {"เหนือ": 13, "ใต้": 32}
    assert table.column_totals == {"อบรม": 15, "สินเชื่อ": 30}
    assert table.total == 45


def test_a_national_table_is_quick() -> None:
    chance = random.Random(5)
    cells = {(row, column): chance.choice([0, 1, 2, 8, 30, 200]) for row in range(77) for column in range(12)}
    table = suppress_table(cells)
    assert table.total == sum(cells.values())
