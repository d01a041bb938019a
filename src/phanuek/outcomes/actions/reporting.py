"""Income as somebody reported it, month by month."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.outcomes import permissions
from phanuek.outcomes.actions import ledger
from phanuek.outcomes.models import PAID_MORE, IncomeReport
from phanuek.referrals.models import Referral
from phanuek.registry.models import Enterprise
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

FIRST_MONTH = date(2015, 1, 1)
MOST_BAHT = Decimal("100000000000")


@dataclass(frozen=True)
class NewReport:
    """One row for `report_many`, as the parameters of `report`. Only the system, when loading, names another reporter
    or another moment."""

    enterprise: Enterprise
    month: date
    income_baht: Decimal | int
    paid_to_producers_baht: Decimal | int | None = None
    referral: Referral | None = None
    phase: str = ""
    reported_by: Organisation | None = None
    reported_at: datetime | None = None


@transaction.atomic
def report(
    *,
    by: Actor,
    enterprise: Enterprise,
    month: date,
    income_baht: Decimal | int,
    paid_to_producers_baht: Decimal | int | None = None,
    referral: Referral | None = None,
    phase: str = "",
) -> IncomeReport:
    """A month's income in baht. A later report for the same month replaces the earlier one, which is kept and shown;
    a confirmation of the earlier one ends with it."""
    permissions.check_can_report(by, enterprise)
    row = NewReport(enterprise, month, income_baht, paid_to_producers_baht, referral, phase)
    _check(row)
    # one writer per group: two reports for a month, sent at once, become one that replaces the other
    Enterprise.objects.select_for_update(of=("self",), no_key=True).get(pk=enterprise.pk)
    old = (
        IncomeReport.objects.current()
        .filter(enterprise=enterprise, month=_first(month))
        .select_related("referral__commitment")
        .first()
    )
    new = _row_of(row, by)
    if old is None:
        new.save(force_insert=True)
    else:
        _replace(old, new, by)
    ledger.post([new], by, confirmed=False)
    verb = "enterprise.income_corrected" if old else "enterprise.income_reported"
    facts = {"month": f"{new.month:%Y-%m}", "report": new.code, "replaces": old.code if old else ""}
    timeline.record(verb, about=enterprise, by=by, facts=facts)
    if referral is not None:
        timeline.record(
            "referral.outcome_reported", about=referral, by=by, facts={**facts, "phase": str(phase)}
        )
    return new


def _replace(old: IncomeReport, new: IncomeReport, by: Actor) -> None:
    """The database allows one current report a month, so the new one enters as replaced and they change places."""
    ledger.withdraw([old], by)
    if new.referral is None:
        # a correction of the amount does not take the report away from its case
        new.referral, new.phase = old.referral, old.phase
    new.replaced_by = old
    new.save(force_insert=True)
    old.replaced_by = new
    old.save(update_fields=["replaced_by"])
    new.replaced_by = None
    new.save(update_fields=["replaced_by"])


def _check(row: NewReport) -> None:
    today = clock.today()
    if _first(row.month) > _first(today):
        raise Refused(T("เดือนที่รายงานต้องไม่อยู่ในอนาคต", "The month cannot lie in the future."), field="month")
    if row.month < FIRST_MONTH:
        raise Refused(
            T("เดือนที่รายงานเก่าเกินไป โปรดตรวจปีอีกครั้ง", "The month is too long ago; check the year."),
            field="month",
        )
    for name in ("income_baht", "paid_to_producers_baht"):
        amount = getattr(row, name)
        if amount is not None and not 0 <= amount < MOST_BAHT:
            raise Refused(
                T(
                    "จำนวนเงินต้องไม่ติดลบและไม่เกินแสนล้านบาท",
                    "The amount cannot be negative, nor a hundred billion baht.",
                ),
                field=name,
            )
    if row.paid_to_producers_baht is not None and row.paid_to_producers_baht > row.income_baht:
        raise Refused(PAID_MORE, field="paid_to_producers_baht")
    if row.phase and row.phase not in IncomeReport.Phase.values:
        raise Refused(
            T("โปรดเลือกก่อนหรือหลังได้รับการสนับสนุน", "Choose before or after the support."), field="phase"
        )
    if bool(row.phase) != (row.referral is not None):
        raise Refused(
            T(
                "“ก่อน” หรือ “หลัง” ใช้เฉพาะกับรายงานที่ผูกกับเรื่องที่ส่งต่อ",
                "“Before” and “after” go with a case, and a case with one of them.",
            ),
            field="phase",
        )
    if row.referral is not None and row.referral.enterprise_id != row.enterprise.pk:
        raise Refused(T("เรื่องนี้เป็นของกลุ่มอื่น", "This case belongs to another group."), field="referral")


def _first(month: date) -> date:
    return month.replace(day=1)


def _row_of(row: NewReport, by: Actor) -> IncomeReport:
    reporter = row.reported_by.pk if row.reported_by else by.acting_id or row.enterprise.organisation_id
    return IncomeReport(
        code=new_code("i"), enterprise=row.enterprise, referral=row.referral, phase=row.phase, month=_first(row.month),
        income_baht=Decimal(row.income_baht),
        paid_to_producers_baht=None if row.paid_to_producers_baht is None else Decimal(row.paid_to_producers_baht),
        reported_by_id=reporter, reported_at=row.reported_at or clock.now(),
    )  # fmt: skip


@transaction.atomic
def report_outcome(
    *,
    by: Actor,
    referral: Referral,
    before: tuple[date, Decimal],
    after: tuple[date, Decimal, Decimal | None],
) -> tuple[IncomeReport, IncomeReport]:
    """Income per month before the support and after it, for one case: (month, income) and (month, income, paid to producers)."""
    permissions.check_can_report_outcome(by, referral)
    if _first(after[0]) <= _first(before[0]):
        raise Refused(
            T(
                "เดือนหลังได้รับการสนับสนุนต้องอยู่หลังเดือนก่อนได้รับ",
                "The month after the support must come later than the month before it.",
            ),
            field="after_month",
        )
    first = report(
        by=by, enterprise=referral.enterprise, month=before[0], income_baht=before[1], referral=referral,
        phase=IncomeReport.Phase.BEFORE,
    )  # fmt: skip
    second = report(
        by=by, enterprise=referral.enterprise, month=after[0], income_baht=after[1], paid_to_producers_baht=after[2],
        referral=referral, phase=IncomeReport.Phase.AFTER,
    )  # fmt: skip
    return first, second


@transaction.atomic
def report_many(*, by: Actor, rows: Iterable[NewReport | Mapping[str, Any]]) -> list[IncomeReport]:
    """As `report`, for tens of thousands of months at once; corrects nothing: a month that has a report is refused.

    The timeline of each group gets one event that names the months, not one per month.
    """
    new = [row if isinstance(row, NewReport) else NewReport(**row) for row in rows]
    _check_may_report_many(by, new)
    for row in new:
        _check(row)
    made = [_row_of(row, by) for row in new]
    try:
        with transaction.atomic():
            IncomeReport.objects.bulk_create(made, batch_size=2000)
    except IntegrityError as clash:
        raise Refused(
            T("มีเดือนที่รายงานไว้แล้วหรือซ้ำกันในรายการนี้", "Some month is reported already, or twice in this list.")
        ) from clash
    ledger.post(made, by, confirmed=False)
    timeline.record_many(_one_event_a_group(made), by=by)
    return made


def _check_may_report_many(by: Actor, rows: Sequence[NewReport]) -> None:
    if by.is_system:
        return
    check_has(by, Permission.REPORT_INCOME)
    wanted = {row.enterprise.pk for row in rows}
    mine = set(Enterprise.objects.workable_by(by).values_list("pk", flat=True))
    if not wanted <= mine:
        raise NotAllowed(permissions.NOT_YOURS)
    if any(row.reported_by is not None or row.reported_at is not None for row in rows):
        raise NotAllowed(
            T("รายงานได้ในนามหน่วยงานของท่านเท่านั้น", "You report in the name of your own body only.")
        )


def _one_event_a_group(made: Sequence[IncomeReport]) -> list[timeline.Entry]:
    of_group: dict[int, list[IncomeReport]] = defaultdict(list)
    for row in made:
        of_group[row.enterprise_id].append(row)
    entries = []
    for reports in of_group.values():
        months = sorted(report.month for report in reports)
        facts = {"months": len(months), "first": f"{months[0]:%Y-%m}", "last": f"{months[-1]:%Y-%m}"}
        at = max(report.reported_at for report in reports)
        entries.append(timeline.Entry("enterprise.income_reported", reports[0].enterprise, facts, "", at))
    return entries
