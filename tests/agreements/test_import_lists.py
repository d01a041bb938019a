"""Commitments from a spreadsheet: what each row would do, every error at its cell, and the file twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements import actions
from phanuek.agreements.importing.lists.columns import COLUMNS
from phanuek.agreements.models import Agreement, AgreementImport, Commitment
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Refused
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.files import example
from tests.agreements.lists import COURSE, HEAD, LOANS, as_csv, as_xlsx, errors, taken_in, tried, verdicts
from tests.agreements.test_import_pages import confirmed

pytestmark = pytest.mark.django_db


@pytest.fixture
def orawan() -> Actor:
    return cast.orawan()


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb", "osep")


# -- what comes in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_new_rows_become_commitments(orawan: Actor, agreement: Agreement, make: Any) -> None:
    brought = tried(orawan, agreement, LOANS, COURSE, make=make)
    assert verdicts(brought) == ["new", "new"]
    assert not Commitment.objects.exists()
    done = actions.confirm_commitments(by=orawan, brought=brought)
    assert done.counts["imported"] == 2
    course = Commitment.objects.get(lead__code="gsb")
    assert (course.title_th, course.measure, course.target) == ("อบรมการทำบัญชี 150 คน", "people_trained", 150)
    assert (course.provenance, course.provenance_why) == ("added", "มติที่ประชุมครั้งที่ 1")
    assert [e["verb"] for e in timeline.of(course, with_people=True)] == ["commitment.added"]
    assert [e["verb"] for e in timeline.of(done, with_people=True)] == [
        "import.commitments_applied",
        "import.commitments_tried",
    ]
    again = actions.confirm_commitments(by=orawan, brought=done)
    assert again.counts["imported"] == 2
    assert Commitment.objects.count() == 2


def test_the_same_file_twice_changes_nothing(orawan: Actor, agreement: Agreement) -> None:
    taken_in(orawan, agreement, LOANS, COURSE)
    before = [(c.code, c.version) for c in Commitment.objects.order_by("code")]
    told = [len(timeline.of(c, with_people=True)) for c in Commitment.objects.order_by("code")]
    second = taken_in(orawan, agreement, LOANS, COURSE)
    assert verdicts(second) == ["same", "same"]
    assert second.counts["imported"] == 0
    assert [(c.code, c.version) for c in Commitment.objects.order_by("code")] == before
    assert [len(timeline.of(c, with_people=True)) for c in Commitment.objects.order_by("code")] == told


def test_a_changed_row_shows_old_and_new_and_edits(orawan: Actor, agreement: Agreement) -> None:
    taken_in(orawan, agreement, LOANS, COURSE)
    brought = tried(orawan, agreement, [*LOANS[:3], "250", LOANS[4]], COURSE)
    assert verdicts(brought) == ["changed", "same"]
    (change,) = brought.rows[0]["changes"]
    assert (change["label"]["en"], change["old"]["en"], change["new"]["en"]) == ("Target", "100", "250")
    assert Commitment.objects.get(lead__code="baac").target == 100
    actions.confirm_commitments(by=orawan, brought=brought)
    row = Commitment.objects.get(lead__code="baac")
    assert (row.target, row.version) == (250, 2)


def test_every_column_is_read(orawan: Actor, agreement: Agreement) -> None:
    titles = {column.key: column.title.th for column in COLUMNS}
    agreement.statements.create(kind="aim", number=2, text_th="ผลักดันจนถึงระดับปฏิบัติ")
    row = {
        "code": "loans-2569", "lead": "หน่วยงาน baac", "collaborators": "gsb; Body osep", "title_th": "รับเรื่องกลุ่ม",
        "title_en": "Take up groups", "statement": "วัตถุประสงค์ 2", "measure": "Reported with evidence", "unit": "กลุ่ม / groups",
        "baseline": "20", "baseline_on": "31/12/2568", "baseline_source": "ทะเบียน", "target": "1,500 ",
        "period_targets": "2569: 500; 2570: 1,000", "starts_on": "1 ต.ค. 2568", "due_on": "2027-09-30", "budget_baht": "450,000 บาท",
        "why": "มติที่ประชุม",
    }  # fmt: skip
    brought = tried(orawan, agreement, list(row.values()), head=[titles[key] for key in row])
    assert errors(brought) == {}
    actions.confirm_commitments(by=orawan, brought=brought)
    made = Commitment.objects.get(code="loans-2569")
    assert (made.unit_th, made.unit_en, made.baseline, made.target) == ("กลุ่ม", "groups", 20, 1500)
    assert (made.baseline_on, made.starts_on, made.due_on) == (
        date(2025, 12, 31),
        date(2025, 10, 1),
        date(2027, 9, 30),
    )
    assert made.budget_baht == Decimal(450_000)
    assert made.statement is not None
    assert made.statement.number == 2
    assert sorted(body.code for body in made.collaborators.all()) == ["gsb", "osep"]
    assert [(p.starts_on, p.ends_on, p.target) for p in made.period_targets.all()] == [
        (date(2025, 10, 1), date(2026, 9, 30), 500),
        (date(2026, 10, 1), date(2027, 9, 30), 1000),
    ]


def test_years_may_have_columns_of_their_own(orawan: Actor, agreement: Agreement) -> None:
    head = [*HEAD[:3], "เหตุที่เพิ่ม", "เริ่ม", "ครบกำหนด", "เป้าหมาย 2569", "Target 2027", "หมายเหตุ"]
    row = [*LOANS[:3], "มติ", "1/1/2569", "30/6/2570", "40", "60", "อ่านข้าม"]
    brought = tried(orawan, agreement, row, head=head)
    assert errors(brought) == {}
    assert brought.counts["left"] == ["หมายเหตุ"]
    assert brought.rows[0]["notes"][0]["en"] == "The sum of the targets by year is taken as the target."
    actions.confirm_commitments(by=orawan, brought=brought)
    made = Commitment.objects.get()
    assert made.target == 100
    # the fiscal years, as far as they lie within the term
    assert [(p.starts_on, p.ends_on) for p in made.period_targets.all()] == [
        (date(2026, 1, 1), date(2026, 9, 30)),
        (date(2026, 10, 1), date(2027, 6, 30)),
    ]
    assert verdicts(tried(orawan, agreement, row, head=head)) == ["same"]
    row[6] = "สี่สิบ"
    assert errors(tried(orawan, agreement, row, head=head)) == {
        (2, "G"): "“สี่สิบ” is not a number, such as 1,500."
    }


def test_a_clause_is_named_by_label_or_code(orawan: Actor) -> None:
    agreement = confirmed(orawan, example())
    head = ["Lead", "Commitment", "Measure", "Clause"]
    brought = tried(
        orawan, agreement, ["ธตย.", "ให้คำปรึกษา", "deliveries", "ข้อ 2"], ["ธตย.", "ให้ความรู้", "deliveries", "c1"],
        ["ธตย.", "ออกหน่วย", "deliveries", "Clause 3"], ["ธตย.", "อื่น", "deliveries", "ข้อ 9"], head=head,
    )  # fmt: skip
    assert errors(brought) == {
        (5, "D"): "The text as it stands has no such clause; the template's sheet of clauses names them."
    }
    actions.confirm_commitments(by=orawan, brought=brought)
    made = {c.title_th: c for c in Commitment.objects.filter(measure="deliveries")}
    assert {title: c.clause.code for title, c in made.items() if c.clause} == {
        "ให้คำปรึกษา": "c2",
        "ให้ความรู้": "c1",
        "ออกหน่วย": "c3",
    }
    assert {c.provenance for c in made.values()} == {"in_text"}


def test_an_empty_cell_leaves_and_a_dash_clears(orawan: Actor, agreement: Agreement) -> None:
    head = [*HEAD, "งบประมาณ", "หน่วยงานร่วม"]
    taken_in(orawan, agreement, [*LOANS, "5000", "gsb"], head=head)
    assert verdicts(tried(orawan, agreement, [*LOANS[:3], "", "", "", ""], head=head)) == ["same"]
    brought = taken_in(orawan, agreement, [*LOANS[:3], "", "", "-", "-"], head=head)
    assert verdicts(brought) == ["changed"]
    made = Commitment.objects.get()
    assert (made.target, made.budget_baht, made.collaborators.count()) == (100, None, 0)


def test_a_commitment_is_known_by_its_code_when_its_title_changes(
    orawan: Actor, agreement: Agreement
) -> None:
    taken_in(orawan, agreement, LOANS)
    code = Commitment.objects.get().code
    taken_in(orawan, agreement, [code, "baac", "ชื่อใหม่", "referrals"], head=["รหัสภารกิจ", *HEAD[:3]])
    assert Commitment.objects.get().title_th == "ชื่อใหม่"


# -- what is to be mended ---------------------------------------------------------------------------------------------


BAD: list[tuple[str, str, str]] = [
    ("lead", "", "Lead is empty."),
    ("lead", "ธนาคารที่ไม่มี", "No body “ธนาคารที่ไม่มี” is found."),
    ("lead", "หน่วยงาน baacc", "The nearest is หน่วยงาน baac."),
    ("collaborators", "gsb; nobody", "No body “nobody”"),
    ("collaborators", "baac", "does not join it as well"),
    ("title_th", "", "Commitment is empty."),
    ("title_th", "-", "A commitment has a title."),
    ("title_th", "ก" * 501, "longer than 500"),
    ("measure", "รอยยิ้ม", "This is not a choice."),
    ("clause", "ข้อ 3", "The text of this agreement is not here"),
    ("statement", "วัตถุประสงค์ 9", "no such statement"),
    ("target", "ร้อย", "is not a number"),
    ("target", "0", "A target is above zero"),
    ("target", "-5", "must not be below zero"),
    ("target", "1.555", "two decimals"),
    ("target", "#REF!", "formula's error"),
    ("baseline", "5", ""),
    ("period_targets", "2569 100", "cannot be read"),
    ("period_targets", "ปีหน้า: 100", "neither a fiscal year nor days"),
    ("period_targets", "2569: 50; 2570: 60", "add up to 110"),
    ("starts_on", "32/1/2569", ""),
    ("due_on", "1/1/2568", "comes before the start"),
    ("budget_baht", "ไม่มี", "is not a number"),
    ("why", "", "Say why this commitment is added"),
    ("code", "รหัส", "Letters a to z"),
]


@pytest.mark.parametrize(("key", "value", "words"), BAD, ids=[f"{k}={v[:12]}" for k, v, _ in BAD])
def test_each_error_stands_at_its_cell(
    orawan: Actor, agreement: Agreement, key: str, value: str, words: str
) -> None:
    keys = [column.key for column in COLUMNS]
    row = dict.fromkeys(keys, "") | {
        "lead": "baac", "title_th": "รับเรื่อง", "measure": "referrals", "target": "100", "starts_on": "1/10/2568",
        "due_on": "30/9/2570", "why": "มติ", key: value,
    }  # fmt: skip
    head = [column.title.en for column in COLUMNS]
    brought = tried(orawan, agreement, list(row.values()), head=head)
    assert verdicts(brought) == ["error"]
    (row_json,) = brought.rows
    at = {bad["header"]: bad for bad in row_json["errors"]}
    wanted = {"baseline": "Day of the baseline"}.get(key, next(c.title.en for c in COLUMNS if c.key == key))
    assert wanted in at
    assert words in at[wanted]["reason"]["en"]
    assert at[wanted]["reason"]["th"] != at[wanted]["reason"]["en"]
    assert actions.confirm_commitments(by=orawan, brought=brought).counts["imported"] == 0


def test_a_commitment_stands_in_a_list_once(orawan: Actor, agreement: Agreement) -> None:
    brought = tried(orawan, agreement, LOANS, COURSE, [*LOANS[:3], "200", "มติ"])
    assert verdicts(brought) == ["new", "new", "error"]
    assert errors(brought) == {(4, "B"): "The same commitment as in row 2 of this file."}


def test_a_code_belongs_to_one_commitment(orawan: Actor, agreement: Agreement) -> None:
    other = an_agreement("dip", code="other")
    actions.add_commitment(
        by=orawan, agreement=other, lead=cast.organisation("dip"), code="taken", **commitment_fields()
    )
    head = ["รหัสภารกิจ", *HEAD]
    assert errors(tried(orawan, agreement, ["taken", *LOANS], head=head)) == {
        (2, "A"): "A commitment of another agreement has this code."
    }
    taken_in(orawan, agreement, ["ours", *LOANS], head=head)
    found = errors(tried(orawan, agreement, ["ours", *COURSE], head=head))
    assert "is led by หน่วยงาน baac" in found[2, "B"]


def test_what_the_verb_itself_refuses_is_known_in_the_dry_run(orawan: Actor, agreement: Agreement) -> None:
    taken_in(orawan, agreement, LOANS)
    made = Commitment.objects.get()
    actions.post_result(
        by=orawan,
        commitment=made,
        measure=made.measure,
        quantity=3,
        confirmed=True,
        reference="x:1",
        on=date(2026, 2, 1),
    )
    brought = tried(orawan, agreement, [*LOANS[:2], "deliveries", *LOANS[3:]])
    assert "would no longer count" in errors(brought)[2, "C"]
    made.refresh_from_db()
    assert (made.measure, made.version) == ("referrals", 1)


def test_good_rows_come_in_beside_bad_ones(orawan: Actor, agreement: Agreement) -> None:
    done = taken_in(orawan, agreement, LOANS, ["nobody", *COURSE[1:]])
    assert done.counts["imported"] == 1
    assert [row["imported"] != "" for row in done.rows] == [True, False]


def test_another_row_that_was_written_meanwhile_is_the_same(orawan: Actor, agreement: Agreement) -> None:
    first, second = tried(orawan, agreement, LOANS), tried(orawan, agreement, LOANS)
    actions.confirm_commitments(by=orawan, brought=first)
    assert actions.confirm_commitments(by=orawan, brought=second).counts["imported"] == 0


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("a.xlsx", b""), "ว่างเปล่า"),
        (SimpleUploadedFile("a.xlsx", b"PK\x03\x04 nonsense"), "ไม่ใช่ชนิดที่รับ"),
        (as_csv(["ก", "ข"], ["1", "2"]), "ไม่พบแถวหัวตาราง"),
        (as_csv(HEAD), "ยังไม่มีภารกิจ"),
        (as_csv(["ภารกิจ", "เป้าหมาย"], ["ก", "1"]), "ขาดคอลัมน์ที่จำเป็น"),
        (as_csv(HEAD, *[[*LOANS[:1], f"ภารกิจ {n}", *LOANS[2:]] for n in range(501)]), "มากกว่า 500 แถว"),
    ],
)
def test_what_is_no_list_is_refused(
    orawan: Actor, agreement: Agreement, file: SimpleUploadedFile, words: str
) -> None:
    file.seek(0)
    with pytest.raises(Refused) as refusal:
        actions.try_commitments(by=orawan, agreement=agreement, upload=file)
    assert words in refusal.value.text.th
    assert not AgreementImport.objects.exists()
