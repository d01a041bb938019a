"""Forms of the parties and of the people of a signing."""

from typing import Any

from django import forms

from phanuek.agreements.actions.people import EDITABLE
from phanuek.agreements.forms.commitments import named
from phanuek.agreements.models import Agreement, Attendee, Party
from phanuek.agreements.states import Capacity
from phanuek.organisations.models import Kind, Organisation
from phanuek.ui.forms import PlainForm, prepare
from phanuek.ui.words import T

BODIES = [choice for choice in Kind.choices if choice[0] != Kind.ENTERPRISE]


class EditPartyForm(PlainForm):
    """How a party is written, and whether it must sign."""

    name_as_printed = forms.CharField(
        label=T("ชื่อตามที่พิมพ์ในเอกสาร", "Name as printed in the document"),
        help_text=T(
            "เว้นว่างหากตรงกับชื่อทางการ ระบบแสดงชื่อทางการกำกับไว้เสมอ",
            "Left empty, it is the official name, which is always shown beside it.",
        ),
        max_length=300,
        required=False,
    )
    name_note_th = forms.CharField(
        label=T("หมายเหตุเรื่องชื่อ (ไทย)", "Note on the name (Thai)"), max_length=500, required=False
    )
    name_note_en = forms.CharField(
        label=T("หมายเหตุเรื่องชื่อ (อังกฤษ)", "Note on the name (English)"), max_length=500, required=False
    )
    must_sign = forms.BooleanField(
        label=T("ต้องลงนาม จึงจะมีผล", "Must sign for it to be in force"),
        help_text=T(
            "ใช้กับหลักเกณฑ์ “ภาคีที่ระบุต้องลงนามครบ”",
            "Counts under the rule “the named parties must sign”.",
        ),
        required=False,
        initial=True,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, party: Party, data: Any = None) -> "EditPartyForm":
        names = ("name_as_printed", "name_note_th", "name_note_en", "must_sign", "version")
        form = cls(data, initial={name: getattr(party, name) for name in names})
        form.official = party.organisation.name_th
        return form

    official = ""

    def clean_name_as_printed(self) -> str:
        return str(self.cleaned_data["name_as_printed"]).strip() or self.official


class NewPartyForm(EditPartyForm):
    """A body that is known, or a new one."""

    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="code",
        label=T("หน่วยงาน", "Body"),
        required=False,
        empty_label=T("ไม่อยู่ในรายการ", "Not on the list"),
    )
    new_name_th = forms.CharField(
        label=T("ชื่อทางการของหน่วยงานใหม่ (ไทย)", "Official name of a new body (Thai)"),
        help_text=T("กรอกเมื่อหน่วยงานไม่อยู่ในรายการ", "When the body is not on the list."),
        max_length=300,
        required=False,
    )
    new_name_en = forms.CharField(
        label=T("ชื่อหน่วยงานใหม่ (อังกฤษ)", "Name of the new body (English)"), max_length=300, required=False
    )
    new_kind = forms.ChoiceField(
        label=T("ประเภทของหน่วยงานใหม่", "Kind of the new body"), choices=[("", "–"), *BODIES], required=False
    )
    new_parent = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        to_field_name="code",
        label=T("หน่วยงานต้นสังกัดของหน่วยงานใหม่", "Body above the new one"),
        required=False,
        empty_label=T("ไม่มี", "None"),
    )
    field_order = ["organisation", "new_name_th", "new_name_en", "new_kind", "new_parent", "name_as_printed"]

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        bodies = Organisation.objects.bodies()
        for name in ("organisation", "new_parent"):
            choice: Any = self.fields[name]
            choice.queryset, choice.label_from_instance = bodies, named
        prepare(self)

    def fields_of_verb(self) -> dict[str, Any]:
        """What `add_party` takes."""
        values = {name: value for name, value in self.cleaned_data.items() if not name.startswith("new_")}
        if values["organisation"] is None:
            new = ("name_th", "name_en", "kind", "parent")
            values["new_body"] = {name: self.cleaned_data[f"new_{name}"] for name in new}
        return values


class PersonForm(PlainForm):
    """A witness or the chair: name and position in both languages."""

    name_th = forms.CharField(
        label=T("ชื่อและนามสกุล พร้อมคำนำหน้า (ไทย)", "Name with title (Thai)"), max_length=200
    )
    name_en = forms.CharField(label=T("ชื่อ (อังกฤษ)", "Name (English)"), max_length=200, required=False)
    position_th = forms.CharField(label=T("ตำแหน่ง (ไทย)", "Position (Thai)"), max_length=300, required=False)
    position_en = forms.CharField(
        label=T("ตำแหน่ง (อังกฤษ)", "Position (English)"), max_length=300, required=False
    )


class SignatoryForm(PersonForm):
    """With the right by which the person signs; it may stay open until the signature."""

    capacity = forms.ChoiceField(
        label=T("ลงนามในฐานะ", "By what right"),
        choices=[*Capacity.choices[:-1], (Capacity.NOT_STATED, T("ยังไม่ทราบ", "Not known yet"))],
        widget=forms.RadioSelect,
        initial=Capacity.OWN_RIGHT,
    )
    capacity_basis = forms.CharField(
        label=T("คำสั่งหรือหนังสือที่ให้อำนาจ", "Order or letter that allows it"),
        help_text=T(
            "กรอกเมื่อปฏิบัติหน้าที่แทนหรือได้รับมอบอำนาจ เช่น คำสั่งที่ 125/2569 ลงวันที่ 5 มกราคม 2569",
            "When signing for the head or by delegated authority, such as Order 125/2026 of 5 January 2026.",
        ),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position_th"].required = True
        prepare(self)


def edit_form(person: Attendee, data: Any = None, *, settled: bool) -> PersonForm:
    """The form of a person who is there, with the version seen; `settled` asks why."""
    kind = SignatoryForm if person.part == Attendee.Part.SIGNATORY else PersonForm
    form = kind(data, initial={name: getattr(person, name) for name in [*EDITABLE, "version"]})
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
    if settled:
        form.fields["why"] = forms.CharField(
            label=T("แก้ไขเพราะอะไร", "Why is it corrected?"),
            help_text=T("แสดงในลำดับเหตุการณ์", "Shown in its timeline."),
            max_length=300,
        )
    prepare(form)
    return form
