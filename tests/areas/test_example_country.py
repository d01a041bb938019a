"""The same room in an invented country: other codes, other words, nothing Thai."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms

from phanuek.areas import queries
from phanuek.areas.forms import SubdistrictField
from phanuek.areas.models import Area
from phanuek.ui.words import in_language

pytestmark = pytest.mark.usefixtures("vellin")


def test_loaded_with_letters_for_codes() -> None:
    assert Area.objects.count() == 12
    area = queries.by_code("SC3")
    assert area is not None
    assert area.province_code == "S"
    assert area.valid_from == date(2020, 1, 1)
    with in_language("en"):
        assert area.label == "Lighthouse, Costa, South Dale"
        assert area.sign == "Parish Lighthouse"
        assert [str(name) for name, _ in queries.provinces_by_region()] == ["Upland", "Coast"]


def test_search() -> None:
    assert [a.code for a in queries.search("hamn")] == ["SC1", "SC2"]
    assert [a.code for a in queries.search("Kirkby Alwick")] == ["NA2"]
    assert [a.code for a in queries.search("Ekhom")] == ["NB2"]


def test_the_form() -> None:
    class Form(forms.Form):
        area = SubdistrictField(provinces=("N",))

    assert Form({"area": "NA1"}).is_valid()
    assert not Form({"area": "SC1"}).is_valid()
    with in_language("en"):
        assert Form({"area_province": "N", "area_district": "NB"}).errors["area"] == [
            "Please choose a subdistrict of Bailiwick Lower Bergen."
        ]
