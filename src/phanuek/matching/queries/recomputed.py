"""Answers that were given, worked out again from what is stored with them: the rule's version, the words and dated values of
its day, and the facts that were known. Nothing of today enters, so the same answer comes out whatever has changed since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.models import RuleVersion
from phanuek.eligibility.queries import NO_CONDITIONS, parameters
from phanuek.engines import rules
from phanuek.engines.parameters import Parameters
from phanuek.engines.rules import Known
from phanuek.matching.models import Assessment
from phanuek.matching.queries.help import NO_CONDITIONS_KNOWN
from phanuek.offers.queries.conditions import within_areas
from phanuek.ui.country import pack
from phanuek.ui.words import LANGUAGES

PARAM = re.compile(r"PARAM\s*\(\s*'([^']+)'\s*\)", re.I)
CODES = re.compile(r"'(\d+)'")
NUMBERS = ("integer", "number", "money")
# what a row that somebody meddled with may raise
UNREADABLE = (
    rules.RuleError, rules.FactError, LookupError, ValueError, ArithmeticError, TypeError, AttributeError,
)  # fmt: skip
# what is compared word for word; the source apart, which was stored in one language
TOLD = ("text", "status", "reason", "facts", "missing", "basis")


class Outcome(StrEnum):
    SAME = "same"
    OTHER_WORDS = "other_words"  # the same answers, said otherwise: the engine's sentences have changed
    OTHER_ANSWER = "other_answer"


@dataclass(frozen=True)
class Recomputed:
    """A stored answer beside the one that its own basis gives today."""

    code: str
    stored: str
    found: str
    outcome: Outcome
    why: str = ""


def basis_of(
    version: RuleVersion, rule: rules.Rule, areas: Iterable[object], known: Mapping[str, Known]
) -> dict[str, Any]:
    """What an answer rests on besides its facts, as JSON keeps it: with it the answer needs nothing of the day after."""
    codes = set(CODES.findall(rule.text)) | {str(code) for code in areas}
    dated = _dated(rule.text, rule.on)
    for row in dated:
        listed = row["values"][0]["value"]
        codes |= {str(code) for code in listed} if isinstance(listed, list) else {str(listed)}
    codes |= {str(known[name].value) for name in rule.facts if name in known}
    # an area without a name of its own is told by one around it
    codes |= {code[:length] for code in codes for length in range(1, len(code))}
    return {
        "on": rule.on.isoformat(),
        "text": version.text,
        "areas": [str(code) for code in areas],
        "words": [_word(rule.vocabulary[name], codes) for name in rule.facts],
        "parameters": dated,
    }


def _word(fact: rules.Fact, codes: set[str]) -> dict[str, Any]:
    """The fact with its words; of areas only those that are spoken of."""
    choices = fact.choices
    if fact.type == "area" and choices is not None:
        choices = {code: choices[code] for code in sorted(codes) if code in choices}
    return {
        "name": fact.name, "type": fact.type, "unit": fact.unit, "label": fact.label, "question": fact.question,
        "source": fact.source, "sensitive": fact.sensitive, "choices": dict(choices) if choices is not None else None,
    }  # fmt: skip


def _dated(text: str, on: date) -> list[dict[str, Any]]:
    found, values = [], parameters()
    for name in dict.fromkeys(PARAM.findall(text)):
        if values is None:
            continue
        entry = values.dated(name, on)
        value = entry.value.isoformat() if isinstance(entry.value, date) else entry.value
        value = float(value) if isinstance(value, Decimal) else value
        found.append(
            {
                "name": name,
                "values": [{"from": entry.from_.isoformat(), "value": value, "source": entry.source}],
            }
        )
    return found


def recompute(assessment: Assessment) -> Recomputed:
    """One stored answer, worked out again. One that cannot be worked out is another answer, with why."""
    try:
        found = list(_verdicts(assessment))
    except UNREADABLE as error:
        return Recomputed(
            assessment.code, assessment.status, "", Outcome.OTHER_ANSWER, f"{type(error).__name__}: {error}"
        )
    return Recomputed(
        assessment.code, assessment.status, found[0].status.value, _compared(assessment, found),
    )  # fmt: skip


def _compared(assessment: Assessment, found: list[rules.Verdict]) -> Outcome:
    told = [verdict.as_json()["conditions"] for verdict in found]
    if found[0].status.value != assessment.status or _answers(told[0]) != _answers(assessment.conditions):
        return Outcome.OTHER_ANSWER
    words = [[line.get(name) for name in TOLD] for line in assessment.conditions]
    if words != [[line[name] for name in TOLD] for line in told[0]]:
        return Outcome.OTHER_WORDS
    sources = [line.get("source") for line in assessment.conditions]
    same = any(sources == [line["source"] for line in lines] for lines in told)
    return Outcome.SAME if same else Outcome.OTHER_WORDS


def _answers(conditions: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [(line["status"], tuple(line["facts"]), tuple(line["missing"])) for line in conditions]


def _verdicts(assessment: Assessment) -> Iterator[rules.Verdict]:
    """The answer with its sources in each language, since one of them was stored."""
    if assessment.rule_version is None:
        yield NO_CONDITIONS_KNOWN
        return
    rule = _rule(assessment)
    for language in LANGUAGES:
        known = {
            name: Known(_value(rule.vocabulary[name], fact["value"]), fact["source"].get(language, ""))
            for name, fact in assessment.facts.items()
        }
        yield rules.evaluate(rule, known)


def _rule(assessment: Assessment) -> rules.Rule:
    """From the basis; of an answer older than that, from its version in the words of today."""
    version, basis = assessment.rule_version, assessment.basis
    assert version is not None
    if not basis:
        day = _day(assessment.made_at)
        rule = rules.compile(version.text or NO_CONDITIONS, vocabulary(), day, parameters())
        return within_areas(rule, assessment.offer.areas)
    words = rules.Vocabulary.from_json(basis["words"])
    on = date.fromisoformat(basis["on"])
    rule = rules.compile(version.text or NO_CONDITIONS, words, on, Parameters.from_json(basis["parameters"]))
    return within_areas(rule, basis["areas"])


def _value(fact: rules.Fact, stored: Any) -> Any:
    """A number with decimals was stored as text."""
    return Decimal(stored) if fact.type in NUMBERS and isinstance(stored, str) else stored


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(pack().timezone)).date()


def recompute_all(rows: QuerySet[Assessment] | None = None) -> Iterator[Recomputed]:
    """Every stored answer, in the order in which they were given."""
    asked = Assessment.objects.all() if rows is None else rows
    asked = asked.select_related("rule_version", "offer").order_by("made_at", "pk")
    for assessment in asked.iterator(chunk_size=500):
        yield recompute(assessment)
