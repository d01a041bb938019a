"""Forms of signatures and of the files of a signing."""

from typing import Any

from django import forms

from phanuek.agreements.models import Attendee
from phanuek.agreements.states import Capacity
from phanuek.ui import clock
from phanuek.ui.forms import DateField, PlainForm, prepare
from phanuek.ui.words import T, pick

SCAN_HELP = T(
    "PDF, PNG หรือ JPEG ไม่เกิน 10 เมกะไบต์ ระบบคำนวณ SHA-256 ไว้เทียบ",
    "PDF, PNG or JPEG of at most 10 MB; its SHA-256 is kept to compare.",
)
CAPACITIES = Capacity.choices[:-1]


class CapacityForm(PlainForm):
    """By what right the person signs, as it was named or told now."""

    capacity = forms.ChoiceField(
        label=T("ลงนามในฐานะ", "By what right"), choices=CAPACITIES, widget=forms.RadioSelect
    )
    capacity_basis = forms.CharField(
        label=T("คำสั่งหรือหนังสือที่ให้อำนาจ", "Order or letter that allows it"),
        help_text=T(
            "กรอกเมื่อปฏิบัติหน้าที่แทนหรือได้รับมอบอำนาจ",
            "When signing for the head or by delegated authority.",
        ),
        max_length=300,
        required=False,
    )

    @classmethod
    def of(cls, person: Attendee, data: Any = None, files: Any = None, **initial: Any) -> Any:
        given = {} if person.capacity == Capacity.NOT_STATED else {"capacity": person.capacity}
        return cls(data, files, initial={**given, "capacity_basis": person.capacity_basis, **initial})


class PaperForm(CapacityForm):
    """A signature on paper."""

    signed_on = DateField(label=T("วันที่ลงนาม", "Day of signing"))
    scan = forms.FileField(
        label=T("สำเนาสแกนฉบับลงนาม", "Scanned signed copy"), help_text=SCAN_HELP, required=False
    )
    field_order = ["signed_on", "capacity", "capacity_basis", "scan"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("signed_on", clock.today())


class KeyForm(CapacityForm):
    """Signing with a key file, which is used once. `seen` is the file that the signer read."""

    key_file = forms.FileField(
        label=T("ไฟล์กุญแจ (.p12 หรือ .pfx)", "Key file (.p12 or .pfx)"),
        help_text=T(
            "ใช้ลงนามครั้งนี้ครั้งเดียว ระบบไม่เก็บไฟล์กุญแจและรหัสผ่าน",
            "Used for this one signature; neither it nor its passphrase is stored.",
        ),
    )
    passphrase = forms.CharField(
        label=T("รหัสผ่านของไฟล์กุญแจ", "Passphrase of the key file"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    field_order = ["capacity", "capacity_basis", "key_file", "passphrase", "seen"]


class CodesField(forms.ModelMultipleChoiceField):
    """Several rows by their codes; PostgreSQL cannot even be asked for a code that holds a null."""

    def clean(self, value: Any) -> Any:
        if any("\x00" in str(code) for code in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_list"], code="invalid_list")
        return super().clean(value)


class SignedFileForm(PlainForm):
    """A file signed with people's own software, and whose signatures it brings."""

    signatories = CodesField(
        queryset=Attendee.objects.none(),
        to_field_name="code",
        label=T("ลายมือชื่อที่เพิ่มในไฟล์นี้เป็นของ", "Whose signature it brings"),
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(
        label=T("ไฟล์ PDF ที่ลงลายมือชื่อแล้ว", "The signed PDF"),
        help_text=T(
            "ต้องลงลายมือชื่อต่อจากไฟล์ล่าสุดที่ดาวน์โหลดจากหน้านี้ โดยไม่แก้ไขหรือพิมพ์เป็นไฟล์ใหม่",
            "Signed on top of the newest file from this page, without editing or printing it anew.",
        ),
    )

    def __init__(self, *args: Any, waiting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["signatories"]
        choice.queryset, choice.label_from_instance = waiting, _signatory
        prepare(self)


class ScanForm(PlainForm):
    """A scanned signed copy."""

    scan = forms.FileField(label=T("สำเนาสแกนฉบับลงนาม", "Scanned signed copy"), help_text=SCAN_HELP)
    note = forms.CharField(
        label=T("หมายเหตุ", "Note"),
        help_text=T("เช่น ฉบับที่กรมเก็บรักษา", "Such as: the copy kept by the department."),
        max_length=300,
        required=False,
    )


class DocumentForm(PlainForm):
    """Another document to be signed."""

    document = forms.FileField(
        label=T("เอกสาร PDF ที่จะลงนาม", "The PDF to be signed"),
        help_text=T("ต้องเป็นฉบับที่ยังไม่มีผู้ลงนาม", "One that nobody has signed."),
    )


def _signatory(person: Attendee) -> str:
    body = person.party.organisation if person.party else None
    return f"{pick(person.name_th, person.name_en or person.name_th)} · {pick(body.name_th, body.name_en or body.name_th) if body else ''}"
