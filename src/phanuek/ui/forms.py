"""Form fields that read what people here type, and say in their language what is wrong with it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError

from phanuek.ui.country import pack
from phanuek.ui.words import T, current_language

# for str.translate: the ten numerals of Thai script, which people type as they write them
THAI_DIGITS = {0x0E50 + digit: str(digit) for digit in range(10)}

# Django's own Thai is partial and stiff; these replace its defaults, never a field's own words
MESSAGES: dict[str, T] = {
    "required": T("กรุณากรอกข้อมูล", "Please fill this in."),
    "invalid": T("รูปแบบไม่ถูกต้อง กรุณาตรวจสอบ", "This is not in a form we can read. Please check it."),
    "invalid_choice": T("กรุณาเลือกจากรายการที่มี", "Please choose one from the list."),
    "invalid_list": T("กรุณาเลือกจากรายการที่มี", "Please choose from the list."),
    "invalid_pk_value": T("กรุณาเลือกจากรายการที่มี", "Please choose from the list."),
    "missing": T("กรุณาเลือกไฟล์", "Please choose a file."),
    "empty": T("ไฟล์นี้ว่างเปล่า กรุณาเลือกไฟล์อื่น", "This file is empty. Please choose another."),
}
CHOOSE = T("กรุณาเลือก", "Please choose.")
TICK = T("กรุณาทำเครื่องหมายเพื่อยืนยัน", "Please tick this to confirm.")
LIMITS: tuple[tuple[type[validators.BaseValidator], T], ...] = (
    (
        validators.MaxLengthValidator,
        T(
            "ยาวเกินไป: ไม่เกิน %(limit_value)s ตัวอักษร (ขณะนี้ %(show_value)s)",
            "Too long: at most %(limit_value)s characters (now %(show_value)s).",
        ),
    ),
    (
        validators.MinLengthValidator,
        T(
            "สั้นเกินไป: อย่างน้อย %(limit_value)s ตัวอักษร",
            "Too short: at least %(limit_value)s characters.",
        ),
    ),
    (validators.MaxValueValidator, T("ต้องไม่เกิน %(limit_value)s", "Must be at most %(limit_value)s.")),
    (validators.MinValueValidator, T("ต้องไม่น้อยกว่า %(limit_value)s", "Must be at least %(limit_value)s.")),
)


def plain_messages(field: forms.Field) -> None:
    """Give a field bilingual words wherever it still has Django's."""
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        defaults.update(getattr(kind, "default_error_messages", {}))
    for key, message in MESSAGES.items():
        own = field.error_messages.get(key)
        if own is None or own is not defaults.get(key) or isinstance(own, T):
            continue
        if key == "required" and isinstance(field, forms.BooleanField):
            message = TICK
        elif key == "required" and isinstance(field, (forms.ChoiceField, forms.ModelChoiceField)):
            message = CHOOSE
        field.error_messages[key] = message
    for validator in field.validators:
        for kind, message in LIMITS:
            if type(validator) is kind and not isinstance(validator.message, T):
                validator.message = message


class PlainForm(forms.Form):
    """A form whose messages are in the reader's language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare(self)


class PlainModelForm(forms.ModelForm):  # type: ignore[type-arg]
    """The same for a model's form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        prepare(self)


def prepare(form: forms.BaseForm) -> None:
    """Words and empty choices of every field of ``form``; call again for fields added later."""
    form.use_required_attribute = False
    for field in form.fields.values():
        plain_messages(field)
        # the browser would cut a pasted text without a word; the server says how long it may be, and keeps what was typed
        field.widget.attrs.pop("maxlength", None)


class DateField(forms.DateField):
    """A day as people write it: 26/2/2569, 26 ก.พ. 2569, ๒๖/๐๒/๒๕๖๙ or 2026-02-26.

    ``earliest`` and ``latest`` are the first and last day allowed.
    """

    widget = forms.TextInput

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", T("เช่น 26/2/2569 หรือ 26 ก.พ. 2569", "For example 26/2/2026 or 26 Feb 2026")
        )
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest
        self.widget.attrs.setdefault("class", "short")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> date | None:
        """The day, or an error that says how to write one."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        try:
            return pack().parse_date(str(value), earliest=self.earliest, latest=self.latest)
        except ValueError as error:
            message = getattr(error, "message", None)
            raise ValidationError(
                str(T.of(message)) if message else str(MESSAGES["invalid"]), code="invalid"
            ) from error

    def prepare_value(self, value: Any) -> Any:
        """A stored day in the era of the reader; what was typed stays as typed."""
        if not isinstance(value, date):
            return value
        return pack().format_date(value, current_language(), "numeric")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it means another day."""
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


NO_FIGURE = re.compile(r"[-+\d.]*e[-+\d.]*|[-+]?(nan|inf|infinity)", re.I)


def clean_number(value: Any) -> Any:
    """Digits without the commas, blanks and units people type around them (Python reads Thai numerals itself)."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    for word in ("บาท", "฿", "baht", "Baht"):
        text = text.replace(word, "")
    text = text.replace(",", "").replace("\u00a0", "").strip()
    # Python would take 1e9 for a thousand million, and nan and infinity for numbers
    return "?" if NO_FIGURE.fullmatch(text) else text


class MoneyField(forms.DecimalField):
    """Baht with at most two decimals; 1,200,000 and ๑,๒๐๐ บาท are understood. Not negative unless said."""

    widget = forms.TextInput
    unit = T("บาท", "baht")
    default_error_messages = {
        "invalid": T(
            "กรุณากรอกจำนวนเงินเป็นตัวเลข เช่น 12,500", "Please enter an amount in figures, such as 12,500."
        ),
        "max_digits": T("จำนวนเงินสูงเกินกว่าที่ระบบรับได้", "This amount is larger than we can record."),
        "max_whole_digits": T("จำนวนเงินสูงเกินกว่าที่ระบบรับได้", "This amount is larger than we can record."),
        "max_decimal_places": T("ทศนิยมไม่เกิน 2 ตำแหน่ง (สตางค์)", "At most two decimals."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        kwargs.setdefault("min_value", Decimal(0))
        super().__init__(**kwargs)
        decimals = next(v for v in self.validators if isinstance(v, validators.DecimalValidator))
        decimals.messages = {
            "invalid": self.error_messages["invalid"],
            "max_digits": self.error_messages["max_digits"],
            "max_decimal_places": self.error_messages["max_decimal_places"],
            "max_whole_digits": self.error_messages["max_whole_digits"],
        }
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("class", "short")

    def to_python(self, value: Any) -> Decimal | None:
        """The amount."""
        return super().to_python(clean_number(value))


class WholeNumberField(forms.IntegerField):
    """A count; commas and Thai numerals are understood. ``unit`` stands beside the box."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": T("กรุณากรอกเป็นจำนวนเต็ม เช่น 12", "Please enter a whole number, such as 12."),
    }

    def __init__(self, *, unit: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", 999_999_999)
        super().__init__(**kwargs)
        self.unit = unit
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("class", "short")

    def to_python(self, value: Any) -> int | None:
        """The count."""
        return super().to_python(clean_number(value))
