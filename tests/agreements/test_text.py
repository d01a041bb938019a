"""The text put in, its clauses marked, commitments tied to them."""

import hashlib
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements.actions.clauses import MarkedClause, mark_clauses, tie_to_clause
from phanuek.agreements.actions.text import MAX_TEXT, put_text
from phanuek.agreements.models import Agreement, Commitment
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements import amending as w
from tests.agreements.agreement import an_agreement, commitment_fields

pytestmark = pytest.mark.django_db
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def a_draft() -> Agreement:
    return an_agreement("alpha", "beta", signed_on=None, stage="draft", provenance="added")


def word_file(body: str, name: str = "ข้อตกลง.docx") -> SimpleUploadedFile:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return SimpleUploadedFile(name, content.getvalue(), DOCX)


# -- putting the text in -----------------------------------------------------------------------------------------


def test_the_text_of_a_draft_is_kept_to_the_letter() -> None:
    text = "  ข้อ ๑ ก\r\nข\rค\t \n"
    version = put_text(by=cast.orawan(), agreement=a_draft(), text_th=text, upload=w.letter())
    assert (version.number, version.version) == (1, 1)
    assert version.text_th == "  ข้อ ๑ ก\nข\nค\t \n"
    assert version.text_sha256 == hashlib.sha256(version.text_th.encode()).hexdigest()
    assert version.file_sha256 == hashlib.sha256(w.PDF).hexdigest()
    assert version.attachment is not None
    (event,) = timeline.of(version.agreement, with_people=True)
    assert event["verb"] == "agreement.text_put"
    assert event["facts"]["text_sha256"] == version.text_sha256


def test_the_text_of_a_draft_may_be_replaced_and_two_editors_are_told() -> None:
    agreement, by = a_draft(), cast.orawan()
    put_text(by=by, agreement=agreement, text_th="ร่างแรก")
    again = put_text(by=by, agreement=agreement, text_th="ร่างที่สอง", version=1)
    assert (again.number, again.version, agreement.text_versions.count()) == (1, 2, 1)
    with pytest.raises(Conflict) as found:
        put_text(by=by, agreement=agreement, text_th="ของอีกคน", version=1)
    assert found.value.theirs["text_th"] == "ร่างที่สอง"
    with pytest.raises(Conflict):
        put_text(by=by, agreement=agreement, text_th="ไม่รู้ว่ามีแล้ว")
    assert put_text(by=by, agreement=agreement, text_th="ร่างที่สอง", version=1).version == 2


def test_clauses_that_are_found_again_keep_their_marks() -> None:
    agreement = w.signed_agreement(stage="draft")
    other = w.THAI.replace("ระหว่าง", "").replace("300", "250").replace("ข้อ ๓ การตลาด", "การตลาด")
    version = put_text(by=w.SYSTEM, agreement=agreement, text_th=other, text_en=w.ENGLISH, version=2)
    assert [s.clause.code for s in version.spans.all()] == ["c1", "c2", "c4"]
    assert w.span(agreement, 2).text_th.endswith(
        "ภาคีจะอบรมสมาชิก 250 คนต่อปี\n\nการตลาด\nภาคีจะรับซื้อสินค้าจากกลุ่มอาชีพ"
    )


def test_the_text_of_a_signed_agreement_that_was_not_in_hand_is_put_in_once() -> None:
    agreement = an_agreement("alpha", "beta")
    version = put_text(by=cast.orawan(), agreement=agreement, text_th=w.THAI, provenance_source="สำเนาจากภาคี")
    assert (version.number, version.provenance, version.provenance_source) == (1, "in_text", "สำเนาจากภาคี")
    with pytest.raises(Refused, match=r"ลงนามแล้ว จึงแทนที่ไม่ได้.*amendments/new/"):
        put_text(
            by=cast.member("two", "secretariat", cast.organisation("osep")),
            agreement=agreement,
            text_th="อื่น",
            version=1,
        )


def test_nothing_is_changed_while_it_is_being_signed() -> None:
    agreement = a_draft()
    put_text(by=w.SYSTEM, agreement=agreement, text_th="ร่าง")
    Agreement.objects.filter(pk=agreement.pk).update(stage="signing")
    with pytest.raises(Refused, match="เปิดให้ลงนามอยู่"):
        put_text(by=w.SYSTEM, agreement=agreement, text_th="อื่น", version=1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "ว่างเปล่า"),
        (" \n\t ", "ว่างเปล่า"),
        ("ก\x00ข", "อักขระ"),
        ("ก\ud800", "อักขระ"),
        ("ก" * (MAX_TEXT + 1), "300,001 ตัวอักษร"),
        ("ก\n" * 5_000, "5,001 บรรทัด"),
    ],
)
def test_what_is_no_text_is_refused(text: str, says: str) -> None:
    agreement = a_draft()
    with pytest.raises(Refused, match=says) as found:
        put_text(by=w.SYSTEM, agreement=agreement, text_th=text)
    assert found.value.field == "text_th"
    assert found.value.hint
    assert not agreement.text_versions.exists()


def test_a_word_file_brings_its_words() -> None:
    body = (
        "<w:p><w:r><w:t>ข้อ ๑ </w:t></w:r><w:r><w:t>ก</w:t><w:tab/><w:t>ข</w:t></w:r></w:p><w:p/>"
        "<w:p><w:ins><w:r><w:t>ใหม่</w:t></w:r></w:ins><w:del><w:r><w:delText>เก่า</w:delText></w:r></w:del></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>ช่อง</w:t><w:br/><w:t>สอง</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    version = put_text(by=w.SYSTEM, agreement=a_draft(), upload=word_file(body))
    assert version.text_th == "ข้อ ๑ ก\tข\n\nใหม่\nช่อง\nสอง"
    assert version.file_sha256


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (w.letter(), "ว่างเปล่า"),  # a PDF without pasted words
        (word_file("<w:p/>"), "ว่างเปล่า"),
        (word_file("<w:p>"), "อ่านข้อความจากไฟล์ Word นี้ไม่ได้"),
        (SimpleUploadedFile("a.docx", b"PK\x03\x04broken", DOCX), "ว่างเปล่า"),
        (SimpleUploadedFile("a.pdf", b"<html>not a pdf</html>", "application/pdf"), "ว่างเปล่า"),
    ],
)
def test_a_file_that_brings_no_words_is_refused_with_the_way(upload: Any, says: str) -> None:
    with pytest.raises(Refused, match=says) as found:
        put_text(by=w.SYSTEM, agreement=a_draft(), upload=upload)
    assert found.value.hint


def test_a_word_file_that_declares_entities_is_refused() -> None:
    content = io.BytesIO()
    bomb = f'<!DOCTYPE x [<!ENTITY a "aa">]><w:document {W}><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:document>'
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(Refused, match="อ่านข้อความจากไฟล์ Word"):
        put_text(
            by=w.SYSTEM, agreement=a_draft(), upload=SimpleUploadedFile("a.docx", content.getvalue(), DOCX)
        )


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<html></html>", b"PK\x03\x04"])
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(content: bytes) -> None:
    agreement = a_draft()
    with pytest.raises(Refused, match="ไม่ใช่ชนิดที่รับ"):
        put_text(by=w.SYSTEM, agreement=agreement, text_th="ข้อ ๑ ก", upload=w.letter(content=content))
    assert not agreement.text_versions.exists()


@pytest.mark.parametrize("who", [cast.niran, cast.malee, cast.preecha, lambda: cast.DAO])
def test_who_may_not_put_a_text_in(who: Any) -> None:
    agreement = a_draft()
    with pytest.raises(NotAllowed, match="ฝ่ายเลขานุการ"):
        put_text(by=who(), agreement=agreement, text_th="ก")


# -- marking clauses ---------------------------------------------------------------------------------------------


def marked(*spans: tuple[str, int, int], **fields: Any) -> list[MarkedClause]:
    return [MarkedClause(label, start, end, **fields) for label, start, end in spans]


def a_text(text: str = "ข้อ ๑ กก\n\nข้อ ๒ ขข\n\nจบ", english: str = "") -> Any:
    return put_text(by=w.SYSTEM, agreement=a_draft(), text_th=text, text_en=english)


def test_clauses_are_marked_without_blanks_at_their_ends() -> None:
    version = a_text()
    mark_clauses(by=cast.orawan(), version=version, spans=marked(("ข้อ ๒", 9, 19), ("ข้อ ๑", 0, 10)))
    spans = list(version.spans.select_related("clause"))
    assert [(s.order, s.clause.code, s.text_th) for s in spans] == [
        (1, "c1", "ข้อ ๑ กก"),
        (2, "c2", "ข้อ ๒ ขข"),
    ]
    assert timeline.of(version.agreement, with_people=False)[0]["facts"] == {"version": 1, "clauses": 2}


def test_marking_anew_keeps_the_clauses_that_are_the_same() -> None:
    version = a_text()
    first = mark_clauses(by=w.SYSTEM, version=version, spans=marked(("ข้อ ๑", 0, 8), ("ข้อ ๒", 10, 18)))
    again = mark_clauses(by=w.SYSTEM, version=version, spans=marked(("ข้อ 1", 0, 18)), seen=2)
    assert again[0].clause == first[0].clause
    assert [c.code for c in version.agreement.clauses.all()] == ["c1"]
    with pytest.raises(Refused, match="ระหว่างที่ท่านเปิดหน้านี้"):
        mark_clauses(by=w.SYSTEM, version=version, spans=marked(("ข้อ 1", 0, 8)), seen=2)


@pytest.mark.parametrize(
    ("spans", "says"),
    [
        ([], "ยังไม่ได้เลือก"),
        (marked(("ข้อ ๑", 0, 8), ("ข้อ ๒", 7, 18)), "ซ้อนกับ"),
        (marked(("ข้อ ๑", 0, 500)), "อยู่นอก"),
        (marked(("ข้อ ๑", -1, 5)), "อยู่นอก"),
        (marked(("ข้อ ๑", 5, 5)), "อยู่นอก"),
        (marked(("ข้อ ๑", 8, 10)), "ไม่มีข้อความใน"),
        (marked(("", 0, 8)), "ยังไม่มีชื่อข้อ"),
        (marked(("บททั่วไป", 0, 8)), "ไม่มีเลข"),
        (marked(("ข้อ ๑" + "ก" * 60, 0, 8)), "ยาวเกิน 60"),
        (marked(("ข้อ ๑", 0, 8), ("ข้อ 1", 10, 18)), "ใช้เลขนี้แล้ว"),
        (marked(("ข้อ ๑", 0, 8), start_en=0, end_en=4), "อยู่นอกคำแปล"),
        (marked(("ข้อ ๑", 0, 8), start_en=0), "เพียงอย่างเดียว"),
    ],
)
def test_marks_that_cannot_be_are_refused(spans: list[MarkedClause], says: str) -> None:
    version = a_text()
    with pytest.raises(Refused, match=says) as found:
        mark_clauses(by=w.SYSTEM, version=version, spans=spans)
    assert found.value.hint
    assert not version.spans.exists()


def test_a_clause_with_commitments_is_not_left_out() -> None:
    agreement = w.signed_agreement()
    a_commitment(agreement, clause=w.clause(agreement, 3))
    keep = [mark for mark in w.marks() if mark.label_th != "ข้อ ๓"]
    with pytest.raises(Refused, match=r"ข้อ 3 มีภารกิจ “รับเรื่องกลุ่มที่ต้องการทุน” อยู่ภายใต้"):
        mark_clauses(by=w.SYSTEM, version=w.newest(agreement), spans=keep)
    assert w.newest(agreement).spans.count() == 4


def test_clauses_that_an_amendment_rests_on_are_not_marked_anew() -> None:
    agreement = w.signed_agreement()
    w.with_words(agreement, 2, ("300", "500"))
    with pytest.raises(Refused, match="กำลังแก้ข้อของฉบับนี้อยู่"):
        mark_clauses(by=w.SYSTEM, version=w.newest(agreement), spans=w.marks())


# -- tying commitments -------------------------------------------------------------------------------------------


def a_commitment(agreement: Agreement, lead: str = "alpha", **fields: Any) -> Commitment:
    values = {k: v for k, v in commitment_fields().items() if k != "provenance_why"}
    defaults = {"provenance": "demonstration", "code": f"c-{lead}"}
    return Commitment.objects.create(
        agreement=agreement, lead=w.body(lead), **{**values, **defaults, **fields}
    )


def test_a_commitment_is_tied_moved_found_nowhere_and_untied() -> None:
    agreement = w.signed_agreement()
    row = a_commitment(agreement)
    row = tie_to_clause(by=cast.orawan(), commitment=row, clause=w.clause(agreement, 2), version=1)
    assert (row.clause, row.version, row.on_behalf) == (w.clause(agreement, 2), 2, True)
    row = tie_to_clause(by=w.SYSTEM, commitment=row, clause=w.clause(agreement, 3), version=2)
    row = tie_to_clause(by=w.SYSTEM, commitment=row, clause=None, none_fits=True, version=3)
    assert (row.clause, str(row.no_clause_on)) == (None, "2026-11-23")
    row = tie_to_clause(by=w.SYSTEM, commitment=row, clause=None, version=4)
    assert (row.clause, row.no_clause_on) == (None, None)
    assert [e["verb"] for e in timeline.of(row, with_people=False)] == [
        "commitment.untied", "commitment.no_clause", "commitment.tied", "commitment.tied",
    ]  # fmt: skip
    with pytest.raises(Conflict):
        tie_to_clause(by=w.SYSTEM, commitment=row, clause=w.clause(agreement, 1), version=4)


def test_a_commitment_hangs_only_under_a_clause_that_stands() -> None:
    agreement, other = w.signed_agreement(), w.signed_agreement("other", ["zeta", "eta"])
    row = a_commitment(agreement)
    with pytest.raises(Refused, match="ไม่ใช่ข้อของบันทึกข้อตกลงนี้"):
        tie_to_clause(by=w.SYSTEM, commitment=row, clause=w.clause(other, 1), version=1)
    in_text = a_commitment(agreement, "beta", provenance="in_text", clause=w.clause(agreement, 1))
    with pytest.raises(Refused, match="มีที่มาจากตัวบท"):
        tie_to_clause(by=w.SYSTEM, commitment=in_text, clause=None, version=1)


def test_only_the_lead_and_the_secretariat_tie() -> None:
    agreement = w.signed_agreement()
    row = a_commitment(agreement)
    with pytest.raises(NotAllowed):
        tie_to_clause(by=cast.niran("beta"), commitment=row, clause=w.clause(agreement, 1), version=1)
    own = cast.member("lek", "partner_officer", w.body("alpha"))
    assert not tie_to_clause(by=own, commitment=row, clause=w.clause(agreement, 1), version=1).on_behalf
