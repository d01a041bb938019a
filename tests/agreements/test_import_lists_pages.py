"""The template of a list of commitments, the copy with reasons, the pages, and who may."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.importing.lists import writing
from phanuek.agreements.importing.lists.columns import COLUMNS
from phanuek.agreements.models import Agreement, AgreementImport, Commitment
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import NotAllowed
from tests import cast
from tests.agreements.agreement import an_agreement
from tests.agreements.files import example, upload
from tests.agreements.lists import COURSE, HEAD, LOANS, as_csv, as_xlsx, errors, taken_in, tried, verdicts
from tests.agreements.test_import_pages import confirmed, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def orawan() -> Actor:
    return cast.orawan()


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb", "osep")


# -- the template and the copy ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_template_knows_the_agreement_and_comes_back(orawan: Actor, language: str) -> None:
    agreement = confirmed(orawan, example())
    book = openpyxl.load_workbook(io.BytesIO(writing.template(agreement, language)))
    sheet, help_sheet, parties, roots, lists = book.worksheets
    assert help_sheet.max_row == len(COLUMNS) + 1
    assert [row[0].value for row in parties.iter_rows(min_row=2)] == [
        "sample-institute",
        "sample-bank",
        "sample-university",
    ]
    assert [row[0].value for row in roots.iter_rows(min_row=2)][:3] == (
        ["ข้อ ๑", "ข้อ ๒", "ข้อ ๓"] if language == "th" else ["Clause 1", "Clause 2", "Clause 3"]
    )
    assert lists.sheet_state == "hidden"
    rules = {str(rule.sqref).split(":")[0] for rule in sheet.data_validations.dataValidation}
    assert {"B2", "F2", "G2", "H2"} <= rules
    at = {column.key: n for n, column in enumerate(COLUMNS, start=1)}
    for key, value in {"lead": parties["B3"].value, "title_th": "ออกหน่วยเคลื่อนที่", "clause": roots["A3"].value,
                       "measure": lists.cell(row=2, column=at["measure"]).value, "target": 12}.items():  # fmt: skip
        sheet.cell(row=2, column=at[key], value=value)
    target = io.BytesIO()
    book.save(target)
    brought = actions.try_commitments(
        by=orawan, agreement=agreement, upload=SimpleUploadedFile("filled.xlsx", target.getvalue())
    )
    assert errors(brought) == {}
    actions.confirm_commitments(by=orawan, brought=brought)
    made = Commitment.objects.get(title_th="ออกหน่วยเคลื่อนที่")
    assert made.clause is not None
    assert (made.lead.code, made.measure, made.clause.code) == ("sample-bank", "deliveries", "c2")


def test_the_copy_comes_back_mended(orawan: Actor, agreement: Agreement, client: Client) -> None:
    brought = tried(orawan, agreement, LOANS, ["gbs", *COURSE[1:]], make=as_xlsx)
    page = signed_in(client, orawan)
    answer = page.get(f"{brought.get_absolute_url()}marked.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.value for cell in sheet[1]][:3] == [
        "หน่วยงานเจ้าของภารกิจ",
        "ตรวจ: หน่วยงานเจ้าของภารกิจ",
        "ภารกิจ",
    ]
    assert "ไม่พบหน่วยงาน “gbs”" in sheet["B3"].value
    assert sheet["A3"].comment.text == sheet["B3"].value
    assert sheet["A3"].fill.start_color.rgb == "FFF9DDD2"
    sheet["A3"] = "gsb"
    target = io.BytesIO()
    sheet.parent.save(target)
    mended = actions.try_commitments(
        by=orawan, agreement=agreement, upload=SimpleUploadedFile("mended.xlsx", target.getvalue())
    )
    assert verdicts(mended) == ["new", "new"]
    assert mended.counts["left"] == []


# -- pages and who may ------------------------------------------------------------------------------------------------


def test_the_pages_from_upload_to_commitments(orawan: Actor, agreement: Agreement, client: Client) -> None:
    page = signed_in(client, orawan)
    home = f"/agreements/{agreement.code}/commitments/import/"
    assert "คอลัมน์ที่ระบบรู้จัก" in page.get(home).content.decode()
    book = openpyxl.load_workbook(io.BytesIO(page.get(f"{home}template.xlsx").content))
    assert book.worksheets[0]["B1"].value == "หน่วยงานเจ้าของภารกิจ*"
    answer = page.post(home, {"upload": as_csv(HEAD, LOANS, ["nobody", *COURSE[1:]])})
    brought = AgreementImport.objects.get()
    assert answer.headers["Location"] == f"{home}{brought.code}/"
    check = page.get(brought.get_absolute_url()).content.decode()
    for words in ("แถว 3", "A · หน่วยงานเจ้าของภารกิจ", "“nobody”", "ยืนยัน: เพิ่ม 1 เปลี่ยน 0"):
        assert words in check
    for verdict in ("new", "changed", "same", "error", "nonsense"):
        assert page.get(brought.get_absolute_url(), {"show": verdict}).status_code == 200
    assert page.post(brought.get_absolute_url()).status_code == 302
    made = Commitment.objects.get()
    done = page.get(brought.get_absolute_url(), {"show": "new"}).content.decode()
    assert f"/commitments/{made.code}/" in done
    again = page.post(home, {"upload": as_csv(HEAD, LOANS, ["nobody", *COURSE[1:]])}, follow=True)
    assert "นำเข้าไปแล้ว" in again.content.decode()
    refused = page.post(home, {"upload": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})
    assert refused.status_code == 422
    assert "ไม่พบแถวหัวตาราง" in refused.content.decode()
    assert page.post(home, {}).status_code == 422


def test_an_officer_brings_in_their_own_and_no_one_elses(
    agreement: Agreement, client: Client, orawan: Actor
) -> None:
    niran = cast.niran()
    brought = tried(niran, agreement, LOANS, COURSE)
    assert verdicts(brought) == ["new", "error"]
    assert "your own body's" in errors(brought)[3, "A"]
    assert actions.confirm_commitments(by=niran, brought=brought).counts["imported"] == 1
    kanya = cast.member("kanya", "partner_officer", cast.organisation("gsb", "bank"))
    assert signed_in(client, kanya).get(brought.get_absolute_url()).status_code == 404
    assert signed_in(client, orawan).get(brought.get_absolute_url()).status_code == 200
    assert signed_in(client, niran).get(brought.get_absolute_url()).status_code == 200


def test_an_officer_cannot_say_that_it_stands_in_the_text(orawan: Actor) -> None:
    agreement = confirmed(orawan, example())
    officer = cast.member("somsri", "partner_officer", agreement.parties.get(order=2).organisation)
    head = ["Lead", "Commitment", "Measure", "Clause", "Why it is added"]
    row = ["sample-bank", "ออกหน่วย", "deliveries", "ข้อ 2", ""]
    assert "Say why" in errors(tried(officer, agreement, row, head=head))[2, "E"]
    taken_in(officer, agreement, [*row[:4], "มติคณะกรรมการธนาคาร"], head=head)
    made = Commitment.objects.get(title_th="ออกหน่วย")
    assert made.clause is not None
    assert (made.clause.code, made.provenance) == ("c2", "added")


@pytest.mark.parametrize("who", ["malee", "preecha", "a bank that did not sign"])
def test_who_may_not(agreement: Agreement, client: Client, who: str) -> None:
    by = {"malee": cast.malee, "preecha": cast.preecha}.get(who, lambda: cast.niran("nobank"))()
    with pytest.raises(NotAllowed):
        tried(by, agreement, LOANS)
    home = f"/agreements/{agreement.code}/commitments/import/"
    for address in (home, f"{home}template.xlsx"):
        assert signed_in(client, by).get(address).status_code == 403


def test_lists_of_other_agreements_are_not_found_here(
    orawan: Actor, agreement: Agreement, client: Client
) -> None:
    brought = tried(orawan, agreement, LOANS)
    an_agreement("dip", code="other")
    page = signed_in(client, orawan)
    assert page.get(f"/agreements/other/commitments/import/{brought.code}/").status_code == 404
    assert page.get(f"/agreements/import/{brought.code}/").status_code == 404
    agreement_file = actions.try_agreement(by=orawan, upload=upload(example()))
    home = f"/agreements/{agreement.code}/commitments/import/"
    assert page.get(f"{home}{agreement_file.code}/").status_code == 404
