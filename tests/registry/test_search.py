from collections.abc import Callable
from typing import Any

import pytest

from phanuek.registry import actions
from phanuek.registry.actions import NewProduct
from phanuek.registry.models import Enterprise
from phanuek.registry.queries import Stage, find, look_alikes, search
from tests import cast
from tests.registry.conftest import PA_KHA, SI_PHUM, SYSTEM

Group = Callable[..., Enterprise]
WEAVERS = "วิสาหกิจชุมชนกลุ่มทอผ้าไหมบ้านหนองบัว"
GOATS = "กลุ่มเลี้ยงแพะนมบ้านป่าคา"
RUBBER = "กลุ่มชาวสวนยางพาราบ้านดอน"
CHILLI = "กลุ่มแม่บ้านน้ำพริกเผา"
TOURISM = "วิสาหกิจชุมชนท่องเที่ยวบ้านสวน"


@pytest.fixture
def groups(group: Group) -> None:
    group(
        WEAVERS,
        business_group="processing",
        name_en="Nong Bua Silk Weavers",
        identifiers={"community_enterprise": "1-55-01-01/1-0001"},
    )
    group(GOATS, at=PA_KHA, kind="occupational_group", products=[NewProduct(name_th="นมแพะพาสเจอร์ไรซ์")])
    group(RUBBER, at=SI_PHUM, kind="occupational_group")
    group(CHILLI, products=[NewProduct(name_th="น้ำพริกหนุ่ม")], identifiers={"citizen": "1234545678781"})
    group(TOURISM, business_group="community_tourism")


def names(text: str, **filters: Any) -> list[str]:
    return [e.name_th for e in search(text, actor=cast.DAO, **filters)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ทอผ้า", WEAVERS),  # a word inside a compound
        ("ทอผ้าไหม", WEAVERS),
        ("ผ้าไหม", WEAVERS),
        ("เเพะ", GOATS),  # two เ typed for แ
        ("แพะ", GOATS),
        ("น้ําพริก", CHILLI),  # ำ in two pieces
        ("น้ำพริกเผา", CHILLI),
        ("นม", GOATS),
        ("ทอผาไหม", WEAVERS),  # tone marks forgotten
        ("ทองเที่ยว", TOURISM),
        ("silk weav", WEAVERS),
        ("1-55-01-01/1-0001", WEAVERS),
        ("ทอผ้า ในเวียง", WEAVERS),  # what and where
        ("น้ำพริกหนุ่ม", CHILLI),  # by product
        ("๑-๕๕-๐๑-๐๑/๑-๐๐๐๑", WEAVERS),
    ],
)
def test_what_people_type_finds_what_they_mean(groups: None, text: str, expected: str) -> None:
    assert expected in names(text)


def test_an_abbreviation_finds_the_kind_it_stands_for(groups: None) -> None:
    assert set(names("วสช.")) == {WEAVERS, TOURISM}


def test_a_short_word_is_not_found_inside_others(groups: None, group: Group) -> None:
    group("กลุ่มยาหม่องบ้านดู่", products=[NewProduct(name_th="ยา สมุนไพร")])
    assert names("ยา") == ["กลุ่มยาหม่องบ้านดู่"]


@pytest.mark.parametrize(("typo", "meant"), [("น้ำพิกเผา", "น้ำพริก"), ("ทอฟ้าไหม", "ผ้า"), ("แพะนมม", "แพะ")])
def test_a_misspelling_finds_or_suggests(groups: None, typo: str, meant: str) -> None:
    found = find(typo, actor=cast.DAO)
    if found.stage == Stage.NOTHING:
        assert meant in found.suggestion
        assert search(found.suggestion, actor=cast.DAO).exists()
    else:
        assert any(meant in e.name_th for e in found.rows)


def test_nothing_like_it_suggests_nothing(groups: None) -> None:
    found = find("qqqqzzzz", actor=cast.DAO)
    assert (found.stage, found.suggestion, found.rows.count()) == (Stage.NOTHING, "", 0)


@pytest.mark.parametrize("text", ["***", "%", "_", "'; DROP TABLE", "\\", "\u200b", "q" * 300, "\x00"])
def test_odd_texts_find_nothing_and_break_nothing(groups: None, text: str) -> None:
    assert names(text) == []


def test_an_empty_text_lists_all_in_dictionary_order(groups: None) -> None:
    assert names("") == [RUBBER, CHILLI, GOATS, WEAVERS, TOURISM]


def test_filters_narrow_the_search(groups: None) -> None:
    assert names("กลุ่ม", province="50") == [RUBBER]
    assert names("", kind="occupational_group", province="55") == [GOATS]
    assert names("", business_group="community_tourism") == [TOURISM]


def test_a_suggestion_keeps_to_the_filters(groups: None) -> None:
    assert find("น้ำพิกเผา", actor=cast.DAO, province="50").suggestion == ""


def test_nobody_is_found_by_a_citizen_number(groups: None) -> None:
    assert names("1234545678781") == []
    assert names("1-2345-45678-78-1") == []


def test_a_name_comes_before_a_product(group: Group) -> None:
    group("กลุ่มกล้วยฉาบบ้านใต้", products=[NewProduct(name_th="ผ้าทอมือ"), NewProduct(name_th="ทอผ้า")])
    group("กลุ่มทอผ้าบ้านเหนือ")
    assert names("ทอผ้า") == ["กลุ่มทอผ้าบ้านเหนือ", "กลุ่มกล้วยฉาบบ้านใต้"]


def test_those_no_longer_active_are_not_listed(group: Group) -> None:
    enterprise = group()
    actions.edit(by=SYSTEM, enterprise=enterprise, version=1, active=False)
    assert names("ทอผ้า") == []
    assert not search("", actor=SYSTEM).exists()


# -- look-alikes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["กลุ่มทอผ้าไหมบ้านหนองบัว", "วสช. ทอผ้าไหมหนองบัว", "กลุ่มทอผ้าใหมหนองบัว", "ทอผ้าไหมบ้านหนองบัวว"],
)
def test_another_spelling_in_the_same_subdistrict_is_seen(groups: None, place: Any, written: str) -> None:
    alike = look_alikes(name_th=written, subdistrict=place())
    assert [a.enterprise.name_th for a in alike] == [WEAVERS]
    assert alike[0].evidence


def test_a_name_that_holds_another_is_seen(group: Group, place: Any) -> None:
    enterprise = group("กลุ่มทอผ้าไหมหนองบัวลายน้ำไหลและผลิตภัณฑ์ผ้าฝ้ายย้อมสีธรรมชาติ")
    alike = look_alikes(name_th="กลุ่มทอผ้าใหมหนองบัว", subdistrict=place())
    assert [a.enterprise for a in alike] == [enterprise]


def test_the_same_name_elsewhere_is_another_group(groups: None, place: Any) -> None:
    assert look_alikes(name_th=WEAVERS, subdistrict=place(SI_PHUM)) == []


def test_a_number_is_stronger_than_a_name(groups: None, place: Any) -> None:
    alike = look_alikes(
        name_th="กลุ่มใหม่เอี่ยม",
        subdistrict=place(SI_PHUM),
        identifiers={"community_enterprise": "๑-๕๕-๐๑-๐๑/๑-๐๐๐๑"},
    )
    assert (alike[0].enterprise.name_th, alike[0].same_number) == (WEAVERS, True)


def test_a_telephone_alone_joins_nobody(group: Group, place: Any) -> None:
    group("กลุ่มเลี้ยงไก่ไข่", contact_phone="081-234-5678")
    assert (
        look_alikes(name_th="ศูนย์ข้าวชุมชนบ้านเหนือ", subdistrict=place(), contact_phone="+66 81 234 5678") == []
    )


def test_a_telephone_strengthens_a_like_name(group: Group, place: Any) -> None:
    enterprise = group("กลุ่มทอผ้าฝ้ายย้อมสี", contact_phone="081-234-5678")
    alike = look_alikes(name_th="กลุ่มทอผ้าฝ้าย", subdistrict=place(), contact_phone="๐๘๑๒๓๔๕๖๗๘")
    assert [a.enterprise for a in alike] == [enterprise]
    assert any("โทรศัพท์" in str(reason.th) for reason in alike[0].evidence)


def test_different_numbers_are_said(groups: None, place: Any) -> None:
    alike = look_alikes(
        name_th=WEAVERS, subdistrict=place(), identifiers={"community_enterprise": "1-55-01-01/1-0002"}
    )
    assert "แต่" in alike[0].evidence[-1].th
