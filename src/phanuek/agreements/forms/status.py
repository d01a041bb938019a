"""Forms of a commitment's status, its end, and its change of lead."""

from __future__ import annotations

from typing import Any

from django import forms

from phanuek.agreements.actions.status import LONGEST_DAYS
from phanuek.agreements.forms.choices import CodeField
from phanuek.agreements.forms.commitments import with_account
from phanuek.agreements.models import Commitment
from phanuek.agreements.queries.commitments import other_bodies, taking_part
from phanuek.agreements.states import MAY_BE_SAID, EndedHow
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import DateField, PlainForm, prepare
from phanuek.ui.words import T, pick

LONGEST = 2000
PUBLIC = T("แสดงต่อสาธารณะ", "Shown to everyone")


class StatusForm(PlainForm):
    """A word in place of the computed status."""

    status = forms.ChoiceField(
        label=T("สถานะที่ควรเป็น", "What it should say"),
        choices=[(status.value, status.label) for status in MAY_BE_SAID],
        widget=forms.RadioSelect,
    )
    reason_th = forms.CharField(
        label=T("เพราะอะไร", "Why"),
        help_text=PUBLIC,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason_en = forms.CharField(
        label=T("ภาษาอังกฤษ", "In English"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    ends_on = DateField(
        label=T("ใช้ถึงวันที่", "Until"),
        help_text=T(
            "ไม่เกิน {n} วันจากวันนี้ หลังจากนั้นกลับไปคำนวณจากผลงาน", "At most {n} days from today; then it follows from the facts again."
        ).format(n=LONGEST_DAYS),
    )  # fmt: skip


class EndForm(PlainForm):
    """Closing short of the target."""

    how = forms.ChoiceField(
        label=T("ปิดเพราะ", "How it ends"), choices=EndedHow.choices, widget=forms.RadioSelect
    )
    continued_in = CodeField(
        label=T("ดำเนินการต่อในภารกิจ", "Continued in"),
        required=False,
        help_text=T("ต้องเลือกเมื่อรวมกับภารกิจอื่น", "To be chosen where it is merged with another."),
    )
    reason_th = forms.CharField(
        label=T("เหตุผล", "Reason"),
        help_text=PUBLIC,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason_en = forms.CharField(
        label=T("ภาษาอังกฤษ", "In English"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    on = DateField(
        label=T("ปิดตั้งแต่วันที่", "Closed from"),
        required=False,
        help_text=T("เว้นว่างคือวันนี้", "Today when left empty"),
    )

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = (
            commitment.agreement.commitments.filter(ended_on=None).exclude(pk=commitment.pk).order_by("code")
        )
        field: Any = self.fields["continued_in"]
        field.offer((row.code, row, _called(row)) for row in others)
        prepare(self)


def _called(row: Commitment) -> str:
    return str(pick(row.title_th, row.title_en or row.title_th))[:120]


class ReopenForm(PlainForm):
    reason = forms.CharField(
        label=T("เหตุผล", "Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class HandOverForm(ReopenForm):
    """To another lead."""

    lead = CodeField(label=T("หน่วยงานที่รับไปดำเนินการ", "Body that leads from now on"))
    field_order = ["lead", "reason"]

    def __init__(self, *args: Any, commitment: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies: list[Organisation] = [*taking_part(commitment.agreement), *other_bodies(commitment.agreement)]
        field: Any = self.fields["lead"]
        field.offer((b.code, b, with_account(b)) for b in bodies if b.pk != commitment.lead_id)
        prepare(self)
