"""The clock of a step: what is due on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines import clocks
from phanuek.engines.clocks import Kind, Rule, Whom

MONDAY = date(2026, 11, 23)
STEPS = sorted({rule.step for rule in clocks.STANDARD})
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def begin(step: str, on: date = MONDAY, **changes: int) -> tuple[clocks.Step, Rule]:
    rule = clocks.rule_of(step, on)
    return clocks.start(rule, on, **changes), rule  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "due", "ends"),
    [
        ("sent", date(2026, 12, 14), date(2027, 1, 22)),
        ("more_asked", date(2026, 12, 11), date(2027, 1, 7)),
        ("accepted", date(2027, 2, 21), date(2027, 11, 23)),
        ("delivered", date(2026, 12, 23), date(2027, 1, 22)),
        ("appealed", date(2026, 12, 14), date(2027, 1, 22)),
        ("transfer", date(2026, 12, 7), date(2026, 12, 23)),
    ],
)
def test_each_step_has_its_days(step: str, due: date, ends: date) -> None:
    begun, _ = begin(step)
    assert (begun.due, begun.ends) == (due, ends)


def test_holidays_and_weekends_do_not_count() -> None:
    holidays = {date(2026, 12, 7), date(2026, 12, 10)}
    assert clocks.working_days_after(date(2026, 12, 4), 1, holidays) == date(2026, 12, 8)
    assert clocks.working_days_after(date(2026, 12, 4), 3, holidays) == date(2026, 12, 11)
    assert clocks.working_days_after(date(2026, 12, 5), 1) == date(2026, 12, 7)
    assert clocks.working_days_after(MONDAY, 0) == MONDAY


def test_the_offers_own_days_move_the_end_when_they_are_long() -> None:
    begun, _ = begin("sent", due_days=60)
    assert begun.ends == begun.due + timedelta(days=14)


def test_the_ladder_of_an_accepted_case() -> None:
    begun, rule = begin("accepted")
    kinds = [rung.kind for rung in clocks.ladder(begun, rule)]
    assert kinds[0] == Kind.HALF
    assert kinds[-1] == Kind.END
    assert kinds.count(Kind.AGAIN) == 9
    assert kinds.count(Kind.WARN) == 2


@given(st.sampled_from(STEPS), days, st.integers(0, 500))
def test_on_each_day_everyone_gets_one_message_and_the_end_stands_alone(
    step: str, on: date, later: int
) -> None:
    begun, rule = begin(step, on)
    day = on + timedelta(days=later)
    found = clocks.reached(begun, rule, day)
    whom = [rung.whom for rung in found]
    assert len(whom) == len(set(whom))
    assert all(rung.on <= day for rung in found)
    if day >= begun.ends:
        assert [rung.kind for rung in found] == [Kind.END]
    else:
        assert Whom.CLOCK not in whom


@given(st.sampled_from(STEPS), days, st.sets(st.integers(0, 400), min_size=1, max_size=12))
def test_whatever_days_were_missed_nothing_is_told_twice(step: str, on: date, runs: set[int]) -> None:
    begun, rule = begin(step, on)
    told: dict[Whom, list[str]] = {}
    for later in sorted(runs):
        for _ in range(2):  # a second run on the same day
            for rung in clocks.reached(begun, rule, on + timedelta(days=later), told=told):
                told.setdefault(rung.whom, []).append(rung.key)
                if rung.kind == Kind.END:
                    return
    for keys in told.values():
        assert len(keys) == len(set(keys))
        assert len(keys) <= len(runs)


@given(st.sampled_from(STEPS), days)
def test_every_day_run_tells_the_whole_ladder_in_order(step: str, on: date) -> None:
    begun, rule = begin(step, on)
    told: dict[Whom, list[str]] = {}
    order = []
    for later in range((begun.ends - on).days + 1):
        for rung in clocks.reached(begun, rule, on + timedelta(days=later), told=told):
            told.setdefault(rung.whom, []).append(rung.key)
            order.append((rung.whom, rung.key))
    expected = [(rung.whom, rung.key) for rung in clocks.ladder(begun, rule)]
    # of two on one day for one reader the later stands
    assert set(order) <= set(expected)
    assert len(expected) - len(order) <= 1
    assert order[-1][0] == Whom.CLOCK


def test_a_rule_is_dated() -> None:
    later = Rule("sent", date(2027, 1, 1), due_days=5, working=True, end_days=20)
    rules = (*clocks.STANDARD, later)
    assert clocks.rule_of("sent", date(2026, 12, 31), rules).due_days == 15
    assert clocks.rule_of("sent", date(2027, 1, 1), rules).due_days == 5
    assert clocks.rule_of("sent", date(2000, 1, 1), rules).due_days == 15
    with pytest.raises(KeyError):
        clocks.rule_of("nothing", MONDAY)


def test_rules_as_a_country_writes_them() -> None:
    rules = clocks.read_rules(
        [{"step": "sent", "from": "2027-01-01", "due_days": 7, "working": True, "end_days": 30}]
    )
    assert clocks.rule_of("sent", MONDAY, rules).due_days == 7
    assert clocks.rule_of("accepted", MONDAY, rules).again_days == 30
    with pytest.raises(ValueError, match="row 1"):
        clocks.read_rules([{"step": "sent", "from": "soon", "due_days": 7, "working": True, "end_days": 30}])
    with pytest.raises(ValueError, match="row 1"):
        clocks.read_rules([{"step": "sent", "from": "2027-01-01", "days": 7}])
