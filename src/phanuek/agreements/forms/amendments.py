"""Forms of amendments. They check shape; what may be written is for the actions."""

from typing import Any

from django import forms

from phanuek.agreements.models import Agreement, Amendment, ClauseChange, ClauseSpan, Party
from phanuek.agreements.states import AmendmentKind, Capacity, ReviewAnswer
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.forms import DateField, PlainForm, prepare
from phanuek.ui.words import T, pick

FILE_HELP = T("PDF, Word หรือภาพสแกน ไม่เกิน 10 เมกะไบต์", "PDF, Word or a scan, at most 10 MB.")
FIRST = ""


def named(body: Organisation) -> str:
    return str(pick(body.name_th, body.name_en or body.name_th))


class AmendmentForm(PlainForm):
    """What an amendment is about; the fields of its kind alone."""

    title_th = forms.CharField(
        label=T("เรื่อง (ไทย)", "Title (Thai)"),
        max_length=300,
        help_text=T("เช่น เพิ่มเป้าหมายการอบรมเป็น 500 คน", "Such as: train 500 instead of 300."),
    )
    title_en = forms.CharField(label=T("เรื่อง (อังกฤษ)", "Title (English)"), max_length=300, required=False)
    why_th = forms.CharField(
        label=T("เหตุผล (ไทย)", "Why (Thai)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        help_text=T("ภาคีและสาธารณชนจะได้อ่าน", "The parties and the public read it."),
    )
    why_en = forms.CharField(
        label=T("เหตุผล (อังกฤษ)", "Why (English)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )
    party = forms.ChoiceField(label=T("ภาคีที่ถอนตัว", "Party that leaves"))
    new_ends_on = DateField(label=T("วันสิ้นสุดใหม่", "New last day"))
    effective_on = DateField(label=T("มีผลตั้งแต่วันที่", "Holds from"), required=False)
    successor = forms.ChoiceField(label=T("ข้อตกลงที่มาแทน", "Agreement that takes its place"), required=False)
    upload = forms.FileField(label=T("หนังสือหรือมติ", "Letter or decision"), help_text=FILE_HELP, required=False)
    field_order = [
        "party",
        "new_ends_on",
        "title_th",
        "title_en",
        "why_th",
        "why_en",
        "effective_on",
        "successor",
        "upload",
    ]

    def __init__(
        self,
        *args: Any,
        agreement: Agreement,
        kind: str,
        parties: list[Party],
        others: list[Agreement],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {party.organisation.code: party for party in parties}
        self.others = {other.code: other for other in others}
        own = {
            "party": AmendmentKind.WITHDRAWAL,
            "new_ends_on": AmendmentKind.EXTENSION,
            "successor": AmendmentKind.TERMINATION,
        }
        for name, of in own.items():
            if kind != of:
                del self.fields[name]
        self._choices(
            "party",
            [
                ("", T("เลือกภาคี", "Choose a party")),
                *((code, named(p.organisation)) for code, p in self.parties.items()),
            ],
        )
        self._choices(
            "successor",
            [
                ("", T("ไม่มี", "None")),
                *(
                    (
                        code,
                        str(
                            pick(o.short_title_th or o.title_th, o.short_title_en or o.title_en or o.title_th)
                        ),
                    )
                    for code, o in self.others.items()
                ),
            ],
        )
        effective: Any = self.fields["effective_on"]
        effective.label, effective.help_text = EFFECTIVE[AmendmentKind(kind)]
        prepare(self)

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        if name in self.fields:
            field: Any = self.fields[name]
            field.choices = choices

    def values(self) -> dict[str, Any]:
        """As the verbs take them: rows in place of codes."""
        values = dict(self.cleaned_data)
        for name, rows in (
            ("party", self.parties),
            ("successor", self.others),
            ("proposer", getattr(self, "proposers", {})),
        ):
            if name in values:
                values[name] = rows.get(values[name]) or None  # type: ignore[attr-defined]
        return values


EFFECTIVE = {
    AmendmentKind.TEXT: (
        T("มีผลตั้งแต่วันที่", "Holds from"),
        T("เว้นว่างไว้ หากมีผลเมื่อลงนามครบ", "Leave empty when it holds from the last signature."),
    ),
    AmendmentKind.EXTENSION: (
        T("มีผลตั้งแต่วันที่", "Holds from"),
        T("เว้นว่างไว้ หากมีผลเมื่อลงนามครบ", "Leave empty when it holds from the last signature."),
    ),
    AmendmentKind.WITHDRAWAL: (
        T("พ้นจากการเป็นภาคีตั้งแต่วันที่", "No longer a party from"),
        T("วันแรกที่ไม่ได้เป็นภาคีแล้ว", "The first day on which it is no longer a party."),
    ),
    AmendmentKind.TERMINATION: (
        T("สิ้นผลตั้งแต่วันที่", "No longer in force from"),
        T("วันแรกที่ข้อตกลงไม่มีผลแล้ว", "The first day on which it is no longer in force."),
    ),
}


class NewAmendmentForm(AmendmentForm):
    """With the body that proposes, where the secretariat writes for one without an account."""

    proposer = forms.ChoiceField(
        label=T("ผู้เสนอ", "Who proposes"),
        help_text=T(
            "ฝ่ายเลขานุการเสนอแทนได้เฉพาะภาคีที่ยังไม่มีผู้ใช้งานในระบบ",
            "The secretariat proposes for parties without an account only.",
        ),
    )
    field_order = ["proposer", *AmendmentForm.field_order]

    def __init__(self, *args: Any, proposers: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposers = {body.code: body for body in proposers}
        self._choices("proposer", [(code, named(body)) for code, body in self.proposers.items()])
        if len(proposers) == 1:
            self.fields["proposer"].widget = forms.HiddenInput()
            self.initial.setdefault("proposer", proposers[0].code)


class EditAmendmentForm(AmendmentForm):
    """With the version that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, row: Amendment, data: Any, files: Any, **choices: Any) -> "EditAmendmentForm":
        names = ("title_th", "title_en", "why_th", "why_en", "new_ends_on", "effective_on", "version")
        initial = {name: getattr(row, name) for name in names}
        initial["party"] = row.party.organisation.code if row.party else ""
        initial["successor"] = row.successor.code if row.successor else ""
        return cls(data, files, initial=initial, agreement=row.agreement, kind=row.kind, **choices)


def words_field(label: T, language: str, required: bool = True, rows: int = 12) -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
        required=required,
        strip=False,
    )


class ChangeForm(PlainForm):
    """A clause as it shall read; `version` is that of the change seen, 0 where there was none."""

    text_th = words_field(T("ข้อความใหม่ทั้งข้อ (ไทย)", "The whole clause as it shall read (Thai)"), "th")
    text_en = words_field(T("คำแปลทั้งข้อ (อังกฤษ)", "Its translation (English)"), "en", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=999_999)

    @classmethod
    def of(cls, span: ClauseSpan, change: ClauseChange | None, data: Any = None) -> "ChangeForm":
        there: Any = change if change is not None and change.text_th else span
        initial = {
            "text_th": there.text_th,
            "text_en": there.text_en,
            "version": change.version if change else 0,
        }
        return cls(data, initial=initial)


class AddedClauseForm(PlainForm):
    """A new clause and the one it follows."""

    after = forms.ChoiceField(label=T("ต่อจากข้อ", "After clause"), required=False)
    text_th = words_field(T("ข้อความของข้อใหม่ (ไทย)", "Words of the new clause (Thai)"), "th")
    text_en = words_field(T("คำแปล (อังกฤษ)", "Translation (English)"), "en", required=False)
    label_th = forms.CharField(
        label=T("เลขข้อ (ไทย)", "Label (Thai)"),
        max_length=60,
        required=False,
        help_text=T(
            "เว้นว่างได้ หากบรรทัดแรกขึ้นต้นด้วยเลขข้อ เช่น “ข้อ ๗”",
            "Leave empty when the first line begins with it, such as “Clause 7”.",
        ),
    )
    label_en = forms.CharField(label=T("เลขข้อ (อังกฤษ)", "Label (English)"), max_length=60, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=999_999)

    def __init__(self, *args: Any, spans: list[ClauseSpan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = {span.clause.code: span.clause for span in spans}
        after: Any = self.fields["after"]
        after.choices = [
            (FIRST, T("ไว้เป็นข้อแรก", "Put it first")),
            *((span.clause.code, str(span.label)) for span in spans),
        ]
        prepare(self)

    def values(self) -> dict[str, Any]:
        names = ("text_th", "text_en", "label_th", "label_en")
        return {name: self.cleaned_data[name] for name in names} | {
            "after": self.clauses.get(self.cleaned_data["after"])
        }


class WhyForm(PlainForm):
    """A step that says why."""

    why_th = forms.CharField(
        label=T("เหตุผล (ไทย)", "Why (Thai)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    why_en = forms.CharField(
        label=T("เหตุผล (อังกฤษ)", "Why (English)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class SeenForm(PlainForm):
    """A step that is for the words that were seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=999_999)


class ReviewForm(SeenForm):
    """What a party says."""

    answer = forms.ChoiceField(
        label=T("คำตอบ", "Answer"), choices=ReviewAnswer.choices, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=T("ความเห็น", "Comment"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
        help_text=T(
            "จำเป็นเมื่อขอให้แก้ไขหรือไม่เห็นชอบ ผู้เสนอและภาคีอื่นจะได้อ่าน",
            "Needed to ask for a change or to object; the proposer and the other parties read it.",
        ),
    )


class SignForm(SeenForm):
    """A signature on paper: who, by what right, when, with the scan of it."""

    name_th = forms.CharField(label=T("ชื่อผู้ลงนาม (ไทย)", "Name of the signatory (Thai)"), max_length=200)
    name_en = forms.CharField(label=T("ชื่อผู้ลงนาม (อังกฤษ)", "Name (English)"), max_length=200, required=False)
    position_th = forms.CharField(label=T("ตำแหน่ง (ไทย)", "Position (Thai)"), max_length=300)
    position_en = forms.CharField(
        label=T("ตำแหน่ง (อังกฤษ)", "Position (English)"), max_length=300, required=False
    )
    capacity = forms.ChoiceField(
        label=T("ลงนามในฐานะ", "By what right"),
        choices=[c for c in Capacity.choices if c[0] != Capacity.NOT_STATED],
        widget=forms.RadioSelect,
    )
    capacity_basis = forms.CharField(
        label=T("คำสั่งหรือหนังสือที่ให้อำนาจ", "Order or letter that allows it"),
        max_length=300,
        required=False,
        help_text=T(
            "กรอกเมื่อปฏิบัติหน้าที่แทนหรือได้รับมอบอำนาจ", "When signing for the head or by delegated authority."
        ),
    )
    signed_on = DateField(label=T("วันที่ลงนาม", "Day of signing"))
    upload = forms.FileField(
        label=T("สำเนาสแกนฉบับลงนาม", "Scanned signed copy"),
        help_text=T("PDF, PNG หรือ JPEG ไม่เกิน 10 เมกะไบต์", "PDF, PNG or JPEG of at most 10 MB."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("signed_on", clock.today())
