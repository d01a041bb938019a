"""The short forms of checking, closing, publishing and of the next edition."""

from typing import Any

from django import forms

from phanuek.offers.models import Offer
from phanuek.ui.forms import DateField, PlainForm
from phanuek.ui.words import T


class CheckedForm(PlainForm):
    on = DateField(label=T("วันที่ตรวจสอบ", "Day of the check"))
    next_check_on = DateField(
        label=T("ควรตรวจครั้งต่อไปวันที่", "To be checked again on"), required=False,
        help_text=T("เว้นว่างได้ ระบบจะเตือนก่อนครบ 90 วัน", "May be left empty: you are reminded before 90 days are over."),
    )  # fmt: skip


class CloseForm(PlainForm):
    note_th = forms.CharField(
        label=T("เหตุที่ปิดรับ (ไทย)", "Why it is closed (Thai)"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=T("แสดงต่อสาธารณะ เช่น งบประมาณปีนี้หมดแล้ว", "Shown to the public, such as: this year's money is spent."),
    )  # fmt: skip
    note_en = forms.CharField(
        label=T("เหตุที่ปิดรับ (อังกฤษ)", "Why it is closed (English)"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class UnpublishForm(PlainForm):
    why = forms.CharField(
        label=T("เหตุที่ถอนการเผยแพร่", "Why it is taken back"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=T("บันทึกไว้ในลำดับเหตุการณ์", "It is kept on the timeline."),
    )  # fmt: skip


class EditionForm(PlainForm):
    """What differs from one edition to the next; everything else is copied."""

    edition = forms.CharField(
        label=T("รุ่นหรือระยะ", "Edition"), max_length=60,
        help_text=T("เช่น 11 หรือ 2570 หรือ รอบที่ 2", "Such as 11, 2027, round 2"),
    )  # fmt: skip
    name_th = forms.CharField(label=T("ชื่อมาตรการ (ไทย)", "Name (Thai)"), max_length=300)
    name_en = forms.CharField(label=T("ชื่อมาตรการ (อังกฤษ)", "Name (English)"), max_length=300, required=False)
    scheme_name_th = forms.CharField(
        label=T("ชื่อโครงการที่ทุกรุ่นใช้ร่วมกัน (ไทย)", "Name of the scheme that all editions share (Thai)"),
        max_length=300,
    )
    scheme_name_en = forms.CharField(
        label=T("ชื่อโครงการที่ทุกรุ่นใช้ร่วมกัน (อังกฤษ)", "Name of the scheme (English)"),
        max_length=300,
        required=False,
    )
    opens_on = DateField(label=T("วันเปิดรับ", "Opens"), required=False)
    closes_on = DateField(label=T("รับถึงวันที่", "Last day"), required=False)
    close_old = forms.BooleanField(
        label=T("ปิดรับรุ่นนี้ทันที", "Close this edition at once"), required=False,
        help_text=T("ไม่เลือกก็ได้ รุ่นนี้จะรับต่อไปจนกว่าจะปิดเอง", "Otherwise this one stays open until you close it."),
    )  # fmt: skip

    def __init__(self, offer: Offer, data: Any = None) -> None:
        super().__init__(data, initial={"name_th": offer.name_th, "name_en": offer.name_en})
        if offer.scheme_id is not None:
            del self.fields["scheme_name_th"], self.fields["scheme_name_en"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error(
                "closes_on",
                str(T("วันปิดรับต้องไม่มาก่อนวันเปิดรับ", "The closing day cannot come before the opening day.")),
            )
        return cleaned
