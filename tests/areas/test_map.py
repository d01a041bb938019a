"""The map of provinces: steps, hiding, names, and nothing that a strict page would refuse."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.areas.map import breaks, province_map, step
from phanuek.ui.words import T, in_language

GROUPS = T("จำนวนกลุ่ม", "Groups")


def test_every_province_says_its_name_and_figure() -> None:
    drawn = province_map({"50": 12, "10": 0}, label=GROUPS, url=lambda code: f"/enterprises/?province={code}")
    svg = ElementTree.fromstring(drawn.svg)
    links = svg.findall("a")
    assert len(links) == 77
    by_address = {a.get("href"): a for a in links}
    chiang_mai = by_address["/enterprises/?province=50"]
    assert chiang_mai.get("aria-label") == "เชียงใหม่: 12"
    path = chiang_mai.find("path")
    assert path is not None
    assert path.get("class") == "map-5"
    assert path.findtext("title") == "เชียงใหม่: 12"
    assert svg.get("aria-label") == "จำนวนกลุ่ม"
    assert len({p.css for p in drawn.places if p.code != "50"}) == 1


def test_in_english() -> None:
    with in_language("en"):
        drawn = province_map({"50": 12}, label=GROUPS)
        assert 'aria-label="Chiang Mai: 12"' in drawn.svg
        assert [s.label for s in drawn.legend] == ["none", "12"]
        assert next(p.name for p in drawn.places) == "Amnat Charoen"


def test_what_is_hidden_shows_neither_figure_nor_step() -> None:
    drawn = province_map({"50": 3, "51": 40, "52": 60}, label=GROUPS, hidden={"50", "51"})
    places = {p.code: p for p in drawn.places}
    assert places["50"].css == places["51"].css == "map-hidden"
    assert places["50"].text == "ไม่แสดง (น้อยกว่า 5)"
    assert ": 40" not in drawn.svg
    assert drawn.legend[-1].css == "map-hidden"
    assert [s.label for s in drawn.legend] == ["ไม่มี", "60", "ไม่แสดง (น้อยกว่า 5)"]


def test_without_a_figure_and_without_any() -> None:
    drawn = province_map({"50": None}, label=GROUPS)
    assert next(p for p in drawn.places if p.code == "50").text == "ไม่มีข้อมูล"
    empty = province_map({}, label=GROUPS)
    assert {p.css for p in empty.places} == {"map-0"}
    assert [s.css for s in empty.legend] == ["map-0"]


def test_text_is_escaped_and_nothing_is_inline() -> None:
    drawn = province_map({"50": 1}, label='<script>"', url=lambda c: f'/?a="{c}"&b', text=lambda v: f"<b>{v}")
    assert "<script" not in drawn.svg
    assert "<b>" not in drawn.svg
    assert not re.search(r"\bstyle=|\bon\w+=", drawn.svg)
    ElementTree.fromstring(drawn.svg)


def test_it_is_small_enough_to_stand_in_a_page() -> None:
    drawn = province_map(
        {str(c): c for c in range(10, 97)}, label=GROUPS, url=lambda c: f"/enterprises/?province={c}"
    )
    assert len(drawn.svg.encode()) < 120_000


def test_the_legend_covers_every_figure_in_order() -> None:
    values = {str(c): (c * 37) % 90 for c in range(10, 97)}
    drawn = province_map(values, label=GROUPS)
    assert [s.css for s in drawn.legend] == [f"map-{n}" for n in range(6)]
    ranges = [tuple(map(int, s.label.split(" – "))) for s in drawn.legend[1:]]
    assert all(low <= high for low, high in ranges)
    assert [low for low, _ in ranges[1:]] == [high + 1 for _, high in ranges[:-1]]
    for place in drawn.places:
        value = values[place.code]
        if value:
            low, high = ranges[int(place.css[-1]) - 1]
            assert low <= value <= high


@given(st.lists(st.one_of(st.integers(0, 10**9), st.decimals(0, 10**7, places=2)), max_size=80))
def test_more_is_never_lighter(values: list[int | Decimal]) -> None:
    bounds = breaks(values)
    assert len(bounds) <= 5
    assert list(bounds) == sorted(bounds)
    steps = [step(v, bounds) for v in sorted(values)]
    assert steps == sorted(steps)
    assert all((s == 0) == (v == 0) for v, s in zip(sorted(values), steps, strict=True))
    if any(values):
        assert steps[-1] == 5


@pytest.mark.usefixtures("vellin")
def test_another_country() -> None:
    drawn = province_map({"N": 5}, label="Groups")
    assert [p.name for p in drawn.places] == ["Norrmark", "Sundal"]
    assert "เชียงใหม่" not in drawn.svg
