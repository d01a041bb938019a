"""Fresh, then fading, then hidden, by the last check; the owner is told before each."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines.freshness import Freshness, Notice, Stage, freshness, latest_notice

CHECKED = date(2026, 1, 1)
DAY = timedelta(days=1)
days = st.dates(date(2025, 1, 1), date(2028, 1, 1))


def found(on: date, **changes: date | None) -> Freshness:
    given: dict[str, date | None] = {
        "checked_on": CHECKED,
        "source_on": None,
        "next_check_on": None,
        **changes,
    }
    return freshness(added_on=date(2025, 6, 1), on=on, **given)


@pytest.mark.parametrize(
    ("after", "stage"),
    [(0, Stage.FRESH), (90, Stage.FRESH), (91, Stage.FADING), (120, Stage.FADING), (121, Stage.HIDDEN), (900, Stage.HIDDEN)],
)  # fmt: skip
def test_ninety_days_then_thirty(after: int, stage: Stage) -> None:
    assert found(CHECKED + after * DAY).stage == stage


def test_the_days_are_told() -> None:
    told = found(CHECKED)
    assert (told.due_on, told.fades_on, told.hides_on) == (
        date(2026, 4, 1),
        date(2026, 4, 2),
        date(2026, 5, 2),
    )


def test_never_checked_it_is_as_old_as_its_source_or_its_entry() -> None:
    assert found(CHECKED, checked_on=None, source_on=date(2025, 12, 24)).known_on == date(2025, 12, 24)
    assert found(CHECKED, checked_on=None).known_on == date(2025, 6, 1)


def test_a_day_set_for_the_next_check_counts_until_a_check_comes() -> None:
    assert found(CHECKED, next_check_on=CHECKED + 10 * DAY).due_on == CHECKED + 10 * DAY
    assert found(CHECKED, next_check_on=CHECKED + 300 * DAY).due_on == CHECKED + 300 * DAY
    assert found(CHECKED, next_check_on=CHECKED).due_on == CHECKED + 90 * DAY


@pytest.mark.parametrize(
    ("after", "notice"),
    [
        (76, None), (77, Notice.FADES_SOON), (90, Notice.FADES_SOON), (91, Notice.FADES), (106, Notice.FADES),
        (107, Notice.HIDES_SOON), (120, Notice.HIDES_SOON), (121, Notice.HIDDEN), (500, Notice.HIDDEN),
    ],
)  # fmt: skip
def test_what_its_owner_is_told(after: int, notice: Notice | None) -> None:
    on = CHECKED + after * DAY
    told = latest_notice(found(on), on)
    assert (told[0] if told else None) == notice


def test_a_near_day_for_the_next_check_leaves_no_room_for_a_warning() -> None:
    near = CHECKED + 5 * DAY
    assert latest_notice(found(near, next_check_on=near), near) is None
    assert latest_notice(found(near + DAY, next_check_on=near), near + DAY) == (Notice.FADES, near + DAY)


@given(checked=st.none() | days, source=st.none() | days, added=days, planned=st.none() | days, on=days)
def test_it_only_ever_grows_older_and_a_check_brings_it_back(
    checked: date | None, source: date | None, added: date, planned: date | None, on: date
) -> None:
    order = list(Stage)
    stages = [
        order.index(
            freshness(
                checked_on=checked, source_on=source, added_on=added, next_check_on=planned, on=on + n * DAY
            ).stage
        )
        for n in range(0, 400, 7)
    ]
    assert stages == sorted(stages)
    again = freshness(checked_on=on, source_on=source, added_on=added, next_check_on=None, on=on)
    assert again.stage == Stage.FRESH
    assert again.known_on < again.due_on < again.fades_on < again.hides_on
