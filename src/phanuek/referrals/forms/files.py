"""Files that are attached at a step of a case: several at once, looked at with the other fields of the form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from phanuek.files import checks as files
from phanuek.referrals.actions.files import MOST_AT_ONCE
from phanuek.ui.forms import PlainForm
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

FILE_HELP = T("PDF รูปภาพ XLSX หรือ DOCX ไม่เกิน 10 เมกะไบต์", "PDF, picture, XLSX or DOCX, at most 10 MB")
ACCEPT = ".pdf,.png,.jpg,.jpeg,.xlsx,.docx"


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Any]:
        chosen = files.getlist(name) if hasattr(files, "getlist") else [files.get(name)]
        return [one for one in chosen if one]


class ManyFilesField(forms.FileField):
    """A list of uploads, empty when none was chosen. Too many, or one that is not acceptable, is told at the field."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        chosen = list(data or [])
        if self.required and not chosen:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(chosen) > MOST_AT_ONCE:
            raise forms.ValidationError(
                str(T("แนบได้ครั้งละไม่เกิน {n} ไฟล์ (เลือกไว้ {m})", "At most {n} files at a time ({m} chosen).")
                    .format(n=MOST_AT_ONCE, m=len(chosen)))
            )  # fmt: skip
        problems = []
        for upload in chosen:
            super().clean(upload)
            try:
                files.check(upload, upload.size or 0)
            except Refused as refusal:
                problems.append(f"{upload.name}: {refusal.text}")
            finally:
                upload.seek(0)
        if problems:
            raise forms.ValidationError(problems)
        return chosen


def files_field(label: T | None = None, *, required: bool = False) -> ManyFilesField:
    return ManyFilesField(
        label=label or T("ไฟล์แนบ", "Files"),
        required=required,
        help_text=T("แนบได้ครั้งละไม่เกิน {n} ไฟล์ · ", "At most {n} at a time · ").format(n=MOST_AT_ONCE) + FILE_HELP,
        widget=ManyFilesInput(attrs={"accept": ACCEPT}),
    )  # fmt: skip


def remind_of_files(form: PlainForm) -> None:
    """A browser does not send a chosen file back with the form: say so at its field, on a form that is shown again."""
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField) and form.files.get(name) and name not in form.errors:
            form.add_error(name, str(T("ไฟล์ที่เลือกไว้ต้องแนบอีกครั้ง", "Attach the chosen file once more.")))


def check_file(form: PlainForm, name: str) -> None:
    """The same look at a file as when it is kept, with the other fields of the form."""
    upload = form.cleaned_data.get(name)
    if upload:
        try:
            files.check(upload, upload.size or 0)
        except Refused as refusal:
            form.add_error(name, str(refusal.text))
        finally:
            upload.seek(0)


class AddFilesForm(PlainForm):
    """More documents for a case, with a word on what they are."""

    documents = files_field(T("เอกสาร", "Documents"), required=True)
    title = forms.CharField(
        label=T("เอกสารอะไร", "What they are"), max_length=200, required=False,
        help_text=T("เช่น สำเนาทะเบียนกลุ่ม บัญชีสามเดือน ผู้ส่ง หน่วยงาน และกลุ่มจะเห็น",
                    "Such as a copy of the registration; sender, provider and group see it"),
    )  # fmt: skip
