"""One condition as people fill it in: a fact that they search for, how it is compared, with what; or a question in words."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from phanuek.eligibility.facts import parse_answer
from phanuek.eligibility.models import VocabularyFact
from phanuek.engines import rules
from phanuek.offers import conditions
from phanuek.offers.conditions import Row
from phanuek.ui.forms import PlainForm, prepare
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

KINDS = {
    "profile": T("จากทะเบียนกลุ่ม", "From the directory"),
    "identifier": T("จากการขึ้นทะเบียน", "From registrations"),
    "answer": T("ถามจากกลุ่ม", "Asked of the group"),
    "text_condition": T("เงื่อนไขที่เป็นข้อความ", "Conditions in words"),
}
# with script, choosing a fact brings the boxes that suit it; without, a button does
OTHER_BOXES = {
    "hx-post": "", "hx-trigger": "change", "hx-vals": '{"refresh": "1"}', "hx-target": "#rows", "hx-select": "#rows",
    "hx-swap": "outerHTML",
}  # fmt: skip


class RowForm(PlainForm):
    """One condition. Which comparisons and values can be chosen follows from the fact; a search shortens the list of facts."""

    def __init__(self, *args: Any, words: rules.Vocabulary, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get(self.add_prefix("fact"), "") if self.is_bound else self.initial.get("fact", "")
        self.chosen = words.get(str(chosen))
        field = f"#id_{self.add_prefix('fact')}-field"
        self.fields["find"] = forms.CharField(
            label=T("ค้นชื่อข้อมูล", "Search what to look at"), required=False, max_length=80,
            widget=forms.TextInput(attrs={
                "type": "search", "autocomplete": "off", "hx-post": "", "hx-trigger": "input changed delay:300ms, search",
                "hx-vals": '{"refresh": "1"}', "hx-target": field, "hx-select": field, "hx-swap": "outerHTML",
            }),
        )  # fmt: skip
        self.fields["fact"] = self._fact_field(words, choices)
        if self.chosen is not None:
            self._for_fact(self.chosen)
        prepare(self)

    def _fact_field(self, words: rules.Vocabulary, choices: list[Any]) -> forms.ChoiceField:
        """The list of facts; what a search finds stands open, so that arrow keys and a thumb reach it."""
        sought = str(self.data.get(self.add_prefix("find"), "")) if self.is_bound else ""
        attrs: dict[str, Any] = dict(OTHER_BOXES)
        help_text: Any = ""
        if sought.strip() and self.chosen is None:
            choices, found = matching_facts(sought, words, choices)
            help_text = (
                T("พบ {n} ข้อมูล เลือกหนึ่งข้อ", "{n} found; choose one").format(n=found)
                if found
                else T("ไม่พบข้อมูลที่มีคำนี้ ลองคำอื่น หรือเขียนเป็นเงื่อนไขข้อความด้านล่าง",
                       "Nothing is called that. Try another word, or write a condition in words below.")
            )  # fmt: skip
            attrs |= {"size": str(min(max(found + 2, 3), 9))} if found else {}
        return forms.ChoiceField(
            label=T("ข้อมูล", "What"), choices=choices, required=False, widget=forms.Select(attrs=attrs),
            help_text=help_text,
        )  # fmt: skip

    def _for_fact(self, fact: rules.Fact) -> None:
        choices = [(name, label) for name, label in conditions.comparisons_for(fact).items()]
        self.fields["comparison"] = forms.ChoiceField(label=T("ต้องเป็นอย่างไร", "How"), choices=choices)
        if fact.type == "boolean":
            return
        if fact.choices is not None:
            labels = [(code, T.of(fact.choices[code])) for code in fact.choices]
            widget: Any = (
                forms.CheckboxSelectMultiple()
                if len(labels) <= 12
                else forms.SelectMultiple(attrs={"size": "6"})
            )
            self.fields["value"] = forms.MultipleChoiceField(
                label=T("ค่า", "Value"), choices=labels, widget=widget
            )
            return
        value = forms.CharField(
            label=T("ค่า", "Value"), max_length=100, widget=forms.TextInput(attrs={"class": "short"})
        )
        unit = T.of(fact.unit) if fact.unit else T("บาท", "baht") if fact.type == "money" else ""
        value.unit = unit  # type: ignore[attr-defined]
        self.fields["value"] = value

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.row: Row | None = None
        if self.chosen is None or self.errors:
            return cleaned
        try:
            self.row = Row(
                self.chosen.name, cleaned["comparison"], self._values(self.chosen, cleaned.get("value"))
            )
        except Refused as refusal:
            self.add_error("value", str(refusal.text))
        return cleaned

    @staticmethod
    def _values(fact: rules.Fact, typed: Any) -> tuple[Any, ...]:
        if fact.type == "boolean":
            return ()
        if fact.choices is not None:
            return tuple(typed)
        read = parse_answer(fact, typed)
        if read is None:
            raise Refused(T("โปรดกรอกค่า", "Fill in a value."))
        return (read,)


class AskedForm(PlainForm):
    """A condition known only in words: it becomes a yes/no question to the group."""

    label_th = forms.CharField(
        label=T("เงื่อนไข (ไทย)", "Condition (Thai)"), required=False, max_length=200,
        help_text=T("เขียนเป็นข้อความที่ตอบว่าใช่ได้ เช่น มีแผนธุรกิจ", "A statement one can say yes to, such as: has a business plan"),
    )  # fmt: skip
    label_en = forms.CharField(
        label=T("เงื่อนไข (อังกฤษ)", "Condition (English)"), required=False, max_length=200
    )
    question_th = forms.CharField(
        label=T("คำถามที่ใช้ถามกลุ่ม (ไทย)", "Question to the group (Thai)"), required=False, max_length=300
    )
    question_en = forms.CharField(
        label=T("คำถามที่ใช้ถามกลุ่ม (อังกฤษ)", "Question to the group (English)"), required=False, max_length=300
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if any(cleaned.values()) and not cleaned.get("label_th") and "label_th" not in self.errors:
            self.add_error(
                "label_th",
                ValidationError(str(T("โปรดเขียนเงื่อนไขเป็นภาษาไทย", "Write the condition in Thai."))),
            )
        return cleaned

    def fact(self, offer_code: str) -> dict[str, Any] | None:
        """The yes/no fact, in the form of the vocabulary; the same words give the same name."""
        thai = self.cleaned_data.get("label_th", "")
        if not thai:
            return None
        english = self.cleaned_data["label_en"] or thai
        return {
            "name": "asked_" + hashlib.sha256(f"{offer_code} {thai}".encode()).hexdigest()[:12],
            "type": "boolean",
            "kind": "text_condition",
            "label": {"th": thai, "en": english},
            "question": {
                "th": self.cleaned_data["question_th"] or f"{thai} ใช่หรือไม่",
                "en": self.cleaned_data["question_en"] or f"Is this so: {english}?",
            },
            "choices": None,
        }


def fact_choices(words: rules.Vocabulary) -> list[Any]:
    """Every fact by where it is known from, for a select."""
    kinds = dict(VocabularyFact.objects.values_list("name", "kind"))
    groups: dict[str, list[Any]] = {}
    for fact in words.values():
        groups.setdefault(kinds.get(fact.name, "answer"), []).append((fact.name, T.of(fact.title)))
    listed = [
        (KINDS.get(kind, KINDS["answer"]), sorted(groups[kind], key=lambda c: str(c[1])))
        for kind in [*KINDS, *groups]
        if kind in groups
    ]
    return [
        ("", T("ไม่ใช้แถวนี้", "Row not used")),
        *{str(label): (label, rows) for label, rows in listed}.values(),
    ]


def matching_facts(sought: str, words: rules.Vocabulary, choices: list[Any]) -> tuple[list[Any], int]:
    """The choices of which label, question or name holds every word typed, in their groups; and how many."""
    parts = sought.casefold().split()[:8]
    found, number = [choices[0]], 0
    for group, rows in choices[1:]:
        kept = [
            (name, label) for name, label in rows if all(part in _spelling(words[name]) for part in parts)
        ]
        number += len(kept)
        found += [(group, kept)] if kept else []
    return found, number


def _spelling(fact: rules.Fact) -> str:
    return " ".join([fact.name, *fact.title.values(), *fact.asks.values()]).casefold()
