"""The copy says of deliveries what the figures page says, confirmed and unconfirmed apart; what changes reaches it."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb")

from phanuek.figures import copy, queries
from phanuek.figures.models import ChangedRow
from phanuek.figures.queries import By, Filters
from phanuek.organisations.actor import Actor
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Delivery, Referral
from tests.figures import world

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
EVER = (date(2015, 1, 1), date(2030, 12, 1))
SYSTEM = Actor.system("tests")
BY = ("province", "sector", "partner", "commitment", "month")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """What a test wrote to the database is taken back, what it wrote to the copy is not."""
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize("by", list(By))
def test_totals_are_those_of_the_figures_page(by: By) -> None:
    _confirm(world.six_cases()[3])
    copy.rebuild()
    page = queries.summary(by, Filters(), actor=SYSTEM, on=ON)
    told = {row.key: row.confirmed + row.unconfirmed for row in copy.deliveries(by.value, months=EVER)}
    assert told == {row.key: row.deliveries for row in page.rows if row.deliveries}
    (total,) = copy.deliveries("total", months=EVER)
    assert (total.confirmed, total.unconfirmed) == (1, (page.total.deliveries or 0) - 1)
    assert (total.enterprises, total.enterprises_confirmed) == (3, 1)


def test_a_year_and_a_place_give_what_the_page_gives() -> None:
    _confirm(world.six_cases()[3])
    copy.rebuild()
    page = queries.summary(By.PARTNER, Filters(province="55", fiscal_year=2027), actor=SYSTEM, on=ON).total
    year = (date(2026, 10, 1), date(2027, 9, 30))
    (row,) = copy.deliveries("total", months=year, where={"province": "55"})
    assert (row.enterprises, row.confirmed, row.unconfirmed) == (1, 0, page.deliveries)
    assert (row.baht_confirmed, row.baht_unconfirmed) == (None, None)
    (row,) = copy.deliveries(
        "month", months=(date(2026, 10, 1), date(2026, 10, 1)), where={"partner": "post"}
    )
    assert (row.key, row.confirmed, row.baht_confirmed) == ("2026-10", 1, Decimal("950.50"))
    with pytest.raises(ValueError, match="dimension"):
        copy.deliveries("colour", months=EVER)


def _confirm(case: Referral) -> None:
    """One of them, with money of which some came back."""
    Delivery.objects.filter(referral=case).update(
        amount_baht=Decimal(1000), returned_baht=Decimal("49.50"), confirmed_by=case.enterprise.organisation
    )


def _delivered_twice() -> None:
    case = Referral.objects.filter(province="50").latest("pk")
    world.delivery(case, date(2026, 12, 1))
    Delivery.objects.filter(referral=case).earliest("pk").delete()


def _delivered_to_another() -> None:
    case = Referral.objects.filter(province="50").earliest("pk")
    Delivery.objects.filter(referral__province="55").update(referral=case)


def _code_of_who_only_delivered() -> None:
    IncomeReport.objects.filter(referral__provider__code="post").delete()
    copy.refresh()
    body = world.body("post")
    body.code = "posts"
    body.save()


def _case_removed() -> None:
    case = Referral.objects.filter(income_reports=None, deliveries__isnull=False).get()
    case.deliveries.all().delete()
    case.delete()


def _another_place() -> None:
    Referral.objects.filter(province="50").update(province="55")


def _another_sector() -> None:
    group = Referral.objects.filter(province="50").earliest("pk").enterprise
    group.business_group = "agriculture"
    group.save()


def _confirmed() -> None:
    _confirm(Referral.objects.filter(province="50").earliest("pk"))


CHANGES = [
    _delivered_twice, _delivered_to_another, _code_of_who_only_delivered, _case_removed, _another_place, _another_sector, _confirmed,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changes_reaches_the_copy(change: Any) -> None:
    world.six_cases()
    copy.rebuild()
    before = {by: copy.deliveries(by, months=EVER) for by in BY}
    change()
    assert copy.refresh() > 0
    assert copy.compare() == []
    after = {by: copy.deliveries(by, months=EVER) for by in BY}
    assert after != before
    copy.rebuild()
    assert {by: copy.deliveries(by, months=EVER) for by in BY} == after


def test_what_a_delivery_says_is_read_alone() -> None:
    """Confirming is frequent: it does not make all reports of the enterprise be read again."""
    cases = world.six_cases()
    copy.rebuild()
    _confirm(cases[3])
    assert {row.kind for row in ChangedRow.objects.all()} == {"delivery"}
    copy.refresh()
    assert copy.compare() == []
    Delivery.objects.update(what="คำปรึกษา")
    assert not ChangedRow.objects.exists()
