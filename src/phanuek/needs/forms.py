"""Forms about needs. They check shape; what may be done is for the actions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.html import format_html

from phanuek.areas.forms import SubdistrictField
from phanuek.needs.actions import MAX_TEXT
from phanuek.needs.models import Aim, Means, Need
from phanuek.needs.states import ClosedReason
from phanuek.ui import clock
from phanuek.ui.forms import DateField, PlainForm, WholeNumberField
from phanuek.ui.personal import clean_phone, personal_details
from phanuek.ui.words import T

EXPLAINED = {
    Aim.PRODUCT_DEVELOPMENT: T("ทำให้สินค้าหรือบริการดีขึ้น ใหม่ขึ้น เช่น รสชาติ ลวดลาย บรรจุภัณฑ์ มาตรฐาน", "Better or new goods and services: taste, pattern, packaging, standards"),
    Aim.PRODUCTION_DEVELOPMENT: T("ทำได้มากขึ้น เร็วขึ้น ต้นทุนต่ำลง เช่น เครื่องมือ วัตถุดิบ วิธีทำ", "Make more, faster, at lower cost: tools, materials, methods"),
    Aim.MANAGEMENT: T("ดูแลกลุ่มให้เป็นระบบ เช่น บัญชี การแบ่งงาน การจดทะเบียน การวางแผน", "Run the group well: accounts, sharing work, registration, planning"),
    Aim.INCOME: T("ขายได้มากขึ้นหรือมีทุนหมุนเวียน เช่น ตลาด ลูกค้า เงินทุน", "Sell more, or have working money: markets, customers, funds"),
    Aim.INCLUSION: T("ให้คนพิการ ผู้สูงอายุ หรือผู้ด้อยโอกาสมีงานและมีส่วนร่วม", "Work and a part for persons with disabilities, the elderly and those left out"),
}  # fmt: skip


def aim_field() -> forms.ChoiceField:
    """The five aims with a plain explanation each."""
    return forms.ChoiceField(
        label=T("ต้องการเรื่องใด", "What is it about?"), widget=forms.RadioSelect, choices=Aim.choices
    )


def means_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=T("อยากได้ความช่วยเหลือแบบใด", "What kind of help?"),
        help_text=T("เลือกได้หลายข้อ หากยังไม่ทราบให้เว้นไว้", "Choose any; leave empty when you do not know."),
        choices=Means.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def explain_aims(form: forms.BaseForm) -> None:
    field: Any = form.fields["aim"]
    field.choices = [
        (
            aim.value,
            format_html(
                '<span><strong>{}</strong><br><small class="quiet">{}</small></span>',
                aim.label,
                EXPLAINED[aim],
            ),
        )
        for aim in Aim
    ]


class OwnWords(forms.CharField):
    """What was said, without what would point to a person: kindly refused here, before it is kept."""

    def __init__(self, *, tell_elsewhere: bool = False, **kwargs: Any) -> None:
        self.tell_elsewhere = tell_elsewhere
        super().__init__(max_length=MAX_TEXT, **kwargs)

    def to_python(self, value: Any) -> str:
        # a browser sends two characters for each line break, and counts one
        text: str = super().to_python(value)
        return text.replace("\r\n", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        found = personal_details(value)
        if not found:
            return
        mended = (
            T("โปรดลบออก แล้วใส่ในช่องผู้ติดต่อแทน", "Please take it out and use the contact boxes below instead.")
            if self.tell_elsewhere
            else T("โปรดลบออก", "Please take it out.")
        )
        raise ValidationError(
            [
                str(
                    T(
                        "ดูเหมือนมี{what} ({shown}) {mended}", "This seems to hold {what} ({shown}). {mended}"
                    ).format(what=one.what, shown=one.shown, mended=mended)
                )
                for one in found
            ]
        )


class SayForm(PlainForm):
    """What anyone says is needed in a subdistrict."""

    area = SubdistrictField(label=T("พื้นที่ที่ต้องการ", "Where"))
    aim = aim_field()
    text = OwnWords(
        label=T("เล่าความต้องการด้วยคำของท่านเอง", "Say what is needed, in your own words"),
        help_text=T(
            "เช่น กลุ่มทอผ้าอยากได้ตลาดขายนอกจังหวัด โปรดอย่าใส่ชื่อ เบอร์โทรศัพท์ หรือเลขบัตรประชาชนในช่องนี้",
            "Please leave names, telephone numbers and citizen numbers out of this box.",
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    means = means_field()
    contact_name = forms.CharField(
        label=T("ชื่อผู้ติดต่อ", "Contact name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    contact_phone = forms.CharField(
        label=T("เบอร์โทรศัพท์", "Telephone"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "class": "short"}),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=T(
            "ยินยอมให้เก็บชื่อและเบอร์โทรศัพท์ตามที่แจ้งไว้ข้างต้น",
            "I agree that my name and telephone are kept as told above",
        ),
        required=False,
    )
    # people do not see it; what fills it in is a machine
    website = forms.CharField(label=T("โปรดเว้นช่องนี้ว่าง", "Leave this empty"), required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        explain_aims(self)
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def ask_for_contact(self) -> None:
        """The form shows boxes for a contact, so its words may send the reader there."""
        text: Any = self.fields["text"]
        text.tell_elsewhere = True

    def clean_contact_phone(self) -> str:
        return clean_phone(self.cleaned_data["contact_phone"])

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(str(T("โปรดลบข้อความในช่องนี้แล้วส่งอีกครั้ง", "Empty this box and send again.")))
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        has_contact = cleaned.get("contact_name") or self["contact_phone"].value()
        if has_contact and not cleaned.get("consent"):
            self.add_error(
                "consent",
                str(
                    T("โปรดยินยอมก่อน หรือลบชื่อและเบอร์โทรศัพท์ออก", "Agree first, or take name and telephone out.")
                ),
            )
        return cleaned


class MeetingForm(PlainForm):
    """One tambon meeting; what was said there comes in rows of `MeetingRowForm`."""

    area = SubdistrictField(label=T("ตำบลที่จัดประชุม", "Subdistrict of the meeting"))
    meeting_place = forms.CharField(label=T("สถานที่ประชุม", "Place"), max_length=200)
    said_on = DateField(label=T("วันที่ประชุม", "Day"))
    people_present = WholeNumberField(
        label=T("ผู้เข้าร่วม", "People present"), unit=T("คน", "people"), min_value=1, max_value=100_000
    )

    def clean_said_on(self) -> Any:
        if self.cleaned_data["said_on"] > clock.today():
            raise ValidationError(str(T("วันที่ประชุมต้องไม่อยู่ในอนาคต", "The meeting cannot lie in the future.")))
        return self.cleaned_data["said_on"]


class MeetingRowForm(PlainForm):
    """One need said at the meeting; a row without words counts as empty."""

    aim = forms.ChoiceField(label=T("เรื่อง", "About"), required=False)
    text = OwnWords(
        label=T("ความต้องการ", "What is needed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    means = forms.MultipleChoiceField(
        label=T("อยากได้ความช่วยเหลือแบบใด", "What kind of help?"),
        choices=Means.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aim: Any = self.fields["aim"]
        aim.choices = [("", T("เลือกเรื่อง", "Choose")), *Aim.choices]

    @property
    def is_empty(self) -> bool:
        return not (
            self.cleaned_data.get("text") or self.cleaned_data.get("aim") or self.cleaned_data.get("means")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or self.is_empty:
            return cleaned
        if not cleaned.get("text"):
            self.add_error("text", str(T("โปรดเล่าความต้องการของแถวนี้", "Say what is needed in this row.")))
        if not cleaned.get("aim"):
            self.add_error("aim", str(T("โปรดเลือกเรื่องของแถวนี้", "Choose what this row is about.")))
        return cleaned


def without_errors(form: forms.BaseForm) -> None:
    """Shows a form as typed, unjudged: somebody asked for another row and has not sent it yet."""
    form._errors = ErrorDict()


class CheckForm(PlainForm):
    """An officer's wording for the public, aim and means."""

    text = forms.CharField(
        label=T("ถ้อยคำที่จะเผยแพร่", "Wording for the public"),
        help_text=T(
            "คงความหมายของผู้แจ้ง ตัดชื่อคน เบอร์โทรศัพท์ และเลขประจำตัวออก",
            "Keep the meaning; take out names, telephone numbers and identity numbers.",
        ),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    aim = aim_field()
    means = means_field()
    publish = forms.TypedChoiceField(
        label=T("เผยแพร่ต่อสาธารณะ", "Show to the public"),
        choices=[("yes", T("เผยแพร่ (ไม่มีชื่อผู้แจ้ง)", "Yes, without who said it")), ("no", T("ไม่เผยแพร่", "No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        explain_aims(self)

    @classmethod
    def of(cls, need: Need, data: Any = None) -> "CheckForm":
        initial = {"text": need.text, "aim": need.aim, "means": need.means, "version": need.version}
        return cls(
            data,
            initial={
                **initial,
                "publish": "no" if need.state != "received" and not need.published else "yes",
            },
        )


class CloseForm(PlainForm):
    reason = forms.ChoiceField(
        label=T("ปิดเรื่องเพราะ", "Closed because"), choices=ClosedReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=T("ข้อความถึงผู้แจ้ง", "Note to the one who said it"),
        help_text=T(
            "ผู้แจ้งเห็นเหตุและข้อความนี้ในลิงก์ติดตาม ชื่อและเบอร์ติดต่อของผู้แจ้งจะถูกลบเมื่อปิดเรื่อง",
            "Shown with the reason on the follow page. The contact is erased when the need is closed.",
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
