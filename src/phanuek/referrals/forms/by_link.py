"""To whom a body's link is sent."""

from django import forms

from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T


class SendLinkForm(PlainForm):
    address = forms.EmailField(
        label=T("อีเมลของหน่วยงาน", "E-mail address of the office"), required=False,
        help_text=T("อีเมลของสำนักงานหรือเจ้าหน้าที่ผู้รับผิดชอบ ไม่ใช่ของผู้ส่งเรื่อง เว้นว่างเพื่อใช้อีเมลสำนักงานที่มีในระบบ",
                    "Of the office or the officer in charge, never the sender's own. Leave empty to use the one on record."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label=T("ชื่อผู้รับ", "Name of the recipient"), required=False, max_length=200,
        help_text=T("ชื่อนี้จะอยู่กับคำตอบในประวัติของเรื่อง", "It stands with the answer on the timeline"),
    )  # fmt: skip
