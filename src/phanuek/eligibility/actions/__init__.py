"""Verbs on facts, rules and the examples kept with them."""

from phanuek.eligibility.actions.examples import change_examples, planned_examples
from phanuek.eligibility.actions.facts import define_facts, record_fact, record_facts_many
from phanuek.eligibility.actions.rules import set_rule, set_rules_many

__all__ = [
    "change_examples", "define_facts", "planned_examples", "record_fact", "record_facts_many", "set_rule", "set_rules_many",
]  # fmt: skip
