"""A rule against what is known of one enterprise: fits, does not fit, or cannot say yet, with the reason of each condition.

Three-valued logic (Kleene), as in a database: an unknown stays unknown until something known decides. The same unknown
fact at two places is not seen to be the same: `a OR NOT a` with `a` unknown is unknown, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from phanuek.engines.rules.domains import Truth
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.reasons import joined_sources, reason
from phanuek.engines.rules.sentences import condition_text
from phanuek.engines.rules.tree import Node, Values, atoms, fact_names, open_atoms, open_facts
from phanuek.engines.rules.vocabulary import known_values, source_of
from phanuek.engines.wording import Words, words


class Status(StrEnum):
    FITS = "fits"
    UNKNOWN = "unknown"
    DOES_NOT_FIT = "does_not_fit"

    @classmethod
    def of(cls, truth: Truth) -> Status:
        return cls.UNKNOWN if truth is None else cls.FITS if truth else cls.DOES_NOT_FIT

    @classmethod
    def all_of(cls, statuses: list[Status]) -> Status:
        """The answer of a rule from the answers of its conditions."""
        if cls.DOES_NOT_FIT in statuses:
            return cls.DOES_NOT_FIT
        return cls.UNKNOWN if cls.UNKNOWN in statuses else cls.FITS


@dataclass(frozen=True)
class Condition:
    """One line of the explanation. `facts` are all facts it speaks of, `missing` those still needed to answer it,
    `source` says where the values come from, `basis` where a dated value in the condition comes from."""

    text: Words
    status: Status
    reason: Words
    source: str
    facts: tuple[str, ...]
    missing: tuple[str, ...] = ()
    basis: str = ""


@dataclass(frozen=True)
class Verdict:
    status: Status
    conditions: tuple[Condition, ...]

    def with_status(self, status: Status) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if condition.status == status)

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts on which the answer still hangs; none once it is decided."""
        if self.status != Status.UNKNOWN:
            return ()
        return tuple(dict.fromkeys(name for condition in self.conditions for name in condition.missing))

    def as_json(self) -> dict[str, Any]:
        return {
            "status": self.status.value,
            "conditions": [
                {
                    "text": condition.text,
                    "status": condition.status.value,
                    "reason": condition.reason,
                    "source": condition.source,
                    "basis": condition.basis,
                    "facts": list(condition.facts),
                    "missing": list(condition.missing),
                }
                for condition in self.conditions
            ],
        }


def status_of(rule: Rule, facts: Mapping[str, object]) -> Status:
    """The answer alone, without the explanation."""
    values = known_values(rule.facts, rule.vocabulary, facts)
    return Status.all_of([Status.of(node.truth(values)) for node in rule.conditions])


def evaluate(rule: Rule, facts: Mapping[str, object]) -> Verdict:
    """The answer with one explained line for each part of the rule's top-level AND.

    `facts` maps names to values or to Known(value, source); a name that is missing or None is unknown, a name the rule
    does not use is left aside. Raises FactError when a value is not of its fact's type.
    """
    values = known_values(rule.facts, rule.vocabulary, facts)
    conditions = [_explain(node, values, facts) for node in rule.conditions]
    status = Status.all_of([condition.status for condition in conditions])
    return Verdict(status, tuple(conditions or [_no_conditions()]))


def _explain(node: Node, values: Values, facts: Mapping[str, object]) -> Condition:
    single = list(atoms(node))
    return Condition(
        text=condition_text(node),
        status=Status.of(node.truth(values)),
        reason=reason(node, values),
        source=joined_sources([source_of(fact, facts) for atom in single for fact in atom.facts]),
        facts=fact_names(node),
        missing=tuple(
            dict.fromkeys(fact.name for atom in open_atoms(node, values) for fact in open_facts(atom, values))
        ),
        basis=joined_sources([basis for atom in single for basis in atom.basis]),
    )


def _no_conditions() -> Condition:
    return Condition(
        text=words("ไม่มีเงื่อนไข", "no conditions"),
        status=Status.FITS,
        reason=words("ทุกรายเข้าเงื่อนไข", "open to all"),
        source="",
        facts=(),
    )
