"""A text laid out as clauses and parts: nothing added, nothing lost, numbers where they belong."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.agreements.documents.layout import Place, laid_out
from phanuek.agreements.documents.paper import Clause, Clauses, Heading, Paragraph
from phanuek.engines.redline import suggest_clauses
from tests.agreements import papers


def words(pieces: Any) -> Iterator[str]:
    """Every text of the blocks, in order."""
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Clauses):
            yield from words(piece.items)
        elif isinstance(piece, Clause):
            yield from words((piece.label, piece.heading, *piece.body))
        elif isinstance(piece, (Paragraph, Heading)):
            yield str(piece.text)
        else:
            raise AssertionError(f"a block without text: {piece}")


def bare(text: str) -> str:
    return "".join(text.split())


def places(text: str) -> list[Place]:
    return [Place(h.label, h.heading, h.start, h.end) for h in suggest_clauses(text)]


def test_the_invented_agreement_is_laid_out_whole() -> None:
    text = papers.told("agreement_demo.json")["text"]["th"]
    title, blocks = laid_out(text, places(text))
    assert list(title) == text.split("\n")[:2]
    assert bare("".join(words((*title, *blocks)))) == bare(text)
    clauses = next(block for block in blocks if isinstance(block, Clauses))
    assert [clause.label for clause in clauses.items] == [
        f"ข้อ {n}" for n in ["๑", "๒", "๓", "๔", "๕", "๖", "๗", "๘", "๙", "๑๐", "๑๑"]
    ]
    second = clauses.items[1]
    assert (second.heading, second.first) == ("วัตถุประสงค์", "")
    (parts,) = second.body
    assert [part.label for part in parts.items] == ["๒.๑", "๒.๒", "๒.๓"]


NESTED = """ข้อ ๑ หน้าที่
ภาคีมีหน้าที่ดังนี้
๑.๑ อบรม
(๑) การผลิต
(๒) การบัญชี
ซึ่งรวมถึงภาษี
๑.๒ ติดตามผล
ก. ทุกปี
ข. ทุกไตรมาส

ความในข้อนี้ไม่ผูกพันทางกฎหมาย"""


def test_parts_lie_within_the_part_that_they_belong_to() -> None:
    _, (clauses,) = laid_out(NESTED, places(NESTED))
    (clause,) = clauses.items
    assert clause.first == "ภาคีมีหน้าที่ดังนี้"
    parts, closing = clause.rest
    assert closing == "ความในข้อนี้ไม่ผูกพันทางกฎหมาย"
    first, second = parts.items
    assert [part.label for part in first.rest[0].items] == ["(๑)", "(๒)"]
    assert first.rest[0].items[1].body == ("การบัญชี", "ซึ่งรวมถึงภาษี")
    assert [part.label for part in second.rest[0].items] == ["ก.", "ข."]


def test_plain_numbers_that_follow_one_another_stand_beside_one_another() -> None:
    _, blocks = laid_out("๑. กระทรวง\n๒. ธนาคาร\n๓. สมาคม", [])
    assert [part.label for part in blocks[0].items] == ["๑.", "๒.", "๓."]


def test_a_label_that_the_text_does_not_hold_is_not_put_in() -> None:
    text = "ภาคีจะร่วมมือกัน"
    _, (clauses,) = laid_out(text, [Place("ข้อ ๙", "ความร่วมมือ", 0, len(text))])
    assert clauses.items[0].label == ""
    assert list(words([clauses]))[-1] == text


def test_a_text_without_a_title_keeps_its_first_paragraph() -> None:
    title, blocks = laid_out("ภาคีตกลงร่วมกัน\nดังนี้", [])
    assert title == ()
    assert [str(block.text) for block in blocks] == ["ภาคีตกลงร่วมกัน", "ดังนี้"]


def test_chapters_between_clauses_are_headings() -> None:
    text = "บันทึก\n\nหมวด ๑ ทั่วไป\nข้อ ๑ ก\n\nหมวด ๒ เงิน\nข้อ ๒ ข"
    _, blocks = laid_out(text, places(text))
    kinds = [type(block) for block in blocks]
    assert kinds[0] is Heading
    assert bare("".join(words(blocks))) == bare(text.removeprefix("บันทึก"))


@pytest.mark.parametrize(
    ("label", "hangs"), [("ข้อ ๑๐/๑", True), ("Clause 10", False), ("บทเฉพาะกาลว่าด้วยการเปลี่ยนผ่าน", False)]
)
def test_only_a_short_label_hangs_before_its_clause(label: str, hangs: bool) -> None:
    text = f"{label} คำ"
    _, (clauses,) = laid_out(text, [Place(label, "", 0, len(text))])
    assert bool(clauses.hang) is hangs


LINES = st.sampled_from(
    ["", "ข้อ ๑ หลักการ", "ข้อ ๒", "ข้อ ๓/๑ ชื่อ", "Clause 4 Name", "๒.๑ คำ", "๒.๑.๑ คำ", "(๑) คำ", "ก. คำ", "๑. คำ", "1) คำ", "a) คำ",
     "หมวด ๑ ทั่วไป", "(เอกสาร)", "พ.ศ. ๒๕๖๘ เป็นต้นไป", "ข้อ ๓ และข้อ ๔ ให้ใช้", "ข้อ ๕.", "\tเยื้อง  สองช่อง ", "๓๐๐ คน"]
)  # fmt: skip


@given(st.lists(LINES, max_size=25))
def test_no_letter_is_added_or_lost_whatever_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    title, blocks = laid_out(text, places(text))
    assert bare("".join(words((*title, *blocks)))) == bare(text)
