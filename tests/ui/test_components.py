from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from phanuek.ui import maps
from phanuek.ui.paging import paginate
from phanuek.ui.samples import SampleForm
from phanuek.ui.words import T, in_language


def render(source: str, **values: Any) -> str:
    return Template(source).render(Context(values))


class Status(Enum):
    UNKNOWN = "unknown"


def test_t_escapes_values_and_keeps_them_for_later() -> None:
    assert render('{% t "มี {n}" "has {n}" n=x %}', x="<b>") == "มี &lt;b&gt;"
    with in_language("en"):
        assert render('{% t "มี {n}" "has {n}" n=x as y %}[{{ y }}]', x="<b>") == "[has &lt;b&gt;]"
    assert render("{% t x x %}", x="<i>") == "&lt;i&gt;"


def test_values_in_both_languages_follow_the_reader() -> None:
    with in_language("en"):
        assert render('{% t "ถึง {n}" "to {n}" n=x %}', x=T("ก", "A")) == "to A"


def test_a_verdict_is_a_mark_and_a_word() -> None:
    text = render("{% status s %}", s=Status.UNKNOWN)
    assert "ข้อมูลยังไม่เพียงพอ" in text
    assert '<span class="tag-mark" aria-hidden="true">?</span>' in text
    assert "ไม่เข้าเงื่อนไข" in render('{% status "does_not_fit" %}')


def test_tag_escapes_its_label() -> None:
    assert "&lt;x&gt;" in render('{% tag "ok" label %}', label="<x>")
    assert 'class="tag plain"' in render('{% tag "no such kind" "x" %}')


def test_not_stated_says_so() -> None:
    assert "ต้นทางไม่ได้ระบุ" in render("{{ x|or_notstated }}", x=None)
    assert "notstated" in render("{{ x|be_date|or_notstated }}", x=None)
    assert render("{{ x|or_notstated }}", x=0) == "0"
    with in_language("en"):
        assert "not stated" in render("{% notstated %}")


def test_dates_carry_their_machine_form() -> None:
    text = render('{% date d "short" %}', d=date(2021, 2, 26))
    assert text.startswith('<time datetime="2021-02-26">')
    assert render("{% date d %}", d=None) == "–"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"provenance": "reported"}, ["ตามที่ข่าวรายงาน"]),
        ({"provenance": "in_text"}, ["อยู่ในเอกสารที่มี"]),
        ({"provenance": "demonstration"}, ["ข้อมูลตัวอย่าง"]),
        ({"provenance": ""}, ["ต้นทางไม่ได้ระบุ"]),
        (
            {
                "provenance": "added",
                "provenance_by": "OSEP",
                "provenance_on": date(2021, 2, 26),
                "provenance_why": "จดหมาย",
            },
            ["เพิ่มโดย OSEP เมื่อ", "2564", "เพราะ จดหมาย"],
        ),
    ],
)
def test_provenance_in_words(given: dict[str, Any], words: list[str]) -> None:
    for obj in (given, SimpleNamespace(**given)):
        text = render("{% provenance obj %}", obj=obj)
        assert all(word in text for word in words)


def test_only_web_addresses_become_links() -> None:
    assert "href" not in render(
        "{% provenance o %}", o={"provenance": "reported", "provenance_source": "javascript:x"}
    )
    assert 'href="https://example.org/"' in render(
        "{% provenance o %}", o={"provenance": "reported", "provenance_source": "https://example.org/"}
    )


def test_bi_falls_back_to_thai() -> None:
    thing = SimpleNamespace(name_th="ก", name_en="")
    with in_language("en"):
        assert render('{{ x|bi:"name" }}', x=thing) == "ก"
        assert render('{% bi x "name" as y %}{{ y }}', x={"name_th": "ก", "name_en": "A"}) == "A"
    assert render('{{ x|bi:"name" }}', x=thing) == "ก"


def test_query_with_keeps_the_rest(rf: RequestFactory) -> None:
    request = rf.get("/", {"q": "ก", "page": "3"})
    assert render("{% query_with page=4 q=None %}", request=request) == "?page=4"
    assert "q=%E0%B8%81" in render("{% query_with page=4 %}", request=request)


def test_pagination_names_its_pages(rf: RequestFactory) -> None:
    request = rf.get("/", {"page": "5", "q": "a"})
    text = render("{% pagination page %}", request=request, page=paginate(request, range(500), 10))
    assert text.count("aria-current") == 1
    assert 'href="?page=4&amp;q=a"' in text
    assert 'rel="next"' in text
    assert render("{% pagination page %}", request=request, page=paginate(request, [1])).strip() == ""


def test_field_ties_help_and_error_to_its_input() -> None:
    form = SampleForm({"name": ""})
    text = render("{% field form.name %}", form=form)
    assert 'aria-describedby="id_name-help id_name-error"' in text
    assert 'aria-invalid="true"' in text
    assert '<label for="id_name">' in text
    assert "form-control is-invalid" in text


def test_groups_of_choices_are_fieldsets() -> None:
    text = render("{% field form.aim %}", form=SampleForm())
    assert "<fieldset" in text
    assert "<legend>" in text


def test_optional_fields_say_so() -> None:
    form = SampleForm()
    assert "ไม่บังคับ" in render("{% field form.income %}", form=form)
    assert "ไม่บังคับ" not in render("{% field form.name %}", form=form)


def test_every_field_of_a_form_is_shown_once() -> None:
    form = SampleForm()
    text = render("{% form_fields form %}", form=form)
    for name in form.fields:
        assert f'name="{name}"' in text


def test_error_summary_leads_to_every_wrong_field() -> None:
    class Hidden(SampleForm):
        token = forms.CharField(widget=forms.HiddenInput)

    form = Hidden({})
    text = render("{% form_errors form %}", form=form)
    for name in ("name", "since", "members"):
        assert f'href="#id_{name}"' in text
    assert 'href="#id_aim-field"' in text
    assert text.count("<li>") == len(form.errors)
    assert render("{% form_errors form %}", form=Hidden()).strip() == ""


def test_timeline_tells_on_whose_behalf() -> None:
    event = {
        "at": datetime(2026, 11, 23, tzinfo=UTC),
        "verb_label": "x",
        "who": "ก",
        "organisation": "ข",
        "on_behalf_of": "ค",
        "note": "<b>",
        "link": "",
    }
    text = render("{% timeline e %}", e=[event])
    assert "บันทึกแทน ค" in text
    assert "&lt;b&gt;" in text


def test_bar_never_adds_unconfirmed_to_confirmed() -> None:
    text = render("{% bar 60 15 200 %}")
    assert 'width="30.00%"' in text
    assert 'x="30.00%" width="7.50%"' in text
    assert "ยืนยันแล้ว 60 รอยืนยัน 15 จากเป้าหมาย 200" in text
    assert 'width="0.00%"' in render("{% bar 0 0 0 %}")
    assert 'width="100.00%"' in render("{% bar 300 0 200 %}")


def test_path_takes_pairs_or_a_list() -> None:
    listed = render("{% path p %}", p=[("A", "/a/"), ("B", "")])
    assert render('{% path "A" "/a/" "B" %}') == listed
    assert '<span aria-current="page">B</span>' in listed


def test_reasons_read_their_verdict_aloud() -> None:
    condition = SimpleNamespace(
        status=Status.UNKNOWN, text={"th": "ก", "en": "A"}, reason={"th": "ข", "en": "B"}, source=""
    )
    text = render("{% reasons c %}", c=[condition])
    assert "ยังไม่มีข้อมูล" in text
    assert ">?<" in text


def test_map_hides_small_counts_and_lists_every_place() -> None:
    drawn = maps.choropleth(
        {"50": 12, "55": maps.HIDDEN}, {"50": "เชียงใหม่", "55": "น่าน", "00": "none"}, url=str
    )
    assert [(p.code, p.css) for p in drawn.places] == [("50", "map-2"), ("55", "map-hidden")]
    text = render('{% province_map d "แผนที่" %}', d=drawn)
    assert text.count("น้อยกว่า 5") >= 3
    assert text.count("<tr>") == 3


def test_map_classes_are_round_and_cover_everything() -> None:
    bounds = maps.class_bounds(list(range(1, 90)))
    assert bounds == [1, 10, 30, 50, 70]
    assert maps.class_of(0, bounds) == 0
    assert maps.class_of(1000, bounds) == 5
    assert maps.class_bounds([0, 0]) == []
    assert maps.class_bounds([5]) == [1, 5]
