"""A plan by periods in words: what is wrong with it, row by row. The rules are `engines.commitments.check_periods`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from phanuek.engines.commitments import Period, PlanFault, PlanProblem, check_periods
from phanuek.ui.country import pack
from phanuek.ui.formats import number
from phanuek.ui.words import T


@dataclass(frozen=True)
class RowProblem:
    """`row` is the place in the plan, from 0; None where the plan as a whole is wrong."""

    row: int | None
    words: T


def problems(
    target: Decimal | None, starts_on: date | None, due_on: date | None, periods: Sequence[Period]
) -> list[RowProblem]:
    """Everything that is wrong, each with where, why and what to do; empty when nothing is."""
    found = [
        _in_words(problem, periods, starts_on, due_on, target)
        for problem in check_periods(target, starts_on, due_on, periods)
    ]
    found += [
        RowProblem(n, T("เป้าหมายของงวดต้องไม่ติดลบ", "The target of a period cannot be below zero."))
        for n, period in enumerate(periods)
        if period.target < 0
    ]
    if periods and target is None:
        words = T(
            "มีเป้าหมายรายงวด {sum} แต่ไม่ได้ระบุเป้าหมายรวม โปรดกรอกเป้าหมายรวมเป็น {sum}",
            "The periods add up to {sum}, but no target is stated. State {sum} as the target.",
        ).format(sum=number(sum((p.target for p in periods), Decimal(0))))
        found.append(RowProblem(None, words))
    return found


def _in_words(
    problem: PlanProblem,
    periods: Sequence[Period],
    starts_on: date | None,
    due_on: date | None,
    target: Decimal | None,
) -> RowProblem:
    if problem.fault == PlanFault.SUM_DIFFERS:
        words = T(
            "เป้าหมายรายงวดรวมกันได้ {sum} แต่เป้าหมายรวมคือ {target} โปรดแก้ให้เท่ากัน",
            "The periods add up to {sum}, the target is {target}. Make them the same.",
        ).format(sum=number(problem.planned), target=number(target))
        return RowProblem(None, words)
    row = problem.periods[-1]
    if problem.fault == PlanFault.ENDS_BEFORE_START:
        return RowProblem(row, T("วันสุดท้ายมาก่อนวันแรก", "The last day comes before the first."))
    if problem.fault == PlanFault.OVERLAP:
        words = T("ช่วงวันซ้อนกับงวดที่ {n}", "Its days overlap with period {n}.").format(n=problem.periods[0] + 1)
        return RowProblem(row, words)
    words = T(
        "อยู่นอกช่วงเวลาของภารกิจ ({first} ถึง {last})", "Lies outside the commitment's term ({first} to {last})."
    ).format(first=_day(starts_on), last=_day(due_on))
    return RowProblem(row, words)


def _day(day: date | None) -> T:
    if day is None:
        return T("ไม่ได้ระบุ", "not stated")
    return T(pack().format_date(day, "th", "short"), pack().format_date(day, "en", "short"))


def told(period: Period) -> T:
    """One row in words, for two versions side by side: days and amount."""
    return T("{first} ถึง {last}: {n}", "{first} to {last}: {n}").format(
        first=_day(period.starts_on), last=_day(period.ends_on), n=number(period.target)
    )
