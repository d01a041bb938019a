"""Reports as pages and files: what everyone reads, that it stays, and what differs a year later."""

import csv
import hashlib
import io
import json
import re
import subprocess
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
import pytest
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.actions import Result
from phanuek.agreements.models import Agreement, Claim, Commitment, Measure, PeriodReport
from phanuek.agreements.states import ReportState
from phanuek.site.queries.report import told
from phanuek.site.queries.report_today import since
from phanuek.ui import clock
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.meeting import SYSTEM, a_task, closed, held
from tests.agreements.report import FIRST, LAST, frozen, opened
from tests.agreements.test_pages import as_

pytestmark = pytest.mark.django_db
LIST = "/agreements/mou-1/reports/"
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb", short_title_th="ข้อตกลงทดสอบ", short_title_en="Test agreement")


def read(client: Client, address: str, lang: str = "th") -> str:
    client.cookies["lang"] = lang
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


def the_frozen_part(text: str) -> str:
    """The article, which is all that the report itself says on the page."""
    found = re.search(r'<article id="report".*?</article>', text, re.S)
    assert found is not None
    return found[0]


def a_commitment(agreement: Agreement, **changes: Any) -> Commitment:
    bank = cast.organisation("baac")
    fields = commitment_fields(measure=Measure.PEOPLE_TRAINED, **changes)
    return actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **fields)


def post(row: Commitment, on: date, quantity: int, *, confirmed: bool = True, reference: str = "") -> None:
    reference = reference or f"delivery:{on}-{confirmed}"
    actions.post_results_many(by=SYSTEM, rows=[Result(row, row.measure, quantity, confirmed, reference, on)])


def close(client: Client, report: PeriodReport) -> PeriodReport:
    """As the secretariat does it, with the real PDFs."""
    answer = client.post(f"{report.get_absolute_url()}close/", {"version": report.version, "is_read": "on"})
    assert answer.status_code == 302, answer.content.decode()[-600:]
    report.refresh_from_db()
    return report


# -- writing and closing


def test_from_opening_to_closing_through_the_pages(client: Client, agreement: Agreement) -> None:
    post(a_commitment(agreement), date(2026, 8, 1), 30)
    as_(client, cast.orawan())
    read(client, f"{LIST}new/")
    answer = client.post(f"{LIST}new/", {"period": "y2026q4"})
    report = PeriodReport.objects.get()
    assert answer["Location"] == f"{report.get_absolute_url()}edit/"
    assert (report.starts_on, report.ends_on) == (date(2026, 7, 1), date(2026, 9, 30))
    assert report.title_th == "รายงานผลการดำเนินงาน ไตรมาสที่ 4 ปีงบประมาณ พ.ศ. 2569"
    text = read(client, report.get_absolute_url())
    assert "ยังไม่ปิดงวด" in text
    assert "ยังไม่มีบทสรุป" in text
    assert client.get(f"{report.get_absolute_url()}close/").status_code == 400
    read(client, f"{report.get_absolute_url()}edit/")
    sent = {"title_th": report.title_th, "title_en": report.title_en, "starts_on": "1/7/2569", "ends_on": "30/9/2569",
            "summary_th": "อบรมครบทุกจังหวัด", "version": 1}  # fmt: skip
    assert client.post(f"{report.get_absolute_url()}edit/", sent).status_code == 302
    answer = client.post(f"{report.get_absolute_url()}edit/", {**sent, "summary_th": "อื่น"})
    assert answer.status_code == 422
    assert "อบรมครบทุกจังหวัด" in answer.content.decode()
    report.refresh_from_db()
    read(client, f"{report.get_absolute_url()}close/")
    close(client, report)
    assert report.state == ReportState.CLOSED
    assert report.closed_by == "osep"
    answer = client.post(f"{report.get_absolute_url()}close/", {"version": report.version, "is_read": "on"})
    assert answer.status_code == 400
    assert "ปิดแล้วเมื่อ" in answer.content.decode()


def test_days_of_ones_own(client: Client, agreement: Agreement) -> None:
    as_(client, cast.orawan())
    answer = client.post(f"{LIST}new/", {"period": "own", "starts_on": "1/2/2569"})
    assert answer.status_code == 422
    assert "กรุณาใส่วัน" in answer.content.decode()
    sent = {"period": "own", "starts_on": "1/2/2569", "ends_on": "1/1/2569"}
    assert "จบก่อน" not in client.post(f"{LIST}new/", sent).content.decode()
    assert client.post(f"{LIST}new/", sent).status_code == 422
    assert client.post(f"{LIST}new/", {**sent, "ends_on": "31/3/2569"}).status_code == 302
    assert PeriodReport.objects.get().title_th == "รายงานผลการดำเนินงาน"


def test_who_may_not(client: Client, agreement: Agreement) -> None:
    report = opened(agreement)
    for who in (cast.niran(), cast.malee()):
        as_(client, who)
        assert client.get(f"{LIST}new/").status_code == 403
        for part in ("", "edit/", "close/", "report.json", "report.pdf", "figures.csv"):
            assert client.get(f"{report.get_absolute_url()}{part}").status_code == 404
    assert "ยังไม่มีรายงานที่ปิดงวดแล้ว" in read(Client(), LIST)


def test_a_period_to_come_is_not_closed_by_its_page(client: Client, agreement: Agreement) -> None:
    report = opened(agreement, starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 31))
    as_(client, cast.orawan())
    assert "close/" not in read(client, report.get_absolute_url())
    answer = client.post(f"{report.get_absolute_url()}close/", {"version": 2, "is_read": "on"})
    assert answer.status_code == 400
    assert "ยังปิดไม่ได้" in answer.content.decode()


# -- a year later


def test_a_year_later_it_is_the_same_and_the_differences_stand_beside(
    client: Client, agreement: Agreement, clock: Any
) -> None:
    row = a_commitment(agreement, target=100)
    post(row, date(2026, 3, 1), 40)
    post(row, date(2026, 4, 1), 20, confirmed=False)
    a_task(closed_meeting := held(agreement, held_on=date(2026, 5, 4)), due_on=date(2026, 6, 1))
    as_(client, cast.orawan())
    report = close(client, opened(agreement))
    at, anyone = report.get_absolute_url(), Client()
    pages = {lang: the_frozen_part(read(anyone, at, lang)) for lang in ("th", "en")}
    files = {
        name: anyone.get(f"{at}{name}")
        for name in (
            "report.json",
            "report.pdf?lang=th",
            "report.pdf?lang=en",
            "report.docx?lang=th",
            "figures.csv?lang=th",
        )
    }
    before = {name: digest_of(answer) for name, answer in files.items()}
    assert before["report.pdf?lang=th"] != before["report.pdf?lang=en"]
    assert 'id="differences"' not in read(anyone, at)

    clock(datetime(2027, 11, 23, 10))
    post(row, date(2026, 6, 30), 25, reference="delivery:late")
    actions.withdraw_result(
        by=SYSTEM, commitment=row, measure=row.measure, reference="delivery:2026-04-01-False"
    )
    actions.edit_commitment(by=SYSTEM, commitment=row, version=1, target=80, title_th="ชื่อใหม่ทั้งหมด")
    cast.organisation("baac").__class__.objects.filter(code="baac").update(name_th="ธนาคารชื่อใหม่")
    actions.write_minutes(by=SYSTEM, meeting=closed_meeting, version=2, said={1: ("ก", ""), 2: ("ข", "")})
    Agreement.objects.filter(pk=agreement.pk).update(title_th="ชื่อข้อตกลงใหม่", short_title_th="ชื่อย่อใหม่")

    assert {lang: the_frozen_part(read(anyone, at, lang)) for lang in ("th", "en")} == pages
    assert {name: digest_of(anyone.get(f"{at}{name}")) for name in files} == before
    text = read(anyone, at)
    differences = text[text.index('id="differences"') : text.index('<article id="report"')]
    for sentence in (
        "ผลที่ยืนยันแล้วสะสมของ “รับเรื่องกลุ่มที่ต้องการทุน” เดิม 40 ปัจจุบัน 65 (มีผลที่บันทึกหรือยืนยันภายหลัง)",
        "ผลรอยืนยันสะสมของ “รับเรื่องกลุ่มที่ต้องการทุน” เดิม 20 ปัจจุบัน 0 (มีผลที่ถูกถอนหรือเปลี่ยนภายหลัง)",
        "เป้าหมายของ “รับเรื่องกลุ่มที่ต้องการทุน” เดิม 100 ปัจจุบัน 80",
    ):
        assert f'</a><br><span class="who fw-normal">{sentence}</span>' in differences
    assert "ชื่อใหม่ทั้งหมด" not in text[text.index('<article id="report"') :]
    assert before["report.json"] == report.content_sha256
    assert report.content_sha256 in text


def digest_of(answer: Any) -> str:
    return hashlib.sha256(body_of(answer)).hexdigest()


def body_of(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_the_paper_says_what_the_page_says(client: Client, agreement: Agreement, tmp_path: Any) -> None:
    post(a_commitment(agreement, target=100), date(2026, 3, 1), 40)
    closed(agreement, held_on=date(2026, 5, 4))
    as_(client, cast.orawan())
    report = close(client, opened(agreement))
    for lang, words in (
        ("th", ["รายงานครึ่งปี", "งานคืบหน้าตามแผน", "๔๐", "๑๐๐", "รับเรื่องกลุ่มที่ต้องการทุน", "ข้อตกลง ณ วันสิ้นงวด", "นับอย่างไร"]),
        ("en", ["Half-year report", "Work goes to plan", "40", "Take up groups in need of finance", "How it counts"]),
    ):  # fmt: skip
        path = tmp_path / f"{lang}.pdf"
        path.write_bytes(body_of(client.get(f"{report.get_absolute_url()}report.pdf?lang={lang}")))
        text = subprocess.run(
            ["pdftotext", "-layout", path, "-"], capture_output=True, check=True
        ).stdout.decode()
        for word in words:
            assert word in text, (lang, word)
        assert report.content_sha256 in re.sub(r"\s", "", text)


# -- files


def test_word_holds_the_same(client: Client, agreement: Agreement) -> None:
    post(a_commitment(agreement, target=100), date(2026, 3, 1), 40)
    post(a_commitment(agreement, title_th="อบรมไม่กี่คน"), date(2026, 3, 1), 3)
    a_task(held(agreement, held_on=date(2026, 5, 4)), due_on=date(2026, 6, 1))
    report = frozen(agreement)
    for lang, words in (
        ("th", ["รายงานครึ่งปี", "๔๐", "ไม่แสดง", "ให้เร่งรัด", "เลยกำหนด", "นับอย่างไร"]),
        ("en", ["Half-year report", "40", "not shown", "Overdue", "How it counts", report.content_sha256]),
    ):
        sent = body_of(client.get(f"{report.get_absolute_url()}report.docx?lang={lang}"))
        file = docx.Document(io.BytesIO(sent))
        cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(p.text for p in file.paragraphs), *cells])
        assert [word for word in words if word not in text] == []
        assert "\n3\n" not in text


def test_figures_as_files_are_those_of_the_page(client: Client, agreement: Agreement) -> None:
    enough = a_commitment(agreement, target=100)
    post(enough, date(2026, 3, 1), 40)
    few = a_commitment(agreement, title_th="อบรมไม่กี่คน")
    post(few, date(2026, 3, 1), 3)
    report = frozen(agreement)
    sent = body_of(client.get(f"{report.get_absolute_url()}figures.csv?lang=en")).decode("utf-8-sig")
    lines = {line["Commitment (code)"]: line for line in csv.DictReader(io.StringIO(sent))}
    assert len(lines) == 2
    told, kept_back = lines[enough.code], lines[few.code]
    names = (
        "Target",
        "Expected by the last day",
        "Confirmed in the period",
        "Confirmed in all",
        "Unconfirmed in all",
    )
    assert [told[name] for name in names] == ["100", "49", "40", "40", "0"]
    assert kept_back["Confirmed in all"] == kept_back["Confirmed in the period"] == "not shown"
    assert kept_back["Status on the last day"] == "Not disclosed"
    book = openpyxl.load_workbook(io.BytesIO(body_of(client.get(f"{report.get_absolute_url()}figures.xlsx"))))
    assert book.worksheets[0].max_row == 3
    notes = " ".join(str(cell.value) for (cell,) in book.worksheets[1].iter_rows())
    assert report.content_sha256 in notes
    assert json.loads(body_of(client.get(f"{report.get_absolute_url()}report.json")))["form"].endswith("/1")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_pages_read_in_both_languages(client: Client, agreement: Agreement, lang: str) -> None:
    row = a_commitment(agreement)
    Claim.objects.create(
        code="k-1", commitment=row, organisation=row.lead, quantity=9, starts_on=FIRST, ends_on=FIRST, text_th="อบรม",
        submitted_at=clock.now(), state="approved", approved_quantity=8, decided_at=datetime.fromisoformat("2026-05-01T10:00:00+07:00"),
    )  # fmt: skip
    report = frozen(agreement)
    for address in (LIST, report.get_absolute_url()):
        assert read(client, address, lang).count("<h1") == 1
    assert "อบรม" in read(client, report.get_absolute_url(), lang)


def test_the_list_costs_the_same_however_long(
    client: Client, agreement: Agreement, django_assert_num_queries: Any
) -> None:
    for month in (1, 2, 3):
        frozen(agreement, starts_on=date(2026, month, 1), ends_on=date(2026, month, 28))
    with django_assert_num_queries(2):
        read(client, LIST)


# -- what everyone may read


def test_few_are_not_told_and_not_by_subtraction(agreement: Agreement) -> None:
    row = a_commitment(agreement)
    before = date(2025, 6, 1)

    def shown(*amounts: tuple[date, int]) -> tuple[bool, bool]:
        """Whether the sum, and what lies within the period, are told."""
        row.postings.all().delete()
        for n, (on, quantity) in enumerate(amounts):
            post(row, on, quantity, reference=f"delivery:{n}")
        found = told(opened_once(agreement), TODAY)[row.pk]
        return found.confirmed is not None, found.confirmed_in_period is not None

    assert shown() == (True, True)
    assert shown((FIRST, 5)) == (True, True)
    assert shown((FIRST, 4)) == (False, False)
    # the sum and the page of today would tell the three since
    assert shown((FIRST, 20), (TODAY, 3)) == (False, False)
    assert shown((FIRST, 20), (TODAY, 5)) == (True, True)
    # within the period too few: the sum is told, the part is not
    assert shown((before, 20), (FIRST, 3)) == (True, False)
    # before it too few: the part would tell them
    assert shown((before, 3), (FIRST, 20)) == (True, False)
    assert shown((before, 7), (FIRST, 20)) == (True, True)


def opened_once(agreement: Agreement) -> PeriodReport:
    return agreement.reports.first() or opened(agreement)


def test_a_report_keeps_back_what_an_earlier_one_would_tell(agreement: Agreement) -> None:
    row = a_commitment(agreement)
    post(row, date(2026, 2, 1), 20)
    frozen(agreement, starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31))
    post(row, date(2026, 5, 1), 3, reference="delivery:few")
    post(row, date(2026, 8, 1), 9, reference="delivery:more")
    second = told(opened(agreement, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30)), TODAY)[row.pk]
    assert (second.confirmed, second.confirmed_in_period) == (None, None)
    third = told(opened(agreement, starts_on=date(2026, 4, 1), ends_on=date(2026, 9, 30)), TODAY)[row.pk]
    assert (third.confirmed, third.confirmed_in_period) == (32, 12)


def test_everyone_reads_the_same_report(client: Client, agreement: Agreement) -> None:
    post(a_commitment(agreement), FIRST, 3)
    report = frozen(agreement)
    pages = set()
    for who in (None, cast.niran(), cast.orawan()):
        reader = as_(Client(), who) if who else Client()
        pages.add(the_frozen_part(read(reader, report.get_absolute_url())))
    assert len(pages) == 1
    assert ">ไม่แสดง<" in pages.pop()


def test_a_small_change_is_told_without_its_size(agreement: Agreement, clock: Any) -> None:
    row = a_commitment(agreement)
    post(row, FIRST, 40)
    report = frozen(agreement)
    clock(datetime(2026, 12, 1, 9))
    post(row, LAST, 2, reference="delivery:late")
    now = datetime.fromisoformat("2026-12-01T09:00:00+07:00")
    for actor, said in (
        (cast.DAO, "changed by fewer than 5 cases"),
        (cast.orawan(), "42"),
        (cast.niran(), "42"),
    ):
        found = {d.what.en: d.now.en for d in since(report, actor, now)}
        assert found["Confirmed in all"] == said, actor.role
    (one, *_) = since(report, cast.DAO, now)
    assert "42" not in one.sentence.th
    assert "เดิม 40" in one.sentence.th
    post(row, LAST, 9, reference="delivery:later")
    assert {d.now.en for d in since(report, cast.DAO, now)} == {"51", "On plan"}


def test_cases_are_counted_behind_a_change_not_deliveries(agreement: Agreement, clock: Any) -> None:
    bank = cast.organisation("baac")
    row = actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields())
    actions.post_results_many(
        by=SYSTEM, rows=[Result(row, row.measure, 1, True, f"referral:{n}", FIRST) for n in range(40)]
    )
    report = frozen(agreement)
    clock(datetime(2026, 12, 1, 9))
    now = datetime.fromisoformat("2026-12-01T09:00:00+07:00")
    for n in range(3):
        actions.withdraw_result(by=SYSTEM, commitment=row, measure=row.measure, reference=f"referral:{n}")
    assert {d.now.en for d in since(report, cast.DAO, now)} == {"changed by fewer than 5 cases"}
    for n in range(3, 6):
        actions.withdraw_result(by=SYSTEM, commitment=row, measure=row.measure, reference=f"referral:{n}")
    assert {d.now.en for d in since(report, cast.DAO, now)} >= {"34"}


def test_what_was_kept_back_is_not_told_by_a_difference(agreement: Agreement, clock: Any) -> None:
    row = a_commitment(agreement)
    post(row, FIRST, 3)
    report = frozen(agreement)
    clock(datetime(2026, 12, 1, 9))
    post(row, LAST, 40, reference="delivery:late")
    added = a_commitment(agreement, title_th="ภารกิจใหม่")
    post(added, FIRST, 50)
    (one,) = since(report, cast.DAO, datetime.fromisoformat("2026-12-01T09:00:00+07:00"))
    assert one.where.th == "ภารกิจใหม่"
    assert "50" not in one.sentence.th
