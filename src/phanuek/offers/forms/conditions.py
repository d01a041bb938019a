"""Conditions for people who do not write rules: rows, questions in words, and a box for rule text."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property

from phanuek.eligibility.facts import parse_answer
from phanuek.eligibility.models import VocabularyFact
from phanuek.eligibility.queries import NO_CONDITIONS, parameters
from phanuek.engines import rules
from phanuek.offers import conditions
from phanuek.offers.conditions import Row
from phanuek.ui import clock
from phanuek.ui.formats import be_date
from phanuek.ui.forms import DateField, PlainForm, prepare
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

LEAST_ROWS, MOST_ROWS, ASKED = 3, 30, 2
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
    """One condition. Which comparisons and values can be chosen follows from the fact."""

    def __init__(self, *args: Any, words: rules.Vocabulary, choices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fact"] = forms.ChoiceField(
            label=T("ข้อมูล", "What"), choices=choices, required=False, widget=forms.Select(attrs=OTHER_BOXES)
        )
        chosen = self.data.get(self.add_prefix("fact"), "") if self.is_bound else self.initial.get("fact", "")
        self.chosen = words.get(str(chosen))
        if self.chosen is not None:
            self._for_fact(self.chosen)
        prepare(self)

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


class MainForm(PlainForm):
    """What stands beside the rows."""

    rest = forms.CharField(
        label=T("เงื่อนไขเป็นข้อความกฎ", "Conditions as rule text"), required=False, max_length=4000,
        help_text=T(
            "สำหรับผู้ที่เขียนกฎเป็น เช่น is_registered_se OR members >= 7 จำนวนเงินเป็นสตางค์",
            "For those who write rules, such as is_registered_se OR members >= 7. Money is in satang.",
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )  # fmt: skip
    source = forms.CharField(
        label=T("เงื่อนไขประกาศไว้ที่ใด", "Where the conditions are published"), required=False, max_length=500
    )
    note_th = forms.CharField(
        label=T("หมายเหตุ (ไทย)", "Note (Thai)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note_en = forms.CharField(
        label=T("หมายเหตุ (อังกฤษ)", "Note (English)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    valid_from = DateField(label=T("ใช้ตั้งแต่วันที่", "In force from"))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    enterprise = forms.CharField(
        label=T("ชื่อหรือรหัสกลุ่ม", "Name or code of a group"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip


class ConditionsForm:
    """Rows, questions and text together: what they say as one rule, and what is wrong where."""

    def __init__(
        self, *, offer_code: str, words: rules.Vocabulary, text: str = "", initial: Mapping[str, Any] | None = None, data: Any = None,
        more: bool = False,
    ) -> None:  # fmt: skip
        self.offer_code, self.words, self.is_bound = offer_code, words, data is not None
        rows, rest = conditions.split(text, words)
        count = self._count(data) if self.is_bound else max(LEAST_ROWS, len(rows) + 1)
        count = min(count + more, MOST_ROWS)
        choices = fact_choices(words)
        shared: dict[str, Any] = {"words": words, "choices": choices}
        self.main = MainForm(data, initial={**(initial or {}), "rest": rest})
        self.rows = [
            RowForm(
                data, prefix=f"row-{n}", initial=_shown(rows[n], words) if n < len(rows) else {}, **shared
            )
            for n in range(count)
        ]
        self.asked = [AskedForm(data, prefix=f"asked-{n}") for n in range(ASKED)]
        self.may_add = count < MOST_ROWS

    @staticmethod
    def _count(data: Any) -> int:
        typed = str(data.get("rows", ""))
        return (
            max(LEAST_ROWS, min(int(typed), MOST_ROWS))
            if typed.isascii() and typed.isdigit() and len(typed) < 4
            else LEAST_ROWS
        )

    @property
    def forms(self) -> list[PlainForm]:
        return [self.main, *self.rows, *self.asked]

    @property
    def errors(self) -> bool:
        return self.is_bound and any(form.errors for form in self.forms)

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()] and self.compiled is not None

    def unjudged(self) -> None:
        """Shown as typed, without errors: somebody asked for a row, a preview or other value boxes."""
        for form in (*self.rows, *self.asked):
            form._errors = ErrorDict()

    @cached_property
    def new_facts(self) -> list[dict[str, Any]]:
        found = [form.fact(self.offer_code) for form in self.asked if form.is_valid()]
        return [fact for fact in found if fact is not None]

    @cached_property
    def text(self) -> str:
        """Everything as one rule text."""
        rows = [form.row for form in self.rows if form.is_valid() and form.row is not None]
        known = {row.fact for row in rows}
        asked = conditions.all_of([fact["name"] for fact in self.new_facts if fact["name"] not in known])
        return conditions.join(
            [*rows, *asked], self.main.cleaned_data.get("rest", "") if self.main.is_valid() else ""
        )

    @cached_property
    def all_words(self) -> rules.Vocabulary:
        """The vocabulary with the facts that saving would add."""
        fresh = [
            rules.Fact(name=f["name"], type="boolean", label=f["label"], question=f["question"])
            for f in self.new_facts
            if f["name"] not in self.words
        ]
        return rules.Vocabulary([*self.words.values(), *fresh])

    @cached_property
    def compiled(self) -> rules.Rule | None:
        """The rule; None with the errors told at the place where they were typed."""
        if not self.main.is_valid():
            return None
        on, rest = self.main.cleaned_data["valid_from"], self.main.cleaned_data["rest"].strip()
        try:
            if rest:
                rules.compile(rest, self.all_words, on, parameters())
        except rules.RuleError as error:
            self.main.add_error("rest", str(_placed(error, rest)))
            return None
        try:
            return rules.compile(self.text or NO_CONDITIONS, self.all_words, on, parameters())
        except rules.RuleError as error:
            self.main.add_error(None, str(T.of(error.message)))
            return None

    @property
    def in_words(self) -> list[T]:
        """The conditions one by one, as people will read them."""
        if self.compiled is None:
            return []
        return [T.of(condition.text) for condition in rules.evaluate(self.compiled, {}).conditions]


def _placed(error: rules.RuleError, text: str) -> T:
    """The message with the place in the text, marked."""
    at = min(error.position, len(text))
    around = f"{text[max(0, at - 24) : at]}▸{text[at : at + 24]}"
    return T.of(error.message) + T(" (ตรงเครื่องหมาย ▸ ใน: {around})", " (at the mark ▸ in: {around})").format(
        around=around.replace("{", "(").replace("}", ")")
    )


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


def _shown(row: Row, words: rules.Vocabulary) -> dict[str, Any]:
    """A row as its form shows it: baht instead of satang, a day as people write it."""
    fact, values = words[row.fact], list(row.values)
    if fact.choices is not None:
        return {"fact": row.fact, "comparison": row.comparison, "value": values}
    value: Any = values[0] if values else ""
    if fact.type == "money" and isinstance(value, int):
        value = f"{value / 100:,.2f}".removesuffix(".00")
    elif fact.type == "date" and not isinstance(value, str):
        value = be_date(value, "numeric")
    return {"fact": row.fact, "comparison": row.comparison, "value": value}


def starting_values(version: Any) -> dict[str, Any]:
    """What stands beside the rows of the version in force (None: none yet)."""
    if version is None:
        return {"valid_from": clock.today(), "seen": 0}
    values = {name: getattr(version, name) for name in ("source", "note_th", "note_en")}
    return {**values, "valid_from": clock.today(), "seen": version.number}
