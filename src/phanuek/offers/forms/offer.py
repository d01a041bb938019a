"""The offer itself, without its conditions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from phanuek.agreements.forms.choices import CodeField
from phanuek.agreements.models import Activity, Commitment
from phanuek.areas.queries import province_choices, provinces_by_region
from phanuek.offers.models import Aim, Availability, Means, Offer, Scheme, Selection
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import DateField, MoneyField, PlainForm, WholeNumberField, prepare
from phanuek.ui.words import T

WHERE_NATION, WHERE_SOME, WHERE_NOT_STATED = "nation", "some", "not_stated"
BEFORE_PUBLISHING = T("บันทึกก่อนได้ แต่ต้องกรอกก่อนเผยแพร่", "May wait, but is needed before publishing.")


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
    about_th = _text("ให้อะไรแก่ใคร (ไทย)", "What is given, and to whom (Thai)", help_text=BEFORE_PUBLISHING)
    about_en = _text("ให้อะไรแก่ใคร (อังกฤษ)", "What is given, and to whom (English)")
    commitment = CodeField(
        label=T("อยู่ภายใต้ภารกิจ", "Under the commitment"), required=False,
        help_text=T("ไม่เลือก หากเป็นมาตรการอิสระ หน้ามาตรการจะบอกไว้ว่าไม่ได้อยู่ภายใต้ภารกิจใด", "None where it stands free; its page then says so."),
    )  # fmt: skip
    activity = CodeField(
        required=False, label=T("เป็นส่วนหนึ่งของกิจกรรม", "Part of the activity"),
        help_text=T("เลือกได้เฉพาะกิจกรรมของภารกิจข้างบน", "Only an activity of the commitment above."),
    )  # fmt: skip
    scheme = CodeField(
        label=T("เป็นรุ่นหนึ่งของโครงการ", "An edition of the scheme"), required=False,
        help_text=T("เช่น PGS 9, 10, 11 เป็นสามรุ่นของโครงการเดียวกัน", "PGS 9, 10 and 11, for example, are three editions of one scheme."),
    )  # fmt: skip
    new_scheme = forms.CharField(
        label=T("หรือตั้งโครงการใหม่ชื่อ", "Or a new scheme named"), max_length=300, required=False
    )
    edition = forms.CharField(label=T("รุ่นหรือระยะ", "Edition"), max_length=60, required=False)
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
    budget_baht = MoneyField(
        label=T("วงเงินทั้งหมด", "Money in all"), required=False, max_digits=16,
        help_text=T("เว้นว่างหากไม่ได้ระบุ", "Leave empty when it is not stated."),
    )  # fmt: skip
    selection = forms.ChoiceField(
        label=T("เมื่อผู้ขอมีมากกว่าที่รับได้", "When more ask than there are places"), choices=Selection.choices,
        initial=Selection.NOT_STATED, required=False,
    )  # fmt: skip
    opens_on = DateField(label=T("วันเปิดรับ", "Opens"), required=False)
    closes_on = DateField(label=T("รับถึงวันที่", "Last day"), required=False)
    budget_out_on = DateField(
        label=T("งบประมาณหมดเมื่อ", "Money used up on"), required=False,
        help_text=T("กรอกเมื่องบประมาณหมดก่อนวันปิดรับ จะไม่เสนอมาตรการนี้ตั้งแต่วันนั้น", "When it is spent before the closing day; from then on it is not proposed."),
    )  # fmt: skip
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
        label=T("จังหวัด", "Provinces"), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )  # fmt: skip
    next_check_on = DateField(
        label=T("ควรตรวจครั้งต่อไปวันที่", "To be checked again on"), required=False,
        help_text=T("เว้นว่างได้ ระบบจะเตือนก่อนครบ 90 วัน", "May be left empty: you are reminded before 90 days are over."),
    )  # fmt: skip
    first_answer_days = WholeNumberField(
        label=T("ติดตามคำตอบแรกภายใน", "First answer followed up within"),
        unit=T("วัน", "days"),
        min_value=1,
        max_value=365,
        initial=15,
    )
    waiting_days = WholeNumberField(
        label=T("เวลาตอบเมื่อถึงคิวในบัญชีรอ", "Time to answer when a place is offered in the queue"),
        unit=T("วันทำการ", "working days"), min_value=1, max_value=60, initial=5, required=False,
        help_text=T("เมื่อเต็มและมีที่ว่างใหม่ เว้นว่างคือ 5 วัน", "When the offer is full and a place comes free. Empty: 5 days."),
    )  # fmt: skip
    how_to_apply_th = _text("วิธียื่น (ไทย)", "How to apply (Thai)", help_text=BEFORE_PUBLISHING)
    how_to_apply_en = _text("วิธียื่น (อังกฤษ)", "How to apply (English)")
    documents = _text(
        "เอกสารที่ใช้", "Documents",
        help_text=T("บรรทัดละหนึ่งรายการ ใส่ภาษาอังกฤษหลังเครื่องหมาย | ได้", "One a line; English may follow after |."),
    )  # fmt: skip
    provenance_source = forms.CharField(
        label=T("ที่มาของข้อมูล", "Where it is published"), max_length=2000, required=False,
        help_text=T("ชื่อประกาศ หรือที่อยู่เว็บ", "Name of the notice, or a web address"),
    )  # fmt: skip
    applicant_note_th = _text("หมายเหตุถึงผู้ขอ (ไทย)", "Note to applicants (Thai)", rows=2)
    applicant_note_en = _text("หมายเหตุถึงผู้ขอ (อังกฤษ)", "Note to applicants (English)", rows=2)

    def __init__(self, *args: Any, provider: Organisation | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["areas"]
        areas.choices = province_choices()
        commitments = _commitments(provider)
        self._field("commitment").offer(
            ((row.code, row, _of_lead(row)) for row in commitments),
            empty=T("ไม่อยู่ภายใต้ภารกิจใด", "None: it stands free"),
        )
        activities = Activity.objects.filter(commitment__in=commitments).order_by("title_th", "pk")
        self._field("activity").offer(
            (row.code, row, T(row.title_th[:140], (row.title_en or row.title_th)[:140])) for row in activities
        )
        if not activities:
            del self.fields["activity"]
        schemes = Scheme.objects.filter(provider=provider) if provider else Scheme.objects.none()
        self._field("scheme").offer(
            (row.code, row, T(row.name_th, row.name_en or row.name_th)) for row in schemes
        )

    def _field(self, name: str) -> CodeField:
        field = self.fields[name]
        assert isinstance(field, CodeField)
        return field

    def provinces(self) -> list[tuple[T, list[Any], int]]:
        """The boxes of the provinces by region, each with how many are ticked."""
        boxes = {box.data["value"]: box for box in self["areas"]}
        found: list[tuple[T, list[Any]]] = []
        for region, areas in provinces_by_region():
            these = [boxes.pop(area.code) for area in areas if area.code in boxes]
            found.append((region, these))
        if boxes:
            found.append((T("จังหวัดอื่น", "Other provinces"), list(boxes.values())))
        return [(name, these, sum(box.data["selected"] for box in these)) for name, these in found]

    def clean_waiting_days(self) -> int:
        return self.cleaned_data["waiting_days"] or 5

    def clean_documents(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["documents"].splitlines():
            thai, _, english = (part.strip() for part in line.partition("|"))
            if thai or english:
                found.append({"th": thai or english, "en": english or thai})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("scheme") and cleaned.get("new_scheme"):
            self.add_error(
                "new_scheme",
                str(
                    T(
                        "เลือกโครงการที่มีอยู่ หรือตั้งใหม่ อย่างใดอย่างหนึ่ง",
                        "Choose a scheme or name a new one, not both.",
                    )
                ),
            )
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error(
                "closes_on",
                str(T("วันปิดรับต้องไม่มาก่อนวันเปิดรับ", "The closing day cannot come before the opening day.")),
            )
        activity = cleaned.get("activity")
        if activity is not None and activity.commitment != cleaned.get("commitment"):
            self.add_error(
                "activity", str(T("กิจกรรมนี้เป็นของภารกิจอื่น", "That activity belongs to another commitment."))
            )
        cleaned["selection"] = cleaned.get("selection") or Selection.NOT_STATED.value
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

    provider = CodeField(label=T("หน่วยงานที่ให้", "Body that offers"))

    def __init__(self, *args: Any, providers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._field("provider").offer(
            (body.code, body, T(body.name_th, body.name_en or body.name_th)) for body in providers
        )
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
        for name in ("per_applicant_limit_baht", "budget_baht"):
            amount = getattr(offer, name)
            initial[name] = f"{amount:f}".rstrip("0").rstrip(".") if amount is not None else None
        return cls(data, initial=initial, provider=offer.provider)


def _commitments(provider: Organisation | None) -> list[Commitment]:
    """Led or joined by the provider or the body above it; all where no provider is known yet."""
    rows = Commitment.objects.select_related("lead")
    if provider is None:
        return list(rows)
    bodies = {provider.pk, provider.parent_id} - {None}
    return list((rows.filter(lead__in=bodies) | rows.filter(collaborators__in=bodies)).distinct())


def _of_lead(row: Commitment) -> T:
    thai = f"{row.lead.abbr_th or row.lead.name_th}: {row.title_th}"
    english = f"{row.lead.abbr_en or row.lead.name_en or row.lead.name_th}: {row.title_en or row.title_th}"
    return T(thai[:140], english[:140])


def _line(document: dict[str, str]) -> str:
    thai, english = document.get("th", ""), document.get("en", "")
    return thai if english in ("", thai) else f"{thai} | {english}"
