"""Examples kept with a rule, in the page that changes it: those that are kept, and new ones made by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms

from phanuek.eligibility.facts import parse_answer
from phanuek.eligibility.facts.answers import as_stored
from phanuek.eligibility.forms import answer_field
from phanuek.eligibility.models import RuleExample
from phanuek.engines import rules
from phanuek.ui.forms import PlainForm, prepare
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST_FACTS, MOST_ADDED, LONGEST_ADDED = 40, 20, 40_000
REMOVE = "remove"


class KeptForm(PlainForm):
    """An example that is kept with the rule: what it must be answered, or that it goes."""

    def __init__(self, *args: Any, example: RuleExample, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.example = example
        self.fields["expected"] = forms.ChoiceField(
            label=T("คำตอบที่ต้องได้", "Must be answered"), required=False, initial=example.expected,
            choices=[*RuleExample.Expected.choices, (REMOVE, T("ลบตัวอย่างนี้", "Remove this example"))],
        )  # fmt: skip
        prepare(self)

    @property
    def change(self) -> dict[str, Any] | None:
        wanted = self.cleaned_data.get("expected", "") if self.is_bound and self.is_valid() else ""
        if not wanted or wanted == self.example.expected:
            return None
        if wanted == REMOVE:
            return {"act": "remove", "code": self.example.code}
        return {"act": "expect", "code": self.example.code, "expected": wanted}


class NewExampleForm(PlainForm):
    """An example by hand: a name, what is known, and what the answer must be."""

    name_th = forms.CharField(
        label=T("ชื่อตัวอย่าง", "Name of the example"), max_length=200,
        help_text=T("เช่น กลุ่ม 9 คนที่ยังไม่ได้จดทะเบียน อย่าใส่ชื่อกลุ่มจริง",
                    "Such as: a group of nine, not registered. Leave out the names of real groups."),
    )  # fmt: skip
    expected = forms.ChoiceField(
        label=T("คำตอบที่ต้องได้", "Must be answered"), choices=RuleExample.Expected.choices
    )

    def __init__(self, *args: Any, facts: Sequence[rules.Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts[:MOST_FACTS]
        for fact in self.facts:
            field = answer_field(fact)
            field.required = False
            self.fields[f"fact-{fact.name}"] = field
        prepare(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.known: dict[str, Any] = {}
        for fact in self.facts:
            try:
                value = parse_answer(fact, cleaned.get(f"fact-{fact.name}"))
            except Refused as refusal:
                self.add_error(f"fact-{fact.name}", str(refusal.text))
            else:
                self.known |= {} if value is None else {fact.name: as_stored(value)}
        return cleaned

    @property
    def example(self) -> dict[str, Any]:
        name = self.cleaned_data["name_th"]
        return {
            "name_th": name,
            "name_en": name,
            "facts": self.known,
            "expected": self.cleaned_data["expected"],
        }


def read_added(typed: str) -> list[dict[str, Any]]:
    """The examples that wait in the page to be kept; anything that is none is left aside."""
    try:
        rows = json.loads(typed[:LONGEST_ADDED] or "[]")
    except (ValueError, RecursionError):
        return []
    texts = ("name_th", "name_en", "expected")
    return [
        {**{name: str(row.get(name, ""))[:200] for name in texts}, "facts": row["facts"]}
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict)
        and isinstance(row.get("facts"), dict)
        and row.get("expected") in RuleExample.Expected.values
        and str(row.get("name_th", "")).strip()
        and all(isinstance(v, (bool, int, float, str)) for v in row["facts"].values())
    ][:MOST_ADDED]
