"""What people type about an enterprise."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from phanuek.areas.forms import SubdistrictField
from phanuek.organisations.models import Organisation
from phanuek.registry.models import BusinessGroup, Enterprise, EnterpriseKind, Identifier, LegalForm, Process
from phanuek.registry.new import NewProduct
from phanuek.registry.queries import check_number, shown_identifiers
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.forms import DateField, PlainForm, WholeNumberField, prepare
from phanuek.ui.personal import clean_phone, personal_details
from phanuek.ui.words import T

CHOOSE = ("", T("เลือก", "Choose"))
NOT_SAID = ("", T("ยังไม่ระบุ", "Not stated yet"))
ANY = ("", T("ทั้งหมด", "All"))
SCHEMES = tuple(Identifier.Scheme.values)


class FilterForm(PlainForm):
    """The directory's search and filters; nonsense in the address counts as no filter."""

    q = forms.CharField(label=T("ชื่อ สินค้า หรือพื้นที่", "Name, product or place"), required=False, max_length=200)
    kind = forms.ChoiceField(required=False)
    province = forms.ChoiceField(required=False)
    group = forms.ChoiceField(required=False)

    def __init__(self, data: Any, provinces: list[tuple[str, str]]) -> None:
        super().__init__(data)
        for name, label, choices in (
            ("kind", T("ประเภท", "Kind"), EnterpriseKind.choices),
            ("province", T("จังหวัด", "Province"), provinces),
            ("group", T("กลุ่มงาน", "Business group"), BusinessGroup.choices),
        ):
            field = self.fields[name]
            field.label = label
            field.choices = [ANY, *choices]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """The values that can be used."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or "") for name in ("q", "kind", "province", "group")}


def number_field(scheme: str) -> forms.CharField:
    """A registration number with the country's own hint."""
    known = pack().identifier_schemes.get(scheme)
    return forms.CharField(
        label=Identifier.Scheme(scheme).label,
        help_text=T.of(known.hint) if known else "",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off"}),
    )


def _for_everybody(text: str) -> str:
    """A text that the directory shows: without numbers by which a person is reached or known."""
    found = personal_details(text)
    if found:
        raise ValidationError(
            str(
                T(
                    "ข้อความนี้แสดงต่อสาธารณะ แต่มี{what} ({shown}) โปรดลบออก แล้วใส่ในช่องข้อมูลติดต่อแทน",
                    "Everybody can read this text, and it holds {what} ({shown}). Take it out; contact details have boxes of their own.",
                ).format(what=found[0].what, shown=found[0].shown)
            )
        )
    return text


class EnterpriseForm(PlainForm):
    """What registering and editing ask alike. Contacts are not here: seeing them is logged (the consent room)."""

    kind = forms.ChoiceField(label=T("ประเภท", "Kind"), choices=[CHOOSE, *EnterpriseKind.choices])
    name_th = forms.CharField(
        label=T("ชื่อกลุ่มหรือกิจการ", "Name"),
        help_text=T("ชื่อเต็มตามทะเบียน", "The full name as registered, in Thai"),
        max_length=300,
    )
    name_en = forms.CharField(label=T("ชื่อภาษาอังกฤษ", "English name"), required=False, max_length=300)
    subdistrict = SubdistrictField(label=T("ที่ตั้ง", "Place"))
    legal_form = forms.ChoiceField(
        label=T("รูปแบบทางกฎหมาย", "Legal form"), choices=[NOT_SAID, *LegalForm.choices], required=False
    )
    business_group = forms.ChoiceField(
        label=T("กลุ่มงาน", "Business group"), choices=[NOT_SAID, *BusinessGroup.choices], required=False
    )
    started_on = DateField(label=T("วันที่เริ่มดำเนินการ", "Started on"), required=False, earliest=date(1850, 1, 1))
    members = WholeNumberField(
        label=T("จำนวนสมาชิก", "Members"), required=False, unit=T("คน", "people"), max_value=999_999
    )
    about_th = forms.CharField(
        label=T("แนะนำกลุ่ม", "About"),
        help_text=T("แสดงในทำเนียบ ไม่ควรมีข้อมูลส่วนบุคคล", "Shown in the directory; keep personal data out"),
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    about_en = forms.CharField(
        label=T("แนะนำกลุ่ม (ภาษาอังกฤษ)", "About, in English"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, provinces: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for scheme in SCHEMES:
            self.fields[scheme] = number_field(scheme)
        self.fields["subdistrict"].limit_to(tuple(provinces))  # type: ignore[attr-defined]
        self.fields["started_on"].latest = clock.today()  # type: ignore[attr-defined]
        prepare(self)

    def clean(self) -> dict[str, Any]:
        """Each number by the rules of its register, kept in the register's own spelling."""
        cleaned: dict[str, Any] = super().clean() or {}
        for scheme in SCHEMES:
            typed = (cleaned.get(scheme) or "").strip()
            if scheme not in self.fields or not typed:
                continue
            value, reason = check_number(scheme, typed)
            if reason:
                self.add_error(scheme, ValidationError(str(reason)))
            else:
                cleaned[scheme] = value
        return cleaned

    def clean_about_th(self) -> str:
        return _for_everybody(self.cleaned_data["about_th"])

    def clean_about_en(self) -> str:
        return _for_everybody(self.cleaned_data["about_en"])

    def numbers(self) -> dict[str, str]:
        """Scheme → number, of those asked here."""
        return {scheme: self.cleaned_data.get(scheme) or "" for scheme in SCHEMES if scheme in self.fields}


class RegisterForm(EnterpriseForm):
    """A new enterprise, with contacts and first products."""

    address = forms.CharField(
        label=T("ที่อยู่", "Address"), help_text=T("บ้านเลขที่ หมู่ ถนน ไม่เปิดเผยต่อสาธารณะ", "House, village, road; not public"),
        required=False, max_length=300,
    )  # fmt: skip
    contact_name = forms.CharField(
        label=T("ผู้ประสานงาน", "Contact person"), required=False, max_length=200,
        help_text=T("เห็นเฉพาะผู้ที่ทำงานกับกลุ่ม และระบบบันทึกผู้เปิดดู", "Seen only by those who work with the group; each look is logged"),
    )  # fmt: skip
    contact_phone = forms.CharField(
        label=T("โทรศัพท์", "Telephone"), required=False, max_length=30,
        widget=forms.TextInput(attrs={"class": "medium", "inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    contact_email = forms.EmailField(
        label=T("อีเมลของกลุ่ม", "The group's e-mail address"), required=False,
        help_text=T("ใช้แจ้งความคืบหน้าของเรื่องและถามว่าได้รับการสนับสนุนแล้วหรือไม่ ไม่ส่งต่อให้ผู้อื่น",
                    "For telling how its cases go and asking whether support came; never passed on"),
        widget=forms.EmailInput(attrs={"class": "medium", "autocomplete": "off"}),
    )  # fmt: skip
    products = forms.CharField(
        label=T("สินค้าหรือบริการ", "Products"), help_text=T("บรรทัดละหนึ่งรายการ", "One a line"),
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean_contact_phone(self) -> str:
        return clean_phone(self.cleaned_data["contact_phone"])

    def clean_products(self) -> list[NewProduct]:
        names = [line.strip() for line in self.cleaned_data["products"].splitlines() if line.strip()]
        if any(len(name) > 200 for name in names):
            raise ValidationError(
                str(
                    T(
                        "ชื่อสินค้าหนึ่งรายการยาวได้ไม่เกิน 200 ตัวอักษร",
                        "One product's name has at most 200 characters.",
                    )
                )
            )
        return [NewProduct(name_th=name) for name in dict.fromkeys(names)]

    def new(self) -> dict[str, Any]:
        """The arguments of `register`."""
        fields = {name: value for name, value in self.cleaned_data.items() if name not in SCHEMES}
        return {**fields, "identifiers": {s: v for s, v in self.numbers().items() if v}}


class EditForm(EnterpriseForm):
    """An enterprise as it is, without what its editor may not change. A citizen number is never filled in again."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, enterprise: Enterprise, without: Collection[str] = (), **kwargs: Any
    ) -> None:
        numbers = {i.scheme: i.value for i in enterprise.identifiers.all()}
        citizen = next(
            (s.text for s in shown_identifiers(enterprise, personal=True) if s.scheme == "citizen"), ""
        )
        initial = {name: getattr(enterprise, name) for name in self.base_fields}
        initial |= {scheme: value for scheme, value in numbers.items() if scheme != Identifier.Scheme.CITIZEN}
        super().__init__(*args, initial=initial, **kwargs)
        if citizen:
            self.fields["citizen"].help_text = T(
                "มีเลขลงท้าย {text} อยู่แล้ว กรอกเมื่อต้องการเปลี่ยนเท่านั้น",
                "One is kept ({text}). Fill in only to change it.",
            ).format(text=citizen)
        for name in without:
            self.fields.pop(name, None)

    def changes(self, leave: Collection[str] = ()) -> dict[str, Any]:
        """The arguments of `edit`; `leave` are fields that stay as stored."""
        fields = {
            n: v
            for n, v in self.cleaned_data.items()
            if n not in SCHEMES and n != "version" and n not in leave
        }
        numbers = {s: v for s, v in self.numbers().items() if s not in leave}
        if not numbers.get(Identifier.Scheme.CITIZEN):
            numbers.pop(Identifier.Scheme.CITIZEN, None)
        return {**fields, "identifiers": numbers} if numbers else fields


class ProductForm(PlainForm):
    name_th = forms.CharField(label=T("ชื่อสินค้าหรือบริการ", "Name"), max_length=200)
    name_en = forms.CharField(label=T("ชื่อภาษาอังกฤษ", "English name"), max_length=200, required=False)
    business_group = forms.ChoiceField(
        label=T("กลุ่มงาน", "Business group"), choices=[NOT_SAID, *BusinessGroup.choices], required=False,
        help_text=T("เว้นว่างไว้ หากเป็นกลุ่มงานเดียวกับกลุ่ม", "Leave empty when it is the group's own"),
    )  # fmt: skip


class SupportForm(PlainForm):
    """A company takes up a group. The company is asked only of who may speak for several."""

    organisation = forms.ModelChoiceField(
        label=T("บริษัท", "Company"), queryset=Organisation.objects.none(), empty_label=None
    )
    processes = forms.MultipleChoiceField(
        label=T("ด้านที่สนับสนุน", "Processes"), choices=Process.choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": T("เลือกด้านที่สนับสนุนอย่างน้อยหนึ่งด้าน", "Choose at least one process.")},
    )  # fmt: skip
    on = DateField(label=T("วันที่เริ่ม", "From"))

    def __init__(self, *args: Any, companies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = companies  # type: ignore[attr-defined]
        field.label_from_instance = lambda company: T(company.name_th, company.name_en or company.name_th)  # type: ignore[attr-defined]
        self.fields["on"].latest = clock.today()  # type: ignore[attr-defined]


class EndSupportForm(PlainForm):
    on = DateField(
        label=T("วันที่สิ้นสุด", "Ends on"), help_text=T("วันแรกที่ไม่ได้สนับสนุนแล้ว", "The first day without support")
    )


class UploadForm(PlainForm):
    upload = forms.FileField(
        label=T("ไฟล์รายชื่อ", "List"),
        help_text=T("XLSX หรือ CSV ไม่เกิน 10 MB และ 5,000 แถว", "XLSX or CSV, at most 10 MB and 5,000 rows"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"required": T("กรุณาเลือกไฟล์", "Please choose a file.")},
    )
