"""Forms of period reports. They check shape; what may be written is for the actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from phanuek.agreements.models import PeriodReport
from phanuek.agreements.queries.reports import Period
from phanuek.ui.forms import DateField, PlainForm
from phanuek.ui.words import T

OWN = "own"
TITLE = T("รายงานผลการดำเนินงาน {period}", "Report for {period}")
OWN_TITLE = T("รายงานผลการดำเนินงาน", "Report")


class NewReportForm(PlainForm):
    """The period, from a list or by its days; the title follows from it unless one is typed."""

    period = forms.ChoiceField(label=T("งวด", "Period"))
    starts_on = DateField(label=T("ตั้งแต่วันที่ (เมื่อกำหนดเอง)", "From (own days)"), required=False)
    ends_on = DateField(label=T("ถึงวันที่ (เมื่อกำหนดเอง)", "To (own days)"), required=False)
    title_th = forms.CharField(
        label=T("ชื่อรายงาน (ไทย)", "Title (Thai)"),
        max_length=300,
        required=False,
        help_text=T("เว้นว่างได้ ระบบตั้งชื่อตามงวดให้", "Leave empty to name it after its period."),
    )
    title_en = forms.CharField(label=T("ชื่อรายงาน (อังกฤษ)", "Title (English)"), max_length=300, required=False)

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {period.key: period for period in periods}
        field: Any = self.fields["period"]
        field.choices = [
            ("", T("กรุณาเลือก", "Choose")),
            *((period.key, period.label) for period in periods),
            (OWN, T("กำหนดวันเอง", "Own days")),
        ]

    def clean(self) -> Any:
        found = super().clean() or self.cleaned_data
        chosen = self.periods.get(found.get("period", ""))
        if chosen is not None:
            found |= {"starts_on": chosen.starts_on, "ends_on": chosen.ends_on}
        elif found.get("period") == OWN:
            for name in ("starts_on", "ends_on"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, str(T("กรุณาใส่วัน", "Please give the day.")))
        title = TITLE.format(period=chosen.label) if chosen else OWN_TITLE
        # an English name of one's own stays beside the Thai one that follows from the period
        found["title_en"] = found.get("title_en") or ("" if found.get("title_th") else title.en)
        found["title_th"] = found.get("title_th") or title.th
        return found

    def own(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "period"}


class EditReportForm(PlainForm):
    """The secretariat's own words, and the period as long as it is open."""

    title_th = forms.CharField(label=T("ชื่อรายงาน (ไทย)", "Title (Thai)"), max_length=300)
    title_en = forms.CharField(label=T("ชื่อรายงาน (อังกฤษ)", "Title (English)"), max_length=300, required=False)
    starts_on = DateField(label=T("ตั้งแต่วันที่", "From"))
    ends_on = DateField(label=T("ถึงวันที่", "To"))
    summary_th = forms.CharField(
        label=T("บทสรุป (ไทย)", "Summary (Thai)"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=T(
            "เล่าสิ่งที่ตัวเลขบอกไม่ได้: อะไรคืบหน้า อะไรติดขัด จะทำอะไรต่อ",
            "What figures cannot tell: what went well, what hinders, what comes next.",
        ),
    )
    summary_en = forms.CharField(
        label=T("บทสรุป (อังกฤษ)", "Summary (English)"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(report: PeriodReport) -> dict[str, Any]:
        names = ("title_th", "title_en", "starts_on", "ends_on", "summary_th", "summary_en", "version")
        return {name: getattr(report, name) for name in names}


class CloseReportForm(PlainForm):
    """The decision to close, on the version that was read; the box is ticked by hand each time."""

    is_read = forms.BooleanField(
        label=T("อ่านแล้ว ปิดแล้วแก้ไขไม่ได้", "I have read it, and know that it cannot be changed once closed")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
