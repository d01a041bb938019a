"""What an income report means for the commitment behind its case."""

from collections.abc import Iterable
from datetime import date

from phanuek.agreements import actions as agreements
from phanuek.agreements.actions import Result
from phanuek.agreements.models import Measure
from phanuek.organisations.actor import Actor
from phanuek.outcomes.models import IncomeReport


def reference(report: IncomeReport) -> str:
    return f"income:{report.code}"


def counts(report: IncomeReport) -> bool:
    """Only income after support, reported for a case under a commitment, is a result of that commitment."""
    return (
        report.phase == IncomeReport.Phase.AFTER
        and report.referral is not None
        and report.referral.commitment_id is not None
    )


def post(reports: Iterable[IncomeReport], by: Actor, *, confirmed: bool) -> None:
    """Credits the income: as unconfirmed when reported, as confirmed once another body says so."""
    rows = [
        Result(
            commitment=report.referral.commitment,
            measure=Measure.INCOME_CONFIRMED_BAHT,
            quantity=report.income_baht,
            confirmed=confirmed,
            reference=reference(report),
            on=last_day(report.month),
        )
        for report in reports
        if counts(report) and report.referral is not None and report.referral.commitment is not None
    ]
    if rows:
        agreements.post_results_many(by=by, rows=rows)


def withdraw(reports: Iterable[IncomeReport], by: Actor) -> None:
    """Takes back what was credited for the reports, confirmed or not."""
    rows = [
        (report.referral.commitment, reference(report))
        for report in reports
        if counts(report) and report.referral is not None and report.referral.commitment is not None
    ]
    if rows:
        agreements.withdraw_results_many(by=by, measure=Measure.INCOME_CONFIRMED_BAHT, rows=rows)


def last_day(month: date) -> date:
    """Of the month that begins on this day: when the income is complete, and so the fiscal year it belongs to."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)
