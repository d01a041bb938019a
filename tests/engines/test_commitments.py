"""Plan, silence and ladder of a commitment: what always holds, and sums an officer can follow on paper."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines.commitments import (
    STANDARD_LADDER,
    Basis,
    Period,
    PlanFault,
    Rung,
    Whom,
    check_periods,
    expected,
    ladder,
    quiet_since,
)

FIRST, LAST = date(2021, 10, 1), date(2024, 9, 30)
YEARS = [
    Period(date(2021, 10, 1), date(2022, 9, 30), Decimal(50)),
    Period(date(2022, 10, 1), date(2023, 9, 30), Decimal(100)),
    Period(date(2023, 10, 1), date(2024, 9, 30), Decimal(150)),
]
days = st.dates(date(2021, 1, 1), date(2026, 12, 31))
amounts = st.decimals(0, 1_000_000, places=2)


@st.composite
def plans(draw: st.DrawFn) -> list[Period]:
    """Periods in order, with gaps or without, none overlapping."""
    at, periods = draw(st.dates(date(2021, 1, 1), date(2022, 1, 1))), []
    for _ in range(draw(st.integers(1, 5))):
        start = at + timedelta(draw(st.integers(0, 60)))
        end = start + timedelta(draw(st.integers(0, 300)))
        periods.append(Period(start, end, draw(amounts)))
        at = end + timedelta(1)
    return periods


# -- the plan ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "by_years", "evenly"),
    [
        (date(2021, 9, 30), 0, 0),
        (date(2021, 10, 1), 0, 0),
        (date(2022, 4, 1), 25, 49),  # 182 of 364 days of the first year; 182 of 1,095 days of the term
        (date(2022, 9, 30), 50, 99),
        (date(2022, 10, 1), 50, 100),
        (date(2023, 9, 30), 150, 199),
        (date(2024, 9, 29), 299, 299),
        (date(2024, 9, 30), 300, 300),
        (date(2030, 1, 1), 300, 300),
    ],
)
def test_three_years_of_growing_targets(on: date, by_years: int, evenly: int) -> None:
    term = {"target": Decimal(300), "starts_on": FIRST, "due_on": LAST}
    assert expected(on, **term, periods=YEARS) == by_years
    assert expected(on, **term, periods=[]) == evenly


def test_what_is_not_stated_is_not_made_up() -> None:
    on = date(2022, 4, 1)
    assert expected(on, target=None, starts_on=FIRST, due_on=LAST) is None
    assert expected(on, target=Decimal(300), starts_on=None, due_on=LAST) is None
    assert expected(on, target=Decimal(300), starts_on=FIRST, due_on=None) is None
    assert expected(on, target=None, starts_on=None, due_on=None, periods=YEARS) == 25
    assert expected(LAST, target=Decimal(300), starts_on=None, due_on=LAST) == 300


@given(plans(), days, st.integers(0, 400), st.none() | amounts, st.none() | days)
def test_a_plan_never_falls_and_never_passes_its_target(
    periods: list[Period], on: date, later: int, target: Decimal | None, due_on: date | None
) -> None:
    ceiling = sum((p.target for p in periods), Decimal(0)) if target is None else target
    now, then = (
        expected(day, target=target, starts_on=None, due_on=due_on, periods=periods)
        for day in (on, on + timedelta(later))
    )
    assert now is not None
    assert then is not None
    assert 0 <= now <= then <= ceiling


@given(plans())
def test_between_periods_stand_whole_sums(periods: list[Period]) -> None:
    for n, period in enumerate(periods):
        reached = expected(period.ends_on, target=None, starts_on=None, due_on=None, periods=periods)
        assert reached == sum((p.target for p in periods[: n + 1]), Decimal(0))


@given(days, days, days, amounts)
def test_one_period_over_the_whole_term_is_the_even_plan(
    on: date, one: date, other: date, target: Decimal
) -> None:
    first, last = min(one, other), max(one, other)
    term = {"target": target, "starts_on": first, "due_on": last}
    assert expected(on, **term, periods=[Period(first, last, target)]) == expected(on, **term)


def test_a_plan_with_nothing_wrong() -> None:
    assert check_periods(Decimal(300), FIRST, LAST, YEARS) == []
    assert check_periods(Decimal(200), FIRST, LAST, [YEARS[0], YEARS[2]]) == []
    assert check_periods(Decimal(300), FIRST, LAST, []) == []
    assert check_periods(None, None, None, YEARS) == []


def test_each_fault_of_a_plan_is_named_with_its_place() -> None:
    def named(*periods: Period, target: int = 300) -> list[tuple[PlanFault, tuple[int, ...]]]:
        return [(p.fault, p.periods) for p in check_periods(Decimal(target), FIRST, LAST, periods)]

    backwards = Period(date(2024, 1, 31), date(2024, 1, 1), Decimal(150))
    assert named(*YEARS[:2], backwards) == [(PlanFault.ENDS_BEFORE_START, (2,))]
    shared_day = Period(date(2022, 9, 30), date(2023, 9, 30), Decimal(100))
    assert named(YEARS[0], shared_day, YEARS[2]) == [(PlanFault.OVERLAP, (0, 1))]
    early = Period(date(2021, 9, 30), date(2021, 9, 30), Decimal(0))
    late = Period(date(2024, 10, 1), date(2024, 10, 1), Decimal(0))
    assert named(early, *YEARS, late) == [(PlanFault.OUTSIDE_TERM, (0,)), (PlanFault.OUTSIDE_TERM, (4,))]
    assert named(*YEARS, target=301) == [(PlanFault.SUM_DIFFERS, (0, 1, 2))]
    assert check_periods(Decimal(301), FIRST, LAST, YEARS)[0].planned == 300


# -- silence -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "last_sign", "starts_on", "answer"),
    [
        (date(2022, 3, 2), date(2022, 1, 1), FIRST, (False, 60, date(2022, 1, 1))),
        (date(2022, 3, 3), date(2022, 1, 1), FIRST, (True, 61, date(2022, 1, 1))),
        # written down long before it starts: counted from the start
        (date(2021, 10, 31), date(2021, 1, 1), FIRST, (False, 30, FIRST)),
        (date(2021, 5, 1), date(2021, 1, 1), FIRST, (False, 0, FIRST)),
        # no start and no due day: silence is late all the same
        (date(2022, 6, 1), date(2022, 1, 1), None, (True, 151, date(2022, 1, 1))),
        (date(2022, 6, 1), None, FIRST, (True, 243, FIRST)),
        (date(2022, 6, 1), None, None, (False, None, None)),
    ],
)
def test_gone_quiet(
    on: date, last_sign: date | None, starts_on: date | None, answer: tuple[bool, int | None, date | None]
) -> None:
    found = quiet_since(on, last_sign=last_sign, starts_on=starts_on, allowed_days=60)
    assert (found.is_quiet, found.days_silent, found.since) == answer


@given(days, st.integers(0, 400), days, st.none() | days, st.integers(0, 200))
def test_quiet_stays_quiet_until_a_sign_of_life(
    on: date, later: int, last_sign: date, starts_on: date | None, allowed: int
) -> None:
    now, then = (
        quiet_since(day, last_sign=last_sign, starts_on=starts_on, allowed_days=allowed)
        for day in (on, on + timedelta(later))
    )
    assert then.is_quiet or not now.is_quiet
    assert not quiet_since(on, last_sign=on, starts_on=starts_on, allowed_days=allowed).is_quiet


# -- the ladder --------------------------------------------------------------------------------------------------


def told(
    on: date, *, due_on: date | None = LAST, last_sign: date | None = None
) -> list[tuple[str, str, date]]:
    steps = ladder(on, due_on=due_on, last_sign=last_sign, done=False)
    return [(step.kind, str(step.whom), step.since_day) for step in steps]


def test_from_the_first_reminder_to_the_secretariat() -> None:
    assert told(date(2024, 8, 30)) == []
    assert told(date(2024, 8, 31)) == [("remind", "responsible", date(2024, 8, 31))]
    assert told(date(2024, 9, 29)) == [("remind", "responsible", date(2024, 9, 23))]
    assert told(date(2024, 9, 30)) == [("due", "responsible", date(2024, 9, 30))]
    assert told(date(2024, 10, 30)) == [
        ("overdue", "responsible", date(2024, 10, 7)),
        ("overdue", "deputy", date(2024, 10, 14)),
        ("overdue", "secretariat", date(2024, 10, 30)),
    ]


def test_silence_has_its_own_ladder_and_needs_no_due_day() -> None:
    heard = date(2022, 1, 1)
    assert told(date(2022, 3, 1), due_on=None, last_sign=heard) == []
    assert told(date(2022, 3, 2), due_on=None, last_sign=heard) == [
        ("quiet", "responsible", date(2022, 3, 2))
    ]
    assert [whom for _, whom, _ in told(date(2022, 5, 1), due_on=None, last_sign=heard)] == [
        "responsible",
        "deputy",
        "secretariat",
    ]
    assert len(told(date(2024, 10, 30), last_sign=heard)) == 6
    assert told(date(2030, 1, 1), due_on=None) == []


def test_nobody_is_told_of_what_is_done() -> None:
    assert ladder(date(2030, 1, 1), due_on=LAST, last_sign=FIRST, done=True) == []


def test_a_new_due_day_is_a_new_occasion() -> None:
    on = date(2024, 9, 30)
    (before,) = ladder(on, due_on=on, last_sign=None, done=False)
    (after,) = ladder(on + timedelta(365), due_on=on + timedelta(365), last_sign=None, done=False)
    assert before.kind == after.kind == "due"
    assert before.key == "due:2024-09-30:+0:due:responsible"
    assert before.key != after.key


rungs = st.builds(
    Rung,
    st.sampled_from(Basis),
    st.integers(-40, 130),
    st.sampled_from(["remind", "late"]),
    st.sampled_from(Whom),
)


@given(st.lists(rungs, max_size=8, unique_by=lambda rung: (rung.basis, rung.days, rung.whom)), days)
def test_who_asks_every_day_sends_every_step_once_on_its_own_day(
    steps: list[Rung], counted_from: date
) -> None:
    sent: dict[str, date] = {}
    for n in range(-41, 131):
        today = counted_from + timedelta(n)
        for step in ladder(today, due_on=counted_from, last_sign=counted_from, done=False, steps=steps):
            assert sent.setdefault(step.key, today) == step.since_day
    assert sorted(sent.values()) == sorted(counted_from + timedelta(rung.days) for rung in steps)


@given(days)
def test_no_one_is_told_twice_of_one_thing_on_one_day(on: date) -> None:
    told_today = [(kind, whom) for kind, whom, _ in told(on, last_sign=FIRST)]
    assert len(told_today) == len(set(told_today)) <= len(STANDARD_LADDER)
