"""Differences and three-way merges of tokens: what always holds, and cases an officer can follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines.redline import (
    Clash,
    Clean,
    Kind,
    Merge,
    Outcome,
    Piece,
    difference,
    merge,
    merge_clauses,
    summary,
)
from phanuek.engines.redline.clauses import order

# -- words of the test, cut at ¦ so that the reader sees where ---------------------------------------------------


def cut(text: str) -> list[str]:
    """Tokens of a text written with ¦ between words; spaces and brackets are tokens of their own."""
    return [token for token in re.split(r"¦|(\s+|[()])", text) if token]


def drawn(old: str, new: str) -> str:
    marks = {Kind.SAME: "{}", Kind.DELETED: "[-{}-]", Kind.INSERTED: "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in difference(cut(old), cut(new)))


texts = st.lists(st.sampled_from(["ภาคี", "จะ", "ให้", "300", " ", " ", "\n", ",", "ตลาด", "ทุน"]), max_size=14)


def swapped(merged: Merge) -> list[Clean | Clash]:
    return [Clash(p.base, p.theirs, p.ours) if isinstance(p, Clash) else p for p in merged.parts]


# -- the difference ----------------------------------------------------------------------------------------------


@given(texts, texts)
def test_a_difference_holds_both_texts(old: list[str], new: list[str]) -> None:
    pieces = difference(old, new)
    assert "".join(p.text for p in pieces if p.kind is not Kind.INSERTED) == "".join(old)
    assert "".join(p.text for p in pieces if p.kind is not Kind.DELETED) == "".join(new)
    assert all(piece.text for piece in pieces)
    for first, second in pairwise(pieces):
        assert first.kind is not second.kind
        assert (first.kind, second.kind) != (Kind.INSERTED, Kind.DELETED)


@given(texts)
def test_an_equal_text_has_no_difference(text: list[str]) -> None:
    assert all(piece.kind is Kind.SAME for piece in difference(text, list(text)))
    assert summary(difference(text, list(text))).is_unchanged


@given(texts, texts)
def test_the_summary_counts_words(old: list[str], new: list[str]) -> None:
    pieces = difference(old, new)
    words = [sum(any(map(str.isalnum, token)) for token in side) for side in (old, new)]
    assert summary(pieces).put_in - summary(pieces).taken_out == words[1] - words[0]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("ไม่น้อยกว่า 300 ราย", "ไม่น้อยกว่า 500 ราย", "ไม่น้อยกว่า [-300-][+500+] ราย"),
        # a particle between two changes goes with them: one phrase, not confetti
        (
            "กรม¦พัฒนา ให้¦ความรู้¦แก่¦ผู้ผลิต",
            "บริษัท¦ประชารัฐ ให้¦เงินทุน¦แก่¦กลุ่มอาชีพ",
            "[-กรมพัฒนา ให้ความรู้แก่ผู้ผลิต-][+บริษัทประชารัฐ ให้เงินทุนแก่กลุ่มอาชีพ+]",
        ),
        # a number or a new line that stayed is always shown as having stayed
        ("อบรม 30 คน", "ดูงาน 30 ครั้ง", "[-อบรม-][+ดูงาน+] 30 [-คน-][+ครั้ง+]"),
        ("อบรม\nคน", "ดูงาน\nครั้ง", "[-อบรม-][+ดูงาน+]\n[-คน-][+ครั้ง+]"),
        # pure insertions: nothing is shown as taken out
        ("ตลาด ทุน", "หา¦ตลาด หา¦ทุน", "[+หา+]ตลาด [+หา+]ทุน"),
        # a new item begins where its line or phrase begins
        (
            "ภาคี¦จะ¦หา¦ตลาด ภาคี¦จะ¦ให้¦ทุน",
            "ภาคี¦จะ¦หา¦ตลาด ภาคี¦จะ¦อบรม ภาคี¦จะ¦ให้¦ทุน",
            "ภาคีจะหาตลาด [+ภาคีจะอบรม +]ภาคีจะให้ทุน",
        ),
        ("(1) อบรม\n(2) ตลาด\n", "(1) อบรม\n(2) ทุน\n(2) ตลาด\n", "(1) อบรม\n[+(2) ทุน\n+](2) ตลาด\n"),
        ("ทั้งหมด", "", "[-ทั้งหมด-]"),
        ("", "", ""),
    ],
)
def test_a_difference_as_it_is_read(old: str, new: str, shown: str) -> None:
    assert drawn(old, new) == shown


def test_pieces_are_told_apart_by_kind_and_text() -> None:
    assert difference(["ก", " ", "ข"], ["ก", " ", "ค"]) == [
        Piece(Kind.SAME, "ก "),
        Piece(Kind.DELETED, "ข"),
        Piece(Kind.INSERTED, "ค"),
    ]


BOILERPLATE = cut("(1) ภาคี¦จะ¦ประชุม ปี¦ละ 1 ครั้ง\n") * 60


def test_a_long_text_that_repeats_itself_shows_only_what_changed() -> None:
    new = [*BOILERPLATE]
    new[400] = "2"
    new[100:100] = ["ใหม่"]
    changed = [
        (piece.kind, piece.text) for piece in difference(BOILERPLATE, new) if piece.kind is not Kind.SAME
    ]
    assert changed == [(Kind.INSERTED, "ใหม่"), (Kind.DELETED, BOILERPLATE[400]), (Kind.INSERTED, "2")]


def test_long_texts_without_one_common_sentence_are_replaced_whole() -> None:
    old, new = ["ก", "ข", "ค", "ง"] * 400, ["ข", "ก", "จ", "จ"] * 400
    assert [piece.kind for piece in difference(old, new)] == [Kind.DELETED, Kind.INSERTED]


# -- the merge ---------------------------------------------------------------------------------------------------


@given(texts, texts)
def test_a_side_that_changed_nothing_leaves_the_other_as_it_is(base: list[str], side: list[str]) -> None:
    assert merge(base, side, base).text == "".join(side)
    assert merge(base, base, side).text == "".join(side)
    assert merge(base, side, side).text == "".join(side)


@given(texts, texts, texts)
def test_swapping_the_sides_swaps_the_clashes_only(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    assert merge(base, ours, theirs).parts == swapped(merge(base, theirs, ours))


@given(texts, texts, texts)
def test_a_word_that_nobody_changed_stands_between_two_clashes(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    merged = merge(base, ours, theirs)
    for first, second in pairwise(merged.parts):
        assert type(first) is not type(second)
    between = (
        merged.parts[1:-1] if merged.parts and isinstance(merged.parts[0], Clash) else merged.parts[2:-1]
    )
    assert all(any(map(str.isalnum, part.text)) for part in between if isinstance(part, Clean))
    assert all(part.text for part in merged.parts if isinstance(part, Clean))
    assert all(clash.ours != clash.theirs for clash in merged.clashes)
    assert all(clash.base not in (clash.ours, clash.theirs) for clash in merged.clashes)
    assert merged.is_clean == (not merged.clashes)


@given(texts, texts, texts)
def test_one_clash_over_the_whole_text_holds_all_three_texts(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    merged = merge(base, ours, theirs)
    if len(merged.parts) == 1 and merged.clashes:
        assert merged.resolve([merged.clashes[0].base]) == "".join(base)
        assert merged.resolve([merged.clashes[0].ours]) == "".join(ours)
        assert merged.resolve([merged.clashes[0].theirs]) == "".join(theirs)


@st.composite
def edited(draw: st.DrawFn) -> tuple[list[str], list[str], list[str], set[str], set[str]]:
    """Twelve different words; each side deletes some and puts in words of its own. Also the words each deleted."""
    base = [f"w{n}" for n in range(12)]
    sides, deleted = [], []
    for side in ("o", "t"):
        gone = draw(st.sets(st.sampled_from(base), max_size=3))
        places = draw(st.sets(st.integers(0, 12), max_size=2))
        text = []
        for n, word in enumerate([*base, ""]):
            text += [f"{side}{n}"] * (n in places) + [word] * (word not in gone and word != "")
        sides.append(text)
        deleted.append(gone)
    return base, sides[0], sides[1], deleted[0], deleted[1]


@given(edited())
def test_a_clean_merge_does_what_the_sides_did_and_nothing_else(
    case: tuple[list[str], list[str], list[str], set[str], set[str]],
) -> None:
    base, ours, theirs, gone_here, gone_there = case
    spaced = [[part for word in side for part in (word, ".")] for side in (base, ours, theirs)]
    for b, o, t in ((base, ours, theirs), spaced):
        merged = merge(b, o, t)
        if not merged.is_clean:
            continue
        words = re.findall(r"[wot]\d+?(?=[wot.]|$)", merged.text)
        assert set(words) == set(ours + theirs) - gone_here - gone_there
        assert len(words) == len(set(words))
        for side in (ours, theirs):
            assert [w for w in words if w in side] == [w for w in side if w in words]


@given(edited())
def test_whoever_takes_one_side_everywhere_keeps_every_word_that_side_put_in(
    case: tuple[list[str], list[str], list[str], set[str], set[str]],
) -> None:
    base, ours, theirs, _, _ = case
    merged = merge(base, ours, theirs)
    chosen = merged.resolve([clash.ours for clash in merged.clashes])
    assert all(word in chosen for word in ours if word.startswith("o"))


CLAUSE = "ภาคี¦จะ¦สนับสนุน¦วิสาหกิจ¦เพื่อ¦สังคม¦ไม่¦น้อยกว่า 300 ราย ภายใน 3 ปี"


def amended(*swaps: tuple[str, str]) -> Sequence[str]:
    text = CLAUSE
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new)
    return cut(text)


def test_two_amendments_at_different_words_merge() -> None:
    merged = merge(cut(CLAUSE), amended(("300", "500")), amended(("3 ปี", "5 ปี")))
    assert merged.is_clean
    assert merged.text == "ภาคีจะสนับสนุนวิสาหกิจเพื่อสังคมไม่น้อยกว่า 500 ราย ภายใน 5 ปี"


def test_two_amendments_of_the_target_are_for_a_person_to_judge() -> None:
    merged = merge(cut(CLAUSE), amended(("300", "500")), amended(("300", "400"), ("3 ปี", "5 ปี")))
    assert merged.parts == [
        Clean("ภาคีจะสนับสนุนวิสาหกิจเพื่อสังคมไม่น้อยกว่า "),
        Clash("300", "500", "400"),
        Clean(" ราย ภายใน 5 ปี"),
    ]
    assert merged.resolve(["450"]) == "ภาคีจะสนับสนุนวิสาหกิจเพื่อสังคมไม่น้อยกว่า 450 ราย ภายใน 5 ปี"
    with pytest.raises(ValueError, match="1 clashes need as many choices, not 0"):
        _ = merged.text
    with pytest.raises(ValueError, match="not 2"):
        merged.resolve(["500", "400"])


def test_extending_the_term_and_renaming_a_party_merge() -> None:
    base = "กรม¦การ¦พัฒนา¦ชุมชน ตกลง¦ร่วมมือ¦กัน¦ถึง 30¦กันยายน¦2567"
    ours = base.replace("2567", "2570")
    theirs = base.replace("กรม¦การ¦พัฒนา¦ชุมชน", "กรม¦ส่งเสริม¦ชุมชน")
    merged = merge(cut(base), cut(ours), cut(theirs))
    assert merged.text == "กรมส่งเสริมชุมชน ตกลงร่วมมือกันถึง 30กันยายน2570"


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "clash"),
    [
        # one deletes what the other edits
        ("หา¦ตลาด¦ใหม่", "หา¦ใหม่", "หา¦ช่องทาง¦ใหม่", Clash("ตลาด", "", "ช่องทาง")),
        # two insertions at one point
        ("หา¦ตลาด", "หา¦ทุน¦ตลาด", "หา¦คน¦ตลาด", Clash("", "ทุน", "คน")),
        # neighbours, also across a space or a bracket: "6 เดือน" is what neither side wrote
        ("ภายใน 3 ปี", "ภายใน 6 ปี", "ภายใน 3 เดือน", Clash("3 ปี", "6 ปี", "3 เดือน")),
        ("3 (สาม) ปี", "3 (ห้า) ปี", "3 (สาม) เดือน", Clash("สาม) ปี", "ห้า) ปี", "สาม) เดือน")),
    ],
)
def test_what_touches_is_a_clash(base: str, ours: str, theirs: str, clash: Clash) -> None:
    assert merge(cut(base), cut(ours), cut(theirs)).clashes == [clash]


def test_what_both_sides_changed_alike_is_clean() -> None:
    merged = merge(cut(CLAUSE), amended(("300", "500"), ("3 ปี", "5 ปี")), amended(("300", "500")))
    assert merged.text == "ภาคีจะสนับสนุนวิสาหกิจเพื่อสังคมไม่น้อยกว่า 500 ราย ภายใน 5 ปี"


# -- whole clauses -----------------------------------------------------------------------------------------------


def test_every_outcome_of_a_clause() -> None:
    base = {
        "1": "หา ตลาด",
        "2": "หา ทุน",
        "3": "อบรม 30 คน",
        "4": "ประชุม",
        "5": "รายงาน",
        "6": "3 ปี",
        "7": "เลิก",
    }
    ours = base | {"2": "หา เงินทุน", "3": "อบรม 50 คน", "4": None, "5": "สรุป", "6": "5 ปี", "7": None}
    theirs = base | {"3": "อบรม 30 ราย", "4": "ประชุม ใหญ่", "5": "สรุป", "6": "4 ปี", "8": "ใหม่"}
    del theirs["7"]
    outcomes = {clause.key: clause for clause in merge_clauses(base, ours, theirs, cut)}
    assert {key: clause.outcome for key, clause in outcomes.items()} == {
        "1": Outcome.UNCHANGED,
        "2": Outcome.FROM_OURS,
        "3": Outcome.CLASH,
        "4": Outcome.CLASH,
        "5": Outcome.SAME_ON_BOTH,
        "6": Outcome.CLASH,
        "7": Outcome.SAME_ON_BOTH,
        "8": Outcome.FROM_THEIRS,
    }
    assert outcomes["2"].text == "หา เงินทุน"
    assert outcomes["4"].is_repeal_against_edit
    assert not outcomes["6"].is_repeal_against_edit
    assert outcomes["7"].text is None
    assert outcomes["6"].merge is not None
    assert outcomes["6"].merge.clashes == [Clash("3", "5", "4")]


def test_a_clause_merged_inside() -> None:
    (clause,) = merge_clauses(
        {"1": "หา ตลาด และ หา ทุน"}, {"1": "มี ตลาด และ หา ทุน"}, {"1": "หา ตลาด และ หา เงิน"}, cut
    )
    assert clause.outcome is Outcome.MERGED
    assert clause.text == "มี ตลาด และ หา เงิน"


def test_both_sides_add_a_clause_of_one_key() -> None:
    (clause,) = merge_clauses({}, {"9": "หา ตลาด"}, {"9": "หา ทุน"}, cut)
    assert clause.is_clash
    assert clause.merge == Merge([Clash("", "หา ตลาด", "หา ทุน")])


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("123", "1a23", "123", "1a23"),
        ("123", "1a23", "1b23", "1ab23"),
        ("123", "x123", "123y", "x123y"),
        ("123", "13", "12b3", "12b3"),
        ("123", "132", "1a23", "1a32"),
        ("123", "1a23", "132", "1a32"),
        ("", "ab", "cb", "acb"),
    ],
)
def test_new_clauses_follow_their_predecessor(base: str, ours: str, theirs: str, expected: str) -> None:
    sides = [{key: key for key in side} for side in (base, ours, theirs)]
    assert "".join(order(*sides)) == expected


clauses = st.dictionaries(st.sampled_from("123456"), st.sampled_from(["หา ตลาด", "หา ทุน", "มี ทุน", None]))


@given(clauses, clauses, clauses)
def test_clauses_of_one_side_alone_are_taken_whole(
    base: dict[str, str | None], ours: dict[str, str | None], theirs: dict[str, str | None]
) -> None:
    alone = merge_clauses(base, ours, base, cut)
    assert {c.key: c.text for c in alone if c.text is not None} == {
        k: v for k, v in ours.items() if v is not None
    }
    merged = merge_clauses(base, ours, theirs, cut)
    assert len({clause.key for clause in merged}) == len(merged)
    assert {clause.key for clause in merged if clause.is_clash} == {
        clause.key for clause in merge_clauses(base, theirs, ours, cut) if clause.is_clash
    }
