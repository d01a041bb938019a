"""The worked example, by hand (tests/figures/world.py), and who sees how much of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phanuek.figures import queries
from phanuek.figures.queries import By, Filters, Row, Summary
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused
from tests import cast
from tests.figures import world

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
SYSTEM = Actor.system("tests")


def _whole(by: By, **filters: Any) -> Summary:
    return queries.summary(by, Filters(**filters), actor=SYSTEM, on=ON)


def _figures(row: Row) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in queries.FIGURES)


def _baht(*amounts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(amount) for amount in amounts)


# referrals, answered, median, deliveries, reporters, income confirmed and not, paid on confirmed and not
TOTAL = (6, 5, Decimal("3.5"), 4, 3, *_baht("17500.25", "12000.50", "4100.10", "0"))
BY_COMMITMENT = {
    "credit": (2, 2, Decimal("2.8"), 2, 2, *_baht("10500.25", "12000.50", "4100.10", "0")),
    "shop": (3, 3, Decimal("7"), 2, 1, *_baht("7000", "0", "0", "0")),
    "none": (1, 0, None, 0, 0, *_baht("0", "0", "0", "0")),
}
BY_YEAR = {
    # cases 2, 3, 5 were sent in it; two deliveries; income of October of case 1 (waiting) and 2 (confirmed)
    "2027": (3, 2, Decimal("2.5"), 2, 2, *_baht("500", "12000.50", "100.10", "0")),
    # cases 1, 4, 6; deliveries on 30 September and in November 2025; September of case 1 and December 2025 of case 6
    "2026": (3, 3, Decimal("7"), 2, 2, *_baht("17000.25", "0", "4000", "0")),
}


def test_by_commitment() -> None:
    world.six_cases()
    summary = _whole(By.COMMITMENT)
    assert {row.key: _figures(row) for row in summary.rows} == BY_COMMITMENT
    assert _figures(summary.total) == TOTAL
    assert [row.key for row in summary.rows][-1] == "none"


def test_by_partner_and_by_province() -> None:
    world.six_cases()
    nan = (3, 2, Decimal("2.8"), 2, 2, *_baht("10500.25", "12000.50", "4100.10", "0"))
    assert {row.key: _figures(row) for row in _whole(By.PARTNER).rows} == {
        "bank": nan,
        "post": BY_COMMITMENT["shop"],
    }
    assert {row.key: _figures(row) for row in _whole(By.PROVINCE).rows} == {
        "55": nan,
        "50": BY_COMMITMENT["shop"],
    }


def test_by_fiscal_year_each_thing_on_its_own_day_in_bangkok() -> None:
    world.six_cases()
    summary = _whole(By.FISCAL_YEAR)
    assert {row.key: _figures(row) for row in summary.rows} == BY_YEAR
    assert [row.key for row in summary.rows] == ["2027", "2026"]
    # case 1 reports in both years and is one case
    assert _figures(summary.total) == TOTAL


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_as_filter_gives_what_the_year_as_row_gives(year: int) -> None:
    world.six_cases()
    for by in By:
        assert _figures(_whole(by, fiscal_year=year).total) == BY_YEAR[str(year)]


def test_something_dated_long_before_the_first_referral_keeps_its_year() -> None:
    case = world.case("55", "bank", "credit", sent=world.at(2026, 10, 5))
    world.income(case, date(2016, 10, 1), "100")
    world.delivery(case, date(2016, 9, 30))
    rows = {row.key: row for row in _whole(By.FISCAL_YEAR).rows}
    assert set(rows) == {"2027", "2017", "2016"}
    assert rows["2017"].income_unconfirmed == 100
    assert rows["2016"].deliveries == 1


def test_filters_together() -> None:
    world.six_cases()
    summary = _whole(By.PARTNER, province="55", fiscal_year=2027)
    assert {row.key: _figures(row) for row in summary.rows} == {
        "bank": (2, 1, Decimal("3.5"), 1, 2, *_baht("500", "12000.50", "100.10", "0"))
    }
    assert _figures(_whole(By.PROVINCE, commitment="none").total) == BY_COMMITMENT["none"]
    assert _whole(By.PROVINCE, fiscal_year=2020).is_empty


def test_six_cases_are_too_few_for_strangers_and_whole_for_the_secretariat() -> None:
    """Fewer than 5 in each province: all is withheld that would tell; the total is 6 and may be seen."""
    world.six_cases()
    for by in By:
        shown = queries.summary(by, Filters(), actor=cast.DAO, on=ON)
        assert shown.protected
        assert shown.total.referrals == 6
        assert [row.referrals for row in shown.rows] == [None] * len(shown.rows)
        assert [row.income_confirmed for row in shown.rows] == [None] * len(shown.rows)
    assert _figures(queries.summary(By.PROVINCE, Filters(), actor=cast.orawan(), on=ON).total) == TOTAL


def test_a_filter_does_not_give_back_what_the_table_hides() -> None:
    """Nan 3 is hidden with Phrae 6; nobody gets the 6 by asking for Phrae."""
    for _ in range(3):
        world.case("55", "bank", "credit", sent=world.at(2026, 10, 5))
    for _ in range(6):
        world.case("54", "bank", "credit", sent=world.at(2026, 10, 5))
    for _ in range(9):
        world.case("50", "bank", "credit", sent=world.at(2026, 10, 5))
    listed = {r.key: r.referrals for r in queries.summary(By.PROVINCE, Filters(), actor=cast.DAO, on=ON).rows}
    assert listed == {"55": None, "54": None, "50": 9}
    for by in By:
        asked = queries.summary(by, Filters(province="54"), actor=cast.DAO, on=ON)
        assert asked.total.referrals is None
        if by != By.PROVINCE:
            assert asked.rows == []
            assert asked.too_few
    assert queries.summary(By.PARTNER, Filters(province="50"), actor=cast.DAO, on=ON).total.referrals == 9


def test_strangers_cross_two_things_at_most() -> None:
    world.six_cases()
    for filters in [{"province": "55", "fiscal_year": 2027}, {"partner": "bank", "fiscal_year": 2027}]:
        with pytest.raises(Refused) as refused:
            queries.summary(By.COMMITMENT, Filters(**filters), actor=cast.DAO, on=ON)
        assert refused.value.hint


def test_money_of_one_group_among_five_that_report_is_hidden() -> None:
    """Six cases report; only one of them is confirmed: its amount is somebody's own."""
    for n in range(6):
        case = world.case("55", "bank", "credit", sent=world.at(2026, 10, 5))
        world.income(case, date(2026, 10, 1), "1000", confirmed=n == 0)
    total = queries.summary(By.PROVINCE, Filters(), actor=cast.DAO, on=ON).total
    assert total.reporters == 6
    assert total.income_confirmed is None
    assert total.income_unconfirmed == 5000


def test_an_officer_gets_the_whole_of_what_they_may_open() -> None:
    world.six_cases()
    niran = cast.niran("bank")
    mine = queries.summary(By.COMMITMENT, Filters(mine=True), actor=niran, on=ON)
    assert {row.key: row.referrals for row in mine.rows} == {"credit": 2, "none": 1}
    assert mine.total.income_confirmed == Decimal("10500.25")
    assert not mine.protected
    assert queries.summary(By.COMMITMENT, Filters(), actor=niran, on=ON).protected
    # nobody widens their sight by asking for it
    with pytest.raises(Refused):
        queries.summary(By.COMMITMENT, Filters(mine=True), actor=cast.DAO, on=ON)
    nobody = Actor(person_id=9999, person_name="Nobody")
    assert queries.summary(By.COMMITMENT, Filters(mine=True), actor=nobody, on=ON).is_empty


def test_rows_behind_go_as_far_as_the_reader_s_rights() -> None:
    cases = world.six_cases()
    assert set(queries.behind(Filters(), actor=cast.DAO)) == set()
    assert set(queries.behind(Filters(), actor=cast.niran("bank"))) == set(cases[:3])
    assert set(queries.behind(Filters(), actor=cast.orawan())) == set(cases)


@pytest.mark.parametrize("year", [2026, 2027])
def test_rows_behind_a_year_add_up_to_its_figures(year: int) -> None:
    world.six_cases()
    found = list(queries.behind(Filters(fiscal_year=year), actor=SYSTEM))
    figures = dict(zip(queries.FIGURES, BY_YEAR[str(year)], strict=True))
    assert sum(case.income or 0 for case in found) == figures["income_confirmed"]
    assert sum(case.income_waiting or 0 for case in found) == figures["income_unconfirmed"]
    first, last = Filters(fiscal_year=year).days() or (ON, ON)
    assert (
        sum(first <= case.sent_at.astimezone(world.BANGKOK).date() <= last for case in found)
        == figures["referrals"]
    )


@pytest.mark.parametrize("by", list(By))
@pytest.mark.parametrize("actor", [SYSTEM, cast.DAO], ids=["whole", "protected"])
def test_queries_do_not_grow_with_rows(by: By, actor: Actor) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.summary(by, Filters(), actor=actor, on=ON)
        return len(captured)

    world.six_cases()
    before = asked()
    for province in ("10", "11", "12", "13"):
        world.six_cases()
        world.case(province, f"body-{province}", f"promise-{province}", sent=world.at(2024, 5, 5))
    assert asked() == before <= 7
