"""Thai text in one form, in words, as a skeleton, in dictionary order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from packs.thailand import PACK

THAI = st.text(alphabet=st.sampled_from("กขคงจชดตทนบปพมยรลวสหอฮเแโใไะาำิีึืุูั็่้๊๋์ๆฯ .๑๒abc-"), max_size=20)


@pytest.mark.parametrize(
    ("typed", "one_form"),
    [
        ("เเปรรูป", "แปรรูป"),
        ("น้ําพริก", "น้ำพริก"),
        ("นํ้าพริก", "น้ำพริก"),
        ("ก่ี", "กี่"),
        ("พี่่น้อง", "พี่น้อง"),
        ("บ้าน\u200bหนอง", "บ้านหนอง"),
        ("หมู่ที่ ๑๒", "หมู่ที่ 12"),
        ("ต่าง ๆ", "ต่างๆ"),
        ("วสช. ทอผ้า", "วิสาหกิจชุมชน ทอผ้า"),
        ("วสช.ทอผ้า", "วิสาหกิจชุมชนทอผ้า"),
        ("บจก. สมุนไพร", "บริษัท สมุนไพร"),
        ("หจก สมใจ", "ห้างหุ้นส่วนจำกัด สมใจ"),
        ("กรุงเทพฯ", "กรุงเทพมหานคร"),
        ("  ABC  Co., Ltd. ", "abc co ltd"),
        ("", ""),
    ],
)
def test_one_form(typed: str, one_form: str) -> None:
    assert PACK.normalise(typed) == one_form


@pytest.mark.parametrize("word", ["รพี", "กทมเก่า", "อบตัว"])
def test_an_abbreviation_inside_a_word_is_left_alone(word: str) -> None:
    assert PACK.normalise(word) == word


@settings(max_examples=150, deadline=None)
@given(THAI)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = PACK.normalise(text)
    assert PACK.normalise(once) == once


@settings(max_examples=150, deadline=None)
@given(THAI)
def test_keys_are_plain_short_and_safe_for_any_database(text: str) -> None:
    key = PACK.sort_key(text * 20)
    assert len(key) <= 255
    assert key.isascii()
    assert key.isalnum()
    assert "".join(PACK.words(text)).replace(" ", "") == PACK.normalise(text).replace(" ", "")


def test_words_and_the_words_inside_compounds() -> None:
    assert PACK.words("วิสาหกิจชุมชนทอผ้าบ้านหนองบัวแดง") == [
        "วิสาหกิจ",
        "ชุมชน",
        "ทอผ้า",
        "บ้าน",
        "หนอง",
        "บัว",
        "แดง",
    ]
    inside = PACK.words("ทอผ้าไหม กุ้งก้ามกราม", parts=True)
    assert {"ผ้า", "ไหม", "กุ้ง"} <= set(inside)
    assert "หน" not in PACK.words("หนองบัว", parts=True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("สหกรณ์โคนม", "สหกรณโคนม"),
        ("ศิลปาชีพ", "สิลปาชีพ"),
        ("ผ้าใหม", "ผ้าไหม"),
        ("กี่ทอ", "กิ่ทอ"),
        ("พรรณไม้", "พันไม้"),
        ("น้ำปลา", "นำปลา"),
    ],
)
def test_names_that_sound_alike_share_a_skeleton(one: str, other: str) -> None:
    assert PACK.skeleton(one) == PACK.skeleton(other)


def test_different_names_keep_different_skeletons() -> None:
    names = ["ทอผ้า", "ทำไร่", "นาข้าว", "ปลาส้ม", "แปรรูป", "จักสาน"]
    assert len({PACK.skeleton(n) for n in names}) == len(names)


def test_dictionary_order() -> None:
    ordered = ["Amata", "กระบี่", "กา", "ก้า", "แก่", "ไก่", "ขอนแก่น", "เชียงใหม่", "พะเยา", "แพร่", "ลำปาง", "เลย"]
    assert sorted(set(ordered), key=PACK.sort_key) == ordered


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("วิสาหกิจชุมชนกลุ่มทอผ้าบ้านหนองบัวแดง", "ทอผ้าหนองบัวแดง"),
        ("วสช. กลุ่มทอผ้า บ้านหนองบัวแดง", "ทอผ้าหนองบัวแดง"),
        ("บริษัท สมุนไพรไทย จำกัด (มหาชน)", "สมุนไพรไทย"),
        ("บมจ. สมุนไพรไทย", "สมุนไพรไทย"),
        ("กลุ่มแม่บ้านเกษตรกรดอนแก้ว", "แม่บ้านเกษตรกรดอนแก้ว"),
        ("ABC Co., Ltd.", "abc"),
        ("วิสาหกิจชุมชน", "วิสาหกิจชุมชน"),
    ],
)
def test_core_name(name: str, core: str) -> None:
    assert PACK.core_name(name) == core
