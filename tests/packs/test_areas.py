"""The areas of Thailand: how many, how they are written, how a hand-written address is read."""

from __future__ import annotations

from collections import Counter

import pytest

from packs.thailand import PACK, areas

ROWS = list(PACK.areas())


def test_every_area_with_its_parent_before_it() -> None:
    assert Counter(r.level for r in ROWS) == {"province": 77, "district": 928, "subdistrict": 7436}
    seen: set[str | None] = {None}
    for row in ROWS:
        assert row.parent in seen
        assert row.code.startswith(row.parent or "")
        seen.add(row.code)
    assert len(seen) == len(ROWS) + 1


def test_regions_hold_each_province_once() -> None:
    regions = Counter(r.region for r in ROWS if r.level == "province")
    assert regions == {"north": 9, "northeast": 20, "central": 22, "east": 7, "west": 5, "south": 14}
    assert [r.code for r in PACK.regions()] == ["north", "northeast", "central", "east", "west", "south"]


def test_names_are_bare_also_in_bangkok() -> None:
    district = next(r for r in ROWS if r.code == "1004")
    assert district.name_th == "บางรัก"
    assert PACK.area_name("district", "บางรัก", "th", code="1004") == "เขตบางรัก"
    assert PACK.area_name("district", "แม่ริม", "th", code="5007") == "อำเภอแม่ริม"


def test_labels() -> None:
    country = {"subdistrict": "ตลาด", "district": "เมืองสุราษฎร์ธานี", "province": "สุราษฎร์ธานี", "code": "840101"}
    bangkok = {"subdistrict": "สีลม", "district": "บางรัก", "province": "กรุงเทพมหานคร", "code": "100402"}
    english = {"subdistrict": "Si Lom", "district": "Bang Rak", "province": "Bangkok", "code": "100402"}
    assert PACK.area_label(country, "th") == "ตำบลตลาด อำเภอเมืองสุราษฎร์ธานี จังหวัดสุราษฎร์ธานี"
    assert PACK.area_label(country, "th", style="short") == "ต.ตลาด อ.เมืองสุราษฎร์ธานี จ.สุราษฎร์ธานี"
    assert PACK.area_label(bangkok, "th") == "แขวงสีลม เขตบางรัก กรุงเทพมหานคร"
    assert PACK.area_label(bangkok, "th", style="short") == "แขวงสีลม เขตบางรัก กรุงเทพมหานคร"
    assert PACK.area_label(english, "en") == "Si Lom Subdistrict, Bang Rak District, Bangkok"
    assert PACK.area_label(english, "en", style="short") == "Si Lom, Bang Rak, Bangkok"
    assert PACK.area_label({"province": "เลย", "code": "42"}, "th") == "จังหวัดเลย"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("ต.ตลาด อ.เมือง จ.สุราษฎร์ธานี", "840101"),
        ("ต.ตลาดอ.เมืองจ.สุราษฎร์ธานี", "840101"),
        ("ต. บ้านใต้ อ. เกาะพะงัน จ. สุราษฎร์ธานี", "840502"),
        ("ตำบลช้างเผือก อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่", "500107"),
        ("ช้างเผือก เมืองเชียงใหม่ เชียงใหม่", "500107"),
        ("แขวงสีลม เขตบางรัก กทม.", "100402"),
        ("สีลม บางรัก กรุงเทพ", "100402"),
        ("วังทอง พิษณุโลก", "650801"),
        ("Talat, Mueang Surat Thani, Surat Thani", "840101"),
        ("Talat Subdistrict, Mueang Surat Thani District, Surat Thani Province", "840101"),
        ("อ.เมือง จ.เลย", "4201"),
        ("จ.เลย", "42"),
    ],
)
def test_addresses_as_people_write_them(text: str, code: str) -> None:
    match = PACK.match_area(text)
    assert (match.code, match.exact) == (code, True)


def test_columns_of_a_spreadsheet() -> None:
    match = PACK.match_area(subdistrict="ต.ตลาด", district="เมือง", province="สุราษฎร์ธานี")
    assert match.code == "840101"


def test_spelling_is_forgiven_within_its_province() -> None:
    match = PACK.match_area("ตำบลช้างเผีอก อำเภอเมืองเชียงไหม่ จังหวัดเชียงไหม่")
    assert (match.code, match.exact) == ("500107", False)


def test_a_name_borne_by_many_gives_no_answer() -> None:
    match = PACK.match_area("วังทอง")
    assert match.code is None
    assert len(match.candidates) == 9
    assert match.reason is not None
    assert "9 แห่ง" in match.reason["th"]


def test_an_abolished_subdistrict_leads_to_those_that_followed() -> None:
    match = PACK.match_area("แขวงบางนา เขตบางนา กทม.")
    assert match.code is None
    assert match.candidates == ("104702", "104703")
    assert match.reason is not None
    assert "no longer exists" in match.reason["en"]


@pytest.mark.parametrize("text", ["", "   ", "xyz", "ต.ไม่มีจริงเลย อ.เมือง จ.เลย", "จ.แอตแลนติส", "ต.", "12345"])
def test_what_cannot_be_read_says_so(text: str) -> None:
    match = PACK.match_area(text)
    assert match.code is None
    assert match.reason is not None
    assert match.reason["th"]
    assert match.reason["en"]


def test_every_full_label_is_read_back() -> None:
    names = {r.code: r.name_th for r in ROWS}
    for row in ROWS[-7436::97]:
        code = row.code
        label = PACK.area_label(
            {
                "subdistrict": row.name_th,
                "district": names[code[:4]],
                "province": names[code[:2]],
                "code": code,
            },
            "th",
        )
        assert PACK.match_area(label).code == code, label


def test_level_words() -> None:
    assert areas.read_area_text("ต.ตลาด") == ("subdistrict", "ตลาด")
    assert areas.read_area_text("Mae Rim District") == ("district", "Mae Rim")
    assert areas.read_area_text("ตลาด") == (None, "ตลาด")


def test_the_map_draws_every_province_once() -> None:
    outline = PACK.map_outline()
    assert sorted(s.code for s in outline.shapes) == [r.code for r in ROWS if r.level == "province"]
    assert all(0 <= s.x <= outline.width and 0 <= s.y <= outline.height for s in outline.shapes)
    assert sum(len(s.path) for s in outline.shapes) < 60_000
    assert outline.source["en"]
