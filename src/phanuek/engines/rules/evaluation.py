"""A rule against what is known of one enterprise: fits, does not fit, or cannot say yet, with the reason of each condition.

Three-valued logic (Kleene), as in a database: an unknown stays unknown until something known decides. The same unknown
fact at two places is not seen to be the same: `a OR NOT a` with `a` unknown is unknown, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from phanuek.engines.rules.domains import Truth
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.reasons import joined_sources, reason_of
from phanuek.engines.rules.sentences import condition_text
from phanuek.engines.rules.tree import Atom, Node, Values, atoms, open_atoms, open_facts
from phanuek.engines.rules.vocabulary import Fact, known_values, source_of
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
    conditions = [explained(node, values, facts) for node in rule.conditions]
    status = Status.all_of([condition.status for condition in conditions])
    return Verdict(status, tuple(conditions or [_no_conditions()]))


class _Standing(NamedTuple):
    """What of a line of the explanation does not hang on the enterprise."""

    text: Words
    facts: tuple[Fact, ...]
    names: tuple[str, ...]
    basis: str


def explained(node: Node, values: Values, facts: Mapping[str, object]) -> Condition:
    """One line of the explanation; `values` are the known values of the rule's facts, `facts` tell their sources."""
    standing = _standing(node)
    truth = node.truth(values)
    return Condition(
        standing.text,
        Status.of(truth),
        reason_of(node, values, truth),
        joined_sources([source_of(fact, facts) for fact in standing.facts]),
        standing.names,
        () if truth is not None else _missing(node, values),
        standing.basis,
    )


def _standing(node: Node) -> _Standing:
    """Said once and kept with the condition."""
    kept: _Standing | None = node.__dict__.get("_standing")
    if kept is None:
        single = list(atoms(node))
        facts = tuple({fact.name: fact for leaf in single for fact in leaf.facts}.values())
        basis = joined_sources([basis for leaf in single for basis in leaf.basis])
        kept = _Standing(condition_text(node), facts, tuple(fact.name for fact in facts), basis)
        node.__dict__["_standing"] = kept
    return kept


def _missing(node: Node, values: Values) -> tuple[str, ...]:
    if isinstance(node, Atom):
        return (node.fact.name,)
    leaves = open_atoms(node, values)
    return tuple(dict.fromkeys(fact.name for leaf in leaves for fact in open_facts(leaf, values)))


def _no_conditions() -> Condition:
    return Condition(
        text=words("ไม่มีเงื่อนไข", "no conditions"),
        status=Status.FITS,
        reason=words("ทุกรายเข้าเงื่อนไข", "open to all"),
        source="",
        facts=(),
    )
