"""Passing a case to another offer, and the group's word on it."""

from __future__ import annotations

from typing import Any

from django import forms

from phanuek.consent.models import Method
from phanuek.referrals.forms.acts import ConsentAndSendForm
from phanuek.referrals.forms.base import long_text
from phanuek.referrals.models import Referral
from phanuek.referrals.queries import other_offers
from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T

AGREES, DECLINES = "agrees", "declines"


class TransferForm(PlainForm):
    to = forms.ChoiceField(
        label=T("โอนไปที่มาตรการ", "Pass it to"),
        help_text=T(
            "เฉพาะมาตรการที่เปิดรับ ยังมีที่ และกลุ่มนี้เข้าเงื่อนไขหรือยังบอกไม่ได้",
            "Open offers with a place left that the group fits, or of which it cannot be said yet",
        ),
    )
    why = long_text(
        T("เหตุที่โอน", "Why"),
        T("ผู้ส่งและกลุ่มจะเห็นข้อความนี้ในเรื่องเดิม", "The sender and the group read this in this case."),
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", T("เลือกมาตรการ", "Choose an offer")), *other_offers(referral).choices()]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]


class AnswerTransferForm(ConsentAndSendForm):
    """Either the consent with its particulars, or why the group does not agree."""

    answer = forms.ChoiceField(
        label=T("กลุ่มยินยอมให้โอนหรือไม่", "Does the group agree?"),
        choices=[
            (AGREES, T("ยินยอม ให้ส่งข้อมูลแก่หน่วยงานใหม่ได้", "Yes: its data may go to the other body")),
            (DECLINES, T("ไม่ยินยอม ให้หน่วยงานเดิมพิจารณาต่อ", "No: it stays with the present body")),
        ],
        widget=forms.RadioSelect,
    )
    why = long_text(
        T("เหตุที่ไม่ยินยอม", "Why not"),
        T("จำเป็นเมื่อตอบว่าไม่ยินยอม", "Needed when the answer is no"),
        required=False,
        rows=3,
    )
    field_order = ["answer", "method", "given_by", "given_on", "evidence", "why"]

    def __init__(self, *args: Any, by_group: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"], self.fields["requested_baht"]
        if by_group:
            self.fields["method"].choices = [(Method.ONLINE.value, Method.ONLINE.label)]  # type: ignore[attr-defined]
            self.fields["method"].initial = Method.ONLINE.value
            del self.fields["evidence"]
        for name in ("method", "given_by", "given_on"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        agrees = self.cleaned_data.get("answer") == AGREES
        cleaned = super().clean() if agrees else self.cleaned_data
        needed = ("method", "given_by", "given_on") if agrees else ("why",)
        for name in needed:
            if not cleaned.get(name) and name not in self.errors and "answer" not in self.errors:
                self.add_error(name, str(T("จำเป็นต้องกรอกสำหรับคำตอบนี้", "This answer needs it.")))
        return cleaned
