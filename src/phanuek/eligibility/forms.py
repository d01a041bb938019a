"""One fact, asked in the way that suits it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from phanuek.eligibility.facts import parse_answer
from phanuek.eligibility.facts.answers import NO, NO_LABEL, NOT_KNOWN, NOT_KNOWN_LABEL, YES, YES_LABEL
from phanuek.engines.rules import Fact
from phanuek.ui import clock
from phanuek.ui.forms import DateField, PlainForm, prepare
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

OTHER = "other"
SOURCES: dict[str, T] = {
    "told": T("กลุ่มแจ้งเอง", "Told by the group"),
    "document": T("เจ้าหน้าที่เห็นเอกสาร", "A document was seen"),
    "visit": T("เจ้าหน้าที่ลงพื้นที่", "A visit to the group"),
    OTHER: T("อื่นๆ (ระบุ)", "Other (say which)"),
}
LONGEST_DETAIL = 200


class AnswerForm(PlainForm):
    """The answer, where it is known from, and the day for which it holds."""

    source = forms.ChoiceField(
        label=T("ที่มาของข้อมูล", "Known from"), choices=list(SOURCES.items()), initial="told"
    )
    detail = forms.CharField(
        label=T("รายละเอียดที่มา", "Details"), required=False, max_length=LONGEST_DETAIL,
        help_text=T("เช่น ชื่อเอกสาร เลขที่ หรือผู้ให้ข้อมูล", "Such as the document's name and number, or who told"),
    )  # fmt: skip
    known_on = DateField(label=T("ข้อมูล ณ วันที่", "As of"))

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.fields["answer"] = answer_field(fact)
        self.fields["known_on"].latest = clock.today()  # type: ignore[attr-defined]
        self.order_fields(["answer", "source", "detail", "known_on"])
        prepare(self)

    def clean_answer(self) -> Any:
        try:
            return parse_answer(self.fact, self.cleaned_data.get("answer"))
        except Refused as refusal:
            raise ValidationError(str(refusal.text)) from refusal

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("source") == OTHER and not cleaned.get("detail", "").strip():
            self.add_error("detail", str(T("โปรดระบุที่มา", "Please say where this is known from.")))
        return cleaned

    def told(self) -> dict[str, Any]:
        """The arguments of `record_fact`."""
        label, detail = SOURCES[self.cleaned_data["source"]], self.cleaned_data["detail"].strip()
        th, en = (label.th, label.en) if not detail else (f"{label.th}: {detail}", f"{label.en}: {detail}")
        if self.cleaned_data["source"] == OTHER:
            th = en = detail
        return {
            "value": self.cleaned_data["answer"],
            "source_th": th,
            "source_en": en,
            "known_on": self.cleaned_data["known_on"],
        }


def answer_field(fact: Fact) -> forms.Field:
    """Radios for yes/no and choices, a box with its unit for numbers and amounts, a day in either era."""
    label = T.of(fact.asks)
    if fact.type == "boolean":
        return _radios(label, [(YES, YES_LABEL), (NO, NO_LABEL)])
    if fact.choices and fact.type != "area":
        return _radios(label, [(value, T.of(words)) for value, words in fact.choices.items()])
    attrs = {"class": "short", "autocomplete": "off"}
    if fact.type in ("integer", "number", "money"):
        attrs["inputmode"] = "decimal"
    field = forms.CharField(
        label=label,
        required=False,
        max_length=200,
        help_text=HELP.get(fact.type, ""),
        widget=forms.TextInput(attrs=attrs),
    )
    unit = T.of(fact.unit) if fact.unit else T("บาท", "baht") if fact.type == "money" else ""
    field.unit = unit  # type: ignore[attr-defined]
    return field


HELP: dict[str, T] = {
    "money": T(
        "เป็นบาท เช่น 120,000 หรือ 1.2 ล้าน เว้นว่างถ้ายังไม่ทราบ",
        "In baht, such as 120,000. Leave empty when not known yet",
    ),
    "integer": T("จำนวนเต็ม เว้นว่างถ้ายังไม่ทราบ", "A whole number. Leave empty when not known yet"),
    "number": T("เช่น 12.5 เว้นว่างถ้ายังไม่ทราบ", "Such as 12.5. Leave empty when not known yet"),
    "date": T(
        "เช่น 26/2/2569 หรือ 26 ก.พ. 2569 เว้นว่างถ้ายังไม่ทราบ",
        "Such as 26/2/2026 or 26 Feb 2026. Leave empty when not known yet",
    ),
    "area": T("เช่น ต.ป่าคา อ.ท่าวังผา จ.น่าน", "Such as Pa Kha, Tha Wang Pha, Nan"),
}


def _radios(label: T, choices: list[tuple[str, T]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[*choices, (NOT_KNOWN, NOT_KNOWN_LABEL)], widget=forms.RadioSelect, required=True
    )


def as_answer(value: Any) -> Any:
    """A known value as the form takes it back."""
    if isinstance(value, bool):
        return YES if value else NO
    return value
