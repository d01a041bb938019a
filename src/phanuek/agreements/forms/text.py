"""The form that puts a text in."""

from typing import Any

from django import forms

from phanuek.agreements.models import TextVersion
from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T


class TextForm(PlainForm):
    """Thai text, translation, file. What may be put in is for the action."""

    text_th = forms.CharField(
        label=T("ข้อความทั้งฉบับ (ไทย)", "The whole text (Thai)"),
        help_text=T(
            "วางข้อความทั้งฉบับตามต้นฉบับ ระบบเก็บไว้ทุกตัวอักษร เว้นว่างได้หากแนบไฟล์ Word",
            "Paste the whole text as it stands; every letter is kept. Leave it empty when a Word file is attached.",
        ),
        widget=forms.Textarea(attrs={"rows": 16, "lang": "th"}),
        required=False,
        strip=False,
    )
    upload = forms.FileField(
        label=T("ไฟล์ต้นฉบับ", "The file it comes from"),
        help_text=T(
            "PDF, Word หรือภาพสแกน ไม่เกิน 10 เมกะไบต์ เก็บไว้เป็นหลักฐานพร้อมค่า SHA-256 ระบบอ่านข้อความให้จากไฟล์ Word (.docx) เท่านั้น "
            "และเลขข้อที่ Word ใส่ให้เองจะไม่ติดมา โปรดตรวจ",
            "PDF, Word or a scan, at most 10 MB, kept as evidence with its SHA-256. Words are read from Word files (.docx) only; numbers that "
            "Word makes by itself are not in them, so check.",
        ),
        required=False,
    )
    text_en = forms.CharField(
        label=T("คำแปลภาษาอังกฤษ", "English translation"),
        help_text=T(
            "ใช้อ่านประกอบ ข้อความภาษาไทยเป็นหลัก", "To read beside it; the Thai text is the one that counts."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "lang": "en"}),
        required=False,
        strip=False,
    )
    translation_note_th = forms.CharField(
        label=T("ใครแปล (ไทย)", "Who translated it (Thai)"), max_length=300, required=False
    )
    translation_note_en = forms.CharField(
        label=T("ใครแปล (อังกฤษ)", "Who translated it (English)"), max_length=300, required=False
    )
    provenance_source = forms.CharField(
        label=T("ได้ข้อความมาจากที่ใด", "Where the text comes from"),
        help_text=T("เช่น สำเนาคู่ฉบับของหน่วยงานใด", "Such as whose counterpart it was copied from."),
        max_length=300,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=999_999)

    @classmethod
    def of(cls, there: TextVersion | None, data: Any = None, files: Any = None) -> "TextForm":
        names = (
            "text_th",
            "text_en",
            "translation_note_th",
            "translation_note_en",
            "provenance_source",
            "version",
        )
        initial = {name: getattr(there, name) for name in names} if there else {"version": 0}
        return cls(data, files, initial=initial)

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0
