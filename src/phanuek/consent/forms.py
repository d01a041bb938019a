"""What people type when a group gives its consent or takes it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from phanuek.consent.models import Method, Purpose
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.forms import DateField, PlainForm
from phanuek.ui.personal import clean_phone
from phanuek.ui.words import T


class GiveForm(PlainForm):
    """A consent for one body. The group itself confirms in the system; an officer says how it was received."""

    recipient = forms.ModelChoiceField(
        label=T("ให้หน่วยงานใดใช้ข้อมูล", "Which body may have the data"),
        queryset=Organisation.objects.none(), empty_label=T("เลือกหน่วยงาน", "Choose a body"),  # type: ignore[arg-type]
    )  # fmt: skip
    purpose = forms.ChoiceField(
        label=T("เพื่อวัตถุประสงค์ใด", "For which purpose"), choices=Purpose.choices, widget=forms.RadioSelect,
        required=False,
        help_text=T("ให้แยกกันทีละวัตถุประสงค์ ตารางด้านบนบอกว่าแต่ละข้อส่งข้อมูลใด", "Each is given apart; the table above says what is passed for it"),
    )  # fmt: skip
    method = forms.ChoiceField(label=T("วิธีให้ความยินยอม", "How it was given"), widget=forms.RadioSelect)
    given_by = forms.CharField(
        label=T("ผู้ให้ความยินยอม", "Who gave it, for the group"), max_length=200,
        help_text=T("ชื่อผู้แทนกลุ่ม", "The name of the group's representative"),
    )  # fmt: skip
    given_on = DateField(label=T("วันที่ให้", "Given on"))
    expires_on = DateField(
        label=T("สิ้นสุดวันที่", "Ends on"), required=False,
        help_text=T("เว้นว่างไว้หากมีผลจนกว่าจะถอน", "Leave empty when it holds until withdrawn"),
    )  # fmt: skip
    evidence = forms.FileField(
        label=T("แบบฟอร์มที่ลงนาม", "The signed form"), required=False,
        help_text=T("PDF, PNG หรือ JPEG ไม่เกิน 10 MB", "PDF, PNG or JPEG, at most 10 MB"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )  # fmt: skip

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        recipient = self.fields["recipient"]
        recipient.queryset = Organisation.objects.bodies().order_by("name_th")  # type: ignore[attr-defined]
        recipient.label_from_instance = lambda o: T(o.name_th, o.name_en or o.name_th)  # type: ignore[attr-defined]
        methods = [(Method.ONLINE.value, Method.ONLINE.label)] if own else []
        methods += [(m.value, m.label) for m in (Method.SIGNED, Method.SPOKEN)]
        self.fields["method"].choices = methods  # type: ignore[attr-defined]
        self.fields["given_on"].latest = clock.today()  # type: ignore[attr-defined]
        self.fields["expires_on"].earliest = clock.today() + timedelta(days=1)  # type: ignore[attr-defined]

    def clean_purpose(self) -> str:
        """A referral where none was chosen: the only purpose there was before."""
        return self.cleaned_data["purpose"] or Purpose.REFERRAL


class RevokeForm(PlainForm):
    on = DateField(label=T("วันที่ถอน", "Withdrawn on"))
    why = forms.CharField(
        label=T("เหตุผล", "Reason"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=T("ไม่จำเป็นต้องให้เหตุผล", "No reason is needed"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].latest = clock.today()  # type: ignore[attr-defined]


class ContactForm(PlainForm):
    """The personal part of a registration, shown only where the look is logged."""

    contact_name = forms.CharField(label=T("ผู้ประสานงาน", "Contact person"), required=False, max_length=200)
    contact_phone = forms.CharField(
        label=T("โทรศัพท์", "Telephone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"class": "medium", "inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    contact_email = forms.EmailField(
        label=T("อีเมลของกลุ่ม", "The group's e-mail address"), required=False,
        help_text=T("ใช้แจ้งความคืบหน้าของเรื่อง ถามว่าได้รับการสนับสนุนแล้วหรือไม่ และส่งลิงก์ถอนความยินยอม ไม่ส่งต่อให้ผู้อื่น",
                    "For telling how the case goes, asking whether support came, and the link to withdraw a consent; never passed on"),
        widget=forms.EmailInput(attrs={"class": "medium", "autocomplete": "off"}),
    )  # fmt: skip
    address = forms.CharField(
        label=T("ที่อยู่", "Address"), required=False, max_length=300,
        help_text=T("บ้านเลขที่ หมู่ ถนน ไม่เปิดเผยต่อสาธารณะ", "House, village, road; not public"),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_contact_phone(self) -> str:
        return clean_phone(self.cleaned_data["contact_phone"])

    @classmethod
    def initial_of(cls, enterprise: Enterprise) -> dict[str, Any]:
        return {name: getattr(enterprise, name) for name in cls.base_fields}
