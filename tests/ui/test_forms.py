from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from phanuek.ui.forms import DateField, MoneyField, PlainForm, WholeNumberField
from phanuek.ui.words import T, in_language


class Sample(PlainForm):
    name = forms.CharField(max_length=5)
    own = forms.CharField(required=True, error_messages={"required": "mine"})
    kind = forms.ChoiceField(choices=[("a", "A")])
    agree = forms.BooleanField()
    on = DateField(latest=date(2026, 11, 23), required=False)
    amount = MoneyField(required=False)
    count = WholeNumberField(required=False, min_value=1)


def test_words_of_what_is_missing() -> None:
    errors = Sample({}).errors
    assert errors["name"] == ["กรุณากรอกข้อมูล"]
    assert errors["own"] == ["mine"]
    assert errors["kind"] == ["กรุณาเลือก"]
    assert errors["agree"] == ["กรุณาทำเครื่องหมายเพื่อยืนยัน"]
    with in_language("en"):
        assert Sample({}).errors["name"] == ["Please fill this in."]


def test_too_long_says_how_long() -> None:
    assert Sample({"name": "abcdefgh"}).errors["name"] == ["ยาวเกินไป: ไม่เกิน 5 ตัวอักษร (ขณะนี้ 8)"]


@pytest.mark.parametrize("typed", ["26/2/2564", "26 ก.พ. 2564", "๒๖/๐๒/๒๕๖๔", "2021-02-26"])
def test_dates_as_people_write_them(typed: str) -> None:
    assert DateField().clean(typed) == date(2021, 2, 26)


@pytest.mark.parametrize("typed", ["31/2/2564", "yesterday", "26/2/9999", "0", "\u0000", "26/2/2570"])
def test_wrong_dates_say_how_to_write_one(typed: str) -> None:
    with pytest.raises(forms.ValidationError) as error:
        DateField(latest=date(2026, 11, 23)).clean(typed)
    assert len(error.value.messages[0]) > 10


def test_a_stored_date_is_shown_in_the_reader_s_era() -> None:
    assert DateField().prepare_value(date(2021, 2, 26)) == "26/02/2564"
    with in_language("en"):
        shown = DateField().prepare_value(date(2021, 2, 26))
        assert DateField().clean(shown) == date(2021, 2, 26)
    assert DateField().prepare_value("what was typed") == "what was typed"
    assert not DateField().has_changed(date(2021, 2, 26), "26/2/2564")


@pytest.mark.parametrize("typed", ["1,200", "1200 บาท", "฿1,200.00", "๑,๒๐๐", " 1200 "])
def test_money_as_people_write_it(typed: str) -> None:
    assert MoneyField().clean(typed) == Decimal(1200)


@pytest.mark.parametrize("typed", ["many", "-1", "1.234", "9" * 20, "NaN", "Infinity", "1e400"])
def test_wrong_money_is_told(typed: str) -> None:
    with in_language("en"), pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


@pytest.mark.parametrize("typed", ["0", "1.5", "x", "9" * 5000])
def test_wrong_counts_are_told(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        WholeNumberField(min_value=1).clean(typed)


def test_counts() -> None:
    assert WholeNumberField(unit=T("ราย", "people")).clean("๑,๐๐๐") == 1000


@pytest.mark.parametrize("typed", ["1e9", "1E9", "2.5e3", "nan", "Infinity", "-inf"])
def test_letters_are_no_part_of_an_amount(typed: str) -> None:
    with pytest.raises(forms.ValidationError):
        MoneyField(required=False).clean(typed)
