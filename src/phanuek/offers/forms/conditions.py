"""Conditions for people who do not write rules: rows, questions in words, and a box for rule text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property

from phanuek.eligibility.models import RuleExample
from phanuek.eligibility.queries import NO_CONDITIONS, parameters
from phanuek.engines import rules
from phanuek.offers import conditions
from phanuek.offers.conditions import Row
from phanuek.offers.forms.examples import KeptForm, NewExampleForm, read_added
from phanuek.offers.forms.rows import AskedForm, RowForm, fact_choices
from phanuek.offers.queries import conditions as conditions_of
from phanuek.ui import clock
from phanuek.ui.formats import be_date
from phanuek.ui.forms import DateField, PlainForm
from phanuek.ui.words import T

LEAST_ROWS, MOST_ROWS, ASKED = 3, 30, 2


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
    valid_from = DateField(
        label=T("ใช้ตั้งแต่วันที่", "In force from"),
        help_text=T(
            "เช่น 26/2/2569 เป็นวันข้างหน้าได้ ถ้าอนุมัติหลังวันนี้ ให้นับจากวันที่อนุมัติ",
            "For example 26/2/2026; it may lie ahead. Approved later, it begins on the day of approval.",
        ),
    )
    reason = forms.CharField(
        label=T("เหตุผลที่เปลี่ยน", "Why they change"), required=False, max_length=1000,
        help_text=T("ผู้อนุมัติและผู้ที่ได้รับผลจะได้อ่าน เช่น ประกาศฉบับใหม่ลงวันที่ใด",
                    "For who approves and for those it touches, such as: the notice of which day."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    enterprise = forms.CharField(
        label=T("ชื่อหรือรหัสกลุ่ม", "Name or code of a group"), required=False, max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip


class ConditionsForm:
    """Rows, questions, text and examples together: what they say as one rule, and what is wrong where.

    `alone`: what is saved needs no second person and so no reason.
    """

    def __init__(
        self, *, offer_code: str, words: rules.Vocabulary, text: str = "", initial: Mapping[str, Any] | None = None, data: Any = None,
        more: bool = False, examples: Sequence[RuleExample] = (), alone: bool = False,
    ) -> None:  # fmt: skip
        self.offer_code, self.words, self.is_bound, self.alone = offer_code, words, data is not None, alone
        self.first_text = text
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
        self.kept = [KeptForm(data, prefix=f"kept-{row.code}", example=row) for row in examples]
        self.added = read_added(data.get("added", "")) if self.is_bound else []
        self.data = data

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
        return [self.main, *self.rows, *self.asked, *self.kept]

    @property
    def errors(self) -> bool:
        return self.is_bound and any(form.errors for form in self.forms)

    def __iter__(self) -> Iterator[BoundField]:
        """Every box, for the summary of what is wrong: those of a numbered row say which row."""
        yield from self.main
        for rows, name in (
            (self.rows, T("เงื่อนไขที่ {n}", "Condition {n}")),
            (self.asked, T("เงื่อนไขข้อความที่ {n}", "Condition in words {n}")),
        ):
            for number, form in enumerate(rows, 1):
                for bound in form:
                    named = copy(bound)
                    named.label = f"{name.format(n=number)} · {bound.label}"
                    yield named
        for kept in self.kept:
            yield from kept

    def non_field_errors(self) -> list[Any]:
        return [error for form in self.forms for error in form.non_field_errors()]

    def hidden_fields(self) -> list[BoundField]:
        return [bound for form in self.forms for bound in form.hidden_fields()]

    def is_valid(self) -> bool:
        if self.main.is_valid() and not self.alone and not self.main.cleaned_data["reason"].strip():
            self.main.add_error(
                "reason", str(T("โปรดบอกเหตุผลที่เปลี่ยนเงื่อนไข", "Say why the conditions change."))
            )
        return not [form for form in self.forms if not form.is_valid()] and self.compiled is not None

    @cached_property
    def example_changes(self) -> list[dict[str, Any]]:
        """What saving would change in the examples: as `eligibility.actions.planned_examples` takes it."""
        return [form.change for form in self.kept if form.change] + [
            {**row, "act": "add"} for row in self.added
        ]

    @property
    def added_json(self) -> str:
        return json.dumps(self.added, ensure_ascii=False)

    @cached_property
    def rule(self) -> rules.Rule | None:
        """As typed; before anything is typed, as it stands."""
        if self.is_bound:
            return self.compiled
        return conditions_of.readable(self.first_text, clock.today(), self.words)

    @cached_property
    def new_example(self) -> NewExampleForm:
        """The form for an example by hand; it asks for the facts that the rule speaks of."""
        facts = [self.rule.vocabulary[name] for name in self.rule.facts] if self.rule else []
        sent = self.data if self.is_bound and "keep_new" in self.data else None
        return NewExampleForm(sent, prefix="new", facts=facts)

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
        return conditions_of.with_new_facts(self.words, self.new_facts)

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
