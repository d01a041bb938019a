"""Where the clauses of a text begin, and a text rewritten clause by clause."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines.redline import Edit, Span, heading_at, lines, rewrite, suggest_clauses

THAI = """บันทึกข้อตกลงความร่วมมือ
ระหว่าง ธนาคาร ก กับ สมาคม ข

ข้อ ๑ วัตถุประสงค์
เพื่อเพิ่มรายได้ของกลุ่มอาชีพ

ข้อ ๒ หน้าที่ของภาคี
๒.๑ ธนาคารจะอบรมสมาชิก ๓๐๐ คนต่อปี
ข้อ ๑ และข้อ ๒ ให้อ่านประกอบกัน

ข้อ ๓. ระยะเวลา ๓ ปีนับแต่วันลงนาม

บันทึกข้อตกลงนี้ทำขึ้นเป็นสองฉบับ
ลงชื่อ ............
"""


def found(text: str) -> list[tuple[str, str, str, str]]:
    return [(h.label, h.number, h.heading, text[h.start : h.end]) for h in suggest_clauses(text)]


def test_thai_clauses_with_their_headings() -> None:
    assert found(THAI) == [
        ("ข้อ ๑", "1", "วัตถุประสงค์", "ข้อ ๑ วัตถุประสงค์\nเพื่อเพิ่มรายได้ของกลุ่มอาชีพ"),
        (
            "ข้อ ๒", "2", "หน้าที่ของภาคี",
            "ข้อ ๒ หน้าที่ของภาคี\n๒.๑ ธนาคารจะอบรมสมาชิก ๓๐๐ คนต่อปี\nข้อ ๑ และข้อ ๒ ให้อ่านประกอบกัน",
        ),
        # one line alone is the clause's text, not its heading; the closing words belong to no clause
        ("ข้อ ๓", "3", "", "ข้อ ๓. ระยะเวลา ๓ ปีนับแต่วันลงนาม"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "label", "number"),
    [
        ("ข้อ 1 ก", "ข้อ 1", "1"),
        ("ข้อ 12. ก", "ข้อ 12", "12"),
        ("ข้อที่ ๔ ก", "ข้อที่ ๔", "4"),
        ("ข้อ๕ ก", "ข้อ๕", "5"),
        ("ข้อ ๓/๑ ก", "ข้อ ๓/๑", "3.1"),
        ("Clause 7: aims", "Clause 7", "7"),
        ("ARTICLE 2 – aims", "ARTICLE 2", "2"),
        ("  Section 9.2 aims", "Section 9.2", "9.2"),
        ("๘. ก", "๘", "8"),
        ("3) ก", "3", "3"),
    ],
)
def test_ways_of_writing_a_heading(line: str, label: str, number: str) -> None:
    ((seen, told, _, text),) = found(line)
    assert (seen, told) == (label, number)
    assert text == line.strip()


@pytest.mark.parametrize(
    "text", ["", "\n\n", "ตามข้อ ๓ ของบันทึก", "ข้อความทั่วไป", "Clauses 1 and 2", "ข้อ", "ข้อ ๑๒ก", "12 มกราคม"]
)
def test_what_is_no_heading(text: str) -> None:
    assert suggest_clauses(text) == []


def test_numbered_lines_inside_clauses_are_not_clauses() -> None:
    assert [h.number for h in suggest_clauses("ข้อ ๑ ก\n1. ข\n2. ค\nข้อ ๒ ง")] == ["1", "2"]


def test_a_clause_read_from_what_a_person_chose() -> None:
    text = "  ขอบเขต\nทุกจังหวัด \n"
    heading = heading_at(text, 0, len(text))
    assert (heading.label, text[heading.start : heading.end]) == ("", "ขอบเขต\nทุกจังหวัด")


@given(st.text(st.sampled_from("ข้อ ๑๒3.\n/aClause")))
def test_suggested_clauses_lie_in_order_within_the_text(text: str) -> None:
    at = 0
    for heading in suggest_clauses(text):
        assert at <= heading.start < heading.end <= len(text)
        inside = text[heading.start : heading.end]
        assert inside == inside.strip()
        at = heading.end
    assert [text[a:b] for a, b in lines(text)] == text.split("\n")


# -- rewriting ---------------------------------------------------------------------------------------------------

TEXT = "คำนำ\n\nข้อ ๑ ก\n\nข้อ ๒ ข\n\nข้อ ๓ ค\n\nลงชื่อ"
SPANS = [Span(f"c{h.number}", h.start, h.end) for h in suggest_clauses(TEXT)]


def rewritten(*edits: Edit) -> str:
    text, spans = rewrite(TEXT, SPANS, edits)
    held = {e.key: e.text for e in edits if e.text is not None}
    for span in spans:
        before = next((TEXT[s.start : s.end] for s in SPANS if s.key == span.key), "")
        assert text[span.start : span.end] == held.get(span.key, before)
    return text


def test_nothing_changes_without_edits() -> None:
    assert rewrite(TEXT, SPANS, []) == (TEXT, SPANS)


def test_other_words_for_a_clause() -> None:
    assert rewritten(Edit("c2", "ข้อ ๒ ยาวกว่าเดิม")) == TEXT.replace("ข้อ ๒ ข", "ข้อ ๒ ยาวกว่าเดิม")


def test_a_clause_taken_out_leaves_no_hole() -> None:
    assert rewritten(Edit("c1", None)) == TEXT.replace("ข้อ ๑ ก\n\n", "")
    assert rewritten(Edit("c3", None)) == TEXT.replace("\n\nข้อ ๓ ค", "")


def test_a_new_clause_follows_the_one_named() -> None:
    assert rewritten(Edit("new", "ข้อ ๒/๑ ง", after="c2")) == TEXT.replace("ข้อ ๒ ข", "ข้อ ๒ ข\n\nข้อ ๒/๑ ง")
    assert rewritten(Edit("new", "ข้อ ๐ ง")) == TEXT.replace("ข้อ ๑ ก", "ข้อ ๐ ง\n\nข้อ ๑ ก")
    assert rewritten(Edit("new", "ข้อ ๔ ง", after="c3")) == TEXT.replace("ข้อ ๓ ค", "ข้อ ๓ ค\n\nข้อ ๔ ง")


def test_a_new_clause_may_follow_one_that_goes() -> None:
    edits = [Edit("c2", None), Edit("a", "ข้อ ๒ ใหม่", after="c2"), Edit("b", "ข้อ ๒/๑", after="c2")]
    assert rewritten(*edits) == TEXT.replace("ข้อ ๒ ข", "ข้อ ๒ ใหม่\n\nข้อ ๒/๑")


def test_a_text_without_clauses_takes_new_ones_at_its_end() -> None:
    text, spans = rewrite("คำนำ\n", [], [Edit("a", "ข้อ ๑ ก"), Edit("b", "ข้อ ๒ ข")])
    assert text == "คำนำ\n\nข้อ ๑ ก\n\nข้อ ๒ ข"
    assert [text[s.start : s.end] for s in spans] == ["ข้อ ๑ ก", "ข้อ ๒ ข"]


def test_the_first_clause_goes_where_nothing_stands_before_it() -> None:
    text = "ข้อ ๑ ก\nข้อ ๒ ข"
    assert rewrite(text, [Span("c1", 0, 7), Span("c2", 8, 15)], [Edit("c1", None)])[0] == "ข้อ ๒ ข"


def test_blank_space_at_the_beginning_stays() -> None:
    assert rewrite("\n\nข้อ ๑ ก", [Span("c1", 2, 9)], [Edit("c1", "ข้อ ๑ ข")])[0] == "\n\nข้อ ๑ ข"


@pytest.mark.parametrize(
    "edits",
    [
        [Edit("c1", "")],
        [Edit("c1", " ก ")],
        [Edit("c1", "ก"), Edit("c1", "ข")],
        [Edit("new", "ก", after="nothing")],
    ],
)
def test_edits_that_cannot_be_made(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match=r"edit|follow"):
        rewrite(TEXT, SPANS, edits)


words = st.text(st.sampled_from("กข \n"), min_size=1, max_size=6).filter(lambda t: t == t.strip())
gaps = st.text(st.sampled_from("ค \n"), max_size=4)


@given(st.lists(st.tuples(gaps, words), max_size=5), gaps, st.data())
def test_spans_of_a_rewritten_text_are_exact(
    clauses: list[tuple[str, str]], end: str, data: st.DataObject
) -> None:
    text, spans = "", []
    for number, (gap, clause) in enumerate(clauses):
        text += gap
        spans.append(Span(f"c{number}", len(text), len(text) + len(clause)))
        text += clause
    text += end
    keys = [span.key for span in spans]
    changed = data.draw(st.dictionaries(st.sampled_from(keys), words | st.none())) if keys else {}
    places = st.sampled_from([None, *keys])
    new = data.draw(st.lists(st.tuples(words, places), max_size=3))
    edits = [Edit(key, t) for key, t in changed.items()]
    edits += [Edit(f"n{n}", t, after) for n, (t, after) in enumerate(new)]
    made, placed = rewrite(text, spans, edits)
    held = {s.key: text[s.start : s.end] for s in spans} | {e.key: e.text for e in edits}
    assert {s.key: made[s.start : s.end] for s in placed} == {k: t for k, t in held.items() if t is not None}
    assert all(a.end <= b.start for a, b in pairwise(placed))
    # what belongs to no clause is all there, in its order; only blanks may have come or gone
    assert _outside(made, placed) == _outside(text, spans)


def _outside(text: str, spans: list[Span]) -> str:
    starts = [0, *(span.end for span in spans)]
    ends = [*(span.start for span in spans), len(text)]
    return "".join("".join(text[a:b] for a, b in zip(starts, ends, strict=True)).split())
