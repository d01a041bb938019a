"""Cases kept with a rule: what is known, and what the answer must be, whatever becomes of the rule's text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from phanuek.eligibility import permissions
from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.facts.answers import as_stored
from phanuek.eligibility.models import Rule, RuleExample
from phanuek.engines import rules
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

MOST = 200
EXPECT, REMOVE, ADD = "expect", "remove", "add"


@transaction.atomic
def change_examples(*, by: Actor, rule: Rule, changes: Iterable[Mapping[str, Any]]) -> list[RuleExample]:
    """Adds, changes and removes examples of a rule, as `planned_examples` says. Returns what there is afterwards.

    Whether all of them hold is checked when the rule's text is set.
    """
    permissions.check_can_set_rule(by)
    kept = planned_examples(rule=rule, changes=changes, by=by, words=vocabulary())
    before = {row.code: row.expected for row in rule.examples.all()}
    after = {row.code: row.expected for row in kept}
    if before == after:
        return kept
    rule.examples.exclude(code__in=after).delete()
    for row in kept:
        if row.pk is not None and before[row.code] != row.expected:
            RuleExample.objects.filter(pk=row.pk).update(expected=row.expected)
    RuleExample.objects.bulk_create([row for row in kept if row.pk is None])
    timeline.record("rule.examples_changed", about=rule, by=by, facts={"examples": len(kept)})
    return kept


def planned_examples(
    *, rule: Rule, changes: Iterable[Mapping[str, Any]], by: Actor, words: rules.Vocabulary
) -> list[RuleExample]:
    """The examples as they would be after some changes; nothing is saved.

    Each change has an `act`: `add` with name_th, name_en, facts, expected and why; `expect` (with what is `expected` from now
    on) and `remove` with the example's `code`. One that is gone meanwhile is no error. Refused at `examples`.
    """
    changes = list(changes)
    acts = {str(change.get("code")): change for change in changes if change["act"] in (EXPECT, REMOVE)}
    kept = []
    for row in rule.examples.all():
        change = acts.get(row.code)
        if change is not None and change["act"] == REMOVE:
            continue
        if change is not None:
            row.expected = _expected(change["expected"])
        kept.append(row)
    kept += [checked_example(rule, change, by, words) for change in changes if change["act"] == ADD]
    if len(kept) > MOST:
        raise Refused(
            T("เก็บตัวอย่างได้ไม่เกิน {n} กรณี", "At most {n} examples can be kept.").format(n=MOST),
            field="examples",
        )
    return kept


def checked_example(rule: Rule, row: Mapping[str, Any], by: Actor, words: rules.Vocabulary) -> RuleExample:
    """The example, not saved; Refused at `examples` when a fact is not known or a value does not suit it."""
    name = " ".join(str(row["name_th"]).split())
    if not name:
        raise Refused(T("โปรดตั้งชื่อตัวอย่าง", "Give the example a name."), field="examples")
    return RuleExample(
        code=str(row.get("code") or new_code("x")), rule=rule, name_th=name[:200], name_en=str(row.get("name_en") or "")[:200],
        facts=_facts(row["facts"], words), expected=_expected(row["expected"]), why=str(row.get("why") or "")[:300],
        made_at=clock.now(), author_name=by.person_name, organisation_code=by.acting_code,
    )  # fmt: skip


def _facts(rows: Mapping[str, Any], known_words: rules.Vocabulary) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in rows.items():
        if name not in known_words:
            raise Refused(
                T("ไม่มีข้อมูลชื่อ {name}", "There is no fact named {name}.").format(name=name), field="examples"
            )
        try:
            found[name] = None if value is None else as_stored(rules.check_value(known_words[name], value))
        except rules.FactError as error:
            raise Refused(T(error.message_th, error.message_en), field="examples") from error
    return {name: value for name, value in found.items() if value is not None}


def _expected(value: Any) -> str:
    if value not in RuleExample.Expected.values:
        raise Refused(
            T("โปรดเลือกคำตอบที่ตัวอย่างต้องได้", "Choose the answer that the example must get."), field="examples"
        )
    return str(value)
