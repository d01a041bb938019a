"""Fields that several forms of the room share."""

from decimal import Decimal
from typing import Any

from django import forms

from phanuek.ui.forms import clean_number
from phanuek.ui.words import T

LONGEST = 5000


def long_text(label: T, help_text: T | str = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class QuantityField(forms.DecimalField):
    """A quantity with at most two decimals; commas and Thai numerals are understood."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": T("กรุณากรอกจำนวนเป็นตัวเลข เช่น 12 หรือ 2.5", "Please enter a number, such as 12 or 2.5."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=Decimal("0.01"), **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "class": "short"})

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(clean_number(value))
