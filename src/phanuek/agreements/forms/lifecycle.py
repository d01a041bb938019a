"""Forms of an agreement's own fields: drafted, corrected, opened for signing, taken back."""

from typing import Any

from django import forms

from phanuek.agreements.actions.lifecycle import DESCRIPTIVE, PRINTED, TERMS
from phanuek.agreements.forms.commitments import named
from phanuek.agreements.models import Agreement
from phanuek.agreements.states import SigningRule, Stage
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.forms import DateField, PlainForm, WholeNumberField, prepare
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

TERM_CHOICES = [
    ("ends_on", T("มีวันสิ้นสุด", "It has a last day")),
    ("no_fixed_term", T("ไม่มีกำหนดสิ้นสุด", "It has no fixed end")),
    ("not_stated", T("ตัวบทไม่ได้ระบุ", "The text does not state it")),
]
RULES = [choice for choice in SigningRule.choices if choice[0] != SigningRule.NOT_STATED]


class AgreementForm(PlainForm):
    """A draft: every field. `agreement` is the draft that is edited, None for a new one."""

    title_th = forms.CharField(
        label=T("ชื่อบันทึกข้อตกลง (ไทย)", "Title (Thai)"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )
    title_en = forms.CharField(
        label=T("ชื่อบันทึกข้อตกลง (อังกฤษ)", "Title (English)"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    short_title_th = forms.CharField(
        label=T("ชื่อย่อ (ไทย)", "Short title (Thai)"), max_length=200, required=False
    )
    short_title_en = forms.CharField(
        label=T("ชื่อย่อ (อังกฤษ)", "Short title (English)"), max_length=200, required=False
    )
    instrument_th = forms.CharField(
        label=T("ประเภทเอกสาร (ไทย)", "Kind of document (Thai)"),
        help_text=T("เช่น บันทึกข้อตกลงความร่วมมือ", "Such as a memorandum of understanding, in Thai."),
        max_length=200,
    )
    instrument_en = forms.CharField(
        label=T("ประเภทเอกสาร (อังกฤษ)", "Kind of document (English)"), max_length=200, required=False
    )
    document_number = forms.CharField(
        label=T("เลขที่เอกสาร", "Document number"), max_length=100, required=False
    )
    organiser = forms.ModelChoiceField(
        queryset=Organisation.objects.bodies(),
        to_field_name="code",
        label=T("หน่วยงานผู้จัดพิธี", "Body that holds the ceremony"),
        required=False,
        empty_label=T("ไม่ระบุ", "None"),
    )
    venue_th = forms.CharField(
        label=T("สถานที่ลงนาม (ไทย)", "Place of signing (Thai)"), max_length=300, required=False
    )
    venue_en = forms.CharField(
        label=T("สถานที่ลงนาม (อังกฤษ)", "Place of signing (English)"), max_length=300, required=False
    )
    signing_rule = forms.ChoiceField(
        label=T("มีผลเมื่อผู้ใดลงนาม", "Whose signatures bring it into force"),
        choices=RULES,
        widget=forms.RadioSelect,
    )
    signing_count = WholeNumberField(
        label=T("อย่างน้อยกี่ภาคี", "At least how many parties"),
        help_text=T("กรอกเมื่อเลือก “ลงนามครบจำนวนขั้นต่ำ”", "For “at least so many must sign”."),
        min_value=1,
        required=False,
    )
    effective_on = DateField(label=T("วันเริ่มมีผล", "First day in force"), required=False)
    term = forms.ChoiceField(
        label=T("ระยะเวลาของข้อตกลง", "Its term"), choices=TERM_CHOICES, widget=forms.RadioSelect
    )
    ends_on = DateField(label=T("วันสุดท้ายที่มีผล", "Last day in force"), required=False)
    notice_days = WholeNumberField(
        label=T("บอกกล่าวก่อนถอนตัวกี่วัน", "Days of notice before a party may leave"),
        unit=T("วัน", "days"),
        required=False,
    )
    text_elsewhere = forms.CharField(
        label=T("ตัวบทเก็บไว้ที่ใด หากไม่ได้เก็บในระบบนี้", "Where the text is kept, when it is not kept here"),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, agreement: Agreement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organiser: Any = self.fields["organiser"]
        organiser.label_from_instance = named
        if agreement is None:
            self.fields["code"] = forms.SlugField(
                label=T("รหัสในที่อยู่เว็บ", "Code in its web address"),
                help_text=T(
                    "อักษรอังกฤษ ตัวเลข และขีด เช่น mou-2569-01 เว้นว่างให้ระบบตั้งให้",
                    "Letters, digits and hyphens, such as mou-2026-01; left empty, one is made.",
                ),
                max_length=60,
                required=False,
            )
        else:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        prepare(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        term = cleaned.pop("term", None)
        if term == "ends_on" and not cleaned.get("ends_on") and "ends_on" not in self.errors:
            self.add_error("ends_on", str(T("กรุณากรอกวันสุดท้ายที่มีผล", "Please give the last day in force.")))
        if term is not None and term != "ends_on":
            cleaned["ends_on"] = None
        cleaned["no_fixed_term"] = term == "no_fixed_term"
        return cleaned

    def show(self, refusal: Refused) -> None:
        """Puts a refusal at its field; of a conflict about the term, both versions of the choice that stands in this form."""
        if isinstance(refusal, Conflict) and "no_fixed_term" in refusal.yours:
            theirs = bool(refusal.theirs.pop("no_fixed_term")), refusal.theirs.get("ends_on")
            mine = bool(refusal.yours.pop("no_fixed_term")), self.cleaned_data.get("ends_on")
            refusal.yours["term"], refusal.theirs["term"] = term_of(*mine), term_of(*theirs)
        refusal.add_to(self)


class CorrectionForm(AgreementForm):
    """After the opening for signing: what may still be corrected, and why."""

    why = forms.CharField(
        label=T("แก้ไขเพราะอะไร", "Why is it corrected?"),
        help_text=T("แสดงในลำดับเหตุการณ์", "Shown in its timeline."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, agreement=agreement, **kwargs)
        kept = DESCRIPTIVE | (PRINTED if agreement.stage == Stage.SIGNED else frozenset())
        for name in set(self.fields) - kept - {"version", "why"}:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return forms.Form.clean(self) or {}


def term_of(no_fixed_term: bool, ends_on: Any) -> str:
    """The choice among TERM_CHOICES."""
    return "no_fixed_term" if no_fixed_term else "ends_on" if ends_on else "not_stated"


def form_of(agreement: Agreement, data: Any = None) -> AgreementForm:
    """The form of what may be changed in an agreement now, filled with what is stored."""
    names = TERMS | PRINTED | DESCRIPTIVE | {"version"}
    initial = {name: getattr(agreement, name) for name in names}
    initial["term"] = term_of(agreement.no_fixed_term, agreement.ends_on)
    kind = AgreementForm if agreement.stage == Stage.DRAFT else CorrectionForm
    return kind(data, initial=initial, agreement=agreement)


class OpenForm(PlainForm):
    """Opening for signing, with a PDF of one's own where that is what is signed."""

    document = forms.FileField(
        label=T("เอกสาร PDF ที่จะลงนาม", "The PDF to be signed"),
        help_text=T(
            "เว้นว่างให้ระบบจัดทำจากตัวบทและรายชื่อภาคี หรือเลือกไฟล์ของท่านเองที่ยังไม่มีผู้ลงนาม",
            "Left empty, it is made from the text and the parties; or choose your own, which nobody has signed.",
        ),
        required=False,
    )
    first_day = DateField(
        label=T("วันลงนามวันแรก", "First day of signing"),
        help_text=T(
            "ลายมือชื่อนับตั้งแต่วันนี้ หากลงนามในพิธีไปก่อนแล้วให้ระบุวันนั้น เช่น 26/2/2569",
            "Signatures count from this day; after a ceremony already held, give its day, such as 26/2/2026.",
        ),
        required=False,
    )
    why_earlier = forms.CharField(
        label=T("เหตุที่วันแรกมาก่อนวันนี้", "Why the first day lies before today"),
        help_text=T("แสดงในลำดับเหตุการณ์", "Shown in its timeline."),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("first_day", clock.today())
        if not agreement.text_versions.exists():
            self.fields["document"].help_text = T(
                "เอกสารที่ยังไม่มีผู้ลงนาม หากไม่เลือก ให้ลงนามบนกระดาษ หรือเพิ่มเอกสารภายหลังได้",
                "One that nobody has signed. Without it the parties sign on paper, or a document is put in later.",
            )
            self.fields["text_elsewhere"] = forms.CharField(
                label=T("ตัวบทเก็บไว้ที่ใด", "Where the text is kept"),
                help_text=T(
                    "ยังไม่มีตัวบทในระบบ บอกที่เก็บ เช่น กองนิติการ แฟ้มที่ 12/2569",
                    "The text is not here yet: say where it is kept, such as a file of the legal division.",
                ),
                initial=agreement.text_elsewhere,
                max_length=300,
                required=False,
            )
        prepare(self)


class WhyForm(PlainForm):
    """An act that must say why."""

    why = forms.CharField(
        label=T("เหตุผล", "Why"),
        help_text=T("แสดงในลำดับเหตุการณ์", "Shown in its timeline."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=300,
    )
