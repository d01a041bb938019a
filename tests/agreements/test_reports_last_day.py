"""A report closed late speaks of the last day of its period."""

from datetime import date, datetime
from typing import Any

import pytest

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Commitment
from phanuek.site.queries.report_today import since
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.meeting import SYSTEM
from tests.agreements.report import LAST, composed, frozen, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb", "sme")


def a_commitment(agreement: Agreement, **changes: Any) -> Commitment:
    bank = cast.organisation("baac")
    return actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields(**changes))


def hand_over(row: Commitment, to: str) -> None:
    row.refresh_from_db()
    actions.hand_over(by=SYSTEM, commitment=row, lead=cast.organisation(to), reason="ปรับโครงสร้าง")


def test_what_begins_after_the_period_is_not_in_it(agreement: Agreement) -> None:
    here = [a_commitment(agreement, starts_on=day) for day in (date(2026, 1, 1), LAST)]
    here.append(a_commitment(agreement, starts_on=None, due_on=None))
    a_commitment(agreement, starts_on=date(2026, 7, 1))
    said = composed(opened(agreement))
    assert {row["code"] for row in said["commitments"]} == {row.code for row in here}
    assert sum(one["count"] for one in said["statuses"]) == 3


def test_the_lead_is_the_one_of_the_last_day(agreement: Agreement, clock: Any) -> None:
    clock(datetime(2026, 3, 1, 9))
    row, other = a_commitment(agreement), a_commitment(agreement)
    clock(datetime(2026, 6, 30, 23))
    hand_over(row, "gsb")
    clock(datetime(2026, 7, 1, 1))
    hand_over(row, "sme")
    clock(datetime(2026, 9, 1, 9))
    hand_over(row, "baac")
    report = frozen(agreement)
    leads = {one["code"]: one["lead"]["code"] for one in report.content["commitments"]}
    assert leads == {row.code: "gsb", other.code: "baac"}
    assert since(report, cast.DAO, datetime.fromisoformat("2026-09-02T09:00:00+07:00")) == []


def test_the_method_says_what_stands_as_of_the_closing(agreement: Agreement) -> None:
    texts = [line["text"] for line in composed(opened(agreement))["method"]]
    assert any("ณ วันที่ปิดงวด" in text["th"] for text in texts)
    assert any("on the day the report was closed" in text["en"] for text in texts)
