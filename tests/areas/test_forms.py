"""The field for a subdistrict: every way to fill it in, and what it says when it is not yet filled."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django import forms

from phanuek.areas import queries
from phanuek.areas.forms import SubdistrictField
from phanuek.areas.models import Area
from phanuek.ui.words import in_language

pytestmark = pytest.mark.usefixtures("areas")


class Form(forms.Form):
    area = SubdistrictField()


def form(data: dict[str, str], *, provinces: Sequence[str] = (), required: bool = True) -> Form:
    made = Form(data)
    made.fields["area"].limit_to(provinces)  # type: ignore[attr-defined]
    made.fields["area"].required = required
    return made


def said(data: dict[str, str], **how: object) -> str:
    made = form(data, **how)  # type: ignore[arg-type]
    assert not made.is_valid()
    return made.errors["area"][0]


@pytest.mark.parametrize(
    "data",
    [
        {"area": "840101"},
        {"area_province": "84", "area_district": "8401", "area": "840101"},
        {"area_hit": "840101", "area_q": "ตลาด"},
        {"area_q": "ต.ตลาด อ.เมือง จ.สุราษฎร์ธานี"},
        {"area_q": "Talat, Mueang Surat Thani"},
        {"area_hit": "840101", "area_province": "50", "area_district": "5001", "area": "500107"},
    ],
)
def test_every_way_leads_there(data: dict[str, str]) -> None:
    made = form(data)
    assert made.is_valid(), made.errors
    assert made.cleaned_data["area"].code == "840101"


@pytest.mark.parametrize(
    ("data", "th", "en"),
    [
        ({}, "กรุณาเลือกตำบล", "choose a subdistrict"),
        ({"area_province": "50"}, "เลือกอำเภอในจังหวัดเชียงใหม่", "a district of Chiang Mai Province"),
        (
            {"area_province": "50", "area_district": "5007"},
            "เลือกตำบลในอำเภอแม่ริม",
            "a subdistrict of Mae Rim District",
        ),
        (
            {"area_province": "50", "area_district": "8401", "area": "840101"},
            "เลือกอำเภอในจังหวัดเชียงใหม่",
            "a district of Chiang Mai",
        ),
        ({"area_q": "ไม่มีจริงแน่"}, "ไม่พบตำบลที่ตรงกับ “ไม่มีจริงแน่”", "No subdistrict matches"),
        ({"area_q": "บ้าน"}, "มีมากกว่าหนึ่งตำบล", "More than one subdistrict"),
        ({"area_q": "ช้างเผีอก เชียงใหม่"}, "กรุณาเลือกเพื่อยืนยัน", "choose it to confirm"),
        ({"area": "999999"}, "ไม่พบตำบลที่เลือก", "not in the present register"),
        ({"area": "84"}, "ไม่พบตำบลที่เลือก", "not in the present register"),
        ({"area": "840101", "area_step": "1"}, "ตรวจข้อมูลส่วนที่เหลือ", "check the rest"),
        ({"area_step": "1"}, "เลือกจังหวัด", "choose a province"),
    ],
)
def test_what_is_missing_is_said_in_both_languages(data: dict[str, str], th: str, en: str) -> None:
    assert th in said(data)
    with in_language("en"):
        assert en in said(data)


def test_a_new_search_is_not_overruled_by_the_old_choice() -> None:
    assert "ไม่พบ" in said({"area": "840101", "area_q": "ไม่มีจริงแน่"})
    assert "มากกว่าหนึ่ง" in said({"area": "840101", "area_q": "บ้าน"})


def test_several_near_names_are_not_called_matches(monkeypatch: pytest.MonkeyPatch) -> None:
    near = queries.Found(list(Area.objects.with_path().filter(code__in=["500107", "840101"])), near=True)
    monkeypatch.setattr(queries, "find", lambda *_, **__: near)
    words = said({"area_q": "บ้านตาดไม่มี"})
    assert "ไม่พบตำบลที่ตรงกับ “บ้านตาดไม่มี” กรุณาเลือกจากชื่อใกล้เคียง" in words
    assert "มากกว่าหนึ่ง" not in words


def test_without_javascript_a_hit_is_a_radio_and_nothing_but_lists_is_offered_to_enter() -> None:
    page = str(form({"area_q": "บ้าน"})["area"])
    inside = page.split("<noscript>")[1].split("</noscript>")[0]
    assert 'type="radio" name="area_hit"' in inside
    assert page.count('type="radio"') == inside.count('type="radio"') > 1


def test_optional() -> None:
    made = form({"area": "", "area_q": "", "area_province": ""}, required=False)
    assert made.is_valid()
    assert made.cleaned_data["area"] is None
    # but what was begun must be finished
    assert "เลือกอำเภอ" in said({"area_province": "50"}, required=False)


def test_kept_to_its_provinces() -> None:
    assert "นอกพื้นที่" in said({"area": "840101"}, provinces=("50", "51"))
    assert "ไม่พบ" in said({"area_q": "เกาะพะงัน"}, provinces=("50", "51"))
    page = str(form({}, provinces=("50", "51"))["area"])
    assert "ลำพูน" in page
    assert "สุราษฎร์ธานี</option>" not in page
    only = form({"area_province": "50"}, provinces=("50",))
    assert only.errors["area"] == ["กรุณาเลือกตำบล"]
    assert "แม่ริม</option>" in str(only["area"])
    assert form({"area_province": "50"}, provinces=("50",), required=False).is_valid()


def test_limits_do_not_leak_from_form_to_form() -> None:
    form({}, provinces=("50",))
    assert "สุราษฎร์ธานี" in str(Form()["area"])


def test_nothing_typed_is_lost() -> None:
    page = str(form({"area_q": '<b>"บ้าน', "area_province": "50"})["area"])
    assert "&lt;b&gt;&quot;บ้าน" in page
    assert "<b>" not in page
    assert '<option value="50" selected>' in page


def test_shows_what_is_stored_whether_area_or_code() -> None:
    for initial in ("500107", Area.objects.get(code="500107")):
        page = str(Form(initial={"area": initial})["area"])
        assert "ตำบลช้างเผือก อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่" in page
        assert '<option value="500107" selected>' in page
        assert '<option value="5001" selected>' in page


def test_every_input_has_a_label() -> None:
    import re

    page = str(form({"area_q": "บ้าน", "area_province": "50", "area_district": "5007"})["area"])
    inputs = re.findall(r"<(?:input|select)[^>]*\bid=\"([^\"]+)\"", page)
    assert len(inputs) >= 6
    assert [i for i in inputs if f'for="{i}"' not in page] == []
    assert len(inputs) == len(set(inputs))


def test_changed() -> None:
    same = Form(
        {"area": "500107", "area_province": "50", "area_district": "5001"}, initial={"area": "500107"}
    )
    assert not same.has_changed()
    assert Form({"area": "500108"}, initial={"area": "500107"}).has_changed()
    assert Form({"area": "500107", "area_q": "ตลาด"}, initial={"area": "500107"}).has_changed()
