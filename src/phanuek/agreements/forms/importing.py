"""Forms of bringing in a file: the upload, and which of our bodies those of the file are."""

from typing import Any

from django import forms

from phanuek.agreements.importing.bodies import NEW, Found
from phanuek.agreements.importing.lists.columns import MOST_ROWS
from phanuek.agreements.importing.plan import Plan
from phanuek.ui.forms import PlainForm, prepare
from phanuek.ui.words import T, pick


class AgreementFileForm(PlainForm):
    upload = forms.FileField(
        label=T("ไฟล์บันทึกข้อตกลง", "File of the agreement"),
        help_text=T("JSON ไม่เกิน 10 MB ตามรูปแบบในหน้านี้", "JSON, at most 10 MB, in the form told on this page"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": T("กรุณาเลือกไฟล์", "Please choose a file.")},
    )


class ListFileForm(PlainForm):
    upload = forms.FileField(
        label=T("ไฟล์ภารกิจ", "List of commitments"),
        help_text=T(
            "XLSX หรือ CSV ไม่เกิน 10 MB และ {rows} แถว", "XLSX or CSV, at most 10 MB and {rows} rows"
        ).format(rows=MOST_ROWS),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": T("กรุณาเลือกไฟล์", "Please choose a file.")},
    )


class ConfirmForm(PlainForm):
    """One choice for each body of the file that may be one of ours, and the version that the check showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": plan.seen_version}, **kwargs)
        self.asked = {found.body.code: found for found in plan.bodies.found.values() if found.must_choose}
        for code, found in self.asked.items():
            self.fields[f"body-{code}"] = _choice(found)
        prepare(self)

    @property
    def choices(self) -> dict[str, str]:
        """Which of ours each body was said to be, or `new`; for a form that is valid."""
        return {code: self.cleaned_data[f"body-{code}"] for code in self.asked}


def _choice(found: Found) -> forms.ChoiceField:
    options = [
        (
            candidate.organisation.code,
            T("{name_th} ({why})", "{name_en} ({why})").format(
                name_th=candidate.organisation.name_th,
                name_en=candidate.organisation.name_en or candidate.organisation.name_th,
                why=candidate.evidence,
            ),
        )
        for candidate in found.candidates
    ]
    new = T("เป็นหน่วยงานใหม่ เพิ่มในรหัส {code}", "A new body, added under the code {code}").format(
        code=found.code
    )
    return forms.ChoiceField(
        label=pick(found.name, found.body.values["name_en"] or found.name),
        choices=[*options, (NEW, new)],
        widget=forms.RadioSelect,
        error_messages={"required": T("กรุณาเลือกว่าเป็นหน่วยงานใด", "Please choose which body this is.")},
    )
