"""Forms of minutes, decisions and tasks. They check shape; what may be written is for the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import formset_factory

from phanuek.agreements.actions.tasks import TaskLine
from phanuek.agreements.forms.commitments import named
from phanuek.agreements.forms.meetings import CodeField, titled
from phanuek.agreements.models import AgendaItem, Commitment, Decision, Meeting, Task
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import DateField, PlainForm, prepare
from phanuek.ui.words import T, pick

MOST_TASKS = 15


class MinutesForm(PlainForm):
    """What was said, a pair of fields for each point."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Sequence[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            for language, label in (
                ("th", T("ที่ประชุมว่าอย่างไร วาระ {n} (ไทย)", "What was said, point {n} (Thai)")),
                ("en", T("ที่ประชุมว่าอย่างไร วาระ {n} (อังกฤษ)", "What was said, point {n} (English)")),
            ):
                self.fields[f"said_{language}_{item.order}"] = forms.CharField(
                    label=label.format(n=item.order),
                    max_length=20_000,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 4 if language == "th" else 2}),
                    initial=getattr(item, f"said_{language}"),
                )
        prepare(self)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [
            {"item": item, "fields": [self[f"said_th_{item.order}"], self[f"said_en_{item.order}"]]}
            for item in self.items
        ]

    def said(self) -> dict[int, tuple[str, str]]:
        found = self.cleaned_data
        return {
            item.order: (found[f"said_th_{item.order}"], found[f"said_en_{item.order}"])
            for item in self.items
        }


class DecisionForm(PlainForm):
    """A decision, with the version that an editor saw."""

    agenda_item = forms.ModelChoiceField(
        queryset=AgendaItem.objects.none(),
        to_field_name="order",
        label=T("ในวาระ", "On point"),
        required=False,
        empty_label=T("ไม่ระบุ", "None"),
    )
    text_th = forms.CharField(
        label=T("มติ (ไทย)", "Decision (Thai)"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    text_en = forms.CharField(
        label=T("มติ (อังกฤษ)", "Decision (English)"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agenda_item"]
        field.queryset = meeting.agenda.order_by("order")
        field.label_from_instance = lambda item: (
            f"{item.order}. {pick(item.title_th, item.title_en or item.title_th)}"[:160]
        )

    @staticmethod
    def initial_of(decision: Decision) -> dict[str, Any]:
        return {
            "agenda_item": decision.agenda_item,
            "text_th": decision.text_th,
            "text_en": decision.text_en,
            "version": decision.version,
        }


class TaskForm(PlainForm):
    """What is to be done, by whom, by when."""

    title_th = forms.CharField(label=T("งานที่ต้องทำ (ไทย)", "What is to be done (Thai)"), max_length=500)
    title_en = forms.CharField(
        label=T("งานที่ต้องทำ (อังกฤษ)", "What is to be done (English)"), max_length=500, required=False
    )
    owner = CodeField(label=T("หน่วยงานที่รับผิดชอบ", "Body that does it"))
    due_on = DateField(label=T("กำหนดเสร็จ", "Due"))
    owner_name = forms.CharField(
        label=T("ผู้รับผิดชอบ", "Person in charge"),
        max_length=200,
        required=False,
        help_text=T("แสดงเฉพาะแก่ภาคีและฝ่ายเลขานุการ", "Shown to the parties and the secretariat only."),
    )
    commitment = CodeField(label=T("เกี่ยวกับภารกิจ", "About a commitment"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        owners: Mapping[str, Organisation],
        commitments: Mapping[str, Commitment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(owners, named)  # type: ignore[attr-defined]
        self.fields["commitment"].offer(commitments, titled)  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(task: Task) -> dict[str, Any]:
        names = ("title_th", "title_en", "owner", "due_on", "owner_name", "commitment", "version")
        return {name: getattr(task, name) for name in names}

    def own(self) -> dict[str, Any]:
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}


class TaskRowForm(TaskForm):
    """A task among several of a new decision; a row without a title counts as empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title_th", "owner", "due_on"):
            self.fields[name].required = False
        del self.fields["version"]

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) for name in ("title_th", "title_en", "owner", "due_on"))

    def clean(self) -> Any:
        found = super().clean() or self.cleaned_data
        wanted = {
            "title_th": T("กรุณาบอกว่าต้องทำอะไร", "Please say what is to be done."),
            "owner": T("กรุณาเลือกหน่วยงานที่รับผิดชอบ", "Please choose the body that does it."),
            "due_on": T("กรุณาใส่กำหนดเสร็จ", "Please give the day by which it is due."),
        }
        if any(found.get(name) for name in ("title_th", "title_en", "owner", "due_on")):
            for name, words in wanted.items():
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, str(words))
        return found

    @property
    def wants_more(self) -> bool:
        """Whether what is folded away holds something."""
        return any(
            self[name].value() or self[name].errors for name in ("title_en", "owner_name", "commitment")
        )

    @property
    def line(self) -> TaskLine:
        return TaskLine(**self.own())


TaskFormSet = formset_factory(
    TaskRowForm, extra=0, max_num=MOST_TASKS, absolute_max=MOST_TASKS, validate_max=True
)


class NoteForm(PlainForm):
    """One text and the version that was seen: a reason, or what was done."""

    note = forms.CharField(
        label=T("เหตุผล", "Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: T | None = None, help_text: T | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["note"].label = label
        if help_text:
            self.fields["note"].help_text = help_text


class AdoptForm(PlainForm):
    """The adoption, with the signed copy where there is one."""

    upload = forms.FileField(
        label=T("รายงานการประชุมฉบับลงนาม", "Signed minutes"),
        required=False,
        help_text=T(
            "PDF หรือภาพถ่าย ไม่เกิน 10 เมกะไบต์ แนบภายหลังได้",
            "PDF or a picture, at most 10 MB; it can be attached later.",
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class UploadForm(PlainForm):
    """The signed copy by itself."""

    upload = forms.FileField(
        label=T("รายงานการประชุมฉบับลงนาม", "Signed minutes"),
        help_text=T("PDF หรือภาพถ่าย ไม่เกิน 10 เมกะไบต์", "PDF or a picture, at most 10 MB"),
    )
