"""Rules in force, ready for the engine."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from phanuek.eligibility.facts import vocabulary as read_vocabulary
from phanuek.eligibility.models import FactRecord, Rule, RuleExample, RuleVersion
from phanuek.engines import rules
from phanuek.engines.parameters import Parameters
from phanuek.registry.models import Enterprise
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

NO_CONDITIONS = "TRUE"
MOST_COMPILED = 4000
_compiled: OrderedDict[tuple[int, date], rules.Rule] = OrderedDict()


def version_in_force(rule: Rule, on: date) -> RuleVersion | None:
    """The version that counts on a day; of two from the same day the later written. None before the first."""
    return rule.versions.filter(valid_from__lte=on).order_by("-valid_from", "-number").first()


def versions_in_force(rule_ids: Iterable[int], on: date) -> dict[int, RuleVersion]:
    """The same for many rules in one query, by the rule's key."""
    rows = RuleVersion.objects.filter(rule__in=list(rule_ids), valid_from__lte=on)
    return {version.rule_id: version for version in rows.order_by("valid_from", "number")}


def compiled(version: RuleVersion, on: date, vocabulary: rules.Vocabulary | None = None) -> rules.Rule:
    """The version as the engine takes it, with the values in force on the day; empty text is a rule without conditions.

    Kept by version and vocabulary from one change of the country's values to the next, so that a new day compiles nothing
    anew. Who compiles many gives the vocabulary, which is otherwise asked for each time.
    """
    known = vocabulary if vocabulary is not None else read_vocabulary()
    key = (version.pk, _values_since(pack().code, on))
    kept = _compiled.get(key)
    # text is never edited, but a test's database may give a key out twice
    if kept is not None and kept.vocabulary is known and kept.text == (version.text or NO_CONDITIONS):
        _compiled.move_to_end(key)
        return kept
    made = rules.compile(version.text or NO_CONDITIONS, known, on, parameters())
    _compiled[key] = made
    if len(_compiled) > MOST_COMPILED:
        _compiled.popitem(last=False)
    return made


@lru_cache(maxsize=64)
def _values_since(country: str, on: date) -> date:
    """The last day, up to `on`, on which any of the country's values changed: between two such days a rule reads the same."""
    known = _parameters(country)
    days = [value.from_ for name in known.names for value in known.history(name)] if known else []
    return max((day for day in days if day <= on), default=date.min)


def parameters() -> Parameters | None:
    """The country's dated values, for PARAM('…') in a rule."""
    return _parameters(pack().code)


@lru_cache(maxsize=4)
def _parameters(country: str) -> Parameters | None:
    try:
        return Parameters.from_json(pack().data("parameters")["parameters"])
    except KeyError:
        return None


@dataclass(frozen=True)
class ExampleAnswer:
    """An example kept with a rule, and what a text of the rule answers. No verdict: its facts can no longer be read."""

    example: RuleExample
    verdict: rules.Verdict | None

    @property
    def holds(self) -> bool:
        return self.verdict is not None and self.verdict.status.value == self.example.expected

    @property
    def against(self) -> list[T]:
        """The conditions that make the answer another than expected, in words with their reasons."""
        if self.verdict is None or self.holds:
            return []
        told = [c for c in self.verdict.conditions if c.status != rules.Status.FITS]
        worst = [c for c in told if c.status == self.verdict.status] or list(self.verdict.conditions)
        return [T.of(c.text) + T(" (", " (") + T.of(c.reason) + T(")", ")") for c in worst]


def answer_examples(rule: rules.Rule, examples: Iterable[RuleExample]) -> list[ExampleAnswer]:
    """Each example as the rule answers it."""
    return [ExampleAnswer(example, _answered(rule, example)) for example in examples]


def _answered(rule: rules.Rule, example: RuleExample) -> rules.Verdict | None:
    try:
        return rules.evaluate(rule, example.facts)
    except rules.FactError:
        return None


def check_examples(rule: rules.Rule, examples: Iterable[RuleExample]) -> None:
    """Refused, at `examples`, when one of them is not answered as it must be: which, how, and by which condition."""
    broken = [answer for answer in answer_examples(rule, examples) if not answer.holds]
    if not broken:
        return
    raise Refused(
        _joined(" · ", [_said(answer) for answer in broken]),
        field="examples",
        hint=T(
            "แก้เงื่อนไข หรือเปลี่ยนหรือลบตัวอย่างนั้นไปพร้อมกัน",
            "Mend the conditions, or change or remove the example together with them.",
        ),
    )


def _said(answer: ExampleAnswer) -> T:
    example, labels = answer.example, {one.value: T.of(one.label) for one in RuleExample.Expected}
    name, expected = T(example.name_th, example.name_en or example.name_th), labels[example.expected]
    if answer.verdict is None:
        return T(
            "ตัวอย่าง “{name}” มีข้อมูลที่อ่านไม่ได้แล้ว",
            "The example “{name}” holds a fact that can no longer be read.",
        ).format(name=name)
    return T(
        "ตัวอย่าง “{name}” ต้องได้คำตอบ “{expected}” แต่จะได้ “{found}” เพราะ {why}",
        "The example “{name}” must get “{expected}” but would get “{found}”, because of: {why}",
    ).format(
        name=name,
        expected=expected,
        found=labels[answer.verdict.status.value],
        why=_joined("; ", answer.against),
    )


def _joined(joint: str, parts: list[T]) -> T:
    return T(joint.join(part.th for part in parts), joint.join(part.en for part in parts))


def history(enterprise: Enterprise, name: str = "") -> QuerySet[FactRecord]:
    """What was recorded, newest first; of one fact when named."""
    rows = FactRecord.objects.filter(enterprise=enterprise).order_by("-known_on", "-pk")
    return rows.filter(name=name) if name else rows


# Which rules are of use today is known by the room that they belong to, later in the flow; it says so at start-up.
RulesInUse = Callable[[date], Iterable[int]]
_in_use: list[RulesInUse] = []


def ask_for(provider: RulesInUse) -> None:
    """Registers a function that gives the keys of the rules whose facts are worth asking for on a day."""
    if provider not in _in_use:
        _in_use.append(provider)


def questions_for(enterprise: Enterprise, known: dict[str, Any], on: date) -> list[rules.Question]:
    """The unknown facts that rules in use ask, most telling first; all rules in force when nobody said which are in use."""
    keys = (
        {key for provider in _in_use for key in provider(on)}
        if _in_use
        else set(Rule.objects.values_list("pk", flat=True))
    )
    words = read_vocabulary()
    asking = {str(key): compiled(version, on, words) for key, version in versions_in_force(keys, on).items()}
    return rules.questions(asking, known)
