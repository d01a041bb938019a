import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phanuek.agreements.models import Measure
from phanuek.agreements.queries import ledger_total
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.outcomes import actions, queries
from phanuek.outcomes.actions import NewReport
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Referral
from phanuek.registry import actions as registry
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, World

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
HOW = "ตรวจสมุดบัญชีของกลุ่ม"


def report(
    world: World, month: date = JUNE, baht: object = 20_000, by: Actor | None = None, **changes: Any
) -> IncomeReport:
    return actions.report(
        by=by or world.somchai, enterprise=world.group, month=month, income_baht=Decimal(str(baht)), **changes
    )


@pytest.fixture
def earning(world: World) -> Referral:
    """A case under a commitment counted in confirmed income, with support delivered."""
    world.commitment.measure = Measure.INCOME_CONFIRMED_BAHT
    world.commitment.save()
    return world.delivered()


def ledger(world: World) -> tuple[Decimal, Decimal]:
    totals = ledger_total(world.commitment, Measure.INCOME_CONFIRMED_BAHT)
    return totals.confirmed, totals.unconfirmed


def recomputed(world: World) -> tuple[Decimal, Decimal]:
    found = queries.income_result_of(world.commitment.pk)
    return found[True], found[False]


def test_a_month_is_reported_by_the_group_or_its_officer(world: World) -> None:
    assert report(world, date(2026, 6, 17)).month == JUNE
    assert report(world, JULY, by=world.malee).reported_by == cast.organisation("cdd")
    assert [e["verb"] for e in timeline.of(world.group, with_people=True)][:2] == [
        "enterprise.income_reported"
    ] * 2


@pytest.mark.parametrize("who", [*worlds.STRANGERS, "provider"])
def test_nobody_else_reports(world: World, who: str) -> None:
    by = {**worlds.strangers(), "provider": world.niran}[who]
    with pytest.raises(NotAllowed):
        report(world, by=by)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"month": date(2026, 12, 1)}, "month"),
        ({"month": date(1969, 1, 1)}, "month"),
        ({"baht": -1}, "income_baht"),
        ({"baht": "200000000000"}, "income_baht"),
        ({"paid_to_producers_baht": Decimal(-5)}, "paid_to_producers_baht"),
        ({"phase": "after"}, "phase"),
        ({"phase": "during"}, "phase"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        report(world, **changes)
    assert refusal.value.field == field


def test_a_later_report_replaces_and_the_earlier_is_kept(world: World) -> None:
    old = report(world, baht=20_000)
    actions.confirm(by=world.malee, report=old, how=HOW)
    new = report(world, baht=25_000, by=world.malee)
    old.refresh_from_db()
    assert old.replaced_by == new
    assert old.confirmed_by is not None
    assert new.replaced_by is None
    assert new.confirmed_by is None
    [line] = queries.months_of(world.group, world.malee)
    assert (line.report, line.earlier) == (new, [old])
    newest = report(world, baht=26_000)
    [line] = queries.months_of(world.group, world.malee)
    assert (line.report, line.earlier) == (newest, [new, old])
    assert timeline.of(world.group, with_people=True)[0]["verb"] == "enterprise.income_corrected"


def test_the_database_keeps_one_report_a_month(world: World) -> None:
    first = report(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomeReport.objects.create(
            code="i-twin",
            enterprise=world.group,
            month=JUNE,
            income_baht=1,
            reported_by=world.bank,
            reported_at=first.reported_at,
        )


def test_before_and_after_in_one(world: World, earning: Referral) -> None:
    before, after = actions.report_outcome(
        by=world.malee,
        referral=earning,
        before=(MAY, Decimal(10_000)),
        after=(JULY, Decimal(15_000), Decimal(6_000)),
    )
    assert (before.phase, after.phase) == ("before", "after")
    found = queries.of_referral(earning, SYSTEM)
    assert (found.before.mean_baht, found.after.mean_baht, found.change_baht, found.change_share) == (
        10_000, 15_000, 5_000, Decimal("0.5"))  # fmt: skip
    assert found.paid_to_producers_baht == 6_000
    # only what came after is a result of the commitment
    assert ledger(world) == recomputed(world) == (0, 15_000)


def test_the_month_after_comes_later(world: World, earning: Referral) -> None:
    with pytest.raises(Refused) as refusal:
        actions.report_outcome(
            by=world.malee, referral=earning, before=(JULY, Decimal(1)), after=(JULY, Decimal(2), None)
        )
    assert refusal.value.field == "after_month"
    assert not IncomeReport.objects.exists()


def test_there_is_no_outcome_before_support(world: World) -> None:
    referral = world.accepted()
    with pytest.raises(NotAllowed):
        actions.report_outcome(
            by=world.malee, referral=referral, before=(MAY, Decimal(1)), after=(JULY, Decimal(2), None)
        )


def test_a_case_of_another_group_is_refused(world: World, earning: Referral) -> None:
    with pytest.raises(Refused) as refusal:
        actions.report(
            by=SYSTEM,
            enterprise=worlds.group(name_th="กลุ่มสอง"),
            month=JUNE,
            income_baht=1,
            referral=earning,
            phase="after",
        )
    assert refusal.value.field == "referral"


def test_confirming_moves_the_ledger_and_a_correction_takes_it_back(world: World, earning: Referral) -> None:
    after = report(world, JULY, 15_000, referral=earning, phase="after")
    assert ledger(world) == recomputed(world) == (0, 15_000)
    actions.confirm(by=world.niran, report=after, how=HOW)
    assert ledger(world) == recomputed(world) == (15_000, 0)
    corrected = report(world, JULY, 12_000)
    assert (corrected.referral, corrected.phase) == (earning, "after")
    assert ledger(world) == recomputed(world) == (0, 12_000)


def test_the_same_body_does_not_confirm(world: World) -> None:
    theirs = report(world, by=world.malee)
    colleague = cast.member("nipa", "area_officer", cast.organisation("cdd"), cast.province())
    for by in (world.malee, colleague):
        with pytest.raises(NotAllowed, match="หน่วยงานอื่น"):
            actions.confirm(by=by, report=theirs, how=HOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomeReport.objects.filter(pk=theirs.pk).update(confirmed_by=theirs.reported_by)


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_do_not_confirm(world: World, who: str) -> None:
    mine, stranger = report(world), worlds.strangers()[who]
    with pytest.raises(NotAllowed):
        actions.confirm(by=stranger, report=mine, how=HOW)
    with pytest.raises(NotAllowed):
        actions.confirm_many(by=stranger, reports=[mine, report(world, JULY)], how=HOW)


def test_nor_does_the_group_or_a_provider_of_another_month(world: World, earning: Referral) -> None:
    untied = report(world)
    with pytest.raises(NotAllowed):
        actions.confirm(by=world.somchai, report=report(world, MAY, by=world.malee), how=HOW)
    with pytest.raises(NotAllowed):
        actions.confirm(by=world.niran, report=untied, how=HOW)


def test_the_supporting_company_confirms(world: World) -> None:
    manager = cast.preecha()
    company = Organisation.objects.get(pk=manager.organisation_id)
    registry.start_support(
        by=manager, organisation=company, enterprise=world.group, processes=["marketing"], on=date(2026, 1, 1)
    )
    done = actions.confirm(by=manager, report=report(world), how=f"  {HOW} ")
    assert (done.confirmed_by, done.confirmed_how) == (company, HOW)


@pytest.mark.parametrize("how", ["", "   ", "ก" * 301])
def test_a_confirmation_rests_on_something(world: World, how: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.confirm(by=world.malee, report=report(world), how=how)
    assert refusal.value.field == "how"


def test_nothing_is_confirmed_twice_or_after_it_was_replaced(world: World) -> None:
    old = report(world)
    actions.confirm(by=world.malee, report=old, how=HOW)
    with pytest.raises(Refused):
        actions.confirm(by=world.orawan, report=old, how=HOW)
    report(world, baht=1)
    with pytest.raises(Refused):
        actions.confirm(by=world.orawan, report=old, how=HOW)


def test_all_or_none(world: World) -> None:
    first, second = report(world), report(world, JULY)
    actions.confirm(by=world.malee, report=second, how=HOW)
    with pytest.raises(Refused):
        actions.confirm_many(by=world.orawan, reports=[first, second], how=HOW)
    first.refresh_from_db()
    assert first.confirmed_by is None


def test_means_of_reported_months_around_the_first_delivery(world: World, earning: Referral) -> None:
    for month, baht in ((9, 100), (10, 200), (11, 5_000)):
        report(world, date(2026, month, 1), baht)
    assert queries.of_enterprise(world.group, SYSTEM).before.mean_baht == 150
    assert queries.of_enterprise(world.group, SYSTEM).before.months == 2
    assert queries.of_enterprise(world.group, SYSTEM).after.mean_baht is None
    assert queries.of_enterprise(world.group, SYSTEM).change_baht is None


def test_the_case_and_the_group_tell_the_same_before_and_after(world: World, earning: Referral) -> None:
    delivered = earning.deliveries.get().delivered_on.replace(day=1)
    actions.report_outcome(
        by=world.malee,
        referral=earning,
        before=(JUNE, Decimal(12_000)),
        after=(delivered, Decimal(15_500), None),
    )
    assert queries.of_enterprise(world.group, world.malee) == queries.of_referral(earning, world.malee)
    assert queries.of_enterprise(world.group, world.malee).after.months == 1


def test_the_comparison_counts_only_what_the_reader_may_see(world: World, earning: Referral) -> None:
    actions.report(
        by=world.somchai,
        enterprise=world.group,
        month=JUNE,
        income_baht=Decimal(100),
        referral=earning,
        phase="before",
    )
    report(world, MAY, 300)
    assert queries.of_enterprise(world.group, world.malee).before.months == 2
    assert queries.of_enterprise(world.group, world.niran).before.months == 1


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    side = queries.Side(1, 0, Decimal(10_000))
    assert "%" not in queries.Comparison(side, queries.Side(1, 0, Decimal(9_999))).change_words
    assert queries.Comparison(side, queries.Side(1, 0, Decimal(12_900))).change_words == "29%"


def test_without_a_delivery_there_is_nothing_to_compare(world: World) -> None:
    report(world)
    assert queries.of_enterprise(world.group, SYSTEM).before.months == 0


def test_what_waits_to_be_confirmed(world: World) -> None:
    mine, theirs = report(world), report(world, JULY, by=world.malee)
    assert list(queries.to_confirm(world.malee)) == [mine]
    assert list(queries.to_confirm(world.orawan)) == [mine, theirs]
    assert list(queries.to_confirm(worlds.strangers()["officer elsewhere"])) == []


def test_many_months_in_one_go_leave_one_event_a_group(world: World) -> None:
    rows = [NewReport(world.group, date(2025, m, 1), 1_000 * m) for m in range(1, 13)]
    made = actions.report_many(by=world.malee, rows=rows)
    assert len(made) == 12
    event = timeline.of(world.group, with_people=True)[0]
    assert (event["verb"], event["facts"]["months"]) == ("enterprise.income_reported", 12)
    with pytest.raises(Refused):
        actions.report_many(
            by=world.malee, rows=[{"enterprise": world.group, "month": JUNE, "income_baht": 1}] * 2
        )
    assert IncomeReport.objects.count() == 12


def test_only_the_system_names_another_reporter(world: World) -> None:
    row = NewReport(world.group, JUNE, 1, reported_by=world.bank)
    with pytest.raises(NotAllowed):
        actions.report_many(by=world.malee, rows=[row])
    [made] = actions.report_many(by=SYSTEM, rows=[row])
    assert made.reported_by == world.bank
    [own] = actions.report_many(by=SYSTEM, rows=[NewReport(world.group, JULY, 1)])
    assert own.reported_by == world.group.organisation


def test_many_for_groups_elsewhere_are_refused(world: World) -> None:
    other = worlds.group("500101", name_th="กลุ่มอื่น")
    with pytest.raises(NotAllowed):
        actions.report_many(by=world.malee, rows=[NewReport(world.group, JUNE, 1), NewReport(other, JUNE, 1)])


def test_many_at_once_are_quick_and_the_ledger_agrees(world: World, earning: Referral) -> None:
    """A tenth of what the demo world loads, in a tenth of the time it may take."""
    groups = registry.register_many(
        by=SYSTEM,
        rows=[registry.NewEnterprise(kind="occupational_group", name_th=f"กลุ่ม {n}", subdistrict=world.group.subdistrict) for n in range(160)],
    )  # fmt: skip
    months = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(25)]
    rows = [NewReport(group, month, 1_000) for group in groups for month in months]
    rows += [NewReport(world.group, month, 5_000, referral=earning, phase="after") for month in months]
    started = time.perf_counter()
    made = actions.report_many(by=world.malee, rows=rows)
    actions.confirm_many(by=world.orawan, reports=made[:3_000] + made[-10:], how=HOW)
    assert time.perf_counter() - started < 10
    assert ledger(world) == recomputed(world) == (50_000, 75_000)
