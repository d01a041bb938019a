"""The form of a commitment. Checks shape; what may be written is for the action."""

from typing import Any

from django import forms

from phanuek.agreements.models import Agreement, Commitment, Measure
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import DateField, MoneyField, PlainForm, prepare
from phanuek.ui.words import T, pick


class CommitmentForm(PlainForm):
    """Shared by adding and editing; `agreement` gives the statements and parties to choose from."""

    title_th = forms.CharField(
        label=T("ภารกิจ (ไทย)", "Commitment (Thai)"),
        help_text=T("เขียนให้รู้ว่าจะทำอะไรให้ใคร เช่น อบรมการทำบัญชีให้กลุ่มอาชีพ 150 คน", "Say what is done for whom."),
        max_length=500,
    )
    title_en = forms.CharField(
        label=T("ภารกิจ (อังกฤษ)", "Commitment (English)"), max_length=500, required=False
    )
    statement = forms.ModelChoiceField(
        queryset=None,
        label=T("สืบเนื่องจากข้อความใดในบันทึกข้อตกลง", "Which statement of the agreement it follows from"),
        required=False,
        empty_label=T("ไม่ระบุ", "None"),
    )
    measure = forms.ChoiceField(
        label=T("นับผลเป็นอะไร", "What is counted"), choices=Measure.choices, widget=forms.RadioSelect,
        help_text=T("ระบบนับให้จากงานที่บันทึกไว้ ไม่ต้องกรอกผลเอง", "The platform counts this from the work recorded; nobody types it."),
    )  # fmt: skip
    target = MoneyField(
        label=T("เป้าหมาย", "Target"),
        required=False,
        help_text=T(
            "เว้นว่างได้หากไม่มีตัวเลข ระบบจะแสดงว่าไม่ได้ระบุ",
            "Leave empty when there is none; it is shown as not stated.",
        ),
        error_messages={"invalid": T("กรุณากรอกเป็นตัวเลข เช่น 150", "Please enter a number, such as 150.")},
    )
    unit_th = forms.CharField(label=T("หน่วยนับ (ไทย)", "Unit (Thai)"), max_length=60, required=False)
    unit_en = forms.CharField(label=T("หน่วยนับ (อังกฤษ)", "Unit (English)"), max_length=60, required=False)
    starts_on = DateField(label=T("วันเริ่ม", "Starts"), required=False)
    due_on = DateField(label=T("วันครบกำหนด", "Due"), required=False)
    budget_baht = MoneyField(label=T("งบประมาณ", "Budget"), required=False)
    collaborators = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="code",
        label=T("หน่วยงานร่วม", "Together with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, agreement: Agreement, lead: Organisation | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].unit = ""  # type: ignore[attr-defined]  # counted in the measure's unit, not in baht
        statement: Any = self.fields["statement"]
        statement.queryset = agreement.statements.exclude(kind="exhibition")
        statement.label_from_instance = lambda s: (
            f"{s.get_kind_display()}: {pick(s.text_th, s.text_en or s.text_th)}"[:160]
        )
        joined: Any = self.fields["collaborators"]
        bodies = Organisation.objects.filter(parties__agreement=agreement).order_by("parties__order")
        joined.queryset = bodies.exclude(pk=lead.pk) if lead else bodies
        joined.label_from_instance = named

    def clean_target(self) -> Any:
        target = self.cleaned_data["target"]
        if target is not None and target <= 0:
            raise forms.ValidationError(str(T("เป้าหมายต้องมากกว่าศูนย์", "A target is above zero.")))
        return target


class NewCommitmentForm(CommitmentForm):
    """With the body that leads, and why it is added."""

    lead = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=T("หน่วยงานเจ้าของภารกิจ", "Body that leads")
    )
    provenance_why = forms.CharField(
        label=T("เพิ่มภารกิจนี้เพราะอะไร", "Why is it added?"),
        help_text=T(
            "แสดงต่อสาธารณะคู่กับชื่อหน่วยงานที่บันทึกและวันที่ เช่น มติที่ประชุมติดตามผล ครั้งที่ 2/2569",
            "Shown to the public with who added it and when, such as the meeting that decided it.",
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["lead", "title_th", "title_en", "provenance_why", "statement", "measure", "target"]

    def __init__(self, *args: Any, leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.queryset = leads
        lead.label_from_instance = named
        prepare(self)


class EditCommitmentForm(CommitmentForm):
    """With the version that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, commitment: Commitment, data: Any = None) -> "EditCommitmentForm":
        names = (
            "title_th", "title_en", "statement", "measure", "target", "unit_th", "unit_en", "starts_on", "due_on", "budget_baht",
            "version",
        )  # fmt: skip
        initial = {name: getattr(commitment, name) for name in names}
        initial["target"] = shown(commitment.target)
        initial["collaborators"] = list(commitment.collaborators.all())
        return cls(data, initial=initial, agreement=commitment.agreement, lead=commitment.lead)


def shown(number: Any) -> Any:
    """A decimal without the zeros that say nothing."""
    return f"{number:f}".rstrip("0").rstrip(".") if number is not None else None


def named(body: Organisation) -> str:
    return str(pick(body.name_th, body.name_en or body.name_th))
