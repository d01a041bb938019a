"""The short forms of checking and closing."""

from django import forms

from phanuek.ui.forms import DateField, PlainForm
from phanuek.ui.words import T


class CheckedForm(PlainForm):
    on = DateField(label=T("วันที่ตรวจสอบ", "Day of the check"))


class CloseForm(PlainForm):
    note_th = forms.CharField(
        label=T("เหตุที่ปิดรับ (ไทย)", "Why it is closed (Thai)"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=T("แสดงต่อสาธารณะ เช่น งบประมาณปีนี้หมดแล้ว", "Shown to the public, such as: this year's money is spent."),
    )  # fmt: skip
    note_en = forms.CharField(
        label=T("เหตุที่ปิดรับ (อังกฤษ)", "Why it is closed (English)"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
