"""The short forms by which a provider promises, opens and closes places and money."""

from django import forms

from phanuek.ui.forms import MoneyField, PlainForm, WholeNumberField
from phanuek.ui.words import T


class MoveForm(PlainForm):
    """So many places, so much money, and why."""

    units = WholeNumberField(
        label=T("จำนวนที่", "Places"), unit=T("ที่", "places"), required=False, max_value=10_000_000
    )
    baht = MoneyField(label=T("วงเงิน", "Money"), required=False)
    why = forms.CharField(
        label=T("เหตุผลหรือหมายเหตุ", "Reason or note"), max_length=300, required=False,
        help_text=T("ผู้อ่านรายการนี้จะเห็น โปรดอย่าใส่ชื่อบุคคล", "Readers of the ledger will see it; name no person."),
    )  # fmt: skip

    def clean_units(self) -> int:
        return self.cleaned_data["units"] or 0


class MoveWithReasonForm(MoveForm):
    """The same for the ways back, which always say why."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = True
        self.fields["why"].label = T("เหตุผล", "Reason")
