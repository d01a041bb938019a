"""Another body says that a reported income is right."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction

from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.outcomes import permissions
from phanuek.outcomes.actions import ledger
from phanuek.outcomes.models import IncomeReport
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

LONGEST_HOW = 300


@transaction.atomic
def confirm(*, by: Actor, report: IncomeReport, how: str) -> IncomeReport:
    """Confirms a report; `how` says what that rests on, such as the sales book that was seen."""
    return confirm_many(by=by, reports=[report], how=how)[0]


@transaction.atomic
def confirm_many(*, by: Actor, reports: Iterable[IncomeReport], how: str) -> list[IncomeReport]:
    """As `confirm`, for many; all or none."""
    asked = list(reports)
    how = _basis(how)
    rows = _hold(asked)
    _check_may(by, rows)
    now = clock.now()
    for row in rows:
        if row.replaced_by_id is not None:
            raise Refused(
                T(
                    "รายงานนี้ถูกแทนที่ด้วยรายงานใหม่แล้ว โปรดยืนยันรายงานล่าสุด",
                    "This report was replaced by a newer one; confirm the newest.",
                )
            )
        if row.confirmed_by_id is not None:
            raise Refused(T("รายงานนี้ยืนยันแล้ว", "This report is confirmed already."))
        row.confirmed_by_id, row.confirmed_at, row.confirmed_how = by.acting_id, now, how
    for start in range(0, len(rows), 500):
        part = IncomeReport.objects.filter(pk__in=[row.pk for row in rows[start : start + 500]])
        part.update(confirmed_by=by.acting_id, confirmed_at=now, confirmed_how=how)
    _move_in_ledger(rows, by)
    timeline.record_many([*_one_event_a_group(rows), *_one_event_a_case(rows)], by=by)
    return rows


def _basis(how: str) -> str:
    how = how.strip()
    if not how:
        raise Refused(
            T(
                "โปรดระบุว่ายืนยันจากอะไร เช่น สมุดบัญชี ใบเสร็จ",
                "Say what it rests on, such as an account book or receipts.",
            ),
            field="how",
        )
    if len(how) > LONGEST_HOW:
        raise Refused(
            T("ข้อความยาวเกิน {n} ตัวอักษร", "The text is longer than {n} characters.").format(n=LONGEST_HOW),
            field="how",
        )
    return how


def _hold(asked: list[IncomeReport]) -> list[IncomeReport]:
    rows: list[IncomeReport] = []
    keys = sorted({report.pk for report in asked})
    for start in range(0, len(keys), 500):
        part = IncomeReport.objects.select_for_update(of=("self",)).filter(pk__in=keys[start : start + 500])
        rows += part.select_related("enterprise", "referral__commitment").order_by("pk")
    return rows


def _check_may(by: Actor, rows: list[IncomeReport]) -> None:
    if len(rows) == 1:
        permissions.check_can_confirm(by, rows[0])
        return
    check_has(by, Permission.CONFIRM_INCOME)
    seen: set[int] = set()
    for start in range(0, len(rows), 500):
        keys = [row.pk for row in rows[start : start + 500]]
        seen |= set(IncomeReport.objects.visible_to(by).filter(pk__in=keys).values_list("pk", flat=True))
    for row in rows:
        if by.acting_id is None or row.reported_by_id == by.acting_id:
            raise NotAllowed(permissions.OWN_REPORT)
        if row.pk not in seen:
            raise NotAllowed(permissions.NOT_YOURS)


def _move_in_ledger(rows: list[IncomeReport], by: Actor) -> None:
    """From unconfirmed to confirmed: the old posting goes, the new one comes."""
    counting = [row for row in rows if ledger.counts(row)]
    ledger.withdraw(counting, by)
    ledger.post(counting, by, confirmed=True)


def _one_event_a_group(rows: list[IncomeReport]) -> list[timeline.Entry]:
    of_group: dict[int, list[IncomeReport]] = defaultdict(list)
    for row in rows:
        of_group[row.enterprise_id].append(row)
    return [
        timeline.Entry(
            "enterprise.income_confirmed",
            reports[0].enterprise,
            {"months": len(reports), "reports": [report.code for report in reports][:24]},
        )
        for reports in of_group.values()
    ]


def _one_event_a_case(rows: list[IncomeReport]) -> list[timeline.Entry]:
    """The case whose effect is confirmed tells it too."""
    of_case: dict[int, list[IncomeReport]] = defaultdict(list)
    for row in rows:
        if row.referral_id is not None:
            of_case[row.referral_id].append(row)
    return [
        timeline.Entry(
            "referral.outcome_confirmed",
            reports[0].referral,
            {"months": len(reports), "reports": [report.code for report in reports][:24]},
        )
        for reports in of_case.values()
    ]
