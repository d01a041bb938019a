"""The fragments behind the picker, open to everybody."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("areas")


def test_suggestions_without_signing_in(client: Client) -> None:
    page = client.get("/areas/search/", {"field": "area", "area_q": "ช้างเผือก"})
    assert page.status_code == 200
    text = page.content.decode()
    # buttons without a name: nothing is taken by an arrow key, by Enter elsewhere, or by sending the form
    assert '<button class="btn area-hit" type="button"' in text
    assert "&amp;area_hit=500107" in text
    assert "name=" not in text
    assert "<noscript" not in text
    assert "ตำบลช้างเผือก อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่" in text


def test_in_english(client: Client) -> None:
    client.cookies["lang"] = "en"
    text = client.get("/areas/search/", {"field": "area", "area_q": "Chang Phueak"}).content.decode()
    assert "Chang Phueak Subdistrict, Mueang Chiang Mai District, Chiang Mai Province" in text


def test_nothing_found_says_what_to_do(client: Client) -> None:
    text = client.get("/areas/search/", {"field": "area", "area_q": "<i>zzzz"}).content.decode()
    assert "ไม่พบตำบลที่ตรงกับ “&lt;i&gt;zzzz”" in text


def test_suggestions_keep_to_the_provinces(client: Client) -> None:
    text = client.get(
        "/areas/search/", {"field": "area", "area_q": "เกาะพะงัน", "within": "50,51"}
    ).content.decode()
    assert "840501" not in text


def test_choosing_a_province_lists_its_districts(client: Client) -> None:
    data = {"field": "area", "area_province": "50", "area_district": "8401", "area": "840101"}
    text = client.get("/areas/pick/", data).content.decode()
    assert '<option value="5007">แม่ริม</option>' in text
    assert "840101" not in text


def test_choosing_a_suggestion_fills_the_lists(client: Client) -> None:
    text = client.get(
        "/areas/pick/", {"field": "area", "id": "id_x-area", "area_hit": "500107"}
    ).content.decode()
    assert 'id="id_x-area-pick"' in text
    assert '<option value="500107" selected>' in text
    assert "เลือกแล้ว: ตำบลช้างเผือก อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่" in text
    assert '<p class="area-chosen" role="status" data-focus' in text
    assert "<noscript" not in text


def test_choosing_in_the_lists_leaves_the_focus_there(client: Client) -> None:
    data = {"field": "area", "area_province": "50", "area_district": "5001", "area": "500107"}
    text = client.get("/areas/pick/", data).content.decode()
    assert "เลือกแล้ว: ตำบลช้างเผือก" in text
    assert "data-focus" not in text


def test_near_names_are_not_called_a_match(client: Client) -> None:
    text = client.get("/areas/search/", {"field": "area", "area_q": "ช้างเผีอก"}).content.decode()
    assert "ไม่พบตำบลที่ตรงกับ “ช้างเผีอก” ชื่อที่ใกล้เคียงคือ" in text
    assert "area_hit=500107" in text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"field": "a b"},
        {"field": '"><script>'},
        {"field": "area", "id": "x y"},
    ],
)
def test_other_names_are_not_found(client: Client, data: dict[str, str]) -> None:
    assert client.get("/areas/pick/", data).status_code == 404
    assert client.get("/areas/search/", data).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {"area_hit": "x' OR 1=1"},
        {"area_province": "\x00", "area": "\x00"},
        {"area_q": "ก" * 9000},
        {"within": "',;--,50"},
        {"area_province": "99"},
    ],
)
def test_odd_values_break_nothing(client: Client, data: dict[str, str]) -> None:
    for path in ("/areas/pick/", "/areas/search/"):
        assert client.get(path, {"field": "area", **data}).status_code == 200


def test_only_reading(client: Client) -> None:
    assert client.post("/areas/pick/", {"field": "area"}).status_code == 405


def test_queries_do_not_grow_with_what_is_found(
    client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        client.get("/areas/search/", {"field": "area", "area_q": "บ้าน"})
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        client.get("/areas/pick/", {"field": "area", "area_hit": "500107"})
