"""The page that closes a report: what is about to be frozen, what may have been forgotten, and a box ticked by hand."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, PeriodReport
from phanuek.agreements.states import ReportState
from tests import cast
from tests.agreements.agreement import an_agreement
from tests.agreements.meeting import SYSTEM
from tests.agreements.report import FIRST, LAST, opened
from tests.agreements.test_pages import as_
from tests.agreements.test_reports_pages import a_commitment, post, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb")


@pytest.fixture
def orawan(client: Client) -> Client:
    as_(client, cast.orawan())
    return client


def test_without_the_box_it_stays_open(orawan: Client, agreement: Agreement) -> None:
    report = opened(agreement)
    at = f"{report.get_absolute_url()}close/"
    for sent in ({}, {"is_read": ""}):
        answer = orawan.post(at, {"version": report.version, **sent})
        assert answer.status_code == 422
        assert 'name="is_read"' in answer.content.decode()
    assert PeriodReport.objects.get().state == ReportState.OPEN
    assert orawan.post(at, {"version": report.version, "is_read": "on"}).status_code == 302
    assert PeriodReport.objects.get().state == ReportState.CLOSED


def test_it_says_how_much_is_frozen(orawan: Client, agreement: Agreement) -> None:
    post(a_commitment(agreement), FIRST, 40)
    post(a_commitment(agreement, title_th="ไม่กี่คน"), FIRST, 3)
    a_commitment(agreement, title_th="ยังไม่มีผล")
    at = f"{opened(agreement).get_absolute_url()}close/"
    assert "3 ภารกิจ · มีผลในงวด 1 ภารกิจ · มีผลที่ไม่แสดง 1 ภารกิจ · รายงานผลที่รับรอง 0 รายการ" in read(orawan, at)
    text = read(orawan, at, "en")
    assert "3 commitments · 1 with results in the period · 1 with results not shown" in text
    assert "notice-warning" not in text


def test_it_warns_of_a_summary_that_was_forgotten(orawan: Client, agreement: Agreement, clock: Any) -> None:
    report = actions.open_report(
        by=SYSTEM, agreement=agreement, starts_on=FIRST, ends_on=LAST, title_th="รายงาน"
    )
    at = f"{report.get_absolute_url()}close/"
    answer = orawan.get(at)
    assert answer.status_code == 400
    assert "ยังไม่มีบทสรุป" in answer.content.decode()
    clock(datetime(2026, 5, 2, 9))
    actions.edit_report(by=SYSTEM, report=report, version=1, summary_th="งานคืบหน้า")
    clock(datetime(2026, 11, 23, 10))
    text = read(orawan, at)
    assert "ยังไม่มีบทสรุปภาษาอังกฤษ" in text
    assert "แก้ไขบทสรุปครั้งสุดท้ายเมื่อ 2 พฤษภาคม 2569" in text
    actions.edit_report(by=SYSTEM, report=report, version=2, summary_en="Going well")
    assert "notice-warning" not in read(orawan, at)


def test_it_warns_of_a_summary_nobody_touched(orawan: Client, agreement: Agreement) -> None:
    report = actions.open_report(
        by=SYSTEM, agreement=agreement, starts_on=FIRST, ends_on=date(2026, 6, 30), title_th="รายงาน"
    )
    PeriodReport.objects.filter(pk=report.pk).update(summary_th="นำเข้า", summary_en="Imported")
    assert "was not edited since" in read(orawan, f"{report.get_absolute_url()}close/", "en")
