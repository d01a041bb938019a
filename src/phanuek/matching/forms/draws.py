"""Announcing a draw, entering it, reading its seed, ending it; joining a queue."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from phanuek.consent.models import Method
from phanuek.ui.country import pack
from phanuek.ui.forms import DateField, PlainForm, WholeNumberField
from phanuek.ui.words import T


class AnnounceForm(PlainForm):
    """What stands before anybody can know the result."""

    title_th = forms.CharField(label=T("ชื่อการจับสลาก (ไทย)", "Title (Thai)"), max_length=300, required=False,
                               help_text=T("เว้นว่างได้ ระบบใช้ชื่อมาตรการ", "May be left empty: the offer's name is used."))  # fmt: skip
    title_en = forms.CharField(
        label=T("ชื่อการจับสลาก (อังกฤษ)", "Title (English)"), max_length=300, required=False
    )
    places = WholeNumberField(label=T("จำนวนที่", "Places"), min_value=1, unit=T("ที่", "places"))
    closes_on = DateField(label=T("วันปิดรายชื่อ", "Day on which the list closes"))
    closes_time = forms.TimeField(
        label=T("เวลาปิดรายชื่อ", "Time at which it closes"), initial="16:30", input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}), help_text=T("เช่น 16:30", "Such as 16:30"),
    )  # fmt: skip
    seed_source_th = forms.CharField(
        label=T("เลขสุ่มมาจากที่ใด (ไทย)", "Where the seed comes from (Thai)"), max_length=300,
        help_text=T("เลขสาธารณะที่ยังไม่มีใครรู้ เช่น เลขท้าย 6 ตัวของรางวัลที่ 1 สลากกินแบ่งรัฐบาล งวดวันที่ 16 ธันวาคม 2569 หรือดัชนี SET ปิดตลาดของวันที่ระบุ",
                    "A public number that nobody knows yet: the first prize of the government lottery of a named day, or the closing SET index."),
    )  # fmt: skip
    seed_source_en = forms.CharField(
        label=T("เลขสุ่มมาจากที่ใด (อังกฤษ)", "Where the seed comes from (English)"), max_length=300
    )
    seed_on = DateField(label=T("วันที่ทราบเลขสุ่ม", "Day on which the seed is known"),
                        help_text=T("ต้องเป็นวันหลังวันปิดรายชื่อ", "It must lie after the day on which the list closes."))  # fmt: skip
    why_again = forms.CharField(
        label=T("เหตุผลที่ครั้งเดิมใช้ไม่ได้", "Why the first does not count"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=T("เผยแพร่ต่อสาธารณะ", "This is published."),
    )  # fmt: skip

    def __init__(self, *args: Any, again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not again:
            del self.fields["why_again"]

    def values(self) -> dict[str, Any]:
        """As `announce` takes them."""
        found = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("closes_on", "closes_time")
        }
        day, hour = self.cleaned_data["closes_on"], self.cleaned_data["closes_time"] or time(16, 30)
        return {**found, "closes_at": datetime.combine(day, hour, ZoneInfo(pack().timezone))}


class TakePartForm(PlainForm):
    """The group's word, where it is not on record yet: for a draw or for a queue."""

    method = forms.ChoiceField(label=T("ให้ความยินยอมโดย", "How consent was given"),
                               choices=[(Method.SPOKEN.value, Method.SPOKEN.label), (Method.SIGNED.value, Method.SIGNED.label)])  # fmt: skip
    given_by = forms.CharField(label=T("ชื่อผู้ให้ความยินยอมแทนกลุ่ม", "Who gave it for the group"), max_length=200)

    def __init__(self, *args: Any, needed: bool, own: bool, **kwargs: Any) -> None:
        """`needed`: no consent is in force; `own`: the group itself sits here and gives it by sending the form."""
        super().__init__(*args, **kwargs)
        if not needed:
            self.fields.clear()
        elif own:
            del self.fields["method"]


class SeedForm(PlainForm):
    seed = forms.CharField(
        label=T("เลขสุ่มตามที่อ่านได้", "The seed as you read it"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=T("พิมพ์จากที่เห็นเอง อย่าคัดลอกจากผู้อื่น ช่องว่างและจุลภาคไม่มีผล", "Type what you see yourself, do not copy it from another person. Blanks and commas do not matter."),
    )  # fmt: skip
    where_read = forms.CharField(
        label=T("อ่านจากที่ใด", "Where you read it"), max_length=500,
        help_text=T("เช่น หน้าเว็บของสำนักงานสลากกินแบ่งรัฐบาล หรือหนังสือพิมพ์ฉบับวันที่", "Such as the lottery office's website, or a newspaper of a day."),
    )  # fmt: skip


class CancelForm(PlainForm):
    why = forms.CharField(
        label=T("เหตุผลที่ยกเลิก", "Why it is cancelled"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=T("เผยแพร่ต่อสาธารณะ และคงอยู่ตลอดไป", "This is published and stays."),
    )  # fmt: skip
