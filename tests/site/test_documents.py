"""The sheet of a commitment tells everyone what its page tells, and no more."""

import io
import subprocess
from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phanuek.agreements import actions
from phanuek.agreements.models import Commitment, PeriodTarget, Posting, Statement
from phanuek.agreements.word_files import text_of
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.people.models import Person
from tests import cast
from tests.agreements import amending, claiming, papers, signing
from tests.agreements.agreement import commitment_fields
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept(db: None) -> None:
    cache.clear()


def bare(text: str) -> str:
    return "".join(text.split())


def sheet(client: Client, commitment: Commitment, language: str = "th", kind: str = "pdf") -> str:
    answer = client.get(f"{commitment.get_absolute_url()}sheet.{kind}?lang={language}")
    assert answer.status_code == 200
    if kind == "docx":
        return bare(text_of(io.BytesIO(answer.content)))
    found = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True)
    return bare(found.stdout.decode())


def sign_in(client: Client, actor: Actor) -> None:
    client.force_login(Person.objects.get(pk=actor.person_id))


@pytest.fixture
def team() -> claiming.Team:
    """35 groups confirmed by another body, 8 approved within the lead; a plan of two periods and a word on the work."""
    made = claiming.team(
        baseline=12,
        baseline_on=date(2025, 12, 31),
        baseline_source="รายงานประจำปี 2568",
        budget_baht=Decimal(1_250_000),
    )
    for start, end, target in ((1, 6, 60), (7, 12, 40)):
        PeriodTarget.objects.create(
            commitment=made.commitment,
            starts_on=date(2026, start, 1),
            ends_on=date(2026, end, 28),
            target=target,
        )
    actions.add_activity(
        by=made.lead, commitment=made.commitment, organisation=made.body, title_th="อบรมย้อมสีธรรมชาติ", area=cast.province(),
        starts_on=date(2026, 2, 1), due_on=date(2026, 3, 1), provenance_why="ตามแผน",
    )  # fmt: skip
    first = claiming.submitted(made, quantity=35)
    actions.approve_claim(by=made.partner, claim=first, version=first.version)
    second = claiming.submitted(made, quantity=8, starts_on=date(2026, 5, 1), ends_on=date(2026, 5, 31))
    actions.approve_claim(by=made.colleague, claim=second, version=second.version)
    actions.add_update(
        by=made.lead,
        commitment=made.commitment,
        organisation=made.body,
        text_th="สำรวจกลุ่มทอผ้าในอำเภอปัวแล้ว",
        on=date(2026, 6, 1),
    )
    return made


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_it_tells_what_was_promised_and_how_far_it_has_come(
    client: Client, team: claiming.Team, kind: str
) -> None:
    text = sheet(client, team.commitment, kind=kind)
    for words in (
        "แบบสรุปภารกิจตามบันทึกข้อตกลง", "รับเรื่องกลุ่มที่ต้องการทุน", "บันทึกข้อตกลงทดสอบ", "ข้อหรือข้อความต้นทาง ต้นทางไม่ได้ระบุ",
        "เพราะ มติที่ประชุมติดตามผลครั้งที่ ๑", "หน่วยงาน dip, หน่วยงาน gsb", "๑๒ กลุ่ม ณ วันที่ ๓๑ ธันวาคม ๒๕๖๘", "๑,๒๕๐,๐๐๐ บาท",
        "ความก้าวหน้า ณ วันที่ ๒๓ พฤศจิกายน ๒๕๖๙", "สถานะ: ล่าช้ากว่าแผน – ผลยังต่ำกว่าที่ควรได้ถึงวันนี้", "อบรมกลุ่มทอผ้าที่อำเภอปัว",
        "สำรวจกลุ่มทอผ้าในอำเภอปัวแล้ว", "อบรมย้อมสีธรรมชาติ", "เลยกำหนด", "ยังไม่มี: งานตามมติที่ประชุม",
    ):  # fmt: skip
        assert bare(words) in text, words


def test_results_by_period_are_for_those_who_see_the_whole(client: Client, team: claiming.Team) -> None:
    head = bare("เป้าหมายรายงวด งวด เป้าหมาย ยืนยันแล้ว รอยืนยัน")
    assert head in sheet(client, team.commitment)  # claims are public, so are their days
    Commitment.objects.update(measure="referrals")
    everyone = sheet(client, team.commitment)
    assert bare("๑ ม.ค. ๒๕๖๙ – ๒๘ มิ.ย. ๒๕๖๙ ๖๐") in everyone
    assert head not in everyone
    sign_in(client, team.lead)
    assert head in sheet(client, team.commitment)


def test_few_cases_are_kept_back_as_on_the_page(client: Client) -> None:
    commitment = claiming.team(measure="people_trained").commitment
    Posting.objects.create(
        commitment=commitment, measure="people_trained", quantity=3, confirmed=True, reference="attendance:1", on=date(2026, 3, 1),
        posted_at=NOW,
    )  # fmt: skip
    PeriodTarget.objects.create(
        commitment=commitment, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), target=50
    )
    assert "น้อยกว่า 5" in client.get(commitment.get_absolute_url()).content.decode()
    text = sheet(client, commitment)
    assert bare("น้อยกว่า ๕") in text
    assert bare("จำนวนที่มีเพียงไม่กี่เรื่องไม่แสดง เพื่อไม่ให้เดาได้ว่าเป็นกลุ่มใด") in text
    assert bare("สถานะ: ยังไม่เปิดเผย") in text
    assert bare("๑ ม.ค. ๒๕๖๙ – ๓๐ มิ.ย. ๒๕๖๙") in text
    sign_in(client, Actor.of(Membership.objects.get(person__username="niran")))
    whole = sheet(client, commitment)
    assert whole.count("รอยืนยัน") == text.count("รอยืนยัน") + 1  # by period too
    assert "น้อยกว่า" not in whole


def test_the_way_up_ends_at_the_words_of_the_clause(client: Client) -> None:
    agreement = papers.the_invented_agreement()
    clause = amending.clause(agreement, 3)
    body = agreement.parties.get(order=1).organisation
    commitment = actions.add_commitment(
        by=papers.SYSTEM, agreement=agreement, lead=body, clause=clause, **commitment_fields()
    )
    text = sheet(client, commitment)
    assert bare(amending.span(agreement, 3).text_th) in text
    english = sheet(client, commitment, "en")
    assert (
        bare("Clause Clause 3 Product and production The parties will together train at least 300") in english
    )


def test_a_reported_statement_and_invented_data_are_called_that(client: Client) -> None:
    agreement = papers.the_2021_agreement()
    statement = Statement.objects.get(agreement=agreement, kind="aim", number=2)
    commitment = actions.add_commitment(
        by=papers.SYSTEM, agreement=agreement, lead=cast.organisation("gsb"), statement=statement,
        **commitment_fields(provenance="demonstration", provenance_why="", target=None),
    )  # fmt: skip
    text = sheet(client, commitment)
    assert bare(statement.text_th) in text
    assert "ตามที่ข่าวรายงาน" in text
    assert "ภารกิจนี้เป็นข้อมูลตัวอย่าง" in text
    assert bare("เป้าหมาย ต้นทางไม่ได้ระบุ") in text


def test_it_is_one_file_all_day_and_costs_nothing_again(client: Client, team: claiming.Team) -> None:
    address = f"{team.commitment.get_absolute_url()}sheet.pdf"
    first = client.get(address)
    assert f"ภารกิจ {team.commitment.code}.pdf" in unquote(first["Content-Disposition"])
    assert "private" in first["Cache-Control"]
    cache.clear()
    again = client.get(address)
    assert again.content == first.content
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_few_questions_are_asked_of_the_database(
    client: Client, team: claiming.Team, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = f"{team.commitment.get_absolute_url()}sheet.pdf"
    client.get(address)
    with django_assert_max_num_queries(22):
        client.get(address)


def test_of_a_draft_and_of_nothing_there_is_no_sheet(client: Client) -> None:
    agreement = signing.a_draft("baac", "gsb")
    commitment = actions.add_commitment(
        by=papers.SYSTEM, agreement=agreement, lead=cast.organisation("baac"), **commitment_fields()
    )
    for address in (f"{commitment.get_absolute_url()}sheet.pdf", "/commitments/none/sheet.docx"):
        assert client.get(address).status_code == 404
