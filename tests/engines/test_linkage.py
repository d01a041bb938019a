"""Look-alikes as an officer meets them before saving a group."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.linkage import Likeness, Record, compare, look_alikes

WEAVERS = Record(
    "new",
    "ทอผ้าหนองบัวแดง",
    "ทอผาหนองบวแดง",
    "361201",
    "3612",
    {"community_enterprise": "5361201001"},
    "081-234-5678",
)
NAMES = {"community_enterprise": {"th": "รหัสทะเบียนวิสาหกิจชุมชน", "en": "community-enterprise code"}}


def other(key: str = "old", **changes: object) -> Record:
    return replace(WEAVERS, key=key, **changes)  # type: ignore[arg-type]


def said(record: Record, lang: str = "th") -> list[str]:
    return [item.text[lang] for item in compare(WEAVERS, record, NAMES).evidence]


def test_an_equal_number_means_the_same_whatever_the_name() -> None:
    match = compare(WEAVERS, other(core_name="จักสาน", skeleton="จกสาน", subdistrict="", phone=""), NAMES)
    assert match.likeness == Likeness.SAME
    assert match.score == 1
    assert match.evidence[0].text == {
        "th": "รหัสทะเบียนวิสาหกิจชุมชนเดียวกัน",
        "en": "same community-enterprise code",
    }


def test_a_different_number_means_not_the_same_however_alike() -> None:
    match = compare(WEAVERS, other(identifiers={"community_enterprise": "5361201002"}), NAMES)
    assert match.likeness == Likeness.DIFFERENT
    assert match.score == 0
    assert not match.evidence[0].supports


def test_numbers_of_different_schemes_say_nothing() -> None:
    assert compare(WEAVERS, other(identifiers={"juristic": "0105500000000"})).likeness == Likeness.LOOK_ALIKE


def test_one_number_equal_and_one_different_is_for_a_person_to_see() -> None:
    mine = replace(WEAVERS, identifiers={"juristic": "1", "citizen": "2"})
    match = compare(mine, other(identifiers={"juristic": "1", "citizen": "3"}))
    assert match.likeness == Likeness.LOOK_ALIKE
    assert match.score >= 0.9


def test_evidence_in_plain_words() -> None:
    near = other(identifiers={}, core_name="ทอผ้าหนองบัวแดว", skeleton="ทอผาหนองบวแดว", phone="+66 81 234 5678")
    assert said(near) == ["ชื่อคล้ายกันมาก (92%)", "อยู่ตำบลเดียวกัน", "เบอร์โทรศัพท์เดียวกัน"]
    assert said(near, "en") == ["very similar name (92%)", "same subdistrict", "same telephone number"]
    assert said(other(identifiers={}, subdistrict="361202", phone="")) == [
        "ชื่อเหมือนกัน",
        "อยู่อำเภอเดียวกัน แต่คนละตำบล",
    ]
    assert said(other(identifiers={}, core_name="ทอผ่าหนองบัวแดง", subdistrict="", district="", phone="")) == [
        "ชื่ออ่านออกเสียงเหมือนกัน"
    ]


def test_one_head_with_one_telephone_does_not_join_two_groups_of_a_village() -> None:
    candidate = other(identifiers={}, core_name="เลี้ยงโคขุน", skeleton="เลยงโคขน")
    assert compare(WEAVERS, candidate).likeness == Likeness.DIFFERENT
    assert look_alikes(WEAVERS, [candidate]) == []


def test_very_short_names_must_be_equal() -> None:
    mine = Record("new", "กก", "กก", "361201")
    assert compare(mine, Record("a", "กบ", "กบ", "361201")).likeness == Likeness.DIFFERENT
    assert compare(mine, Record("b", "กก", "กก", "361201")).likeness == Likeness.LOOK_ALIKE


def test_the_best_come_first_and_never_the_record_itself() -> None:
    candidates = [
        other("far", identifiers={}, subdistrict="500101", district="5001", phone=""),
        other("near", identifiers={}, phone=""),
        other("same", skeleton="จกสาน", core_name="จักสาน"),
        other("veto", identifiers={"community_enterprise": "5361201002"}),
        other("new"),
    ]
    found = look_alikes(WEAVERS, candidates)
    assert [match.key for match in found] == ["same", "near", "far"]
    assert [match.key for match in look_alikes(WEAVERS, candidates, limit=1)] == ["same"]


@pytest.mark.parametrize("phone", ["", "12345", "-"])
def test_a_piece_of_a_telephone_number_says_nothing(phone: str) -> None:
    assert "เบอร์โทรศัพท์เดียวกัน" not in said(other(phone=phone))


names = st.text(alphabet="กขคงจชซดตนบปผมยรลวสหอ", max_size=14)
records = st.builds(
    Record,
    key=st.sampled_from(["a", "b"]),
    core_name=names,
    skeleton=names,
    subdistrict=st.sampled_from(["", "100101", "100102", "500101"]),
    identifiers=st.dictionaries(
        st.sampled_from(["juristic", "citizen"]), st.sampled_from(["1", "2", ""]), max_size=2
    ),
    phone=st.sampled_from(["", "0812345678", "0899999999"]),
)


@settings(max_examples=200, deadline=None)
@given(records, records)
def test_comparing_is_even_handed_and_the_guards_hold(one: Record, two: Record) -> None:
    there, back = compare(one, two), compare(two, one)
    assert (there.score, there.likeness) == (back.score, back.likeness)
    assert 0 <= there.score <= 1
    shared = {scheme for scheme in one.identifiers if one.identifiers[scheme] and two.identifiers.get(scheme)}
    equal = {scheme for scheme in shared if one.identifiers[scheme] == two.identifiers[scheme]}
    if shared and not equal:
        assert there.likeness == Likeness.DIFFERENT
    if equal and equal == shared:
        assert there.likeness == Likeness.SAME
    assert there.likeness != Likeness.SAME or equal
