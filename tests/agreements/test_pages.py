from typing import Any

import pytest
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Commitment
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields

pytestmark = pytest.mark.django_db
NEW, TYPED = "/agreements/mou-1/commitments/new/", {
    "title_th": "อบรมการทำบัญชี 150 คน", "measure": "people_trained", "target": "1,500", "starts_on": "1/1/2569",
    "due_on": "31/12/2569", "provenance_why": "มติที่ประชุม",
}  # fmt: skip


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb")


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def lead(code: str) -> str:
    return cast.organisation(code).code


def edit_url() -> str:
    by = Actor.system("tests")
    fields = commitment_fields(title_th="ภารกิจเดิม")
    body = cast.organisation("baac")
    return f"/commitments/{actions.add_commitment(by=by, agreement=Agreement.objects.get(), lead=body, **fields).code}/edit/"


def test_an_officer_adds_a_commitment(client: Client, agreement: Agreement) -> None:
    as_(client, cast.niran())
    page = client.get(NEW).content.decode()
    assert "เพิ่มภารกิจ" in page
    assert "หน่วยงาน gsb" not in page.split("collaborators")[0]
    answer = client.post(NEW, {**TYPED, "lead": lead("baac")})
    commitment = Commitment.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/commitments/{commitment.code}/"
    assert commitment.target == 1500
    assert str(commitment.due_on) == "2026-12-31"


@pytest.mark.parametrize(("language", "words"), [("th", "โปรด"), ("en", "Please")])
def test_what_was_typed_stays_when_something_is_missing(
    client: Client, agreement: Agreement, language: str, words: str
) -> None:
    as_(client, cast.niran(), language)
    answer = client.post(
        NEW, {**TYPED, "lead": lead("baac"), "provenance_why": "", "target": "0", "due_on": "32/1/2569"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="อบรมการทำบัญชี 150 คน"' in page
    assert 'value="32/1/2569"' in page
    assert page.count("field-error") >= 3
    assert Commitment.objects.count() == 0


def test_a_refusal_of_the_verb_is_shown_at_its_field(client: Client, agreement: Agreement) -> None:
    as_(client, cast.niran())
    answer = client.post(NEW, {**TYPED, "target": "5", "lead": lead("baac"), "due_on": "1/1/2560"})
    assert answer.status_code == 422
    assert "วันครบกำหนดต้องไม่มาก่อนวันเริ่ม" in answer.content.decode()


def test_the_secretariat_is_told_that_it_writes_on_behalf(client: Client, agreement: Agreement) -> None:
    as_(client, cast.orawan())
    assert "บันทึกโดยฝ่ายเลขานุการในนามของ" in client.get(NEW + "?lead=gsb").content.decode()
    client.post(NEW, {**TYPED, "target": "5", "lead": lead("gsb")})
    assert Commitment.objects.get().on_behalf


@pytest.mark.parametrize("who", ["malee", "preecha", "niran of another body"])
def test_who_may_not_gets_the_reason(client: Client, agreement: Agreement, who: str) -> None:
    actor = {
        "malee": cast.malee,
        "preecha": cast.preecha,
        "niran of another body": lambda: cast.niran("nobank"),
    }[who]()
    as_(client, actor)
    for answer in (client.get(NEW), client.post(NEW, {**TYPED, "lead": lead("baac")})):
        assert answer.status_code == 403
    assert Commitment.objects.count() == 0


def test_a_stranger_is_asked_to_sign_in(client: Client, agreement: Agreement) -> None:
    assert client.get(NEW).status_code == 302
    assert "login" in client.get(edit_url())["Location"]


def test_another_lead_than_ones_own_cannot_be_posted(client: Client, agreement: Agreement) -> None:
    as_(client, cast.niran())
    assert client.post(NEW, {**TYPED, "target": "5", "lead": lead("gsb")}).status_code == 422
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize("address", ["/agreements/none/commitments/new/", "/commitments/none/edit/"])
def test_what_is_not_there_is_404(client: Client, agreement: Agreement, address: str) -> None:
    as_(client, cast.orawan())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["th", "en"])
def test_editing_shows_what_is_stored_and_saves(client: Client, agreement: Agreement, language: str) -> None:
    url = edit_url()
    as_(client, cast.niran(), language)
    page = client.get(url)
    assert page.status_code == 200
    assert "ภารกิจเดิม" in page.content.decode()
    stored: dict[str, Any] = {"title_th": "ภารกิจใหม่", "measure": "referrals", "version": 1}
    assert client.post(url, stored).status_code == 302
    assert Commitment.objects.get().title_th == "ภารกิจใหม่"


def test_two_editors_see_both_versions(client: Client, agreement: Agreement) -> None:
    url = edit_url()
    as_(client, cast.niran())
    client.post(url, {"title_th": "ของคนแรก", "measure": "referrals", "version": 1})
    answer = client.post(url, {"title_th": "ของคนที่สอง", "measure": "referrals", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert 'name="version" value="2"' in page
    assert (
        client.post(url, {"title_th": "ของคนที่สอง", "measure": "referrals", "version": 2}).status_code == 302
    )
    assert Commitment.objects.get().title_th == "ของคนที่สอง"


def test_another_bodys_officer_may_not_edit(client: Client, agreement: Agreement) -> None:
    url = edit_url()
    as_(client, cast.niran("gsb"))
    assert client.get(url).status_code == 403
    assert "ของหน่วยงานตน" in client.get(url).content.decode()


# -- clause, plan, people ----------------------------------------------------------------------------------------

PLAN = {
    "target": "150", "period-rows": "2", "period-0-starts_on": "1/1/2569", "period-0-ends_on": "30/6/2569",
    "period-0-target": "50", "period-1-starts_on": "1/7/2569", "period-1-ends_on": "31/12/2569", "period-1-target": "100",
}  # fmt: skip


def test_a_plan_by_periods_is_typed_in_rows(client: Client, agreement: Agreement) -> None:
    as_(client, cast.niran())
    assert client.post(NEW, {**TYPED, **PLAN, "lead": "baac"}).status_code == 302
    row = Commitment.objects.get()
    assert [(str(p.starts_on), p.target) for p in row.period_targets.all()] == [
        ("2026-01-01", 50),
        ("2026-07-01", 100),
    ]
    page = client.get(f"/commitments/{row.code}/edit/").content.decode()
    assert 'name="period-rows" value="2"' in page
    assert 'value="31/12/2569"' in page


@pytest.mark.parametrize(
    ("button", "rows", "kept"),
    [("period-add", 3, ["50", "100"]), ("period-remove", 1, ["100"]), (None, 2, ["50", "100"])],
)
def test_rows_are_added_and_taken_out_without_losing_what_is_typed(
    client: Client, agreement: Agreement, button: str | None, rows: int, kept: list[str]
) -> None:
    as_(client, cast.niran())
    sent = {**TYPED, **PLAN, "lead": "baac", "title_th": "" if button is None else "ภารกิจ"}
    answer = client.post(NEW, sent | ({button: "1"} if button else {}))
    page = answer.content.decode()
    assert answer.status_code == (422 if button is None else 200)
    assert f'name="period-rows" value="{rows}"' in page
    assert [value for value in ("50", "100") if f'-target" value="{value}"' in page] == kept
    assert ("field-error" in page) == (button is None)
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"period-1-target": "90"}, "รวมกันได้ 140 แต่เป้าหมายรวมคือ 150"),
        ({"period-1-starts_on": "30/6/2569"}, "ช่วงวันซ้อนกับงวดที่ 1"),
        ({"period-0-starts_on": "31/12/2568"}, "อยู่นอกช่วงเวลา"),
        ({"period-0-ends_on": ""}, "กรุณากรอกข้อมูล"),
        ({"period-0-ends_on": "31/2/2569"}, "31/2/2569"),
    ],
)
def test_what_is_wrong_with_a_plan_stands_at_its_row(
    client: Client, agreement: Agreement, changes: dict[str, str], words: str
) -> None:
    as_(client, cast.niran())
    answer = client.post(NEW, {**TYPED, **PLAN, "lead": "baac", **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "error-summary" in page
    assert Commitment.objects.count() == 0


@pytest.mark.parametrize("rows", ["999", "-1", "x", "\x00", "9" * 40])
def test_odd_numbers_of_rows_do_no_harm(client: Client, agreement: Agreement, rows: str) -> None:
    as_(client, cast.niran())
    assert client.post(
        NEW, {**TYPED, "lead": "baac", "period-rows": rows, "period-remove": rows}
    ).status_code in (200, 302)


def test_bodies_without_an_account_and_outside_the_agreement_join_in(
    client: Client, agreement: Agreement
) -> None:
    cast.organisation("scouts", "association")
    as_(client, cast.niran())
    page = client.get(NEW).content.decode()
    assert "หน่วยงาน gsb (ยังไม่มีผู้ใช้งานในระบบ)" in page
    client.post(NEW, {**TYPED, "lead": "baac", "collaborators": ["gsb"], "other_collaborators": ["scouts"]})
    row = Commitment.objects.get()
    assert {o.code for o in row.collaborators.all()} == {"gsb", "scouts"}
    client.post(f"/commitments/{row.code}/edit/", {**TYPED, "version": 1, "other_collaborators": ["scouts"]})
    assert {o.code for o in row.collaborators.all()} == {"scouts"}


def test_people_are_chosen_by_their_user_name_or_named_with_an_address(
    client: Client, agreement: Agreement
) -> None:
    as_(client, cast.niran())
    people = {"responsible_person": "niran", "deputy_name": "สมใจ", "deputy_email": "somjai@example.go.th"}
    assert client.post(NEW, {**TYPED, "lead": "baac", **people}).status_code == 302
    row = Commitment.objects.get()
    assert {r.rank: r.name for r in row.responsibles.all()} == {"responsible": "Niran", "deputy": "สมใจ"}
    page = client.get(f"/commitments/{row.code}/edit/").content.decode()
    assert '<option value="niran" selected>' in page
    assert 'value="somjai@example.go.th"' in page
    for wrong in (
        {"responsible_person": "nobody"},
        {"deputy_email": "x"},
        {"deputy_name": ""},
        {"responsible_name": "ก"},
    ):
        answer = client.post(f"/commitments/{row.code}/edit/", {**TYPED, **people, "version": 1, **wrong})
        assert answer.status_code == 422, wrong


def test_a_statement_is_posted_by_its_kind_and_number(client: Client, agreement: Agreement) -> None:
    agreement.statements.create(kind="aim", number=2, text_th="สนับสนุนชุมชน")
    as_(client, cast.niran())
    assert 'value="aim-2"' in client.get(NEW).content.decode()
    client.post(NEW, {**TYPED, "lead": "baac", "statement": "aim-2"})
    assert Commitment.objects.get().statement.number == 2


def test_a_clause_of_the_text_is_chosen_and_the_secretariat_says_that_it_stands_there(
    client: Client, agreement: Agreement
) -> None:
    as_(client, cast.niran())
    assert 'name="clause"' not in client.get(NEW).content.decode()
    text = agreement.text_versions.create(
        number=1, text_th="ข้อ 3 อบรม", text_sha256="0" * 64, added_at="2026-01-01T00:00:00Z"
    )
    clause = agreement.clauses.create(code="training")
    text.spans.create(clause=clause, order=1, label_th="ข้อ 3", heading_th="การอบรม", start=0, end=10)
    page = client.get(NEW).content.decode()
    assert '<option value="training">ข้อ 3 การอบรม</option>' in page
    assert 'name="in_text"' not in page
    as_(client, cast.orawan())
    said = {**TYPED, "lead": "gsb", "clause": "training", "in_text": "on", "provenance_why": ""}
    assert client.post(NEW, {**said, "clause": ""}).status_code == 422
    assert client.post(NEW, said).status_code == 302
    row = Commitment.objects.get()
    assert (row.provenance, row.clause) == ("in_text", clause)
    edit = f"/commitments/{row.code}/edit/"
    plain = {"title_th": "อบรม", "measure": "people_trained", "version": row.version, "clause": "training"}
    answer = client.post(edit, {**plain, "clause": "", "in_text": "on"})
    assert answer.status_code == 422
    assert "โปรดเลือกข้อ" in answer.content.decode()
    assert client.post(edit, {**plain, "provenance_why": "มติที่ประชุม"}).status_code == 302
    row.refresh_from_db()
    assert (row.provenance, row.provenance_why) == ("added", "มติที่ประชุม")


def test_two_editors_of_the_plan_see_both(client: Client, agreement: Agreement) -> None:
    as_(client, cast.niran())
    client.post(NEW, {**TYPED, **PLAN, "lead": "baac"})
    row = Commitment.objects.get()
    edit = f"/commitments/{row.code}/edit/"
    other = {"period-0-target": "70", "period-1-target": "80"}
    assert client.post(edit, {**TYPED, **PLAN, **other, "version": 1}).status_code == 302
    answer = client.post(
        edit, {**TYPED, **PLAN, "period-0-target": "60", "period-1-target": "90", "version": 1}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "เป้าหมายรายงวด" in page.split("conflict")[1]
    for words in ("1 ม.ค. 2569 ถึง 30 มิ.ย. 2569: 60", "1 ม.ค. 2569 ถึง 30 มิ.ย. 2569: 70"):
        assert words in page
    assert client.post(edit, {**TYPED, **PLAN, "version": 2}).status_code == 302
