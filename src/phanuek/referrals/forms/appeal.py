"""A refusal questioned, and the answer to it; a case that goes on after its end."""

from django import forms

from phanuek.referrals.forms.base import long_text
from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T


class AppealForm(PlainForm):
    text = long_text(
        T("เหตุที่ขอทบทวน", "Why it should be looked at anew"),
        T(
            "บอกว่าผลเดิมคลาดเคลื่อนตรงไหน หรือมีข้อมูลใดที่หน่วยงานยังไม่ได้เห็น หน่วยงาน ผู้ส่ง และกลุ่มจะเห็นข้อความนี้",
            "What is wrong with the refusal, or what the body has not seen. The provider, the sender and the group read this.",
        ),
    )


class AnswerAppealForm(PlainForm):
    upheld = forms.TypedChoiceField(
        label=T("ผลการทบทวน", "Answer"),
        choices=[
            ("yes", T("เห็นด้วยกับคำขอ ให้พิจารณาเรื่องใหม่", "Uphold it: the case is considered anew")),
            ("no", T("ยืนยันผลเดิม ไม่รับเรื่อง", "Reject it: the refusal stands")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    why = long_text(
        T("เหตุผล", "Reasons"),
        T(
            "ผู้ขอ ผู้ส่ง กลุ่ม และหน่วยงานจะเห็นข้อความนี้",
            "Whoever appealed, the sender, the group and the provider read this.",
        ),
    )


class ReopenForm(PlainForm):
    why = long_text(
        T("เหตุที่เปิดเรื่องอีกครั้ง", "Why it is reopened"),
        T("ทุกฝ่ายในเรื่องจะเห็นข้อความนี้", "Everybody in the case reads this."),
    )
