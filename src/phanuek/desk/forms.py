"""What is typed beside the list of cases: one act for many, and a name for the filters."""

from typing import Any

from django import forms

from phanuek.referrals.states import RefusalReason
from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T

MOST = 100
ACTS = {
    "assign": T("มอบให้เจ้าหน้าที่", "Give to an officer"),
    "accept": T("รับเรื่อง", "Accept"),
    "refuse": T("ไม่รับเรื่อง", "Refuse"),
    "note": T("เพิ่มบันทึกถึงทุกฝ่าย", "Add a note that all sides read"),
    "close": T("ปิดเรื่อง", "Close"),
}
FOR_SENDERS = ("note",)


class BulkForm(PlainForm):
    """One act on the cases chosen; each act asks for its own field."""

    act = forms.ChoiceField(label=T("ดำเนินการกับเรื่องที่เลือก", "With the cases chosen"), choices=[])
    officer = forms.ChoiceField(label=T("เจ้าหน้าที่", "Officer"), choices=[], required=False)
    reason = forms.ChoiceField(
        label=T("เหตุที่ไม่รับ", "Why refused"), choices=[("", T("เลือก", "Choose")), *RefusalReason.choices], required=False
    )  # fmt: skip
    note = forms.CharField(
        label=T("ข้อความ", "Words"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, acts: list[str], officers: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        act: Any = self.fields["act"]
        act.choices = [("", T("เลือก", "Choose")), *((name, ACTS[name]) for name in acts)]
        if "assign" in acts:
            officer: Any = self.fields["officer"]
            officer.choices = [("", T("ยังไม่มอบให้ใคร", "Nobody")), *officers]
        else:
            del self.fields["officer"]
        if "refuse" not in acts:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        act, said = cleaned.get("act"), (cleaned.get("note") or "").strip()
        if act == "refuse" and not cleaned.get("reason"):
            self.add_error("reason", str(T("โปรดเลือกเหตุผล", "Choose a reason.")))
        if act == "refuse" and cleaned.get("reason") == RefusalReason.OTHER and not said:
            self.add_error("note", str(T("เมื่อเลือก “เหตุอื่น” โปรดอธิบาย", "“Other” needs an explanation.")))
        if act == "note" and not said:
            self.add_error("note", str(T("โปรดเขียนข้อความ", "Write something here.")))
        return cleaned


class SaveListForm(PlainForm):
    name = forms.CharField(label=T("ชื่อรายการ", "Name of the list"), max_length=80)
    query = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
