"""Reports of a period: what is frozen, who closes it, and what never changes afterwards."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from phanuek.agreements import actions
from phanuek.agreements.actions import Result
from phanuek.agreements.models import (
    Activity,
    Agreement,
    Commitment,
    Measure,
    PeriodReport,
    StatusOverride,
    Update,
)
from phanuek.agreements.queries import reports as reads
from phanuek.agreements.queries.report_content import content
from phanuek.agreements.queries.report_differences import differences
from phanuek.agreements.states import ReportState
from phanuek.timeline import queries as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.meeting import SYSTEM, a_task, closed, held
from tests.agreements.report import FIRST, LAST, composed, frozen, opened
from tests.house.pdf import PDF

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb")


def a_commitment(agreement: Agreement, **changes: Any) -> Commitment:
    bank = cast.organisation("baac")
    return actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields(**changes))


def post(row: Commitment, on: date, n: int, quantity: int = 1, *, confirmed: bool = True) -> None:
    """`n` postings on one day, each a case of its own."""
    actions.post_results_many(
        by=SYSTEM,
        rows=[
            Result(row, row.measure, quantity, confirmed, f"referral:{on}-{confirmed}-{i}", on)
            for i in range(n)
        ],
    )


def whole(report: PeriodReport) -> dict[str, Any]:
    """The content with every result in it."""
    told = reads.results(report.agreement, report.starts_on, report.ends_on)
    return content(report, told, at=clock.now(), by=cast.organisation("osep"))


# -- opening and writing


def test_a_period_has_one_report(agreement: Agreement) -> None:
    by = cast.orawan()
    report = opened(agreement, by)
    assert report.state == ReportState.OPEN
    assert [e["verb"] for e in timeline.of(report, with_people=True)] == ["report.edited", "report.opened"]
    with pytest.raises(Refused) as refusal:
        opened(agreement, by)
    assert refusal.value.field == "starts_on"
    opened(agreement, by, ends_on=date(2026, 9, 30))
    opened(an_agreement("baac", code="mou-2"), by)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": date(2025, 12, 31)}, "ends_on"),
        ({"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)}, "ends_on"),
        ({"title_th": " "}, "title_th"),
    ],
)
def test_what_does_not_hold_is_refused(agreement: Agreement, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        opened(agreement, **changes)
    assert refusal.value.field == field
    assert PeriodReport.objects.count() == 0


def test_two_who_write_notice_each_other(agreement: Agreement) -> None:
    report = opened(agreement)
    with pytest.raises(Conflict) as conflict:
        actions.edit_report(by=SYSTEM, report=report, version=1, summary_th="อีกแบบ")
    assert conflict.value.theirs == {"summary_th": "งานคืบหน้าตามแผน"}


def test_only_the_secretariat(agreement: Agreement) -> None:
    report = opened(agreement)
    for by in (cast.niran(), cast.malee(), cast.DAO):
        for act in (
            lambda by=by: opened(agreement, by, ends_on=date(2026, 3, 31)),
            lambda by=by: actions.edit_report(by=by, report=report, version=2, summary_th="x"),
            lambda by=by: actions.close_report(
                by=by, report=report, version=2, content=composed(report), pdf_th=PDF, pdf_en=PDF
            ),
        ):
            with pytest.raises(NotAllowed):
                act()
    assert not PeriodReport.objects.visible_to(cast.DAO).exists()
    assert PeriodReport.objects.visible_to(SYSTEM).exists()


def test_the_periods_offered_are_the_countrys(agreement: Agreement) -> None:
    found = {p.key: (p.starts_on, p.ends_on) for p in reads.periods(TODAY)}
    assert found["y2027"] == (date(2026, 10, 1), date(2027, 9, 30))
    assert found["y2027q1"] == (date(2026, 10, 1), date(2026, 12, 31))
    assert "y2027q2" not in found
    assert found["y2026q4"] == (date(2026, 7, 1), date(2026, 9, 30))
    assert found["y2025q2"] == (date(2025, 1, 1), date(2025, 3, 31))
    quarters = [found[f"y2026q{n}"] for n in (1, 2, 3, 4)]
    assert all(one[1] + timedelta(days=1) == two[0] for one, two in pairwise(quarters))
    assert (
        next(p.label for p in reads.periods(TODAY) if p.key == "y2026q1").th
        == "ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2569"
    )


# -- closing


def test_closing_freezes_content_hash_and_files(agreement: Agreement) -> None:
    by = cast.orawan()
    post(a_commitment(agreement), date(2026, 3, 1), 12)
    report = frozen(agreement, by)
    assert report.state == ReportState.CLOSED
    assert report.content_sha256 == reads.digest(report.content)
    assert report.closed_by == "osep"
    assert report.closed_at == clock.now().replace(microsecond=0)
    assert report.pdf_th is not None
    with report.pdf_th.file.open("rb") as kept:
        assert kept.read() == PDF
    stored = PeriodReport.objects.get(pk=report.pk)
    assert reads.canonical(stored.content) == reads.canonical(report.content)
    assert "report.closed" in [e["verb"] for e in timeline.of(agreement, with_people=True)]


def test_a_period_that_is_not_over_stays_open(agreement: Agreement, clock: Any) -> None:
    report = opened(agreement, starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 24))
    with pytest.raises(Refused) as refusal:
        actions.close_report(
            by=SYSTEM, report=report, version=2, content=composed(report), pdf_th=PDF, pdf_en=PDF
        )
    assert refusal.value.field == "ends_on"
    assert "24 พฤศจิกายน 2569" in refusal.value.message.th
    clock(datetime(2026, 11, 24, 8))
    actions.close_report(
        by=SYSTEM, report=report, version=2, content=composed(report), pdf_th=PDF, pdf_en=PDF
    )


def test_what_is_closed_is_closed(agreement: Agreement) -> None:
    report = frozen(agreement)
    for act in (
        lambda: actions.close_report(
            by=SYSTEM, report=report, version=3, content=report.content, pdf_th=PDF, pdf_en=PDF
        ),
        lambda: actions.edit_report(by=SYSTEM, report=report, version=3, summary_th="ใหม่"),
    ):
        with pytest.raises(Refused, match="ปิดแล้วเมื่อ 23 พฤศจิกายน 2569"):
            act()
    report.refresh_from_db()
    assert report.version == 3


def test_two_who_close_at_once(agreement: Agreement) -> None:
    report = opened(agreement)
    said = composed(report)
    seen = {"report": report, "version": 2, "content": said, "pdf_th": PDF, "pdf_en": PDF}
    actions.close_report(by=SYSTEM, **seen)
    with pytest.raises(Refused, match="ปิดแล้ว"):
        actions.close_report(by=cast.orawan(), **seen)


def test_words_written_meanwhile_are_not_lost_in_closing(agreement: Agreement) -> None:
    report = opened(agreement)
    said = composed(report)
    actions.edit_report(by=SYSTEM, report=report, version=2, summary_th="บทสรุปใหม่")
    seen = {"report": report, "content": said, "pdf_th": PDF, "pdf_en": PDF}
    with pytest.raises(Conflict):
        actions.close_report(by=SYSTEM, version=2, **seen)
    with pytest.raises(Refused, match="ไม่ตรงกับรายงานฉบับปัจจุบัน"):
        actions.close_report(by=SYSTEM, version=3, **seen)


def test_a_report_without_a_summary_is_not_closed(agreement: Agreement) -> None:
    report = actions.open_report(
        by=SYSTEM, agreement=agreement, starts_on=FIRST, ends_on=LAST, title_th="รายงาน"
    )
    with pytest.raises(Refused) as refusal:
        actions.close_report(
            by=SYSTEM, report=report, version=1, content=composed(report), pdf_th=PDF, pdf_en=PDF
        )
    assert refusal.value.field == "summary_th"


# -- what it says


def test_results_are_those_of_the_period_and_up_to_its_end(agreement: Agreement) -> None:
    row = a_commitment(agreement, target=100)
    for day, n in ((date(2025, 12, 31), 7), (FIRST, 11), (LAST, 13), (date(2026, 7, 1), 17)):
        post(row, day, n)
    post(row, date(2026, 2, 1), 6, confirmed=False)
    actions.post_result(
        by=SYSTEM,
        commitment=row,
        measure=Measure.DELIVERIES,
        quantity=99,
        confirmed=True,
        reference="d",
        on=FIRST,
    )
    found = reads.results(agreement, FIRST, LAST)[row.pk]
    assert (found.confirmed_in_period, found.confirmed) == (Decimal(24), Decimal(31))
    assert (found.unconfirmed_in_period, found.unconfirmed) == (Decimal(6), Decimal(6))
    (said,) = whole(opened(agreement))["commitments"]
    assert (said["confirmed_in_period"], said["confirmed"], said["target"]) == ("24", "31", "100")
    # 180 of 364 days of the year have gone: 49.45, rounded down
    assert said["expected"] == "49"
    assert said["status"]["code"] == "behind"
    assert "วันนี้" not in said["status"]["reason"]["th"]


def test_the_content_stands_by_itself(agreement: Agreement) -> None:
    row = a_commitment(agreement)
    bank = cast.organisation("baac")
    Update.objects.create(code="u-1", commitment=row, organisation=bank, on=FIRST, text_th="เริ่มแล้ว")
    Update.objects.create(code="u-2", commitment=row, organisation=bank, on=TODAY, text_th="นอกงวด")
    Activity.objects.create(
        code="act-1",
        commitment=row,
        title_th="อบรม",
        organisation=bank,
        starts_on=FIRST,
        due_on=LAST,
        done_on=TODAY,
    )
    Activity.objects.create(
        code="act-2", commitment=row, title_th="ภายหลัง", organisation=bank, starts_on=TODAY
    )
    StatusOverride.objects.create(
        commitment=row,
        status="on_plan",
        reason_th="ติดน้ำท่วม",
        starts_on=LAST,
        ends_on=TODAY,
        by_organisation="osep",
    )
    meeting = closed(agreement, held_on=date(2026, 5, 4))
    a_task(held(agreement, number="2/2569", held_on=date(2026, 6, 1)), due_on=date(2026, 6, 15))
    closed(agreement, number="3/2569", held_on=date(2026, 9, 1))
    said = whole(opened(agreement))
    assert said["form"] == "phanuek.period-report/1"
    assert said["agreement"]["in_force"]["answer"] == "cannot_say"
    assert [p["name"]["th"] for p in said["parties"]] == ["หน่วยงาน baac", "หน่วยงาน gsb"]
    (told,) = said["commitments"]
    assert [u["text"]["th"] for u in told["updates"]] == ["เริ่มแล้ว"]
    assert [(a["code"], a["done_on"]) for a in told["activities"]] == [("act-1", None)]
    assert told["override"]["label"]["th"] == "เป็นไปตามแผน"
    assert (
        told["status"]["code"] == "behind"
    )  # the word of a person stands beside what follows from the facts
    assert [m["number"] for m in said["meetings"]] == [meeting.number, "2/2569"]
    assert said["meetings"][0]["parties_present"] == 2
    (task,) = said["tasks"]
    assert (task["late"], task["state"]["en"]) == (True, "To be done")
    assert said["report"]["closed_by"]["code"] == "osep"
    assert {"ผลในงวด และผลสะสม", "ตัวเลขที่ไม่แสดง"} <= {line["title"]["th"] for line in said["method"]}
    assert "นายผู้แทน" not in str(said)
    assert reads.digest(said) == reads.digest(whole(PeriodReport.objects.get()))


def test_a_task_stands_as_it_was_on_the_last_day(agreement: Agreement, clock: Any) -> None:
    meeting = held(agreement, held_on=date(2026, 6, 1))
    early, late = (a_task(meeting, title_th=n, due_on=date(2026, 6, 20)) for n in ("ก่อน", "หลัง"))
    clock(datetime(2026, 6, 25, 9))
    actions.finish_task(by=SYSTEM, task=early, version=1, note="เสร็จ")
    clock(datetime(2026, 11, 23, 10))
    actions.finish_task(by=SYSTEM, task=late, version=1, note="เสร็จช้า")
    told = {task["title"]["th"]: task for task in whole(opened(agreement))["tasks"]}
    assert (told["ก่อน"]["closed_on"], told["ก่อน"]["note"]) == ("2026-06-25", "เสร็จ")
    assert (told["หลัง"]["closed_on"], told["หลัง"]["late"], told["หลัง"]["note"]) == (None, True, "")


def test_what_may_not_be_told_is_not_in_the_content(agreement: Agreement) -> None:
    row = a_commitment(agreement, target=100)
    post(row, FIRST, 60)
    report = opened(agreement)
    told = reads.results(agreement, FIRST, LAST)
    told[row.pk] = replace(told[row.pk], confirmed=None, confirmed_in_period=None)
    (said,) = content(report, told, at=clock.now(), by=None)["commitments"]
    assert said["hidden"] == ["confirmed_in_period", "confirmed"]
    assert said["status"]["code"] == "undisclosed"
    assert "60" not in str(said)


def test_read_for_a_page_it_has_days_numbers_and_words(agreement: Agreement) -> None:
    post(a_commitment(agreement), FIRST, 12)
    read = reads.readable(frozen(agreement).content)
    assert read["report"]["ends_on"] == LAST
    assert read["commitments"][0]["confirmed"] == Decimal(12)
    assert read["report"]["title"].en == "Half-year report"
    assert read["report"]["closed_at"] == clock.now().replace(microsecond=0)


# -- differences


def test_nothing_differs_while_nothing_changed(agreement: Agreement) -> None:
    post(a_commitment(agreement), FIRST, 12)
    said = whole(opened(agreement))
    assert differences(said, whole(PeriodReport.objects.get())) == []


def test_each_thing_that_differs_is_a_row_with_a_sentence(agreement: Agreement) -> None:
    row = a_commitment(agreement, target=100)
    post(row, FIRST, 12)
    held(agreement, held_on=date(2026, 5, 4))
    report = opened(agreement)
    before = whole(report)
    post(row, LAST, 40)
    actions.withdraw_result(
        by=SYSTEM, commitment=row, measure=row.measure, reference=f"referral:{FIRST}-True-0"
    )
    actions.edit_commitment(by=SYSTEM, commitment=row, version=1, target=Decimal(50), due_on=date(2027, 1, 1))
    added = a_commitment(agreement, title_th="ภารกิจที่มาทีหลัง")
    actions.add_decision(by=SYSTEM, meeting=agreement.meetings.get(), text_th="มติใหม่")
    party = agreement.parties.get(organisation__code="gsb")
    party.withdrawn_on = LAST
    party.save()
    found = differences(before, whole(report))
    told = {(str(d.where), d.what.en): (d.then.en, d.now.en) for d in found}
    title = "รับเรื่องกลุ่มที่ต้องการทุน"
    assert told[(title, "Confirmed in all")] == ("12", "51")
    assert told[(title, "Confirmed in the period")] == ("12", "51")
    assert told[(title, "Target")] == ("100", "50")
    assert told[(title, "Due day")] == ("31 Dec 2026", "1 Jan 2027")
    assert told[(title, "Status on the last day")] == ("Behind", "Target reached")
    assert told[("หน่วยงาน gsb", "State of the party on the last day")] == ("Signatory not known", "Withdrew")
    assert told[("ภารกิจที่มาทีหลัง", "Commitment")] == ("not there", "there")
    assert told[("ประชุมติดตามผล", "Number of decisions")] == ("0", "1")
    sentences = [d.sentence.th for d in found]
    assert "ผลที่ยืนยันแล้วสะสมของ “รับเรื่องกลุ่มที่ต้องการทุน” เดิม 12 ปัจจุบัน 51 (มีผลที่บันทึกหรือยืนยันภายหลัง)" in sentences
    assert all(d.path.startswith("/") for d in found)
    assert {d.path for d in found if str(d.where) == "ภารกิจที่มาทีหลัง"} == {added.get_absolute_url()}
