"""The offer itself, without its conditions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from phanuek.agreements.models import Activity, Commitment
from phanuek.areas.queries import province_choices
from phanuek.offers.models import Aim, Availability, Means, Offer
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import DateField, MoneyField, PlainForm, WholeNumberField, prepare
from phanuek.ui.words import T, pick

WHERE_NATION, WHERE_SOME, WHERE_NOT_STATED = "nation", "some", "not_stated"


def _text(
    th: str, en: str, *, rows: int = 3, help_text: T | str = "", longest: int = 4000
) -> forms.CharField:
    return forms.CharField(
        label=T(th, en),
        help_text=help_text,
        max_length=longest,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class OfferForm(PlainForm):
    """Shared by adding and editing."""

    name_th = forms.CharField(label=T("ชื่อมาตรการ (ไทย)", "Name (Thai)"), max_length=300)
    name_en = forms.CharField(label=T("ชื่อมาตรการ (อังกฤษ)", "Name (English)"), max_length=300, required=False)
    means = forms.ChoiceField(
        label=T("วิธีสนับสนุน", "Means of support"), choices=[("", T("เลือก", "Choose")), *Means.choices]
    )
    aims = forms.MultipleChoiceField(
        label=T("เป้าหมายของการสนับสนุน", "Aims"), help_text=T("เลือกได้หลายข้อ", "One or more"),
        choices=Aim.choices, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    about_th = _text("ให้อะไรแก่ใคร (ไทย)", "What is given, and to whom (Thai)")
    about_en = _text("ให้อะไรแก่ใคร (อังกฤษ)", "What is given, and to whom (English)")
    commitment = forms.ModelChoiceField(
        queryset=Commitment.objects.none(), label=T("อยู่ภายใต้ภารกิจ", "Under the commitment"), required=False
    )
    activity = forms.ModelChoiceField(
        queryset=Activity.objects.none(), to_field_name="code", required=False,
        label=T("เป็นส่วนหนึ่งของกิจกรรม", "Part of the activity"),
        help_text=T("เลือกได้เฉพาะกิจกรรมของภารกิจข้างบน", "Only an activity of the commitment above."),
    )  # fmt: skip
    terms_th = _text(
        "ข้อกำหนด (ไทย)", "Terms (Thai)",
        help_text=T("เช่น อัตราดอกเบี้ย ค่าธรรมเนียม ระยะเวลา ส่วนใครขอได้ให้กรอกในหน้าเงื่อนไข", "Rates, fees, duration. Who may ask belongs to the conditions."),
    )  # fmt: skip
    terms_en = _text("ข้อกำหนด (อังกฤษ)", "Terms (English)")
    per_applicant_limit_baht = MoneyField(label=T("วงเงินสูงสุดต่อราย", "Most per applicant"), required=False)
    capacity = WholeNumberField(
        label=T("จำนวนที่รับได้ทั้งหมด", "Places in all"), unit=T("ราย", "places"), required=False,
        help_text=T("เว้นว่างหากไม่จำกัดหรือไม่ได้ระบุ", "Leave empty when it is not limited or not stated."),
    )  # fmt: skip
    opens_on = DateField(label=T("วันเปิดรับ", "Opens"), required=False)
    closes_on = DateField(label=T("รับถึงวันที่", "Last day"), required=False)
    availability = forms.ChoiceField(
        label=T("สถานะตามที่หน่วยงานแจ้ง", "As the body says"), choices=Availability.choices, widget=forms.RadioSelect,
        initial=Availability.OPEN,
    )  # fmt: skip
    availability_note_th = _text("หมายเหตุสถานะ (ไทย)", "Note on this (Thai)", rows=2, longest=500)
    availability_note_en = _text("หมายเหตุสถานะ (อังกฤษ)", "Note on this (English)", rows=2, longest=500)
    where = forms.ChoiceField(
        label=T("ให้บริการที่ใด", "Where"), widget=forms.RadioSelect, initial=WHERE_NATION,
        choices=[
            (WHERE_NATION, T("ทั่วประเทศ", "Nationwide")),
            (WHERE_SOME, T("เฉพาะจังหวัดที่เลือก", "Only in the provinces chosen")),
            (WHERE_NOT_STATED, T("ต้นทางไม่ได้ระบุ", "Not stated")),
        ],
    )  # fmt: skip
    areas = forms.MultipleChoiceField(
        label=T("จังหวัด", "Provinces"), required=False, widget=forms.SelectMultiple(attrs={"size": "8"}),
        help_text=T("กด Ctrl ค้างไว้เพื่อเลือกหลายจังหวัด", "Hold Ctrl to choose several."),
    )  # fmt: skip
    first_answer_days = WholeNumberField(
        label=T("ติดตามคำตอบแรกภายใน", "First answer followed up within"),
        unit=T("วัน", "days"),
        min_value=1,
        max_value=365,
        initial=15,
    )
    how_to_apply_th = _text("วิธียื่น (ไทย)", "How to apply (Thai)")
    how_to_apply_en = _text("วิธียื่น (อังกฤษ)", "How to apply (English)")
    documents = _text(
        "เอกสารที่ใช้", "Documents",
        help_text=T("บรรทัดละหนึ่งรายการ ใส่ภาษาอังกฤษหลังเครื่องหมาย | ได้", "One a line; English may follow after |."),
    )  # fmt: skip
    applicant_note_th = _text("หมายเหตุถึงผู้ขอ (ไทย)", "Note to applicants (Thai)", rows=2)
    applicant_note_en = _text("หมายเหตุถึงผู้ขอ (อังกฤษ)", "Note to applicants (English)", rows=2)

    def __init__(self, *args: Any, provider: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["areas"]
        areas.choices = province_choices()
        commitment: Any = self.fields["commitment"]
        rows = Commitment.objects.select_related("lead")
        bodies = {provider.pk, provider.parent_id} - {None} if provider else set()
        commitment.queryset = (
            (rows.filter(lead__in=bodies) | rows.filter(collaborators__in=bodies)).distinct()
            if provider
            else rows
        )
        commitment.empty_label = str(T("ไม่อยู่ภายใต้ภารกิจใด", "None"))
        commitment.label_from_instance = lambda c: (
            f"{pick(c.lead.abbr_th, c.lead.abbr_en) or c.lead.name_th}: {pick(c.title_th, c.title_en or c.title_th)}"[
                :140
            ]
        )

        activity: Any = self.fields["activity"]
        activity.queryset = Activity.objects.filter(commitment__in=commitment.queryset)
        activity.empty_label = str(T("ไม่ระบุ", "None"))
        activity.label_from_instance = lambda a: str(pick(a.title_th, a.title_en or a.title_th))[:140]
        if not activity.queryset.exists():
            del self.fields["activity"]

    def clean_documents(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["documents"].splitlines():
            thai, _, english = (part.strip() for part in line.partition("|"))
            if thai or english:
                found.append({"th": thai or english, "en": english or thai})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        where = cleaned.pop("where", WHERE_NATION)
        if where == WHERE_SOME and not cleaned.get("areas") and "areas" not in self.errors:
            self.add_error(
                "areas", ValidationError(str(T("โปรดเลือกอย่างน้อยหนึ่งจังหวัด", "Choose at least one province.")))
            )
        if where != WHERE_SOME:
            cleaned["areas"] = []
        cleaned["areas_stated"] = where != WHERE_NOT_STATED
        return cleaned


class NewOfferForm(OfferForm):
    """With the body that offers, and where it is published."""

    provider = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label=T("หน่วยงานที่ให้", "Body that offers")
    )
    provenance_source = forms.CharField(
        label=T("ที่มาของข้อมูล", "Where it is published"), max_length=500, required=False,
        help_text=T("ชื่อประกาศ หรือที่อยู่เว็บ", "Name of the notice, or a web address"),
    )  # fmt: skip

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider: Any = self.fields["provider"]
        provider.queryset = providers
        provider.label_from_instance = lambda body: str(pick(body.name_th, body.name_en or body.name_th))
        prepare(self)


class EditOfferForm(OfferForm):
    """With the version that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, offer: Offer, data: Any = None) -> "EditOfferForm":
        initial = {name: getattr(offer, name) for name in cls.base_fields if hasattr(offer, name)}
        initial["documents"] = "\n".join(_line(document) for document in offer.documents)
        initial["where"] = (
            WHERE_SOME if offer.areas else WHERE_NATION if offer.areas_stated else WHERE_NOT_STATED
        )
        limit = offer.per_applicant_limit_baht
        initial["per_applicant_limit_baht"] = (
            f"{limit:f}".rstrip("0").rstrip(".") if limit is not None else None
        )
        return cls(data, initial=initial, provider=offer.provider)


def _line(document: dict[str, str]) -> str:
    thai, english = document.get("th", ""), document.get("en", "")
    return thai if english in ("", thai) else f"{thai} | {english}"
