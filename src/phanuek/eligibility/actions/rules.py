"""The versions of a rule: written once, in force from a day on, never edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from phanuek.eligibility import permissions
from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.models import Rule, RuleExample, RuleVersion
from phanuek.eligibility.queries import NO_CONDITIONS, check_examples, parameters
from phanuek.engines import rules
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

BATCH = 500
SIGNED = ("author_name", "approved_by_name", "reason")


@transaction.atomic
def set_rule(
    *,
    by: Actor,
    code: str,
    text: str,
    valid_from: date,
    source: str = "",
    note_th: str = "",
    note_en: str = "",
    author_name: str = "",
    approved_by_name: str = "",
    reason: str = "",
) -> RuleVersion:
    """A new version of the conditions, in force from a day on. What is in force already is returned as it is.

    Refused at `rule_text`, with what is wrong and where, when the text cannot be read; at `examples` when an example kept
    with the rule would be answered otherwise than it must be.
    """
    row = {
        "code": code,
        "text": text,
        "valid_from": valid_from,
        "source": source,
        "note_th": note_th,
        "note_en": note_en,
        "author_name": author_name or by.person_name,
        "approved_by_name": approved_by_name,
        "reason": reason,
    }
    return set_rules_many(by=by, rows=[row])[0]


@transaction.atomic
def set_rules_many(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> list[RuleVersion]:
    """As `set_rule`, for many; each code once. The versions come back in the order of the rows."""
    permissions.check_can_set_rule(by)
    rows = list(rows)
    known_words, values = vocabulary(), parameters()
    compiled = {str(row["code"]): _check_rule(row, known_words, values) for row in rows}
    for example in RuleExample.objects.filter(rule__code__in=compiled).select_related("rule"):
        check_examples(compiled[example.rule.code], [example])
    codes = [str(row["code"]) for row in rows]
    found = _rules(codes)
    newest: dict[int, RuleVersion] = {}
    for version in RuleVersion.objects.filter(rule__in=found.values()).order_by("number"):
        newest[version.rule_id] = version
    versions = [
        _next(by, found[code], newest.get(found[code].pk), row) for code, row in zip(codes, rows, strict=True)
    ]
    fresh = [version for version in versions if version.pk is None]
    RuleVersion.objects.bulk_create(fresh, batch_size=BATCH)
    timeline.record_many(
        [
            timeline.Entry("rule.set", v.rule, {"version": v.number, "from": v.valid_from.isoformat()})
            for v in fresh
        ],
        by=by,
    )
    return versions


def _rules(codes: Sequence[str]) -> dict[str, Rule]:
    """The rules by code, made where missing, each locked so that version numbers follow one another."""
    Rule.objects.bulk_create([Rule(code=code) for code in dict.fromkeys(codes)], ignore_conflicts=True)
    locked: dict[str, Rule] = {}
    for start in range(0, len(codes), BATCH):
        part = (
            Rule.objects.select_for_update(of=("self",))
            .filter(code__in=codes[start : start + BATCH])
            .order_by("pk")
        )
        locked |= {rule.code: rule for rule in part}
    return locked


def _next(by: Actor, rule: Rule, newest: RuleVersion | None, row: Mapping[str, Any]) -> RuleVersion:
    fields = {name: row.get(name, "") or "" for name in ("text", "source", "note_th", "note_en")}
    same = newest is not None and all(getattr(newest, name) == value for name, value in fields.items())
    if newest is not None and same and newest.valid_from <= row["valid_from"]:
        return newest
    return RuleVersion(
        rule=rule, number=newest.number + 1 if newest else 1, valid_from=row["valid_from"], made_at=clock.now(),
        organisation_code=by.acting_code, **fields, **{name: row.get(name, "") or "" for name in SIGNED},
    )  # fmt: skip


def _check_rule(row: Mapping[str, Any], known_words: rules.Vocabulary, values: Any) -> rules.Rule:
    try:
        return rules.compile(row["text"] or NO_CONDITIONS, known_words, row["valid_from"], values)
    except rules.RuleError as error:
        raise Refused(T(error.message_th, error.message_en), field="rule_text") from error
