"""Rules in force, ready for the engine."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from phanuek.eligibility.facts import vocabulary as read_vocabulary
from phanuek.eligibility.models import FactRecord, Rule, RuleVersion
from phanuek.engines import rules
from phanuek.engines.parameters import Parameters
from phanuek.registry.models import Enterprise
from phanuek.ui.country import pack

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

    Kept by version, day and vocabulary. Who compiles many gives the vocabulary, which is otherwise asked for each time.
    """
    known = vocabulary if vocabulary is not None else read_vocabulary()
    key = (version.pk, on)
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


def parameters() -> Parameters | None:
    """The country's dated values, for PARAM('…') in a rule."""
    return _parameters(pack().code)


@lru_cache(maxsize=4)
def _parameters(country: str) -> Parameters | None:
    try:
        return Parameters.from_json(pack().data("parameters")["parameters"])
    except KeyError:
        return None


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
