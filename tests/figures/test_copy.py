"""The copy says what the figures page says; what changes reaches it, whatever writes, and once."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

pytest.importorskip("duckdb")

from phanuek.engines.rollup.measures import Month, sides, spread
from phanuek.figures import copy, queries, triggers
from phanuek.figures.copy.store import store
from phanuek.figures.models import ChangedRow
from phanuek.figures.queries import By, Filters
from phanuek.organisations.actor import Actor
from phanuek.outcomes.models import IncomeReport
from phanuek.outcomes.queries import of_enterprise
from phanuek.referrals.models import Delivery, Referral
from tests.figures import world

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
EVER = (date(2015, 1, 1), date(2030, 12, 1))
SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    """What a test wrote to the database is taken back, what it wrote to the copy is not."""
    settings.DATA_DIR = tmp_path


def _totals() -> dict[str, tuple[Decimal, Decimal]]:
    return {
        row.key: (row.sum_confirmed, row.sum_unconfirmed) for row in copy.measures("province", months=EVER)
    }


@pytest.mark.parametrize("by", list(By))
def test_totals_are_those_of_the_figures_page(by: By) -> None:
    world.six_cases()
    copy.rebuild()
    shown = {row.key: row for row in queries.summary(by, Filters(), actor=SYSTEM, on=ON).rows}
    rows = copy.measures(by.value, months=EVER)
    assert {row.key for row in rows} == {key for key, row in shown.items() if row.reporters}
    for row in rows:
        page = shown[row.key]
        assert (row.sum_confirmed, row.sum_unconfirmed) == (page.income_confirmed, page.income_unconfirmed)
        assert (row.paid_confirmed, row.paid_unconfirmed) == (page.paid_confirmed, page.paid_unconfirmed)


def test_a_filter_and_a_year_give_what_the_page_gives() -> None:
    world.six_cases()
    copy.rebuild()
    page = queries.summary(By.PARTNER, Filters(province="55", fiscal_year=2027), actor=SYSTEM, on=ON).total
    (row,) = copy.measures("total", months=(date(2026, 10, 1), date(2027, 9, 30)), where={"province": "55"})
    assert (row.sum_confirmed, row.sum_unconfirmed) == (page.income_confirmed, page.income_unconfirmed)
    months = copy.measures("month", months=EVER, where={"commitment": "credit"})
    assert [(one.key, one.enterprises, one.reports) for one in months] == [
        ("2026-09", 1, 1),
        ("2026-10", 2, 2),
    ]
    assert copy.measures("sector", months=EVER)[0].key == "none"
    with pytest.raises(ValueError, match="dimension"):
        copy.measures("colour", months=EVER)


def test_measures_are_the_definitions_over_enterprises() -> None:
    incomes = [(1000, 3000), (0, 0), (500, 501), (90_000,), (7,)]
    for amounts in incomes:
        case = world.case("55", "bank", "credit", sent=world.at(2026, 1, 5))
        for month, baht in enumerate(amounts, 2):
            world.income(case, date(2026, month, 1), str(baht), confirmed=month == 2)
    copy.rebuild()
    (row,) = copy.measures("partner", months=EVER)
    told = spread([200_000, 0, 50_050, 9_000_000, 700])
    assert (row.enterprises, row.reports, row.reports_confirmed) == (5, 8, 5)
    assert (row.median, row.p10, row.p90) == (Decimal("500.50"), Decimal("2.80"), Decimal("54800.00"))
    assert told.gini is not None
    assert row.gini == round(Decimal(told.gini.numerator) / told.gini.denominator, 4)
    assert row.bottom40 == round(Decimal("7") / Decimal("92507.50"), 4)


def test_before_and_after_as_on_the_page_of_an_enterprise() -> None:
    case = world.case("55", "bank", "credit", sent=world.at(2026, 1, 5))
    world.delivery(case, date(2026, 6, 20))
    for month in range(1, 12):
        report = world.income(
            case, date(2026, month, 1), f"{month * 100}.50", phase="after" if month > 8 else ""
        )
        if month < 9:
            IncomeReport.objects.filter(pk=report.pk).update(referral=None)
    copy.rebuild()
    page = of_enterprise(case.enterprise, SYSTEM)
    (row,) = copy.measures("partner", months=EVER)
    assert (row.before_median, row.after_median) == (page.before.mean_baht, page.after.mean_baht)
    assert row.change_median == page.change_baht
    assert row.both_sides == 1
    pure = sides([Month(m, m * 10_000 + 5_000, said=1 if m > 8 else 0) for m in range(1, 12)], 6)
    assert (pure.before_months, pure.after_months) == (page.before.months, page.after.months)


def _unpaid() -> None:
    IncomeReport.objects.update(paid_to_producers_baht=None)


def _another_month() -> None:
    IncomeReport.objects.filter(referral__provider__code="post").update(month=date(2026, 1, 1))


def _another_province() -> None:
    Referral.objects.filter(province="50").update(province="55")


def _another_provider() -> None:
    Referral.objects.filter(provider__code="post").update(provider=world.body("bank"))


def _another_first_delivery() -> None:
    Delivery.objects.filter(delivered_on=date(2026, 9, 30)).delete()


def _another_code() -> None:
    body = world.body("bank")
    body.code = "krung"
    body.save()


def _another_sector() -> None:
    case = Referral.objects.filter(province="55").earliest("pk")
    case.enterprise.business_group = "agriculture"
    case.enterprise.save()


def _more_in_bulk() -> None:
    case = Referral.objects.filter(province="50").latest("pk")
    old = IncomeReport.objects.filter(referral=case).get()
    IncomeReport.objects.bulk_create(
        [
            IncomeReport(
                code=f"b-{n}", enterprise=case.enterprise, referral=case, phase="after", month=date(2026, n, 1),
                income_baht=Decimal(n), reported_by=old.reported_by, reported_at=old.reported_at,
            )
            for n in range(1, 6)
        ]
    )  # fmt: skip


def _fewer() -> None:
    IncomeReport.objects.filter(replaced_by__isnull=False).delete()
    IncomeReport.objects.filter(phase="after").earliest("pk").delete()


def _replaced() -> None:
    old = IncomeReport.objects.current().filter(phase="after").latest("month")
    new = world.income(old.referral, date(2020, 1, 1), "1")
    IncomeReport.objects.filter(pk=old.pk).update(replaced_by=new)


def _by_hand() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outcomes_incomereport SET income_baht = 5 WHERE phase = 'after'")


CHANGES = [
    _unpaid, _another_month, _another_province, _another_provider, _another_first_delivery, _another_code, _another_sector,
    _more_in_bulk, _fewer, _replaced, _by_hand,
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_changes_reaches_the_copy(change: object) -> None:
    world.six_cases()
    copy.rebuild()
    assert copy.compare() == []
    change()  # type: ignore[operator]
    assert ChangedRow.objects.exists()
    assert copy.refresh() > 0
    assert not ChangedRow.objects.exists()
    assert copy.compare() == []
    _kept_is_what_a_new_copy_keeps()


def _kept_is_what_a_new_copy_keeps() -> None:
    """Before and after, and where an enterprise is served."""
    asked = (
        "SELECT * EXCLUDE (reach_from, reach_to) FROM sides ORDER BY ALL",
        "SELECT enterprise, a.key, b.key, c.key, d.key, sum(reports) FROM served "
        + " ".join(
            f"JOIN keys {n} ON {n}.dimension = '{name}' AND {n}.number = {name}"
            for n, name in zip("abcd", ("province", "sector", "partner", "commitment"), strict=True)
        )
        + " GROUP BY ALL HAVING sum(reports) <> 0 ORDER BY ALL",
    )

    def kept() -> list[list[tuple[object, ...]]]:
        with store().reading() as opened:
            return [opened.execute(query).fetchall() for query in asked]

    before = kept()
    copy.rebuild()
    assert kept() == before


def test_what_was_noted_stays_noted_until_it_stands_in_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off before the copy is published, or after it and before the outbox is emptied: nothing lost, nothing twice."""
    cases = world.six_cases()
    copy.rebuild()
    world.income(cases[3], date(2026, 11, 1), "300", confirmed=True)
    told = _totals()
    waiting = ChangedRow.objects.count()
    with monkeypatch.context() as broken:
        broken.setattr("phanuek.batch.copy.versions.Store._publish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            copy.refresh()
    assert _totals() == told
    assert ChangedRow.objects.count() == waiting
    with monkeypatch.context() as broken:
        broken.setattr("phanuek.figures.copy.refreshing._take_away", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            copy.refresh()
    assert _totals()["50"] == (Decimal(7300), Decimal(0))
    assert ChangedRow.objects.count() == waiting
    copy.refresh()
    assert _totals()["50"] == (Decimal(7300), Decimal(0))
    assert copy.compare() == []


def test_what_is_noted_while_it_reads_stays_for_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with a lower number than what was read: a transaction that began earlier may end later."""
    cases = world.six_cases()
    copy.rebuild()
    ChangedRow.objects.create(pk=1_000, kind="report", key=IncomeReport.objects.earliest("pk").pk)
    from phanuek.figures.copy import source

    read = source.noted

    def noted(limit: int) -> source.Noted:
        found = read(limit)
        ChangedRow.objects.create(pk=900, kind="enterprise", key=cases[0].enterprise_id)
        return found

    monkeypatch.setattr(source, "noted", noted)
    assert copy.refresh() == 1
    assert [row.pk for row in ChangedRow.objects.all()] == [900]


def test_a_refresh_takes_no_more_than_it_may() -> None:
    world.six_cases()
    copy.rebuild()
    for report in IncomeReport.objects.current():
        report.income_baht += 1
        report.save()
    assert copy.refresh(limit=2) == 2
    assert ChangedRow.objects.count() == IncomeReport.objects.current().count() - 2
    copy.keep()
    assert copy.compare() == []


def test_a_page_builds_a_small_copy_and_keeps_it_fresh() -> None:
    cases = world.six_cases()
    assert copy.fresh() is not None
    assert _totals()["55"] == (Decimal("10500.25"), Decimal("12000.50"))
    world.income(cases[1], date(2026, 11, 1), "1.75")
    copy.fresh()
    assert _totals()["55"] == (Decimal("10500.25"), Decimal("12002.25"))
    assert copy.state().waiting == 0


def test_a_page_builds_a_small_copy_of_another_layout_anew() -> None:
    world.six_cases()
    with store().writing(fresh=True) as older:
        older.execute("UPDATE state SET layout = 0")
    assert copy.fresh() is not None
    assert _totals()["55"] == (Decimal("10500.25"), Decimal("12000.50"))


def test_without_duckdb_and_without_a_copy_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(copy.NotReady) as why:
        copy.measures("province", months=EVER)
    assert why.value.code == "not_built"
    monkeypatch.setattr("phanuek.figures.copy.store.installed", lambda: False)
    for call in (copy.fresh, copy.state, copy.rebuild):
        with pytest.raises(copy.NotReady) as why:
            call()
        assert why.value.code == "not_installed"
    assert copy.keep() == 0


def test_without_triggers_nothing_is_taken_for_fresh() -> None:
    world.six_cases()
    copy.rebuild()
    triggers.remove(connection)
    assert len(triggers.missing(connection)) == 13
    ChangedRow.objects.create(kind="report", key=1)
    with pytest.raises(copy.TriggersMissing):
        copy.refresh()
    triggers.install(connection)
    assert triggers.missing(connection) == []


def test_the_command() -> None:
    def run(*words: str) -> str:
        out = StringIO()
        call_command("refresh_figures_copy", *words, stdout=out, stderr=StringIO())
        return out.getvalue()

    cases = world.six_cases()
    with pytest.raises(CommandError, match="has not been built"):
        run()
    assert "5 reports" in run("--rebuild")
    assert "0 changed rows" in run()
    world.income(cases[3], date(2026, 11, 1), "300")
    assert "1 changed rows" in run()
    assert "says what the database says" in run("--compare")
    # somebody wrote past the triggers
    IncomeReport.objects.filter(month=date(2026, 10, 1)).update(income_baht=1)
    ChangedRow.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError, match="differs in 1 months") as why:
        call_command("refresh_figures_copy", "--compare", stdout=out, stderr=StringIO())
    assert why.value.returncode == 1
    assert "2026-10 55: 0 missing, 0 too many, 2 different" in out.getvalue()
    run("--rebuild")
    assert "says what the database says" in run("--compare")
