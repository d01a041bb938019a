"""Finding areas by code, by place in the tree, and by what people type."""

from __future__ import annotations

from datetime import date

import pytest

from phanuek.areas import queries
from phanuek.areas.models import Area
from phanuek.ui.words import in_language

pytestmark = pytest.mark.usefixtures("areas")


def codes(text: str, **how: object) -> list[str]:
    return [a.code for a in queries.search(text, **how)]  # type: ignore[arg-type]


def test_by_code() -> None:
    area = queries.by_code("840101")
    assert area is not None
    assert area.name_th == "ตลาด"
    assert area.province_code == "84"
    assert queries.by_code("999999") is None
    assert queries.by_code("") is None


def test_path_and_labels_ask_nothing_more(django_assert_num_queries: pytest.FixtureRequest) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        area = queries.by_code("840101")
        assert area is not None
        assert [a.code for a in queries.path(area)] == ["84", "8401", "840101"]
        assert area.label == "ตำบลตลาด อำเภอเมืองสุราษฎร์ธานี จังหวัดสุราษฎร์ธานี"
        assert area.short_label == "ต.ตลาด อ.เมืองสุราษฎร์ธานี จ.สุราษฎร์ธานี"
        assert (
            queries.label(area, "en")
            == "Talat Subdistrict, Mueang Surat Thani District, Surat Thani Province"
        )


def test_bangkok_has_its_own_words() -> None:
    area = Area.objects.with_path().get(code="100402")
    assert area.label == "แขวงสีลม เขตบางรัก กรุงเทพมหานคร"
    assert area.sign == "แขวงสีลม"
    with in_language("en"):
        assert area.label == "Si Lom Subdistrict, Bang Rak District, Bangkok"
        assert str(area) == "Si Lom"


def test_children_in_dictionary_order_of_the_reader() -> None:
    assert [a.name for a in queries.provinces()] == ["กรุงเทพมหานคร", "เชียงใหม่", "ลำพูน", "สุราษฎร์ธานี"]
    with in_language("en"):
        assert [a.name for a in queries.provinces()] == ["Bangkok", "Chiang Mai", "Lamphun", "Surat Thani"]
    assert [a.code for a in queries.children("8405")] == ["840503", "840501", "840502"]
    assert list(queries.children(None)) == list(queries.provinces())
    assert queries.province_choices(codes=("51",)) == [("51", "ลำพูน")]


def test_provinces_by_region() -> None:
    grouped = [(str(name), [a.code for a in rows]) for name, rows in queries.provinces_by_region()]
    assert grouped == [("ภาคเหนือ", ["50", "51"]), ("ภาคกลาง", ["10"]), ("ภาคใต้", ["84"])]


def test_within() -> None:
    assert {a.code[:2] for a in Area.objects.within("50", "5101")} == {"50", "51"}
    assert not Area.objects.within()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ต.ตลาด อ.เมือง จ.สุราษฎร์ธานี", "840101"),
        ("ต. ตลาด อ. เมือง", "840101"),
        ("ตลาด สุราษ", "840101"),
        ("talat mueang surat", "840101"),
        ("ช้างเผือก", "500107"),
        ("แขวงสีลม เขตบางรัก กทม", "100402"),
        ("Si Lom", "100402"),
        ("เเม่แรม", "500707"),
        ("พะงัน", "840501"),
        ("ช้างเผีอก", "500107"),
    ],
)
def test_typed_text(typed: str, first: str) -> None:
    assert codes(typed)[:1] == [first]


def test_a_district_gives_its_subdistricts() -> None:
    assert {c[:4] for c in codes("อ.แม่ริม")} == {"5007"}
    # also misspelt
    assert "5007" in {c[:4] for c in codes("แม่ลิม")}


def test_own_name_before_that_of_an_upper_area() -> None:
    assert codes("เกาะเต่า")[0] == "840503"
    assert codes("แม่แตง")[0][:4] == "5006"


def test_search_keeps_within_and_level() -> None:
    assert codes("ตลาด", within=("50", "51")) != []
    assert all(c.startswith(("50", "51")) for c in codes("ตลาด", within=("50", "51")))
    assert codes("เชียงใหม่", level=None)[0] == "50"
    assert codes("เชียงใหม่", level="province") == ["50"]
    assert len(codes("บ้าน", limit=3)) == 3


@pytest.mark.parametrize(
    "typed", ["", "  ", "%", "_", "'; --", "ต.", "zzzzzz", "\x00", "ก" * 5000, "ๆๆๆ", "์"]
)
def test_odd_text_finds_nothing_and_breaks_nothing(typed: str) -> None:
    assert isinstance(codes(typed), list)


def test_what_has_ended_is_not_offered() -> None:
    Area.objects.filter(code="100402").update(valid_to=date(2020, 1, 1))
    assert "100402" not in codes("สีลม")
    assert queries.by_code("100402") is not None
